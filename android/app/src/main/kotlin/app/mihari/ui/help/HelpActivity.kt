package app.mihari.ui.help

import android.content.Context
import android.content.Intent
import app.mihari.ui.Screen

/** What to do now, after something happened. */
class HelpActivity : Screen() {
    companion object {
        /** Opens the question what happened. */
        fun intent(context: Context): Intent =
            Intent(context, HelpActivity::class.java)
    }
}
