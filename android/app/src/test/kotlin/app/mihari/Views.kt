package app.mihari

import android.app.Activity
import android.view.View
import android.view.ViewGroup
import android.widget.CompoundButton
import android.widget.TextView

/** This view and all below it. */
val View.all: Sequence<View>
    get() = sequence {
        yield(this@all)
        if (this@all is ViewGroup) for (child in 0 until childCount) yieldAll(getChildAt(child).all)
    }

/** What a person sees of a screen: the words of every visible view. */
val Activity.words: String
    get() = window.decorView.all
        .filterIsInstance<TextView>()
        .filter { it.isShown && it.text.isNotEmpty() }
        .joinToString("\n") { it.text }

/** The words of one view. */
fun Activity.words(id: Int): String = requireViewById<TextView>(id).text.toString()

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
