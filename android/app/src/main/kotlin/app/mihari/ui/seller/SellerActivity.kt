package app.mihari.ui.seller

import android.content.ClipData
import android.content.ClipboardManager
import android.content.Context
import android.content.Intent
import android.os.Build
import android.os.Bundle
import android.view.View
import android.widget.Toast
import app.mihari.R
import app.mihari.ui.Screen
import app.mihari.ui.tables.Table
import app.mihari.ui.tables.TablesActivity
import app.mihari.ui.verdict.Steps

/** The text that a seller may put into the profile, and how to take calls. */
class SellerActivity : Screen() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setTitle(R.string.seller_title)
        setScrollingContent(R.layout.seller)
        Steps.show(requireViewById(R.id.seller_where), steps(R.array.seller_where_steps))
        Steps.show(requireViewById(R.id.seller_calls), steps(R.array.seller_calls_steps))
        requireViewById<View>(R.id.seller_copy).setOnClickListener { copy() }
        requireViewById<View>(R.id.seller_numbers).setOnClickListener {
            startActivity(TablesActivity.intent(this, Table.NUMBERS))
        }
    }

    private fun steps(array: Int) = resources.getTextArray(array).toList()

    private fun copy() {
        val text = ClipData.newPlainText(getText(R.string.seller_text_title), getText(R.string.seller_text))
        getSystemService(ClipboardManager::class.java)!!.setPrimaryClip(text)
        // From Android 13 on the system says so itself.
        if (Build.VERSION.SDK_INT < 33) Toast.makeText(this, R.string.seller_copied, Toast.LENGTH_LONG).show()
    }

    companion object {
        /** Opens the text. */
        fun intent(context: Context): Intent =
            Intent(context, SellerActivity::class.java)
    }
}
