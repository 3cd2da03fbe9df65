package app.mihari.notice

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import app.mihari.R
import app.mihari.core.Fate
import app.mihari.core.Item
import app.mihari.core.Screened
import app.mihari.mihari
import app.mihari.ui.LevelLook
import app.mihari.ui.detail.DetailActivity
import app.mihari.ui.on
import app.mihari.ui.senderWords

/** What the app puts into the shade. It never holds a message's text: a lock screen may show all. */
object Notices {
    /** The channel of warnings. */
    const val FLAGGED = "flagged"

    /** Makes the channels; does nothing when they are there. */
    fun createChannels(context: Context) {
        val channel = NotificationChannel(
            FLAGGED,
            context.getString(R.string.notice_channel_flagged),
            NotificationManager.IMPORTANCE_HIGH,
        )
        manager(context).createNotificationChannel(channel)
    }

    /** Warns of an item that has just been kept for the first time, or could not be kept. */
    fun flagged(context: Context, item: Item, screened: Screened) {
        val id = (screened.fate as? Fate.New)?.id ?: return
        val reason = screened.verdict.reasons.first().text.on(context)
        val open = PendingIntent.getActivity(
            context,
            id.toInt(),
            DetailActivity.intent(context, id),
            PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT,
        )
        val look = LevelLook.of(screened.verdict.level)
        val notification = Notification.Builder(context, FLAGGED)
            .setSmallIcon(look.icon)
            .setColor(context.getColor(look.color))
            .setContentTitle(
                context.getString(
                    R.string.notice_title,
                    context.getString(look.word),
                    item.senderWords(context, context.mihari.guard),
                ),
            )
            .setContentText(reason)
            .setStyle(Notification.BigTextStyle().bigText(reason))
            .setContentIntent(open)
            .setAutoCancel(true)
            .build()
        manager(context).notify(id.toInt(), notification)
    }

    private fun manager(context: Context) = context.getSystemService(NotificationManager::class.java)!!
}
