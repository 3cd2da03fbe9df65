package app.mihari.ui.settings

import android.content.Context
import android.content.Intent
import android.os.Bundle
import android.view.View
import app.mihari.R
import app.mihari.settings.Preferences
import app.mihari.ui.Screen
import app.mihari.ui.family.FamilyFields

/** Whom the user asks for advice: a name and a number, typed here. */
class FamilyContactActivity : Screen() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setTitle(R.string.settings_family)
        setScrollingContent(R.layout.settings_family)
        val preferences = Preferences(this)
        val fields = FamilyFields(requireViewById(R.id.family_fields))
        if (savedInstanceState == null) fields.fill(preferences)
        requireViewById<View>(R.id.family_keep).setOnClickListener {
            load(fields.reading()) { typed -> if (fields.keep(typed, preferences)) finish() }
        }
        requireViewById<View>(R.id.family_remove).run {
            visibility = if (preferences.familyNumber == null) View.GONE else View.VISIBLE
            setOnClickListener {
                preferences.familyName = null
                preferences.familyNumber = null
                finish()
            }
        }
    }

    companion object {
        /** Opens the two fields. */
        fun intent(context: Context): Intent = Intent(context, FamilyContactActivity::class.java)
    }
}
