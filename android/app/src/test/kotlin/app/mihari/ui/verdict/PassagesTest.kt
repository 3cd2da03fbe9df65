package app.mihari.ui.verdict

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test

class PassagesTest {
    @Test
    fun `a short text is read as a whole`() {
        assertEquals(listOf(0..3), Passages.of("未納料金", listOf(1..2)))
        assertEquals(listOf(0..-1), Passages.of("", emptyList()))
    }

    @Test
    fun `of a long text the beginning and the evidence are read`() {
        val text = "あ".repeat(9_000) + "未納料金" + "い".repeat(9_000)
        val passages = Passages.of(text, listOf(9_000..9_003))
        assertEquals(0, passages.first().first)
        assertTrue(passages.any { 9_000 in it && 9_003 in it })
        assertTrue(passages.sumOf { it.count() } <= Passages.SHORT)
    }

    @Test
    fun `evidence in great number and out of place stays within bounds`() {
        val text = "😀".repeat(10_000)
        val evidence = (0 until 5_000).map { it * 7..it * 7 + 900 } + listOf(-5..Int.MAX_VALUE - 1_000)
        val passages = Passages.of(text, evidence)
        assertTrue(passages.sumOf { it.count() } <= 2 * Passages.SHORT)
        for ((one, next) in passages.zipWithNext()) assertTrue(one.last < next.first)
        for (passage in passages) {
            val cut = text.substring(passage)
            assertTrue(cut.first().isHighSurrogate() && cut.last().isLowSurrogate())
        }
    }
}
