package app.mihari

import java.io.File
import javax.xml.parsers.DocumentBuilderFactory
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.w3c.dom.Element

/** Every word that a person reads stands in resources, in Japanese and in English. */
class StringsTest {
    private val main = File(System.getProperty("mihari.repository"), "android/app/src/main")
    private val english = strings("values")
    private val japanese = strings("values-ja")

    @Test
    fun `both languages say the same things`() {
        assertTrue(english.size > 20)
        assertEquals(english.keys.sorted(), japanese.keys.sorted())
    }

    @Test
    fun `both languages fill in the same values`() {
        val differing = english.keys.filter { values(english[it]) != values(japanese[it]) }
        assertEquals(emptyList<String>(), differing)
    }

    @Test
    fun `Japanese is written in Japanese and English is not`() {
        val exempt = setOf("language", "app_name")
        val foreign = english.filter { (name, text) ->
            name !in exempt && name !in JAPANESE_IN_ENGLISH &&
                JAPANESE.containsMatchIn(text.replace(QUOTED, ""))
        }
        assertEquals(emptyList<String>(), foreign.keys.toList())
        val untranslated = japanese.filter { (name, text) ->
            name !in exempt && text == english[name] && LATIN_WORD.containsMatchIn(text)
        }
        assertEquals(emptyList<String>(), untranslated.keys.toList())
    }

    @Test
    fun `no layout holds words of its own`() {
        val literal = Regex("""android:(text|hint|contentDescription|title|label)="(?!@|\?)[^"]+"""")
        val found = files("res", "xml").filter { it.parentFile.name.startsWith("layout") }
            .flatMap { file -> literal.findAll(file.readText()).map { "${file.name}: ${it.value}" } }
        assertEquals(emptyList<String>(), found)
    }

    @Test
    fun `no code holds Japanese, or words that it shows`() {
        val shown = Regex("""((setText|setTitle|setMessage|setContentTitle|setContentText)\(|(text|title|hint|contentDescription) = )"[^"$]*\p{L}{2}""")
        val found = files("kotlin", "kt").flatMap { file ->
            file.readLines().map { it.substringBefore("//").trim() }
                .filterNot { it.startsWith("*") || it.startsWith("/*") }
                .filter { JAPANESE.containsMatchIn(it) || shown.containsMatchIn(it) }
                .map { "${file.name}: $it" }
        }
        assertEquals(emptyList<String>(), found)
    }

    private fun files(folder: String, extension: String) =
        File(main, folder).walk().filter { it.extension == extension }.toList()

    private fun strings(folder: String): Map<String, String> {
        val builder = DocumentBuilderFactory.newInstance().newDocumentBuilder()
        val files = File(main, "res/$folder").listFiles { file -> file.name.startsWith("strings") }!!
        return files.flatMap { file ->
            val document = builder.parse(file).documentElement
            elements(document).flatMap { resource ->
                val name = resource.getAttribute("name")
                when (resource.tagName) {
                    "string" -> listOf(name to resource.textContent)
                    "string-array" -> elements(resource).mapIndexed { n, it -> "$name[$n]" to it.textContent }
                    // Japanese has one form, English two.
                    "plurals" -> listOf(name to elements(resource).last().textContent)
                    else -> emptyList()
                }
            }
        }.toMap()
    }

    private fun elements(parent: Element): List<Element> =
        (0 until parent.childNodes.length).map { parent.childNodes.item(it) }.filterIsInstance<Element>()

    private fun values(text: String?) =
        Regex("""%(\d+\$)?[sd]""").findAll(text.orEmpty()).map { it.value }.sorted().toList()

    private companion object {
        val JAPANESE = Regex("""[\p{IsHiragana}\p{IsKatakana}\p{IsHan}]""")

        /** Titles of Japanese pages, texts to be used in Japan, a language's own name. */
        val JAPANESE_IN_ENGLISH = setOf(
            "help_source_guide",
            "help_source_blog",
            "seller_source",
            "seller_text",
            "settings_language_ja",
        )

        /** What English quotes of Japanese: what to say to a desk, the name of a thing. */
        val QUOTED = Regex("""「[^」]*」|\([^)]*\)|"[^"]*"""")
        val LATIN_WORD = Regex("""[A-Za-z]{4,} [A-Za-z]{2,}""")
    }
}
