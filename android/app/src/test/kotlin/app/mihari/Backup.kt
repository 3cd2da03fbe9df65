package app.mihari

import app.mihari.core.Channel
import app.mihari.core.Direction
import app.mihari.core.Item
import java.io.File

/** The messages of tests/data/sms-backup.xml: the seeds' frauds among ordinary ones. */
object Backup {
    /** Messages that came in, as delivered. */
    val messages: List<Item> by lazy {
        val file = File(System.getProperty("mihari.repository")!!, "tests/data/sms-backup.xml")
        SMS.findAll(file.readText())
            .map { it.value }
            .filter { attribute(it, "type") == "1" }
            .map { sms ->
                Item(
                    Channel.SMS,
                    attribute(sms, "address"),
                    attribute(sms, "body")!!,
                    attribute(sms, "date")!!.toLong(),
                    Direction.INCOMING,
                )
            }
            .toList()
    }

    private fun attribute(element: String, name: String): String? =
        Regex(" $name=\"([^\"]*)\"").find(element)?.groupValues?.get(1)?.let(::decoded)

    /** No XML parser reads this file: the app that writes it splits emoji into two entities. */
    private fun decoded(value: String) = ENTITY.replace(value) {
        when (val entity = it.groupValues[1]) {
            "lt" -> "<"
            "gt" -> ">"
            "amp" -> "&"
            "quot" -> "\""
            "apos" -> "'"
            else -> entity.removePrefix("#").toInt().toChar().toString()
        }
    }

    private val SMS = Regex("<sms [^>]*>")
    private val ENTITY = Regex("&([^;]+);")
}
