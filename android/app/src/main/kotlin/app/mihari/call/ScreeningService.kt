package app.mihari.call

import android.os.Build
import android.os.Handler
import android.os.Looper
import android.telecom.Call
import android.telecom.CallScreeningService
import app.mihari.MihariApp
import app.mihari.Reply
import app.mihari.attempt
import app.mihari.core.Direction
import app.mihari.core.Item
import app.mihari.core.Level
import app.mihari.core.Screened
import app.mihari.core.Verdict
import app.mihari.mihari
import app.mihari.notice.Notices
import app.mihari.notice.Troubles
import app.mihari.notice.screenArrived
import app.mihari.settings.BlockedCalls
import app.mihari.settings.Preferences
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException

/**
 * Screens each call before it rings, and each one that is dialled.
 *
 * A call is answered for once, and let through unless the user's own block list and choice say
 * otherwise: on any error, and when two seconds have passed (the system itself waits for five). The
 * warning is shown before the answer, because with the answer the system lets go of the service.
 */
class ScreeningService : CallScreeningService() {
    private val main = Handler(Looper.getMainLooper())

    override fun onScreenCall(call: Call.Details) {
        val app = mihari
        val item = call.toItem(System.currentTimeMillis())
        val handled = CompletableFuture<Handled>()
        app.screening.attempt {
            try {
                handled.complete(handle(app, item))
            } finally {
                handled.complete(Handled(RINGS))
            }
            Troubles.look(app)
        }
        if (isAnsweredOnReturn(item)) {
            warnBeforeReturn(handled)
        } else {
            val reply = Reply(LIMIT, RINGS) { respondToCall(call, it) }
            handled.thenAccept {
                main.post {
                    it.show()
                    reply.answer(it.answer)
                }
            }
        }
    }

    /**
     * Since Android 11 the framework answers for an outgoing call by itself, as soon as
     * [onScreenCall] returns.
     */
    private fun isAnsweredOnReturn(item: Item) =
        item.direction == Direction.OUTGOING && Build.VERSION.SDK_INT >= 30

    /**
     * Returns when the warning is there. That takes some milliseconds, for which the main thread
     * waits: there is no other way to be earlier than that answer. What takes longer than [LIMIT]
     * is shown when it comes.
     */
    private fun warnBeforeReturn(handled: CompletableFuture<Handled>) {
        try {
            handled.get(LIMIT, TimeUnit.MILLISECONDS).show()
        } catch (e: TimeoutException) {
            handled.thenAccept { main.post(it.show) }
        }
    }

    /** What happens to a call, and what the main thread still has to show of the warning. */
    private class Handled(val answer: CallResponse, val show: () -> Unit = {})

    /** Warns, and says what happens to the call. */
    private fun handle(app: MihariApp, item: Item): Handled {
        val screened = app.screenArrived(item) ?: return Handled(RINGS)
        val handling = handling(app, item, screened.verdict)
        val answer = when (handling) {
            BlockedCalls.WARN -> RINGS
            BlockedCalls.SILENCE -> SILENT
            BlockedCalls.REFUSE -> REFUSED
        }
        return Handled(answer, warn(app, item, screened, handling))
    }

    private fun handling(app: MihariApp, item: Item, verdict: Verdict): BlockedCalls {
        val isBlocked = verdict.reasons.any { it.rule == BLOCKED }
        return when {
            item.direction == Direction.INCOMING && isBlocked -> Preferences(app).blockedCalls
            else -> BlockedCalls.WARN
        }
    }

    /** Puts the warning into the shade, and answers what the main thread has to show and watch. */
    private fun warn(
        app: MihariApp,
        item: Item,
        screened: Screened,
        handling: BlockedCalls,
    ): () -> Unit {
        val verdict = screened.verdict
        if (verdict.isFlagged) Notices.flagged(app, item, screened, handling)
        if (verdict.level == Level.OFFICIAL) Notices.official(app, item, verdict)
        val showsCard = handling == BlockedCalls.WARN && verdict.level != Level.NO_MATCH &&
            CallCard.isWanted(app)
        val card = if (showsCard) CallCard.of(app, item, verdict) else null
        // Since Android 11 the telephone itself starts PostCallActivity.
        val asks = Build.VERSION.SDK_INT < 30 && handling != BlockedCalls.REFUSE &&
            asksAbout(app, item.sender)
        return {
            card?.show()
            if (card != null || asks) {
                CallWatch(app, item.direction, { card?.hide() }) { talked ->
                    if (asks && talked >= SHORTEST_TALK) Notices.afterCall(app, item.sender)
                }.start()
            }
        }
    }

    private companion object {
        const val LIMIT = 2_000L

        /** The rule of numbers that the user put on the block list. No other may stop a call. */
        const val BLOCKED = "call-blocked"

        val RINGS: CallResponse = CallResponse.Builder().build()
        val SILENT: CallResponse = CallResponse.Builder().setSilenceCall(true).build()

        /** Refused, but in the call log and among the missed calls: nothing vanishes. */
        val REFUSED: CallResponse =
            CallResponse.Builder().setDisallowCall(true).setRejectCall(true).build()
    }
}
