package app.mihari.ui.verdict

import android.view.LayoutInflater
import android.widget.LinearLayout
import android.widget.TextView
import app.mihari.R

/** Things to do, one after the other, each with its number. */
object Steps {
    /** Shows [steps] in place of what [list] held. */
    fun show(list: LinearLayout, steps: List<CharSequence>) {
        list.removeAllViews()
        steps.forEachIndexed { index, step ->
            val row = LayoutInflater.from(list.context).inflate(R.layout.verdict_step, list, false)
            row.requireViewById<TextView>(R.id.step_number).text = "%d".format(index + 1)
            row.requireViewById<TextView>(R.id.step_text).text = step
            list.addView(row)
        }
    }
}
