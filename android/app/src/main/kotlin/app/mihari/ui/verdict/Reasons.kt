package app.mihari.ui.verdict

import android.content.res.ColorStateList
import android.net.Uri
import android.view.LayoutInflater
import android.view.View
import android.widget.Button
import android.widget.ImageView
import android.widget.LinearLayout
import app.mihari.R
import app.mihari.core.Reason
import app.mihari.ui.Departure
import app.mihari.ui.LevelLook
import app.mihari.ui.on
import app.mihari.ui.onTap
import app.mihari.ui.page
import app.mihari.ui.say
import app.mihari.ui.show
import app.mihari.ui.words

/** Why an item was judged so: each reason in plain words, what it rests on, and who says so. */
object Reasons {
    /** The weightiest reasons convince; all of them at once would be a wall of words. */
    private const val SHOWN = 3

    /** Shows [reasons] in place of what [list] held; the evidence is quoted from [text]. */
    fun show(list: LinearLayout, reasons: List<Reason>, text: String) {
        list.removeAllViews()
        val pages = mutableSetOf<Uri>()
        for (reason in reasons) {
            val card = LayoutInflater.from(list.context).inflate(R.layout.verdict_reason, list, false)
            // Reasons of one source share its page.
            fill(card, reason, text, reason.source?.page?.takeIf(pages::add))
            list.addView(card)
        }
        fold(list)
    }

    private fun fill(card: View, reason: Reason, text: String, page: Uri?) {
        val context = card.context
        val look = LevelLook.of(reason.level)
        card.requireViewById<ImageView>(R.id.reason_icon).run {
            setImageResource(look.icon)
            imageTintList = ColorStateList.valueOf(context.getColor(look.color))
        }
        card.say(R.id.reason_words, reason.text.on(context))
        card.say(R.id.reason_evidence, reason.evidenceWords(context, text))
        card.say(R.id.reason_source, reason.source?.words(context))
        card.show(R.id.reason_page, page != null)
        if (page == null) return
        card.requireViewById<Button>(R.id.reason_page).setText(
            if (reason.source?.isStale == true) R.string.verdict_page_newest else R.string.verdict_page,
        )
        card.onTap(R.id.reason_page) { Departure.go(context, Departure.browser(page)) }
    }

    /** Leaves the first cards and puts the others behind a button. */
    private fun fold(list: LinearLayout) {
        val more = (SHOWN until list.childCount).map(list::getChildAt)
        if (more.isEmpty()) return
        more.forEach { it.visibility = View.GONE }
        val button = LayoutInflater.from(list.context)
            .inflate(R.layout.verdict_more_reasons, list, false) as Button
        button.text = list.resources.getQuantityString(R.plurals.verdict_more_reasons, more.size, more.size)
        button.setOnClickListener {
            more.forEach { card -> card.visibility = View.VISIBLE }
            list.removeView(button)
        }
        list.addView(button)
    }
}
