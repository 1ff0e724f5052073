//! Reads the reporter's own sentence around a fragment: what the marks leave out, the reporter may
//! have said.
//!
//! *They apologised **if** the fire was connected to “…”*; *she **didn't** “need to do any of
//! that”*. A qualifier is kept if the prose of the same sentence has one of its kind, or if another
//! place of the document prints the very words. Nothing is known around a standalone quotation.
//!
//! Cost: nothing unless something seems to be lost; then linear in the document.

use std::ops::Range;

use super::witness_input::WitnessInput;
use crate::align::Alignment;
use crate::text::{Vocabulary, normal_form, sentences, tokens};
use crate::variant::{
    Disclosure, Level, Operation, QualifierKind, Side, Variant, VariantClassifier, VariantRule,
};

/// Most words of a qualifier that another place must print, and words of what it governs.
const MAX_TOLD_WORDS: usize = 6;
const GOVERNED_WORDS: usize = 2;

/// Fewest words of a qualifier that tell where it stands by themselves.
const MIN_LONE_WORDS: usize = 4;

/// Two wordings that are compared.
#[derive(Clone, Copy)]
pub(super) struct ComparedPair<'a> {
    pub words: &'a Vocabulary,
    pub classifier: &'a VariantClassifier,
    pub sides: [Side<'a>; 2],
}

impl ComparedPair<'_> {
    /// Returns the variants. What one side cuts off and its reporter keeps is a plain truncation.
    /// `groups` are the witnesses of either side.
    pub(super) fn variants(
        &self,
        alignment: &Alignment,
        witnesses: &[WitnessInput<'_>],
        groups: [&[usize]; 2],
    ) -> Vec<Variant> {
        let ComparedPair { words, classifier, sides: [a, b] } = *self;
        let mut variants = classifier.variants_by_rule(words, a, b, alignment);
        for variant in &mut variants {
            let Some(kind) = cut_kind(variant.rule) else { continue };
            if variant.operation != Operation::Truncation {
                continue;
            }
            let (full, lost) = if variant.a.is_empty() { (1, &variant.b) } else { (0, &variant.a) };
            if self.is_kept(full, (kind, lost), witnesses, groups[1 - full]) {
                variant.rule = VariantRule::TruncationFragment;
                variant.kind = variant.rule.kind();
                variant.level = Level::Minor;
                variant.disclosure = Disclosure::Disclosed;
            }
        }
        classifier.set_levels(words, a, b, &mut variants);
        variants
    }

    /// Returns true if the document of one of `parts` keeps what its quotation leaves out: `lost`,
    /// among the tokens of side `full`.
    pub(super) fn is_kept(
        &self,
        full: usize,
        (kind, lost): (QualifierKind, &Range<usize>),
        witnesses: &[WitnessInput<'_>],
        parts: &[usize],
    ) -> bool {
        let told = told_forms(self.words, self.sides[full], lost);
        parts.iter().map(|&part| &witnesses[part]).any(|witness| {
            let around = surrounding_forms(witness);
            self.classifier.is_kept(self.words, self.sides, kind, &around)
                || told.iter().any(|told| prints(witnesses, witness, told))
        })
    }
}

/// Returns what a cut took away that this rule found.
fn cut_kind(rule: VariantRule) -> Option<QualifierKind> {
    match rule {
        VariantRule::PolarityCut => Some(QualifierKind::Negation),
        VariantRule::ModalityCut => Some(QualifierKind::Hedge),
        VariantRule::ConditionCut => Some(QualifierKind::Condition),
        VariantRule::ConditionEmbedding => Some(QualifierKind::Embedding),
        _ => None,
    }
}

/// Returns the lost words with those that they govern, after them and before them; and alone, if
/// they are enough: the other half may stand in a quotation of its own.
fn told_forms<'w>(words: &'w Vocabulary, full: Side<'_>, lost: &Range<usize>) -> [Vec<&'w str>; 3] {
    let Side { passage, .. } = full;
    let is_word = |&at: &usize| passage.tokens[at].class.is_word();
    let form = |at: usize| &*words[passage.words[at]].form;
    let own: Vec<usize> = lost.clone().filter(is_word).collect();
    let after: Vec<usize> =
        (lost.end..passage.tokens.len()).filter(is_word).take(GOVERNED_WORDS).collect();
    let mut before: Vec<usize> =
        (0..lost.start).rev().filter(is_word).take(GOVERNED_WORDS).collect();
    before.reverse();
    let last = own.len().saturating_sub(MAX_TOLD_WORDS);
    let alone = if own.len() < MIN_LONE_WORDS { 0 } else { MAX_TOLD_WORDS };
    let first = || own.iter().take(MAX_TOLD_WORDS);
    let told = |range: Vec<usize>, governed: &[usize]| -> Vec<&'w str> {
        let enough = governed.len() == GOVERNED_WORDS;
        range.into_iter().filter(|_| enough).map(form).collect()
    };
    [
        told(own[last..].iter().chain(&after).copied().collect(), &after),
        told(before.iter().chain(first()).copied().collect(), &before),
        own.iter().take(alone).copied().map(form).collect(),
    ]
}

/// Returns the forms of the reporter's words in the sentences that hold a quotation.
fn surrounding_forms(witness: &WitnessInput<'_>) -> Vec<String> {
    let (Some(first), Some(last)) = (witness.pieces.first(), witness.pieces.last()) else {
        return Vec::new();
    };
    let (text, start, end) = (witness.text, first.start(), last.end());
    let (Some(before), Some(after)) = (text.get(..start), text.get(end..)) else {
        return Vec::new();
    };
    let from = before.rfind('\n').map_or(0, |at| at + 1);
    let to = after.find('\n').map_or(text.len(), |at| end + at);
    let mut forms = Vec::new();
    // The last words of an announcement: He was asked if they would pay: ¶ “…”
    let announced = before[..from].trim_end();
    if text[from..start].trim_matches(|c: char| !c.is_alphanumeric()).is_empty()
        && announced.ends_with(':')
    {
        let line = &announced[announced.rfind('\n').map_or(0, |at| at + 1)..];
        sentences(line)
            .last()
            .into_iter()
            .for_each(|last| push_forms(last.slice(line), &mut forms));
    }
    let paragraph = &text[from..to];
    for sentence in sentences(paragraph) {
        let (begins, ends) = (from + sentence.start(), from + sentence.end());
        if ends <= start || begins >= end {
            continue;
        }
        let mut at = begins;
        for piece in witness.pieces {
            if at < piece.start() {
                push_forms(&text[at..piece.start().min(ends)], &mut forms);
            }
            at = at.max(piece.end());
            if at >= ends {
                break;
            }
        }
        if at < ends {
            push_forms(&text[at..ends], &mut forms);
        }
    }
    forms
}

/// Returns true if a document of `witness` prints the words with these forms, wherever.
fn prints(witnesses: &[WitnessInput<'_>], witness: &WitnessInput<'_>, lost: &[&str]) -> bool {
    let same = |other: &&WitnessInput<'_>| {
        witness.document.is_some() && other.document == witness.document
    };
    let mut seen: Vec<*const u8> = Vec::new();
    let mut forms = Vec::new();
    witnesses.iter().filter(same).any(|other| {
        if seen.contains(&other.text.as_ptr()) {
            return false;
        }
        seen.push(other.text.as_ptr());
        forms.clear();
        push_forms(other.text, &mut forms);
        !lost.is_empty() && forms.windows(lost.len()).any(|run| run.iter().eq(lost))
    })
}

fn push_forms(text: &str, forms: &mut Vec<String>) {
    let words = tokens(text).filter(|token| token.class.is_word());
    forms.extend(words.map(|token| normal_form(token.span.slice(text)).into_owned()));
}

#[cfg(test)]
mod tests {
    use crate::edition::{Utterance, WitnessInput, build_utterance};
    use crate::span::Span;
    use crate::text::{Vocabulary, tokenize_pieces};
    use crate::variant::Level;

    /// Builds the utterance of articles in which `{…}` stand around the words of the quotation.
    fn utterance(articles: &[&str]) -> Utterance {
        let mut words = Vocabulary::new();
        let mut printed = Vec::new();
        for article in articles {
            let (mut text, mut pieces) = (String::new(), Vec::new());
            for (n, part) in article.split(['{', '}']).enumerate() {
                let start = text.len();
                text.push_str(part);
                if n % 2 == 1 {
                    pieces.push(Span::new(start, text.len()));
                }
            }
            let mut passage = crate::text::Passage::default();
            passage.tokens = tokenize_pieces(&text, &pieces);
            passage.words =
                passage.tokens.iter().map(|token| words.intern(token.span.slice(&text))).collect();
            printed.push((text, pieces, passage));
        }
        let ids = ["a", "b", "c"];
        let witnesses: Vec<WitnessInput<'_>> = printed
            .iter()
            .zip(ids)
            .map(|((text, pieces, passage), id)| {
                let mut witness = WitnessInput::new(id, text, pieces, passage, id);
                witness.document = Some(id);
                witness
            })
            .collect();
        build_utterance(&words, &witnesses)
    }

    /// Returns what the second of two articles leaves out, and the gravest level between the two.
    fn lost(full: &str, part: &str) -> (Vec<String>, Option<Level>) {
        let found = utterance(&[full, part]);
        let witness = found.witnesses.iter().find(|witness| witness.quotation == "b").unwrap();
        let told = witness.left_out.iter().map(|lost| lost.text.clone()).collect();
        let levels = found.apparatus.iter().flat_map(|entry| &entry.readings);
        (told, levels.map(|reading| reading.level).max())
    }

    /// Each with a near miss: the same words, and the qualifier elsewhere or not at all.
    #[test]
    fn what_the_reporter_keeps_outside_the_marks_is_not_left_out() {
        let treaty = "“{We will sign the treaty of Veln this year if they disarm,}” Lund said.";
        let belief = "“{I do not believe they closed the harbour of Veln,}” Lund said.";
        let doubt = "“{I think they closed the harbour of Veln,}” Lund said.";
        let rows = [
            (treaty, "“{We will sign the treaty of Veln this year,}” Lund said.", true),
            (
                treaty,
                "If they disarm, “{We will sign the treaty of Veln this year},” she said.",
                false,
            ),
            (
                treaty,
                "Asked if she would, Lund said: “{We will sign the treaty of Veln this year.}”",
                false,
            ),
            (
                treaty,
                "“{We will sign the treaty of Veln this year,}” Lund said, once they disarm.",
                false,
            ),
            (
                treaty,
                "Nobody knew if. “{We will sign the treaty of Veln this year,}” she said.",
                true,
            ),
            (belief, "“{They closed the harbour of Veln,}” Lund said.", true),
            (belief, "Lund denied that “{They closed the harbour of Veln}”.", false),
            (belief, "It was not dry. “{They closed the harbour of Veln,}” Lund said.", true),
            (doubt, "“{They closed the harbour of Veln,}” Lund said.", true),
            (doubt, "“{They closed the harbour of Veln,}” in the opinion of Lund.", false),
            // The same paper prints them elsewhere.
            (
                treaty,
                "“{We will sign the treaty of Veln this year,}” Lund said.\n\nShe later wrote: We \
                 sign the treaty of Veln this year if they disarm.",
                false,
            ),
        ];
        let mut wrong = Vec::new();
        for (full, part, left) in rows {
            let (told, level) = lost(full, part);
            let grave = level.is_some_and(|level| level >= Level::Substantive);
            if (told.len() == 1, grave) != (left, left) {
                wrong.push(format!("{part}: {told:?} {level:?}"));
            }
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }
}
