//! Made-up quotations in planted groups, for speed and scale: words in the frequencies of news, in no sensible order.
//!
//! Words are drawn from the library's background table (`src/language/en/word-frequencies.tsv`), and new ones are made as the corpus grows, as in real text (Heaps' law), so that no index has an unnaturally closed vocabulary.
//! Sizes of groups follow a power law. Of a group, the first is the utterance and the others are edits of it; one in twelve
//! utterances holds a stock phrase that hundreds share, and one in thirty begins as another does: those are the traps.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};

use fastrand::Rng;

const TABLE: &str = include_str!("../../../src/language/en/word-frequencies.tsv");

struct Words {
    rng: Rng,
    known: Vec<&'static str>,
    /// Running sums of their shares of running text.
    sums: Vec<f64>,
    /// New words that are still in use.
    made: Vec<String>,
}

impl Words {
    fn new(seed: u64) -> Words {
        let (mut known, mut sums, mut sum) = (Vec::new(), Vec::new(), 0.0);
        for line in TABLE.lines() {
            // The table says in tenths of a bit how surprising a word is.
            if let Some((word, surprise)) = line.split_once('\t')
                && let Ok(surprise) = surprise.parse::<f64>()
            {
                sum += (-surprise / 10.0).exp2();
                known.push(word);
                sums.push(sum);
            }
        }
        Words { rng: Rng::with_seed(seed), known, sums, made: Vec::new() }
    }

    fn below(&mut self, n: usize) -> usize {
        self.rng.usize(..n.max(1))
    }

    fn chance(&mut self, p: f64) -> bool {
        self.rng.f64() < p
    }

    fn word(&mut self) -> String {
        if self.chance(0.06) {
            // A name or a rare word: an old one or, the fewer there are, a new one.
            if self.made.is_empty() || self.chance(0.4) {
                let made: String = (0..2 + self.below(2))
                    .map(|_| {
                        let (onset, rhyme) = (self.below(16), self.below(12));
                        let onset =
                            ["b", "br", "d", "f", "g", "gr", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v"][onset];
                        let rhyme = ["a", "an", "e", "el", "en", "er", "i", "in", "o", "on", "or", "u"][rhyme];
                        [onset, rhyme].concat()
                    })
                    .collect();
                self.made.push(made);
            }
            let n = self.below(self.made.len());
            return self.made[n].clone();
        }
        let at = self.rng.f64() * self.sums.last().copied().unwrap_or(0.0);
        self.known[self.sums.partition_point(|&sum| sum <= at).min(self.known.len() - 1)].to_owned()
    }

    fn utterance(&mut self, length: usize) -> Vec<String> {
        let mut words: Vec<String> = Vec::with_capacity(length);
        while words.len() < length {
            let mut word = self.word();
            if words.len() > 3 && self.chance(0.08) {
                word.push(',');
            }
            words.push(word);
        }
        words
    }

    /// One printed form of `words`, and what was done to it.
    fn edited(&mut self, words: &[String]) -> (Vec<String>, &'static str) {
        let mut words = words.to_vec();
        let n = words.len();
        let edit = match self.below(100) {
            0..22 => "verbatim",
            22..36 => {
                words = words.iter().map(|word| word.trim_end_matches(',').to_lowercase()).collect();
                "typographic"
            }
            36..58 if n >= 9 => {
                let length = (n * (30 + self.below(45)) / 100).max(6);
                let start = [0, n - length, self.below(n - length + 1)][self.below(3)];
                words = words[start..start + length].to_vec();
                "truncation"
            }
            58..70 => {
                for _ in 0..=n / 10 {
                    let at = self.below(n);
                    words[at] = self.word();
                }
                "substitution"
            }
            70..77 if n >= 12 => {
                let start = 3 + self.below(n - 9);
                let end = (start + 2 + self.below(n / 3)).min(n - 3);
                words.splice(start..end, ["…".to_owned()]);
                "elision"
            }
            77..85 => {
                let (at, word) = (self.below(n), self.word());
                words.insert(at, word);
                "insertion"
            }
            85..92 => {
                let (at, word) = (self.below(n), self.word());
                words[at] = format!("[{word}]");
                "bracket"
            }
            92..96 if n >= 8 => {
                words.rotate_left(n / 3 + self.below(n / 3));
                "reorder"
            }
            _ => {
                let at = self.below(n);
                let mut letters: Vec<char> = words[at].chars().collect();
                if letters.len() > 3 {
                    let at = self.below(letters.len() - 1);
                    letters.swap(at, at + 1);
                }
                words[at] = letters.into_iter().collect();
                "typo"
            }
        };
        (words, edit)
    }
}

/// Writes `n` quotations: id, cluster, text, edit, outlet, speaker.
pub fn write(n: usize, seed: u64, out: &str) -> Result<(), Box<dyn Error>> {
    let mut words = Words::new(seed);
    let stock: Vec<Vec<String>> = (0..400)
        .map(|_| {
            let length = 6 + words.below(5);
            words.utterance(length)
        })
        .collect();
    // A group has s members with probability proportional to s^-2.2, 200 at most.
    let odds: Vec<f64> = (1..=200).map(|size| f64::from(size).powf(-2.2)).collect();
    let all: f64 = odds.iter().sum();
    let mut rows: Vec<(usize, String, &str, usize, usize)> = Vec::with_capacity(n);
    let mut earlier: Vec<Vec<String>> = Vec::new();
    let mut cluster = 0;
    while rows.len() < n {
        // Mostly a sentence, sometimes a paragraph.
        let length = if words.chance(0.85) { 6 + words.below(24) } else { 30 + words.below(60) };
        let mut base = words.utterance(length);
        let trap = words.rng.f64();
        if trap < 1.0 / 12.0 {
            let (phrase, at) = (words.below(stock.len()), words.below(length));
            base.splice(at..at, stock[phrase].iter().cloned());
        } else if trap < 1.0 / 12.0 + 1.0 / 30.0 && !earlier.is_empty() {
            let other = words.below(earlier.len());
            let shared = earlier[other].len() * 2 / 5;
            base.splice(0..0, earlier[other][..shared].iter().cloned());
        }
        if earlier.len() < 2000 {
            earlier.push(base.clone());
        } else {
            let at = words.below(2000);
            earlier[at] = base.clone();
        }
        let mut at = words.rng.f64() * all;
        let size = odds
            .iter()
            .take_while(|&&odds| {
                at -= odds;
                at > 0.0
            })
            .count()
            + 1;
        let speaker = words.below(4000);
        for member in 0..size.min(n - rows.len()) {
            let (text, edit) = if member == 0 { (base.clone(), "original") } else { words.edited(&base) };
            let outlet = words.below(60);
            rows.push((cluster, text.join(" "), edit, outlet, speaker));
        }
        cluster += 1;
    }
    words.rng.shuffle(&mut rows);
    let mut out = BufWriter::new(File::create(out)?);
    for (id, (cluster, text, edit, outlet, speaker)) in rows.into_iter().enumerate() {
        let (outlet, speaker) = (format!("outlet {outlet}"), format!("Speaker Number{speaker}"));
        let row = serde_json::json!({
            "id": id.to_string(), "cluster": cluster, "text": text, "edit": edit, "outlet": outlet, "speaker": speaker,
        });
        writeln!(out, "{row}")?;
    }
    Ok(out.flush()?)
}
