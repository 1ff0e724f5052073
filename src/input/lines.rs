//! Reads lines of any length, one at a time, with a bound on the memory.

#[cfg(feature = "json")]
use super::decoded::DecodedInput;
#[cfg(feature = "json")]
use std::io::{self, BufRead};

/// Returns the first 60 characters of `text`, enough for a message.
pub(super) fn excerpt(text: &str) -> &str {
    text.char_indices().nth(60).map_or(text, |(at, _)| &text[..at])
}

pub(super) fn too_long(what: &str, len: u64, limit: u64) -> String {
    format!("{what} has {len} bytes; the limit is {limit}")
}

/// Returns the message for bytes that are not UTF-8: they are valid up to `at`, which is `offset`
/// in the file.
pub(super) fn not_utf8(bytes: &[u8], at: usize, offset: usize) -> String {
    let byte = bytes.get(at).copied().unwrap_or(0);
    let hint = if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        " (it looks like UTF-16)"
    } else {
        ""
    };
    format!("not UTF-8: byte 0x{byte:02X} at offset {offset}{hint}")
}

/// Reads the lines of an input, without their line breaks and trimmed of white space. Lengths and
/// offsets are those of the text in UTF-8.
#[cfg(feature = "json")]
#[derive(Debug)]
pub(super) struct LineReader<R> {
    input: DecodedInput<R>,
    max_bytes: u64,
    number: u64,
    /// Offset of the current line, in bytes.
    offset: u64,
    /// Length of the current line, with its line break.
    len: u64,
    /// The bytes of the current line; empty when it exceeds the limit.
    line: Vec<u8>,
    failed: bool,
}

#[cfg(feature = "json")]
impl<R: BufRead> LineReader<R> {
    pub(super) fn new(input: R, max_bytes: u64) -> LineReader<R> {
        LineReader {
            input: DecodedInput::new(input),
            max_bytes,
            number: 0,
            offset: 0,
            len: 0,
            line: Vec::new(),
            failed: false,
        }
    }

    /// Returns the next line with its number, counted from 1, or the reason why it cannot be read;
    /// `None` at the end, and after an error of the input.
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
        if self.len > self.max_bytes {
            return Some((self.number, Err(too_long("the line", self.len, self.max_bytes))));
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

    /// Reads up to the next line break. The bytes of a line that exceeds the limit are dropped.
    fn fill(&mut self) -> io::Result<()> {
        self.line.clear();
        // One byte more than the limit shows that it is exceeded.
        let up_to = self.max_bytes.saturating_add(1);
        self.len = io::Read::take(&mut self.input, up_to).read_until(b'\n', &mut self.line)? as u64;
        if self.len > self.max_bytes {
            if !self.line.ends_with(b"\n") {
                self.len += self.input.skip_until(b'\n')? as u64;
            }
            self.line = Vec::new();
        }
        Ok(())
    }
}
