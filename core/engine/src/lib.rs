//! The engine of Mihari: one message or call in, one verdict out.
//!
//! It has no clock, opens no file and logs nothing. Packs are built into the binary.

pub mod item;
pub mod link;
pub mod number;
pub mod verdict;
