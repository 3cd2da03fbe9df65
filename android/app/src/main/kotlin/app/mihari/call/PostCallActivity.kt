package app.mihari.call

import android.app.Activity
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.telecom.DisconnectCause
import android.telecom.TelecomManager
import android.view.View
import android.view.WindowInsets
import android.widget.TextView
import app.mihari.R
import app.mihari.attempt
import app.mihari.core.Channel
import app.mihari.core.Item
import app.mihari.mihari
import app.mihari.ui.check.CheckActivity
import app.mihari.ui.senderWords

/**
 * Asks after a call what was said. The telephone starts it on Android 11 and later, for each call
 * that the app screened; it goes unseen unless the call was talked and the caller is unknown.
 */
class PostCallActivity : Activity() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        if (!wasTalk(intent)) return finish()
        val app = mihari
        val number = number(intent)
        app.background.attempt {
            var sender: String? = null
            try {
                if (asksAbout(app, number)) sender = Item(Channel.CALL, number).senderWords(app, app.guard)
            } finally {
                runOnUiThread { if (!isDestroyed) sender?.let { ask(number, it) } ?: finish() }
            }
        }
    }

    private fun ask(number: String?, sender: String) {
        setContentView(R.layout.call_after)
        requireViewById<View>(R.id.sheet).setOnApplyWindowInsetsListener(::keepClear)
        requireViewById<TextView>(R.id.sender).text = sender
        requireViewById<View>(R.id.check).setOnClickListener {
            startActivity(CheckActivity.intent(this, Channel.VOICE, number))
            finish()
        }
        requireViewById<View>(R.id.nothing).setOnClickListener { finish() }
    }

    private fun keepClear(sheet: View, insets: WindowInsets): WindowInsets {
        @Suppress("DEPRECATION")
        val bottom = when {
            Build.VERSION.SDK_INT >= 30 -> insets.getInsets(WindowInsets.Type.systemBars()).bottom
            else -> insets.systemWindowInsetBottom
        }
        sheet.setPadding(0, 0, 0, bottom)
        return insets
    }

    private companion object {
        /** Answered, and long enough for a word. */
        fun wasTalk(intent: Intent): Boolean {
            if (intent.action != TelecomManager.ACTION_POST_CALL) return false
            val duration = intent.getIntExtra(
                TelecomManager.EXTRA_CALL_DURATION,
                TelecomManager.DURATION_VERY_SHORT,
            )
            val cause = intent.getIntExtra(
                TelecomManager.EXTRA_DISCONNECT_CAUSE,
                DisconnectCause.UNKNOWN,
            )
            return duration != TelecomManager.DURATION_VERY_SHORT && cause !in UNANSWERED
        }

        val UNANSWERED =
            listOf(DisconnectCause.MISSED, DisconnectCause.REJECTED, DisconnectCause.BUSY)

        /** Null when the telephone shows none. */
        fun number(intent: Intent): String? {
            @Suppress("DEPRECATION")
            val handle: Uri? = intent.getParcelableExtra(TelecomManager.EXTRA_HANDLE)
            return handle?.schemeSpecificPart?.ifEmpty { null }
        }
    }
}
