package app.mihari.call

import android.util.Log
import app.mihari.MihariApp
import app.mihari.MihariApp.Companion.TAG
import app.mihari.core.Caller
import app.mihari.core.Channel
import app.mihari.core.ContactKind
import app.mihari.core.CoreException
import app.mihari.core.Guard
import app.mihari.core.Item
import app.mihari.core.Level
import app.mihari.core.ListKind
import app.mihari.settings.Preferences

/** In less time than this nobody is talked into anything, in milliseconds. */
internal const val SHORTEST_TALK = 3_000L

/**
 * Whether the user is asked what this caller said: not about whom the user allowed, the desks that
 * help, and published numbers. Waits for the disk.
 */
internal fun asksAbout(app: MihariApp, number: String?): Boolean = try {
    Preferences(app).asksAfterCalls && isUnknown(app.guard, number)
} catch (e: CoreException) {
    Log.e(TAG, "a caller cannot be looked up", e)
    false
}

private fun isUnknown(guard: Guard, number: String?): Boolean {
    val canonical = guard.canonical(number) ?: return true
    // 110, 188, #9110 and other short numbers are dialled, not called from.
    if (!canonical.startsWith("+")) return false
    if (guard.listed().any { it.kind == ListKind.ALLOWED && it.canonical == canonical }) return false
    val desks = guard.contacts().filter { it.kind == ContactKind.PHONE }
    if (desks.any { guard.canonical(it.value) == canonical }) return false
    return guard.check(Item(Channel.CALL, number)).level != Level.OFFICIAL
}

private fun Guard.canonical(number: String?): String? =
    (caller(Channel.CALL, number) as? Caller.Number)?.canonical
