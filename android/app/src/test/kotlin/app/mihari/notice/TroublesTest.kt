package app.mihari.notice

import android.app.Notification
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.os.Looper
import app.mihari.FRAUD
import app.mihari.FragileApp
import app.mihari.MissingCoreApp
import app.mihari.NEAR_MISS
import app.mihari.app
import app.mihari.call.Answer
import app.mihari.call.Telephone
import app.mihari.core.CoreException
import app.mihari.core.Filter
import app.mihari.core.HistoryTrouble
import app.mihari.later
import app.mihari.settle
import app.mihari.shade
import app.mihari.sms.Pdu
import app.mihari.ui.home.HomeActivity
import java.io.File
import java.time.Duration
import java.util.concurrent.CountDownLatch
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

@RunWith(RobolectricTestRunner::class)
class TroublesTest {
    private val fake get() = (app as FragileApp).fake

    private val history get() = File(app.noBackupFilesDir, "history.db")

    private var finished = 0

    /** As the system sends it: in order, so that it knows when the app has finished. */
    private fun send(number: Int) {
        val finish = object : BroadcastReceiver() {
            override fun onReceive(context: Context, intent: Intent) {
                finished++
            }
        }
        val broadcast = Pdu.broadcast(Pdu.ucs2("+818012345670", "$FRAUD $number"))
        app.sendOrderedBroadcast(broadcast, null, finish, null, 0, null, null)
    }

    private fun receive(number: Int) {
        send(number)
        settle()
    }

    private fun titles(): List<String> = shade()
        .filter { it.tag != "summary" }
        .map { it.notification.extras.getString(Notification.EXTRA_TITLE)!! }

    private fun warnings() = titles().count { it.startsWith("詐欺です") }

    @Test
    @Config(application = MissingCoreApp::class)
    fun `without the core messages and calls are untouched, and the user is told once`() {
        val telephone = Telephone()
        repeat(3) { receive(it) }
        telephone.incoming(NEAR_MISS)
        telephone.incoming("0345678901")
        telephone.outgoing("0345678901")
        settle()
        assertEquals(3, finished)
        assertEquals(List(3) { Answer.RINGS }, telephone.answers)
        assertEquals(listOf("見張りが働いていません"), titles())
        val notification = shade().single().notification
        assertEquals(HomeActivity::class.java.name, shadowOf(notification.contentIntent).savedIntent.component!!.className)
    }

    @Test
    @Config(application = FragileApp::class)
    fun `a defect of the core is told once, and again when it comes back`() {
        val telephone = Telephone()
        fake.defect = CoreException.Defect()
        repeat(2) { receive(it) }
        telephone.incoming(NEAR_MISS)
        settle()
        assertEquals(2, finished)
        assertEquals(listOf(Answer.RINGS), telephone.answers)
        assertEquals(listOf("見張りが働いていません"), titles())
        fake.defect = null
        receive(3)
        assertEquals(1, titles().size)
        assertEquals(1, warnings())
        fake.defect = CoreException.Defect()
        receive(4)
        assertEquals(1, titles().count { it == "見張りが働いていません" })
    }

    @Test
    @Config(application = FragileApp::class)
    fun `on a full disk each fraud is warned about, with the word that no record was kept`() {
        fake.trouble = HistoryTrouble.DISK_FULL
        repeat(3) { receive(it) }
        assertEquals(3, warnings())
        assertEquals(1, titles().count { it == "記録を残せません" })
        val warning = shade().first { it.tag.startsWith("lost") }.notification
        val story = warning.extras.getCharSequence(Notification.EXTRA_BIG_TEXT)!!
        assertTrue(story.contains("この件の記録は残せませんでした"))
        assertEquals(HomeActivity::class.java.name, shadowOf(warning.contentIntent).savedIntent.component!!.className)
        assertEquals(1, warning.actions.size)
    }

    @Test
    fun `where no history can be made the warnings come all the same, and records as soon as they can`() {
        history.mkdirs()
        val telephone = Telephone()
        repeat(2) { receive(it) }
        telephone.incoming(NEAR_MISS)
        settle()
        assertEquals(2, warnings())
        assertEquals(listOf(Answer.RINGS), telephone.answers)
        assertEquals(1, titles().count { it == "記録を残せません" })
        history.delete()
        receive(3)
        assertEquals(1, app.guard.entries(Filter()).size)
        assertEquals(0, titles().count { it == "記録を残せません" })
    }

    @Test
    fun `a damaged history is set aside, a new one begun, and the user told once`() {
        history.parentFile!!.mkdirs()
        history.writeBytes(ByteArray(9_000) { 7 })
        repeat(2) { receive(it) }
        assertEquals(2, warnings())
        assertEquals(2, app.guard.entries(Filter()).size)
        assertEquals(1, titles().count { it == "記録が壊れていました" })
        assertTrue(File(app.guard.health().setAside!!).readBytes().contentEquals(ByteArray(9_000) { 7 }))
    }

    @Test
    @Config(application = FragileApp::class)
    fun `when screening takes too long the call rings, is answered once, and is warned about late`() {
        val telephone = Telephone()
        val hold = CountDownLatch(1)
        fake.hold = hold
        telephone.incoming(NEAR_MISS)
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(1_900))
        assertEquals(emptyList<Answer>(), telephone.answers)
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(200))
        assertEquals(listOf(Answer.RINGS), telephone.answers)
        hold.countDown()
        settle()
        assertEquals(listOf(Answer.RINGS), telephone.answers)
        assertEquals(1, shade().size)
    }

    @Test
    @Config(application = FragileApp::class)
    fun `when screening takes too long the system gets its broadcast back, and the warning comes late`() {
        val hold = CountDownLatch(1)
        fake.hold = hold
        send(1)
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(7_900))
        assertEquals(0, finished)
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(200))
        assertEquals(1, finished)
        hold.countDown()
        later(seconds = 10)
        assertEquals(1, finished)
        assertEquals(1, warnings())
    }
}
