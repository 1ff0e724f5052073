//! A reconciliation made by hand, for the tests of all forms. The outlets are invented. Donald
//! Trump said the line about political risk in Helsinki on 16 July 2018; the other words are made
//! up.

use crate::attribution::{Attribution, AttributionRule, Speaker};
use crate::edition::{
    ApparatusEntry, ChangedBy, Fidelity, FidelityStatus, Lemma, LemmaBasis, Reading, ReadingFlag,
    ReadingForm, Utterance, Verdict, Witness, Wording,
};
use crate::link::{Basis, Link, LinkModel, LinkVerdict};
use crate::model::{Document, Part};
use crate::model::{Quotation, QuotationKind};
use crate::reconciliation::{Provenance, ReconciledDocument, ReconciledQuotation, Reconciliation};
use crate::span::Span;
use crate::text;
use crate::variant::{Disclosure, Kind, Level, Operation, VariantRule};

const RISK: &str = "I would rather take a political risk in pursuit of peace than to risk peace in pursuit of politics.";

/// Returns a document with one quotation: `words` in marks after `speaker` and a cue.
fn document(
    id: &str,
    outlet: &str,
    date: &str,
    speaker: (&str, Option<&str>),
    words: &str,
    utterance: &str,
) -> ReconciledDocument {
    let before = format!("{} said: “", speaker.0);
    let printed = format!("{before}{words}”");
    let mention = Span::new(0, speaker.0.len());
    let mut document = Document::new(id, &printed).with_outlet(outlet);
    if !date.is_empty() {
        document = document.with_published(date.parse().expect("a date"));
    }
    let quotation = ReconciledQuotation {
        id: format!("{id}#0"),
        quotation: Quotation {
            part: Part::Text,
            pieces: vec![Span::new(before.len(), before.len() + words.len())],
            kind: QuotationKind::Speech,
            parent: None,
            closed: true,
            label: None,
        },
        text: words.to_owned(),
        attribution: Attribution {
            cue: Some(Span::new(speaker.0.len() + 1, speaker.0.len() + 5)),
            speaker: Some(Speaker { mention, name: speaker.1.map(str::to_owned) }),
            rule: Some(AttributionRule::Before),
            confidence: 1.0,
            continues: None,
            translated: false,
        },
        name: speaker.1.map(str::to_owned),
        utterance: utterance.to_owned(),
        record: None,
        provenance: Provenance::Extracted,
    };
    ReconciledDocument {
        document,
        reprint_of: None,
        quotations: vec![quotation],
        reports: Vec::new(),
    }
}

fn lemma(words: &str, margin: i64) -> Lemma {
    let tokens = text::tokens(words).map(|token| token.span.range()).collect();
    Lemma { text: words.to_owned(), tokens, wording: 0, margin, basis: LemmaBasis::Consensus }
}

/// Returns the tokens of `words` in the lemma; empty words stand at `at`.
fn place(lemma: &Lemma, words: &str, at: usize) -> std::ops::Range<usize> {
    let Some(start) = lemma.text.find(words).filter(|_| !words.is_empty()) else { return at..at };
    let first =
        lemma.tokens.iter().position(|token| token.start == start).expect("a token begins there");
    let last = lemma
        .tokens
        .iter()
        .position(|token| token.end == start + words.len())
        .expect("a token ends there");
    first..last + 1
}

fn entry(lemma: &Lemma, words: &str, at: usize, readings: Vec<Reading>) -> ApparatusEntry {
    ApparatusEntry {
        text: words.to_owned(),
        tokens: place(lemma, words, at),
        wordings: Vec::new(),
        readings,
    }
}

fn reading(
    text: &str,
    wording: usize,
    what: (Operation, Kind, Level, Disclosure),
    rule: VariantRule,
) -> Reading {
    let (operation, kind, level, disclosure) = what;
    Reading {
        text: text.to_owned(),
        span: 0..0,
        wordings: vec![wording],
        forms: vec![ReadingForm { text: text.to_owned(), wordings: vec![wording] }],
        operation,
        kind,
        level,
        disclosure,
        rule,
        flags: Vec::new(),
        moved_block: None,
        statement: None,
        changed_by: (level > Level::Accidental).then_some(ChangedBy::These),
    }
}

/// Returns the mention of the speaker in a witness, and the full name.
fn named(verdict: Verdict, witness: usize) -> (&'static str, Option<&'static str>) {
    match (verdict, witness) {
        (Verdict::AttributionConflict, 1) => ("Mr Berg", Some("Tor Berg")),
        (Verdict::Minor, 1) => ("he", Some("Donald Trump")),
        (Verdict::Minor, _) => ("Mr Trump", Some("Donald Trump")),
        (_, 2) => ("a spokeswoman", None),
        _ => ("Ada Lund", Some("Ada Lund")),
    }
}

const DATES: [&str; 3] = ["", "2018-07-16", "2018-07-17T01:30:00+03:00"];

/// Sets the span of each reading to the last place of its words in its wording; an omission stands
/// at the end.
fn placed(mut utterance: Utterance) -> Utterance {
    let cuts = utterance
        .apparatus
        .iter()
        .flat_map(|entry| entry.readings.iter().map(move |reading| (entry, reading)));
    let cuts = cuts.filter(|(_, reading)| reading.operation == Operation::Truncation);
    let cuts: Vec<_> =
        cuts.map(|(entry, reading)| (entry.tokens.clone(), reading.wordings.clone())).collect();
    for entry in &mut utterance.apparatus {
        let read = |wording: &usize| {
            entry.readings.iter().any(|reading| reading.wordings.contains(wording))
        };
        let gone = |wording: &usize| {
            cuts.iter()
                .any(|(cut, those)| those.contains(wording) && cut.start <= entry.tokens.start)
        };
        entry.wordings = (0..utterance.wordings.len())
            .filter(|wording| !read(wording) && !gone(wording))
            .collect();
    }
    for reading in utterance.apparatus.iter_mut().flat_map(|entry| &mut entry.readings) {
        let wording = utterance.wordings[reading.wordings[0]].text.trim_end_matches('.');
        let words = Some(reading.text.as_str()).filter(|words| !words.is_empty());
        let at = words.and_then(|words| wording.rfind(words)).unwrap_or(wording.len());
        reading.span = at..at + reading.text.len();
    }
    utterance
}

/// Returns the fidelity of a wording: of the denial, a tenth of the wording without the negation
/// differs, and a quarter of the one that shows its changes.
fn fidelity(verdict: Verdict, wording: usize) -> Fidelity {
    let (changed, status) = match (verdict, wording) {
        (Verdict::Contradictory, 1) => {
            ([0, 0, 0, 100], FidelityStatus::Altered(Level::Contradictory))
        }
        (Verdict::Contradictory, 2) => ([0, 50, 200, 0], FidelityStatus::Faithful),
        (Verdict::Contradictory, _) => ([0; 4], FidelityStatus::Faithful),
        _ => ([0; 4], FidelityStatus::Untested),
    };
    Fidelity { weight: 1000, changed, status }
}

/// Returns one end of a moved block.
fn moved(text: &str, wording: usize, block: usize) -> Reading {
    let what = (Operation::Transposition, Kind::Order, Level::Minor, Disclosure::Silent);
    Reading {
        moved_block: Some(block),
        statement: None,
        changed_by: None,
        flags: vec![ReadingFlag::Moved],
        ..reading(text, wording, what, VariantRule::OrderMoved)
    }
}

fn utterance(
    id: &str,
    speaker: &str,
    verdict: Verdict,
    lemma: Lemma,
    wordings: &[&str],
    outlets: &[&str],
) -> Utterance {
    let all = lemma.tokens.len();
    let witness = |(n, outlet): (usize, &&str)| {
        // `courier:1` is the Courier's article, with wording 1.
        let (document, wording) = outlet.split_once(':').expect("outlet:wording");
        let mut name = document.to_owned();
        name[..1].make_ascii_uppercase();
        Witness {
            quotation: format!("{document}-{id}#0"),
            outlet: name,
            siglum: char::from(b'A' + n as u8).to_string(),
            wording: wording.parse().expect("a number"),
            covers: 0..all,
            reprint_of: None,
            speaker: named(verdict, n).1.map(str::to_owned),
            published: Some(DATES[n % 3].to_owned()).filter(|date| !date.is_empty()),
            left_out: Vec::new(),
            fidelity: fidelity(verdict, wording.parse().expect("a number")),
            is_recorded: false,
            is_query: false,
        }
    };
    let witnesses: Vec<Witness> = outlets.iter().enumerate().map(witness).collect();
    let wording = |(i, text): (usize, &&str)| {
        let those: Vec<usize> =
            (0..witnesses.len()).filter(|&w| witnesses[w].wording == i).collect();
        Wording {
            text: text.to_string(),
            outlets: those.len(),
            first: those.clone(),
            witnesses: those,
        }
    };
    Utterance {
        id: id.to_owned(),
        speaker: Some(speaker.to_owned()),
        verdict,
        outlets: outlets.len(),
        independent: outlets.len(),
        wordings: wordings.iter().enumerate().map(wording).collect(),
        witnesses,
        apparatus: Vec::new(),
        lineage: Vec::new(),
        lemma,
    }
}

/// Returns an utterance of two wordings with a moved and reworded tail, and one that breaks off.
pub(super) fn risk() -> Utterance {
    let tail = "I would rather take a political risk in pursuit of peace, rather than pursue politics at the risk of peace.";
    let lemma = lemma(RISK, 1);
    let apparatus = vec![
        entry(
            &lemma,
            "",
            11,
            vec![
                Reading {
                    flags: vec![ReadingFlag::Singleton],
                    ..reading(
                        ",",
                        1,
                        (
                            Operation::Addition,
                            Kind::Punctuation,
                            Level::Accidental,
                            Disclosure::Silent,
                        ),
                        VariantRule::PunctuationOther,
                    )
                },
                reading(
                    "rather",
                    1,
                    (Operation::Addition, Kind::FunctionWord, Level::Minor, Disclosure::Silent),
                    VariantRule::LexicalContentWord,
                ),
            ],
        ),
        entry(&lemma, "", 12, vec![moved("pursue politics", 1, 0)]),
        entry(
            &lemma,
            "to",
            0,
            vec![reading(
                "at the",
                1,
                (Operation::Substitution, Kind::FunctionWord, Level::Minor, Disclosure::Silent),
                VariantRule::FunctionWordOther,
            )],
        ),
        entry(
            &lemma,
            "",
            14,
            vec![reading(
                "of",
                1,
                (Operation::Addition, Kind::FunctionWord, Level::Minor, Disclosure::Silent),
                VariantRule::FunctionWordOther,
            )],
        ),
        entry(
            &lemma,
            "than to risk peace in pursuit of politics",
            0,
            vec![reading(
                "",
                2,
                (Operation::Truncation, Kind::Truncation, Level::Minor, Disclosure::Silent),
                VariantRule::TruncationFragment,
            )],
        ),
        entry(&lemma, "in pursuit of politics", 0, vec![moved("", 1, 0)]),
    ];
    let wordings = [RISK, tail, "I would rather take a political risk in pursuit of peace"];
    let outlets = ["courier:0", "ledger:0", "herald:1", "post:2"];
    let risk =
        utterance("u000000000001", "Donald Trump", Verdict::Minor, lemma, &wordings, &outlets);
    placed(Utterance { apparatus, ..risk })
}

/// Returns an utterance with a negation left out silently, an insertion in brackets, and an
/// omission behind an ellipsis.
pub(super) fn denial() -> Utterance {
    let words = "We did not close the harbour at 9, and the mayor, who was told on Monday, never asked us to.";
    let lemma = lemma(words, 2);
    let apparatus = vec![
        entry(
            &lemma,
            "We",
            0,
            vec![reading(
                "[The port authority]",
                2,
                (Operation::Substitution, Kind::Bracketed, Level::Minor, Disclosure::Disclosed),
                VariantRule::BracketedReplaced,
            )],
        ),
        entry(
            &lemma,
            "not",
            0,
            vec![Reading {
                flags: vec![ReadingFlag::Singleton],
                ..reading(
                    "",
                    1,
                    (Operation::Omission, Kind::Polarity, Level::Contradictory, Disclosure::Silent),
                    VariantRule::PolarityNegator,
                )
            }],
        ),
        entry(
            &lemma,
            "harbour",
            0,
            vec![reading(
                "harbor",
                3,
                (Operation::Substitution, Kind::Spelling, Level::Accidental, Disclosure::Silent),
                VariantRule::SpellingTable,
            )],
        ),
        entry(
            &lemma,
            ", who was told on Monday,",
            0,
            vec![reading(
                "…",
                2,
                (Operation::Elision, Kind::Content, Level::Substantive, Disclosure::Disclosed),
                VariantRule::ContentInside,
            )],
        ),
    ];
    let wordings = [
        words,
        "We did close the harbour at 9, and the mayor, who was told on Monday, never asked us to.",
        "[The port authority] did not close the harbour at 9, and the mayor … never asked us to.",
        "We did not close the harbor at 9, and the mayor, who was told on Monday, never asked us to.",
    ];
    let outlets = ["courier:0", "ledger:0", "herald:2", "post:1", "tribune:3"];
    let verdict = Verdict::Contradictory;
    placed(Utterance {
        apparatus,
        ..utterance("u000000000002", "Ada Lund", verdict, lemma, &wordings, &outlets)
    })
}

/// Returns an utterance of one line attributed to two speakers.
pub(super) fn conflict() -> Utterance {
    let words = "This *will* pass | or <it> won't.";
    let outlets = ["courier:0", "ledger:0"];
    utterance(
        "u000000000003",
        "Ada Lund",
        Verdict::AttributionConflict,
        lemma(words, 2),
        &[words],
        &outlets,
    )
}

/// Returns all three, with their documents.
pub(super) fn reconciliation() -> Reconciliation {
    let utterances = vec![denial(), risk(), conflict()];
    let mut documents = Vec::new();
    for utterance in &utterances {
        for (n, witness) in utterance.witnesses.iter().enumerate() {
            let (speaker, date) = (named(utterance.verdict, n), DATES[n % 3]);
            let id = witness.quotation.trim_end_matches("#0");
            let words = &utterance.wordings[witness.wording].text;
            documents.push(document(id, &witness.outlet, date, speaker, words, &utterance.id));
        }
    }
    documents.sort_by(|a, b| a.document.id.cmp(&b.document.id));
    let link = |a: &str, b: &str, score, verdict| Link {
        a: a.to_owned(),
        b: b.to_owned(),
        score,
        verdict,
        basis: Basis::Decision,
        rejection: None,
        model: LinkModel::default(),
    };
    let links = vec![
        link("courier-u000000000001#0", "ledger-u000000000001#0", 0.97, LinkVerdict::Same),
        link("courier-u000000000002#0", "post-u000000000002#0", 0.51234567, LinkVerdict::Review),
        link("courier-u000000000002#0", "post-u000000000001#0", 0.01, LinkVerdict::Different),
    ];
    Reconciliation { documents, links, utterances, unapplied: Vec::new() }
}
