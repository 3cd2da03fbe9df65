package app.mihari

import android.Manifest.permission
import android.content.Intent
import android.content.pm.ApplicationInfo
import android.content.pm.ComponentInfo
import android.content.pm.PackageInfo
import android.content.pm.PackageManager
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.w3c.dom.Element

/** What the manifest promises, as the package manager reads it. */
@RunWith(RobolectricTestRunner::class)
class ManifestTest {
    private val info: PackageInfo = app.packageManager.getPackageInfo(
        app.packageName,
        PackageManager.GET_PERMISSIONS or PackageManager.GET_ACTIVITIES or
            PackageManager.GET_RECEIVERS or PackageManager.GET_SERVICES or
            PackageManager.GET_PROVIDERS,
    )

    @Test
    fun `the app cannot reach the internet, and asks for nothing it need not`() {
        val allowed = setOf(
            permission.RECEIVE_SMS,
            permission.READ_SMS,
            permission.POST_NOTIFICATIONS,
            permission.SYSTEM_ALERT_WINDOW,
        )
        val asked = info.requestedPermissions.orEmpty().toSet()
        assertFalse(permission.INTERNET in asked)
        assertFalse(permission.READ_CONTACTS in asked)
        assertEquals(emptySet<String>(), asked - allowed)
    }

    @Test
    fun `what others may reach is guarded, or has to be open`() {
        // The launcher, sharing and the text menu have to start these.
        val open = setOf("app.mihari.ui.home.HomeActivity", "app.mihari.ui.check.CheckActivity")
        val exported = components().filter { it.exported }.associate { it.name to guard(it) }
        assertEquals(permission.BROADCAST_SMS, exported["app.mihari.sms.SmsReceiver"])
        val unguarded = exported.filter { it.value == null }.keys
        assertEquals(emptySet<String>(), unguarded - open)
    }

    @Test
    fun `every component has its class`() {
        assertTrue(components().size > 5)
        for (component in components()) {
            assertNotNull(Class.forName(component.name))
        }
    }

    @Test
    fun `the history goes neither into a backup nor to another phone`() {
        val application = info.applicationInfo!!
        assertEquals(0, application.flags and ApplicationInfo.FLAG_ALLOW_BACKUP)
        val rules = parse("res/xml/data_extraction_rules.xml")
        val domains = setOf("root", "file", "database", "sharedpref", "external")
        for (road in listOf("cloud-backup", "device-transfer")) {
            val excluded = rules.children(road).single().children("exclude")
            assertTrue(excluded.map { it.getAttribute("domain") }.containsAll(domains))
            assertEquals(0, rules.children(road).single().children("include").size)
        }
        val manifest = parse("AndroidManifest.xml").children("application").single()
        assertEquals("@xml/data_extraction_rules", manifest.getAttribute("android:dataExtractionRules"))
        assertEquals("false", manifest.getAttribute("android:fullBackupContent"))
    }

    @Test
    fun `it runs from Android 10 and is made for Android 15`() {
        val application = info.applicationInfo!!
        assertEquals(29, application.minSdkVersion)
        assertEquals(35, application.targetSdkVersion)
    }

    @Test
    fun `a text message starts the receiver`() {
        val intent = Intent("android.provider.Telephony.SMS_RECEIVED")
        val receivers = app.packageManager.queryBroadcastReceivers(intent, 0)
        assertEquals(listOf("app.mihari.sms.SmsReceiver"), receivers.map { it.activityInfo.name })
    }

    private fun components(): List<ComponentInfo> =
        listOf(info.activities, info.receivers, info.services, info.providers)
            .flatMap { it.orEmpty().toList() }

    private fun guard(component: ComponentInfo): String? = when (component) {
        is android.content.pm.ActivityInfo -> component.permission
        is android.content.pm.ServiceInfo -> component.permission
        is android.content.pm.ProviderInfo -> component.readPermission
        else -> null
    }

    private fun parse(file: String): Element {
        val main = File(System.getProperty("mihari.repository"), "android/app/src/main")
        val builder = DocumentBuilderFactory.newInstance().newDocumentBuilder()
        return builder.parse(File(main, file)).documentElement
    }

    private fun Element.children(name: String): List<Element> =
        (0 until childNodes.length).map { childNodes.item(it) }
            .filterIsInstance<Element>()
            .filter { it.tagName == name }
}
