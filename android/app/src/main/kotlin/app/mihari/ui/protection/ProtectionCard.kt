package app.mihari.ui.protection

import android.app.Activity
import android.view.ViewGroup
import app.mihari.core.Health

/** Says whether the app is protecting, what is missing, and repairs it with one tap. */
object ProtectionCard {
    /** Shows it in [frame], in place of what was there. */
    fun show(activity: Activity, frame: ViewGroup, health: Health) {
        frame.removeAllViews()
    }
}
