package app.mihari.ui.help

import app.mihari.R

/**
 * What to do in one situation, or what is good to know: steps, where help is, and where that comes
 * from.
 *
 * @param steps an array of strings.
 * @param contacts ids of contacts in the packs.
 * @param say the sentence to say there; a string.
 * @param sources strings that name where the steps come from, with a date.
 */
enum class Guide(
    val title: Int,
    val icon: Int,
    val steps: Int,
    val contacts: List<String>,
    val sources: List<Int>,
    val say: Int = R.string.help_say_report,
) {
    GIFT_CARD(
        R.string.help_gift_card,
        R.drawable.ic_help_gift,
        R.array.help_gift_card_steps,
        listOf("police-consultation", "consumer-hotline", "amazon-call-back"),
        listOf(R.string.help_source_guide, R.string.help_source_own),
    ),
    GIFT_CARD_AND_PASSWORD(
        R.string.help_gift_card_and_password,
        R.drawable.ic_help_key,
        R.array.help_gift_card_and_password_steps,
        listOf("police-consultation", "consumer-hotline", "amazon-call-back"),
        listOf(R.string.help_source_guide, R.string.help_source_own),
    ),
    TRANSFER(
        R.string.help_transfer,
        R.drawable.ic_help_bank,
        R.array.help_transfer_steps,
        listOf("police-consultation", "police-emergency", "consumer-hotline", "consumer-backup"),
        listOf(R.string.help_source_own),
        R.string.help_say_bank,
    ),
    CARD(
        R.string.help_card,
        R.drawable.ic_help_card,
        R.array.help_card_steps,
        listOf("police-consultation", "consumer-hotline", "consumer-backup"),
        listOf(R.string.help_source_own),
        R.string.help_say_card,
    ),
    PASSWORD(
        R.string.help_password,
        R.drawable.ic_help_key,
        R.array.help_password_steps,
        listOf("amazon-call-back", "amazon-chat", "police-consultation"),
        listOf(R.string.help_source_guide, R.string.help_source_own),
    ),
    PERSONAL_DATA(
        R.string.help_personal_data,
        R.drawable.ic_help_person,
        R.array.help_personal_data_steps,
        listOf("police-consultation", "police-emergency", "consumer-hotline"),
        listOf(R.string.help_source_guide, R.string.help_source_own),
    ),
    APP(
        R.string.help_app,
        R.drawable.ic_help_app,
        R.array.help_app_steps,
        listOf("police-consultation", "consumer-hotline"),
        listOf(R.string.help_source_own),
    ),
    LINK(
        R.string.help_link,
        R.drawable.ic_help_link,
        R.array.help_link_steps,
        listOf("police-consultation", "consumer-hotline"),
        listOf(R.string.help_source_guide, R.string.help_source_own),
    ),
    TALKED(
        R.string.help_talked,
        R.drawable.ic_call,
        R.array.help_talked_steps,
        listOf("police-consultation", "consumer-hotline", "consumer-backup"),
        listOf(R.string.help_source_guide, R.string.help_source_blog, R.string.help_source_own),
    ),
    NOTHING(
        R.string.help_nothing,
        R.drawable.ic_no_match,
        R.array.help_nothing_steps,
        listOf("police-consultation", "consumer-hotline", "tokyo-kurashi-web"),
        listOf(R.string.help_source_guide, R.string.help_source_blog),
    ),
    REACH_AMAZON(
        R.string.help_reach_amazon,
        R.drawable.ic_help_chat,
        R.array.help_reach_amazon_steps,
        listOf("amazon-call-back", "amazon-chat"),
        listOf(R.string.help_source_guide),
        R.string.help_say_amazon,
    ),
    REPORT(
        R.string.help_report,
        R.drawable.ic_help_report,
        R.array.help_report_steps,
        listOf(
            "police-consultation", "police-mail-form", "consumer-hotline", "consumer-backup",
            "amazon-report", "amazon-business-form", "tokyo-kurashi-web",
            "forward-docomo", "forward-au", "forward-softbank", "forward-softbank-iphone",
        ),
        listOf(R.string.help_source_guide, R.string.help_source_blog),
    ),
    NEVER(
        R.string.help_never,
        R.drawable.ic_scam,
        R.array.help_never_steps,
        listOf("amazon-business-form", "amazon-report"),
        listOf(R.string.help_source_amazon, R.string.help_source_guide),
    ),
    HABITS(
        R.string.help_habits,
        R.drawable.ic_check,
        R.array.help_habits_steps,
        listOf("police-consultation", "consumer-hotline"),
        listOf(R.string.help_source_guide),
    ),
    ;

    /** What comes first when more has happened: the words for it, and the steps. */
    val unless: Pair<Int, Guide>?
        get() = if (this == GIFT_CARD) R.string.help_gift_card_unless to GIFT_CARD_AND_PASSWORD else null

    companion object {
        /** The answers to "what happened?", what hurries most first. */
        val HAPPENED = listOf(
            GIFT_CARD, TRANSFER, CARD, PASSWORD, APP, PERSONAL_DATA, TALKED, LINK, NOTHING,
        )

        /** What is good to know at any time. */
        val KNOWLEDGE = listOf(REACH_AMAZON, REPORT, NEVER, HABITS)
    }
}
