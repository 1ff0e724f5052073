//! Reads feeds: RSS, Atom, and JSON Feed.

use feed_rs::model::{Entry, Feed, Link, Text};
use feed_rs::parser::generate_id_from_link_and_title;

use super::character_reference;
use super::container::{ContainerInput, ContainerItem};
use super::feed_parts::slice;
use super::fields::{file_stem, set_document_field};
use super::json_parts;
use super::tag_text::strip_tags;
use super::xml_parts;
use crate::model::Document;
use std::io::Read;

/// Reads the entries of a feed, one document each: the whole text if the feed has it, else the
/// summary. Of a broken feed the entries are read one by one, and those at fault are told.
///
/// # Errors
/// It is no feed, or larger than `max_bytes`; the reason says so.
pub(super) fn read(
    name: &str,
    input: ContainerInput,
    max_bytes: u64,
) -> Result<Vec<ContainerItem>, String> {
    let mut bytes = Vec::new();
    let read = input.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| error.to_string())?;
    if bytes.len() as u64 > max_bytes {
        return Err(format!("the feed has more than {max_bytes} bytes, which is the limit"));
    }
    match parse(&bytes) {
        Ok(feed) => {
            let numbered = (1..).zip(&feed.entries);
            Ok(numbered.map(|(number, entry)| record(name, &feed, number, None, entry)).collect())
        }
        Err(reason) => mend(name, &bytes, &reason).ok_or(reason),
    }
}

fn parse(bytes: &[u8]) -> Result<Feed, String> {
    // An entry without id and link gets a random one unless told otherwise.
    let id = |links: &[Link], title: &Option<Text>, _: Option<&str>| {
        links.first().map_or(String::new(), |link| generate_id_from_link_and_title(link, title))
    };
    let feed = feed_rs::parser::Builder::new().id_generator(id).build().parse(bytes);
    feed.map_err(|error| format!("no feed that can be read: {error}"))
}

/// Bytes that are read again for one byte of a broken feed: each entry is read with what makes it
/// a feed, which is longer than a short entry.
const MAX_READ_AGAIN: usize = 32;

/// Reads the entries of a broken feed one by one; `None` if it has none.
fn mend(name: &str, bytes: &[u8], reason: &str) -> Option<Vec<ContainerItem>> {
    let parts = match bytes.iter().find(|&&byte| byte == b'<' || byte == b'{')? {
        b'<' => xml_parts::split(bytes)?,
        _ => json_parts::split(bytes)?,
    };
    let around = parts.begin.len() + parts.end.len();
    if around.saturating_mul(parts.entries.len()) > bytes.len().saturating_mul(MAX_READ_AGAIN) {
        return None;
    }
    let mut heads = parts.heads.iter().map(|head| parse(head));
    let head = heads.find_map(Result::ok);
    let mut is_told = false;
    let mut items = Vec::with_capacity(parts.entries.len());
    if head.is_none() {
        is_told = true;
        items.push(ContainerItem::refused(Some(1), format!("the head of the feed: {reason}")));
    }
    let (mut line, mut at) = (1, 0);
    for (number, &entry) in (1..).zip(&parts.entries) {
        line += count_lines(slice(bytes, at..entry.start));
        at = entry.start;
        let refused =
            |reason: &str| ContainerItem::refused(Some(line), format!("entry {number}: {reason}"));
        let item = match parse(&parts.feed_of(entry)) {
            _ if !entry.is_whole => refused("does not end"),
            Err(reason) => refused(&reason),
            Ok(feed) => match feed.entries.first() {
                Some(one) => record(name, head.as_ref().unwrap_or(&feed), number, Some(line), one),
                None => refused("cannot be read"),
            },
        };
        is_told |= item.document.is_none();
        items.push(item);
    }
    if head.is_none() && items.iter().all(|item| item.document.is_none()) {
        return None;
    }
    if !is_told {
        let line = line + count_lines(slice(bytes, at..bytes.len()));
        let reason = format!("around the entries, which were read one by one: {reason}");
        items.push(ContainerItem::refused(Some(line), reason));
    }
    Some(items)
}

fn count_lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u64
}

/// `line` is that of the entry, where it is known.
fn record(
    name: &str,
    feed: &Feed,
    number: usize,
    line: Option<u64>,
    entry: &Entry,
) -> ContainerItem {
    let whole = entry.content.as_ref().and_then(|content| content.body.as_deref());
    let summary = entry.summary.as_ref().map(|summary| summary.content.as_str());
    let texts = [whole, summary].into_iter().flatten().map(print);
    let Some(text) = texts.filter(|text| !text.trim().is_empty()).max_by_key(String::len) else {
        return ContainerItem::refused(line, format!("entry {number}: has no text"));
    };
    let link =
        entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let id = match entry.id.trim() {
        "" => format!("{name}:{number}"),
        id => id.to_owned(),
    };
    let mut document = Document::new(id, text);
    document.outlet = file_stem(name);
    let title = |text: &Text| print(&text.content).trim().to_owned();
    let published = entry.published.or(entry.updated).map(|date| date.to_rfc3339());
    let mut faults = Vec::new();
    for (key, value) in [
        ("outlet", feed.title.as_ref().map(title)),
        ("title", entry.title.as_ref().map(title)),
        ("published", published),
        ("url", link.or(entry.links.first()).map(|link| link.href.clone())),
        ("language", entry.language.clone().or(feed.language.clone())),
    ] {
        let Some(value) = value else { continue };
        if let Err(reason) = set_document_field(&mut document, key, &value) {
            faults.push((line, format!("entry {number}: {reason}")));
        }
    }
    ContainerItem { line, document: Some(document), faults }
}

/// Returns the text of a piece of HTML, one paragraph a line.
fn print(html: &str) -> String {
    let text = strip_tags(html);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    character_reference::decode(&lines.collect::<Vec<_>>().join("\n")).into_owned()
}
