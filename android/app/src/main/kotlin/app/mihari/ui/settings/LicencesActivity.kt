package app.mihari.ui.settings

import android.annotation.SuppressLint
import android.content.Context
import android.content.Intent
import android.os.Bundle
import android.widget.ArrayAdapter
import android.widget.ListView
import app.mihari.R
import app.mihari.mihari
import app.mihari.ui.Screen

/** The licences of what others wrote and the app is made with. */
class LicencesActivity : Screen() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setTitle(R.string.about_licences)
        setFixedContent(R.layout.licences)
        val resource = resource(this)
        if (resource == 0) {
            finish()
            return
        }
        // Needs no guard, so that it shows without the core, too.
        mihari.background.execute {
            val text = resources.openRawResource(resource).bufferedReader().use { it.readText() }
            runOnUiThread { if (!isDestroyed) show(text) }
        }
    }

    /** The text is long: a list draws only the paragraphs that are seen. */
    private fun show(text: String) {
        val paragraphs = text.split(Regex("\n{2,}")).map(String::trim).filter(String::isNotEmpty)
        requireViewById<ListView>(R.id.licences).adapter =
            ArrayAdapter(this, R.layout.licences_paragraph, paragraphs)
    }

    companion object {
        /** Whether this build brings the licences along: they are gathered when it is made. */
        fun areThere(context: Context): Boolean = resource(context) != 0

        @SuppressLint("DiscouragedApi") // The resource is made by the build, and may be absent.
        private fun resource(context: Context): Int =
            context.resources.getIdentifier("licences", "raw", context.packageName)

        /** Opens the licences. */
        fun intent(context: Context): Intent = Intent(context, LicencesActivity::class.java)
    }
}
