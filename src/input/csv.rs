//! Reads tables: CSV with named columns, and the same between tabs or semicolons.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use ::csv::{ByteRecord, Reader, ReaderBuilder};

use super::container::{ContainerInput, ContainerItem};
use super::decoded::DecodedInput;
use super::fields::{file_stem, set_document_field};
use super::file::nul_fault;
use super::lines::excerpt;
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
    rows: Reader<BoundedInput>,
    /// The field of each column, where it is known.
    fields: Vec<Option<&'static str>>,
    read: Arc<AtomicU64>,
    max_bytes: u64,
    row: ByteRecord,
    /// 1 where lines end in two characters: the parser begins a row between them.
    line_offset: u64,
    failed: bool,
}

/// An input that fails when a row does not end. Where the latest row began is counted in `read`.
struct BoundedInput {
    input: DecodedInput<ContainerInput>,
    read: Arc<AtomicU64>,
    max_bytes: u64,
}

impl Read for BoundedInput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        let total = self.read.fetch_add(read as u64, Relaxed) + read as u64;
        // What the parser has buffered is of the rows after it.
        if total > self.max_bytes.saturating_add(buffer.len() as u64) {
            let limit = self.max_bytes;
            return Err(io::Error::other(format!(
                "the row has more than {limit} bytes, which is the limit"
            )));
        }
        Ok(read)
    }
}

impl TableReader {
    /// Reads the names of the columns.
    ///
    /// # Errors
    /// No column has the text, or two have it.
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
        let read = Arc::new(AtomicU64::new(0));
        let bounded = BoundedInput { input, read: Arc::clone(&read), max_bytes };
        let mut builder = ReaderBuilder::new();
        builder.delimiter(sign.unwrap_or(b',')).flexible(true);
        let mut rows = builder.from_reader(bounded);
        let names = rows.byte_headers().map_err(|error| error.to_string())?.clone();
        let mut fields = Vec::with_capacity(names.len());
        for given in &names {
            let given = String::from_utf8_lossy(given);
            let given = given.trim_start_matches('\u{feff}').trim().to_lowercase();
            let field = COLUMNS.iter().find(|(known, _)| *known == given).map(|(_, field)| *field);
            // The first of two columns for one field is taken.
            fields.push(field.filter(|field| !fields.contains(&Some(*field))));
        }
        // The tables that this crate writes have a text in each row too.
        if names.iter().take(1).any(|first| first == b"utterance") {
            return Err("a report of this crate, and no articles".to_owned());
        }
        if !fields.contains(&Some("text")) {
            let names = String::from_utf8_lossy(&line).into_owned();
            return Err(format!(
                "no column is named text, body, content or article: {:?}",
                excerpt(names.trim())
            ));
        }
        let (name, row) = (name.to_owned(), ByteRecord::new());
        let line_offset = u64::from(line.ends_with(b"\r"));
        Ok(TableReader { name, rows, fields, read, max_bytes, row, line_offset, failed: false })
    }

    fn document(&self, line: Option<u64>) -> ContainerItem {
        let mut faults = Vec::new();
        if self.row.len() != self.fields.len() {
            let (has, named) = (self.row.len(), self.fields.len());
            faults.push((line, format!("the row has {has} columns where {named} are named")));
        }
        let mut document = Document::new("", "");
        document.outlet = file_stem(&self.name);
        for (field, value) in self.fields.iter().zip(&self.row) {
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
        if self.failed {
            return None;
        }
        self.read.store(0, Relaxed);
        let mut row = std::mem::take(&mut self.row);
        let read = self.rows.read_byte_record(&mut row);
        self.row = row;
        let line = self.row.position().map(|position| position.line() + self.line_offset);
        match read {
            Ok(false) => None,
            Ok(true) if self.row.as_slice().len() as u64 > self.max_bytes => {
                let (len, limit) = (self.row.as_slice().len(), self.max_bytes);
                let reason = format!("the row has {len} bytes; the limit is {limit}");
                Some(ContainerItem::refused(line, reason))
            }
            Ok(true) => Some(self.document(line)),
            Err(error) => {
                self.failed = true;
                let line = self.rows.position().line();
                Some(ContainerItem::refused(
                    Some(line),
                    format!("{error}; nothing after it is read"),
                ))
            }
        }
    }
}
