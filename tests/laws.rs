//! The laws of `DESIGN.md`, each tested from articles to reports through the public API: on
//! generated news, and on arbitrary text. `PROPTEST_CASES` sets the number of cases.

#[path = "laws/checks.rs"]
mod checks;
#[path = "laws/edition.rs"]
mod edition;
#[path = "laws/news.rs"]
mod news;
#[path = "laws/sides.rs"]
mod sides;
#[path = "laws/ugly.rs"]
mod ugly;

use std::collections::{BTreeMap, BTreeSet};

use checks::{archive, lawful, printed};
use news::Edit;
use proptest::prelude::*;
use variorum::StandaloneQuotation;
use variorum::edition::Verdict;
use variorum::{Archive, Document, Settings};

/// Runs `few` cases unless the environment sets a number: each builds whole archives.
fn cases(few: u32) -> ProptestConfig {
    let default = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() {
        default
    } else {
        ProptestConfig { cases: few, ..default }
    }
}

proptest! {
    #![proptest_config(cases(48))]

    /// Laws 1, 2, 3 and 6 on news.
    #[test]
    fn news_is_read_lawfully(documents in news::articles(8)) {
        let archive = archive(&documents);
        lawful(&documents, &archive)?;
    }

    /// Laws 1, 2, 3 and 6 on arbitrary text.
    #[test]
    fn anything_is_read_lawfully(documents in ugly::documents(5)) {
        let archive = archive(&documents);
        lawful(&documents, &archive)?;
    }
}

proptest! {
    #![proptest_config(cases(32))]

    /// Law 4: documents in any order, one by one or all at once, on any number of threads, after
    /// others were added and removed.
    #[test]
    fn order_does_not_matter(
        (documents, shuffled) in prop_oneof![news::articles(9), ugly::documents(6)]
            .prop_flat_map(|documents| (Just(documents.clone()), Just(documents).prop_shuffle())),
        guests in news::articles(4),
        replaced in any::<prop::sample::Index>(),
    ) {
        let expected = printed(&archive(&documents).reconcile());

        let mut together = Archive::new(Settings::default().with_threads(2).unwrap());
        prop_assert!(together.extend(shuffled.clone()).is_empty());
        prop_assert_eq!(&printed(&together.reconcile()), &expected, "shuffled, all at once, two threads");

        let mut alone = Archive::new(Settings::default().with_threads(1).unwrap());
        for guest in &guests {
            let mut guest = guest.clone();
            guest.id = format!("guest {}", guest.id);
            alone.add(guest).unwrap();
        }
        for document in shuffled.iter().rev() {
            alone.add(document.clone()).unwrap();
        }
        for guest in &guests {
            let gone = alone.remove(&format!("guest {}", guest.id));
            prop_assert!(gone);
        }
        prop_assert_eq!(&printed(&alone.reconcile()), &expected, "turned, one by one, with guests who left");

        if !documents.is_empty() {
            let document = &documents[replaced.index(documents.len())];
            let mut other = document.clone();
            other.text = "“Something else,” said Nobody.".to_owned();
            prop_assert!(alone.replace(other).unwrap());
            prop_assert!(alone.replace(document.clone()).unwrap());
            prop_assert_eq!(&printed(&alone.reconcile()), &expected, "replaced and put back");
        }
    }

    /// Law 4 for standalone quotations.
    #[test]
    fn order_of_given_quotations_does_not_matter(
        (prints, shuffled) in prop::collection::vec((0usize..3, 0usize..Edit::ALL.len(), 0usize..5, 0usize..3), 0..24)
            .prop_map(|prints| prints.into_iter().enumerate().collect::<Vec<_>>())
            .prop_flat_map(|prints| (Just(prints.clone()), Just(prints).prop_shuffle())),
        sentences in prop::collection::vec(news::sentence(), 3),
    ) {
        type Given = (usize, (usize, usize, usize, usize));
        let read = |prints: &[Given]| {
            let mut archive = Archive::default();
            for &(n, (sentence, edit, outlet, speaker)) in prints {
                let mut given = StandaloneQuotation::new(n.to_string(), sentences[sentence].print(Edit::ALL[edit]));
                given.outlet = (outlet > 0).then(|| format!("Outlet {outlet}"));
                given.speaker = ["Ada Lund", "Lund", "José Iñárritu"].get(speaker).map(|name| (*name).to_owned());
                archive.add_quotation(given).unwrap();
            }
            printed(&archive.reconcile())
        };
        prop_assert_eq!(read(&prints), read(&shuffled));
    }

    /// Law 6: two wordings that differ in a negation, a number or a name alone are contradictory.
    #[test]
    fn contradictions_are_told(sentence in news::sentence(), edit in prop::sample::select(&[Edit::Negation, Edit::Number, Edit::Name][..]), marks in 0usize..3, turned in any::<bool>()) {
        let print = |edit| news::Print { sentence: 0, speaker: 0, edit, marks, frame: 0 };
        let plan = |outlet, edit| news::Plan { outlet, day: 1, prints: vec![print(edit)], reprint: false, title: None };
        let (first, second) = if turned { (edit, Edit::None) } else { (Edit::None, edit) };
        let documents = news::render(&[sentence], &[plan(1, first), plan(2, second)]);
        let all = archive(&documents).reconcile();
        for utterance in all.utterances.iter().filter(|utterance| utterance.wordings.len() > 1) {
            prop_assert_eq!(utterance.verdict, Verdict::Contradictory, "{:?}", utterance.wordings);
        }
    }
}

proptest! {
    /// Law 6 for two texts by themselves: they have a variant if and only if a byte differs.
    #[test]
    fn every_byte_is_compared(
        inner in prop_oneof![Just(String::new()), Just("never".to_owned()), any::<String>()],
        around in prop::array::uniform4(prop::sample::select(
            &["", "", " ", "\0", "\n", "\u{200b}", "\u{202e}", "\u{301}", "."][..],
        )),
    ) {
        let [before, after, other_before, other_after] = around;
        let a = format!("{before}{inner}{after}");
        let b = format!("{other_before}{inner}{other_after}");
        let comparison = variorum::compare(&a, &b);
        prop_assert_eq!(comparison.variants.is_empty(), a == b, "{:?}", comparison.variants);
        prop_assert_eq!(comparison.summary.level.is_none(), a == b);
    }
}

/// Law 6 for two such wordings among others that print the sentence in part or whole.
#[test]
fn contradictions_are_told_among_many() {
    let sentence = news::Sentence { slots: [0, 1, 2, 3, 4, 5] };
    for edit in [Edit::Negation, Edit::Number, Edit::Name] {
        let edits = [
            Edit::None,
            Edit::None,
            Edit::DropTail,
            edit,
            Edit::Spelling,
            Edit::DropHead,
            Edit::None,
        ];
        let plans = edits.iter().enumerate().map(|(n, &edit)| news::Plan {
            outlet: n + 1,
            day: n,
            prints: vec![news::Print { sentence: 0, speaker: 0, edit, marks: n, frame: n % 2 }],
            reprint: false,
            title: None,
        });
        let documents = news::render(&[sentence], &plans.collect::<Vec<_>>());
        let all = archive(&documents).reconcile();
        let most = &all.utterances[0];
        assert!(most.witnesses.len() >= 6, "{edit:?}: {:?}", most.wordings);
        assert_eq!(most.verdict, Verdict::Contradictory, "{edit:?}: {:?}", most.wordings);
    }
}

/// Law 2 on paragraphs of a megabyte, or of a hundredth of that in a debug build.
#[test]
fn huge_paragraphs_are_read() {
    let bytes = if cfg!(debug_assertions) { 10_000 } else { 1 << 20 };
    for (name, text) in ugly::huge(bytes) {
        let started = std::time::Instant::now();
        let documents: Vec<Document> =
            ["x", "y"].iter().map(|id| Document::new(*id, text.clone()).with_outlet(*id)).collect();
        let archive = archive(&documents);
        let all = archive.reconcile();
        let quotations: usize =
            all.documents.iter().map(|document| document.quotations.len()).sum();
        let witnesses: usize =
            all.utterances.iter().map(|utterance| utterance.witnesses.len()).sum();
        assert_eq!(quotations, witnesses, "{name}");
        println!(
            "{name}: {quotations} quotations, {} utterances, {:.1?}",
            all.utterances.len(),
            started.elapsed()
        );
    }
}

/// Law 2 on empty input.
#[test]
fn nothing_is_read_lawfully() {
    for documents in [
        vec![],
        vec![Document::new("", "")],
        vec![Document::new("", "“”").with_outlet("").with_title("")],
        // The mark before the closing mark is another where it asks or shouts: two wordings, and
        // that is said.
        vec![
            Document::new(
                "a",
                "“We will rebuild the northern breakwater in Gdansk!” Ada Lund shouted.",
            ),
            Document::new(
                "b",
                "“We will rebuild the northern breakwater in Gdansk,” Ada Lund said.",
            ),
        ],
        vec![
            Document::new("a", "“…”"),
            Document::new("b", "“…”"),
            Document::new("c", "“.” “,” “ ”"),
        ],
    ] {
        lawful(&documents, &archive(&documents)).unwrap();
    }
}

/// Law 5 on real quotations: see `tests/laws/promise.rs`.
#[path = "laws/promise.rs"]
mod promise;

/// Checks that generated news has what the laws are about: links, broken and nested quotations,
/// and variants.
#[test]
fn made_up_news_has_something_in_it() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut kinds, mut verdicts, mut broken, mut nested) =
        (BTreeSet::new(), BTreeMap::new(), 0, 0);
    for _ in 0..24 {
        let documents = news::articles(8).new_tree(&mut runner).unwrap().current();
        let all = archive(&documents).reconcile();
        for utterance in &all.utterances {
            *verdicts.entry(utterance.verdict.as_str()).or_insert(0) += 1;
            kinds.extend(
                utterance
                    .apparatus
                    .iter()
                    .flat_map(|entry| entry.readings.iter().map(|r| r.kind.as_str())),
            );
        }
        let quotations = || all.documents.iter().flat_map(|document| &document.quotations);
        broken += quotations().filter(|quotation| quotation.quotation.pieces.len() > 1).count();
        nested += quotations().filter(|quotation| quotation.quotation.parent.is_some()).count();
    }
    println!("{verdicts:?}, {} kinds of variants, {broken} broken, {nested} nested", kinds.len());
    assert!(verdicts.len() >= 5 && kinds.len() >= 8 && broken > 20 && nested > 5);
}
