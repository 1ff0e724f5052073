//! Reads tables: CSV with named columns, and the same between tabs or semicolons.

use std::io::BufRead;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::container::{ContainerInput, ContainerItem};
use super::decoded::DecodedInput;
use super::fields::{file_stem, set_document_field};
use super::file::nul_fault;
use super::lines::excerpt;
use super::table_rows::{TableRow, TableRows};
use crate::model::Document;

/// Names of columns, in any case of letters, with the fields that they are.
const COLUMNS: &[(&str, &str)] = &[
    ("id", "id"),
    ("text", "text"),
    ("body", "text"),
    ("content", "text"),
    ("article", "text"),
    ("outlet", "outlet"),
    ("publisher", "outlet"),
    ("source", "outlet"),
    ("published", "published"),
    ("date", "published"),
    ("title", "title"),
    ("headline", "title"),
    ("url", "url"),
    ("link", "url"),
    ("kind", "kind"),
    ("language", "language"),
    ("lang", "language"),
    ("speaker", "speaker"),
];

/// Bytes of the first line in which the sign between columns is looked for.
const HEAD_BYTES: usize = 4096;

/// The rows of a table, one document each.
pub(super) struct TableReader {
    name: String,
    rows: TableRows<DecodedInput<ContainerInput>>,
    parser: RowParser,
    /// The field of each column, where it is known.
    fields: Vec<Option<&'static str>>,
    ended: bool,
}

impl TableReader {
    /// Reads the names of the columns.
    ///
    /// # Errors
    /// No column has the text.
    pub(super) fn new(
        name: &str,
        input: ContainerInput,
        max_bytes: u64,
    ) -> Result<TableReader, String> {
        let mut input = DecodedInput::new(input);
        let head = input.fill_buf().map_err(|error| error.to_string())?;
        let head = &head[..head.len().min(HEAD_BYTES)];
        if !cfg!(feature = "encodings")
            && (head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff"))
        {
            return Err("not UTF-8: it looks like UTF-16; save the table as UTF-8".to_owned());
        }
        let line = head.split(|&byte| byte == b'\n').next().unwrap_or(&[]).to_vec();
        let count = |sign: u8| line.iter().filter(|&&byte| byte == sign).count();
        let sign = [b',', b';', b'\t'].into_iter().rev().max_by_key(|&sign| count(sign));
        let sign = sign.unwrap_or(b',');
        let (mut rows, mut parser) = (TableRows::new(input, sign, max_bytes), RowParser::new(sign));
        let names = match rows.next().map_err(|error| error.to_string())? {
            Some(TableRow::Row(_, row)) => parser.parse(&row),
            Some(TableRow::Fault(_, reason)) => return Err(reason),
            None => Vec::new(),
        };
        let mut fields = Vec::with_capacity(names.len());
        for given in &names {
            let given = String::from_utf8_lossy(given);
            let given = given.trim_start_matches('\u{feff}').trim().to_lowercase();
            let field = COLUMNS.iter().find(|(known, _)| *known == given).map(|(_, field)| *field);
            // The first of two columns for one field is taken.
            fields.push(field.filter(|field| !fields.contains(&Some(*field))));
        }
        // The tables that this crate writes have a text in each row too.
        if names.first().is_some_and(|first| first == b"utterance") {
            return Err("a report of this crate, and no articles".to_owned());
        }
        if !fields.contains(&Some("text")) {
            let names = String::from_utf8_lossy(&line).into_owned();
            return Err(format!(
                "no column is named text, body, content or article: {:?}",
                excerpt(names.trim())
            ));
        }
        Ok(TableReader { name: name.to_owned(), rows, parser, fields, ended: false })
    }

    fn document(&self, line: Option<u64>, row: &[Vec<u8>]) -> ContainerItem {
        let mut faults = Vec::new();
        if row.len() != self.fields.len() {
            let (has, named) = (row.len(), self.fields.len());
            faults.push((line, format!("the row has {has} columns where {named} are named")));
        }
        let mut document = Document::new("", "");
        document.outlet = file_stem(&self.name);
        for (field, value) in self.fields.iter().zip(row) {
            let Some(field) = *field else { continue };
            let value = match std::str::from_utf8(value) {
                Ok(value) => value,
                Err(error) => {
                    let at = error.valid_up_to();
                    let reason =
                        format!("{field}: not UTF-8: byte 0x{:02X} at offset {at}", value[at]);
                    return ContainerItem::refused(line, reason);
                }
            };
            match field {
                "id" => document.id = value.trim().to_owned(),
                "text" => document.text = value.to_owned(),
                _ => {
                    if let Err(reason) = set_document_field(&mut document, field, value) {
                        faults.push((line, reason));
                    }
                }
            }
        }
        if document.text.trim().is_empty() {
            return ContainerItem::refused(line, "text: empty");
        }
        if document.id.is_empty() {
            let line = line.map_or_else(String::new, |line| line.to_string());
            document.id = format!("{}:{line}", self.name);
        }
        match nul_fault(&document.text) {
            Ok(fault) => faults.extend(fault.map(|reason| (line, reason))),
            Err(reason) => return ContainerItem::refused(line, reason),
        }
        ContainerItem { line, document: Some(document), faults }
    }
}

impl Iterator for TableReader {
    type Item = ContainerItem;

    fn next(&mut self) -> Option<ContainerItem> {
        if self.ended {
            return None;
        }
        let row = self.rows.next();
        self.ended = row.is_err() || self.rows.has_given_up();
        let (line, read) = match row {
            Ok(None) => return None,
            Ok(Some(TableRow::Row(line, row))) => (line, Ok(self.parser.parse(&row))),
            Ok(Some(TableRow::Fault(line, reason))) => (line, Err(reason)),
            Err(error) => (self.rows.line(), Err(format!("{error}; nothing after it is read"))),
        };
        let line = Some(line);
        Some(match read {
            Ok(row) => self.document(line, &row),
            Err(reason) => ContainerItem::refused(line, reason),
        })
    }
}

/// Splits rows at their signs and takes the marks off, as RFC 4180 says.
struct RowParser {
    sign: u8,
    parser: Reader,
}

impl RowParser {
    fn new(sign: u8) -> RowParser {
        RowParser { sign, parser: ReaderBuilder::new().delimiter(sign).build() }
    }

    /// Returns the fields of one row.
    fn parse(&mut self, mut row: &[u8]) -> Vec<Vec<u8>> {
        self.parser.reset();
        // No more than the row has, and one end more than it has signs.
        let mut bytes = vec![0; row.len()];
        let mut ends = vec![0; row.iter().filter(|&&byte| byte == self.sign).count() + 1];
        let (mut len, mut count) = (0, 0);
        // An empty input ends the row.
        loop {
            let (result, read, written, ended) = self.parser.read_record(
                row,
                bytes.get_mut(len..).unwrap_or_default(),
                ends.get_mut(count..).unwrap_or_default(),
            );
            row = row.get(read..).unwrap_or_default();
            (len, count) = (len + written, count + ended);
            if result != ReadRecordResult::InputEmpty {
                break;
            }
        }
        let begins = std::iter::once(0).chain(ends.iter().copied());
        let fields = begins.zip(&ends).take(count);
        fields.map(|(begin, &end)| bytes.get(begin..end).unwrap_or_default().to_vec()).collect()
    }
}
