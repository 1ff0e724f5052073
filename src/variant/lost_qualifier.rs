//! Finds the qualifiers that a fragment leaves out of its sentence: conditions, negations, hedges.
//!
//! Only the sentence that was cut counts. Words alone decide, in what stands beyond the ends of the
//! shorter print: a condition anywhere in that sentence; a negation or a hedge where it touches
//! what is printed, since further off it governs something else. Whoever quotes the second half of
//! `I never said | he was right` has lost a negation. Whether the reporter's own sentence gives it
//! back, tokens do not show.

use std::fmt;
use std::ops::Range;

use super::Side;
use super::token_view::{TokenView, token_views};
use crate::align::{Alignment, EditKind};
use crate::language::{CueClass, VariantLexicon};
use crate::text::Vocabulary;

/// The kind of a qualifier that a fragment left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum QualifierKind {
    /// `if`, `unless`, `provided`, with the clause that it opens.
    Condition,
    /// `not`, `never`, `nobody`, next to what is printed.
    Negation,
    /// `I think`, `perhaps`, `may`, next to what is printed.
    Hedge,
}

impl QualifierKind {
    /// Returns the code of the JSON: `condition`, `negation`, `hedge`.
    pub fn as_str(self) -> &'static str {
        match self {
            QualifierKind::Condition => "condition",
            QualifierKind::Negation => "negation",
            QualifierKind::Hedge => "hedge",
        }
    }
}

impl fmt::Display for QualifierKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Most words between a negation or a hedge and the printed words that it still touches: `I don't
/// think we | should go`.
const MAX_QUALIFIER_DISTANCE: usize = 4;

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
    let edits = alignment
        .edits
        .iter()
        .chain(alignment.transpositions.iter().flat_map(|block| &block.edits));
    let shared = edits
        .filter(|edit| matches!(edit.kind, EditKind::Equal | EditKind::Near) && !edit.a.is_empty());
    let shared = shared.filter(|edit| {
        tokens.get(edit.a.clone()).is_some_and(|tokens| tokens.iter().any(TokenView::is_word))
    });
    let (mut first, mut last, mut ends) = (usize::MAX, 0, (usize::MAX, 0));
    for edit in shared {
        (first, last) = (first.min(edit.a.start), last.max(edit.a.end));
        ends = (ends.0.min(edit.b.start), ends.1.max(edit.b.end));
    }
    if first >= last {
        return Vec::new();
    }
    // Where the shorter print has words of its own at an end, it is no cut but another wording.
    let worded = |range: Range<usize>| {
        printed.get(range).is_some_and(|tokens| tokens.iter().any(TokenView::is_word))
    };
    let mut lost = Vec::new();
    if !worded(0..ends.0) {
        let start =
            tokens[..first].iter().rposition(TokenView::ends_sentence).map_or(0, |stop| stop + 1);
        head(lexicon, &tokens[..first], start, &mut lost);
    }
    if !worded(ends.1..printed.len()) {
        let end = tokens[last..]
            .iter()
            .position(TokenView::ends_sentence)
            .map_or(tokens.len(), |stop| last + stop);
        tail(lexicon, &tokens[..end], last, &mut lost);
    }
    lost
}

/// Words with their places, from `start` on.
fn worded<'x>(tokens: &[TokenView<'x>], start: usize) -> (Vec<usize>, Vec<&'x str>) {
    let at: Vec<usize> = (start..tokens.len()).filter(|&i| tokens[i].is_word()).collect();
    let forms = at.iter().map(|&i| tokens[i].form).collect();
    (at, forms)
}

fn head(
    lexicon: &VariantLexicon,
    tokens: &[TokenView<'_>],
    start: usize,
    lost: &mut Vec<(QualifierKind, Range<usize>)>,
) {
    let (at, forms) = worded(tokens, start);
    conditions(lexicon, tokens, &at, &forms, lost);
    for (loss, cue) in
        [(QualifierKind::Negation, CueClass::Negator), (QualifierKind::Hedge, CueClass::Hedge)]
    {
        if let Some((i, n)) = lexicon.find_cues(cue, &forms).pop() {
            let near = forms.len() - (i + n) < MAX_QUALIFIER_DISTANCE
                && !lexicon.is_negation_idiom(&forms, i);
            let apart = tokens[at[i + n - 1] + 1..].iter().any(|tok| !tok.is_word());
            if near && !apart {
                lost.push((loss, at[i]..tokens.len()));
            }
        }
    }
}

fn tail(
    lexicon: &VariantLexicon,
    tokens: &[TokenView<'_>],
    start: usize,
    lost: &mut Vec<(QualifierKind, Range<usize>)>,
) {
    let (at, forms) = worded(tokens, start);
    conditions(lexicon, tokens, &at, &forms, lost);
    let joined =
        usize::from(forms.first().is_some_and(|form| matches!(*form, "but" | "and" | "or")));
    for (loss, cue) in
        [(QualifierKind::Negation, CueClass::Negator), (QualifierKind::Hedge, CueClass::Hedge)]
    {
        if let Some(&(i, _)) = lexicon.find_cues(cue, &forms).first()
            && i <= joined
            // With a capital it begins another sentence, whatever mark the reporter put before it.
            && (cue == CueClass::Hedge || !tokens[at[0]].capital())
        {
            lost.push((loss, at[0]..clause(tokens, at[i])));
        }
    }
}

/// Conditions anywhere, with their clauses.
fn conditions(
    lexicon: &VariantLexicon,
    tokens: &[TokenView<'_>],
    at: &[usize],
    forms: &[&str],
    lost: &mut Vec<(QualifierKind, Range<usize>)>,
) {
    let whether = lexicon.find_cues(CueClass::Whether, forms);
    for (i, _) in lexicon.find_cues(CueClass::Proviso, forms) {
        let whether = whether.iter().any(|&(start, n)| (start..start + n).contains(&i));
        let end = clause(tokens, at[i]);
        // A clause within a clause is told with it.
        let told = lost
            .iter()
            .any(|(loss, range)| *loss == QualifierKind::Condition && range.contains(&at[i]));
        if !whether && !told {
            lost.push((QualifierKind::Condition, at[i]..end));
        }
    }
}

/// Returns where the clause that begins at `from` ends: before the next mark that ends one.
fn clause(tokens: &[TokenView<'_>], from: usize) -> usize {
    let ends =
        |tok: &TokenView<'_>| matches!(tok.form, "," | ";" | ":" | "—") || tok.ends_sentence();
    tokens[from..].iter().position(ends).map_or(tokens.len(), |mark| from + mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::align;
    use crate::variant::lost_qualifiers;

    fn lost(full: &str, part: &str) -> Vec<String> {
        let mut words = Vocabulary::new();
        let (a, b) = (words.tokenize(full), words.tokenize(part));
        let alignment = align(&words, &a.words, &b.words);
        let told = lost_qualifiers(
            &words,
            Side { text: full, passage: &a },
            Side { text: part, passage: &b },
            &alignment,
        );
        let text = |range: Range<usize>| {
            &full[a.tokens[range.start].span.start()..a.tokens[range.end - 1].span.end()]
        };
        told.into_iter().map(|(loss, range)| format!("{loss}: {}", text(range))).collect()
    }

    /// Each with a near miss of the same words.
    #[test]
    fn what_bears_on_the_words_is_told_and_no_more() {
        for (full, part, told) in [
            (
                "We will sign the treaty if they disarm.",
                "We will sign the treaty",
                &["condition: if they disarm"][..],
            ),
            (
                "If they disarm, we will sign the treaty.",
                "we will sign the treaty",
                &["condition: If they disarm"],
            ),
            ("We will sign the treaty. If they disarm, fine.", "We will sign the treaty", &[]),
            ("They asked if we will sign the treaty.", "we will sign the treaty", &[]),
            (
                "I do not believe they closed the harbour.",
                "they closed the harbour",
                &["negation: not believe"],
            ),
            ("We are not leaving, they closed the harbour.", "they closed the harbour", &[]),
            ("Not only have they closed the harbour.", "they closed the harbour", &[]),
            (
                "They closed the harbour, but never for long.",
                "They closed the harbour",
                &["negation: but never for long"],
            ),
            ("They closed the harbour, and we never left.", "They closed the harbour", &[]),
            ("Perhaps they closed the harbour.", "they closed the harbour", &["hedge: Perhaps"]),
            ("They closed the harbour, I think.", "They closed the harbour", &["hedge: I think"]),
            ("They closed the harbour.", "They closed the harbour", &[]),
        ] {
            assert_eq!(lost(full, part), told, "{full} | {part}");
        }
    }
}
