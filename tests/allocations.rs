//! Allocations grow with the documents and the wordings, not with the compared pairs. Counted on
//! one thread.

use allocation_counter::measure;
use variorum::StandaloneQuotation;
use variorum::{Archive, Document, Settings};

fn archive() -> Archive {
    Archive::new(Settings::default().with_threads(1).unwrap())
}

/// Returns an archive of `lines` distinct standalone quotations. Each `family` of them shares its
/// rarest words, so that its members become candidate pairs.
fn given(lines: usize, family: usize) -> Archive {
    let mut archive = archive();
    for n in 0..lines {
        let (town, sum) = (n / family, n % family);
        let text = format!(
            "We rebuild the zephyrine quay{town} harbour{town} with {sum} million crowns this year"
        );
        archive.add_quotation(StandaloneQuotation::new(n.to_string(), text)).unwrap();
    }
    archive
}

#[test]
fn no_compared_pair_asks_for_memory() {
    const LINES: usize = 4_000;
    let count = |family: usize| {
        let archive = given(LINES, family);
        // What is made once for the process is no cost of a line.
        archive.group();
        let pairs = archive.compared().len() as f64;
        (measure(|| drop(archive.group())).count_total as f64, pairs)
    };
    let ((few, fewer_pairs), (many, more_pairs)) = (count(4), count(40));
    println!("{LINES} lines: {few} allocations with {fewer_pairs} pairs, {many} with {more_pairs}");
    assert!(more_pairs > 5.0 * fewer_pairs, "{fewer_pairs} and {more_pairs} pairs");
    assert!((many - few) / (more_pairs - fewer_pairs) < 0.1, "{few} and {many}");
    assert!(few.max(many) / (LINES as f64) < 2.0, "{few} and {many}");
}

#[test]
fn a_document_asks_for_memory_so_often() {
    const DOCUMENTS: usize = 200;
    let report = |series: &str, n: usize| {
        let prose =
            "The ministers met in the old customs house and left by the back door. ".repeat(10);
        let quoted =
            format!("“We shall rebuild the harbour for {n} million crowns,” Ada Lund said.");
        Document::new(format!("{series}{n}"), format!("{prose}\n\n{quoted}\n\n{prose}\n\n{quoted}"))
            .with_outlet("Courier")
    };
    let mut archive = archive();
    // Lists of the house are made, and the words met.
    assert!(archive.extend((0..DOCUMENTS).map(|n| report("d", n))).is_empty());
    let documents: Vec<_> = (0..DOCUMENTS).map(|n| report("e", n)).collect();
    let counted = measure(|| assert!(archive.extend(documents).is_empty()));
    let each = counted.count_total as f64 / DOCUMENTS as f64;
    println!("{each:.1} allocations for a document of 270 words and two quotations");
    assert!(each < 150.0, "{each}");
}

/// The densest text of quotations: a byte of text makes a sixth of a quotation, each an utterance.
#[test]
fn a_byte_of_text_costs_so_much_memory() {
    let text = "'a ".repeat(40_000);
    let bytes = text.len() as u64;
    let mut archive = archive();
    archive.add(Document::new("warm", "“We go,” Ada Lund said.")).unwrap();
    archive.reconcile();
    let counted = measure(|| {
        archive.add(Document::new("dense", text)).unwrap();
        assert!(archive.reconcile().utterances.len() > 10_000);
    });
    let each = counted.bytes_max / bytes;
    println!("{each} bytes for each byte of text");
    assert!(each < 400, "{each}");
}
