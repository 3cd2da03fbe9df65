//! Keeps what was flagged in a local SQLite file. The clock is passed in.
