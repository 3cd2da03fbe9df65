package app.mihari

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.drawable.AdaptiveIconDrawable
import android.graphics.drawable.Drawable
import java.io.File
import kotlin.math.abs
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
class IconTest {
    private val icon = app.getDrawable(R.mipmap.ic_launcher) as AdaptiveIconDrawable

    @Test
    fun `shops show the icon that the phone shows`() {
        val drawn = draw(icon.background, icon.foreground)
        for (language in listOf("ja-JP", "en-US")) {
            val file = "fastlane/metadata/android/$language/images/icon.png"
            val png = File(System.getProperty("mihari.repository"), file).readBytes()
            val shown = BitmapFactory.decodeByteArray(png, 0, png.size)
            assertEquals(SIDE, shown.width)
            assertTrue(file, share(drawn, shown) { a, b -> distance(a, b) > 32 } < 0.01)
        }
    }

    @Test
    fun `in one colour the owl still has eyes`() {
        val drawn = draw(icon.monochrome!!)
        fun isPainted(x: Float, y: Float) = Color.alpha(drawn.getPixel(x.inDrawing(), y.inDrawing())) > 128
        assertTrue("pupil", isPainted(42.6f, 53.5f))
        assertTrue("iris", !isPainted(35f, 53.5f))
        assertTrue("brow", isPainted(54f, 40f))
        assertTrue("outside", !isPainted(20f, 20f))
    }

    /** Draws layers as the launcher does: of 108 units the middle 72 are seen. */
    private fun draw(vararg layers: Drawable): Bitmap {
        val bitmap = Bitmap.createBitmap(SIDE, SIDE, Bitmap.Config.ARGB_8888)
        val margin = SIDE / 4
        for (layer in layers) {
            layer.setBounds(-margin, -margin, SIDE + margin, SIDE + margin)
            layer.draw(Canvas(bitmap))
        }
        return bitmap
    }

    /** Where a point of the vector's 108 units is in the picture. */
    private fun Float.inDrawing() = ((this - 18) / 72 * SIDE).toInt()

    private fun share(a: Bitmap, b: Bitmap, differ: (Int, Int) -> Boolean): Double {
        val different = (0 until SIDE * SIDE).count {
            differ(a.getPixel(it % SIDE, it / SIDE), b.getPixel(it % SIDE, it / SIDE))
        }
        return different.toDouble() / (SIDE * SIDE)
    }

    private fun distance(a: Int, b: Int) = maxOf(
        abs(Color.red(a) - Color.red(b)),
        abs(Color.green(a) - Color.green(b)),
        abs(Color.blue(a) - Color.blue(b)),
    )

    private companion object {
        const val SIDE = 512
    }
}
