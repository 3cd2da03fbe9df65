package app.mihari.ui.verdict

import android.content.Context
import android.graphics.Typeface
import android.text.SpannableStringBuilder
import android.text.Spanned
import android.text.style.BackgroundColorSpan
import android.text.style.ForegroundColorSpan
import android.text.style.StyleSpan
import android.text.style.UnderlineSpan
import app.mihari.R
import app.mihari.ui.VisibleText

/** A stranger's words with the evidence marked: by colour, and bold and underlined for those who see none. */
class Quotation(
    private val context: Context,
    private val original: String,
    private val evidence: List<IntRange>,
) {
    /** Whether anything in it was invisible, and is shown as its code. */
    val hasInvisible: Boolean by lazy { VisibleText(original.take(Passages.WHOLE)).hasInvisible }

    /** The parts worth reading first. */
    fun passages(): CharSequence {
        val gap = context.getString(R.string.verdict_gap)
        val out = SpannableStringBuilder()
        var end = 0
        for (passage in Passages.of(original, evidence)) {
            if (passage.first > end) out.append(gap)
            append(out, passage)
            end = passage.last + 1
        }
        if (end < original.length) out.append(gap.trimEnd())
        return out
    }

    /** All of it, as far as a screen can take it. */
    fun whole(): CharSequence {
        val out = SpannableStringBuilder()
        val shown = Passages.whole(original, 0 until Passages.WHOLE)
        append(out, shown)
        if (shown.last + 1 < original.length) out.append(context.getString(R.string.verdict_cut))
        return out
    }

    private fun append(out: SpannableStringBuilder, passage: IntRange) {
        if (passage.isEmpty()) return
        val visible = VisibleText(original.substring(passage))
        val start = out.length
        out.append(visible.shown)
        for (span in evidence) {
            val from = start + visible.place(span.first - passage.first)
            val to = start + visible.place(span.last + 1 - passage.first)
            if (from < to) mark(out, from, to)
        }
    }

    private fun mark(out: SpannableStringBuilder, from: Int, to: Int) {
        val looks = listOf(
            BackgroundColorSpan(context.getColor(R.color.evidence)),
            ForegroundColorSpan(context.getColor(R.color.on_evidence)),
            StyleSpan(Typeface.BOLD),
            UnderlineSpan(),
        )
        for (look in looks) out.setSpan(look, from, to, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
    }
}
