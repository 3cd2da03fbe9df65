package app.mihari

import app.mihari.core.Contact
import app.mihari.core.CoreException
import app.mihari.core.Entry
import app.mihari.core.Fate
import app.mihari.core.Filter
import app.mihari.core.Guard
import app.mihari.core.Health
import app.mihari.core.HistoryTrouble
import app.mihari.core.Item
import app.mihari.core.Screened
import java.util.concurrent.CountDownLatch

/** The real guard, but for what a test makes go wrong. */
class FakeGuard(private val real: Guard) : Guard by real {
    /** Thrown by each screening. */
    var defect: CoreException? = null

    /** Each screening waits for it. */
    var hold: CountDownLatch? = null

    /** What the history suffers from. */
    var trouble: HistoryTrouble? = null

    override fun screen(items: List<Item>): List<Screened> {
        hold?.await()
        defect?.let { throw it }
        val screened = real.screen(items)
        return screened.map { Screened(it.verdict, troubled(it.fate)) }
    }

    /** Thrown to each screen that asks. */
    var failure: Exception? = null

    override fun health(): Health {
        failure?.let { throw it }
        return real.health().copy(trouble = trouble)
    }

    override fun entries(filter: Filter): List<Entry> {
        failure?.let { throw it }
        return real.entries(filter)
    }

    override fun contacts(): List<Contact> {
        failure?.let { throw it }
        return real.contacts()
    }

    private fun troubled(fate: Fate): Fate {
        val trouble = trouble
        return if (trouble != null && fate is Fate.New) Fate.Lost(trouble) else fate
    }
}

/** The app with a guard that can be made to fail. */
class FragileApp : MihariApp() {
    val fake: FakeGuard get() = guard as FakeGuard

    override fun loadGuard(): Result<Guard> = super.loadGuard().map(::FakeGuard)
}

/** The app on a phone where the core's library is missing. */
class MissingCoreApp : MihariApp() {
    override fun loadGuard(): Result<Guard> = Result.failure(CoreException.Missing())
}
