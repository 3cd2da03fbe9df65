package app.mihari.ui.seller

import android.content.ClipboardManager
import android.view.View
import app.mihari.R
import app.mihari.app
import app.mihari.settle
import app.mihari.ui.tables.TablesActivity
import app.mihari.words
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import java.io.File

@RunWith(RobolectricTestRunner::class)
class SellerTest {
    private fun open(): SellerActivity =
        Robolectric.buildActivity(SellerActivity::class.java, SellerActivity.intent(app)).setup().get()
            .also { settle() }

    @Test
    fun `the text to copy is the pack's`() {
        val pack = File("../data/packs/amazon-jp.toml").readText()
        val sentences = app.getString(R.string.seller_text).lines().joinToString("") { it.removePrefix("・") }
        assertTrue(pack.contains("ja = \"$sentences\""))
    }

    @Test
    fun `it is copied as it stands`() {
        val seller = open()
        seller.requireViewById<View>(R.id.seller_copy).performClick()
        val clip = app.getSystemService(ClipboardManager::class.java)!!.primaryClip!!
        assertEquals(app.getString(R.string.seller_text), clip.getItemAt(0).text.toString())
    }

    @Test
    fun `it says where to put it how to take calls and where that comes from`() {
        val words = open().words()
        for (needed in listOf("Seller Central", "出品者情報", "24時間", "出てください", "Amazonビジネス", "2022年12月時点")) {
            assertTrue(needed, words.contains(needed))
        }
    }

    @Test
    fun `the numbers of Amazon Business are one tap away`() {
        open().requireViewById<View>(R.id.seller_numbers).performClick()
        assertEquals(TablesActivity::class.java.name, shadowOf(app).nextStartedActivity.component!!.className)
    }

    @Test
    @Config(qualifiers = "en-rUS")
    fun `buyers read Japanese whatever language the app speaks`() {
        assertTrue(open().words().contains("領収書の発行"))
        assertTrue(open().words().contains("For sellers"))
    }
}
