//! The program from outside: what it prints, how it ends, what it keeps.

#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod commands;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod program;
