package app.mihari.sms

import android.app.Notification
import android.content.Intent
import app.mihari.Backup
import app.mihari.FRAUD
import app.mihari.app
import app.mihari.core.Entry
import app.mihari.core.Filter
import app.mihari.core.Level
import app.mihari.core.Mark
import app.mihari.notice.NotFraudReceiver
import app.mihari.settle
import app.mihari.shade
import app.mihari.ui.detail.DetailActivity
import app.mihari.words
import java.time.Instant
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
class SmsReceiverTest {
    private fun receive(vararg pdus: ByteArray?) {
        app.sendBroadcast(Pdu.broadcast(*pdus))
        settle()
    }

    private fun entries(): List<Entry> = app.guard.entries(Filter(limit = 1_000))

    @Test
    fun `a fraud becomes a row and a notification without its text`() {
        receive(Pdu.ucs2("+818012345670", FRAUD))
        val entry = entries().single()
        assertEquals(FRAUD, entry.item.text)
        assertEquals("+818012345670", entry.item.sender)
        assertEquals(Level.SCAM, entry.verdict.level)
        val notification = shade().single().notification
        assertEquals("詐欺です：080-1234-5670", notification.extras.getString(Notification.EXTRA_TITLE))
    }

    @Test
    fun `a one-time code leaves nothing`() {
        receive(Pdu.ucs2("0120999999", "123456 が確認コードです。"))
        receive(Pdu.ucs2("Amazon", "284610 があなたの Amazon OTP です。誰とも共有しないでください。"))
        assertEquals(0, entries().size)
        assertEquals(0, shade().size)
        assertEquals(2, app.guard.health().messages)
    }

    @Test
    fun `seven bits are read as sixteen are`() {
        val text = "Amazon: your account is suspended. Verify your card now: https://wqxo7-pay.top/card"
        receive(Pdu.gsm7("+818012345670", text))
        assertEquals(text, entries().single().item.text)
    }

    @Test
    fun `an emoji keeps its two halves`() {
        val text = "😱$FRAUD"
        receive(Pdu.ucs2("+818012345670", text))
        assertEquals(text, entries().single().item.text)
    }

    @Test
    fun `a message of two parts is one`() {
        val text = "😱" + FRAUD + "詳しくは担当までご連絡ください。😱".repeat(3)
        val parts = Pdu.ucs2Parts("+818012345670", text)
        assertEquals(2, parts.size)
        receive(*parts.toTypedArray())
        assertEquals(text, entries().single().item.text)
        assertEquals(1, app.guard.health().messages)
    }

    @Test
    fun `a message of five parts in seven bits keeps their order`() {
        val text = (1..90).joinToString(" ") { "part$it" } +
            " Amazon: your account is suspended. Verify your card now: https://wqxo7-pay.top/card"
        val parts = Pdu.gsm7Parts("+818012345670", text)
        assertEquals(5, parts.size)
        receive(*parts.toTypedArray())
        assertEquals(text, entries().single().item.text)
    }

    @Test
    fun `parts of two senders are two messages`() {
        receive(Pdu.ucs2("+818012345670", FRAUD), Pdu.ucs2("+818012345671", "おはよう"))
        assertEquals(FRAUD, entries().single().item.text)
        assertEquals(2, app.guard.health().messages)
    }

    @Test
    fun `a name and a short code are senders`() {
        receive(Pdu.ucs2("Amazon", FRAUD))
        receive(Pdu.ucs2("22011", FRAUD))
        assertEquals(setOf("Amazon", "22011"), entries().map { it.item.sender }.toSet())
    }

    @Test
    fun `a flash message is screened as any other`() {
        receive(Pdu.ucs2("+818012345670", FRAUD, messageClass = 0))
        assertEquals(FRAUD, entries().single().item.text)
    }

    @Test
    fun `an empty message is counted and leaves nothing`() {
        receive(Pdu.gsm7("+818012345670", ""))
        receive(Pdu.ucs2("+818012345670", ""))
        assertEquals(0, entries().size)
        assertEquals(2, app.guard.health().messages)
    }

    @Test
    fun `what is no message at all does no harm`() {
        val action = "android.provider.Telephony.SMS_RECEIVED"
        val broken = listOf(
            Pdu.broadcast(),
            Pdu.broadcast(null),
            Pdu.broadcast(byteArrayOf()),
            Pdu.broadcast(ByteArray(3) { 0xFF.toByte() }),
            Pdu.broadcast(Pdu.ucs2("+818012345670", FRAUD).copyOf(9)),
            Pdu.broadcast(ByteArray(300) { it.toByte() }),
            Intent(action),
            Intent(action).putExtra("pdus", "no array").putExtra("format", "3gpp"),
            Intent(action).putExtra("pdus", arrayOf<Any>("no bytes")).putExtra("format", "3gpp"),
            Intent(action).putExtra("pdus", arrayOf<Any>(byteArrayOf(0))).putExtra("format", "none"),
        )
        for (intent in broken) {
            app.sendBroadcast(intent)
            settle()
        }
        assertEquals(0, entries().size)
        receive(null, Pdu.ucs2("+818012345670", FRAUD), byteArrayOf(1, 2))
        assertEquals(FRAUD, entries().single().item.text)
    }

    @Test
    fun `another action is not a message`() {
        val intent = Pdu.broadcast(Pdu.ucs2("+818012345670", FRAUD)).setAction("another")
        SmsReceiver().onReceive(app, intent)
        settle()
        assertEquals(0, entries().size)
    }

    @Test
    fun `a message is listed under the time it arrived, whatever the network stamped on it`() {
        val before = Instant.now().toEpochMilli()
        receive(Pdu.ucs2("+818012345670", FRAUD))
        val at = entries().single().item.at!!
        assertTrue("$at is not now", at in before..Instant.now().toEpochMilli())
    }

    @Test
    fun `what is delivered again is warned about once`() {
        repeat(3) { receive(Pdu.ucs2("+818012345670", FRAUD)) }
        assertEquals(1, entries().size)
        assertEquals(1, shade().size)
        app.sendBroadcast(NotFraudReceiver.intent(app, entries().single().id))
        settle()
        assertEquals(Mark.WRONG, entries().single().mark)
        assertEquals(emptyList<Any>(), shade())
        receive(Pdu.ucs2("+818012345670", FRAUD))
        assertEquals(emptyList<Any>(), shade())
    }

    @Test
    fun `of two hundred messages at once none is lost`() {
        repeat(200) { app.sendBroadcast(Pdu.broadcast(Pdu.ucs2("+818012345670", "$FRAUD $it"))) }
        settle()
        assertEquals(200, entries().map { it.item.text }.toSet().size)
        val (summaries, singles) = shade().partition { it.notification.isSummary }
        assertEquals(8, singles.size)
        val summary = summaries.single().notification
        assertEquals("ほか192件", summary.extras.getString(Notification.EXTRA_SUB_TEXT))
        assertEquals("警告が200件あります", summary.extras.getString(Notification.EXTRA_TITLE))
    }

    @Test
    fun `each sample fraud becomes a row and a screen that can be read, and nothing else does`() {
        val received = Backup.messages
        received.forEach { app.sendBroadcast(Pdu.broadcast(*it.pdus())) }
        settle()
        val entries = entries()
        assertEquals(Backup.FRAUDS, entries.size)
        assertEquals(received.size.toLong(), app.guard.health().messages)
        assertEquals(8, shade().count { !it.notification.isSummary })
        for (entry in entries) {
            Robolectric.buildActivity(DetailActivity::class.java, DetailActivity.intent(app, entry.id)).use {
                it.setup()
                settle()
                val shown = it.get().words()
                assertTrue("the text of $entry is not shown", shown.contains(entry.item.text))
                assertTrue("no reason is shown", shown.contains(entry.verdict.reasons.first().text.ja))
            }
        }
    }

    @Test
    fun `the system alone may send messages to the receiver`() {
        val receiver = app.packageManager
            .queryBroadcastReceivers(Intent("android.provider.Telephony.SMS_RECEIVED"), 0)
            .single()
            .activityInfo
        assertEquals("android.permission.BROADCAST_SMS", receiver.permission)
    }

    private val Notification.isSummary get() = flags and Notification.FLAG_GROUP_SUMMARY != 0
}
