package app.mihari.ui

import android.view.View
import android.widget.EditText
import android.widget.ImageButton
import android.widget.ImageView
import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.ParameterizedRobolectricTestRunner
import org.robolectric.ParameterizedRobolectricTestRunner.Parameters
import org.robolectric.RuntimeEnvironment

/** Walks the views of each screen, in light and dark, at 100 % and 200 % of the font size. */
@RunWith(ParameterizedRobolectricTestRunner::class)
class AccessibilityTest(private val screen: Screens) {
    @Test
    fun `words stand out from what is behind them`() = everyLook { views ->
        views.filterIsInstance<TextView>().filter { it.text.isNotEmpty() }.mapNotNull { view ->
            val ratio = contrast(view.currentTextColor, view.colorBehind())
            "${view.named()}: contrast $ratio".takeIf { ratio < 4.5 }
        }
    }

    @Test
    fun `what can be tapped is large enough`() = everyLook { views ->
        views.filter { it.isClickable && it !is EditText }.mapNotNull { view ->
            val least = 48 * view.resources.displayMetrics.density
            "${view.named()}: ${view.width}x${view.height}"
                .takeIf { view.width < least - 1 || view.height < least - 1 }
        }
    }

    @Test
    fun `what has no words of its own has a label`() = everyLook { views ->
        val silent = views.filter { view ->
            val isPicture = view is ImageButton || view is ImageView && view.isClickable
            val isField = view is EditText && view.hint.isNullOrEmpty() && view.labelFor == View.NO_ID
            (isPicture || isField) && view.contentDescription.isNullOrEmpty()
        }
        silent.filterNot { field -> views.any { it.labelFor == field.id && field.id != View.NO_ID } }
            .map { it.named() }
    }

    @Test
    fun `no words are cut off`() = everyLook { views ->
        views.filterIsInstance<TextView>().filter { it.text.isNotEmpty() && it.ellipsize == null }
            .mapNotNull { view ->
                val layout = view.layout ?: return@mapNotNull null
                val room = view.height - view.totalPaddingTop - view.totalPaddingBottom
                "${view.named()}: ${layout.height} in $room"
                    .takeIf { view !is EditText && layout.height > room + 1 }
            }
    }

    private fun everyLook(faults: (List<View>) -> List<String>) {
        for (night in listOf("notnight", "night")) {
            for (scale in listOf(1f, 2f)) {
                RuntimeEnvironment.setQualifiers("+ja-rJP-w360dp-h740dp-$night")
                RuntimeEnvironment.setFontScale(scale)
                val controller = screen.open()
                val views = controller.get().window.decorView.visible()
                assertTrue("there is something on the screen", views.size > 3)
                assertEquals("$screen $night $scale", emptyList<String>(), faults(views))
                controller.pause().stop().destroy()
            }
        }
    }

    companion object {
        @JvmStatic
        @Parameters(name = "{0}")
        fun screens() = Screens.entries.map { arrayOf(it) }
    }
}
