package app.mihari.ui

import app.mihari.FRAUD
import app.mihari.app
import app.mihari.core.Channel
import app.mihari.core.Fate
import app.mihari.core.Item
import app.mihari.settle
import app.mihari.ui.detail.DetailActivity
import app.mihari.ui.home.HomeActivity
import app.mihari.ui.start.StartActivity
import app.mihari.words
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [29])
class FirstScreensApi29Test {
    private fun keep(): Long {
        val fraud = Item(Channel.SMS, "+818012345670", FRAUD)
        return (app.guard.screen(listOf(fraud)).single().fate as Fate.New).id
    }

    @Test
    fun `the home screen lists what was found`() {
        keep()
        Robolectric.buildActivity(HomeActivity::class.java).use {
            it.setup()
            settle()
            assertTrue(it.get().words().contains("080-1234-5670"))
        }
    }

    @Test
    fun `the details show text and reason`() {
        val entry = app.guard.entry(keep())!!
        Robolectric.buildActivity(DetailActivity::class.java, DetailActivity.intent(app, entry.id)).use {
            it.setup()
            settle()
            val shown = it.get().words()
            assertTrue(shown.contains(entry.item.text))
            assertTrue(shown.contains(entry.verdict.reasons.first().text.ja))
        }
    }

    @Test
    fun `the first start opens`() {
        Robolectric.buildActivity(StartActivity::class.java, StartActivity.intent(app)).use {
            it.setup()
            settle()
            assertFalse(it.get().isFinishing)
        }
    }
}
