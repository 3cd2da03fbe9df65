package app.mihari.notice

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.NotificationManager.IMPORTANCE_DEFAULT
import android.app.NotificationManager.IMPORTANCE_HIGH
import android.app.NotificationManager.IMPORTANCE_LOW
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import app.mihari.R
import app.mihari.core.Channel
import app.mihari.core.Fate
import app.mihari.core.Item
import app.mihari.core.Screened
import app.mihari.core.Verdict
import app.mihari.mihari
import app.mihari.settings.BlockedCalls
import app.mihari.ui.LevelLook
import app.mihari.ui.check.CheckActivity
import app.mihari.ui.home.HomeActivity
import app.mihari.ui.on
import app.mihari.ui.senderWords

/**
 * What the app puts into the shade. It never holds a message's text: a lock screen may show all.
 *
 * Where the user refused notifications the system drops them, and nothing else changes.
 */
object Notices {
    /** Warnings: loud, over whatever is on the screen. */
    const val FLAGGED = "flagged"

    /** What is good to know and disturbs nobody. */
    internal const val CALM = "calm"

    /** The app is not protecting, or keeps no records. */
    internal const val TROUBLE = "trouble"

    private const val OFFICIAL = "official"
    private const val AFTER_CALL = "after_call"
    private const val HOUR = 60 * 60 * 1000L

    /** Makes the channels; those that are there get their names in the language of today. */
    fun createChannels(context: Context) {
        val channels = listOf(
            channel(context, FLAGGED, R.string.notice_channel_flagged, IMPORTANCE_HIGH),
            channel(context, CALM, R.string.notice_channel_calm, IMPORTANCE_LOW),
            channel(context, TROUBLE, R.string.notice_channel_trouble, IMPORTANCE_DEFAULT),
        )
        context.notifications.createNotificationChannels(channels)
    }

    /**
     * Warns of an item that is flagged. A message is warned about once, by whatever roads it comes;
     * a call each time it rings.
     *
     * @param handled what was done with a call from a blocked number. What did not ring is told
     *     quietly.
     */
    fun flagged(
        context: Context,
        item: Item,
        screened: Screened,
        handled: BlockedCalls = BlockedCalls.WARN,
    ) {
        val fate = screened.fate
        val isNews = fate is Fate.New || fate is Fate.Lost || item.channel == Channel.CALL
        if (screened.verdict.isFlagged && isNews) {
            Shade(context).show(Warning.of(context, item, screened, handled))
        }
    }

    /** Says calmly that a caller shows a published number, and that this can be forged. */
    fun official(context: Context, item: Item, verdict: Verdict) {
        val look = LevelLook.OFFICIAL
        val note = context.getString(R.string.level_official_note)
        val reason = verdict.reasons.first().text.on(context)
        val sender = item.senderWords(context, context.mihari.guard)
        val notification = builder(context, CALM, look.icon)
            .setColor(context.getColor(look.color))
            .setContentTitle(titleOf(context, look, sender))
            .setContentText(note)
            .setStyle(Notification.BigTextStyle().bigText(reason))
            .setContentIntent(screen(context, 0, home(context)))
            .setTimeoutAfter(HOUR)
            .build()
        context.notifications.notify(OFFICIAL, 0, notification)
    }

    /** Offers to write down what a caller said. */
    internal fun afterCall(context: Context, number: String?) {
        val check = CheckActivity.intent(context, Channel.VOICE, number)
        val words = context.getString(R.string.call_after_text)
        val notification = builder(context, CALM, R.drawable.ic_voice)
            .setContentTitle(context.getString(R.string.call_after_title))
            .setContentText(words)
            .setStyle(Notification.BigTextStyle().bigText(words))
            .setContentIntent(screen(context, 0, check))
            .setTimeoutAfter(HOUR)
            .build()
        context.notifications.notify(AFTER_CALL, 0, notification)
    }

    /** Takes the warning of an entry away, once the user has marked or deleted it. */
    fun cancel(context: Context, entry: Long) = Shade(context).remove(entry)

    /** Takes all warnings away, and what was said of damaged records, once no record is left. */
    fun cancelAll(context: Context) {
        Shade(context).clear()
        Troubles.recordsGone(context)
        context.notifications.cancel(OFFICIAL, 0)
    }

    /** What all notifications have in common. */
    internal fun builder(context: Context, channel: String, icon: Int): Notification.Builder =
        Notification.Builder(context, channel)
            .setSmallIcon(icon)
            .setAutoCancel(true)
            // The system offers to call the numbers and open the links that it finds: here they
            // are a stranger's.
            .setAllowSystemGeneratedContextualActions(false)

    internal fun titleOf(context: Context, look: LevelLook, of: String): String =
        context.getString(R.string.notice_title, context.getString(look.word), of)

    /** The screen that shows whether the app protects, and all it has found. */
    internal fun home(context: Context): Intent = Intent(context, HomeActivity::class.java)

    /** Opens a screen. [request] tells apart what opens the same screen for different entries. */
    internal fun screen(context: Context, request: Int, intent: Intent): PendingIntent =
        PendingIntent.getActivity(
            context,
            request,
            intent,
            PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT,
        )

    private fun channel(context: Context, id: String, name: Int, importance: Int) =
        NotificationChannel(id, context.getString(name), importance)
}

internal val Context.notifications: NotificationManager
    get() = getSystemService(NotificationManager::class.java)!!
