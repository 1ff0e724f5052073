//! Rivals on the same quotations, a generator of quotations whose truth is known, and a scorer.
//!
//! ```text
//! bench-rivals generate N SEED OUT.jsonl        made-up quotations in planted groups
//! bench-rivals pairs RIVAL IN.jsonl OUT.tsv     pairs that a rival calls alike: id, id, score 0..=100
//! bench-rivals score IN.jsonl PAIRS.tsv         best F1 over all thresholds: pairs, closure, B3
//! ```
//!
//! Rivals: `gaoya` (MinHash LSH on word bigrams), `rapidfuzz` (indel ratio, all pairs), `strsim` (normalised Levenshtein,
//! all pairs), `variorum` (its utterances). Each runs on one thread, over distinct texts, as a sane user would. `benches/rivals.py`
//! runs them all and draws the table.

mod generate;
mod rivals;
mod score;

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};

/// One quotation; `cluster` is the utterance it was made from.
#[derive(serde::Deserialize)]
struct Quotation {
    id: serde_json::Value,
    text: String,
    #[serde(default)]
    cluster: Option<u64>,
    #[serde(default)]
    speaker: Option<String>,
    #[serde(default)]
    outlet: Option<String>,
}

impl Quotation {
    fn id(&self) -> String {
        self.id.as_str().map_or_else(|| self.id.to_string(), str::to_owned)
    }
}

fn read(path: &str) -> Result<Vec<Quotation>, Box<dyn Error>> {
    let lines = BufReader::new(File::open(path)?).lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["generate", n, seed, out] => generate::write(n.parse()?, seed.parse()?, out),
        ["pairs", rival, input, out] => rivals::write(rival, &read(input)?, out),
        ["score", input, pairs] => {
            println!("{}", score::best(&read(input)?, BufReader::new(File::open(pairs)?))?);
            Ok(())
        }
        _ => Err("usage: bench-rivals generate N SEED OUT | pairs RIVAL IN OUT | score IN PAIRS".into()),
    }
}
