package app.mihari.ui.check

import android.content.Intent
import app.mihari.core.Channel
import app.mihari.ui.beginning

/**
 * What another app, or a screen of this one, hands over to be checked. Another app may hand over
 * anything: what is no text is none, and what is too long is cut.
 */
class Handed private constructor(
    val text: String,
    val sender: String,
    val channel: Channel?,
    /** Only the beginning of the text was taken. */
    val isCut: Boolean,
    /** It was sent by another app, which gave no text with it. */
    val lacksText: Boolean,
) {
    companion object {
        /**
         * The most of a text that is taken, in UTF-16 units. The core screens 64 KiB, and in no
         * text is that more than so many units.
         */
        const val LONGEST_TEXT = 64 * 1024

        internal const val CHANNEL = "channel"
        internal const val SENDER = "sender"

        /** What this intent hands over. */
        fun by(intent: Intent): Handed {
            val subject = intent.words(Intent.EXTRA_SUBJECT)
            val whole = when (intent.action) {
                Intent.ACTION_SEND -> listOf(subject, intent.words(Intent.EXTRA_TEXT))
                Intent.ACTION_PROCESS_TEXT -> listOf(intent.words(Intent.EXTRA_PROCESS_TEXT))
                else -> emptyList()
            }.filter { it.isNotBlank() }.joinToString("\n")
            val text = whole.beginning(LONGEST_TEXT)
            val isFromOutside = intent.action in setOf(Intent.ACTION_SEND, Intent.ACTION_PROCESS_TEXT)
            val sender = intent.words(SENDER).take(Question.LONGEST_SENDER)
            val channel = Channel.entries.find { it.name == intent.words(CHANNEL) }
                // Apps for mail share the subject; those for messages have none.
                ?: Channel.EMAIL.takeIf { isFromOutside && subject.isNotBlank() }
            // What is known of a call is its number: that is what is asked about.
            val isCall = channel == Channel.CALL && text.isEmpty()
            return Handed(
                text = if (isCall) sender else text,
                sender = if (isCall) "" else sender,
                channel = channel,
                isCut = text.length < whole.length,
                lacksText = isFromOutside && text.isEmpty(),
            )
        }

        /** An extra's text without its looks. Unreadable extras (another app's classes) are empty. */
        private fun Intent.words(extra: String): String = try {
            getCharSequenceExtra(extra)?.toString()?.beginning(LONGEST_TEXT + 1).orEmpty()
        } catch (e: RuntimeException) {
            ""
        }
    }
}
