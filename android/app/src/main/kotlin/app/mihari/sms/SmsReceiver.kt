package app.mihari.sms

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import app.mihari.Reply
import app.mihari.attempt
import app.mihari.core.Channel
import app.mihari.core.Item
import app.mihari.mihari
import app.mihari.notice.Notices
import app.mihari.notice.Troubles
import app.mihari.notice.screenArrived

/**
 * Screens each message as it arrives. The message itself is never touched: whatever happens here,
 * it lies in the messaging app.
 */
class SmsReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        val app = context.mihari
        val pending: PendingResult? = goAsync()
        val reply = Reply(LIMIT, Unit) { pending?.finish() }
        val arrived = System.currentTimeMillis()
        app.screening.attempt {
            try {
                for (message in Message.allOf(intent)) {
                    val item = Item(Channel.SMS, message.sender, message.text, arrived)
                    val screened = app.screenArrived(item) ?: continue
                    Notices.flagged(app, item, screened)
                }
                Troubles.look(app)
            } finally {
                reply.answer(Unit)
            }
        }
    }

    private companion object {
        /** The system waits about ten seconds. What takes longer goes on without its patience. */
        const val LIMIT = 8_000L
    }
}
