package app.mihari

import android.app.Activity
import android.view.View
import android.view.ViewGroup
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

/** Taps a view, and waits for what comes of it. */
fun Activity.tap(id: Int) {
    check(requireViewById<View>(id).isShown) { "a hidden view cannot be tapped" }
    requireViewById<View>(id).performClick()
    settle()
}

/** Taps what these words stand on. */
fun Activity.tap(words: String) {
    val text = window.decorView.all.filterIsInstance<TextView>().first { it.isShown && it.text.toString() == words }
    generateSequence<View>(text) { it.parent as? View }.first { it.hasOnClickListeners() }.performClick()
    settle()
}
