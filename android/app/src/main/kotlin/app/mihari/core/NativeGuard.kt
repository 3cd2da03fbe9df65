package app.mihari.core

import android.util.Log
import java.io.File
import java.time.Clock
import java.time.Instant
import uniffi.mihari.GuardException
import uniffi.mihari.InternalException
import uniffi.mihari.Moment
import uniffi.mihari.Guard as Bound

/**
 * The guard in Rust. This file and Mapping.kt are all that knows the generated bindings.
 *
 * @param history the file that holds the history; made when it is first needed.
 * @param clock the phone's clock and time zone.
 */
class NativeGuard(history: File, private val clock: Clock = Clock.systemDefaultZone()) : Guard {
    private val bound: Bound = loaded { Bound(history.path) }

    override fun warmUp() = answer { bound.warmUp() }

    override fun screen(items: List<Item>) =
        answer { bound.screen(items.map { it.toCore() }, now()).map { it.toApp() } }

    override fun screenInbox(items: List<Item>) =
        answer { bound.screenInbox(items.map { it.toCore() }, now()).map { it.toApp() } }

    override fun check(item: Item) = answer { bound.check(item.toCore(), now()).toApp() }

    override fun save(item: Item) = answer { bound.save(item.toCore(), now()).toApp() }

    override fun entries(filter: Filter) =
        answer { bound.entries(filter.toCore(), now()).map { it.toApp() } }

    override fun entry(id: Long) = answer { bound.entry(id, now())?.toApp() }

    override fun mark(id: Long, mark: Mark?) = answer { bound.mark(id, mark?.toCore(), now()) }

    override fun delete(ids: List<Long>) = answer { bound.delete(ids, now()).toLong() }

    override fun undo() = answer { bound.undo(now()).toLong() }

    override fun deleteAll() = answer { bound.deleteAll(now()).toLong() }

    override fun tidy() = answer { bound.tidy(now()) }

    override fun export(format: ExportFormat, path: String) =
        answer { bound.export(format.toCore(), path, now()).toLong() }

    override fun setList(number: String, kind: ListKind?) =
        answer { bound.setList(number.wellFormed(), kind?.toCore(), now()) }

    override fun listed() = answer { bound.listed(now()).map { it.toApp() } }

    override fun remembered() = answer { bound.remembered(now()).map { it.toApp() } }

    override fun forget(number: String) = answer { bound.forget(number.wellFormed(), now()) }

    override var profile: Profile
        get() = answer { bound.profile(now()).toApp() }
        set(value) = answer { bound.setProfile(value.toCore(), now()) }

    override var retentionDays: Int?
        get() = answer { bound.retentionDays(now())?.toInt() }
        set(value) = answer { bound.setRetentionDays(value?.toUInt(), now()) }

    override fun health() = answer { bound.health(now()).toApp() }

    override fun packs() = answer { uniffi.mihari.packs(now()).map { it.toApp() } }

    override fun knownNumbers() = answer { uniffi.mihari.knownNumbers(now()).map { it.toApp() } }

    override fun knownDomains() = answer { uniffi.mihari.knownDomains(now()).map { it.toApp() } }

    override fun contacts() = answer { uniffi.mihari.contacts(now()).map { it.toApp() } }

    override fun caller(channel: Channel, sender: String?) =
        answer { uniffi.mihari.caller(channel.toCore(), sender?.wellFormed()).toApp() }

    override fun defang(text: String) = answer { uniffi.mihari.defang(text.wellFormed()) }

    private fun now(): Moment {
        val instant = Instant.now(clock)
        return Moment(instant.toEpochMilli(), clock.zone.rules.getOffset(instant).totalSeconds)
    }
}

/** Runs [load], which loads the core's library. */
private fun <T> loaded(load: () -> T): T {
    try {
        // Java itself must load it once for the core's log to reach Android's; JNA loads it again
        // and gets the same.
        System.loadLibrary("mihari")
    } catch (e: UnsatisfiedLinkError) {
        Log.w(TAG, "the core's log stays silent")
    }
    return try {
        load()
    } catch (e: LinkageError) {
        throw CoreException.Missing()
    } catch (e: RuntimeException) {
        // The generated code compares its checksums with the library's.
        throw CoreException.Missing()
    }
}

/** Turns what the bindings throw into the app's own exceptions. Their messages stay behind. */
private inline fun <T> answer(call: () -> T): T = try {
    call()
} catch (e: GuardException.History) {
    throw CoreException.History(e.trouble.toApp())
} catch (e: GuardException.NotANumber) {
    throw CoreException.NotANumber()
} catch (e: GuardException.Internal) {
    throw CoreException.Defect()
} catch (e: InternalException) {
    throw CoreException.Defect()
}

private const val TAG = "mihari"
