package app.mihari.ui.tables

import android.content.Context
import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.widget.BaseAdapter
import android.widget.TextView
import app.mihari.R
import app.mihari.core.KnownDomain
import app.mihari.ui.on
import app.mihari.ui.words
import java.text.Normalizer

/**
 * Official domains under the names of whose they are, for a list that reuses its rows. Those that
 * one source publishes for one use stand together.
 */
class DomainRows(private val context: Context, private val domains: List<KnownDomain>) : BaseAdapter() {
    private sealed interface Row {
        class Brand(val name: String) : Row

        class Domains(val alike: List<KnownDomain>) : Row
    }

    private var rows: List<Row> = emptyList()

    /** Shows only what holds these words in its domain or in its brand's name; all when empty. */
    fun find(words: String) {
        val wanted = folded(words)
        rows = domains.groupBy { it.brand }.values.flatMap { ofOne ->
            val isBrand = ofOne.first().run { listOf(brand, title.ja, title.en) }.any { wanted in folded(it) }
            val found = if (isBrand) ofOne else ofOne.filter { wanted in folded(it.domain) }
            if (found.isEmpty()) {
                emptyList()
            } else {
                listOf(Row.Brand(found.first().title.on(context))) +
                    found.groupBy { listOf(it.source, it.checked, it.isForLinks, it.isForMail) }
                        .map { Row.Domains(it.value) }
            }
        }
        notifyDataSetChanged()
    }

    override fun getCount() = rows.size

    override fun getItem(position: Int): Any = rows[position]

    override fun getItemId(position: Int) = position.toLong()

    override fun getViewTypeCount() = 2

    override fun getItemViewType(position: Int) = if (rows[position] is Row.Brand) 0 else 1

    override fun areAllItemsEnabled() = false

    /** There is nothing to tap: a domain is to be compared, not to be opened. */
    override fun isEnabled(position: Int) = false

    override fun getView(position: Int, old: View?, parent: ViewGroup): View = when (val row = rows[position]) {
        is Row.Brand -> (old ?: inflate(R.layout.tables_brand, parent)).also {
            (it as TextView).text = row.name
        }
        is Row.Domains -> (old ?: inflate(R.layout.tables_domain, parent)).also { fill(it, row.alike) }
    }

    private fun inflate(layout: Int, parent: ViewGroup) =
        LayoutInflater.from(context).inflate(layout, parent, false)

    private fun fill(view: View, alike: List<KnownDomain>) {
        val domain = alike.first()
        view.requireViewById<TextView>(R.id.domain).text = alike.joinToString("\n") { it.domain }
        view.requireViewById<TextView>(R.id.domain_use).setText(
            when {
                domain.isForLinks && domain.isForMail -> R.string.tables_for_both
                domain.isForMail -> R.string.tables_for_mail
                else -> R.string.tables_for_links
            },
        )
        val page = domain.source.url?.takeIf { domain.isStale }
            ?.let { context.getString(R.string.tables_page, it) }
        view.requireViewById<TextView>(R.id.domain_source).text = listOfNotNull(
            domain.source.words(context, domain.checked, domain.isStale),
            page,
        ).joinToString("\n")
    }

    private fun folded(words: String) =
        Normalizer.normalize(words, Normalizer.Form.NFKC).lowercase().filterNot { it.isWhitespace() }
}
