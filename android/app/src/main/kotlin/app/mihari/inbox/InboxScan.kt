package app.mihari.inbox

import android.content.ContentResolver
import android.database.Cursor
import android.provider.Telephony.Sms
import app.mihari.core.Channel
import app.mihari.core.Fate
import app.mihari.core.Guard
import app.mihari.core.HistoryTrouble
import app.mihari.core.Item
import app.mihari.settings.Preferences
import java.io.Closeable

/** How far the screening of the inbox has come. */
data class InboxProgress(
    /** The message that was screened last, by its number on the phone; they rise with time. */
    val lastId: Long = 0,
    val screened: Int = 0,
    val flagged: Int = 0,
    /** Whether the end was reached. */
    val isFinished: Boolean = false,
) {
    /** Whether there is something to go on with. */
    val isBegun: Boolean get() = screened > 0 && !isFinished
}

/** What one step of the screening came to. */
sealed interface InboxStep {
    /** Some were screened, and there are more. [total] is all of them, those before included. */
    data class More(val progress: InboxProgress, val total: Int) : InboxStep

    /** All are screened. */
    data class End(val progress: InboxProgress) : InboxStep

    /** The system does not let the app read the messages, or no longer. */
    data object Refused : InboxStep

    /** The phone has no inbox, or it fails. */
    data object Unreadable : InboxStep

    /** The history can keep nothing at present. These messages are screened again next time. */
    data class Lost(val trouble: HistoryTrouble) : InboxStep
}

/**
 * Screens the messages that lie on the phone, oldest first, and remembers in [preferences] where it
 * is, so that it can stop at any time and go on later. Not for the main thread.
 *
 * One cursor serves the whole run: its window holds some megabytes however large the inbox is. A
 * limit in the query would be safer still, but the system's provider ignores or refuses one.
 */
class InboxScan(
    private val resolver: ContentResolver,
    private val preferences: Preferences,
) : Closeable {
    private var cursor: Cursor? = null
    private var total = 0

    /** Screens the next [BATCH] messages through one call of [guard]. */
    fun next(guard: Guard): InboxStep {
        val batch = try {
            read()
        } catch (e: SecurityException) {
            return InboxStep.Refused
        } catch (e: RuntimeException) {
            // Providers differ, and throw what they like. What they say may hold content.
            return InboxStep.Unreadable
        } ?: return InboxStep.Unreadable
        return screen(batch, guard)
    }

    override fun close() {
        try {
            cursor?.close()
        } catch (e: RuntimeException) {
            // The provider is gone: nothing is left to close.
        }
        cursor = null
    }

    private class Batch(val lastId: Long, val items: List<Item>)

    /** Null where there is no inbox. Empty at the end. */
    private fun read(): Batch? {
        val cursor = cursor ?: open() ?: return null
        val items = ArrayList<Item>(BATCH)
        var lastId = preferences.inboxProgress.lastId
        while (items.size < BATCH && cursor.moveToNext()) {
            lastId = cursor.getLong(0)
            items += message(cursor)
        }
        return Batch(lastId, items)
    }

    private fun open(): Cursor? {
        val progress = preferences.inboxProgress
        val opened = resolver.query(
            Sms.Inbox.CONTENT_URI,
            arrayOf(Sms._ID, Sms.ADDRESS, Sms.BODY, Sms.DATE),
            "${Sms._ID} > ?",
            arrayOf(progress.lastId.toString()),
            "${Sms._ID} ASC",
        ) ?: return null
        cursor = opened
        total = progress.screened + opened.count
        return opened
    }

    /**
     * Under the time it arrived here, which the receiver takes as well: so both are one item. What
     * the network stamped on it (`date_sent`) can be off by hours.
     */
    private fun message(cursor: Cursor): Item =
        Item(Channel.SMS, cursor.getString(1), cursor.getString(2).orEmpty(), cursor.getLong(3))

    private fun screen(batch: Batch, guard: Guard): InboxStep {
        val before = preferences.inboxProgress
        if (batch.items.isEmpty()) {
            return InboxStep.End(before.copy(isFinished = true).also { preferences.inboxProgress = it })
        }
        val screened = guard.screenInbox(batch.items)
        val lost = screened.firstNotNullOfOrNull { it.fate as? Fate.Lost }
        if (lost != null) return InboxStep.Lost(lost.trouble)
        val flagged = screened.count { it.fate is Fate.New || it.fate is Fate.Already }
        val progress = InboxProgress(
            batch.lastId,
            before.screened + screened.size,
            before.flagged + flagged,
        )
        preferences.inboxProgress = progress
        return InboxStep.More(progress, maxOf(total, progress.screened))
    }

    private companion object {
        /** How many messages go through one call of the core. */
        const val BATCH = 100
    }
}
