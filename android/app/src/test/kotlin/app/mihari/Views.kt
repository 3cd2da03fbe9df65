package app.mihari

import android.app.Activity
import android.view.View
import android.view.ViewGroup
import android.widget.CompoundButton
import android.widget.TextView

// What a person sees of a screen, and taps on it.

/** This view and all below it, whether seen or not. */
val View.all: Sequence<View>
    get() = sequence {
        yield(this@all)
        if (this@all is ViewGroup) for (child in 0 until childCount) yieldAll(getChildAt(child).all)
    }

/** This view and all below it that can be seen. */
fun View.seen(): Sequence<View> = sequence {
    if (visibility != View.VISIBLE || alpha == 0f) return@sequence
    yield(this@seen)
    if (this@seen is ViewGroup) for (child in 0 until childCount) yieldAll(getChildAt(child).seen())
}

/** The words that can be read on it, each view's on lines of their own. */
fun View.words(): String = seen().filterIsInstance<TextView>()
    .filter { it.text.isNotEmpty() }
    .joinToString("\n") { it.text }

/** The words that can be read on the screen. */
fun Activity.words(): String = window.decorView.words()

/** The words of one view. */
fun Activity.words(id: Int): String = requireViewById<TextView>(id).text.toString()

/** The words of a resource, with what is filled in. */
fun words(resource: Int, vararg values: Any): String = app.getString(resource, *values)

/** Whether these words can be read on the screen. */
fun Activity.reads(words: String): Boolean = words in words()

/** Whether a view is there and visible. */
fun Activity.shows(id: Int): Boolean = findViewById<View>(id)?.isShown ?: false

/** Taps a view that is seen and can be tapped. */
fun Activity.tap(id: Int) {
    val view = requireViewById<View>(id)
    check(view.isShown && view.isEnabled) { "it cannot be tapped" }
    // A choice changes its state by itself, and says that nobody listened.
    check(view.performClick() || view is CompoundButton) { "nothing happens when it is tapped" }
    settle()
}

/** Taps what these words stand on. */
fun Activity.tap(words: String) {
    val text = window.decorView.all.filterIsInstance<TextView>().first { it.isShown && it.text.toString() == words }
    generateSequence<View>(text) { it.parent as? View }.first { it.hasOnClickListeners() }.performClick()
    settle()
}
