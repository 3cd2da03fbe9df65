package app.mihari.ui.check

import android.app.Activity
import android.content.ClipData
import android.content.ClipboardManager
import android.content.Intent
import android.graphics.Point
import android.net.Uri
import android.text.SpannableString
import android.text.Spanned
import android.text.style.URLSpan
import android.view.View
import android.widget.EditText
import android.widget.RadioButton
import app.mihari.MihariApp
import app.mihari.R
import app.mihari.app
import app.mihari.core.Channel
import app.mihari.core.CoreException
import app.mihari.core.Filter
import app.mihari.core.Guard
import app.mihari.core.Road
import app.mihari.settle
import app.mihari.ui.detail.DetailActivity
import app.mihari.ui.family.FamilyActivity
import app.mihari.ui.help.HelpActivity
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
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowLog
import java.io.File

private const val FRAUD = "有料動画の未納料金が発生しています。本日中にご連絡なき場合、法的手続きに移行します。" +
    "アマゾン(株)受付センター 03-0000-1234"

@RunWith(RobolectricTestRunner::class)
class CheckActivityTest {
    private fun controller(intent: Intent): ActivityController<CheckActivity> =
        Robolectric.buildActivity(CheckActivity::class.java, intent).setup().also { settle() }

    private fun open(intent: Intent = CheckActivity.intent(app)): CheckActivity = controller(intent).get()

    private fun share(text: CharSequence?, subject: CharSequence? = null) =
        Intent(Intent.ACTION_SEND).setType("text/plain")
            .putExtra(Intent.EXTRA_TEXT, text).putExtra(Intent.EXTRA_SUBJECT, subject)

    private fun CheckActivity.text() = requireViewById<EditText>(R.id.check_text)

    private fun CheckActivity.type(text: String, sender: String = "") {
        text().setText(text)
        requireViewById<EditText>(R.id.check_sender).setText(sender)
        settle()
    }

    private fun CheckActivity.tap(id: Int) {
        val view = requireViewById<View>(id)
        assertTrue("it cannot be seen", view.isShown)
        view.performClick()
        settle()
    }

    private fun CheckActivity.isShown(id: Int) = requireViewById<View>(id).isShown

    private fun CheckActivity.isChosen(id: Int) = requireViewById<RadioButton>(id).isChecked

    private fun kept() = app.guard.entries(Filter())

    private fun started(): Intent? = shadowOf(app).nextStartedActivity

    // From outside.

    @Test
    fun `a shared text is answered at once and nothing is kept or given back`() {
        val check = open(share(FRAUD))
        assertTrue(check.words().contains("詐欺です"))
        assertTrue(kept().isEmpty())
        assertEquals(0L, app.guard.health().messages)
        check.finish()
        assertEquals(Activity.RESULT_CANCELED, shadowOf(check).resultCode)
        assertNull(shadowOf(check).resultIntent)
    }

    @Test
    fun `selected text is answered and not replaced`() {
        val check = open(
            Intent(Intent.ACTION_PROCESS_TEXT).setType("text/plain")
                .putExtra(Intent.EXTRA_PROCESS_TEXT, FRAUD).putExtra(Intent.EXTRA_PROCESS_TEXT_READONLY, false),
        )
        assertTrue(check.words().contains("詐欺です"))
        check.requireViewById<View>(R.id.check_save).performClick()
        settle()
        check.requireViewById<View>(R.id.back).performClick()
        assertEquals(Activity.RESULT_CANCELED, shadowOf(check).resultCode)
        assertNull(shadowOf(check).resultIntent)
    }

    @Test
    fun `other apps find it for plain text and for nothing else`() {
        val pm = app.packageManager
        fun labels(intent: Intent) = pm.queryIntentActivities(intent, 0)
            .filter { it.activityInfo.packageName == app.packageName }.map { it.loadLabel(pm).toString() }
        assertEquals(listOf("見張りで調べる"), labels(Intent(Intent.ACTION_SEND).setType("text/plain")))
        assertEquals(listOf("見張りで調べる"), labels(Intent(Intent.ACTION_PROCESS_TEXT).setType("text/plain")))
        assertEquals(emptyList<String>(), labels(Intent(Intent.ACTION_SEND).setType("image/png")))
        assertEquals(emptyList<String>(), labels(Intent(Intent.ACTION_SEND_MULTIPLE).setType("text/plain")))
    }

    @Test
    fun `extras of every wrong kind are no text`() {
        val extras = listOf(Intent.EXTRA_TEXT, Intent.EXTRA_SUBJECT, Intent.EXTRA_PROCESS_TEXT, "channel", "sender")
        for (action in listOf(Intent.ACTION_SEND, Intent.ACTION_PROCESS_TEXT, "evil", null)) {
            val intents = listOf<(Intent, String) -> Unit>(
                { intent, extra -> intent.putExtra(extra, 7) },
                { intent, extra -> intent.putExtra(extra, byteArrayOf(1, 2)) },
                { intent, extra -> intent.putExtra(extra, Point(1, 2)) },
                { intent, extra -> intent.putExtra(extra, arrayOf(FRAUD)) },
                { intent, extra -> intent.putCharSequenceArrayListExtra(extra, arrayListOf(FRAUD)) },
                { intent, extra -> intent.putExtra(extra, null as String?) },
                { intent, extra -> intent.putExtra(extra, Intent(FRAUD)) },
            )
            for (put in intents) {
                val intent = Intent(action)
                extras.forEach { put(intent, it) }
                val check = open(intent)
                assertEquals("", check.text().text.toString())
                assertFalse(check.isShown(R.id.check_result))
            }
        }
    }

    @Test
    fun `a share without text says what to do`() {
        val check = open(Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_STREAM, Uri.parse("content://x/1")))
        assertTrue(check.words().contains(app.getString(R.string.check_lacks_text)))
        val empty = open(share("  \n "))
        assertTrue(empty.words().contains(app.getString(R.string.check_lacks_text)))
    }

    @Test
    fun `a huge text is cut and the screen says so`() {
        val check = open(share(FRAUD + "😀".repeat(400_000), "件名".repeat(100_000)))
        assertTrue(check.text().length() <= Handed.LONGEST_TEXT)
        assertFalse(check.text().text.last().isHighSurrogate())
        assertTrue(check.words().contains(app.getString(R.string.check_cut)))
        assertTrue(check.isShown(R.id.check_result))
        val fraudFirst = open(share(FRAUD + "あ".repeat(400_000)))
        assertTrue(fraudFirst.words().contains("詐欺です"))
        assertTrue(fraudFirst.words().contains(app.getString(R.string.verdict_truncated)))
    }

    @Test
    fun `binary and invisible characters are shown harmless in the answer`() {
        val noise = String(CharArray(5_000) { (it % 0x300).toChar() }) + "\uD800\uDC00\uDC00\uFFFF"
        val check = open(share("\u202E$FRAUD$noise"))
        assertTrue(check.words().contains("詐欺です"))
        val answer = check.requireViewById<View>(R.id.check_verdict).words()
        assertFalse(answer.any { it == '\u202E' || it == '\u0000' || it == '\u0007' })
    }

    @Test
    fun `a styled text loses its styles`() {
        val styled = SpannableString(FRAUD).apply { setSpan(URLSpan("tel:110"), 0, 5, 0) }
        val text: Spanned = open(share(styled)).text().text
        assertEquals(0, text.getSpans(0, text.length, URLSpan::class.java).size)
    }

    @Test
    fun `nothing of it gets into the log`() {
        ShadowLog.clear()
        val check = open(share(FRAUD, "重要なお知らせ"))
        check.tap(R.id.check_save)
        val log = ShadowLog.getLogs().joinToString("\n") { "${it.msg} ${it.throwable}" }
        for (secret in listOf("未納", "0000-1234", "重要なお知らせ", "受付センター")) assertFalse(log.contains(secret))
    }

    // What it is.

    @Test
    fun `a number alone is a call`() {
        val check = open()
        check.type("050-3131-1651")
        assertTrue(check.isChosen(R.id.check_kind_call))
        assertFalse(check.isShown(R.id.check_sender))
        check.tap(R.id.check_go)
        assertTrue(check.words(), check.words().contains("会社が公表している番号"))
        assertTrue(check.words().contains("偽装もできる"))
        assertFalse(check.isShown(R.id.check_save))
    }

    @Test
    fun `what begins like a number becomes a message as it goes on`() {
        val check = open()
        check.type("0120")
        check.type("0120円の未納料金があります")
        assertTrue(check.isChosen(R.id.check_kind_sms))
        assertTrue(check.isShown(R.id.check_sender))
    }

    @Test
    fun `a mail address alone is the sender of a mail`() {
        val check = open()
        check.type("info@amazon-security.evil.example")
        assertTrue(check.isChosen(R.id.check_kind_email))
        check.tap(R.id.check_go)
        assertTrue(check.isShown(R.id.check_result))
        val question = Question(null, "info@amazon-security.evil.example", "")
        assertEquals("info@amazon-security.evil.example", question.item(app.guard).sender)
        assertEquals("", question.item(app.guard).text)
    }

    @Test
    fun `a link is screened as a message`() {
        val check = open()
        check.type("https://amazon.co.jp.account-verify.xyz/login")
        assertTrue(check.isChosen(R.id.check_kind_sms))
        check.type("Amazon https://amazon.co.jp.account-verify.xyz/login")
        check.tap(R.id.check_go)
        assertTrue(check.words(), check.words().contains("詐欺です"))
    }

    @Test
    fun `what was said on the phone is screened as such`() {
        val check = open(CheckActivity.intent(app, Channel.VOICE, "0312345678"))
        assertTrue(check.isChosen(R.id.check_kind_voice))
        assertEquals("0312345678", check.requireViewById<EditText>(R.id.check_sender).text.toString())
        check.text().setText("アマゾンの未納料金があるのでギフト券を買って番号を教えてくださいと言われた")
        check.tap(R.id.check_go)
        assertTrue(check.words(), check.words().contains("詐欺です"))
    }

    @Test
    fun `more than a number is no number even when it was said to be one`() {
        val item = Question(Channel.CALL, FRAUD, "").item(app.guard)
        assertEquals(Channel.VOICE, item.channel)
        assertEquals(FRAUD, item.text)
    }

    @Test
    fun `a call that was handed over is asked about and withheld ones can be`() {
        val check = open(CheckActivity.intent(app, Channel.CALL, "0120569955"))
        assertEquals("0120569955", check.text().text.toString())
        assertTrue(check.words(), check.words().contains("0120-569-955"))
        val withheld = Question(null, "非通知", "")
        assertEquals(Channel.CALL, withheld.channel(app.guard))
    }

    @Test
    fun `a shared mail is one because it has a subject`() {
        val check = open(share("本文です", "件名です"))
        assertTrue(check.isChosen(R.id.check_kind_email))
        assertEquals("件名です\n本文です", check.text().text.toString())
    }

    @Test
    fun `the user's choice stands against the writing`() {
        val check = open()
        check.tap(R.id.check_kind_voice)
        check.type("0312345678")
        assertTrue(check.isChosen(R.id.check_kind_voice))
    }

    // The answer.

    @Test
    fun `what is not known is not called safe and cannot be saved`() {
        val check = open()
        check.type("今日は何時に帰る?")
        check.tap(R.id.check_go)
        assertTrue(check.words().contains("該当なし\n「安全」という意味ではありません。迷ったら #9110 か 188"))
        assertFalse(check.isShown(R.id.check_save))
        check.tap(R.id.check_help)
        assertEquals(HelpActivity::class.java.name, started()!!.component!!.className)
    }

    @Test
    fun `saving keeps it once and only then the family can be asked`() {
        val check = open(share(FRAUD))
        assertFalse(check.isShown(R.id.check_family))
        check.tap(R.id.check_save)
        val entry = kept().single()
        assertEquals(FRAUD, entry.item.text)
        assertEquals(Road.CHECK, entry.road)
        assertFalse(check.isShown(R.id.check_save))
        check.tap(R.id.check_family)
        started()!!.let {
            assertEquals(FamilyActivity::class.java.name, it.component!!.className)
            assertEquals(entry.id, it.getLongExtra("entry", 0))
        }
        check.tap(R.id.check_open)
        assertEquals(DetailActivity::class.java.name, started()!!.component!!.className)
        val again = open(share(FRAUD))
        again.tap(R.id.check_save)
        assertTrue(again.words().contains(app.getString(R.string.check_saved_already)))
        assertTrue(again.isShown(R.id.check_family))
        assertEquals(1, kept().size)
    }

    @Test
    fun `what the user deleted before stays deleted and the screen says so`() {
        open(share(FRAUD)).tap(R.id.check_save)
        app.guard.delete(kept().map { it.id })
        val check = open(share(FRAUD))
        check.tap(R.id.check_save)
        assertTrue(check.words().contains(app.getString(R.string.check_saved_deleted)))
        assertFalse(check.isShown(R.id.check_family))
    }

    @Test
    fun `a history that cannot be written is told and the save can be tried again`() {
        File(app.noBackupFilesDir, "history.db").mkdirs()
        val check = open(share(FRAUD))
        assertTrue(check.words().contains("詐欺です"))
        check.tap(R.id.check_save)
        assertTrue(check.words(), check.words().contains(app.getString(R.string.trouble_history)))
        assertTrue(check.isShown(R.id.check_save))
        assertFalse(check.isShown(R.id.check_family))
    }

    @Test
    fun `changing the text takes the answer away`() {
        val check = open(share(FRAUD))
        check.text().append("。")
        settle()
        assertFalse(check.isShown(R.id.check_result))
    }

    @Test
    fun `an answer that comes after the text has changed is not shown`() {
        val check = open()
        check.type(FRAUD)
        check.requireViewById<View>(R.id.check_go).performClick()
        check.text().setText("こんにちは")
        settle()
        assertFalse(check.isShown(R.id.check_result))
    }

    @Test
    fun `turning the screen keeps input choice and answer`() {
        val controller = controller(CheckActivity.intent(app))
        controller.get().run {
            tap(R.id.check_kind_email)
            type(FRAUD, "amazon@evil.example")
            tap(R.id.check_go)
        }
        val check = controller.recreate().get()
        settle()
        assertEquals(FRAUD, check.text().text.toString())
        assertEquals("amazon@evil.example", check.requireViewById<EditText>(R.id.check_sender).text.toString())
        assertTrue(check.isChosen(R.id.check_kind_email))
        assertTrue(check.words().contains("詐欺です"))
        assertTrue(kept().isEmpty())
    }

    @Test
    fun `turning a shared text keeps what the user changed in it`() {
        val controller = controller(share(FRAUD))
        controller.get().type("こんにちは")
        val check = controller.recreate().get()
        settle()
        assertEquals("こんにちは", check.text().text.toString())
    }

    // Input.

    @Test
    fun `the clipboard is read on tap alone`() {
        val clipboard = app.getSystemService(ClipboardManager::class.java)!!
        clipboard.setPrimaryClip(ClipData.newPlainText("", SpannableString(FRAUD)))
        val check = open()
        assertEquals("", check.text().text.toString())
        check.tap(R.id.check_paste)
        assertEquals(FRAUD, check.text().text.toString())
        clipboard.setPrimaryClip(ClipData.newRawUri("", Uri.parse("content://evil/1")))
        check.tap(R.id.check_paste)
        assertTrue(check.words().contains(app.getString(R.string.check_paste_nothing)))
        clipboard.clearPrimaryClip()
        check.tap(R.id.check_paste)
        assertEquals(FRAUD, check.text().text.toString())
    }

    @Test
    fun `a huge clipboard is cut`() {
        app.getSystemService(ClipboardManager::class.java)!!
            .setPrimaryClip(ClipData.newPlainText("", "未".repeat(1_000_000)))
        val check = open()
        check.tap(R.id.check_paste)
        assertEquals(Handed.LONGEST_TEXT, check.text().length())
        assertTrue(check.words().contains(app.getString(R.string.check_cut)))
    }

    @Test
    fun `nothing entered is told not screened`() {
        val check = open()
        check.tap(R.id.check_go)
        assertTrue(check.words().contains(app.getString(R.string.check_nothing)))
        assertFalse(check.isShown(R.id.check_result))
    }

    @Test
    fun `the example shows what a fraud looks like and clearing takes all away`() {
        val check = open()
        check.tap(R.id.check_example)
        check.tap(R.id.check_go)
        assertTrue(check.words().contains("詐欺です"))
        check.tap(R.id.check_clear)
        assertEquals("", check.text().text.toString())
        assertFalse(check.isShown(R.id.check_result))
        assertTrue(check.isShown(R.id.check_example))
        assertTrue(check.isChosen(R.id.check_kind_sms))
    }

    @Test
    fun `it says what cannot be watched`() {
        for (word in listOf("LINE", "MMS", "RCS", "メール")) {
            assertTrue(app.getString(R.string.check_intro).contains(word))
        }
    }
}

/** The app on a phone that cannot load the core. */
class AppWithoutCore : MihariApp() {
    override fun loadGuard(): Result<Guard> = Result.failure(CoreException.Missing())
}

@RunWith(RobolectricTestRunner::class)
@Config(application = AppWithoutCore::class)
class CheckWithoutCoreTest {
    @Test
    fun `without the core the screen says so and keeps the input`() {
        val intent = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, FRAUD)
        val check = Robolectric.buildActivity(CheckActivity::class.java, intent).setup().get()
        settle()
        assertTrue(check.words().contains(app.getString(R.string.trouble_core)))
        assertEquals(FRAUD, check.requireViewById<EditText>(R.id.check_text).text.toString())
    }
}

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [29])
class CheckActivityApi29Test {
    @Test
    fun `a shared text is answered on Android 10`() {
        val intent = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, FRAUD)
        val check = Robolectric.buildActivity(CheckActivity::class.java, intent).setup().get()
        settle()
        assertTrue(check.words().contains("詐欺です"))
    }
}
