package app.mihari

import app.mihari.core.Channel
import app.mihari.core.Direction
import app.mihari.core.Item

/** The messages of tests/data/sms-backup.xml, of which tests/README.md tells. */
object Backup {
    /** Of [messages], so many are fraud. The sixteenth of the README came as MMS. */
    const val FRAUDS = 15

    /** All messages that were received, as they came. */
    val messages: List<Item> by lazy {
        ELEMENT.findAll(repositoryFile("tests/data/sms-backup.xml").readText())
            .map { attributes(it.value) }
            .filter { it["type"] == "1" }
            .map { sms ->
                Item(
                    Channel.SMS,
                    sms.getValue("address"),
                    sms.getValue("body"),
                    sms.getValue("date").toLong(),
                    Direction.INCOMING,
                )
            }
            .toList()
    }

    private fun attributes(element: String): Map<String, String> =
        ATTRIBUTE.findAll(element).associate { it.groupValues[1] to plain(it.groupValues[2]) }

    // The file is no XML that a parser accepts: emoji are written as two surrogates.
    private val ELEMENT = Regex("<sms .*? />")
    private val ATTRIBUTE = Regex("(\\w+)=\"([^\"]*)\"")
    private val REFERENCE = Regex("&(#\\d+|\\w+);")
    private val NAMED = mapOf("amp" to "&", "lt" to "<", "gt" to ">", "quot" to "\"", "apos" to "'")

    private fun plain(written: String) = REFERENCE.replace(written) { match ->
        val name = match.groupValues[1]
        NAMED[name] ?: name.removePrefix("#").toInt().toChar().toString()
    }
}
