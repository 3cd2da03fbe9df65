package app.mihari.ui.settings

import android.view.View
import android.widget.EditText
import android.widget.TextView
import app.mihari.R
import app.mihari.core.Caller
import app.mihari.core.Channel
import app.mihari.core.Guard
import app.mihari.settings.Preferences

/** The two fields of `R.layout.settings_family_fields`: whom the user asks for advice. */
internal class FamilyFields(view: View) {
    private val name: EditText = view.requireViewById(R.id.family_name)
    private val number: EditText = view.requireViewById(R.id.family_number)
    private val problem: TextView = view.requireViewById(R.id.family_problem)

    /** What was typed. [national] is the number as people write it; null when it is none. */
    class Typed(val name: String, val isEmpty: Boolean, val national: String?)

    /** Shows what is kept. */
    fun fill(preferences: Preferences) {
        name.setText(preferences.familyName)
        number.setText(preferences.familyNumber)
    }

    /** Takes what is typed now, and answers how to read it off the main thread. */
    fun reading(): (Guard) -> Typed {
        val typedName = name.text.toString().trim()
        val typedNumber = number.text.toString().trim()
        return { guard ->
            val caller = guard.caller(Channel.CALL, typedNumber)
            Typed(typedName, typedNumber.isEmpty(), (caller as? Caller.Number)?.national)
        }
    }

    /** Keeps it; an empty number takes the contact away. False when the number is none: said then. */
    fun keep(typed: Typed, preferences: Preferences): Boolean {
        val isFine = typed.isEmpty || typed.national != null
        problem.visibility = if (isFine) View.GONE else View.VISIBLE
        if (!isFine) {
            number.requestFocus()
            return false
        }
        preferences.familyNumber = typed.national
        preferences.familyName = typed.name.takeIf { it.isNotEmpty() && typed.national != null }
        return true
    }
}
