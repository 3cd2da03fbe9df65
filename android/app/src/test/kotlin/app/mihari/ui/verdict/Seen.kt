package app.mihari.ui.verdict

import android.app.Activity
import android.view.View
import android.view.ViewGroup
import android.widget.TextView

/** The view and everything below it that is on the screen. */
fun View.seen(): Sequence<View> = sequence {
    if (visibility != View.VISIBLE) return@sequence
    yield(this@seen)
    if (this@seen is ViewGroup) for (i in 0 until childCount) yieldAll(getChildAt(i).seen())
}

/** The words that can be read on it. */
fun View.words(): String = seen().filterIsInstance<TextView>().joinToString("\n") { it.text }

/** The words that can be read on the screen. */
fun Activity.words(): String = window.decorView.words()
