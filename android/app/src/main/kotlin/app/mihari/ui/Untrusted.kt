package app.mihari.ui

// Words that somebody else wrote. They may hold characters that turn a line round, hide letters or
// ring a bell; nothing of that may reach a screen unseen.

/**
 * The same text with every character that draws nothing or changes its neighbours made visible.
 * As long as before, unit for unit, so that spans still fit.
 */
fun String.harmless(): String {
    val shown = StringBuilder(length)
    forEachIndexed { at, c -> shown.append(if (joinsEmoji(at)) c else c.harmless()) }
    return shown.toString()
}

/** The beginning of the text, harmless, in one line and at most [limit] characters long. */
fun String.onOneLine(limit: Int): String {
    val line = beginning(limit).harmless().replace(BLANKS, " ").trim()
    return if (length > limit) "$line…" else line
}

/** The first [limit] units, without half of a character at the end. */
fun String.beginning(limit: Int): String = when {
    length <= limit -> this
    this[limit - 1].isHighSurrogate() -> substring(0, limit - 1)
    else -> substring(0, limit)
}

/** Keeps what runs from right to left from reordering the sentence it is put into. */
fun String.isolated(): String = "\u2068$this\u2069"

private fun Char.harmless(): Char = when (this) {
    '\n' -> this
    '\t' -> ' '
    // A line ends with the \n behind it, or here.
    '\r' -> ' '
    '\u000B', '\u000C', '\u0085', '\u2028', '\u2029' -> '\n'
    in '\u0000'..'\u001F' -> CONTROL_PICTURES + code
    '\u007F' -> '\u2421'
    in '\u0080'..'\u009F' -> HIDDEN
    '\u00AD', '\u034F', '\u061C', '\u115F', '\u1160', '\u17B4', '\u17B5', '\u3164', '\uFFA0' -> HIDDEN
    in '\u180B'..'\u180E', in '\u200B'..'\u200F', in '\u202A'..'\u202E' -> HIDDEN
    in '\u2060'..'\u206F', '\uFEFF', in '\uFFF0'..'\uFFFB' -> HIDDEN
    else -> this
}

/** Whether the zero-width joiner at [at] makes one picture of two, as in 👨‍👩‍👧. */
private fun String.joinsEmoji(at: Int): Boolean =
    this[at] == '\u200D' && at > 0 && (this[at - 1].isLowSurrogate() || this[at - 1] == '\uFE0F')

private const val CONTROL_PICTURES = '\u2400'

private const val HIDDEN = '\u25A1'

private val BLANKS = Regex("\\s+")
