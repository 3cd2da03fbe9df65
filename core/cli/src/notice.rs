//! What is told to the person beside the results.

use std::fmt::Display;
use std::io::Write;

/// Writes a line to standard error. Where that cannot be written there is nobody to tell, and the
/// work goes on.
pub(crate) fn notify(message: impl Display) {
    let _ = writeln!(anstream::stderr(), "mihari: {message}");
}
