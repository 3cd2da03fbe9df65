package app.mihari.ui.verdict

import android.content.Context
import android.util.AttributeSet
import android.view.LayoutInflater
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.TextView
import app.mihari.R
import app.mihari.core.Caller
import app.mihari.core.Channel
import app.mihari.core.Direction
import app.mihari.core.Field
import app.mihari.core.Item
import app.mihari.core.Level
import app.mihari.core.Verdict
import app.mihari.mihari
import app.mihari.ui.LevelLook
import app.mihari.ui.icon
import app.mihari.ui.on
import app.mihari.ui.say
import app.mihari.ui.senderWords
import app.mihari.ui.show
import app.mihari.ui.word

/**
 * An item and its verdict: the level, what was said with the evidence marked, why, and what to do.
 *
 * What a stranger wrote is shown as it is: nothing in it can be tapped, turn the writing around or
 * hide.
 */
class VerdictView @JvmOverloads constructor(context: Context, attributes: AttributeSet? = null) :
    LinearLayout(context, attributes) {
    init {
        orientation = VERTICAL
        LayoutInflater.from(context).inflate(R.layout.verdict, this)
    }

    /** Shows this item and its verdict in place of what was shown. */
    fun show(item: Item, verdict: Verdict) {
        showLevel(verdict)
        showSender(item, verdict)
        show(R.id.verdict_text, item.text.isNotEmpty())
        OriginalText.show(requireViewById(R.id.verdict_text), item, verdict)
        show(R.id.verdict_reasons_title, verdict.reasons.isNotEmpty())
        Reasons.show(requireViewById(R.id.verdict_reasons), verdict.reasons, item.text)
        show(R.id.verdict_steps_title, verdict.advice.isNotEmpty())
        Steps.show(requireViewById(R.id.verdict_steps), verdict.advice.map { it.text.on(context) })
    }

    private fun showLevel(verdict: Verdict) {
        LevelLook.of(verdict.level).fill(requireViewById(R.id.verdict_level))
        say(
            R.id.verdict_level_note,
            when (verdict.level) {
                Level.NO_MATCH -> context.getString(R.string.level_no_match_note)
                Level.OFFICIAL -> context.getString(R.string.level_official_note)
                Level.CAUTION, Level.SCAM -> null
            },
        )
    }

    private fun showSender(item: Item, verdict: Verdict) {
        requireViewById<ImageView>(R.id.verdict_channel_icon).setImageResource(item.channel.icon)
        requireViewById<TextView>(R.id.verdict_channel).setText(
            if (item.direction == Direction.OUTGOING) R.string.verdict_outgoing else item.channel.word,
        )
        say(R.id.verdict_sender, if (isNameless(item)) null else senderOf(item, verdict))
    }

    /** Nobody wrote down who sent it; only a call without a number is one with the number withheld. */
    private fun isNameless(item: Item) = item.channel != Channel.CALL && item.sender.isNullOrBlank()

    private fun senderOf(item: Item, verdict: Verdict): CharSequence {
        val sender = item.sender.orEmpty()
        val evidence = verdict.evidenceIn(Field.SENDER, sender.length)
        val isNumber = context.mihari.guard.caller(item.channel, item.sender) is Caller.Number
        return when {
            // A number is read in groups; all of it is the evidence.
            isNumber || sender.isBlank() -> {
                val words = item.senderWords(context, context.mihari.guard)
                val all = if (evidence.isEmpty()) emptyList() else listOf(words.indices)
                Quotation(context, words, all).passages()
            }
            else -> Quotation(context, sender.take(LONGEST_SENDER), evidence).passages()
        }
    }

    private companion object {
        const val LONGEST_SENDER = 320
    }
}
