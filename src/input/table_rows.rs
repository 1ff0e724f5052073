//! Finds the rows of a table, each as its bytes.
//!
//! A text between marks may have line breaks, so that one mark too few makes a text of the rows
//! below it. Such a row is told by where the next mark stands: right behind a sign between columns
//! or a line break, as marks do that open a text. It ends with its line then, and the rows below it
//! are read.

use std::io::{self, BufRead};

/// A row, or a reason for which there is none; with the line in which it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TableRow {
    Row(u64, Vec<u8>),
    Fault(u64, String),
}

/// Bytes that are looked at again for one byte of a table, to find the rows behind broken ones.
const MAX_LOOKS: usize = 8;

const LIMIT: &str = "which is the limit";
const OPEN: &str = "a mark opens a text that does not end; the line is skipped";

/// The rows of a table.
pub(super) struct TableRows<R> {
    input: R,
    /// The sign between columns.
    sign: u8,
    max_bytes: usize,
    /// Bytes that come before the rest of the input, and how many of them were taken.
    buffer: Vec<u8>,
    taken: usize,
    /// Bytes that were read, and those that were looked at again.
    read: usize,
    looks: usize,
    /// The line of the next byte.
    line: u64,
    ended: bool,
}

/// The place of a byte in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    FieldStart,
    Plain,
    Quoted,
    /// Behind a mark within marks, which ends the text or is the first of two. True if it stands
    /// where marks open a text.
    Mark(bool),
}

impl<R: BufRead> TableRows<R> {
    pub(super) fn new(input: R, sign: u8, max_bytes: u64) -> TableRows<R> {
        TableRows {
            input,
            sign,
            max_bytes: usize::try_from(max_bytes).unwrap_or(usize::MAX),
            buffer: Vec::new(),
            taken: 0,
            read: 0,
            looks: 0,
            line: 1,
            ended: false,
        }
    }

    fn next_byte(&mut self) -> io::Result<Option<u8>> {
        let byte = match self.buffer.get(self.taken) {
            Some(&byte) => byte,
            None => {
                let read = self.input.fill_buf()?;
                self.buffer.clear();
                self.buffer.extend_from_slice(read);
                self.taken = 0;
                let len = self.buffer.len();
                self.input.consume(len);
                self.read += len;
                let Some(&byte) = self.buffer.first() else { return Ok(None) };
                byte
            }
        };
        self.taken += 1;
        self.line += u64::from(byte == b'\n');
        Ok(Some(byte))
    }

    /// Returns the next row that is not blank; `None` at the end.
    ///
    /// # Errors
    /// The input cannot be read.
    pub(super) fn next(&mut self) -> io::Result<Option<TableRow>> {
        loop {
            let first = self.line;
            match self.row(first)? {
                Some(TableRow::Row(_, row)) if row.is_empty() => {}
                row => return Ok(row),
            }
        }
    }

    fn row(&mut self, first: u64) -> io::Result<Option<TableRow>> {
        let (mut row, mut at) = (Vec::new(), At::FieldStart);
        // The length of the first line, with its break, if a text goes on behind it.
        let mut first_line: Option<usize> = None;
        loop {
            let Some(byte) = self.next_byte()? else {
                return Ok(match (at, first_line) {
                    (At::Quoted, Some(len)) => Some(self.broken(first, row, len, OPEN.to_owned())),
                    _ if row.is_empty() && at == At::FieldStart => None,
                    _ => Some(TableRow::Row(first, row)),
                });
            };
            let is_end = matches!(byte, b'\n' | b'\r');
            let before = row.last().copied();
            at = match at {
                At::FieldStart | At::Plain | At::Mark(_) if is_end => {
                    return Ok(Some(TableRow::Row(first, row)));
                }
                At::Mark(_) if byte == b'"' => At::Quoted,
                At::FieldStart | At::Plain | At::Mark(_) if byte == self.sign => At::FieldStart,
                At::Mark(true) => match first_line {
                    Some(len) => {
                        row.push(byte);
                        return Ok(Some(self.broken(first, row, len, OPEN.to_owned())));
                    }
                    None => At::Plain,
                },
                At::FieldStart if byte == b'"' => At::Quoted,
                At::FieldStart | At::Plain | At::Mark(false) => At::Plain,
                At::Quoted if byte == b'"' => {
                    let opens = |byte: u8| byte == self.sign || matches!(byte, b'\n' | b'\r');
                    At::Mark(before.is_some_and(opens))
                }
                At::Quoted => At::Quoted,
            };
            row.push(byte);
            if byte == b'\n' && first_line.is_none() {
                first_line = Some(row.len());
            }
            if row.len() > self.max_bytes {
                return match first_line {
                    Some(len) => {
                        let limit = self.max_bytes;
                        let reason = format!("the row has more than {limit} bytes, {LIMIT}");
                        Ok(Some(self.broken(first, row, len, reason)))
                    }
                    None => self.skip_line(first).map(Some),
                };
            }
        }
    }

    /// Passes over what is left of a line that is too long.
    fn skip_line(&mut self, first: u64) -> io::Result<TableRow> {
        while !matches!(self.next_byte()?, None | Some(b'\n')) {}
        let limit = self.max_bytes;
        Ok(TableRow::Fault(first, format!("the row has more than {limit} bytes, {LIMIT}")))
    }

    /// Tells of a row whose text does not end, and reads again what stands behind its first line.
    fn broken(
        &mut self,
        first: u64,
        mut row: Vec<u8>,
        first_line: usize,
        reason: String,
    ) -> TableRow {
        if self.looks > self.read.saturating_mul(MAX_LOOKS) {
            self.ended = true;
            return TableRow::Fault(first, format!("{reason}, and nothing after it is read"));
        }
        let mut again = row.split_off(first_line);
        again.extend(self.buffer.drain(..).skip(self.taken));
        self.looks += again.len();
        (self.buffer, self.taken, self.line) = (again, 0, first + 1);
        TableRow::Fault(first, reason)
    }

    /// Returns the line of what is read next.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Returns true if nothing more is read although there is more.
    pub(super) fn has_given_up(&self) -> bool {
        self.ended
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(table: &str) -> Vec<String> {
        let mut rows = TableRows::new(table.as_bytes(), b',', 1000);
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            found.push(match row {
                TableRow::Row(line, row) => format!("{line}: {}", String::from_utf8(row).unwrap()),
                TableRow::Fault(line, reason) => format!("{line}! {reason}"),
            });
            if rows.has_given_up() {
                break;
            }
        }
        found
    }

    #[test]
    fn a_text_may_have_lines() {
        let table = "a,b\r\n\r\n1,\"x\ny, \"\"z\"\"\"\n2,a \"b\" c\r3,\"d\" e\n";
        assert_eq!(
            rows(table),
            ["1: a,b", "3: 1,\"x\ny, \"\"z\"\"\"", "5: 2,a \"b\" c", "5: 3,\"d\" e"]
        );
        // Marks within a text of several lines, not written twice.
        assert_eq!(rows("1,\"x\ny \"z\" w\"\n2,b\n").len(), 2);
    }

    #[test]
    fn a_mark_too_few_costs_one_row() {
        let fault = "! a mark opens a text that does not end; the line is skipped";
        let table = "1,\"x\n2,\"y\"\n\"3\",z\n";
        assert_eq!(rows(table), [format!("1{fault}"), "2: 2,\"y\"".into(), "3: \"3\",z".into()]);
        let table = "1,\"x\n2,y\n3,z";
        assert_eq!(rows(table), [format!("1{fault}"), "2: 2,y".into(), "3: 3,z".into()]);
        // In the last row, and in each.
        assert_eq!(rows("1,x\n2,\"y"), ["1: 1,x", "2: 2,\"y"]);
        assert_eq!(rows("1,\"x\n2,\"y\n3,z\n").len(), 3);
    }

    #[test]
    fn what_is_too_long_is_not_held() {
        let long = "x".repeat(2000);
        assert_eq!(rows(&format!("1,{long}\n2,y"))[1], "2: 2,y");
        let lines = format!("1,\"{}\n2,y\n", "x\n".repeat(2000));
        assert!(rows(&lines).last().unwrap().ends_with(": 2,y"), "{:?}", rows(&lines).last());
    }

    proptest! {
        /// Rows with their marks in pairs are those that the parser finds.
        #[test]
        fn rows_are_those_of_the_parser(
            fields in proptest::collection::vec(
                proptest::collection::vec("[ab,\"\n é]{0,6}", 2..4), 1..8),
        ) {
            let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &fields {
                writer.write_record(row).unwrap();
            }
            let table = writer.into_inner().unwrap();
            let mut rows = TableRows::new(&table[..], b',', 1000);
            for row in &fields {
                let Some(TableRow::Row(_, bytes)) = rows.next().unwrap() else { panic!("{fields:?}") };
                let mut reader =
                    ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&bytes[..]);
                let read = reader.records().next().unwrap().unwrap();
                prop_assert_eq!(read.iter().collect::<Vec<_>>(), row.iter().map(String::as_str).collect::<Vec<_>>());
            }
            prop_assert_eq!(rows.next().unwrap(), None);
        }
    }
}
