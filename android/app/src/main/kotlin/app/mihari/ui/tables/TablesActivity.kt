package app.mihari.ui.tables

import android.content.Context
import android.content.Intent
import android.os.Bundle
import android.view.View
import android.widget.EditText
import android.widget.LinearLayout
import android.widget.ListView
import android.widget.TextView
import app.mihari.R
import app.mihari.core.KnownDomain
import app.mihari.core.KnownNumber
import app.mihari.ui.Screen
import app.mihari.ui.help.ContactCards
import app.mihari.ui.help.offerPage
import app.mihari.ui.on
import app.mihari.ui.onChange
import app.mihari.ui.say
import app.mihari.ui.words

/** What is published: numbers, domains, contacts, each with its source and its date. */
class TablesActivity : Screen() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        val table = Table.entries.find { it.name == intent.getStringExtra(TABLE) } ?: Table.NUMBERS
        setTitle(table.title)
        when (table) {
            Table.NUMBERS -> {
                setScrollingContent(R.layout.tables)
                load({ guard -> guard.knownNumbers() }, ::showNumbers)
            }
            Table.DOMAINS -> {
                setFixedContent(R.layout.tables_domains)
                load({ guard -> guard.knownDomains() }, ::showDomains)
            }
            Table.CONTACTS -> {
                setScrollingContent(R.layout.tables)
                // Who answers the telephone comes first.
                load({ guard -> guard.contacts().sortedBy { it.kind } }) {
                    ContactCards.show(this, requireViewById(R.id.tables_list), it)
                }
            }
        }
        if (table != Table.DOMAINS) requireViewById<TextView>(R.id.tables_note).setText(table.note)
    }

    private fun showNumbers(numbers: List<KnownNumber>) {
        val list = requireViewById<LinearLayout>(R.id.tables_list)
        for (group in numbers.groupBy { it.group }.values.sortedBy { it.size }) {
            val card = layoutInflater.inflate(R.layout.tables_numbers, list, false)
            fill(card, group)
            list.addView(card)
        }
    }

    /** One group of numbers: what is said of one is said of all. */
    private fun fill(card: View, group: List<KnownNumber>) {
        val first = group.first()
        card.requireViewById<TextView>(R.id.numbers_title).text = first.title.on(this)
        card.requireViewById<TextView>(R.id.numbers_list).text =
            group.joinToString("\n") { it.national }
        card.say(R.id.numbers_note, first.note?.on(this))
        card.requireViewById<TextView>(R.id.numbers_source).text =
            first.source.words(this, first.checked, first.isStale)
        card.offerPage(R.id.numbers_page, first.page)
    }

    private fun showDomains(domains: List<KnownDomain>) {
        val list = requireViewById<ListView>(R.id.domains)
        val note = layoutInflater.inflate(R.layout.tables_note, list, false) as TextView
        note.setText(Table.DOMAINS.note)
        list.addHeaderView(note, null, false)
        val rows = DomainRows(this, domains)
        list.adapter = rows
        val search = requireViewById<EditText>(R.id.domains_search)
        val nothing = requireViewById<View>(R.id.domains_nothing)
        fun find() {
            rows.find(search.text.toString())
            nothing.visibility = if (rows.count == 0) View.VISIBLE else View.GONE
        }
        search.onChange { find() }
        find()
    }

    companion object {
        private const val TABLE = "table"

        /** Opens this table. */
        fun intent(context: Context, table: Table): Intent =
            Intent(context, TablesActivity::class.java).putExtra(TABLE, table.name)
    }
}
