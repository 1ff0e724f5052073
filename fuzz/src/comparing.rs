//! Rooms that compare sequences of words.

use variorum::align::{Alignment, EditKind};
use variorum::blocking::{BlockingIndex, MIN_RUN_WEIGHT, Sequence, SequenceId, shares_run};
use variorum::blocking::{LONG_MIN_RUN_WEIGHT, LONG_SEQUENCE_WEIGHT};
use variorum::cluster::Edge;
use variorum::collation::collate;
use variorum::text::{Vocabulary, Word};

use crate::MAX_BYTES;

/// An alignment covers both sides exactly once, and mirrors.
pub fn align(data: &[u8]) {
    let texts = crate::texts(&data[..data.len().min(MAX_BYTES)], 2);
    let mut words = Vocabulary::new();
    let [a, b] = [0, 1].map(|n| words.tokenize(texts.get(n).map_or("", String::as_str)).words);
    let found = variorum::align::align(&words, &a, &b);
    covers_both(&a, &b, &found);
    assert_eq!(variorum::align::align(&words, &b, &a).mirrored(), found);
}

fn covers_both(a: &[Word], b: &[Word], found: &Alignment) {
    let mut at = (0, 0);
    for edit in &found.edits {
        assert_eq!((edit.a.start, edit.b.start), at);
        at = (edit.a.end, edit.b.end);
        if edit.kind == EditKind::Equal {
            assert_eq!(a[edit.a.clone()], b[edit.b.clone()]);
        }
    }
    assert_eq!(at, (a.len(), b.len()));
}

/// The index keeps its promise for small sets.
pub fn blocking(data: &[u8]) {
    let texts = crate::texts(&data[..data.len().min(MAX_BYTES)], 12);
    let mut words = Vocabulary::new();
    let passages: Vec<Vec<Word>> = texts.iter().map(|text| words.tokenize(text).words).collect();
    let sequences: Vec<Sequence> =
        passages.iter().map(|passage| Sequence::new(&words, passage)).collect();
    let mut index = BlockingIndex::new();
    for (id, sequence) in (0..).zip(&sequences) {
        index.insert(SequenceId(id), sequence.clone());
    }
    let pairs = index.pairs();
    for a in 0..passages.len() {
        for b in a + 1..passages.len() {
            let are_long = [a, b].iter().all(|&n| sequences[n].weight() >= LONG_SEQUENCE_WEIGHT);
            let weight = if are_long { LONG_MIN_RUN_WEIGHT } else { MIN_RUN_WEIGHT };
            if shares_run(&words, &passages[a], &passages[b], weight) {
                let pair = (SequenceId(a as u32), SequenceId(b as u32));
                assert!(pairs.contains(&pair), "not compared: {:?} / {:?}", texts[a], texts[b]);
            }
        }
    }
}

/// Clusters are a partition, and depend on the edges and not on their order.
pub fn cluster(data: &[u8]) {
    const ITEMS: u32 = 12;
    let mut edges = Vec::new();
    for row in data.chunks_exact(3).take(64) {
        let (a, b) = (u32::from(row[0]) % ITEMS, u32::from(row[1]) % ITEMS);
        let log_odds = match row[2] {
            0 => f64::NEG_INFINITY,
            255 => f64::INFINITY,
            other => f64::from(other) / 16.0 - 8.0,
        };
        // Of two edges of a pair the later counts, so a pair has one edge here.
        let pair = (a.min(b), a.max(b));
        if a != b && edges.iter().all(|edge: &Edge| (edge.a, edge.b) != pair) {
            edges.push(Edge::new(pair.0, pair.1, log_odds));
        }
    }
    let groups = variorum::cluster::cluster(ITEMS as usize, &edges);
    for (item, &root) in (0..).zip(&groups) {
        assert!(root <= item && groups[root as usize] == root);
    }
    edges.reverse();
    assert_eq!(variorum::cluster::cluster(ITEMS as usize, &edges), groups);
}

/// A row gives its tokens back; the columns are the same in any order of the wordings.
pub fn collation(data: &[u8]) {
    let texts = crate::texts(&data[..data.len().min(MAX_BYTES / 2)], 8);
    let mut words = Vocabulary::new();
    let wordings: Vec<Vec<Word>> = texts.iter().map(|text| words.tokenize(text).words).collect();
    let mut slices: Vec<&[Word]> = wordings.iter().map(Vec::as_slice).collect();
    let table = collate(&words, &slices);
    for (row, wording) in table.rows.iter().zip(&wordings) {
        let tokens: Vec<usize> = row.iter().flat_map(Clone::clone).collect();
        assert_eq!(tokens, (0..wording.len()).collect::<Vec<_>>());
    }
    slices.reverse();
    let mut turned = collate(&words, &slices).rows;
    turned.reverse();
    assert_eq!(turned, table.rows);
}

/// Two texts have a variant if and only if a byte differs, and compare alike from either side.
pub fn variant(data: &[u8]) {
    let texts = crate::texts(&data[..data.len().min(MAX_BYTES)], 2);
    let [a, b] = [0, 1].map(|n| texts.get(n).map_or("", String::as_str));
    let (there, back) = (variorum::compare(a, b), variorum::compare(b, a));
    assert_eq!(there.variants.is_empty(), a == b, "{:?}", there.variants);
    assert_eq!(there.summary, back.summary);
    assert_eq!((there.link.verdict, there.link.score), (back.link.verdict, back.link.score));
    for variant in &there.variants {
        assert!(a.get(there.span_a(&variant.a).range()).is_some());
        assert!(b.get(there.span_b(&variant.b).range()).is_some());
    }
}
