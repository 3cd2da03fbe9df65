package app.mihari.call

import android.app.Notification
import android.media.AudioManager
import android.telecom.TelecomManager
import android.view.WindowManagerGlobal
import app.mihari.NEAR_MISS
import app.mihari.app
import app.mihari.core.Filter
import app.mihari.core.ListKind
import app.mihari.later
import app.mihari.settings.BlockedCalls
import app.mihari.settings.Preferences
import app.mihari.settle
import app.mihari.shade
import app.mihari.ui.check.CheckActivity
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowSettings

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [29])
class ScreeningServiceApi29Test {
    private val telephone = Telephone()
    private val audio = app.getSystemService(AudioManager::class.java)!!

    private fun rings(number: String?, presentation: Int = TelecomManager.PRESENTATION_ALLOWED) {
        telephone.incoming(number, presentation)
        settle()
    }

    private fun talks(seconds: Long) {
        audio.mode = AudioManager.MODE_RINGTONE
        later(seconds = 5)
        audio.mode = AudioManager.MODE_IN_CALL
        later(seconds)
        audio.mode = AudioManager.MODE_NORMAL
        later(seconds = 1)
    }

    @Test
    fun `a near miss is warned about before the call rings, on a card too`() {
        ShadowSettings.setCanDrawOverlays(true)
        rings(NEAR_MISS)
        assertEquals(listOf(Answer.RINGS), telephone.answers)
        val title = telephone.shadeAtAnswer!!.single().notification.extras.getString(Notification.EXTRA_TITLE)
        assertEquals("あやしい：050-3131-1652", title)
        assertEquals(1, app.guard.entries(Filter()).size)
        assertEquals(1, WindowManagerGlobal.getInstance().windowViews.size)
        talks(seconds = 1)
        assertEquals(0, WindowManagerGlobal.getInstance().windowViews.size)
    }

    @Test
    fun `callers without a number ring, and the delivery number is told calmly`() {
        rings(null, TelecomManager.PRESENTATION_RESTRICTED)
        rings(null, TelecomManager.PRESENTATION_PAYPHONE)
        rings(null, TelecomManager.PRESENTATION_UNKNOWN)
        assertEquals(0, shade().size)
        rings("05031311651")
        assertEquals("calm", shade().single().notification.channelId)
        assertEquals(List(4) { Answer.RINGS }, telephone.answers)
    }

    @Test
    fun `a blocked number is silenced or refused as the user chose, and no other is`() {
        app.guard.setList("0345678901", ListKind.BLOCKED)
        rings("0345678901")
        Preferences(app).blockedCalls = BlockedCalls.SILENCE
        rings("0345678901")
        Preferences(app).blockedCalls = BlockedCalls.REFUSE
        rings("0345678901")
        rings(NEAR_MISS)
        assertEquals(listOf(Answer.RINGS, Answer.SILENT, Answer.REFUSED, Answer.RINGS), telephone.answers)
    }

    @Test
    fun `an outgoing call is answered once and goes out`() {
        app.guard.setList("0345678901", ListKind.BLOCKED)
        Preferences(app).blockedCalls = BlockedCalls.REFUSE
        telephone.outgoing("0345678901")
        settle()
        assertEquals(listOf(Answer.RINGS), telephone.answers)
        assertEquals(1, shade().size)
    }

    @Test
    fun `after an unknown call a notice offers to write down what was said`() {
        rings("0345678901")
        assertEquals(0, shade().size)
        talks(seconds = 30)
        val notice = shade().single().notification
        val opened = shadowOf(notice.contentIntent).savedIntent
        assertEquals(CheckActivity::class.java.name, opened.component!!.className)
        assertEquals("0345678901", opened.getStringExtra("sender"))
        assertEquals("VOICE", opened.getStringExtra("channel"))
    }

    @Test
    fun `nothing is asked after missed, short, known and unwanted calls`() {
        rings("0345678901")
        audio.mode = AudioManager.MODE_RINGTONE
        later(seconds = 20)
        audio.mode = AudioManager.MODE_NORMAL
        later(seconds = 1)
        rings("0345678901")
        talks(seconds = 2)
        app.guard.setList("0345678902", ListKind.ALLOWED)
        rings("0345678902")
        talks(seconds = 30)
        Preferences(app).asksAfterCalls = false
        rings("0345678901")
        talks(seconds = 30)
        assertEquals(0, shade().size)
    }
}
