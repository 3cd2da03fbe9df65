package app.mihari.ui.verdict

/**
 * Text from a stranger, made fit to be looked at: what acts instead of being seen (controls, what
 * turns the direction of writing, invisible letters) is shown as its code, such as `<U+202E>`.
 * Joiners and variation selectors are part of emoji and stay.
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
            if (isInvisible(code)) {
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
        const val ZERO_WIDTH_JOINER = 0x200D

        // Letters by their class, and yet nothing to be seen of them.
        val EMPTY_LETTERS = setOf(0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0)

        fun isInvisible(code: Int): Boolean = when (code) {
            '\n'.code, '\r'.code, '\t'.code, ZERO_WIDTH_JOINER -> false
            in EMPTY_LETTERS -> true
            else -> when (Character.getType(code).toByte()) {
                Character.CONTROL, Character.FORMAT, Character.SURROGATE,
                Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                -> true
                else -> false
            }
        }
    }
}

/** One line of a stranger's text, such as a sender's name, fit to be looked at. */
fun visibleLine(text: String, limit: Int = 80): String {
    val line = VisibleText(text.take(limit + 1).replace(LINE_BREAKS, " ")).shown
    return if (text.length > limit) line.dropLast(1) + "…" else line
}

private val LINE_BREAKS = Regex("[\r\n]+")
