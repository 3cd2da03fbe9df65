package app.mihari.ui.verdict

import android.content.res.ColorStateList
import android.view.LayoutInflater
import android.widget.LinearLayout
import android.widget.TextView
import app.mihari.R

/** Things to do, one after the other, each with its number. The first, which hurries, stands out. */
object Steps {
    /** Shows [steps] in place of what [list] held. */
    fun show(list: LinearLayout, steps: List<CharSequence>) {
        list.removeAllViews()
        val context = list.context
        steps.forEachIndexed { at, step ->
            val row = LayoutInflater.from(context).inflate(R.layout.verdict_step, list, false)
            val isFirst = at == 0
            row.requireViewById<TextView>(R.id.step_number).run {
                text = "%d".format(at + 1)
                backgroundTintList = ColorStateList.valueOf(
                    context.getColor(if (isFirst) R.color.accent else R.color.accent_soft),
                )
                setTextColor(context.getColor(if (isFirst) R.color.on_accent else R.color.on_accent_soft))
            }
            row.requireViewById<TextView>(R.id.step_words).run {
                if (isFirst) setTextAppearance(R.style.Text_Lead)
                text = step
            }
            list.addView(row)
        }
    }
}
