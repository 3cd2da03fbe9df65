package app.mihari.settings

import android.app.LocaleManager
import android.os.LocaleList
import app.mihari.app
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
class LanguageTest {
    private val manager get() = app.getSystemService(LocaleManager::class.java)!!

    /** The system starts the app after the phone was brought from Android 12 to 13. */
    private fun start() = app.onCreate()

    @Test
    fun `a choice made below Android 13 is handed to the system once`() {
        Preferences(app).language = "en"
        start()
        assertEquals(LocaleList.forLanguageTags("en"), manager.applicationLocales)
        assertEquals("en", Language.chosen(app))
        assertEquals(null, Preferences(app).language)
        manager.applicationLocales = LocaleList.getEmptyLocaleList()
        start()
        assertTrue(manager.applicationLocales.isEmpty)
    }

    @Test
    fun `what the user has told the system since wins`() {
        Preferences(app).language = "en"
        manager.applicationLocales = LocaleList.forLanguageTags("ja")
        start()
        assertEquals("ja", Language.chosen(app))
    }
}
