package app.mihari

import android.app.AlertDialog
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowAlertDialog

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
