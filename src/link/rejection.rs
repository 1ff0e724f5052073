//! Kinds of rejection: the reasons why two quotations that share words are two utterances.

use super::LinkModel;
use super::features::{Evidence, Feature};
use crate::person_name::Agreement;
use crate::variant::{Kind, Level, Variant};

/// The reason why two quotations that share words are, or may be, two utterances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum RejectionReason {
    /// Too many days lie between for so few words: the same person may say the same again.
    OtherOccasion,
    /// Words come again inside one document: a refrain.
    Refrain,
    /// Two people were quoted, with words that two people may well use.
    OtherSpeaker,
    /// The words are the title of a work, a programme or a law, or a name.
    Title,
    /// The words are a phrase that many speakers in this collection were quoted with.
    StockPhrase,
    /// Both begin alike and go on with something else, as statements of press offices do.
    Template,
    /// All they share is a quotation inside one of them, or one is inside the other: somebody
    /// else's words.
    QuotedAgain,
    /// One says what the other denies.
    Reversal,
    /// They diverge beside what they share, or differ inside it.
    OtherWords,
    /// They share too little.
    LittleShared,
}

impl RejectionReason {
    /// Returns the reason in a few words, such as `stock phrase`.
    pub fn as_str(self) -> &'static str {
        match self {
            RejectionReason::OtherOccasion => "other occasion",
            RejectionReason::Refrain => "refrain inside one document",
            RejectionReason::OtherSpeaker => "other speaker",
            RejectionReason::Title => "title or name",
            RejectionReason::StockPhrase => "stock phrase",
            RejectionReason::Template => "template",
            RejectionReason::QuotedAgain => "quotation of a quotation",
            RejectionReason::Reversal => "reversal",
            RejectionReason::OtherWords => "other words beside what is shared",
            RejectionReason::LittleShared => "too little shared",
        }
    }
}

/// Returns true if two wordings with these variants say the same but for a negator or a figure. A
/// place that reads otherwise altogether is no contradiction, nor is a fragment that only begins
/// with *not* where the other has it before the fragment's part.
pub(crate) fn contradict(variants: &[Variant]) -> bool {
    variants.iter().any(|variant| {
        let printed = if variant.a.is_empty() { &variant.b } else { &variant.a };
        variant.level == Level::Contradictory
            && matches!(variant.kind, Kind::Polarity | Kind::NumberValue)
            && variant.a.len().max(variant.b.len()) <= 2
            && printed.start > 0
    })
}

/// Returns the number of places of these variants where a name or a number stands for another one:
/// the slots of a form of words.
pub(crate) fn count_slots(variants: &[Variant]) -> u8 {
    /// Most tokens of such a name or number.
    const MAX_SLOT_TOKENS: usize = 4;
    let is_slot = |variant: &&Variant| {
        variant.level == Level::Contradictory
            && matches!(variant.kind, Kind::Name | Kind::NumberValue)
            && !variant.near
            && !variant.a.is_empty()
            && !variant.b.is_empty()
            && variant.a.len().max(variant.b.len()) <= MAX_SLOT_TOKENS
    };
    variants.iter().filter(is_slot).count().min(u8::MAX.into()) as u8
}

/// A reason is named when its terms weigh this much (log-odds). Else too little speaks for one
/// utterance.
const MAX_REASON_LOG_ODDS: f64 = -0.4;

impl Evidence {
    /// Returns the reason that weighs most against one utterance under `model`, whatever the
    /// verdict.
    ///
    /// ```
    /// use variorum::link::{Evidence, LinkModel, Overlap, RejectionReason};
    /// use variorum::person_name::Agreement;
    /// use variorum::text::Vocabulary;
    ///
    /// let mut words = Vocabulary::new();
    /// let a = words.tokenize("make the country great again").words;
    /// let (overlap, _) = Overlap::new(&mut variorum::align::PassageFinder::new(), &words, &a, &a);
    /// let mut evidence = Evidence::new(overlap);
    /// (evidence.speaker, evidence.speakers) = (Agreement::Conflict, 12);
    /// assert_eq!(evidence.rejection(&LinkModel::default()), RejectionReason::StockPhrase);
    /// ```
    pub fn rejection(&self, model: &LinkModel) -> RejectionReason {
        // Both from their first words on, and by people who cannot be one: a form of words.
        let begins = self.overlap.place[0][0] == 0 && self.overlap.place[1][0] == 0;
        let diverging = begins && self.overlap.edges[1] > 0 && self.speaker != Agreement::Same;
        let other = if diverging { RejectionReason::Template } else { RejectionReason::OtherWords };
        let reasons: [(RejectionReason, &[Feature]); 6] = [
            (RejectionReason::Title, &[Feature::Title, Feature::TitleInside, Feature::Bare]),
            (RejectionReason::StockPhrase, &[Feature::Speakers, Feature::TwoOfMany]),
            (RejectionReason::OtherSpeaker, &[Feature::OtherSpeaker]),
            (RejectionReason::OtherOccasion, &[Feature::Days, Feature::DaysOther, Feature::Slots]),
            (RejectionReason::Refrain, &[Feature::OneDocument, Feature::OneDocumentLittle]),
            (other, &[Feature::Edge, Feature::BothEdges, Feature::Apart]),
        ];
        let weigh = |features: &[Feature]| -> f64 {
            features.iter().map(|&feature| model.term(self, feature)).sum()
        };
        let weighed = reasons.map(|(reason, features)| (weigh(features), reason));
        let strongest = weighed.into_iter().min_by(|x, y| x.0.total_cmp(&y.0));
        strongest
            .filter(|&(log_odds, _)| log_odds <= MAX_REASON_LOG_ODDS)
            .map_or(RejectionReason::LittleShared, |(_, reason)| reason)
    }

    /// Returns true if one person may have said both, on two days, and they are not the same words.
    pub(crate) fn may_be_reversed(&self) -> bool {
        self.speaker == Agreement::Same
            && self.days.is_some_and(|days| days > 0)
            && self.overlap.apart > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::PassageFinder;
    use crate::link::Overlap;
    use crate::text::Vocabulary;

    fn evidence(a: &str, b: &str) -> Evidence {
        let mut words = Vocabulary::new();
        let (a, b) = (words.tokenize(a).words, words.tokenize(b).words);
        Evidence::new(Overlap::new(&mut PassageFinder::new(), &words, &a, &b).0)
    }

    #[test]
    fn names_the_kind_of_rejection() {
        let phrase = evidence("we will look into it", "we will look into it");
        let row = |change: fn(&mut Evidence)| {
            let mut evidence = phrase;
            change(&mut evidence);
            evidence.rejection(&LinkModel::default())
        };
        assert_eq!(row(|e| e.days = Some(200)), RejectionReason::OtherOccasion);
        assert_eq!(
            row(|e| (e.same_document, e.context) = (true, Some(1.0))),
            RejectionReason::Refrain
        );
        assert_eq!(row(|e| e.speaker = Agreement::Conflict), RejectionReason::OtherSpeaker);
        assert_eq!(row(|e| e.titles = 2), RejectionReason::Title);
        assert_eq!(row(|e| e.speakers = 9), RejectionReason::StockPhrase);
        assert_eq!(row(|_| {}), RejectionReason::LittleShared);
        let template = evidence(
            "The ministry does not comment on pending cases of tax fraud in the harbour",
            "The ministry does not comment on the movements of naval vessels abroad",
        );
        assert_eq!(template.rejection(&LinkModel::default()), RejectionReason::Template);
        let other = evidence(
            "Nobody in this town ever asked the pilots",
            "The captain never asked the pilots",
        );
        assert_eq!(
            Evidence { speaker: Agreement::Same, ..other }.rejection(&LinkModel::default()),
            RejectionReason::OtherWords
        );
    }
}
