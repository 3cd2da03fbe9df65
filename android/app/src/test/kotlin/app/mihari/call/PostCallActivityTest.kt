package app.mihari.call

import android.content.Intent
import android.net.Uri
import android.telecom.DisconnectCause
import android.telecom.TelecomManager
import android.view.View
import app.mihari.NEAR_MISS
import app.mihari.R
import app.mihari.app
import app.mihari.core.ListKind
import app.mihari.settings.Preferences
import app.mihari.settle
import app.mihari.ui.check.CheckActivity
import app.mihari.words
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf

@RunWith(RobolectricTestRunner::class)
class PostCallActivityTest {
    private fun ended(
        number: String?,
        duration: Int = TelecomManager.DURATION_MEDIUM,
        cause: Int = DisconnectCause.REMOTE,
    ): Intent = Intent(TelecomManager.ACTION_POST_CALL)
        .putExtra(TelecomManager.EXTRA_HANDLE, number?.let { Uri.fromParts("tel", it, null) })
        .putExtra(TelecomManager.EXTRA_CALL_DURATION, duration)
        .putExtra(TelecomManager.EXTRA_DISCONNECT_CAUSE, cause)

    private fun start(intent: Intent): PostCallActivity =
        Robolectric.buildActivity(PostCallActivity::class.java, intent).setup().get().also { settle() }

    private fun isAsked(intent: Intent): Boolean = !start(intent).isFinishing

    @Test
    fun `after an unknown call it asks what was said, and opens the check`() {
        val activity = start(ended("0345678901"))
        assertFalse(activity.isFinishing)
        assertTrue(activity.words().contains("03-4567-8901"))
        activity.requireViewById<View>(R.id.check).performClick()
        val opened = shadowOf(activity).nextStartedActivity
        assertEquals(CheckActivity::class.java.name, opened.component!!.className)
        assertEquals("VOICE", opened.getStringExtra("channel"))
        assertEquals("0345678901", opened.getStringExtra("sender"))
        assertTrue(activity.isFinishing)
    }

    @Test
    fun `nothing to say closes it`() {
        val activity = start(ended("0345678901"))
        activity.requireViewById<View>(R.id.nothing).performClick()
        assertTrue(activity.isFinishing)
        assertNull(shadowOf(activity).nextStartedActivity)
    }

    @Test
    fun `it asks after a call without a number, and after a suspicious one that was talked`() {
        assertTrue(isAsked(ended(null)))
        assertTrue(isAsked(ended(NEAR_MISS)))
    }

    @Test
    fun `it stays unseen after calls that were not talked`() {
        assertFalse(isAsked(ended("0345678901", duration = TelecomManager.DURATION_VERY_SHORT)))
        assertFalse(isAsked(ended("0345678901", cause = DisconnectCause.MISSED)))
        assertFalse(isAsked(ended("0345678901", cause = DisconnectCause.REJECTED)))
    }

    @Test
    fun `it stays unseen after calls with whom is known`() {
        app.guard.setList("0345678901", ListKind.ALLOWED)
        assertFalse(isAsked(ended("0345678901")))
        assertFalse(isAsked(ended("+815031311651")))
        for (desk in listOf("#9110", "188", "110", "03-3446-1623")) assertFalse(desk, isAsked(ended(desk)))
    }

    @Test
    fun `it stays unseen where the user wants no questions`() {
        Preferences(app).asksAfterCalls = false
        assertFalse(isAsked(ended("0345678901")))
    }

    @Test
    fun `it stays unseen when nothing or nonsense comes with it`() {
        assertFalse(isAsked(Intent()))
        assertFalse(isAsked(Intent(TelecomManager.ACTION_POST_CALL)))
        val nonsense = ended(null).putExtra(TelecomManager.EXTRA_CALL_DURATION, "long")
        assertFalse(isAsked(nonsense))
    }

    @Test
    fun `the system alone may start it`() {
        val activity = app.packageManager
            .queryIntentActivities(Intent(TelecomManager.ACTION_POST_CALL), 0)
            .single()
            .activityInfo
        assertEquals(PostCallActivity::class.java.name, activity.name)
        assertEquals("android.permission.BIND_SCREENING_SERVICE", activity.permission)
    }
}
