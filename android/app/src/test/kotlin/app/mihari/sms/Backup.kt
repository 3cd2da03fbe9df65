package app.mihari.sms

import app.mihari.repositoryFile

/** One received message of the sample backup. */
class BackedUp(val sender: String, val text: String) {
    /** As the phone received it. Names that no network could carry are replaced. */
    fun pdus(): Array<ByteArray> {
        val isNumber = sender.removePrefix("+").all(Char::isDigit)
        return Pdu.of(if (isNumber || Pdu.isName(sender)) sender else "INFO", text).toTypedArray()
    }
}

/** The messages of tests/data/sms-backup.xml, of which tests/README.md tells. */
object Backup {
    /** Of those received, so many are fraud. The sixteenth of the README came as MMS. */
    const val FRAUDS = 15

    /** All messages that were received. */
    fun received(): List<BackedUp> = ELEMENT.findAll(repositoryFile("tests/data/sms-backup.xml").readText())
        .map { element -> ATTRIBUTE.findAll(element.value).associate { it.groupValues[1] to it.groupValues[2] } }
        .filter { it["type"] == "1" }
        .map { BackedUp(plain(it.getValue("address")), plain(it.getValue("body"))) }
        .toList()

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
