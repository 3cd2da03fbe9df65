//! Links: where a message wants its reader to go.
//!
//! [`links_in`] finds them in folded text; a [`Link`] tells whose they are and what is odd about
//! them. Whether a host is good or bad is for the packs to say.

mod defang;
mod find;
mod host;
mod look_alike;
mod squat;

use std::{borrow::Cow, fmt, ops::Range};

use foldhash::HashSet;

pub use defang::defang;
pub use find::links_in;
use host::Host;
pub use look_alike::looks_like;
pub(crate) use squat::OfficialNames;

/// One link, as it stands in the folded text it was found in.
///
/// `Debug` shows no part of the text.
#[derive(Clone, PartialEq, Eq)]
pub struct Link {
    /// The whole link: UTF-8 bytes of the folded text.
    pub span: Range<usize>,
    /// The host within the text; empty, behind the scheme, when it is masked.
    pub host: Range<usize>,
    /// How it is written.
    pub traits: LinkTraits,
    name: Option<Host>,
}

/// How a link is written. Every field is a plain fact; none is proof of anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkTraits {
    /// `http://` and the like in front, rather than a bare `example.jp/a`.
    pub scheme: bool,
    /// A user name before the host: `https://amazon.co.jp@evil.example/` leads to `evil.example`.
    pub userinfo: bool,
    /// A port other than 80 and 443.
    pub odd_port: bool,
    /// The host cannot be told: `http://`, `https://....`, `https://○○.com/`. People quote a
    /// link so, and some senders do.
    pub masked: bool,
    /// No link, but the domain a one-time code is bound to: `@example.com #123456`
    /// (WICG, origin-bound one-time codes).
    pub origin_bound: bool,
}

impl Link {
    /// The host in its ASCII form: lower case, other scripts as `xn--`, an IPv4 address in dotted
    /// decimal however it was written. Empty when it is masked.
    pub fn host(&self) -> &str {
        self.name.as_ref().map_or("", Host::as_ascii)
    }

    /// The host as its owner means it to be read: `xn--` decoded.
    pub fn unicode_host(&self) -> Cow<'_, str> {
        self.name.as_ref().map_or(Cow::Borrowed(""), Host::to_unicode)
    }

    /// The domain somebody registered: one label below the public suffix.
    ///
    /// By the ICANN section of the Public Suffix List alone. `foo.duckdns.org` gives
    /// `duckdns.org` and not itself, because lists of official and of hosting domains name whom a
    /// registry knows, and because Amazon's `s3.amazonaws.com` should be seen under
    /// `amazonaws.com`. What the list's private section knows is in
    /// [`is_shared_hosting`](Self::is_shared_hosting). `None` for IP addresses and masked hosts.
    pub fn registrable_domain(&self) -> Option<&str> {
        self.name.as_ref()?.registrable_domain()
    }

    /// The public suffix (`co.jp`), by the ICANN section; the last label where that has none.
    /// `None` for IP addresses and masked hosts.
    pub fn suffix(&self) -> Option<&str> {
        self.name.as_ref()?.suffix()
    }

    /// The host is an IP address, in any of the forms browsers accept.
    pub fn is_ip(&self) -> bool {
        self.name.as_ref().is_some_and(Host::is_ip)
    }

    /// See [`LinkTraits::userinfo`].
    pub fn has_userinfo(&self) -> bool {
        self.traits.userinfo
    }

    /// See [`LinkTraits::odd_port`].
    pub fn has_odd_port(&self) -> bool {
        self.traits.odd_port
    }

    /// See [`LinkTraits::masked`].
    pub fn is_masked(&self) -> bool {
        self.traits.masked
    }

    /// See [`LinkTraits::origin_bound`].
    pub fn is_origin_bound(&self) -> bool {
        self.traits.origin_bound
    }

    /// A label of the host is in another script than ASCII, written so or as `xn--`.
    pub fn is_punycode(&self) -> bool {
        self.name.as_ref().is_some_and(Host::is_punycode)
    }

    /// The host belongs to a link shortener: where the link leads cannot be seen.
    pub fn is_shortener(&self, lists: &HostLists) -> bool {
        self.is_under(&lists.shorteners)
    }

    /// The host is a name that a dynamic DNS service gives away.
    pub fn is_dynamic_dns(&self, lists: &HostLists) -> bool {
        self.is_under(&lists.dynamic_dns)
    }

    /// The host belongs to a messenger: the link opens a chat, a group or a contact there.
    pub fn is_messenger(&self, lists: &HostLists) -> bool {
        self.is_under(&lists.messengers)
    }

    /// The host belongs to a service that shows other sites' pages, each under a host that spells
    /// that site's own.
    pub fn is_mirror(&self, lists: &HostLists) -> bool {
        self.is_under(&lists.mirrors)
    }

    /// The host belongs to a service that shows what its customers put there, by `lists` or by
    /// the private section of the Public Suffix List: the domain's owner is not the speaker.
    pub fn is_shared_hosting(&self, lists: &HostLists) -> bool {
        self.is_under(&lists.shared_hosting)
            || self.name.as_ref().is_some_and(Host::is_below_private_suffix)
    }

    /// Whether the host, its registrable domain or a name between them is in `domains`.
    fn is_under(&self, domains: &HashSet<String>) -> bool {
        let lowest = self.registrable_domain().map_or(self.host().len(), str::len);
        let mut name = self.host();
        loop {
            if domains.contains(name) {
                return true;
            }
            match name.split_once('.') {
                Some((_, parent)) if parent.len() >= lowest => name = parent,
                _ => return false,
            }
        }
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link")
            .field("span", &self.span)
            .field("host", &self.host)
            .field("traits", &self.traits)
            .finish_non_exhaustive()
    }
}

/// What stands between the words of a host, a user name before it included.
fn is_separator(c: char) -> bool {
    matches!(c, '.' | '-' | '@' | ':' | '_')
}

/// Domains of services that stand between a link and whoever made it. Each entry is a registrable
/// domain or a host, in lower-case ASCII, and holds for every name below it.
#[derive(Clone, Debug, Default)]
pub struct HostLists {
    /// Link shorteners that anybody can use (`bit.ly`).
    pub shorteners: HashSet<String>,
    /// Free dynamic DNS (`duckdns.org`).
    pub dynamic_dns: HashSet<String>,
    /// Free or shared hosting (`workers.dev`, `amazonaws.com`).
    pub shared_hosting: HashSet<String>,
    /// Messengers (`line.me`).
    pub messengers: HashSet<String>,
    /// Mirrors of other sites (`translate.goog`).
    pub mirrors: HashSet<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(text: &str) -> Link {
        let mut found = Vec::new();
        links_in(text, &mut found);
        assert_eq!(found.len(), 1, "{text}");
        found.remove(0)
    }

    #[test]
    fn the_registrable_domain_is_the_registrys() {
        for (text, registrable, suffix) in [
            ("https://www.amazon.co.jp/a", Some("amazon.co.jp"), Some("co.jp")),
            ("https://amazon.co.jp.evil.example/", Some("evil.example"), Some("example")),
            ("https://a.b.duckdns.org/", Some("duckdns.org"), Some("org")),
            ("https://x.s3.ap-northeast-1.amazonaws.com/", Some("amazonaws.com"), Some("com")),
            ("https://a.sakura.ne.jp/", Some("sakura.ne.jp"), Some("ne.jp")),
            ("https://a.city.kawasaki.jp/", Some("city.kawasaki.jp"), Some("kawasaki.jp")),
            ("https://例え.みんな/", Some("xn--r8jz45g.xn--q9jyb4c"), Some("xn--q9jyb4c")),
            ("https://co.jp/", None, Some("co.jp")),
            ("http://198.51.100.7/", None, None),
            ("http://", None, None),
        ] {
            let link = link(text);
            assert_eq!((link.registrable_domain(), link.suffix()), (registrable, suffix), "{text}");
        }
    }

    #[test]
    fn other_scripts_are_read_both_ways() {
        let written = link("https://アマゾン.com/");
        assert_eq!(written.host(), "xn--cckwcxetd.com");
        assert_eq!(written.unicode_host(), "アマゾン.com");
        assert!(written.is_punycode());
        assert_eq!(link("https://xn--cckwcxetd.com/").unicode_host(), "アマゾン.com");
        assert!(!link("https://amazon.com/").is_punycode());
    }

    #[test]
    fn lists_hold_for_a_domain_and_all_below_it() {
        let lists = HostLists {
            shorteners: HashSet::from_iter(["bit.ly".to_owned()]),
            dynamic_dns: HashSet::from_iter(["duckdns.org".to_owned()]),
            shared_hosting: HashSet::from_iter(["sites.example.com".to_owned()]),
            messengers: HashSet::from_iter(["chat.example".to_owned()]),
            mirrors: HashSet::from_iter(["mirror.example".to_owned()]),
        };
        assert!(link("https://bit.ly/x").is_shortener(&lists));
        assert!(!link("https://habit.ly/x").is_shortener(&lists));
        assert!(!link("https://bit.ly.example/x").is_shortener(&lists));
        assert!(link("http://a.b.duckdns.org").is_dynamic_dns(&lists));
        assert!(link("https://a.sites.example.com/").is_shared_hosting(&lists));
        assert!(link("https://sites.example.com/").is_shared_hosting(&lists));
        assert!(!link("https://www.example.com/").is_shared_hosting(&lists));
        assert!(!link("http://").is_shared_hosting(&lists));
        assert!(link("https://chat.example/g/x").is_messenger(&lists));
        assert!(link("https://www-shop-co-jp.mirror.example/").is_mirror(&lists));
        assert!(!link("http://198.51.100.7/").is_shortener(&lists));
    }

    #[test]
    fn the_private_section_knows_shared_hosting() {
        let lists = HostLists::default();
        assert!(link("https://a.workers.dev/").is_shared_hosting(&lists));
        assert!(!link("https://workers.dev/").is_shared_hosting(&lists));
        assert!(!link("https://www.amazon.co.jp/").is_shared_hosting(&lists));
    }

    #[test]
    fn debug_shows_no_part_of_the_text() {
        assert!(!format!("{:?}", link("https://secret.example/token")).contains("secret"));
    }
}
