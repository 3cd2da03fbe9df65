package app.mihari.settings

import android.content.Context
import android.content.SharedPreferences
import app.mihari.inbox.InboxProgress

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

    /** Where the first start was left; null at its beginning. */
    var startStep: String?
        get() = kept.getString("start_step", null)
        set(value) = kept.edit().putString("start_step", value).apply()

    /** How far the screening of the inbox has come. */
    var inboxProgress: InboxProgress
        get() = InboxProgress(
            kept.getLong("inbox_last_id", 0),
            kept.getInt("inbox_screened", 0),
            kept.getInt("inbox_flagged", 0),
            kept.getBoolean("inbox_finished", false),
        )
        set(value) = kept.edit()
            .putLong("inbox_last_id", value.lastId)
            .putInt("inbox_screened", value.screened)
            .putInt("inbox_flagged", value.flagged)
            .putBoolean("inbox_finished", value.isFinished)
            .apply()

    /** Whether the system has been asked for a permission or role, by its name. */
    fun hasAsked(name: String): Boolean = kept.getBoolean("asked_$name", false)

    /** Remembers whether the system has been asked for a permission or role. */
    fun setAsked(name: String, asked: Boolean) =
        kept.edit().putBoolean("asked_$name", asked).apply()
}
