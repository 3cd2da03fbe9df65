package app.mihari.call

import android.content.Context
import android.media.AudioManager
import android.os.Handler
import android.os.Looper
import android.os.SystemClock
import app.mihari.core.Direction

/**
 * Follows a call until it is over.
 *
 * It looks at what the phone's sound is set to: ringing, talking, nothing. The state of a call itself
 * would need READ_PHONE_STATE, a permission more to explain; the sound needs none. A listener for it
 * exists since Android 12 alone, so every phone is looked at twice a second, while there is a call.
 *
 * @param ringingOver runs once on the main thread, when the phone rings no more.
 * @param callOver runs once on the main thread, with the milliseconds that were talked.
 */
internal class CallWatch(
    context: Context,
    private val direction: Direction,
    private val ringingOver: () -> Unit,
    private val callOver: (Long) -> Unit,
) {
    private val audio = context.getSystemService(AudioManager::class.java)!!
    private val main = Handler(Looper.getMainLooper())
    private val start = SystemClock.elapsedRealtime()
    private var before = audio.mode
    private var talkingSince: Long? = null

    /** Begins, on the main thread. */
    fun start() {
        main.postDelayed(::look, STEP)
    }

    private fun look() {
        val mode = audio.mode
        val now = SystemClock.elapsedRealtime()
        val since = talkingSince
        when {
            // Declined, missed, or hung up.
            mode == AudioManager.MODE_NORMAL && before != mode -> return end(since?.let { now - it } ?: 0)
            since == null && isTalk(mode) && !isTalk(before) -> talk(now)
            // A second call during another, or a phone set to silent: the sound tells nothing.
            since == null && now - start > RINGS_FOR -> return end(0)
            now - start > WATCHED_FOR -> return
        }
        before = mode
        main.postDelayed(::look, STEP)
    }

    /** What one dials has the sound of a talk from the start: its warning may stay. */
    private fun talk(now: Long) {
        talkingSince = now
        if (direction == Direction.INCOMING) ringingOver()
    }

    private fun end(talked: Long) {
        if (talkingSince == null || direction == Direction.OUTGOING) ringingOver()
        callOver(talked)
    }

    private fun isTalk(mode: Int) =
        mode != AudioManager.MODE_NORMAL && mode != AudioManager.MODE_RINGTONE

    private companion object {
        const val STEP = 500L
        const val RINGS_FOR = 90_000L
        const val WATCHED_FOR = 3 * 60 * 60 * 1000L
    }
}
