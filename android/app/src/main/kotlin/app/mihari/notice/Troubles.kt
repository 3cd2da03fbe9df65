package app.mihari.notice

import android.app.Notification
import android.content.Context
import android.content.SharedPreferences
import android.util.Log
import app.mihari.MihariApp
import app.mihari.MihariApp.Companion.TAG
import app.mihari.R
import app.mihari.core.CoreException
import app.mihari.ui.words

/**
 * Tells the user once when something is wrong: not for each message, nor again in each process.
 * When all is well again the notification goes, and the next trouble is told anew.
 */
internal object Troubles {
    private const val SCREENING = "screening"
    private const val HISTORY = "history"
    private const val SET_ASIDE = "set_aside"

    /** Nothing is screened at present. */
    fun notScreening(context: Context, trouble: CoreException) = tell(
        context,
        SCREENING,
        trouble.javaClass.simpleName,
        R.string.notice_not_screening,
        trouble.words,
    )

    /** Something has been screened. */
    fun screening(context: Context) = over(context, SCREENING)

    /** No record is left, and none that was damaged. */
    fun recordsGone(context: Context) = over(context, SET_ASIDE)

    /** Looks how the history is. Waits for the disk. */
    fun look(app: MihariApp) {
        val health = try {
            app.guard.health()
        } catch (e: CoreException) {
            Log.e(TAG, "the history's health is unknown", e)
            return
        }
        val trouble = health.trouble
        if (trouble == null) {
            over(app, HISTORY)
        } else {
            tell(app, HISTORY, trouble.name, R.string.notice_no_records, trouble.words)
        }
        health.setAside?.let {
            tell(app, SET_ASIDE, it, R.string.notice_set_aside, R.string.trouble_damaged)
        }
    }

    private fun tell(context: Context, kind: String, trouble: String, title: Int, words: Int) {
        val told = told(context)
        if (told.getString(kind, null) == trouble) return
        // It has not been told while the user sees no notifications.
        if (!context.notifications.areNotificationsEnabled()) return
        val text = context.getString(words)
        val notification = Notices.builder(context, Notices.TROUBLE, R.drawable.ic_caution)
            .setColor(context.getColor(R.color.caution))
            .setContentTitle(context.getString(title))
            .setContentText(text)
            .setStyle(Notification.BigTextStyle().bigText(text))
            .setContentIntent(Notices.screen(context, 0, Notices.home(context)))
            .build()
        context.notifications.notify(kind, 0, notification)
        told.edit().putString(kind, trouble).apply()
    }

    private fun over(context: Context, kind: String) {
        val told = told(context)
        if (!told.contains(kind)) return
        context.notifications.cancel(kind, 0)
        told.edit().remove(kind).apply()
    }

    private fun told(context: Context): SharedPreferences =
        context.getSharedPreferences("told", Context.MODE_PRIVATE)
}
