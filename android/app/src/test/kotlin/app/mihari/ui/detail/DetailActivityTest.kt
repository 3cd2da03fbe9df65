package app.mihari.ui.detail

import android.app.AlertDialog
import android.content.ClipDescription
import android.content.ClipboardManager
import android.content.Intent
import android.text.Spanned
import android.text.style.BackgroundColorSpan
import android.text.style.StyleSpan
import android.text.style.URLSpan
import android.text.style.UnderlineSpan
import android.view.View
import android.widget.TextView
import app.mihari.Backup
import app.mihari.R
import app.mihari.all
import app.mihari.app
import app.mihari.core.Channel
import app.mihari.core.Direction
import app.mihari.core.Entry
import app.mihari.core.Fate
import app.mihari.core.Field
import app.mihari.core.Filter
import app.mihari.core.Item
import app.mihari.core.ListKind
import app.mihari.core.Mark
import app.mihari.settle
import app.mihari.shows
import app.mihari.tap
import app.mihari.ui.VisibleText
import app.mihari.ui.family.FamilyActivity
import app.mihari.ui.help.HelpActivity
import app.mihari.ui.home.HomeActivity
import app.mihari.ui.verdict.quotes
import app.mihari.ui.words
import app.mihari.words
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowAlertDialog

@RunWith(RobolectricTestRunner::class)
class DetailActivityTest {
    private lateinit var detail: DetailActivity

    @Test
    fun `every fraud of the seeds is explained with its own words marked exactly`() {
        val frauds = app.guard.screen(Backup.messages).mapNotNull { it.fate as? Fate.New }
        assertTrue("${frauds.size} frauds", frauds.size >= 14)
        for (fraud in frauds) {
            val entry = app.guard.entry(fraud.id)!!
            open(fraud.id)
            assertEquals(VisibleText(entry.item.text).shown, detail.words(R.id.text))
            assertEquals(evidence(entry), marked(R.id.text))
            assertTrue(entry.verdict.reasons.take(3).all { it.text.ja in detail.words() })
            assertEquals(entry.verdict.reasons.size > 3, detail.shows(R.id.more_reasons))
            if (detail.shows(R.id.more_reasons)) detail.tap(R.id.more_reasons)
            assertTrue(entry.verdict.reasons.all { it.text.ja in detail.words() })
            assertTrue(entry.verdict.reasons.mapNotNull { it.source }.all { it.words(detail) in detail.words() })
            assertTrue(entry.verdict.advice.all { it.text.ja in detail.words() })
        }
    }

    @Test
    fun `emoji before the words move no mark`() {
        open(keep(sms(FRAUD)))
        val words = markedWords()
        assertTrue("$words", words.isNotEmpty() && words.all { it in FRAUD })
        assertTrue("$words", "未納" in words.joinToString())
        open(keep(sms("😀👨\u200D👩\u200D👧👍 $FRAUD")))
        assertEquals(words, markedWords())
        assertTrue(detail.words(R.id.text).startsWith("😀👨\u200D👩\u200D👧👍"))
    }

    @Test
    fun `marks are seen without colour too`() {
        open(keep(sms(FRAUD)))
        val text = text(R.id.text)
        val marks = text.getSpans(0, text.length, BackgroundColorSpan::class.java)
        assertTrue(marks.isNotEmpty())
        for (mark in marks) {
            val (start, end) = text.getSpanStart(mark) to text.getSpanEnd(mark)
            assertEquals(1, text.getSpans(start, end, UnderlineSpan::class.java).size)
            assertEquals(1, text.getSpans(start, end, StyleSpan::class.java).size)
        }
    }

    @Test
    fun `a reason quotes the words that caused it`() {
        val id = keep(sms(FRAUD))
        open(id)
        val quotes = app.guard.entry(id)!!.let { entry -> entry.verdict.reasons.first().quotes(entry.item.text) }
        assertTrue(quotes.isNotEmpty())
        assertTrue(quotes.all { "「$it」" in detail.words() })
    }

    @Test
    fun `words of the sender that caused a reason are marked in the sender`() {
        val id = keep(Item(Channel.SMS, "Amazon", "アカウントが停止されました。カード情報を更新してください https://xq-9.example/login", TIME))
        val entry = app.guard.entry(id)!!
        assertTrue(entry.verdict.reasons.flatMap { it.evidence }.any { it.field == Field.SENDER })
        open(id)
        assertEquals(listOf("Amazon"), marked(R.id.sender).map { text(R.id.sender).substring(it.first, it.last + 1) })
    }

    @Test
    fun `a number that caused a reason is marked as people write it`() {
        open(keepCall())
        assertEquals("090-1111-2222", detail.words(R.id.sender))
        assertEquals(listOf(0 until 13), marked(R.id.sender))
        assertFalse(detail.shows(R.id.sender_raw))
    }

    @Test
    fun `hostile text is shown for what it is and nothing in it can be tapped`() {
        open(keep(sms("$FRAUD\u202E\u200B\u0007 https://xq-9.example/login")))
        val text = text(R.id.text)
        assertTrue(text.endsWith("<U+202E><U+200B><U+0007> https://xq-9.example/login"))
        assertEquals(0, text.getSpans(0, text.length, URLSpan::class.java).size)
        val view = detail.requireViewById<TextView>(R.id.text)
        assertFalse(view.isTextSelectable)
        assertNull(view.movementMethod)
    }

    @Test
    fun `a very long text is cut until the user wants all of it`() {
        val id = keep(Item(Channel.EMAIL, "a@xq-9.example", FRAUD + "あ😀".repeat(5_000), TIME))
        val text = app.guard.entry(id)!!.item.text
        open(id)
        assertTrue(detail.words(R.id.text).startsWith(FRAUD))
        assertTrue(detail.words(R.id.text).length < 2_000)
        detail.tap(R.id.text_all)
        assertEquals(text, detail.words(R.id.text))
        assertFalse(detail.shows(R.id.text_all))
    }

    @Test
    fun `the first step stands out and steps are counted`() {
        val id = keep(sms(FRAUD))
        open(id)
        val numbers = detail.window.decorView.all.filter { it.id == R.id.step_number }.map { (it as TextView).text.toString() }
        assertEquals((1..app.guard.entry(id)!!.verdict.advice.size).map { "$it" }, numbers.toList())
        val sizes = detail.window.decorView.all.filter { it.id == R.id.step_words }.map { (it as TextView).textSize }.toList()
        assertTrue(sizes[0] > sizes[1])
    }

    @Test
    fun `family and help are one tap away`() {
        val id = keep(sms(FRAUD))
        open(id)
        detail.tap(R.id.family)
        val family = started()!!
        assertEquals(FamilyActivity::class.java.name, family.component!!.className)
        assertTrue(family.filterEquals(FamilyActivity.intent(app, id)))
        detail.tap(R.id.help)
        assertEquals(HelpActivity::class.java.name, started()!!.component!!.className)
    }

    @Test
    fun `a look-up shows the number that leaves before anything opens`() {
        open(keep(sms(FRAUD)))
        detail.tap("080-1234-5670 を電話帳ナビで調べる")
        val asked = shadowOf(dialog()).message.toString()
        assertTrue("080-1234-5670" in asked && "www.telnavi.jp" in asked)
        assertNull(started())
        agree()
        assertEquals("https://www.telnavi.jp/phone/08012345670", started()!!.dataString)
        detail.tap("080-1234-5670 をネットで検索する")
        assertNull(started())
        assertTrue("080-1234-5670" in shadowOf(dialog()).message.toString())
        agree()
        assertEquals("\"080-1234-5670\"", started()!!.data!!.getQueryParameter("q"))
    }

    @Test
    fun `a look-up that the user declines opens nothing`() {
        open(keep(sms(FRAUD)))
        detail.tap("080-1234-5670 を電話帳ナビで調べる")
        dialog().getButton(AlertDialog.BUTTON_NEGATIVE).performClick()
        settle()
        assertNull(started())
    }

    @Test
    fun `a number that the message asks to call can be looked up too`() {
        open(keep(sms("$FRAUD 03-5555-1234")))
        assertTrue("03-5555-1234 を電話帳ナビで調べる" in detail.words())
    }

    @Test
    fun `a foreign number is looked up where it can be known`() {
        open(keep(Item(Channel.SMS, "+12025550123", FRAUD, TIME)))
        assertFalse("電話帳ナビ" in detail.words())
        assertTrue("をネットで検索する" in detail.words())
    }

    @Test
    fun `the sender goes on the call list and comes off it again`() {
        open(keep(sms(FRAUD)))
        detail.tap(detail.getString(R.string.detail_block))
        assertEquals(ListKind.BLOCKED, app.guard.listed().single().kind)
        assertTrue(detail.getString(R.string.detail_unblock) in detail.words())
        detail.tap(R.id.change_undo)
        assertTrue(app.guard.listed().isEmpty())
        detail.tap(detail.getString(R.string.detail_allow))
        assertEquals(ListKind.ALLOWED, app.guard.listed().single().kind)
        detail.tap(detail.getString(R.string.detail_unallow))
        assertTrue(app.guard.listed().isEmpty())
    }

    @Test
    fun `only the messaging app can block a message and it gets the number alone`() {
        open(keep(sms(FRAUD)))
        detail.tap(detail.getString(R.string.detail_messages))
        assertTrue("080-1234-5670" in shadowOf(dialog()).message.toString())
        agree()
        val intent = started()!!
        assertEquals("sms:+818012345670", intent.data!!.toString().replace("%2B", "+"))
        assertNull(intent.extras)
    }

    @Test
    fun `a sender name has no number to list or to look up`() {
        open(keep(Item(Channel.SMS, "Amazon", FRAUD, TIME)))
        assertFalse(detail.getString(R.string.detail_block) in detail.words())
        assertFalse("をネットで検索する" in detail.words())
        detail.tap(detail.getString(R.string.detail_messages))
        agree()
        val intent = started()!!
        assertEquals(setOf(Intent.CATEGORY_APP_MESSAGING), intent.selector!!.categories)
        assertNull(intent.extras)
    }

    @Test
    fun `marks are set changed and taken back`() {
        val id = keep(sms(FRAUD))
        open(id)
        detail.tap(detail.getString(R.string.mark_confirmed))
        assertEquals(Mark.CONFIRMED, app.guard.entry(id)!!.mark)
        assertEquals(detail.getString(R.string.marked_confirmed), detail.words(R.id.mark))
        detail.tap(detail.getString(R.string.mark_wrong))
        assertEquals(Mark.WRONG, app.guard.entry(id)!!.mark)
        assertNull("a message has no call to allow", ShadowAlertDialog.getLatestAlertDialog())
        detail.tap(R.id.change_undo)
        assertEquals(Mark.CONFIRMED, app.guard.entry(id)!!.mark)
        detail.tap(detail.getString(R.string.mark_none))
        assertNull(app.guard.entry(id)!!.mark)
        assertFalse(detail.shows(R.id.mark))
    }

    @Test
    fun `a call that was no fraud may be allowed from now on`() {
        val id = keepCall()
        open(id)
        detail.tap(detail.getString(R.string.mark_wrong))
        assertTrue("090-1111-2222" in shadowOf(dialog()).message.toString())
        agree()
        assertEquals(ListKind.ALLOWED, app.guard.listed().single().kind)
        assertEquals(Mark.WRONG, app.guard.entry(id)!!.mark)
        detail.tap(R.id.change_undo)
        assertEquals(ListKind.BLOCKED, app.guard.listed().single().kind)
    }

    @Test
    fun `a call says that it has no text`() {
        open(keepCall())
        assertEquals(detail.getString(R.string.detail_call_incoming), detail.words(R.id.text))
        assertFalse(detail.getString(R.string.detail_messages) in detail.words())
        open(keepCall(Direction.OUTGOING))
        assertEquals(detail.getString(R.string.detail_call_outgoing), detail.words(R.id.text))
    }

    @Test
    fun `the record for the police holds everything and no link that can be tapped`() {
        val id = keep(sms("$FRAUD https://xq-9.example/login"))
        val entry = app.guard.entry(id)!!
        open(id)
        detail.tap(detail.getString(R.string.detail_copy))
        val clip = app.getSystemService(ClipboardManager::class.java)!!.primaryClip!!
        assertTrue(clip.description.extras!!.getBoolean(ClipDescription.EXTRA_IS_SENSITIVE))
        val record = clip.getItemAt(0).text.toString()
        val wanted = listOf("080-1234-5670", "+818012345670", "SMS", "詐欺です", "未納料金", "hxxps://xq-9[.]example/login", entry.packs) +
            entry.verdict.reasons.map { it.text.ja } + entry.verdict.reasons.map { it.source!!.title }
        assertEquals(emptyList<String>(), wanted.filterNot { it in record })
        assertTrue(Regex("日時：2026-09-\\d\\d \\d\\d:\\d\\d").containsMatchIn(record))
        assertFalse("https://xq-9.example" in record)
        assertEquals(detail.getString(R.string.detail_copied), detail.words(R.id.change_words))
        assertFalse(detail.shows(R.id.change_undo))
    }

    @Test
    fun `a deletion leads to the history where it can be taken back`() {
        val id = keep(sms(FRAUD))
        open(id)
        detail.tap(detail.getString(R.string.delete))
        assertNull(app.guard.entry(id))
        assertTrue(detail.isFinishing)
        val home = Robolectric.buildActivity(HomeActivity::class.java, started()).setup().get()
        settle()
        home.tap(R.id.change_undo)
        assertNotNull(app.guard.entry(id))
    }

    @Test
    fun `an entry that is gone says so and leads to the history`() {
        open(4711)
        assertTrue(detail.getString(R.string.detail_missing) in detail.words())
        detail.tap(R.id.home)
        assertEquals(HomeActivity::class.java.name, started()!!.component!!.className)
    }

    @Test
    fun `back from a notification leads to the history`() {
        open(keep(sms(FRAUD)))
        shadowOf(detail).setIsTaskRoot(true)
        detail.tap(R.id.back)
        assertEquals(HomeActivity::class.java.name, started()!!.component!!.className)
        assertTrue(detail.isFinishing)
    }

    @Test
    fun `back from the history is just back`() {
        open(keep(sms(FRAUD)))
        shadowOf(detail).setIsTaskRoot(false)
        detail.tap(R.id.back)
        assertNull(started())
        assertTrue(detail.isFinishing)
    }

    @Test
    fun `old knowledge says its date and leads to the page of today`() {
        val entry = app.guard.screen(Backup.messages).mapNotNull { it.fate as? Fate.New }
            .map { app.guard.entry(it.id)!! }
            .first { entry -> entry.verdict.reasons.any { it.source?.url != null } }
        open(entry.id)
        val source = entry.verdict.reasons.mapNotNull { it.source }.first { it.url != null }
        assertTrue("年" in source.words(detail))
        detail.tap(R.id.reasons, R.id.reason_page)
        assertEquals(source.url, started()!!.dataString)
    }

    /** Taps the first visible view of this id below another. */
    private fun DetailActivity.tap(below: Int, id: Int) {
        requireViewById<View>(below).all.first { it.id == id && it.isShown }.performClick()
        settle()
    }

    private fun open(id: Long) {
        detail = Robolectric.buildActivity(DetailActivity::class.java, DetailActivity.intent(app, id)).setup().get()
        settle()
    }

    private fun started(): Intent? = shadowOf(app).nextStartedActivity

    private fun dialog(): AlertDialog = ShadowAlertDialog.getLatestAlertDialog()

    private fun agree() {
        dialog().getButton(AlertDialog.BUTTON_POSITIVE).performClick()
        settle()
    }

    private fun text(id: Int) = detail.requireViewById<TextView>(id).text as Spanned

    /** Where the words of a view are marked. */
    private fun marked(id: Int): List<IntRange> = text(id).let { text ->
        text.getSpans(0, text.length, BackgroundColorSpan::class.java)
            .map { text.getSpanStart(it) until text.getSpanEnd(it) }
            .sortedBy { it.first }
    }

    private fun markedWords() = marked(R.id.text).map { text(R.id.text).substring(it.first, it.last + 1) }

    /** Where the evidence stands: each unit that any of it covers, in runs. */
    private fun evidence(entry: Entry): List<IntRange> {
        val covered = entry.verdict.reasons.flatMap { it.evidence }
            .filter { it.field == Field.TEXT }
            .flatMap { it.start until it.end }
            .toSortedSet()
        return covered.fold(emptyList()) { runs, unit ->
            val last = runs.lastOrNull()
            val isNext = last?.last == unit - 1
            if (isNext) runs.dropLast(1) + listOf(last!!.first..unit) else runs + listOf(unit..unit)
        }
    }

    private fun sms(text: String) = Item(Channel.SMS, "+818012345670", text, TIME)

    private fun keep(item: Item): Long {
        val fate = app.guard.screen(listOf(item)).single().fate
        return (fate as Fate.New).id
    }

    private fun keepCall(direction: Direction = Direction.INCOMING): Long {
        app.guard.setList("09011112222", ListKind.BLOCKED)
        val at = TIME + direction.ordinal * 86_400_000L
        return keep(Item(Channel.CALL, "09011112222", at = at, direction = direction))
    }

    private companion object {
        const val FRAUD = "有料動画の未納料金があります。本日中にご連絡なき場合、法的手続きに移行します。㈱アマゾン"

        /** A day in September 2026. */
        const val TIME = 1_790_000_000_000
    }
}
