//! The XML of the Android app "SMS Backup & Restore": `<smses>` with `<sms>` and `<mms>`, `<calls>`
//! with `<call>`. <https://www.synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/>

mod elements;
mod message;
mod shorten;
mod unescape;

pub(super) use elements::Elements;

use self::elements::Start;
use super::{Content, Damage, Record};

/// A few whole elements, as read.
pub(super) struct Piece {
    bytes: Vec<u8>,
    /// An element ends where the next one begins.
    starts: Vec<Start>,
    /// The first element's number in its source, from 1.
    ordinal: u64,
    /// It is one element, too long for anything of it to have been kept.
    is_overlong: bool,
    /// The source broke off behind this piece, perhaps inside its last element.
    is_cut_off: bool,
}

impl Piece {
    pub(super) fn for_each(&self, mut give: impl FnMut(Record<'_>)) {
        let ends = self.starts.iter().skip(1).map(|start| start.at).chain([self.bytes.len()]);
        for ((ordinal, start), end) in (self.ordinal..).zip(&self.starts).zip(ends) {
            let content = match self.bytes.get(start.at..end) {
                Some(element) if !self.is_overlong => message::read(element),
                _ => Content::Unreadable(Damage::TooLong),
            };
            // The source's own error says where it broke off.
            let is_torn = self.is_cut_off
                && end == self.bytes.len()
                && matches!(content, Content::Unreadable(_));
            if !is_torn {
                give(Record { ordinal, line: start.line, content });
            }
        }
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}
