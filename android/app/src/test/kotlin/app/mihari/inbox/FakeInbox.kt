package app.mihari.inbox

import android.content.ContentProvider
import android.content.ContentValues
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import org.robolectric.Robolectric

/** A message as the phone keeps it. */
class Stored(val id: Long, val sender: String?, val body: String?, val date: Long)

/** The system's provider of messages, which answers what a scan asks and nothing else. */
class FakeInbox : ContentProvider() {
    val messages = mutableListOf<Stored>()

    /** What asking ends in, such as a permission that is gone. */
    var fault: RuntimeException? = null

    /** Whether the phone has messages at all. */
    var isThere = true

    /** The largest number of rows read through one cursor. */
    var rowsRead = 0

    override fun query(
        uri: Uri,
        projection: Array<String>?,
        selection: String?,
        arguments: Array<String>?,
        order: String?,
    ): Cursor? {
        check(uri.toString() == "content://sms/inbox") { "only what was received" }
        check(selection == "_id > ?" && order == "_id ASC") { "an order to go on by" }
        fault?.let { throw it }
        if (!isThere) return null
        val after = arguments!!.single().toLong()
        val rows = object : MatrixCursor(projection!!) {
            override fun onMove(old: Int, new: Int): Boolean {
                fault?.let { throw it }
                rowsRead++
                return super.onMove(old, new)
            }
        }
        for (message in messages.filter { it.id > after }.sortedBy { it.id }) {
            rows.newRow()
                .add("_id", message.id)
                .add("address", message.sender)
                .add("body", message.body)
                .add("date", message.date)
        }
        return rows
    }

    override fun onCreate() = true
    override fun getType(uri: Uri): String? = null
    override fun insert(uri: Uri, values: ContentValues?) = throw UnsupportedOperationException()
    override fun delete(uri: Uri, where: String?, arguments: Array<String>?) =
        throw UnsupportedOperationException()
    override fun update(uri: Uri, values: ContentValues?, where: String?, arguments: Array<String>?) =
        throw UnsupportedOperationException()

    companion object {
        /** A text that is fraud. */
        const val FRAUD = "未納料金があります。本日中にご連絡なき場合、法的手続きに移行します。㈱アマゾン"

        /** The time the messages of [filled] begin at. */
        const val BEGIN = 1_795_000_000_000

        /** The phone's inbox, with so many messages of which every tenth is a fraud. */
        fun filled(count: Int): FakeInbox {
            val inbox = Robolectric.setupContentProvider(FakeInbox::class.java, "sms")
            for (n in 1..count) {
                val body = if (n % 10 == 0) "$FRAUD $n" else "おはよう $n"
                inbox.messages += Stored(n.toLong(), "080-1234-5670", body, BEGIN + n * 3_600_000L)
            }
            return inbox
        }
    }
}
