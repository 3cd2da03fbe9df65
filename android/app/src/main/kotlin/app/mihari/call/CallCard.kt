package app.mihari.call

import android.content.Context
import android.content.res.ColorStateList
import android.content.res.Configuration
import android.graphics.PixelFormat
import android.os.Handler
import android.os.Looper
import android.provider.Settings
import android.util.DisplayMetrics
import android.util.Log
import android.view.ContextThemeWrapper
import android.view.Gravity
import android.view.LayoutInflater
import android.view.View
import android.view.View.MeasureSpec
import android.view.WindowManager
import android.view.WindowManager.LayoutParams
import android.widget.ImageView
import android.widget.TextView
import app.mihari.MihariApp
import app.mihari.MihariApp.Companion.TAG
import app.mihari.R
import app.mihari.core.Item
import app.mihari.core.Level
import app.mihari.core.Verdict
import app.mihari.settings.Preferences
import app.mihari.ui.LevelLook
import app.mihari.ui.senderWords
import app.mihari.ui.sentence

/**
 * The warning above the call screen, over the lock screen too, where the user granted that.
 *
 * It goes away by a tap, when the ringing is over, or by itself. A call screen may hide it: the
 * notification says the same.
 */
internal class CallCard private constructor(
    private val context: Context,
    private val level: Level,
    private val sender: String,
    private val sentence: String?,
) {
    private val windows = context.getSystemService(WindowManager::class.java)!!
    private val main = Handler(Looper.getMainLooper())
    private val timeOut = Runnable { hide() }
    private var view: View? = null

    /** Shows the card, in place of an earlier call's. On the main thread. */
    fun show() {
        current?.hide()
        val card = fit()
        try {
            windows.addView(card, place(card))
        } catch (e: WindowManager.BadTokenException) {
            // The grant was taken back a moment ago.
            Log.w(TAG, "the system wants no card")
            return
        }
        view = card
        current = this
        main.postDelayed(timeOut, SHOWN_FOR)
    }

    /** Takes it away, if it is there. On the main thread. */
    fun hide() {
        main.removeCallbacks(timeOut)
        view?.let(windows::removeView)
        view = null
        if (current == this) current = null
    }

    /** As large as the user reads, or as large as there is room for. */
    private fun fit(): View {
        val scales = generateSequence(context.resources.configuration.fontScale) { it - 0.25f }
            .takeWhile { it >= SMALLEST_FONT }
            .ifEmpty { sequenceOf(SMALLEST_FONT) }
        val cards = scales.map(::draw)
        return cards.firstOrNull { it.measuredHeight <= mostHeight } ?: cards.last()
    }

    /** The card in a size of font, measured. */
    private fun draw(fontScale: Float): View {
        val configuration = Configuration(context.resources.configuration)
        configuration.fontScale = fontScale
        val themed = ContextThemeWrapper(context, R.style.Theme_Mihari)
        themed.applyOverrideConfiguration(configuration)
        val card = LayoutInflater.from(themed).inflate(R.layout.call_card, null)
        val look = LevelLook.of(level)
        look.fill(card.requireViewById(R.id.level))
        card.requireViewById<TextView>(R.id.sender).text = sender
        card.requireViewById<TextView>(R.id.sentence).text = sentence
        val body = card.requireViewById<View>(R.id.call_card)
        body.backgroundTintList = ColorStateList.valueOf(context.getColor(look.softColor))
        val ink = context.getColor(look.onSoftColor)
        card.requireViewById<TextView>(R.id.sender).setTextColor(ink)
        card.requireViewById<TextView>(R.id.sentence).setTextColor(ink)
        card.requireViewById<ImageView>(R.id.close_mark).imageTintList = ColorStateList.valueOf(ink)
        body.setOnClickListener { hide() }
        card.measure(
            MeasureSpec.makeMeasureSpec(width, MeasureSpec.EXACTLY),
            MeasureSpec.makeMeasureSpec(0, MeasureSpec.UNSPECIFIED),
        )
        return card
    }

    /**
     * Below the banner of a ringing call at the top, which lies above all cards anyway, and above
     * the middle: the buttons of a call screen are in the lower half. What does not fit even there,
     * as on a phone laid on its side, scrolls.
     */
    private fun place(card: View): LayoutParams = LayoutParams(
        width,
        minOf(card.measuredHeight, mostHeight),
        LayoutParams.TYPE_APPLICATION_OVERLAY,
        // Takes no key and no touch but its own; shown over the lock screen, as the call is.
        LayoutParams.FLAG_NOT_FOCUSABLE or LayoutParams.FLAG_NOT_TOUCH_MODAL or
            LayoutParams.FLAG_LAYOUT_IN_SCREEN or SHOW_WHEN_LOCKED,
        PixelFormat.TRANSLUCENT,
    ).apply {
        gravity = Gravity.TOP or Gravity.CENTER_HORIZONTAL
        y = screen.heightPixels / 8
        title = context.getString(R.string.app_name)
    }

    private val screen: DisplayMetrics get() = context.resources.displayMetrics

    private val mostHeight: Int get() = screen.heightPixels * 3 / 8

    private val width: Int
        get() = minOf(
            screen.widthPixels,
            context.resources.getDimensionPixelSize(R.dimen.call_card_width),
        )

    companion object {
        /** Longer than the telephone rings. */
        private const val SHOWN_FOR = 60_000L

        private const val SMALLEST_FONT = 1f

        /** Deprecated for activities, which have a better way. A window has no other. */
        @Suppress("DEPRECATION")
        private const val SHOW_WHEN_LOCKED = LayoutParams.FLAG_SHOW_WHEN_LOCKED

        /** The card on the screen. */
        private var current: CallCard? = null

        /** Whether the user wants a card and the system allows it. */
        fun isWanted(context: Context): Boolean =
            Settings.canDrawOverlays(context) && Preferences(context).showsCallCard

        /** The card for a call. Not yet shown. */
        fun of(app: MihariApp, item: Item, verdict: Verdict): CallCard {
            val sentence = when (verdict.level) {
                // Never without saying that it can be forged.
                Level.OFFICIAL -> app.getString(R.string.level_official_note)
                else -> verdict.sentence(app)
            }
            return CallCard(app, verdict.level, item.senderWords(app, app.guard), sentence)
        }
    }
}
