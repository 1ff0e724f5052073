//! Checks that hold for any reconciliation.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use variorum::align::Aligner;
use variorum::report::{
    Colour, HtmlReport, MarkdownReport, Report, TeiReport, TextReport, TsvReport,
};
use variorum::text::{Vocabulary, Word};
use variorum::variant::{Side, variants};
use variorum::{Archive, Document, Reconciliation, Span};

type Outcome = Result<(), TestCaseError>;

/// Returns an archive of `documents`, added one by one.
pub fn archive(documents: &[Document]) -> Archive {
    let mut archive = Archive::default();
    for document in documents {
        archive.add(document.clone()).unwrap();
    }
    archive
}

/// Returns the reports in all formats, one after the other.
pub fn printed(all: &Reconciliation) -> String {
    let mut out = Vec::new();
    #[cfg(feature = "json")]
    variorum::report::JsonReport::new().write(all, &mut out).unwrap();
    TextReport::new().with_min_outlets(1).write(all, &mut out).unwrap();
    TextReport::new()
        .with_min_outlets(2)
        .with_all_outlets_named(true)
        .with_width(0)
        .with_colour(Colour::Always)
        .write(all, &mut out)
        .unwrap();
    MarkdownReport::new()
        .with_min_outlets(1)
        .with_all_outlets_named(true)
        .write(all, &mut out)
        .unwrap();
    HtmlReport::new()
        .with_min_outlets(1)
        .with_all_outlets_named(true)
        .write(all, &mut out)
        .unwrap();
    TsvReport::new().with_min_outlets(1).write(all, &mut out).unwrap();
    let mut edition = Vec::new();
    TeiReport::new().with_min_outlets(1).write(all, &mut edition).unwrap();
    roxmltree::Document::parse(std::str::from_utf8(&edition).unwrap()).unwrap();
    out.append(&mut edition);
    String::from_utf8(out).unwrap()
}

/// Checks laws 1, 2, 3 and 6 for an archive of `documents`.
pub fn lawful(documents: &[Document], archive: &Archive) -> Outcome {
    let all = archive.reconcile();
    printed(&all);
    spans_are_true(documents, &all)?;
    nothing_is_lost(&all)?;
    differences_are_said(&all)?;
    why_agrees(archive, &all)
}

/// Law 1.
fn spans_are_true(documents: &[Document], all: &Reconciliation) -> Outcome {
    prop_assert_eq!(all.documents.len(), documents.len());
    for read in &all.documents {
        let document = documents.iter().find(|document| document.id == read.document.id).unwrap();
        prop_assert_eq!(document, &read.document);
        for quotation in &read.quotations {
            let part = document.part(quotation.quotation.part);
            let slice = |span: Span| part.get(span.range());
            prop_assert!(!quotation.quotation.pieces.is_empty(), "{}: no pieces", quotation.id);
            let mut end = 0;
            for &piece in &quotation.quotation.pieces {
                prop_assert!(
                    slice(piece).is_some_and(|text| !text.is_empty()),
                    "{}: {:?}",
                    quotation.id,
                    piece
                );
                prop_assert!(piece.start() >= end, "{}: pieces out of order", quotation.id);
                end = piece.end();
            }
            let pieces: Vec<&str> =
                quotation.quotation.pieces.iter().filter_map(|&piece| slice(piece)).collect();
            prop_assert_eq!(&pieces.join(" "), &quotation.text);
            if let Some(cue) = quotation.attribution.cue {
                prop_assert!(
                    slice(cue).is_some_and(|text| !text.trim().is_empty()),
                    "{}: cue {cue:?}",
                    quotation.id
                );
            }
            if let Some(speaker) = &quotation.attribution.speaker {
                let mention = slice(speaker.mention);
                prop_assert!(
                    mention.is_some_and(|text| !text.trim().is_empty()),
                    "{}: {speaker:?}",
                    quotation.id
                );
            }
            if let Some(parent) = quotation.quotation.parent {
                let parent = &read.quotations.get(parent).map(|parent| &parent.quotation);
                prop_assert!(
                    parent.is_some_and(|parent| parent.part == quotation.quotation.part
                        && parent.extent().contains(quotation.quotation.extent())),
                    "{} is not inside {parent:?}",
                    quotation.id
                );
            }
        }
    }
    for utterance in &all.utterances {
        let lemma = &utterance.lemma;
        let mut end = 0;
        for token in &lemma.tokens {
            prop_assert!(
                lemma.text.get(token.clone()).is_some_and(|text| !text.is_empty()),
                "{}: {token:?}",
                lemma.text
            );
            prop_assert!(token.start >= end);
            end = token.end;
        }
        for entry in &utterance.apparatus {
            prop_assert!(
                entry.tokens.start <= entry.tokens.end && entry.tokens.end <= lemma.tokens.len()
            );
            let printed = match lemma.tokens.get(entry.tokens.clone()) {
                Some([first, .., last]) => &lemma.text[first.start..last.end],
                Some([only]) => &lemma.text[only.clone()],
                _ => "",
            };
            prop_assert_eq!(printed, &entry.text);
            prop_assert!(!entry.readings.is_empty());
        }
    }
    Ok(())
}

/// Law 3.
fn nothing_is_lost(all: &Reconciliation) -> Outcome {
    let mut quotations = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for utterance in &all.utterances {
        prop_assert!(ids.insert(&utterance.id), "two utterances {}", utterance.id);
        let mut counted = vec![0; utterance.witnesses.len()];
        for (n, wording) in utterance.wordings.iter().enumerate() {
            prop_assert!(!wording.witnesses.is_empty());
            for &witness in &wording.witnesses {
                prop_assert!(witness < counted.len());
                counted[witness] += 1;
                prop_assert_eq!(utterance.witnesses[witness].wording, n);
            }
        }
        prop_assert!(
            counted.iter().all(|&count| count == 1),
            "every witness in exactly one wording"
        );
        let sigla: BTreeSet<&str> =
            utterance.witnesses.iter().map(|witness| witness.siglum.as_str()).collect();
        prop_assert_eq!(sigla.len(), utterance.witnesses.len());
        for witness in &utterance.witnesses {
            prop_assert!(
                quotations.insert(witness.quotation.clone()),
                "{} in two utterances",
                witness.quotation
            );
            prop_assert!(witness.covers.end <= utterance.lemma.tokens.len());
        }
        prop_assert_eq!(&utterance.lemma.text, &utterance.wordings[utterance.lemma.wording].text);
        prop_assert!(
            utterance.independent <= utterance.outlets
                && utterance.outlets <= utterance.witnesses.len()
        );
    }
    let mut read = BTreeSet::new();
    for quotation in all.documents.iter().flat_map(|document| &document.quotations) {
        prop_assert!(read.insert(quotation.id.clone()), "two quotations {}", quotation.id);
        prop_assert!(ids.contains(&quotation.utterance), "{} is in no utterance", quotation.id);
    }
    prop_assert_eq!(read, quotations);
    Ok(())
}

/// Law 6: the apparatus has a variant between any two wordings of an utterance, and so has a
/// comparison of the two alone.
fn differences_are_said(all: &Reconciliation) -> Outcome {
    for utterance in &all.utterances {
        let places = |wording: usize| -> Vec<(usize, usize)> {
            let entries = utterance.apparatus.iter().enumerate();
            let readings =
                entries.flat_map(|(n, entry)| (0..entry.readings.len()).map(move |m| (n, m)));
            readings
                .filter(|&(n, m)| utterance.apparatus[n].readings[m].wordings.contains(&wording))
                .collect()
        };
        for (a, left) in utterance.wordings.iter().enumerate() {
            for (b, right) in utterance.wordings.iter().enumerate().skip(a + 1) {
                let told =
                    || format!("{:?} / {:?} of {:?}", left.text, right.text, utterance.lemma.text);
                prop_assert_ne!(&left.text, &right.text, "one wording twice");
                let mut words = Vocabulary::new();
                let (x, y) = (words.tokenize(&left.text), words.tokenize(&right.text));
                // Where two fragments end inside the lemma, their last marks stand against nothing
                // of its.
                let spoken = |read: &[Word]| -> Vec<Word> {
                    read.iter().copied().filter(|&word| words[word].class.is_word()).collect()
                };
                let of_lemma = [a, b].contains(&utterance.lemma.wording);
                let said =
                    places(a) != places(b) || !of_lemma && spoken(&x.words) == spoken(&y.words);
                prop_assert!(said, "nothing said: {}", told());
                let alignment = Aligner::new().align(&words, &x.words, &y.words);
                let (x, y) = (Side::new(&left.text, &x), Side::new(&right.text, &y));
                prop_assert!(
                    !variants(&words, x, y, &alignment).is_empty(),
                    "no variant: {}",
                    told()
                );
            }
        }
        prop_assert!(places(utterance.lemma.wording).is_empty(), "the lemma differs from itself");
    }
    Ok(())
}

/// `explain` gives the link that the reconciliation used.
fn why_agrees(archive: &Archive, all: &Reconciliation) -> Outcome {
    for link in all.links.iter().take(8) {
        let explained = archive.explain(&link.b, &link.a);
        prop_assert_eq!(explained.as_ref(), Some(link));
        TextReport::new().write_link(link, all, &mut std::io::sink()).unwrap();
    }
    Ok(())
}
