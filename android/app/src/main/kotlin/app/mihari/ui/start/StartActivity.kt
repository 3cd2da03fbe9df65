package app.mihari.ui.start

import android.content.Context
import android.content.Intent
import app.mihari.ui.Screen

/** The first start: asks for each thing the app needs, with its reason. */
class StartActivity : Screen() {
    companion object {
        /** Opens the first start. */
        fun intent(context: Context): Intent =
            Intent(context, StartActivity::class.java)
    }
}
