//! The rivals: quotations in, scored pairs out.

use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};

use gaoya::minhash::{MinHashIndex, MinHasher, MinHasher32};
use rapidfuzz::fuzz;
use rustc_hash::FxHashSet;
use variorum::StandaloneQuotation;
use variorum::{Archive, Settings};

use crate::Quotation;

/// Pairs below these scores are not written: lower ones have never been any rival's best threshold.
const RATIO: f64 = 50.0;
const LEVENSHTEIN: f64 = 40.0;
const DICE: f64 = 8.0;

/// Writes the pairs that `rival` finds, and how many there are.
pub fn write(rival: &str, quotations: &[Quotation], out: &str) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(out)?);
    let mut written = 0u64;
    let mut tell = |a: &str, b: &str, score: f64| -> std::io::Result<()> {
        written += 1;
        writeln!(out, "{a}\t{b}\t{score:.2}")
    };
    if rival == "variorum" {
        for group in utterances(quotations)? {
            for (n, a) in group.iter().enumerate() {
                group[n + 1..].iter().try_for_each(|b| tell(a, b, 100.0))?;
            }
        }
    } else {
        // Equal texts are put together first.
        let ids: Vec<String> = quotations.iter().map(Quotation::id).collect();
        let mut texts: Vec<String> = Vec::new();
        let mut members: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        for (n, quotation) in quotations.iter().enumerate() {
            let text = normalised(&quotation.text);
            let number = *known.entry(text.clone()).or_insert_with(|| {
                texts.push(text);
                members.push(Vec::new());
                members.len() - 1
            });
            members[number].push(n);
        }
        for group in &members {
            for (n, &a) in group.iter().enumerate() {
                group[n + 1..].iter().try_for_each(|&b| tell(&ids[a], &ids[b], 100.0))?;
            }
        }
        let pairs = match rival {
            "gaoya" => minhash(&texts),
            "rapidfuzz" => ratio(&texts),
            "strsim" => levenshtein(&texts),
            _ => return Err(format!("no rival {rival}: gaoya, rapidfuzz, strsim, variorum").into()),
        };
        for (x, y, score) in pairs {
            for &a in &members[x] {
                members[y].iter().try_for_each(|&b| tell(&ids[a], &ids[b], score))?;
            }
        }
    }
    println!("{written} pairs");
    Ok(())
}

/// Lower case, letters and figures and apostrophes, one blank between words.
fn normalised(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().map(|c| if c == '’' { '\'' } else { c }) {
        if c.is_alphanumeric() || c == '\'' {
            if std::mem::take(&mut gap) && !words.is_empty() {
                words.push(' ');
            }
            words.extend(c.to_lowercase());
        } else {
            gap = true;
        }
    }
    words
}

/// All pairs by rapidfuzz's ratio.
fn ratio(texts: &[String]) -> Vec<(usize, usize, f64)> {
    let mut pairs = Vec::new();
    let cutoff = fuzz::Args::default().score_cutoff(RATIO / 100.0);
    for (i, text) in texts.iter().enumerate() {
        let comparator = fuzz::RatioBatchComparator::new(text.chars());
        for (j, other) in texts.iter().enumerate().skip(i + 1) {
            if let Some(score) = comparator.similarity_with_args(other.chars(), &cutoff) {
                pairs.push((i, j, 100.0 * score));
            }
        }
    }
    pairs
}

/// All pairs by strsim's normalised Levenshtein similarity.
fn levenshtein(texts: &[String]) -> Vec<(usize, usize, f64)> {
    let mut pairs = Vec::new();
    for (i, text) in texts.iter().enumerate() {
        for (j, other) in texts.iter().enumerate().skip(i + 1) {
            let score = 100.0 * strsim::normalized_levenshtein(text, other);
            if score >= LEVENSHTEIN {
                pairs.push((i, j, score));
            }
        }
    }
    pairs
}

/// MinHash LSH over word bigrams, 64 bands of 2 (the best setting of those tried); candidates scored by exact Dice.
fn minhash(texts: &[String]) -> Vec<(usize, usize, f64)> {
    let shingles: Vec<FxHashSet<String>> = texts
        .iter()
        .map(|text| {
            let words: Vec<&str> = text.split(' ').collect();
            match words.len() {
                0 | 1 => std::iter::once(text.clone()).collect(),
                _ => words.windows(2).map(|pair| pair.join(" ")).collect(),
            }
        })
        .collect();
    let hasher = MinHasher32::new(128);
    let mut index: MinHashIndex<u32, u32> = MinHashIndex::new(64, 2, 0.0);
    let signatures: Vec<Vec<u32>> = shingles.iter().map(|set| hasher.create_signature(set.iter())).collect();
    for (n, signature) in signatures.iter().enumerate() {
        index.insert(n as u32, signature.clone());
    }
    let mut pairs = Vec::new();
    for (i, signature) in signatures.iter().enumerate() {
        for &j in index.query(signature) {
            let j = j as usize;
            if j > i {
                let shared = shingles[i].intersection(&shingles[j]).count() as f64;
                let score = 200.0 * shared / (shingles[i].len() + shingles[j].len()) as f64;
                if score >= DICE {
                    pairs.push((i, j, score));
                }
            }
        }
    }
    pairs
}

/// The groups of quotations that variorum says report one utterance.
fn utterances(quotations: &[Quotation]) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let mut archive = Archive::new(Settings::default().with_threads(1)?);
    for quotation in quotations {
        let mut given = StandaloneQuotation::new(quotation.id(), quotation.text.as_str());
        given.speaker = quotation.speaker.clone();
        given.outlet = quotation.outlet.clone();
        archive.add_quotation(given)?;
    }
    let owned = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect();
    Ok(archive.group().groups.into_iter().map(|group| owned(group.quotations)).collect())
}
