package app.mihari.protection

import android.app.NotificationChannel
import android.app.NotificationManager
import app.mihari.Phone
import app.mihari.app
import app.mihari.core.Health
import app.mihari.notice.Notices
import java.util.concurrent.TimeUnit
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
class ProtectionTest {
    private val health = Health(null, null, 0, 0, null, null, 0, 0, 0)

    @Test
    fun `on a new phone everything is missing and nothing is watched`() {
        Phone.isNew()
        Phone.notifications(false)
        val protection = Protection.of(app, health)
        assertEquals(listOf(Part.SMS, Part.CALLS, Part.NOTIFICATIONS), protection.missing)
        assertEquals(Condition.NOT_WATCHING, protection.condition)
        assertEquals(PartState.OFF, protection.stateOf(Part.HIBERNATION))
    }

    @Test
    fun `with everything allowed it keeps watch`() {
        Phone.allowsAll()
        val protection = Protection.of(app, health)
        assertEquals(Condition.WATCHING, protection.condition)
        for (part in Part.entries) assertEquals(part.name, PartState.ON, protection.stateOf(part))
    }

    @Test
    fun `the role lost to another app is noticed`() {
        Phone.allowsAll()
        Phone.takesRole()
        val protection = Protection.of(app, health)
        assertEquals(listOf(Part.CALLS), protection.missing)
        assertEquals(Condition.PARTLY, protection.condition)
    }

    @Test
    fun `what only helps does not spoil the watch`() {
        Phone.isNew()
        Phone.allowsSms()
        Phone.givesRole()
        Phone.allowsNotifications()
        assertEquals(Condition.WATCHING, Protection.of(app, health).condition)
    }

    @Test
    fun `a warning that makes no sound counts as missing`() {
        Phone.allowsAll()
        val manager = app.getSystemService(NotificationManager::class.java)!!
        manager.deleteNotificationChannel(Notices.FLAGGED)
        manager.createNotificationChannel(
            NotificationChannel(Notices.FLAGGED, "silenced", NotificationManager.IMPORTANCE_LOW),
        )
        assertEquals(listOf(Part.NOTIFICATIONS), Protection.of(app, health).missing)
    }

    @Test
    fun `a tablet has nothing to watch and lacks nothing`() {
        Phone.allowsAll()
        Phone.isTablet()
        val protection = Protection.of(app, health)
        assertFalse(protection.hasTelephony)
        assertEquals(emptyList<Part>(), protection.missing)
        assertEquals(Condition.NOT_WATCHING, protection.condition)
    }

    @Test
    fun `without the core nothing is watched whatever is allowed`() {
        Phone.allowsAll()
        assertEquals(Condition.NOT_WATCHING, Protection.of(app, null).condition)
    }

    @Test
    fun `thirty days without anything are quiet and a call ends the quiet`() {
        Phone.allowsAll()
        val days = TimeUnit.DAYS.toMillis(1)
        val now = 1_795_600_000_000
        Phone.gotTheApp(now - 100 * days)
        fun quietWith(lastMessage: Long?, lastCall: Long?) =
            Protection.of(app, health.copy(lastMessage = lastMessage, lastCall = lastCall), now).isQuiet
        assertTrue(quietWith(null, null))
        assertTrue(quietWith(now - 31 * days, now - 40 * days))
        assertFalse(quietWith(now - 31 * days, now - 29 * days))
    }

    @Test
    fun `a new app is not called quiet before it has had its time`() {
        Phone.allowsAll()
        val now = 1_795_600_000_000
        Phone.gotTheApp(now - 1000)
        assertFalse(Protection.of(app, health, now).isQuiet)
    }
}
