package app.mihari.ui

import android.content.Context
import android.text.format.DateFormat
import app.mihari.R
import app.mihari.core.Source
import java.time.DateTimeException
import java.time.LocalDate
import java.time.YearMonth
import java.time.format.DateTimeFormatter

/** Who says so, and when: 「Amazonヘルプ（2022年12月時点）」. */
fun Source.words(context: Context): String {
    val month = month() ?: return title
    val pattern = DateFormat.getBestDateTimePattern(context.locale, "yMMMM")
    val date = DateTimeFormatter.ofPattern(pattern, context.locale).format(month)
    val words = if (isStale(LocalDate.now())) R.string.source_stale else R.string.source_fresh
    return context.getString(words, title, date)
}

/** Whether it was said more than twelve months ago, as the core counts: a month lasts to its end. */
fun Source.isStale(today: LocalDate): Boolean {
    val lastDay = day() ?: month()?.atEndOfMonth() ?: return false
    val isMonth = day() == null
    val until = if (isMonth) {
        YearMonth.from(lastDay).plusMonths(12).atEndOfMonth()
    } else {
        lastDay.plusMonths(12)
    }
    return today > until
}

private fun Source.day(): LocalDate? = parsed { LocalDate.parse(asOf) }

private fun Source.month(): YearMonth? = parsed { YearMonth.parse(asOf.take(MONTH_LENGTH)) }

/** Null where a pack writes no date. */
private fun <T> parsed(parse: () -> T): T? = try {
    parse()
} catch (e: DateTimeException) {
    null
}

private const val MONTH_LENGTH = "2022-12".length
