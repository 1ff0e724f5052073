//! The judgement of a print against the record.

use std::ops::Range;

use super::index::{IndexedTranscript, ends_sentence};
use super::pieces::{Recorded, passage_of};
use super::sound::sound_alike;
use crate::align::Aligner;
use crate::text::{Passage, Token, TokenClass, Vocabulary};
use crate::variant::{Disclosure, Kind, Level, Side, Variant, VariantClassifier, VariantRule};

/// The relation of a print to the words on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Print {
    /// Letter by letter, but for the glyphs of marks, the marks at its ends, and cuts that an
    /// ellipsis or a break shows.
    Verbatim,
    /// The same words, in other capitals, marks or spelling.
    Accidental,
    /// Other words, or words cut without a sign.
    Altered,
}

impl Print {
    /// Returns true if the words are those on record, in whatever form.
    pub fn is_faithful(self) -> bool {
        self <= Print::Accidental
    }

    /// Returns `verbatim`, `accidental` or `altered`.
    pub fn as_str(self) -> &'static str {
        match self {
            Print::Verbatim => "verbatim",
            Print::Accidental => "accidental",
            Print::Altered => "altered",
        }
    }
}

/// Compares the print of a quotation with the words on record. Returns the relation, the level of
/// the worst difference that counts, and how far the print shows what differs in words.
pub(super) fn judge(
    words: &Vocabulary,
    aligner: &mut Aligner,
    classifier: &VariantClassifier,
    (record, recorded): (&IndexedTranscript<'_>, &Recorded),
    (text, print): (&str, &Passage),
) -> (Print, Option<Level>, Disclosure) {
    let passage = passage_of(&record.transcript.passage, &with_stops(record, &recorded.silent));
    let alignment = aligner.align(words, &passage.words, &print.words);
    let (a, b) = (Side::new(&record.document.text, &passage), Side::new(text, print));
    let variants = classifier.variants(words, a, b, &alignment);
    let (mut level, mut disclosure) = (None, Disclosure::None);
    for variant in variants.iter().filter(|variant| counts(variant)) {
        let own = match is_heard_alike(variant, a, b) {
            true => Level::Accidental,
            false => variant.level,
        };
        level = level.max(Some(own));
        if own > Level::Accidental {
            disclosure = disclosure.and(variant.disclosure);
        }
    }
    if (recorded.pieces.last()).is_some_and(|last| is_other_stop(record, last.end, (text, print))) {
        level = level.max(Some(Level::Accidental));
    }
    if recorded.is_joined_silently {
        level = level.max(Some(Level::Minor));
        disclosure = disclosure.and(Disclosure::Silent);
    }
    let relation = match level {
        None => Print::Verbatim,
        Some(Level::Accidental) => Print::Accidental,
        Some(_) => Print::Altered,
    };
    (relation, level, disclosure)
}

/// Returns the pieces but the last with the stops of their sentences, which the print has too.
fn with_stops(record: &IndexedTranscript<'_>, pieces: &[Range<usize>]) -> Vec<Range<usize>> {
    let tokens = &record.transcript.passage.tokens;
    let is_stop = |&end: &usize| {
        tokens.get(end).is_some_and(|mark| ends_sentence(mark, &record.document.text))
    };
    let mut pieces = pieces.to_vec();
    let inner = pieces.len().saturating_sub(1);
    for piece in &mut pieces[..inner] {
        piece.end += usize::from(is_stop(&piece.end));
    }
    pieces
}

/// Returns true if a difference is one of the words or their form, and not of glyphs, of the
/// sentence around, or of what an ellipsis stands for.
fn counts(variant: &Variant) -> bool {
    !variant.is_edge()
        && variant.rule != VariantRule::PunctuationEllipsis
        && !matches!(variant.kind, Kind::QuoteMark | Kind::Dash | Kind::Whitespace | Kind::Elision)
}

/// Returns true if the two readings of a difference sound alike: it is one of hearing, and may be
/// the transcriber's.
fn is_heard_alike(variant: &Variant, a: Side<'_>, b: Side<'_>) -> bool {
    let words = |range: &Range<usize>| range.len() <= 3;
    words(&variant.a)
        && words(&variant.b)
        && sound_alike(printed(a, &variant.a), printed(b, &variant.b))
}

/// Returns tokens of a side as they are printed.
fn printed<'a>(side: Side<'a>, range: &Range<usize>) -> &'a str {
    match side.passage.tokens.get(range.clone()) {
        Some([first, .., last]) => first.span.cover(last.span).slice(side.text),
        Some([only]) => only.span.slice(side.text),
        _ => "",
    }
}

/// Returns true if the print ends with an exclamation or question mark that the record lacks: such
/// a mark is not that of the sentence around. `end` is the token behind the words on record.
fn is_other_stop(
    record: &IndexedTranscript<'_>,
    end: usize,
    (text, print): (&str, &Passage),
) -> bool {
    let stop = |tokens: &mut dyn Iterator<Item = &Token>, text: &str| {
        let marks = tokens.take_while(|token| token.class == TokenClass::Mark);
        let stop = |token: &Token| match token.span.slice(text) {
            "!" => Some('!'),
            "?" => Some('?'),
            _ => None,
        };
        marks.filter_map(stop).next()
    };
    let tokens = &record.transcript.passage.tokens;
    let recorded = stop(&mut tokens[end..].iter(), &record.document.text);
    match stop(&mut print.tokens.iter().rev(), text) {
        None => false,
        printed => printed != recorded,
    }
}
