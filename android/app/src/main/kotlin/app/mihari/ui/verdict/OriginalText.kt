package app.mihari.ui.verdict

import android.view.View
import app.mihari.R
import app.mihari.core.Field
import app.mihari.core.Item
import app.mihari.core.Verdict
import app.mihari.ui.onTap
import app.mihari.ui.say
import app.mihari.ui.show

/** What a stranger wrote, as it came, with the evidence marked. */
object OriginalText {
    /**
     * Shows it in [frame], made from `R.layout.verdict_text`. A long one shows only what is worth
     * reading first, until the user wants all of it: [unfolded] runs then.
     */
    fun show(
        frame: View,
        item: Item,
        verdict: Verdict,
        isWhole: Boolean = false,
        unfolded: () -> Unit = {},
    ) {
        val evidence = verdict.evidenceIn(Field.TEXT, item.text.length)
        val quotation = Quotation(frame.context, item.text, evidence)
        frame.say(R.id.text, if (isWhole) quotation.whole() else quotation.passages())
        frame.show(R.id.text_all, !isWhole && item.text.length > Passages.SHORT)
        frame.onTap(R.id.text_all) {
            unfolded()
            show(frame, item, verdict, isWhole = true)
        }
        val notes = listOfNotNull(
            R.string.verdict_truncated.takeIf { verdict.isTruncated },
            R.string.verdict_invisible.takeIf { quotation.hasInvisible },
            R.string.verdict_marked.takeIf { verdict.isFlagged && evidence.isNotEmpty() },
        )
        frame.say(R.id.text_note, notes.joinToString("\n") { frame.context.getString(it) })
    }
}
