package app.mihari.ui.verdict

import android.view.LayoutInflater
import android.view.View
import android.widget.Button
import android.widget.LinearLayout
import app.mihari.R

/** The weightiest reasons convince; all of them at once would be a wall of words. */
object MoreReasons {
    private const val SHOWN = 3

    /** Leaves the first cards of [list] and puts the others behind a button. */
    fun fold(list: LinearLayout) {
        val more = (SHOWN until list.childCount).map(list::getChildAt)
        if (more.isEmpty()) return
        more.forEach { it.visibility = View.GONE }
        val button = LayoutInflater.from(list.context)
            .inflate(R.layout.verdict_more_reasons, list, false) as Button
        button.text = list.resources.getQuantityString(R.plurals.verdict_more_reasons, more.size, more.size)
        button.setOnClickListener {
            more.forEach { card -> card.visibility = View.VISIBLE }
            list.removeView(button)
        }
        list.addView(button)
    }
}
