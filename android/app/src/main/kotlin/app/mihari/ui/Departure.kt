package app.mihari.ui

import android.app.Activity
import android.app.AlertDialog
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.widget.Toast
import app.mihari.R

/**
 * The way to another app. The app itself sends nothing; before another one opens, the user sees
 * what would leave, and may stay.
 */
object Departure {
    /** Shows [what] would leave and where it would go; opens [intent] when the user agrees. */
    fun ask(from: Activity, what: CharSequence, intent: Intent) {
        AlertDialog.Builder(from)
            .setTitle(R.string.departure_title)
            .setMessage(what)
            .setPositiveButton(R.string.departure_go) { _, _ -> go(from, intent) }
            .setNegativeButton(R.string.cancel, null)
            .show()
    }

    /** A page in the browser. */
    fun browser(page: Uri): Intent =
        Intent(Intent.ACTION_VIEW, page).addCategory(Intent.CATEGORY_BROWSABLE)

    /** Opens an app that gets nothing but what the user has just tapped, such as the dialler. */
    fun go(from: Context, intent: Intent) {
        try {
            from.startActivity(intent)
        } catch (e: ActivityNotFoundException) {
            Toast.makeText(from, R.string.departure_nowhere, Toast.LENGTH_LONG).show()
        }
    }
}
