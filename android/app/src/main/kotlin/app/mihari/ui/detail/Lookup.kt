package app.mihari.ui.detail

import android.content.Intent
import android.net.Uri
import app.mihari.R
import app.mihari.core.Caller

/** A site that knows about telephone numbers. All are resources but the host. */
internal enum class Lookup(val site: Int, val host: String, val words: Int, val note: Int) {
    /** What others say who were called. */
    DIRECTORY(
        R.string.detail_directory,
        "www.telnavi.jp",
        R.string.detail_lookup_directory,
        R.string.detail_lookup_directory_note,
    ) {
        override fun address(number: Caller.Number) =
            address().appendPath("phone").appendPath(number.digits).build()

        override fun knows(number: Caller.Number) = number.digits.startsWith("0")
    },

    /** Everything that is written about it. */
    WEB(
        R.string.detail_web,
        "www.google.com",
        R.string.detail_lookup_web,
        R.string.detail_lookup_web_note,
    ) {
        override fun address(number: Caller.Number) =
            address().appendPath("search").appendQueryParameter("q", "\"${number.national}\"").build()
    },
    ;

    /** The page about a number. */
    protected abstract fun address(number: Caller.Number): Uri

    /** Whether it lists numbers of this kind. */
    open fun knows(number: Caller.Number): Boolean = true

    /** Opens that page in the browser. The number leaves the phone with it. */
    fun intent(number: Caller.Number): Intent =
        Intent(Intent.ACTION_VIEW, address(number)).addCategory(Intent.CATEGORY_BROWSABLE)

    protected fun address(): Uri.Builder = Uri.Builder().scheme("https").authority(host)
}

/** The digits as they are dialled in Japan; with another country's code as it is. */
private val Caller.Number.digits: String get() = national.filter { it.isDigit() || it == '+' }
