package app.mihari.ui

import android.view.View
import app.mihari.FragileApp
import app.mihari.R
import app.mihari.app
import app.mihari.core.CoreException
import app.mihari.open
import app.mihari.reads
import app.mihari.ui.help.Guide
import app.mihari.ui.help.GuideActivity
import app.mihari.ui.home.HomeActivity
import app.mihari.settings.Preferences
import app.mihari.words
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowLog

@RunWith(RobolectricTestRunner::class)
@Config(application = FragileApp::class)
class ScreenTest {
    private val fake get() = (app as FragileApp).fake

    @Before
    fun hasBegun() {
        Preferences(app).hasStarted = true
    }

    @Test
    fun `what nobody foresaw is said, and its words are not logged`() {
        fake.failure = IllegalStateException("未納料金 090-1234-5678")
        val home = open<HomeActivity>(HomeActivity.intent(app)).get()
        assertTrue(home.reads(words(R.string.trouble_defect)))
        assertTrue(home.requireViewById<View>(R.id.check).isShown)
        assertEquals(0, ShadowLog.getLogs().count { "090" in it.msg || it.throwable is IllegalStateException })
    }

    @Test
    fun `steps stand whatever the core does`() {
        fake.failure = CoreException.Defect()
        val guide = open<GuideActivity>(GuideActivity.intent(app, Guide.TRANSFER)).get()
        assertTrue(guide.reads(words(R.string.trouble_defect)))
        val steps = app.resources.getTextArray(R.array.help_transfer_steps)
        assertTrue(steps.all { guide.reads(it.toString()) })
    }
}
