package app.mihari.settings

import android.content.Context
import android.net.Uri
import app.mihari.core.ExportFormat
import app.mihari.core.Guard
import java.io.File
import java.io.IOException

/** Writes the history to where the user wants it. */
object Export {
    /** What came of it. */
    sealed interface Outcome {
        /** So many entries are there now. */
        data class Written(val entries: Long) : Outcome

        /** The place could not be written: full, gone, or refused by the app that holds it. */
        data object NotWritten : Outcome
    }

    /**
     * Writes all entries to the document [target], which the system's file picker gave. The core
     * writes files, and a document is none: a file of the app's own stands between, and is deleted
     * whatever happens. Not for the main thread.
     *
     * @throws app.mihari.core.CoreException when the history cannot be read.
     */
    fun write(context: Context, guard: Guard, format: ExportFormat, target: Uri): Outcome {
        val file = between(context)
        try {
            val entries = guard.export(format, file.path)
            return if (copy(context, file, target)) Outcome.Written(entries) else Outcome.NotWritten
        } finally {
            file.delete()
        }
    }

    /** Deletes what an export left behind whose process was ended in the middle. */
    fun clear(context: Context) {
        between(context).delete()
    }

    private fun between(context: Context) = File(context.cacheDir, "export")

    private fun copy(context: Context, file: File, target: Uri): Boolean = try {
        // "wt" shortens a document that was longer before.
        val out = context.contentResolver.openOutputStream(target, "wt")
        out?.use { file.inputStream().use { input -> input.copyTo(it) } }
        out != null
    } catch (e: IOException) {
        false
    } catch (e: RuntimeException) {
        // The app behind the document may refuse or be broken. What it says may hold content.
        false
    }
}
