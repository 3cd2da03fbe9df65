package app.mihari.core

import app.mihari.repositoryFile
import com.google.gson.Gson
import com.google.gson.JsonArray
import com.google.gson.JsonObject
import java.io.File
import java.time.Clock
import java.time.Instant
import java.time.ZoneId
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

/** The vectors of tests/vectors, which Rust reads too: the same verdicts from here. */
@RunWith(RobolectricTestRunner::class)
class VectorsTest {
    @get:Rule
    val folder = TemporaryFolder()

    /** The day on which core/engine/tests/vectors.rs screens. */
    private val clock =
        Clock.fixed(Instant.parse("2026-11-23T03:00:00Z"), ZoneId.of("Asia/Tokyo"))

    private val guard: Guard by lazy { NativeGuard(File(folder.root, "history.db"), clock) }

    private fun read(file: String): JsonObject =
        Gson().fromJson(repositoryFile("tests/vectors/$file").readText(), JsonObject::class.java)

    private fun JsonObject.list(name: String): List<JsonObject> =
        getAsJsonArray(name).map { it.asJsonObject }

    private fun JsonObject.text(name: String): String? =
        get(name)?.takeUnless { it.isJsonNull }?.asString

    private fun JsonArray?.texts(): List<String> = this?.map { it.asString }.orEmpty()

    private fun item(vector: JsonObject) = Item(
        Channel.valueOf(vector.text("kind")!!.uppercase()),
        vector.text("sender"),
        vector.text("text").orEmpty(),
        direction = Direction.valueOf(vector.text("direction")?.uppercase() ?: "INCOMING"),
    )

    /** The level of an item where the user's lists and profile are as the vector says. */
    private fun level(vector: JsonObject): Level {
        val lists = vector.getAsJsonObject("lists") ?: JsonObject()
        val allowed = lists.getAsJsonArray("allowed").texts()
        val blocked = lists.getAsJsonArray("blocked").texts()
        val remembered = lists.getAsJsonArray("remembered").texts()
        val profile = Profile.valueOf(vector.text("profile")?.uppercase() ?: "PERSONAL")
        if (guard.profile != profile) guard.profile = profile
        remembered.forEach(::teach)
        allowed.forEach { guard.setList(it, ListKind.ALLOWED) }
        blocked.forEach { guard.setList(it, ListKind.BLOCKED) }
        val level = guard.check(item(vector)).level
        (allowed + blocked).forEach { guard.setList(it, null) }
        if (remembered.isNotEmpty()) guard.deleteAll()
        return level
    }

    /** A fraud that asks to call this number: the only way a number is remembered. */
    private fun teach(number: String) {
        val text = "有料動画の未納料金が発生しています。本日中にご連絡なき場合、法的手続きに移行します。アマゾン $number"
        guard.screen(listOf(Item(Channel.SMS, "+818012345670", text)))
        assertEquals(1, guard.remembered().size)
    }

    private fun wrong(file: String): List<String> {
        val vectors = read(file).list("vectors")
        assertTrue(vectors.isNotEmpty())
        return vectors.filter { vector ->
            val wanted = vector.getAsJsonArray("levels").texts() + listOfNotNull(vector.text("level"))
            level(vector).name.lowercase() !in wanted
        }.map { it.text("id")!! }
    }

    /** Every template with some of the links, others for each. */
    private fun wrongTemplates(file: String, links: String, flagged: Boolean): List<String> {
        val json = read(file)
        val all = json.getAsJsonArray(links).texts()
        return json.list("templates").flatMapIndexed { index, template ->
            (0 until LINKS).map { all[(index * LINKS + it) % all.size] }
                .filter { link -> guard.check(withLink(template, link)).isFlagged != flagged }
                .map { link -> "${template.text("id")} with $link" }
        }
    }

    private fun withLink(template: JsonObject, link: String) =
        Item(Channel.SMS, template.text("sender"), template.text("text")!!.replace("{url}", link))

    private val none = emptyList<String>()

    @Test
    fun `the decision table holds row by row`() = assertEquals(none, wrong("decision-table.json"))

    @Test
    fun `calls come out as the design says`() = assertEquals(none, wrong("calls.json"))

    @Test
    fun `what is said and mailed comes out as written`() =
        assertEquals(none, wrong("voice-email.json"))

    @Test
    fun `genuine messages and everyday chat are let pass`() {
        assertEquals(none, wrong("genuine.json"))
        assertEquals(none, wrong("chat.json"))
    }

    @Test
    fun `links speak for themselves`() = assertEquals(none, wrong("links.json"))

    @Test
    fun `fraud in other names is flagged but for one in twenty`() {
        val wrong = wrong("other-scams.json")
        assertTrue(wrong.toString(), wrong.size <= 10)
    }

    @Test
    fun `a claim is flagged with a foreign link and not with Amazon's own`() {
        assertEquals(none, wrongTemplates("claims.json", "off_list", flagged = true))
        assertEquals(none, wrongTemplates("claims.json", "own", flagged = false))
    }

    @Test
    fun `a mention is never flagged`() =
        assertEquals(none, wrongTemplates("mentions.json", "links", flagged = false))

    @Test
    fun `every file of vectors is read here`() {
        val read = setOf(
            "decision-table.json", "calls.json", "voice-email.json", "genuine.json", "chat.json",
            "other-scams.json", "claims.json", "mentions.json", "links.json",
        )
        assertEquals(read, repositoryFile("tests/vectors").list()!!.toSet())
    }

    private companion object {
        /** How many links each template is tried with. Rust tries all. */
        const val LINKS = 4
    }
}
