package app.mihari.protection

import android.Manifest.permission.POST_NOTIFICATIONS
import android.Manifest.permission.RECEIVE_SMS
import android.app.Activity
import android.app.AlertDialog
import android.app.NotificationManager
import android.app.role.RoleManager
import android.content.ActivityNotFoundException
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.provider.Settings
import app.mihari.R
import app.mihari.notice.Notices
import app.mihari.settings.Preferences
import app.mihari.ui.Departure

/**
 * Puts a part of the protection right. The system's own dialog is shown as long as it has not been
 * refused; from then on the system shows none, or the user has had enough of it, and the way leads
 * over the system's settings, with the steps said first.
 *
 * The outcome arrives when [activity] comes to the front again.
 */
class Repair(private val activity: Activity) {
    private val preferences = Preferences(activity)

    /** Asks for the part, or leads to where it is switched on. */
    fun start(part: Part) {
        when (part) {
            Part.SMS -> askPermission(RECEIVE_SMS, R.string.repair_sms_steps)
            Part.CALLS -> askForCalls()
            Part.NOTIFICATIONS -> askForNotifications()
            Part.HIBERNATION -> lead(R.string.repair_hibernation_steps, hibernationSettings())
            Part.OVERLAY -> lead(
                R.string.repair_overlay_steps,
                Intent(Settings.ACTION_MANAGE_OVERLAY_PERMISSION, ownPackage()),
            )
        }
    }

    /** Asks for a permission; after a refusal, says the [steps] to it in the system's [settings]. */
    fun askPermission(permission: String, steps: Int, settings: Intent = appSettings()) {
        val mayAsk = !preferences.hasAsked(permission) ||
            activity.shouldShowRequestPermissionRationale(permission)
        if (mayAsk) {
            preferences.setAsked(permission, true)
            activity.requestPermissions(arrayOf(permission), REQUEST)
        } else {
            lead(steps, settings)
        }
    }

    private fun askForCalls() {
        val roles = activity.getSystemService(RoleManager::class.java) ?: return
        val settings = Intent(Settings.ACTION_MANAGE_DEFAULT_APPS_SETTINGS)
        if (preferences.hasAsked(RoleManager.ROLE_CALL_SCREENING)) {
            lead(R.string.repair_calls_steps, settings)
            return
        }
        preferences.setAsked(RoleManager.ROLE_CALL_SCREENING, true)
        val request = roles.createRequestRoleIntent(RoleManager.ROLE_CALL_SCREENING)
        try {
            activity.startActivityForResult(request, REQUEST)
        } catch (e: ActivityNotFoundException) {
            lead(R.string.repair_calls_steps, settings)
        }
    }

    private fun askForNotifications() {
        val manager = activity.getSystemService(NotificationManager::class.java)
        val areAllOff = manager?.areNotificationsEnabled() != true
        when {
            Build.VERSION.SDK_INT >= 33 && !Protection.mayNotify(activity) ->
                askPermission(
                    POST_NOTIFICATIONS,
                    R.string.repair_notifications_steps,
                    notificationSettings(activity),
                )
            !areAllOff && Protection.areWarningsSilenced(activity) ->
                lead(R.string.repair_channel_steps, warningSettings())
            else -> lead(R.string.repair_notifications_steps, notificationSettings(activity))
        }
    }

    private fun lead(steps: Int, settings: Intent) {
        AlertDialog.Builder(activity)
            .setTitle(R.string.repair_title)
            .setMessage(words(steps))
            .setPositiveButton(R.string.repair_open) { _, _ -> Departure.go(activity, settings) }
            .setNegativeButton(R.string.cancel, null)
            .show()
    }

    /** Since Android 13 an app from outside a shop may need one step more for what is sensitive. */
    private fun words(steps: Int): String {
        val words = activity.getString(steps)
        val isSensitive = steps == R.string.repair_sms_steps ||
            steps == R.string.repair_calls_steps || steps == R.string.repair_overlay_steps
        if (!isSensitive || Build.VERSION.SDK_INT < 33) return words
        return words + "\n\n" + activity.getString(R.string.repair_restricted)
    }

    private fun hibernationSettings(): Intent = when {
        Build.VERSION.SDK_INT == 30 -> Intent(Intent.ACTION_AUTO_REVOKE_PERMISSIONS, ownPackage())
        // From Android 12 on the switch stands among the app's own settings.
        else -> appSettings()
    }

    private fun appSettings() =
        Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, ownPackage())

    private fun warningSettings() = Intent(Settings.ACTION_CHANNEL_NOTIFICATION_SETTINGS)
        .putExtra(Settings.EXTRA_APP_PACKAGE, activity.packageName)
        .putExtra(Settings.EXTRA_CHANNEL_ID, Notices.FLAGGED)

    private fun ownPackage() = Uri.fromParts("package", activity.packageName, null)

    companion object {
        /** The request code of every dialog of the system that is opened here. */
        const val REQUEST = 71

        /** The system's settings of the app's notifications. */
        fun notificationSettings(activity: Activity): Intent =
            Intent(Settings.ACTION_APP_NOTIFICATION_SETTINGS)
                .putExtra(Settings.EXTRA_APP_PACKAGE, activity.packageName)

        /**
         * Forgets refusals of what is on by now: when it is lost again, by hibernation or to another
         * app, the system may be asked anew.
         */
        fun forgetRefusals(activity: Activity, protection: Protection) {
            val preferences = Preferences(activity)
            for ((part, name) in askedNames) {
                if (protection.stateOf(part) == PartState.ON) preferences.setAsked(name, false)
            }
        }

        private val askedNames = mapOf(
            Part.SMS to RECEIVE_SMS,
            Part.CALLS to RoleManager.ROLE_CALL_SCREENING,
            Part.NOTIFICATIONS to POST_NOTIFICATIONS,
        )
    }
}
