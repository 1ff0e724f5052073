//! Every input of the corpus through its target, on any compiler; then inputs that are made from
//! them by change and mixture, for `FUZZ_SECONDS` a target (one unless set).

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use variorum_fuzz::TARGETS;

fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let mut inputs: Vec<(String, Vec<u8>)> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
        .collect();
    inputs.sort();
    assert!(!inputs.is_empty(), "no input for {name}");
    inputs
}

/// Numbers that look random, the same in every run (xorshift; Marsaglia 2003,
/// <https://doi.org/10.18637/jss.v008.i14>).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

/// Pieces that mean something to one room or another.
const PIECES: &[&str] = &[
    "“",
    "”",
    "\"",
    "'",
    "‘",
    "’",
    "``",
    "''",
    "«",
    "»",
    "„",
    "「",
    "」",
    "\n\n",
    "\n",
    "\x1e",
    "\0",
    "\u{200b}",
    "\u{202e}",
    "\u{301}",
    " said",
    " he told ",
    "according to ",
    "Mr. Lund ",
    ", ",
    ". ",
    "…",
    "[",
    "]",
    "not ",
    "never ",
    "$1,200.50 ",
    "70% ",
    "{\"id\":\"a\",\"text\":\"",
    "\"}",
    "---\n",
    "title: ",
    "<b>",
    "&quot;",
    "— ",
    "LUND: ",
    "if ",
    "\r\n",
    "<item>",
    "<![CDATA[",
    "Content-Length: 9",
    "WARC/1.0\r\n",
    "\nFrom ",
    "--x",
    " --> ",
    "00:00:01.000",
    "\",\"",
    "=1+1",
    "\u{c}",
    "-\n",
];

fn mutate(numbers: &mut Numbers, inputs: &[(String, Vec<u8>)], out: &mut Vec<u8>) {
    let pick = |numbers: &mut Numbers| inputs[numbers.below(inputs.len())].1.clone();
    *out = pick(numbers);
    for _ in 0..=numbers.below(6) {
        let at = numbers.below(out.len() + 1);
        let end = (at + numbers.below(24)).min(out.len());
        match numbers.below(6) {
            0 => drop(out.drain(at..end)),
            1 => {
                let piece = PIECES[numbers.below(PIECES.len())].bytes();
                drop(out.splice(at..at, piece));
            }
            2 => {
                let again = out[at..end].to_vec();
                drop(out.splice(at..at, again));
            }
            3 => {
                let other = pick(numbers);
                let from = numbers.below(other.len() + 1);
                let to = (from + numbers.below(200)).min(other.len());
                drop(out.splice(at..at, other[from..to].iter().copied()));
            }
            4 if at < out.len() => out[at] = numbers.below(256) as u8,
            _ => out.truncate(out.len().min(4 * at + 8)),
        }
    }
}

#[test]
fn laws_hold_for_the_corpus_and_what_is_made_of_it() {
    let seconds = std::env::var("FUZZ_SECONDS").ok().map_or(1, |text| text.parse().unwrap());
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for &(name, target) in TARGETS {
        let inputs = corpus(name);
        for (path, input) in &inputs {
            println!("{path}");
            target(input);
        }
        let (started, mut tried, mut input) = (Instant::now(), 0, Vec::new());
        while started.elapsed() < Duration::from_secs(seconds) {
            mutate(&mut numbers, &inputs, &mut input);
            if std::panic::catch_unwind(|| target(&input)).is_err() {
                let at = std::env::temp_dir().join(format!("variorum-fuzz-{name}"));
                fs::write(&at, &input).unwrap();
                panic!("{name}: a law is broken by the {tried}th input, kept in {}", at.display());
            }
            tried += 1;
        }
        println!("{name}: {} of the corpus, {tried} made of them", inputs.len());
    }
}
