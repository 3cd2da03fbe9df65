package app.mihari

import android.app.Activity
import android.app.AlertDialog
import android.content.Intent
import android.view.View
import android.view.ViewGroup
import android.widget.CompoundButton
import android.widget.TextView
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.shadows.ShadowAlertDialog

/** Opens a screen as its intent does, and waits until it shows what it has. */
inline fun <reified T : Activity> open(intent: Intent): ActivityController<T> =
    Robolectric.buildActivity(T::class.java, intent).setup().also { settle() }

/** A word or phrase that somebody at the screen can read: its visible texts. */
fun Activity.reads(words: String): Boolean = texts(window.decorView).any { words in it }

/** The resource's words, without what is filled in. */
fun words(resource: Int, vararg values: Any): String = app.getString(resource, *values)

/** Taps a view that is seen and can be tapped. */
fun Activity.tap(id: Int) {
    val view = requireViewById<View>(id)
    check(view.isShown && view.isEnabled) { "it cannot be tapped" }
    // A choice changes its state by itself, and says that nobody listened.
    check(view.performClick() || view is CompoundButton) { "nothing happens when it is tapped" }
    settle()
}

/** The dialog in front. */
val dialog: AlertDialog get() = ShadowAlertDialog.getLatestAlertDialog()!!

/** What the dialog in front says. */
val dialogWords: String get() = shadowOf(dialog).message.toString()

/** Agrees with the dialog in front. */
fun agree() {
    check(dialog.isShowing) { "there is no dialog" }
    dialog.getButton(AlertDialog.BUTTON_POSITIVE).performClick()
    settle()
}

/** Leaves the dialog in front as it is. */
fun decline() {
    dialog.getButton(AlertDialog.BUTTON_NEGATIVE).performClick()
    settle()
}

/** Chooses one of the lines of the dialog in front. */
fun choose(line: Int) {
    shadowOf(dialog).clickOnItem(line)
    settle()
}

/** Whom the activity opened last; null for nobody. */
val Activity.opened: Intent? get() = shadowOf(this).nextStartedActivity

private fun texts(view: View): List<String> = when {
    view.visibility != View.VISIBLE -> emptyList()
    view is ViewGroup -> (0 until view.childCount).flatMap { texts(view.getChildAt(it)) }
    view is TextView -> listOf(view.text.toString())
    else -> emptyList()
}
