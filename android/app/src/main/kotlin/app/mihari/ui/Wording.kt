package app.mihari.ui

import android.content.Context
import android.text.format.DateUtils
import app.mihari.R
import app.mihari.core.Caller
import app.mihari.core.Channel
import app.mihari.core.Guard
import app.mihari.core.Item
import app.mihari.core.Text

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

/** The sender as people write it: a number in groups, a name, 非通知. */
fun Item.senderWords(context: Context, guard: Guard): String =
    when (val caller = guard.caller(channel, sender)) {
        is Caller.Number -> caller.national
        is Caller.Name -> caller.name
        is Caller.Mail -> caller.address
        Caller.Withheld -> context.getString(R.string.caller_withheld)
        Caller.Payphone -> context.getString(R.string.caller_payphone)
        Caller.Unavailable -> context.getString(R.string.caller_unavailable)
    }

/** Day and time of day, as the phone's language writes them. */
fun timeWords(context: Context, time: Long): String = DateUtils.formatDateTime(
    context,
    time,
    DateUtils.FORMAT_SHOW_DATE or DateUtils.FORMAT_SHOW_TIME or DateUtils.FORMAT_SHOW_WEEKDAY or
        DateUtils.FORMAT_ABBREV_ALL,
)
