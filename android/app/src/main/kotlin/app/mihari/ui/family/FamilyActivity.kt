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
import app.mihari.core.Channel
import app.mihari.core.Entry
import app.mihari.core.Guard
import app.mihari.settings.Preferences
import app.mihari.ui.Departure
import app.mihari.ui.EntryScreen

/** Asks the family: shows what would be sent, then opens the messaging app. */
class FamilyActivity : EntryScreen() {
    private lateinit var number: EditText
    private lateinit var name: EditText
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
        number = requireViewById(R.id.number)
        name = requireViewById(R.id.name)
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
            name.setText(asking.name)
            number.setText(asking.number)
        }
        isKept = true
        showStep(asking)
        onTap(R.id.pick) { pick() }
        onTap(R.id.keep) { keep(asking) }
        onTap(R.id.change) {
            isChoosing = true
            showStep(asking)
        }
    }

    private fun showStep(asking: Asking) {
        val to = asking.number
        val isAsking = to != null && !isChoosing
        show(R.id.what, isAsking)
        show(R.id.who, !isAsking)
        if (!isAsking) return
        requireViewById<TextView>(R.id.to).text = asking.name?.takeIf { it.isNotBlank() }
            ?.let { getString(R.string.family_to, it, to) } ?: getString(R.string.family_to_number, to)
        onTap(R.id.open) { Departure.go(this, messageTo(to!!)) }
        onTap(R.id.call) { Departure.go(this, Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", to, null))) }
    }

    /** The whole of it stands on this screen, and the user has just tapped to go on. */
    private fun messageTo(number: String) =
        Intent(Intent.ACTION_SENDTO, Uri.fromParts("smsto", number, null))
            .putExtra("sms_body", message.text.toString())

    // Whom to ask

    private fun keep(asking: Asking) {
        val (typedName, typedNumber) = name.text.toString().trim() to number.text.toString()
        load({ guard -> guard.caller(Channel.SMS, typedNumber) as? Caller.Number }) { number ->
            when {
                number == null -> refuse(R.string.family_not_a_number)
                // A fraudster may say: this is my new number.
                number.canonical == asking.sender?.canonical -> refuse(R.string.family_is_sender)
                else -> {
                    asking.keep(typedName.ifEmpty { null }, number.national)
                    isChoosing = false
                    show(R.id.refusal, false)
                    showStep(asking)
                }
            }
        }
    }

    private fun refuse(words: Int) {
        show(R.id.refusal, true)
        requireViewById<TextView>(R.id.refusal_words).setText(words)
        number.requestFocus()
    }

    /** The system's own picker: it lends the one contact that the user taps, without a permission. */
    private fun pick() {
        try {
            @Suppress("DEPRECATION")
            startActivityForResult(Intent(Intent.ACTION_PICK, Phone.CONTENT_URI), PICK)
        } catch (e: ActivityNotFoundException) {
            refuse(R.string.family_pick_failed)
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
                refuse(R.string.family_pick_failed)
            } else {
                show(R.id.refusal, false)
                name.setText(picked.first)
                number.setText(picked.second)
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

/** What to ask, and whom. Made off the main thread. */
private class Asking(context: Context, guard: Guard, entry: Entry) {
    /** The message. */
    val question = question(context, guard, entry)

    /** The number that the entry came from. */
    val sender = guard.caller(entry.item.channel, entry.item.sender) as? Caller.Number

    private val preferences = Preferences(context)

    /** Null until chosen. */
    var name: String? = preferences.familyName
        private set

    /** Null until chosen. */
    var number: String? = preferences.familyNumber
        private set

    fun keep(name: String?, number: String) {
        this.name = name
        this.number = number
        preferences.familyName = name
        preferences.familyNumber = number
    }
}
