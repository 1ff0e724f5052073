//! From items to reports: the cues of each sentence, and what is said by whom.

use std::ops::Range;

use super::chain::SpeechRole;
use super::hash::hash;
use super::item::{Item, Items, TextItemKind};
use super::model::{IndirectModel, ModelBuffers};
use crate::span::Span;

/// A report, as its spans alone.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FoundReport {
    pub(super) cue: Span,
    pub(super) source: Option<Span>,
    /// The content, in the order of the text; never empty.
    pub(super) pieces: Vec<Span>,
    /// True if a part of the content stands in quotation marks.
    pub(super) mixed: bool,
    pub(super) confidence: f32,
}

/// Least likely cue whose roles are looked for.
const MIN_CUE: f32 = 0.2;
/// Confidence of the least sure report. Set where the F1 of contents on held-out articles is
/// highest.
pub(super) const MIN_CONFIDENCE: f32 = 0.2;
/// Weight of the roles in the confidence, as an exponent: whole chains are seldom likely.
const ROLE_EXPONENT: f32 = 0.3;

/// Most cues of a sentence whose roles are looked for: this many, and one more for so many items.
/// News stays far below; without it a text of nothing but cues would take a hundred times as long.
const MIN_CUES: usize = 8;
const ITEMS_PER_CUE: usize = 8;

/// Buffers of one reader.
#[derive(Debug, Default)]
pub(super) struct FinderBuffers {
    model: ModelBuffers,
    cues: Vec<(Range<usize>, f32)>,
    roles: Vec<SpeechRole>,
}

/// Appends the reports of all sentences to `found`. O(items) for a bounded number of cues a word.
pub(super) fn find(
    model: &IndirectModel,
    all: &Items,
    text: &str,
    buffers: &mut FinderBuffers,
    found: &mut Vec<FoundReport>,
) {
    let FinderBuffers { model: own, cues, roles } = buffers;
    for n in 0..all.sentences.len() {
        let items = &all.items[all.sentence(n)];
        model.cues(items, MIN_CUE, own, cues);
        let most = MIN_CUES + items.len() / ITEMS_PER_CUE;
        for (cue, likely) in cues.iter().take(most) {
            let (from, chain) = model.roles(items, cue, own, roles);
            let confidence = likely * chain.powf(ROLE_EXPONENT);
            if confidence >= MIN_CONFIDENCE {
                let around = &items[from..from + roles.len()];
                found.extend(report(around, items, cue, roles, confidence, text));
            }
        }
    }
}

/// Returns the report of a cue; `None` where it has no content, or only one in marks.
fn report(
    around: &[Item],
    items: &[Item],
    cue: &Range<usize>,
    roles: &[SpeechRole],
    confidence: f32,
    text: &str,
) -> Option<FoundReport> {
    const THAT: u32 = hash(b"that");
    let mut pieces = Vec::new();
    let (mut mixed, mut unmarked) = (false, false);
    for run in runs(roles, SpeechRole::Content) {
        let mut run = &around[run];
        while let [first, rest @ ..] = run {
            let is_that = pieces.is_empty() && first.word == THAT;
            if !is_plain_mark(first, text) && !is_that {
                break;
            }
            run = rest;
        }
        while let [rest @ .., last] = run {
            if !is_plain_mark(last, text) {
                break;
            }
            run = rest;
        }
        let [first, .., last] = run else {
            let [only] = run else { continue };
            mixed |= only.is_slot();
            unmarked |= only.is_word();
            pieces.push(only.span());
            continue;
        };
        mixed |= run.iter().any(Item::is_slot);
        unmarked |= run.iter().any(Item::is_word);
        pieces.push(Span::new(first.start as usize, last.end as usize));
    }
    if !unmarked {
        return None;
    }
    let cue = items[cue.start].span().cover(items[cue.end - 1].span());
    Some(FoundReport { cue, source: source(around, roles, cue, text), pieces, mixed, confidence })
}

/// Returns the source: of several runs the one nearest to the cue.
fn source(around: &[Item], roles: &[SpeechRole], cue: Span, text: &str) -> Option<Span> {
    let spans = runs(roles, SpeechRole::Source).filter_map(|run| {
        let items = &around[run];
        let from = items.iter().position(|item| !is_plain_mark(item, text))?;
        let to = items.iter().rposition(|item| !is_plain_mark(item, text))?;
        Some(Span::new(items[from].start as usize, items[to].end as usize))
    });
    spans.min_by_key(|span| {
        let before = cue.start().saturating_sub(span.end());
        before + span.start().saturating_sub(cue.end())
    })
}

/// Returns the runs of a role.
fn runs(roles: &[SpeechRole], role: SpeechRole) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + roles[at..].iter().position(|&own| own == role)?;
        at = start
            + roles[start..].iter().position(|&own| own != role).unwrap_or(roles.len() - start);
        Some(start..at)
    })
}

/// Returns true for a mark that only parts one phrase from the next.
fn is_plain_mark(item: &Item, text: &str) -> bool {
    let plain = |c: char| matches!(c, ',' | ';' | ':' | '.' | '-' | '–' | '—' | '…' | '!' | '?');
    item.kind == TextItemKind::Mark && item.span().slice(text).chars().all(plain)
}
