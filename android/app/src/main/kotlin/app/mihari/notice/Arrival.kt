package app.mihari.notice

import android.util.Log
import app.mihari.MihariApp
import app.mihari.MihariApp.Companion.TAG
import app.mihari.core.CoreException
import app.mihari.core.Item
import app.mihari.core.Screened

/**
 * Runs [work], about something that has just arrived, off the main thread. What nobody foresaw, such
 * as a service of the system that fails, must not end the app: it is logged by its kind, because its
 * words may hold content.
 */
internal fun MihariApp.onArrival(work: () -> Unit) = screening.execute {
    try {
        work()
    } catch (e: Exception) {
        Log.e(TAG, "what arrived was not fully dealt with: ${e.javaClass.name}")
    }
}

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
