package app.mihari

import android.app.Activity
import android.app.PendingIntent
import android.content.Intent
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController

/** Opens a screen as its intent does, and waits until it shows what it has. */
inline fun <reified T : Activity> open(intent: Intent): ActivityController<T> =
    Robolectric.buildActivity(T::class.java, intent).setup().also { settle() }

/** What the activity opened next; null for nothing. */
val Activity.opened: Intent? get() = shadowOf(this).nextStartedActivity

/** What it starts or sends. */
val PendingIntent.opened: Intent get() = shadowOf(this).savedIntent
