//! The host of a link: its ASCII form, and whose it is.

use std::borrow::Cow;
use std::net::Ipv4Addr;

use psl::Psl;

use crate::placeholder::is_placeholder;

/// A host by name or address, in ASCII.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Host {
    ascii: Box<str>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ip,
    Name {
        /// Where the public suffix begins.
        suffix: usize,
        /// The suffix is in the ICANN section, not just any last label.
        known: bool,
        /// A suffix of the private section is above the name.
        below_private_suffix: bool,
    },
}

impl Host {
    /// Reads a host as written in a URL: `None` when no such host can be on the public internet
    /// (no dot, an empty label, characters no domain has).
    pub(super) fn parse(written: &str) -> Option<Self> {
        let ascii = match written.is_ascii() {
            true => written.to_owned(),
            // Punycode takes quadratic time in the length of a label.
            false if written.len() > MAX_WRITTEN => return None,
            false if written.contains(is_placeholder) => return None,
            false => idna::domain_to_ascii(written).ok()?,
        };
        if let Some(ip) = ipv4(&ascii) {
            return Some(Self { ascii: ip.to_string().into(), kind: Kind::Ip });
        }
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        let is_name = ascii.len() <= 253 && ascii.contains('.') && ascii.split('.').all(is_label);
        is_name.then(|| Self::named(ascii.into()))?
    }

    /// An IPv6 address without its brackets.
    pub(super) fn ipv6(written: &str) -> Option<Self> {
        let ip: std::net::Ipv6Addr = written.parse().ok()?;
        Some(Self { ascii: format!("[{ip}]").into(), kind: Kind::Ip })
    }

    fn named(ascii: Box<str>) -> Option<Self> {
        let mut suffix = psl::List.suffix(ascii.as_bytes())?;
        let mut below_private_suffix = false;
        while suffix.typ() == Some(psl::Type::Private) {
            below_private_suffix |= suffix.as_bytes().len() < ascii.len();
            let dot = suffix.as_bytes().iter().position(|&b| b == b'.')?;
            suffix = psl::List.suffix(&suffix.as_bytes()[dot + 1..])?;
        }
        let kind = Kind::Name {
            suffix: ascii.len() - suffix.as_bytes().len(),
            known: suffix.is_known(),
            below_private_suffix,
        };
        Some(Self { ascii, kind })
    }

    pub(super) fn as_ascii(&self) -> &str {
        &self.ascii
    }

    /// As its owner means it to be read: `xn--` decoded.
    pub(super) fn to_unicode(&self) -> Cow<'_, str> {
        match self.is_punycode() {
            true => Cow::Owned(idna::domain_to_unicode(&self.ascii).0),
            false => Cow::Borrowed(&self.ascii),
        }
    }

    pub(super) fn is_punycode(&self) -> bool {
        self.ascii.split('.').any(|label| label.starts_with("xn--"))
    }

    pub(super) fn is_ip(&self) -> bool {
        self.kind == Kind::Ip
    }

    pub(super) fn suffix(&self) -> Option<&str> {
        match self.kind {
            Kind::Ip => None,
            Kind::Name { suffix, .. } => Some(&self.ascii[suffix..]),
        }
    }

    pub(super) fn registrable_domain(&self) -> Option<&str> {
        let Kind::Name { suffix, .. } = self.kind else { return None };
        let above = self.ascii[..suffix].strip_suffix('.')?;
        Some(&self.ascii[above.rfind('.').map_or(0, |dot| dot + 1)..])
    }

    /// Whether the suffix is one a registry really has.
    pub(super) fn has_known_suffix(&self) -> bool {
        matches!(self.kind, Kind::Name { known: true, .. })
    }

    pub(super) fn is_below_private_suffix(&self) -> bool {
        matches!(self.kind, Kind::Name { below_private_suffix: true, .. })
    }
}

/// 253 characters of a name, each up to three bytes long in Japanese.
const MAX_WRITTEN: usize = 3 * 253;

/// An IPv4 address as browsers read it (WHATWG URL): one to four parts, each decimal, octal or
/// hexadecimal, the last filling what is left.
fn ipv4(host: &str) -> Option<Ipv4Addr> {
    // "0x" and eleven octal digits: a part needs no more. Leading zeros do not count.
    let parts = host.split('.').map(ipv4_part).take(5).collect::<Option<Vec<u64>>>()?;
    let (&last, front) = parts.split_last()?;
    let room = 32 - 8 * u32::try_from(front.len()).ok().filter(|&n| n < 4)?;
    if last >= 1 << room || front.iter().any(|&part| part > 255) {
        return None;
    }
    let high = front.iter().fold(0, |ip, part| ip << 8 | part);
    u32::try_from(high << room | last).ok().map(Ipv4Addr::from)
}

fn ipv4_part(part: &str) -> Option<u64> {
    let (digits, radix) = match part.strip_prefix("0x") {
        Some(digits) => (digits, 16),
        None if part.len() > 1 && part.starts_with('0') => (&part[1..], 8),
        None if part.is_empty() => return None,
        None => (part, 10),
    };
    match digits {
        "" => Some(0),
        digits if digits.bytes().all(|b| b.is_ascii_alphanumeric()) => {
            u64::from_str_radix(digits, radix).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ip_addresses_are_read_as_browsers_read_them() {
        for written in
            ["198.51.100.7", "3325256711", "0xc6336407", "0306.063.0144.07", "198.3367943"]
        {
            let host = Host::parse(written).unwrap();
            assert!(host.is_ip(), "{written}");
            assert_eq!(host.as_ascii(), "198.51.100.7", "{written}");
        }
        for written in
            ["256.1.1.1", "1.2.3.4.5", "4294967296", "0xg", "1..2", "99999999999999999999"]
        {
            assert!(!Host::parse(written).is_some_and(|host| host.is_ip()), "{written}");
        }
        assert_eq!(Host::ipv6("2001:db8:0::1").unwrap().as_ascii(), "[2001:db8::1]");
    }

    #[test]
    fn what_cannot_be_a_public_host_is_none() {
        let (long_label, long_name) = (format!("{}.com", "a".repeat(64)), "a.".repeat(150) + "com");
        for written in
            ["", "www", "a..com", ".com", "○○.com", "〇〇.com", "a b.com", &long_label, &long_name]
        {
            assert!(Host::parse(written).is_none(), "{written}");
        }
        assert!(Host::parse(&"あ".repeat(100_000)).is_none());
    }
}
