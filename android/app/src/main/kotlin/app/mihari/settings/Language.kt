package app.mihari.settings

import android.app.Activity
import android.app.LocaleManager
import android.content.Context
import android.content.res.Configuration
import android.content.res.Resources
import android.os.Build
import android.os.LocaleList

/**
 * The language of the app. From Android 13 on the system keeps the user's choice for each app; below
 * it the app does, and every context speaks through [speaking].
 */
object Language {
    /** The languages that the app speaks. */
    val offered = listOf("ja", "en")

    /** The language that the user chose; null follows the phone. */
    fun chosen(context: Context): String? {
        val tag = if (Build.VERSION.SDK_INT >= 33) {
            context.getSystemService(LocaleManager::class.java)?.applicationLocales
                ?.takeUnless { it.isEmpty }?.get(0)?.language
        } else {
            Preferences(context).language
        }
        return tag?.takeIf { it in offered }
    }

    /** Sets the language, or (null) follows the phone, and draws [activity] anew. */
    fun choose(activity: Activity, language: String?) {
        if (language == chosen(activity)) return
        if (Build.VERSION.SDK_INT >= 33) {
            // The system draws the screens anew by itself.
            activity.getSystemService(LocaleManager::class.java)?.applicationLocales =
                LocaleList.forLanguageTags(language.orEmpty())
        } else {
            Preferences(activity).language = language
            speak(activity.applicationContext.resources, locales(language))
            activity.recreate()
        }
    }

    /** A context that speaks the chosen language, for `attachBaseContext`. */
    fun speaking(base: Context): Context {
        if (Build.VERSION.SDK_INT >= 33) return base
        val language = Preferences(base).language ?: return base
        val locales = locales(language)
        LocaleList.setDefault(locales)
        return base.createConfigurationContext(only(locales))
    }

    private fun locales(language: String?): LocaleList =
        if (language == null) Resources.getSystem().configuration.locales
        else LocaleList.forLanguageTags(language)

    /** The app's own context lives on, and what it writes into the shade is to change as well. */
    @Suppress("DEPRECATION")
    private fun speak(resources: Resources, locales: LocaleList) {
        LocaleList.setDefault(locales)
        val configuration = Configuration(resources.configuration).apply { setLocales(locales) }
        resources.updateConfiguration(configuration, resources.displayMetrics)
    }

    /** Changes nothing else: a font scale of 0 is none. */
    private fun only(locales: LocaleList) = Configuration().apply {
        fontScale = 0f
        setLocales(locales)
    }
}
