package app.mihari.ui.verdict

import android.content.Context
import app.mihari.R
import app.mihari.core.Evidence
import app.mihari.core.Field
import app.mihari.core.Reason
import app.mihari.core.Verdict
import app.mihari.ui.onOneLine

// The words of an item that caused its reasons.

/** Where evidence stands in a field of this [length], in order, what overlaps joined. */
fun Verdict.evidenceIn(field: Field, length: Int): List<IntRange> =
    places(reasons.flatMap { it.evidence }, field, length)

/** The words of the text that caused this reason, each once and short enough to quote. */
fun Reason.quotes(text: String): List<String> = places(evidence, Field.TEXT, text.length)
    .map { text.substring(Passages.whole(text, it)).onOneLine(LONGEST_QUOTE) }
    .filter { it.isNotEmpty() }
    .distinct()
    .take(MOST_QUOTES)

/** These quotes in a sentence, as a screen reader does not speak of colours; null where there are none. */
fun Reason.evidenceWords(context: Context, text: String): String? {
    val quotes = quotes(text).map { context.getString(R.string.verdict_word, it) }
    if (quotes.isEmpty()) return null
    return context.getString(R.string.verdict_words, quotes.joinToString("").trimEnd())
}

private fun places(evidence: List<Evidence>, field: Field, length: Int): List<IntRange> {
    val joined = mutableListOf<IntRange>()
    evidence.filter { it.field == field }
        .map { it.start.coerceIn(0, length) until it.end.coerceIn(0, length) }
        .filterNot { it.isEmpty() }
        .sortedBy { it.first }
        .forEach { place ->
            val last = joined.lastOrNull()
            if (last != null && place.first <= last.last) {
                joined[joined.lastIndex] = last.first..maxOf(last.last, place.last)
            } else {
                joined += place
            }
        }
    return joined
}

private const val LONGEST_QUOTE = 40

private const val MOST_QUOTES = 4
