package app.mihari.ui

import android.content.Context
import android.icu.text.DateFormat
import android.text.format.DateFormat.is24HourFormat
import app.mihari.R
import app.mihari.core.Caller
import app.mihari.core.Channel
import app.mihari.core.Guard
import app.mihari.core.Item
import app.mihari.core.Mark
import app.mihari.core.Text
import app.mihari.core.Verdict
import java.text.BreakIterator
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneId
import java.util.Date
import java.util.Locale

/** The wording in the language that the app speaks. */
fun Text.on(context: Context): String = inLanguage(context.getString(R.string.language))

/** The channel's name: a string resource. */
val Channel.word: Int
    get() = when (this) {
        Channel.SMS -> R.string.channel_sms
        Channel.CALL -> R.string.channel_call
        Channel.EMAIL -> R.string.channel_email
        Channel.VOICE -> R.string.channel_voice
    }

/** The channel's icon: a drawable resource. */
val Channel.icon: Int
    get() = when (this) {
        Channel.SMS -> R.drawable.ic_sms
        Channel.CALL -> R.drawable.ic_call
        Channel.EMAIL -> R.drawable.ic_email
        Channel.VOICE -> R.drawable.ic_voice
    }

/** What a mark says: a string resource. */
val Mark.words: Int
    get() = when (this) {
        Mark.WRONG -> R.string.marked_wrong
        Mark.CONFIRMED -> R.string.marked_confirmed
    }

/** The sender as people write it: a number in groups, a name in one line, 非通知. */
fun Item.senderWords(context: Context, guard: Guard): String {
    // Of a call without a number the network says why; of a message nobody does.
    if (sender.isNullOrBlank() && channel != Channel.CALL) {
        return context.getString(R.string.caller_unknown)
    }
    return when (val caller = guard.caller(channel, sender)) {
        is Caller.Number -> caller.national
        is Caller.Name -> caller.name.onOneLine(SENDER_LENGTH)
        is Caller.Mail -> caller.address.onOneLine(SENDER_LENGTH)
        Caller.Withheld -> context.getString(R.string.caller_withheld)
        Caller.Payphone -> context.getString(R.string.caller_payphone)
        Caller.Unavailable -> context.getString(R.string.caller_unavailable)
    }
}

/** The first reason in one sentence; null without reasons. */
fun Verdict.sentence(context: Context): String? {
    val reason = reasons.firstOrNull()?.text?.on(context) ?: return null
    val sentences = BreakIterator.getSentenceInstance(context.locale)
    sentences.setText(reason)
    return reason.take(sentences.next().coerceAtLeast(0)).trim()
}

/** Day and time of day, as the language of the app writes them. */
fun timeWords(context: Context, time: Long): String = written(context, "yMMMdEEE" + clock(context), time)

/** The same for what may be of today: the day as headings name it, and the time of day. */
fun recentWords(context: Context, time: Long): String =
    dayWords(context, dayOf(time), LocalDate.now()) + " " + clockWords(context, time)

/** The day something happened, as a heading: today, yesterday, or the date. */
fun dayWords(context: Context, day: LocalDate, today: LocalDate): String = when (day) {
    today -> context.getString(R.string.day_today)
    today.minusDays(1) -> context.getString(R.string.day_yesterday)
    else -> written(
        context,
        if (day.year == today.year) "MMMdEEE" else "yMMMdEEE",
        day.atStartOfDay(ZoneId.systemDefault()).toInstant().toEpochMilli(),
    )
}

/** The time of day. */
fun clockWords(context: Context, time: Long): String = written(context, clock(context), time)

/** The day of a time, where the phone is. */
fun dayOf(time: Long): LocalDate =
    Instant.ofEpochMilli(time).atZone(ZoneId.systemDefault()).toLocalDate()

/** The first language of this context's words. */
val Context.locale: Locale get() = resources.configuration.locales[0]

/** The fields of a date, named by their letters, in the order of the language that the app speaks. */
private fun written(context: Context, fields: String, time: Long): String =
    DateFormat.getInstanceForSkeleton(fields, context.locale).format(Date(time))

/** Hours as the phone's owner wants them: to 24, or to 12. */
private fun clock(context: Context) = if (is24HourFormat(context)) "Hm" else "hm"

private const val SENDER_LENGTH = 60
