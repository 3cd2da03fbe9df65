package app.mihari.notice

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.util.Log
import app.mihari.MihariApp.Companion.TAG
import app.mihari.attempt
import app.mihari.core.CoreException
import app.mihari.core.Mark
import app.mihari.mihari

/** Marks an entry as no fraud, from its notification. */
class NotFraudReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        val app = context.mihari
        val entry = intent.getLongExtra(ENTRY, 0)
        val pending: PendingResult? = goAsync()
        app.background.attempt {
            try {
                app.guard.mark(entry, Mark.WRONG)
                Notices.cancel(app, entry)
            } catch (e: CoreException) {
                // The warning stays, and can be tapped again.
                Log.e(TAG, "an entry could not be marked", e)
            } finally {
                pending?.finish()
            }
        }
    }

    companion object {
        private const val ENTRY = "entry"

        /** Marks the entry of this number. */
        fun intent(context: Context, entry: Long): Intent =
            Intent(context, NotFraudReceiver::class.java).putExtra(ENTRY, entry)
    }
}
