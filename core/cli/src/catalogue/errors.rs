//! What went wrong, where, and what to do: one sentence or two.

use std::io::ErrorKind;

use mihari_history::Reason;

use crate::error::Error;
use crate::language::Language;
use crate::source::{Damage, Fault, FaultReason};
use crate::visible;

impl Language {
    pub(crate) fn error(self, error: &Error) -> String {
        match error {
            Error::History(error) => self.history_error(error),
            Error::Output(kind) => self.of(
                format!("出力を書けませんでした({})。空き容量や書き込み先をご確認ください。", io_ja(*kind)),
                format!("The output could not be written ({}). Check the disk or where it goes.", io_en(*kind)),
            ),
            Error::Unread => String::new(),
            Error::NoDataFolder => self.of(
                "履歴を置く場所が分かりません。--db でファイルを指定してください。".to_owned(),
                "There is no place known for the history. Name a file with --db.".to_owned(),
            ),
            Error::Time => self.of(
                "日時として読めません。2026-10-01 か 2026-10-01T09:00:00+09:00 の形で指定してください。".to_owned(),
                "That is no time. Write 2026-10-01 or 2026-10-01T09:00:00+09:00.".to_owned(),
            ),
            Error::NoEntries(ids) => {
                let ids = ids.iter().map(|id| format!("#{id}")).collect::<Vec<_>>().join(" ");
                self.of(
                    format!("{ids} の記録はありません。mihari history list で番号をご確認ください。"),
                    format!("There is no entry {ids}. See mihari history list for the numbers."),
                )
            }
            Error::File(path, kind) => {
                let path = visible::line(&path.display().to_string());
                self.of(
                    format!("{path}: 読み書きできません({})。", io_ja(*kind)),
                    format!("{path}: cannot be read or written ({}).", io_en(*kind)),
                )
            }
            Error::Exists(path) => {
                let path = visible::line(&path.display().to_string());
                self.of(
                    format!("{path}: すでにあるファイルです。別の名前を指定してください。"),
                    format!("{path}: exists already. Name another file."),
                )
            }
            Error::TextEncoding => self.of(
                "標準入力の本文がUTF-8ではありません。UTF-8にして渡してください。".to_owned(),
                "The text on standard input is not UTF-8. Convert it first.".to_owned(),
            ),
        }
    }

    /// A source that could not be read, or not to its end, of which `items` had been read.
    pub(crate) fn fault(self, fault: &Fault, items: u64) -> String {
        let source = self.source(&fault.source);
        let (ja, en) = fault_words(&fault.reason, items);
        format!("{source}: {}", self.of(ja, en))
    }

    /// What a source is called: as it was given, but for standard input.
    pub(crate) fn source(self, name: &str) -> String {
        match name {
            "-" => self.of("標準入力", "standard input").to_owned(),
            name => visible::line(name),
        }
    }

    /// What is wrong with one item.
    pub(crate) fn damage(self, damage: Damage) -> String {
        let (ja, en) = match damage {
            Damage::Encoding => ("UTF-8ではないバイトがあります", "holds bytes that are not UTF-8"),
            Damage::Replaced => (
                "UTF-8ではないバイトがあります(� として読みました)",
                "holds bytes that are not UTF-8 (they were read as �)",
            ),
            Damage::Nul => {
                ("NULバイトがあります(� として読みました)", "holds NUL bytes (they were read as �)")
            }
            Damage::Markup => ("XMLとして壊れています", "is not well-formed XML"),
            Damage::TooLong => ("長すぎます", "is too long"),
            Damage::Json { column } => {
                return self.of(
                    format!("JSONとして読めません({column}バイト目)"),
                    format!("is not JSON (at byte {column})"),
                );
            }
            Damage::NotAnObject => ("JSONオブジェクトではありません", "is not a JSON object"),
            Damage::Duplicate => ("同じ項目が2回あります", "has a field twice"),
            Damage::Kind => (
                "kind は sms、call、email、voice のどれかです",
                "has no kind of sms, call, email or voice",
            ),
            Damage::Field(name) => {
                return self.of(
                    format!("{name} は文字列か null です"),
                    format!("has a {name} that is neither a string nor null"),
                );
            }
            Damage::Time => (
                "at はRFC 3339の日時か、1970年からのミリ秒です",
                "has an at that is neither RFC 3339 nor milliseconds since 1970",
            ),
        };
        self.of(ja, en).to_owned()
    }

    fn history_error(self, error: &mihari_history::Error) -> String {
        match self {
            Self::En => format!("History {error}."),
            Self::Ja => {
                let path = visible::line(&error.path().display().to_string());
                let aside = error.set_aside().map_or_else(String::new, |aside| {
                    let aside = visible::line(&aside.display().to_string());
                    format!("壊れていた履歴は {aside} に取り置きました。")
                });
                format!("履歴 {path}: {}{aside}", reason_ja(error.reason()))
            }
        }
    }
}

fn fault_words(reason: &FaultReason, items: u64) -> (String, String) {
    let fixed = |ja: &str, en: &str| (ja.to_owned(), en.to_owned());
    match reason {
        FaultReason::Missing => fixed(
            "ファイルがありません。名前と場所をご確認ください。",
            "there is no such file. Check its name and folder.",
        ),
        FaultReason::Folder => fixed(
            "フォルダーです。中のファイルを指定してください。",
            "is a folder. Name a file in it.",
        ),
        FaultReason::Denied => fixed(
            "読む権限がありません。ファイルの権限をご確認ください。",
            "may not be read. Check the file's permissions.",
        ),
        FaultReason::Io(kind) => (
            format!("読めません({})。読めたところまでは調べました。", io_ja(*kind)),
            format!("reading failed ({}). What came before was screened.", io_en(*kind)),
        ),
        FaultReason::Empty => fixed(
            "空のファイルです。バックアップを取り直してください。",
            "is empty. Make the backup again.",
        ),
        FaultReason::NotABackup => fixed(
            "メッセージのバックアップではありません。SMS Backup & Restore のXMLか、JSON Linesを指定してください。",
            "is not a message backup. Name an XML file of SMS Backup & Restore, or JSON lines.",
        ),
        FaultReason::DocumentType => fixed(
            "文書型宣言(DOCTYPE)があるため、危険なので読みません。バックアップにはないものです。",
            "declares a document type (DOCTYPE), which can hide an entity bomb and is refused. No backup has one.",
        ),
        FaultReason::UnknownEncoding => fixed(
            "知らない文字コードが指定されています。UTF-8に変換してください。",
            "declares an unknown encoding. Convert it to UTF-8.",
        ),
        FaultReason::CutOff { line, byte } => (
            format!(
                "途中で切れています({line}行目、{byte}バイト、{items}件の後)。そこまでは調べました。バックアップを取り直してください。"
            ),
            format!(
                "is cut off (at line {line}, byte {byte}, after {items} items). What came before was screened. Make the backup again."
            ),
        ),
        FaultReason::Internal => fixed(
            "プログラムの不具合で、一部を調べられませんでした。お知らせください。",
            "a part could not be screened because of a defect in this program. Please report it.",
        ),
    }
}

fn reason_ja(reason: Reason) -> String {
    match reason {
        Reason::Folder => "フォルダーです。中のファイルを指定してください。".to_owned(),
        Reason::NoFolder => {
            "フォルダーがなく、作れません。書き込める場所のファイルを指定してください。".to_owned()
        }
        Reason::Denied => {
            "読み書きする権限がありません。権限を確かめるか、別のファイルを指定してください。".to_owned()
        }
        Reason::DiskFull => {
            "ディスクがいっぱいで、今回の分は残せませんでした。前の記録は無事です。空きを作って、もう一度実行してください。".to_owned()
        }
        Reason::Busy => {
            "ほかのプログラムが書き込んでいます。少し待って、もう一度実行してください。".to_owned()
        }
        Reason::Damaged => {
            "壊れています。使っているプログラムを終了してから書き込むコマンド(scan など)を実行すると、別の名前で取り置き、新しく作ります。".to_owned()
        }
        Reason::Newer { found, known } => format!(
            "新しい版の見張りが書いたものです(形式 {found}。この版が分かるのは {known} まで)。更新してください。ファイルはそのままです。"
        ),
        Reason::Foreign => {
            "ほかのプログラムのデータベースです。別のファイルを指定してください。ファイルはそのままです。".to_owned()
        }
        Reason::Moved => {
            "使っている間に移動か置き換えがありました。もう一度実行してください。".to_owned()
        }
        Reason::ReadOnly => "読み取り専用で開いています。".to_owned(),
        Reason::NotFlagged => "疑わしくないものは残せません。".to_owned(),
        Reason::TooLong => "本文が長すぎて残せません。".to_owned(),
        Reason::Io(kind) => format!("読み書きに失敗しました({})。", io_ja(kind)),
        Reason::Sqlite(code) => {
            format!("データベースの誤りです(SQLite {code})。この番号をお知らせください。")
        }
        other => format!("{other}"),
    }
}

/// The commonest reasons in plain words.
fn io_en(kind: ErrorKind) -> String {
    match kind {
        ErrorKind::NotFound => "no such file or folder".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::InvalidData => "it is not UTF-8".to_owned(),
        other => other.to_string(),
    }
}

/// The same; the others have no words in Japanese.
fn io_ja(kind: ErrorKind) -> String {
    match kind {
        ErrorKind::NotFound => "見つかりません".to_owned(),
        ErrorKind::PermissionDenied => "権限がありません".to_owned(),
        ErrorKind::IsADirectory => "フォルダーです".to_owned(),
        ErrorKind::StorageFull => "ディスクがいっぱいです".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "読み取り専用の場所です".to_owned(),
        ErrorKind::InvalidData => "UTF-8ではありません".to_owned(),
        other => other.to_string(),
    }
}
