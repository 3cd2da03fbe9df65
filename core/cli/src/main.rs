//! The command `mihari`.

#[allow(dead_code, reason = "the commands that choose a language come next")]
mod locale;
#[allow(dead_code, reason = "the commands that read from it come next")]
mod source;

fn main() {}
