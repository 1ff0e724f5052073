//! Decides whether a place is where the words were said, and on which occasion.

use super::place::RecordPlace;
use crate::person_name::Agreement;
use crate::text::{Weight, bits};

/// Least score of a find: by so many bits must what speaks for it outweigh chance. It is high,
/// since one man's phrases are no independent words: he says *not a good thing* again and again.
pub(super) const MIN_SCORE: Weight = bits(25);

/// Score from which a find speaks for the other quotations of its article.
pub(super) const SURE_SCORE: Weight = bits(35);

/// Bits by which another sure find of the article in the same transcript speaks for a place: an
/// article that quotes a speech quotes more of it.
const NEIGHBOUR_BONUS: Weight = bits(8);

/// Most neighbours that count.
const MAX_NEIGHBOURS: usize = 3;

/// Days for which an article is about what was just said. Beyond them each doubling costs one bit,
/// and the print is more likely to follow the record: words that it lacks cost more.
const NEWS_DAYS: i32 = 4;

/// Words that were said on the same days and are on no record: the print may be of these. A speech
/// of an hour has as many.
const UNRECORDED_WORDS: f64 = 8192.0;

/// The evidence for a place, and against it.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecordEvidence {
    /// Weight that print and record share.
    pub shared: Weight,
    /// Weight of the print's words that the record lacks.
    pub missing: Weight,
    /// Agreement of the two speakers' names.
    pub speaker: Agreement,
    /// Days from the transcript to the article, if both are dated.
    pub days: Option<i32>,
    /// Words that were searched, from the article backwards to the transcript.
    pub searched: u32,
    /// Other quotations of the article that surely stand in the transcript.
    pub neighbours: usize,
}

impl RecordEvidence {
    /// Returns the evidence of a place without neighbours.
    pub(super) fn new(
        place: &RecordPlace,
        speaker: Agreement,
        days: Option<i32>,
        searched: u32,
    ) -> RecordEvidence {
        let RecordPlace { shared, missing, .. } = *place;
        RecordEvidence { shared, missing, speaker, days, searched, neighbours: 0 }
    }

    /// Returns by how much the place is likelier than chance, in hundredths of a bit.
    pub(super) fn score(&self) -> Weight {
        let age = self.age();
        // At three tenths more for each doubling.
        let missing = self.missing.saturating_add(self.missing / 10 * (3 * age / 100));
        let speaker = match self.speaker {
            Agreement::Same => 0,
            Agreement::Unknown => bits(5),
            Agreement::Conflict => bits(16),
        };
        let neighbours = NEIGHBOUR_BONUS * self.neighbours.min(MAX_NEIGHBOURS) as Weight;
        let place = log2(f64::from(self.searched) + UNRECORDED_WORDS);
        (self.shared + neighbours).saturating_sub(missing) - speaker - place - age
    }

    /// Returns the order in which transcripts that have the words are preferred: by their score,
    /// but words count half. That one occasion has a word more than another says little, since the
    /// print may have changed it.
    pub(super) fn preference(&self) -> Weight {
        self.score() - self.shared / 2
    }

    /// Returns the logarithm of the days since the news were fresh.
    fn age(&self) -> Weight {
        let days = self.days.unwrap_or(0).max(0);
        log2(f64::from(days.saturating_add(1)) / f64::from(NEWS_DAYS)).max(0)
    }
}

/// Returns a logarithm to the base 2, in hundredths.
fn log2(value: f64) -> Weight {
    (100.0 * value.log2()).round() as Weight
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: RecordEvidence = RecordEvidence {
        shared: bits(45),
        missing: 0,
        speaker: Agreement::Same,
        days: Some(1),
        searched: 8_000,
        neighbours: 0,
    };

    #[test]
    fn what_speaks_for_a_find_and_against_it() {
        let accepted = |evidence: RecordEvidence| evidence.score() >= MIN_SCORE;
        assert!(accepted(PLAIN));
        let rows = [
            ("too common", RecordEvidence { shared: bits(37), ..PLAIN }),
            ("half of it elsewhere", RecordEvidence { missing: bits(20), ..PLAIN }),
            ("another speaker", RecordEvidence { speaker: Agreement::Conflict, ..PLAIN }),
            ("years ago", RecordEvidence { days: Some(900), searched: 900_000, ..PLAIN }),
        ];
        for (name, evidence) in rows {
            assert!(!accepted(evidence), "{name}");
            let neighbours = 3;
            assert!(evidence.score() < RecordEvidence { neighbours, ..evidence }.score(), "{name}");
        }
        assert!(accepted(RecordEvidence { shared: bits(90), ..rows[3].1 }), "long enough");
    }

    #[test]
    fn neighbours_choose_between_two_occasions() {
        let near = RecordEvidence { shared: bits(362), days: Some(9), ..PLAIN };
        let old = RecordEvidence { shared: bits(350), days: Some(45), ..PLAIN };
        assert!(near.preference() > old.preference());
        let quoted = RecordEvidence { neighbours: 2, ..old };
        assert!(quoted.preference() > near.preference());
    }
}
