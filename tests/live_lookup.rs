//! Looking wordings up: the rungs, and the labelled pairs of real news as questions.
#![cfg(feature = "archive")]

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use variorum::live::{LiveArchive, NotFoundReason, Query, Rung};
use variorum::variant::{Kind, Level};
use variorum::{Document, Settings};

fn archive(documents: &[(&str, &str, &str)]) -> LiveArchive {
    let settings = Settings::default().with_indirect_reports(false);
    let mut archive = LiveArchive::in_memory(settings).unwrap();
    for (id, outlet, text) in documents {
        archive.add(Document::new(*id, *text).with_outlet(*outlet)).unwrap();
    }
    archive.commit().unwrap();
    archive
}

/// Wordings of Trump, Helsinki, 16 July 2018, as outlets printed them.
const HELSINKI: [(&str, &str, &str); 5] = [
    (
        "a",
        "Courier",
        "“I would rather take a political risk in pursuit of peace than to risk peace in pursuit of politics,” Mr. Trump said.",
    ),
    (
        "b",
        "Tribune",
        "“I will always put what is best for America and what is best for the American people first,” Mr. Trump said in Helsinki.",
    ),
    (
        "c",
        "Herald",
        "President Putin said: “The Russian state has never interfered and is not going to interfere into internal American affairs.”",
    ),
    (
        "d",
        "Post",
        "Ms. Lund said: “The ferry terminal will close before the autumn storms arrive.”",
    ),
    (
        "e",
        "Mail",
        "Ms. Lund said: “I don't think we should close the northern harbour of Veln in winter.”",
    ),
];

#[test]
fn each_rung_is_told() {
    let archive = archive(&HELSINKI);
    let snapshot = archive.snapshot().unwrap();
    let rung = |text: &str| snapshot.lookup(&Query::new(text)).unwrap().rung;
    // Whole, and as a part.
    assert_eq!(rung("take a political risk in pursuit of peace"), Rung::Verbatim);
    assert_eq!(
        rung("“The ferry terminal will close before the autumn storms arrive.”"),
        Rung::Verbatim
    );
    assert_eq!(rung("take a political risk, in pursuit of Peace"), Rung::Accidental);
    // A word dropped, changed, added; a part that leaves out the *not* before it.
    for altered in [
        "The Russian state has interfered and is not going to interfere into internal American affairs",
        "The Russian state has never interfered and is going to interfere into internal American affairs",
        "The ferry terminal may close before the autumn storms arrive",
        "The ferry terminal will close in 14 days before the autumn storms arrive",
        "we should close the northern harbour of Veln in winter",
        "going to interfere into internal American affairs",
    ] {
        assert_eq!(rung(altered), Rung::Altered, "{altered}");
    }
    assert_eq!(
        rung(
            "I would rather take a political risk in pursuit of peace. The ferry terminal will close before the autumn storms arrive"
        ),
        Rung::Spliced
    );
    assert_eq!(rung("The lighthouse of Valparaiso was mortgaged to nobody"), Rung::NotFound);
    let reason = |text: &str| snapshot.lookup(&Query::new(text)).unwrap().reason;
    assert_eq!(reason("…!"), Some(NotFoundReason::NoWords));
    assert_eq!(reason("of the"), Some(NotFoundReason::TooShort));
    assert_eq!(reason("lighthouses of Valparaiso"), Some(NotFoundReason::NothingShared));
}

#[test]
fn the_answer_says_what_differs_and_who_prints_it() {
    let archive = archive(&HELSINKI);
    let snapshot = archive.snapshot().unwrap();
    let asked = Query::new(
        "The Russian state has interfered and is not going to interfere into internal American affairs",
    );
    let answer = snapshot.lookup(&asked).unwrap();
    let print = &answer.prints[0];
    assert_eq!((print.quotation.as_str(), print.outlet.as_str()), ("c#0", "Herald"));
    let gravest = &print.differences[0];
    assert_eq!((gravest.kind, gravest.level), (Kind::Polarity, Level::Contradictory));
    assert_eq!((gravest.printed.as_str(), gravest.asked.as_str()), ("never", ""));
    assert_eq!(print.utterance.witnesses.len(), 1);
}

#[test]
fn speakers_outlets_and_dates_limit_a_question() {
    let archive = archive(&HELSINKI);
    let snapshot = archive.snapshot().unwrap();
    let asked = Query::new("take a political risk in pursuit of peace");
    let rung = |query: Query| snapshot.lookup(&query).unwrap().rung;
    assert_eq!(rung(asked.clone().with_speaker("Donald Trump")), Rung::Verbatim);
    assert_eq!(rung(asked.clone().with_speaker("Angela Merkel")), Rung::OtherSpeaker);
    assert_eq!(rung(asked.clone().with_outlet("Courier")), Rung::Verbatim);
    assert_eq!(rung(asked.clone().with_outlet("Herald")), Rung::NotFound);
    assert_eq!(rung(asked.until("2018-07-16".parse().unwrap())), Rung::NotFound);
}

#[test]
fn no_text_makes_a_lookup_fail() {
    let archive = archive(&HELSINKI);
    let snapshot = archive.snapshot().unwrap();
    let long = "political risk in pursuit of peace ".repeat(2000);
    for text in ["", "\0", "“", "\u{202e}x", "a\u{301}\u{301}", "🐦", &long] {
        snapshot.lookup(&Query::new(text)).unwrap();
        snapshot.check(text).unwrap();
    }
}

fn rows(path: &Path) -> Option<Vec<Value>> {
    let text = std::fs::read_to_string(path).ok()?;
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// Kinds that change no word.
const ACCIDENTAL: [&str; 12] = [
    "whitespace",
    "quote-mark",
    "dash",
    "diacritic",
    "case",
    "sentence-boundary",
    "punctuation",
    "spelling",
    "contraction",
    "hyphenation",
    "number-format",
    "truncation",
];

/// Returns the words of a text between blanks, without marks and capitals.
fn words(text: &str) -> String {
    let is_apostrophe = |c: char| "'’‘".contains(c);
    let text: String = text.chars().filter(|&c| !is_apostrophe(c)).collect();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    format!(" {} ", words.join(" "))
}

/// The article of one side is archived, and the other side's wording is asked.
#[test]
fn labelled_pairs_get_their_rung() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let (mut right, mut asked, mut false_verbatim) = (0, 0, Vec::new());
    for set in ["basil", "newswcl50", "mrpc"] {
        let folder = shared.join(set);
        let (Some(articles), Some(quotations), Some(pairs)) = (
            rows(&folder.join("articles.jsonl")),
            rows(&folder.join("quotations.jsonl")),
            rows(&folder.join("pairs.jsonl")),
        ) else {
            println!("skipped: {} is not there", folder.display());
            continue;
        };
        let text = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
        let by_id = |rows: &[Value]| -> BTreeMap<String, Value> {
            rows.iter().map(|row| (text(row, "id"), row.clone())).collect()
        };
        let (articles, quotations) = (by_id(&articles), by_id(&quotations));
        let mut archives: BTreeMap<String, LiveArchive> = BTreeMap::new();
        let (mut right_here, mut asked_here) = (0, 0);
        for pair in &pairs {
            let [a, b] = ["id_a", "id_b"].map(|id| &quotations[&text(pair, id)]);
            let (printed, wording) = (text(a, "text"), text(b, "text"));
            let article = text(a, "article");
            let kinds: Vec<String> = pair["kinds"].as_array().map_or(Vec::new(), |kinds| {
                kinds.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            });
            let same_words = kinds.iter().all(|kind| ACCIDENTAL.contains(&kind.as_str()));
            let is_part = matches!(pair["fragment"].as_str(), None | Some("b"));
            let bare = wording.trim_end_matches(|c: char| ".,;:!?…”’\"' ".contains(c));
            let bare = bare.trim_start_matches(|c: char| "“‘\"' ".contains(c)).to_owned();
            let archive = archives.entry(article.clone()).or_insert_with(|| {
                let settings = Settings::default().with_indirect_reports(false).with_threads(1);
                let mut archive = LiveArchive::in_memory(settings.unwrap()).unwrap();
                archive.add(Document::new(&*article, text(&articles[&article], "text"))).unwrap();
                archive.commit().unwrap();
                archive
            });
            let snapshot = archive.snapshot().unwrap();
            // The article may print the same words elsewhere, which the label does not say.
            let all = snapshot.reconcile().unwrap();
            let asked_words = words(&bare);
            let is_there = |printed: &str| words(printed).contains(&asked_words);
            let literal = all.documents[0].quotations.iter().any(|one| is_there(&one.text));
            let expected: &[Rung] = match pair["label"].as_str() {
                Some("same") if same_words && is_part => &[Rung::Verbatim, Rung::Accidental],
                Some("same") if literal => &[Rung::Verbatim, Rung::Accidental],
                // Where it is longer, the article may print the rest in another quotation.
                Some("same") if !is_part => &[Rung::Altered, Rung::Spliced],
                Some("same") => &[Rung::Altered],
                Some("different") if literal => {
                    &[Rung::Verbatim, Rung::Accidental, Rung::OtherSpeaker]
                }
                Some("different") => &[Rung::NotFound],
                _ => continue,
            };
            let rung = snapshot.lookup(&Query::new(&bare)).unwrap().rung;
            asked_here += 1;
            if expected.contains(&rung) {
                right_here += 1;
            } else if std::env::var_os("VARIORUM_SHOW").is_some() {
                println!(
                    "{set} {rung:?} for {expected:?} {kinds:?} {}\n  {printed}\n  {wording}",
                    pair["fragment"]
                );
            }
            if rung == Rung::Verbatim && !literal {
                false_verbatim.push(wording);
            }
        }
        println!("{set}: the rung is right in {right_here} of {asked_here}");
        (right, asked) = (right + right_here, asked + asked_here);
    }
    assert!(false_verbatim.is_empty(), "called verbatim: {false_verbatim:?}");
    assert!(right * 100 >= asked * 95, "{right} of {asked}");
}
