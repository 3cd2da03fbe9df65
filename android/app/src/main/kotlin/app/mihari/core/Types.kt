package app.mihari.core

// The app's own words for what the core answers. Spans are UTF-16 code units, as in every Kotlin
// string; times are milliseconds since 1970 UTC.
//
// What holds a message or a number is no data class: its toString would put content into a log.

/** How an item reached the person. */
enum class Channel { SMS, CALL, EMAIL, VOICE }

/** Who started the call or sent the message. */
enum class Direction { INCOMING, OUTGOING }

/** Who uses the phone. */
enum class Profile { PERSONAL, BUSINESS }

/** How serious an item is, in rising order. [NO_MATCH] does not mean safe, and neither does [OFFICIAL]. */
enum class Level {
    NO_MATCH,
    OFFICIAL,
    CAUTION,
    SCAM,
    ;

    /** Shown, explained and kept. */
    val isFlagged: Boolean get() = this >= CAUTION
}

/** Which part of an item a span points into. */
enum class Field { SENDER, TEXT }

/** How an item first came in. */
enum class Road { RECEIVER, INBOX, BACKUP, CHECK }

/** What the user thinks of a verdict. */
enum class Mark { WRONG, CONFIRMED }

/** Which of the user's lists a number is on. */
enum class ListKind { ALLOWED, BLOCKED }

/** What an export is written as. */
enum class ExportFormat { CSV, JSON }

/** The same in Japanese and English. */
class Text(val ja: String, val en: String) {
    /** The wording in a language: `R.string.language` names the one that the app speaks. */
    fun inLanguage(language: String): String = if (language == "ja") ja else en
}

/** A message or a call as delivered. */
class Item(
    val channel: Channel,
    /** Number, sender name or mail address; null for a call is a withheld number. */
    val sender: String?,
    /** Empty for a call. */
    val text: String = "",
    /** When it was sent or received; null when unknown. */
    val at: Long? = null,
    val direction: Direction = Direction.INCOMING,
)

/** Words of an item that caused a reason. */
data class Evidence(val field: Field, val start: Int, val end: Int)

/** Where knowledge comes from. */
data class Source(
    val title: String,
    val url: String?,
    /** When it said so: `2022-12` or `2022-12-31`. */
    val asOf: String,
    /** It said so more than twelve months ago. */
    val isStale: Boolean,
)

/** One rule that hit. */
class Reason(
    val rule: String,
    val level: Level,
    val weight: Int,
    val text: Text,
    val source: Source?,
    val evidence: List<Evidence>,
)

/** One thing to do. */
class Advice(val id: String, val text: Text)

/** The answer to one item. */
class Verdict(
    val level: Level,
    val score: Int,
    /** Kind of fraud; null without reasons. */
    val category: String?,
    /** Highest level first, then heaviest. */
    val reasons: List<Reason>,
    /** Steps, in order. */
    val advice: List<Advice>,
    /** Only the beginning of the text was screened. */
    val isTruncated: Boolean,
) {
    val isFlagged: Boolean get() = level.isFlagged
}

/** What is wrong with the history file. */
enum class HistoryTrouble { NO_PLACE, DENIED, DISK_FULL, BUSY, DAMAGED, NEWER, FOREIGN, FAILING }

/** What became of an item. */
sealed interface Fate {
    /** Nothing was found, and nothing of it is kept. */
    data object NotFlagged : Fate

    /** It is now kept. */
    data class New(val id: Long) : Fate

    /** It had been kept before. */
    data class Already(val id: Long) : Fate

    /** The user deleted it before; it is not brought back. */
    data object Deleted : Fate

    /** The history could not take it. */
    data class Lost(val trouble: HistoryTrouble) : Fate
}

/** A verdict, and what became of the item. */
class Screened(val verdict: Verdict, val fate: Fate)

/** One kept item with the verdict as it was shown. */
class Entry(
    val id: Long,
    val item: Item,
    val keptAt: Long,
    val road: Road,
    val verdict: Verdict,
    /** Ids and versions of the packs that said so. */
    val packs: String,
    val mark: Mark?,
) {
    /** The time it is listed under. */
    val time: Long get() = item.at ?: keptAt

    /** Its place in the list, for [Filter.after]. */
    val place: Place get() = Place(time, id)
}

/** A place in the list of entries. */
data class Place(val time: Long, val id: Long)

/** Which entries are wanted; empty lists and nulls want all. */
class Filter(
    val channels: List<Channel> = emptyList(),
    val roads: List<Road> = emptyList(),
    val levels: List<Level> = emptyList(),
    val mark: Mark? = null,
    val search: String? = null,
    val limit: Int? = null,
    val after: Place? = null,
)

/** Who a sender or caller is, as far as the writing tells. */
sealed interface Caller {
    class Number(val canonical: String, val national: String) : Caller

    class Name(val name: String) : Caller

    class Mail(val address: String) : Caller

    data object Withheld : Caller

    data object Payphone : Caller

    data object Unavailable : Caller
}

/** A number on one of the user's lists. */
class ListedNumber(val canonical: String, val national: String, val kind: ListKind, val since: Long)

/** A number that flagged messages asked to call. */
class RememberedNumber(
    val canonical: String,
    val national: String,
    val firstSeen: Long,
    val lastSeen: Long,
    /** The entry that taught it last. */
    val entry: Long,
)

/** Whether the history can be used, and what has been seen. */
data class Health(
    /** Why nothing can be kept at present. */
    val trouble: HistoryTrouble?,
    /** Where a damaged history was moved since the app started. */
    val setAside: String?,
    val messages: Long,
    val calls: Long,
    /** When a message last arrived. */
    val lastMessage: Long?,
    /** When a call last came in or went out. */
    val lastCall: Long?,
    val kept: Long,
    val inUndoBin: Long,
    /** Damaged histories that lie aside, of whatever day. */
    val damaged: Long,
)

/** A published telephone number. */
class KnownNumber(
    val canonical: String,
    val national: String,
    /** The id of the group it belongs to, such as `amazon-business`. */
    val group: String,
    val title: Text,
    val note: Text?,
    val source: Source,
    /** When it was last confirmed: `2022-12`. */
    val checked: String,
    /** Not confirmed for twelve months. */
    val isStale: Boolean,
    /** The official page with the newest list. */
    val page: String?,
)

/** A domain and what it may be used for. */
class KnownDomain(
    val domain: String,
    /** The id of the brand, such as `amazon`. */
    val brand: String,
    /** The brand's name. */
    val title: Text,
    val isForLinks: Boolean,
    val isForMail: Boolean,
    val source: Source,
    val checked: String,
    val isStale: Boolean,
)

/** How a contact is reached. */
enum class ContactKind { PHONE, WEB, MAIL }

/** Where a person finds help. */
class Contact(
    /** Such as `police-consultation`. */
    val id: String,
    val title: Text,
    val kind: ContactKind,
    /** Number, address of a page, or mail address. */
    val value: String,
    val note: Text,
    val page: String?,
    val source: Source,
    val checked: String,
    /** Not confirmed for twelve months: shown with its date and page, and no mail goes there with one tap. */
    val isStale: Boolean,
)

/** A pack of rules and what it rests on. */
class Pack(val id: String, val version: String, val title: Text, val sources: List<Source>)
