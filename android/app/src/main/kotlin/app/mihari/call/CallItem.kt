package app.mihari.call

import android.net.Uri
import android.telecom.Call
import android.telecom.TelecomManager
import app.mihari.core.Channel
import app.mihari.core.Direction
import app.mihari.core.Item

/** A call as the core takes it. */
internal fun Call.Details.toItem(at: Long): Item {
    val direction = when (callDirection) {
        Call.Details.DIRECTION_OUTGOING -> Direction.OUTGOING
        else -> Direction.INCOMING
    }
    return Item(Channel.CALL, callerOf(handle, handlePresentation), "", at, direction)
}

/** The number, or what stands in the call log in its place: null is withheld. */
internal fun callerOf(handle: Uri?, presentation: Int): String? = when (presentation) {
    TelecomManager.PRESENTATION_RESTRICTED -> null
    TelecomManager.PRESENTATION_PAYPHONE -> PAYPHONE
    TelecomManager.PRESENTATION_ALLOWED -> handle?.schemeSpecificPart.orEmpty().ifEmpty { UNAVAILABLE }
    else -> UNAVAILABLE
}

private const val UNAVAILABLE = "-1"
private const val PAYPHONE = "-3"
