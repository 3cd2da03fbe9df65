package app.mihari.sms

import app.mihari.app
import app.mihari.core.Filter
import app.mihari.core.Level
import app.mihari.settle
import app.mihari.shade
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
class SmsReceiverTest {
    @Test
    fun `a fraud becomes a row and a notification without its text`() {
        val text = "未納料金があります。本日中にご連絡なき場合、法的手続きに移行します。㈱アマゾン"
        app.sendBroadcast(Pdu.broadcast(Pdu.ucs2("+818012345670", text)))
        settle()
        val entry = app.guard.entries(Filter()).single()
        assertEquals(text, entry.item.text)
        assertEquals(Level.SCAM, entry.verdict.level)
        val notification = shade().single().notification
        assertFalse(notification.extras.toString().contains("未納料金があります"))
    }

    @Test
    fun `a one-time code leaves nothing`() {
        app.sendBroadcast(Pdu.broadcast(Pdu.ucs2("0120999999", "123456 が確認コードです。")))
        settle()
        assertEquals(0, app.guard.entries(Filter()).size)
        assertEquals(0, shade().size)
        assertEquals(1, app.guard.health().messages)
    }
}
