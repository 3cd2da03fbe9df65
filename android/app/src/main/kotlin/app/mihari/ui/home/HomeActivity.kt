package app.mihari.ui.home

import android.os.Bundle
import android.view.LayoutInflater
import android.view.View
import android.widget.LinearLayout
import android.widget.TextView
import app.mihari.R
import app.mihari.core.Entry
import app.mihari.core.Filter
import app.mihari.mihari
import app.mihari.ui.LevelLook
import app.mihari.ui.Screen
import app.mihari.ui.detail.DetailActivity
import app.mihari.ui.senderWords
import app.mihari.ui.timeWords

/** What was flagged, newest first. */
class HomeActivity : Screen() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setTitle(R.string.app_name)
        hideBack()
        setScrollingContent(R.layout.home)
    }

    override fun onResume() {
        super.onResume()
        load({ guard -> guard.entries(Filter(limit = 100)) }, ::show)
    }

    private fun show(entries: List<Entry>) {
        val list = requireViewById<LinearLayout>(R.id.entries)
        list.removeAllViews()
        for (entry in entries) {
            val row = LayoutInflater.from(this).inflate(R.layout.home_entry, list, false)
            fill(row, entry)
            list.addView(row)
        }
    }

    private fun fill(row: View, entry: Entry) {
        LevelLook.of(entry.verdict.level).fill(row.requireViewById(R.id.level))
        row.requireViewById<TextView>(R.id.sender).text =
            entry.item.senderWords(this, mihari.guard)
        row.requireViewById<TextView>(R.id.preview).text = entry.item.text
        row.requireViewById<TextView>(R.id.time).text = timeWords(this, entry.time)
        row.setOnClickListener { startActivity(DetailActivity.intent(this, entry.id)) }
    }
}
