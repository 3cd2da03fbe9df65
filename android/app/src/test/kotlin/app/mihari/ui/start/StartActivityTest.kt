package app.mihari.ui.start

import android.content.Intent
import android.provider.Settings
import android.widget.EditText
import android.widget.RadioButton
import app.mihari.Phone
import app.mihari.R
import app.mihari.agree
import app.mihari.app
import app.mihari.core.Profile
import app.mihari.dialogWords
import app.mihari.open
import app.mihari.reads
import app.mihari.settings.Preferences
import app.mihari.settle
import app.mihari.tap
import app.mihari.ui.check.CheckActivity
import app.mihari.ui.inbox.InboxActivity
import app.mihari.words
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController

@RunWith(RobolectricTestRunner::class)
class StartActivityTest {
    private val preferences get() = Preferences(app)
    private val controller: ActivityController<StartActivity> by lazy { open(StartActivity.intent(app)) }
    private val screen get() = controller.get()

    /** The user was in another app or a dialog of the system. */
    private fun comeBack() {
        controller.pause().resume()
        settle()
    }

    private fun goTo(step: Step) {
        preferences.startStep = step.name
        assertTrue(screen.reads(words(step.title)))
    }

    @Test
    fun `with everything refused it comes to its end all the same`() {
        Phone.isNew()
        Phone.notifications(false)
        screen.tap(R.id.start_go)
        screen.tap(R.id.start_go)
        for (step in listOf(Step.SMS, Step.NOTIFICATIONS, Step.CALLS, Step.OVERLAY, Step.HIBERNATION, Step.FAMILY)) {
            assertTrue(step.name, screen.reads(words(step.title)))
            assertFalse(preferences.hasStarted)
            screen.tap(R.id.start_later)
        }
        assertTrue(screen.reads(words(R.string.start_ready)))
        assertTrue(screen.reads("9/9"))
        assertTrue(preferences.hasStarted)
        assertTrue(screen.reads(words(R.string.start_ready_nothing)))
        assertTrue(screen.reads(words(R.string.start_outcome_off, words(R.string.protection_repair_sms))))
        screen.tap(R.id.start_go)
        assertTrue(screen.isFinishing)
    }

    @Test
    fun `what is granted leads on by itself`() {
        Phone.isNew()
        goTo(Step.SMS)
        screen.tap(R.id.start_go)
        assertEquals(
            listOf("android.permission.RECEIVE_SMS"),
            shadowOf(screen).lastRequestedPermission.requestedPermissions.toList(),
        )
        Phone.allowsSms()
        comeBack()
        assertTrue(screen.reads(words(R.string.start_notifications)))
    }

    @Test
    fun `the role is asked for by the system and its refusal is not asked again`() {
        Phone.isNew()
        goTo(Step.CALLS)
        screen.tap(R.id.start_go)
        val request = shadowOf(screen).nextStartedActivityForResult.intent
        assertEquals("android.app.role.action.REQUEST_ROLE", request.action)
        comeBack()
        assertTrue(screen.reads(words(R.string.start_is_off)))
        assertTrue(screen.reads(words(R.string.repair_restricted)))
        screen.tap(R.id.start_go)
        assertTrue(dialogWords.startsWith(words(R.string.repair_calls_steps)))
        agree()
        assertEquals(
            Settings.ACTION_MANAGE_DEFAULT_APPS_SETTINGS,
            shadowOf(screen).nextStartedActivity.action,
        )
        Phone.givesRole()
        comeBack()
        assertTrue(screen.reads(words(R.string.start_overlay)))
    }

    @Test
    fun `a refused permission is not asked for again by itself`() {
        Phone.isNew()
        goTo(Step.SMS)
        screen.tap(R.id.start_go)
        shadowOf(screen).lastRequestedPermission
        comeBack()
        assertTrue(screen.reads(words(R.string.start_is_off)))
        comeBack()
        screen.tap(R.id.start_go)
        assertTrue(dialogWords.startsWith(words(R.string.repair_sms_steps)))
    }

    @Test
    fun `what is on already is said so`() {
        Phone.allowsAll()
        goTo(Step.SMS)
        assertTrue(screen.reads(words(R.string.start_is_on)))
        screen.tap(R.id.start_go)
        assertTrue(screen.reads(words(R.string.start_notifications)))
    }

    @Test
    fun `whoever leaves goes on at the same step`() {
        Phone.isNew()
        screen.tap(R.id.start_go)
        screen.tap(R.id.start_go)
        screen.tap(R.id.start_later)
        controller.pause().stop().destroy()
        val again = open<StartActivity>(StartActivity.intent(app)).get()
        assertTrue(again.reads(words(R.string.start_notifications)))
        assertTrue(again.reads("4/9"))
    }

    @Test
    fun `back goes a step back and from the first one leaves`() {
        Phone.isNew()
        screen.tap(R.id.start_go)
        screen.tap(R.id.back)
        assertTrue(screen.reads(words(R.string.start_welcome)))
        @Suppress("DEPRECATION")
        screen.onBackPressed()
        assertTrue(screen.isFinishing)
        assertFalse(preferences.hasStarted)
    }

    @Test
    fun `the profile is kept`() {
        Phone.isNew()
        goTo(Step.PROFILE)
        settle()
        assertTrue(screen.requireViewById<RadioButton>(R.id.profile_personal).isChecked)
        screen.tap(R.id.profile_business)
        screen.tap(R.id.start_go)
        assertEquals(Profile.BUSINESS, app.guard.profile)
    }

    @Test
    fun `a family number is kept as people write it and a wrong one said kindly`() {
        Phone.isNew()
        goTo(Step.FAMILY)
        screen.requireViewById<EditText>(R.id.family_name).setText(" 花子 ")
        screen.requireViewById<EditText>(R.id.family_number).setText("はち")
        screen.tap(R.id.start_go)
        assertTrue(screen.reads(words(R.string.family_not_a_number)))
        assertNull(preferences.familyNumber)
        screen.requireViewById<EditText>(R.id.family_number).setText("０８０１２３４５６７０")
        screen.tap(R.id.start_go)
        assertEquals("花子", preferences.familyName)
        assertEquals("080-1234-5670", preferences.familyNumber)
        assertTrue(screen.reads(words(R.string.start_ready)))
    }

    @Test
    fun `at the end it can be tried and the inbox looked through`() {
        Phone.isNew()
        goTo(Step.READY)
        screen.tap(R.id.start_example)
        val example = shadowOf(screen).nextStartedActivity
        assertEquals(CheckActivity::class.java.name, example.component!!.className)
        assertEquals(words(R.string.check_example_text), example.getStringExtra(Intent.EXTRA_TEXT))
        screen.tap(R.id.start_inbox)
        assertEquals(
            InboxActivity::class.java.name,
            shadowOf(screen).nextStartedActivity.component!!.className,
        )
    }

    @Test
    fun `a tablet is asked for nothing it does not have`() {
        Phone.isTablet()
        screen.tap(R.id.start_go)
        screen.tap(R.id.start_go)
        assertTrue(screen.reads(words(R.string.start_notifications)))
        screen.tap(R.id.start_later)
        assertTrue(screen.reads(words(R.string.start_hibernation)))
    }

    @Test
    fun `a step that no version knows begins at the beginning`() {
        preferences.startStep = "SOMETHING"
        assertTrue(screen.reads(words(R.string.start_welcome)))
    }
}
