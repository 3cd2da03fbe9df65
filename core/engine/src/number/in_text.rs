//! Telephone numbers written in a message: the ones it wants to be called back on.

use std::ops::Range;

use super::{
    NumberKind, PhoneNumber,
    parse::{is_closing, is_dash, is_opening},
};

/// No shorter number is looked for: codes, amounts and dates are all shorter, or are told apart by
/// their form.
const MIN_DIGITS: usize = 9;
/// A number with country code has at most five groups, and a caller-ID or international prefix.
const MAX_GROUPS: usize = 7;

/// Finds the telephone numbers written in `text` and adds each with its span (UTF-8 bytes of
/// `text`) to `found`, in the order they stand.
///
/// `text` is folded: NFKC, lower case, no invisible characters. Found are possible numbers of
/// Japan, with or without hyphens, and international ones written as such. Left out are one-time
/// codes, amounts, dates, order, tracking and card numbers, and digits inside links and mail
/// addresses. Short numbers (110, 188, #9110) are not looked for.
///
/// Time is linear in the text; one with fewer than nine digits costs one pass over its bytes.
pub fn numbers_in(text: &str, found: &mut Vec<(Range<usize>, PhoneNumber)>) {
    if count_digits(text) < MIN_DIGITS {
        return;
    }
    let bytes = text.as_bytes();
    let mut groups = Vec::new();
    // Inside a link or a mail address, up to the next white space or Japanese letter.
    let mut in_address = false;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'0'..=b'9' | b'+' => {
                let chain = Chain::read(text, at, &mut groups);
                if !in_address {
                    chain.numbers(found);
                }
                at = chain.end.max(at + 1);
            }
            // A Japanese letter ends an address.
            0x80.. => {
                let run = bytes[at..].iter().take_while(|byte| !byte.is_ascii());
                at += run.count();
                in_address = false;
            }
            byte => {
                in_address = match byte {
                    b'@' | b'?' | b'=' | b'&' | b'%' => true,
                    b':' => in_address || bytes[at..].starts_with(b"://"),
                    b'.' => {
                        in_address
                            || bytes[..at].last().is_some_and(u8::is_ascii_alphanumeric)
                                && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
                    }
                    byte => in_address && byte.is_ascii_graphic(),
                };
                at += 1;
            }
        }
    }
}

/// Counted in bytes by the chunk, so that the compiler can do sixteen or more at once.
fn count_digits(text: &str) -> usize {
    let in_chunk = |chunk: &[u8]| chunk.iter().map(|b| u8::from(b.is_ascii_digit())).sum::<u8>();
    text.as_bytes().chunks(usize::from(u8::MAX)).map(|chunk| usize::from(in_chunk(chunk))).sum()
}

/// Digits that stand together.
struct Group {
    span: Range<usize>,
    /// What stands between this group and the one before.
    before: Between,
}

/// How two groups of digits are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    /// Nothing: the first group.
    Start,
    /// A hyphen: one number goes on.
    Hyphen,
    /// A dot: one number goes on, or a date.
    Dot,
    /// White space, a bracket or a wave: one number goes on, or another begins.
    Gap,
}

/// Groups of digits with nothing but separators between them: the longest stretch that may hold
/// telephone numbers.
struct Chain<'a> {
    text: &'a str,
    groups: &'a [Group],
    end: usize,
}

impl<'a> Chain<'a> {
    /// Reads the chain that begins at `start`, a digit or a plus sign.
    fn read(text: &'a str, start: usize, groups: &'a mut Vec<Group>) -> Self {
        groups.clear();
        let mut next = Some((start, Between::Start));
        let mut end = start;
        while let Some((from, before)) = next {
            let plus = usize::from(text.as_bytes()[from] == b'+');
            let digits = text.as_bytes()[from + plus..].iter().take_while(|b| b.is_ascii_digit());
            end = from + plus + digits.count();
            groups.push(Group { span: from..end, before });
            next = separator(&text[end..]).map(|(len, between)| (end + len, between));
        }
        Self { text, groups, end }
    }

    /// The numbers in it, the longest first at each place.
    fn numbers(&self, found: &mut Vec<(Range<usize>, PhoneNumber)>) {
        let mut first = 0;
        while first < self.groups.len() {
            let longest = self.groups.len().min(first + MAX_GROUPS);
            let number = (first + 1..=longest)
                .rev()
                .filter(|&end| self.may_begin(first) && self.may_end(end))
                .find_map(|end| Some((end, self.number(first, end)?)));
            match number {
                Some((end, number)) => {
                    found.push((self.span(first, end), number));
                    first = end;
                }
                None => first += 1,
            }
        }
    }

    fn may_begin(&self, group: usize) -> bool {
        match self.groups[group].before {
            Between::Start => may_stand_before(&self.text[..self.groups[group].span.start]),
            between => between == Between::Gap,
        }
    }

    fn may_end(&self, group: usize) -> bool {
        match self.groups.get(group) {
            Some(next) => next.before == Between::Gap,
            None => may_stand_behind(&self.text[self.end..]),
        }
    }

    /// The number that groups `first..end` write, if it is one and is written like one.
    fn number(&self, first: usize, end: usize) -> Option<PhoneNumber> {
        let groups = &self.groups[first..end];
        let written = &self.text[groups[0].span.start..groups[groups.len() - 1].span.end];
        if !has_form(written, groups) {
            return None;
        }
        let alone = groups.len() == 1;
        if alone && !written.starts_with('+') && is_labelled(&self.text[..groups[0].span.start]) {
            return None;
        }
        let number = PhoneNumber::parse(written).filter(PhoneNumber::is_possible)?;
        let last = groups[groups.len() - 1].span.len();
        let fits = match number.kind() {
            NumberKind::FreeDial | NumberKind::Navi | NumberKind::PremiumRate => last >= 3,
            NumberKind::Mobile | NumberKind::Landline | NumberKind::IpPhone => last >= 4,
            NumberKind::International => alone || last >= 3,
            _ => false,
        };
        fits.then_some(number)
    }

    /// From the first digit to the last, with the bracket in front when it is closed inside.
    fn span(&self, first: usize, end: usize) -> Range<usize> {
        let (start, stop) = (self.groups[first].span.start, self.groups[end - 1].span.end);
        let opening = self.text[..start].chars().next_back().filter(|&c| is_opening(c));
        let closes =
            self.text[self.groups[first].span.end..stop].chars().next().is_some_and(is_closing);
        match opening {
            Some(c) if closes => start - c.len_utf8()..stop,
            _ => start..stop,
        }
    }
}

/// What joins two groups at the start of `rest`: its length and kind, when digits follow at once.
fn separator(rest: &str) -> Option<(usize, Between)> {
    let mut len = 0;
    let mut between = Between::Hyphen;
    // The longest that is written: ") - (".
    for c in rest.chars().take(6) {
        match c {
            '0'..='9' if len > 0 => return Some((len, between)),
            ' ' | '\t' | '\u{3000}' | '~' | '\u{301c}' => between = Between::Gap,
            c if is_opening(c) || is_closing(c) => between = Between::Gap,
            '.' if between == Between::Hyphen => between = Between::Dot,
            '.' => {}
            c if is_dash(c) => {}
            _ => return None,
        }
        len += c.len_utf8();
    }
    None
}

/// Whether groups and first digits are those of a telephone number. Lengths are left to the
/// numbering plan.
fn has_form(written: &str, groups: &[Group]) -> bool {
    let sizes = || groups.iter().map(|group| group.span.len());
    let digits = sizes().sum::<usize>() - usize::from(written.starts_with('+'));
    let uses = |between| groups[1..].iter().any(|group| group.before == between);
    // 03.12.2024 10:00
    if !(MIN_DIGITS..=20).contains(&digits) || uses(Between::Dot) && uses(Between::Gap) {
        return false;
    }
    match written.as_bytes() {
        [b'+', ..] => true,
        // Free of charge, by the codes of two Japanese carriers; nothing abroad.
        [b'0', b'0', b'7', b'7', ..] | [b'0', b'0', b'8', b'8', ..]
            if groups.len() > 1 && groups[0].span.len() == 4 =>
        {
            false
        }
        // Such digits without hyphens are an article's or a parcel's, unless 81 follows.
        [b'0', b'0', ..] => groups.len() > 2 || written.starts_with("0081"),
        [b'0', b'1', b'0', ..] => groups.len() > 2 || written.starts_with("01081"),
        [b'0', ..] => groups.len() == 1 || (2..=5).contains(&groups[0].span.len()),
        // 184 or 186 in front of a whole number.
        [b'1', b'8', b'4' | b'6', ..] if groups.len() > 1 && groups[0].span.len() == 3 => true,
        // As an American writes it: 1-800-555-0199.
        [b'1', ..] => sizes().eq([1, 3, 3, 4]),
        _ => false,
    }
}

/// Whether a number may follow `before`: not in the middle of a word, an amount or a time.
fn may_stand_before(before: &str) -> bool {
    let mut chars = before.chars().rev();
    let Some(last) = chars.next() else { return true };
    match last {
        'a'..='z' | 'A'..='Z' => ends_with_telephone_word(before),
        '_' | '#' | '*' | '$' | '¥' | '€' | '£' | '\\' => false,
        '-' => match chars.next() {
            Some(c) if c.is_ascii_alphabetic() => {
                ends_with_telephone_word(&before[..before.len() - 1])
            }
            _ => true,
        },
        ':' | ',' | '.' => !chars.next().is_some_and(|c| c.is_ascii_digit()),
        _ => true,
    }
}

fn ends_with_telephone_word(before: &str) -> bool {
    let rest = before.trim_end_matches(|c: char| c.is_ascii_lowercase());
    matches!(&before[rest.len()..], "tel" | "phone" | "call" | "dial" | "fax" | "mobile")
}

/// Whether a number may end before `behind`: not in a word, an address, an amount or a time.
fn may_stand_behind(behind: &str) -> bool {
    let mut chars = behind.chars();
    match chars.next() {
        Some('a'..='z' | 'A'..='Z' | '@' | '_' | '%' | '=' | '円' | '¥') => false,
        Some(':' | ',') => !chars.next().is_some_and(|c| c.is_ascii_digit()),
        Some('.' | '-') => !chars.next().is_some_and(|c| c.is_ascii_alphabetic()),
        _ => true,
    }
}

/// Whether `before` calls what follows some other number: 伝票番号, 会員番号, 認証コード.
fn is_labelled(before: &str) -> bool {
    const OTHER: [&str; 8] = ["番号", "コード", "code", "id", "number", "pin", "no", "パスワード"];
    const TELEPHONE: [&str; 7] = [
        "電話番号",
        "携帯番号",
        "連絡先番号",
        "窓口番号",
        "発信番号",
        "phone number",
        "telephone number",
    ];
    let label = before.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '.' | 'は' | '(' | '[' | '「' | '『' | '【' | '】')
    });
    OTHER.iter().any(|word| label.ends_with(word))
        && !TELEPHONE.iter().any(|word| label.ends_with(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What was found, as written and as canonical numbers.
    fn found(text: &str) -> Vec<(&str, String)> {
        let mut found = Vec::new();
        numbers_in(text, &mut found);
        found.into_iter().map(|(span, number)| (&text[span], number.as_str().to_owned())).collect()
    }

    fn written(text: &str) -> Vec<&str> {
        found(text).into_iter().map(|(written, _)| written).collect()
    }

    #[test]
    fn numbers_are_found_in_every_way_they_are_written() {
        for (text, expected, canonical) in [
            ("お電話ください。03-3446-1623", "03-3446-1623", "+81334461623"),
            ("至急050-3131-1651まで", "050-3131-1651", "+815031311651"),
            ("窓口0334461623まで連絡を", "0334461623", "+81334461623"),
            ("(0334461623)", "0334461623", "+81334461623"),
            ("tel:03-3446-1623 担当", "03-3446-1623", "+81334461623"),
            ("tel03-3446-1623", "03-3446-1623", "+81334461623"),
            ("tel.0334461623.", "0334461623", "+81334461623"),
            ("電話番号0334461623", "0334461623", "+81334461623"),
            ("03(3446)1623に", "03(3446)1623", "+81334461623"),
            ("(03)3446-1623", "(03)3446-1623", "+81334461623"),
            ("窓口(03) 3446-1623", "(03) 3446-1623", "+81334461623"),
            ("03ー3446ー1623へ", "03ー3446ー1623", "+81334461623"),
            ("03−3446−1623", "03−3446−1623", "+81334461623"),
            ("03〜3446〜1623", "03〜3446〜1623", "+81334461623"),
            ("03 3446 1623", "03 3446 1623", "+81334461623"),
            ("03.3446.1623", "03.3446.1623", "+81334461623"),
            ("0120-569-955(無料)", "0120-569-955", "+81120569955"),
            ("090-12345678", "090-12345678", "+819012345678"),
            ("0570-064-110です", "0570-064-110", "+81570064110"),
            ("call +1 (888) 555-0199 now", "+1 (888) 555-0199", "+18885550199"),
            ("call 1-888-555-0199 now", "1-888-555-0199", "+18885550199"),
            ("+815031311651", "+815031311651", "+815031311651"),
            ("+81 50-3131-1651", "+81 50-3131-1651", "+815031311651"),
            ("010-1-888-555-0199", "010-1-888-555-0199", "+18885550199"),
            ("186-03-3446-1623", "186-03-3446-1623", "+81334461623"),
            ("03-3446-1623(9:00〜18:00)", "03-3446-1623", "+81334461623"),
            ("0120-569-955 9:00〜18:00", "0120-569-955", "+81120569955"),
            ("2024-11-03 03-3446-1623", "03-3446-1623", "+81334461623"),
            ("〒108-0074 03-3446-1623", "03-3446-1623", "+81334461623"),
            ("https://a.example/x 03-3446-1623", "03-3446-1623", "+81334461623"),
            ("https://a.example/xへ03-3446-1623", "03-3446-1623", "+81334461623"),
        ] {
            assert_eq!(found(text), [(expected, canonical.to_owned())], "{text}");
        }
    }

    #[test]
    fn several_numbers_are_told_apart() {
        let text = "03-3446-1623/050-3131-1651、0120-569-955 090-1234-5678";
        assert_eq!(
            written(text),
            ["03-3446-1623", "050-3131-1651", "0120-569-955", "090-1234-5678"]
        );
    }

    #[test]
    fn other_digits_are_no_telephone_numbers() {
        for text in [
            "認証コード:012345",
            "認証番号は0334461623です",
            "確認コード:0334461623",
            "伝票番号 0334461623",
            "お問い合わせ番号:0334461623",
            "会員番号0334461623",
            "口座番号「0123456789」",
            "tracking number 0334461623",
            "id:0334461623",
            "id0334461623",
            "注文番号250-1234567-1234567",
            "d01-0334461623-0334461",
            "お届け番号 1234-5678-9012",
            "0123-4567-8901",
            "012345678901",
            "4980-0123-4567-8901",
            "0312-3456-7890-1234",
            "1,003,344,616円",
            "¥0334461623",
            "0334461623円",
            "2024.11.03 12:30",
            "03.12.2024 10:00",
            "2024/03/12 03:34:46.162",
            "20240312033446",
            "〒060-0001 2024-11-03",
            "https://a.example/0334461623",
            "https://a.example/?t=03-3446-1623",
            "a.example/x/050-3131-1651",
            "0334461623@docomo.ne.jp",
            "taro@b.example-0334461623",
            "03-3446-1623-9",
            "03-3446-16",
            "0-3-3-4-4-6-1-6-2-3",
            "0300123456",
            "09001234567",
            "03344616231",
            "4901234567894",
            "0012345678905",
            "0101234567890",
            "0088-21-1189",
            "0077-777-113",
            "+1000000000000ポイント",
            "+5000000000pt",
            "0334461623abc",
            "0334461623.html",
            "110 188 #9110 2024 1234",
            "03-○○○○-1623 12345678",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn hostile_texts_cost_linear_time() {
        // A quarter of a megabyte: at quadratic cost this would not end within minutes.
        for piece in
            ["0", "0 ", "+", "(0", "03-", "1 1", "0-~ (", "id0", "tel0334461623 ", "aaaa.b0"]
        {
            let mut found = Vec::new();
            numbers_in(&piece.repeat((1 << 18) / piece.len()), &mut found);
            assert_eq!(found.is_empty(), !piece.contains("tel"), "{piece}");
        }
    }

    proptest! {
        #[test]
        fn spans_lie_on_boundaries_and_in_order(text in "[-0-9+(). ~ーa@/:円あ]{0,80}") {
            let mut found = Vec::new();
            numbers_in(&text, &mut found);
            let mut end = 0;
            for (span, number) in found {
                prop_assert!(end <= span.start);
                prop_assert_eq!(PhoneNumber::parse(&text[span.clone()]), Some(number));
                end = span.end;
            }
        }

        #[test]
        fn any_displayed_number_is_found_again(national in "(90|80|70|50)[1-9][0-9]{7}|3[1-9][0-9]{7}") {
            let number = PhoneNumber::parse(&format!("0{national}")).unwrap();
            let text = format!("ご連絡は{}まで", number.to_national());
            prop_assert_eq!(found(&text), [(&*number.to_national(), number.as_str().to_owned())]);
        }
    }
}
