package app.mihari.ui.settings

import android.content.Context
import android.content.Intent
import android.os.Bundle
import android.widget.ArrayAdapter
import android.widget.ListView
import app.mihari.R
import app.mihari.ui.Screen

/** The licences of what others wrote and the app is made with. */
class LicencesActivity : Screen() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setTitle(R.string.about_licences)
        setFixedContent(R.layout.licences)
        inBackground(::paragraphs) {
            // The text is long: a list draws only the paragraphs that are seen.
            requireViewById<ListView>(R.id.licences).adapter =
                ArrayAdapter(this, R.layout.licences_paragraph, it)
        }
    }

    private fun paragraphs(): List<String> {
        val text = resources.openRawResource(R.raw.licences).bufferedReader().use { it.readText() }
        return text.split(Regex("\n{2,}")).map(String::trim).filter(String::isNotEmpty)
    }

    companion object {
        /** Opens the licences. */
        fun intent(context: Context): Intent = Intent(context, LicencesActivity::class.java)
    }
}
