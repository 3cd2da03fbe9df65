package app.mihari.ui.home

import android.content.Context
import android.content.Intent
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import android.view.Menu
import android.view.View
import android.view.inputmethod.InputMethodManager
import android.widget.AbsListView
import android.widget.EditText
import android.widget.ListView
import android.widget.PopupMenu
import android.widget.TextView
import app.mihari.R
import app.mihari.core.CoreException
import app.mihari.core.Entry
import app.mihari.core.Health
import app.mihari.core.Mark
import app.mihari.core.Place
import app.mihari.notice.Notices
import app.mihari.settings.Preferences
import app.mihari.ui.Change
import app.mihari.ui.ChangeBar
import app.mihari.ui.Screen
import app.mihari.ui.check.CheckActivity
import app.mihari.ui.detail.DetailActivity
import app.mihari.ui.help.HelpActivity
import app.mihari.ui.onChange
import app.mihari.ui.onTap
import app.mihari.ui.protection.ProtectionCard
import app.mihari.ui.settings.SettingsActivity
import app.mihari.ui.show
import app.mihari.ui.start.StartActivity
import app.mihari.ui.words
import kotlin.math.max

/** The first screen: whether the phone is protected, the ways to help, and what was flagged. */
class HomeActivity : Screen() {
    private lateinit var list: ListView

    /** What stands above the history. Scrolled out of sight, it is no part of the window. */
    private lateinit var header: View
    private lateinit var search: EditText
    private lateinit var chips: FilterChips
    private lateinit var bar: ChangeBar
    private val timeline = Timeline(this, ::open, ::choose)

    private var query = Query()
    private var isSearching = false

    /** Grows with each new look at the history: answers to earlier ones come too late. */
    private var look = 0
    private var isReading = false
    private var isComplete = false
    private var isTroubled = false

    /** Where the list stood before the phone was turned, until it stands there again. */
    private var place: ListPlace? = null
    private val later = Handler(Looper.getMainLooper())

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setFixedContent(R.layout.home)
        addBarAction(R.drawable.ic_gear, R.string.home_settings) {
            startActivity(SettingsActivity.intent(this))
        }
        bar = ChangeBar(this, ::takeBack)
        buildList()
        buildSearch()
        restore(savedInstanceState)
        if (savedInstanceState == null) {
            beginOnce()
            notice(intent)
        }
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        notice(intent)
    }

    override fun onResume() {
        super.onResume()
        load({ guard -> guard.health() }, ::show)
        read()
    }

    override fun onSaveInstanceState(state: Bundle) {
        super.onSaveInstanceState(state)
        query.save(state)
        state.putBoolean(SEARCHING, isSearching)
        (place ?: ListPlace.of(list, timeline.size)).save(state)
        bar.save(state)
    }

    override fun onDestroy() {
        later.removeCallbacksAndMessages(null)
        super.onDestroy()
    }

    /** The way back leads out of the search first. */
    override fun leave() = if (isSearching) search(false) else super.leave()

    @Deprecated("Called by the system up to and including the target SDK of this app.")
    override fun onBackPressed() {
        @Suppress("DEPRECATION")
        if (isSearching) search(false) else super.onBackPressed()
    }

    /** Says what is wrong and leaves the rest: checking and help need no history. */
    override fun troubled(trouble: CoreException) {
        isTroubled = true
        isReading = false
        trouble(trouble.words)
    }

    // What stands above the history

    private fun buildList() {
        list = requireViewById(R.id.list)
        list.itemsCanFocus = true
        header = layoutInflater.inflate(R.layout.home_header, list, false)
        list.addHeaderView(header, null, false)
        list.adapter = timeline
        list.setOnScrollListener(NearTheEnd(::readOn))
        header.onTap(R.id.check) { startActivity(CheckActivity.intent(this)) }
        header.onTap(R.id.help) { startActivity(HelpActivity.intent(this)) }
        header.onTap(R.id.try_example) { startActivity(CheckActivity.example(this)) }
        header.onTap(R.id.find) { search(true) }
        header.onTap(R.id.show_all) { search(false) }
    }

    private fun show(health: Health) {
        ProtectionCard.show(this, header.requireViewById(R.id.protection), health)
        val words = health.trouble?.words ?: R.string.trouble_damaged.takeIf { health.setAside != null }
        isTroubled = health.trouble != null
        trouble(words)
        val isEmpty = health.kept == 0L && !isTroubled
        header.show(R.id.empty, isEmpty)
        header.show(R.id.history_head, !isEmpty)
        if (isEmpty && isSearching) search(false)
    }

    private fun trouble(words: Int?) {
        header.show(R.id.trouble_card, words != null)
        words?.let { header.requireViewById<TextView>(R.id.trouble_words).setText(it) }
    }

    // Search

    private fun buildSearch() {
        search = requireViewById(R.id.search)
        chips = FilterChips(header.requireViewById(R.id.chips)) { change -> ask(change(query)) }
        search.onChange(::askLater)
        search.setOnEditorActionListener { _, _, _ ->
            keyboard.hideSoftInputFromWindow(search.windowToken, 0)
            true
        }
        onTap(R.id.search_clear) { search.text.clear() }
    }

    /** Waits until the user pauses: each letter would be a search of its own. */
    private fun askLater(words: String) {
        later.removeCallbacksAndMessages(null)
        if (words == query.words) return
        later.postDelayed({ ask(query.with(words = words)) }, PAUSE_MILLIS)
    }

    private fun ask(wanted: Query) {
        query = wanted
        chips.show(wanted)
        place = null
        read(PAGE)
    }

    private fun search(isWanted: Boolean) {
        lookLikeSearch(isWanted)
        if (isWanted) {
            search.requestFocus()
            keyboard.showSoftInput(search, 0)
        } else {
            keyboard.hideSoftInputFromWindow(search.windowToken, 0)
            search.text.clear()
            later.removeCallbacksAndMessages(null)
            ask(Query())
        }
        list.setSelection(0)
    }

    private fun lookLikeSearch(isSearch: Boolean) {
        isSearching = isSearch
        setTitle(if (isSearch) R.string.home_search else R.string.app_name)
        showBack(isSearch)
        show(R.id.search_bar, isSearch)
        header.show(R.id.filters, isSearch)
        header.show(R.id.ways, !isSearch)
    }

    private val keyboard get() = getSystemService(InputMethodManager::class.java)!!

    // The history

    /** Looks at the history anew, as far as it was shown before. */
    private fun read(count: Int = max(PAGE, place?.size ?: timeline.size)) {
        look++
        read(count, after = null) { lines ->
            timeline.replace(lines)
            place?.let { list.setSelectionFromTop(it.position, it.top) }
            place = null
            header.show(R.id.nothing_found, lines.isEmpty() && !query.wantsAll && !isTroubled)
        }
    }

    private fun readOn() {
        if (isReading || isComplete) return
        read(PAGE, timeline.last?.place ?: return, timeline::append)
    }

    private fun read(count: Int, after: Place?, show: (List<Line>) -> Unit) {
        val (look, query) = look to query
        isReading = true
        load({ guard -> guard.entries(query.page(count, after)).map { Line(this, guard, it) } }) {
            if (look == this.look) {
                isReading = false
                isComplete = it.size < count
                show(it)
            }
        }
    }

    private fun open(entry: Entry) = startActivity(DetailActivity.intent(this, entry.id))

    private fun choose(entry: Entry, beside: View) {
        val menu = PopupMenu(this, beside)
        if (entry.mark != Mark.WRONG) menu.menu.offer(R.string.mark_wrong) { mark(entry, Mark.WRONG) }
        if (entry.mark != Mark.CONFIRMED) {
            menu.menu.offer(R.string.mark_confirmed) { mark(entry, Mark.CONFIRMED) }
        }
        if (entry.mark != null) menu.menu.offer(R.string.mark_none) { mark(entry, null) }
        menu.menu.offer(R.string.delete) { delete(entry) }
        menu.show()
    }

    private fun Menu.offer(words: Int, act: () -> Unit) {
        add(Menu.NONE, words, Menu.NONE, words).setOnMenuItemClickListener {
            act()
            true
        }
    }

    private fun mark(entry: Entry, mark: Mark?) = load({ guard -> guard.mark(entry.id, mark) }) {
        if (mark != null) Notices.cancel(this, entry.id)
        changed(Change.Marked(entry.id, entry.mark, mark))
    }

    private fun delete(entry: Entry) = load({ guard -> guard.delete(listOf(entry.id)) }) { count ->
        Notices.cancel(this, entry.id)
        if (count > 0) changed(Change.Deleted())
    }

    private fun changed(change: Change) {
        bar.show(change)
        reread()
    }

    private fun takeBack(change: Change) = load({ guard -> change.takeBack(guard) }) { reread() }

    private fun reread() {
        load({ guard -> guard.health() }, ::show)
        read()
    }

    // Coming and going

    /** The first time of all, the app introduces itself. */
    private fun beginOnce() = load({ Preferences(this).hasStarted }) { hasStarted ->
        if (!hasStarted) startActivity(StartActivity.intent(this))
    }

    /** Another screen deleted an entry and came here. Any app may say so; nothing is lost by it. */
    private fun notice(intent: Intent) {
        if (intent.action == DELETED) bar.show(Change.Deleted())
    }

    private fun restore(state: Bundle?) {
        query = Query.restore(state)
        chips.show(query)
        place = state?.let(ListPlace::restore)
        bar.restore(state)
        lookLikeSearch(state?.getBoolean(SEARCHING) ?: false)
    }

    companion object {
        private const val DELETED = "app.mihari.DELETED"
        private const val SEARCHING = "searching"
        private const val PAGE = 50
        private const val PAUSE_MILLIS = 300L

        /** Opens the history. */
        fun intent(context: Context): Intent = Intent(context, HomeActivity::class.java)
            .addFlags(Intent.FLAG_ACTIVITY_CLEAR_TOP or Intent.FLAG_ACTIVITY_SINGLE_TOP)

        /** Opens the history after the last deletion, which can be taken back there. */
        fun afterDeletion(context: Context): Intent = intent(context).setAction(DELETED)
    }
}

/** Where a list stands: how many entries it showed, which row is on top, and how far it is cut. */
private class ListPlace(val size: Int, val position: Int, val top: Int) {
    fun save(state: Bundle) = state.putIntArray(KEPT, intArrayOf(size, position, top))

    companion object {
        private const val KEPT = "place"

        fun of(list: ListView, size: Int) = ListPlace(
            size,
            list.firstVisiblePosition,
            (list.getChildAt(0)?.top ?: 0) - list.paddingTop,
        )

        fun restore(state: Bundle): ListPlace? =
            state.getIntArray(KEPT)?.let { (size, position, top) -> ListPlace(size, position, top) }
    }
}

/** Tells when the end of a list comes into sight. */
private class NearTheEnd(private val reached: () -> Unit) : AbsListView.OnScrollListener {
    override fun onScrollStateChanged(view: AbsListView, state: Int) = Unit

    override fun onScroll(view: AbsListView, first: Int, visible: Int, total: Int) {
        if (visible > 0 && first + visible >= total - AHEAD) reached()
    }

    private companion object {
        const val AHEAD = 15
    }
}
