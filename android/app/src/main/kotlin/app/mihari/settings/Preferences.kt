package app.mihari.settings

import android.content.Context
import android.content.SharedPreferences

/** What happens to a call from a number on the user's block list. Nothing else is ever touched. */
enum class BlockedCalls { WARN, SILENCE, REFUSE }

/** The user's choices that the core does not need. They stay on this phone. */
class Preferences(context: Context) {
    private val kept: SharedPreferences =
        context.getSharedPreferences("preferences", Context.MODE_PRIVATE)

    /** What happens to calls from blocked numbers; a warning alone until the user chooses more. */
    var blockedCalls: BlockedCalls
        get() = BlockedCalls.entries.find { it.name == kept.getString("blocked_calls", null) }
            ?: BlockedCalls.WARN
        set(value) = kept.edit().putString("blocked_calls", value.name).apply()

    /** Whether a card is drawn above the call screen, where the system allows it. */
    var showsCallCard: Boolean
        get() = kept.getBoolean("call_card", true)
        set(value) = kept.edit().putBoolean("call_card", value).apply()

    /** Whether the app offers to write down what an unknown caller said. */
    var asksAfterCalls: Boolean
        get() = kept.getBoolean("ask_after_calls", true)
        set(value) = kept.edit().putBoolean("ask_after_calls", value).apply()

    /** Whom the user asks for advice; null until chosen. */
    var familyName: String?
        get() = kept.getString("family_name", null)
        set(value) = kept.edit().putString("family_name", value).apply()

    /** The number that messages to the family go to; null until chosen. */
    var familyNumber: String?
        get() = kept.getString("family_number", null)
        set(value) = kept.edit().putString("family_number", value).apply()

    /** The language of the app below Android 13 (`ja`, `en`); null follows the phone. */
    var language: String?
        get() = kept.getString("language", null)
        set(value) = kept.edit().putString("language", value).apply()

    /** Whether the first start has been gone through. */
    var hasStarted: Boolean
        get() = kept.getBoolean("started", false)
        set(value) = kept.edit().putBoolean("started", value).apply()
}
