package app.mihari.ui.start

import app.mihari.Phone
import app.mihari.R
import app.mihari.app
import app.mihari.open
import app.mihari.reads
import app.mihari.settings.Preferences
import app.mihari.tap
import app.mihari.words
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [29])
class StartApi29Test {
    @Test
    fun `Android 10 is asked for what it has`() {
        Phone.isNew()
        val screen = open<StartActivity>(StartActivity.intent(app)).get()
        screen.tap(R.id.start_go)
        screen.tap(R.id.start_go)
        for (step in listOf(Step.SMS, Step.CALLS, Step.OVERLAY, Step.FAMILY)) {
            assertTrue(step.name, screen.reads(words(step.title)))
            screen.tap(R.id.start_later)
        }
        assertTrue(Preferences(app).hasStarted)
    }
}
