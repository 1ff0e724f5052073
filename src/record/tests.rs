//! What is found in transcripts, and what is not.

use super::*;
use crate::model::{Document, DocumentKind};
use crate::person_name::PersonName;
use crate::text::{Passage, Vocabulary};
use crate::variant::{Level, VariantClassifier};

const SPEECH: &str = "Good evening, friends. The harbour is the heart of Veln. We will never sell \
    the harbour to anybody, and I mean it. The pilots were here before us. It was very cold that \
    winter. There's something happening on the quay, Katie. In a thousand years nobody will ask \
    what the cranes have cost. We are going to build eleven new locks, and the pilots will pay for \
    nothing. I really think the old lighthouse should stay where it is. Thank you all.";

struct Room {
    words: Vocabulary,
    transcripts: Vec<(Document, Transcript)>,
}

impl Room {
    fn new(documents: &[Document]) -> Room {
        let mut words = Vocabulary::new();
        let read = |document: &Document| {
            let document = document.clone().with_kind(DocumentKind::Transcript);
            let mut transcript = Transcript::read(&document);
            transcript.intern(&document.text, &mut words);
            (document, transcript)
        };
        let transcripts = documents.iter().map(read).collect();
        Room { words, transcripts }
    }

    /// Finds the quotations of one article: each with its speaker, if that is not empty.
    fn find(&mut self, published: &str, prints: &[(&str, &str)]) -> Vec<Option<RecordMatch>> {
        let passages: Vec<Passage> =
            prints.iter().map(|(_, print)| self.words.tokenize(print)).collect();
        let speakers: Vec<PersonName> =
            prints.iter().map(|(speaker, _)| PersonName::parse(speaker)).collect();
        let index = RecordIndex::new(&self.words, self.transcripts.iter().map(|(d, t)| (d, t)));
        let quotations: Vec<PrintedQuotation<'_>> = (prints.iter().zip(&passages).zip(&speakers))
            .map(|(((name, print), passage), speaker)| PrintedQuotation {
                speaker: (!name.is_empty()).then_some(speaker),
                ..PrintedQuotation::new(print, passage)
            })
            .collect();
        let published = published.parse().ok();
        let classifier = VariantClassifier::new();
        RecordFinder::new().find(&index, &quotations, published.as_ref(), &classifier)
    }

    fn text(&self, found: &RecordMatch) -> Vec<&str> {
        let (document, _) =
            self.transcripts.iter().find(|(document, _)| document.id == found.document).unwrap();
        found.pieces.iter().map(|piece| piece.slice(&document.text)).collect()
    }
}

fn speech(id: &str, published: &str) -> Document {
    Document::new(id, SPEECH).with_speaker("Ada Lund").with_published(published.parse().unwrap())
}

/// Returns the words on record of one print by Ada Lund, one day after the speech.
fn found(print: &str) -> Option<(Vec<String>, Print, Option<Level>)> {
    let mut room = Room::new(&[speech("speech", "2026-03-01")]);
    let found = room.find("2026-03-02", &[("Lund", print)]).remove(0)?;
    let pieces = room.text(&found).into_iter().map(str::to_owned).collect();
    Some((pieces, found.print, found.level))
}

#[track_caller]
fn check(print: &str, pieces: &[&str], relation: Print, level: Option<Level>) {
    let found = found(print);
    let pieces = pieces.iter().map(|&piece| piece.to_owned()).collect();
    assert_eq!(found, Some((pieces, relation, level)), "{print}");
}

#[test]
fn as_it_was_said() {
    let place = "We will never sell the harbour to anybody";
    check("We will never sell the harbour to anybody,", &[place], Print::Verbatim, None);
    let level = Some(Level::Accidental);
    check("we will never sell the harbor to anybody.", &[place], Print::Accidental, level);
    check("We will never sell the harbour to anybody!", &[place], Print::Accidental, level);
}

#[test]
fn other_words() {
    let place = "We are going to build eleven new locks";
    for (print, level) in [
        ("We are going to build seven new locks", Level::Contradictory),
        ("We are not going to build eleven new locks", Level::Contradictory),
        ("We are going to build eleven new towers", Level::Substantive),
    ] {
        check(print, &[place], Print::Altered, Some(level));
    }
}

#[test]
fn changed_at_the_ends() {
    // The print's own word stands for one of the record.
    let place = "There's something happening on the quay, Katie";
    let level = Some(Level::Accidental);
    check("There's something happening on the quay, Katy.", &[place], Print::Accidental, level);
    // What the print adds is not in the record.
    let (pieces, print, _) = found("Frankly, we will never sell the harbour to anybody").unwrap();
    assert_eq!(pieces, ["We will never sell the harbour to anybody"]);
    assert_eq!(print, Print::Altered);
}

#[test]
fn spliced() {
    let pieces = ["We will never sell the harbour to anybody", "the pilots will pay for nothing"];
    check(
        "We will never sell the harbour to anybody ... the pilots will pay for nothing",
        &pieces,
        Print::Verbatim,
        None,
    );
    let (found, print, _) =
        found("We will never sell the harbour to anybody, the pilots will pay for nothing")
            .unwrap();
    assert_eq!((&found[..], print), (&pieces.map(str::to_owned)[..], Print::Altered));
    // A word that is dropped makes no splice.
    check(
        "I think the old lighthouse should stay where it is.",
        &["I really think the old lighthouse should stay where it is"],
        Print::Altered,
        Some(Level::Minor),
    );
}

#[test]
fn not_there() {
    for print in [
        "",
        "…",
        "where it is",
        "the heart of the matter is not the quay",
        "Thank you all for the pilots and the winter",
        "We sold the cranes of Veln and it was cold when nobody asked the pilots on the quay",
    ] {
        assert_eq!(found(print), None, "{print}");
    }
}

#[test]
fn nobody_prints_what_was_not_said_yet() {
    let mut room = Room::new(&[speech("speech", "2026-03-01")]);
    let print = ("Lund", "We will never sell the harbour to anybody");
    let mut is_found = |published: &str| room.find(published, &[print])[0].is_some();
    assert!(!is_found("2026-02-28"));
    assert!(is_found("2026-03-01"));
    assert!(is_found("2031-03-01"));
    assert!(is_found(""));
}

#[test]
fn another_speaker() {
    let mut room = Room::new(&[speech("speech", "2026-03-01")]);
    let short = "years nobody will ask";
    let long = "In a thousand years nobody will ask what the cranes have cost. We are going to \
        build eleven new locks";
    let mut is_found =
        |speaker: &str, print: &str| room.find("2026-03-02", &[(speaker, print)])[0].is_some();
    assert!(is_found("Ada Lund", short));
    assert!(is_found("", short));
    assert!(!is_found("Per Holm", short));
    // So many words are hers, whoever the article names.
    assert!(is_found("Per Holm", long));
}

#[test]
fn the_occasion() {
    let days = ["2026-03-01", "2026-03-09", "2026-03-20", "2026-04-11"];
    let mut documents: Vec<Document> = days.iter().map(|day| speech(day, day)).collect();
    let other = " The ferry to Nord has no captain since Tuesday, and that is a disgrace.";
    documents[0].text.push_str(other);
    let mut room = Room::new(&documents);
    let stock = ("Lund", "We will never sell the harbour to anybody");
    // The last one before the article, and that this is open.
    let found = room.find("2026-03-21", &[stock]).remove(0).unwrap();
    assert_eq!((found.document.as_str(), found.elsewhere, found.open), ("2026-03-20", 2, true));
    // The one that the article quotes more of.
    let only = ("Lund", "The ferry to Nord has no captain since Tuesday");
    let also = ("Lund", "no captain since Tuesday, and that is a disgrace");
    let found = room.find("2026-03-21", &[stock, only, also]);
    let ids: Vec<&str> = found.iter().flatten().map(|found| found.document.as_str()).collect();
    assert_eq!(ids, ["2026-03-01"; 3]);
    assert!(!found[0].as_ref().unwrap().open);
}

#[test]
fn nothing_is_put_into_the_mouth_of_another() {
    let text = "LUND: We will never sell the harbour\n\nOKOFF: to anybody who asks for it.\n\n\
        LUND: The pilots were here before us, and they will be here when you are gone.";
    let debate = Document::new("debate", text).with_published("2026-03-01".parse().unwrap());
    let mut room = Room::new(&[debate]);
    let found = room.find(
        "2026-03-02",
        &[
            ("Lund", "We will never sell the harbour to anybody who asks for it"),
            ("Lund", "We will never sell the harbour. The pilots were here before us"),
        ],
    );
    let pieces: Vec<Vec<&str>> = found.iter().flatten().map(|found| room.text(found)).collect();
    for pieces in &pieces {
        assert!(!pieces.iter().any(|piece| piece.contains("OKOFF") || piece.contains("anybody")));
    }
    let both = vec!["We will never sell the harbour", "The pilots were here before us"];
    assert_eq!(pieces.last(), Some(&both));
    assert_eq!(found[1].as_ref().unwrap().speaker.as_deref(), Some("Lund"));
}

#[test]
fn times_of_captions() {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Ada Lund>we will never\n\n\
        00:02.500 --> 00:04.000\n<v Ada Lund>sell the harbour\n\n00:04.000 --> 00:07.000\n\
        <v Ada Lund>to anybody and I mean it\n";
    let mut room = Room::new(&[Document::new("captions", text)]);
    let found = room
        .find("2026-03-02", &[("Lund", "We will never sell the harbour to anybody")])
        .remove(0)
        .unwrap();
    assert_eq!(found.time, Some(1_000..7_000));
    assert_eq!(found.print, Print::Accidental);
}

/// A tag without a name names nobody.
#[test]
fn a_voice_without_a_name() {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.500\n<v >we will never sell the harbour\n";
    let read = crate::record::Transcript::read(&Document::new("captions", text));
    assert!(!read.turns.is_empty());
    assert!(read.turns.iter().all(|turn| turn.label.is_none()), "{:?}", read.turns);
}

mod laws {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Any text can be read and searched; every piece lies in the transcript and is cut at
        /// characters.
        #[test]
        fn any_text(
            text in "((Q\\.|A:|LUND:|\\*\\*Bo:\\*\\*|00:01.0 --> 00:02.0|WEBVTT|\\[x\\]|[a-dé…. ]{0,12}|the harbour of Veln|pilots never sell) ?\n?){0,30}",
            print in "((the harbour of Veln|pilots never sell|…|[a-dé]{0,5}) ?){0,12}",
            from in 0usize..200,
            len in 0usize..90,
        ) {
            let own: String = text.chars().skip(from).take(len).collect();
            let mut room = Room::new(&[Document::new("a", &text), Document::new("b", &print)]);
            for found in room.find("", &[("", &print), ("", &own)]).into_iter().flatten() {
                prop_assert!(!found.pieces.is_empty());
                for piece in room.text(&found) {
                    prop_assert!(!piece.is_empty());
                }
            }
            let read = &room.transcripts[0].1;
            let mut at = 0;
            for turn in &read.turns {
                prop_assert_eq!(turn.tokens.start, at);
                at = turn.tokens.end;
            }
            prop_assert_eq!(read.passage.tokens.len(), at);
            for pair in read.passage.tokens.windows(2) {
                prop_assert!(pair[0].span.end() <= pair[1].span.start());
            }
        }

        /// The order in which the transcripts are given changes nothing.
        #[test]
        fn order_does_not_matter(turn in 0usize..4, from in 0usize..300, len in 20usize..120) {
            let days = ["2026-03-01", "2026-03-01", "2026-02-09", "2026-01-02"];
            let names = ["x", "y", "z", "w"];
            let mut documents: Vec<Document> =
                names.iter().zip(days).map(|(id, day)| speech(id, day)).collect();
            let print: String = SPEECH.chars().skip(from).take(len).collect();
            let prints = [("Lund", print.as_str())];
            let found = Room::new(&documents).find("2026-03-02", &prints);
            documents.rotate_left(turn);
            prop_assert_eq!(found, Room::new(&documents).find("2026-03-02", &prints));
        }
    }
}
