package app.mihari.settings

import app.mihari.R
import app.mihari.app
import app.mihari.choose
import app.mihari.open
import app.mihari.reads
import app.mihari.settle
import app.mihari.tap
import app.mihari.ui.settings.SettingsActivity
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
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
