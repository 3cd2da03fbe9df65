package app.mihari.ui.protection

import android.app.Activity
import android.provider.Settings
import android.view.ViewGroup
import android.widget.Button
import android.widget.FrameLayout
import app.mihari.Phone
import app.mihari.R
import app.mihari.agree
import app.mihari.app
import app.mihari.core.Health
import app.mihari.core.HistoryTrouble
import app.mihari.dialogWords
import app.mihari.open
import app.mihari.reads
import app.mihari.tap
import app.mihari.ui.settings.AboutActivity
import app.mihari.words
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf

@RunWith(RobolectricTestRunner::class)
class ProtectionCardTest {
    private val health = Health(null, null, 0, 0, null, null, 0, 0, 0)

    /** Any screen can hold the card. */
    private val screen: Activity by lazy { open<AboutActivity>(AboutActivity.intent(app)).get() }

    private fun show(health: Health?) {
        val frame = FrameLayout(screen)
        screen.requireViewById<ViewGroup>(R.id.content).run {
            removeAllViews()
            addView(frame)
        }
        ProtectionCard.show(screen, frame, health)
    }

    private fun repair(label: Int) {
        val frame = screen.requireViewById<ViewGroup>(R.id.protection_rows)
        val buttons = (0 until frame.childCount)
            .map { frame.getChildAt(it).requireViewById<Button>(R.id.protection_repair) }
        buttons.single { it.isShown && it.text == words(label) }.performClick()
    }

    @Test
    fun `all is well in one calm line`() {
        Phone.allowsAll()
        show(health.copy(lastMessage = 1_795_600_000_000))
        assertTrue(screen.reads(words(R.string.protection_watching)))
        assertTrue(screen.reads("11月25日"))
        assertEquals(0, screen.requireViewById<ViewGroup>(R.id.protection_rows).childCount)
    }

    @Test
    fun `each lack is named and one tap asks the system`() {
        Phone.isNew()
        show(health)
        assertTrue(screen.reads(words(R.string.protection_not_watching)))
        for (lack in listOf(
            R.string.protection_lack_sms,
            R.string.protection_lack_calls,
            R.string.protection_lack_notifications,
            R.string.protection_lack_hibernation,
        )) assertTrue(screen.reads(words(lack)))
        repair(R.string.protection_repair_sms)
        assertEquals(
            listOf("android.permission.RECEIVE_SMS"),
            shadowOf(screen).lastRequestedPermission.requestedPermissions.toList(),
        )
        repair(R.string.protection_repair_calls)
        val role = shadowOf(screen).nextStartedActivityForResult.intent
        assertEquals("android.app.role.action.REQUEST_ROLE", role.action)
        repair(R.string.protection_repair_notifications)
        assertEquals(
            listOf("android.permission.POST_NOTIFICATIONS"),
            shadowOf(screen).lastRequestedPermission.requestedPermissions.toList(),
        )
    }

    @Test
    fun `once refused for good the way leads over the settings, with the steps first`() {
        Phone.isNew()
        show(health)
        repair(R.string.protection_repair_sms)
        repair(R.string.protection_repair_sms)
        assertTrue(dialogWords.startsWith(words(R.string.repair_sms_steps)))
        assertTrue(dialogWords.endsWith(words(R.string.repair_restricted)))
        assertEquals(ASKING, shadowOf(screen).nextStartedActivity.action)
        assertNull(shadowOf(screen).nextStartedActivity)
        agree()
        val settings = shadowOf(screen).nextStartedActivity
        assertEquals(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, settings.action)
        assertEquals("package:app.mihari", settings.dataString)
    }

    @Test
    fun `a permission lost after it was there is asked for by the system's dialog again`() {
        Phone.isNew()
        show(health)
        repair(R.string.protection_repair_calls)
        shadowOf(screen).nextStartedActivityForResult
        Phone.givesRole()
        show(health)
        Phone.takesRole()
        show(health)
        repair(R.string.protection_repair_calls)
        val role = shadowOf(screen).nextStartedActivityForResult.intent
        assertEquals("android.app.role.action.REQUEST_ROLE", role.action)
    }

    @Test
    fun `notifications that are switched off are switched on in the settings`() {
        Phone.allowsAll()
        Phone.notifications(false)
        show(health)
        assertTrue(screen.reads(words(R.string.protection_partly)))
        repair(R.string.protection_repair_notifications)
        agree()
        val settings = shadowOf(screen).nextStartedActivity
        assertEquals(Settings.ACTION_APP_NOTIFICATION_SETTINGS, settings.action)
    }

    @Test
    fun `refused notifications are switched on in their own settings`() {
        Phone.isNew()
        show(health)
        repair(R.string.protection_repair_notifications)
        assertEquals(ASKING, shadowOf(screen).nextStartedActivity.action)
        repair(R.string.protection_repair_notifications)
        agree()
        val settings = shadowOf(screen).nextStartedActivity
        assertEquals(Settings.ACTION_APP_NOTIFICATION_SETTINGS, settings.action)
    }

    @Test
    fun `a broken history, a missing core and a tablet are said`() {
        Phone.allowsAll()
        show(health.copy(trouble = HistoryTrouble.DISK_FULL))
        assertTrue(screen.reads(words(R.string.trouble_disk_full)))
        show(health.copy(setAside = "/somewhere"))
        assertTrue(screen.reads(words(R.string.trouble_damaged)))
        assertFalse(screen.reads("/somewhere"))
        show(null)
        assertTrue(screen.reads(words(R.string.trouble_core)))
        assertTrue(screen.reads(words(R.string.protection_not_watching)))
        Phone.isTablet()
        show(health)
        assertTrue(screen.reads(words(R.string.protection_no_telephony)))
    }

    @Test
    fun `it says what it cannot see`() {
        Phone.allowsAll()
        show(health)
        screen.tap(R.id.protection_limits)
        for (unseen in listOf("固定電話", "LINE", "RCS", "MMS", "050")) {
            assertTrue(unseen, unseen in dialogWords)
        }
    }

    private companion object {
        /** The system's dialog, once. */
        const val ASKING = "android.content.pm.action.REQUEST_PERMISSIONS"
    }
}
