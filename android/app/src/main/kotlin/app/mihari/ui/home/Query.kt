package app.mihari.ui.home

import android.os.Bundle
import app.mihari.core.Channel
import app.mihari.core.Filter
import app.mihari.core.Level
import app.mihari.core.Mark
import app.mihari.core.Place
import app.mihari.core.Road

/** Which entries the user wants to see. Without any choice: all of them. */
internal class Query(
    val words: String = "",
    val channels: Set<Channel> = emptySet(),
    val roads: Set<Road> = emptySet(),
    val levels: Set<Level> = emptySet(),
    val mark: Mark? = null,
) {
    /** Whether all entries are wanted. */
    val wantsAll: Boolean
        get() = words.isBlank() && channels.isEmpty() && roads.isEmpty() && levels.isEmpty() &&
            mark == null

    /** One page: at most [limit] entries behind [after]. */
    fun page(limit: Int, after: Place?) = Filter(
        channels.toList(),
        roads.toList(),
        levels.toList(),
        mark,
        words.trim().ifEmpty { null },
        limit,
        after,
    )

    fun with(
        words: String = this.words,
        channels: Set<Channel> = this.channels,
        roads: Set<Road> = this.roads,
        levels: Set<Level> = this.levels,
        mark: Mark? = this.mark,
    ) = Query(words, channels, roads, levels, mark)

    fun save(state: Bundle) {
        state.putString(WORDS, words)
        state.putStringArray(CHANNELS, channels.map { it.name }.toTypedArray())
        state.putStringArray(ROADS, roads.map { it.name }.toTypedArray())
        state.putStringArray(LEVELS, levels.map { it.name }.toTypedArray())
        state.putString(MARK, mark?.name)
    }

    companion object {
        private const val WORDS = "query_words"
        private const val CHANNELS = "query_channels"
        private const val ROADS = "query_roads"
        private const val LEVELS = "query_levels"
        private const val MARK = "query_mark"

        /** What [save] kept; everything without it. */
        fun restore(state: Bundle?): Query {
            if (state == null) return Query()
            return Query(
                state.getString(WORDS).orEmpty(),
                state.getStringArray(CHANNELS).orEmpty().map(Channel::valueOf).toSet(),
                state.getStringArray(ROADS).orEmpty().map(Road::valueOf).toSet(),
                state.getStringArray(LEVELS).orEmpty().map(Level::valueOf).toSet(),
                state.getString(MARK)?.let(Mark::valueOf),
            )
        }
    }
}
