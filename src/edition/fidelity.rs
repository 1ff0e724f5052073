//! How faithfully a witness prints the lemma, and which outlets change quotations without showing it.
//!
//! Two questions, kept apart. *How much* of the lemma does a witness print: a share of weight, by level, within its own
//! span. *Did it change the words in silence*: yes or no, which can be counted and summed by outlet. The second is only asked
//! where an answer can be had. Of two outlets that differ nobody knows who changed what, so a witness is judged where at
//! least three independent voices print its stretch, or somebody vouches for the lemma; at a place where voices are equal
//! it is left undecided; reprints, and the same words once more in one outlet, are no news about anybody.
//!
//! The interval is Wilson's (E. B. Wilson, *Probable inference, the law of succession, and statistical inference*, 1927):
//! for few cases, as most outlets have, it keeps its promise, where the textbook's normal interval does not.

use std::collections::BTreeSet;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::agreement::{count, same};
use super::{Entry, Utterance};
use crate::text::{Vocabulary, Word};
use crate::variant::{Disclosure, Level, Operation, Variant};

/// How much of the lemma a witness prints, within its own span.
///
/// Everything is weighed in hundredths of a bit: the words that the witness prints, and those of the lemma from its first
/// word to its last; both, since what was left out stands only in the lemma, and what was put in only in the witness. What
/// lies beyond the ends of a fragment is not weighed. [`share`](Fidelity::share) is 1 exactly where nothing within its span differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fidelity {
    /// All that is weighed; 0 for a witness that prints nothing of the lemma.
    pub weight: u64,
    /// What differs, by the level of the difference: A, M, S, S+.
    pub changed: [u64; 4],
    /// Whether it changed words in silence.
    pub standing: Standing,
}

impl Fidelity {
    /// The share that is printed as the lemma has it, `0.0..=1.0`; `None` where nothing of the lemma is.
    ///
    /// ```
    /// use variorum::edition::{Fidelity, Standing};
    /// use variorum::variant::Level;
    ///
    /// let fidelity = Fidelity { weight: 8_000, changed: [0, 0, 2_000, 0], standing: Standing::Untested };
    /// assert_eq!(fidelity.share(), Some(0.75));
    /// assert_eq!(fidelity.share_of(Level::Substantive), Some(0.25));
    /// ```
    pub fn share(&self) -> Option<f64> {
        share(self.weight - self.changed.iter().sum::<u64>(), self.weight)
    }

    /// The share that differs at `level`, `0.0..=1.0`; with [`share`](Fidelity::share) these add up to 1.
    pub fn share_of(&self, level: Level) -> Option<f64> {
        share(self.changed[place(level)], self.weight)
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn place(level: Level) -> usize {
    match level {
        Level::Accidental => 0,
        Level::Minor => 1,
        Level::Substantive => 2,
        Level::Contradictory => 3,
    }
}

/// Whether a witness changed words without showing it, as far as others can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Standing {
    /// It prints what most independent voices do, or shows what it changed.
    Faithful,
    /// It silently prints other words than more independent voices do (or than the lemma that somebody vouches for): at its worst, of this level.
    Altered(Level),
    /// It is on one side of a silent difference that as many voices print one way as the other.
    Undecided,
    /// Fewer than three independent voices print its stretch, and nobody vouches for the lemma.
    Untested,
    /// A reprint; the same wording once more in the same outlet; or the very document that the lemma is taken from.
    Copied,
}

impl Standing {
    /// `faithful`, `altered`, `undecided`, `untested` or `copied`.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Faithful => "faithful",
            Standing::Altered(_) => "altered",
            Standing::Undecided => "undecided",
            Standing::Untested => "untested",
            Standing::Copied => "copied",
        }
    }
}

/// What a wording prints of the lemma: weights, and the lemma's tokens from its first to its last.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub weight: u64,
    pub changed: [u64; 4],
    pub span: Range<usize>,
}

impl Kept {
    /// Of the lemma itself.
    pub fn whole(words: &Vocabulary, lemma: &[Word]) -> Kept {
        let weight: u64 = lemma.iter().map(|&word| weight(words, word)).sum();
        Kept { weight: 2 * weight, changed: [0; 4], span: 0..lemma.len() }
    }

    /// Of a wording that differs from the lemma by `variants`.
    pub fn of<'a>(
        words: &Vocabulary,
        lemma: &[Word],
        wording: &[Word],
        variants: impl Iterator<Item = &'a Variant>,
    ) -> Kept {
        // For each token: nothing, outside the span, or the gravest difference that it is part of.
        let mut sides = [vec![Some(None); lemma.len()], vec![Some(None); wording.len()]];
        let mut span = 0..lemma.len();
        for variant in variants {
            let [a, b] = &mut sides;
            let those = a[variant.a.clone()].iter_mut().chain(&mut b[variant.b.clone()]);
            if variant.operation == Operation::Truncation {
                those.for_each(|token| *token = None);
                if variant.a.start <= span.start {
                    span.start = span.start.max(variant.a.end);
                } else if variant.a.end >= span.end {
                    span.end = span.end.min(variant.a.start);
                }
            } else {
                those.for_each(|token| *token = token.map(|worst| worst.max(Some(variant.level))));
            }
        }
        span.end = span.end.max(span.start);
        let mut kept = Kept { weight: 0, changed: [0; 4], span };
        for (side, printed) in sides.iter().zip([lemma, wording]) {
            for (token, &word) in side.iter().zip(printed) {
                let weight = weight(words, word);
                if let Some(worst) = token {
                    kept.weight += weight;
                    if let Some(level) = worst {
                        kept.changed[place(*level)] += weight;
                    }
                }
            }
        }
        kept
    }
}

/// What a word counts for. A mark weighs nothing, and yet another mark is another print.
fn weight(words: &Vocabulary, word: Word) -> u64 {
    u64::from(words[word].weight.max(1).unsigned_abs())
}

/// Least voices, its own among them, that must print a witness's stretch for the others to decide.
const QUORUM: usize = 3;

/// The standing of each wording, `Copied` aside. `voices` and `kept` are those of the wordings, `authority` says whether somebody vouches
/// for the lemma.
pub(super) fn standings(
    apparatus: &[Entry],
    voices: &[&[usize]],
    kept: &[Kept],
    authority: bool,
) -> Vec<Standing> {
    let mut altered: Vec<Option<Level>> = vec![None; voices.len()];
    let mut undecided = vec![false; voices.len()];
    for entry in apparatus {
        let differs =
            |operation, level| operation != Operation::Truncation && level > Level::Accidental;
        let readings =
            || entry.readings.iter().filter(|reading| differs(reading.operation, reading.level));
        let own = count(voices, same(entry));
        let most = readings()
            .map(|reading| count(voices, reading.wordings.iter()))
            .max()
            .unwrap_or(0)
            .max(own);
        let mut tied = usize::from(own == most);
        tied += readings().filter(|reading| count(voices, reading.wordings.iter()) == most).count();
        let silent = |disclosure| disclosure == Disclosure::Silent;
        for reading in readings().filter(|reading| silent(reading.disclosure)) {
            let loses = authority || count(voices, reading.wordings.iter()) < most;
            for &wording in &reading.wordings {
                if loses {
                    altered[wording] = altered[wording].max(Some(reading.level));
                } else {
                    undecided[wording] |= tied > 1;
                }
            }
        }
        // The other way about: the lemma's own words may be those of the fewer.
        let winner = readings().filter(|reading| silent(reading.disclosure));
        let winner = winner
            .filter(|reading| count(voices, reading.wordings.iter()) == most)
            .max_by_key(|r| r.level);
        if let (false, Some(winner)) = (authority, winner) {
            for &wording in same(entry) {
                if own < most {
                    altered[wording] = altered[wording].max(Some(winner.level));
                } else {
                    undecided[wording] = true;
                }
            }
        }
    }
    let tested = |wording: usize| {
        let span = &kept[wording].span;
        let meets = |other: &usize| {
            let other = &kept[*other].span;
            // Half of it at least: one word at its edge tells nothing.
            other.end.min(span.end).saturating_sub(other.start.max(span.start)) * 2 >= span.len()
        };
        let others: Vec<usize> = (0..voices.len()).filter(meets).collect();
        count(voices, others.iter()) >= if authority { 2 } else { QUORUM }
    };
    let standing = |wording: usize| match altered[wording] {
        _ if kept[wording].span.is_empty() || !tested(wording) => Standing::Untested,
        Some(level) => Standing::Altered(level),
        None if undecided[wording] => Standing::Undecided,
        None => Standing::Faithful,
    };
    (0..voices.len()).map(standing).collect()
}

/// What one outlet does to the words of others, over many utterances; see [`by_outlet`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutletFidelity {
    /// Its name, or the id of the document where that is unknown.
    pub outlet: String,
    /// Its quotations, all of them.
    pub witnesses: usize,
    /// Of these, reprints, the same words once more, and those that the lemma was taken from.
    pub copied: usize,
    /// Of these, such as too few others print.
    pub untested: usize,
    /// Of these, such as others print one way as often as the other.
    pub undecided: usize,
    /// Of these, those that could be judged.
    pub judged: usize,
    /// Of those judged, the ones changed in silence, by the gravest level: M, S, S+.
    pub silent: [usize; 3],
    /// What is weighed of those judged and undecided, in hundredths of a bit; see [`Fidelity`].
    pub weight: u64,
    /// What of it differs, by level: A, M, S, S+.
    pub changed: [u64; 4],
}

impl OutletFidelity {
    /// The share of the weight that is printed as the lemmas have it, `0.0..=1.0`.
    pub fn share(&self) -> Option<f64> {
        share(self.weight - self.changed.iter().sum::<u64>(), self.weight)
    }

    /// How many of the judged witnesses were changed in silence by something of this level or graver.
    pub fn altered(&self, level: Level) -> usize {
        self.silent[place(level).max(1) - 1..].iter().sum()
    }

    /// Between which shares of witnesses altered in silence the truth lies, with 95 % confidence: Wilson's interval on
    /// [`altered`](OutletFidelity::altered) of [`judged`](OutletFidelity::judged). Each outlet is taken by itself: of
    /// twenty outlets one may well lie outside. `None` where none was judged.
    pub fn interval(&self, level: Level) -> Option<Interval> {
        Interval::wilson(self.altered(level), self.judged)
    }
}

/// From and to which share, `0.0..=1.0`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Wilson's score interval of 95 % on `count` of `all`; `None` when there are none at all. It always holds `count / all`.
    ///
    /// ```
    /// use variorum::edition::Interval;
    /// let none_of_ten = Interval::wilson(0, 10).unwrap();
    /// assert_eq!((none_of_ten.low, (none_of_ten.high * 100.0).round()), (0.0, 28.0));
    /// assert_eq!(Interval::wilson(0, 0), None);
    /// ```
    pub fn wilson(count: usize, all: usize) -> Option<Interval> {
        /// The two-sided 95 % point of the normal distribution.
        const Z: f64 = 1.959_963_984_540_054;
        if all == 0 {
            return None;
        }
        let (n, p) = (all as f64, count.min(all) as f64 / all as f64);
        let middle = p + Z * Z / (2.0 * n);
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        // At the very ends the sums come out a rounding error off.
        let low = if count == 0 { 0.0 } else { ((middle - half) / scale).clamp(0.0, p) };
        let high = if count >= all { 1.0 } else { ((middle + half) / scale).clamp(p, 1.0) };
        Some(Interval { low, high })
    }
}

/// The figures of every outlet over `utterances`: those most surely given to silent changes first (by the lower end of the
/// interval), then by name. Linear in the witnesses.
///
/// ```
/// use variorum::Document;
/// use variorum::edition::by_outlet;
/// use variorum::variant::Level;
///
/// let printed = [
///     ("Courier", "“We will never close the harbour of Veln,” Ada Lund said."),
///     ("Ledger", "“We will never close the harbour of Veln,” Ada Lund said."),
///     ("Lantern", "“We will close the harbour of Veln,” Ada Lund said."),
/// ];
/// let documents = printed.map(|(outlet, text)| Document::new(outlet, text).with_outlet(outlet));
/// let outlets = by_outlet(&variorum::reconcile(&documents)?.utterances);
/// assert_eq!((outlets[0].outlet.as_str(), outlets[0].judged), ("Lantern", 1));
/// assert_eq!(outlets[0].altered(Level::Contradictory), 1);
/// assert!(outlets[0].interval(Level::Minor).unwrap().low < 0.3); // one case proves little
/// assert_eq!(outlets[1].altered(Level::Minor), 0);
/// # Ok::<(), variorum::Error>(())
/// ```
pub fn by_outlet(utterances: &[Utterance]) -> Vec<OutletFidelity> {
    // Sorted at the end.
    let mut outlets: FxHashMap<&str, OutletFidelity> = FxHashMap::default();
    for witness in utterances.iter().flat_map(|utterance| &utterance.witnesses) {
        let sum = outlets.entry(&witness.outlet).or_default();
        sum.witnesses += 1;
        match witness.fidelity.standing {
            Standing::Copied => sum.copied += 1,
            Standing::Untested => sum.untested += 1,
            Standing::Undecided => sum.undecided += 1,
            Standing::Faithful => sum.judged += 1,
            Standing::Altered(level) => {
                sum.judged += 1;
                sum.silent[place(level).max(1) - 1] += 1;
            }
        }
        if !matches!(witness.fidelity.standing, Standing::Copied | Standing::Untested) {
            sum.weight += witness.fidelity.weight;
            sum.changed
                .iter_mut()
                .zip(witness.fidelity.changed)
                .for_each(|(sum, changed)| *sum += changed);
        }
    }
    let named =
        |(outlet, sum): (&str, OutletFidelity)| OutletFidelity { outlet: outlet.to_owned(), ..sum };
    let mut outlets: Vec<OutletFidelity> = outlets.into_iter().map(named).collect();
    let low =
        |sum: &OutletFidelity| sum.interval(Level::Minor).map_or(-1.0, |interval| interval.low);
    outlets.sort_by(|a, b| {
        low(b)
            .total_cmp(&low(a))
            .then(b.judged.cmp(&a.judged))
            .then_with(|| a.outlet.cmp(&b.outlet))
    });
    outlets
}

/// Which bearers are only copies: of one that was counted before, in the same outlet and of the same wording, or of another
/// document; `base` says which the lemma was taken from.
pub(super) fn copies<'a>(
    witnesses: impl Iterator<Item = (&'a str, usize, bool, bool)>,
) -> Vec<bool> {
    let mut seen = BTreeSet::new();
    witnesses
        .map(|(outlet, wording, reprint, base)| reprint || base || !seen.insert((outlet, wording)))
        .collect()
}
