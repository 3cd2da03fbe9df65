package app.mihari.sms

import android.app.Notification
import app.mihari.FRAUD
import app.mihari.app
import app.mihari.core.Filter
import app.mihari.settle
import app.mihari.shade
import app.mihari.ui.detail.DetailActivity
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [29])
class SmsReceiverApi29Test {
    private fun receive(vararg pdus: ByteArray?) {
        app.sendBroadcast(Pdu.broadcast(*pdus))
        settle()
    }

    @Test
    fun `a message in parts becomes a row and a warning`() {
        val text = FRAUD + "詳しくは担当までご連絡ください。".repeat(3)
        receive(*Pdu.ucs2Parts("+818012345670", text).toTypedArray())
        assertEquals(text, app.guard.entries(Filter()).single().item.text)
        val extras = shade().single().notification.extras
        assertEquals("詐欺です：080-1234-5670", extras.getString(Notification.EXTRA_TITLE))
    }

    @Test
    fun `names, seven bits, flash and nonsense are taken as they come`() {
        receive(Pdu.ucs2("Amazon", FRAUD, messageClass = 0))
        receive(Pdu.gsm7("22011", "See you at 7"))
        receive(null)
        receive(byteArrayOf(1, 2, 3))
        assertEquals("Amazon", app.guard.entries(Filter()).single().item.sender)
        assertEquals(2, app.guard.health().messages)
    }

    @Test
    fun `a one-time code leaves nothing`() {
        receive(Pdu.ucs2("Amazon", "284610 があなたの Amazon OTP です。誰とも共有しないでください。"))
        assertEquals(0, app.guard.entries(Filter()).size)
        assertEquals(0, shade().size)
    }

    @Test
    fun `not fraud opens the details, for which Android 10 asks to unlock`() {
        receive(Pdu.ucs2("+818012345670", FRAUD))
        val notFraud = shade().single().notification.actions.last().actionIntent
        assertTrue(shadowOf(notFraud).isActivityIntent)
        val opens = shadowOf(notFraud).savedIntent.component!!.className
        assertEquals(DetailActivity::class.java.name, opens)
    }

    @Test
    fun `a burst folds into a count`() {
        repeat(20) { app.sendBroadcast(Pdu.broadcast(Pdu.ucs2("+818012345670", "$FRAUD $it"))) }
        settle()
        assertEquals(20, app.guard.entries(Filter()).size)
        val summary = shade().single { it.tag == "summary" }.notification
        assertEquals(9, shade().size)
        assertEquals("ほか12件", summary.extras.getString(Notification.EXTRA_SUB_TEXT))
    }
}
