package app.mihari.ui.verdict

/** The parts of a long text that are worth reading first: its beginning, and what stands around the evidence. */
object Passages {
    /** A text up to this length is read as a whole. */
    const val SHORT = 1_500

    /** The most that is put on the screen of one text, in UTF-16 units. */
    const val WHOLE = 20_000

    private const val BEGINNING = 300
    private const val AROUND = 120

    /**
     * Stretches of [text] in rising order, together about [SHORT] at most.
     *
     * @param evidence stretches that caused a reason.
     */
    fun of(text: String, evidence: List<IntRange>): List<IntRange> {
        if (text.length <= SHORT) return listOf(text.indices)
        val wanted = evidence.sortedBy { it.first }
            .map { it.first - AROUND..minOf(it.last, it.first + BEGINNING) + AROUND }
        val passages = mutableListOf(0 until BEGINNING)
        var length = BEGINNING
        for (next in wanted) {
            val last = passages.last()
            when {
                length >= SHORT -> break
                next.first <= last.last + 1 -> {
                    val joined = last.first..maxOf(last.last, next.last)
                    length += joined.last - last.last
                    passages[passages.lastIndex] = joined
                }
                else -> {
                    length += next.last - next.first
                    passages += next
                }
            }
        }
        return passages.map { whole(text, it) }
    }

    /** Inside the text, and no pair of surrogates cut in two. */
    fun whole(text: String, range: IntRange): IntRange {
        var first = range.first.coerceIn(0, text.length)
        var end = (range.last + 1).coerceIn(first, text.length)
        if (isInsidePair(text, first)) first--
        if (isInsidePair(text, end)) end++
        return first until end
    }

    private fun isInsidePair(text: String, at: Int) =
        at in 1 until text.length && text[at].isLowSurrogate() && text[at - 1].isHighSurrogate()
}
