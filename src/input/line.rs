//! Lines of any length from anything, one at a time, with a bound on what is held.

#[cfg(feature = "json")]
use std::io::{self, BufRead};

/// Enough of `text` for a message: its first 60 characters.
pub(super) fn short(text: &str) -> &str {
    text.char_indices().nth(60).map_or(text, |(at, _)| &text[..at])
}

pub(super) fn too_long(what: &str, len: u64, limit: u64) -> String {
    format!("{what} has {len} bytes; the limit is {limit}")
}

/// `at` is where in `bytes` the UTF-8 ends, `offset` where that is in the file.
pub(super) fn not_utf8(bytes: &[u8], at: usize, offset: usize) -> String {
    let byte = bytes.get(at).copied().unwrap_or(0);
    let hint = if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        " (it looks like UTF-16)"
    } else {
        ""
    };
    format!("not UTF-8: byte 0x{byte:02X} at offset {offset}{hint}")
}

/// Lends the lines of an input without their line breaks, trimmed of white space.
#[cfg(feature = "json")]
pub(super) struct Lines<R> {
    input: R,
    limit: u64,
    number: u64,
    /// Bytes before the line at hand.
    offset: u64,
    /// Length of the line at hand, with its line break.
    len: u64,
    /// Its bytes, unless it is beyond the limit.
    line: Vec<u8>,
    failed: bool,
}

#[cfg(feature = "json")]
impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R, limit: u64) -> Lines<R> {
        Lines { input, limit, number: 0, offset: 0, len: 0, line: Vec::new(), failed: false }
    }

    /// The next line with its number, counted from 1, or why it cannot be had; `None` at the end, and after the input
    /// has failed.
    pub(super) fn next(&mut self) -> Option<(u64, Result<&str, String>)> {
        if self.failed {
            return None;
        }
        self.offset += self.len;
        self.number += 1;
        if let Err(error) = self.fill() {
            self.failed = true;
            return Some((self.number, Err(format!("{error}; nothing after it is read"))));
        }
        if self.len == 0 {
            return None;
        }
        if self.len > self.limit {
            return Some((self.number, Err(too_long("the line", self.len, self.limit))));
        }
        let mut bytes = self.line.as_slice();
        if self.offset == 0 {
            bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        }
        let skipped = self.line.len() - bytes.len();
        let line = std::str::from_utf8(bytes).map(str::trim).map_err(|error| {
            let at = error.valid_up_to();
            not_utf8(
                bytes,
                at,
                usize::try_from(self.offset).unwrap_or(usize::MAX).saturating_add(skipped + at),
            )
        });
        Some((self.number, line))
    }

    /// Reads up to the next line break. A line beyond the limit is run through and dropped.
    fn fill(&mut self) -> io::Result<()> {
        self.line.clear();
        // One byte more than the limit tells that it was passed.
        let most = self.limit.saturating_add(1);
        self.len = io::Read::take(&mut self.input, most).read_until(b'\n', &mut self.line)? as u64;
        if self.len > self.limit {
            if !self.line.ends_with(b"\n") {
                self.len += self.input.skip_until(b'\n')? as u64;
            }
            self.line = Vec::new();
        }
        Ok(())
    }
}
