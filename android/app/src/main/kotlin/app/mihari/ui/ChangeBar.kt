package app.mihari.ui

import android.os.Bundle
import android.os.Handler
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.view.accessibility.AccessibilityManager
import android.widget.TextView
import app.mihari.R

/**
 * A bar at the bottom of a screen that says what the user has just done, and takes it back.
 * It stays long enough to be read, and longer for those who need more time.
 *
 * @param takeBack is given the change that the user takes back.
 */
class ChangeBar(private val screen: Screen, private val takeBack: (Change) -> Unit) {
    private val later = Handler(Looper.getMainLooper())
    private val view: View
    private var shown: Change? = null

    init {
        val frame = screen.requireViewById<ViewGroup>(R.id.screen)
        view = screen.layoutInflater.inflate(R.layout.change_bar, frame, false)
        frame.addView(view)
    }

    /** Says what was done, with the way back. */
    fun show(change: Change) {
        shown = change
        open(change.words)
        undo.visibility = View.VISIBLE
        undo.setOnClickListener {
            hide()
            takeBack(change)
        }
    }

    /** Says that something is done which needs no way back. */
    fun say(words: Int) {
        shown = null
        undo.visibility = View.GONE
        open(words)
    }

    /** Keeps what is shown over a turn of the phone. */
    fun save(state: Bundle) = state.putSerializable(SHOWN, shown)

    /** Shows what [save] kept. */
    fun restore(state: Bundle?) {
        @Suppress("DEPRECATION")
        (state?.getSerializable(SHOWN) as Change?)?.let(::show)
    }

    private val undo: View get() = view.requireViewById(R.id.change_undo)

    private fun open(words: Int) {
        view.visibility = View.VISIBLE
        view.requireViewById<TextView>(R.id.change_words).setText(words)
        later.removeCallbacksAndMessages(null)
        later.postDelayed(::hide, timeToRead())
    }

    private fun hide() {
        later.removeCallbacksAndMessages(null)
        shown = null
        view.visibility = View.GONE
    }

    private fun timeToRead(): Long {
        val content = AccessibilityManager.FLAG_CONTENT_TEXT or
            AccessibilityManager.FLAG_CONTENT_CONTROLS
        return screen.getSystemService(AccessibilityManager::class.java)!!
            .getRecommendedTimeoutMillis(TIME_TO_READ_MILLIS, content)
            .toLong()
    }

    private companion object {
        const val SHOWN = "change"
        const val TIME_TO_READ_MILLIS = 12_000
    }
}
