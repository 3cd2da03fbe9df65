package app.mihari.ui.home

import android.view.LayoutInflater
import android.view.ViewGroup
import android.widget.CheckBox
import app.mihari.R
import app.mihari.core.Channel
import app.mihari.core.Level
import app.mihari.core.Mark
import app.mihari.core.Road
import app.mihari.ui.LevelLook
import app.mihari.ui.word

/**
 * The choices above the history: level, channel, what the user checked, mark. Within one kind any of
 * the chosen ones will do; of the marks one alone can be chosen. Mail and what was said on the
 * telephone come in by checking alone.
 *
 * @param changed is given the query with the user's choice.
 */
internal class FilterChips(
    private val frame: ViewGroup,
    private val changed: (change: (Query) -> Query) -> Unit,
) {
    private val levels = listOf(Level.SCAM, Level.CAUTION)
        .associateWith { level -> add(LevelLook.of(level).word) { with(levels = levels.toggled(level)) } }
    private val channels = listOf(Channel.SMS, Channel.CALL)
        .associateWith { channel -> add(channel.word) { with(channels = channels.toggled(channel)) } }
    private val checked = add(R.string.home_filter_checked) { with(roads = roads.toggled(Road.CHECK)) }
    private val marks = mapOf(
        Mark.CONFIRMED to R.string.home_filter_confirmed,
        Mark.WRONG to R.string.home_filter_wrong,
    ).mapValues { (mark, words) -> add(words) { with(mark = mark.takeIf { it != this.mark }) } }

    /** Shows what is chosen. */
    fun show(query: Query) {
        levels.forEach { (level, chip) -> chip.isChecked = level in query.levels }
        channels.forEach { (channel, chip) -> chip.isChecked = channel in query.channels }
        checked.isChecked = Road.CHECK in query.roads
        marks.forEach { (mark, chip) -> chip.isChecked = mark == query.mark }
    }

    private fun add(words: Int, change: Query.() -> Query): CheckBox {
        val chip = LayoutInflater.from(frame.context).inflate(R.layout.home_chip, frame, false) as CheckBox
        chip.setText(words)
        chip.setOnClickListener { changed(change) }
        frame.addView(chip)
        return chip
    }
}

private fun <T> Set<T>.toggled(item: T) = if (item in this) this - item else this + item
