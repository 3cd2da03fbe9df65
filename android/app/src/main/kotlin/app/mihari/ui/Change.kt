package app.mihari.ui

import app.mihari.R
import app.mihari.core.Guard
import app.mihari.core.ListKind
import app.mihari.core.Mark
import java.io.Serializable

/** Something that the user has just done, and may take back. It outlives a turn of the phone. */
sealed interface Change : Serializable {
    /** What was done, for people: a string resource. */
    val words: Int

    /** Makes it undone. */
    fun takeBack(guard: Guard)

    /** The last deletion. */
    class Deleted : Change {
        override val words get() = R.string.change_deleted

        override fun takeBack(guard: Guard) {
            guard.undo()
        }
    }

    /** The entry of this number had the mark [before] and has [now]. */
    class Marked(val entry: Long, val before: Mark?, val now: Mark?) : Change {
        override val words
            get() = when (now) {
                Mark.WRONG -> R.string.change_marked_wrong
                Mark.CONFIRMED -> R.string.change_marked_confirmed
                null -> R.string.change_unmarked
            }

        override fun takeBack(guard: Guard) {
            guard.mark(entry, before)
        }
    }

    /** A telephone number was on the list [before] and is on [now]. */
    class Listed(private val number: String, val before: ListKind?, val now: ListKind?) : Change {
        override val words
            get() = when (now) {
                ListKind.BLOCKED -> R.string.change_blocked
                ListKind.ALLOWED -> R.string.change_allowed
                null -> R.string.change_unlisted
            }

        override fun takeBack(guard: Guard) = guard.setList(number, before)
    }
}
