package app.mihari.ui.detail

import android.content.ClipData
import android.content.ClipDescription
import android.content.ClipboardManager
import android.content.Context
import android.os.Build
import android.os.PersistableBundle
import app.mihari.R
import app.mihari.core.Direction
import app.mihari.core.Entry
import app.mihari.core.Guard
import app.mihari.core.Reason
import app.mihari.ui.LevelLook
import app.mihari.ui.VisibleText
import app.mihari.ui.on
import app.mihari.ui.senderWords
import app.mihari.ui.word
import app.mihari.ui.words
import java.time.Instant
import java.time.ZoneId
import java.time.format.DateTimeFormatter

/**
 * An entry as plain text, for the police or the consumer centre: everything they ask for, in the
 * language of the app, with links that cannot be tapped. The core defangs, so this belongs off the
 * main thread.
 */
internal fun record(context: Context, guard: Guard, entry: Entry): String = buildString {
    fun line(words: Int, vararg parts: String) = appendLine(context.getString(words, *parts))

    val item = entry.item
    line(R.string.record_head)
    val time = Instant.ofEpochMilli(entry.time).atZone(ZoneId.systemDefault())
    line(R.string.record_time, RECORD_TIME.format(time))
    val isOutgoing = item.direction == Direction.OUTGOING
    line(
        if (isOutgoing) R.string.record_channel_outgoing else R.string.record_channel,
        context.getString(item.channel.word),
    )
    val sender = item.senderWords(context, guard)
    val raw = item.sender?.trim()?.let { VisibleText(it).shown }
    if (raw.isNullOrEmpty() || raw == sender) {
        line(R.string.record_sender, guard.defang(sender))
    } else {
        line(R.string.record_sender_raw, guard.defang(sender), guard.defang(raw))
    }
    line(R.string.record_level, context.getString(LevelLook.of(entry.verdict.level).word))
    line(R.string.record_reasons)
    entry.verdict.reasons.forEach { appendLine(it.line(context)) }
    if (item.text.isNotBlank()) {
        line(R.string.record_text)
        appendLine(VisibleText(guard.defang(item.text)).shown)
        if (entry.verdict.isTruncated) line(R.string.record_text_truncated)
    }
    line(R.string.record_packs, entry.packs)
}.trimEnd()

/** Puts a record on the clipboard, where the system does not show its words. */
internal fun copy(context: Context, record: String) {
    val clip = ClipData.newPlainText(context.getText(R.string.record_head), record)
    if (Build.VERSION.SDK_INT >= 33) {
        clip.description.extras = PersistableBundle().apply {
            putBoolean(ClipDescription.EXTRA_IS_SENSITIVE, true)
        }
    }
    context.getSystemService(ClipboardManager::class.java)!!.setPrimaryClip(clip)
}

private fun Reason.line(context: Context): String {
    val words = text.on(context)
    val source = source ?: return context.getString(R.string.record_reason, words)
    return context.getString(R.string.record_reason_source, words, source.words(context))
}

/** The same in every language: it is read by officials. */
private val RECORD_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm (xxx)")
