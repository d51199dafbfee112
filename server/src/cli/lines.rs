//! Lines in, lines out: what every `--batch` has in common (DIALECT 4). One answer per input line, in order, each
//! written out at once, so that a caller can wait for it before it sends the next line.

use std::io::{BufRead as _, ErrorKind, Write as _};

use anyhow::Result;

/// Answers the lines of standard input until it ends, or until nobody reads the answers any more.
///
/// # Errors
/// When standard input cannot be read, or the answers cannot be written.
pub(super) fn answer(mut answer: impl FnMut(&str) -> Result<String>) -> Result<()> {
    let mut input = std::io::stdin().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&line);
        if !print(&answer(text.trim_end_matches(['\r', '\n']))?)? {
            return Ok(());
        }
    }
}

/// Writes one line; `false` when nobody reads any more (a closed pipe is no error).
///
/// # Errors
/// When standard output cannot be written for another reason.
pub(super) fn print(line: &str) -> Result<bool> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{line}").and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(error.into()),
    }
}
