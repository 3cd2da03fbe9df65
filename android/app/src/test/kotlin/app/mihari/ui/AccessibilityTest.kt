package app.mihari.ui

import android.view.View
import android.widget.EditText
import android.widget.ImageButton
import android.widget.ImageView
import android.widget.TextView
import app.mihari.seen
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
    fun `it can be read, tapped and heard in every look`() {
        for (night in listOf("notnight", "night")) {
            for (scale in listOf(1f, 2f)) {
                RuntimeEnvironment.setQualifiers("+ja-rJP-w360dp-h740dp-$night")
                RuntimeEnvironment.setFontScale(scale)
                val controller = screen.open()
                val views = controller.get().window.decorView.seen().toList()
                assertTrue("there is something on the screen", views.size > 3)
                val faults = listOf(::faint, ::small, ::silent, ::cut).flatMap { it(views) }
                assertEquals("$night $scale", emptyList<String>(), faults)
                controller.pause().stop().destroy()
            }
        }
    }

    /** Words that do not stand out from what is behind them. */
    private fun faint(views: List<View>) = words(views).mapNotNull { view ->
        val ratio = contrast(view.currentTextColor, view.colorBehind())
        "${view.named()}: contrast $ratio".takeIf { ratio < LEAST_CONTRAST }
    }

    /** What can be tapped and is smaller than a finger. */
    private fun small(views: List<View>) =
        views.filter { it.isClickable && it !is EditText }.mapNotNull { view ->
            val least = LEAST_TOUCH * view.resources.displayMetrics.density - 1
            "${view.named()}: ${view.width}x${view.height}"
                .takeIf { view.width < least || view.height < least }
        }

    /** What TalkBack could say nothing about. */
    private fun silent(views: List<View>): List<String> {
        val pictures = views.filter { it is ImageButton || it is ImageView && it.isClickable }
        val fields = views.filter { field ->
            field is EditText && field.hint.isNullOrEmpty() && views.none { it.labelFor == field.id }
        }
        return (pictures + fields).filter { it.contentDescription.isNullOrEmpty() }
            .map { "${it.named()}: no label" }
    }

    /** Words for which there is no room. */
    private fun cut(views: List<View>) =
        words(views).filter { it.ellipsize == null && it !is EditText }.mapNotNull { view ->
            val layout = view.layout ?: return@mapNotNull null
            val room = view.height - view.totalPaddingTop - view.totalPaddingBottom
            "${view.named()}: ${layout.height} in $room".takeIf { layout.height > room + 1 }
        }

    private fun words(views: List<View>) =
        views.filterIsInstance<TextView>().filter { it.text.isNotEmpty() }

    /** What a view is called in a failed test: its id, or its words. */
    private fun View.named(): String {
        val id = runCatching { resources.getResourceEntryName(id) }.getOrNull()
        val words = (this as? TextView)?.text?.take(16)
        return "${javaClass.simpleName} ${id ?: ""} ${words ?: ""}".trim()
    }

    companion object {
        /** WCAG 2.2, level AA, for text of any size. */
        const val LEAST_CONTRAST = 4.5

        /** Android's least size of what can be tapped, in dp. */
        const val LEAST_TOUCH = 48

        @JvmStatic
        @Parameters(name = "{0}")
        fun screens() = Screens.entries.map { arrayOf(it) }
    }
}
