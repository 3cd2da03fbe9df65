package app.mihari.ui

import android.app.Activity
import android.content.Context
import android.os.Build
import android.os.Bundle
import android.util.Log
import android.view.View
import android.view.ViewGroup
import android.view.WindowInsets
import android.widget.FrameLayout
import android.widget.ImageButton
import android.widget.ScrollView
import android.widget.TextView
import app.mihari.MihariApp.Companion.TAG
import app.mihari.R
import app.mihari.core.CoreException
import app.mihari.core.Guard
import app.mihari.mihari
import app.mihari.settings.Language

/**
 * A screen: a bar with the way back and a title, the content below, edge to edge.
 *
 * Nothing waits for the disk on the main thread: a screen asks for what it shows by [load].
 */
abstract class Screen : Activity() {
    override fun attachBaseContext(base: Context) = super.attachBaseContext(Language.speaking(base))

    /** What the user had chosen when this screen was drawn. */
    private var language: String? = null

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        language = Language.chosen(this)
        super.setContentView(R.layout.screen)
        if (Build.VERSION.SDK_INT >= 30) window.setDecorFitsSystemWindows(false)
        requireViewById<View>(R.id.screen).setOnApplyWindowInsetsListener { view, insets ->
            keepClear(view, insets)
            insets
        }
        onTap(R.id.back, ::leave)
    }

    /** From Android 13 on the system draws anew what was below a change of the language. */
    override fun onStart() {
        super.onStart()
        if (Build.VERSION.SDK_INT < 33 && language != Language.chosen(this)) recreate()
    }

    /** Goes back: to the parent, where a notification opened this screen and nothing lies below. */
    protected open fun leave() {
        if (isTaskRoot) parentActivityIntent?.let(::startActivity)
        finish()
    }

    @Deprecated("Called by the system up to and including the target SDK of this app.")
    override fun onBackPressed() {
        @Suppress("DEPRECATION")
        if (isTaskRoot && parentActivityIntent != null) leave() else super.onBackPressed()
    }

    override fun setTitle(title: CharSequence?) {
        super.setTitle(title)
        requireViewById<TextView>(R.id.title).text = title
    }

    override fun setTitle(titleId: Int) = setTitle(getText(titleId))

    /** Shows a layout that is as tall as it needs to be, and scrolls. */
    protected fun setScrollingContent(layout: Int) {
        val scroll = ScrollView(this).apply { isFillViewport = true }
        layoutInflater.inflate(layout, scroll)
        setContent(scroll)
    }

    /** Shows a layout that takes the room there is, such as a list. */
    protected fun setFixedContent(layout: Int) {
        val frame = requireViewById<FrameLayout>(R.id.content)
        frame.removeAllViews()
        layoutInflater.inflate(layout, frame)
    }

    private fun setContent(view: View) {
        val frame = requireViewById<FrameLayout>(R.id.content)
        frame.removeAllViews()
        frame.addView(view)
    }

    /** Takes the way back away, from the screen that is first, or gives it again. */
    protected fun showBack(isShown: Boolean) = show(R.id.back, isShown)

    /** Puts words into a text of this screen; without words the text takes no room. */
    protected fun say(id: Int, words: CharSequence?): TextView = window.decorView.say(id, words)

    /** Shows a view of this screen, or lets it take no room. */
    protected fun show(id: Int, isShown: Boolean) = window.decorView.show(id, isShown)

    /** Runs [act] when a view of this screen is tapped. */
    protected fun onTap(id: Int, act: () -> Unit) = window.decorView.onTap(id, act)

    /** Puts an icon at the end of the bar; [words] say what it does. */
    protected fun addBarAction(icon: Int, words: Int, act: () -> Unit) {
        val bar = requireViewById<ViewGroup>(R.id.bar)
        val button = layoutInflater.inflate(R.layout.bar_action, bar, false) as ImageButton
        button.setImageResource(icon)
        button.contentDescription = getText(words)
        button.setOnClickListener { act() }
        bar.addView(button)
    }

    /** Asks the guard, as [inBackground] does. */
    protected fun <T> load(ask: (Guard) -> T, show: (T) -> Unit) =
        inBackground({ ask(mihari.guard) }, show)

    /**
     * Runs [ask] off the main thread and [show] on it, unless the screen is gone by then. What goes
     * wrong is shown in [troubled]; what nobody foresaw counts as a defect, and is logged by its
     * kind, because its words may hold content.
     */
    protected fun <T> inBackground(ask: () -> T, show: (T) -> Unit) {
        mihari.background.execute {
            val answer = try {
                Result.success(ask())
            } catch (e: CoreException) {
                Result.failure(e)
            } catch (e: Exception) {
                Log.e(TAG, "a screen cannot be filled: ${e.javaClass.name}")
                Result.failure(CoreException.Defect())
            }
            runOnUiThread {
                if (!isDestroyed) answer.fold(show) { troubled(it as CoreException) }
            }
        }
    }

    /** Says what went wrong, in place of the content. A screen may say it elsewhere. */
    protected open fun troubled(trouble: CoreException) {
        setScrollingContent(R.layout.trouble)
        requireViewById<TextView>(R.id.trouble).setText(trouble.words)
    }

    /** Says what went wrong in a list of this screen, which has nothing else to show. */
    protected fun showTrouble(list: Int, trouble: CoreException) {
        layoutInflater.inflate(R.layout.trouble, requireViewById<ViewGroup>(list))
        say(R.id.trouble, getText(trouble.words))
    }

    private fun keepClear(view: View, insets: WindowInsets) {
        if (Build.VERSION.SDK_INT >= 30) {
            val kept = insets.getInsets(
                WindowInsets.Type.systemBars() or WindowInsets.Type.displayCutout() or
                    WindowInsets.Type.ime(),
            )
            view.setPadding(kept.left, kept.top, kept.right, kept.bottom)
        } else {
            @Suppress("DEPRECATION")
            view.setPadding(
                insets.systemWindowInsetLeft,
                insets.systemWindowInsetTop,
                insets.systemWindowInsetRight,
                insets.systemWindowInsetBottom,
            )
        }
    }
}
