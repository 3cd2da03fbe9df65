package app.mihari.notice

import android.app.Notification
import android.content.Context
import android.os.Bundle
import android.service.notification.StatusBarNotification
import app.mihari.R
import java.util.UUID

/**
 * The warnings in the shade: the newest eight one by one, and one summary that counts. What makes
 * room goes into the count; the history has them all.
 *
 * The shade itself is the only memory: what the user swipes away is gone from the count, and a new
 * process finds everything as it was.
 */
internal class Shade(private val context: Context) {
    private val manager = context.notifications

    /** Shows a warning, in place of an earlier one of the same entry. */
    fun show(warning: Warning) = synchronized(lock) {
        val others = singles().filter { warning.entry == null || it.entry != warning.entry }
        val folded = others.dropLast(MOST - 1)
        folded.forEach(::cancel)
        val notification = warning.notification
            .setGroup(GROUP)
            .addExtras(Bundle().apply { putLong(ENTRY, warning.entry ?: NO_ENTRY) })
        if (!warning.isOfCall && folded.isNotEmpty() && others.first().isYoung) {
            // In a burst of messages eight sounds are enough. A single one that takes its sound
            // from the summary, which has none, is mute.
            notification.setGroupAlertBehavior(Notification.GROUP_ALERT_SUMMARY)
        }
        manager.notify(tagOf(warning.entry), 0, notification.build())
        val counted = counted().filter { it != warning.entry } + folded.map { it.entry }
        summarise(others.size - folded.size + 1, counted)
    }

    /** Takes the warning of an entry away, whether it is shown or counted. */
    fun remove(entry: Long) = synchronized(lock) {
        val all = singles()
        val left = all.filter { it.entry != entry }
        val counted = counted()
        val countedLeft = counted.filter { it != entry }
        if (left.size == all.size && countedLeft.size == counted.size) return
        manager.cancel(tagOf(entry), 0)
        summarise(left.size, countedLeft)
    }

    /** Takes every warning away. */
    fun clear() = synchronized(lock) {
        singles().forEach(::cancel)
        manager.cancel(SUMMARY, 0)
    }

    private fun summarise(singles: Int, counted: List<Long>) {
        if (singles + counted.size == 0) return manager.cancel(SUMMARY, 0)
        // A single warning needs no summary. One that is there stays: it would take the last single
        // one with it.
        if (singles == 1 && counted.isEmpty() && summary() == null) return
        val count = singles + counted.size
        val extras = Bundle()
        extras.putLongArray(COUNTED, counted.takeLast(MOST_COUNTED).toLongArray())
        val builder = Notices.builder(context, Notices.FLAGGED, R.drawable.ic_scam)
            .setColor(context.getColor(R.color.scam))
            .setContentTitle(number(R.plurals.notice_count, count))
            .setContentText(context.getString(R.string.notice_count_text))
            .setContentIntent(Notices.screen(context, 0, Notices.home(context)))
            .setGroup(GROUP)
            .setGroupSummary(true)
            .setGroupAlertBehavior(Notification.GROUP_ALERT_CHILDREN)
            .addExtras(extras)
        if (counted.isNotEmpty()) {
            // Above the single ones the system shows nothing of a summary but this.
            builder.setSubText(number(R.plurals.notice_more, counted.size))
        }
        manager.notify(SUMMARY, 0, builder.build())
    }

    private fun number(words: Int, count: Int) =
        context.resources.getQuantityString(words, count, count)

    /** Oldest first. */
    private fun singles(): List<StatusBarNotification> = manager.activeNotifications
        .filter { it.notification.group == GROUP && it.tag != SUMMARY }
        .sortedWith(compareBy({ it.notification.`when` }, { it.entry }))

    /** The entries that are counted and not shown. */
    private fun counted(): List<Long> =
        summary()?.notification?.extras?.getLongArray(COUNTED)?.toList().orEmpty()

    private fun summary() = manager.activeNotifications.find { it.tag == SUMMARY }

    private fun cancel(single: StatusBarNotification) = manager.cancel(single.tag, single.id)

    private fun tagOf(entry: Long?) =
        if (entry == null) "lost ${UUID.randomUUID()}" else "entry $entry"

    private val StatusBarNotification.entry: Long
        get() = notification.extras.getLong(ENTRY, NO_ENTRY)

    private val StatusBarNotification.isYoung: Boolean
        get() = notification.`when` > System.currentTimeMillis() - BURST

    private companion object {
        const val MOST = 8
        const val BURST = 60_000L

        /** An extra has to fit through the binder. More than this nobody counts. */
        const val MOST_COUNTED = 9_999
        const val GROUP = "flagged"
        const val SUMMARY = "summary"
        const val ENTRY = "entry"
        const val NO_ENTRY = 0L
        const val COUNTED = "counted"

        /** Looking at the shade and changing it is one step. */
        val lock = Any()
    }
}
