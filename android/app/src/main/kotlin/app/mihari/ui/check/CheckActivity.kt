package app.mihari.ui.check

import android.content.Context
import android.content.Intent
import app.mihari.core.Channel
import app.mihari.ui.Screen

/** Screens what the user types, pastes or shares. */
class CheckActivity : Screen() {
    companion object {
        /** Opens it for a channel and a sender that are known already. */
        fun intent(context: Context, channel: Channel? = null, sender: String? = null): Intent =
            Intent(context, CheckActivity::class.java)
                .putExtra("channel", channel?.name)
                .putExtra("sender", sender)
    }
}
