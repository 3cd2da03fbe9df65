package app.mihari

import android.util.Log
import app.mihari.MihariApp.Companion.TAG
import java.util.concurrent.ExecutorService

/**
 * Runs [work] on this thread. What nobody foresaw, such as a service of the system that fails, must
 * not end the app: it is logged by its kind, because its words may hold content.
 */
internal fun ExecutorService.attempt(work: () -> Unit) = execute {
    try {
        work()
    } catch (e: Exception) {
        Log.e(TAG, "what was begun was not brought to its end: ${e.javaClass.name}")
    }
}
