//! The input of an edition: one quotation with what is known of its document.

use crate::language::Language;
use crate::record::RecordMatch;
use crate::span::Span;
use crate::text::{Passage, TokenFlags};

/// One quotation as input to [`build_utterance`](super::build_utterance).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct WitnessInput<'a> {
    /// Id of the quotation.
    pub quotation: &'a str,
    /// Id of its document. For a standalone quotation, the document it was given with, or else the
    /// quotation's own id.
    pub document: Option<&'a str>,
    /// The text that the spans of `pieces` and `passage` refer to.
    pub text: &'a str,
    /// Spans of its words in `text`.
    pub pieces: &'a [Span],
    /// Its tokens and their interned forms.
    pub passage: &'a Passage,
    /// Name of its outlet, or the document's id where the outlet is unknown.
    pub outlet: &'a str,
    /// The same for the document that its document reprints; equal to `outlet` where it reprints
    /// none.
    pub origin_outlet: &'a str,
    /// Id of the document that its document reprints.
    pub reprint_of: Option<&'a str>,
    /// Date of publication.
    pub published: Option<&'a crate::model::Published>,
    /// Name of its speaker.
    pub speaker: Option<&'a str>,
    /// The words with which its document names the speaker.
    pub mention: Option<&'a str>,
    /// Confidence in the speaker's name, `0.0..=1.0`; lower where a pronoun was resolved.
    pub speaker_confidence: f32,
    /// True if a decision makes its wording the lemma.
    pub is_decided_lemma: bool,
    /// Its place in a transcript, if one has its words.
    pub record: Option<&'a RecordMatch>,
    /// Language of its document, where that is sure.
    pub language: Option<Language>,
    /// True if its document says that the words are a translation.
    pub translated: bool,
    /// True if it stands in a text in question, which is no print and counts for nothing.
    pub is_query: bool,
}

impl<'a> WitnessInput<'a> {
    /// Makes a witness of a quotation in `text`, which an outlet printed. Nothing else is known of
    /// it.
    pub fn new(
        quotation: &'a str,
        text: &'a str,
        pieces: &'a [Span],
        passage: &'a Passage,
        outlet: &'a str,
    ) -> WitnessInput<'a> {
        WitnessInput {
            quotation,
            document: None,
            text,
            pieces,
            passage,
            outlet,
            origin_outlet: outlet,
            reprint_of: None,
            published: None,
            speaker: None,
            mention: None,
            speaker_confidence: 0.0,
            is_decided_lemma: false,
            record: None,
            language: None,
            translated: false,
            is_query: false,
        }
    }

    /// Returns true if a transcript has its words as it prints them.
    pub(super) fn is_on_record(&self) -> bool {
        self.record.is_some_and(|record| record.print.is_faithful())
    }

    /// Returns the time of publication in seconds; undated witnesses sort last.
    pub(super) fn published_second(&self) -> i64 {
        self.published.map_or(i64::MAX, |published| published.second())
    }

    /// Returns the number of words as spoken, without those in square brackets, which are the
    /// editor's.
    pub(super) fn spoken_word_count(&self) -> usize {
        let words = self.passage.tokens.iter().filter(|token| token.class.is_word());
        words.filter(|token| !token.flags.has(TokenFlags::BRACKETED)).count()
    }
}

/// Returns the label of the witness at `index`: A, B, … Z, AA, AB …
pub(super) fn siglum(index: usize) -> String {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    if index < 26 {
        return letter(index).to_string();
    }
    let mut label = siglum(index / 26 - 1);
    label.push(letter(index));
    label
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigla() {
        assert_eq!(
            [0, 25, 26, 51, 52, 701, 702].map(siglum),
            ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
        );
    }
}
