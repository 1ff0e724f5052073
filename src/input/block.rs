//! Lines of JSONL by the block, to be read on many threads.

use std::io::{self, BufRead};

use super::line::{not_utf8, too_long};

/// Bytes of a block: enough that handing it round costs nothing, few enough that it stays near.
const BLOCK: usize = 1 << 20;

/// Bytes of a stretch, and those up to the end of its last line: some for each thread.
const STRETCH: usize = 1 << 16;

/// Some lines of an input.
#[derive(Debug, Default)]
pub(crate) struct Block {
    bytes: Vec<u8>,
    /// The number of its first line, counted from 1, and the bytes before it.
    first: u64,
    offset: u64,
}

/// Some whole lines of a block.
#[derive(Debug)]
pub(crate) struct Stretch<'b> {
    bytes: &'b [u8],
    first: u64,
    offset: u64,
}

/// A line of a block, trimmed, or why it cannot be had; with its number.
pub(crate) type BlockLine<'b> = (u64, Result<&'b str, String>);

/// Reads an input by the block.
pub(crate) struct Blocks<R> {
    input: R,
    limit: u64,
    /// Number and offset of the next line.
    number: u64,
    offset: u64,
    /// The beginning of the next line.
    carried: Vec<u8>,
    ended: bool,
}

impl<R: BufRead> Blocks<R> {
    /// No line may be longer than `limit` bytes.
    pub(crate) fn new(input: R, limit: u64) -> Blocks<R> {
        Blocks { input, limit, number: 1, offset: 0, carried: Vec::new(), ended: false }
    }

    /// How many bytes stand in what was handed out.
    pub(crate) fn read(&self) -> u64 {
        self.offset
    }

    /// The next block, or the number of a line that cannot be had and why; `None` at the end, and after the input has failed.
    pub(crate) fn next(&mut self) -> Option<Result<Block, (u64, String)>> {
        let mut bytes = std::mem::take(&mut self.carried);
        while !self.ended {
            if let Some(last) =
                bytes.iter().rposition(|&byte| byte == b'\n').filter(|_| bytes.len() >= BLOCK)
            {
                self.carried = bytes.split_off(last + 1);
                break;
            }
            if bytes.len() as u64 > self.limit && !bytes.contains(&b'\n') {
                return Some(Err(self.pass_over(bytes.len() as u64)));
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
        let block = Block { first: self.number, offset: self.offset, bytes };
        self.number += line_breaks(&block.bytes);
        self.offset += block.bytes.len() as u64;
        Some(Ok(block))
    }

    /// Runs through a line beyond the limit, of which `len` bytes were read and dropped.
    fn pass_over(&mut self, mut len: u64) -> (u64, String) {
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
        (self.number - 1, too_long("the line", len, self.limit))
    }
}

impl Block {
    /// Its lines, in order, in stretches that can be read apart.
    pub(crate) fn stretches(&self) -> Vec<Stretch<'_>> {
        let (mut first, mut offset) = (self.first, self.offset);
        let mut rest = self.bytes.as_slice();
        let mut stretches = Vec::new();
        while !rest.is_empty() {
            let least = rest.len().min(STRETCH);
            let (bytes, more) = rest.split_at(least + line_len(&rest[least..]));
            stretches.push(Stretch { bytes, first, offset });
            first += line_breaks(bytes);
            offset += bytes.len() as u64;
            rest = more;
        }
        stretches
    }
}

impl<'b> Stretch<'b> {
    /// How many bytes it has.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Its lines, but for blank ones; none may be longer than `limit` bytes.
    pub(crate) fn lines(&self, limit: u64) -> impl Iterator<Item = BlockLine<'b>> {
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
            if bytes.len() as u64 > limit {
                return Some((number, Err(too_long("the line", bytes.len() as u64, limit))));
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

/// The bytes up to the next line break, and it.
fn line_len(mut bytes: &[u8]) -> usize {
    // Looks at many bytes at once, as an iterator would not.
    let len = bytes.len();
    bytes.skip_until(b'\n').unwrap_or(len)
}

/// How many line breaks there are.
fn line_breaks(bytes: &[u8]) -> u64 {
    // What fits a byte is counted in bytes: sixteen of them at once.
    let few = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(byte == b'\n')).sum::<u8>();
    bytes.chunks(255).map(|bytes| u64::from(few(bytes))).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_line_once_with_its_number(lens in prop::collection::vec(0..STRETCH / 4, 0..40), ended: bool) {
            // A third of the lines may be longer than some stretches are.
            let mut text = String::new();
            for (i, len) in lens.iter().enumerate() {
                text.extend(["x".repeat(if i % 3 == 0 { 8 * *len } else { len % 300 }).as_str(), &i.to_string(), "\n"]);
            }
            if !ended {
                text.truncate(text.trim_end().len());
            }
            let mut blocks = Blocks::new(text.as_bytes(), 1 << 20);
            let mut found = Vec::new();
            while let Some(block) = blocks.next() {
                let block = block.unwrap();
                for stretch in block.stretches() {
                    found.extend(stretch.lines(1 << 20).map(|(number, line)| (number, line.unwrap().to_owned())));
                }
            }
            let lines: Vec<_> = (1..).zip(text.lines().map(str::to_owned)).collect();
            prop_assert_eq!(found, lines);
            prop_assert_eq!(blocks.read(), text.len() as u64);
        }
    }
}
