package app.mihari.ui

import android.text.Editable
import android.text.TextWatcher
import android.view.View
import android.widget.EditText
import android.widget.TextView

// What every screen does to the views of its layout.

/** Puts words into a text below this view; without words the text takes no room. Answers the text. */
internal fun View.say(id: Int, words: CharSequence?): TextView = requireViewById<TextView>(id).apply {
    text = words
    visibility = if (words.isNullOrEmpty()) View.GONE else View.VISIBLE
}

/** Shows a view below this one, or lets it take no room. */
internal fun View.show(id: Int, isShown: Boolean) {
    requireViewById<View>(id).visibility = if (isShown) View.VISIBLE else View.GONE
}

/** Runs [act] when a view below this one is tapped. */
internal fun View.onTap(id: Int, act: () -> Unit) = requireViewById<View>(id).setOnClickListener { act() }

/** Runs [act] with what the field holds whenever that has changed. */
internal fun EditText.onChange(act: (String) -> Unit) = addTextChangedListener(object : TextWatcher {
    override fun beforeTextChanged(s: CharSequence?, start: Int, count: Int, after: Int) = Unit

    override fun onTextChanged(s: CharSequence?, start: Int, before: Int, count: Int) = Unit

    override fun afterTextChanged(s: Editable?) = act(s?.toString().orEmpty())
})
