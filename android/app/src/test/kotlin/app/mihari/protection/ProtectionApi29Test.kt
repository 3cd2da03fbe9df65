package app.mihari.protection

import app.mihari.Phone
import app.mihari.app
import app.mihari.core.Health
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [29])
class ProtectionApi29Test {
    private val health = Health(null, null, 0, 0, null, null, 0, 0, 0)

    @Test
    fun `Android 10 hibernates nothing and asks for no leave to notify`() {
        Phone.isNew()
        Phone.notifications(true)
        val protection = Protection.of(app, health)
        assertEquals(PartState.NOT_HERE, protection.stateOf(Part.HIBERNATION))
        assertEquals(listOf(Part.SMS, Part.CALLS), protection.missing)
        Phone.notifications(false)
        assertEquals(PartState.OFF, Protection.stateOf(app, Part.NOTIFICATIONS))
    }

    @Test
    fun `with everything allowed it keeps watch`() {
        Phone.allowsAll()
        assertEquals(Condition.WATCHING, Protection.of(app, health).condition)
    }
}
