package app.mihari.ui

import android.content.Context
import android.net.Uri
import app.mihari.R
import app.mihari.core.Source
import java.time.LocalDate
import java.time.YearMonth
import java.time.format.DateTimeFormatter
import java.time.format.DateTimeParseException
import java.time.temporal.TemporalAccessor

/** Where something is said, and as of when: 「出典：Amazonヘルプ（2022年12月時点）」. */
fun Source.words(context: Context): String = when {
    asOf.isBlank() -> context.getString(R.string.source_undated, title)
    else -> context.getString(R.string.source, title, dateWords(context))
}

/** As of when it said so: 「2022年12月時点」. What is older than a year says that too. */
fun Source.dateWords(context: Context): String = context.getString(
    if (isStale) R.string.source_date_stale else R.string.source_date,
    dateWords(context, asOf),
)

/** Its page; packs name web pages alone, and nothing else may open. */
val Source.page: Uri?
    get() = url?.let(Uri::parse)?.takeIf { it.scheme == "https" || it.scheme == "http" }

/** Where a fact is published, and when that was last [checked]; one long not confirmed says so. */
fun Source.words(context: Context, checked: String, isStale: Boolean): String = context.getString(
    if (isStale) R.string.source_checked_stale else R.string.source_checked,
    dateWords(context, checked),
    title,
)

/** `2022-12` or `2022-12-31` as people write it; anything else as it stands. */
fun dateWords(context: Context, date: String): String = try {
    if (date.length > MONTH) {
        words(context, LocalDate.parse(date), R.string.date_day)
    } else {
        words(context, YearMonth.parse(date), R.string.date_month)
    }
} catch (e: DateTimeParseException) {
    date
}

private fun words(context: Context, date: TemporalAccessor, pattern: Int): String =
    DateTimeFormatter.ofPattern(context.getString(pattern), context.locale).format(date)

private const val MONTH = "2022-12".length
