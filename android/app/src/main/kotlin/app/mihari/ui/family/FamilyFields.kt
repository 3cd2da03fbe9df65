package app.mihari.ui.family

import android.view.View
import android.widget.EditText
import android.widget.TextView
import app.mihari.R
import app.mihari.core.Caller
import app.mihari.core.Channel
import app.mihari.core.Guard
import app.mihari.settings.Preferences

/** The two fields of `R.layout.family_fields`: whom the user asks for advice. */
internal class FamilyFields(view: View) {
    private val name: EditText = view.requireViewById(R.id.family_name)
    private val number: EditText = view.requireViewById(R.id.family_number)
    private val problem: TextView = view.requireViewById(R.id.family_problem)

    /** What was typed. [number] is null when what stands there is none; it may be empty. */
    class Typed(val name: String?, val number: Caller.Number?, val isEmpty: Boolean)

    fun fill(name: String?, number: String?) {
        this.name.setText(name)
        this.number.setText(number)
        problem.visibility = View.GONE
    }

    /** Shows what is kept. */
    fun fill(preferences: Preferences) = fill(preferences.familyName, preferences.familyNumber)

    /** Takes what is typed now, and answers how to read it off the main thread. */
    fun reading(): (Guard) -> Typed {
        val typedName = name.text.toString().trim()
        val typedNumber = number.text.toString().trim()
        return { guard ->
            val caller = guard.caller(Channel.CALL, typedNumber) as? Caller.Number
            Typed(typedName.ifEmpty { null }, caller, typedNumber.isEmpty())
        }
    }

    /** Keeps it; an empty number takes the contact away. False when the number is none: said then. */
    fun keep(typed: Typed, preferences: Preferences): Boolean {
        if (typed.number == null && !typed.isEmpty) {
            refuse(R.string.family_not_a_number)
            return false
        }
        problem.visibility = View.GONE
        preferences.familyNumber = typed.number?.national
        preferences.familyName = typed.name.takeIf { typed.number != null }
        return true
    }

    /** Says what is wrong. */
    fun refuse(words: Int) {
        problem.setText(words)
        problem.visibility = View.VISIBLE
        number.requestFocus()
    }
}
