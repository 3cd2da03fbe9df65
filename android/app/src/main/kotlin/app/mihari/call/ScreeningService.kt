package app.mihari.call

import android.os.Build
import android.os.Handler
import android.os.Looper
import android.telecom.Call
import android.telecom.CallScreeningService
import android.util.Log
import app.mihari.MihariApp
import app.mihari.MihariApp.Companion.TAG
import app.mihari.Reply
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

/**
 * Screens each call before it rings.
 *
 * It answers once, and lets the call through unless the user's own block list and choice say
 * otherwise: on any error, and when two seconds have passed (the system itself waits for five). The
 * warning is shown before the answer, because with the answer the system lets go of the service.
 */
class ScreeningService : CallScreeningService() {
    private val main = Handler(Looper.getMainLooper())

    override fun onScreenCall(call: Call.Details) {
        val app = mihari
        val item = call.toItem(System.currentTimeMillis())
        val reply = replyTo(call, item)
        app.screening.execute {
            // What nobody foresaw, such as a system service that fails: the call rings.
            var answer = RINGS
            try {
                answer = screen(app, item) ?: answer
            } catch (e: RuntimeException) {
                Log.e(TAG, "a call could not be warned about: ${e.javaClass.name}")
            }
            // After the card, which the main thread draws.
            main.post { reply.answer(answer) }
            Troubles.look(app)
        }
    }

    /** An outgoing call waits for nobody; since Android 11 the framework itself answers for it. */
    private fun replyTo(call: Call.Details, item: Item) = Reply(LIMIT, RINGS) { answer ->
        val isAsked = item.direction == Direction.INCOMING || Build.VERSION.SDK_INT < 30
        if (isAsked) respondToCall(call, answer)
    }

    /** Warns, and says what happens to the call; null when it cannot be screened. */
    private fun screen(app: MihariApp, item: Item): CallResponse? {
        val screened = app.screenArrived(item) ?: return null
        val handling = handling(app, item, screened.verdict)
        warn(app, item, screened, handling)
        return when (handling) {
            BlockedCalls.WARN -> RINGS
            BlockedCalls.SILENCE -> SILENT
            BlockedCalls.REFUSE -> REFUSED
        }
    }

    private fun handling(app: MihariApp, item: Item, verdict: Verdict): BlockedCalls {
        val isBlocked = verdict.reasons.any { it.rule == BLOCKED }
        return when {
            item.direction == Direction.INCOMING && isBlocked -> Preferences(app).blockedCalls
            else -> BlockedCalls.WARN
        }
    }

    private fun warn(app: MihariApp, item: Item, screened: Screened, handling: BlockedCalls) {
        val verdict = screened.verdict
        if (verdict.isFlagged) Notices.flagged(app, item, screened, handling)
        if (verdict.level == Level.OFFICIAL) Notices.official(app, item, verdict)
        val showsCard = handling == BlockedCalls.WARN && verdict.level != Level.NO_MATCH &&
            CallCard.isWanted(app)
        val card = if (showsCard) CallCard.of(app, item, verdict) else null
        val asks = Build.VERSION.SDK_INT < 30 && handling != BlockedCalls.REFUSE && asksAbout(app, item.sender)
        if (card == null && !asks) return
        main.post {
            card?.show()
            CallWatch(app, item.direction, { card?.hide() }) { talked ->
                if (asks && talked >= SHORTEST_TALK) Notices.afterCall(app, item.sender)
            }.start()
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
