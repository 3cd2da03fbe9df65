package app.mihari.ui

import android.app.Activity
import android.content.Intent
import app.mihari.Phone
import app.mihari.app
import app.mihari.core.Channel
import app.mihari.core.Direction
import app.mihari.core.Item
import app.mihari.core.ListKind
import app.mihari.core.Profile
import app.mihari.settings.Preferences
import app.mihari.settle
import app.mihari.ui.check.CheckActivity
import app.mihari.ui.detail.DetailActivity
import app.mihari.ui.family.FamilyActivity
import app.mihari.ui.help.Guide
import app.mihari.ui.help.GuideActivity
import app.mihari.ui.help.HelpActivity
import app.mihari.ui.home.HomeActivity
import app.mihari.ui.inbox.InboxActivity
import app.mihari.ui.seller.SellerActivity
import app.mihari.ui.settings.AboutActivity
import app.mihari.ui.settings.FamilyContactActivity
import app.mihari.ui.settings.LicencesActivity
import app.mihari.ui.settings.NumbersActivity
import app.mihari.ui.settings.SettingsActivity
import app.mihari.ui.start.StartActivity
import app.mihari.ui.tables.Table
import app.mihari.ui.tables.TablesActivity
import org.robolectric.Robolectric
import org.robolectric.android.controller.ActivityController

/** Every screen of the app with something meaningful on it. */
enum class Screens(
    private val activity: Class<out Activity>,
    private val prepare: () -> Unit = {},
    private val intent: () -> Intent,
) {
    HOME(HomeActivity::class.java, { keepSamples() }, { HomeActivity.intent(app) }),
    HOME_EMPTY(HomeActivity::class.java, {}, { HomeActivity.intent(app) }),
    HOME_NOT_WATCHING(HomeActivity::class.java, { Phone.takesRole() }, { HomeActivity.intent(app) }),
    DETAIL_SCAM(DetailActivity::class.java, { keepSamples() }, { DetailActivity.intent(app, 1) }),
    DETAIL_CALL(DetailActivity::class.java, { keepSamples() }, { DetailActivity.intent(app, 4) }),
    FAMILY(
        FamilyActivity::class.java,
        {
            keepSamples()
            Preferences(app).familyName = "花子"
            Preferences(app).familyNumber = "090-0000-1234"
        },
        { FamilyActivity.intent(app, 1) },
    ),
    CHECK(CheckActivity::class.java, {}, { CheckActivity.intent(app) }),
    CHECK_RESULT(
        CheckActivity::class.java,
        {},
        {
            Intent(app, CheckActivity::class.java).setAction(Intent.ACTION_SEND)
                .setType("text/plain").putExtra(Intent.EXTRA_TEXT, PARCEL)
        },
    ),
    HELP(HelpActivity::class.java, {}, { HelpActivity.intent(app) }),
    HELP_GIFT_CARD(GuideActivity::class.java, {}, { GuideActivity.intent(app, Guide.GIFT_CARD) }),
    TABLE_NUMBERS(TablesActivity::class.java, {}, { TablesActivity.intent(app, Table.NUMBERS) }),
    TABLE_DOMAINS(TablesActivity::class.java, {}, { TablesActivity.intent(app, Table.DOMAINS) }),
    TABLE_CONTACTS(TablesActivity::class.java, {}, { TablesActivity.intent(app, Table.CONTACTS) }),
    SETTINGS(SettingsActivity::class.java, {}, { SettingsActivity.intent(app) }),
    NUMBERS(
        NumbersActivity::class.java,
        {
            keepSamples()
            app.guard.setList("03-1234-5678", ListKind.BLOCKED)
            app.guard.setList("090-1234-5678", ListKind.ALLOWED)
        },
        { NumbersActivity.intent(app) },
    ),
    FAMILY_CONTACT(FamilyContactActivity::class.java, {}, { FamilyContactActivity.intent(app) }),
    ABOUT(AboutActivity::class.java, {}, { AboutActivity.intent(app) }),
    LICENCES(LicencesActivity::class.java, {}, { LicencesActivity.intent(app) }),
    START(StartActivity::class.java, {}, { StartActivity.intent(app) }),
    START_CALLS(
        StartActivity::class.java,
        {
            Phone.takesRole()
            Preferences(app).startStep = "CALLS"
        },
        { StartActivity.intent(app) },
    ),
    INBOX(InboxActivity::class.java, {}, { InboxActivity.intent(app) }),
    SELLER(
        SellerActivity::class.java,
        { app.guard.profile = Profile.BUSINESS },
        { SellerActivity.intent(app) },
    ),
    ;

    /** The screen, laid out and filled. */
    fun open(): ActivityController<out Activity> {
        Preferences(app).hasStarted = this != START
        if (this == START) Phone.isNew() else Phone.allowsAll()
        Phone.gotTheApp(System.currentTimeMillis())
        prepare()
        return Robolectric.buildActivity(activity, intent()).setup().also { settle() }
    }

    companion object {
        const val BILLING = "有料動画の未納料金が発生しています。本日中にご連絡なき場合、法的手続きに" +
            "移行します。アマゾン(株)受付センター 03-0000-1234"
        const val PHISHING = "【Amazon】お支払い方法に問題があります。24時間以内に更新してください。" +
            "https://amazon-jp.example-login.top/update"
        const val PARCEL = "お客様宛にお荷物のお届けにあがりましたが不在の為持ち帰りました。" +
            "下記よりご確認ください。http://kxq.duckdns.org"

        /** Entries 1 to 4: a bill, phishing, a parcel, a near miss of a published number. */
        fun keepSamples() {
            val day = 24 * 60 * 60 * 1000L
            val now = System.currentTimeMillis()
            val items = listOf(
                Item(Channel.SMS, "+818012345670", BILLING, now - 3 * 60 * 60 * 1000),
                Item(Channel.SMS, "Amazon", PHISHING, now - day),
                Item(Channel.SMS, "+819012345678", PARCEL, now - day - 60_000),
                Item(Channel.CALL, "+815031311652", "", now - 4 * day, Direction.INCOMING),
            )
            app.guard.screen(items)
        }
    }
}
