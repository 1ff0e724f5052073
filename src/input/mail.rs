//! Reads letters: newsletters as `.eml`, and many of them in a mailbox (`.mbox`).
//!
//! The mailbox is that of RFC 4155; a `>` that was put before `From ` in a text is taken off.

use std::io::{self, BufRead, Read};

use mail_parser::{Address, HeaderName, HeaderValue, Message, MessageParser, PartType};

use super::container::{ContainerInput, ContainerItem};
use super::fields::{file_stem, set_document_field};
use super::tag_text::strip_tags;
use super::unwrap::unwrap_lines;
use crate::model::Document;

/// Reads the letter of a file.
pub(super) fn read_file(name: &str, input: ContainerInput, max_bytes: u64) -> ContainerItem {
    let mut bytes = Vec::new();
    match input.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes) {
        Err(error) => ContainerItem::refused(None, error.to_string()),
        Ok(len) if len as u64 > max_bytes => ContainerItem::refused(
            None,
            format!("the letter has more than {max_bytes} bytes, the limit"),
        ),
        Ok(_) => read(name, name.to_owned(), None, &bytes),
    }
}

/// Reads a letter. `id` names it if it has no id of its own.
fn read(name: &str, id: String, line: Option<u64>, bytes: &[u8]) -> ContainerItem {
    let Some(letter) = MessageParser::default().parse(bytes) else {
        return ContainerItem::refused(line, "no letter");
    };
    let record = record(name, id, line, &letter);
    drop_letter(letter);
    record
}

/// Drops a letter, and the letters within it one by one: dropped as a whole, each would call the
/// next, and thousands of them overflow the stack.
fn drop_letter(letter: Message<'_>) {
    let mut left = vec![letter];
    while let Some(mut letter) = left.pop() {
        for part in letter.parts.drain(..) {
            if let PartType::Message(inner) = part.body {
                left.push(inner);
            }
        }
    }
}

fn record(name: &str, id: String, line: Option<u64>, letter: &Message<'_>) -> ContainerItem {
    if letter.from().is_none() {
        return ContainerItem::refused(line, "no letter: it has no sender");
    }
    let text = text(letter);
    if text.trim().is_empty() {
        return ContainerItem::refused(line, "the letter has no text");
    }
    let id = letter.message_id().map_or(id, str::to_owned);
    let mut document = Document::new(id, text);
    document.outlet = file_stem(name);
    let mut faults = Vec::new();
    for (key, value) in [
        ("outlet", letter.from().and_then(sender)),
        ("title", letter.subject().map(str::to_owned)),
        ("published", letter.date().map(|date| date.to_rfc3339())),
        ("url", address(letter.header(HeaderName::Other("Archived-At".into())))),
        ("language", language(letter)),
    ] {
        let Some(value) = value else { continue };
        if let Err(reason) = set_document_field(&mut document, key, &value) {
            faults.push((line, reason));
        }
    }
    ContainerItem { line, document: Some(document), faults }
}

/// Returns the text: what is plain, unwrapped; of what is HTML alone, its words.
fn text(letter: &Message<'_>) -> String {
    let mut text = String::new();
    for part in letter.text_body.iter().filter_map(|&part| letter.part(part)) {
        let lines = match &part.body {
            PartType::Text(plain) => unwrap_lines(plain),
            PartType::Html(html) => strip_tags(html),
            _ => continue,
        };
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// Returns the name of the sender; without one, the host of the address.
fn sender(from: &Address<'_>) -> Option<String> {
    let first = from.first()?;
    let name = first.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let host = || first.address.as_deref()?.rsplit_once('@').map(|(_, host)| host.to_owned());
    name.map(str::to_owned).or_else(host)
}

/// Returns the address in a header.
fn address(header: Option<&HeaderValue<'_>>) -> Option<String> {
    let text = header?.as_text()?.trim().trim_matches(['<', '>']);
    text.starts_with("http").then(|| text.to_owned())
}

fn language(letter: &Message<'_>) -> Option<String> {
    match letter.header(HeaderName::ContentLanguage)? {
        HeaderValue::Text(language) => Some(language.trim().to_owned()),
        HeaderValue::TextList(languages) => languages.first().map(|one| one.trim().to_owned()),
        _ => None,
    }
}

/// The letters of a mailbox, one document each.
pub(super) struct MailboxReader {
    name: String,
    input: ContainerInput,
    max_bytes: u64,
    /// The number of the line that is read next.
    line: u64,
    /// True if the line that begins the next letter was read.
    is_begun: bool,
    number: u64,
    ended: bool,
}

impl MailboxReader {
    pub(super) fn new(name: &str, input: ContainerInput, max_bytes: u64) -> MailboxReader {
        let name = name.to_owned();
        MailboxReader { name, input, max_bytes, line: 1, is_begun: false, number: 0, ended: false }
    }

    /// Reads a line with its break, up to the limit; returns its length, which may be more.
    fn read_line(&mut self, line: &mut Vec<u8>) -> io::Result<u64> {
        line.clear();
        let mut len = 0;
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let end = buffer.iter().position(|&byte| byte == b'\n').map(|at| at + 1);
            let taken = end.unwrap_or(buffer.len());
            let room = self.max_bytes.saturating_sub(len).saturating_add(1);
            let room = usize::try_from(room).unwrap_or(usize::MAX).min(taken);
            line.extend_from_slice(&buffer[..room]);
            self.input.consume(taken);
            len += taken as u64;
            if end.is_some() {
                break;
            }
        }
        self.line += u64::from(len > 0);
        Ok(len)
    }
}

impl Iterator for MailboxReader {
    type Item = ContainerItem;

    fn next(&mut self) -> Option<ContainerItem> {
        if self.ended {
            return None;
        }
        let first = self.line;
        let (mut letter, mut line, mut len) = (Vec::new(), Vec::new(), 0);
        let mut after_blank = true;
        // The line of what stands before the first letter.
        let mut before: Option<u64> = None;
        loop {
            let read = match self.read_line(&mut line) {
                Ok(read) => read,
                Err(error) => {
                    self.ended = true;
                    let reason = format!("{error}; nothing after it is read");
                    return Some(ContainerItem::refused(Some(self.line), reason));
                }
            };
            if read == 0 {
                self.ended = true;
                break;
            }
            if after_blank && line.starts_with(b"From ") {
                if self.is_begun {
                    break;
                }
                self.is_begun = true;
                if before.is_some() {
                    let reason = "no letter: it stands before the first `From `";
                    return Some(ContainerItem::refused(before, reason));
                }
                after_blank = false;
                continue;
            }
            if !self.is_begun {
                after_blank = line.iter().all(u8::is_ascii_whitespace);
                if !after_blank {
                    before = before.or(Some(self.line - 1));
                }
                continue;
            }
            after_blank = line.iter().all(|&byte| byte == b'\n' || byte == b'\r');
            len += read;
            if len > self.max_bytes {
                letter = Vec::new();
                continue;
            }
            let signs = line.iter().take_while(|&&byte| byte == b'>').count();
            let is_marked = signs > 0 && line[signs..].starts_with(b"From ");
            letter.extend_from_slice(&line[usize::from(is_marked)..]);
        }
        if self.ended && before.is_some() {
            return Some(ContainerItem::refused(before, "no mailbox: it begins with no `From `"));
        }
        if self.ended && !self.is_begun {
            return (self.number == 0)
                .then(|| ContainerItem::refused(None, "the mailbox is empty"));
        }
        self.number += 1;
        if len > self.max_bytes {
            let limit = self.max_bytes;
            let reason = format!("the letter has {len} bytes; the limit is {limit}");
            return Some(ContainerItem::refused(Some(first), reason));
        }
        let id = format!("{}:{}", self.name, self.number);
        Some(read(&self.name, id, Some(first), &letter))
    }
}
