//! The limits of an archive: input beyond a limit is refused with the numbers, and the rest is
//! processed.

use variorum::StandaloneQuotation;
use variorum::{Archive, Document, Settings};

fn document(id: &str, words: usize) -> Document {
    Document::new(
        id,
        format!("“We will go on and on {}for ever,” Ada Lund said.", "and on ".repeat(words / 2)),
    )
}

/// Returns an article that is mostly narrative.
fn report(n: usize) -> Document {
    let prose = "Nothing else happened in the harbour that day. ".repeat(40);
    Document::new(format!("d{n}"), format!("“We will go on for {n} days,” Ada Lund said. {prose}"))
}

#[test]
fn a_quotation_has_so_many_words() {
    let mut archive = Archive::new(Settings::default().with_quotation_words(20).unwrap());
    let refused =
        archive.extend(vec![document("short", 10), document("long", 20), document("other", 0)]);
    assert_eq!(refused.len(), 1);
    let (document, error) = &refused[0];
    assert_eq!(document.id, "long");
    assert!(error.is_limit());
    assert_eq!(
        error.to_string(),
        "quotation \"long#0\" has 28 words; the limit (quotation_words) is 20"
    );
    assert_eq!(archive.reconcile().documents.len(), 2);

    // Words are counted, not bytes nor marks.
    let given =
        |id: &str, words: usize| StandaloneQuotation::new(id, "interminable, ".repeat(words));
    archive.add_quotation(given("just", 20)).unwrap();
    let error = archive.add_quotation(given("more", 21)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "quotation \"more\" has 21 words; the limit (quotation_words) is 20"
    );
    assert_eq!(archive.len(), 3);
}

#[test]
fn an_archive_has_so_many_bytes() {
    let documents = || (0..100).map(report);
    let mut free = Archive::default();
    assert!(free.extend(documents()).is_empty());

    let limit = free.memory() / 2;
    let mut archive = Archive::new(Settings::default().with_memory(limit).unwrap());
    let refused: Vec<_> = documents().filter_map(|document| archive.add(document).err()).collect();
    assert!((20..80).contains(&refused.len()), "{}", refused.len());
    for error in &refused {
        assert!(
            error.is_limit()
                && error.to_string().ends_with(&format!("the limit (memory) is {limit}")),
            "{error}"
        );
    }
    assert!(archive.memory() < limit + limit / 10, "{} of {limit}", archive.memory());
    assert_eq!(archive.reconcile().documents.len(), 100 - refused.len());
    assert!(Settings::default().with_memory(0).unwrap_err().is_setting());
}

/// Removed documents no longer count.
#[test]
fn what_is_removed_makes_room() {
    let mut archive = Archive::default();
    let all = || (0..100).map(report);
    archive.extend(all());
    let full = archive.memory();
    all().for_each(|document| assert!(archive.remove(&document.id)));
    // The words, and the room in lists, stay.
    assert!(archive.memory() < full / 2, "{} of {full}", archive.memory());
    archive.extend(all());
    assert!(archive.memory() <= full + full / 10, "{} of {full}", archive.memory());
}

#[cfg(feature = "json")]
#[test]
fn lines_beyond_a_limit_are_skipped() {
    let mut archive = Archive::new(Settings::default().with_quotation_words(3).unwrap());
    let lines =
        "{\"id\": 1, \"text\": \"We begin.\"}\n{\"id\": 2, \"text\": \"We shall never begin.\"}\n";
    let skipped = archive.read_quotations("-", lines.as_bytes());
    assert_eq!(archive.len(), 1);
    assert_eq!(
        skipped[0].to_string(),
        "-: line 2: quotation \"2\" has 4 words; the limit (quotation_words) is 3"
    );
}

/// Decisions by text are about all pairs of the quotations of two wordings.
#[test]
fn decisions_are_about_so_many_pairs() {
    use variorum::{Decision, Reference};

    let unapplied = |count: usize| {
        let mut archive = Archive::default();
        for n in 0..count {
            for (id, text) in [("a", "We shall begin."), ("b", "We shall stop.")] {
                archive.add_quotation(StandaloneQuotation::new(format!("{id}{n}"), text)).unwrap();
            }
        }
        let [a, b] = ["We shall begin.", "We shall stop."].map(Reference::text);
        archive.decide(Decision::different(a, b));
        archive.reconcile().unapplied
    };
    assert!(unapplied(10).is_empty());
    let refused = unapplied(1_100);
    assert_eq!(
        refused[0].reason,
        "it is about 1210000 pairs of quotations; the limit of all decisions is 1048576"
    );
    assert_eq!(refused.len(), 1);
}
