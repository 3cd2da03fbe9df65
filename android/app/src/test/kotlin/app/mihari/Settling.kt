package app.mihari

import android.app.Activity
import android.app.NotificationManager
import android.os.Looper
import android.service.notification.StatusBarNotification
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import java.util.concurrent.ExecutorService

/** The app under test. */
val app: MihariApp get() = RuntimeEnvironment.getApplication() as MihariApp

/** Waits until the app's threads and the main looper have nothing left to do. */
fun settle() {
    // Each may give work to the other: three rounds are more than the app ever needs.
    repeat(3) {
        app.screening.drain()
        app.background.drain()
        shadowOf(Looper.getMainLooper()).idle()
    }
}

private fun ExecutorService.drain() {
    submit {}.get()
}

/** Every word that a screen shows. */
fun Activity.words(): String = window.decorView.words()

/** Every word in a view and what it holds, a line each. */
fun View.words(): String = when (this) {
    is TextView -> text.toString()
    is ViewGroup -> (0 until childCount).joinToString("\n") { getChildAt(it).words() }
    else -> ""
}

/** What is in the shade. */
fun shade(): List<StatusBarNotification> =
    app.getSystemService(NotificationManager::class.java)!!.activeNotifications.toList()
