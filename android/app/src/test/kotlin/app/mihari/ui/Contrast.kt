package app.mihari.ui

import android.content.res.ColorStateList
import android.graphics.Color
import android.graphics.drawable.ColorDrawable
import android.graphics.drawable.Drawable
import android.graphics.drawable.GradientDrawable
import android.graphics.drawable.LayerDrawable
import android.view.View
import app.mihari.R
import kotlin.math.max
import kotlin.math.min
import kotlin.math.pow

/** The nearest colour behind a view's own content. */
fun View.colorBehind(): Int {
    var view: View? = this
    while (view != null) {
        view.background?.solidColor(view.backgroundTintList)?.let { return it }
        view = view.parent as? View
    }
    return context.getColor(R.color.paper)
}

private fun Drawable.solidColor(tint: ColorStateList?): Int? {
    val color = when (this) {
        is ColorDrawable -> color
        is GradientDrawable -> color?.defaultColor
        // The mask of a ripple bounds it, and is not drawn.
        is LayerDrawable -> (0 until numberOfLayers).filter { getId(it) != android.R.id.mask }
            .mapNotNull { getDrawable(it).solidColor(null) }.lastOrNull()
        else -> null
    } ?: return null
    val tinted = tint?.defaultColor ?: color
    return tinted.takeIf { Color.alpha(it) == 255 }
}

/** The contrast ratio of two colours (WCAG 2.2): 1 to 21. */
fun contrast(one: Int, other: Int): Double {
    val (a, b) = luminance(one) to luminance(other)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

private fun luminance(color: Int): Double {
    fun channel(value: Int): Double {
        val share = value / 255.0
        return if (share <= 0.04045) share / 12.92 else ((share + 0.055) / 1.055).pow(2.4)
    }
    return 0.2126 * channel(Color.red(color)) + 0.7152 * channel(Color.green(color)) +
        0.0722 * channel(Color.blue(color))
}
