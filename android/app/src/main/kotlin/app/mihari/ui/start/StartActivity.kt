package app.mihari.ui.start

import android.content.Context
import android.content.Intent
import android.content.res.ColorStateList
import android.os.Build
import android.os.Bundle
import android.view.View
import android.view.ViewGroup
import android.widget.Button
import android.widget.ImageView
import android.widget.ProgressBar
import android.widget.RadioGroup
import android.widget.ScrollView
import android.widget.TextView
import app.mihari.R
import app.mihari.core.CoreException
import app.mihari.core.Profile
import app.mihari.protection.Part
import app.mihari.protection.PartState
import app.mihari.protection.Protection
import app.mihari.protection.Repair
import app.mihari.settings.Preferences
import app.mihari.ui.Screen
import app.mihari.ui.check.CheckActivity
import app.mihari.ui.family.FamilyFields
import app.mihari.ui.inbox.InboxActivity
import app.mihari.ui.protection.repair
import app.mihari.ui.words

/**
 * The first start: one thing at a time, each with its reason. Everything may be refused or left for
 * later; whoever leaves goes on at the same step next time.
 */
class StartActivity : Screen() {
    private val preferences by lazy { Preferences(this) }
    private var step = Step.WELCOME

    /** The part that was asked for while its step was shown; what came of it shows on return. */
    private var asked: Part? = null

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setTitle(R.string.start_screen)
        setScrollingContent(R.layout.start)
        requireViewById<View>(R.id.back).setOnClickListener { goBack() }
        step = Step.entries.find { it.name == preferences.startStep } ?: Step.WELCOME
        asked = savedInstanceState?.getString(ASKED)?.let(Part::valueOf)
        show()
    }

    override fun onResume() {
        super.onResume()
        val part = asked ?: return
        if (part == step.part && stateOf(part) == PartState.ON) goOn() else showState()
    }

    override fun onSaveInstanceState(outState: Bundle) {
        super.onSaveInstanceState(outState)
        outState.putString(ASKED, asked?.name)
    }

    @Deprecated("The platform's newer way needs Android 13.")
    override fun onBackPressed() = goBack()

    /** The choice or number could not be kept: said, and everything else goes on. */
    override fun troubled(trouble: CoreException) {
        note(getText(trouble.words), isGood = false)
    }

    private fun steps() = Step.entries.filter { step ->
        when (val part = step.part) {
            null -> true
            Part.NOTIFICATIONS -> Build.VERSION.SDK_INT >= 33
            else -> stateOf(part) != PartState.NOT_HERE
        }
    }

    private fun goOn() = goTo(steps().firstOrNull { it > step } ?: Step.READY)

    private fun goBack() {
        val before = steps().lastOrNull { it < step }
        if (before == null) finish() else goTo(before)
    }

    private fun goTo(next: Step) {
        step = next
        asked = null
        preferences.startStep = next.name
        if (next == Step.READY) preferences.hasStarted = true
        show()
    }

    private fun finishStart() {
        preferences.startStep = null
        finish()
    }

    private fun show() {
        val steps = steps()
        val place = steps.indexOf(step) + 1
        requireViewById<TextView>(R.id.start_progress).run {
            text = getString(R.string.start_progress, place, steps.size)
            contentDescription = getString(R.string.start_progress_spoken, place, steps.size)
        }
        // TalkBack says the new step's name.
        requireViewById<View>(R.id.start).accessibilityPaneTitle = getText(step.title)
        requireViewById<ProgressBar>(R.id.start_bar).run {
            max = steps.size
            progress = place
        }
        requireViewById<ImageView>(R.id.start_icon).setImageResource(step.icon)
        requireViewById<TextView>(R.id.start_title).setText(step.title)
        showReasons()
        showBody()
        showButtons()
        showState()
        (requireViewById<View>(R.id.start).parent as ScrollView).scrollTo(0, 0)
    }

    private fun showReasons() {
        val reasons = requireViewById<ViewGroup>(R.id.start_reasons)
        reasons.removeAllViews()
        for (reason in resources.getTextArray(step.reasons)) {
            val line = layoutInflater.inflate(R.layout.start_reason, reasons, false) as TextView
            line.text = reason
            reasons.addView(line)
        }
    }

    private fun showBody() {
        val body = requireViewById<ViewGroup>(R.id.start_body)
        body.removeAllViews()
        when (step) {
            Step.PROFILE -> showProfile(body)
            Step.FAMILY -> {
                layoutInflater.inflate(R.layout.family_fields, body)
                FamilyFields(body).fill(preferences)
            }
            Step.READY -> showOutcome(body)
            else -> Unit
        }
    }

    private fun showProfile(body: ViewGroup) {
        layoutInflater.inflate(R.layout.settings_profile, body)
        val group = body.requireViewById<RadioGroup>(R.id.profile)
        load({ it.profile }) { profile ->
            if (group.checkedRadioButtonId == View.NO_ID) {
                group.check(if (profile == Profile.BUSINESS) R.id.profile_business else R.id.profile_personal)
            }
        }
    }

    private fun showOutcome(body: ViewGroup) {
        val parts = steps().mapNotNull { it.part }
        for (part in parts) {
            val isOn = stateOf(part) == PartState.ON
            val line = layoutInflater.inflate(R.layout.start_outcome, body, false)
            line.requireViewById<ImageView>(R.id.outcome_icon).run {
                setImageResource(if (isOn) R.drawable.ic_done else R.drawable.ic_remove)
                imageTintList = ColorStateList.valueOf(
                    getColor(if (isOn) R.color.accent else R.color.ink_soft),
                )
            }
            line.requireViewById<TextView>(R.id.outcome_words).text = getString(
                if (isOn) R.string.start_outcome_on else R.string.start_outcome_off,
                getString(part.repair),
            )
            body.addView(line)
        }
    }

    private fun showButtons() {
        val go = requireViewById<Button>(R.id.start_go)
        val later = requireViewById<Button>(R.id.start_later)
        val more = requireViewById<View>(R.id.start_try)
        more.visibility = if (step == Step.READY) View.VISIBLE else View.GONE
        later.visibility = View.VISIBLE
        later.setText(R.string.start_later)
        later.setOnClickListener { goOn() }
        when (step) {
            Step.WELCOME -> {
                go.setText(R.string.start_begin)
                go.setOnClickListener { goOn() }
                later.visibility = View.GONE
            }
            Step.PROFILE -> {
                go.setText(R.string.start_next)
                go.setOnClickListener { keepProfile() }
                later.visibility = View.GONE
            }
            Step.FAMILY -> {
                go.setText(R.string.start_family_keep)
                go.setOnClickListener { keepFamily() }
            }
            Step.READY -> {
                go.setText(R.string.start_finish)
                go.setOnClickListener { finishStart() }
                later.visibility = View.GONE
                onTap(R.id.start_example) { startActivity(CheckActivity.example(this)) }
                onTap(R.id.start_inbox) { startActivity(InboxActivity.intent(this)) }
            }
            else -> Unit // showState: they follow the system.
        }
    }

    /** A part's step: what came of asking, and whether to ask at all. */
    private fun showState() {
        requireViewById<View>(R.id.start_note).visibility = View.GONE
        val part = step.part
        if (part == null) {
            if (step == Step.READY) warnIfNothingIsWatched()
            return
        }
        val go = requireViewById<Button>(R.id.start_go)
        val later = requireViewById<Button>(R.id.start_later)
        if (stateOf(part) == PartState.ON) {
            note(getText(R.string.start_is_on), isGood = true)
            go.setText(R.string.start_next)
            go.setOnClickListener { goOn() }
            later.visibility = View.GONE
            return
        }
        go.setText(step.ask)
        go.setOnClickListener {
            asked = part
            Repair(this).start(part)
        }
        later.setText(if (asked == part) R.string.start_without else R.string.start_later)
        if (asked == part) note(refused(part), isGood = false)
    }

    private fun warnIfNothingIsWatched() {
        if (listOf(Part.SMS, Part.CALLS).none { stateOf(it) == PartState.ON }) {
            note(getText(R.string.start_ready_nothing), isGood = false)
        }
    }

    private fun refused(part: Part): CharSequence {
        val words = getString(R.string.start_is_off)
        val mayBeRestricted = Build.VERSION.SDK_INT >= 33 &&
            part in listOf(Part.SMS, Part.CALLS, Part.OVERLAY)
        return if (mayBeRestricted) "$words\n\n${getString(R.string.repair_restricted)}" else words
    }

    private fun note(words: CharSequence, isGood: Boolean) {
        requireViewById<View>(R.id.start_note).run {
            visibility = View.VISIBLE
            backgroundTintList = ColorStateList.valueOf(
                getColor(if (isGood) R.color.accent_soft else R.color.caution_soft),
            )
        }
        val ink = getColor(if (isGood) R.color.on_accent_soft else R.color.on_caution_soft)
        requireViewById<ImageView>(R.id.start_note_icon).run {
            setImageResource(if (isGood) R.drawable.ic_done else R.drawable.ic_caution)
            imageTintList = ColorStateList.valueOf(ink)
        }
        requireViewById<TextView>(R.id.start_note_words).run {
            text = words
            setTextColor(ink)
        }
    }

    private fun keepProfile() {
        val group = requireViewById<RadioGroup>(R.id.profile)
        if (group.checkedRadioButtonId != View.NO_ID) {
            val isBusiness = group.checkedRadioButtonId == R.id.profile_business
            val profile = if (isBusiness) Profile.BUSINESS else Profile.PERSONAL
            load({ it.profile = profile }) {}
        }
        goOn()
    }

    private fun keepFamily() {
        val fields = FamilyFields(requireViewById(R.id.start_body))
        load(fields.reading()) { contact ->
            if (step == Step.FAMILY && fields.keep(contact, preferences)) goOn()
        }
    }

    private fun stateOf(part: Part) = Protection.stateOf(this, part)

    companion object {
        private const val ASKED = "asked"

        /** Opens the first start. */
        fun intent(context: Context): Intent =
            Intent(context, StartActivity::class.java)
    }
}
