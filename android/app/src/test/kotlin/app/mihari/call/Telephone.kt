package app.mihari.call

import android.content.ComponentName
import android.content.Intent
import android.net.Uri
import android.os.Binder
import android.os.Build
import android.os.Bundle
import android.service.notification.StatusBarNotification
import android.telecom.Call
import android.telecom.CallScreeningService
import android.telecom.DisconnectCause
import android.telecom.ParcelableCall
import android.telecom.TelecomManager
import android.view.WindowManagerGlobal
import app.mihari.shade
import com.android.internal.telecom.ICallScreeningAdapter
import com.android.internal.telecom.ICallScreeningService
import java.lang.reflect.Proxy
import org.robolectric.Robolectric

/** What the service told the telephone to do with a call. */
data class Answer(
    val isRefused: Boolean,
    val isSilenced: Boolean,
    /** It is not in the call log, or not among the missed calls. */
    val isHidden: Boolean,
) {
    companion object {
        val RINGS = Answer(isRefused = false, isSilenced = false, isHidden = false)
        val SILENT = RINGS.copy(isSilenced = true)
        val REFUSED = RINGS.copy(isRefused = true)
    }
}

/** The telephone's side of call screening: binds the service and hands it calls as Telecom does. */
class Telephone {
    /** Every answer that came, in order. */
    val answers = mutableListOf<Answer>()

    /** What was in the shade when the first answer came. */
    var shadeAtAnswer: List<StatusBarNotification>? = null

    /** How many cards lay above the call screen then. */
    var cardsAtAnswer = 0

    private val service: ICallScreeningService = ICallScreeningService.Stub.asInterface(
        Robolectric.buildService(ScreeningService::class.java)
            .create()
            .get()
            .onBind(Intent(CallScreeningService.SERVICE_INTERFACE)),
    )

    /** A call from this number rings. */
    fun incoming(number: String?, presentation: Int = TelecomManager.PRESENTATION_ALLOWED) =
        screen(number, presentation, Call.Details.DIRECTION_INCOMING)

    /** The user dials this number. */
    fun outgoing(number: String) =
        screen(number, TelecomManager.PRESENTATION_ALLOWED, Call.Details.DIRECTION_OUTGOING)

    private fun screen(number: String?, presentation: Int, direction: Int) {
        val handle = number?.let { Uri.fromParts("tel", it, null) }
        val call = if (Build.VERSION.SDK_INT >= 30) {
            built(handle, presentation, direction)
        } else {
            constructed(handle, presentation, direction)
        }
        service.screenCall(adapter(), call)
    }

    private fun built(handle: Uri?, presentation: Int, direction: Int): ParcelableCall =
        ParcelableCall.ParcelableCallBuilder()
            .setId("1")
            .setHandle(handle)
            .setHandlePresentation(presentation)
            .setCallDirection(direction)
            .setCannedSmsResponses(listOf())
            .setConferenceableCallIds(listOf())
            .setChildCallIds(listOf())
            .setIntentExtras(Bundle())
            .setExtras(Bundle())
            .createParcelableCall()

    /** Android 10 has a constructor of 27 parameters and no builder. */
    private fun constructed(handle: Uri?, presentation: Int, direction: Int): ParcelableCall {
        val constructor = ParcelableCall::class.java.constructors.single { it.parameterCount == 27 }
        val given = mapOf(
            0 to "1",
            2 to DisconnectCause(DisconnectCause.UNKNOWN),
            8 to handle,
            9 to presentation,
            26 to direction,
        )
        val arguments = constructor.parameterTypes.mapIndexed { index, type ->
            given.getOrElse(index) {
                when (type) {
                    Int::class.java -> 0
                    Long::class.java -> 0L
                    Boolean::class.java -> false
                    List::class.java -> listOf<String>()
                    Bundle::class.java -> Bundle()
                    else -> null
                }
            }
        }
        return constructor.newInstance(*arguments.toTypedArray()) as ParcelableCall
    }

    private fun adapter(): ICallScreeningAdapter = if (Build.VERSION.SDK_INT >= 31) {
        object : ICallScreeningAdapter.Stub() {
            override fun onScreeningResponse(
                call: String?,
                service: ComponentName?,
                response: CallScreeningService.ParcelableCallResponse?,
            ) = answered(response?.toCallResponse())
        }
    } else {
        // Android 10 has a method for each answer, which the framework of today does not know.
        val type = ICallScreeningAdapter::class.java
        Proxy.newProxyInstance(type.classLoader, arrayOf(type)) { _, method, given ->
            when (method.name) {
                "allowCall" -> answered(Answer.RINGS)
                "silenceCall" -> answered(Answer.SILENT)
                "disallowCall" -> {
                    val (isRejected, isLogged, isNotified) = given.slice(1..3).map { it as Boolean }
                    answered(Answer(isRejected, isSilenced = false, !isLogged || !isNotified))
                }
                "asBinder" -> Binder()
                else -> error(method.name)
            }
        } as ICallScreeningAdapter
    }

    /** The framework itself answers nothing for an outgoing call: that lets it through. */
    private fun answered(response: CallScreeningService.CallResponse?) = answered(
        Answer(
            isRefused = response?.disallowCall == true && response.rejectCall,
            isSilenced = response?.silenceCall == true,
            isHidden = response?.skipCallLog == true || response?.skipNotification == true,
        ),
    )

    private fun answered(answer: Answer) {
        if (answers.isEmpty()) {
            shadeAtAnswer = shade()
            cardsAtAnswer = WindowManagerGlobal.getInstance().windowViews.size
        }
        answers += answer
    }
}
