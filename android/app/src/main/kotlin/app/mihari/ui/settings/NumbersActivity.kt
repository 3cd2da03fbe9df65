package app.mihari.ui.settings

import android.app.AlertDialog
import android.content.Context
import android.content.Intent
import android.os.Bundle
import android.view.ViewGroup
import android.widget.Button
import android.widget.EditText
import app.mihari.R
import app.mihari.core.CoreException
import app.mihari.core.Guard
import app.mihari.core.ListKind
import app.mihari.core.ListedNumber
import app.mihari.core.RememberedNumber
import app.mihari.ui.Screen
import app.mihari.ui.say
import app.mihari.ui.timeWords
import app.mihari.ui.words

/** The numbers that the user trusts or wants to be warned of, and those that messages taught. */
class NumbersActivity : Screen() {
    private class Numbers(val listed: List<ListedNumber>, val remembered: List<RememberedNumber>)

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setTitle(R.string.numbers_screen)
        setFixedContent(R.layout.numbers)
        onTap(R.id.numbers_block) { add(ListKind.BLOCKED) }
        onTap(R.id.numbers_allow) { add(ListKind.ALLOWED) }
    }

    override fun onResume() {
        super.onResume()
        load(::numbers, ::show)
    }

    override fun troubled(trouble: CoreException) {
        val words = if (trouble is CoreException.NotANumber) R.string.numbers_none else trouble.words
        say(R.id.numbers_problem, getText(words))
    }

    private fun numbers(guard: Guard) = Numbers(guard.listed(), guard.remembered())

    private fun add(kind: ListKind) {
        val field = requireViewById<EditText>(R.id.numbers_field)
        val typed = field.text.toString()
        change({ it.setList(typed, kind) }) { field.text = null }
    }

    private fun show(numbers: Numbers) {
        say(R.id.numbers_problem, null)
        val (blocked, allowed) = numbers.listed.partition { it.kind == ListKind.BLOCKED }
        list(R.id.numbers_blocked, blocked.map(::lineOf))
        list(R.id.numbers_allowed, allowed.map(::lineOf))
        list(R.id.numbers_remembered, numbers.remembered.map(::lineOf))
    }

    /** A number, and the way to be rid of it: [button] in short, [spoken] in full. */
    private class Line(
        val national: String,
        val since: String,
        val button: Int,
        val spoken: Int,
        val act: () -> Unit,
    )

    private fun lineOf(listed: ListedNumber) = Line(
        listed.national,
        getString(R.string.numbers_since, timeWords(this, listed.since)),
        R.string.numbers_remove_do,
        R.string.numbers_remove,
    ) { remove(listed) }

    private fun lineOf(remembered: RememberedNumber) = Line(
        remembered.national,
        getString(R.string.numbers_seen, timeWords(this, remembered.lastSeen)),
        R.string.numbers_forget_do,
        R.string.numbers_forget,
    ) { askToForget(remembered) }

    private fun list(id: Int, lines: List<Line>) {
        val list = requireViewById<ViewGroup>(id)
        list.removeAllViews()
        if (lines.isEmpty()) layoutInflater.inflate(R.layout.numbers_nothing, list)
        for (line in lines) {
            val row = layoutInflater.inflate(R.layout.numbers_row, list, false)
            row.say(R.id.number, line.national)
            row.say(R.id.number_since, line.since)
            row.requireViewById<Button>(R.id.number_remove).run {
                setText(line.button)
                contentDescription = getString(line.spoken, line.national)
                setOnClickListener { line.act() }
            }
            list.addView(row)
        }
    }

    /** Changes something, and shows how the lists are then. */
    private fun change(change: (Guard) -> Unit, after: () -> Unit = {}) {
        val changed = { guard: Guard ->
            change(guard)
            numbers(guard)
        }
        load(changed) { numbers ->
            show(numbers)
            after()
        }
    }

    private fun remove(listed: ListedNumber) =
        change({ it.setList(listed.canonical, null) }) { offerUndo(listed) }

    private fun offerUndo(listed: ListedNumber) {
        show(R.id.numbers_undo, true)
        say(R.id.numbers_removed, getString(R.string.numbers_removed, listed.national))
        onTap(R.id.numbers_bring_back) {
            change({ it.setList(listed.canonical, listed.kind) }) { show(R.id.numbers_undo, false) }
        }
    }

    /** A remembered number comes back with the next message that names it, and not by the user. */
    private fun askToForget(remembered: RememberedNumber) {
        AlertDialog.Builder(this)
            .setTitle(getString(R.string.numbers_forget, remembered.national))
            .setMessage(R.string.numbers_forget_confirm)
            .setPositiveButton(R.string.numbers_forget_do) { _, _ ->
                change({ it.forget(remembered.canonical) })
            }
            .setNegativeButton(R.string.cancel, null)
            .show()
    }

    companion object {
        /** Opens the lists. */
        fun intent(context: Context): Intent = Intent(context, NumbersActivity::class.java)
    }
}
