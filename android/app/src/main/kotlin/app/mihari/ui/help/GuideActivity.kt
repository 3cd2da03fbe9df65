package app.mihari.ui.help

import android.content.Context
import android.content.Intent
import android.os.Bundle
import android.widget.LinearLayout
import android.widget.TextView
import app.mihari.R
import app.mihari.core.CoreException
import app.mihari.ui.Screen
import app.mihari.ui.verdict.Steps

/** The steps of one [Guide], what to say, and where help is. */
class GuideActivity : Screen() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        val guide = Guide.entries.find { it.name == intent.getStringExtra(GUIDE) } ?: return finish()
        setTitle(guide.title)
        setScrollingContent(R.layout.guide)
        guide.unless?.let { (words, first) ->
            requireViewById<LinearLayout>(R.id.guide_unless)
                .addRow(first.icon, getText(words)) { startActivity(intent(this, first)) }
        }
        Steps.show(requireViewById(R.id.guide_steps), resources.getTextArray(guide.steps).toList())
        requireViewById<TextView>(R.id.guide_say).setText(guide.say)
        requireViewById<TextView>(R.id.guide_sources).text =
            guide.sources.joinToString("\n", transform = ::getString)
        load({ guard -> guard.contacts() }) { contacts ->
            val wanted = guide.contacts.mapNotNull { id -> contacts.find { it.id == id } }
            ContactCards.show(this, requireViewById(R.id.guide_contacts), wanted)
        }
    }

    /** The steps stand whatever the core does. */
    override fun troubled(trouble: CoreException) = showTrouble(R.id.guide_contacts, trouble)

    companion object {
        private const val GUIDE = "guide"

        /** Opens these steps. */
        fun intent(context: Context, guide: Guide): Intent =
            Intent(context, GuideActivity::class.java).putExtra(GUIDE, guide.name)
    }
}
