//! The engine of Mihari: one message or call in, one verdict out.
//!
//! It has no clock, opens no file and logs nothing. Packs are built into the binary.

mod brand;
pub mod item;
pub mod number;
pub mod pack;
mod pattern;
pub mod text;
pub mod verdict;
