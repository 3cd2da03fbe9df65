package app.mihari.ui.help

import android.content.Intent
import android.view.View
import android.widget.LinearLayout
import android.widget.TextView
import app.mihari.R
import app.mihari.app
import app.mihari.core.Contact
import app.mihari.core.ContactKind
import app.mihari.core.Source
import app.mihari.core.Text
import app.mihari.seen
import app.mihari.settle
import app.mihari.ui.check.AppWithoutCore
import app.mihari.ui.tables.TablesActivity
import app.mihari.words
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

@RunWith(RobolectricTestRunner::class)
class HelpTest {
    private fun help(): HelpActivity =
        Robolectric.buildActivity(HelpActivity::class.java, HelpActivity.intent(app)).setup().get().also { settle() }

    private fun guide(guide: Guide): GuideActivity =
        Robolectric.buildActivity(GuideActivity::class.java, GuideActivity.intent(app, guide)).setup().get()
            .also { settle() }

    private fun started(): Intent? = shadowOf(app).nextStartedActivity

    private fun View.tap(words: String) {
        val label = seen().filterIsInstance<TextView>().first { it.text.toString() == words }
        generateSequence(label as View) { it.parent as? View }.first { it.isClickable }.performClick()
    }

    private fun steps(guide: Guide) = app.resources.getStringArray(guide.steps)

    @Test
    fun `hostile extras open nothing`() {
        val intents = listOf(
            Intent(),
            Intent().putExtra("guide", "EVIL"),
            Intent().putExtra("guide", 7),
            Intent().putExtra("guide", ByteArray(9)),
        )
        for (intent in intents) {
            val controller = Robolectric.buildActivity(GuideActivity::class.java, intent)
            assertTrue(controller.create().get().isFinishing)
        }
    }

    @Test
    fun `it asks first what happened and leads to the steps for each answer`() {
        val help = help()
        assertEquals(
            setOf(Guide.GIFT_CARD_AND_PASSWORD),
            Guide.entries.toSet() - Guide.HAPPENED.toSet() - Guide.KNOWLEDGE.toSet(),
        )
        for (guide in Guide.HAPPENED + Guide.KNOWLEDGE) {
            help.window.decorView.tap(app.getString(guide.title))
            val intent = started()!!
            assertEquals(GuideActivity::class.java.name, intent.component!!.className)
            val shown = Robolectric.buildActivity(GuideActivity::class.java, intent).setup().get()
            settle()
            for (step in steps(guide)) assertTrue(shown.words().contains(step))
            assertTrue(shown.words().contains(app.getString(guide.say)))
            for (source in guide.sources) assertTrue(shown.words().contains(app.getString(source)))
        }
    }

    @Test
    fun `every contact of a guide is in the packs`() {
        val known = app.guard.contacts().map { it.id }.toSet()
        for (guide in Guide.entries) {
            assertEquals(guide.name, emptySet<String>(), guide.contacts.toSet() - known)
        }
    }

    @Test
    fun `every contact of the packs is reached from reporting but those for talking to Amazon and for now`() {
        val elsewhere = setOf("police-emergency", "amazon-call-back", "amazon-chat")
        assertEquals(app.guard.contacts().map { it.id }.toSet(), Guide.REPORT.contacts.toSet() + elsewhere)
    }

    @Test
    fun `a gift card is registered at once unless the password leaked which is changed first`() {
        assertTrue(steps(Guide.GIFT_CARD)[0].contains("登録"))
        val shown = guide(Guide.GIFT_CARD)
        shown.window.decorView.tap(app.getString(R.string.help_gift_card_unless))
        val other = Robolectric.buildActivity(GuideActivity::class.java, started()!!).setup().get()
        settle()
        val words = other.words()
        assertTrue(words.indexOf("パスワードを変えて") in 0 until words.indexOf("ギフト券の番号を登録してください"))
    }

    @Test
    fun `after a transfer the bank comes before the police`() {
        val words = guide(Guide.TRANSFER).words()
        val order = listOf("通帳かキャッシュカード", "組戻し", "振り込め詐欺救済法", "#9110").map { words.indexOf(it) }
        assertEquals(order.sorted(), order)
        assertTrue(order.all { it >= 0 })
    }

    @Test
    fun `a desk is dialled with its hash`() {
        val help = help()
        for (number in listOf("#9110", "188", "110")) {
            help.window.decorView.tap("$number に電話する")
            val intent = started()!!
            assertEquals(Intent.ACTION_DIAL, intent.action)
            assertEquals("tel", intent.data!!.scheme)
            assertEquals(number, intent.data!!.schemeSpecificPart)
            assertEquals(null, intent.data!!.fragment)
        }
    }

    @Test
    fun `the emergency number says that it is only for what happens now`() {
        assertTrue(help().words().contains("今まさに起きているときだけ"))
    }

    @Test
    fun `the backup desk and the sentence to say are there`() {
        val words = guide(Guide.REPORT).words()
        assertTrue(words.contains("03-3446-1623"))
        assertTrue(words.contains("架空請求の通報です"))
        assertTrue(words.contains("business.amazon.co.jp"))
        assertTrue(words.contains("https://www.shouhiseikatu.metro.tokyo.lg.jp/"))
    }

    @Test
    fun `what was long not confirmed shows date and page and no mail goes there with one tap`() {
        val list = LinearLayout(app)
        ContactCards.show(help(), list, listOf(contact(isStale = true), contact(isStale = false)))
        val (stale, fresh) = listOf(list.getChildAt(0), list.getChildAt(1))
        assertFalse(stale.requireViewById<View>(R.id.contact_use).visibility == View.VISIBLE)
        assertTrue(stale.words().contains("2022年12月"))
        stale.requireViewById<View>(R.id.contact_page).performClick()
        assertEquals("https://www.au.com/", started()!!.dataString)
        fresh.requireViewById<View>(R.id.contact_use).performClick()
        assertEquals("mailto:au-meiwaku@kddi.com", started()!!.dataString)
        assertEquals(View.GONE, fresh.requireViewById<View>(R.id.contact_page).visibility)
    }

    private fun contact(isStale: Boolean) = Contact(
        "forward-au", Text("au", "au"), ContactKind.MAIL, "au-meiwaku@kddi.com", Text("転送", "forward"),
        "https://www.au.com/", Source("出典", null, "2022-12", isStale = true), "2022-12", isStale,
    )

    @Test
    fun `a page opens in the browser`() {
        val shown = guide(Guide.NEVER)
        val contact = app.guard.contacts().single { it.id == "amazon-business-form" }
        shown.requireViewById<LinearLayout>(R.id.guide_contacts).getChildAt(0)
            .requireViewById<View>(R.id.contact_use).performClick()
        val intent = started()!!
        assertEquals(Intent.ACTION_VIEW, intent.action)
        assertEquals(contact.value, intent.dataString)
    }

    @Test
    fun `the tables are reached from here`() {
        help().window.decorView.tap(app.getString(R.string.tables_domains))
        assertEquals(TablesActivity::class.java.name, started()!!.component!!.className)
    }

    @Test
    fun `both languages have as many steps`() {
        fun counts(language: String): List<Int> {
            val configuration = android.content.res.Configuration(app.resources.configuration)
            configuration.setLocale(java.util.Locale.forLanguageTag(language))
            val resources = app.createConfigurationContext(configuration).resources
            return Guide.entries.map { resources.getStringArray(it.steps).size }
        }
        assertEquals(counts("ja"), counts("en"))
    }
}

@RunWith(RobolectricTestRunner::class)
@Config(application = AppWithoutCore::class)
class HelpWithoutCoreTest {
    @Test
    fun `the steps stand without the core`() {
        val shown = Robolectric
            .buildActivity(GuideActivity::class.java, GuideActivity.intent(app, Guide.TRANSFER)).setup().get()
        settle()
        assertTrue(shown.words().contains("組戻し"))
        assertTrue(shown.words().contains(app.getString(R.string.trouble_core)))
        val help = Robolectric.buildActivity(HelpActivity::class.java, HelpActivity.intent(app)).setup().get()
        settle()
        assertTrue(help.words().contains(app.getString(R.string.help_transfer)))
    }
}
