package app.mihari.settings

import android.app.Notification
import android.app.NotificationManager
import app.mihari.FRAUD
import app.mihari.R
import app.mihari.app
import app.mihari.choose
import app.mihari.open
import app.mihari.reads
import app.mihari.settle
import app.mihari.shade
import app.mihari.sms.Pdu
import app.mihari.tap
import app.mihari.ui.settings.AboutActivity
import app.mihari.ui.settings.SettingsActivity
import app.mihari.words
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [29])
class LanguageApi29Test {
    private val scale get() = app.resources.configuration.fontScale

    @Test
    fun `below Android 13 the app changes its language itself, on screens and in the shade`() {
        val controller = open<SettingsActivity>(SettingsActivity.intent(app))
        assertTrue(controller.get().reads("使う人"))
        controller.get().tap(R.id.settings_language)
        choose(2)
        settle()
        assertEquals("en", Preferences(app).language)
        assertEquals("Fraud", app.getString(R.string.level_scam))
        assertTrue(open<SettingsActivity>(SettingsActivity.intent(app)).get().reads("Who uses this phone"))
    }

    @Test
    fun `what is written into the shade keeps the choice, whatever becomes of the phone's own`() {
        val settings = open<SettingsActivity>(SettingsActivity.intent(app))
        settings.get().tap(R.id.settings_language)
        choose(2)
        RuntimeEnvironment.setQualifiers("ja-rJP-night")
        RuntimeEnvironment.setFontScale(1.5f)
        app.sendBroadcast(Pdu.broadcast(Pdu.ucs2("+818012345670", FRAUD)))
        settle()
        val warning = shade().single().notification
        assertEquals("Fraud: 080-1234-5670", warning.extras.getString(Notification.EXTRA_TITLE))
        val manager = app.getSystemService(NotificationManager::class.java)!!
        assertEquals("Warnings about messages and calls", manager.getNotificationChannel("flagged").name)
        assertEquals(1.5f, scale)
    }

    @Test
    fun `a screen below the settings speaks the choice when it is seen again`() {
        val about = open<AboutActivity>(AboutActivity.intent(app))
        about.pause().stop()
        open<SettingsActivity>(SettingsActivity.intent(app)).get().tap(R.id.settings_language)
        choose(2)
        about.restart().start().resume()
        settle()
        assertTrue(about.get().words(), about.get().reads("About Mihari"))
    }

    @Test
    fun `the choice leaves everything else as the phone has it`() {
        Preferences(app).language = "en"
        val spoken = Language.speaking(app)
        assertEquals("en", spoken.resources.configuration.locales[0].language)
        assertEquals(scale, spoken.resources.configuration.fontScale)
        assertEquals(app.resources.configuration.densityDpi, spoken.resources.configuration.densityDpi)
    }

    @Test
    fun `following the phone is a choice as well`() {
        val before = app.getString(R.string.level_scam)
        val controller = open<SettingsActivity>(SettingsActivity.intent(app))
        controller.get().tap(R.id.settings_language)
        choose(2)
        val english = open<SettingsActivity>(SettingsActivity.intent(app)).get()
        english.tap(R.id.settings_language)
        choose(0)
        assertEquals(null, Language.chosen(app))
        assertEquals(before, app.getString(R.string.level_scam))
    }
}
