//! Kinds of no: why two quotations that share words are two utterances.

use super::model::{Evidence, Term};
use crate::person_name::Agreement;
use crate::variant::{Kind, Level, Variant};

/// Why two quotations that share words are, or may be, two utterances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Denial {
    /// The same person may say the same again: too many days lie between for so few words.
    OtherOccasion,
    /// Words that come again inside one document: a refrain.
    Refrain,
    /// Two people, and words that two people may well use.
    OtherSpeaker,
    /// The title of a work, a programme or a law, or a name.
    Title,
    /// A phrase that many speakers were quoted with in this collection.
    StockPhrase,
    /// Both begin alike and go on with something else, as statements of press offices do.
    Template,
    /// All they share is a quotation inside one of them, or one is inside the other: somebody else's words.
    QuotedAgain,
    /// One says what the other denies.
    Reversal,
    /// They part beside what they share, or differ inside it.
    OtherWords,
    /// What they share is too little.
    LittleShared,
}

impl Denial {
    /// The kind in a few words, such as `stock phrase`.
    pub fn name(self) -> &'static str {
        match self {
            Denial::OtherOccasion => "other occasion",
            Denial::Refrain => "refrain inside one document",
            Denial::OtherSpeaker => "other speaker",
            Denial::Title => "title or name",
            Denial::StockPhrase => "stock phrase",
            Denial::Template => "template",
            Denial::QuotedAgain => "quotation of a quotation",
            Denial::Reversal => "reversal",
            Denial::OtherWords => "other words beside what is shared",
            Denial::LittleShared => "too little shared",
        }
    }
}

/// Whether two wordings of which these are the variants say the same but for a negator or a figure: not where a place reads
/// otherwise altogether, nor where a fragment only begins with *not*, which the other has before its part.
pub(crate) fn contradict(variants: &[Variant]) -> bool {
    variants.iter().any(|variant| {
        let printed = if variant.a.is_empty() { &variant.b } else { &variant.a };
        variant.level == Level::Contradictory
            && matches!(variant.kind, Kind::Polarity | Kind::NumberValue)
            && variant.a.len().max(variant.b.len()) <= 2
            && printed.start > 0
    })
}

/// A kind of no must speak this loudly (log-odds) to be named; else there is just too little that speaks for a yes.
const LOUD: f64 = -0.4;

impl Evidence {
    /// The kind of no that weighs most against one utterance, whatever the verdict.
    ///
    /// ```
    /// use variorum::link::{Denial, Evidence, Overlap};
    /// use variorum::person_name::Agreement;
    /// use variorum::text::Vocabulary;
    ///
    /// let mut words = Vocabulary::new();
    /// let a = words.read_all("make the country great again").words;
    /// let (overlap, _) = Overlap::new(&mut variorum::align::PassageFinder::new(), &words, &a, &a);
    /// let evidence = Evidence { speaker: Agreement::Conflict, voices: 12, ..Evidence::of(overlap) };
    /// assert_eq!(evidence.denial(), Denial::StockPhrase);
    /// ```
    pub fn denial(&self) -> Denial {
        // Both from their first words on, and by people who cannot be one: a form of words.
        let begins = self.overlap.place[0][0] == 0 && self.overlap.place[1][0] == 0;
        let parted = match begins && self.overlap.edges[1] > 0 && self.speaker != Agreement::Same {
            true => Denial::Template,
            false => Denial::OtherWords,
        };
        let kinds: [(Denial, &[Term]); 6] = [
            (Denial::Title, &[Term::Title, Term::TitleInside]),
            (Denial::StockPhrase, &[Term::Voices, Term::TwoOfMany]),
            (Denial::OtherSpeaker, &[Term::OtherSpeaker]),
            (Denial::OtherOccasion, &[Term::Days]),
            (Denial::Refrain, &[Term::OneDocument, Term::OneDocumentLittle]),
            (parted, &[Term::Edge, Term::Apart]),
        ];
        let spoken = kinds
            .map(|(kind, terms)| (terms.iter().map(|&term| self.term(term)).sum::<f64>(), kind));
        let loudest = spoken.into_iter().min_by(|x, y| x.0.total_cmp(&y.0));
        loudest.filter(|&(weight, _)| weight <= LOUD).map_or(Denial::LittleShared, |(_, kind)| kind)
    }

    /// Whether one person may have said both, the one on a day and the other on a later day, and they are not the same words.
    pub(crate) fn may_be_reversed(&self) -> bool {
        self.speaker == Agreement::Same
            && self.days.is_some_and(|days| days > 0)
            && self.overlap.apart > 0
    }

    /// What would have to be otherwise for the verdict to be another: each by itself, with the probability it would
    /// give.
    pub fn changes(&self) -> Vec<String> {
        type Change = (&'static str, fn(&mut Evidence));
        const CHANGES: [Change; 10] = [
            ("both were known to be one speaker’s", |e| e.speaker = Agreement::Same),
            ("they were known to be two people’s", |e| {
                (e.speaker, e.certainty) = (Agreement::Conflict, 1.0)
            }),
            ("nothing were known of the speakers", |e| e.speaker = Agreement::Unknown),
            ("both were printed on one day", |e| e.days = Some(0)),
            ("a year lay between them", |e| e.days = Some(365)),
            ("no other speaker were quoted with these words", |e| e.voices = e.voices.min(1)),
            ("ten speakers were quoted with these words", |e| e.voices = e.voices.max(10)),
            ("neither looked like a title", |e| e.titles = 0),
            ("their documents had three other quotations in common", |e| {
                e.between = e.between.max(3)
            }),
            ("neither went on with other words beside what they share", |e| {
                e.overlap.edges = [0, 0]
            }),
        ];
        let (_, verdict) = self.verdict();
        let told = CHANGES.iter().filter_map(|(what, change)| {
            let mut other = *self;
            change(&mut other);
            let (p, changed) = other.verdict();
            // Of two texts only words, speakers and days are asked.
            let asked =
                !(self.alone && (other.voices, other.between) != (self.voices, self.between));
            (asked && changed != verdict).then(|| format!("{} ({p:.2}) if {what}", changed.told()))
        });
        told.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::PassageFinder;
    use crate::link::{LinkVerdict, Overlap};
    use crate::text::Vocabulary;

    fn evidence(a: &str, b: &str) -> Evidence {
        let mut words = Vocabulary::new();
        let (a, b) = (words.read_all(a).words, words.read_all(b).words);
        Evidence::of(Overlap::new(&mut PassageFinder::new(), &words, &a, &b).0)
    }

    #[test]
    fn names_the_kind_of_no() {
        let phrase = evidence("we will look into it", "we will look into it");
        let row = |change: fn(&mut Evidence)| {
            let mut evidence = phrase;
            change(&mut evidence);
            evidence.denial()
        };
        assert_eq!(row(|e| e.days = Some(200)), Denial::OtherOccasion);
        assert_eq!(row(|e| (e.same_document, e.context) = (true, Some(1.0))), Denial::Refrain);
        assert_eq!(row(|e| e.speaker = Agreement::Conflict), Denial::OtherSpeaker);
        assert_eq!(row(|e| e.titles = 2), Denial::Title);
        assert_eq!(row(|e| e.voices = 9), Denial::StockPhrase);
        assert_eq!(row(|_| {}), Denial::LittleShared);
        let template = evidence(
            "The ministry does not comment on pending cases of tax fraud in the harbour",
            "The ministry does not comment on the movements of naval vessels abroad",
        );
        assert_eq!(template.denial(), Denial::Template);
        let other = evidence(
            "Nobody in this town ever asked the pilots",
            "The captain never asked the pilots",
        );
        assert_eq!(Evidence { speaker: Agreement::Same, ..other }.denial(), Denial::OtherWords);
    }

    #[test]
    fn tells_what_would_have_to_change() {
        let mut doubtful = evidence("a very bad bargain", "a very bad bargain");
        assert_eq!(doubtful.verdict().1, LinkVerdict::Same);
        assert!(
            doubtful.changes().iter().any(|change| change.contains("a year lay between")),
            "{:?}",
            doubtful.changes()
        );
        doubtful.days = Some(365);
        assert_ne!(doubtful.verdict().1, LinkVerdict::Same);
        let changes = doubtful.changes();
        assert!(
            changes
                .iter()
                .any(|change| change.starts_with("one utterance") && change.contains("on one day")),
            "{changes:?}"
        );
    }
}
