package app.mihari.protection

import android.Manifest.permission.POST_NOTIFICATIONS
import android.Manifest.permission.RECEIVE_SMS
import android.app.NotificationManager
import android.app.role.RoleManager
import android.content.Context
import android.content.pm.PackageManager.FEATURE_TELEPHONY
import android.content.pm.PackageManager.PERMISSION_GRANTED
import android.os.Build
import android.provider.Settings
import app.mihari.core.Health
import app.mihari.notice.Notices
import java.util.concurrent.TimeUnit

/** What the app's protection rests on, in the order in which it matters. */
enum class Part {
    /** Messages reach the app. */
    SMS,

    /** Calls reach the app. */
    CALLS,

    /** Warnings are seen. */
    NOTIFICATIONS,

    /** The system takes nothing away when the app has not been opened for months. */
    HIBERNATION,

    /** A warning may stand above the call screen. */
    OVERLAY,
    ;

    /** Without it the app is not protecting. The others help. */
    val isNeeded: Boolean get() = this == SMS || this == CALLS || this == NOTIFICATIONS
}

/** How it stands with a part. */
enum class PartState {
    ON,
    OFF,

    /** This phone or this Android has no such thing. */
    NOT_HERE,
}

/** How it stands with the whole. */
enum class Condition {
    /** Everything that is needed is there. */
    WATCHING,

    /** Something is watched, something is not. */
    PARTLY,

    /** Nothing is watched. */
    NOT_WATCHING,
}

/**
 * What is on and what is not, at one moment. The user, the system and other apps change it from
 * outside: ask again whenever a screen comes to the front.
 */
class Protection private constructor(
    private val states: Map<Part, PartState>,
    /** What the core says of itself; null when it cannot be loaded. */
    val health: Health?,
    /** Whether nothing has been screened for so long that something may be wrong. */
    val isQuiet: Boolean,
) {
    /** How it stands with a part. */
    fun stateOf(part: Part): PartState = states.getValue(part)

    /** Needed parts that are off. */
    val missing: List<Part> get() = Part.entries.filter { it.isNeeded && stateOf(it) == PartState.OFF }

    /** Whether messages and calls can come to this device at all. A tablet has neither. */
    val hasTelephony: Boolean get() = stateOf(Part.SMS) != PartState.NOT_HERE

    val condition: Condition
        get() {
            val watched = listOf(Part.SMS, Part.CALLS).any { stateOf(it) == PartState.ON }
            return when {
                health == null || !watched -> Condition.NOT_WATCHING
                missing.isNotEmpty() -> Condition.PARTLY
                else -> Condition.WATCHING
            }
        }

    companion object {
        /** After this many days without a message or a call, the app says that it has seen none. */
        const val QUIET_DAYS = 30L

        /**
         * How it stands now.
         *
         * @param health what the core says; null when it cannot be loaded.
         * @param now milliseconds since 1970.
         */
        fun of(
            context: Context,
            health: Health?,
            now: Long = System.currentTimeMillis(),
        ): Protection {
            val states = Part.entries.associateWith { stateOf(context, it) }
            return Protection(states, health, isQuiet(context, health, now))
        }

        /** How it stands with one part now. */
        fun stateOf(context: Context, part: Part): PartState = when (part) {
            Part.SMS -> onTelephone(context) { context.has(RECEIVE_SMS) }
            Part.CALLS -> callsState(context)
            Part.NOTIFICATIONS -> onOrOff(areNotificationsSeen(context))
            Part.HIBERNATION -> hibernationState(context)
            Part.OVERLAY -> onTelephone(context) { Settings.canDrawOverlays(context) }
        }

        private fun onTelephone(context: Context, isOn: () -> Boolean): PartState =
            if (context.hasTelephony) onOrOff(isOn()) else PartState.NOT_HERE

        private fun callsState(context: Context): PartState {
            val roles = context.getSystemService(RoleManager::class.java)
            val isThere = context.hasTelephony && roles != null &&
                roles.isRoleAvailable(RoleManager.ROLE_CALL_SCREENING)
            if (!isThere) return PartState.NOT_HERE
            return onOrOff(roles.isRoleHeld(RoleManager.ROLE_CALL_SCREENING))
        }

        /** Notifications may be refused, or all be switched off, or only the warnings be silenced. */
        private fun areNotificationsSeen(context: Context): Boolean {
            val manager = context.getSystemService(NotificationManager::class.java) ?: return false
            if (!mayNotify(context) || !manager.areNotificationsEnabled()) return false
            return !areWarningsSilenced(context)
        }

        internal fun mayNotify(context: Context): Boolean =
            Build.VERSION.SDK_INT < 33 || context.has(POST_NOTIFICATIONS)

        internal fun areWarningsSilenced(context: Context): Boolean {
            val manager = context.getSystemService(NotificationManager::class.java)
            val warnings = manager?.getNotificationChannel(Notices.FLAGGED)
            return warnings != null && warnings.importance < NotificationManager.IMPORTANCE_DEFAULT
        }

        private fun hibernationState(context: Context): PartState = when {
            Build.VERSION.SDK_INT < 30 -> PartState.NOT_HERE
            else -> onOrOff(context.packageManager.isAutoRevokeWhitelisted)
        }

        private fun isQuiet(context: Context, health: Health?, now: Long): Boolean {
            if (health == null) return false
            val installed =
                context.packageManager.getPackageInfo(context.packageName, 0).firstInstallTime
            val last = listOfNotNull(health.lastMessage, health.lastCall, installed).max()
            return now - last > TimeUnit.DAYS.toMillis(QUIET_DAYS)
        }

        private fun onOrOff(isOn: Boolean) = if (isOn) PartState.ON else PartState.OFF

        private fun Context.has(permission: String) =
            checkSelfPermission(permission) == PERMISSION_GRANTED

        private val Context.hasTelephony get() = packageManager.hasSystemFeature(FEATURE_TELEPHONY)
    }
}
