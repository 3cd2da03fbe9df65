//! All patterns of all packs, run over a text at once.
//!
//! A pattern is a regular expression whose beginning is a finite set of words. The words of all
//! patterns form one Aho–Corasick automaton, so a text is read once whatever the number of
//! patterns. Where a pattern's words stand and it has more to say, the rest is tried right there,
//! anchored, over a bounded length: the cost stays linear in the text. Before it is tried, two
//! cheap looks tell most of the places where it would be in vain: at the next two characters, and
//! at whether words that every match goes on with stand near enough behind them.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Mutex, OnceLock};

use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::{Anchored, Input};
use regex_syntax::hir::{Hir, HirKind};
use smallvec::SmallVec;

use crate::beginning::{self, Beginning, Landmarks, Next};
use crate::brand_mark::{self, BRAND_MARK};
use crate::lexicon::{Lead, Lexicon, LexiconBuilder, Needs, WordSet};
use crate::shipped;
use crate::text::{Folded, fold};

/// The longest stretch of text one pattern may span, in bytes.
pub(crate) const LONGEST_MATCH: usize = 1_000;
/// How large one pattern may become as an automaton, in bytes.
const LARGEST_TAIL: usize = 4 << 20;
/// How much of its states one pattern keeps, in bytes, unless a few of them need more. There are
/// hundreds of patterns, and a scan may be of any length.
const KEPT_STATES: usize = 256 << 10;
/// How many places are tried for one owner in one text: more than the longest screened text can
/// hold of honest writing. Bounds what a text made of beginnings can cost.
const MOST_TRIES: usize = 8_000;

/// A pattern that was read and can become part of a set.
pub(crate) struct Pattern {
    /// As the pack writes it.
    written: String,
    beginnings: Vec<Beginning>,
    landmarks: Landmarks,
    /// Only hits on this brand's name count.
    brand: Option<String>,
}

/// Why a pattern cannot be used.
pub(crate) struct PatternError {
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Pattern {
    /// Reads a pattern in the syntax of the `regex` crate, over folded text. `{brand}` stands for
    /// the name of any brand, `{brand:ID}` for the name of one.
    pub(crate) fn parse(pattern: &str) -> Result<Self, PatternError> {
        let (source, brand) = brand_mark::replace(pattern).map_err(|_| PatternError {
            message: "the pattern names two brands".to_owned(),
            help: "Write two patterns.".to_owned(),
        })?;
        let hir = beginning::parse(&source).map_err(|error| PatternError {
            message: format!("the pattern is no regular expression: {}", reason(&error)),
            help: "See docs/packs.md for the syntax.".to_owned(),
        })?;
        check_shape(&hir)?;
        check_folded(&hir)?;
        let beginnings = beginning::beginnings(&hir).ok_or_else(|| PatternError {
            message: "the pattern does not begin with words".to_owned(),
            help: "Begin with at least two letters that are always there, gaps come after."
                .to_owned(),
        })?;
        let (written, landmarks) = (pattern.to_owned(), beginning::landmarks(&hir));
        Ok(Self { written, beginnings, landmarks, brand })
    }

    /// The id of the brand that `{brand:ID}` names.
    pub(crate) fn brand(&self) -> Option<&str> {
        self.brand.as_deref()
    }
}

/// The last line of a syntax error: the reason without the drawing.
fn reason(error: &regex_syntax::Error) -> String {
    let text = error.to_string();
    text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

fn check_shape(hir: &Hir) -> Result<(), PatternError> {
    let properties = hir.properties();
    if !properties.look_set().is_empty() {
        return Err(PatternError {
            message: "the pattern uses ^, $ or \\b".to_owned(),
            help: "Latin words are whole words anyway; for lines see `place`, line_start and line_end."
                .to_owned(),
        });
    }
    if properties.maximum_len().is_none_or(|longest| longest > LONGEST_MATCH) {
        return Err(PatternError {
            message: format!("the pattern can span more than {LONGEST_MATCH} bytes"),
            help: "Write a bounded gap such as .{0,20} in place of .* or .+".to_owned(),
        });
    }
    Ok(())
}

/// Words in a pattern must be written as folding leaves them, or they would never be found.
fn check_folded(hir: &Hir) -> Result<(), PatternError> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let words = String::from_utf8_lossy(&literal.0).replace(BRAND_MARK, "x");
            let framed = format!("x{words}x");
            if fold(&framed) == framed {
                return Ok(());
            }
            let folded = fold(&words).into_owned();
            Err(PatternError {
                message: format!("`{words}` is not written as text is compared"),
                help: format!(
                    "Write `{folded}`: narrow letters, lower case, no space next to Japanese."
                ),
            })
        }
        HirKind::Capture(capture) => check_folded(&capture.sub),
        HirKind::Repetition(repetition) => check_folded(&repetition.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().try_for_each(check_folded)
        }
        HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) => Ok(()),
    }
}

/// Who a pattern speaks for. The set's user gives it a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Owner(pub(crate) u32);

/// Where a pattern may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Anywhere,
    LineStart,
    LineEnd,
}

/// One place where a pattern may stand: its first words do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate {
    owner: Owner,
    start: u32,
    role: u32,
    /// Where the pattern ends when the words are all of it; 0 when the rest is to be tried.
    end: u32,
}

impl Candidate {
    pub(crate) fn owner(&self) -> Owner {
        self.owner
    }

    /// Sorts by owner, then place. The order of those that share both does not matter.
    fn rank(&self) -> u64 {
        u64::from(self.owner.0) << 32 | u64::from(self.start)
    }
}

/// One place where a pattern stands, in folded text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// What one owner hits: a few, nearly always.
pub(crate) type Hits = SmallVec<[Hit; 4]>;

impl Hit {
    pub(crate) fn overlaps(&self, span: &Range<usize>) -> bool {
        self.start < span.end && span.start < self.end
    }
}

/// Collects patterns until they become a [`PatternSet`].
pub(crate) struct PatternSetBuilder {
    words: Words,
    patterns: Vec<Compiled>,
    roles: Vec<Role>,
}

/// Where the words of a set come from.
enum Words {
    /// From patterns as they are added.
    Collected(LexiconBuilder),
    /// From the lexicon that was built with the crate, for the shipped packs and no others.
    Shipped(Lexicon),
}

/// A pattern on its own, whoever uses it.
struct Compiled {
    /// As the pack writes it.
    written: Cow<'static, str>,
    needs: Needs,
    /// Where its roles begin.
    first_role: u32,
    /// Built when it is first tried: most never are.
    tail: OnceLock<Option<Tail>>,
}

/// What a pattern is used for.
#[derive(Clone, Copy)]
struct Role {
    pattern: u32,
    owner: Owner,
    place: Place,
    /// Index of the brand whose name must stand at the mark.
    brand: Option<u16>,
}

impl PatternSetBuilder {
    /// For any patterns.
    pub(crate) fn new() -> Self {
        let words = Words::Collected(LexiconBuilder::default());
        Self { words, patterns: Vec::new(), roles: Vec::new() }
    }

    /// For the shipped packs, with all their patterns. `None` when the crate was built
    /// without.
    pub(crate) fn shipped() -> Option<Self> {
        let patterns = shipped::patterns().iter();
        let compiled = |pattern: &shipped::Pattern| Compiled {
            written: pattern.written.into(),
            needs: pattern.needs,
            first_role: 0,
            tail: OnceLock::new(),
        };
        Some(Self {
            words: Words::Shipped(shipped::lexicon()?),
            patterns: patterns.map(compiled).collect(),
            roles: Vec::new(),
        })
    }

    /// Adds a pattern.
    pub(crate) fn add(&mut self, pattern: Pattern, owner: Owner, place: Place, brand: Option<u16>) {
        let Words::Collected(words) = &mut self.words else { return };
        let number = self.patterns.len() as u32;
        let needs = words.add(number, pattern.beginnings, pattern.landmarks);
        let (written, tail) = (pattern.written.into(), OnceLock::new());
        self.patterns.push(Compiled { written, needs, first_role: 0, tail });
        self.roles.push(Role { pattern: number, owner, place, brand });
    }

    /// Gives a shipped pattern one more use, by its number.
    pub(crate) fn add_role(
        &mut self,
        pattern: u32,
        owner: Owner,
        place: Place,
        brand: Option<u16>,
    ) {
        self.roles.push(Role { pattern, owner, place, brand });
    }

    /// `None` when there are more words than the automaton can number.
    pub(crate) fn build(mut self) -> Option<PatternSet> {
        let lexicon = match self.words {
            Words::Collected(words) => words.build()?,
            Words::Shipped(lexicon) => lexicon,
        };
        self.roles.sort_by_key(|role| role.pattern);
        for (number, pattern) in (0..).zip(&mut self.patterns) {
            pattern.first_role = self.roles.partition_point(|role| role.pattern < number) as u32;
        }
        Some(PatternSet { lexicon, patterns: self.patterns, roles: self.roles })
    }
}

/// An immutable set of patterns.
pub(crate) struct PatternSet {
    lexicon: Lexicon,
    patterns: Vec<Compiled>,
    /// Pattern by pattern.
    roles: Vec<Role>,
}

/// What stands behind a word: the classes of the next two characters, as far as the text goes.
#[derive(Clone, Copy)]
struct Behind([u64; 2]);

impl Behind {
    fn of(rest: &str) -> Self {
        let mut classes = rest.chars().map(|c| Next::class(c) | Next::ANYTHING);
        let mut next = || classes.next().unwrap_or(Next::ANYTHING);
        Self([next(), next()])
    }
}

impl Lead {
    /// `false` only when no match goes on like this.
    fn allows(&self, behind: Behind) -> bool {
        let allows = |i: usize| self.next.0[i] & behind.0[i] != 0;
        self.whole || (allows(0) && allows(1))
    }
}

/// A place where a pattern's first words stand, and what comes next does not speak against it.
struct Start {
    pattern: u32,
    start: u32,
    /// As with candidates.
    end: u32,
}

/// Folded text in which the names of brands have become [`BRAND_MARK`]s.
pub(crate) trait Haystack {
    /// The text that patterns run over.
    fn text(&self) -> &str;
    /// Where a span of that text stands in the folded text.
    fn to_folded(&self, span: Range<usize>) -> Range<usize>;
    /// The brand whose mark stands first in a span.
    fn brand_in(&self, span: &Range<usize>) -> Option<u16>;
    /// The folded text.
    fn folded(&self) -> &Folded;
}

impl PatternSet {
    /// Reads a text once: where patterns may stand, in spans of that text.
    pub(crate) fn candidates(&self, text: &str) -> Vec<Candidate> {
        let Lexicon { automaton, words, leads, sets, set_count } = &self.lexicon;
        let mut starts = Vec::with_capacity(128);
        let mut landmarks = SeenLandmarks::new(text, *set_count);
        for found in automaton.find_overlapping_iter(text) {
            let (number, start, end) = (found.value() as usize, found.start(), found.end());
            let (word, next) = (words[number], words[number + 1]);
            for set in &sets[word.first_set as usize..next.first_set as usize] {
                landmarks.insert(*set, end);
            }
            let leads = &leads[word.first_lead as usize..next.first_lead as usize];
            if leads.is_empty() || splits_a_word(text, start) {
                continue;
            }
            let behind = Behind::of(&text[end..]);
            starts.extend(leads.iter().filter(|lead| lead.allows(behind)).map(|lead| Start {
                pattern: lead.pattern,
                start: start as u32,
                end: if lead.whole { end as u32 } else { 0 },
            }));
        }
        self.candidates_of(&starts, &landmarks)
    }

    /// The uses of the patterns that begin here and may go on.
    fn candidates_of(&self, starts: &[Start], landmarks: &SeenLandmarks) -> Vec<Candidate> {
        let mut candidates = Vec::with_capacity(starts.len());
        for &Start { pattern, start, end } in starts {
            if end == 0 && !landmarks.may_meet(&self.patterns[pattern as usize].needs, start) {
                continue;
            }
            for role in self.roles_of(pattern) {
                let owner = self.roles[role].owner;
                candidates.push(Candidate { owner, start, role: role as u32, end });
            }
        }
        candidates.sort_unstable_by_key(Candidate::rank);
        candidates.dedup();
        candidates
    }

    fn roles_of(&self, pattern: u32) -> Range<usize> {
        let first_role = |pattern: &Compiled| pattern.first_role as usize;
        let pattern = pattern as usize;
        first_role(&self.patterns[pattern])
            ..self.patterns.get(pattern + 1).map_or(self.roles.len(), first_role)
    }

    /// Where the patterns of one owner stand, in order; of those that begin together the longest.
    pub(crate) fn verify(
        &self,
        haystack: &impl Haystack,
        candidates: &[Candidate],
        owner: Owner,
    ) -> Hits {
        let first = candidates.partition_point(|c| c.owner < owner);
        let own = candidates[first..].iter().take_while(|c| c.owner == owner);
        let mut hits = Hits::new();
        for candidate in own.take(MOST_TRIES) {
            let Some(hit) = self.try_candidate(haystack, candidate) else { continue };
            match hits.last_mut().filter(|last| last.start == hit.start) {
                Some(last) => last.end = last.end.max(hit.end),
                None => hits.push(hit),
            }
        }
        hits
    }

    fn try_candidate(&self, haystack: &impl Haystack, candidate: &Candidate) -> Option<Hit> {
        let role = &self.roles[candidate.role as usize];
        let pattern = &self.patterns[role.pattern as usize];
        let text = haystack.text();
        let start = candidate.start as usize;
        let end = match candidate.end {
            0 => pattern.try_at(text, start)?,
            end => end as usize,
        };
        if splits_a_word(text, end) {
            return None;
        }
        if role.brand.is_some() && role.brand != haystack.brand_in(&(start..end)) {
            return None;
        }
        let span = haystack.to_folded(start..end);
        let in_place = match role.place {
            Place::Anywhere => true,
            Place::LineStart => haystack.folded().is_line_start(span.start),
            Place::LineEnd => haystack.folded().is_line_end(span.end),
        };
        in_place.then_some(Hit { start: span.start, end: span.end })
    }
}

/// Where the words of sets end in a text, to the nearest of 32 stretches that it is cut into.
struct SeenLandmarks {
    /// How long a stretch is, in bytes, as a power of two.
    stretch: u32,
    /// By set: a bit for each stretch.
    ends: Vec<u32>,
}

impl SeenLandmarks {
    fn new(text: &str, sets: u32) -> Self {
        let stretch = (text.len() / 32 + 1).next_power_of_two().trailing_zeros();
        Self { stretch, ends: vec![0; sets as usize] }
    }

    fn insert(&mut self, set: WordSet, end: usize) {
        self.ends[usize::from(set)] |= 1 << (end >> self.stretch);
    }

    /// `false` only when something that a pattern needs does not stand behind `start`, or not near
    /// enough.
    fn may_meet(&self, needs: &Needs, start: u32) -> bool {
        let from = start >> self.stretch;
        let to = (start.saturating_add(needs.reach) >> self.stretch).min(31);
        let stretches = u32::MAX << from & u32::MAX >> (31 - to);
        needs.sets.iter().flatten().all(|set| self.ends[usize::from(*set)] & stretches != 0)
    }
}

/// Whether a cut here would part two Latin letters.
pub(crate) fn splits_a_word(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    at > 0
        && at < bytes.len()
        && bytes[at - 1].is_ascii_alphabetic()
        && bytes[at].is_ascii_alphabetic()
}

impl Compiled {
    /// The end of the pattern when it stands at `start`.
    fn try_at(&self, text: &str, start: usize) -> Option<usize> {
        let tail = self.tail.get_or_init(|| Tail::new(&self.written)).as_ref()?;
        let end = text.floor_char_boundary((start + LONGEST_MATCH + 4).min(text.len()));
        tail.end(Input::new(text).span(start..end).anchored(Anchored::Yes))
    }
}

/// A pattern as an automaton that is built state by state as texts need them. Runs in linear time.
struct Tail {
    dfa: DFA,
    /// One for all threads: there are hundreds of patterns, and one for each thread would take
    /// hundreds of megabytes. It is held for at most [`LONGEST_MATCH`] bytes.
    states: Mutex<Cache>,
}

impl Tail {
    /// `None` when the expression is too large; patterns that come this far were parsed before.
    fn new(pattern: &str) -> Option<Self> {
        let (source, _) = brand_mark::replace(pattern).ok()?;
        let nfa = thompson::Config::new()
            .which_captures(WhichCaptures::None)
            .nfa_size_limit(Some(LARGEST_TAIL));
        let kept = DFA::config().cache_capacity(KEPT_STATES).skip_cache_capacity_check(true);
        let dfa = DFA::builder().configure(kept).thompson(nfa).build(&source).ok()?;
        let states = Mutex::new(dfa.create_cache());
        Some(Self { dfa, states })
    }

    fn end(&self, input: Input<'_>) -> Option<usize> {
        let mut states = self.states.lock().unwrap_or_else(|poisoned| {
            // Whatever a panic left behind, a new cache is a good one.
            self.states.clear_poison();
            let mut states = poisoned.into_inner();
            *states = self.dfa.create_cache();
            states
        });
        // It cannot fail: there are no bytes to quit at, and it never gives its cache up.
        self.dfa.try_search_fwd(&mut states, &input).ok().flatten().map(|half| half.offset())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Plain(Folded);

    impl Haystack for Plain {
        fn text(&self) -> &str {
            self.0.as_str()
        }
        fn to_folded(&self, span: Range<usize>) -> Range<usize> {
            span
        }
        fn brand_in(&self, _: &Range<usize>) -> Option<u16> {
            None
        }
        fn folded(&self) -> &Folded {
            &self.0
        }
    }

    fn found<'a>(patterns: &[&str], place: Place, text: &'a str) -> Vec<(u32, &'a str)> {
        let mut builder = PatternSetBuilder::new();
        for (i, pattern) in patterns.iter().enumerate() {
            let pattern = Pattern::parse(pattern).unwrap_or_else(|e| panic!("{}", e.message));
            builder.add(pattern, Owner(i as u32), place, None);
        }
        let set = builder.build().expect("the set is small");
        let haystack = Plain(Folded::new(text));
        let candidates = set.candidates(haystack.text());
        let owners = 0..patterns.len() as u32;
        let hits = owners.flat_map(|owner| {
            let hits = set.verify(&haystack, &candidates, Owner(owner));
            hits.into_iter().map(move |hit| (owner, hit))
        });
        hits.map(|(owner, h)| (owner, &text[haystack.0.to_original(h.start..h.end)])).collect()
    }

    fn error(pattern: &str) -> String {
        Pattern::parse(pattern).err().expect("the pattern is refused").message
    }

    #[test]
    fn a_finite_pattern_is_found_in_all_its_forms() {
        let patterns = ["(?:本日|今日)中?に?ご?連絡"];
        assert_eq!(found(&patterns, Place::Anywhere, "本日中にご連絡"), [(0, "本日中にご連絡")]);
        assert_eq!(found(&patterns, Place::Anywhere, "今日連絡"), [(0, "今日連絡")]);
        assert!(found(&patterns, Place::Anywhere, "明日連絡").is_empty());
    }

    #[test]
    fn a_gap_is_tried_where_the_beginning_stands() {
        let patterns = ["利用料金.{0,8}(?:未納|未払い)"];
        let text = "ご利用料金のお支払いが未納です";
        assert_eq!(found(&patterns, Place::Anywhere, text), [(0, "利用料金のお支払いが未納")]);
        assert!(found(&patterns, Place::Anywhere, "利用料金は銀行で払いました。未納").is_empty());
    }

    #[test]
    fn latin_words_are_whole_words() {
        assert!(found(&["card"], Place::Anywhere, "discarded").is_empty());
        assert_eq!(found(&["cards?"], Place::Anywhere, "your cards"), [(0, "cards")]);
        assert_eq!(found(&["card"], Place::Anywhere, "card会社"), [(0, "card")]);
    }

    #[test]
    fn a_line_place_holds_where_lines_were() {
        let text = "未納です。\nアマゾン\n以上";
        assert_eq!(found(&["アマゾン"], Place::LineStart, text), [(0, "アマゾン")]);
        assert_eq!(found(&["アマゾン"], Place::LineEnd, text), [(0, "アマゾン")]);
        assert!(found(&["です"], Place::LineStart, text).is_empty());
    }

    #[test]
    fn what_cannot_run_in_linear_time_is_refused() {
        assert!(error("未納.*法的").contains("more than"));
        assert!(error(".{0,9}法的").contains("begin with words"));
        assert!(error("^未納").contains('^'));
        assert!(error("未納(").contains("no regular expression"));
        assert!(error("Ａｍａｚｏｎ").contains("not written as text is compared"));
    }

    #[test]
    fn a_text_full_of_beginnings_is_tried_so_often_and_no_more() {
        let text = "未納".repeat(10_000);
        let hits = found(&["未納.{0,100}法的", "未納"], Place::Anywhere, &text);
        assert_eq!(hits.len(), MOST_TRIES);
    }
}
