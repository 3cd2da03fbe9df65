package app.mihari.ui

import android.content.Context
import android.util.AttributeSet
import android.view.View
import android.view.ViewGroup
import app.mihari.R
import kotlin.math.max

/** Children side by side, in as many lines as they need. */
class Flow(context: Context, attributes: AttributeSet?) : ViewGroup(context, attributes) {
    private val gap = resources.getDimensionPixelSize(R.dimen.gap)

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val width = MeasureSpec.getSize(widthSpec)
        measureChildren(
            MeasureSpec.makeMeasureSpec(width - paddingLeft - paddingRight, MeasureSpec.AT_MOST),
            MeasureSpec.makeMeasureSpec(0, MeasureSpec.UNSPECIFIED),
        )
        val height = arrange(width) { _, _, _ -> }
        setMeasuredDimension(width, resolveSize(height, heightSpec))
    }

    override fun onLayout(changed: Boolean, left: Int, top: Int, right: Int, bottom: Int) {
        arrange(right - left) { child, x, y ->
            child.layout(x, y, x + child.measuredWidth, y + child.measuredHeight)
        }
    }

    /** Finds a place for each child in this width. Answers the height of all. */
    private fun arrange(width: Int, place: (View, x: Int, y: Int) -> Unit): Int {
        var x = paddingLeft
        var y = paddingTop
        var line = 0
        for (child in (0 until childCount).map(::getChildAt).filter { it.visibility != GONE }) {
            if (x > paddingLeft && x + child.measuredWidth > width - paddingRight) {
                x = paddingLeft
                y += line + gap
                line = 0
            }
            place(child, x, y)
            x += child.measuredWidth + gap
            line = max(line, child.measuredHeight)
        }
        return y + line + paddingBottom
    }
}
