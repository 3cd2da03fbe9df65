package app.mihari.ui.settings

import android.app.AlertDialog
import android.content.Context
import android.content.Intent
import android.os.Bundle
import android.view.View
import android.view.ViewGroup
import android.widget.Button
import android.widget.EditText
import android.widget.TextView
import app.mihari.R
import app.mihari.core.CoreException
import app.mihari.core.Guard
import app.mihari.core.ListKind
import app.mihari.core.ListedNumber
import app.mihari.core.RememberedNumber
import app.mihari.ui.Screen
import app.mihari.ui.timeWords
import app.mihari.ui.words

/** The numbers that the user trusts or wants to be warned of, and those that messages taught. */
class NumbersActivity : Screen() {
    private class Numbers(val listed: List<ListedNumber>, val remembered: List<RememberedNumber>)

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setTitle(R.string.numbers_screen)
        setFixedContent(R.layout.numbers)
        requireViewById<View>(R.id.numbers_block).setOnClickListener { add(ListKind.BLOCKED) }
        requireViewById<View>(R.id.numbers_allow).setOnClickListener { add(ListKind.ALLOWED) }
    }

    override fun onResume() {
        super.onResume()
        load(::numbers, ::show)
    }

    override fun troubled(trouble: CoreException) {
        val words = if (trouble is CoreException.NotANumber) R.string.numbers_none else trouble.words
        problem(getText(words))
    }

    private fun numbers(guard: Guard) = Numbers(guard.listed(), guard.remembered())

    private fun add(kind: ListKind) {
        val field = requireViewById<EditText>(R.id.numbers_field)
        val typed = field.text.toString()
        val change = { guard: Guard ->
            guard.setList(typed, kind)
            numbers(guard)
        }
        load(change) { numbers ->
            field.text = null
            show(numbers)
        }
    }

    private fun show(numbers: Numbers) {
        problem(null)
        list(R.id.numbers_blocked, numbers.listed.filter { it.kind == ListKind.BLOCKED }, ::fillListed)
        list(R.id.numbers_allowed, numbers.listed.filter { it.kind == ListKind.ALLOWED }, ::fillListed)
        list(R.id.numbers_remembered, numbers.remembered, ::fillRemembered)
    }

    private fun <T> list(id: Int, numbers: List<T>, fill: (View, T) -> Unit) {
        val list = requireViewById<ViewGroup>(id)
        list.removeAllViews()
        if (numbers.isEmpty()) layoutInflater.inflate(R.layout.numbers_nothing, list)
        for (number in numbers) {
            val row = layoutInflater.inflate(R.layout.numbers_row, list, false)
            fill(row, number)
            list.addView(row)
        }
    }

    private fun fillListed(row: View, listed: ListedNumber) {
        row.requireViewById<TextView>(R.id.number).text = listed.national
        row.requireViewById<TextView>(R.id.number_since).text =
            getString(R.string.numbers_since, timeWords(this, listed.since))
        row.requireViewById<Button>(R.id.number_remove).run {
            setText(R.string.numbers_remove_do)
            contentDescription = getString(R.string.numbers_remove, listed.national)
            setOnClickListener { remove(listed) }
        }
    }

    private fun fillRemembered(row: View, remembered: RememberedNumber) {
        row.requireViewById<TextView>(R.id.number).text = remembered.national
        row.requireViewById<TextView>(R.id.number_since).text =
            getString(R.string.numbers_seen, timeWords(this, remembered.lastSeen))
        row.requireViewById<Button>(R.id.number_remove).run {
            setText(R.string.numbers_forget_do)
            contentDescription = getString(R.string.numbers_forget, remembered.national)
            setOnClickListener { askToForget(remembered) }
        }
    }

    private fun remove(listed: ListedNumber) {
        val change = { guard: Guard ->
            guard.setList(listed.canonical, null)
            numbers(guard)
        }
        load(change) { numbers ->
            show(numbers)
            offerUndo(listed)
        }
    }

    private fun offerUndo(listed: ListedNumber) {
        requireViewById<View>(R.id.numbers_undo).visibility = View.VISIBLE
        requireViewById<TextView>(R.id.numbers_removed).text =
            getString(R.string.numbers_removed, listed.national)
        requireViewById<View>(R.id.numbers_bring_back).setOnClickListener {
            val change = { guard: Guard ->
                guard.setList(listed.canonical, listed.kind)
                numbers(guard)
            }
            load(change) { numbers ->
                requireViewById<View>(R.id.numbers_undo).visibility = View.GONE
                show(numbers)
            }
        }
    }

    /** A remembered number comes back with the next message that names it, and not by the user. */
    private fun askToForget(remembered: RememberedNumber) {
        AlertDialog.Builder(this)
            .setTitle(getString(R.string.numbers_forget, remembered.national))
            .setMessage(R.string.numbers_forget_confirm)
            .setPositiveButton(R.string.numbers_forget_do) { _, _ ->
                val change = { guard: Guard ->
                    guard.forget(remembered.canonical)
                    numbers(guard)
                }
                load(change, ::show)
            }
            .setNegativeButton(R.string.cancel, null)
            .show()
    }

    private fun problem(words: CharSequence?) {
        requireViewById<TextView>(R.id.numbers_problem).run {
            text = words
            visibility = if (words == null) View.GONE else View.VISIBLE
        }
    }

    companion object {
        /** Opens the lists. */
        fun intent(context: Context): Intent = Intent(context, NumbersActivity::class.java)
    }
}
