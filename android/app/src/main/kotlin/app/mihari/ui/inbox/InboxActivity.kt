package app.mihari.ui.inbox

import android.Manifest.permission.READ_SMS
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager.PERMISSION_GRANTED
import android.os.Bundle
import android.view.View
import android.view.WindowManager
import android.widget.Button
import android.widget.ProgressBar
import android.widget.TextView
import app.mihari.R
import app.mihari.core.CoreException
import app.mihari.inbox.InboxProgress
import app.mihari.inbox.InboxScan
import app.mihari.inbox.InboxStep
import app.mihari.mihari
import app.mihari.protection.Repair
import app.mihari.settings.Preferences
import app.mihari.ui.Screen
import app.mihari.ui.home.HomeActivity
import app.mihari.ui.words

/**
 * Screens the messages that are on the phone already: only when the user says so, only while this
 * screen is seen. Stopped at any point, it goes on from there.
 */
class InboxActivity : Screen() {
    private val preferences by lazy { Preferences(this) }

    /** The run that goes on at present. */
    private var scan: InboxScan? = null

    /** Whether the user wants it to run; a screen that comes back goes on by itself. */
    private var isWanted = false

    /** What went wrong in the last run: a string resource, or 0. */
    private var problem = 0

    /** Whether to begin as soon as the system has let the app read. */
    private var awaitsPermission = false

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setTitle(R.string.inbox_screen)
        setScrollingContent(R.layout.inbox)
        isWanted = savedInstanceState?.getBoolean(WANTED) ?: false
        awaitsPermission = savedInstanceState?.getBoolean(AWAITS) ?: false
        requireViewById<View>(R.id.inbox_stop).setOnClickListener {
            isWanted = false
            stop()
            show()
        }
    }

    override fun onStart() {
        super.onStart()
        if (isWanted) run() else show()
    }

    override fun onResume() {
        super.onResume()
        if (awaitsPermission && mayRead()) begin()
    }

    override fun onStop() {
        super.onStop()
        stop()
    }

    override fun onSaveInstanceState(outState: Bundle) {
        super.onSaveInstanceState(outState)
        outState.putBoolean(WANTED, isWanted)
        outState.putBoolean(AWAITS, awaitsPermission)
    }

    override fun onRequestPermissionsResult(code: Int, permissions: Array<String>, results: IntArray) {
        super.onRequestPermissionsResult(code, permissions, results)
        if (awaitsPermission && !mayRead()) fail(R.string.inbox_refused)
    }

    override fun troubled(trouble: CoreException) = fail(trouble.words)

    /** Begins, or goes on; asks for the permission first. */
    private fun begin() {
        if (mayRead()) {
            awaitsPermission = false
            isWanted = true
            run()
        } else {
            awaitsPermission = true
            Repair(this).askPermission(READ_SMS, R.string.repair_sms_steps)
        }
    }

    private fun beginAfresh() {
        preferences.inboxProgress = InboxProgress()
        begin()
    }

    private fun mayRead() = checkSelfPermission(READ_SMS) == PERMISSION_GRANTED

    private fun run() {
        if (scan != null) return
        problem = 0
        val run = InboxScan(contentResolver, preferences)
        scan = run
        show()
        step(run)
    }

    /** One batch; the next is asked for when this one is shown, so that other screens get a turn. */
    private fun step(run: InboxScan) {
        load(run::next) { step ->
            if (scan === run) answer(run, step)
        }
    }

    private fun answer(run: InboxScan, step: InboxStep) {
        when (step) {
            is InboxStep.More -> {
                showProgress(step.progress, step.total)
                step(run)
            }
            is InboxStep.End -> {
                isWanted = false
                stop()
                show()
            }
            InboxStep.Refused -> fail(R.string.inbox_refused)
            InboxStep.Unreadable -> fail(R.string.inbox_unreadable)
            is InboxStep.Lost -> fail(step.trouble.words)
        }
    }

    private fun stop() {
        val stopped = scan ?: return
        scan = null
        mihari.background.execute {
            stopped.close()
            // The batch that was on its way has ended by now, and counts.
            runOnUiThread { if (!isDestroyed) show() }
        }
    }

    private fun fail(words: Int) {
        isWanted = false
        problem = words
        stop()
        show()
    }

    private fun show() {
        val isRunning = scan != null
        val progress = preferences.inboxProgress
        showProblem()
        requireViewById<View>(R.id.inbox_running).visibility = if (isRunning) View.VISIBLE else View.GONE
        requireViewById<View>(R.id.inbox_waiting).visibility = if (isRunning) View.GONE else View.VISIBLE
        if (isRunning) {
            window.addFlags(WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON)
            showProgress(progress, total = 0)
        } else {
            window.clearFlags(WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON)
            showWaiting(progress)
        }
    }

    private fun showProblem() {
        requireViewById<TextView>(R.id.inbox_trouble).run {
            if (problem != 0) setText(problem)
            visibility = if (problem == 0) View.GONE else View.VISIBLE
        }
    }

    private fun showProgress(progress: InboxProgress, total: Int) {
        requireViewById<ProgressBar>(R.id.inbox_bar).run {
            isIndeterminate = total == 0
            max = total
            this.progress = progress.screened
        }
        requireViewById<TextView>(R.id.inbox_count).text = when (total) {
            0 -> getString(R.string.inbox_counting)
            else -> getString(R.string.inbox_count, progress.screened, total)
        }
        requireViewById<TextView>(R.id.inbox_flagged).text = flaggedWords(progress)
    }

    private fun showWaiting(progress: InboxProgress) {
        val summary = requireViewById<TextView>(R.id.inbox_summary)
        val go = requireViewById<Button>(R.id.inbox_go)
        val again = requireViewById<Button>(R.id.inbox_again)
        val isFresh = !progress.isBegun && !progress.isFinished
        requireViewById<View>(R.id.inbox_why).visibility = if (isFresh) View.VISIBLE else View.GONE
        requireViewById<View>(R.id.inbox_result).visibility = if (isFresh) View.GONE else View.VISIBLE
        again.visibility = if (isFresh) View.GONE else View.VISIBLE
        again.setOnClickListener { beginAfresh() }
        when {
            isFresh -> {
                go.setText(R.string.inbox_go)
                go.setOnClickListener { begin() }
            }
            progress.isBegun -> {
                summary.text = getString(R.string.inbox_stopped, progress.screened) + "\n" +
                    flaggedWords(progress)
                go.setText(R.string.inbox_go_on)
                go.setOnClickListener { begin() }
            }
            else -> {
                summary.text = getString(R.string.inbox_finished, progress.screened) + "\n" +
                    flaggedWords(progress) + "\n\n" + getString(R.string.inbox_finished_note)
                go.setText(R.string.inbox_see)
                go.setOnClickListener { goHome() }
            }
        }
    }

    private fun flaggedWords(progress: InboxProgress) = when (progress.flagged) {
        0 -> getString(R.string.inbox_flagged_none)
        else -> getString(R.string.inbox_flagged, progress.flagged)
    }

    private fun goHome() {
        startActivity(
            Intent(this, HomeActivity::class.java).addFlags(Intent.FLAG_ACTIVITY_CLEAR_TOP),
        )
        finish()
    }

    companion object {
        private const val WANTED = "wanted"
        private const val AWAITS = "awaits"

        /** Opens the screening of the inbox. */
        fun intent(context: Context): Intent =
            Intent(context, InboxActivity::class.java)
    }
}
