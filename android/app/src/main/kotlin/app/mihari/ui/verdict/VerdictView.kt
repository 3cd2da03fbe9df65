package app.mihari.ui.verdict

import android.content.Context
import android.content.res.ColorStateList
import android.util.AttributeSet
import android.view.LayoutInflater
import android.view.View
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
import app.mihari.core.Reason
import app.mihari.core.Verdict
import app.mihari.mihari
import app.mihari.ui.LevelLook
import app.mihari.ui.icon
import app.mihari.ui.on
import app.mihari.ui.senderWords
import app.mihari.ui.word
import app.mihari.ui.words

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
        showText(item, verdict)
        showReasons(item, verdict)
        val steps = verdict.advice.map { it.text.on(context) }
        requireViewById<View>(R.id.verdict_steps_title).visibility = visibleIf(steps.isNotEmpty())
        Steps.show(requireViewById(R.id.verdict_steps), steps)
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

    private fun showText(item: Item, verdict: Verdict) {
        val quotation = Quotation(context, item.text, verdict.evidenceIn(Field.TEXT, item.text.length))
        val isLong = item.text.length > Passages.SHORT
        say(R.id.verdict_text, quotation.passages().takeIf { it.isNotEmpty() })
        say(
            R.id.verdict_text_note,
            listOfNotNull(
                context.getString(R.string.verdict_invisible).takeIf { quotation.hasInvisible },
                context.getString(R.string.verdict_truncated).takeIf { verdict.isTruncated },
            ).joinToString("\n").ifEmpty { null },
        )
        requireViewById<View>(R.id.verdict_whole).run {
            visibility = visibleIf(isLong)
            setOnClickListener {
                say(R.id.verdict_text, quotation.whole())
                visibility = View.GONE
            }
        }
    }

    private fun showReasons(item: Item, verdict: Verdict) {
        requireViewById<View>(R.id.verdict_reasons_title).visibility =
            visibleIf(verdict.reasons.isNotEmpty())
        val list = requireViewById<LinearLayout>(R.id.verdict_reasons)
        list.removeAllViews()
        for (reason in verdict.reasons) {
            val card = LayoutInflater.from(context).inflate(R.layout.verdict_reason, list, false)
            fill(card, item, reason)
            list.addView(card)
        }
        MoreReasons.fold(list)
    }

    private fun fill(card: View, item: Item, reason: Reason) {
        val look = LevelLook.of(reason.level)
        card.requireViewById<ImageView>(R.id.reason_icon).run {
            setImageResource(look.icon)
            imageTintList = ColorStateList.valueOf(context.getColor(look.color))
        }
        card.requireViewById<TextView>(R.id.reason_text).text = reason.text.on(context)
        say(card.requireViewById(R.id.reason_words), reason.evidenceWords(context, item.text))
        say(card.requireViewById(R.id.reason_source), reason.source?.words(context))
    }

    private fun say(id: Int, words: CharSequence?) = say(requireViewById(id), words)

    private fun say(view: TextView, words: CharSequence?) {
        view.text = words
        view.visibility = visibleIf(words != null)
    }

    private fun visibleIf(isVisible: Boolean) = if (isVisible) View.VISIBLE else View.GONE

    private companion object {
        const val LONGEST_SENDER = 320
    }
}
