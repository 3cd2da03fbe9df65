package app.mihari.ui

import app.mihari.app
import app.mihari.core.Source
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

@RunWith(RobolectricTestRunner::class)
class SourceWordsTest {
    @Test
    fun `a source says as of when`() {
        assertEquals("出典：Amazonヘルプ（2022年12月時点）", Source("Amazonヘルプ", null, "2022-12").words(app))
    }

    @Test
    fun `a fact says when it was confirmed and an old one that it may have changed`() {
        val source = Source("Amazonヘルプ", null, "2022-12")
        assertEquals("2026年3月に確認。出典：Amazonヘルプ", source.words(app, "2026-03", isStale = false))
        assertEquals(
            "2022年12月31日時点の情報です。変わっているかもしれません。出典：Amazonヘルプ",
            source.words(app, "2022-12-31", isStale = true),
        )
    }

    @Test
    @Config(qualifiers = "en-rUS")
    fun `English writes the month in words`() {
        assertEquals("Source: Help (as of December 2022)", Source("Help", null, "2022-12").words(app))
        assertEquals("31 December 2022", dateWords(app, "2022-12-31"))
    }

    @Test
    fun `what is no date stands as the pack wrote it`() {
        assertEquals("出典：出所（昔時点）", Source("出所", null, "昔").words(app))
        assertEquals("2022-13", dateWords(app, "2022-13"))
    }

    @Test
    fun `a source without a date is named all the same`() {
        assertEquals("出典：出所", Source("出所", null, "").words(app))
    }
}
