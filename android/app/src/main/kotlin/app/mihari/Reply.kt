package app.mihari

import android.os.Handler
import android.os.Looper
import java.util.concurrent.atomic.AtomicBoolean

/**
 * What the system waits for, given exactly once: the first answer, or [atLimit] when none has come
 * [limit] milliseconds after the reply was made.
 */
internal class Reply<T>(limit: Long, atLimit: T, private val give: (T) -> Unit) {
    private val isOpen = AtomicBoolean(true)
    private val main = Handler(Looper.getMainLooper())
    private val late = Runnable { answer(atLimit) }

    init {
        main.postDelayed(late, limit)
    }

    /** Answers, unless that has been done. May be called from any thread. */
    fun answer(answer: T) {
        if (!isOpen.compareAndSet(true, false)) return
        main.removeCallbacks(late)
        give(answer)
    }
}
