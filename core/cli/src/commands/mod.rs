//! The subcommands, one module each.

pub(crate) mod check;
pub(crate) mod history;
pub(crate) mod pack;
pub(crate) mod scan;
pub(crate) mod tables;

/// Whether something was flagged, for `--exit-code`.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Flagged(pub(crate) bool);
