//! The evidence about one pair, and the numbers that the model weighs.

use super::overlap::{Overlap, share};
use crate::person_name::Agreement;

/// The facts about a pair of quotations. An unknown fact is `None` and counts neither way.
///
/// ```
/// use variorum::align::PassageFinder;
/// use variorum::link::{Evidence, LinkModel, LinkVerdict, Overlap};
/// use variorum::person_name::Agreement;
/// use variorum::text::Vocabulary;
///
/// let mut words = Vocabulary::new();
/// let a = words.tokenize("We shall never accept these shameful tariffs").words;
/// let b = words.tokenize("shall never accept the shameful tariffs").words;
/// let (overlap, _) = Overlap::new(&mut PassageFinder::new(), &words, &a, &b);
/// let mut evidence = Evidence::new(overlap);
/// evidence.speaker = Agreement::Same;
/// evidence.days = Some(0);
/// let model = LinkModel::default();
/// assert!(model.probability(&evidence) > 0.9);
/// assert_eq!(model.verdict(&evidence), LinkVerdict::Same);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Evidence {
    /// The words that the two wordings share.
    pub overlap: Overlap,
    /// The agreement of the two printed names.
    pub speaker: Agreement,
    /// Confidence in the less sure of the two names, `0.0..=1.0`.
    pub certainty: f32,
    /// Days between the two publications. Where these leave a doubt, in a collection, days between
    /// the first publications that surely print the same.
    pub days: Option<u32>,
    /// Similarity of the profiles of the two documents, `0.0..=1.0`.
    pub context: Option<f64>,
    /// True if the two texts are compared without a collection. Standalone quotations of an archive
    /// are of a collection.
    #[cfg_attr(feature = "serde", serde(rename = "standalone"))]
    pub isolated: bool,
    /// True if one document prints both in one part.
    pub same_document: bool,
    /// Number of other pairs of the two documents that are surely one utterance. Where there are
    /// some, both documents report one occasion: days between them, and other words beside what
    /// they share, count less.
    pub corroborating: u32,
    /// Number of speakers in the whole collection who were quoted with the shared run of words that
    /// fewest were quoted with. 0 when no speaker is named or no run is shared. Slogans have many.
    pub speakers: u32,
    /// Number of the two (0 to 2) that look like a title, a name or a term and not like speech.
    pub titles: u8,
    /// Number of names and numbers of one for which the other has another. Counted only for two of
    /// a collection that are of two days or of two people: there they speak for two sayings.
    pub slots: u8,
}

/// Number of features.
pub const FEATURE_COUNT: usize = 24;

/// The names of the features, in the order of [`Evidence::features`].
pub const FEATURES: [&str; FEATURE_COUNT] = [
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
    "different words at both edges",
    "days apart, not the same words",
    "another name or number, other day or speaker",
    "a word or two or a title, and nothing beside it",
];

/// Features that code refers to: their places in [`FEATURES`].
#[derive(Clone, Copy, Debug)]
pub(super) enum Feature {
    SharedLow = 1,
    SharedHigh = 2,
    Run = 3,
    Beyond = 4,
    OneStretch = 5,
    OfLonger = 6,
    Apart = 7,
    Edge = 8,
    OtherSpeaker = 10,
    Days = 11,
    Title = 14,
    TitleInside = 15,
    OneDocument = 16,
    OneDocumentLittle = 17,
    Speakers = 18,
    TwoOfMany = 19,
    BothEdges = 20,
    DaysOther = 21,
    Slots = 22,
    Bare = 23,
}

/// Logarithm of the days (a week or so) after which more days say no more about other words.
const MAX_OTHER_DAYS: f64 = 2.2;

/// Shared weight, in tens of bits, from which on speaker, day and document no longer matter: a
/// whole sentence.
const SENTENCE_TENS_OF_BITS: f64 = 12.0;

impl Evidence {
    /// Returns the evidence of the wordings alone; nothing else is known.
    pub fn new(overlap: Overlap) -> Evidence {
        Evidence {
            overlap,
            speaker: Agreement::Unknown,
            certainty: 1.0,
            days: None,
            context: None,
            same_document: false,
            isolated: false,
            corroborating: 0,
            speakers: 0,
            titles: 0,
            slots: 0,
        }
    }

    /// Returns true if the two may be of one event, and more than their words speaks for it: the
    /// speaker, other quotations in common, or the subject.
    fn is_of_one_event(&self) -> bool {
        /// Days after which an event is another one.
        const MAX_EVENT_DAYS: u32 = 7;
        /// Similarity of the profiles of two documents from which on they have one subject.
        const MIN_COMMON_SUBJECT: f64 = 0.15;
        self.days.is_none_or(|days| days <= MAX_EVENT_DAYS)
            && (self.speaker == Agreement::Same
                || self.corroborating > 0
                || self.context.is_none_or(|context| context >= MIN_COMMON_SUBJECT))
    }

    /// Returns the numbers that the model weighs, each roughly between 0 and 5, in the order of
    /// [`FEATURES`].
    pub fn features(&self) -> [f64; FEATURE_COUNT] {
        let overlap = &self.overlap;
        let tens = |weight: i32| f64::from(weight) / 1000.0; // tens of bits
        let shared = tens(overlap.shared());
        // 1 where next to nothing is shared, 0 from a whole sentence on.
        let little = 1.0 - (shared / SENTENCE_TENS_OF_BITS).clamp(0.0, 1.0);
        let indicator = |yes: bool| f64::from(u8::from(yes));
        let conflict =
            if self.speaker == Agreement::Conflict { f64::from(self.certainty) } else { 0.0 };
        let days =
            self.days.filter(|&days| days > 0).map_or(0.0, |days| f64::from(days).ln_1p().min(6.0));
        let others = f64::from(self.corroborating.min(3));
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
            // The root, because one word there says nearly as much as a sentence.
            tens(overlap.edges[0].max(overlap.edges[1])).min(3.0).sqrt() / (1.0 + others / 2.0),
            indicator(self.speaker == Agreement::Same),
            conflict * little,
            days * little / (1.0 + others),
            self.context.unwrap_or(0.0),
            indicator(self.context.is_none() && !self.isolated),
            titles,
            titles * (1.0 - longer),
            indicator(self.same_document),
            indicator(self.same_document) * little,
            if self.speakers > 1 { f64::from(self.speakers).ln() } else { 0.0 },
            // Rare, and then decisive: scaled so that the ridge penalty of the fit lets it count.
            if self.speakers > 2 {
                4.0 * conflict * (f64::from(self.speakers) / 2.0).ln()
            } else {
                0.0
            },
            // A difference in the middle of one clause ends on both sides in equal words; two
            // sentences with a phrase in common begin and go on differently.
            tens(overlap.edges[0].min(overlap.edges[1])).min(1.0),
            // A later report prints the words of the day; other words are of another day.
            indicator(!overlap.identical) * days.min(MAX_OTHER_DAYS) / (1.0 + others),
            indicator(self.slots > 0) * (days + 2.0 * conflict) / (1.0 + others),
            indicator((self.titles > 0 || overlap.words <= 2) && !self.is_of_one_event()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::features::sequence_words;
    use crate::align::{PassageFinder, UpperBound};
    use crate::link::LinkModel;
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
        /// Pairs are pruned by an upper bound of what they share: the bound must never score below
        /// what they do share.
        #[test]
        fn a_larger_overlap_never_scores_lower(
            a in wording(),
            b in wording(),
            agreement in 0usize..3,
            days in prop::option::of(0u32..100),
            speakers in 0u32..9,
        ) {
            let mut words = Vocabulary::new();
            let (x, y) = (words.tokenize(&a).words, words.tokenize(&b).words);
            let [x, y] = [x, y]
                .map(|side| sequence_words(&words, &side).collect::<Vec<_>>());
            let mut finder = PassageFinder::new();
            finder.set_first(&words, &x);
            let most: UpperBound = finder.find_runs(&words, &y);
            finder.chain_runs();
            let overlap = Overlap::from_finder(&finder);
            let known = Evidence {
                speaker: [Agreement::Same, Agreement::Unknown, Agreement::Conflict][agreement],
                days,
                ..Evidence::new(overlap)
            };
            let best = Evidence { overlap: Overlap::upper_bound(most, overlap.weight), ..known };
            let model = LinkModel::default();
            let found = model.log_odds(&Evidence { speakers, ..known });
            prop_assert!(model.log_odds(&best) >= found - 1e-9, "{:?} {:?}", best, known);
        }
    }
}
