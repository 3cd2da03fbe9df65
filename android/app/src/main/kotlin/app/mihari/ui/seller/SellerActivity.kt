package app.mihari.ui.seller

import android.content.Context
import android.content.Intent
import app.mihari.ui.Screen

/** The text that a seller may put into the profile. */
class SellerActivity : Screen() {
    companion object {
        /** Opens the text. */
        fun intent(context: Context): Intent =
            Intent(context, SellerActivity::class.java)
    }
}
