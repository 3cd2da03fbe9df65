package app.mihari.ui.settings

import android.app.Activity.RESULT_CANCELED
import android.app.Activity.RESULT_OK
import android.app.LocaleManager
import android.content.Intent
import android.net.Uri
import android.os.LocaleList
import android.provider.Settings
import android.view.View
import app.mihari.Phone
import app.mihari.R
import app.mihari.agree
import app.mihari.app
import app.mihari.choose
import app.mihari.core.Channel
import app.mihari.core.Filter
import app.mihari.core.Item
import app.mihari.core.ListKind
import app.mihari.core.Profile
import app.mihari.decline
import app.mihari.dialogWords
import app.mihari.inbox.FakeInbox.Companion.FRAUD
import app.mihari.open
import app.mihari.reads
import app.mihari.settings.BlockedCalls
import app.mihari.settings.Preferences
import app.mihari.settle
import app.mihari.shade
import app.mihari.sms.Pdu
import app.mihari.tap
import app.mihari.words
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.IOException
import java.io.OutputStream
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowSettings

@RunWith(RobolectricTestRunner::class)
class SettingsActivityTest {
    private val screen by lazy { open<SettingsActivity>(SettingsActivity.intent(app)).get() }
    private val target = Uri.parse("content://documents/1")

    @Before
    fun aPhone() = Phone.allowsAll()

    private fun aFraud(text: String = FRAUD) =
        app.guard.screen(listOf(Item(Channel.SMS, "080-1234-5670", text)))

    private fun export(row: Int, out: OutputStream?) {
        if (out != null) shadowOf(app.contentResolver).registerOutputStream(target, out)
        screen.tap(row)
        val request = shadowOf(screen).nextStartedActivityForResult
        assertEquals(Intent.ACTION_CREATE_DOCUMENT, request.intent.action)
        shadowOf(screen).receiveResult(request.intent, RESULT_OK, Intent().setData(target))
        settle()
    }

    @Test
    fun `the profile is kept and a business has its page`() {
        assertFalse(screen.requireViewById<View>(R.id.settings_seller).isShown)
        screen.tap(R.id.profile_business)
        assertEquals(Profile.BUSINESS, app.guard.profile)
        screen.tap(R.id.settings_seller)
        screen.tap(R.id.profile_personal)
        assertEquals(Profile.PERSONAL, app.guard.profile)
        assertFalse(screen.requireViewById<View>(R.id.settings_seller).isShown)
    }

    @Test
    fun `what happens to blocked calls is the user's choice and a warning at first`() {
        assertEquals(BlockedCalls.WARN, Preferences(app).blockedCalls)
        screen.tap(R.id.blocked_refuse)
        assertEquals(BlockedCalls.REFUSE, Preferences(app).blockedCalls)
        screen.tap(R.id.blocked_silence)
        assertEquals(BlockedCalls.SILENCE, Preferences(app).blockedCalls)
        screen.tap(R.id.blocked_warn)
        assertEquals(BlockedCalls.WARN, Preferences(app).blockedCalls)
    }

    @Test
    fun `card and question are switched off and on`() {
        screen.tap(R.id.settings_card)
        screen.tap(R.id.settings_ask)
        assertFalse(Preferences(app).showsCallCard)
        assertFalse(Preferences(app).asksAfterCalls)
        screen.tap(R.id.settings_card)
        assertTrue(Preferences(app).showsCallCard)
    }

    @Test
    fun `the leave to draw the card is asked for where it is missing`() {
        ShadowSettings.setCanDrawOverlays(false)
        screen.tap(R.id.settings_overlay)
        agree()
        assertEquals(
            Settings.ACTION_MANAGE_OVERLAY_PERMISSION,
            shadowOf(screen).nextStartedActivity.action,
        )
    }

    @Test
    fun `a shorter time is set only after the warning`() {
        screen.tap(R.id.settings_retention)
        choose(3)
        assertEquals(words(R.string.settings_retention_confirm), dialogWords)
        decline()
        assertEquals(null, app.guard.retentionDays)
        screen.tap(R.id.settings_retention)
        choose(1)
        agree()
        assertEquals(365, app.guard.retentionDays)
        assertTrue(screen.reads(words(R.string.settings_retention_year)))
        screen.tap(R.id.settings_retention)
        choose(0)
        assertEquals(null, app.guard.retentionDays)
    }

    @Test
    fun `the export is the whole history and leaves nothing behind in the app`() {
        aFraud()
        aFraud("$FRAUD もう一つ")
        val csv = ByteArrayOutputStream()
        export(R.id.settings_csv, csv)
        assertEquals(3, csv.toString("UTF-8").trim().lines().size)
        assertTrue(FRAUD in csv.toString("UTF-8"))
        assertEquals(words(R.string.settings_exported, 2), dialogWords)
        val json = ByteArrayOutputStream()
        export(R.id.settings_json, json)
        assertTrue(json.toString("UTF-8").lines().first().startsWith("{"))
        assertEquals(emptyList<String>(), app.cacheDir.list()!!.toList())
    }

    @Test
    fun `an export that cannot be written is said`() {
        aFraud()
        val full = object : OutputStream() {
            override fun write(byte: Int) = throw IOException("content")
        }
        export(R.id.settings_csv, full)
        assertEquals(words(R.string.settings_not_exported), dialogWords)
        assertEquals(emptyList<String>(), app.cacheDir.list()!!.toList())
    }

    @Test
    fun `an export nobody chose a place for does nothing`() {
        screen.tap(R.id.settings_csv)
        val request = shadowOf(screen).nextStartedActivityForResult
        shadowOf(screen).receiveResult(request.intent, RESULT_CANCELED, null)
        settle()
        assertFalse(screen.isFinishing)
    }

    @Test
    fun `all records go only after it was said what goes and what stays`() {
        aFraud()
        app.guard.setList("03-5555-1234", ListKind.BLOCKED)
        screen.tap(R.id.settings_delete)
        assertEquals(words(R.string.settings_delete_confirm, 1, 0), dialogWords)
        decline()
        assertEquals(1, app.guard.entries(Filter()).size)
        screen.tap(R.id.settings_delete)
        agree()
        assertEquals(0, app.guard.entries(Filter()).size)
        assertEquals(1, app.guard.listed().size)
        assertEquals(words(R.string.settings_deleted, 1), dialogWords)
    }

    @Test
    fun `damaged records go with the others, and so does what was told of all of them`() {
        val history = File(app.noBackupFilesDir, "history.db")
        history.parentFile!!.mkdirs()
        history.writeBytes(ByteArray(9_000) { 7 })
        app.sendBroadcast(Pdu.broadcast(Pdu.ucs2("+818012345670", FRAUD)))
        settle()
        assertEquals(2, shade().size)
        assertEquals(1, damagedFiles().size)
        screen.tap(R.id.settings_delete)
        assertTrue(dialogWords.startsWith(words(R.string.settings_delete_aside)))
        agree()
        assertEquals(emptyList<String>(), damagedFiles())
        assertEquals(0, shade().size)
        assertEquals(null, app.guard.health().setAside)
        screen.tap(R.id.settings_delete)
        assertEquals(words(R.string.settings_delete_confirm, 0, 0), dialogWords)
    }

    private fun damagedFiles() = app.noBackupFilesDir.list()!!.filter { "damaged" in it }

    @Test
    fun `without a history it says so and the rest works`() {
        Phone.blocksHistory()
        assertTrue(screen.reads(words(R.string.trouble_history)))
        assertFalse(screen.requireViewById<View>(R.id.profile_business).isEnabled)
        screen.tap(R.id.blocked_silence)
        assertEquals(BlockedCalls.SILENCE, Preferences(app).blockedCalls)
        screen.tap(R.id.settings_delete)
        assertEquals(words(R.string.trouble_history), dialogWords)
    }

    @Test
    fun `the language is handed to the system`() {
        screen.tap(R.id.settings_language)
        choose(2)
        val manager = app.getSystemService(LocaleManager::class.java)!!
        assertEquals(LocaleList.forLanguageTags("en"), manager.applicationLocales)
        screen.tap(R.id.settings_language)
        choose(0)
        assertTrue(manager.applicationLocales.isEmpty)
    }

    @Test
    fun `every row leads somewhere`() {
        for (row in listOf(
            R.id.settings_numbers,
            R.id.settings_notifications,
            R.id.settings_inbox,
            R.id.settings_family,
            R.id.settings_start,
            R.id.settings_about,
        )) {
            screen.tap(row)
            val intent = shadowOf(screen).nextStartedActivity
            val component = intent.component
            if (component == null) {
                assertEquals(Settings.ACTION_APP_NOTIFICATION_SETTINGS, intent.action)
            } else {
                app.packageManager.getActivityInfo(component, 0)
            }
        }
    }
}
