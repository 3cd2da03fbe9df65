package app.mihari.core

import app.mihari.app
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
class HalfSurrogatesTest {
    @Test
    fun `halves of pairs become one unit each and pairs stay`() {
        assertEquals("a\uFFFD\uFFFD😀\uFFFD", "a\uDC00\uD800😀\uD800".wellFormed())
        assertEquals("😀未", "😀未".wellFormed())
    }

    @Test
    fun `a text with halves of pairs is screened and its evidence fits`() {
        val text = "\uD800\uDC00\uDC00😀\uD83D未納料金があります。本日中にご連絡なき場合、法的手続きに移行します。アマゾン"
        val verdict = app.guard.check(Item(Channel.SMS, "Ama\uD800zon", text))
        assertEquals(Level.SCAM, verdict.level)
        val words = verdict.reasons.flatMap { it.evidence }.filter { it.field == Field.TEXT }
            .map { text.substring(it.start, it.end) }
        assertTrue(words.toString(), words.any { it.startsWith("未納料金") || it.startsWith("法的手続き") })
        app.guard.caller(Channel.CALL, "\uDFFF")
        app.guard.defang("\uDFFF")
        app.guard.entries(Filter(search = "\uDFFF"))
    }
}
