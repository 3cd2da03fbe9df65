package app.mihari.settings

import android.app.Activity
import android.app.LocaleManager
import android.content.Context
import android.content.res.Configuration
import android.content.res.Resources
import android.os.Build
import android.os.LocaleList
import app.mihari.mihari

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
            if (language == null) LocaleList.setDefault(Resources.getSystem().configuration.locales)
            activity.mihari.speakAnew()
            activity.recreate()
        }
    }

    /**
     * Hands a choice that was made below Android 13 over to the system, which keeps it from there
     * on. What the user has told the system since wins.
     */
    fun handOver(context: Context) {
        if (Build.VERSION.SDK_INT < 33) return
        val preferences = Preferences(context)
        val language = preferences.language ?: return
        val manager = context.getSystemService(LocaleManager::class.java) ?: return
        if (manager.applicationLocales.isEmpty) {
            manager.applicationLocales = LocaleList.forLanguageTags(language)
        }
        preferences.language = null
    }

    /** A context that speaks the chosen language, for `attachBaseContext`. */
    fun speaking(base: Context): Context {
        if (Build.VERSION.SDK_INT >= 33) return base
        val language = Preferences(base).language ?: return base
        val locales = LocaleList.forLanguageTags(language)
        LocaleList.setDefault(locales)
        return base.createConfigurationContext(only(locales))
    }

    /** Changes nothing else: a font scale of 0 is none. */
    private fun only(locales: LocaleList) = Configuration().apply {
        fontScale = 0f
        setLocales(locales)
    }
}
