//! Wordings of one utterance, made by edits: marks, blanks, moves, fragments.

use proptest::prelude::*;
use variorum::{Archive, Reconciliation, StandaloneQuotation};

/// Reconciles wordings that are printed by one outlet each, as one utterance.
pub fn reconcile(wordings: &[String]) -> Reconciliation {
    let mut archive = Archive::default();
    for (n, text) in wordings.iter().enumerate() {
        let given = StandaloneQuotation::new(format!("q{n}"), text.as_str())
            .with_outlet(format!("outlet {n}"))
            .with_speaker("Ada Lund");
        archive.add_quotation(given).unwrap();
        if n > 0 {
            archive.decide(variorum::Decision::same(
                variorum::Reference::id("q0"),
                variorum::Reference::id(format!("q{n}")),
            ));
        }
    }
    archive.reconcile()
}

const WORDS: &str = "We will never close the old harbour of Veln , and so nobody , not even the mayor , \
    asked us to go forth on this well-made resting-place ; that is “ not ” what 1,200 boats want .";

/// Returns the words with blanks, of which an edit makes another wording.
fn words() -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for word in WORDS.split_whitespace() {
        let is_mark = matches!(word, "," | ";" | "." | "”");
        match all.last() {
            Some(last) if !is_mark && last != " “" => all.push(format!(" {word}")),
            Some(_) => all.push(word.to_owned()),
            None => all.push(word.to_owned()),
        }
    }
    all
}

#[derive(Clone, Debug)]
pub enum Change {
    /// Puts this in place of a word.
    Put(usize, &'static str),
    /// Puts this before or after a word.
    Add(usize, &'static str),
    LeaveOut(usize, usize),
    Move(usize, usize, usize),
    /// Keeps only these.
    Fragment(usize, usize),
    Upper(usize),
}

pub fn change() -> impl Strategy<Value = Change> {
    const PIECES: &[&str] = &[
        ",",
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        " . . .",
        " …",
        "…",
        " — ",
        " - ",
        "-",
        "’",
        "'",
        "“",
        "\"",
        " [sic]",
        " [the town]",
        ".",
        "\u{a0}",
        "\u{200b}",
        "\u{7}",
        "\u{202e}",
        " never",
        " harbor",
        " not",
        " 1,300",
        "<b>",
        "&amp;",
        " to the",
        " old,",
        "!",
    ];
    let piece = prop::sample::select(PIECES);
    prop_oneof![
        3 => (0..40_usize, piece.clone()).prop_map(|(at, piece)| Change::Put(at, piece)),
        4 => (0..40_usize, piece).prop_map(|(at, piece)| Change::Add(at, piece)),
        2 => (0..40_usize, 1..5_usize).prop_map(|(at, len)| Change::LeaveOut(at, len)),
        2 => (0..40_usize, 1..9_usize, 0..40_usize).prop_map(|(at, len, to)| Change::Move(at, len, to)),
        1 => (0..40_usize, 4..40_usize).prop_map(|(at, len)| Change::Fragment(at, len)),
        1 => (0..40_usize).prop_map(Change::Upper),
    ]
}

pub fn edited(changes: &[Change]) -> String {
    let mut all = words();
    for change in changes {
        let len = all.len().max(1);
        match *change {
            _ if all.is_empty() => {}
            Change::Put(at, piece) => all[at % len] = piece.to_owned(),
            Change::Add(at, piece) => all.insert(at % len, piece.to_owned()),
            Change::LeaveOut(at, n) => _ = all.drain(at % len..(at % len + n).min(len)),
            Change::Move(at, n, to) => {
                let block: Vec<String> = all.drain(at % len..(at % len + n).min(len)).collect();
                let to = to % (all.len() + 1);
                all.splice(to..to, block);
            }
            Change::Fragment(at, n) => all = all[at % len..(at % len + n).min(len)].to_vec(),
            Change::Upper(at) => all[at % len] = all[at % len].to_uppercase(),
        }
    }
    all.concat()
}
