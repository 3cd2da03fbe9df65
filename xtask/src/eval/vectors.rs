//! The project's own test vectors, measured beside the corpus: it was written without looking at
//! it, so that either checks rules tuned on the other. Formats: tests/README.md.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use mihari_engine::item::{Channel, Direction, Item, Lists, Profile};
use mihari_engine::number::PhoneNumber;
use mihari_engine::verdict::Level;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What is in tests/vectors.
pub(super) struct Vectors {
    /// Files of messages and calls with the level each must get, by name.
    pub(super) files: Vec<(String, Vec<Vector>)>,
    /// Sentences in which the speaker claims to be Amazon.
    pub(super) claims: Vec<Template>,
    /// Sentences that only name Amazon.
    pub(super) mentions: Vec<Template>,
}

/// One message or call and the levels that are right for it.
#[derive(Deserialize)]
pub(super) struct Vector {
    pub(super) id: String,
    kind: Channel,
    #[serde(default)]
    direction: Direction,
    #[serde(default)]
    sender: Option<String>,
    #[serde(default)]
    pub(super) text: String,
    #[serde(default)]
    pub(super) profile: Profile,
    #[serde(default)]
    lists: UserLists,
    #[serde(default)]
    level: Option<Level>,
    /// In place of `level` where more than one is right.
    #[serde(default)]
    levels: Vec<Level>,
}

/// A message with `{url}` where a link goes.
#[derive(Deserialize)]
pub(super) struct Template {
    pub(super) id: String,
    #[serde(default)]
    sender: Option<String>,
    pub(super) text: String,
}

impl Vectors {
    /// Reads every `*.json` in `folder`.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let mut files = Vec::new();
        let entries =
            folder.read_dir().with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if name != "claims" && name != "mentions" {
                files.push((name, read_json::<VectorFile>(&path)?.vectors));
            }
        }
        files.sort_by(|(a, _), (b, _)| a.cmp(b));
        let templates =
            |name| -> Result<_> { Ok(read_json::<Templates>(&folder.join(name))?.templates) };
        Ok(Self { files, claims: templates("claims.json")?, mentions: templates("mentions.json")? })
    }
}

/// The user's own entries, in any spelling.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct UserLists {
    allowed: Vec<String>,
    blocked: Vec<String>,
    remembered: Vec<String>,
}

impl Vector {
    /// The user's entries that the verdict depends on.
    pub(super) fn lists(&self) -> Lists {
        let numbers = |spellings: &[String]| {
            spellings.iter().filter_map(|number| PhoneNumber::parse(number)).collect()
        };
        let UserLists { allowed, blocked, remembered } = &self.lists;
        Lists {
            allowed: numbers(allowed),
            blocked: numbers(blocked),
            remembered: numbers(remembered),
        }
    }

    pub(super) fn item(&self) -> Item<'_> {
        let sender = self.sender.as_deref();
        Item { channel: self.kind, direction: self.direction, sender, text: &self.text }
    }

    pub(super) fn is_right(&self, level: Level) -> bool {
        self.level == Some(level) || self.levels.contains(&level)
    }

    /// Flagged or not; `None` where both are right.
    pub(super) fn wants_flag(&self) -> Option<bool> {
        let mut flags = self.level.iter().chain(&self.levels).map(|level| level.is_flagged());
        let first = flags.next()?;
        flags.all(|flag| flag == first).then_some(first)
    }
}

impl Template {
    pub(super) fn with_link(&self, link: &str) -> String {
        self.text.replace("{url}", link)
    }

    pub(super) fn item<'a>(&'a self, text: &'a str) -> Item<'a> {
        Item::sms(self.sender.as_deref(), text)
    }
}

#[derive(Deserialize)]
struct VectorFile {
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Templates {
    templates: Vec<Template>,
}

fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let content =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&content).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(levels: &str) -> Vector {
        serde_json::from_str(&format!(r#"{{"id":"1","kind":"call","sender":null,{levels}}}"#))
            .unwrap()
    }

    #[test]
    fn one_level_or_several_may_be_right() {
        let one = vector(r#""level":"scam""#);
        assert!(one.is_right(Level::Scam) && !one.is_right(Level::Caution));
        assert_eq!(one.wants_flag(), Some(true));
        let two = vector(r#""levels":["no_match","caution"]"#);
        assert!(two.is_right(Level::Caution) && !two.is_right(Level::Scam));
        assert_eq!(two.wants_flag(), None);
    }
}
