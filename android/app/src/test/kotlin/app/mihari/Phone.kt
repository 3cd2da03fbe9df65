package app.mihari

import android.Manifest.permission.POST_NOTIFICATIONS
import android.Manifest.permission.READ_SMS
import android.Manifest.permission.RECEIVE_SMS
import android.app.NotificationManager
import android.app.role.RoleManager
import android.content.pm.PackageManager
import android.os.Build
import java.io.File
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowSettings

/** The phone around the app: what it has, and what its user has allowed. */
object Phone {
    private val roles get() = shadowOf(app.getSystemService(RoleManager::class.java)!!)

    /** A telephone, as it is sold: nothing is allowed yet. */
    fun isNew() {
        shadowOf(app.packageManager).setSystemFeature(PackageManager.FEATURE_TELEPHONY, true)
        roles.addAvailableRole(RoleManager.ROLE_CALL_SCREENING)
        if (Build.VERSION.SDK_INT >= 30) shadowOf(app.packageManager).setAutoRevokeWhitelisted(false)
    }

    /** A telephone on which the app may do all it asks for. */
    fun allowsAll() {
        isNew()
        allowsSms()
        givesRole()
        allowsNotifications()
        ShadowSettings.setCanDrawOverlays(true)
        if (Build.VERSION.SDK_INT >= 30) shadowOf(app.packageManager).setAutoRevokeWhitelisted(true)
    }

    /** A device without a telephone. */
    fun isTablet() {
        shadowOf(app.packageManager).setSystemFeature(PackageManager.FEATURE_TELEPHONY, false)
    }

    fun allowsSms() = shadowOf(app).grantPermissions(RECEIVE_SMS)

    fun allowsReading() = shadowOf(app).grantPermissions(READ_SMS)

    fun allowsNotifications() {
        shadowOf(app).grantPermissions(POST_NOTIFICATIONS)
        notifications(true)
    }

    fun notifications(areOn: Boolean) =
        shadowOf(app.getSystemService(NotificationManager::class.java)!!).setNotificationsEnabled(areOn)

    fun givesRole() = roles.addHeldRole(RoleManager.ROLE_CALL_SCREENING)

    /** Another app checks the calls from now on. */
    fun takesRole() {
        roles.removeHeldRole(RoleManager.ROLE_CALL_SCREENING)
        roles.addAvailableRole(RoleManager.ROLE_CALL_SCREENING)
    }

    /** The app was installed at this time. */
    fun gotTheApp(at: Long) {
        shadowOf(app.packageManager).getInternalMutablePackageInfo(app.packageName).firstInstallTime = at
    }

    /** Puts a file where the history's folder should be. Answers it: without it, all is well again. */
    fun blocksHistory(): File {
        settle()
        val folder = app.noBackupFilesDir
        check(folder.deleteRecursively()) { "the folder is in use" }
        folder.writeText("a file where the folder should be")
        return folder
    }
}
