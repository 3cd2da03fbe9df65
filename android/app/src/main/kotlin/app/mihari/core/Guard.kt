package app.mihari.core

/**
 * The core: screens messages and calls, and keeps what is flagged.
 *
 * Every function may be called from any thread and may wait for the disk, so none of them belongs
 * on the main thread, except those of a few milliseconds that say so. Each throws [CoreException]
 * and nothing else.
 */
interface Guard {
    /** Builds the engine, so that the first message need not wait for it. */
    fun warmUp()

    /** Screens items as they arrive and keeps what is flagged. Answers in the same order. */
    fun screen(items: List<Item>): List<Screened>

    /** The same for items that lie in the phone's inbox. */
    fun screenInbox(items: List<Item>): List<Screened>

    /** The verdict on something the user asks about. Keeps and counts nothing. */
    fun check(item: Item): Verdict

    /** Keeps what [check] flagged. */
    fun save(item: Item): Screened

    /** Kept entries, newest first. */
    fun entries(filter: Filter): List<Entry>

    /** One entry; null when there is none of this number. */
    fun entry(id: Long): Entry?

    /** Marks an entry or takes its mark away. False when there is none of this number. */
    fun mark(id: Long, mark: Mark?): Boolean

    /** Deletes entries as one step of [undo]. Answers how many. */
    fun delete(ids: List<Long>): Long

    /** Brings back what the last deletion took. Answers how many. */
    fun undo(): Long

    /**
     * Deletes for good every entry, every remembered number, and the damaged histories that were set
     * aside. Answers how many entries.
     */
    fun deleteAll(): Long

    /** Lets go of what is older than the user wants kept. */
    fun tidy()

    /** Writes all entries to the file at [path]. Answers how many. */
    fun export(format: ExportFormat, path: String): Long

    /** Puts a number on a list, moves it to the other, or (null) takes it off. */
    fun setList(number: String, kind: ListKind?)

    /** The user's lists, what was added last first. */
    fun listed(): List<ListedNumber>

    /** Numbers that flagged messages asked to call. */
    fun remembered(): List<RememberedNumber>

    /** Forgets a remembered number. False when it was not remembered. */
    fun forget(number: String): Boolean

    /** Who uses the phone. */
    var profile: Profile

    /** For how many days entries are kept; null: for ever. */
    var retentionDays: Int?

    /** Whether the history can be used, and what has been seen. */
    fun health(): Health

    /** The packs in use. */
    fun packs(): List<Pack>

    /** Every published number. */
    fun knownNumbers(): List<KnownNumber>

    /** Every official domain. */
    fun knownDomains(): List<KnownDomain>

    /** Every place that helps. */
    fun contacts(): List<Contact>

    /** Who a sender or caller is, however it is written. Takes microseconds. */
    fun caller(channel: Channel, sender: String?): Caller

    /** A text whose links can be read but not tapped. */
    fun defang(text: String): String
}

/** Why the core could not do what was asked. Never holds content. */
sealed class CoreException(message: String) : Exception(message) {
    /** The history could not do its part. */
    class History(val trouble: HistoryTrouble) : CoreException("history: $trouble")

    /** What was given as a telephone number is none. */
    class NotANumber : CoreException("not a telephone number")

    /** The core has a defect; where, is in the log. */
    class Defect : CoreException("internal defect")

    /** The core's library is missing on this phone, or does not fit the app. */
    class Missing : CoreException("the core cannot be loaded")
}
