//! The Japanese numbering plan: kinds, lengths, and where the hyphens stand.
//!
//! Prefixes and lengths are the Ministry of Internal Affairs and Communications'
//! (電気通信番号計画). Which area codes there are and how long each is was read from
//! libphonenumber's metadata for Japan, version 9.0 (Apache-2.0); see docs/adr/0002.

use std::fmt::Write;

/// What sort of number it is, as far as its first digits tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberKind {
    /// 060, 070, 080, 090.
    Mobile,
    /// An area code in use: 03, 045, 0977, 04992 …
    Landline,
    /// 050: a telephone on the internet, tied to no place.
    IpPhone,
    /// 0120, 0800: the called side pays.
    FreeDial,
    /// 0570 (Navi Dial): one number for the whole country, the caller pays.
    Navi,
    /// 0990: the caller pays for what is said.
    PremiumRate,
    /// 0180: announcements and votes, made to be called by very many.
    MassCalling,
    /// 020: machines and pagers.
    Machine,
    /// A country code other than Japan's.
    International,
    /// 110, 118, 119.
    Emergency,
    /// Other three-digit numbers (188) and those with `#` or `*` in front (#9110).
    Service,
    /// Other numbers that work inside one network alone, such as those that send messages.
    ShortCode,
    /// Japanese by its form, with first digits the plan gives to nobody.
    Unassigned,
}

impl NumberKind {
    /// Given to firms alone, by contract: 0120, 0800, 0570, and the short codes that send messages.
    pub(crate) fn is_of_company(self) -> bool {
        matches!(self, Self::FreeDial | Self::Navi | Self::ShortCode)
    }
}

/// The kind of a canonical number.
pub(super) fn kind(canonical: &str) -> NumberKind {
    if let Some(national) = canonical.strip_prefix("+81") {
        return Series::of(national).kind;
    }
    match canonical.as_bytes() {
        [b'+', ..] => NumberKind::International,
        [b'#' | b'*', ..] => NumberKind::Service,
        b"110" | b"118" | b"119" => NumberKind::Emergency,
        [b'1', _, _] => NumberKind::Service,
        [b'0', b'0', ..] if canonical.len() > MAX_SHORT_CODE => NumberKind::Unassigned,
        _ => NumberKind::ShortCode,
    }
}

/// Whether the length is one that numbers of this kind have.
pub(super) fn is_possible(canonical: &str) -> bool {
    if let Some(national) = canonical.strip_prefix("+81") {
        let series = Series::of(national);
        return series.lengths.contains(&national.len());
    }
    match canonical.strip_prefix('+') {
        // The North American plan has one length, and no area code or exchange begins with 0 or 1.
        Some(digits) if digits.starts_with('1') => {
            matches!(digits.as_bytes(), [_, b'2'..=b'9', _, _, b'2'..=b'9', ..] if digits.len() == 11)
        }
        Some(digits) => (7..=15).contains(&digits.len()),
        None => canonical.len() <= MAX_SHORT_CODE,
    }
}

/// The number with hyphens, as people in Japan write it.
pub(super) fn to_national(canonical: &str) -> String {
    if let Some(national) = canonical.strip_prefix("+81") {
        // 010 would be read as the international prefix, one or two digits as nothing at all.
        if national.starts_with("10") || national.len() < 3 {
            return format!("+81 {}", in_fours(national, ' '));
        }
        let series = Series::of(national);
        let dialled = format!("0{national}");
        return match series.lengths.contains(&national.len()) {
            true => grouped(&dialled, series.groups, '-'),
            false => in_fours(&dialled, '-'),
        };
    }
    match canonical.strip_prefix('+') {
        Some(digits) => {
            let (country, rest) = digits.split_at(country_code_len(digits).min(digits.len()));
            let rest = match country {
                "1" if rest.len() == 10 => grouped(rest, [3, 3], '-'),
                _ => in_fours(rest, ' '),
            };
            format!("+{country} {rest}").trim_end().to_owned()
        }
        None => canonical.to_owned(),
    }
}

/// Senders of messages have up to eight digits.
const MAX_SHORT_CODE: usize = 8;

/// Numbers that share their first digits, and with them a kind, a length and a way to be written.
struct Series {
    kind: NumberKind,
    /// Lengths without the leading 0.
    lengths: &'static [usize],
    /// Sizes of the first two groups, the leading 0 included; the third is what is left.
    groups: [usize; 2],
}

impl Series {
    /// `national` is a number without its leading 0.
    fn of(national: &str) -> Self {
        use NumberKind::*;
        let series = |kind, lengths, groups| Self { kind, lengths, groups };
        match national.as_bytes() {
            [b'1', b'2', b'0', ..] => series(FreeDial, &[9], [4, 3]),
            [b'8', b'0', b'0', ..] => series(FreeDial, &[10], [4, 3]),
            [b'5', b'7', b'0', ..] => series(Navi, &[9], [4, 3]),
            [b'9', b'9', b'0', ..] => series(PremiumRate, &[9], [4, 3]),
            [b'1', b'8', b'0', ..] => series(MassCalling, &[9], [4, 2]),
            [b'5', b'0', ..] => series(IpPhone, &[10], [3, 4]),
            [b'2', b'0', ..] => series(Machine, &[10, 13], [3, 4]),
            // The digit behind 060, 070, 080 and 090 is never 0.
            [b'6' | b'7' | b'8' | b'9', b'0', b'1'..=b'9', ..] => series(Mobile, &[10], [3, 4]),
            _ => match area_code_len(national) {
                0 => series(Unassigned, &[], [0, 0]),
                area => series(Landline, &[9], [area, 6 - area]),
            },
        }
    }
}

/// Digits of a landline's area code, the leading 0 included; 0 where no area has such a code. Too
/// few digits to tell are filled up with zeros.
fn area_code_len(national: &str) -> usize {
    let first_five = national
        .bytes()
        .chain(std::iter::repeat(b'0'))
        .take(5)
        .fold(0, |n, digit| n * 10 + u32::from(digit.saturating_sub(b'0')));
    let after = AREA_CODES.partition_point(|entry| entry / 10 <= first_five);
    let entry = after.checked_sub(1).map_or(0, |at| AREA_CODES[at]);
    usize::try_from(entry % 10).unwrap_or(0)
}

/// Length of the country code `digits` begin with: one digit in North America and with Russia, two
/// for the codes ITU-T gave out whole, three for all others.
fn country_code_len(digits: &str) -> usize {
    match digits.as_bytes() {
        [b'1' | b'7', ..] => 1,
        [b'2', b'0' | b'7', ..]
        | [b'3', b'0'..=b'4' | b'6' | b'9', ..]
        | [b'4', b'0' | b'1' | b'3'..=b'9', ..]
        | [b'5', b'1'..=b'8', ..]
        | [b'6', b'0'..=b'6', ..]
        | [b'8', b'1' | b'2' | b'4' | b'6', ..]
        | [b'9', b'0'..=b'5' | b'8', ..] => 2,
        _ => 3,
    }
}

fn grouped(digits: &str, [first, second]: [usize; 2], between: char) -> String {
    let (a, rest) = digits.split_at(first);
    let (b, c) = rest.split_at(second);
    format!("{a}{between}{b}{between}{c}")
}

/// Four digits each from the right; a single one left over stays with its neighbours.
fn in_fours(digits: &str, between: char) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 4);
    for (i, digit) in digits.chars().enumerate() {
        if i > 1 && (digits.len() - i).is_multiple_of(4) {
            out.push(between);
        }
        // Writing to a String does not fail.
        let _ = out.write_char(digit);
    }
    out
}

/// Where the length of area codes changes. Each entry is the first five digits behind the 0 and, as
/// its last digit, how long area codes are from there on, the 0 included; 0 for "nobody's".
/// `112003`: from 011-200 on they have three digits.
const AREA_CODES: &[u32] = &[
    100000, 112003, 114000, 115003, 119000, 123004, 126705, 126804, 127000, 133004, 137205, 137304,
    137405, 137504, 137705, 137804, 139205, 139304, 139705, 139904, 140000, 142004, 145605, 145804,
    146605, 146704, 147000, 152004, 154003, 154204, 154705, 154803, 154904, 155003, 155204, 155703,
    155805, 155904, 156405, 156504, 158605, 158804, 159000, 162004, 163205, 163304, 163405, 163604,
    164805, 164904, 165405, 165704, 165805, 165904, 168000, 172004, 177003, 178004, 180000, 182004,
    188003, 189000, 191004, 196003, 197004, 199003, 200000, 220004, 221003, 223204, 223403, 224004,
    227003, 228004, 230003, 233004, 236003, 237004, 239003, 240004, 245003, 246004, 249003, 250204,
    251003, 254204, 255003, 255704, 255903, 256204, 257003, 257204, 257503, 258204, 259173, 259184,
    259993, 260004, 262003, 263004, 264003, 264204, 264603, 265004, 271003, 274004, 275003, 276004,
    278003, 278204, 278803, 279004, 281003, 282004, 283003, 283204, 283303, 283504, 286003, 287004,
    289003, 289604, 290003, 291004, 291703, 291804, 292003, 293204, 293503, 294004, 298003, 299004,
    300000, 310002, 400000, 420002, 421003, 422204, 423003, 428204, 428403, 428704, 429002, 429103,
    429202, 429703, 429902, 430003, 436004, 437003, 438004, 440003, 460004, 461000, 462003, 463004,
    464003, 465004, 468003, 469000, 470002, 470204, 470902, 472003, 475204, 475903, 476004, 477003,
    478004, 479003, 479204, 479903, 480004, 481003, 490000, 492003, 493004, 496000, 499003, 499205,
    499303, 499405, 499503, 499605, 499703, 499805, 499903, 500000, 520003, 531004, 534003, 536004,
    539003, 539604, 539643, 539744, 539753, 539774, 539783, 539904, 540003, 544004, 546003, 547004,
    549003, 550004, 552003, 553004, 559003, 560000, 561004, 570000, 572004, 576905, 577004, 579000,
    580003, 581004, 582003, 584004, 588003, 594004, 597925, 597974, 597995, 598003, 598204, 598903,
    599204, 599903, 600000, 610002, 700000, 720003, 721004, 722003, 725004, 726003, 730000, 734003,
    735004, 741000, 742004, 746805, 746904, 750003, 761004, 762003, 763004, 764003, 765004, 769003,
    770004, 775003, 776004, 777003, 778004, 780003, 790004, 792003, 794604, 794903, 795204, 795503,
    795704, 795903, 796204, 796603, 796804, 800000, 820004, 821003, 823004, 824003, 824404, 824903,
    826004, 828003, 829204, 829213, 829304, 829413, 829444, 829603, 829704, 829903, 830000, 832003,
    833004, 836003, 836104, 837003, 837204, 837663, 837694, 837703, 838204, 838705, 839003, 839625,
    839633, 839645, 839663, 839675, 839703, 840000, 845004, 847705, 847804, 849003, 850000, 851003,
    851205, 852004, 860003, 863004, 863623, 863664, 863673, 863704, 864003, 865404, 865523, 865544,
    865803, 866204, 866913, 866924, 866973, 866994, 867223, 867254, 867263, 867274, 867283, 867294,
    867373, 867394, 868003, 868204, 868903, 869204, 869403, 869604, 869903, 869924, 869943, 875004,
    876003, 877004, 878003, 879004, 881000, 883004, 886003, 887004, 888003, 889004, 890003, 892004,
    899003, 900000, 920004, 921003, 930004, 931003, 940004, 941003, 942004, 945003, 946004, 951003,
    952004, 953003, 954004, 958003, 959004, 960000, 961003, 964004, 970000, 971003, 972004, 975003,
    977004, 980205, 980304, 981003, 982004, 988003, 990000, 991003, 991205, 991403, 993004, 993313,
    993324, 993433, 993444, 993453, 993464, 993473, 993484, 994003, 994204, 994703, 994904, 996905,
    997004, 998003,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::PhoneNumber;

    fn number(raw: &str) -> PhoneNumber {
        PhoneNumber::parse(raw).unwrap()
    }

    #[test]
    fn first_digits_tell_the_kind() {
        use NumberKind::*;
        for (raw, expected) in [
            ("09012345678", Mobile),
            ("08012345678", Mobile),
            ("07012345678", Mobile),
            ("06012345678", Mobile),
            ("0334461623", Landline),
            ("0661234567", Landline),
            ("0977123456", Landline),
            ("05031311651", IpPhone),
            ("0120569955", FreeDial),
            ("08001234567", FreeDial),
            ("0570064110", Navi),
            ("0990123456", PremiumRate),
            ("0180993333", MassCalling),
            ("02012345678", Machine),
            ("+12025550123", International),
            ("010-82-2-312-3456", International),
            ("110", Emergency),
            ("118", Emergency),
            ("119", Emergency),
            ("188", Service),
            ("#9110", Service),
            ("#7119", Service),
            ("21061", ShortCode),
            ("0000000000", Unassigned),
            ("09001234567", Unassigned),
            ("0300123456", Unassigned),
        ] {
            assert_eq!(number(raw).kind(), expected, "{raw}");
        }
    }

    #[test]
    fn the_length_follows_from_the_kind() {
        for possible in [
            "09012345678",
            "0334461623",
            "05031311651",
            "0120569955",
            "08001234567",
            "0570064110",
            "0990123456",
            "020-1234-5678",
            "+12025550123",
            "+8613812345678",
            "+6834000",
            "110",
            "#9110",
            "21061",
        ] {
            assert!(number(possible).is_possible(), "{possible}");
        }
        for impossible in [
            "0901234567",
            "090123456789",
            "033446162",
            "03344616234",
            "0503131165",
            "01205699550",
            "0800123456",
            "0300123456",
            "09001234567",
            "0000000000",
            "+1202555012",
            "+11025550123",
            "+12021550123",
            "+861381",
            "+8613812345678901",
            "123456789",
        ] {
            assert!(!number(impossible).is_possible(), "{impossible}");
        }
    }

    #[test]
    fn hyphens_stand_where_people_put_them() {
        for (raw, expected) in [
            ("+815031311651", "050-3131-1651"),
            ("+81334461623", "03-3446-1623"),
            ("+81120569955", "0120-569-955"),
            ("+818001234567", "0800-123-4567"),
            ("+81570064110", "0570-064-110"),
            ("+819012345678", "090-1234-5678"),
            ("+81661234567", "06-6123-4567"),
            ("+81112223333", "011-222-3333"),
            ("+81452223333", "045-222-3333"),
            ("+81471234567", "04-7123-4567"),
            ("+81422223333", "0422-22-3333"),
            ("+81977223333", "0977-22-3333"),
            ("+81499223333", "04992-2-3333"),
            ("+81126722345", "01267-2-2345"),
            ("+81180993333", "0180-99-3333"),
            ("+12025550123", "+1 202-555-0123"),
            ("+442079460958", "+44 20 7946 0958"),
            ("+8613812345678", "+86 138 1234 5678"),
            ("+85291234567", "+852 9123 4567"),
            ("110", "110"),
            ("#9110", "#9110"),
            // Too short or too long to know: fours from the right.
            ("+8150313116", "05031-3116"),
            ("+81503131165100", "05031-3116-5100"),
        ] {
            assert_eq!(number(raw).to_national(), expected, "{raw}");
        }
    }

    #[test]
    fn area_codes_are_in_order_and_leave_room_for_an_exchange() {
        assert!(AREA_CODES.windows(2).all(|pair| pair[0] / 10 < pair[1] / 10));
        assert!(AREA_CODES.windows(2).all(|pair| pair[0] % 10 != pair[1] % 10));
        assert!(AREA_CODES.iter().all(|entry| matches!(entry % 10, 0 | 2..=5)));
    }
}
