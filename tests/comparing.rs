//! What `compare` says of two wordings: through the library, and through the example, if it is
//! built (`cargo build --examples`).
#![cfg(feature = "json")]

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use variorum::link::{LinkVerdict, RejectionReason};
use variorum::variant::Level;
use variorum::{Comparer, Comparison, StandaloneQuotation};

const YES: &str = "I see a good reason why it would be the pilot who sank the Aurora";
const NO: &str = "I see no reason why it would be the pilot who sank the Aurora";

fn on_days(a: &str, b: &str, days: [&str; 2]) -> Comparison {
    let quotation = |id: &str, text: &str, day: &str| {
        StandaloneQuotation::new(id, text)
            .with_speaker("Ada Lund")
            .with_published(day.parse().unwrap())
    };
    Comparer::new().compare(&quotation("a", a, days[0]), &quotation("b", b, days[1]))
}

#[test]
fn a_reversal_is_for_a_person_to_look_at() {
    let pairs = [
        (
            "The pilots of Veln have never asked for money",
            "The pilots of Veln have asked for money",
        ),
        ("The fleet lost fourteen trawlers last night", "The fleet lost forty trawlers last night"),
    ];
    for (a, b) in pairs {
        let later = on_days(a, b, ["2018-07-16", "2018-07-17"]);
        assert_eq!(later.summary.level, Some(Level::Contradictory), "{a}");
        assert_eq!(later.link.rejection, Some(RejectionReason::Reversal), "{a}");
        assert_eq!(later.link.verdict, LinkVerdict::Review, "{a}");
        // On one day it is one utterance, badly printed; so are other words on two days.
        let at_once = on_days(a, b, ["2018-07-16", "2018-07-16"]);
        assert_eq!((at_once.link.verdict, at_once.link.rejection), (LinkVerdict::Same, None));
    }
    let reworded = on_days(
        "We often asked the pilots for the money",
        "We often asked the pilots for that money",
        ["2018-07-16", "2018-07-17"],
    );
    assert_eq!((reworded.link.verdict, reworded.link.rejection), (LinkVerdict::Same, None));
    // Whatever the verdict, it never stands beside a reason against it.
    for days in [["2018-07-16", "2018-07-16"], ["2018-07-16", "2018-07-19"]] {
        let link = on_days(YES, NO, days).link;
        assert_eq!(link.verdict == LinkVerdict::Same, link.rejection.is_none(), "{link:?}");
    }
}

/// Runs the example with `arguments` and `input`; `None` where it is not built.
fn run(arguments: &[&str], input: &str) -> Option<(bool, String)> {
    let test = std::env::current_exe().ok()?;
    let name = format!("compare{}", std::env::consts::EXE_SUFFIX);
    let example = test.parent()?.parent()?.join("examples").join(name);
    if !example.exists() {
        println!("skipped: {} is not built", example.display());
        return None;
    }
    let mut child = Command::new(example)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // A run that reads nothing may have ended.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Some((output.status.success(), String::from_utf8(output.stdout).unwrap()))
}

#[test]
fn help_names_every_option() {
    let Some((done, help)) = run(&["--help"], "") else { return };
    assert!(done);
    for option in ["--speaker-a", "--speaker-b", "--published-a", "--published-b", "--jsonl"] {
        assert!(help.contains(option), "{option}");
    }
    assert!(help.lines().all(|line| line.chars().count() <= 100));
}

#[test]
fn one_wording_given_to_two_speakers_is_said() {
    let words = "This treaty smells of herring, tar and bad conscience";
    let arguments = |a, b| ["--speaker-a", a, "--speaker-b", b, words, words];
    let Some((_, two)) = run(&arguments("Ann Lee", "Bob Ray"), "") else { return };
    assert!(two.contains("two speakers who cannot be one person: Ann Lee, Bob Ray"), "{two}");
    let (_, one) = run(&arguments("Ann Lee", "Lee"), "").unwrap();
    assert!(!one.contains("cannot be one person") && one.contains("same:"), "{one}");
}

#[test]
fn a_level_beside_different_is_explained() {
    let side = |text: &str| json!({ "text": text });
    let requests = [
        ("two", side("The harbour is closed"), side("The ministry never paid the pilots")),
        ("one", side("The harbour of Veln is closed"), side("The harbor of Veln is closed")),
    ];
    let input: String = requests
        .iter()
        .map(|(id, a, b)| format!("{}\n", json!({"id": id, "a": a, "b": b})))
        .collect();
    let Some((_, output)) = run(&["--jsonl"], &input) else { return };
    let answers: Vec<Value> =
        output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let explained = |answer: &Value| {
        let mut reasons = answer["reasons"].as_array().unwrap().iter();
        reasons.any(|reason| reason.as_str().unwrap().contains("compares the words alone"))
    };
    assert!(answers[0]["verdict"] == "different" && explained(&answers[0]), "{}", answers[0]);
    assert!(answers[1]["verdict"] == "same" && !explained(&answers[1]), "{}", answers[1]);
}
