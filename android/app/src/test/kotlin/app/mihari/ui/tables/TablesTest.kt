package app.mihari.ui.tables

import android.content.Intent
import android.view.View
import android.widget.EditText
import android.widget.ListView
import app.mihari.R
import app.mihari.app
import app.mihari.settle
import app.mihari.words
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf

@RunWith(RobolectricTestRunner::class)
class TablesTest {
    private fun open(intent: Intent): TablesActivity =
        Robolectric.buildActivity(TablesActivity::class.java, intent).setup().get().also { settle() }

    private fun open(table: Table) = open(TablesActivity.intent(app, table))

    private fun TablesActivity.domains() = requireViewById<ListView>(R.id.domains)

    /** The words of every row, on the screen or not. */
    private fun TablesActivity.allRows(): String {
        val list = domains()
        return (0 until list.adapter.count).joinToString("\n") { list.adapter.getView(it, null, list).words() }
    }

    private fun TablesActivity.search(words: String) {
        requireViewById<EditText>(R.id.domains_search).setText(words)
        settle()
    }

    @Test
    fun `extras of the wrong kind open the numbers`() {
        for (intent in listOf(Intent(), Intent().putExtra("table", "EVIL"), Intent().putExtra("table", 7))) {
            assertTrue(open(intent).words().contains("050-3131-1651"))
        }
    }

    @Test
    fun `every published number stands there with source date page and that it can be forged`() {
        val words = open(Table.NUMBERS).words()
        for (number in app.guard.knownNumbers()) assertTrue(words.contains(number.national))
        assertEquals(17, app.guard.knownNumbers().size)
        for (needed in listOf("①", "②", "③", "④", "8回線", "偽装できます", "2022年12月時点")) {
            assertTrue(needed, words.contains(needed))
        }
    }

    @Test
    fun `an official page opens in the browser`() {
        val tables = open(Table.NUMBERS)
        tables.requireViewById<View>(R.id.numbers_page).performClick()
        assertEquals(Intent.ACTION_VIEW, shadowOf(app).nextStartedActivity.action)
    }

    @Test
    fun `every domain stands under its brand with source and date`() {
        val tables = open(Table.DOMAINS)
        val words = tables.allRows()
        val domains = app.guard.knownDomains()
        for (domain in domains) {
            assertTrue(words.contains(domain.domain))
            assertTrue(words.contains(domain.title.ja))
        }
        val rows = words.lines().count { "出典：" in it }
        assertEquals(domains.distinctBy { listOf(it.brand, it.source, it.checked, it.isForLinks, it.isForMail) }.size, rows)
        assertTrue(words.contains("2022年12月時点の情報です"))
        assertTrue(words.contains(app.getString(R.string.tables_domains_note)))
        val stale = domains.first { it.isStale && it.source.url != null }
        assertTrue(words.contains("最新の情報：${stale.source.url}"))
    }

    @Test
    fun `a search finds a company by its Japanese name and a domain by a part of it`() {
        val tables = open(Table.DOMAINS)
        tables.search("ﾔﾏﾄ")
        assertTrue(tables.allRows().contains("kuronekoyamato.co.jp"))
        assertFalse(tables.allRows().contains("amazon.co.jp"))
        tables.search(" MARKETPLACE.amazon")
        assertTrue(tables.allRows().contains("m.marketplace.amazon.co.jp"))
        tables.search("")
        assertTrue(tables.allRows().contains("kuronekoyamato.co.jp"))
    }

    @Test
    fun `a search without result says that this proves nothing`() {
        val tables = open(Table.DOMAINS)
        tables.search("\u202E\u0000" + "x".repeat(50_000))
        assertTrue(tables.words().contains(app.getString(R.string.tables_search_nothing)))
        tables.search("amazon")
        assertFalse(tables.words().contains(app.getString(R.string.tables_search_nothing)))
    }

    @Test
    fun `rows are used again for other rows`() {
        val tables = open(Table.DOMAINS)
        val list = tables.domains()
        val rows = (1 until list.adapter.count).groupBy { list.adapter.getItemViewType(it) }
        for (ofOneKind in rows.values) {
            val (one, other) = ofOneKind
            val view = list.adapter.getView(one, null, list)
            assertEquals(view, list.adapter.getView(other, view, list))
            assertEquals(list.adapter.getView(other, null, list).words(), view.words())
        }
    }

    @Test
    fun `every contact stands there with its note`() {
        val words = open(Table.CONTACTS).words()
        for (contact in app.guard.contacts()) {
            assertTrue(words.contains(contact.title.ja) && words.contains(contact.value) && words.contains(contact.note.ja))
        }
    }
}
