//! The vectors of tests/vectors, which the app reads too: what goes in and what level comes out.

use std::fs;
use std::path::PathBuf;

use jiff::civil::date;
use mihari_engine::engine::Engine;
use mihari_engine::item::{Channel, Context, Direction, Item, Lists, Profile};
use mihari_engine::number::PhoneNumber;
use mihari_engine::verdict::{Level, Verdict};
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
struct Vectors {
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    id: String,
    kind: Channel,
    #[serde(default)]
    direction: Direction,
    sender: Option<String>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    profile: Profile,
    level: Option<Level>,
    #[serde(default)]
    levels: Vec<Level>,
    #[serde(default)]
    lists: Numbers,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Numbers {
    allowed: Vec<String>,
    blocked: Vec<String>,
    remembered: Vec<String>,
}

#[derive(Deserialize)]
struct Claims {
    off_list: Vec<String>,
    own: Vec<String>,
    templates: Vec<Template>,
}

#[derive(Deserialize)]
struct Mentions {
    links: Vec<String>,
    templates: Vec<Template>,
}

#[derive(Deserialize)]
struct Template {
    id: String,
    sender: Option<String>,
    text: String,
}

fn read<T: DeserializeOwned>(file: &str) -> T {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    let json = fs::read_to_string(folder.join(file)).expect("the vectors are in tests/vectors");
    serde_json::from_str(&json).expect("the vectors are as tests/README.md says")
}

fn screen(item: &Item<'_>, profile: Profile, lists: &Lists) -> Verdict {
    let context = Context { profile, today: date(2026, 11, 23), lists };
    Engine::shipped().screen(item, &context)
}

fn numbers(spellings: &[String]) -> std::collections::HashSet<PhoneNumber> {
    spellings.iter().filter_map(|number| PhoneNumber::parse(number)).collect()
}

/// The ids of vectors that come out at another level than their file says.
fn wrong(file: &str) -> Vec<String> {
    let vectors: Vectors = read(file);
    assert!(!vectors.vectors.is_empty());
    let is_wrong = |vector: &&Vector| {
        let item = Item {
            channel: vector.kind,
            direction: vector.direction,
            sender: vector.sender.as_deref(),
            text: &vector.text,
        };
        let lists = Lists {
            allowed: numbers(&vector.lists.allowed),
            blocked: numbers(&vector.lists.blocked),
            remembered: numbers(&vector.lists.remembered),
        };
        let level = screen(&item, vector.profile, &lists).level;
        vector.level != Some(level) && !vector.levels.contains(&level)
    };
    vectors.vectors.iter().filter(is_wrong).map(|vector| vector.id.clone()).collect()
}

/// Screens templates with each of the links and answers those whose flag is not as wanted.
fn templates_with(templates: &[Template], links: &[String], wanted: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    for template in templates {
        for link in links {
            let text = template.text.replace("{url}", link);
            let item = Item::sms(template.sender.as_deref(), &text);
            let verdict = screen(&item, Profile::Personal, &Lists::default());
            if verdict.is_flagged() != wanted {
                wrong.push(format!("{} with {link}", template.id));
            }
        }
    }
    wrong
}

#[test]
fn the_decision_table_holds_row_by_row() {
    assert_eq!(wrong("decision-table.json"), Vec::<String>::new());
}

#[test]
fn calls_come_out_as_the_design_says() {
    assert_eq!(wrong("calls.json"), Vec::<String>::new());
}

#[test]
fn what_is_said_and_mailed_comes_out_as_written() {
    assert_eq!(wrong("voice-email.json"), Vec::<String>::new());
}

#[test]
fn genuine_messages_and_everyday_chat_are_let_pass() {
    assert_eq!(wrong("genuine.json"), Vec::<String>::new());
    assert_eq!(wrong("chat.json"), Vec::<String>::new());
}

#[test]
fn links_speak_for_themselves() {
    assert_eq!(wrong("links.json"), Vec::<String>::new());
}

#[test]
fn fraud_in_other_names_is_flagged_but_for_one_in_twenty() {
    let wrong = wrong("other-scams.json");
    assert!(wrong.len() <= 10, "{wrong:?}");
}

#[test]
fn a_claim_is_flagged_with_a_foreign_link_and_not_with_amazons_own() {
    let claims: Claims = read("claims.json");
    let with_foreign = templates_with(&claims.templates, &claims.off_list, true);
    assert_eq!(with_foreign, Vec::<String>::new());
    let with_own = templates_with(&claims.templates, &claims.own, false);
    assert_eq!(with_own, Vec::<String>::new());
}

#[test]
fn a_mention_is_never_flagged() {
    let mentions: Mentions = read("mentions.json");
    let flagged = templates_with(&mentions.templates, &mentions.links, false);
    assert_eq!(flagged, Vec::<String>::new());
}
