//! Where links are in a text.
//!
//! Japanese has no spaces: a link may touch the words round it, and white space next to Japanese
//! letters may have been dropped before. Only ASCII ends up in a link's path, so Japanese text
//! always ends it.
//!
//! Two bytes give a link away, the colon of `://` and a dot. Everything else starts from them, so
//! a text without them costs one pass of `memchr`. Every byte is looked at a bounded number of
//! times: what was read as a link or as a dotted word is behind the cursor for good, and a
//! schemeless host never reaches over the cursor.

use std::ops::Range;

use memchr::memchr2;

use super::{Link, LinkTraits, host::Host};
use crate::placeholder::is_placeholder;

/// Finds the links in `text` and adds them to `found`, in the order they stand.
///
/// `text` is folded: NFKC, lower case, no invisible characters. Found are
/// - links with a scheme, also as people defuse or clip one (`hxxp://`, `ttps://`), to names,
///   names in other scripts and IP addresses in any form;
/// - links without one whose last label is a public suffix of the ICANN section, and that read as
///   an address rather than as a file name, a number or two sentences without a space between;
/// - links whose host was left out, with [`LinkTraits::masked`];
/// - domains that a one-time code is bound to, with [`LinkTraits::origin_bound`].
///
/// Mail addresses are no links. Time is linear in the text.
pub fn links_in(text: &str, found: &mut Vec<Link>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(mark) = memchr2(b'.', b':', &bytes[at..]).map(|offset| at + offset) {
        at = match bytes[mark] {
            b':' if bytes[mark..].starts_with(b"://") => {
                let floor = found.last().map_or(0, |link| link.span.end);
                match with_scheme(text, floor, mark) {
                    Some(link) => {
                        let end = link.span.end.max(mark + 3);
                        found.push(link);
                        end
                    }
                    None => mark + 3,
                }
            }
            b':' => mark + 1,
            _ => dotted_words(text, at, mark, found),
        };
    }
}

/// Schemes a browser opens, and the ways people write them so that it does not.
const SCHEMES: [&str; 9] =
    ["https", "hxxps", "http", "hxxp", "h**ps", "h**p", "ttps", "ttp", "ftp"];

/// The link whose scheme ends at `colon`. Nothing before `floor` belongs to it.
fn with_scheme(text: &str, floor: usize, colon: usize) -> Option<Link> {
    let before = &text[floor.min(colon)..colon];
    let scheme = SCHEMES.iter().find(|scheme| before.ends_with(**scheme))?;
    let slashes = text[colon + 1..].bytes().take_while(|b| matches!(b, b'/' | b'\\')).count();
    let authority = colon + 1 + slashes;
    let userinfo = userinfo_len(&text[authority..]);
    let start = authority + userinfo;
    let traits = LinkTraits { scheme: true, userinfo: userinfo > 0, ..LinkTraits::default() };
    let span = colon - scheme.len();
    Some(match host_at(text, start) {
        Some((host, name)) => finish(text, span, host, name, traits),
        None => masked(text, span, start, traits),
    })
}

/// Length of `user:password@` at the start of `rest`, or 0.
fn userinfo_len(rest: &str) -> usize {
    let run = rest
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:%@".contains(b))
        .count();
    rest[..run].rfind('@').map_or(0, |at| at + 1)
}

/// The host at `start`: where it is, and what it is.
fn host_at(text: &str, start: usize) -> Option<(Range<usize>, Host)> {
    let rest = &text[start..];
    if let Some(inside) = rest.strip_prefix('[') {
        // The longest IPv6 address has 45 characters.
        let end = inside.bytes().take(46).position(|b| b == b']')?;
        return Some((start..start + end + 2, Host::ipv6(&inside[..end])?));
    }
    let run =
        &rest[..prefix_len(rest, |c| is_host_byte(c) || !c.is_ascii() && c.is_alphanumeric())];
    let host = if run.is_ascii() {
        let run = without_trailing_marks(run);
        Host::parse(run).map(|host| (run, host))
    } else {
        host_among_other_letters(run)
    };
    host.map(|(written, host)| (start..start + written.len(), host))
}

/// The host at the start of `run`, which has letters beyond ASCII: they may be part of it
/// (`アマゾン.com`) or the words that follow (`example.comをご確認`). The longest reading that ends
/// in a real suffix is what a phone would open.
fn host_among_other_letters(run: &str) -> Option<(&str, Host)> {
    let whole = without_trailing_marks(run);
    let to_ascii_end = whole.rfind('.').map(|dot| {
        let tail = whole[dot + 1..].bytes().take_while(u8::is_ascii_alphanumeric).count();
        &whole[..dot + 1 + tail]
    });
    for written in [Some(whole), to_ascii_end].into_iter().flatten() {
        if let Some(host) = Host::parse(written).filter(Host::has_known_suffix) {
            return Some((written, host));
        }
    }
    let ascii = without_trailing_marks(&run[..prefix_len(run, |c| c.is_ascii())]);
    Host::parse(ascii).map(|host| (ascii, host))
}

/// A link of which only the scheme can be told, with whatever stands in the host's place.
fn masked(text: &str, span: usize, start: usize, traits: LinkTraits) -> Link {
    let filler = prefix_len(&text[start..], |c| is_path_char(c) || is_placeholder(c));
    Link {
        span: span..start + without_trailing_punctuation(&text[start..start + filler]).len(),
        host: start..start,
        traits: LinkTraits { masked: true, ..traits },
        name: None,
    }
}

/// Adds port and path to a host.
fn finish(text: &str, span: usize, host: Range<usize>, name: Host, traits: LinkTraits) -> Link {
    let (port_len, port) = port_at(&text[host.end..]);
    let mut end = host.end + port_len;
    if text[end..].starts_with(['/', '?', '#', '\\']) {
        let path = prefix_len(&text[end..], is_path_char);
        end += without_trailing_punctuation(&text[end..end + path]).len();
    }
    let odd_port = port.is_some_and(|port| port != 80 && port != 443);
    Link { span: span..end, host, traits: LinkTraits { odd_port, ..traits }, name: Some(name) }
}

/// `:8443` at the start of `rest`: its length and value.
fn port_at(rest: &str) -> (usize, Option<u16>) {
    let Some(digits) = rest.strip_prefix(':') else { return (0, None) };
    let len = digits.bytes().take(6).take_while(u8::is_ascii_digit).count();
    match digits[..len].parse() {
        Ok(port) => (1 + len, Some(port)),
        Err(_) => (0, None),
    }
}

/// Looks at the whole dotted word round `dot`, not before `floor`. Gives where to go on.
fn dotted_words(text: &str, floor: usize, dot: usize, found: &mut Vec<Link>) -> usize {
    let bytes = text.as_bytes();
    let is_word = |b: &&u8| is_host_byte(char::from(**b)) || **b == b'+';
    let start = dot - bytes[floor..dot].iter().rev().take_while(is_word).count();
    let end = dot + bytes[dot..].iter().take_while(is_word).count();
    let before = &text[..start];
    if bytes.get(end) == Some(&b'@') {
        return end;
    }
    if let Some(before) = before.strip_suffix('@') {
        if !before.ends_with(|c: char| is_host_byte(c) || c == '+')
            && let Some(link) = origin_bound(text, start..end)
        {
            found.push(link);
        }
        return end;
    }
    if is_in_path(before) {
        return end;
    }
    let mut at = start;
    // "..." is where a sentence trails off.
    for word in text[start..end].split("..").flat_map(|words| words.split('+')) {
        let offset = word.as_ptr() as usize - text.as_ptr() as usize;
        let trimmed = word.trim_start_matches(['.', '-', '_']);
        let from = offset + word.len() - trimmed.len();
        let trimmed = without_trailing_marks(trimmed);
        let host = from..from + trimmed.len();
        at = offset + word.len();
        if let Some(link) = without_scheme(text, host) {
            at = at.max(link.span.end);
            found.push(link);
        }
    }
    at.max(end)
}

/// Whether what follows `before` is one piece of a path, such as a file's: `src/main.rs`.
fn is_in_path(before: &str) -> bool {
    let mut last = before.bytes().rev();
    last.next() == Some(b'/') && last.next().is_some_and(|b| b.is_ascii_alphanumeric())
}

/// `@example.com #123456`; `word` is what follows the `@`.
fn origin_bound(text: &str, word: Range<usize>) -> Option<Link> {
    let code = text[word.end..].trim_start_matches([' ', '\t']).strip_prefix('#')?;
    let host = Host::parse(&text[word.clone()]).filter(Host::has_known_suffix)?;
    code.starts_with(|c: char| c.is_ascii_alphanumeric()).then(|| Link {
        span: word.start - 1..word.end,
        host: word,
        traits: LinkTraits { origin_bound: true, ..LinkTraits::default() },
        name: Some(host),
    })
}

/// The link whose host is the dotted word at `host`, if it reads as an address.
fn without_scheme(text: &str, host: Range<usize>) -> Option<Link> {
    let written = &text[host.clone()];
    if !(3..=253).contains(&written.len()) || !written.contains('.') {
        return None;
    }
    let name = Host::parse(written)?;
    let around = Around { before: &text[..host.start], behind: &text[host.end..] };
    let is_address = match name.is_ip() {
        // `203.0.113.0/24` is a network, as sign-in notices name it.
        true => written.split('.').count() == 4 && around.path_follows() && !around.is_network(),
        false => around.reads_as_address(written, &name),
    };
    is_address.then(|| finish(text, host.start, host, name, LinkTraits::default()))
}

/// What stands on both sides of a dotted word.
struct Around<'a> {
    before: &'a str,
    behind: &'a str,
}

impl Around<'_> {
    /// Whether a dotted word with a real suffix is an address. Many country codes and newer
    /// suffixes are words (`it`, `so`, `me`, `family`) or file extensions (`md`, `sh`, `zip`), and
    /// people forget the space behind a full stop; a bare word must show that it is meant as an
    /// address.
    fn reads_as_address(&self, written: &str, name: &Host) -> bool {
        let (Some(suffix), Some(registrable)) = (name.suffix(), name.registrable_domain()) else {
            return false;
        };
        let label = registrable.split('.').next().unwrap_or_default();
        if !name.has_known_suffix() || label.contains('_') || has_hyphen_at_an_end(written) {
            return false;
        }
        if self.path_follows() || written.starts_with("www.") {
            return true;
        }
        let common = COMMON_SUFFIXES.contains(&suffix);
        let labels = written.split('.').count();
        let is_package = labels > 2
            && !common
            && written.split('.').next().is_some_and(|first| PACKAGE_ROOTS.contains(&first));
        let is_file = labels == 2 && FILE_EXTENSIONS.contains(&suffix);
        let is_number = label.bytes().all(|b| b.is_ascii_digit()) && !common;
        if is_package || is_file || is_number {
            return false;
        }
        common
            || suffix.contains('.')
            || is_unlike_a_word(written)
            || labels > 2 && label.len() >= 6
            || self.touches_japanese()
    }

    /// `/…` or `:8443` comes next.
    fn path_follows(&self) -> bool {
        self.behind.starts_with('/') || port_at(self.behind).1.is_some_and(|port| port >= 80)
    }

    /// The length of a network's prefix comes next, and nothing more (RFC 4632).
    fn is_network(&self) -> bool {
        let Some(path) = self.behind.strip_prefix('/') else { return false };
        let digits = prefix_len(path, |c| c.is_ascii_digit());
        (1..=2).contains(&digits) && !path[digits..].starts_with(is_path_char)
    }

    /// A letter beyond ASCII stands on either side with nothing between.
    fn touches_japanese(&self) -> bool {
        let is_letter = |c: char| !c.is_ascii() && c.is_alphabetic();
        self.before.ends_with(is_letter) || self.behind.starts_with(is_letter)
    }
}

/// Suffixes seldom seen but in addresses.
const COMMON_SUFFIXES: [&str; 38] = [
    "asia", "biz", "cc", "cf", "cfd", "club", "cn", "com", "cyou", "dev", "eu", "fr", "gq", "hk",
    "icu", "info", "io", "jp", "kr", "mobi", "net", "online", "org", "pw", "ru", "sbs", "shop",
    "site", "su", "tk", "tokyo", "tv", "tw", "uk", "vip", "website", "ws", "xyz",
];

/// First labels of names written the other way round: `com.example.app`.
const PACKAGE_ROOTS: [&str; 7] = ["com", "org", "net", "jp", "io", "dev", "android"];

/// Country codes and suffixes better known as file extensions.
const FILE_EXTENSIONS: [&str; 9] = ["md", "mk", "mov", "pl", "pm", "py", "rs", "sh", "zip"];

/// Letters mixed with digits or hyphens, the suffix aside: no word of a sentence.
fn is_unlike_a_word(written: &str) -> bool {
    written.rsplit('.').skip(1).any(|label| {
        label.contains('-')
            || label.bytes().any(|b| b.is_ascii_digit())
                && label.bytes().any(|b| b.is_ascii_alphabetic())
    })
}

fn has_hyphen_at_an_end(written: &str) -> bool {
    written.split('.').any(|label| label.starts_with('-') || label.ends_with('-'))
}

fn is_host_byte(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')
}

/// What RFC 3986 allows behind the host.
fn is_path_char(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
}

fn prefix_len(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_part(c)).unwrap_or(text.len())
}

fn without_trailing_marks(host: &str) -> &str {
    host.trim_end_matches(['.', '-', '_'])
}

/// Drops what belongs to the sentence: stops, quotes, and closing brackets the link never opened.
fn without_trailing_punctuation(path: &str) -> &str {
    let count = |mark: u8| path.bytes().filter(|&b| b == mark).count();
    let mut unopened =
        [count(b')').saturating_sub(count(b'(')), count(b']').saturating_sub(count(b'['))];
    let mut end = path.len();
    for &byte in path.as_bytes().iter().rev() {
        match byte {
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'(' | b'[' => {}
            b')' if unopened[0] > 0 => unopened[0] -= 1,
            b']' if unopened[1] > 0 => unopened[1] -= 1,
            _ => break,
        }
        end -= 1;
    }
    &path[..end]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every link as written, with its host in ASCII.
    fn found(text: &str) -> Vec<(&str, String)> {
        let mut found = Vec::new();
        links_in(text, &mut found);
        found.iter().map(|link| (&text[link.span.clone()], link.host().to_owned())).collect()
    }

    fn one(text: &str) -> Link {
        let mut found = Vec::new();
        links_in(text, &mut found);
        assert_eq!(found.len(), 1, "{text}");
        found.remove(0)
    }

    #[test]
    fn links_are_found_in_the_middle_of_japanese() {
        for (text, written, host) in [
            ("詳細はこちらhttps://x.example/a。", "https://x.example/a", "x.example"),
            ("https://x.example/aをご確認", "https://x.example/a", "x.example"),
            ("https://x.exampleをご確認", "https://x.example", "x.example"),
            ("「https://x.example/a」", "https://x.example/a", "x.example"),
            ("(https://x.example/a)。", "https://x.example/a", "x.example"),
            ("https://x.example/a(b)、", "https://x.example/a(b)", "x.example"),
            ("https://x.example/a(本日中)", "https://x.example/a", "x.example"),
            ("https://x.example/?a=b&c=%e3!今すぐ", "https://x.example/?a=b&c=%e3", "x.example"),
            ("https://x.example:8443/a", "https://x.example:8443/a", "x.example"),
            ("https://x.example:詳細", "https://x.example", "x.example"),
            ("hxxp://evil.com/a", "hxxp://evil.com/a", "evil.com"),
            ("リンクttps://evil.com/a", "ttps://evil.com/a", "evil.com"),
            ("https:///evil.com/a", "https:///evil.com/a", "evil.com"),
            ("https:/evil.com/a", "evil.com/a", "evil.com"),
            ("https://アマゾン.com", "https://アマゾン.com", "xn--cckwcxetd.com"),
            ("https://アマゾン.comをご確認", "https://アマゾン.com", "xn--cckwcxetd.com"),
            // What a phone opens.
            (
                "https://amazon.co.jpサポート.com/",
                "https://amazon.co.jpサポート.com/",
                "amazon.co.xn--jp-4h4a4c2e6h.com",
            ),
            ("amazonsecure.me/ap/", "amazonsecure.me/ap/", "amazonsecure.me"),
            ("www.smbcco.jp", "www.smbcco.jp", "www.smbcco.jp"),
            ("ログインはamazonsecure.meから", "amazonsecure.me", "amazonsecure.me"),
            ("詳細はwww.amazon.co.jp。", "www.amazon.co.jp", "www.amazon.co.jp"),
            ("smbc-card.cc にて", "smbc-card.cc", "smbc-card.cc"),
            ("a.co/d/abc", "a.co/d/abc", "a.co"),
            ("確認…evil.com…", "evil.com", "evil.com"),
            ("確認...evil.com...", "evil.com", "evil.com"),
            ("evil.com:8443/x", "evil.com:8443/x", "evil.com"),
        ] {
            assert_eq!(found(text), [(written, host.to_owned())], "{text}");
        }
    }

    #[test]
    fn several_links_are_several() {
        let text = "見てhttp://a.jp/bとhttp://c.jp/dやe.jpもf.example.comも";
        let written: Vec<_> = found(text).into_iter().map(|(written, _)| written).collect();
        assert_eq!(written, ["http://a.jp/b", "http://c.jp/d", "e.jp", "f.example.com"]);
    }

    #[test]
    fn chat_and_mail_addresses_hold_no_links() {
        for text in [
            "e.g. this, i.e. that, p.s. a.m. 10.pm u.s.a.",
            "3.5 ver.2 v1.2.3 12.3.2024 no.1 vol.3",
            "1.2.3.4",
            "198.51.100.7",
            "file.txt node.js main.rs readme.md build.sh photo.zip clip.mov src/main.rs",
            "readme.mdを読んで",
            "笑.いや そう.そう 了解です.com お名前.com 価格.comで",
            "mr.smith dr.no ok.thanks fine.it is good.me too yes.so what hello.in the",
            "spy.family re.zero t.m.revolution",
            "user@host.com taro.yamada+x@docomo.ne.jp お問い合わせuser@host.comまで",
            "a@b.example.com/x",
            "@evil.com ってアカウント",
            "#evil @amazon.co.jp",
            "h t t p : / / evil",
            "com.amazon.shopping.app org.example.thing.life",
            "10:30 ab:cd ://evil",
            "co.jp com.cn .com",
            "foo_bar.com -.com a-.com",
            "..... .-. ._.",
            "午後10.pmに",
            "intent://scan",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn tricks_are_seen_through() {
        let link = one("https://amazon.co.jp@evil.example/");
        assert_eq!((link.host(), link.has_userinfo()), ("evil.example", true));
        let link = one("https://amazon.co.jp%2fap:x@evil.example:8080/login");
        assert_eq!((link.host(), link.has_userinfo()), ("evil.example", true));
        assert!(link.has_odd_port());
        assert!(!one("https://a.example:443/").has_odd_port());
        assert_eq!(one("https://amazon.co.jp\\@evil.example").host(), "amazon.co.jp");
        for text in [
            "http://198.51.100.7/ap",
            "http://3325256711/",
            "http://0xc6336407/a",
            "http://0306.063.0144.07",
            "198.51.100.7/ap",
        ] {
            let link = one(text);
            assert_eq!((link.host(), link.is_ip()), ("198.51.100.7", true), "{text}");
        }
        assert_eq!(one("http://[2001:db8::1]:8080/").host(), "[2001:db8::1]");
        assert!(found("198.51.100.0/24 198.51.0.0/16、").is_empty());
        assert_eq!(one("198.51.100.7/24a").host(), "198.51.100.7");
    }

    #[test]
    fn a_link_whose_host_was_left_out_is_masked() {
        for (text, written) in [
            ("http://", "http://"),
            ("http://をクリック", "http://"),
            ("https://....", "https://"),
            ("https://~~~", "https://~~~"),
            ("https://○○.com/", "https://○○.com/"),
            ("https://www.●●●.com/xxへ", "https://www.●●●.com/xx"),
            ("https://〇〇.com", "https://〇〇.com"),
            ("https://amazon-○○.com/", "https://amazon-○○.com/"),
            ("https://***/", "https://***/"),
            ("https://www/", "https://www/"),
            ("https://user@", "https://user@"),
        ] {
            let link = one(text);
            assert_eq!(&text[link.span.clone()], written, "{text}");
            assert_eq!((link.is_masked(), link.host()), (true, ""), "{text}");
            assert!(link.host.is_empty() && link.registrable_domain().is_none(), "{text}");
        }
    }

    #[test]
    fn the_domain_of_a_one_time_code_is_a_binding() {
        let text = "認証コード:8090\n@login.yahoo.co.jp #8090";
        let link = one(text);
        assert!(link.is_origin_bound() && !link.traits.scheme);
        assert_eq!(&text[link.span.clone()], "@login.yahoo.co.jp");
        assert_eq!(link.registrable_domain(), Some("yahoo.co.jp"));
        assert!(!one("https://login.yahoo.co.jp #8090").is_origin_bound());
    }

    #[test]
    fn hostile_texts_cost_linear_time() {
        // A quarter of a megabyte: at quadratic cost this would not end within minutes.
        for piece in [
            ".",
            "a.",
            "a.a.a.a",
            "@",
            "a@",
            "@a.",
            "a@a.",
            ":",
            "://",
            "http://",
            "http://あ",
            "http://あ.",
            "http:// ",
            "http://a@",
            "http://[",
            "http://a/)",
            "a.jp/(",
            "あ.",
            "xn--a.",
            "http://xn--あ",
            "a-.",
            "..a",
            "0.",
            "0x.",
            "http://0x",
            "a.jp ",
            "a.jp:9",
            "www.",
            "●",
            "http://●",
        ] {
            let text = piece.repeat((1 << 18) / piece.len());
            let mut found = Vec::new();
            links_in(&text, &mut found);
            assert!(found.iter().all(|link| link.span.end <= text.len()), "{piece}");
            let long = format!("https://{text}");
            found.clear();
            links_in(&long, &mut found);
            assert!(!found.is_empty(), "{piece}");
        }
    }

    proptest! {
        #[test]
        fn spans_lie_on_boundaries_and_in_order(text in "(https?://|ttp|[a-z0-9./:@あア。○#()%\\-]|\\.com|co\\.jp|www\\.| ){0,40}") {
            let mut found = Vec::new();
            links_in(&text, &mut found);
            let mut end = 0;
            for link in found {
                prop_assert!(end <= link.span.start && link.span.start < link.span.end);
                prop_assert!(link.span.start <= link.host.start && link.host.end <= link.span.end);
                prop_assert!(text.get(link.span.clone()).is_some() && text.get(link.host.clone()).is_some());
                prop_assert_eq!(link.is_masked(), link.host().is_empty());
                prop_assert!(link.host().is_ascii());
                end = link.span.end;
            }
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,120}") {
            let mut found = Vec::new();
            links_in(&text, &mut found);
            links_in(&format!("https://{text}"), &mut found);
            prop_assert!(!found.is_empty());
        }

        #[test]
        fn a_link_is_found_whatever_japanese_stands_round_it(
            before in "[ぁ-んァ-ヶ一-龠。、「]{0,8}",
            host in "[a-z][a-z0-9]{2,12}\\.(com|jp|co\\.jp|top|me)",
            path in "(/[a-z0-9]{1,8}){1,3}",
            behind in "[ぁ-ん。、」]{0,8}",
        ) {
            for scheme in ["https://", ""] {
                let text = format!("{before}{scheme}{host}{path}{behind}");
                prop_assert_eq!(found(&text), [(&*format!("{scheme}{host}{path}"), host.clone())]);
            }
        }
    }
}
