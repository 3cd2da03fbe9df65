package app.mihari.ui.check

import app.mihari.core.Caller
import app.mihari.core.Channel
import app.mihari.core.Guard
import app.mihari.core.Item

/**
 * What the user asks about, as it stands in the fields.
 *
 * @param chosen what the user says it is; null lets the writing tell.
 * @param sender who sent it or called; empty when the user does not know.
 */
class Question(private val chosen: Channel?, text: String, sender: String) {
    private val text = text.trim()
    private val sender = sender.trim()

    val isEmpty: Boolean get() = text.isEmpty() && sender.isEmpty()

    /** What it is: a number alone is a call, an address alone the sender of a mail. */
    fun channel(guard: Guard): Channel = when {
        chosen != null -> chosen
        isCaller(guard) -> Channel.CALL
        isMailAddress(guard) -> Channel.EMAIL
        else -> Channel.SMS
    }

    /**
     * The item to screen. A number or an address alone is who sent it, not what was said; and what
     * is more than a number is no number, whatever it was said to be.
     */
    fun item(guard: Guard): Item {
        val channel = channel(guard)
        val isOrigin = isCaller(guard) || isMailAddress(guard)
        return when {
            channel == Channel.CALL && (text.isEmpty() || isCaller(guard)) ->
                Item(channel, text.ifEmpty { sender })
            channel == Channel.CALL -> Item(Channel.VOICE, sender.ifEmpty { null }, text)
            isOrigin && sender.isEmpty() -> Item(channel, text)
            else -> Item(channel, sender.ifEmpty { null }, text)
        }
    }

    private fun isCaller(guard: Guard): Boolean = isShort && when (guard.caller(Channel.CALL, text)) {
        is Caller.Number, Caller.Withheld, Caller.Payphone, Caller.Unavailable -> true
        is Caller.Name, is Caller.Mail -> false
    }

    private fun isMailAddress(guard: Guard): Boolean =
        isShort && text.none { it.isWhitespace() } &&
            guard.caller(Channel.EMAIL, text) is Caller.Mail

    private val isShort get() = text.length in 1..LONGEST_SENDER

    companion object {
        /** No number and no address is longer, in UTF-16 units. */
        const val LONGEST_SENDER = 320
    }
}
