package app.mihari.ui

import android.content.Intent
import app.mihari.R
import app.mihari.core.Entry
import app.mihari.core.Guard
import app.mihari.ui.home.HomeActivity

/** A screen about one kept entry. One that is gone by now is said to be gone. */
abstract class EntryScreen : Screen() {
    /** Makes of the entry what the screen needs, off the main thread, and shows that. */
    protected fun <T : Any> loadEntry(make: (Guard, Entry) -> T, show: (T) -> Unit) {
        val id = intent.getLongExtra(ENTRY, 0)
        load({ guard -> guard.entry(id)?.let { make(guard, it) } }) { made ->
            if (made == null) showMissing() else show(made)
        }
    }

    private fun showMissing() {
        setScrollingContent(R.layout.missing)
        onTap(R.id.home) {
            startActivity(HomeActivity.intent(this))
            finish()
        }
    }

    companion object {
        private const val ENTRY = "entry"

        /** Names the entry that the screen is opened for. */
        internal fun Intent.about(entry: Long): Intent = putExtra(ENTRY, entry)
    }
}
