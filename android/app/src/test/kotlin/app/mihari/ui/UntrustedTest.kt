package app.mihari.ui

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Test

class UntrustedTest {
    @Test
    fun `what hides or turns text is made visible and every span still fits`() {
        val hostile = "a\u202Eb\u200Bc\u0007d\u2066e\uFEFFf\u00ADg\u2028h\u061Ci\u3164j"
        val shown = hostile.harmless()
        assertEquals("a□b□c␇d□e□f□g\nh□i□j", shown)
        assertEquals(hostile.length, shown.length)
    }

    @Test
    fun `ordinary Japanese and families of emoji stay as they are`() {
        val text = "未納料金😀\n👨\u200D👩\u200D👧 ❤\uFE0F\u200D🔥 ㈱アマゾン　ｱﾏｿﾞﾝ"
        assertEquals(text, text.harmless())
    }

    @Test
    fun `a joiner that joins no emoji is shown`() {
        assertEquals("ama□zon", "ama\u200Dzon".harmless())
    }

    @Test
    fun `a beginning never ends in half a character`() {
        assertEquals("あ", "あ😀い".beginning(2))
        assertEquals("あ😀", "あ😀い".beginning(3))
        assertEquals("あ😀い", "あ😀い".beginning(4))
    }

    @Test
    fun `one line holds no line break and says when it is cut`() {
        assertEquals("一行目 二行目", "一行目\r\n\u2029二行目\n".onOneLine(80))
        val cut = "あ".repeat(100).onOneLine(80)
        assertEquals("あ".repeat(80) + "…", cut)
        assertFalse(cut.contains('\n'))
    }
}
