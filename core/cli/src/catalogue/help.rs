//! What `--help` says.

use super::{Text, text};

pub(crate) const ABOUT: Text = text(
    "見張り: Amazonなどをかたる詐欺のSMS・メール・電話を見分け、理由と次にすることを示します",
    "Lookout: tells fraud in Amazon's name (and others') in SMS, mail and calls, why, and what to do",
);
pub(crate) const AFTER: Text = text(
    "例:
  mihari check --from Amazon '未納料金があります。本日中にご連絡ください'
  mihari call 050-3131-1651
  mihari scan sms-backup.xml
  mihari history list --level scam

終了コード: 0 正常、2 エラー。--exit-code を付けると、疑わしいものがあれば 1(エラーがあれば 2)。
何も外部へ送りません。「該当なし」は安全という意味ではありません。",
    "Examples:
  mihari check --from Amazon 'You have unpaid fees. Call us today'
  mihari call 050-3131-1651
  mihari scan sms-backup.xml
  mihari history list --level scam

Exit status: 0 done, 2 error. With --exit-code, 1 when something was flagged (2 wins over 1).
Nothing is ever sent anywhere. \"No match\" does not mean safe.",
);

pub(crate) const OPTIONS: Text = text("オプション", "Options");
pub(crate) const COMMANDS: Text = text("コマンド", "Commands");
pub(crate) const ARGUMENTS: Text = text("引数", "Arguments");
pub(crate) const TEMPLATE: Text = text(
    "{before-help}{about-with-newline}\n使い方: {usage}\n\n{all-args}{after-help}",
    "{before-help}{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
);
pub(crate) const HELP: Text = text("この説明を表示します", "Print help");
pub(crate) const VERSION: Text = text("版を表示します", "Print version");

pub(crate) const JSON: Text = text(
    "JSONで出力します(1行に1件。形式はREADMEにあります)",
    "Print JSON, one object a line (described in the README)",
);
pub(crate) const DB: Text = text(
    "履歴ファイル [既定: $XDG_DATA_HOME/mihari/history.db、なければOSの標準の場所]",
    "History file [default: $XDG_DATA_HOME/mihari/history.db, else the platform's data folder]",
);
pub(crate) const PROFILE: Text = text(
    "使う人: personal(個人)か business(事業者)。Amazonビジネスの番号などの判定が変わります [既定: 履歴の設定、なければ personal]",
    "Who uses the phone; changes verdicts on Amazon Business numbers [default: as the history says, else personal]",
);
pub(crate) const LANG: Text =
    text("表示の言語 [既定: ロケール]", "Language to speak [default: the locale's]");
pub(crate) const EXIT_CODE: Text = text(
    "疑わしいものがあれば終了コード1で終わります",
    "End with status 1 when something was flagged",
);

pub(crate) const CHECK: Text = text("メッセージを1件調べます", "Screen one message");
pub(crate) const CHECK_AFTER: Text = text(
    "例:
  mihari check --from +819012345678 'お荷物のお届けにあがりましたが不在でした https://…'
  mihari check --channel voice '今日中に払えば保険で返金されます'
  pbpaste | mihari check -

履歴には何も書きません。",
    "Examples:
  mihari check --from +819012345678 'Your parcel is waiting https://…'
  mihari check --channel voice 'Buy gift cards and read me the numbers'
  pbpaste | mihari check -

Writes nothing to the history.",
);
pub(crate) const CHANNEL: Text =
    text("届き方: sms、email(メール)、voice(電話で言われたこと)", "How it arrived");
pub(crate) const FROM: Text = text(
    "差出人: 電話番号、差出人名、メールアドレス",
    "The sender: number, sender name or mail address",
);
pub(crate) const TEXT: Text =
    text("本文。- なら標準入力から読みます", "The text; - reads it from standard input");

pub(crate) const CALL: Text = text("電話番号を1つ調べます", "Screen one caller");
pub(crate) const CALL_AFTER: Text = text(
    "例:
  mihari call 050-3131-1651
  mihari call +815031311651
  mihari call -1            (通知不可能など、電話機が渡す値もそのまま)

履歴には何も書きません。",
    "Examples:
  mihari call 050-3131-1651
  mihari call +815031311651
  mihari call -1            (values a phone reports, such as unavailable, as they are)

Writes nothing to the history.",
);
pub(crate) const NUMBER: Text =
    text("番号。書き方は問いません", "The number, however it is written");

pub(crate) const OUTGOING: Text =
    text("この番号へかける電話として調べます", "Screen a call to this number rather than from it");

pub(crate) const SCAN: Text = text(
    "バックアップを調べ、疑わしいものを履歴に残します",
    "Screen a message backup and keep what is flagged in the history",
);
pub(crate) const SCAN_AFTER: Text = text(
    "読めるもの: Androidアプリ「SMS Backup & Restore」のXML、JSON Lines
  {\"id\":\"a1\",\"kind\":\"sms\",\"sender\":\"+8190…\",\"text\":\"…\",\"at\":\"2026-10-01T09:00:00+09:00\"}

例:
  mihari scan sms-20261001.xml calls-20261001.xml
  mihari scan --json --all - < messages.jsonl",
    "Reads the XML of the Android app \"SMS Backup & Restore\", or JSON lines:
  {\"id\":\"a1\",\"kind\":\"sms\",\"sender\":\"+8190…\",\"text\":\"…\",\"at\":\"2026-10-01T09:00:00+09:00\"}

Examples:
  mihari scan sms-20261001.xml calls-20261001.xml
  mihari scan --json --all - < messages.jsonl",
);
pub(crate) const FILE: Text =
    text("ファイル。- なら標準入力から読みます", "A file; - reads standard input");
pub(crate) const ALL: Text =
    text("疑わしくないものも出力します", "Print every item, not only flagged ones");
pub(crate) const NO_HISTORY: Text =
    text("履歴を読まず、書きません", "Neither read nor write the history");
pub(crate) const THREADS: Text =
    text("使うスレッドの数 [既定: コアの数]", "Threads to screen with [default: all cores]");

pub(crate) const HISTORY: Text = text("残した記録を扱います", "Work with what was kept");
pub(crate) const LIST: Text = text("記録を新しい順に並べます", "List entries, newest first");
pub(crate) const LIST_AFTER: Text = text(
    "例:
  mihari history list --level scam --since 2026-10-01
  mihari history list --json",
    "Examples:
  mihari history list --level scam --since 2026-10-01
  mihari history list --json",
);
pub(crate) const SHOW: Text = text("記録を1件くわしく表示します", "Show one entry in full");
pub(crate) const SEARCH: Text = text(
    "差出人と本文から探します(全角・半角、大文字・小文字は区別しません)",
    "Find entries by words in sender or text, whatever their width and case",
);
pub(crate) const WORDS: Text =
    text("探す言葉。すべてを含む記録を探します", "Words to find; all of them must be there");
pub(crate) const MARK: Text =
    text("判定が正しかったかを記録します", "Say whether a verdict was right");
pub(crate) const MARK_AFTER: Text =
    text("例:\n  mihari history mark 12 wrong", "Example:\n  mihari history mark 12 wrong");
pub(crate) const VERDICT_MARK: Text = text(
    "wrong(まちがい)、confirmed(そのとおり)、none(取り消し)",
    "wrong, confirmed, or none to take the mark away",
);
pub(crate) const DELETE: Text = text(
    "記録を削除します(undo で戻せます)。後の scan でも戻りません",
    "Delete entries (undo brings them back); a later scan does not",
);
pub(crate) const UNDO: Text = text("最後の削除を取り消します", "Take the last deletion back");
pub(crate) const EXPORT: Text =
    text("記録をCSVかJSONで書き出します", "Write entries as CSV or JSON lines");
pub(crate) const EXPORT_AFTER: Text = text(
    "例:\n  mihari history export csv -o history.csv",
    "Example:\n  mihari history export csv -o history.csv",
);
pub(crate) const FORMAT: Text = text("csv か json", "csv or json");
pub(crate) const OUTPUT: Text = text(
    "書き出す先 [既定: 標準出力]。すでにあるファイルには書きません",
    "Where to write [default: standard output]; never an existing file",
);
pub(crate) const ID: Text = text("記録の番号", "Number of the entry");
pub(crate) const LEVEL: Text =
    text("この判定だけ(くり返し可)", "Only this level (may be repeated)");
pub(crate) const ONLY_CHANNEL: Text =
    text("この届き方だけ(くり返し可)", "Only this channel (may be repeated)");
pub(crate) const ONLY_MARK: Text = text("この印の付いたものだけ", "Only with this mark");
pub(crate) const SINCE: Text =
    text("この日時から(2026-10-01 またはRFC 3339)", "From this time (2026-10-01 or RFC 3339)");
pub(crate) const UNTIL: Text =
    text("この日時まで(日付ならその日を含みます)", "Up to this time (a date includes its day)");
pub(crate) const LIMIT: Text = text("多くともこの件数", "At most so many");

pub(crate) const TABLES: Text =
    text("知っていることを出典とともに表示します", "Show what is known, with sources");
pub(crate) const NUMBERS: Text = text("公表された電話番号", "Published telephone numbers");
pub(crate) const DOMAINS: Text = text("公式のドメイン", "Official domains");
pub(crate) const CONTACTS: Text = text("相談・通報の窓口", "Where to ask for help and report");

pub(crate) const PACK: Text = text("ルールパックを検査します", "Examine rule packs");
pub(crate) const PACK_CHECK: Text = text(
    "誤りを行・桁・直し方とともに示します",
    "Name what is wrong, with file, line, column and what to do",
);
pub(crate) const PACK_TEST: Text =
    text("各ルールの例を判定して確かめます", "Screen the examples of each rule");
pub(crate) const PACK_FILE: Text = text("パックのファイル(TOML)", "A pack's file (TOML)");
