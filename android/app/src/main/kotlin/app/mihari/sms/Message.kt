package app.mihari.sms

import android.content.Intent
import android.provider.Telephony.Sms.Intents
import android.telephony.SmsMessage
import android.util.Log
import app.mihari.MihariApp.Companion.TAG

/**
 * A message as the person reads it: all its parts in one.
 *
 * The time the service centre stamped on it is left alone. It is the clock of somebody else's
 * network, sometimes hours off, and of a message that waited for the phone to be switched on it
 * tells yesterday. The messaging app lists a message under the time it arrived here, and so do
 * backups; the history takes the two for one only when their times lie within ten minutes.
 */
internal class Message private constructor(val sender: String?, val text: String) {
    companion object {
        /**
         * The messages of an `SMS_RECEIVED` intent: one, unless parts of several senders came
         * together. Parts that cannot be read are left out; their message lies in the inbox still.
         */
        fun allOf(intent: Intent): List<Message> {
            if (intent.action != Intents.SMS_RECEIVED_ACTION) return emptyList()
            return readable(intent).groupBy(SmsMessage::getDisplayOriginatingAddress).map { (sender, parts) ->
                Message(sender, parts.joinToString("") { it.displayMessageBody.orEmpty() })
            }
        }

        private fun readable(intent: Intent): List<SmsMessage> = try {
            Intents.getMessagesFromIntent(intent).orEmpty().filterNotNull()
        } catch (e: RuntimeException) {
            // The platform's parser is given bytes that a stranger sent. Its words may quote them.
            Log.w(TAG, "a message cannot be read: ${e.javaClass.name}")
            emptyList()
        }
    }
}
