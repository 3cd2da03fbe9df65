package app.mihari

import app.mihari.call.Telephone
import app.mihari.core.Channel
import app.mihari.core.CoreException
import app.mihari.core.Filter
import app.mihari.core.Item
import app.mihari.core.Mark
import app.mihari.sms.Pdu
import app.mihari.sms.pdus
import app.mihari.ui.detail.DetailActivity
import java.io.File
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowLog

@RunWith(RobolectricTestRunner::class)
class LogTest {
    /** All that was logged, by whomever. */
    private fun log(): String = ShadowLog.getLogs()
        .joinToString("\n") { "${it.msg}\n${it.throwable?.stackTraceToString().orEmpty()}" }

    private fun assertNothingOf(sender: String?, text: String) {
        val log = log()
        val digits = sender.orEmpty().filter(Char::isDigit).takeLast(8)
        if (digits.length == 8) assertTrue("a number is in the log", !log.contains(digits))
        val pieces = text.lines().flatMap { it.chunked(8) }.filter { it.length == 8 }
        assertEquals("words of a message are in the log", emptyList<String>(), pieces.filter(log::contains))
    }

    @Test
    fun `the core's own records reach the phone's log`() {
        settle()
        val records = ShadowLog.getLogsForTag(MihariApp.TAG).map { it.msg }
        assertTrue(records.toString(), records.any { it.startsWith("packs: amazon-jp ") })
    }

    @Test
    fun `nothing of the samples is in the log, whatever is done with them`() {
        val received = Backup.messages
        received.forEach { app.sendBroadcast(Pdu.broadcast(*it.pdus())) }
        settle()
        val entries = app.guard.entries(Filter(limit = 100))
        assertEquals(Backup.FRAUDS, entries.size)
        for (entry in entries) {
            Robolectric.buildActivity(DetailActivity::class.java, DetailActivity.intent(app, entry.id)).use {
                it.setup()
                settle()
            }
            app.guard.mark(entry.id, Mark.WRONG)
        }
        app.guard.delete(entries.map { it.id })
        received.forEach { assertNothingOf(it.sender, it.text) }
    }

    @Test
    fun `no number of a caller is in the log`() {
        val telephone = Telephone()
        val numbers = listOf(NEAR_MISS, "+815031311651", "0345678901", "0001234567")
        for (number in numbers) {
            telephone.incoming(number)
            telephone.outgoing(number)
        }
        settle()
        numbers.forEach { assertNothingOf(it, "") }
    }

    @Test
    fun `a history in trouble says what, and nothing of the message`() {
        File(app.noBackupFilesDir, "history.db").mkdirs()
        val fraud = Backup.messages.first { it.text.contains("法的手") }
        app.sendBroadcast(Pdu.broadcast(*fraud.pdus()))
        settle()
        assertTrue(log().contains("not kept: "))
        assertNothingOf(fraud.sender, fraud.text)
    }

    @Test
    @Config(application = FragileApp::class)
    fun `a defect says where, and nothing of the message`() {
        (app as FragileApp).fake.defect = CoreException.Defect()
        val fraud = Backup.messages.first { it.text.contains("法的手") }
        app.sendBroadcast(Pdu.broadcast(*fraud.pdus()))
        settle()
        assertTrue(log().contains("internal defect"))
        assertNothingOf(fraud.sender, fraud.text)
    }

    @Test
    fun `what holds content has no words of its own`() {
        val item = Item(Channel.SMS, "+818012345670", "未納料金があります。本日中にご連絡なき場合、法的手続きに移行します。")
        val screened = app.guard.screen(listOf(item)).single()
        val entry = app.guard.entries(Filter()).single()
        val words = listOf(item, screened, screened.verdict, entry, entry.verdict.reasons).joinToString()
        assertTrue(words, !words.contains("未納") && !words.contains("2345"))
    }
}
