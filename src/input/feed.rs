//! Reads feeds: RSS, Atom, and JSON Feed.

use feed_rs::model::{Entry, Feed, Link, Text};
use feed_rs::parser::generate_id_from_link_and_title;

use super::character_reference;
use super::container::{ContainerInput, ContainerItem};
use super::fields::{file_stem, set_document_field};
use super::tag_text::strip_tags;
use crate::model::Document;
use std::io::Read;

/// Reads the entries of a feed, one document each: the whole text if the feed has it, else the
/// summary.
///
/// # Errors
/// It is no feed, or a broken one, or larger than `max_bytes`; the reason says so.
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
    // An entry without id and link gets a random one unless told otherwise.
    let id = |links: &[Link], title: &Option<Text>, _: Option<&str>| {
        links.first().map_or(String::new(), |link| generate_id_from_link_and_title(link, title))
    };
    let feed = feed_rs::parser::Builder::new().id_generator(id).build().parse(&bytes[..]);
    let feed = feed.map_err(|error| format!("no feed that can be read: {error}"))?;
    Ok((1..).zip(&feed.entries).map(|(number, entry)| record(name, &feed, number, entry)).collect())
}

fn record(name: &str, feed: &Feed, number: usize, entry: &Entry) -> ContainerItem {
    let whole = entry.content.as_ref().and_then(|content| content.body.as_deref());
    let summary = entry.summary.as_ref().map(|summary| summary.content.as_str());
    let texts = [whole, summary].into_iter().flatten().map(print);
    let Some(text) = texts.filter(|text| !text.trim().is_empty()).max_by_key(String::len) else {
        return ContainerItem::refused(None, format!("entry {number}: has no text"));
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
            faults.push((None, format!("entry {number}: {reason}")));
        }
    }
    ContainerItem { line: None, document: Some(document), faults }
}

/// Returns the text of a piece of HTML, one paragraph a line.
fn print(html: &str) -> String {
    let text = strip_tags(html);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    character_reference::decode(&lines.collect::<Vec<_>>().join("\n")).into_owned()
}
