//! Growth of time with the length of texts made to hurt. Each kind of text is made at two lengths;
//! four times the text may take no more than nine times the time (linear growth gives 4, quadratic
//! 16). `.ci/growth` measures the same texts by instructions.

#![cfg(feature = "json")]

use std::fmt::Write;
use std::time::Instant;

use variorum::input::{InputReader, read_decisions};
use variorum::{Archive, Document, Settings, StandaloneQuotation};

/// A kind of text: its name, the length in bytes at which it is measured here (0 for those whose
/// bound lies beyond what a debug build can read), that at which `.ci/growth` measures it, and what
/// reads it.
type Kind = (&'static str, usize, usize, fn(usize));

const KINDS: &[Kind] = &[
    ("one long word", 8_000, 20_000, |n| reconcile(&long_word(n))),
    ("one long name", 8_000, 20_000, |n| reconcile(&long_name(n))),
    ("apostrophes", 40_000, 100_000, |n| reconcile(&"'".repeat(n))),
    ("backticks", 40_000, 100_000, |n| reconcile(&"`".repeat(n))),
    ("apostrophes before letters", 6_000, 15_000, |n| reconcile(&"'a ".repeat(n / 3))),
    // Quotations inside each other are as long as the marks that are paired together.
    ("nested quotations", 15_000, 120_000, |n| reconcile(&"“‘a ".repeat(n / 8))),
    ("unclosed quotations", 20_000, 15_000, |n| reconcile(&"“a ".repeat(n / 5))),
    ("unclosed brackets", 10_000, 15_000, |n| reconcile(&"“a [b (c ".repeat(n / 11))),
    // Up to a hundred quotations of one utterance are compared each with each: 40 kB.
    ("near misses of one utterance", 0, 30_000, |n| reconcile(&near_misses(n))),
    ("windows of one speech", 0, 30_000, |n| reconcile(&windows(n))),
    // Beyond a thousand words.
    ("long witnesses", 60_000, 60_000, long_witnesses),
    // Near words are scored for up to 4,096 distinct words: 600 kB.
    ("witnesses of distinct words", 0, 480_000, distinct_words),
    ("speakers in a row", 20_000, 100_000, |n| {
        reconcile(&("“No,” ".to_owned() + &"Ada of ".repeat(n / 7)))
    }),
    ("decisions by text", 4_000, 40_000, decisions),
    ("an endless line", 200_000, 1_000_000, endless_line),
    ("paragraphs of a page", 8_000, 100_000, |n| page(&"<p>“We go,” Ada said.".repeat(n / 24))),
    ("nested tags", 40_000, 200_000, |n| page(&"<div><b>x".repeat(n / 9))),
    ("attributes", 40_000, 200_000, |n| page(&format!("<p {}>x", "a ".repeat(n / 2)))),
    // Refused from 330 kB on.
    ("character references", 0, 400_000, |n| page(&"&amp;".repeat(n / 5))),
];

fn archive() -> Archive {
    Archive::new(Settings::default().with_threads(1).unwrap())
}

fn reconcile(text: &str) {
    reconcile_all([text.to_owned()]);
}

fn reconcile_all(texts: impl IntoIterator<Item = String>) {
    let mut archive = archive();
    for (n, text) in texts.into_iter().enumerate() {
        let document = Document::new(n.to_string(), text).with_outlet(format!("Paper {n}"));
        archive.add(document).unwrap();
    }
    std::hint::black_box(archive.reconcile());
}

/// Numbers that look random, the same in every run (Steele, Lea & Flood 2014, SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ mixed >> 31) % bound as u64) as usize
    }

    fn word(&mut self, letters: usize) -> String {
        (0..letters).map(|_| char::from(b'a' + self.below(16) as u8)).collect()
    }
}

/// Returns four quotations with a word of all these letters, a letter more in each.
fn long_word(bytes: usize) -> String {
    let word = Chance(1).word(bytes / 4);
    let quoted = (0..4).map(|n| {
        let (start, end) = word.split_at(word.len() / 2 + n);
        format!("“The derelict cannery must {start}x{end} close by winter,” Ada Lund said.\n\n")
    });
    quoted.collect()
}

/// Returns four quotations of a speaker with so long a surname, a letter more in each.
fn long_name(bytes: usize) -> String {
    let name = Chance(1).word(bytes / 4);
    let quoted = (0..4).map(|n| {
        let (start, end) = name.split_at(name.len() / 2 + n);
        format!("“The derelict cannery must close by winter,” Ada L{start}x{end} said.\n\n")
    });
    quoted.collect()
}

/// Returns quotations of one sentence, with three other words in each.
fn near_misses(bytes: usize) -> String {
    const SAID: &str = "we will rebuild the derelict harbour before winter and nobody from the \
                        ministry shall stop the zephyrine quay from opening again";
    let (mut chance, mut text) = (Chance(1), String::new());
    while text.len() < bytes {
        let mut words: Vec<String> = SAID.split(' ').map(str::to_owned).collect();
        for _ in 0..3 {
            let at = chance.below(words.len());
            words[at] = chance.word(5);
        }
        write!(text, "“{},” Ada Lund said.\n\n", words.join(" ")).unwrap();
    }
    text
}

/// Returns quotations of ten to sixty words of one speech.
fn windows(bytes: usize) -> String {
    let (mut chance, mut text) = (Chance(2), String::new());
    let speech: Vec<String> = (0..300).map(|n| chance.word(3 + n % 6)).collect();
    while text.len() < bytes {
        let (start, len) = (chance.below(250), 10 + chance.below(50));
        let words = &speech[start..speech.len().min(start + len)];
        write!(text, "“{},” Ada Lund said.\n\n", words.join(" ")).unwrap();
    }
    text
}

/// Reconciles six papers that print one speech of four hundred distinct words, a word in fifty
/// another.
fn long_witnesses(bytes: usize) {
    let mut chance = Chance(3);
    let words: Vec<String> = (0..400).map(|n| chance.word(3 + n % 6)).collect();
    let said: Vec<usize> = (0..bytes / 6 / 7).map(|_| chance.below(400)).collect();
    let texts: Vec<String> = (0..6)
        .map(|_| {
            let mut printed = |&word: &usize| match chance.below(50) {
                0 => words[chance.below(400)].as_str(),
                _ => words[word].as_str(),
            };
            let printed: Vec<&str> = said.iter().map(&mut printed).collect();
            format!("“{},” Ada Lund said.", printed.join(" "))
        })
        .collect();
    reconcile_all(texts);
}

/// Reconciles thirty papers that print one speech of words that do not recur, a word in fifty
/// another.
fn distinct_words(bytes: usize) {
    let mut chance = Chance(4);
    let said: Vec<String> = (0..bytes / 30 / 7).map(|n| chance.word(4 + n % 5)).collect();
    let texts: Vec<String> = (0..30)
        .map(|_| {
            let mut text = String::from("“");
            for word in &said {
                match chance.below(50) {
                    0 => text.push_str(&chance.word(6)),
                    _ => text.push_str(word),
                }
                text.push(' ');
            }
            text + "ended,” Ada Lund said."
        })
        .collect();
    reconcile_all(texts);
}

/// Adds quotations of one wording, and a decision about each by its text and its id.
fn decisions(bytes: usize) {
    let mut archive = archive();
    let mut lines = String::new();
    for n in 0..bytes / 40 {
        let quotation = StandaloneQuotation::new(format!("q{n}"), "We begin.");
        archive.add_quotation(quotation).unwrap();
        let about = format!(r#""a": {{"id": "q{n}", "text": "We begin."}}"#);
        writeln!(lines, r#"{{"decision": "speaker", {about}, "speaker": "Ada Lund"}}"#).unwrap();
    }
    let (decisions, skipped) = read_decisions("-", lines.as_bytes());
    assert!(skipped.is_empty() && decisions.len() == bytes / 40, "{skipped:?}");
    decisions.into_iter().for_each(|decision| archive.decide(decision));
    std::hint::black_box(archive.reconcile());
}

/// Reads standalone quotations from a line that does not end, in small pieces.
fn endless_line(bytes: usize) {
    let line = format!(r#"{{"id": 1, "text": "{}"}}"#, "-".repeat(bytes));
    let pieces = std::io::BufReader::with_capacity(256, line.as_bytes());
    let mut archive = archive();
    assert!(archive.read_quotations("-", pieces).is_empty());
}

/// Reads a page with these elements after an article. Pages beyond a limit are skipped.
fn page(elements: &str) {
    let article = "<p>“We will not go before winter,” Ada Lund said after the meeting of the \
                   council, which had ended without a vote, as all had expected.</p>";
    let page =
        format!("<html><body><article>{}{elements}</article></body></html>", article.repeat(6));
    let mut reader = InputReader::new();
    reader.read_html("page", &page);
    let input = reader.finish();
    assert_eq!(input.documents.len() + input.skipped.len(), 1, "{:?}", input.skipped);
}

/// Returns the seconds of processor time of this thread; of the clock where they are not known.
fn seconds(begun: Instant) -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|line| line.split(' ').next()?.parse::<f64>().ok())
        .map_or_else(|| begun.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

#[test]
fn four_times_the_text_is_no_square_of_the_time() {
    const FACTOR: f64 = 9.0;
    let begun = Instant::now();
    // Lists that are made once.
    reconcile(&near_misses(1_000));
    page("");
    let mut wrong = Vec::new();
    for &(name, bytes, _, read) in KINDS.iter().filter(|(_, bytes, ..)| *bytes > 0) {
        let measure = |bytes| {
            let before = seconds(begun);
            read(bytes);
            seconds(begun) - before
        };
        let (mut few, mut many) = (f64::MAX, f64::MAX);
        // Other work on the machine only adds to the time.
        for _ in 0..3 {
            (few, many) = (few.min(measure(bytes)), many.min(measure(4 * bytes)));
            // Below a few milliseconds the clock is too coarse.
            if many <= FACTOR * few.max(0.004) {
                break;
            }
        }
        println!("{name:30} {bytes:8} bytes {few:9.4} s, four times as many {many:9.4} s");
        if many > FACTOR * few.max(0.004) {
            wrong.push((name, few, many));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Reads the kind `GROWTH_KIND` at `GROWTH_BYTES` bytes, for `.ci/growth`; prints the kinds
/// without it.
#[test]
#[ignore = "run by .ci/growth"]
fn one_kind() {
    match std::env::var("GROWTH_KIND") {
        Err(_) => KINDS.iter().for_each(|(name, _, bytes, _)| println!("kind\t{name}\t{bytes}")),
        Ok(wanted) => {
            let bytes = std::env::var("GROWTH_BYTES").unwrap().parse().unwrap();
            let (_, _, _, read) = KINDS.iter().find(|(name, ..)| *name == wanted).unwrap();
            read(bytes);
        }
    }
}
