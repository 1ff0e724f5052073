//! The evidence about one pair, and what it weighs.

use std::fmt::Write;

use super::overlap::{Overlap, share};
use super::{LinkVerdict, figure};
use crate::person_name::Agreement;

/// What is known about a pair of quotations. What is not known is `None` and counts neither way.
///
/// ```
/// use variorum::align::PassageFinder;
/// use variorum::link::{Evidence, LinkVerdict, Overlap};
/// use variorum::person_name::Agreement;
/// use variorum::text::Vocabulary;
///
/// let mut words = Vocabulary::new();
/// let a = words.read_all("We shall never accept these shameful tariffs").words;
/// let b = words.read_all("shall never accept the shameful tariffs").words;
/// let (overlap, _) = Overlap::new(&mut PassageFinder::new(), &words, &a, &b);
/// let mut evidence = Evidence::of(overlap);
/// evidence.speaker = Agreement::Same;
/// evidence.days = Some(0);
/// let (probability, verdict) = evidence.verdict();
/// assert!(probability > 0.9 && verdict == LinkVerdict::Same);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// What the two wordings share.
    pub overlap: Overlap,
    /// What the two printed names say about each other.
    pub speaker: Agreement,
    /// How sure the less sure of the two names is, `0.0..=1.0`.
    pub certainty: f32,
    /// Days between the two publications; where that leaves a doubt, in a collection, between the first that
    /// surely print the same.
    pub days: Option<u32>,
    /// How much the two documents are about the same, `0.0..=1.0`.
    pub context: Option<f64>,
    /// Whether the two were handed in by themselves, and not as two of a collection: who compares two texts has a reason
    /// to, while nearly all pairs of a collection are two utterances.
    pub alone: bool,
    /// Whether both stand in one document.
    pub same_document: bool,
    /// How many other pairs of the two documents are surely one utterance. Where there are some, both report one occasion: days
    /// between them, and other words beside what they share, say less.
    pub between: u32,
    /// Of how many different speakers what they share was quoted in the whole collection: the run of it that was quoted of
    /// fewest. 0 when no speaker is named or there is no such run. Slogans have many.
    pub voices: u32,
    /// How many of the two look like a title, a name or a term and not like speech.
    pub titles: u8,
}

/// How many features the models weigh.
pub const COUNT: usize = 20;

/// The names of the features, in the order of [`Evidence::features`].
pub const FEATURES: [&str; COUNT] = [
    "constant",
    "shared weight up to 40 bits",
    "shared weight above 40 bits",
    "heaviest run",
    "share of the shorter beyond 80 %",
    "share of the shorter in one stretch",
    "share of the longer",
    "words that differ inside",
    "different words at an edge",
    "same speaker",
    "other speaker, little shared",
    "days apart, little shared",
    "common subject",
    "subject unknown",
    "looks like a title",
    "looks like a title, part of the longer",
    "same document",
    "same document, little shared",
    "quoted of many speakers",
    "two of many speakers",
];

/// Features that are asked for by name: their places among [`FEATURES`].
#[derive(Clone, Copy, Debug)]
pub(super) enum Term {
    Apart = 7,
    Edge = 8,
    OtherSpeaker = 10,
    Days = 11,
    Title = 14,
    TitleInside = 15,
    OneDocument = 16,
    OneDocumentLittle = 17,
    Voices = 18,
    TwoOfMany = 19,
}

/// One weight for each feature: log-odds per unit, for two quotations of a collection.
///
/// Logistic regression on the open gold of real news, by `examples/evaluate --weights`: 6,282 labelled pairs of BASIL,
/// NewsWCL50, PolNeAR and MRPC that were compared (when any two that share 22 bits were), 669 of them one utterance. The example prints how they do
/// on events that they were not fitted on, and the calibration.
const WEIGHTS: [f64; COUNT] = [
    -7.20, 0.96, 0.22, 0.30, 1.14, 3.58, 0.98, -0.91, -1.98, 0.56, -2.12, -2.01, 0.56, 1.02, -2.14,
    2.62, -2.89, 1.89, -1.78, -1.11,
];

/// The same for two texts by themselves: fitted on the words of all 2,452 labelled pairs, where a set has many more pairs
/// that are two utterances these together counting as much as those that are one. What is known beside the words
/// (speakers and days) weighs as in a collection.
const ALONE: [f64; COUNT] = [
    -3.09, 0.10, 0.43, 0.32, 0.72, 1.74, 1.54, -1.64, -1.79, 0.56, -2.12, -2.01, 0.0, 0.0, -2.11,
    0.07, 0.0, 0.0, 0.0, 0.0,
];

/// From here on a pair is accepted as one utterance.
pub(super) const SAME: f64 = 0.5;

/// From here on a person should look.
pub(super) const REVIEW: f64 = 0.2;

impl Evidence {
    /// The wordings alone; nothing else is known.
    pub fn of(overlap: Overlap) -> Evidence {
        Evidence {
            overlap,
            speaker: Agreement::Unknown,
            certainty: 1.0,
            days: None,
            context: None,
            same_document: false,
            alone: false,
            between: 0,
            voices: 0,
            titles: 0,
        }
    }

    /// The numbers that the model weighs, each roughly between 0 and 5, in the order of [`FEATURES`].
    pub fn features(&self) -> [f64; COUNT] {
        let overlap = &self.overlap;
        let tens = |weight: i32| f64::from(weight) / 1000.0; // tens of bits
        let shared = tens(overlap.shared());
        // 1 where next to nothing is shared, 0 from 120 bits on: a whole sentence is one utterance whoever and whenever.
        let little = 1.0 - (shared / 12.0).clamp(0.0, 1.0);
        let one = |yes: bool| f64::from(u8::from(yes));
        let conflict =
            if self.speaker == Agreement::Conflict { f64::from(self.certainty) } else { 0.0 };
        let days =
            self.days.filter(|&days| days > 0).map_or(0.0, |days| f64::from(days).ln_1p().min(6.0));
        let others = f64::from(self.between.min(3));
        let longer = share(overlap.shared(), overlap.heavier());
        let titles = f64::from(self.titles);
        [
            1.0,
            shared.min(4.0),
            (shared - 4.0).clamp(0.0, 8.0),
            tens(overlap.run).min(6.0),
            (overlap.coverage() - 0.8).max(0.0) * 5.0,
            share(overlap.first, overlap.lighter()),
            longer,
            share(overlap.apart, overlap.equal.max(1)),
            // One word there says nearly as much as a sentence.
            tens(overlap.edges[0].max(overlap.edges[1])).min(3.0).sqrt() / (1.0 + others / 2.0),
            one(self.speaker == Agreement::Same),
            conflict * little,
            days * little / (1.0 + others),
            self.context.unwrap_or(0.0),
            one(self.context.is_none() && !self.alone),
            titles,
            titles * (1.0 - longer),
            one(self.same_document),
            one(self.same_document) * little,
            if self.voices > 1 { f64::from(self.voices).ln() } else { 0.0 },
            // Seldom, and then decisive: told in a unit in which the ridge lets it speak.
            if self.voices > 2 {
                4.0 * conflict * (f64::from(self.voices) / 2.0).ln()
            } else {
                0.0
            },
        ]
    }

    /// The weights that hold for it.
    fn weights(&self) -> &'static [f64; COUNT] {
        if self.alone { &ALONE } else { &WEIGHTS }
    }

    /// What one feature says, in log-odds.
    pub(super) fn term(&self, term: Term) -> f64 {
        self.features()[term as usize] * self.weights()[term as usize]
    }

    /// Log-odds that both report one utterance.
    pub fn log_odds(&self) -> f64 {
        self.features().iter().zip(self.weights()).map(|(feature, weight)| feature * weight).sum()
    }

    /// Probability that both report one utterance, and what follows from it.
    pub fn verdict(&self) -> (f64, LinkVerdict) {
        let p = probability(self.log_odds());
        (p, LinkVerdict::of(p))
    }

    /// What speaks for and against, strongest first, for people.
    pub fn reasons(&self) -> Vec<String> {
        let mut reasons = Vec::new();
        self.tell(&mut String::new(), &mut |reason| reasons.push(reason.to_owned()));
        reasons
    }

    /// Tells each of the [`reasons`](Evidence::reasons), made in the room of `text`.
    pub(super) fn tell(&self, text: &mut String, hear: &mut dyn FnMut(&str)) {
        let features = self.features();
        let weights = self.weights();
        let mut weighed: [(f64, usize); COUNT] =
            std::array::from_fn(|i| (features[i] * weights[i], i));
        // The constant is no reason.
        weighed[1..].sort_unstable_by(|x, y| y.0.abs().total_cmp(&x.0.abs()).then(x.1.cmp(&y.1)));
        for &(weight, i) in weighed[1..].iter().filter(|(weight, _)| weight.abs() >= 0.05) {
            text.clear();
            figure::signed_tenths(text, weight);
            [" ", FEATURES[i], " ("].iter().for_each(|part| text.push_str(part));
            self.value(i, features[i], text);
            text.push(')');
            hear(text);
        }
    }

    /// What makes days and edges count less.
    fn others(&self, text: &mut String) {
        match self.between {
            0 => {}
            1 => text.push_str(", 1 other quotation in common"),
            n => _ = write!(text, ", {n} other quotations in common"),
        }
    }

    /// Puts the value of a feature, whose number is `number`, in its own unit behind `text`.
    fn value(&self, feature: usize, number: f64, text: &mut String) {
        let overlap = &self.overlap;
        let bits = |text: &mut String, weight: i32| {
            figure::whole(text, f64::from(weight) / 100.0);
            text.push_str(" bits");
        };
        let percent = |text: &mut String, share: f64| {
            figure::whole(text, 100.0 * share);
            text.push_str(" %");
        };
        match feature {
            1 | 2 => {
                figure::digits(text, overlap.words.into());
                text.push_str(" words, ");
                bits(text, overlap.shared());
            }
            3 => bits(text, overlap.run),
            4 => percent(text, overlap.coverage()),
            5..=7 => percent(text, number),
            8 => {
                bits(text, overlap.edges[0].max(overlap.edges[1]));
                self.others(text);
            }
            11 => {
                match self.days {
                    Some(days) => {
                        figure::digits(text, days.into());
                        text.push_str(" days");
                    }
                    None => text.push_str("unknown"),
                }
                self.others(text);
            }
            12 => percent(text, self.context.unwrap_or(0.0)),
            14 | 15 => _ = write!(text, "{} of 2", self.titles),
            18 | 19 => _ = write!(text, "{} speakers", self.voices),
            _ => text.push_str("yes"),
        }
    }
}

/// Log-odds below which a pair is not even looked at by a person; a hair lower, for what rounding may do.
pub(crate) fn doubt() -> f64 {
    (REVIEW / (1.0 - REVIEW)).ln() - 1e-9
}

/// The probability that log-odds stand for.
pub(crate) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::{PassageFinder, UpperBound};
    use crate::text::Vocabulary;
    use proptest::prelude::*;

    fn wording() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "the",
            "of",
            "and",
            "peace",
            "peaceful",
            "risk",
            "risks",
            "political",
            "never",
            "Russia",
            "zugzwang",
            "1918",
            "we",
            "interfere",
            "interfered",
            "harbour",
            "tariffs",
        ]);
        prop::collection::vec(word, 1..24).prop_map(|words| words.join(" "))
    }

    proptest! {
        /// Pairs are passed over by what they could share at most: that must never look worse than what they do share.
        #[test]
        fn more_in_common_never_says_less(a in wording(), b in wording(), speaker in 0usize..3, days in prop::option::of(0u32..100), voices in 0u32..9) {
            let mut words = Vocabulary::new();
            let (x, y) = (words.read_all(&a).words, words.read_all(&b).words);
            let [x, y] = [x, y].map(|side| crate::align::features::sequence_words(&words, &side).collect::<Vec<_>>());
            let mut finder = PassageFinder::new();
            finder.set_first(&words, &x);
            let most: UpperBound = finder.find_runs(&words, &y);
            finder.chain_runs();
            let overlap = Overlap::seen(&finder);
            let known = Evidence {
                speaker: [Agreement::Same, Agreement::Unknown, Agreement::Conflict][speaker],
                days,
                ..Evidence::of(overlap)
            };
            let best = Evidence { overlap: Overlap::at_most(most, overlap.weight), ..known };
            prop_assert!(best.log_odds() >= Evidence { voices, ..known }.log_odds() - 1e-9, "{:?} {:?}", best, known);
        }
    }
}
