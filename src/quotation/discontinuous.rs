//! Joins discontinuous quotations, which the reporter broke: “A,” he said, “B”.
//!
//! The decision is structural, since this module has no reporting verbs. The first half begins a
//! statement and does not end it. What stands between is short, ends no sentence and closes with a
//! comma or dash. Nothing is joined if the words between begin like a
//! continuation by the reporter (the closed lists
//! `language/en/fragment-connectives.txt` and `language/en/statement-connectives.txt`, and words in
//! *-ing*), as in *called it “A,” adding “B”*. In *“A.” he said. “B.”* the two statements stay two.
//!
//! Labelled corpora, too, mark such a content as one span in several parts (PARC 3.0: Pareti 2016,
//! <https://aclanthology.org/L16-1619/>). Cost: linear.

use std::sync::OnceLock;

use super::draft::DraftQuotation;
use super::lead_in::LeadIn;
use super::surface::{begins_with_capital, has_clause, is_titled, words};
use crate::span::Span;
use crate::text::{WordMap, is_abbreviation, is_function_word, lines};

/// Most bytes between the halves: a name, an office and a verb with its adverb fit; a clause with
/// news of its own does not.
const MAX_GAP_BYTES: usize = 160;
/// Most words between the halves.
const MAX_GAP_WORDS: usize = 14;

/// Most words between the halves if no mark shows the break: a bare subject and its verb, with an
/// office or an adverb.
const MAX_UNMARKED_GAP_WORDS: usize = 4;

/// Fewest words of a first half that stands inside the reporter's sentence without a comma or colon
/// before it.
const MIN_CLAUSE_WORDS: usize = 4;

/// Letters of the longest word in *-ing* that is no participle: king, thing, Ming.
const MAX_ING_NOUN_LETTERS: usize = 5;

/// Joins the drafts of one text after another and reuses its memory.
#[derive(Debug, Default)]
pub(super) struct PieceJoiner {
    /// The new index of each draft; [`DROPPED`] for one without words.
    new_index: Vec<u32>,
    /// The last kept draft of each level: first of the outermost level, then inside each kept
    /// draft.
    last: Vec<u32>,
}

/// The index of a draft that is not kept.
const DROPPED: u32 = u32::MAX;

impl PieceJoiner {
    /// Joins the drafts that belong together, drops those without words, and renumbers parents.
    pub(super) fn join(&mut self, text: &str, drafts: &mut Vec<DraftQuotation>) {
        let PieceJoiner { new_index, last } = self;
        new_index.clear();
        last.clear();
        last.push(DROPPED);
        let mut kept = 0;
        for at in 0..drafts.len() {
            let mut draft = std::mem::take(&mut drafts[at]);
            if draft.pieces.is_empty() {
                new_index.push(DROPPED);
                continue;
            }
            let parent = draft
                .parent
                .map(|parent| new_index[parent as usize])
                .filter(|&parent| parent != DROPPED);
            // A quotation inside a credit line that was taken off loses its parent.
            draft.parent = std::iter::successors(parent, |&parent| drafts[parent as usize].parent)
                .find(|&parent| encloses(&drafts[parent as usize], &draft));
            let level = draft.parent.map_or(0, |parent| parent as usize + 1);
            let before = last[level];
            if before != DROPPED && continues(text, &drafts[before as usize], &draft) {
                let first = &mut drafts[before as usize];
                first.pieces.append(&mut draft.pieces);
                first.extent = first.extent.cover(draft.extent);
                first.paragraph_end = draft.paragraph_end;
                first.closed = draft.closed;
                new_index.push(before);
            } else {
                last[level] = kept as u32;
                last.push(DROPPED);
                new_index.push(kept as u32);
                drafts[kept] = draft;
                kept += 1;
            }
        }
        drafts.truncate(kept);
    }
}

/// Returns true if all of `inner` stands within `outer`.
fn encloses(outer: &DraftQuotation, inner: &DraftQuotation) -> bool {
    inner.pieces.iter().all(|piece| {
        let at = outer.pieces.partition_point(|outer| outer.end() < piece.end());
        outer.pieces.get(at).is_some_and(|outer| outer.contains(*piece))
    })
}

/// Returns true if `second` continues `first`.
fn continues(text: &str, first: &DraftQuotation, second: &DraftQuotation) -> bool {
    let (from, to) = (first.extent.end(), second.extent.start());
    if first.label.is_some() || second.label.is_some() {
        return false;
    }
    if !first.closed
        || from >= to
        || to - from > MAX_GAP_BYTES
        || second.paragraph_start >= first.paragraph_end
    {
        return false;
    }
    if second.paragraph_start as usize > from {
        return false;
    }
    let (Some(begun), Some(opening)) = (first.pieces.last(), first.pieces.first()) else {
        return false;
    };
    let rest = second.pieces.first().map_or("", |piece| piece.slice(text));
    may_interrupt(Span::new(from, to).slice(text), begun.slice(text), rest)
        && (first.pieces.len() > 1 || begins_statement(text, first, *opening))
        && continues_sentence(rest)
        && !(is_titled(rest) && words(rest).nth(1).is_some() && !has_clause(rest))
}

/// Marks at which a sentence breaks off.
const BREAKS: [char; 5] = [',', '–', '—', '―', '-'];

/// Returns true if `gap` may be a reporting clause (an inquit) inside a sentence that breaks off as
/// `begun` does and goes on as `rest`.
fn may_interrupt(gap: &str, begun: &str, rest: &str) -> bool {
    let led = gap.trim_start().starts_with(BREAKS);
    let broken = match begun.chars().next_back() {
        Some(',' | '…' | '-' | '–' | '—' | '―') => true,
        Some('.') => begun.ends_with("...") || begun.ends_with(". ."),
        Some('!' | '?' | ';' | ':') => return false,
        // A break that no mark shows needs a short gap and a small letter after it.
        _ => {
            led || (gap.split_whitespace().nth(MAX_UNMARKED_GAP_WORDS).is_none()
                && !begins_with_capital(rest))
        }
    };
    let gap = gap.trim();
    let body = gap.trim_end_matches(BREAKS).trim_end();
    // A hyphen is a dash only with a blank before it.
    let ended = match gap[body.len()..].trim_start() {
        "-" => gap[body.len()..].starts_with(char::is_whitespace),
        end => !end.is_empty(),
    };
    let body = body.trim_start_matches(BREAKS).trim_start();
    if !(broken && ended) || body.is_empty() || body.contains([';', ':']) {
        return false;
    }
    let mut words = 0;
    let mut clause = false; // true if the next word begins a clause
    for word in body.split_whitespace() {
        let bare = word.trim_end_matches([',', '.', '!', '?']);
        words += 1;
        if words == 1 && (is_fragment_connective(bare) || is_participle(bare))
            || clause && is_statement_connective(bare)
        {
            return false;
        }
        let stop = word.ends_with(['.', '!', '?']);
        let initial = bare.chars().count() == 1 || bare.contains('.');
        if stop && !(word.ends_with('.') && (initial || is_abbreviation(bare))) {
            return false;
        }
        clause = word.ends_with(',');
    }
    // “A,” he said, adding, “B”
    words <= MAX_GAP_WORDS && !body.rsplit(char::is_whitespace).next().is_some_and(is_participle)
}

/// Returns true if the first half stands where a statement begins, and is no fragment inside the
/// reporter's sentence.
fn begins_statement(text: &str, first: &DraftQuotation, opening: Span) -> bool {
    let words = opening.slice(text);
    match LeadIn::before(text, first.paragraph_start as usize, first.extent.start()) {
        LeadIn::None | LeadIn::Sentence | LeadIn::Colon => true,
        LeadIn::Comma => begins_with_capital(words),
        LeadIn::Word => {
            begins_with_capital(words)
                && words.split_whitespace().nth(MIN_CLAUSE_WORDS - 1).is_some()
        }
    }
}

/// Returns true if `words` continue a sentence: they begin with a small letter, a name, a number,
/// or *I*. A function word with a capital begins a new sentence.
fn continues_sentence(words: &str) -> bool {
    let Some(word) = words
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .find(|word| !word.is_empty())
    else {
        return true;
    };
    let pronoun = word.strip_prefix('I').is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
    !begins_with_capital(word)
        || pronoun
        || !is_function_word(word.split(['\'', '’']).next().unwrap_or(word))
}

/// Returns true if `word` looks like a present participle: *adding*.
fn is_participle(word: &str) -> bool {
    word.len() > MAX_ING_NOUN_LETTERS && word.ends_with("ing") && !begins_with_capital(word)
}

/// Returns true if the reporter's sentence goes on with `word` after a fragment.
fn is_fragment_connective(word: &str) -> bool {
    static WORDS: OnceLock<WordMap<()>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        lines(include_str!("../language/en/fragment-connectives.txt"))
            .map(|word| (word, ()))
            .collect()
    });
    words.get(word).is_some()
}

/// Returns true if `word` begins a further clause of the reporter's.
fn is_statement_connective(word: &str) -> bool {
    static WORDS: OnceLock<WordMap<()>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        lines(include_str!("../language/en/statement-connectives.txt"))
            .map(|word| (word, ()))
            .collect()
    });
    words.get(word).is_some()
}
