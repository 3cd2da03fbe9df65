package app.mihari.core

import uniffi.mihari.Caller as BoundCaller
import uniffi.mihari.ItemFate as BoundFate

// From the app's words to the core's and back. Enums have the same names on both sides; a test holds that.

internal fun Item.toCore() = uniffi.mihari.Item(
    channel.toCore(),
    direction.toCore(),
    sender?.wellFormed(),
    text.wellFormed(),
    at,
)

/**
 * Halves of surrogate pairs, which the bindings refuse to hand over, become U+FFFD: one unit for
 * one, so that spans still fit the original.
 */
internal fun String.wellFormed(): String {
    if (none { it.isSurrogate() }) return this
    return buildString(length) {
        for ((i, c) in this@wellFormed.withIndex()) {
            val isHalf = when {
                c.isHighSurrogate() -> this@wellFormed.getOrNull(i + 1)?.isLowSurrogate() != true
                c.isLowSurrogate() -> this@wellFormed.getOrNull(i - 1)?.isHighSurrogate() != true
                else -> false
            }
            append(if (isHalf) '\uFFFD' else c)
        }
    }
}

internal fun Filter.toCore() = uniffi.mihari.Filter(
    channels.map { it.toCore() },
    roads.map { it.toCore() },
    levels.map { it.toCore() },
    mark?.toCore(),
    search?.wellFormed(),
    limit?.toUInt(),
    after?.let { uniffi.mihari.Place(it.time, it.id) },
)

internal fun Channel.toCore() = uniffi.mihari.Channel.valueOf(name)

internal fun Direction.toCore() = uniffi.mihari.Direction.valueOf(name)

internal fun Profile.toCore() = uniffi.mihari.Profile.valueOf(name)

internal fun Road.toCore() = uniffi.mihari.Road.valueOf(name)

internal fun Level.toCore() = uniffi.mihari.Level.valueOf(name)

internal fun Mark.toCore() = uniffi.mihari.Mark.valueOf(name)

internal fun ListKind.toCore() = uniffi.mihari.ListKind.valueOf(name)

internal fun ExportFormat.toCore() = uniffi.mihari.ExportFormat.valueOf(name)

internal fun uniffi.mihari.Channel.toApp() = Channel.valueOf(name)

internal fun uniffi.mihari.Direction.toApp() = Direction.valueOf(name)

internal fun uniffi.mihari.Profile.toApp() = Profile.valueOf(name)

internal fun uniffi.mihari.Level.toApp() = Level.valueOf(name)

internal fun uniffi.mihari.Field.toApp() = Field.valueOf(name)

internal fun uniffi.mihari.Road.toApp() = Road.valueOf(name)

internal fun uniffi.mihari.Mark.toApp() = Mark.valueOf(name)

internal fun uniffi.mihari.ListKind.toApp() = ListKind.valueOf(name)

internal fun uniffi.mihari.ContactKind.toApp() = ContactKind.valueOf(name)

internal fun uniffi.mihari.HistoryTrouble.toApp() = HistoryTrouble.valueOf(name)

internal fun uniffi.mihari.Text.toApp() = Text(ja, en)

internal fun uniffi.mihari.Source.toApp() = Source(title, url, asOf, isStale)

internal fun uniffi.mihari.Evidence.toApp() = Evidence(field.toApp(), start.toInt(), end.toInt())

internal fun uniffi.mihari.Reason.toApp() = Reason(
    rule,
    level.toApp(),
    weight.toInt(),
    text.toApp(),
    source?.toApp(),
    evidence.map { it.toApp() },
)

internal fun uniffi.mihari.Verdict.toApp() = Verdict(
    level.toApp(),
    score.toInt(),
    category,
    reasons.map { it.toApp() },
    advice.map { Advice(it.id, it.text.toApp()) },
    truncated,
)

internal fun BoundFate.toApp(): Fate = when (this) {
    is BoundFate.NotFlagged -> Fate.NotFlagged
    is BoundFate.New -> Fate.New(id)
    is BoundFate.Already -> Fate.Already(id)
    is BoundFate.Deleted -> Fate.Deleted
    is BoundFate.Lost -> Fate.Lost(trouble.toApp())
}

internal fun uniffi.mihari.Screened.toApp() = Screened(verdict.toApp(), fate.toApp())

internal fun uniffi.mihari.Entry.toApp() = Entry(
    id,
    Item(channel.toApp(), sender, text, at, direction.toApp()),
    keptAt,
    road.toApp(),
    verdict.toApp(),
    packs,
    mark?.toApp(),
)

internal fun BoundCaller.toApp(): Caller = when (this) {
    is BoundCaller.Number -> Caller.Number(canonical, national)
    is BoundCaller.Name -> Caller.Name(name)
    is BoundCaller.Mail -> Caller.Mail(address)
    is BoundCaller.Withheld -> Caller.Withheld
    is BoundCaller.Payphone -> Caller.Payphone
    is BoundCaller.Unavailable -> Caller.Unavailable
}

internal fun uniffi.mihari.ListedNumber.toApp() =
    ListedNumber(canonical, national, kind.toApp(), since)

internal fun uniffi.mihari.RememberedNumber.toApp() =
    RememberedNumber(canonical, national, firstSeen, lastSeen, entry)

internal fun uniffi.mihari.Health.toApp() = Health(
    trouble?.toApp(),
    setAside,
    messages.toLong(),
    calls.toLong(),
    lastMessage,
    lastCall,
    kept.toLong(),
    inUndoBin.toLong(),
    damaged.toLong(),
)

internal fun uniffi.mihari.KnownNumber.toApp() = KnownNumber(
    canonical,
    national,
    group,
    title.toApp(),
    note?.toApp(),
    source.toApp(),
    checked,
    isStale,
    page,
)

internal fun uniffi.mihari.KnownDomain.toApp() =
    KnownDomain(
        domain,
        brand,
        title.toApp(),
        isForLinks,
        isForMail,
        source.toApp(),
        checked,
        isStale,
    )

internal fun uniffi.mihari.Contact.toApp() = Contact(
    id,
    title.toApp(),
    kind.toApp(),
    value,
    note.toApp(),
    page,
    source.toApp(),
    checked,
    isStale,
)

internal fun uniffi.mihari.Pack.toApp() =
    Pack(id, version, title.toApp(), sources.map { it.toApp() })
