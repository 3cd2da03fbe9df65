//! Whether the history can do its part, and what has been seen.

use std::path::PathBuf;

use mihari_history::{Diagnosis, Error};

/// What a phone tells its user about itself.
#[derive(Default)]
pub struct Health {
    /// Why nothing can be kept at present.
    pub trouble: Option<Error>,
    /// Where a damaged history was moved since the program started.
    pub set_aside: Option<PathBuf>,
    /// Counters; `None` when the history cannot be read.
    pub diagnosis: Option<Diagnosis>,
}
