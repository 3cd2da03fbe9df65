//! Who is at the other end.

use std::{borrow::Cow, fmt};

use unicode_normalization::UnicodeNormalization;

use super::PhoneNumber;
use crate::item::Channel;

/// Who is at the other end, as the network delivered it. Every input is a value, never an error.
///
/// All of it can be forged, and none of it proves who is speaking. `Debug` shows the variant alone.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A telephone number, possible or not.
    Number(PhoneNumber),
    /// A sender's name in place of a number (`Amazon`), trimmed, otherwise as delivered.
    Name(String),
    /// A mail address.
    Mail {
        /// The whole address, in lower case.
        address: String,
        /// What stands behind the last `@`: lower case, names in other scripts as `xn--`.
        domain: String,
    },
    /// The caller chose not to show the number (非通知).
    Withheld,
    /// A public telephone (公衆電話).
    Payphone,
    /// The network could not deliver a number (通知不可能), as with many calls from abroad.
    Unavailable,
}

impl Origin {
    /// Reads a sender as Android, a backup or a person gives it.
    ///
    /// Nothing, `-2`, `anonymous`, 非通知 and the like are [`Withheld`](Self::Withheld); `-1`,
    /// `unknown`, 通知不可能 [`Unavailable`](Self::Unavailable); `-3`, `payphone`, 公衆電話
    /// [`Payphone`](Self::Payphone). Numbers follow [`PhoneNumber::parse`]. In a mail the address
    /// is looked for first, behind a display name too: `"0120-…" <a@b.example>` is mail.
    pub fn parse(channel: Channel, raw: Option<&str>) -> Self {
        let raw = raw.unwrap_or_default().trim();
        let mail = || mail(&folded(raw));
        let mail_first = if channel == Channel::Email { mail() } else { None };
        mail_first
            .or_else(|| without_number(raw))
            .or_else(|| PhoneNumber::parse(raw).map(Self::Number))
            .or_else(mail)
            .unwrap_or_else(|| Self::Name(raw.to_owned()))
    }

    /// A canonical string: two items come from one sender when their keys are equal. Names are
    /// compared without regard to case and width.
    ///
    /// It holds the number or address, so it belongs in no log.
    pub fn key(&self) -> Cow<'_, str> {
        match self {
            Self::Number(number) => Cow::Borrowed(number.as_str()),
            Self::Name(name) => Cow::Owned(folded(name)),
            Self::Mail { address, .. } => Cow::Borrowed(address),
            // Android's own values in the call log. No name can be one of them: `parse` has read
            // them as what they mean.
            Self::Unavailable => Cow::Borrowed("-1"),
            Self::Withheld => Cow::Borrowed("-2"),
            Self::Payphone => Cow::Borrowed("-3"),
        }
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number(_) => "Number(..)",
            Self::Name(_) => "Name(..)",
            Self::Mail { .. } => "Mail(..)",
            Self::Withheld => "Withheld",
            Self::Payphone => "Payphone",
            Self::Unavailable => "Unavailable",
        })
    }
}

/// What stands in a number's place when there is none: Android's call-log values, SIP's anonymous
/// user (RFC 3323), and the words of carriers and telephones.
const WITHHELD: &[&str] = &[
    "",
    "-2",
    "anonymous",
    "anonymous@anonymous.invalid",
    "sip:anonymous@anonymous.invalid",
    "restricted",
    "private",
    "private number",
    "withheld",
    "null",
    "blocked",
    "no caller id",
    "非通知",
    "非通知設定",
    "番号非通知",
    "匿名",
];
const UNAVAILABLE: &[&str] = &[
    "-1",
    "unknown",
    "unavailable",
    "unknown@unknown.invalid",
    "sip:unavailable@unknown.invalid",
    "通知不可能",
    "通知不可",
    "表示圏外",
    "番号不明",
    "不明",
];
const PAYPHONE: &[&str] =
    &["-3", "payphone", "pay phone", "coin line/payphone", "公衆電話", "公衆"];

fn without_number(raw: &str) -> Option<Origin> {
    // The longest of the words has 31 bytes; full width makes three of each. None begins as nearly
    // every number does.
    if raw.len() > 128 || raw.starts_with(|c: char| c == '+' || c.is_ascii_digit()) {
        return None;
    }
    let folded = folded(raw);
    let word = folded.trim_matches(['(', ')', '<', '>', '[', ']', ' ']);
    [(WITHHELD, Origin::Withheld), (UNAVAILABLE, Origin::Unavailable), (PAYPHONE, Origin::Payphone)]
        .into_iter()
        .find_map(|(words, origin)| words.contains(&word).then_some(origin))
}

/// NFKC, lower case, one space where there were several. Folding again changes nothing: what lower
/// case has made of a letter is brought to NFKC too.
fn folded(name: &str) -> String {
    // NFKC leaves ASCII alone, and nearly every sender is a number.
    let lower = match name.is_ascii() {
        true => name.to_ascii_lowercase(),
        false => name.nfkc().flat_map(char::to_lowercase).nfkc().collect::<String>(),
    };
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The address of `a@b.example`, `Name <a@b.example>` or `mailto:a@b.example`, folded.
fn mail(raw: &str) -> Option<Origin> {
    // RFC 5321: 64 bytes, @, 255 bytes. A display name comes on top.
    let bare = match raw.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
        Some((_display, address)) => address,
        None => raw.strip_prefix("mailto:").unwrap_or(raw),
    };
    let (local, domain) = bare.trim().rsplit_once('@')?;
    let plain = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "<>\"@,;:".contains(c))
    };
    if local.len() > 64 || domain.len() > 255 || !plain(local) || !plain(domain) {
        return None;
    }
    let domain = idna::domain_to_ascii(domain.trim_end_matches('.')).ok()?;
    domain.contains('.').then(|| Origin::Mail { address: format!("{local}@{domain}"), domain })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn call(raw: &str) -> Origin {
        Origin::parse(Channel::Call, Some(raw))
    }

    #[test]
    fn a_missing_number_says_why_it_is_missing() {
        assert_eq!(Origin::parse(Channel::Call, None), Origin::Withheld);
        for raw in [
            "",
            " ",
            "-2",
            "anonymous",
            "Anonymous",
            "RESTRICTED",
            "Private",
            "非通知",
            "（非通知）",
            "－２",
        ] {
            assert_eq!(call(raw), Origin::Withheld, "{raw:?}");
        }
        for raw in ["-1", "unknown", "(Unknown)", "UNAVAILABLE", "通知不可能", "表示圏外"]
        {
            assert_eq!(call(raw), Origin::Unavailable, "{raw:?}");
        }
        for raw in ["-3", "payphone", "Pay Phone", "公衆電話"] {
            assert_eq!(call(raw), Origin::Payphone, "{raw:?}");
        }
    }

    #[test]
    fn numbers_names_and_addresses_are_told_apart() {
        let number = PhoneNumber::parse("05031311651").unwrap();
        assert_eq!(call("tel:%2B81-50-3131-1651"), Origin::Number(number));
        assert_eq!(call("Amazon"), Origin::Name("Amazon".into()));
        assert_eq!(call(" NTT DOCOMO "), Origin::Name("NTT DOCOMO".into()));
        let address = "account-update@amazon.co.jp";
        let mail = Origin::Mail { address: address.into(), domain: "amazon.co.jp".into() };
        for raw in [
            "account-update@amazon.co.jp",
            "Account-Update@Amazon.co.jp",
            "Amazon.co.jp <account-update@amazon.co.jp>",
            "\"a@b.example\" <account-update@amazon.co.jp>",
            "mailto:account-update@amazon.co.jp",
        ] {
            assert_eq!(Origin::parse(Channel::Email, Some(raw)), mail, "{raw}");
            assert_eq!(Origin::parse(Channel::Sms, Some(raw)), mail, "{raw}");
        }
    }

    #[test]
    fn a_display_name_never_stands_in_for_the_address() {
        let raw = "\"0120-569-955\" <x@evil.example>";
        let origin = Origin::parse(Channel::Email, Some(raw));
        assert_eq!(
            origin,
            Origin::Mail { address: "x@evil.example".into(), domain: "evil.example".into() }
        );
        let raw = "no-reply@amazon.co.jp <x@アマゾン.example>";
        let Origin::Mail { domain, .. } = Origin::parse(Channel::Email, Some(raw)) else {
            panic!("an address is mail");
        };
        assert_eq!(domain, "xn--cckwcxetd.example");
    }

    #[test]
    fn a_mail_without_an_address_has_a_name() {
        for raw in ["Amazon", "@", "a@", "@b.example", "a@b", "<a>", "a b@c.example"] {
            let origin = Origin::parse(Channel::Email, Some(raw));
            assert_eq!(origin, Origin::Name(raw.into()), "{raw}");
        }
    }

    #[test]
    fn one_sender_has_one_key() {
        assert_eq!(call("+81 50 3131 1651").key(), call("０５０ー３１３１ー１６５１").key());
        assert_eq!(call("Amazon").key(), call("ＡＭＡＺＯＮ ").key());
        assert_eq!(call("A@B.example").key(), call("a@b.EXAMPLE").key());
        assert_eq!(call("").key(), call("-2").key());
        assert_ne!(call("-1").key(), call("-2").key());
    }

    #[test]
    fn debug_shows_the_variant_alone() {
        for raw in ["09012345678", "Taro", "taro@b.example"] {
            let shown = format!("{:?}", call(raw));
            assert!(shown.ends_with("(..)") && !shown.contains("aro"), "{shown}");
        }
    }

    proptest! {
        #[test]
        fn any_sender_is_a_value_with_a_stable_key(raw in "\\PC{0,60}") {
            for channel in [Channel::Sms, Channel::Call, Channel::Email, Channel::Voice] {
                let origin = Origin::parse(channel, Some(&raw));
                let again = Origin::parse(channel, Some(&origin.key()));
                prop_assert_eq!(origin.key(), again.key());
            }
        }
    }
}
