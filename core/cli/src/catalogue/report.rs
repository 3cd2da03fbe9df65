//! What reports and summaries say.

use std::path::Path;

use mihari_engine::item::{Channel, Direction};
use mihari_engine::verdict::Level;
use mihari_history::Mark;

use super::{Text, text};
use crate::language::Language;

pub(crate) const REASON: Text = text("理由", "Why");
pub(crate) const NEXT_STEP: Text = text("次に", "Next");
pub(crate) const TRUNCATED: Text = text(
    "長いため、はじめの部分だけを調べました。",
    "It is long; only its beginning was screened.",
);
pub(crate) const NO_MATCH_IS_NOT_SAFE: Text = text(
    "知っている手口には当てはまりませんでした。安全という意味ではありません。",
    "It matches nothing that is known. That does not mean it is safe.",
);
pub(crate) const WITHHELD: Text = text("非通知", "number withheld");
pub(crate) const PAYPHONE: Text = text("公衆電話", "payphone");
pub(crate) const UNAVAILABLE: Text = text("通知不可能", "number unavailable");
pub(crate) const NO_SENDER: Text = text("差出人不明", "no sender");
pub(crate) const LEFT_OUT: Text = text("⋯(省略)", "⋯ (left out)");
pub(crate) const KEPT: Text = text("記録", "Kept as");
pub(crate) const KEPT_BEFORE: Text = text("記録ずみ", "Kept before as");
pub(crate) const DELETED_BEFORE: Text =
    text("以前に削除した記録です(戻しません)", "Deleted before; not brought back");
pub(crate) const NO_HISTORY_YET: Text =
    text("まだ記録はありません。", "Nothing has been kept yet.");
pub(crate) const NO_ENTRIES: Text = text("当てはまる記録はありません。", "No entry fits.");
pub(crate) const NOTHING_TO_UNDO: Text =
    text("取り消す削除はありません。", "There is no deletion to take back.");
pub(crate) const INTERRUPTED: Text = text(
    "中断しました。ここまでの結果は残っています。もう一度実行すると、重複なく続きを調べます。",
    "Interrupted. What was reported is kept; running it again completes it without doubles.",
);
pub(crate) const MARKED: Text = text("印を付けました。", "Marked.");
pub(crate) const MARK_REMOVED: Text = text("印を消しました。", "The mark was taken away.");
pub(crate) const SOURCE: Text = text("出典", "Source");
pub(crate) const CHECKED: Text = text("確認", "checked");
pub(crate) const STALE: Text = text(
    "12か月以上確認されていません。公式ページでご確認ください",
    "not confirmed for twelve months; see the official page",
);
pub(crate) const LINKS: Text = text("リンク", "links");
pub(crate) const MAIL: Text = text("メール", "mail");
pub(crate) const ERROR: Text = text("エラー", "error");
pub(crate) const WARNING: Text = text("注意", "warning");
pub(crate) const DEFECT: Text = text(
    "プログラムの不具合が起きました。場所をお知らせください",
    "A defect in this program. Please report the place",
);

impl Language {
    pub(crate) fn level(self, level: Level) -> &'static str {
        match level {
            Level::NoMatch => self.of("該当なし", "NO MATCH"),
            Level::Official => self.of("公表された番号・アドレス", "PUBLISHED"),
            Level::Caution => self.of("注意", "CAUTION"),
            Level::Scam => self.of("詐欺", "SCAM"),
        }
    }

    pub(crate) fn channel(self, channel: Channel, direction: Direction) -> &'static str {
        match (channel, direction) {
            (Channel::Sms, _) => "SMS",
            (Channel::Email, _) => self.of("メール", "mail"),
            (Channel::Voice, _) => self.of("電話の内容", "spoken"),
            (Channel::Call, Direction::Incoming) => self.of("着信", "call"),
            (Channel::Call, Direction::Outgoing) => self.of("発信", "outgoing call"),
        }
    }

    pub(crate) fn mark(self, mark: Mark) -> &'static str {
        match mark {
            Mark::Wrong => self.of("まちがい", "wrong"),
            Mark::Confirmed => self.of("確認ずみ", "confirmed"),
        }
    }

    pub(crate) fn screened(self, items: u64) -> String {
        self.of(format!("{items}件を調べました。"), format!("{items} screened."))
    }

    pub(crate) fn more_reasons(self, more: usize) -> String {
        self.of(format!("ほかに{more}つの理由があります。"), format!("And {more} more reasons."))
    }

    pub(crate) fn kept(self, new: u64, already: u64, deleted: u64) -> String {
        self.of(
            format!("履歴: 新しく{new}件、記録ずみ{already}件、削除ずみ{deleted}件"),
            format!("History: {new} new, {already} kept before, {deleted} deleted before"),
        )
    }

    pub(crate) fn not_screened(self, items: u64) -> String {
        self.of(
            format!("送信したものなど{items}件は調べていません。"),
            format!("{items} not screened (sent by you, or drafts)."),
        )
    }

    pub(crate) fn unreadable(self, items: u64) -> String {
        self.of(
            format!("{items}件に問題がありました。"),
            format!("{items} had something wrong with them."),
        )
    }

    /// Where a damaged item stands.
    pub(crate) fn damaged_item(self, source: &str, line: u64, damage: &str) -> String {
        let source = self.source(source);
        self.of(
            format!("{source}: {line}行目の項目: {damage}"),
            format!("{source}: the item at line {line} {damage}"),
        )
    }

    pub(crate) fn set_aside(self, path: &Path, aside: &Path) -> String {
        let (path, aside) = (path.display(), aside.display());
        self.of(
            format!("履歴 {path} が壊れていたため、{aside} に取り置き、新しく作りました。"),
            format!(
                "The history {path} was damaged. It was set aside as {aside} and a fresh one made."
            ),
        )
    }

    pub(crate) fn without_history(self, error: &str) -> String {
        self.of(
            format!("{error} 履歴(許可・拒否リストなど)を使わずに判定します。"),
            format!("{error} Screened without the history and its lists."),
        )
    }

    pub(crate) fn deleted(self, entries: usize) -> String {
        self.of(
            format!("{entries}件を削除しました。mihari history undo で戻せます。"),
            format!("{entries} deleted. mihari history undo brings them back."),
        )
    }

    pub(crate) fn brought_back(self, entries: usize) -> String {
        self.of(format!("{entries}件を戻しました。"), format!("{entries} brought back."))
    }

    pub(crate) fn exported(self, entries: u64) -> String {
        self.of(format!("{entries}件を書き出しました。"), format!("{entries} written."))
    }

    pub(crate) fn pack_is_good(self, file: &str, id: &str, version: &str) -> String {
        self.of(
            format!("{file}: 問題ありません({id} {version})"),
            format!("{file}: good ({id} {version})"),
        )
    }

    pub(crate) fn pack_passes(self, file: &str, examples: usize) -> String {
        self.of(
            format!("{file}: {examples}個の例がすべて正しく判定されました"),
            format!("{file}: all {examples} examples come out as they should"),
        )
    }

    pub(crate) fn as_of(self, date: mihari_engine::pack::AsOf) -> String {
        self.of(date.to_japanese(), date.to_english())
    }
}
