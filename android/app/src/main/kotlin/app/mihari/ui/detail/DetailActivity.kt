package app.mihari.ui.detail

import android.app.AlertDialog
import android.content.Context
import android.content.Intent
import android.content.res.ColorStateList
import android.net.Uri
import android.os.Bundle
import android.text.TextUtils
import android.view.View
import android.view.ViewGroup
import android.widget.ImageView
import android.widget.LinearLayout
import app.mihari.R
import app.mihari.core.Caller
import app.mihari.core.Channel
import app.mihari.core.CoreException
import app.mihari.core.Direction
import app.mihari.core.Entry
import app.mihari.core.Field
import app.mihari.core.Guard
import app.mihari.core.Level
import app.mihari.core.ListKind
import app.mihari.core.Mark
import app.mihari.notice.Notices
import app.mihari.ui.Change
import app.mihari.ui.ChangeBar
import app.mihari.ui.Departure
import app.mihari.ui.EntryScreen
import app.mihari.ui.LevelLook
import app.mihari.ui.family.FamilyActivity
import app.mihari.ui.help.HelpActivity
import app.mihari.ui.home.HomeActivity
import app.mihari.ui.icon
import app.mihari.ui.isolated
import app.mihari.ui.on
import app.mihari.ui.say
import app.mihari.ui.senderWords
import app.mihari.ui.timeWords
import app.mihari.ui.verdict.OriginalText
import app.mihari.ui.verdict.Quotation
import app.mihari.ui.verdict.Reasons
import app.mihari.ui.verdict.Steps
import app.mihari.ui.verdict.evidenceIn
import app.mihari.ui.word
import app.mihari.ui.words

/** One kept item: how serious it is, what to do, why, what it said. */
class DetailActivity : EntryScreen() {
    private lateinit var bar: ChangeBar
    private var showsAll = false

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setTitle(R.string.detail_title)
        bar = ChangeBar(this) { change -> load({ guard -> change.takeBack(guard) }) { read() } }
        bar.restore(savedInstanceState)
        showsAll = savedInstanceState?.getBoolean(ALL) ?: false
        read()
    }

    override fun onSaveInstanceState(state: Bundle) {
        super.onSaveInstanceState(state)
        state.putBoolean(ALL, showsAll)
        bar.save(state)
    }

    /** What fails while the page is read leaves the page where it is. */
    override fun troubled(trouble: CoreException) {
        if (findViewById<View>(R.id.head) == null) super.troubled(trouble) else bar.say(trouble.words)
    }

    private fun read() = loadEntry({ guard, entry -> Page(this, guard, entry) }, ::show)

    private fun show(page: Page) {
        // Once there, the page stays where the reader has scrolled to.
        if (findViewById<View>(R.id.head) == null) setScrollingContent(R.layout.detail)
        showLevel(page.entry)
        showSender(page)
        showSteps(page.entry)
        Reasons.show(requireViewById(R.id.reasons), page.entry.verdict.reasons, page.entry.item.text)
        showText(page.entry)
        showSenderActions(page)
        showRecordActions(page)
    }

    private fun showLevel(entry: Entry) {
        val look = LevelLook.of(entry.verdict.level)
        look.fill(requireViewById(R.id.level))
        requireViewById<View>(R.id.head).backgroundTintList = tint(look.softColor)
        say(R.id.meaning, getText(entry.verdict.level.meaning)).setTextColor(getColor(look.onSoftColor))
        say(R.id.mark, entry.mark?.let { getText(it.words) }).run {
            setTextColor(getColor(look.onSoftColor))
            compoundDrawableTintList = tint(look.onSoftColor)
        }
    }

    private fun showSender(page: Page) {
        val item = page.entry.item
        requireViewById<ImageView>(R.id.channel).setImageResource(item.channel.icon)
        val raw = item.sender.orEmpty()
        val marks = page.entry.verdict.evidenceIn(Field.SENDER, raw.length)
        // A number is written in groups here: what is marked of it as it came is all of it, or
        // can be shown as it came alone.
        val isWhole = marks.singleOrNull() == raw.indices
        val isAsItCame = raw == page.sender
        say(
            R.id.sender,
            when {
                isWhole -> Quotation(this, page.sender, listOf(page.sender.indices)).passages()
                isAsItCame -> Quotation(this, raw, marks).passages()
                else -> page.sender
            },
        )
        val isRawShown = marks.isNotEmpty() && !isWhole && !isAsItCame
        say(R.id.sender_raw, if (isRawShown) asItCame(Quotation(this, raw, marks).passages()) else null)
        val time = timeWords(this, page.entry.time)
        say(R.id.`when`, getString(R.string.detail_when, getString(item.channel.word), time))
    }

    private fun asItCame(sender: CharSequence): CharSequence =
        TextUtils.expandTemplate(getString(R.string.detail_sender_raw, "^1"), sender)

    private fun showSteps(entry: Entry) {
        Steps.show(requireViewById(R.id.steps), entry.verdict.advice.map { it.text.on(this) })
        onTap(R.id.family) { startActivity(FamilyActivity.intent(this, entry.id)) }
        onTap(R.id.help) { startActivity(HelpActivity.intent(this)) }
    }

    private fun showText(entry: Entry) {
        val item = entry.item
        say(R.id.text_heading, getText(item.channel.textHeading))
        OriginalText.show(requireViewById(R.id.original), item, entry.verdict, showsAll) { showsAll = true }
        if (item.channel == Channel.CALL) {
            val isOutgoing = item.direction == Direction.OUTGOING
            val words = if (isOutgoing) R.string.detail_call_outgoing else R.string.detail_call_incoming
            say(R.id.text, getText(words))
        }
    }

    // What can be done about the sender

    private fun showSenderActions(page: Page) = refill(R.id.sender_actions) { card ->
        val item = page.entry.item
        page.number?.let { number -> listActions(number, page.list).forEach { card.add(it) } }
        if (item.channel == Channel.SMS) {
            card.add(
                Action(R.drawable.ic_sms, getText(R.string.detail_messages), R.string.detail_messages_note) {
                    openMessages(page)
                },
            )
        }
        for (number in page.numbers) {
            Lookup.entries.filter { it.knows(number) }.forEach { card.add(lookup(it, number)) }
        }
        show(R.id.sender_actions, card.childCount > 0)
        show(R.id.sender_heading, card.childCount > 0)
    }

    private fun listActions(number: Caller.Number, list: ListKind?): List<Action> = when (list) {
        ListKind.BLOCKED -> listOf(
            Action(R.drawable.ic_undo, getText(R.string.detail_unblock)) { list(number, list, null) },
        )
        ListKind.ALLOWED -> listOf(
            Action(R.drawable.ic_undo, getText(R.string.detail_unallow)) { list(number, list, null) },
        )
        null -> listOf(
            Action(R.drawable.ic_block, getText(R.string.detail_block), R.string.detail_block_note) {
                list(number, null, ListKind.BLOCKED)
            },
            Action(R.drawable.ic_allow, getText(R.string.detail_allow), R.string.detail_allow_note) {
                list(number, null, ListKind.ALLOWED)
            },
        )
    }

    private fun list(number: Caller.Number, before: ListKind?, now: ListKind?) =
        load({ guard -> guard.setList(number.canonical, now) }) {
            bar.show(Change.Listed(number.canonical, before, now))
            read()
        }

    private fun lookup(site: Lookup, number: Caller.Number) =
        Action(site.icon, getString(site.words, number.national), site.note) {
            val (name, host) = getString(site.site) to site.host
            val leaves = getString(R.string.detail_lookup_leaves, number.national, name, host)
            Departure.ask(this, leaves, site.intent(number))
        }

    /** Only the messaging app can block messages; it is opened where the user can do so. */
    private fun openMessages(page: Page) {
        val number = page.number
        if (number != null) {
            val thread = Intent(Intent.ACTION_VIEW, Uri.fromParts("sms", number.canonical, null))
            Departure.ask(this, getString(R.string.detail_messages_leaves, number.national), thread)
        } else {
            val app = Intent.makeMainSelectorActivity(Intent.ACTION_MAIN, Intent.CATEGORY_APP_MESSAGING)
            Departure.ask(this, getText(R.string.detail_messages_open), app)
        }
    }

    // What can be done with the record

    private fun showRecordActions(page: Page) = refill(R.id.record_actions) { card ->
        val mark = page.entry.mark
        if (mark != Mark.WRONG) {
            card.add(Action(R.drawable.ic_allow, getText(R.string.mark_wrong)) { mark(page, Mark.WRONG) })
        }
        if (mark != Mark.CONFIRMED) {
            card.add(Action(R.drawable.ic_scam, getText(R.string.mark_confirmed)) { mark(page, Mark.CONFIRMED) })
        }
        if (mark != null) {
            card.add(Action(R.drawable.ic_undo, getText(R.string.mark_none)) { mark(page, null) })
        }
        card.add(
            Action(R.drawable.ic_copy, getText(R.string.detail_copy), R.string.detail_copy_note) {
                copyRecord(page.entry)
            },
        )
        card.add(Action(R.drawable.ic_bin, getText(R.string.delete)) { delete(page.entry) })
        say(R.id.packs, getString(R.string.detail_packs, page.entry.packs))
    }

    private fun mark(page: Page, mark: Mark?) = load({ guard -> guard.mark(page.entry.id, mark) }) {
        if (mark != null) Notices.cancel(this, page.entry.id)
        bar.show(Change.Marked(page.entry.id, page.entry.mark, mark))
        read()
        val number = page.number
        val isWrongCall = mark == Mark.WRONG && page.entry.item.channel == Channel.CALL
        if (isWrongCall && number != null && page.list != ListKind.ALLOWED) askToAllow(number, page.list)
    }

    private fun askToAllow(number: Caller.Number, before: ListKind?) {
        AlertDialog.Builder(this)
            .setTitle(R.string.detail_allow_ask)
            .setMessage(getString(R.string.detail_allow_ask_note, number.national.isolated()))
            .setPositiveButton(R.string.detail_allow_ask_yes) { _, _ -> list(number, before, ListKind.ALLOWED) }
            .setNegativeButton(R.string.detail_allow_ask_no, null)
            .show()
    }

    private fun copyRecord(entry: Entry) = load({ guard -> record(this, guard, entry) }) { record ->
        copy(this, record)
        bar.say(R.string.detail_copied)
    }

    private fun delete(entry: Entry) = load({ guard -> guard.delete(listOf(entry.id)) }) {
        Notices.cancel(this, entry.id)
        startActivity(HomeActivity.afterDeletion(this))
        finish()
    }

    // Pieces

    private class Action(val icon: Int, val words: CharSequence, val note: Int? = null, val act: () -> Unit)

    private fun ViewGroup.add(action: Action) {
        val row = layoutInflater.inflate(R.layout.detail_action, this, false)
        row.requireViewById<ImageView>(R.id.action_icon).setImageResource(action.icon)
        row.say(R.id.action_words, action.words)
        row.say(R.id.action_note, action.note?.let(::getText))
        row.setOnClickListener { action.act() }
        addView(row)
    }

    private fun refill(id: Int, fill: (LinearLayout) -> Unit) {
        val frame = requireViewById<LinearLayout>(id)
        frame.removeAllViews()
        fill(frame)
    }

    private fun tint(color: Int) = ColorStateList.valueOf(getColor(color))

    companion object {
        private const val ALL = "all"

        /** Opens the entry of this number. */
        fun intent(context: Context, entry: Long): Intent =
            Intent(context, DetailActivity::class.java).about(entry)
    }
}

/** An entry and what is known of its numbers. Made off the main thread. */
private class Page(context: Context, guard: Guard, val entry: Entry) {
    val sender = entry.item.senderWords(context, guard)

    /** The sender's telephone number, if that is what the sender is. */
    val number = guard.caller(entry.item.channel, entry.item.sender) as? Caller.Number

    /** The user's list that it is on. */
    val list = number?.let { number -> guard.listed().find { it.canonical == number.canonical }?.kind }

    /** The numbers worth looking up: the sender's, and those that the message asked to call. */
    val numbers: List<Caller.Number> = guard.remembered()
        .filter { it.entry == entry.id }
        .map { Caller.Number(it.canonical, it.national) }
        .let { listOfNotNull(number) + it }
        .distinctBy { it.canonical }
        .take(NUMBERS)

    private companion object {
        /** A message may quote many; each takes two lines on the screen. */
        const val NUMBERS = 3
    }
}

private val Level.meaning: Int
    get() = when (this) {
        Level.SCAM -> R.string.detail_scam
        Level.CAUTION -> R.string.detail_caution
        Level.OFFICIAL -> R.string.level_official_note
        Level.NO_MATCH -> R.string.level_no_match_note
    }

private val Channel.textHeading: Int
    get() = when (this) {
        Channel.SMS -> R.string.detail_text_sms
        Channel.CALL -> R.string.detail_text_call
        Channel.EMAIL -> R.string.detail_text_email
        Channel.VOICE -> R.string.detail_text_voice
    }
