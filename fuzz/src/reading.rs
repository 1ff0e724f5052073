//! Rooms that read one text.

use std::io::Cursor;

use variorum::Document;
use variorum::attribution::attribute;
use variorum::input::{InputReader, read_decisions};
use variorum::model::Part;
use variorum::person_name::PersonName;
use variorum::quotation::extract;
use variorum::record::Transcript;
use variorum::text::{Vocabulary, tokens};

use crate::MAX_BYTES;

/// Tokens stand in the text one after the other, and are what the vocabulary says of them.
pub fn text(data: &[u8]) {
    let text = String::from_utf8_lossy(&data[..data.len().min(MAX_BYTES)]);
    let mut end = 0;
    for token in tokens(&text) {
        let printed = text.get(token.span.range()).expect("character boundaries");
        assert!(!printed.is_empty() && token.span.start() >= end);
        end = token.span.end();
    }
    let mut words = Vocabulary::new();
    let passage = words.tokenize(&text);
    assert_eq!(passage.tokens.len(), passage.words.len());
    for &word in &passage.words {
        let form = words[word].form.clone();
        assert_eq!(words.intern(&form), word, "a normal form is its own: {form:?}");
    }
}

/// Quotations stand in the text, pieces in order, one inside another or apart.
pub fn quotation(data: &[u8]) {
    let text = String::from_utf8_lossy(&data[..data.len().min(MAX_BYTES)]);
    let found = extract(&text, Part::Text);
    for quotation in &found {
        let mut end = 0;
        assert!(!quotation.pieces.is_empty());
        for piece in &quotation.pieces {
            assert!(text.get(piece.range()).is_some_and(|printed| !printed.is_empty()));
            assert!(piece.start() >= end);
            end = piece.end();
        }
        if let Some(parent) = quotation.parent {
            assert!(found[parent].extent().contains(quotation.extent()));
        }
    }
}

/// Cues and mentions stand in the text, outside the words of their quotation.
pub fn attribution(data: &[u8]) {
    let text = String::from_utf8_lossy(&data[..data.len().min(MAX_BYTES)]).into_owned();
    let document = Document::new("a", text);
    let quotations = extract(&document.text, Part::Text);
    let attributions = attribute(&document, &quotations);
    assert_eq!(attributions.len(), quotations.len());
    for attribution in attributions {
        let printed = |span: variorum::Span| document.text.get(span.range()).expect("boundaries");
        if let Some(cue) = attribution.cue {
            assert!(!printed(cue).trim().is_empty());
        }
        if let Some(speaker) = attribution.speaker {
            assert!(!printed(speaker.mention).trim().is_empty());
            assert!(speaker.name.is_none_or(|name| !name.trim().is_empty()));
        }
        assert!((0.0..=1.0).contains(&attribution.confidence));
        assert!(attribution.continues.is_none_or(|other| other < quotations.len()));
    }
}

/// Turns and what is not read stand in the text of a transcript, in order and apart.
pub fn transcript(data: &[u8]) {
    let text = String::from_utf8_lossy(&data[..data.len().min(MAX_BYTES)]).into_owned();
    let document = Document::new("a", text);
    let read = Transcript::read(&document);
    let printed = |span: variorum::Span| document.text.get(span.range()).expect("boundaries");
    let (mut end, mut label_end) = (0, 0);
    for turn in &read.turns {
        assert!(turn.tokens.start == end && turn.tokens.end >= end, "{turn:?}");
        end = turn.tokens.end;
        if let Some(label) = turn.label {
            assert!(!printed(label).trim().is_empty());
            assert!(label.start() >= label_end, "{turn:?}");
            label_end = label.end();
        }
        assert_eq!(turn.name.is_some(), turn.speaker.is_some());
    }
    assert_eq!(end, read.passage.tokens.len());
    let mut at = 0;
    for token in &read.passage.tokens {
        assert!(!printed(token.span).is_empty() && token.span.start() >= at);
        at = token.span.end();
    }
    for time in &read.times {
        assert!(time.tokens.end <= end && time.tokens.start <= time.tokens.end);
    }
    for &span in &read.unread {
        printed(span);
    }
}

/// Two names compare alike from either side.
pub fn person_name(data: &[u8]) {
    let texts = crate::texts(&data[..data.len().min(256)], 2);
    let [a, b] = [0, 1].map(|n| PersonName::parse(texts.get(n).map_or("", String::as_str)));
    assert_eq!(a.compare(&b).agreement, b.compare(&a).agreement);
}

/// Whatever a file holds: ids are read once, and each fault is told with its line.
pub fn input(data: &[u8]) {
    let data = &data[..data.len().min(MAX_BYTES)];
    let mut reader = InputReader::new();
    reader.read_jsonl("a.jsonl", Cursor::new(data));
    reader.read_quotations("b.jsonl", Cursor::new(data));
    reader.read_text("c.txt", &String::from_utf8_lossy(data));
    let read = reader.finish();
    are_unique(read.documents.iter().map(|document| document.id.as_str()));
    are_unique(read.quotations.iter().map(|quotation| quotation.id.as_str()));
    let (_, skipped) = read_decisions("d.jsonl", Cursor::new(data));
    for fault in read.skipped.iter().chain(&skipped) {
        assert!(!fault.to_string().is_empty());
    }
}

fn are_unique<'i>(ids: impl Iterator<Item = &'i str>) {
    let mut seen = std::collections::BTreeSet::new();
    for id in ids {
        assert!(seen.insert(id), "an id twice: {id:?}");
    }
}
