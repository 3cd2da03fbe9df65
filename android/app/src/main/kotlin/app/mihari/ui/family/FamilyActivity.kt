package app.mihari.ui.family

import android.content.Context
import android.content.Intent
import app.mihari.ui.Screen

/** Asks the family: shows what would be sent, then opens the messaging app. */
class FamilyActivity : Screen() {
    companion object {
        /** Asks about the entry of this number. */
        fun intent(context: Context, entry: Long): Intent =
            Intent(context, FamilyActivity::class.java).putExtra("entry", entry)
    }
}
