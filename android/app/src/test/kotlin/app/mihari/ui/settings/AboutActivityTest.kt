package app.mihari.ui.settings

import android.content.Intent
import android.view.View
import android.view.ViewGroup
import android.widget.ListView
import app.mihari.R
import app.mihari.agree
import app.mihari.app
import app.mihari.dialogWords
import app.mihari.open
import app.mihari.reads
import app.mihari.tap
import app.mihari.ui.dateWords
import app.mihari.words
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf

@RunWith(RobolectricTestRunner::class)
class AboutActivityTest {
    private val screen by lazy { open<AboutActivity>(AboutActivity.intent(app)).get() }

    private fun card(place: Int) =
        screen.requireViewById<ViewGroup>(R.id.about_packs).getChildAt(place)

    private fun showSources(place: Int) = card(place).requireViewById<View>(R.id.pack_more).performClick()

    @Test
    fun `every pack is there with its version and every source with its date`() {
        val packs = app.guard.packs()
        assertTrue(packs.isNotEmpty())
        for (place in packs.indices) showSources(place)
        for (pack in packs) {
            assertTrue(pack.id, screen.reads(words(R.string.about_pack_version, pack.id, pack.version)))
            for (source in pack.sources) {
                assertTrue(source.title, screen.reads(source.title))
                assertTrue(screen.reads(source.dateWords(app)))
            }
        }
    }

    @Test
    fun `a source opens in the browser after it was said what that shows`() {
        val (pack, source) = app.guard.packs().withIndex().firstNotNullOf { (place, pack) ->
            val source = pack.sources.indexOfFirst { it.url != null }
            if (source < 0) null else place to source
        }
        val url = app.guard.packs()[pack].sources[source].url!!
        showSources(pack)
        card(pack).requireViewById<ViewGroup>(R.id.pack_sources).getChildAt(source).performClick()
        assertTrue(url in dialogWords)
        agree()
        val browser = shadowOf(screen).nextStartedActivity
        assertEquals(Intent.ACTION_VIEW, browser.action)
        assertEquals(url, browser.dataString)
    }

    @Test
    fun `the licences of others are a tap away`() {
        screen.tap(R.id.about_licences)
        val opened = shadowOf(screen).nextStartedActivity
        val licences = open<LicencesActivity>(opened).get()
        assertTrue(licences.requireViewById<ListView>(R.id.licences).adapter.count > 100)
    }
}
