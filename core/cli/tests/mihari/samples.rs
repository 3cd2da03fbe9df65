//! Messages and inputs for tests.

use std::fmt::Write;

/// Fraud by any rules.
pub(crate) const SCAM: &str =
    "有料動画の料金が未納です。本日ご連絡なき場合、法的手続きに移行します";

/// Harmless by any rules.
pub(crate) const ORDINARY: &str = "今日は7時に帰るね。牛乳を買ってきて";

/// One digit away from a number Amazon publishes.
pub(crate) const NEAR_MISS: &str = "050-3131-1652";

/// A message for a backup.
pub(crate) struct Sms<'a> {
    pub(crate) sender: &'a str,
    /// Milliseconds since 1970.
    pub(crate) at: u64,
    pub(crate) text: &'a str,
}

/// A backup as "SMS Backup & Restore" writes it, a message a line from the third on.
pub(crate) fn backup(messages: &[Sms<'_>]) -> String {
    let mut xml = format!(
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"{}\">\n",
        messages.len()
    );
    for Sms { sender, at, text } in messages {
        let text = text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
        let text = text.replace('\n', "&#10;");
        writeln!(
            xml,
            "  <sms protocol=\"0\" address=\"{sender}\" date=\"{at}\" type=\"1\" subject=\"null\" \
             body=\"{text}\" read=\"1\" status=\"-1\" />"
        )
        .unwrap();
    }
    xml + "</smses>\n"
}

/// `count` messages of which every `period`th is fraud, an hour apart, no two alike.
pub(crate) fn mixed(count: u64, period: u64) -> String {
    let texts: Vec<(String, String)> = (0..count)
        .map(|n| {
            let text = if n % period == 0 { SCAM } else { ORDINARY };
            (format!("0901234{:04}", n % 10_000), format!("{text} ({n})"))
        })
        .collect();
    let messages: Vec<Sms<'_>> = (0..)
        .zip(&texts)
        .map(|(n, (sender, text))| Sms { sender, at: 1_790_000_000_000 + n * 3_600_000, text })
        .collect();
    backup(&messages)
}
