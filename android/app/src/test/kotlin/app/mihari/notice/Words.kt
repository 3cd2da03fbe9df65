package app.mihari.notice

import android.app.Notification
import android.os.Bundle
import android.os.Parcelable

/** Every word in a notification, seen or not: for finding what must not be there. */
fun Notification.everyWord(): String = buildString {
    appendLine(tickerText)
    appendLine(words(extras))
    actions?.forEach { appendLine(it.title).appendLine(words(it.extras)) }
    publicVersion?.let { appendLine(it.everyWord()) }
}

private fun words(value: Any?): String = when (value) {
    is Bundle -> value.keySet().joinToString("\n") { words(@Suppress("DEPRECATION") value.get(it)) }
    is Array<*> -> value.joinToString("\n", transform = ::words)
    is Notification.Action -> value.title.toString()
    is CharSequence -> value.toString()
    is Parcelable -> ""
    else -> value.toString()
}
