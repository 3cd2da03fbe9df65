package app.mihari.ui.home

import android.content.Intent
import android.os.Bundle
import android.os.Looper
import android.view.View
import android.widget.CheckBox
import android.widget.EditText
import android.widget.ListView
import android.widget.PopupMenu
import app.mihari.Backup
import app.mihari.R
import app.mihari.all
import app.mihari.app
import app.mihari.core.Channel
import app.mihari.core.Entry
import app.mihari.core.Filter
import app.mihari.core.Item
import app.mihari.core.ListKind
import app.mihari.core.Mark
import app.mihari.settings.Preferences
import app.mihari.settle
import app.mihari.shade
import app.mihari.shows
import app.mihari.sms.Pdu
import app.mihari.tap
import app.mihari.ui.check.CheckActivity
import app.mihari.ui.detail.DetailActivity
import app.mihari.ui.help.HelpActivity
import app.mihari.ui.settings.SettingsActivity
import app.mihari.ui.start.StartActivity
import app.mihari.words
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowPopupMenu
import java.io.File
import java.time.Duration
import java.time.LocalDate
import java.time.ZoneId

@RunWith(RobolectricTestRunner::class)
class HomeActivityTest {
    private lateinit var controller: ActivityController<HomeActivity>
    private val home: HomeActivity get() = controller.get()
    private val list: ListView get() = home.requireViewById(R.id.list)

    @Before
    fun hasBegun() {
        Preferences(app).hasStarted = true
    }

    @Test
    fun `the first time of all the app introduces itself once`() {
        Preferences(app).hasStarted = false
        open()
        assertEquals(StartActivity::class.java.name, started()!!.component!!.className)
        controller.pause().resume()
        settle()
        assertNull(started())
    }

    @Test
    fun `an empty history teaches and offers an example to check`() {
        open()
        assertTrue(home.shows(R.id.empty))
        assertFalse(home.shows(R.id.find))
        assertTrue("LINE" in home.words())
        home.tap(R.id.try_example)
        val intent = started()!!
        assertEquals(CheckActivity::class.java.name, intent.component!!.className)
        assertTrue(app.guard.check(Item(Channel.SMS, null, intent.getStringExtra(Intent.EXTRA_TEXT)!!)).isFlagged)
        RuntimeEnvironment.setQualifiers("en-rUS")
        val english = CheckActivity.example(app).getStringExtra(Intent.EXTRA_TEXT)!!
        assertTrue(app.guard.check(Item(Channel.SMS, null, english)).isFlagged)
    }

    @Test
    fun `check help and settings are one tap away`() {
        open()
        home.tap(R.id.check)
        assertEquals(CheckActivity::class.java.name, started()!!.component!!.className)
        home.tap(R.id.help)
        assertEquals(HelpActivity::class.java.name, started()!!.component!!.className)
        home.window.decorView.all.first { it.contentDescription == home.getText(R.string.home_settings) }.performClick()
        assertEquals(SettingsActivity::class.java.name, started()!!.component!!.className)
    }

    @Test
    @Config(qualifiers = "+h1600dp")
    fun `flagged items stand under their days with sender and reason`() {
        val today = LocalDate.now().atTime(0, 1).atZone(ZoneId.systemDefault()).toInstant().toEpochMilli()
        keep(FRAUD, at = today)
        keep("$FRAUD 2", at = today - 60 * 60_000L)
        keep("$FRAUD 3", at = 1_700_049_600_000)
        open()
        val words = home.words()
        assertTrue(words.indexOf("今日") in 0 until words.indexOf("昨日"))
        assertTrue("080-1234-5670" in words)
        val reason = app.guard.entries(Filter()).first().verdict.reasons.first().text.ja
        assertTrue(reason.substringBefore("。") + "。" in words)
        assertFalse("one sentence is enough", reason in words)
        scrollToTheEnd()
        assertTrue(home.words(), "2023年11月15日(水)" in home.words())
        home.tap(R.id.entry)
        assertEquals(DetailActivity::class.java.name, started()!!.component!!.className)
    }

    @Test
    fun `a Japanese word of two characters is found after a pause`() {
        app.guard.screen(Backup.messages)
        open()
        home.tap(R.id.find)
        search("債権")
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(250))
        assertTrue("the user may still be typing", entries() > 1)
        pause()
        assertEquals(1, entries())
        assertTrue("債権" in app.guard.entry(list.adapter.getItemId(2))!!.item.text)
        home.tap(R.id.search_clear)
        pause()
        assertTrue(entries() > 1)
    }

    @Test
    fun `nothing found says so and leads back to all`() {
        keep(FRAUD)
        open()
        home.tap(R.id.find)
        search("ありえない言葉")
        pause()
        assertTrue(home.shows(R.id.nothing_found))
        home.tap(R.id.show_all)
        assertEquals(1, entries())
        assertTrue(home.shows(R.id.check))
        assertFalse(home.shows(R.id.nothing_found))
    }

    @Test
    fun `choices filter by level channel and mark and say whether they are on`() {
        val sms = keep(FRAUD)
        keepCall()
        app.guard.mark(sms, Mark.CONFIRMED)
        open()
        home.tap(R.id.find)
        assertEquals(2, entries())
        val call = chip("電話")
        call.performClick()
        settle()
        assertTrue(call.isChecked)
        assertEquals(1, entries())
        chip("SMS").performClick()
        settle()
        assertEquals("of one kind any will do", 2, entries())
        chip("詐欺です").performClick()
        settle()
        assertEquals(1, entries())
        chip("詐欺ではなかったもの").performClick()
        settle()
        assertEquals(0, entries())
        chip("詐欺と確認したもの").performClick()
        settle()
        assertEquals(1, entries())
        assertFalse(chip("詐欺ではなかったもの").isChecked)
    }

    @Test
    fun `what the user checked is a choice of its own, whatever it was`() {
        keep(FRAUD)
        app.guard.save(Item(Channel.SMS, null, "$FRAUD 自分で"))
        app.guard.save(Item(Channel.VOICE, null, "$FRAUD 電話で"))
        open()
        home.tap(R.id.find)
        assertEquals(3, entries())
        chip("自分で調べたもの").performClick()
        settle()
        assertEquals(setOf("$FRAUD 自分で", "$FRAUD 電話で"), texts().toSet())
        chip("SMS").performClick()
        settle()
        assertEquals(listOf("$FRAUD 自分で"), texts())
        controller.recreate()
        settle()
        assertTrue(chip("自分で調べたもの").isChecked)
    }

    @Test
    @Config(qualifiers = "+h1600dp")
    fun `the warning of what is marked or deleted here goes from the shade`() {
        app.sendBroadcast(Pdu.broadcast(Pdu.ucs2("+818012345670", FRAUD)))
        settle()
        assertEquals(1, shade().size)
        open()
        menu().choose(R.string.mark_confirmed)
        assertEquals(0, shade().size)
        app.sendBroadcast(Pdu.broadcast(Pdu.ucs2("+818012345671", FRAUD)))
        settle()
        controller.pause().resume()
        settle()
        menu().choose(R.string.delete)
        assertEquals(0, shade().size)
    }

    @Test
    fun `the way back leads out of the search before it leads out of the app`() {
        keep(FRAUD)
        open()
        home.tap(R.id.find)
        home.tap(R.id.back)
        assertFalse(home.isFinishing)
        assertTrue(home.shows(R.id.find))
        home.tap(R.id.find)
        @Suppress("DEPRECATION")
        home.onBackPressed()
        assertFalse(home.shows(R.id.search_bar))
    }

    @Test
    fun `a deletion can be taken back`() {
        val id = keep(FRAUD)
        open()
        menu().choose(R.string.delete)
        assertNull(app.guard.entry(id))
        assertEquals(0, entries())
        assertTrue(home.shows(R.id.empty))
        assertTrue(home.shows(R.id.change_undo))
        home.tap(R.id.change_undo)
        assertNotNull(app.guard.entry(id))
        assertEquals(1, entries())
        assertFalse(home.shows(R.id.change_undo))
    }

    @Test
    fun `the bar says aloud what was done and stays long enough`() {
        keep(FRAUD)
        open()
        menu().choose(R.string.delete)
        assertEquals(
            View.ACCESSIBILITY_LIVE_REGION_POLITE,
            home.requireViewById<View>(R.id.change_words).accessibilityLiveRegion,
        )
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofSeconds(10))
        assertTrue(home.shows(R.id.change_undo))
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofSeconds(3))
        assertFalse(home.shows(R.id.change_undo))
    }

    @Test
    fun `a mark is shown and can be taken back`() {
        val id = keep(FRAUD)
        open()
        menu().choose(R.string.mark_wrong)
        assertEquals(Mark.WRONG, app.guard.entry(id)!!.mark)
        assertTrue(home.getString(R.string.marked_wrong) in home.words())
        home.tap(R.id.change_undo)
        assertNull(app.guard.entry(id)!!.mark)
        assertFalse(home.getString(R.string.marked_wrong) in home.words())
    }

    @Test
    fun `a deletion on the page of an entry can be taken back here`() {
        val id = keep(FRAUD)
        app.guard.delete(listOf(id))
        controller = Robolectric.buildActivity(HomeActivity::class.java, HomeActivity.afterDeletion(app)).setup()
        settle()
        home.tap(R.id.change_undo)
        assertNotNull(app.guard.entry(id))
    }

    @Test
    fun `of a long history only the pages and rows in sight are read and built`() {
        app.guard.screen((0 until 5_000).map { item("$FRAUD $it", at = START + it * STEP) })
        open()
        assertEquals(50, entries())
        repeat(5) { scrollToTheEnd() }
        assertEquals(300, entries())
        assertEquals((4_999 downTo 4_700).map { "$FRAUD $it" }, texts())
        assertTrue("${list.childCount} views", list.childCount < 30)
    }

    @Test
    fun `the last page is the last`() {
        app.guard.screen((0 until 120).map { item("$FRAUD $it", at = START + it * STEP) })
        open()
        repeat(4) { scrollToTheEnd() }
        assertEquals((119 downTo 0).map { "$FRAUD $it" }, texts())
    }

    @Test
    fun `a turn of the phone keeps words choices place and the way back`() {
        app.guard.screen((0 until 120).map { item("$FRAUD $it", at = START + it * STEP) })
        open()
        home.tap(R.id.find)
        search("未納")
        pause()
        chip("SMS").performClick()
        settle()
        scrollToTheEnd()
        list.setSelection(70)
        settle()
        val top = list.firstVisiblePosition
        menu().choose(R.string.mark_confirmed)
        val state = Bundle()
        controller.saveInstanceState(state).pause().stop().destroy()
        controller = Robolectric.buildActivity(HomeActivity::class.java).setup(state)
        settle()
        assertEquals("未納", home.requireViewById<EditText>(R.id.search).text.toString())
        assertEquals(100, entries())
        assertEquals(top, list.firstVisiblePosition)
        assertTrue(home.shows(R.id.change_undo))
        list.setSelection(0)
        settle()
        assertTrue(chip("SMS").isChecked)
    }

    @Test
    fun `a damaged history is told and nothing else is hidden`() {
        File(app.noBackupFilesDir, "history.db").writeBytes(ByteArray(9_000) { 7 })
        open()
        assertEquals(home.getString(R.string.trouble_damaged), home.words(R.id.trouble_words))
        assertTrue(home.shows(R.id.check))
        assertTrue(home.shows(R.id.help))
    }

    @Test
    fun `a history that cannot be used is told and checking still works`() {
        File(app.noBackupFilesDir, "history.db").mkdirs()
        open()
        assertEquals(home.getString(R.string.trouble_history), home.words(R.id.trouble_words))
        assertTrue(home.shows(R.id.check))
        assertFalse("it is not empty: nobody knows", home.shows(R.id.empty))
    }

    @Test
    fun `a hostile start shows the history and no more`() {
        val id = keep(FRAUD)
        val intent = Intent("app.mihari.DELETED").putExtra("entry", "nonsense")
        controller = Robolectric.buildActivity(HomeActivity::class.java, intent).setup()
        settle()
        home.tap(R.id.change_undo)
        assertNotNull(app.guard.entry(id))
        assertEquals(1, entries())
    }

    @Test
    fun `a hostile sender name stays in its line`() {
        app.guard.screen(listOf(Item(Channel.SMS, "Ama\u202Ezon\n【公式】", FRAUD, START)))
        open()
        val sender = home.words(R.id.sender)
        assertFalse(sender.contains('\u202E') || sender.contains('\n'))
    }

    private fun open() {
        controller = Robolectric.buildActivity(HomeActivity::class.java).setup()
        settle()
    }

    private fun started(): Intent? = shadowOf(app).nextStartedActivity

    /** The texts of the entries that are listed. */
    private fun texts(): List<String> =
        (0 until list.adapter.count).mapNotNull { (list.adapter.getItem(it) as? Entry)?.item?.text }

    private fun entries(): Int = texts().size

    private fun scrollToTheEnd() {
        list.setSelection(list.adapter.count - 1)
        settle()
    }

    private fun search(words: String) = home.requireViewById<EditText>(R.id.search).setText(words)

    private fun pause() {
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(300))
        settle()
    }

    private fun chip(words: String): CheckBox =
        home.window.decorView.all.filterIsInstance<CheckBox>().first { it.text.toString() == words }

    private fun menu(): PopupMenu {
        home.tap(R.id.more)
        return ShadowPopupMenu.getLatestPopupMenu()
    }

    private fun PopupMenu.choose(words: Int) {
        assertTrue(menu.performIdentifierAction(words, 0))
        settle()
    }

    private fun item(text: String, at: Long) = Item(Channel.SMS, "+818012345670", text, at)

    private fun keep(text: String, at: Long = START): Long {
        app.guard.screen(listOf(item(text, at)))
        return app.guard.entries(Filter(search = text)).first().id
    }

    private fun keepCall() {
        app.guard.setList("09011112222", ListKind.BLOCKED)
        app.guard.screen(listOf(Item(Channel.CALL, "09011112222", at = START)))
    }

    private companion object {
        const val FRAUD = "有料動画の未納料金があります。本日中にご連絡なき場合、法的手続きに移行します。㈱アマゾン"

        /** In September 2026. */
        const val START = 1_790_000_000_000

        /** Longer than the ten minutes within which the same item is one. */
        const val STEP = 660_000L
    }
}
