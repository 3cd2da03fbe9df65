//! How the names of brands are written: honestly, and so that people read them and machines do not.
//!
//! Self-contained: the build script spells out the shipped packs, so that the engine need not each
//! time it starts. Slips of the fingers are too many to spell out; `brand` knows them when it sees
//! them.

use std::collections::HashSet;

/// Letters that are written for one another, after folding. Latin by shape; kana by shape and by
/// size.
const LOOK_ALIKES: &[(&str, &[&str])] = &[
    ("a", &["4", "@"]),
    ("b", &["6", "8"]),
    ("d", &["cl"]),
    ("e", &["3"]),
    ("g", &["9", "q"]),
    ("i", &["1", "l", "!"]),
    ("l", &["1", "i"]),
    ("m", &["rn", "nn"]),
    ("n", &["m"]),
    ("o", &["0", "q", "○", "〇", "◯"]),
    ("s", &["5", "$"]),
    ("t", &["7"]),
    ("u", &["v"]),
    ("w", &["vv"]),
    ("z", &["2"]),
    ("ゾ", &["ソ", "ン", "ジ"]),
    ("ソ", &["ン", "ゾ"]),
    ("ン", &["ソ", "ゾ"]),
    ("ア", &["ァ", "マ"]),
    ("ツ", &["シ", "ッ"]),
    ("シ", &["ツ"]),
    ("ロ", &["口"]),
    ("カ", &["力"]),
    ("エ", &["工"]),
    ("ニ", &["二"]),
    ("ー", &["一", "-"]),
    ("ァ", &["ア"]),
    ("ィ", &["イ"]),
    ("ェ", &["エ"]),
    ("ォ", &["オ"]),
    ("ッ", &["ツ"]),
    ("ャ", &["ヤ"]),
    ("ュ", &["ユ"]),
    ("ョ", &["ヨ"]),
];

/// What is put between the letters of a name to hide it. Spaces next to kana are gone by now.
const SEPARATORS: &[&str] = &[" ", ".", "-", "_", "*", "・", "/"];

/// What a word means that is, or holds, a brand's name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Meaning {
    /// Holds a name and means something else.
    Other,
    /// The name of the brand with this index.
    Name(u16),
    /// Made to look like the name of the brand with this index.
    LookAlike(u16),
}

/// How one brand's name is written, in folded form.
pub(crate) struct BrandNames<'a> {
    /// Honest spellings.
    pub(crate) names: Vec<&'a str>,
    /// Words that hold a name and mean something else.
    pub(crate) except: Vec<&'a str>,
    /// The spellings that are made to look like.
    pub(crate) imitated: Vec<&'a str>,
}

/// Every word by which a brand may be found in a text, once, with what it means. `brands` are in
/// the order of their indices.
pub(crate) fn spellings(brands: &[BrandNames<'_>]) -> Vec<(String, Meaning)> {
    let mut seen = HashSet::new();
    let mut spellings = Vec::new();
    let mut add = |word: String, meaning| {
        if !word.is_empty() && seen.insert(word.clone()) {
            spellings.push((word, meaning));
        }
    };
    // Every honest name before any look-alike: one brand's name may be another's misspelt.
    for (index, brand) in (0..).zip(brands) {
        brand.names.iter().for_each(|&name| add(name.to_owned(), Meaning::Name(index)));
        brand.except.iter().for_each(|&word| add(word.to_owned(), Meaning::Other));
    }
    for (index, brand) in (0..).zip(brands) {
        let look_alikes = brand.imitated.iter().flat_map(|name| look_alikes(name));
        look_alikes.for_each(|word| add(word, Meaning::LookAlike(index)));
    }
    spellings
}

/// Misspellings that people take for the name.
fn look_alikes(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = Vec::new();
    if letters.len() < 4 || letters.contains(&' ') {
        return words;
    }
    swap_by_shape(&letters, &mut words);
    separate(&letters, &mut words);
    words
}

/// One or two letters replaced by what looks like them.
fn swap_by_shape(letters: &[char], words: &mut Vec<String>) {
    let shapes: Vec<(usize, &str)> = letters
        .iter()
        .enumerate()
        .flat_map(|(i, letter)| {
            let alike = LOOK_ALIKES.iter().find(|(own, _)| own.chars().eq([*letter]));
            alike.into_iter().flat_map(move |(_, shapes)| shapes.iter().map(move |s| (i, *s)))
        })
        .collect();
    let with = |replaced: &[(usize, &str)]| -> String {
        let mut word = String::new();
        for (i, letter) in letters.iter().enumerate() {
            match replaced.iter().find(|(at, _)| *at == i) {
                Some((_, shape)) => word.push_str(shape),
                None => word.push(*letter),
            }
        }
        word
    };
    for (n, &first) in shapes.iter().enumerate() {
        words.push(with(&[first]));
        for &second in &shapes[n + 1..] {
            if second.0 != first.0 {
                words.push(with(&[first, second]));
            }
        }
    }
}

fn separate(letters: &[char], words: &mut Vec<String>) {
    let letters: Vec<String> = letters.iter().map(char::to_string).collect();
    words.extend(SEPARATORS.iter().map(|separator| letters.join(separator)));
}
