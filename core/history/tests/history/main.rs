//! The history as its users see it: through its public interface and on a real disk.

mod export;
mod keep;
mod list;
mod numbers;
mod open;
mod processes;
mod properties;
mod removal;
mod samples;
mod settings;
