package app.mihari.ui.family

import android.content.Context
import app.mihari.R
import app.mihari.core.Channel
import app.mihari.core.Entry
import app.mihari.core.Guard
import app.mihari.ui.LevelLook
import app.mihari.ui.VisibleText
import app.mihari.ui.beginning
import app.mihari.ui.senderWords

/**
 * The message that asks the family about an entry: the question first, then what the app says, from
 * whom, and the beginning of the text, with links that cannot be tapped. The core defangs, so this
 * belongs off the main thread.
 */
internal fun question(context: Context, guard: Guard, entry: Entry): String {
    val item = entry.item
    val level = context.getString(LevelLook.of(entry.verdict.level).word)
    val lines = mutableListOf(
        context.getString(item.channel.question),
        context.getString(R.string.family_body_level, level),
        context.getString(R.string.family_body_sender, guard.defang(item.senderWords(context, guard))),
    )
    if (item.text.isNotBlank()) {
        lines += context.getString(R.string.family_body_text)
        lines += excerpt(VisibleText(guard.defang(item.text)).shown.trim())
    }
    return lines.joinToString("\n")
}

/** Cut after defanging: a link that is cut first might no longer be known as one. */
private fun excerpt(text: String) =
    if (text.length > EXCERPT_LENGTH) text.beginning(EXCERPT_LENGTH) + "…" else text

private val Channel.question: Int
    get() = when (this) {
        Channel.SMS -> R.string.family_body_sms
        Channel.CALL -> R.string.family_body_call
        Channel.EMAIL -> R.string.family_body_email
        Channel.VOICE -> R.string.family_body_voice
    }

/** A few messages long: more would cost the sender, and be read by nobody. */
private const val EXCERPT_LENGTH = 400
