//! Makes hard pairs out of clean quotations: one changed word that turns the meaning, a cut, a
//! transposition; and similar pairs that are two utterances.

use crate::terminal::print_line;
use variorum::StandaloneQuotation;
use variorum::link::LinkVerdict;
use variorum::quotation::{QuotationKind, extract};
use variorum::variant::Level;
use variorum::{Comparer, Document, Part};

use crate::{letter, percent};

/// One way to corrupt a quotation.
struct Kind {
    name: &'static str,
    /// Level of the difference if the result still reports the same utterance, else `None`.
    level: Option<Level>,
    make: fn(&[&str], &[&str], &mut Random) -> Option<String>,
}

use Level::{Accidental as A, Contradictory as C, Minor as M, Substantive as S};

const KINDS: [Kind; 20] = [
    Kind { name: "letters, case and marks", level: Some(A), make: shouted },
    Kind { name: "contraction", level: Some(A), make: contracted },
    Kind { name: "article or preposition", level: Some(M), make: small_word },
    Kind { name: "cut at the head", level: Some(M), make: headless },
    Kind { name: "cut at the tail", level: Some(M), make: tailless },
    Kind { name: "fragment of six words", level: Some(M), make: fragment },
    Kind { name: "elided, shown", level: Some(M), make: |words, _, r| elided(words, r, &["…"]) },
    Kind { name: "elided, silent", level: Some(S), make: |words, _, r| elided(words, r, &[]) },
    Kind { name: "name put in brackets", level: Some(M), make: bracketed },
    Kind { name: "halves in other order", level: Some(M), make: |words, _, _| Some(halves(words)) },
    Kind { name: "word left out", level: Some(S), make: left_out },
    Kind { name: "word put in", level: Some(S), make: put_in },
    Kind { name: "word replaced", level: Some(S), make: replaced },
    Kind { name: "every sixth word replaced", level: Some(S), make: paraphrased },
    Kind { name: "negated", level: Some(C), make: negated },
    Kind { name: "other number", level: Some(C), make: other_number },
    Kind { name: "other name", level: Some(C), make: other_name },
    Kind { name: "same opening, other end", level: None, make: opening },
    Kind { name: "same words, shuffled", level: None, make: shuffled },
    Kind { name: "four words in common", level: None, make: in_common },
];

/// Numbers of words of the quotations used: long enough for each kind.
const WORDS: std::ops::RangeInclusive<usize> = 10..=60;

/// Maximal number of pairs of a kind.
const MAX_PAIRS: usize = 500;

/// Makes the pairs out of the quotations of `documents` (or of the articles that come with the
/// crate), compares the two texts of each, and prints the results by kind.
pub fn print(documents: &[&Document], seed: u64) {
    let helsinki = own();
    let documents: Vec<&Document> =
        if documents.is_empty() { helsinki.iter().collect() } else { documents.to_vec() };
    let mut clean: Vec<String> = Vec::new();
    for document in documents {
        for quotation in
            extract(&document.text, Part::Text).iter().filter(|q| q.kind == QuotationKind::Speech)
        {
            let words: Vec<&str> = quotation
                .pieces
                .iter()
                .flat_map(|piece| piece.slice(&document.text).split_whitespace())
                .collect();
            if WORDS.contains(&words.len()) {
                clean.push(words.join(" "));
            }
        }
    }
    clean.sort();
    clean.dedup();
    let mut random = Random(seed);
    print_line!(
        "hard pairs out of {} clean quotations, two texts without context (seed {seed})",
        clean.len()
    );
    print_line!(
        "  kind of change               is         pairs   same  review  level told   level as meant or graver"
    );
    let mut comparer = Comparer::new();
    for kind in &KINDS {
        let (mut pairs, mut same, mut review, mut told, mut grave) = (0, 0, 0, 0, 0);
        for _ in 0..MAX_PAIRS.min(clean.len()) {
            let words: Vec<&str> = clean[random.below(clean.len())].split(' ').collect();
            let other: Vec<&str> = clean[random.below(clean.len())].split(' ').collect();
            let Some(spoiled) = (kind.make)(&words, &other, &mut random) else { continue };
            let words = words.join(" ");
            if spoiled == words || other.join(" ") == words {
                continue;
            }
            let compared = comparer.compare(
                &StandaloneQuotation::new("a", words),
                &StandaloneQuotation::new("b", spoiled),
            );
            pairs += 1;
            same += usize::from(compared.link.verdict == LinkVerdict::Same);
            review += usize::from(compared.link.verdict == LinkVerdict::Review);
            told += usize::from(compared.summary.level.is_some());
            grave += usize::from(compared.summary.level >= kind.level);
        }
        let is =
            kind.level.map_or("two".to_owned(), |level| format!("one, {}", letter(Some(level))));
        let [same, review] = [same, review].map(|n| percent(n, pairs));
        let [told, grave] = [told, grave]
            .map(|n| if kind.level.is_some() { percent(n, pairs) } else { String::new() });
        print_line!(
            "  {:28} {is:9} {pairs:6} {same:>6} {review:>7} {told:>11} {grave:>26}",
            kind.name
        );
    }
}

/// Returns the articles that come with the crate.
fn own() -> Vec<Document> {
    let texts = [
        include_str!("../helsinki/evening-lantern.txt"),
        include_str!("../helsinki/harbour-courier.txt"),
        include_str!("../helsinki/island-gazette.txt"),
        include_str!("../helsinki/morning-semaphore.txt"),
        include_str!("../helsinki/northern-ledger.txt"),
        include_str!("../helsinki/plains-tribune.txt"),
        include_str!("../helsinki/prairie-sentinel.txt"),
        include_str!("../helsinki/samovar.txt"),
    ];
    texts.iter().enumerate().map(|(n, &text)| Document::new(n.to_string(), text)).collect()
}

/// SplitMix64 ([Steele, Lea and Flood 2014](https://doi.org/10.1145/2714064.2660195)).
struct Random(u64);

impl Random {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below.max(1) as u64) as usize
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        (!of.is_empty()).then(|| of[self.below(of.len())])
    }
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Returns the indices of content words: lower case, six letters or more.
fn heavy(words: &[&str]) -> Vec<usize> {
    let heavy =
        |word: &str| bare(word).chars().count() >= 6 && word.starts_with(char::is_lowercase);
    (1..words.len().saturating_sub(1))
        .filter(|&i| heavy(words[i]) && !words[i].contains(['\'', '’']))
        .collect()
}

/// Returns the indices of names: capitalised words inside a sentence.
fn names(words: &[&str]) -> Vec<usize> {
    let name = |i: usize| {
        let inside = !words[i - 1].ends_with(['.', '!', '?', ':', '"', '”']);
        inside
            && bare(words[i]).chars().count() > 2
            && words[i].starts_with(char::is_uppercase)
            && !words[i].contains(['\'', '’'])
    };
    (1..words.len()).filter(|&i| name(i)).collect()
}

fn with(words: &[&str], at: usize, new: &str) -> String {
    let mut words = words.to_vec();
    // Punctuation attached to the word stays.
    let old = words[at];
    let kept = old.replacen(bare(old), new, 1);
    words[at] = &kept;
    words.join(" ")
}

fn shouted(words: &[&str], _: &[&str], _: &mut Random) -> Option<String> {
    let text = words.join(" ").replace(['’', '‘'], "'").replace(['—', '–'], "-");
    Some(format!("{}!", text.trim_end_matches(['.', ',']).to_lowercase()))
}

fn contracted(words: &[&str], _: &[&str], _: &mut Random) -> Option<String> {
    let pairs = [
        (" do not ", " don't "),
        (" is not ", " isn't "),
        (" I am ", " I'm "),
        (" we are ", " we're "),
        (" it is ", " it's "),
        (" will not ", " won't "),
    ];
    let text = words.join(" ").replace('’', "'");
    let turn = |from: &str, to: &str| text.contains(from).then(|| text.replacen(from, to, 1));
    pairs.iter().find_map(|&(long, short)| turn(long, short).or_else(|| turn(short, long)))
}

fn small_word(words: &[&str], _: &[&str], random: &mut Random) -> Option<String> {
    let swaps = [
        ("the", "that"),
        ("of", "for"),
        ("on", "upon"),
        ("in", "within"),
        ("to", "toward"),
        ("and", "as well as"),
        ("a", "some"),
    ];
    let places: Vec<(usize, &str)> = (0..words.len())
        .flat_map(|i| {
            swaps.iter().filter(move |swap| swap.0 == words[i]).map(move |swap| (i, swap.1))
        })
        .collect();
    random.one(&places).map(|(at, new)| with(words, at, new))
}

fn headless(words: &[&str], _: &[&str], random: &mut Random) -> Option<String> {
    Some(words[1 + random.below(words.len() / 2)..].join(" "))
}

fn tailless(words: &[&str], _: &[&str], random: &mut Random) -> Option<String> {
    Some(words[..words.len() - 1 - random.below(words.len() / 2)].join(" "))
}

fn fragment(words: &[&str], _: &[&str], random: &mut Random) -> Option<String> {
    let from = random.below(words.len() - 6);
    Some(words[from..from + 6].join(" "))
}

fn elided(words: &[&str], random: &mut Random, mark: &[&str]) -> Option<String> {
    let from = 3 + random.below(words.len() / 3);
    let to = from + 2 + random.below(words.len() / 3);
    (to + 2 < words.len()).then(|| [&words[..from], mark, &words[to..]].concat().join(" "))
}

fn bracketed(words: &[&str], other: &[&str], random: &mut Random) -> Option<String> {
    let pronouns: Vec<usize> = (0..words.len())
        .filter(|&i| ["he", "she", "they", "him", "them", "it"].contains(&words[i]))
        .collect();
    let name = random.one(&names(other)).map(|at| bare(other[at]))?;
    random.one(&pronouns).map(|at| with(words, at, &format!("[{name}]")))
}

fn halves(words: &[&str]) -> String {
    [&words[words.len() / 2..], &words[..words.len() / 2]].concat().join(" ")
}

fn left_out(words: &[&str], _: &[&str], random: &mut Random) -> Option<String> {
    random.one(&heavy(words)).map(|at| [&words[..at], &words[at + 1..]].concat().join(" "))
}

fn put_in(words: &[&str], other: &[&str], random: &mut Random) -> Option<String> {
    let new = random.one(&heavy(other)).map(|at| bare(other[at]))?;
    random.one(&heavy(words)).map(|at| [&words[..at], &[new], &words[at..]].concat().join(" "))
}

fn replaced(words: &[&str], other: &[&str], random: &mut Random) -> Option<String> {
    let new = random.one(&heavy(other)).map(|at| bare(other[at]))?;
    random.one(&heavy(words)).map(|at| with(words, at, new))
}

fn paraphrased(words: &[&str], other: &[&str], random: &mut Random) -> Option<String> {
    let mut text = words.join(" ");
    for _ in 0..words.len().div_ceil(6) {
        let words: Vec<&str> = text.split(' ').collect();
        text = replaced(&words, other, random)?;
    }
    Some(text)
}

fn negated(words: &[&str], _: &[&str], random: &mut Random) -> Option<String> {
    if let Some(at) = words.iter().position(|word| matches!(*word, "not" | "never")) {
        return Some([&words[..at], &words[at + 1..]].concat().join(" "));
    }
    let verbs = [
        "is", "are", "was", "were", "will", "would", "can", "could", "should", "must", "has",
        "have", "had",
    ];
    let places: Vec<usize> = (0..words.len() - 1).filter(|&i| verbs.contains(&words[i])).collect();
    random.one(&places).map(|at| [&words[..=at], &["not"], &words[at + 1..]].concat().join(" "))
}

fn other_number(words: &[&str], _: &[&str], random: &mut Random) -> Option<String> {
    let number = |word: &str| {
        let digits = bare(word);
        !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
    };
    let places: Vec<usize> = (0..words.len()).filter(|&i| number(words[i])).collect();
    let at = random.one(&places)?;
    let value: u64 = bare(words[at]).parse().ok()?;
    Some(with(words, at, &(value + 1 + random.below(9) as u64).to_string()))
}

fn other_name(words: &[&str], other: &[&str], random: &mut Random) -> Option<String> {
    let new = random.one(&names(other)).map(|at| bare(other[at]))?;
    let at = random.one(&names(words))?;
    (bare(words[at]) != new).then(|| with(words, at, new))
}

fn opening(words: &[&str], other: &[&str], _: &mut Random) -> Option<String> {
    Some([&words[..4], &other[4..]].concat().join(" "))
}

fn shuffled(words: &[&str], _: &[&str], random: &mut Random) -> Option<String> {
    let mut words = words.to_vec();
    for i in (1..words.len()).rev() {
        words.swap(i, random.below(i + 1));
    }
    Some(words.join(" "))
}

fn in_common(words: &[&str], other: &[&str], random: &mut Random) -> Option<String> {
    let (from, to) = (random.below(words.len() - 4), random.below(other.len() - 4));
    Some([&other[..to], &words[from..from + 4], &other[to + 4..]].concat().join(" "))
}
