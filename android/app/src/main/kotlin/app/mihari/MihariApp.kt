package app.mihari

import android.app.Application
import android.content.Context
import android.content.res.Configuration
import android.content.res.Resources
import android.util.Log
import app.mihari.core.CoreException
import app.mihari.core.Guard
import app.mihari.core.NativeGuard
import app.mihari.notice.Notices
import app.mihari.settings.Language
import java.io.File
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors

/**
 * What lives as long as the process: the guard, and the threads it is used on.
 *
 * Open, so that a test can put a guard of its own in place.
 */
open class MihariApp : Application() {
    /** What arrives is screened here, one after the other, and waits for nothing else. */
    val screening: ExecutorService by lazy { Executors.newSingleThreadExecutor(named("screening")) }

    /** What screens ask of the guard. */
    val background: ExecutorService by lazy { Executors.newSingleThreadExecutor(named("background")) }

    private val loaded: Result<Guard> by lazy { loadGuard() }

    /**
     * The guard. Loading it takes some milliseconds, so this belongs on one of the threads above.
     *
     * @throws CoreException.Missing where the core's library cannot be loaded.
     */
    val guard: Guard get() = loaded.getOrThrow()

    /** Speaks the chosen language below Android 13: notifications and the card of a call do so too. */
    private var speaking: Context? = null

    override fun attachBaseContext(base: Context) {
        super.attachBaseContext(base)
        speaking = Language.speaking(base)
    }

    override fun getResources(): Resources = (speaking ?: baseContext).resources

    override fun onCreate() {
        super.onCreate()
        Language.handOver(this)
        Notices.createChannels(this)
        // The first message finds the engine ready.
        screening.attempt {
            try {
                guard.warmUp()
            } catch (e: CoreException) {
                Log.e(TAG, "the core is not ready", e)
            }
        }
    }

    /** The names of the channels are in the language of before. */
    override fun onConfigurationChanged(configuration: Configuration) {
        super.onConfigurationChanged(configuration)
        Notices.createChannels(this)
    }

    /** Speaks as the user has just chosen, below Android 13. */
    internal fun speakAnew() {
        speaking = Language.speaking(baseContext)
        Notices.createChannels(this)
    }

    /** Loads the guard; a test overrides it. */
    protected open fun loadGuard(): Result<Guard> = try {
        Result.success(NativeGuard(File(noBackupFilesDir, "history.db")))
    } catch (e: CoreException) {
        Result.failure(e)
    }

    private fun named(name: String) = { work: Runnable -> Thread(work, name) }

    companion object {
        /** The tag of everything the app logs. Content never gets there. */
        const val TAG = "mihari"
    }
}

/** The app that this context belongs to. */
val Context.mihari: MihariApp get() = applicationContext as MihariApp
