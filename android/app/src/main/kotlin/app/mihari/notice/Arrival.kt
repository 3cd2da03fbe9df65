package app.mihari.notice

import android.util.Log
import app.mihari.MihariApp
import app.mihari.MihariApp.Companion.TAG
import app.mihari.core.CoreException
import app.mihari.core.Item
import app.mihari.core.Screened

/**
 * Screens what has just arrived. Null when that is impossible, which the user is told; the message
 * stays and the call rings all the same.
 */
internal fun MihariApp.screenArrived(item: Item): Screened? = try {
    guard.screen(listOf(item)).single().also { Troubles.screening(this) }
} catch (e: CoreException) {
    Log.e(TAG, "what arrived cannot be screened", e)
    Troubles.notScreening(this, e)
    null
}
