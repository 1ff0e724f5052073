//! A conflict of speakers is said only of two persons who cannot be one.

use variorum::{Archive, Document, StandaloneQuotation};

const WORDS: &str = "This treaty smells of herring, tar and a bad conscience";

/// Returns true if a conflict is said of the words that these papers print.
fn is_conflict(papers: &[&str]) -> bool {
    let mut archive = Archive::default();
    for (n, paper) in papers.iter().enumerate() {
        let id = format!("paper-{n}");
        let text = paper.replace("[…]", &format!("“{WORDS},”"));
        archive.add(Document::new(&*id, &*text).with_outlet(&*id)).unwrap();
    }
    let found = archive.reconcile();
    let utterance = found.utterances.iter().max_by_key(|u| u.witnesses.len()).unwrap();
    assert_eq!(utterance.witnesses.len(), papers.len(), "{papers:?}");
    utterance.verdict.as_str() == "attribution-conflict"
}

#[test]
fn two_persons_are_a_conflict() {
    assert!(is_conflict(&["[…] Susan Reed said.", "[…] said Peter Holm."]));
    assert!(is_conflict(&[
        "The clerk Susan Reed came late. […] Ms. Reed said.",
        "[…] Peter Holm said on Monday."
    ]));
    // Names that no list holds, printed in full beside the words.
    assert!(is_conflict(&["[…] Tuva Reed said.", "[…] said Oddvar Holm."]));
    assert!(is_conflict(&[
        "[…] said Peter Holm, a spokesman for Ada Lund.",
        "[…] said Susan Reed, a spokeswoman for Ada Lund."
    ]));
}

#[test]
fn two_forms_of_one_name_are_none() {
    assert!(!is_conflict(&["[…] Susan Reed said.", "[…] said Sue Reed."]));
    assert!(!is_conflict(&["[…] Susan Reed said.", "[…] said Susan Ann Reed, R-Maine."]));
    assert!(!is_conflict(&["[…] Ms. Reed said.", "[…] said Susan Reed."]));
}

#[test]
fn a_body_and_its_people_are_none() {
    // A firm and its employee, a title and its holder, a magazine and the person it interviewed.
    assert!(!is_conflict(&["[…] Holm Shipping said.", "[…] Susan Reed said."]));
    assert!(!is_conflict(&["[…] the harbour master said.", "[…] Susan Reed said."]));
    assert!(!is_conflict(&["[…] according to Harpoon.", "[…] Susan Reed said."]));
    assert!(!is_conflict(&["[…] the ministry said.", "[…] Peter Holm, its spokesman, said."]));
    assert!(!is_conflict(&["[…] CEO Susan Reed said.", "[…] the Harbour Trust’s CEO said."]));
}

#[test]
fn a_spokesman_is_no_conflict_with_whom_he_speaks_for() {
    assert!(!is_conflict(&[
        "[…] said Peter Holm, a spokesman for Susan Reed.",
        "[…] Susan Reed said."
    ]));
    assert!(!is_conflict(&["[…] Reed spokesman Peter Holm said.", "[…] Susan Reed said."]));
}

#[test]
fn those_who_speak_together_are_none() {
    assert!(!is_conflict(&[
        "[…] Reed and Holm said in a joint statement.",
        "[…] Susan Reed said."
    ]));
    assert!(!is_conflict(&["[…] Susan Reed said.", "[…] said Peter Holm & Susan Reed."]));
}

#[test]
fn which_of_a_family_must_be_printed() {
    let son = "Ian Holm is the son of the mayor. […] Holm said.";
    assert!(!is_conflict(&[son, "[…] Peter Holm said."]));
    assert!(is_conflict(&["[…] said Ian Holm.", "[…] Peter Holm said."]));
}

#[test]
fn a_doubtful_speaker_is_no_conflict() {
    // The subject of a sentence nearby; the reporter’s signature in a live page.
    assert!(!is_conflict(&["Peter Holm was in the harbour. […]", "[…] Susan Reed said."]));
    assert!(!is_conflict(&["[…]\n\n— Peter Holm\n\nNight fell.", "[…] Susan Reed said."]));
    // A word that is no name.
    assert!(!is_conflict(&["[…] Defiant Reed said.", "[…] Susan Reed said."]));
}

#[test]
fn names_that_were_handed_in_are_taken_at_their_word() {
    let conflict = |a: &str, b: &str| {
        let mut archive = Archive::default();
        for (id, name) in [("a", a), ("b", b)] {
            archive.add_quotation(StandaloneQuotation::new(id, WORDS).with_speaker(name)).unwrap();
        }
        archive.reconcile().utterances[0].verdict.as_str() == "attribution-conflict"
    };
    assert!(conflict("Reed", "Holm"));
    assert!(!conflict("Reed", "Susan Reed"));
}
