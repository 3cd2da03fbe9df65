package app.mihari.ui.family

import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.provider.ContactsContract.CommonDataKinds.Phone
import android.widget.EditText
import android.widget.TextView
import app.mihari.R
import app.mihari.core.Caller
import app.mihari.core.Entry
import app.mihari.core.Guard
import app.mihari.settings.Preferences
import app.mihari.ui.Departure
import app.mihari.ui.EntryScreen

/** Asks the family: shows what would be sent, then opens the messaging app. */
class FamilyActivity : EntryScreen() {
    private val preferences by lazy { Preferences(this) }
    private lateinit var fields: FamilyFields
    private lateinit var message: EditText

    /** Whether the user is choosing anew, although somebody is chosen. */
    private var isChoosing = false

    /** What is in the fields is the user's: it is not written over. */
    private var isKept = false

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setTitle(R.string.family_title)
        // The fields are there at once, so that the system can put back what stood in them.
        setScrollingContent(R.layout.family)
        fields = FamilyFields(requireViewById(R.id.family_fields))
        message = requireViewById(R.id.message)
        isChoosing = savedInstanceState?.getBoolean(CHOOSING) ?: false
        isKept = savedInstanceState != null
        loadEntry({ guard, entry -> Asking(this, guard, entry) }, ::show)
    }

    override fun onSaveInstanceState(state: Bundle) {
        super.onSaveInstanceState(state)
        state.putBoolean(CHOOSING, isChoosing)
    }

    private fun show(asking: Asking) {
        if (!isKept) {
            message.setText(asking.question)
            fields.fill(preferences)
        }
        isKept = true
        showStep()
        onTap(R.id.pick) { pick() }
        onTap(R.id.keep) { keep(asking) }
        onTap(R.id.change) {
            isChoosing = true
            showStep()
        }
    }

    private fun showStep() {
        val to = preferences.familyNumber
        val isAsking = to != null && !isChoosing
        show(R.id.what, isAsking)
        show(R.id.who, !isAsking)
        if (!isAsking) return
        requireViewById<TextView>(R.id.to).text = preferences.familyName
            ?.let { getString(R.string.family_to, it, to) } ?: getString(R.string.family_to_number, to)
        onTap(R.id.open) { Departure.go(this, messageTo(to!!)) }
        onTap(R.id.call) { Departure.go(this, Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", to, null))) }
    }

    /** The whole of it stands on this screen, and the user has just tapped to go on. */
    private fun messageTo(number: String) =
        Intent(Intent.ACTION_SENDTO, Uri.fromParts("smsto", number, null))
            .putExtra("sms_body", message.text.toString())

    // Whom to ask

    private fun keep(asking: Asking) = load(fields.reading()) { typed ->
        when {
            typed.isEmpty -> fields.refuse(R.string.family_not_a_number)
            // A fraudster may say: this is my new number.
            typed.number != null && typed.number.canonical == asking.sender?.canonical ->
                fields.refuse(R.string.family_is_sender)
            fields.keep(typed, preferences) -> {
                isChoosing = false
                showStep()
            }
        }
    }

    /** The system's own picker: it lends the one contact that the user taps, without a permission. */
    private fun pick() {
        try {
            @Suppress("DEPRECATION")
            startActivityForResult(Intent(Intent.ACTION_PICK, Phone.CONTENT_URI), PICK)
        } catch (e: ActivityNotFoundException) {
            fields.refuse(R.string.family_pick_failed)
        }
    }

    @Deprecated("The framework has no other way.")
    override fun onActivityResult(request: Int, result: Int, data: Intent?) {
        @Suppress("DEPRECATION")
        super.onActivityResult(request, result, data)
        val contact = data?.data ?: return
        if (request != PICK || result != RESULT_OK) return
        load({ contact(contact) }) { picked ->
            if (picked == null) {
                fields.refuse(R.string.family_pick_failed)
            } else {
                fields.fill(picked.first, picked.second)
            }
        }
    }

    /** Name and number; null when the phone book does not give them away. */
    private fun contact(address: Uri): Pair<String?, String>? = try {
        contentResolver.query(address, arrayOf(Phone.DISPLAY_NAME, Phone.NUMBER), null, null, null)?.use {
            if (it.moveToFirst()) it.getString(1)?.let { number -> it.getString(0) to number } else null
        }
    } catch (e: RuntimeException) {
        // Another app's provider may throw anything.
        null
    }

    companion object {
        private const val CHOOSING = "choosing"
        private const val PICK = 1

        /** Asks about the entry of this number. */
        fun intent(context: Context, entry: Long): Intent =
            Intent(context, FamilyActivity::class.java).about(entry)
    }
}

/** What to ask. Made off the main thread. */
private class Asking(context: Context, guard: Guard, entry: Entry) {
    /** The message. */
    val question = question(context, guard, entry)

    /** The number that the entry came from. */
    val sender = guard.caller(entry.item.channel, entry.item.sender) as? Caller.Number
}
