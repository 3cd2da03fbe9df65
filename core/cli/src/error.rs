//! Errors as one sentence: what, where and what to do. Never content.

use std::io;
use std::path::{Path, PathBuf};

use mihari_history::{Error as HistoryError, ExportError, Reason};

use crate::locale::Lang;

/// Why a command could not be carried out.
#[derive(Debug)]
pub(crate) enum Error {
    /// The history cannot be read or written.
    History(HistoryError),
    /// A file cannot be read.
    Read { path: PathBuf, error: io::Error },
    /// A file cannot be written.
    Write { path: PathBuf, error: io::Error },
    /// Standard output cannot be written.
    Output(io::Error),
    /// Standard input is no UTF-8 text.
    InputNotText,
    /// The platform has no data folder.
    NoDataFolder,
    /// The history has no such entry.
    NoEntry(i64),
    /// What is wrong has been said already: of a pack, or of inputs.
    Told,
    /// Some input could not be screened; it was said where it stood.
    SomeBad(u64),
    /// Ctrl-C. What was reported is kept.
    Interrupted,
    /// The reader of our output went away.
    Closed,
}

impl Error {
    pub(crate) fn read(path: &Path, error: io::Error) -> Self {
        Self::Read { path: path.to_owned(), error }
    }

    pub(crate) fn write(path: &Path, error: io::Error) -> Self {
        Self::Write { path: path.to_owned(), error }
    }

    /// The exit status.
    pub(crate) fn status(&self) -> u8 {
        match self {
            // As a shell reports a program that was ended by this signal.
            Self::Interrupted => 130,
            Self::Closed => 0,
            _ => 2,
        }
    }

    /// The sentence for the user; `None` when there is nothing to say.
    pub(crate) fn message(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::History(error) => {
                lang.pick(history_in_japanese(error), format!("history file {error}"))
            }
            Self::Read { path, error } => lang.pick(
                format!("{} を読めません（{}）。名前と権限を確かめてください。", path.display(), in_japanese(error)),
                format!("{} cannot be read ({error}). Check its name and rights.", path.display()),
            ),
            Self::Write { path, error } => lang.pick(
                format!("{} に書けません（{}）。空き容量と権限を確かめてください。", path.display(), in_japanese(error)),
                format!("{} cannot be written ({error}). Check the space and rights.", path.display()),
            ),
            Self::Output(error) => lang.pick(
                format!("結果を出力できません（{}）。", in_japanese(error)),
                format!("the output cannot be written ({error})."),
            ),
            Self::InputNotText => lang.pick(
                "標準入力がUTF-8の文章ではありません。UTF-8に直してからもう一度お試しください。".to_owned(),
                "standard input is no UTF-8 text. Convert it to UTF-8 and try again.".to_owned(),
            ),
            Self::NoDataFolder => lang.pick(
                "履歴を置くフォルダーが分かりません。--db で場所を指定してください。".to_owned(),
                "no folder is known for the history. Name a file with --db.".to_owned(),
            ),
            Self::NoEntry(id) => lang.pick(
                format!("履歴に {id} 番はありません。`mihari history list` で番号を確かめてください。"),
                format!("the history has no item {id}. See `mihari history list` for the numbers."),
            ),
            Self::SomeBad(count) => lang.pick(
                format!("正しく読めないところが {count} か所ありました。場所は上に示しました。ほかはすべて調べました。"),
                format!("{count} places could not be read; see above where. All the rest was screened."),
            ),
            Self::Interrupted => lang.pick(
                "中断しました。表示したものは保存済みです。もう一度実行すると、重複せずに残りを調べます。".to_owned(),
                "interrupted. What was shown is kept; run it again to do the rest, nothing is kept twice."
                    .to_owned(),
            ),
            Self::Told | Self::Closed => return None,
        })
    }
}

/// The commonest causes in Japanese; the system names the others in its own language.
fn in_japanese(error: &io::Error) -> String {
    let cause = match error.kind() {
        io::ErrorKind::NotFound => "ありません",
        io::ErrorKind::PermissionDenied => "権限がありません",
        io::ErrorKind::IsADirectory => "フォルダーです",
        io::ErrorKind::NotADirectory => "途中の名前がフォルダーではありません",
        io::ErrorKind::StorageFull => "空き容量がありません",
        io::ErrorKind::ReadOnlyFilesystem => "書き込めない場所です",
        io::ErrorKind::InvalidData => "UTF-8の文章ではありません",
        _ => return error.to_string(),
    };
    cause.to_owned()
}

fn history_in_japanese(error: &HistoryError) -> String {
    let cause = match error.reason() {
        Reason::Folder => "フォルダーです。中のファイルの名前を指定してください。".to_owned(),
        Reason::NoFolder => "フォルダーを作れません。書き込めるフォルダーのファイルを指定してください。".to_owned(),
        Reason::Denied => "読み書きする権限がありません。ファイルとフォルダーの権限を確かめるか、別のファイルを指定してください。".to_owned(),
        Reason::DiskFull => "空き容量がありません。この回の分は保存していませんが、前に保存したものは無事です。空きを作ってからもう一度お試しください。".to_owned(),
        Reason::Busy => "ほかのプログラムが書き込み中です。少し待ってからもう一度お試しください。".to_owned(),
        Reason::Damaged => "壊れています。使っているプログラムを終えてから `mihari scan` を実行すると、別の名前で残して新しく作ります。".to_owned(),
        Reason::Newer { found, known } => format!("新しい版のMihariで書かれています（形式 {found}、この版が読めるのは {known} まで）。Mihariを更新してください。ファイルには触れていません。"),
        Reason::Foreign => "別のプログラムのデータベースです。別のファイルを指定してください。ファイルには触れていません。".to_owned(),
        Reason::Moved => "使っている間に移動または交換されました。もう一度お試しください。".to_owned(),
        Reason::ReadOnly => "読み取り専用で開いています。".to_owned(),
        Reason::TooLong => "長すぎて保存できない文章があります。".to_owned(),
        Reason::Io(kind) => format!("読み書きに失敗しました（{}）。ディスクを確かめて、もう一度お試しください。", in_japanese(&kind.into())),
        Reason::Sqlite(code) => format!("データベースの誤りです（SQLiteの番号 {code}）。この番号をお知らせください。"),
        other => format!("{other}。"),
    };
    let aside = error.set_aside().map_or_else(String::new, |path| {
        format!("壊れていた履歴は {} に残しました。", path.display())
    });
    format!("履歴ファイル {}：{cause}{aside}", error.path().display())
}

impl From<HistoryError> for Error {
    fn from(error: HistoryError) -> Self {
        Self::History(error)
    }
}

/// An error of standard output. A closed pipe is no failure: the reader has seen enough.
impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Output(error),
        }
    }
}

impl From<ExportError> for Error {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::History(error) => error.into(),
            ExportError::Output(error) => error.into(),
        }
    }
}
