package app.mihari.ui.home

import android.content.ClipboardManager
import app.mihari.Backup
import app.mihari.R
import app.mihari.app
import app.mihari.core.Filter
import app.mihari.settings.Preferences
import app.mihari.settle
import app.mihari.shows
import app.mihari.tap
import app.mihari.ui.detail.DetailActivity
import app.mihari.words
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** The same screens on Android 10, the oldest there is. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [29])
class HomeApi29Test {
    @Test
    fun `a fraud is listed explained copied and deleted`() {
        Preferences(app).hasStarted = true
        app.guard.screen(Backup.messages)
        val home = Robolectric.buildActivity(HomeActivity::class.java).setup().get()
        settle()
        assertTrue("詐欺です" in home.words())
        val entry = app.guard.entries(Filter()).first()
        val detail = Robolectric.buildActivity(DetailActivity::class.java, DetailActivity.intent(app, entry.id)).setup().get()
        settle()
        assertTrue(entry.verdict.reasons.first().text.ja in detail.words())
        detail.tap(detail.getString(R.string.detail_copy))
        val clip = app.getSystemService(ClipboardManager::class.java)!!.primaryClip!!
        assertTrue(entry.packs in clip.getItemAt(0).text)
        detail.tap(detail.getString(R.string.mark_confirmed))
        assertTrue(detail.shows(R.id.change_undo))
    }
}
