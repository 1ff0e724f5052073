//! The ends of a place: what the print changed at its first and last words is part of what was
//! said.

use super::index::RecordIndex;
use super::place::RecordPlace;
use super::sound::sound_alike;
use crate::align::features::{SequenceWord, is_near};
use crate::text::{Weight, bits};

/// Words beyond the end of a place among which the print's outer words are sought: a false start,
/// *is going to* for a future.
const MAX_SKIPPED: u32 = 8;

/// Least weight of a word that is sought there.
const MIN_SOUGHT_WEIGHT: Weight = bits(7);

/// Most words of the print at one end that other words of the record can stand for.
const MAX_REPLACED: u32 = 6;

/// Most words of the print at one end that as many words of the record stand for within a sentence.
const MAX_EXCHANGED: u32 = 2;

/// Most words that are compared as one: *cyber security* and *cybersecurity*.
const MAX_JOINED: u32 = 3;

/// Moves the ends of a place outwards over words of the record that those of the print stand for.
pub(super) fn extend(index: &RecordIndex<'_>, quotation: &[SequenceWord], place: &mut RecordPlace) {
    let record = place.record;
    if let Some(first) = place.parts.first_mut() {
        let turn = &index.turns[index.turn_at(first.recorded.start)].range;
        let before = Outside { index, quotation, record, is_front: true };
        let count = before.extension(first.printed.start, first.recorded.start, turn.start);
        first.recorded.start -= count;
        // The words that were passed over on the side of the print are accounted for.
        first.printed.start = if count > 0 { 0 } else { first.printed.start };
    }
    let len = quotation.len() as u32;
    if let Some(last) = place.parts.last_mut() {
        let turn = &index.turns[index.turn_at(last.recorded.start)].range;
        let behind = Outside { index, quotation, record, is_front: false };
        let count = behind.extension(len - last.printed.end, last.recorded.end, turn.end);
        last.recorded.end += count;
        last.printed.end = if count > 0 { len } else { last.printed.end };
    }
}

/// The words outside a place, counted from its end outwards.
struct Outside<'a> {
    index: &'a RecordIndex<'a>,
    quotation: &'a [SequenceWord],
    record: usize,
    is_front: bool,
}

impl Outside<'_> {
    /// Returns the number of words of the record that belong to the place beyond its end at `at`.
    /// `left` words of the print lie beyond it; the turn ends at `limit`.
    fn extension(&self, mut left: u32, at: u32, limit: u32) -> u32 {
        let available = at.abs_diff(limit);
        let mut taken = 0;
        // One after the other: the same words, spelled or divided otherwise.
        while let Some((printed, recorded)) = self.alike(left, at, taken, available) {
            left -= printed;
            taken += recorded;
        }
        if left == 0 {
            return taken;
        }
        // The next word of the print, further on in the sentence.
        let in_sentence =
            self.sentence(at, taken, available.min(taken + MAX_REPLACED + MAX_SKIPPED));
        let next = self.printed(left, 0);
        if self.weight(next) >= MIN_SOUGHT_WEIGHT {
            let most = in_sentence.min(taken + MAX_SKIPPED);
            let found = (taken..most).find(|&n| {
                let word = self.recorded(at, n);
                word.word() == next.word() || is_near(self.form(word), self.form(next))
            });
            if let Some(n) = found {
                return self.extension_from(left - 1, at, n + 1, limit);
            }
        }
        // The rest of the sentence, if it is about as long as what the print has there.
        let rest = in_sentence - taken;
        let ends = in_sentence < available.min(taken + MAX_REPLACED + MAX_SKIPPED)
            || in_sentence == available;
        if ends && rest > 0 && left <= MAX_REPLACED && rest <= left + 1 {
            return in_sentence;
        }
        // Within the sentence, one word for another.
        taken + if left <= MAX_EXCHANGED && left <= rest { left } else { 0 }
    }

    /// Goes on `taken` words further out.
    fn extension_from(&self, left: u32, at: u32, taken: u32, limit: u32) -> u32 {
        let at = if self.is_front { at - taken } else { at + taken };
        taken + self.extension(left, at, limit)
    }

    /// Returns the numbers of words, of the print and of the record, that are alike next to each
    /// other.
    fn alike(&self, left: u32, at: u32, taken: u32, available: u32) -> Option<(u32, u32)> {
        let spelled = |words: &mut Vec<&str>| {
            if self.is_front {
                words.reverse();
            }
            words.concat()
        };
        for printed in 1..=left.min(MAX_JOINED) {
            let mut own: Vec<&str> =
                (0..printed).map(|n| self.form(self.printed(left, n))).collect();
            let own = spelled(&mut own);
            for recorded in 1..=(available - taken).min(MAX_JOINED) {
                let mut other: Vec<&str> =
                    (0..recorded).map(|n| self.form(self.recorded(at, taken + n))).collect();
                if sound_alike(&own, &spelled(&mut other)) {
                    return Some((printed, recorded));
                }
            }
        }
        None
    }

    /// Returns the number of words up to the end of the sentence, at least `taken` and at most
    /// `most`.
    fn sentence(&self, at: u32, taken: u32, most: u32) -> u32 {
        let is_end = |n: u32| {
            let position = if self.is_front { at - n } else { at + n };
            // The end of the turn ends the sentence too.
            position == 0
                || position as usize >= self.index.sequence.len()
                || self.index.is_sentence_start(self.record, position)
        };
        (taken..most).find(|&n| is_end(n)).unwrap_or(most)
    }

    /// Returns the `n`th word of the print outwards, where `left` words lie beyond the place.
    fn printed(&self, left: u32, n: u32) -> SequenceWord {
        let len = self.quotation.len() as u32;
        self.quotation[if self.is_front { left - 1 - n } else { len - left + n } as usize]
    }

    /// Returns the `n`th word of the record outwards from `at`.
    fn recorded(&self, at: u32, n: u32) -> SequenceWord {
        self.index.sequence[if self.is_front { at - 1 - n } else { at + n } as usize]
    }

    fn weight(&self, word: SequenceWord) -> Weight {
        self.index.words[word.word()].weight
    }

    fn form(&self, word: SequenceWord) -> &str {
        &self.index.words[word.word()].form
    }
}
