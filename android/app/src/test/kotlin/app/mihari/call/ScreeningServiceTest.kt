package app.mihari.call

import android.app.Notification
import android.content.Intent
import android.media.AudioManager
import android.os.Looper
import android.telecom.TelecomManager
import android.view.Gravity
import android.view.View
import android.view.WindowManager
import android.view.WindowManagerGlobal
import app.mihari.FRAUD
import app.mihari.NEAR_MISS
import app.mihari.R
import app.mihari.app
import app.mihari.core.Channel
import app.mihari.core.Direction
import app.mihari.core.Entry
import app.mihari.core.Filter
import app.mihari.core.Item
import app.mihari.core.Level
import app.mihari.core.ListKind
import app.mihari.core.Profile
import app.mihari.later
import app.mihari.settings.BlockedCalls
import app.mihari.settings.Preferences
import app.mihari.settle
import app.mihari.shade
import app.mihari.words
import java.time.Duration
import java.util.concurrent.CountDownLatch
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowSettings

@RunWith(RobolectricTestRunner::class)
class ScreeningServiceTest {
    private val telephone = Telephone()

    private fun rings(number: String?, presentation: Int = TelecomManager.PRESENTATION_ALLOWED) {
        telephone.incoming(number, presentation)
        settle()
    }

    private fun entries(): List<Entry> = app.guard.entries(Filter())

    private fun title() = shade().single().notification.extras.getString(Notification.EXTRA_TITLE)

    /** What is drawn over other apps. */
    private fun cards(): List<View> = WindowManagerGlobal.getInstance().windowViews

    private fun allowCards() = ShadowSettings.setCanDrawOverlays(true)

    @Test
    fun `a near miss of a published number is warned about, before the call rings`() {
        rings(NEAR_MISS)
        assertEquals(listOf(Answer.RINGS), telephone.answers)
        assertEquals(1, telephone.shadeAtAnswer!!.size)
        assertEquals(0, telephone.cardsAtAnswer)
        assertEquals("あやしい：050-3131-1652", title())
        val entry = entries().single()
        assertEquals(Channel.CALL, entry.item.channel)
        assertEquals(Direction.INCOMING, entry.item.direction)
        assertEquals(Level.CAUTION, entry.verdict.level)
    }

    @Test
    fun `an impossible number is warned about`() {
        rings("0001234567")
        assertEquals(listOf(Answer.RINGS), telephone.answers)
        assertEquals(Level.CAUTION, entries().single().verdict.level)
        assertEquals(1, telephone.shadeAtAnswer!!.size)
    }

    @Test
    fun `callers that show no number ring, and nobody is disturbed`() {
        rings(null, TelecomManager.PRESENTATION_RESTRICTED)
        rings(null, TelecomManager.PRESENTATION_PAYPHONE)
        rings(null, TelecomManager.PRESENTATION_UNKNOWN)
        rings(null, TelecomManager.PRESENTATION_UNAVAILABLE)
        rings(null, TelecomManager.PRESENTATION_ALLOWED)
        rings("", TelecomManager.PRESENTATION_ALLOWED)
        assertEquals(List(6) { Answer.RINGS }, telephone.answers)
        assertEquals(emptyList<Entry>(), entries())
        assertEquals(0, shade().size)
        assertEquals(6, app.guard.health().calls)
    }

    @Test
    fun `what the network hides is hidden, whatever number comes with it`() {
        rings(NEAR_MISS, TelecomManager.PRESENTATION_RESTRICTED)
        assertEquals(0, shade().size)
    }

    @Test
    fun `an unknown or foreign caller rings, and nobody is disturbed`() {
        rings("0345678901")
        rings("+447700900123")
        assertEquals(List(2) { Answer.RINGS }, telephone.answers)
        assertEquals(0, shade().size)
        assertEquals(emptyList<Entry>(), entries())
    }

    @Test
    fun `the delivery number is told calmly, with the word that it can be forged`() {
        allowCards()
        rings("+815031311651")
        assertEquals(listOf(Answer.RINGS), telephone.answers)
        val notice = telephone.shadeAtAnswer!!.single().notification
        assertEquals("calm", notice.channelId)
        assertTrue(notice.extras.getString(Notification.EXTRA_TEXT)!!.contains("「安全」という意味ではありません"))
        assertTrue(cards().single().words().contains("「安全」という意味ではありません"))
        assertEquals(emptyList<Entry>(), entries())
    }

    @Test
    fun `Amazon Business is suspicious to a private person and published to a business`() {
        rings("0120569955")
        assertEquals("あやしい：0120-569-955", title())
        app.guard.profile = Profile.BUSINESS
        rings("05055301800")
        assertEquals(listOf("calm", "flagged"), shade().map { it.notification.channelId }.sorted())
        assertEquals(List(2) { Answer.RINGS }, telephone.answers)
    }

    @Test
    fun `a number on the block list rings with a warning, until the user chooses more`() {
        app.guard.setList(BLOCKED, ListKind.BLOCKED)
        rings(BLOCKED)
        assertEquals(listOf(Answer.RINGS), telephone.answers)
        assertEquals("flagged", shade().single().notification.channelId)
    }

    @Test
    fun `a blocked number is silenced where the user chose that, and told quietly`() {
        allowCards()
        app.guard.setList(BLOCKED, ListKind.BLOCKED)
        Preferences(app).blockedCalls = BlockedCalls.SILENCE
        rings(BLOCKED)
        assertEquals(listOf(Answer.SILENT), telephone.answers)
        assertEquals("calm", shade().single().notification.channelId)
        assertEquals(emptyList<View>(), cards())
        assertEquals(1, entries().size)
    }

    @Test
    fun `a blocked number is refused where the user chose that, and stays in the call log`() {
        app.guard.setList(BLOCKED, ListKind.BLOCKED)
        Preferences(app).blockedCalls = BlockedCalls.REFUSE
        rings(BLOCKED)
        assertEquals(listOf(Answer.REFUSED), telephone.answers)
        val story = shade().single().notification.extras.getCharSequence(Notification.EXTRA_BIG_TEXT)
        assertTrue(story!!.contains("電話を受けずに切りました"))
    }

    @Test
    fun `nothing but the block list ever stops a call`() {
        Preferences(app).blockedCalls = BlockedCalls.REFUSE
        app.guard.screen(listOf(Item(Channel.SMS, "+818012345670", "$FRAUD 03-5555-1234")))
        rings("0355551234") // Remembered from the message.
        rings(NEAR_MISS)
        rings("0120569955")
        rings("0001234567")
        rings(null, TelecomManager.PRESENTATION_RESTRICTED)
        assertEquals(List(5) { Answer.RINGS }, telephone.answers)
        assertEquals(4, shade().count { it.tag != "summary" })
    }

    @Test
    fun `a number on the allow list rings in peace`() {
        app.guard.setList(NEAR_MISS, ListKind.ALLOWED)
        rings(NEAR_MISS)
        assertEquals(listOf(Answer.RINGS), telephone.answers)
        assertEquals(0, shade().size)
    }

    @Test
    fun `dialling a remembered number is warned about, and the call goes out`() {
        app.guard.screen(listOf(Item(Channel.SMS, "+818012345670", "$FRAUD 03-5555-1234")))
        app.guard.setList(BLOCKED, ListKind.BLOCKED)
        Preferences(app).blockedCalls = BlockedCalls.REFUSE
        telephone.outgoing("0355551234")
        settle()
        telephone.outgoing(BLOCKED)
        settle()
        // The framework's own answers, one for each call.
        assertEquals(List(2) { Answer.RINGS }, telephone.answers)
        assertEquals(2, shade().count { it.tag != "summary" })
        val calls = entries().filter { it.item.channel == Channel.CALL }
        assertEquals(List(2) { Direction.OUTGOING }, calls.map { it.item.direction })
    }

    @Test
    fun `the warning is there before the framework answers for a call that is dialled`() {
        allowCards()
        telephone.outgoing(NEAR_MISS)
        settle()
        assertEquals(listOf(Answer.RINGS), telephone.answers)
        assertEquals("flagged", telephone.shadeAtAnswer!!.single().notification.channelId)
        assertEquals(1, telephone.cardsAtAnswer)
    }

    @Test
    fun `a call goes through when its judgement is late, and the warning comes after`() {
        allowCards()
        for (calls in listOf(telephone::outgoing, { number: String -> telephone.incoming(number) })) {
            val judgement = CountDownLatch(1)
            app.screening.execute(judgement::await)
            val before = telephone.answers.size
            calls(NEAR_MISS)
            shadowOf(Looper.getMainLooper()).idleFor(Duration.ofSeconds(3))
            assertEquals(List(before + 1) { Answer.RINGS }, telephone.answers)
            assertEquals(emptyList<View>(), cards())
            judgement.countDown()
            settle()
            assertEquals(1, cards().size)
            later(seconds = 61)
        }
        assertEquals(emptyList<Any>(), telephone.shadeAtAnswer)
    }

    @Test
    fun `dialling a desk that helps disturbs nobody`() {
        telephone.outgoing("#9110")
        telephone.outgoing("188")
        telephone.outgoing("110")
        settle()
        assertEquals(0, shade().size)
    }

    @Test
    fun `who calls again is warned about again`() {
        rings(NEAR_MISS)
        val first = shade().single()
        app.getSystemService(android.app.NotificationManager::class.java)!!.cancelAll()
        rings(NEAR_MISS)
        assertEquals(1, entries().size)
        assertEquals(first.tag, shade().single().tag)
    }

    @Test
    fun `the card lies over the lock screen, above the middle, and leaves the keys alone`() {
        allowCards()
        rings(NEAR_MISS)
        val card = cards().single()
        val place = card.layoutParams as WindowManager.LayoutParams
        val screen = app.resources.displayMetrics
        assertEquals(WindowManager.LayoutParams.TYPE_APPLICATION_OVERLAY, place.type)
        assertEquals(Gravity.TOP, place.gravity and Gravity.VERTICAL_GRAVITY_MASK)
        assertTrue(place.y + place.height < screen.heightPixels / 2)
        @Suppress("DEPRECATION")
        val lock = WindowManager.LayoutParams.FLAG_SHOW_WHEN_LOCKED
        assertTrue(place.flags and lock != 0)
        assertTrue(place.flags and WindowManager.LayoutParams.FLAG_NOT_FOCUSABLE != 0)
        assertTrue(card.words().contains("050-3131-1652"))
        assertTrue(card.words().contains("よく似た番号です"))
    }

    @Test
    fun `on a small phone with large letters the whole card has room`() {
        RuntimeEnvironment.setQualifiers("ja-rJP-w320dp-h640dp-xhdpi")
        RuntimeEnvironment.setFontScale(2f)
        allowCards()
        for (number in listOf(NEAR_MISS, "+815031311651", "0120569955")) {
            rings(number)
            val card = cards().single()
            val place = card.layoutParams as WindowManager.LayoutParams
            assertTrue(place.y + place.height <= app.resources.displayMetrics.heightPixels / 2)
            val body = card.requireViewById<View>(R.id.call_card)
            assertTrue("$number is cut", body.measuredHeight <= place.height)
        }
    }

    @Test
    fun `the card goes by a tap`() {
        allowCards()
        rings(NEAR_MISS)
        cards().single().requireViewById<View>(R.id.call_card).performClick()
        settle()
        assertEquals(emptyList<View>(), cards())
    }

    @Test
    fun `the card goes when the ringing is over`() {
        val audio = app.getSystemService(AudioManager::class.java)!!
        allowCards()
        for (after in listOf(AudioManager.MODE_NORMAL, AudioManager.MODE_IN_CALL)) {
            audio.mode = AudioManager.MODE_NORMAL
            rings(NEAR_MISS)
            audio.mode = AudioManager.MODE_RINGTONE
            later(seconds = 10)
            assertEquals(1, cards().size)
            audio.mode = after
            later(seconds = 1)
            assertEquals(emptyList<View>(), cards())
        }
    }

    @Test
    fun `the card goes by itself`() {
        allowCards()
        rings(NEAR_MISS)
        later(seconds = 59)
        assertEquals(1, cards().size)
        later(seconds = 2)
        assertEquals(emptyList<View>(), cards())
    }

    @Test
    fun `a second call takes the card of the first`() {
        allowCards()
        rings(NEAR_MISS)
        rings("0001234567")
        assertTrue(cards().single().words().contains("0001"))
    }

    @Test
    fun `no card without the grant, and none where the user wants none`() {
        rings(NEAR_MISS)
        assertEquals(emptyList<View>(), cards())
        allowCards()
        Preferences(app).showsCallCard = false
        rings(NEAR_MISS)
        assertEquals(emptyList<View>(), cards())
    }

    @Test
    fun `the system alone may bind the service`() {
        val service = app.packageManager
            .queryIntentServices(Intent("android.telecom.CallScreeningService"), 0)
            .single()
            .serviceInfo
        assertEquals(ScreeningService::class.java.name, service.name)
        assertEquals("android.permission.BIND_SCREENING_SERVICE", service.permission)
    }

    private companion object {
        const val BLOCKED = "0345678901"
    }
}
