package app.mihari.ui.settings

import android.content.Context
import android.content.Intent
import app.mihari.ui.Screen

/** The user's choices. */
class SettingsActivity : Screen() {
    companion object {
        /** Opens the choices. */
        fun intent(context: Context): Intent =
            Intent(context, SettingsActivity::class.java)
    }
}
