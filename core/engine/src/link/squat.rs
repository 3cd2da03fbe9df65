//! Hosts registered to be taken for an official one: whole domains in front of another, letters
//! redrawn, slips of the finger, a brand's name beside a word of logging in.

use foldhash::{HashMap, HashSet};

use super::host::Host;
use super::look_alike::{Form, distance, letters_of};
use super::{Link, is_separator};

/// The shortest official domain, in letters and digits, that is looked for with its dots
/// (`au.com`), and with hyphens in their place (`apple-com`).
const SHORTEST_DOTTED: usize = 5;
const SHORTEST_HYPHENATED: usize = 8;

/// The shortest label that is taken for a name by its length alone: not an ordinary word.
const SHORTEST_LABEL: usize = 8;
const SHORTEST_NAME: usize = 4;
/// A name shorter than that is an ordinary word too often: it counts only at the beginning of a label
/// and next to a login word.
const SHORTEST_APART: usize = 5;
const SHORTEST_DRAWN: usize = 5;
/// Slips are looked for in names of this length, and in shorter ones that packs say are imitated.
const SHORTEST_SLIPPED: usize = 7;
const SHORTEST_IMITATED: usize = 6;

/// What stands before `jp` in the suffixes that JPRS keeps for organisations.
const ORGANISATIONS: [&str; 8] = ["co", "or", "ne", "go", "ac", "ed", "lg", "gr"];

/// Which ways of posing as an official host a host shows. Of registered names, so `false` of a
/// subdomain of an official one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Squat {
    /// An official domain is spelt out where it means nothing: `amazon.co.jp.evil.example`,
    /// `amazon-co-jp.example`, or as the user name.
    pub(crate) spoofed_domain: bool,
    /// A brand's name in look-alike letters or digits: `amaz0n.example`.
    pub(crate) homograph: bool,
    /// A word of the host is one slip away from a brand's name: `amazom.example`.
    pub(crate) typosquat: bool,
    /// A brand's name with a word of logging in: `smbc-verify.example`.
    pub(crate) combosquat: bool,
    /// A brand's name as a word of its own, beside others: `amazon-x.example`.
    pub(crate) brand_word: bool,
    /// A brand's name alone, under a suffix that brands need not own it under: `amazon.example`.
    pub(crate) brand_label: bool,
    /// A suffix of Japanese organisations where it means nothing: `shop.co.jp.evil.example`.
    pub(crate) inner_suffix: bool,
}

/// The domains that brands own, and what hosts that pose as one are made of.
#[derive(Default)]
pub(crate) struct OfficialNames {
    /// By their first word. A word is what stands between dots and hyphens.
    phrases: HashMap<String, Vec<Phrase>>,
    /// What was registered of every official domain: nobody else's.
    registered: HashSet<String>,
    /// Its label, which is one name or several words.
    labels: HashSet<String>,
    /// Labels and names as they are drawn, in each [`Form`].
    drawings: [HashSet<String>; 2],
    /// Names that are looked for with a letter changed.
    slipped: Vec<String>,
    login_words: HashSet<String>,
}

/// Words in a row, with dots between them.
struct Phrase {
    words: String,
    meaning: Meaning,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// `needs_dot`: so short that it counts only when it is written with a dot.
    Domain {
        needs_dot: bool,
    },
    Name,
}

impl OfficialNames {
    /// `domains` as packs list them, `names` and `imitated` as brands are spelt there.
    pub(crate) fn new<'a>(
        domains: impl Iterator<Item = &'a str>,
        names: impl Iterator<Item = &'a str>,
        imitated: impl Iterator<Item = &'a str>,
        login_words: HashSet<String>,
    ) -> Self {
        let names: HashSet<&str> = names.collect();
        let mut official = Self { login_words, ..Self::default() };
        for domain in domains {
            let Some(host) = Host::parse(domain) else { continue };
            // `co.jp` is not one owner's.
            let (Some(registered), Some(suffix)) = (host.registrable_domain(), host.suffix())
            else {
                continue;
            };
            official.add_domain(domain);
            let label = &registered[..registered.len() - suffix.len() - 1];
            if official.registered.insert(registered.to_owned()) {
                official.add_domain(registered);
                official.add_label(label, names.contains(label));
                // `sagawa-exp` is the domain of a brand that is called `sagawa`.
                let parts = label.split('-').filter(|part| *part != label && names.contains(part));
                for name in parts.filter(|name| name.len() >= SHORTEST_NAME) {
                    official.add_phrase(name, Meaning::Name);
                }
            }
        }
        for name in imitated.filter(|name| name.bytes().all(|b| b.is_ascii_lowercase())) {
            official.add_label(name, true);
            if (SHORTEST_IMITATED..SHORTEST_SLIPPED).contains(&name.len()) {
                official.slipped.push(name.to_owned());
            }
        }
        official
    }

    fn add_domain(&mut self, domain: &str) {
        let length = domain.bytes().filter(u8::is_ascii_alphanumeric).count();
        if length >= SHORTEST_DOTTED {
            let is_long = length >= SHORTEST_HYPHENATED;
            self.add_phrase(domain, Meaning::Domain { needs_dot: !is_long });
        }
    }

    fn add_label(&mut self, label: &str, is_name: bool) {
        if is_name && label.len() >= SHORTEST_NAME || label.len() >= SHORTEST_LABEL {
            self.add_phrase(label, Meaning::Name);
        }
        if label.len() >= SHORTEST_DRAWN {
            for (form, drawings) in Form::ALL.iter().zip(&mut self.drawings) {
                drawings.insert(form.of(label));
            }
        }
        if self.labels.insert(label.to_owned()) && is_name && label.len() >= SHORTEST_SLIPPED {
            self.slipped.push(label.to_owned());
        }
    }

    fn add_phrase(&mut self, written: &str, meaning: Meaning) {
        let words = dotted(written);
        let first = words.split('.').next().unwrap_or_default().to_owned();
        let phrases = self.phrases.entry(first).or_default();
        if !phrases.iter().any(|known| known.words == words && known.meaning == meaning) {
            phrases.push(Phrase { words, meaning });
        }
    }

    /// Says how a link poses as an official one.
    ///
    /// `userinfo` is what stands before its host, `redrawn` whether the host was written with
    /// letters of other scripts that folding made Latin. Costs time linear in both, of which a host
    /// has 253 bytes at most.
    pub(crate) fn squat(&self, link: &Link, userinfo: &str, redrawn: bool) -> Squat {
        let mut squat = Squat::default();
        if link.has_userinfo() {
            let user = userinfo.rsplit_once("//").map_or(userinfo, |(_, user)| user);
            squat.spoofed_domain = self.find(user).next().is_some();
        }
        match &link.name {
            Some(host) => self.squat_of_host(host, redrawn, squat),
            None => squat,
        }
    }

    /// Says how the domain of a mail address poses as an official one. `domain` is in ASCII.
    pub(crate) fn squat_of_domain(&self, domain: &str) -> Squat {
        let host = Host::parse(domain);
        host.map_or_else(Squat::default, |host| self.squat_of_host(&host, false, Squat::default()))
    }

    /// Adds what the host shows to what is known of its link.
    fn squat_of_host(&self, host: &Host, redrawn: bool, mut squat: Squat) -> Squat {
        let (Some(registered), Some(suffix)) = (host.registrable_domain(), host.suffix()) else {
            return squat;
        };
        if self.registered.contains(registered) {
            return Squat { homograph: redrawn, ..squat };
        }
        let host = host.to_unicode();
        let above = host.strip_suffix(suffix).and_then(|above| above.strip_suffix('.'));
        // A suffix in another script is one label.
        let above = above.or_else(|| host.rsplit_once('.').map(|(above, _)| above));
        let head = above.unwrap_or_default();
        let label = head.rsplit('.').next().unwrap_or_default();
        for (at, phrase) in self.find(head) {
            match phrase.meaning {
                Meaning::Domain { .. } => squat.spoofed_domain = true,
                Meaning::Name => {
                    let length = phrase.words.len();
                    squat.homograph |= redrawn;
                    squat.combosquat |= self.is_beside_login(head, at, length);
                    // Companies register their name with the registry of every country.
                    match length == label.len() && head[at..] == *label {
                        true => squat.brand_label |= !suffix.contains('.'),
                        false => squat.brand_word |= length >= SHORTEST_APART,
                    }
                }
            }
        }
        let mut pairs = words(head).zip(words(head).skip(1));
        squat.inner_suffix = pairs
            .any(|((at, kind), (_, jp))| at > 0 && jp == "jp" && ORGANISATIONS.contains(&kind));
        // A label of one word is among the words already.
        let hyphenated = label.contains(is_separator).then_some(label);
        let names = || words(head).map(|(_, word)| word).chain(hyphenated);
        squat.homograph |= names().any(|name| self.is_redrawn(name));
        squat.typosquat = names().any(|name| self.is_slip(name));
        squat.combosquat |= words(head).any(|(_, word)| self.is_joined_with_login(word));
        squat
    }

    /// Whether it is a name with one letter changed, left out, added or swapped.
    fn is_slip(&self, label: &str) -> bool {
        if self.labels.contains(label) {
            return false;
        }
        let letters = letters_of(label);
        let near = |name: &&String| {
            name.len().abs_diff(label.len()) <= 1 && (letters_of(name) & !letters).count_ones() <= 1
        };
        self.slipped.iter().filter(near).any(|name| distance(label, name) == 1)
    }

    /// The phrases that stand in `written`, and where.
    fn find<'s>(&'s self, written: &'s str) -> impl Iterator<Item = (usize, &'s Phrase)> {
        words(written).flat_map(move |(at, word)| {
            let known = self.phrases.get(word).map_or(&[][..], Vec::as_slice);
            known.iter().filter(move |phrase| phrase.stands(&written[at..])).map(move |p| (at, p))
        })
    }

    /// Whether a login word stands in `head` besides the name at `at`: right behind it when the name is
    /// short.
    fn is_beside_login(&self, head: &str, at: usize, length: usize) -> bool {
        let end = at + length;
        let is_login = |word: &str| self.login_words.contains(word);
        match length >= SHORTEST_APART {
            true => words(head).any(|(start, w)| (start < at || start >= end) && is_login(w)),
            false => {
                let begins_label = head[..at].is_empty() || head[..at].ends_with('.');
                begins_label && head[end..].split(is_separator).nth(1).is_some_and(is_login)
            }
        }
    }

    /// `amazonlogin`, `secureamazon`
    fn is_joined_with_login(&self, word: &str) -> bool {
        let is_name = |rest: &str| {
            let known = self.phrases.get(rest).map_or(&[][..], Vec::as_slice);
            known.iter().any(|phrase| phrase.meaning == Meaning::Name && phrase.words == rest)
        };
        self.login_words.iter().any(|login| {
            word.strip_suffix(login.as_str()).is_some_and(is_name)
                || word.strip_prefix(login.as_str()).is_some_and(is_name)
        })
    }

    fn is_redrawn(&self, word: &str) -> bool {
        let may_be = !word.is_ascii()
            || word.bytes().any(|b| b.is_ascii_digit() || b == b'm')
            || word.contains("rn");
        may_be
            && !self.labels.contains(word)
            && Form::ALL
                .iter()
                .zip(&self.drawings)
                .any(|(form, known)| known.contains(&form.of(word)))
    }
}

impl Phrase {
    /// Whether `written` begins with the phrase, as whole words.
    fn stands(&self, written: &str) -> bool {
        let length = self.words.len();
        let (Some(beginning), rest) = (written.get(..length), written.get(length..)) else {
            return false;
        };
        let mut pairs = beginning.chars().zip(self.words.chars());
        pairs.all(|(a, b)| a == b || (b == '.' && a == '-'))
            && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(is_separator))
            && (!matches!(self.meaning, Meaning::Domain { needs_dot: true })
                || beginning.contains('.'))
    }
}

/// What stands between dots, hyphens and the signs of a user name, and where.
fn words(written: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    written.split(is_separator).map(move |word| {
        let start = at;
        at += word.len() + 1;
        (start, word)
    })
}

fn dotted(written: &str) -> String {
    written.replace('-', ".")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::links_in;
    use super::*;

    fn official() -> OfficialNames {
        let domains = [
            "amazon.co.jp",
            "accounts.google.com",
            "eki-net.com",
            "smbc.co.jp",
            "line.me",
            "co.jp",
            "kuronekoyamato.co.jp",
            "au.com",
            "x.com",
            "family.co.jp",
            "tsubame-exp.co.jp",
        ];
        let names = ["amazon", "smbc", "line", "google", "tsubame"];
        let login_words = ["login", "verify", "account"].map(str::to_owned);
        OfficialNames::new(
            domains.into_iter(),
            names.into_iter(),
            ["amazon", "アマゾン"].into_iter(),
            HashSet::from_iter(login_words),
        )
    }

    fn squat(text: &str) -> Squat {
        let mut links = Vec::new();
        links_in(text, &mut links);
        assert_eq!(links.len(), 1, "{text}");
        official().squat(&links[0], &text[links[0].span.start..links[0].host.start], false)
    }

    #[test]
    fn an_official_domain_before_another_is_spoofed() {
        for text in [
            "https://amazon.co.jp.account-verify.xyz/login",
            "https://www.amazon.co.jp-signin.example/",
            "https://amazon-co-jp.example/",
            "https://google.com.x3.example/",
            "https://eki-net.com.x3.example/",
            "https://line.me-auth.example/",
            "https://amazon.co.jp@x3.example/",
            "https://www.amazon.co.jp:443@198.51.100.7/a",
        ] {
            assert!(squat(text).spoofed_domain, "{text}");
        }
    }

    #[test]
    fn redrawn_names_are_homographs_and_slips_are_typosquats() {
        for text in [
            "https://amaz0n.example/",
            "https://login.arnazon.example/",
            "https://xn--mazon-3ve.com/",
            "https://kur0nekoyamato.example/",
        ] {
            assert!(squat(text).homograph, "{text}");
        }
        for text in
            ["https://amazom.example/", "https://amzon.example/", "https://shop-amazonn.example/"]
        {
            assert!(squat(text).typosquat, "{text}");
        }
    }

    #[test]
    fn a_name_beside_a_login_word_is_combosquatting() {
        for (text, wanted) in [
            ("https://amazon-verify.example/", true),
            ("https://amazonlogin.example/", true),
            ("https://verify-kuronekoyamato.example/", true),
            ("https://login.amazon-x3.example/", true),
            ("https://smbc-verify.example/", true),
            ("https://line-login.example/", true),
            ("https://account.smbc-x3.example/", false),
            ("https://amazon-x3.example/login", false),
        ] {
            assert_eq!(squat(text).combosquat, wanted, "{text}");
        }
    }

    #[test]
    fn genuine_hosts_pose_as_nobody() {
        for text in [
            "https://www.amazon.co.jp/ap/signin",
            "https://docs.google.com/a",
            "https://amazon.com.au/",
            "https://family-login.example/",
            "https://x.com.example/",
            "https://on-line.example/",
            "https://on-line-account-book.example/",
            "https://headline-account-news.example/",
            "https://amazing.example/",
            "https://amazing-shop.example/",
            "https://shop.example.co.jp/amazon.co.jp/",
            "https://198.51.100.7/",
        ] {
            let squat = squat(text);
            assert_eq!(squat, Squat::default(), "{text}");
        }
        assert!(squat("https://amazon.example/").brand_label);
        assert!(squat("https://www.amazon-x.example/").brand_word);
        assert!(squat("https://tsubame-x.example/").brand_word);
        assert!(!squat("https://docs.google.com/a").brand_word);
    }

    #[test]
    fn a_suffix_of_organisations_within_a_host_is_seen() {
        for (text, wanted) in [
            ("https://shop.co.jp.x3.example/", true),
            ("https://www.shop-co-jp.x3.example/", true),
            ("https://shop.co.jp/", false),
            ("https://co-jp.example/", false),
            ("https://shop-jp.example/", false),
        ] {
            assert_eq!(squat(text).inner_suffix, wanted, "{text}");
        }
    }

    #[test]
    fn letters_of_other_scripts_make_an_official_host_a_homograph() {
        let text = "https://amazon.co.jp/";
        let mut links = Vec::new();
        links_in(text, &mut links);
        assert!(official().squat(&links[0], "https://", true).homograph);
    }

    #[test]
    fn a_mail_domain_poses_as_a_host_does() {
        assert!(official().squat_of_domain("accounts-g00gle.example").homograph);
        assert!(official().squat_of_domain("mail.amazon.co.jp.x3.example").spoofed_domain);
        for domain in ["marketplace.amazon.co.jp", "x3.example", "co.jp", "jp", "", "@"] {
            assert_eq!(official().squat_of_domain(domain), Squat::default(), "{domain}");
        }
    }

    proptest! {
        #[test]
        fn any_link_is_answered(host in "[a-z0-9.@а-я-]{0,300}") {
            let text = format!("https://{host}/");
            let mut links = Vec::new();
            links_in(&text, &mut links);
            for link in &links {
                official().squat(link, &text[link.span.start..link.host.start], false);
            }
        }
    }
}
