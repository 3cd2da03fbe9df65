package app.mihari.ui

import app.mihari.app
import app.mihari.core.Source
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import java.time.LocalDate
import java.time.YearMonth

@RunWith(RobolectricTestRunner::class)
class SourceWordsTest {
    @Test
    fun `a month is stale when twelve months have passed since its end`() {
        val source = Source("Amazonヘルプ", null, "2022-12")
        assertFalse(source.isStale(LocalDate.of(2023, 12, 31)))
        assertTrue(source.isStale(LocalDate.of(2024, 1, 1)))
    }

    @Test
    fun `a day is stale when twelve months have passed`() {
        val source = Source("Amazonヘルプ", null, "2022-12-24")
        assertFalse(source.isStale(LocalDate.of(2023, 12, 24)))
        assertTrue(source.isStale(LocalDate.of(2023, 12, 25)))
    }

    @Test
    fun `what is old says as of when`() {
        assertTrue("2022年12月時点" in Source("Amazonヘルプ", null, "2022-12").words(app))
    }

    @Test
    fun `what is new says when without a doubt`() {
        val month = YearMonth.now()
        val words = Source("Amazonヘルプ", null, month.toString()).words(app)
        assertEquals("出典：Amazonヘルプ（${month.year}年${month.monthValue}月）", words)
    }

    @Test
    @Config(qualifiers = "en-rUS")
    fun `English writes the month in words`() {
        assertTrue("as of December 2022" in Source("Help", null, "2022-12-31").words(app))
    }

    @Test
    fun `a source without a date is named all the same`() {
        assertEquals("出所", Source("出所", null, "").words(app))
        assertFalse(Source("出所", null, "soon").isStale(LocalDate.now()))
    }
}
