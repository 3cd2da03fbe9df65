package app.mihari.sms

import android.content.Intent
import app.mihari.core.Item
import java.io.ByteArrayOutputStream

/** SMS-DELIVER PDUs (3GPP TS 23.040), as a modem hands them to Android. */
object Pdu {
    /**
     * One PDU in UCS-2.
     *
     * @param sender digits, with a leading `+` for an international number; or a name.
     * @param messageClass 0 is flash: shown at once and kept nowhere.
     */
    fun ucs2(sender: String, text: String, messageClass: Int? = null): ByteArray {
        val userData = text.toByteArray(Charsets.UTF_16BE)
        return deliver(sender, UCS2 or classBits(messageClass), userData.size, userData)
    }

    /** One PDU in the GSM alphabet of seven bits. */
    fun gsm7(sender: String, text: String, messageClass: Int? = null): ByteArray =
        deliver(sender, classBits(messageClass), text.length, packed(septets(text)))

    /** A long message in UCS-2, cut into PDUs that name their place in it. */
    fun ucs2Parts(sender: String, text: String, reference: Int = 42): List<ByteArray> {
        val parts = text.chunked(UCS2_PART)
        return parts.mapIndexed { index, part ->
            val userData = header(reference, parts.size, index + 1) + part.toByteArray(Charsets.UTF_16BE)
            deliver(sender, UCS2, userData.size, userData, hasHeader = true)
        }
    }

    /** A long message in the GSM alphabet. */
    fun gsm7Parts(sender: String, text: String, reference: Int = 42): List<ByteArray> {
        val parts = text.chunked(GSM7_PART)
        return parts.mapIndexed { index, part ->
            // The header's six bytes take seven septets; one bit is filled up.
            val userData = header(reference, parts.size, index + 1) + packed(septets(part), fill = 1)
            deliver(sender, 0, 7 + part.length, userData, hasHeader = true)
        }
    }

    /** The PDUs that a network sends for a text: as few as will do. */
    fun of(sender: String, text: String): List<ByteArray> = when {
        text.all { it in GSM7 } && text.length <= 160 -> listOf(gsm7(sender, text))
        text.all { it in GSM7 } -> gsm7Parts(sender, text)
        text.length <= 70 -> listOf(ucs2(sender, text))
        else -> ucs2Parts(sender, text)
    }

    /** Whether a name can be a sender's: names are in the GSM alphabet, and short. */
    fun isName(sender: String): Boolean = sender.length <= 11 && sender.all { it in GSM7 }

    /** The broadcast that carries these PDUs. */
    fun broadcast(vararg pdus: ByteArray?): Intent = Intent("android.provider.Telephony.SMS_RECEIVED")
        .putExtra("pdus", arrayOf<Any?>(*pdus))
        .putExtra("format", "3gpp")

    private fun deliver(
        sender: String,
        coding: Int,
        length: Int,
        userData: ByteArray,
        hasHeader: Boolean = false,
    ): ByteArray {
        require(userData.size <= 140) { "longer than one PDU: ${userData.size} bytes" }
        val out = ByteArrayOutputStream()
        out.write(0) // The service centre is the phone's own.
        out.write(if (hasHeader) 0x44 else 0x04) // SMS-DELIVER, no more messages to send.
        out.write(address(sender))
        out.write(0) // Protocol identifier.
        out.write(coding)
        out.write(semiOctets("26112309150036")) // 2026-11-23 09:15:00, 36 quarters ahead of UTC.
        out.write(length)
        out.write(userData)
        return out.toByteArray()
    }

    private fun address(sender: String): ByteArray {
        val digits = sender.removePrefix("+")
        if (digits.any { it !in '0'..'9' }) {
            val name = packed(septets(sender))
            val semiOctets = (sender.length * 7 + 3) / 4
            return byteArrayOf(semiOctets.toByte(), 0xD0.toByte()) + name
        }
        val kind = if (sender.startsWith("+")) 0x91 else 0x81
        return byteArrayOf(digits.length.toByte(), kind.toByte()) + semiOctets(digits)
    }

    /** Says that this is one part of several. */
    private fun header(reference: Int, count: Int, place: Int) =
        byteArrayOf(5, 0, 3, reference.toByte(), count.toByte(), place.toByte())

    /** Digits in pairs, the second of each first. */
    private fun semiOctets(digits: String): ByteArray = digits.chunked(2)
        .map { pair -> (pair.getOrElse(1) { 'F' }.digitToInt(16) shl 4) or pair[0].digitToInt(16) }
        .map { it.toByte() }
        .toByteArray()

    private fun septets(text: String): List<Int> = text.map { c ->
        GSM7.indexOf(c).also { require(it >= 0) { "not in the GSM alphabet" } }
    }

    /** Seven bits after seven bits, the lowest first, behind [fill] empty ones. */
    private fun packed(septets: List<Int>, fill: Int = 0): ByteArray {
        val bytes = ByteArray((fill + septets.size * 7 + 7) / 8)
        septets.forEachIndexed { index, septet ->
            for (bit in 0 until 7) {
                val place = fill + index * 7 + bit
                val value = (septet shr bit) and 1
                bytes[place / 8] = (bytes[place / 8].toInt() or (value shl (place % 8))).toByte()
            }
        }
        return bytes
    }

    private fun classBits(messageClass: Int?) = if (messageClass == null) 0 else 0x10 or messageClass

    private const val UCS2 = 0x08
    private const val UCS2_PART = 67
    private const val GSM7_PART = 153

    /** The GSM alphabet in the order of its codes. */
    private const val GSM7 = "@£\$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
        "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
}

/** A message as the phone received it. Names that no network could carry are replaced. */
fun Item.pdus(): Array<ByteArray> {
    val sender = sender.orEmpty()
    val isNumber = sender.removePrefix("+").all(Char::isDigit)
    return Pdu.of(if (isNumber || Pdu.isName(sender)) sender else "INFO", text).toTypedArray()
}
