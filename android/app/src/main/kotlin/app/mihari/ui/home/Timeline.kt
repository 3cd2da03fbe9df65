package app.mihari.ui.home

import android.content.Context
import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.widget.BaseAdapter
import android.widget.ImageView
import android.widget.TextView
import app.mihari.R
import app.mihari.core.Entry
import app.mihari.core.Guard
import app.mihari.ui.LevelLook
import app.mihari.ui.clockWords
import app.mihari.ui.dayOf
import app.mihari.ui.dayWords
import app.mihari.ui.icon
import app.mihari.ui.onOneLine
import app.mihari.ui.say
import app.mihari.ui.senderWords
import app.mihari.ui.sentence
import app.mihari.ui.word
import app.mihari.ui.words
import java.time.LocalDate

/** An entry in the words it is listed with. Made off the main thread. */
internal class Line(context: Context, guard: Guard, val entry: Entry) {
    val sender = entry.item.senderWords(context, guard)
    val reason = entry.verdict.sentence(context)
    val preview = entry.item.text.takeIf { it.isNotBlank() }?.onOneLine(PREVIEW_LENGTH)
    val day: LocalDate = dayOf(entry.time)

    private companion object {
        const val PREVIEW_LENGTH = 80
    }
}

/**
 * The lines that have been read so far, under headings of their days. Views are used again while
 * the list scrolls, so its length costs nothing.
 *
 * @param open opens an entry.
 * @param choose offers what can be done with an entry, beside the view that was tapped.
 */
internal class Timeline(
    private val context: Context,
    private val open: (Entry) -> Unit,
    private val choose: (Entry, View) -> Unit,
) : BaseAdapter() {
    private sealed interface Row {
        class Day(val day: LocalDate) : Row

        class Kept(val line: Line) : Row
    }

    private val rows = mutableListOf<Row>()
    private var today = LocalDate.now()

    /** How many entries there are. */
    var size = 0
        private set

    /** The last entry. */
    val last: Entry? get() = (rows.lastOrNull() as Row.Kept?)?.line?.entry

    /** Shows these lines in place of what was there. */
    fun replace(lines: List<Line>) {
        rows.clear()
        size = 0
        today = LocalDate.now()
        append(lines)
    }

    /** Shows these lines below what is there. */
    fun append(lines: List<Line>) {
        var day = (rows.lastOrNull() as Row.Kept?)?.line?.day
        for (line in lines) {
            if (line.day != day) rows += Row.Day(line.day)
            day = line.day
            rows += Row.Kept(line)
        }
        size += lines.size
        notifyDataSetChanged()
    }

    override fun getCount() = rows.size

    override fun getItem(position: Int): Entry? = (rows[position] as? Row.Kept)?.line?.entry

    override fun hasStableIds() = true

    /** An entry's number; for a day a number below all of theirs. */
    override fun getItemId(position: Int): Long = when (val row = rows[position]) {
        is Row.Day -> Long.MIN_VALUE + row.day.toEpochDay().mod(Int.MAX_VALUE)
        is Row.Kept -> row.line.entry.id
    }

    override fun getViewTypeCount() = 2

    override fun getItemViewType(position: Int) = if (rows[position] is Row.Day) 0 else 1

    override fun areAllItemsEnabled() = false

    /** A row is no button: what is in it is. */
    override fun isEnabled(position: Int) = false

    override fun getView(position: Int, old: View?, parent: ViewGroup): View =
        when (val row = rows[position]) {
            is Row.Day -> (old ?: inflate(R.layout.home_day, parent)).also {
                (it as TextView).text = dayWords(context, row.day, today)
            }
            is Row.Kept -> (old ?: inflate(R.layout.home_entry, parent)).also { fill(it, row.line) }
        }

    private fun inflate(layout: Int, parent: ViewGroup) =
        LayoutInflater.from(context).inflate(layout, parent, false)

    private fun fill(view: View, line: Line) {
        val entry = line.entry
        LevelLook.of(entry.verdict.level).fill(view.requireViewById(R.id.level))
        view.requireViewById<ImageView>(R.id.channel).setImageResource(entry.item.channel.icon)
        view.say(R.id.sender, line.sender)
        view.say(R.id.reason, line.reason)
        view.say(R.id.preview, line.preview?.let { context.getString(R.string.home_preview, it) })
        view.say(R.id.time, whenAndHow(entry))
        view.say(R.id.mark, entry.mark?.let { context.getText(it.words) })
        view.requireViewById<View>(R.id.entry).setOnClickListener { open(entry) }
        view.requireViewById<View>(R.id.more).setOnClickListener { more -> choose(entry, more) }
    }

    private fun whenAndHow(entry: Entry) = context.getString(
        R.string.home_when,
        context.getString(entry.item.channel.word),
        clockWords(context, entry.time),
    )
}
