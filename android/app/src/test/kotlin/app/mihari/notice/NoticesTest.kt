package app.mihari.notice

import android.app.Notification
import android.app.NotificationManager
import android.content.ComponentName
import android.content.Intent
import app.mihari.Backup
import app.mihari.FRAUD
import app.mihari.NEAR_MISS
import app.mihari.app
import app.mihari.call.Telephone
import app.mihari.core.Entry
import app.mihari.core.Filter
import app.mihari.core.Mark
import app.mihari.opened
import app.mihari.settle
import app.mihari.shade
import app.mihari.sms.Pdu
import app.mihari.sms.pdus
import app.mihari.ui.detail.DetailActivity
import app.mihari.ui.family.FamilyActivity
import app.mihari.ui.help.HelpActivity
import app.mihari.ui.home.HomeActivity
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

@RunWith(RobolectricTestRunner::class)
class NoticesTest {
    private fun receive(text: String = FRAUD, sender: String = "+818012345670") {
        app.sendBroadcast(Pdu.broadcast(*Pdu.of(sender, text).toTypedArray()))
        settle()
    }

    private fun entry(): Entry = app.guard.entries(Filter()).first()

    private fun singles(): List<Notification> =
        shade().filter { it.tag != "summary" }.map { it.notification }

    private fun summary(): Notification? = shade().find { it.tag == "summary" }?.notification

    private fun more() = summary()?.extras?.getString(Notification.EXTRA_SUB_TEXT)

    private fun Intent.opens(screen: Class<*>) = assertEquals(ComponentName(app, screen), component)

    @Test
    fun `each sample fraud is warned about, and no word of a message is in its notification`() {
        var warned = 0
        for (message in Backup.messages) {
            app.sendBroadcast(Pdu.broadcast(*message.pdus()))
            settle()
            if (shade().isNotEmpty()) warned++
            val words = shade().joinToString("\n") { it.notification.everyWord() }
            for (line in message.text.lines().filter { it.length >= 8 }) {
                assertFalse(words.contains(line.take(8)))
            }
            app.getSystemService(NotificationManager::class.java)!!.cancelAll()
        }
        assertEquals(Backup.FRAUDS, warned)
    }

    @Test
    fun `it says level, sender and one sentence, and with more room the first step`() {
        receive()
        val extras = singles().single().extras
        assertEquals("詐欺です：080-1234-5670", extras.getString(Notification.EXTRA_TITLE))
        val verdict = entry().verdict
        val sentence = extras.getString(Notification.EXTRA_TEXT)!!
        assertTrue(verdict.reasons.first().text.ja.startsWith(sentence))
        assertEquals(1, sentence.count { it == '。' })
        val story = extras.getCharSequence(Notification.EXTRA_BIG_TEXT)!!
        assertTrue(story.contains(verdict.advice.first().text.ja))
    }

    @Test
    fun `it speaks the language of the phone`() {
        RuntimeEnvironment.setQualifiers("en-rUS")
        receive()
        val extras = singles().single().extras
        assertEquals("Fraud: 080-1234-5670", extras.getString(Notification.EXTRA_TITLE))
        val reason = entry().verdict.reasons.first().text.en
        assertTrue(reason.startsWith(extras.getString(Notification.EXTRA_TEXT)!!))
    }

    @Test
    fun `it comes loudly, and a lock screen that hides what is private shows no sender`() {
        receive()
        val notification = singles().single()
        val channel = app.getSystemService(NotificationManager::class.java)!!
            .getNotificationChannel(notification.channelId)
        assertEquals(NotificationManager.IMPORTANCE_HIGH, channel.importance)
        assertEquals(Notification.VISIBILITY_PRIVATE, notification.visibility)
        val public = notification.publicVersion
        assertEquals("詐欺です：SMS", public.extras.getString(Notification.EXTRA_TITLE))
        assertFalse(public.everyWord().contains("5670"))
    }

    @Test
    fun `the system adds no way to call or open what a stranger wrote`() {
        receive()
        assertFalse(singles().single().allowSystemGeneratedContextualActions)
    }

    @Test
    fun `a tap opens the details, and three actions lead on`() {
        receive()
        val notification = singles().single()
        notification.contentIntent.opened.opens(DetailActivity::class.java)
        assertEquals(entry().id, notification.contentIntent.opened.getLongExtra("entry", 0))
        val (help, family, notFraud) = notification.actions
        assertEquals(3, notification.actions.size)
        help.actionIntent.opened.opens(HelpActivity::class.java)
        family.actionIntent.opened.opens(FamilyActivity::class.java)
        assertEquals(entry().id, family.actionIntent.opened.getLongExtra("entry", 0))
        for (screen in listOf(notification.contentIntent, help.actionIntent, family.actionIntent)) {
            assertTrue(screen.isActivity)
            assertTrue(screen.isImmutable)
        }
        notFraud.actionIntent.opened.opens(NotFraudReceiver::class.java)
        assertTrue(notFraud.actionIntent.isImmutable)
        assertTrue(notFraud.isAuthenticationRequired)
        val receiver = ComponentName(app, NotFraudReceiver::class.java)
        assertFalse(app.packageManager.getReceiverInfo(receiver, 0).exported)
    }

    @Test
    fun `each warning leads to its own entry`() {
        receive("$FRAUD 1")
        receive("$FRAUD 2")
        val opened = singles().map { it.contentIntent.opened.getLongExtra("entry", 0) }
        assertEquals(app.guard.entries(Filter()).map { it.id }.toSet(), opened.toSet())
    }

    @Test
    fun `not fraud marks the entry and takes the warning away`() {
        receive()
        singles().single().actions.last().actionIntent.send()
        settle()
        assertEquals(Mark.WRONG, entry().mark)
        assertEquals(0, shade().size)
    }

    @Test
    fun `one warning stands alone, and a second brings the count`() {
        receive("$FRAUD 1")
        assertEquals(1, shade().size)
        receive("$FRAUD 2")
        assertEquals(2, singles().size)
        assertEquals("警告が2件あります", summary()!!.extras.getString(Notification.EXTRA_TITLE))
        assertEquals(null, more())
        summary()!!.contentIntent.opened.opens(HomeActivity::class.java)
    }

    @Test
    fun `the newest eight are shown, the others counted, and what the user deals with goes`() {
        repeat(11) { receive("$FRAUD $it") }
        val ids = app.guard.entries(Filter()).map { it.id }.sorted()
        val shown = singles().map { it.contentIntent.opened.getLongExtra("entry", 0) }.sorted()
        assertEquals(ids.takeLast(8), shown)
        assertEquals("ほか3件", more())
        Notices.cancel(app, ids.first())
        assertEquals("ほか2件", more())
        assertEquals(8, singles().size)
        Notices.cancel(app, ids.last())
        assertEquals("ほか2件", more())
        assertEquals(7, singles().size)
        ids.forEach { Notices.cancel(app, it) }
        assertEquals(0, shade().size)
    }

    @Test
    fun `in a burst of messages eight make a sound, and a call always does`() {
        repeat(12) { receive("$FRAUD $it") }
        Telephone().incoming(NEAR_MISS)
        settle()
        val mute = singles().filter { it.groupAlertBehavior == Notification.GROUP_ALERT_SUMMARY }
        assertEquals(4, mute.size)
        val titles = mute.map { it.extras.getString(Notification.EXTRA_TITLE)!! }
        assertFalse(titles.any { it.contains("050-3131-1652") })
        assertEquals(Notification.GROUP_ALERT_CHILDREN, summary()!!.groupAlertBehavior)
    }

    @Test
    fun `what the user swiped away is counted no more`() {
        repeat(11) { receive("$FRAUD $it") }
        app.getSystemService(NotificationManager::class.java)!!.cancelAll()
        receive("$FRAUD again")
        assertEquals(1, shade().size)
    }

    @Test
    fun `without the permission for notifications everything else works`() {
        val manager = app.getSystemService(NotificationManager::class.java)!!
        shadowOf(manager).setNotificationsEnabled(false)
        receive()
        assertEquals(1, app.guard.entries(Filter()).size)
    }
}
