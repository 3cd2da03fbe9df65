package app.mihari.ui.verdict

import android.content.Context
import app.mihari.R
import app.mihari.core.Source
import java.time.LocalDate
import java.time.YearMonth
import java.time.format.DateTimeFormatter
import java.time.format.DateTimeParseException
import java.time.temporal.TemporalAccessor

/** Where something is said, and when it was said there. */
fun Source.words(context: Context): String =
    context.getString(R.string.verdict_source, title, dateWords(context, asOf))

/** `2022-12` or `2022-12-31` as people write it; anything else as it stands. */
fun dateWords(context: Context, date: String): String = try {
    if (date.length > MONTH) {
        words(context, LocalDate.parse(date), R.string.verdict_date_day)
    } else {
        words(context, YearMonth.parse(date), R.string.verdict_date_month)
    }
} catch (e: DateTimeParseException) {
    date
}

private fun words(context: Context, date: TemporalAccessor, pattern: Int): String {
    val locale = context.resources.configuration.locales[0]
    return DateTimeFormatter.ofPattern(context.getString(pattern), locale).format(date)
}

private const val MONTH = "2022-12".length
