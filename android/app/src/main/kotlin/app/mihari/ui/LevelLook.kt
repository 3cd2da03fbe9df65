package app.mihari.ui

import android.content.res.ColorStateList
import android.view.View
import android.widget.ImageView
import android.widget.TextView
import app.mihari.R
import app.mihari.core.Level

/** How a level looks: icon, word and colour, never colour alone. All are resources. */
enum class LevelLook(
    val icon: Int,
    val word: Int,
    val color: Int,
    val onColor: Int,
    val softColor: Int,
    val onSoftColor: Int,
) {
    SCAM(
        R.drawable.ic_scam,
        R.string.level_scam,
        R.color.scam,
        R.color.on_scam,
        R.color.scam_soft,
        R.color.on_scam_soft,
    ),
    CAUTION(
        R.drawable.ic_caution,
        R.string.level_caution,
        R.color.caution,
        R.color.on_caution,
        R.color.caution_soft,
        R.color.on_caution_soft,
    ),
    OFFICIAL(
        R.drawable.ic_official,
        R.string.level_official,
        R.color.official,
        R.color.on_official,
        R.color.official_soft,
        R.color.on_official_soft,
    ),
    NO_MATCH(
        R.drawable.ic_no_match,
        R.string.level_no_match,
        R.color.no_match,
        R.color.on_no_match,
        R.color.no_match_soft,
        R.color.on_no_match_soft,
    ),
    ;

    /** Fills a view made from `R.layout.level_badge`. */
    fun fill(badge: View) {
        val context = badge.context
        badge.backgroundTintList = ColorStateList.valueOf(context.getColor(color))
        badge.requireViewById<ImageView>(R.id.level_icon).run {
            setImageResource(icon)
            imageTintList = ColorStateList.valueOf(context.getColor(onColor))
        }
        badge.requireViewById<TextView>(R.id.level_word).run {
            setText(word)
            setTextColor(context.getColor(onColor))
        }
    }

    companion object {
        /** The look of a level. */
        fun of(level: Level) = valueOf(level.name)
    }
}
