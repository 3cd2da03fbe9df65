package app.mihari

import android.app.NotificationManager
import android.os.Looper
import android.service.notification.StatusBarNotification
import java.time.Duration
import java.util.concurrent.ExecutorService
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

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

/** What is in the shade. */
fun shade(): List<StatusBarNotification> =
    app.getSystemService(NotificationManager::class.java)!!.activeNotifications.toList()

/** Lets time pass on the main thread. */
fun later(seconds: Long) {
    shadowOf(Looper.getMainLooper()).idleFor(Duration.ofSeconds(seconds))
    settle()
}
