package app.mihari.ui.settings

import android.app.AlertDialog
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.os.Bundle
import android.view.View
import android.widget.CompoundButton
import android.widget.RadioGroup
import android.widget.TextView
import app.mihari.R
import app.mihari.core.CoreException
import app.mihari.core.ExportFormat
import app.mihari.core.Guard
import app.mihari.core.Health
import app.mihari.core.Profile
import app.mihari.notice.Notices
import app.mihari.protection.Part
import app.mihari.protection.PartState
import app.mihari.protection.Protection
import app.mihari.protection.Repair
import app.mihari.settings.BlockedCalls
import app.mihari.settings.Export
import app.mihari.settings.Language
import app.mihari.settings.Preferences
import app.mihari.ui.Departure
import app.mihari.ui.Screen
import app.mihari.ui.inbox.InboxActivity
import app.mihari.ui.seller.SellerActivity
import app.mihari.ui.start.StartActivity
import app.mihari.ui.words
import java.time.LocalDate

/** The user's choices. */
class SettingsActivity : Screen() {
    private val preferences by lazy { Preferences(this) }

    /** What the core keeps of the user's choices. */
    private class Kept(val profile: Profile, val retentionDays: Int?)

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setTitle(R.string.settings_screen)
        setScrollingContent(R.layout.settings)
        row(R.id.settings_seller, R.string.settings_seller) { startActivity(SellerActivity.intent(this)) }
        row(R.id.settings_numbers, R.string.settings_numbers) { startActivity(NumbersActivity.intent(this)) }
        row(R.id.settings_overlay, R.string.settings_overlay) { Repair(this).start(Part.OVERLAY) }
        row(R.id.settings_notifications, R.string.settings_notifications) {
            Departure.go(this, Repair.notificationSettings(this))
        }
        row(R.id.settings_retention, R.string.settings_retention) {
            load({ it.retentionDays }, ::askRetention)
        }
        row(R.id.settings_csv, R.string.settings_csv) { askWhere(ExportFormat.CSV) }
        row(R.id.settings_json, R.string.settings_json) { askWhere(ExportFormat.JSON) }
        row(R.id.settings_delete, R.string.settings_delete) { load({ it.health() }, ::askToDelete) }
        row(R.id.settings_family, R.string.settings_family) {
            startActivity(FamilyContactActivity.intent(this))
        }
        row(R.id.settings_language, R.string.settings_language, ::askLanguage)
        row(R.id.settings_start, R.string.settings_start) { startActivity(StartActivity.intent(this)) }
        row(R.id.settings_inbox, R.string.settings_inbox) { startActivity(InboxActivity.intent(this)) }
        row(R.id.settings_about, R.string.settings_about) { startActivity(AboutActivity.intent(this)) }
        enable(requireViewById(R.id.profile), false)
        showCalls()
    }

    override fun onResume() {
        super.onResume()
        showValues()
        load({ Kept(it.profile, it.retentionDays) }, ::show)
    }

    override fun onActivityResult(request: Int, result: Int, data: Intent?) {
        super.onActivityResult(request, result, data)
        val format = ExportFormat.entries.getOrNull(request - EXPORT) ?: return
        val target = data?.data
        if (result != RESULT_OK || target == null) return
        load({ guard -> Export.write(this, guard, format, target) }) { outcome ->
            when (outcome) {
                is Export.Outcome.Written -> say(getString(R.string.settings_exported, outcome.entries))
                Export.Outcome.NotWritten -> say(getText(R.string.settings_not_exported))
            }
        }
    }

    /** Said above the choices: those that the core does not keep go on working. */
    override fun troubled(trouble: CoreException) {
        requireViewById<TextView>(R.id.settings_trouble).run {
            setText(trouble.words)
            visibility = View.VISIBLE
        }
    }

    private fun show(kept: Kept) {
        requireViewById<View>(R.id.settings_trouble).visibility = View.GONE
        showProfile(kept.profile)
        value(R.id.settings_retention, retentionWords(kept.retentionDays))
    }

    private fun showProfile(profile: Profile) {
        val group = requireViewById<RadioGroup>(R.id.profile)
        group.setOnCheckedChangeListener(null)
        group.check(if (profile == Profile.BUSINESS) R.id.profile_business else R.id.profile_personal)
        enable(group, true)
        showSeller(profile)
        group.setOnCheckedChangeListener { _, id ->
            val chosen = if (id == R.id.profile_business) Profile.BUSINESS else Profile.PERSONAL
            showSeller(chosen)
            load({ it.profile = chosen }) {}
        }
    }

    /** A choice that cannot be kept is not offered. */
    private fun enable(group: RadioGroup, isEnabled: Boolean) {
        for (place in 0 until group.childCount) group.getChildAt(place).isEnabled = isEnabled
    }

    private fun showSeller(profile: Profile) {
        requireViewById<View>(R.id.settings_seller).visibility =
            if (profile == Profile.BUSINESS) View.VISIBLE else View.GONE
    }

    private fun showCalls() {
        requireViewById<RadioGroup>(R.id.blocked_calls).run {
            check(
                when (preferences.blockedCalls) {
                    BlockedCalls.WARN -> R.id.blocked_warn
                    BlockedCalls.SILENCE -> R.id.blocked_silence
                    BlockedCalls.REFUSE -> R.id.blocked_refuse
                },
            )
            setOnCheckedChangeListener { _, id ->
                preferences.blockedCalls = when (id) {
                    R.id.blocked_silence -> BlockedCalls.SILENCE
                    R.id.blocked_refuse -> BlockedCalls.REFUSE
                    else -> BlockedCalls.WARN
                }
            }
        }
        requireViewById<CompoundButton>(R.id.settings_card).run {
            isChecked = preferences.showsCallCard
            setOnCheckedChangeListener { _, isOn ->
                preferences.showsCallCard = isOn
                showValues()
            }
        }
        requireViewById<CompoundButton>(R.id.settings_ask).run {
            isChecked = preferences.asksAfterCalls
            setOnCheckedChangeListener { _, isOn -> preferences.asksAfterCalls = isOn }
        }
    }

    /** What may have changed while another screen was in front. */
    private fun showValues() {
        val lacksOverlay = preferences.showsCallCard &&
            Protection.stateOf(this, Part.OVERLAY) == PartState.OFF
        requireViewById<View>(R.id.settings_overlay).visibility =
            if (lacksOverlay) View.VISIBLE else View.GONE
        value(R.id.settings_overlay, getText(R.string.settings_overlay_why))
        value(R.id.settings_numbers, getText(R.string.settings_numbers_why))
        value(R.id.settings_notifications, getText(R.string.settings_notifications_why))
        value(R.id.settings_family, familyWords())
        value(R.id.settings_language, languageWords(Language.chosen(this)))
    }

    private fun familyWords(): CharSequence {
        val number = preferences.familyNumber ?: return getText(R.string.settings_family_none)
        return listOfNotNull(preferences.familyName, number).joinToString("  ")
    }

    private fun retentionWords(days: Int?): String = when (days) {
        null -> getString(R.string.settings_retention_ever)
        DAYS_OF_YEAR -> getString(R.string.settings_retention_year)
        else -> getString(R.string.settings_retention_days, days)
    }

    private fun askRetention(current: Int?) {
        val choices = listOf(null, DAYS_OF_YEAR, 90, 30)
        val words = choices.map(::retentionWords).toTypedArray()
        AlertDialog.Builder(this)
            .setTitle(R.string.settings_retention)
            .setSingleChoiceItems(words, choices.indexOf(current)) { dialog, which ->
                dialog.dismiss()
                val chosen = choices[which]
                if (chosen == null) retain(null) else confirmRetention(chosen)
            }
            .setNegativeButton(R.string.cancel, null)
            .show()
    }

    /** What is older goes at once and for good: nobody should find that out afterwards. */
    private fun confirmRetention(days: Int) {
        AlertDialog.Builder(this)
            .setTitle(retentionWords(days))
            .setMessage(R.string.settings_retention_confirm)
            .setPositiveButton(R.string.settings_retention_do) { _, _ -> retain(days) }
            .setNegativeButton(R.string.cancel, null)
            .show()
    }

    private fun retain(days: Int?) {
        val change = { guard: Guard ->
            guard.retentionDays = days
            guard.tidy()
            Kept(guard.profile, guard.retentionDays)
        }
        load(change, ::show)
    }

    private fun askWhere(format: ExportFormat) {
        val ask = Intent(Intent.ACTION_CREATE_DOCUMENT)
            .addCategory(Intent.CATEGORY_OPENABLE)
            .setType(if (format == ExportFormat.CSV) "text/csv" else "application/json")
            .putExtra(Intent.EXTRA_TITLE, "mihari-${LocalDate.now()}.${format.name.lowercase()}")
        try {
            startActivityForResult(ask, EXPORT + format.ordinal)
        } catch (e: ActivityNotFoundException) {
            say(getText(R.string.departure_nowhere))
        }
    }

    private fun askToDelete(health: Health) {
        val trouble = health.trouble
        if (trouble != null) {
            say(getText(trouble.words))
            return
        }
        AlertDialog.Builder(this)
            .setTitle(R.string.settings_delete)
            .setMessage(deletionWords(health))
            .setPositiveButton(R.string.settings_delete_do) { _, _ ->
                load(::deleteAll) { count -> say(getString(R.string.settings_deleted, count)) }
            }
            .setNegativeButton(R.string.cancel, null)
            .show()
    }

    private fun deletionWords(health: Health): String {
        val words = getString(R.string.settings_delete_confirm, health.kept, health.inUndoBin)
        if (health.damaged == 0L) return words
        return getString(R.string.settings_delete_aside) + "\n\n" + words
    }

    private fun deleteAll(guard: Guard): Long {
        Export.clear(this)
        val count = guard.deleteAll()
        // What was told of them goes as well.
        Notices.cancelAll(this)
        return count
    }

    private fun askLanguage() {
        val choices = listOf(null) + Language.offered
        val words = choices.map(::languageWords).toTypedArray()
        AlertDialog.Builder(this)
            .setTitle(R.string.settings_language)
            .setSingleChoiceItems(words, choices.indexOf(Language.chosen(this))) { dialog, which ->
                dialog.dismiss()
                Language.choose(this, choices[which])
            }
            .setNegativeButton(R.string.cancel, null)
            .show()
    }

    private fun languageWords(language: String?): String = getString(
        when (language) {
            "ja" -> R.string.settings_language_ja
            "en" -> R.string.settings_language_en
            else -> R.string.settings_language_phone
        },
    )

    private fun say(words: CharSequence) {
        AlertDialog.Builder(this)
            .setMessage(words)
            .setPositiveButton(R.string.close, null)
            .show()
    }

    private fun row(id: Int, title: Int, open: () -> Unit) {
        requireViewById<View>(id).run {
            requireViewById<TextView>(R.id.row_title).setText(title)
            setOnClickListener { open() }
        }
    }

    private fun value(id: Int, words: CharSequence) {
        requireViewById<View>(id).requireViewById<TextView>(R.id.row_value).run {
            text = words
            visibility = View.VISIBLE
        }
    }

    companion object {
        /** The request code of the first export format; the others follow. */
        private const val EXPORT = 10
        private const val DAYS_OF_YEAR = 365

        /** Opens the choices. */
        fun intent(context: Context): Intent =
            Intent(context, SettingsActivity::class.java)
    }
}
