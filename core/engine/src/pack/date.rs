//! Dates of facts, as exact as their source gives them.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// How long a fact stays fresh after it was last confirmed.
const FRESH_MONTHS: i32 = 12;

/// The month, or the day, at which something was known to hold: `2022-12` or `2022-12-24`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AsOf {
    year: i16,
    month: i8,
    day: Option<i8>,
}

impl AsOf {
    /// Reads `YYYY-MM` or `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
        let month = parts.next().filter(|m| m.len() == 2)?.parse().ok()?;
        let day = match parts.next() {
            Some(day) => Some(day.parse().ok().filter(|_| day.len() == 2)?),
            None => None,
        };
        let exists = Date::new(year, month, day.unwrap_or(1)).is_ok();
        (exists && parts.next().is_none()).then_some(Self { year, month, day })
    }

    /// Whether more than twelve months have gone by.
    pub fn is_stale(self, today: Date) -> bool {
        let months = i32::from(today.year()) * 12 + i32::from(today.month())
            - i32::from(self.year) * 12
            - i32::from(self.month);
        months > FRESH_MONTHS
            || (months == FRESH_MONTHS && self.day.is_some_and(|day| today.day() > day))
    }

    /// `2022年12月時点`.
    pub fn to_japanese(self) -> String {
        format!("{}年{}月時点", self.year, self.month)
    }

    /// `as of 2022-12`.
    pub fn to_english(self) -> String {
        format!("as of {}-{:02}", self.year, self.month)
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

impl<'de> Deserialize<'de> for AsOf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| D::Error::custom("a date is written 2022-12 or 2022-12-24"))
    }
}

impl Serialize for AsOf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_month_or_a_day_is_read_and_nothing_else() {
        assert_eq!(AsOf::parse("2022-12").unwrap().to_string(), "2022-12");
        assert_eq!(AsOf::parse("2024-02-29").unwrap().to_string(), "2024-02-29");
        for bad in ["", "2022", "2022-13", "2023-02-29", "22-12", "2022-12-1", "2022-12-01-02"] {
            assert!(AsOf::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_fact_is_stale_after_twelve_months() {
        let fact = AsOf::parse("2022-12").unwrap();
        assert!(!fact.is_stale(date(2023, 12, 31)));
        assert!(fact.is_stale(date(2024, 1, 1)));
        let day = AsOf::parse("2022-12-24").unwrap();
        assert!(!day.is_stale(date(2023, 12, 24)));
        assert!(day.is_stale(date(2023, 12, 25)));
    }

    #[test]
    fn the_date_reads_as_people_say_it() {
        assert_eq!(AsOf::parse("2022-12").unwrap().to_japanese(), "2022年12月時点");
    }
}
