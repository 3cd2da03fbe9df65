//! Screens everything and counts.

use std::collections::BTreeMap;

use mihari_engine::item::Profile;
use rayon::prelude::*;
use serde::Serialize;

use super::corpus::{Corpus, Row};
use super::masks;
use super::proportion::Proportion;
use super::screen::{Outcome, Screen};
use super::vectors::{Template, Vector, Vectors};

/// How many links are tried in turn in a row whose link was left out.
pub(super) const DRAWS: usize = 5;

/// So many links are listed of those that went wrong.
const LISTED_LINKS: usize = 5;

/// Everything that was counted, and everything that went wrong.
#[derive(Serialize)]
pub(super) struct Measured {
    pub(super) recall: Vec<Recall>,
    pub(super) clusters: Vec<ClusterRecall>,
    pub(super) false_alarms: Vec<FalseAlarms>,
    pub(super) claims_with_phishing: Joined,
    pub(super) claims_with_amazon: Joined,
    pub(super) mentions_with_popular: Joined,
    pub(super) vectors: Vec<VectorLevels>,
    /// Misses and false alarms one by one. They hold text: shown only when asked for.
    #[serde(skip)]
    pub(super) faults: Vec<Fault>,
}

/// Scam rows of one category.
#[derive(Serialize)]
pub(super) struct Recall {
    pub(super) category: String,
    /// Rows flagged with whatever link was put in: the worst case, and what the goals are held to.
    pub(super) in_every_draw: Proportion,
    /// The mean over the draws.
    pub(super) mean: f64,
    /// As the page quoted them, masks and all.
    pub(super) as_it_stands: Proportion,
    pub(super) clusters: usize,
    /// The mean of the clusters' own recalls: a wave of one text counts once.
    pub(super) mean_cluster_recall: Option<f64>,
}

/// Scam rows that are near-duplicates of each other.
#[derive(Serialize)]
pub(super) struct ClusterRecall {
    pub(super) category: String,
    pub(super) cluster: String,
    pub(super) in_every_draw: Proportion,
}

/// Rows that must not be flagged, of one category.
#[derive(Serialize)]
pub(super) struct FalseAlarms {
    /// `genuine`, `chat` or `english`.
    pub(super) kind: &'static str,
    pub(super) category: String,
    pub(super) flagged: Proportion,
}

/// Sentences, each with every link of a list.
#[derive(Serialize)]
pub(super) struct Joined {
    pub(super) sentences: usize,
    pub(super) links: usize,
    pub(super) flagged: Proportion,
    /// Links that went wrong with several sentences, and with how many; the worst first.
    pub(super) worst_links: Vec<(String, usize)>,
}

/// One file of vectors.
#[derive(Serialize)]
pub(super) struct VectorLevels {
    pub(super) file: String,
    /// Vectors with a level that is written beside them.
    pub(super) right: Proportion,
    /// Flagged, of those that must be.
    pub(super) recall: Proportion,
    /// Flagged, of those that must not be.
    pub(super) false_alarms: Proportion,
}

/// One thing that went wrong, with the text.
pub(super) struct Fault {
    /// `miss`, `false alarm` or `wrong level`.
    pub(super) kind: &'static str,
    pub(super) id: String,
    /// Category and cluster, or file.
    pub(super) place: String,
    pub(super) text: String,
    pub(super) level: &'static str,
    pub(super) rules: Vec<String>,
}

pub(super) fn measure(screen: &Screen, corpus: &Corpus, vectors: &Vectors) -> Measured {
    let mut faults = Vec::new();
    let scam = screen_scam_rows(screen, corpus);
    let recall = recall_by_category(&scam);
    let clusters = recall_by_cluster(&scam);
    faults.extend(scam.iter().filter_map(ScamRow::fault));
    let false_alarms = false_alarms(screen, &corpus.legit, &mut faults);
    let links = &corpus.links;
    let mut join = |templates, links, wanted| join(screen, templates, links, wanted, &mut faults);
    Measured {
        recall,
        clusters,
        false_alarms,
        claims_with_phishing: join(&vectors.claims, &links.phishing, true),
        claims_with_amazon: join(&vectors.claims, &links.amazon, false),
        mentions_with_popular: join(&vectors.mentions, &links.popular, false),
        vectors: vectors
            .files
            .iter()
            .map(|(name, file)| vector_levels(screen, name, file, &mut faults))
            .collect(),
        faults,
    }
}

/// A scam row and what the engine said to it.
struct ScamRow<'a> {
    row: &'a Row,
    /// One text and outcome for each draw; a single one when nothing was left out.
    draws: Vec<(String, Outcome)>,
    as_it_stands: bool,
}

impl ScamRow<'_> {
    fn in_every_draw(&self) -> bool {
        self.draws.iter().all(|(_, outcome)| outcome.is_flagged())
    }

    fn share(&self) -> f64 {
        let flagged = self.draws.iter().filter(|(_, outcome)| outcome.is_flagged()).count();
        flagged as f64 / self.draws.len() as f64
    }

    fn fault(&self) -> Option<Fault> {
        let (text, outcome) = self.draws.iter().find(|(_, outcome)| !outcome.is_flagged())?;
        let cluster = self.row.cluster().map(|cluster| format!(", cluster {cluster}"));
        let place = format!("{}{}", self.row.category, cluster.unwrap_or_default());
        Some(Fault::new("miss", &self.row.id, place, text, outcome))
    }
}

fn screen_scam_rows<'a>(screen: &Screen, corpus: &'a Corpus) -> Vec<ScamRow<'a>> {
    let judge = |row: &Row, text: &str| screen.screen(&row.item(text), Profile::Personal);
    corpus
        .scam
        .par_iter()
        .map(|row| {
            let mut texts: Vec<String> = (0..DRAWS)
                .filter_map(|draw| masks::fill(row, &corpus.links.phishing, draw))
                .collect();
            if texts.is_empty() {
                texts.push(row.text.clone());
            }
            let draws = texts.into_iter().map(|text| {
                let outcome = judge(row, &text);
                (text, outcome)
            });
            ScamRow {
                row,
                draws: draws.collect(),
                as_it_stands: judge(row, &row.text).is_flagged(),
            }
        })
        .collect()
}

fn recall_by_category(rows: &[ScamRow<'_>]) -> Vec<Recall> {
    let by_category = grouped(rows, |row| row.row.category.clone());
    let recall = |(category, rows): (String, Vec<&ScamRow<'_>>)| {
        // A row that is like no other is a cluster of its own.
        let by_cluster =
            grouped(&rows, |row| row.row.cluster().unwrap_or_else(|| row.row.id.clone()));
        let shares = by_cluster
            .values()
            .filter_map(|rows| Proportion::count(rows, |row| row.in_every_draw()).rate());
        Recall {
            category,
            in_every_draw: Proportion::count(&rows, |row| row.in_every_draw()),
            mean: rows.iter().map(|row| row.share()).sum::<f64>() / rows.len() as f64,
            as_it_stands: Proportion::count(&rows, |row| row.as_it_stands),
            clusters: by_cluster.len(),
            mean_cluster_recall: mean(shares),
        }
    };
    by_category.into_iter().map(recall).collect()
}

fn recall_by_cluster(rows: &[ScamRow<'_>]) -> Vec<ClusterRecall> {
    let clustered = rows.iter().filter(|row| row.row.cluster().is_some());
    let by_cluster =
        grouped(clustered, |row| (row.row.category.clone(), row.row.cluster().unwrap_or_default()));
    by_cluster
        .into_iter()
        .map(|((category, cluster), rows)| ClusterRecall {
            category,
            cluster,
            in_every_draw: Proportion::count(rows, |row| row.in_every_draw()),
        })
        .collect()
}

fn false_alarms(screen: &Screen, rows: &[Row], faults: &mut Vec<Fault>) -> Vec<FalseAlarms> {
    let screened: Vec<(&Row, Outcome)> = rows
        .par_iter()
        .map(|row| (row, screen.screen(&row.item(&row.text), Profile::Personal)))
        .collect();
    let alarms = screened.iter().filter(|(_, outcome)| outcome.is_flagged());
    faults.extend(alarms.map(|(row, outcome)| {
        Fault::new("false alarm", &row.id, row.category.clone(), &row.text, outcome)
    }));
    let by_category = grouped(&screened, |(row, _)| (kind(row), row.category.clone()));
    by_category
        .into_iter()
        .map(|((kind, category), rows)| FalseAlarms {
            kind,
            category,
            flagged: Proportion::count(rows, |(_, outcome)| outcome.is_flagged()),
        })
        .collect()
}

/// Which goal a row that must not be flagged is held to.
fn kind(row: &Row) -> &'static str {
    let is_japanese = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}');
    let has_letters = row.text.contains(|c: char| c.is_ascii_alphabetic());
    if has_letters && !row.text.contains(is_japanese) {
        "english"
    } else if row.is_chat() {
        "chat"
    } else {
        "genuine"
    }
}

/// Puts every link into every sentence.
fn join(
    screen: &Screen,
    templates: &[Template],
    links: &[String],
    wanted: bool,
    faults: &mut Vec<Fault>,
) -> Joined {
    let screened: Vec<JoinedTemplate<'_>> =
        templates.par_iter().map(|template| join_one(screen, template, links, wanted)).collect();
    faults.extend(screened.iter().filter_map(JoinedTemplate::fault));
    let wrong: usize = screened.iter().map(|joined| joined.wrong.len()).sum();
    let of = templates.len() * links.len();
    Joined {
        sentences: templates.len(),
        links: links.len(),
        flagged: Proportion { found: if wanted { of - wrong } else { wrong }, of },
        worst_links: worst_links(&screened),
    }
}

/// A sentence and the links with which it went wrong.
struct JoinedTemplate<'a> {
    template: &'a Template,
    links: usize,
    wanted: bool,
    wrong: Vec<(&'a str, Outcome)>,
}

fn join_one<'a>(
    screen: &Screen,
    template: &'a Template,
    links: &'a [String],
    wanted: bool,
) -> JoinedTemplate<'a> {
    let mut wrong = Vec::new();
    for link in links {
        let text = template.with_link(link);
        let outcome = screen.screen(&template.item(&text), Profile::Personal);
        if outcome.is_flagged() != wanted {
            wrong.push((link.as_str(), outcome));
        }
    }
    JoinedTemplate { template, links: links.len(), wanted, wrong }
}

impl JoinedTemplate<'_> {
    fn fault(&self) -> Option<Fault> {
        let (_, outcome) = self.wrong.first()?;
        let kind = if self.wanted { "miss" } else { "false alarm" };
        let listed: Vec<&str> =
            self.wrong.iter().take(LISTED_LINKS).map(|(link, _)| *link).collect();
        let place = format!("{} of {} links: {}", self.wrong.len(), self.links, listed.join(" "));
        Some(Fault::new(kind, &self.template.id, place, &self.template.text, outcome))
    }
}

fn worst_links(screened: &[JoinedTemplate<'_>]) -> Vec<(String, usize)> {
    let wrong = screened.iter().flat_map(|joined| joined.wrong.iter().map(|(link, _)| *link));
    let mut counts: Vec<(String, usize)> = grouped(wrong, |link| (*link).to_owned())
        .into_iter()
        .map(|(link, sentences)| (link, sentences.len()))
        // Once is the sentence's doing.
        .filter(|(_, sentences)| *sentences > 1)
        .collect();
    counts.sort_by_key(|(_, sentences)| std::cmp::Reverse(*sentences));
    counts.truncate(LISTED_LINKS);
    counts
}

fn vector_levels(
    screen: &Screen,
    name: &str,
    vectors: &[Vector],
    faults: &mut Vec<Fault>,
) -> VectorLevels {
    let screened: Vec<(&Vector, Outcome)> = vectors
        .par_iter()
        .map(|vector| (vector, screen.screen_with(&vector.item(), vector.profile, &vector.lists())))
        .collect();
    let flagged_of = |wanted: bool| {
        let asked = screened.iter().filter(|(vector, _)| vector.wants_flag() == Some(wanted));
        Proportion::count(asked, |(_, outcome)| outcome.is_flagged())
    };
    for (vector, outcome) in &screened {
        if !vector.is_right(outcome.level) {
            let kind = match vector.wants_flag() {
                Some(wanted) if wanted == outcome.is_flagged() => "wrong level",
                Some(true) => "miss",
                Some(false) => "false alarm",
                None => "wrong level",
            };
            faults.push(Fault::new(kind, &vector.id, name.to_owned(), &vector.text, outcome));
        }
    }
    VectorLevels {
        file: name.to_owned(),
        right: Proportion::count(&screened, |(vector, outcome)| vector.is_right(outcome.level)),
        recall: flagged_of(true),
        false_alarms: flagged_of(false),
    }
}

impl Fault {
    fn new(kind: &'static str, id: &str, place: String, text: &str, outcome: &Outcome) -> Self {
        Self {
            kind,
            id: id.to_owned(),
            place,
            text: text.to_owned(),
            level: outcome.level.as_str(),
            rules: outcome.rules.clone(),
        }
    }
}

fn grouped<T, K: Ord>(
    items: impl IntoIterator<Item = T>,
    key: impl Fn(&T) -> K,
) -> BTreeMap<K, Vec<T>> {
    let mut groups = BTreeMap::<K, Vec<T>>::new();
    for item in items {
        groups.entry(key(&item)).or_default().push(item);
    }
    groups
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let values: Vec<f64> = values.collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use mihari_engine::verdict::Level;

    use super::*;

    fn outcome(level: Level) -> Outcome {
        Outcome { level, rules: Vec::new() }
    }

    #[test]
    fn a_row_counts_as_found_only_with_every_link() {
        let row = Row::scam("1", "url_elided", "");
        let draw = |level| (String::from("text"), outcome(level));
        let found = ScamRow {
            row: &row,
            draws: vec![draw(Level::Scam), draw(Level::Caution)],
            as_it_stands: false,
        };
        let half = ScamRow {
            row: &row,
            draws: vec![draw(Level::Scam), draw(Level::NoMatch)],
            as_it_stands: true,
        };
        assert!(found.fault().is_none());
        assert_eq!(half.fault().unwrap().kind, "miss");
        let recall = &recall_by_category(&[found, half])[0];
        assert_eq!(recall.in_every_draw, Proportion { found: 1, of: 2 });
        assert_eq!(recall.mean, 0.75);
        assert_eq!(recall.as_it_stands, Proportion { found: 1, of: 2 });
    }

    #[test]
    fn rows_without_japanese_letters_are_english() {
        let row = |text| Row::scam("1", "exact", text);
        assert_eq!(kind(&row("See you at 5 😊")), "english");
        assert_eq!(kind(&row("OK、またね")), "genuine");
        assert_eq!(kind(&row("😊!")), "genuine");
    }
}
