//! Packs: what is known, as TOML files that a volunteer can write.
//!
//! A pack holds facts (brands, domains, hosts, numbers, contacts), the words that carry meaning
//! (signals), and what follows from them (rules, advice). Everything has a source. This module
//! reads a pack and says what is wrong with one; [`crate::engine::Engine`] puts packs to work.

mod date;
mod diagnostic;
mod format;
mod spanned;

pub use date::AsOf;
pub use diagnostic::Diagnostic;
pub use format::{
    Advice, AtLeast, Bilingual, Brand, Claims, Contact, ContactKind, Domain, Example, HostKind,
    Hosts, Listed, NumberGroup, Placement, Rule, Signal, Source, Table,
};
pub use spanned::Spanned;

use diagnostic::Positions;

/// The size of a pack file, in bytes, above which it is refused.
pub const LARGEST_PACK: usize = 1024 * 1024;
/// The number of entries in any one list of a pack above which it is refused.
pub const MOST_ENTRIES: usize = 5_000;

/// One pack, read and checked on its own. References into other packs are checked when packs
/// are put together in an engine.
pub struct Pack {
    file: String,
    table: Table,
    positions: Positions,
}

impl Pack {
    /// Reads a pack.
    ///
    /// `file` is the name shown in diagnostics. Any text is either a pack or a list of
    /// diagnostics, each with line, column and what to do.
    pub fn parse(file: &str, toml: &str) -> Result<Self, Vec<Diagnostic>> {
        let positions = Positions::new(file, toml);
        if toml.len() > LARGEST_PACK {
            let message = format!("the pack is larger than {LARGEST_PACK} bytes");
            return Err(vec![positions.at(0, message, "Split it into several packs.")]);
        }
        let table: Table = match toml::from_str(toml) {
            Ok(table) => table,
            Err(error) => return Err(vec![positions.of_toml(&error)]),
        };
        let pack = Self { file: file.to_owned(), table, positions };
        let found = pack.check();
        if found.is_empty() { Ok(pack) } else { Err(found) }
    }

    /// Reads a pack of this binary, which the tests have checked, from its compact form.
    pub(crate) fn from_compact(file: &str, compact: &[u8]) -> Option<Self> {
        let table = rmp_serde::from_slice(compact).ok()?;
        Some(Self { file: file.to_owned(), table, positions: Positions::new(file, "") })
    }

    /// The pack's id, unique among the packs in use.
    pub fn id(&self) -> &str {
        &self.table.id
    }

    /// The pack's version.
    pub fn version(&self) -> &str {
        &self.table.version
    }

    /// The name of the file it was read from.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Everything the pack says.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// A diagnostic at a value of this pack.
    pub(crate) fn diagnose<T>(
        &self,
        place: &Spanned<T>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        self.positions.at(place.span().start, message, help)
    }

    fn check(&self) -> Vec<Diagnostic> {
        let mut check = Check { pack: self, found: Vec::new() };
        check.header();
        check.sizes();
        check.unique_ids();
        check.sources();
        check.signals();
        check.rules();
        check.found
    }
}

/// What can be said about a pack without knowing the others.
struct Check<'a> {
    pack: &'a Pack,
    found: Vec<Diagnostic>,
}

impl Check<'_> {
    fn say<T>(&mut self, place: &Spanned<T>, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(self.pack.diagnose(place, message, help));
    }

    fn header(&mut self) {
        let table = &self.pack.table;
        if *table.format.get_ref() != 1 {
            let message = format!("format {} is not known", table.format.get_ref());
            self.say(
                &table.format,
                message,
                "Write `format = 1`, or use a newer version of Mihari.",
            );
        }
    }

    fn sizes(&mut self) {
        let table = &self.pack.table;
        let sizes = [
            ("sources", table.sources.len()),
            ("brands", table.brands.len()),
            ("domains", table.domains.len()),
            ("hosts", table.hosts.iter().map(|hosts| hosts.domains.len()).sum()),
            ("numbers", table.numbers.len()),
            ("contacts", table.contacts.len()),
            ("signals", table.signals.len()),
            ("advice", table.advice.len()),
            ("rules", table.rules.len()),
        ];
        for (name, size) in sizes {
            if size > MOST_ENTRIES {
                let message = format!("{size} entries in `{name}`, {MOST_ENTRIES} at most");
                self.found.push(self.pack.positions.at(0, message, "Split the pack."));
            }
        }
    }

    fn unique_ids(&mut self) {
        let table = &self.pack.table;
        self.unique("source", table.sources.iter().map(|x| &x.id));
        self.unique("brand", table.brands.iter().map(|x| &x.id));
        self.unique("domain", table.domains.iter().map(|x| &x.domain));
        self.unique("number group", table.numbers.iter().map(|x| &x.id));
        self.unique("contact", table.contacts.iter().map(|x| &x.id));
        self.unique("signal", table.signals.iter().map(|x| &x.id));
        self.unique("advice", table.advice.iter().map(|x| &x.id));
        self.unique("rule", table.rules.iter().map(|x| &x.id));
    }

    fn unique<'b>(&mut self, what: &str, ids: impl Iterator<Item = &'b Spanned<String>>) {
        let mut seen = std::collections::HashSet::new();
        for id in ids {
            if id.get_ref().is_empty() {
                self.say(id, format!("a {what} without a name"), "Give it a name.");
            } else if !seen.insert(id.get_ref()) {
                let message = format!("the {what} `{}` is there twice", id.get_ref());
                self.say(id, message, "Rename one of the two, or join them.");
            }
        }
    }

    fn sources(&mut self) {
        let table = &self.pack.table;
        let known: std::collections::HashSet<&str> =
            table.sources.iter().map(|s| s.id.get_ref().as_str()).collect();
        let named = (table.brands.iter().map(|x| &x.source))
            .chain(table.domains.iter().map(|x| &x.source))
            .chain(table.hosts.iter().map(|x| &x.source))
            .chain(table.numbers.iter().map(|x| &x.source))
            .chain(table.contacts.iter().map(|x| &x.source))
            .chain(table.advice.iter().map(|x| &x.source))
            .chain(table.rules.iter().map(|x| &x.source));
        for source in named {
            if !known.contains(source.get_ref().as_str()) {
                let message = format!("the source `{}` is not in this pack", source.get_ref());
                self.say(source, message, "Add it under [[sources]], or correct the name.");
            }
        }
    }

    fn signals(&mut self) {
        for signal in &self.pack.table.signals {
            if signal.patterns.is_empty() == signal.any_of.is_empty() {
                let message = format!("the signal `{}` has no single meaning", signal.id.get_ref());
                let help = "Give it either `patterns` or `any_of`, one of the two.";
                self.say(&signal.id, message, help);
            }
        }
    }

    fn rules(&mut self) {
        for rule in &self.pack.table.rules {
            if rule.all.is_empty() && rule.any.is_empty() && rule.at_least.is_none() {
                let message = format!("the rule `{}` would hit everything", rule.id.get_ref());
                self.say(&rule.id, message, "Name signals under `all`, `any` or `at_least`.");
            }
            if rule.hits.is_empty() || rule.misses.is_empty() {
                let message = format!("the rule `{}` lacks examples", rule.id.get_ref());
                let help = "Add at least one example under `hits` and one under `misses`.";
                self.say(&rule.id, message, help);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HEAD: &str =
        "format = 1\nid = \"t\"\nversion = \"1\"\ntitle = { ja = \"あ\", en = \"a\" }\n";

    fn first_error(rest: &str) -> String {
        let toml = format!("{HEAD}{rest}");
        let found = Pack::parse("t.toml", &toml).err().expect("the pack is bad");
        found[0].to_string()
    }

    #[test]
    fn an_unknown_key_is_named_with_line_and_column() {
        let error = first_error("[[signals]]\nid = \"a\"\npattern = ['x']\n");
        assert!(error.starts_with("t.toml:7:1: "), "{error}");
        assert!(error.contains("pattern"), "{error}");
    }

    #[test]
    fn a_duplicate_id_is_named_where_it_stands_the_second_time() {
        let error = first_error(
            "[[signals]]\nid = \"a\"\npatterns = ['未納']\n[[signals]]\nid = \"a\"\npatterns = ['未払']\n",
        );
        assert!(error.starts_with("t.toml:9:6: the signal `a` is there twice"), "{error}");
    }

    #[test]
    fn a_missing_source_is_named() {
        let error = first_error(
            "[[advice]]\nid = \"a\"\ntext = { ja = \"あ\", en = \"a\" }\nsource = \"nowhere\"\n",
        );
        assert!(error.contains("the source `nowhere` is not in this pack"), "{error}");
    }

    #[test]
    fn a_rule_without_examples_is_refused() {
        let error = first_error(
            "[[sources]]\nid = \"s\"\ntitle = \"s\"\nas_of = \"2022-12\"\n\
             [[rules]]\nid = \"r\"\nlevel = \"scam\"\ncategory = \"c\"\nweight = 1\nall = [\"x\"]\n\
             reason = { ja = \"あ\", en = \"a\" }\nsource = \"s\"\n",
        );
        assert!(error.contains("lacks examples"), "{error}");
    }

    #[test]
    fn a_pack_over_the_cap_is_refused() {
        let toml = format!("{HEAD}# {}", "x".repeat(LARGEST_PACK));
        assert!(Pack::parse("t.toml", &toml).is_err());
    }

    #[test]
    fn another_format_is_refused() {
        let toml = HEAD.replace("format = 1", "format = 9");
        let found = Pack::parse("t.toml", &toml).err().expect("the pack is bad");
        assert!(found[0].to_string().contains("format 9 is not known"));
    }

    proptest! {
        #[test]
        fn any_text_is_a_pack_or_a_clear_error(text in "\\PC{0,200}") {
            if let Err(found) = Pack::parse("t.toml", &text) {
                prop_assert!(!found.is_empty());
                prop_assert!(found.iter().all(|d| d.line >= 1 && d.column >= 1));
            }
        }

        #[test]
        fn any_toml_is_a_pack_or_a_clear_error(rest in "(\\[\\[(rules|signals|numbers|brands)\\]\\]\n|(id|level|patterns|all|source|weight) = (\"[a-z]{0,3}\"|[0-9]{1,3}|\\[\\]|\\{\\})\n){0,12}") {
            if let Err(found) = Pack::parse("t.toml", &format!("{HEAD}{rest}")) {
                prop_assert!(!found.is_empty());
            }
        }
    }
}
