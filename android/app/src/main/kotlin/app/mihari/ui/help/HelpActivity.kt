package app.mihari.ui.help

import android.content.Context
import android.content.Intent
import android.os.Bundle
import android.widget.LinearLayout
import app.mihari.R
import app.mihari.core.CoreException
import app.mihari.ui.Screen
import app.mihari.ui.seller.SellerActivity
import app.mihari.ui.tables.Table
import app.mihari.ui.tables.TablesActivity

/** Asks what happened, and leads to what to do now. */
class HelpActivity : Screen() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setTitle(R.string.help_title)
        setScrollingContent(R.layout.help)
        show(R.id.help_happened, Guide.HAPPENED)
        show(R.id.help_knowledge, Guide.KNOWLEDGE)
        val tables = requireViewById<LinearLayout>(R.id.help_tables)
        for (table in Table.entries) {
            tables.addRow(table.icon, getText(table.title)) {
                startActivity(TablesActivity.intent(this, table))
            }
        }
        tables.addRow(R.drawable.ic_help_shop, getText(R.string.help_seller)) {
            startActivity(SellerActivity.intent(this))
        }
        load({ guard -> guard.contacts() }) { contacts ->
            val desks = DESKS.mapNotNull { id -> contacts.find { it.id == id } }
            ContactCards.show(this, requireViewById(R.id.help_desks), desks)
        }
    }

    override fun troubled(trouble: CoreException) = showTrouble(R.id.help_desks, trouble)

    private fun show(list: Int, guides: List<Guide>) {
        for (guide in guides) {
            requireViewById<LinearLayout>(list).addRow(guide.icon, getText(guide.title)) {
                startActivity(GuideActivity.intent(this, guide))
            }
        }
    }

    companion object {
        private val DESKS = listOf("police-consultation", "consumer-hotline", "police-emergency")

        /** Opens the question what happened. */
        fun intent(context: Context): Intent =
            Intent(context, HelpActivity::class.java)
    }
}
