package app.mihari.notice

import android.app.Notification
import android.app.PendingIntent
import android.content.Context
import android.graphics.drawable.Icon
import android.os.Build
import app.mihari.R
import app.mihari.core.Channel
import app.mihari.core.Fate
import app.mihari.core.Item
import app.mihari.core.Screened
import app.mihari.core.Verdict
import app.mihari.mihari
import app.mihari.settings.BlockedCalls
import app.mihari.ui.LevelLook
import app.mihari.ui.detail.DetailActivity
import app.mihari.ui.family.FamilyActivity
import app.mihari.ui.help.HelpActivity
import app.mihari.ui.on
import app.mihari.ui.senderWords
import app.mihari.ui.sentence
import app.mihari.ui.word

/**
 * The notification of one flagged item: level and sender, the reason in one sentence, what to do.
 * All its words come from resources and packs, but for the sender.
 */
internal class Warning private constructor(
    /** The entry it tells of; null when none could be kept. */
    val entry: Long?,
    /** It is about what rings at this moment. */
    val isOfCall: Boolean,
    val notification: Notification.Builder,
) {
    companion object {
        fun of(context: Context, item: Item, screened: Screened, handled: BlockedCalls): Warning {
            val entry = when (val fate = screened.fate) {
                is Fate.New -> fate.id
                is Fate.Already -> fate.id
                else -> null
            }
            val verdict = screened.verdict
            val look = LevelLook.of(verdict.level)
            val story = Notification.BigTextStyle().bigText(story(context, screened, handled))
            val channel = if (handled == BlockedCalls.WARN) Notices.FLAGGED else Notices.CALM
            val notification = Notices.builder(context, channel, look.icon)
                .setColor(context.getColor(look.color))
                .setContentTitle(Notices.titleOf(context, look, sender(context, item)))
                .setContentText(verdict.sentence(context))
                .setStyle(story)
                .setWhen(item.at ?: System.currentTimeMillis())
                .setShowWhen(true)
                .setContentIntent(open(context, entry))
                .setVisibility(Notification.VISIBILITY_PRIVATE)
                .setPublicVersion(withoutSender(context, item, verdict))
                .addAction(help(context))
            if (entry != null) {
                notification.addAction(family(context, entry)).addAction(notFraud(context, entry))
            }
            return Warning(entry, item.channel == Channel.CALL, notification)
        }

        private fun sender(context: Context, item: Item) =
            item.senderWords(context, context.mihari.guard)

        /** For those who let the lock screen hide what is private. */
        private fun withoutSender(context: Context, item: Item, verdict: Verdict): Notification {
            val look = LevelLook.of(verdict.level)
            val channel = context.getString(item.channel.word)
            return Notices.builder(context, Notices.FLAGGED, look.icon)
                .setColor(context.getColor(look.color))
                .setContentTitle(Notices.titleOf(context, look, channel))
                .setContentText(verdict.sentence(context))
                .build()
        }

        /** The whole reason, what was done, and the first step, a line each. */
        private fun story(context: Context, screened: Screened, handled: BlockedCalls): String {
            val done = when (handled) {
                BlockedCalls.WARN -> null
                BlockedCalls.SILENCE -> R.string.notice_silenced
                BlockedCalls.REFUSE -> R.string.notice_refused
            }
            val notKept = R.string.notice_not_kept.takeIf { screened.fate is Fate.Lost }
            val lines = listOf(
                screened.verdict.reasons.first().text.on(context),
                done?.let(context::getString),
                screened.verdict.advice.firstOrNull()?.text?.on(context),
                notKept?.let(context::getString),
            )
            return lines.filterNotNull().joinToString("\n")
        }

        private fun open(context: Context, entry: Long?): PendingIntent =
            if (entry == null) {
                Notices.screen(context, 0, Notices.home(context))
            } else {
                Notices.screen(context, entry.toInt(), DetailActivity.intent(context, entry))
            }

        private fun help(context: Context): Notification.Action {
            val help = Notices.screen(context, 0, HelpActivity.intent(context))
            return action(context, R.string.notice_help, help).build()
        }

        private fun family(context: Context, entry: Long): Notification.Action {
            val ask = FamilyActivity.intent(context, entry)
            val opens = Notices.screen(context, entry.toInt(), ask)
            return action(context, R.string.notice_family, opens).build()
        }

        /**
         * Whoever finds the phone must not unmark a fraud: the system asks for unlocking. Below
         * Android 12 it does that for screens alone: there the details open, which can be marked.
         */
        private fun notFraud(context: Context, entry: Long): Notification.Action {
            if (Build.VERSION.SDK_INT < 31) {
                return action(context, R.string.notice_not_fraud, open(context, entry)).build()
            }
            val mark = PendingIntent.getBroadcast(
                context,
                entry.toInt(),
                NotFraudReceiver.intent(context, entry),
                PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT,
            )
            return action(context, R.string.notice_not_fraud, mark)
                .setAuthenticationRequired(true)
                .build()
        }

        private fun action(context: Context, words: Int, does: PendingIntent) =
            Notification.Action.Builder(null as Icon?, context.getString(words), does)
    }
}
