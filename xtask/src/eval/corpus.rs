//! A corpus: labelled messages in JSON lines, and lists of links.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use mihari_engine::item::{Channel, Item};
use serde::Deserialize;

/// Everything in one folder. Its README says where the rows come from.
pub(super) struct Corpus {
    /// Messages that must be flagged.
    pub(super) scam: Vec<Row>,
    /// Messages that must not.
    pub(super) legit: Vec<Row>,
    pub(super) links: Links,
}

/// One message.
#[derive(Deserialize)]
pub(super) struct Row {
    pub(super) id: String,
    label: Label,
    pub(super) category: String,
    /// Rows of one cluster are near-duplicates of each other.
    #[serde(default)]
    cluster: Option<Cluster>,
    channel: CorpusChannel,
    #[serde(default)]
    sender: Option<String>,
    pub(super) text: String,
    /// How close to what arrived: `exact`, `url_elided`, `phone_elided`, …
    #[serde(default)]
    pub(super) quote: String,
}

/// Links by what they are. A list that is not in the folder is empty.
#[derive(Default)]
pub(super) struct Links {
    /// Reported as phishing in Amazon's name.
    pub(super) phishing: Vec<String>,
    /// Amazon's own.
    pub(super) amazon: Vec<String>,
    /// Widely visited sites of others.
    pub(super) popular: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Label {
    Scam,
    Legit,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Cluster {
    Number(u64),
    Name(String),
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum CorpusChannel {
    Sms,
    /// Lines of a conversation between people; they could have come as SMS and are screened so.
    Chat,
    Email,
    Voice,
    Call,
}

impl Corpus {
    /// Reads every `*.jsonl` in `folder`, `phish_urls.txt` and `legit_urls.txt`.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let mut rows = Vec::new();
        for path in rows_files(folder)? {
            rows.extend(read_rows(&path)?);
        }
        if rows.is_empty() {
            bail!("{} holds no row: expected *.jsonl with labelled messages", folder.display());
        }
        let (scam, legit) = rows.into_iter().partition(|row| row.label == Label::Scam);
        Ok(Self { scam, legit, links: Links::read(folder)? })
    }
}

impl Row {
    pub(super) fn cluster(&self) -> Option<String> {
        match self.cluster.as_ref()? {
            Cluster::Number(number) => Some(number.to_string()),
            Cluster::Name(name) => Some(name.clone()),
        }
    }

    /// A line of a conversation, not a message of a service.
    pub(super) fn is_chat(&self) -> bool {
        self.channel == CorpusChannel::Chat
    }

    /// The row as it would have arrived, with `text` in place of its own.
    pub(super) fn item<'a>(&'a self, text: &'a str) -> Item<'a> {
        let sender = self.sender();
        match self.channel {
            CorpusChannel::Sms | CorpusChannel::Chat => Item::sms(sender, text),
            CorpusChannel::Email => Item::email(sender, text),
            CorpusChannel::Voice => Item::voice(sender, text),
            CorpusChannel::Call => Item { channel: Channel::Call, ..Item::sms(sender, text) },
        }
    }

    /// Pages give senders as a list (`A / B / C`) or describe them (`090/080 mobile`, `+63…`).
    /// The first of a list is taken, a description is not a sender.
    fn sender(&self) -> Option<&str> {
        let first = self.sender.as_deref()?.split(" / ").next()?.trim();
        let described = first.contains("mobile") || first.contains('…') || first.contains("XX");
        (!first.is_empty() && !described).then_some(first)
    }
}

fn rows_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = folder
        .read_dir()
        .with_context(|| format!("cannot read the corpus folder {}", folder.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn read_rows(path: &Path) -> Result<Vec<Row>> {
    let content =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let lines = content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), index + 1))
        })
        .collect()
}

impl Links {
    fn read(folder: &Path) -> Result<Self> {
        let mut links = Self::default();
        for row in read_table(&folder.join("phish_urls.txt"))? {
            links.phishing.push(column(&row, "url")?);
        }
        for row in read_table(&folder.join("legit_urls.txt"))? {
            let list = match column(&row, "category")?.as_str() {
                "amazon_official" => &mut links.amazon,
                // Named after Amazon, owned by nobody knows whom: proves nothing either way.
                "popular_amazon_name" => continue,
                _ => &mut links.popular,
            };
            list.push(column(&row, "url")?);
        }
        Ok(links)
    }
}

/// A tab-separated table as one map from column to cell for each row; empty without the file.
fn read_table(path: &Path) -> Result<Vec<HashMap<String, String>>> {
    if !path.exists() {
        eprintln!("{} is not there: what needs it is not measured", path.display());
        return Ok(Vec::new());
    }
    let content =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut lines = content.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let cells = |line: &str| {
        header
            .iter()
            .map(|&name| name.to_owned())
            .zip(line.split('\t').map(str::to_owned))
            .collect()
    };
    Ok(lines.filter(|line| !line.is_empty()).map(cells).collect())
}

fn column(row: &HashMap<String, String>, name: &str) -> Result<String> {
    row.get(name).cloned().with_context(|| format!("a list of links has no column `{name}`"))
}

#[cfg(test)]
impl Row {
    /// A row that exists only in tests.
    pub(super) fn scam(id: &str, quote: &str, text: &str) -> Self {
        Self {
            id: id.into(),
            label: Label::Scam,
            category: "amazon_scam".into(),
            cluster: None,
            channel: CorpusChannel::Sms,
            sender: None,
            text: text.into(),
            quote: quote.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_sender(sender: &str) -> Row {
        Row { sender: Some(sender.into()), ..Row::scam("1", "exact", "") }
    }

    #[test]
    fn the_first_of_several_senders_is_taken_and_descriptions_are_not() {
        assert_eq!(with_sender("NOTIFY / ALERT").sender(), Some("NOTIFY"));
        assert_eq!(with_sender("+81 50 1234 5678").sender(), Some("+81 50 1234 5678"));
        for description in ["090/080 mobile", "mobile number", "+63…", "070-XXXX-XXXX", ""] {
            assert_eq!(with_sender(description).sender(), None, "{description}");
        }
    }

    #[test]
    fn a_row_is_read_with_a_cluster_of_either_kind() {
        let row = |cluster: &str| -> Row {
            serde_json::from_str(&format!(
                r#"{{"id":"1","label":"legit","category":"otp","channel":"chat","text":"あ","cluster":{cluster}}}"#
            ))
            .unwrap()
        };
        assert_eq!(row("12").cluster().as_deref(), Some("12"));
        assert_eq!(row("\"b\"").cluster().as_deref(), Some("b"));
        assert!(row("null").is_chat());
    }
}
