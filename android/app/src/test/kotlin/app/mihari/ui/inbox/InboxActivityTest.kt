package app.mihari.ui.inbox

import android.content.pm.PackageManager.PERMISSION_DENIED
import app.mihari.Phone
import app.mihari.R
import app.mihari.app
import app.mihari.core.Filter
import app.mihari.dialogWords
import app.mihari.inbox.FakeInbox
import app.mihari.inbox.FakeInbox.Companion.BEGIN
import app.mihari.inbox.FakeInbox.Companion.FRAUD
import app.mihari.inbox.InboxProgress
import app.mihari.inbox.Stored
import app.mihari.open
import app.mihari.opened
import app.mihari.reads
import app.mihari.settings.Preferences
import app.mihari.settle
import app.mihari.shade
import app.mihari.sms.Pdu
import app.mihari.tap
import app.mihari.ui.home.HomeActivity
import app.mihari.words
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController

@RunWith(RobolectricTestRunner::class)
class InboxActivityTest {
    private val progress get() = Preferences(app).inboxProgress
    private val kept get() = app.guard.entries(Filter()).size

    @Before
    fun aPhone() = Phone.isNew()

    private fun inbox(): ActivityController<InboxActivity> = open(InboxActivity.intent(app))

    /** Until it has come to rest: each batch takes a turn of the threads. */
    private fun finish() {
        do {
            val before = progress
            settle()
        } while (progress != before)
    }

    @Test
    fun `the explanation comes before the permission and nothing is read before`() {
        val phone = FakeInbox.filled(10)
        val screen = inbox().get()
        assertTrue(screen.reads(words(R.string.inbox_why_permission)))
        assertEquals(0, phone.rowsRead)
        assertNull(shadowOf(screen).lastRequestedPermission)
        screen.tap(R.id.inbox_go)
        val request = shadowOf(screen).lastRequestedPermission
        assertEquals(listOf("android.permission.READ_SMS"), request.requestedPermissions.toList())
        assertEquals(0, phone.rowsRead)
    }

    @Test
    fun `all messages are screened, the frauds kept, and nobody is disturbed`() {
        FakeInbox.filled(1234)
        Phone.allowsReading()
        val screen = inbox().get()
        screen.tap(R.id.inbox_go)
        finish()
        assertEquals(InboxProgress(1234, 1234, 123, isFinished = true), progress)
        assertEquals(123, kept)
        assertEquals(0, shade().size)
        assertTrue(screen.reads(words(R.string.inbox_finished, 1234)))
        assertTrue(screen.reads(words(R.string.inbox_flagged, 123)))
        screen.tap(R.id.inbox_go)
        assertEquals(HomeActivity::class.java.name, screen.opened!!.component!!.className)
        assertTrue(screen.isFinishing)
    }

    @Test
    fun `a message without sender or words is screened like the others`() {
        FakeInbox.filled(0).messages += Stored(1, null, null, BEGIN)
        Phone.allowsReading()
        inbox().get().tap(R.id.inbox_go)
        finish()
        assertEquals(InboxProgress(1, 1, 0, isFinished = true), progress)
    }

    @Test
    fun `an empty inbox is finished at once`() {
        FakeInbox.filled(0)
        Phone.allowsReading()
        val screen = inbox().get()
        screen.tap(R.id.inbox_go)
        finish()
        assertTrue(screen.reads(words(R.string.inbox_finished, 0)))
    }

    @Test
    fun `fifty thousand messages, stopped in the middle, go on from there without doubles`() {
        val phone = FakeInbox.filled(50_000)
        Phone.allowsReading()
        val screen = inbox().get()
        screen.tap(R.id.inbox_go)
        assertTrue(screen.words(), Regex("50000件のうち [1-9]\\d*00件").containsMatchIn(screen.words()))
        screen.tap(R.id.inbox_stop)
        val before = progress
        assertTrue("$before", before.screened in 100..49_900 && before.isBegun)
        assertTrue(screen.reads(words(R.string.inbox_stopped, before.screened)))
        finish()
        assertEquals(before, progress)
        phone.rowsRead = 0
        screen.tap(R.id.inbox_go)
        finish()
        assertEquals(InboxProgress(50_000, 50_000, 5_000, isFinished = true), progress)
        assertEquals(5_000, kept)
        assertTrue("${phone.rowsRead}", phone.rowsRead <= 50_001 - before.screened)
    }

    @Test
    fun `out of sight it stops, and goes on by itself when seen again`() {
        FakeInbox.filled(5000)
        Phone.allowsReading()
        val controller = inbox()
        controller.get().tap(R.id.inbox_go)
        controller.pause().stop()
        finish()
        val before = progress
        assertTrue("$before", before.isBegun)
        finish()
        assertEquals(before, progress)
        controller.restart().start().resume()
        finish()
        assertTrue(progress.isFinished)
        assertEquals(500, kept)
    }

    @Test
    fun `turned on its side it goes on`() {
        FakeInbox.filled(3000)
        Phone.allowsReading()
        val controller = inbox()
        controller.get().tap(R.id.inbox_go)
        controller.recreate()
        finish()
        assertEquals(InboxProgress(3000, 3000, 300, isFinished = true), progress)
        assertEquals(300, kept)
    }

    @Test
    fun `a second look from the beginning brings no doubles`() {
        FakeInbox.filled(200)
        Phone.allowsReading()
        val screen = inbox().get()
        screen.tap(R.id.inbox_go)
        finish()
        screen.tap(R.id.inbox_again)
        finish()
        assertEquals(InboxProgress(200, 200, 20, isFinished = true), progress)
        assertEquals(20, kept)
    }

    @Test
    fun `what came by the receiver is the same item, whenever the network says it was sent`() {
        val phone = FakeInbox.filled(0)
        app.sendBroadcast(Pdu.broadcast(Pdu.ucs2("+818012345670", FRAUD)))
        settle()
        val arrived = app.guard.entries(Filter()).single().item.at!!
        phone.messages += Stored(7, "+818012345670", FRAUD, date = arrived + 900)
        Phone.allowsReading()
        inbox().get().tap(R.id.inbox_go)
        finish()
        assertEquals(1, kept)
    }

    @Test
    fun `what lay there before says nothing of what still arrives`() {
        FakeInbox.filled(20)
        Phone.allowsReading()
        inbox().get().tap(R.id.inbox_go)
        finish()
        assertEquals(20, app.guard.health().messages)
        assertNull(app.guard.health().lastMessage)
        app.sendBroadcast(Pdu.broadcast(Pdu.ucs2("+818012345670", "おはよう")))
        settle()
        assertTrue(app.guard.health().lastMessage!! > BEGIN)
    }

    @Test
    fun `what the user deleted does not come back`() {
        FakeInbox.filled(10)
        Phone.allowsReading()
        val screen = inbox().get()
        screen.tap(R.id.inbox_go)
        finish()
        app.guard.delete(app.guard.entries(Filter()).map { it.id })
        screen.tap(R.id.inbox_again)
        finish()
        assertEquals(0, kept)
        assertEquals(0, progress.flagged)
    }

    @Test
    fun `a permission taken away in the middle is said, and what was done stays`() {
        val phone = FakeInbox.filled(5000)
        Phone.allowsReading()
        val screen = inbox().get()
        screen.tap(R.id.inbox_go)
        phone.fault = SecurityException("content")
        finish()
        assertTrue(screen.reads(words(R.string.inbox_refused)))
        val before = progress
        assertTrue("$before", before.isBegun)
        phone.fault = null
        screen.tap(R.id.inbox_go)
        finish()
        assertEquals(InboxProgress(5000, 5000, 500, isFinished = true), progress)
        assertEquals(500, kept)
    }

    @Test
    fun `a phone without messages and a provider that breaks are said`() {
        val phone = FakeInbox.filled(5)
        Phone.allowsReading()
        val screen = inbox().get()
        phone.isThere = false
        screen.tap(R.id.inbox_go)
        assertTrue(screen.reads(words(R.string.inbox_unreadable)))
        phone.isThere = true
        phone.fault = IllegalStateException("content")
        screen.tap(R.id.inbox_go)
        assertTrue(screen.reads(words(R.string.inbox_unreadable)))
        assertFalse(progress.isBegun)
    }

    @Test
    fun `a refusal is said, and the next tap leads to the settings`() {
        FakeInbox.filled(5)
        val screen = inbox().get()
        screen.tap(R.id.inbox_go)
        screen.onRequestPermissionsResult(0, arrayOf(), intArrayOf(PERMISSION_DENIED))
        assertTrue(screen.reads(words(R.string.inbox_refused)))
        screen.tap(R.id.inbox_go)
        assertTrue(dialogWords.startsWith(words(R.string.repair_sms_steps)))
    }

    @Test
    fun `a history that cannot be written stops it, and the same messages are screened again later`() {
        FakeInbox.filled(300)
        Phone.allowsReading()
        val blocked = Phone.blocksHistory()
        val screen = inbox().get()
        screen.tap(R.id.inbox_go)
        finish()
        assertTrue(screen.reads(words(R.string.trouble_history)))
        assertEquals(0, progress.screened)
        blocked.delete()
        blocked.mkdirs()
        screen.tap(R.id.inbox_go)
        finish()
        assertEquals(30, kept)
    }
}
