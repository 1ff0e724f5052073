//! Finds the qualifiers that a fragment leaves out of its sentence: conditions, negations, hedges.
//!
//! What counts stands beside the cut and governs what is left: see [`governor`]. A fragment without
//! a verb says nothing of anything, so nothing is missing from it. Whether the reporter's own
//! sentence gives back what the marks leave out, tokens do not show: [`crate::edition`] reads it.

use std::ops::Range;

use super::Side;
use super::governor::{self, Governor};
use super::qualifier_kind::QualifierKind;
use super::statement::Form;
use super::token_view::{TokenView, token_views};
use crate::align::{Alignment, EditKind};
use crate::language::{CueClass, VariantLexicon};
use crate::text::Vocabulary;

/// Fewest words of a fragment without a verb that a condition beside it limits: `a ban on all ships
/// of the line | until …`.
const MIN_PHRASE_WORDS: usize = 6;

/// Equal words at an end that no distance takes from the rest.
const MIN_ANCHOR_WORDS: usize = 8;

/// Most other words that may follow them, for each of them, where they are fewer.
const MAX_GAP_RATIO: usize = 3;

/// Fewest equal words that are a sentence of their own.
const MIN_SENTENCE_WORDS: usize = 4;

/// Returns what `part` leaves out of `full` before its first word and after its last, within the
/// sentences that it cuts, by the words of a language.
pub(super) fn find_lost_qualifiers(
    lexicon: &VariantLexicon,
    words: &Vocabulary,
    full: Side<'_>,
    part: Side<'_>,
    alignment: &Alignment,
) -> Vec<(QualifierKind, Range<usize>)> {
    let (tokens, printed) = (token_views(words, full, lexicon), token_views(words, part, lexicon));
    // What was moved says nothing of the ends.
    let shared = alignment
        .edits
        .iter()
        .filter(|edit| matches!(edit.kind, EditKind::Equal | EditKind::Near) && !edit.a.is_empty());
    let shared = shared.filter(|edit| {
        tokens.get(edit.a.clone()).is_some_and(|tokens| tokens.iter().any(TokenView::is_word))
    });
    let mut shared: Vec<(Range<usize>, Range<usize>)> =
        shared.map(|edit| (edit.a.clone(), edit.b.clone())).collect();
    shared.sort_unstable_by_key(|(full, _)| full.start);
    let (Some((first, _)), Some((last, _))) = (shared.first(), shared.last()) else {
        return Vec::new();
    };
    let (first, last) = (first.start, last.end);
    let ends = shared.iter().fold((usize::MAX, 0), |(start, end), (_, part)| {
        (start.min(part.start), end.max(part.end))
    });
    // Where the shorter print has words of its own at an end, it is no cut but another wording.
    let worded = |range: Range<usize>| {
        printed.get(range).is_some_and(|tokens| tokens.iter().any(TokenView::is_word))
    };
    let form = Form::from_tokens(&printed);
    let limits = |governor: &Governor| {
        let words = printed.iter().filter(|tok| tok.is_word()).count();
        governor.kind == QualifierKind::Condition
            && (form > Form::Nominal
                || governor.adjoins && governor.tokens.start == last && words >= MIN_PHRASE_WORDS)
    };
    let mut lost = Vec::new();
    if !worded(0..ends.0) && is_anchored(&tokens, shared.iter().map(|(full, _)| full.clone())) {
        let before = governor::find_before(lexicon, &tokens, first);
        lost.extend(before.into_iter().filter(|governor| governor.turns(form)));
    }
    let backwards = shared.iter().rev().map(|(full, _)| full.clone());
    if !worded(ends.1..printed.len()) && is_anchored(&tokens, backwards) {
        let after = governor::find_after(lexicon, &tokens, last);
        lost.extend(after.into_iter().filter(|one| one.turns(form) || limits(one)));
    }
    // What stands elsewhere in the print is not lost.
    let moved = |tokens: &Range<usize>| {
        let mut blocks = alignment.transpositions.iter();
        blocks.any(|block| block.a.start < tokens.end && tokens.start < block.a.end)
    };
    lost.into_iter()
        .map(|governor| (governor.kind, governor.tokens))
        .filter(|(_, tokens)| !moved(tokens))
        .collect()
}

/// Returns true if the words at an end of what two prints share belong to the rest: `shared` are
/// the ranges of equal tokens from that end on. A few words far from the rest, or in another
/// sentence, are equal by chance.
pub(super) fn is_anchored(
    tokens: &[TokenView<'_>],
    shared: impl Iterator<Item = Range<usize>>,
) -> bool {
    let count = |tokens: &[TokenView<'_>]| tokens.iter().filter(|tok| tok.is_word()).count();
    let mut words = 0;
    let mut last: Option<Range<usize>> = None;
    for range in shared {
        let gap = match &last {
            Some(last) if last.start < range.start => last.end..range.start,
            Some(last) => range.end..last.start,
            None => 0..0,
        };
        let gap = tokens.get(gap).unwrap_or_default();
        if count(gap) > MAX_GAP_RATIO * words && !gap.is_empty()
            || words < MIN_SENTENCE_WORDS && gap.iter().any(TokenView::ends_sentence)
        {
            return false;
        }
        words += count(&tokens[range.clone()]);
        if words >= MIN_ANCHOR_WORDS {
            return true;
        }
        last = Some(range);
    }
    words > 0
}

/// Returns true if the forms of a reporter's words hold one that keeps a qualifier of this kind.
pub(super) fn keeps(lexicon: &VariantLexicon, kind: QualifierKind, around: &[String]) -> bool {
    use CueClass::{Condition, Conditional, Denial, Embedding, Hedge, Negator, Opinion};
    let classes: &[CueClass] = match kind {
        QualifierKind::Condition => &[Condition, CueClass::Proviso, Conditional],
        QualifierKind::Negation => &[Negator, Denial],
        QualifierKind::Hedge => &[Hedge, Opinion],
        QualifierKind::Embedding => &[Embedding, Opinion, Denial, Negator, Hedge],
    };
    let forms: Vec<&str> = around.iter().map(String::as_str).collect();
    classes.iter().any(|&class| !lexicon.find_cues(class, &forms).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::align;
    use crate::variant::lost_qualifiers;

    /// Returns what a print leaves out, each with its kind.
    fn lost(full: &str, part: &str) -> Vec<String> {
        let mut words = Vocabulary::new();
        let (a, b) = (words.tokenize(full), words.tokenize(part));
        let alignment = align(&words, &a.words, &b.words);
        let told = lost_qualifiers(&words, Side::new(full, &a), Side::new(part, &b), &alignment);
        let text = |range: Range<usize>| {
            &full[a.tokens[range.start].span.start()..a.tokens[range.end - 1].span.end()]
        };
        told.into_iter().map(|(loss, range)| format!("{loss}: {}", text(range))).collect()
    }

    /// Each with a near miss of the same words.
    #[test]
    fn what_bears_on_the_words_is_told_and_no_more() {
        let mut wrong = Vec::new();
        for (full, part, told) in [
            (
                "We will sign the treaty if they disarm.",
                "We will sign the treaty",
                &["condition: if they disarm"][..],
            ),
            (
                "We will sign the treaty with them if they disarm.",
                "We will sign the treaty",
                &["condition: if they disarm"],
            ),
            (
                "If they disarm, we will sign the treaty.",
                "We will sign the treaty",
                &["condition: If they disarm,"],
            ),
            (
                "We can only win the harbour if they close the bridge.",
                "They close the bridge",
                &["condition: if"],
            ),
            (
                "They propose a ban on all ships of the line until we have counted them.",
                "a ban on all ships of the line",
                &["condition: until we have counted them"],
            ),
            ("We will sign the treaty. If they disarm, fine.", "We will sign the treaty", &[]),
            ("We will sign the treaty, and if they disarm, fine.", "We will sign the treaty", &[]),
            ("We will sign it, and we leave if they disarm.", "We will sign it", &[]),
            ("We will sign the treaty if necessary.", "We will sign the treaty", &[]),
            ("They asked if we will sign the treaty.", "We will sign the treaty", &[]),
            ("If they disarm, we will sign.", "We will sign, if they disarm.", &[]),
            ("If they disarm, we will sign the treaty.", "the treaty", &[]),
            // A fragment that the reporter's sentence governs.
            ("If they disarm, we will sign the treaty.", "sign the treaty", &[]),
            (
                "I do not believe they closed the harbour.",
                "They closed the harbour",
                &["negation: not believe"],
            ),
            (
                "They do not want somebody who closes the harbour.",
                "somebody who closes the harbour",
                &["negation: not want"],
            ),
            ("We are not leaving, they closed the harbour.", "They closed the harbour", &[]),
            ("We did not leave and they closed the harbour.", "They closed the harbour", &[]),
            ("Not only have they closed the harbour.", "They closed the harbour", &[]),
            ("I will not forget that they closed the harbour.", "They closed the harbour", &[]),
            ("There were no ships when they closed it.", "They closed it", &[]),
            ("We must not be fooled by a few ships of theirs.", "a few ships of theirs", &[]),
            (
                "They closed the harbour, but never for long.",
                "They closed the harbour",
                &["negation: but never for long"],
            ),
            ("They closed the harbour, and we never left.", "They closed the harbour", &[]),
            ("They closed the harbour, not the bridge.", "They closed the harbour", &[]),
            ("Perhaps they closed the harbour.", "They closed the harbour", &["hedge: Perhaps"]),
            (
                "I think that they closed the harbour.",
                "They closed the harbour",
                &["hedge: I think that"],
            ),
            ("They closed the harbour, I think.", "They closed the harbour", &["hedge: I think"]),
            ("They closed the harbour, I think it is late.", "They closed the harbour", &[]),
            ("They closed the harbour. I think so.", "They closed the harbour", &[]),
            (
                "I was fooled into thinking that they closed the harbour.",
                "They closed the harbour",
                &["embedding: fooled into thinking that"],
            ),
            (
                "He said, and I quote, “they closed the harbour”.",
                "They closed the harbour",
                &["embedding: He said, and I quote, “"],
            ),
            (
                "They say that we closed the harbour.",
                "We closed the harbour",
                &["embedding: They say that"],
            ),
            ("I said that we closed the harbour.", "We closed the harbour", &[]),
            ("They closed the harbour.", "They closed the harbour", &[]),
        ] {
            let got = lost(full, part);
            if got != told {
                wrong.push(format!("{full} | {part}\n   got {got:?}, not {told:?}"));
            }
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }
}
