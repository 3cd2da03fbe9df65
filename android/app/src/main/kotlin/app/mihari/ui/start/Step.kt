package app.mihari.ui.start

import app.mihari.R
import app.mihari.protection.Part

/** The steps of the first start, in order. All but [part] are resources. */
internal enum class Step(
    val icon: Int,
    val title: Int,
    /** Why, in short paragraphs: an array. */
    val reasons: Int,
    /** What the step switches on. */
    val part: Part? = null,
    /** The words on the button that asks for it. */
    val ask: Int = 0,
) {
    WELCOME(R.drawable.ic_watching, R.string.start_welcome, R.array.start_welcome_reasons),
    PROFILE(R.drawable.ic_profile, R.string.start_profile, R.array.start_profile_reasons),
    SMS(
        R.drawable.ic_sms,
        R.string.start_sms,
        R.array.start_sms_reasons,
        Part.SMS,
        R.string.start_sms_ask,
    ),
    NOTIFICATIONS(
        R.drawable.ic_bell,
        R.string.start_notifications,
        R.array.start_notifications_reasons,
        Part.NOTIFICATIONS,
        R.string.start_notifications_ask,
    ),
    CALLS(
        R.drawable.ic_call,
        R.string.start_calls,
        R.array.start_calls_reasons,
        Part.CALLS,
        R.string.start_calls_ask,
    ),
    OVERLAY(
        R.drawable.ic_overlay,
        R.string.start_overlay,
        R.array.start_overlay_reasons,
        Part.OVERLAY,
        R.string.start_overlay_ask,
    ),
    HIBERNATION(
        R.drawable.ic_sleep,
        R.string.start_hibernation,
        R.array.start_hibernation_reasons,
        Part.HIBERNATION,
        R.string.start_hibernation_ask,
    ),
    FAMILY(R.drawable.ic_people, R.string.start_family, R.array.start_family_reasons),
    READY(R.drawable.ic_done, R.string.start_ready, R.array.start_ready_reasons),
}
