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
import app.mihari.core.Item
import app.mihari.core.Reason
import app.mihari.ui.harmless
import app.mihari.ui.onOneLine

// The words of an item that caused its reasons: where they stand, and how they are shown.

/** The words of [field], harmless, with those that caused a reason marked: colour, bold, line. */
internal fun highlighted(context: Context, words: String, reasons: List<Reason>, field: Field): Spannable {
    val shown = SpannableString(words.harmless())
    for (span in spans(reasons.flatMap { it.evidence }, field, words.length)) {
        listOf(
            BackgroundColorSpan(context.getColor(R.color.evidence)),
            ForegroundColorSpan(context.getColor(R.color.on_evidence)),
            StyleSpan(Typeface.BOLD),
            UnderlineSpan(),
        ).forEach { shown.setSpan(it, span.first, span.last + 1, Spannable.SPAN_EXCLUSIVE_EXCLUSIVE) }
    }
    return shown
}

/** The words that caused this reason, each once and short enough to quote. */
internal fun Reason.quotes(item: Item): List<String> = Field.entries
    .flatMap { field ->
        val words = item.words(field)
        spans(evidence, field, words.length).map { words.substring(it).onOneLine(QUOTE_LENGTH) }
    }
    .filter { it.isNotEmpty() }
    .distinct()
    .take(QUOTES)

private fun Item.words(field: Field): String = when (field) {
    Field.SENDER -> sender.orEmpty()
    Field.TEXT -> text
}

/** Where the evidence stands, in order, what overlaps joined; what lies behind [length] is cut. */
private fun spans(evidence: List<Evidence>, field: Field, length: Int): List<IntRange> {
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
