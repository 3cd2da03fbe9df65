package app.mihari.ui.help

import android.app.Activity
import android.content.Intent
import android.net.Uri
import android.view.LayoutInflater
import android.view.View
import android.widget.Button
import android.widget.LinearLayout
import android.widget.TextView
import app.mihari.R
import app.mihari.core.Contact
import app.mihari.core.ContactKind
import app.mihari.ui.Departure
import app.mihari.ui.on
import app.mihari.ui.onTap
import app.mihari.ui.show
import app.mihari.ui.words

/**
 * Places that help, each with what it is for and how to reach it.
 *
 * What nobody has confirmed for a year is shown with its date and the official page, and no mail
 * goes there with one tap. A telephone desk can always be dialled: the dialler shows the number, and
 * the user presses the button there.
 */
object ContactCards {
    /** Shows [contacts] in place of what [list] held. */
    fun show(activity: Activity, list: LinearLayout, contacts: List<Contact>) {
        list.removeAllViews()
        for (contact in contacts) {
            val card = LayoutInflater.from(activity).inflate(R.layout.help_contact, list, false)
            fill(activity, card, contact)
            list.addView(card)
        }
    }

    private fun fill(activity: Activity, card: View, contact: Contact) {
        card.requireViewById<TextView>(R.id.contact_title).text = contact.title.on(activity)
        card.requireViewById<TextView>(R.id.contact_value).text = contact.value
        card.requireViewById<TextView>(R.id.contact_note).text = contact.note.on(activity)
        card.requireViewById<TextView>(R.id.contact_source).text =
            contact.source.words(activity, contact.checked, contact.isStale)
        val use = card.requireViewById<Button>(R.id.contact_use)
        val way = if (contact.kind == ContactKind.MAIL && contact.isStale) null else contact.way()
        use.visibility = if (way == null) View.GONE else View.VISIBLE
        use.text = activity.getString(contact.kind.invitation, contact.value)
        use.setOnClickListener { way?.let { Departure.go(activity, it) } }
        val page = contact.page?.takeIf { contact.isStale && it != contact.value }
        card.offerPage(R.id.contact_page, page)
    }

    private val ContactKind.invitation: Int
        get() = when (this) {
            ContactKind.PHONE -> R.string.help_dial
            ContactKind.WEB -> R.string.help_open_page
            ContactKind.MAIL -> R.string.help_write_mail
        }

    private fun Contact.way(): Intent = when (kind) {
        ContactKind.PHONE -> dialIntent(value)
        ContactKind.WEB -> Departure.browser(Uri.parse(value))
        ContactKind.MAIL ->
            Intent(Intent.ACTION_SENDTO, Uri.parse("mailto:" + Uri.encode(value, "@")))
    }
}

/** Opens the dialler with this number. Built from its parts: a `#` in a written address is lost. */
internal fun dialIntent(number: String) =
    Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null))

/** Lets a view below this one open a page of the packs; without a page it takes no room. */
internal fun View.offerPage(id: Int, page: String?) {
    show(id, page != null)
    if (page != null) onTap(id) { Departure.go(context, Departure.browser(Uri.parse(page))) }
}
