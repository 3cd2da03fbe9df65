package app.mihari.ui

import android.app.Activity
import android.graphics.Bitmap
import android.graphics.Canvas
import android.view.View
import android.view.ViewGroup
import android.widget.ScrollView
import app.mihari.seen
import java.io.File
import java.time.ZoneId
import java.util.TimeZone
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.ParameterizedRobolectricTestRunner
import org.robolectric.ParameterizedRobolectricTestRunner.Parameters
import org.robolectric.RuntimeEnvironment

/**
 * Draws every screen in both languages, light and dark, at 100 % and 200 % of the font size: as a
 * phone shows it, and in its whole length. `cargo xtask screenshots` says where the pictures go;
 * without that one look of each screen is drawn and thrown away.
 */
@RunWith(ParameterizedRobolectricTestRunner::class)
class ScreenshotTest(private val screen: Screens) {
    private val folder = System.getProperty("mihari.screenshots").orEmpty()

    @Before
    fun inJapan() = TimeZone.setDefault(TimeZone.getTimeZone(ZoneId.of("Asia/Tokyo")))

    @Test
    fun `every look of the screen can be drawn`() {
        for (language in listOf("ja-rJP", "en-rUS")) {
            for (night in listOf("notnight", "night")) {
                for (scale in listOf(1f, 2f)) {
                    draw(language, night, scale)
                    if (folder.isEmpty()) return
                }
            }
        }
    }

    private fun draw(language: String, night: String, scale: Float) {
        RuntimeEnvironment.setFontScale(scale)
        RuntimeEnvironment.setQualifiers("+$language-w411dp-h891dp-$night-xhdpi")
        val phone = screen.open()
        val name = listOf(
            screen.name.lowercase(),
            language.take(2),
            if (night == "night") "dark" else "light",
            "${(scale * 100).toInt()}",
        ).joinToString(".")
        save(phone.get(), "phone/$name")
        val hidden = hiddenHeight(phone.get().window.decorView)
        phone.pause().stop().destroy()
        if (hidden > 0) {
            val tall = 891 + (hidden / 2 + 16).coerceAtMost(5000)
            RuntimeEnvironment.setQualifiers("+$language-w411dp-h${tall}dp-$night-xhdpi")
            val whole = screen.open()
            save(whole.get(), "whole/$name")
            whole.pause().stop().destroy()
        }
    }

    /** How many pixels of the longest scrolling view lie outside the window. */
    private fun hiddenHeight(root: View): Int = root.seen().filterIsInstance<ViewGroup>()
        .filter { it is ScrollView && it.childCount > 0 }
        .maxOfOrNull { it.getChildAt(0).height - it.height } ?: 0

    private fun save(activity: Activity, name: String) {
        val view = activity.window.decorView
        // A switch that is still turning looks like none.
        view.jumpDrawablesToCurrentState()
        val picture = Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888)
        view.draw(Canvas(picture))
        assertTrue("something is drawn", colors(picture) > 2)
        if (folder.isNotEmpty()) {
            val file = File(folder, "$name.png").apply { parentFile!!.mkdirs() }
            file.outputStream().use { picture.compress(Bitmap.CompressFormat.PNG, 100, it) }
        }
        picture.recycle()
    }

    private fun colors(picture: Bitmap): Int {
        val seen = HashSet<Int>()
        for (y in 0 until picture.height step 7) {
            for (x in 0 until picture.width step 7) seen.add(picture.getPixel(x, y))
        }
        return seen.size
    }

    companion object {
        @JvmStatic
        @Parameters(name = "{0}")
        fun screens() = Screens.entries.map { arrayOf(it) }
    }
}
