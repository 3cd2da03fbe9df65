//! A buffered reader that knows where it is.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

use memchr::memchr_iter;

use super::Place;
use super::error::Spot;

/// How much is read at once.
const CHUNK: usize = 128 * 1024;

/// The bytes of an input as UTF-8, in chunks.
pub(super) struct Input {
    reader: BufReader<Box<dyn Read + Send>>,
    place: Place,
    is_as_stored: bool,
}

impl Input {
    /// Reads from `place` on; `is_as_stored` unless the bytes are converted from another encoding.
    pub(super) fn new(reader: Box<dyn Read + Send>, place: Place, is_as_stored: bool) -> Self {
        Self { reader: BufReader::with_capacity(CHUNK, reader), place, is_as_stored }
    }

    /// What has been read and not consumed; reads once if that is nothing. Empty at the end.
    pub(super) fn chunk(&mut self) -> io::Result<&[u8]> {
        loop {
            match self.reader.fill_buf() {
                Ok(_) => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.reader.buffer())
    }

    /// Goes on by `len` bytes of the chunk.
    pub(super) fn consume(&mut self, len: usize) {
        let lines = memchr_iter(b'\n', &self.reader.buffer()[..len]).count();
        self.place.line += lines as u64;
        self.place.offset += len as u64;
        self.reader.consume(len);
    }

    /// Where the chunk begins.
    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// Where the chunk begins, for an error.
    pub(super) fn spot(&self) -> Spot {
        Spot::new(self.place, self.is_as_stored)
    }

    /// Whether offsets count the bytes of the file itself.
    pub(super) fn is_as_stored(&self) -> bool {
        self.is_as_stored
    }
}
