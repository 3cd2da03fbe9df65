package app.mihari.ui

/**
 * Text from a stranger, made fit to be looked at: what acts instead of being seen (controls, what
 * turns the direction of writing, invisible letters) is shown as its code, such as `<U+202E>`.
 * Joiners and variation selectors stay where they are part of emoji.
 */
class VisibleText(original: String) {
    /** What is shown. At most [LENGTH_OF_CODE] times as long as the original. */
    val shown: String

    /** Whether anything was invisible. */
    val hasInvisible: Boolean

    private val places = IntArray(original.length + 1)

    init {
        val out = StringBuilder(original.length + 16)
        var run = 0
        var seen = false
        var at = 0
        while (at < original.length) {
            val code = original.codePointAt(at)
            val size = Character.charCount(code)
            for (unit in at until at + size) places[unit] = out.length
            if (isInvisible(code) && !joinsEmoji(original, at)) {
                seen = true
                run++
                // A long run is as telling when only its beginning is written out.
                if (run <= LONGEST_RUN) out.append("<U+%04X>".format(code))
                if (run == LONGEST_RUN + 1) out.append('…')
            } else {
                run = 0
                append(out, original, at, code)
            }
            at += size
        }
        places[original.length] = out.length
        shown = out.toString()
        hasInvisible = seen
    }

    /** Where a place of the original (UTF-16) is in what is shown. Beyond the end is the end. */
    fun place(original: Int): Int = places[original.coerceIn(0, places.lastIndex)]

    private fun append(out: StringBuilder, original: String, at: Int, code: Int) {
        when (code) {
            '\t'.code -> out.append(' ')
            // With a line feed behind it, one line ends, not two.
            '\r'.code -> if (original.getOrNull(at + 1) != '\n') out.append('\n')
            else -> out.appendCodePoint(code)
        }
    }

    private companion object {
        const val LENGTH_OF_CODE = 10
        const val LONGEST_RUN = 4
        const val ZERO_WIDTH_JOINER = '\u200D'
        const val EMOJI_SELECTOR = '\uFE0F'

        // Letters, marks or nothing by their class, and yet nothing to be seen of them.
        val EMPTY = setOf(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x2800, 0x3164, 0xFFA0) +
            (0x180B..0x180F) + (0xFFF0..0xFFF8)

        /** Whether a joiner stands here that makes one picture of two, as in 👨‍👩‍👧. */
        fun joinsEmoji(text: String, at: Int): Boolean {
            if (text[at] != ZERO_WIDTH_JOINER || at == 0) return false
            val before = text[at - 1]
            return before == EMOJI_SELECTOR || before.isLowSurrogate() ||
                Character.getType(before).toByte() == Character.OTHER_SYMBOL
        }

        fun isInvisible(code: Int): Boolean = when (code) {
            '\n'.code, '\r'.code, '\t'.code -> false
            in EMPTY -> true
            else -> when (Character.getType(code).toByte()) {
                Character.CONTROL, Character.FORMAT, Character.SURROGATE,
                Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                -> true
                else -> false
            }
        }
    }
}

/** The beginning of a stranger's text in one line, fit to be looked at; one that is cut says so. */
fun String.onOneLine(limit: Int): String {
    val line = VisibleText(beginning(limit)).shown.replace(BLANKS, " ").trim()
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

private val BLANKS = Regex("\\s+")
