package app.mihari.ui.detail

import android.content.Context
import android.content.Intent
import android.os.Bundle
import android.widget.TextView
import app.mihari.R
import app.mihari.core.Entry
import app.mihari.ui.LevelLook
import app.mihari.ui.Screen
import app.mihari.ui.on

/** One kept item: what it said, why it was flagged, what to do. */
class DetailActivity : Screen() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        title = ""
        setScrollingContent(R.layout.detail)
        val id = intent.getLongExtra(ENTRY, 0)
        load({ guard -> guard.entry(id) }) { entry -> if (entry == null) finish() else show(entry) }
    }

    private fun show(entry: Entry) {
        LevelLook.of(entry.verdict.level).fill(requireViewById(R.id.level))
        requireViewById<TextView>(R.id.text).text = entry.item.text
        requireViewById<TextView>(R.id.reasons).text =
            entry.verdict.reasons.joinToString("\n\n") { it.text.on(this) }
    }

    companion object {
        private const val ENTRY = "entry"

        /** Opens the entry of this number. */
        fun intent(context: Context, entry: Long): Intent =
            Intent(context, DetailActivity::class.java).putExtra(ENTRY, entry)
    }
}
