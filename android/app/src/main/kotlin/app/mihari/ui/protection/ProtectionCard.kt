package app.mihari.ui.protection

import android.app.Activity
import android.app.AlertDialog
import android.content.Context
import android.content.res.ColorStateList
import android.view.View
import android.view.ViewGroup
import android.widget.Button
import android.widget.ImageView
import android.widget.TextView
import app.mihari.R
import app.mihari.core.Health
import app.mihari.protection.Condition
import app.mihari.protection.Part
import app.mihari.protection.PartState
import app.mihari.protection.Protection
import app.mihari.protection.Repair
import app.mihari.ui.recentWords
import app.mihari.ui.words

/** Says whether the app is protecting, what is missing, and repairs it with one tap. */
object ProtectionCard {
    /**
     * Shows it in [frame], in place of what was there. A screen shows it again whenever it comes to
     * the front.
     *
     * @param health what the core says; null when it cannot be loaded.
     */
    fun show(activity: Activity, frame: ViewGroup, health: Health?) {
        val protection = Protection.of(activity, health)
        Repair.forgetRefusals(activity, protection)
        frame.removeAllViews()
        activity.layoutInflater.inflate(R.layout.protection_card, frame)
        head(frame, protection.condition)
        val rows = frame.requireViewById<ViewGroup>(R.id.protection_rows)
        for (part in protection.missing + advised(protection)) repair(activity, rows, part)
        for (words in troubles(activity, protection)) trouble(activity, rows, words)
        last(frame.requireViewById(R.id.protection_last), health)
        frame.requireViewById<View>(R.id.protection_limits).setOnClickListener { limits(activity) }
    }

    /** Says what the app cannot see. */
    fun limits(activity: Activity) {
        AlertDialog.Builder(activity)
            .setTitle(R.string.protection_limits)
            .setMessage(R.string.protection_limits_words)
            .setPositiveButton(R.string.close, null)
            .show()
    }

    /** Not needed today, but the protection would end one day without it. */
    private fun advised(protection: Protection): List<Part> {
        val isOff = protection.stateOf(Part.HIBERNATION) == PartState.OFF
        return if (isOff && protection.hasTelephony) listOf(Part.HIBERNATION) else emptyList()
    }

    private fun head(card: View, condition: Condition) {
        val look = ConditionLook.of(condition)
        card.requireViewById<ImageView>(R.id.protection_icon).run {
            setImageResource(look.icon)
            imageTintList = ColorStateList.valueOf(context.getColor(look.color))
        }
        card.requireViewById<TextView>(R.id.protection_word).run {
            setText(look.word)
            setTextColor(context.getColor(look.color))
        }
    }

    private fun repair(activity: Activity, rows: ViewGroup, part: Part) {
        val row = activity.layoutInflater.inflate(R.layout.protection_part, rows, false)
        row.requireViewById<TextView>(R.id.protection_lack).setText(part.lack)
        row.requireViewById<Button>(R.id.protection_repair).run {
            setText(part.repair)
            setOnClickListener { Repair(activity).start(part) }
        }
        rows.addView(row)
    }

    private fun trouble(activity: Activity, rows: ViewGroup, words: CharSequence) {
        val row = activity.layoutInflater.inflate(R.layout.protection_part, rows, false)
        row.requireViewById<TextView>(R.id.protection_lack).text = words
        row.requireViewById<View>(R.id.protection_repair).visibility = View.GONE
        rows.addView(row)
    }

    private fun troubles(context: Context, protection: Protection): List<CharSequence> =
        buildList {
            val health = protection.health
            if (health == null) add(context.getText(R.string.trouble_core))
            if (!protection.hasTelephony) add(context.getText(R.string.protection_no_telephony))
            health?.trouble?.let { add(context.getText(it.words)) }
            if (health?.setAside != null) add(context.getText(R.string.trouble_damaged))
            val isWatching = protection.condition == Condition.WATCHING
            if (isWatching && protection.isQuiet) {
                add(context.getString(R.string.protection_quiet, Protection.QUIET_DAYS))
            }
        }

    private fun last(view: TextView, health: Health?) {
        val context = view.context
        val lines = listOfNotNull(
            health?.lastMessage?.let {
                context.getString(R.string.protection_last_sms, recentWords(context, it))
            },
            health?.lastCall?.let {
                context.getString(R.string.protection_last_call, recentWords(context, it))
            },
        )
        view.text = lines.joinToString("\n").ifEmpty { context.getString(R.string.protection_last_none) }
        view.visibility = if (health == null) View.GONE else View.VISIBLE
    }
}

/** How a condition looks: icon, word and colour. */
internal enum class ConditionLook(val icon: Int, val word: Int, val color: Int) {
    WATCHING(R.drawable.ic_watching, R.string.protection_watching, R.color.accent),
    PARTLY(R.drawable.ic_caution, R.string.protection_partly, R.color.caution),
    NOT_WATCHING(R.drawable.ic_not_watching, R.string.protection_not_watching, R.color.caution),
    ;

    companion object {
        /** The look of a condition. */
        fun of(condition: Condition) = valueOf(condition.name)
    }
}

/** What is the matter without this part: a string resource. */
internal val Part.lack: Int
    get() = when (this) {
        Part.SMS -> R.string.protection_lack_sms
        Part.CALLS -> R.string.protection_lack_calls
        Part.NOTIFICATIONS -> R.string.protection_lack_notifications
        Part.HIBERNATION -> R.string.protection_lack_hibernation
        Part.OVERLAY -> R.string.protection_lack_overlay
    }

/** What switches this part on: a string resource. */
internal val Part.repair: Int
    get() = when (this) {
        Part.SMS -> R.string.protection_repair_sms
        Part.CALLS -> R.string.protection_repair_calls
        Part.NOTIFICATIONS -> R.string.protection_repair_notifications
        Part.HIBERNATION -> R.string.protection_repair_hibernation
        Part.OVERLAY -> R.string.protection_repair_overlay
    }
