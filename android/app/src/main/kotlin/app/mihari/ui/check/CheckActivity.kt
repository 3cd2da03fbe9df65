package app.mihari.ui.check

import android.content.ClipboardManager
import android.content.Context
import android.content.Intent
import android.os.Bundle
import android.text.InputFilter
import android.view.View
import android.view.inputmethod.InputMethodManager
import android.widget.EditText
import android.widget.RadioButton
import android.widget.ScrollView
import android.widget.TextView
import app.mihari.R
import app.mihari.core.Channel
import app.mihari.core.CoreException
import app.mihari.core.Fate
import app.mihari.core.Item
import app.mihari.core.Verdict
import app.mihari.ui.LevelLook
import app.mihari.ui.Screen
import app.mihari.ui.detail.DetailActivity
import app.mihari.ui.family.FamilyActivity
import app.mihari.ui.help.HelpActivity
import app.mihari.ui.onChange
import app.mihari.ui.verdict.VerdictView
import app.mihari.ui.words

/**
 * Screens what the user types, pastes or shares: the way for messages that no app may watch.
 *
 * Other apps open it with a text (sharing, the menu of selected text). They get nothing back, and
 * nothing is kept until the user saves it.
 */
class CheckActivity : Screen() {
    private val text: EditText get() = requireViewById(R.id.check_text)
    private val sender: EditText get() = requireViewById(R.id.check_sender)
    private val result: View get() = requireViewById(R.id.check_result)

    /** What the user says it is; null lets the writing tell. */
    private var chosen: Channel? = null

    /** What it was last said to be. */
    private var channel = Channel.SMS

    /** Rises with every change of the fields: an answer to older ones comes too late. */
    private var turn = 0

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setTitle(R.string.check_title)
        setScrollingContent(R.layout.check)
        text.filters = arrayOf(InputFilter.LengthFilter(Handed.LONGEST_TEXT))
        sender.filters = arrayOf(InputFilter.LengthFilter(Question.LONGEST_SENDER))
        for ((kind, id) in KINDS) {
            onTap(id) { choose(kind) }
        }
        onTap(R.id.check_paste) { paste() }
        onTap(R.id.check_example) { text.setText(R.string.check_example_text) }
        onTap(R.id.check_clear) { clear() }
        onTap(R.id.check_go) { check() }
        onTap(R.id.check_help) { startActivity(HelpActivity.intent(this)) }
    }

    /** By now the fields have back what they held before the screen was turned. */
    override fun onPostCreate(savedInstanceState: Bundle?) {
        super.onPostCreate(savedInstanceState)
        if (savedInstanceState == null) take(Handed.by(intent)) else takeBack(savedInstanceState)
        text.onChange { changed() }
        sender.onChange { changed() }
    }

    override fun onSaveInstanceState(outState: Bundle) {
        super.onSaveInstanceState(outState)
        outState.putString(Handed.CHANNEL, chosen?.name)
        outState.putBoolean(IS_ANSWERED, result.visibility == View.VISIBLE)
        outState.putCharSequence(MESSAGE, requireViewById<TextView>(R.id.check_message).text)
    }

    override fun troubled(trouble: CoreException) = tell(getText(trouble.words))

    private fun take(handed: Handed) {
        text.setText(handed.text)
        sender.setText(handed.sender)
        chosen = handed.channel
        when {
            handed.lacksText -> tell(getText(R.string.check_lacks_text))
            handed.isCut -> tell(getText(R.string.check_cut))
        }
        showKind()
        if (handed.text.isNotBlank()) check()
    }

    private fun takeBack(state: Bundle) {
        chosen = Channel.entries.find { it.name == state.getString(Handed.CHANNEL) }
        tell(state.getCharSequence(MESSAGE))
        showKind()
        if (state.getBoolean(IS_ANSWERED)) check()
    }

    private fun question() = Question(chosen, text.text.toString(), sender.text.toString())

    private fun choose(kind: Channel) {
        chosen = kind
        changed()
    }

    private fun changed() {
        turn++
        result.visibility = View.GONE
        val isFull = text.length() >= Handed.LONGEST_TEXT
        tell(if (isFull) getText(R.string.check_cut) else null)
        showKind()
    }

    /** Marks what it is, and asks for what belongs to that. */
    private fun showKind() {
        val now = turn
        val question = question()
        load({ guard -> question.channel(guard) }) { if (now == turn) show(it) }
        show(chosen ?: channel)
    }

    private fun show(kind: Channel) {
        channel = kind
        for ((each, id) in KINDS) requireViewById<RadioButton>(id).isChecked = each == kind
        text.setHint(
            when (kind) {
                Channel.SMS, Channel.EMAIL -> R.string.check_hint_message
                Channel.CALL -> R.string.check_hint_number
                Channel.VOICE -> R.string.check_hint_voice
            },
        )
        requireViewById<TextView>(R.id.check_text_title).setText(
            when (kind) {
                Channel.SMS, Channel.EMAIL -> R.string.check_text_message
                Channel.CALL -> R.string.check_text_number
                Channel.VOICE -> R.string.check_text_voice
            },
        )
        requireViewById<TextView>(R.id.check_sender_title).setText(
            when (kind) {
                Channel.SMS -> R.string.check_sender_sms
                Channel.EMAIL -> R.string.check_sender_email
                Channel.CALL, Channel.VOICE -> R.string.check_sender_voice
            },
        )
        // A call is its number alone.
        val wantsSender = kind != Channel.CALL
        show(R.id.check_sender_title, wantsSender)
        show(R.id.check_sender, wantsSender)
        val isEmpty = question().isEmpty
        show(R.id.check_example, isEmpty)
        show(R.id.check_clear, !isEmpty)
    }

    /** Reads the clipboard: only here, when the user asks for it. */
    private fun paste() {
        val clip = getSystemService(ClipboardManager::class.java)!!.primaryClip
        val pasted = clip?.takeIf { it.itemCount > 0 }?.getItemAt(0)?.text?.toString()
        if (pasted.isNullOrBlank()) {
            tell(getText(R.string.check_paste_nothing))
        } else {
            text.setText(pasted.take(Handed.LONGEST_TEXT))
        }
    }

    private fun clear() {
        chosen = null
        text.setText("")
        sender.setText("")
        text.requestFocus()
    }

    private fun check() {
        val question = question()
        if (question.isEmpty) {
            tell(getText(R.string.check_nothing))
            return
        }
        val now = turn
        load({ guard -> question.item(guard).let { it to guard.check(it) } }) { (item, verdict) ->
            if (now == turn) answer(item, verdict)
        }
    }

    private fun answer(item: Item, verdict: Verdict) {
        requireViewById<VerdictView>(R.id.check_verdict).show(item, verdict)
        requireViewById<TextView>(R.id.check_result_title).contentDescription =
            getString(R.string.check_result_spoken, getString(LevelLook.of(verdict.level).word))
        show(R.id.check_save, verdict.isFlagged)
        show(R.id.check_save_note, verdict.isFlagged)
        show(R.id.check_family, false)
        show(R.id.check_open, false)
        requireViewById<TextView>(R.id.check_save_note).setText(R.string.check_save_note)
        onTap(R.id.check_save) { save(item) }
        result.visibility = View.VISIBLE
        showFromTop(result)
    }

    private fun save(item: Item) {
        val now = turn
        load({ guard -> guard.save(item) }) { screened -> if (now == turn) saved(screened.fate) }
    }

    private fun saved(fate: Fate) {
        val note = requireViewById<TextView>(R.id.check_save_note)
        show(R.id.check_save, fate is Fate.Lost)
        when (fate) {
            is Fate.New -> {
                note.setText(R.string.check_saved)
                offer(fate.id)
            }
            is Fate.Already -> {
                note.setText(R.string.check_saved_already)
                offer(fate.id)
            }
            Fate.Deleted -> note.setText(R.string.check_saved_deleted)
            Fate.NotFlagged -> note.setText(R.string.check_saved_not)
            is Fate.Lost -> note.setText(fate.trouble.words)
        }
    }

    /** What can be done with an entry, once there is one. */
    private fun offer(entry: Long) {
        show(R.id.check_family, true)
        show(R.id.check_open, true)
        onTap(R.id.check_family) { startActivity(FamilyActivity.intent(this, entry)) }
        onTap(R.id.check_open) { startActivity(DetailActivity.intent(this, entry)) }
    }

    private fun tell(words: CharSequence?) {
        say(R.id.check_message, words)
    }

    private fun showFromTop(view: View) {
        getSystemService(InputMethodManager::class.java)
            ?.hideSoftInputFromWindow(view.windowToken, 0)
        text.clearFocus()
        val scroll = requireViewById<View>(R.id.check).parent as ScrollView
        view.post { scroll.smoothScrollTo(0, view.top) }
    }

    companion object {
        private const val IS_ANSWERED = "answered"
        private const val MESSAGE = "message"

        private val KINDS = listOf(
            Channel.SMS to R.id.check_kind_sms,
            Channel.EMAIL to R.id.check_kind_email,
            Channel.CALL to R.id.check_kind_call,
            Channel.VOICE to R.id.check_kind_voice,
        )

        /** Opens it with a text of our own, as another app would share it. */
        fun example(context: Context): Intent = intent(context)
            .setAction(Intent.ACTION_SEND)
            .setType("text/plain")
            .putExtra(Intent.EXTRA_TEXT, context.getString(R.string.check_example_text))

        /** Opens it for a channel and a sender that are known already. */
        fun intent(context: Context, channel: Channel? = null, sender: String? = null): Intent =
            Intent(context, CheckActivity::class.java)
                .putExtra(Handed.CHANNEL, channel?.name)
                .putExtra(Handed.SENDER, sender)
    }
}
