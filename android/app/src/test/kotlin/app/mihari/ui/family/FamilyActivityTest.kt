package app.mihari.ui.family

import android.app.Activity
import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.provider.ContactsContract.CommonDataKinds.Phone
import android.widget.EditText
import app.mihari.R
import app.mihari.app
import app.mihari.core.Channel
import app.mihari.core.Fate
import app.mihari.core.Item
import app.mihari.core.ListKind
import app.mihari.settings.Preferences
import app.mihari.settle
import app.mihari.shows
import app.mihari.tap
import app.mihari.words
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.fakes.RoboCursor

@RunWith(RobolectricTestRunner::class)
class FamilyActivityTest {
    private lateinit var controller: ActivityController<FamilyActivity>
    private val family: FamilyActivity get() = controller.get()

    @Test
    fun `the first time it asks whom to ask and keeps the answer`() {
        open(keep())
        assertTrue(family.shows(R.id.who))
        assertFalse(family.shows(R.id.what))
        type("花子", "０９０ー１２３４ー５６７８")
        family.tap(R.id.keep)
        assertTrue(family.shows(R.id.what))
        assertEquals("送り先：花子\n090-1234-5678", family.words(R.id.to))
        assertEquals("花子", Preferences(app).familyName)
        assertEquals("090-1234-5678", Preferences(app).familyNumber)
        assertNull(started())
    }

    @Test
    fun `what is no number is refused kindly`() {
        open(keep())
        type("花子", "はなこ")
        family.tap(R.id.keep)
        assertEquals(family.getString(R.string.family_not_a_number), family.words(R.id.family_problem))
        assertFalse(family.shows(R.id.what))
        assertNull(Preferences(app).familyNumber)
    }

    @Test
    fun `the fraudster's own number is refused`() {
        open(keep())
        type("息子（新しい番号）", "080 1234 5670")
        family.tap(R.id.keep)
        assertEquals(family.getString(R.string.family_is_sender), family.words(R.id.family_problem))
        assertNull(Preferences(app).familyNumber)
    }

    @Test
    fun `the message that is shown is the message that leaves`() {
        chosen()
        open(keep())
        val message = family.requireViewById<EditText>(R.id.message)
        val question = message.text.toString()
        assertTrue(question.startsWith("あやしいSMSが届きました。これは詐欺でしょうか。"))
        assertEquals(emptyList<String>(), listOf("詐欺です", "080-1234-5670", "hxxps://xq-9[.]example/login").filterNot { it in question })
        assertFalse("https://xq-9.example" in question)
        message.append("\nお母さんより")
        family.tap(R.id.open)
        val intent = started()!!
        assertEquals(Intent.ACTION_SENDTO, intent.action)
        assertEquals("smsto:090-1234-5678", intent.dataString)
        assertEquals("$question\nお母さんより", intent.getStringExtra("sms_body"))
        assertEquals(setOf("sms_body"), intent.extras!!.keySet())
    }

    @Test
    fun `a long text is cut`() {
        chosen()
        open(keep(text = FRAUD + "あ".repeat(3_000)))
        val question = family.words(R.id.message)
        assertTrue(question.endsWith("あ…"))
        assertTrue("${question.length}", question.length < 600)
    }

    @Test
    fun `a call is asked about without a text`() {
        chosen()
        app.guard.setList("09011112222", ListKind.BLOCKED)
        val call = app.guard.screen(listOf(Item(Channel.CALL, "09011112222", at = TIME))).single().fate as Fate.New
        open(call.id)
        val question = family.words(R.id.message)
        assertTrue("090-1111-2222" in question)
        assertFalse(family.getString(R.string.family_body_text) in question)
    }

    @Test
    fun `calling them is as easy`() {
        chosen()
        open(keep())
        family.tap(R.id.call)
        val intent = started()!!
        assertEquals(Intent.ACTION_DIAL, intent.action)
        assertEquals("tel:090-1234-5678", intent.dataString)
    }

    @Test
    fun `somebody else can be chosen`() {
        chosen()
        open(keep())
        family.tap(R.id.change)
        assertEquals("花子", family.words(R.id.family_name))
        type("太郎", "090-8765-4321")
        family.tap(R.id.keep)
        assertEquals("送り先：太郎\n090-8765-4321", family.words(R.id.to))
    }

    @Test
    fun `one contact is picked without a permission`() {
        open(keep())
        val contact = Uri.parse("content://com.android.contacts/data/7")
        val cursor = RoboCursor().apply {
            setColumnNames(listOf(Phone.DISPLAY_NAME, Phone.NUMBER))
            setResults(arrayOf(arrayOf<Any>("花子", "090-1234-5678")))
        }
        shadowOf(app.contentResolver).setCursor(contact, cursor)
        family.tap(R.id.pick)
        val asked = shadowOf(family).nextStartedActivityForResult
        assertEquals(Phone.CONTENT_URI, asked.intent.data)
        shadowOf(family).receiveResult(asked.intent, Activity.RESULT_OK, Intent().setData(contact))
        settle()
        family.tap(R.id.keep)
        assertEquals("送り先：花子\n090-1234-5678", family.words(R.id.to))
    }

    @Test
    fun `a picked contact that cannot be read is typed instead`() {
        open(keep())
        family.tap(R.id.pick)
        val asked = shadowOf(family).nextStartedActivityForResult
        val nothing = Intent().setData(Uri.parse("content://com.android.contacts/data/8"))
        shadowOf(family).receiveResult(asked.intent, Activity.RESULT_OK, nothing)
        settle()
        assertEquals(family.getString(R.string.family_pick_failed), family.words(R.id.family_problem))
    }

    @Test
    fun `a turn of the phone keeps what was typed`() {
        chosen()
        val id = keep()
        open(id)
        family.requireViewById<EditText>(R.id.message).setText("これ見て")
        val state = Bundle()
        controller.saveInstanceState(state).pause().stop().destroy()
        controller = Robolectric.buildActivity(FamilyActivity::class.java, FamilyActivity.intent(app, id)).setup(state)
        settle()
        assertEquals("これ見て", family.words(R.id.message))
        assertTrue(family.shows(R.id.what))
    }

    @Test
    fun `an entry that is gone says so`() {
        open(4711)
        assertTrue(family.getString(R.string.detail_missing) in family.words())
    }

    private fun open(id: Long) {
        controller = Robolectric.buildActivity(FamilyActivity::class.java, FamilyActivity.intent(app, id)).setup()
        settle()
    }

    private fun chosen() = Preferences(app).run {
        familyName = "花子"
        familyNumber = "090-1234-5678"
    }

    private fun type(name: String, number: String) {
        family.requireViewById<EditText>(R.id.family_name).setText(name)
        family.requireViewById<EditText>(R.id.family_number).setText(number)
    }

    private fun started(): Intent? = shadowOf(app).nextStartedActivity

    private fun keep(text: String = "$FRAUD https://xq-9.example/login"): Long {
        val fate = app.guard.screen(listOf(Item(Channel.SMS, "+818012345670", text, TIME))).single().fate
        return (fate as Fate.New).id
    }

    private companion object {
        const val FRAUD = "有料動画の未納料金があります。本日中にご連絡なき場合、法的手続きに移行します。㈱アマゾン"
        const val TIME = 1_790_000_000_000
    }
}
