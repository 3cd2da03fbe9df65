package app.mihari.sms

import android.content.Intent
import java.io.ByteArrayOutputStream

/** SMS-DELIVER PDUs (3GPP TS 23.040), as a modem hands them to Android. */
object Pdu {
    /** One PDU in UCS-2. [sender] is digits, with a leading `+` for an international number. */
    fun ucs2(sender: String, text: String): ByteArray = deliver(sender, text.toByteArray(Charsets.UTF_16BE))

    /** The broadcast that carries these PDUs. */
    fun broadcast(vararg pdus: ByteArray?): Intent = Intent("android.provider.Telephony.SMS_RECEIVED")
        .putExtra("pdus", arrayOf<Any?>(*pdus))
        .putExtra("format", "3gpp")

    private fun deliver(sender: String, userData: ByteArray): ByteArray {
        require(userData.size <= 140) { "longer than one PDU: ${userData.size} bytes" }
        val digits = sender.removePrefix("+")
        val out = ByteArrayOutputStream()
        out.write(0) // The service centre is the phone's own.
        out.write(0x04) // SMS-DELIVER, no more messages to send.
        out.write(digits.length)
        out.write(if (sender.startsWith("+")) 0x91 else 0x81)
        out.write(semiOctets(digits))
        out.write(0) // Protocol identifier.
        out.write(0x08) // UCS-2.
        out.write(semiOctets("26112309150063")) // 2026-11-23 09:15:00, UTC+9.
        out.write(userData.size)
        out.write(userData)
        return out.toByteArray()
    }

    /** Digits in pairs, the second of each first. */
    private fun semiOctets(digits: String): ByteArray = digits.chunked(2)
        .map { pair -> (pair.getOrElse(1) { 'F' }.digitToInt(16) shl 4) or pair[0].digitToInt(16) }
        .map { it.toByte() }
        .toByteArray()
}
