package app.mihari.ui.inbox

import android.content.Context
import android.content.Intent
import app.mihari.ui.Screen

/** Screens the messages that are on the phone already. */
class InboxActivity : Screen() {
    companion object {
        /** Opens the screening of the inbox. */
        fun intent(context: Context): Intent =
            Intent(context, InboxActivity::class.java)
    }
}
