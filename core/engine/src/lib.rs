//! The engine of Mihari: one message or call in, one verdict out.
//!
//! It has no clock, opens no file and logs nothing. Packs are built into the binary.

mod beginning;
mod brand;
mod brand_mark;
pub mod engine;
pub mod item;
mod lexicon;
pub mod link;
pub mod number;
pub mod pack;
mod pattern;
mod placeholder;
pub mod report;
mod rule;
mod shipped;
mod signal;
mod spelling;
pub mod text;
pub mod verdict;
