//! Reads lines in chunks, so that many threads can parse them.

use std::io::{self, BufRead};

use super::lines::{not_utf8, too_long};

/// Size of a chunk: large enough that the threads rarely wait for one, small enough for the cache.
const CHUNK_BYTES: usize = 1 << 20;

/// Minimum size of a batch, which goes on to the end of its last line: a chunk has several for each
/// thread.
const BATCH_BYTES: usize = 1 << 16;

/// Some whole lines of an input.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    bytes: Vec<u8>,
    /// The number of its first line, counted from 1.
    first: u64,
    /// The offset of its first line.
    offset: u64,
}

/// Some whole lines of a chunk.
#[derive(Debug)]
pub(crate) struct LineBatch<'b> {
    bytes: &'b [u8],
    first: u64,
    offset: u64,
}

/// The number of a line and the line, trimmed, or the reason why it cannot be read.
pub(crate) type NumberedLine<'b> = (u64, Result<&'b str, String>);

/// Reads an input chunk by chunk.
pub(crate) struct ChunkReader<R> {
    input: R,
    max_bytes: u64,
    /// The number of the next line.
    number: u64,
    /// The offset of the next line.
    offset: u64,
    /// The part of the next line that was read already.
    carried: Vec<u8>,
    ended: bool,
}

impl<R: BufRead> ChunkReader<R> {
    /// A line longer than `max_bytes` is an error.
    pub(crate) fn new(input: R, max_bytes: u64) -> ChunkReader<R> {
        ChunkReader { input, max_bytes, number: 1, offset: 0, carried: Vec::new(), ended: false }
    }

    /// Returns the number of bytes in the chunks that were returned.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.offset
    }

    /// Returns the number of lines in the chunks that were returned.
    pub(crate) fn lines_read(&self) -> u64 {
        self.number - 1
    }

    /// Returns the next chunk, or the number of a line that cannot be read with the reason; `None`
    /// at the end, and after an error of the input.
    pub(crate) fn next(&mut self) -> Option<Result<Chunk, (u64, String)>> {
        let mut bytes = std::mem::take(&mut self.carried);
        // Each byte is looked at once: the end of the last whole line, and of what was looked at.
        let (mut lines_end, mut seen) = (0, 0);
        while !self.ended {
            if let Some(last) = bytes[seen..].iter().rposition(|&byte| byte == b'\n') {
                lines_end = seen + last + 1;
            }
            seen = bytes.len();
            if lines_end > 0 && seen >= CHUNK_BYTES {
                self.carried = bytes.split_off(lines_end);
                break;
            }
            if seen as u64 > self.max_bytes && lines_end == 0 {
                return Some(Err(self.skip_line(seen as u64)));
            }
            match self.input.fill_buf() {
                Ok([]) => self.ended = true,
                Ok(buffer) => {
                    let len = buffer.len();
                    bytes.extend_from_slice(buffer);
                    self.input.consume(len);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.ended = true;
                    let lines = line_breaks(&bytes);
                    return Some(Err((
                        self.number + lines,
                        format!("{error}; nothing after it is read"),
                    )));
                }
            }
        }
        if bytes.is_empty() {
            return None;
        }
        let chunk = Chunk { first: self.number, offset: self.offset, bytes };
        self.number += line_breaks(&chunk.bytes);
        self.offset += chunk.bytes.len() as u64;
        Some(Ok(chunk))
    }

    /// Skips the rest of a line that exceeds the limit, of which `len` bytes were read already.
    /// Returns its number and the reason.
    fn skip_line(&mut self, mut len: u64) -> (u64, String) {
        let mut done = false;
        while !done {
            let Ok(buffer) = self.input.fill_buf() else { break };
            let end = buffer.iter().position(|&byte| byte == b'\n').map(|at| at + 1);
            let part = end.unwrap_or(buffer.len());
            done = end.is_some() || buffer.is_empty();
            self.input.consume(part);
            len += part as u64;
        }
        self.number += 1;
        self.offset += len;
        (self.number - 1, too_long("the line", len, self.max_bytes))
    }
}

impl Chunk {
    /// Returns its lines in batches, in order.
    pub(crate) fn batches(&self) -> Vec<LineBatch<'_>> {
        let (mut first, mut offset) = (self.first, self.offset);
        let mut rest = self.bytes.as_slice();
        let mut batches = Vec::new();
        while !rest.is_empty() {
            let minimum = rest.len().min(BATCH_BYTES);
            let (bytes, more) = rest.split_at(minimum + line_len(&rest[minimum..]));
            batches.push(LineBatch { bytes, first, offset });
            first += line_breaks(bytes);
            offset += bytes.len() as u64;
            rest = more;
        }
        batches
    }
}

impl<'b> LineBatch<'b> {
    /// Returns its size in bytes.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Returns its lines without the blank ones. A line longer than `max_bytes` is an error.
    pub(crate) fn lines(&self, max_bytes: u64) -> impl Iterator<Item = NumberedLine<'b>> {
        let mut rest = self.bytes;
        let mut at = self.offset;
        let all = std::iter::from_fn(move || {
            let (line, more) = rest.split_at(line_len(rest));
            rest = more;
            (!line.is_empty()).then_some(line)
        });
        (self.first..).zip(all).filter_map(move |(number, bytes)| {
            let offset = at;
            at += bytes.len() as u64;
            if bytes.len() as u64 > max_bytes {
                return Some((number, Err(too_long("the line", bytes.len() as u64, max_bytes))));
            }
            let bare = if offset == 0 {
                bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
            } else {
                bytes
            };
            let line = std::str::from_utf8(bare).map(str::trim).map_err(|error| {
                let valid = error.valid_up_to();
                let skipped = bytes.len() - bare.len();
                not_utf8(
                    bare,
                    valid,
                    usize::try_from(offset).unwrap_or(usize::MAX).saturating_add(skipped + valid),
                )
            });
            (line != Ok("")).then_some((number, line))
        })
    }
}

/// Returns the length of the first line with its line break.
fn line_len(mut bytes: &[u8]) -> usize {
    // `skip_until` compares many bytes at once; an iterator would not.
    let len = bytes.len();
    bytes.skip_until(b'\n').unwrap_or(len)
}

/// Counts the line breaks.
fn line_breaks(bytes: &[u8]) -> u64 {
    // Counts below 256 are summed in bytes, so that the compiler adds sixteen at once.
    let few = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(byte == b'\n')).sum::<u8>();
    bytes.chunks(255).map(|bytes| u64::from(few(bytes))).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_line_once_with_its_number(
            lens in prop::collection::vec(0..BATCH_BYTES / 4, 0..40),
            ended: bool,
        ) {
            // A third of the lines may be longer than a batch.
            let mut text = String::new();
            for (i, len) in lens.iter().enumerate() {
                let len = if i % 3 == 0 { 8 * *len } else { len % 300 };
                text.extend([&*"x".repeat(len), &i.to_string(), "\n"]);
            }
            if !ended {
                text.truncate(text.trim_end().len());
            }
            let mut chunks = ChunkReader::new(text.as_bytes(), 1 << 20);
            let mut found = Vec::new();
            while let Some(chunk) = chunks.next() {
                let chunk = chunk.unwrap();
                for batch in chunk.batches() {
                    let lines = batch.lines(1 << 20);
                    found.extend(lines.map(|(number, line)| (number, line.unwrap().to_owned())));
                }
            }
            let lines: Vec<_> = (1..).zip(text.lines().map(str::to_owned)).collect();
            prop_assert_eq!(found, lines);
            prop_assert_eq!(chunks.bytes_read(), text.len() as u64);
        }
    }

    /// An input that gives one byte at a time, and counts the bytes that it gave.
    struct ByteByByte<'b> {
        bytes: &'b [u8],
    }

    impl io::Read for ByteByByte<'_> {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            unreachable!("read by its buffer")
        }
    }

    impl BufRead for ByteByByte<'_> {
        fn fill_buf(&mut self) -> io::Result<&[u8]> {
            Ok(&self.bytes[..self.bytes.len().min(1)])
        }

        fn consume(&mut self, amount: usize) {
            self.bytes = &self.bytes[amount..];
        }
    }

    /// Each byte is looked at once: a second look at every fill would take minutes here.
    #[test]
    fn a_line_that_comes_in_small_pieces_costs_no_square() {
        let text = "x".repeat(2 << 20) + "\nlast\n";
        let mut chunks = ChunkReader::new(ByteByByte { bytes: text.as_bytes() }, 4 << 20);
        let chunk = chunks.next().unwrap().unwrap();
        assert_eq!(chunk.bytes.len(), (2 << 20) + 1);
        let chunk = chunks.next().unwrap().unwrap();
        assert_eq!((chunk.bytes.as_slice(), chunk.first), (&b"last\n"[..], 2));
        assert!(chunks.next().is_none());
    }

    /// The line is no longer held once it exceeds the limit.
    #[test]
    fn an_endless_line_is_skipped_with_its_number() {
        let text = "first\n".to_owned() + &"x".repeat(1 << 20) + "\nlast\n";
        let mut chunks = ChunkReader::new(ByteByByte { bytes: text.as_bytes() }, 1 << 10);
        let mut found = Vec::new();
        while let Some(chunk) = chunks.next() {
            match chunk {
                Ok(chunk) => chunk.batches().iter().for_each(|batch| {
                    let lines = batch.lines(1 << 10);
                    found.extend(lines.map(|(n, line)| (n, line.map_or(usize::MAX, str::len))));
                }),
                Err((n, reason)) => {
                    assert_eq!(reason, "the line has 1048577 bytes; the limit is 1024");
                    found.push((n, usize::MAX));
                }
            }
        }
        assert_eq!(found, [(1, 5), (2, usize::MAX), (3, 4)]);
    }
}
