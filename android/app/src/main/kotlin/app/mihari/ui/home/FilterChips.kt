package app.mihari.ui.home

import android.view.LayoutInflater
import android.view.ViewGroup
import android.widget.CheckBox
import app.mihari.R
import app.mihari.core.Channel
import app.mihari.core.Level
import app.mihari.core.Mark
import app.mihari.ui.LevelLook
import app.mihari.ui.word

/**
 * The choices above the history: level, channel, mark. Within one kind any of the chosen ones will
 * do; of the marks one alone can be chosen.
 *
 * @param changed is given the query with the user's choice.
 */
internal class FilterChips(
    private val frame: ViewGroup,
    private val changed: (change: (Query) -> Query) -> Unit,
) {
    private val levels = listOf(Level.SCAM, Level.CAUTION)
        .associateWith { level -> add(LevelLook.of(level).word) { with(levels = levels.toggled(level)) } }
    private val channels = Channel.entries
        .associateWith { channel -> add(channel.word) { with(channels = channels.toggled(channel)) } }
    private val marks = mapOf(
        Mark.CONFIRMED to add(R.string.home_filter_confirmed) { toggled(Mark.CONFIRMED) },
        Mark.WRONG to add(R.string.home_filter_wrong) { toggled(Mark.WRONG) },
    )

    /** Shows what is chosen. */
    fun show(query: Query) {
        levels.forEach { (level, chip) -> chip.isChecked = level in query.levels }
        channels.forEach { (channel, chip) -> chip.isChecked = channel in query.channels }
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

private fun Query.toggled(mark: Mark) = Query(words, channels, levels, mark.takeIf { it != this.mark })

private fun <T> Set<T>.toggled(item: T) = if (item in this) this - item else this + item
