package app.mihari.ui.detail

import android.content.Context
import android.graphics.Typeface
import android.text.Spannable
import android.text.SpannableString
import android.text.style.BackgroundColorSpan
import android.text.style.ForegroundColorSpan
import android.text.style.StyleSpan
import android.text.style.UnderlineSpan
import app.mihari.R
import app.mihari.core.Evidence
import app.mihari.core.Field
import app.mihari.core.Reason
import app.mihari.ui.harmless
import app.mihari.ui.onOneLine

// The words of an item that caused its reasons: where they stand, and how they are shown.

/** These words, harmless, with those at [marks] marked by colour, weight and line. */
internal fun highlighted(context: Context, words: String, marks: List<IntRange>): Spannable {
    val shown = SpannableString(words.harmless())
    for (mark in marks) {
        listOf(
            BackgroundColorSpan(context.getColor(R.color.evidence)),
            ForegroundColorSpan(context.getColor(R.color.on_evidence)),
            StyleSpan(Typeface.BOLD),
            UnderlineSpan(),
        ).forEach { shown.setSpan(it, mark.first, mark.last + 1, Spannable.SPAN_EXCLUSIVE_EXCLUSIVE) }
    }
    return shown
}

/** The words of the text that caused this reason, each once and short enough to quote. */
internal fun Reason.quotes(text: String): List<String> =
    marks(evidence, Field.TEXT, text.length)
        .map { text.substring(it).onOneLine(QUOTE_LENGTH) }
        .filter { it.isNotEmpty() }
        .distinct()
        .take(QUOTES)

/** Where the evidence stands, in order, what overlaps joined; what lies behind [length] is cut. */
internal fun marks(evidence: List<Evidence>, field: Field, length: Int): List<IntRange> {
    val joined = mutableListOf<IntRange>()
    evidence.filter { it.field == field }
        .map { it.start.coerceIn(0, length) until it.end.coerceIn(0, length) }
        .filterNot { it.isEmpty() }
        .sortedBy { it.first }
        .forEach { span ->
            val last = joined.lastOrNull()
            if (last != null && span.first <= last.last) {
                joined[joined.lastIndex] = last.first..maxOf(last.last, span.last)
            } else {
                joined += span
            }
        }
    return joined
}

private const val QUOTES = 4

private const val QUOTE_LENGTH = 40
