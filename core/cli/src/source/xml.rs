//! The XML of "SMS Backup & Restore".
//!
//! The root is `smses`, `calls`, `allsms` or `mmses`; anywhere below it an element is an item:
//!
//! - `sms address date type body`, where `type` is 1 received, 2 sent, 3 draft, 4 outbox, 5 failed,
//!   6 queued;
//! - `mms address date msg_box sub` with `parts/part ct text` and `addrs/addr address type`, where
//!   `msg_box` is as `type` above and the `type` of an address is 137 for the sender's;
//! - `call number date type presentation`, where `type` is 1 incoming, 2 outgoing, 3 missed,
//!   4 voicemail, 5 rejected, 6 blocked, 7 answered elsewhere, and `presentation` is 1 allowed,
//!   2 restricted, 3 unknown, 4 payphone.
//!
//! Dates are milliseconds since 1970. The value `null` means that there is none. The format:
//! <https://www.synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/>.
//!
//! `split` finds the items on the reading thread, `decode` reads them on others.

mod decode;
mod split;
mod unescape;

pub(super) use decode::decode;
pub(super) use split::{MAX_ELEMENT_SHOWN, Mark, Splitter};

#[cfg(test)]
mod tests;
