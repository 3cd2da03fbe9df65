package app.mihari.ui

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import kotlin.random.Random

class VisibleTextTest {
    @Test
    fun `what turns the writing around is shown as its code`() {
        val visible = VisibleText("Ama\u202Ezon\u0000\u001B[31m")
        assertEquals("Ama<U+202E>zon<U+0000><U+001B>[31m", visible.shown)
        assertTrue(visible.hasInvisible)
    }

    @Test
    fun `emoji and Japanese stay as they are`() {
        val text = "家族👨‍👩‍👧 ｱﾏｿﾞﾝ が\n二行目"
        assertEquals(text, VisibleText(text).shown)
        assertFalse(VisibleText(text).hasInvisible)
    }

    @Test
    fun `a line ends once however it ends`() {
        assertEquals("a\nb\nc d", VisibleText("a\r\nb\rc\td").shown)
    }

    @Test
    fun `a long run of invisible characters is cut short`() {
        assertEquals("a<U+200B><U+200B><U+200B><U+200B>…b", VisibleText("a" + "\u200B".repeat(60_000) + "b").shown)
    }

    @Test
    fun `a place is found again behind what was shown as its code`() {
        val text = "\u202E未納\uD800料金"
        val visible = VisibleText(text)
        val at = text.indexOf("料金")
        assertEquals("料金", visible.shown.substring(visible.place(at), visible.place(at + 2)))
        assertEquals(visible.shown.length, visible.place(Int.MAX_VALUE))
        assertEquals(0, visible.place(-1))
    }

    @Test
    fun `whatever comes nothing invisible is left and no place is lost`() {
        val random = Random(7)
        repeat(300) {
            val text = String(CharArray(random.nextInt(60)) { random.nextInt(0x10000).toChar() })
            val visible = VisibleText(text)
            for (c in visible.shown.codePoints()) {
                val isActing = c != '\n'.code && c != 0x200D &&
                    Character.getType(c).toByte() in listOf(Character.CONTROL, Character.FORMAT, Character.SURROGATE)
                assertFalse("%04X".format(c), isActing)
            }
            for (i in 0 until text.length) assertTrue(visible.place(i) <= visible.place(i + 1))
        }
    }

    @Test
    fun `a joiner that joins no emoji is shown`() {
        assertEquals("ama<U+200D>zon", VisibleText("ama\u200Dzon").shown)
        val hearts = "❤\uFE0F\u200D🔥 👩\u200D❤\u200D👨"
        assertEquals(hearts, VisibleText(hearts).shown)
    }

    @Test
    fun `marks and fillers that draw nothing are shown`() {
        assertEquals(
            "a<U+034F>b<U+00AD>c<U+061C>d<U+3164>e<U+FEFF>f<U+180B>",
            VisibleText("a\u034Fb\u00ADc\u061Cd\u3164e\uFEFFf\u180B").shown,
        )
    }

    @Test
    fun `a beginning never ends in half a character`() {
        assertEquals("あ", "あ😀い".beginning(2))
        assertEquals("あ😀", "あ😀い".beginning(3))
        assertEquals("あ😀い", "あ😀い".beginning(4))
    }

    @Test
    fun `one line holds no line break and says when it is cut`() {
        assertEquals("Amazon 重要<U+202E>", "Amazon\r\n重要\u202E\n".onOneLine(80))
        assertEquals("一行目 二行目", "一行目\r\n\n二行目\n".onOneLine(80))
        assertEquals("あ".repeat(80) + "…", "あ".repeat(100).onOneLine(80))
    }
}
