package app.mihari.ui.settings

import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import app.mihari.R
import app.mihari.core.CoreException
import app.mihari.core.Pack
import app.mihari.core.Source
import app.mihari.ui.Departure
import app.mihari.ui.Screen
import app.mihari.ui.dateWords
import app.mihari.ui.on
import app.mihari.ui.page
import app.mihari.ui.show

/** What the app is, what it promises, and where it knows from what it says. */
class AboutActivity : Screen() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setTitle(R.string.about_screen)
        setScrollingContent(R.layout.about)
        showVersion()
        onTap(R.id.about_licences) { startActivity(LicencesActivity.intent(this)) }
        load({ it.packs() }, ::show)
    }

    override fun troubled(trouble: CoreException) = showTrouble(R.id.about_packs, trouble)

    private fun showVersion() {
        val version = packageManager.getPackageInfo(packageName, 0).versionName
        say(R.id.about_version, version?.let { getString(R.string.about_version, it) })
    }

    private fun show(packs: List<Pack>) {
        val list = requireViewById<ViewGroup>(R.id.about_packs)
        list.removeAllViews()
        for (pack in packs) {
            val card = layoutInflater.inflate(R.layout.about_pack, list, false) as ViewGroup
            card.requireViewById<TextView>(R.id.pack_title).text = pack.title.on(this)
            card.requireViewById<TextView>(R.id.pack_version).text =
                getString(R.string.about_pack_version, pack.id, pack.version)
            showSources(card, pack.sources)
            list.addView(card)
        }
    }

    /** There are many: they are made and shown when somebody wants to see them. */
    private fun showSources(card: View, sources: List<Source>) {
        val list = card.requireViewById<ViewGroup>(R.id.pack_sources)
        card.requireViewById<TextView>(R.id.pack_more).run {
            text = getString(R.string.about_sources, sources.size)
            setOnClickListener {
                visibility = View.GONE
                list.visibility = View.VISIBLE
                for (source in sources) list.addView(sourceView(list, source))
            }
        }
    }

    private fun sourceView(list: ViewGroup, source: Source): View {
        val view = layoutInflater.inflate(R.layout.about_source, list, false)
        view.requireViewById<TextView>(R.id.source_title).text = source.title
        view.requireViewById<TextView>(R.id.source_date).text =
            source.dateWords(this)
        val page = source.page
        view.show(R.id.source_open, page != null)
        if (page != null) view.setOnClickListener { open(page) }
        return view
    }

    private fun open(page: Uri) = Departure.ask(
        this,
        getString(R.string.about_source_departure, page),
        Departure.browser(page),
    )

    companion object {
        /** Opens what the app says of itself. */
        fun intent(context: Context): Intent = Intent(context, AboutActivity::class.java)
    }
}
