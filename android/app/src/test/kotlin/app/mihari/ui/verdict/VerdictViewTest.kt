package app.mihari.ui.verdict

import android.text.Spanned
import android.text.style.BackgroundColorSpan
import android.text.style.ClickableSpan
import android.text.style.UnderlineSpan
import android.view.ContextThemeWrapper
import android.view.View
import android.widget.TextView
import app.mihari.R
import app.mihari.app
import app.mihari.core.Channel
import app.mihari.core.Direction
import app.mihari.core.Evidence
import app.mihari.core.Field
import app.mihari.core.Item
import app.mihari.core.Level
import app.mihari.core.Reason
import app.mihari.core.Source
import app.mihari.core.Text
import app.mihari.core.Verdict
import app.mihari.seen
import app.mihari.words
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

@RunWith(RobolectricTestRunner::class)
class VerdictViewTest {
    private val view = VerdictView(ContextThemeWrapper(app, R.style.Theme_Mihari))

    private fun show(item: Item): VerdictView = view.apply { show(item, app.guard.check(item)) }

    private fun shownText() = view.requireViewById<TextView>(R.id.text).text as Spanned

    private fun marked(text: Spanned) = text.getSpans(0, text.length, BackgroundColorSpan::class.java)
        .map { text.substring(text.getSpanStart(it), text.getSpanEnd(it)) }

    @Test
    fun `hostile text cannot turn around hide or be tapped`() {
        val text = "\u202E\u0000ア\u200Bマゾン 未納料金 http://amazon.evil.example/a 03-0000-1234 \u2066"
        show(Item(Channel.SMS, "Ama\u202Ezon\n\n\n", text))
        assertFalse(view.words().any { it in "\u202E\u0000\u200B\u2066" })
        assertTrue(view.words().contains("<U+202E>"))
        assertTrue(view.words().contains(app.getString(R.string.verdict_invisible)))
        for (words in view.seen().filterIsInstance<TextView>()) {
            assertEquals(0, words.autoLinkMask)
            assertEquals(null, words.movementMethod)
            val spanned = words.text as? Spanned ?: continue
            assertEquals(0, spanned.getSpans(0, spanned.length, ClickableSpan::class.java).size)
        }
    }

    @Test
    fun `evidence is marked where it stands even behind invisible characters`() {
        show(Item(Channel.SMS, "Amazon", "\u202E\u202E有料動画の未納料金が発生しています。本日中にご連絡なき場合、法的手続きに移行します。"))
        val marked = marked(shownText())
        assertTrue(marked.toString(), marked.any { "未納料金" in it })
        assertTrue(marked.toString(), marked.any { "法的手続き" in it })
        val text = shownText()
        assertEquals(marked.size, text.getSpans(0, text.length, UnderlineSpan::class.java).size)
    }

    @Test
    fun `evidence that does not fit the text breaks nothing`() {
        val reason = Reason(
            "test", Level.SCAM, 1, Text("理由", "reason"), Source("出典名", null, "昔", isStale = false),
            listOf(Evidence(Field.TEXT, 2, 9_999), Evidence(Field.TEXT, 5_000, 6_000), Evidence(Field.SENDER, 3, 90)),
        )
        val verdict = Verdict(Level.SCAM, 1, "billing", listOf(reason), emptyList(), false)
        view.show(Item(Channel.EMAIL, "x😀", "未納😀"), verdict)
        assertEquals(listOf("😀"), marked(shownText()))
        assertTrue(view.words().contains("出典：出典名（昔時点）"))
    }

    @Test
    fun `a long text is shown in passages and then as far as a screen can take it`() {
        val text = "あ".repeat(30_000) + "\u202E" + "有料動画の未納料金が発生しています。法的手続きに移行します。アマゾン" + "い".repeat(90_000)
        show(Item(Channel.EMAIL, "a@b.example", text))
        assertTrue(shownText().length < 4_000)
        assertTrue(view.words().contains(app.getString(R.string.verdict_truncated)))
        view.requireViewById<View>(R.id.text_all).performClick()
        assertTrue(shownText().length in 20_000..21_000)
        assertTrue(shownText().endsWith("ここまで表示しています）"))
    }

    @Test
    fun `reasons say their words source and date and steps are numbered`() {
        show(Item(Channel.SMS, "Amazon", "有料動画の未納料金が発生しています。本日中にご連絡なき場合、法的手続きに移行します。アマゾン相談係"))
        val words = view.words()
        assertTrue(words, words.contains("詐欺です"))
        assertTrue(words, words.contains("「有料動画の未納料金"))
        assertTrue(words, Regex("出典：.+（20\\d\\d年\\d+月時点.*）").containsMatchIn(words))
        assertTrue(words, words.contains("\n1\n") && words.contains("\n2\n"))
    }

    @Test
    fun `what is not known is not called safe`() {
        show(Item(Channel.SMS, null, "こんにちは"))
        assertTrue(view.words().contains("該当なし\n「安全」という意味ではありません。"))
        assertEquals(View.GONE, view.requireViewById<View>(R.id.verdict_sender).visibility)
        assertEquals(View.GONE, view.requireViewById<View>(R.id.verdict_reasons_title).visibility)
    }

    @Test
    fun `a published number can be forged and the view says so`() {
        show(Item(Channel.CALL, "05031311651"))
        assertTrue(view.words(), view.words().contains("偽装もできる"))
        assertTrue(view.words(), view.words().contains("050-3131-1651"))
    }

    @Test
    fun `a call without a number is withheld and one the user made says so`() {
        show(Item(Channel.CALL, null))
        assertTrue(view.words().contains("非通知"))
        show(Item(Channel.CALL, "05031311651", direction = Direction.OUTGOING))
        assertTrue(view.words().contains("こちらからかけた電話"))
    }

    @Test
    fun `showing a second item leaves nothing of the first`() {
        show(Item(Channel.SMS, "Amazon", "未納料金があります。本日中にご連絡なき場合、法的手続きに移行します。アマゾン"))
        show(Item(Channel.CALL, "0312345678"))
        assertFalse(view.words().contains("未納"))
        assertEquals(0, view.requireViewById<android.widget.LinearLayout>(R.id.verdict_reasons).childCount)
    }

    @Test
    @Config(qualifiers = "en-rUS")
    fun `in English levels and dates are English`() {
        show(Item(Channel.SMS, "Amazon", "未納料金があります。本日中にご連絡なき場合、法的手続きに移行します。アマゾン"))
        assertTrue(view.words().contains("Fraud"))
        assertTrue(view.words(), Regex("as of \\w+ 20\\d\\d").containsMatchIn(view.words()))
    }
}
