package app.mihari.sms

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.provider.Telephony.Sms.Intents
import android.util.Log
import app.mihari.MihariApp.Companion.TAG
import app.mihari.core.Channel
import app.mihari.core.CoreException
import app.mihari.core.Item
import app.mihari.mihari
import app.mihari.notice.Notices

/** Screens each message as it arrives. */
class SmsReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        if (intent.action != Intents.SMS_RECEIVED_ACTION) return
        val item = received(intent) ?: return
        val app = context.mihari
        val pending = goAsync()
        app.screening.execute {
            try {
                val screened = app.guard.screen(listOf(item)).single()
                Notices.flagged(app, item, screened)
            } catch (e: CoreException) {
                Log.e(TAG, "a message could not be screened", e)
            } finally {
                pending?.finish()
            }
        }
    }

    private fun received(intent: Intent): Item? {
        val parts = Intents.getMessagesFromIntent(intent)?.filterNotNull().orEmpty()
        val first = parts.firstOrNull() ?: return null
        return Item(
            Channel.SMS,
            first.displayOriginatingAddress,
            parts.joinToString("") { it.displayMessageBody.orEmpty() },
            first.timestampMillis,
        )
    }
}
