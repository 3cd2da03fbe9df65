package app.mihari.ui.settings

import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import app.mihari.Phone
import app.mihari.R
import app.mihari.agree
import app.mihari.app
import app.mihari.core.Channel
import app.mihari.core.Item
import app.mihari.core.Level
import app.mihari.core.ListKind
import app.mihari.decline
import app.mihari.open
import app.mihari.reads
import app.mihari.settle
import app.mihari.tap
import app.mihari.words
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
class NumbersActivityTest {
    private val screen by lazy { open<NumbersActivity>(NumbersActivity.intent(app)).get() }

    private fun type(number: String) = screen.requireViewById<EditText>(R.id.numbers_field).setText(number)

    private fun remove(list: Int) {
        screen.requireViewById<ViewGroup>(list).getChildAt(0)
            .requireViewById<View>(R.id.number_remove).performClick()
        settle()
    }

    private fun levelOf(number: String) = app.guard.check(Item(Channel.CALL, number)).level

    @Test
    fun `a number in any spelling is blocked, and a call from it is flagged`() {
        type("＋８１ ３（５５５５）１２３４")
        screen.tap(R.id.numbers_block)
        assertTrue(screen.reads("03-5555-1234"))
        assertEquals(Level.CAUTION, levelOf("0355551234"))
        assertEquals("", screen.requireViewById<EditText>(R.id.numbers_field).text.toString())
    }

    @Test
    fun `a blocked number that is trusted moves over`() {
        app.guard.setList("03-5555-1234", ListKind.BLOCKED)
        type("0355551234")
        screen.tap(R.id.numbers_allow)
        assertEquals(ListKind.ALLOWED, app.guard.listed().single().kind)
        assertEquals(Level.NO_MATCH, levelOf("0355551234"))
    }

    @Test
    fun `what is no number is said kindly and stays in the field`() {
        type("かいしゃ")
        screen.tap(R.id.numbers_block)
        assertTrue(screen.reads(words(R.string.numbers_none)))
        assertEquals("かいしゃ", screen.requireViewById<EditText>(R.id.numbers_field).text.toString())
        type("03-5555-1234")
        screen.tap(R.id.numbers_block)
        assertFalse(screen.reads(words(R.string.numbers_none)))
    }

    @Test
    fun `a number taken off the list can be put back`() {
        app.guard.setList("03-5555-1234", ListKind.BLOCKED)
        screen
        remove(R.id.numbers_blocked)
        assertEquals(0, app.guard.listed().size)
        assertTrue(screen.reads(words(R.string.numbers_removed, "03-5555-1234")))
        screen.tap(R.id.numbers_bring_back)
        assertEquals(ListKind.BLOCKED, app.guard.listed().single().kind)
        assertFalse(screen.requireViewById<View>(R.id.numbers_undo).isShown)
    }

    @Test
    fun `a remembered number is forgotten when the user says so twice`() {
        val text = "未納料金があります。本日中にご連絡なき場合、法的手続きに移行します。アマゾン相談係 03-5555-1234"
        app.guard.screen(listOf(Item(Channel.SMS, "080-1234-5670", text)))
        assertTrue(screen.reads("03-5555-1234"))
        remove(R.id.numbers_remembered)
        decline()
        assertEquals(1, app.guard.remembered().size)
        remove(R.id.numbers_remembered)
        agree()
        assertEquals(0, app.guard.remembered().size)
        assertFalse(screen.reads("03-5555-1234"))
    }

    @Test
    fun `without a history it says so`() {
        Phone.blocksHistory()
        assertTrue(screen.reads(words(R.string.trouble_history)))
    }
}
