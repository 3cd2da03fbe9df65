package app.mihari.ui.help

import android.view.LayoutInflater
import android.view.View
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.TextView
import app.mihari.R

/** Adds a line that leads somewhere. */
internal fun LinearLayout.addRow(icon: Int, words: CharSequence, go: () -> Unit): View {
    val row = LayoutInflater.from(context).inflate(R.layout.help_row, this, false)
    row.requireViewById<ImageView>(R.id.row_icon).setImageResource(icon)
    row.requireViewById<TextView>(R.id.row_text).text = words
    row.setOnClickListener { go() }
    addView(row)
    return row
}
