package app.mihari.ui

import app.mihari.R
import app.mihari.core.CoreException
import app.mihari.core.HistoryTrouble

/** What is wrong and what to do, for people: a string resource. */
val CoreException.words: Int
    get() = when (this) {
        is CoreException.Missing -> R.string.trouble_core
        is CoreException.Defect, is CoreException.NotANumber -> R.string.trouble_defect
        is CoreException.History -> trouble.words
    }

/** What is wrong with the history and what to do, for people: a string resource. */
val HistoryTrouble.words: Int
    get() = when (this) {
        HistoryTrouble.DISK_FULL -> R.string.trouble_disk_full
        HistoryTrouble.NEWER -> R.string.trouble_newer
        else -> R.string.trouble_history
    }
