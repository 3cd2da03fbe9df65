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
    private fun source(title: String, asOf: String, url: String? = null, isStale: Boolean = false) =
        Source(title, url, asOf, isStale)

    @Test
    fun `a source says as of when`() {
        assertEquals("出典：Amazonヘルプ（2022年12月時点）", source("Amazonヘルプ", "2022-12").words(app))
    }

    @Test
    fun `a source of more than a year ago says that as well`() {
        assertEquals(
            "出典：Amazonヘルプ（2022年12月時点。1年以上前の情報です）",
            source("Amazonヘルプ", "2022-12", isStale = true).words(app),
        )
    }

    @Test
    fun `only a page of the web is one`() {
        assertEquals("https://a.example/b", source("A", "", "https://a.example/b").page.toString())
        assertEquals(null, source("A", "", "intent://a.example/b").page)
        assertEquals(null, source("A", "").page)
    }

    @Test
    fun `a fact says when it was confirmed and an old one that it may have changed`() {
        val source = source("Amazonヘルプ", "2022-12")
        assertEquals("2026年3月に確認。出典：Amazonヘルプ", source.words(app, "2026-03", isStale = false))
        assertEquals(
            "2022年12月31日時点の情報です。変わっているかもしれません。出典：Amazonヘルプ",
            source.words(app, "2022-12-31", isStale = true),
        )
    }

    @Test
    @Config(qualifiers = "en-rUS")
    fun `English writes the month in words`() {
        assertEquals("Source: Help (as of December 2022)", source("Help", "2022-12").words(app))
        assertEquals("31 December 2022", dateWords(app, "2022-12-31"))
    }

    @Test
    fun `what is no date stands as the pack wrote it`() {
        assertEquals("出典：出所（昔時点）", source("出所", "昔").words(app))
        assertEquals("2022-13", dateWords(app, "2022-13"))
    }

    @Test
    fun `a source without a date is named all the same`() {
        assertEquals("出典：出所", source("出所", "").words(app))
    }
}
