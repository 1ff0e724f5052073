//! Law 5 on real quotations, if they are available: `polnear/quotations.jsonl` and
//! `basil/quotations.jsonl` in the folder that `VARIORUM_DATA` names, or in `../shared/data`.
#![cfg(feature = "json")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use variorum::blocking::{
    BlockingIndex, MAX_BLOCK_SIZE, MAX_RUN_WEIGHT, MIN_RUN_WEIGHT, RUN_WEIGHT_STEP, Sequence,
    SequenceId, min_run_weight, shares_run,
};
use variorum::text::{Vocabulary, Weight, Word};

/// Number of pairs that are compared word by word.
const SAMPLE: usize = 300_000;

fn texts() -> Option<Vec<String>> {
    let folder = std::env::var_os("VARIORUM_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let mut texts = Vec::new();
    for name in ["polnear/quotations.jsonl", "basil/quotations.jsonl"] {
        for line in std::fs::read_to_string(folder.join(name)).ok()?.lines() {
            let line: serde_json::Value = serde_json::from_str(line).ok()?;
            texts.push(line["text"].as_str()?.to_owned());
        }
    }
    Some(texts)
}

#[test]
fn the_index_keeps_its_promise_on_real_quotations() {
    let Some(texts) = texts() else {
        println!("skipped: no quotations at hand");
        return;
    };
    let mut words = Vocabulary::new();
    let read: Vec<Vec<Word>> = texts.iter().map(|text| words.tokenize(text).words).collect();
    let spoken = read
        .into_iter()
        .map(|read| read.into_iter().filter(|&word| words[word].class.is_word()).collect());
    let sequences: BTreeSet<Vec<Word>> = spoken.collect();
    let sequences: Vec<Vec<Word>> =
        sequences.into_iter().filter(|sequence| !sequence.is_empty()).collect();
    let weights: Vec<Weight> =
        sequences.iter().map(|sequence| Sequence::new(&words, sequence).weight()).collect();
    let mut index = BlockingIndex::new();
    for (n, sequence) in sequences.iter().enumerate() {
        index.insert(SequenceId(n as u32), Sequence::new(&words, sequence));
    }
    let pairs: BTreeSet<(u32, u32)> = index.pairs().into_iter().map(|(a, b)| (a.0, b.0)).collect();
    let n = sequences.len();
    let all = n * (n - 1) / 2;
    let share = pairs.len() as f64 / all as f64;
    println!(
        "{} quotations, {n} distinct: {} of {all} pairs are compared, {:.3} %",
        texts.len(),
        pairs.len(),
        100.0 * share
    );
    assert!(share <= 0.02);

    // Splitmix64 from a fixed seed.
    let mut state = 2018u64;
    let mut next = |below: usize| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below as u64) as usize
    };
    // Two in three at random, of which next to none share a run; one in three share a word that is
    // not everywhere.
    let mut with: std::collections::BTreeMap<Word, Vec<usize>> = std::collections::BTreeMap::new();
    for (n, sequence) in sequences.iter().enumerate() {
        for &word in sequence {
            with.entry(word).or_default().push(n);
        }
    }
    let lists: Vec<&Vec<usize>> =
        with.values().filter(|list| (2..=400).contains(&list.len())).collect();
    let (mut promised, mut excused) = (0, 0);
    for at in 0..SAMPLE {
        let (a, b) = if at % 3 == 0 {
            let list = lists[next(lists.len())];
            (list[next(list.len())], list[next(list.len())])
        } else {
            (next(n), next(n))
        };
        let (a, b) = (a.min(b), a.max(b));
        if a == b {
            continue;
        }
        let found = pairs.contains(&(a as u32, b as u32));
        let shared = shares_run(
            &words,
            &sequences[a],
            &sequences[b],
            min_run_weight(weights[a], weights[b]),
        );
        assert!(shared || !found, "compared, and shares no run: {a}, {b}");
        promised += usize::from(shared);
        if shared && !found {
            assert!(!owed(&words, &sequences, a, b), "a promised pair is missing: {a}, {b}");
            excused += 1;
        }
    }
    println!(
        "of {SAMPLE} pairs looked at, {promised} share a run; {excused} of these only with a crowd"
    );
    assert!(promised > SAMPLE / 1000);
}

/// Returns true if the pair must be found although many share its runs: at some weight, few share
/// the run of the key.
fn owed(words: &Vocabulary, sequences: &[Vec<Word>], a: usize, b: usize) -> bool {
    let shortest = |from: &[Word], floor: Weight| -> Option<usize> {
        let mut sum = 0;
        from.iter().position(|&word| {
            sum += words[word].weight;
            sum >= floor
        })
    };
    let holds =
        |sequence: &[Word], run: &[Word]| sequence.windows(run.len()).any(|window| window == run);
    let weight = |side: usize| sequences[side].iter().map(|&word| words[word].weight).sum();
    let needed = min_run_weight(weight(a), weight(b));
    let mut floor = MIN_RUN_WEIGHT;
    while floor <= MAX_RUN_WEIGHT {
        for start in 0..sequences[a].len() {
            let from = &sequences[a][start..];
            let (Some(last), Some(long)) =
                (shortest(from, floor), shortest(from, floor.max(needed)))
            else {
                break;
            };
            if holds(&sequences[b], &from[..=long])
                && sequences.iter().filter(|other| holds(other, &from[..=last])).count()
                    <= MAX_BLOCK_SIZE
            {
                return true;
            }
        }
        floor += RUN_WEIGHT_STEP;
    }
    false
}
