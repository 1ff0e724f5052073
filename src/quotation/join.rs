//! Quotations that the reporter broke: “A,” he said, “B”.
//!
//! Judged by structure, since this room knows no reporting words: the first half begins a statement and does not end
//! one; what stands between is short, ends no sentence and closes with a comma or dash; and it does not begin like the
//! reporter's own sentence going on (the closed lists `language/en/fragment-connectives.txt` and `language/en/statement-connectives.txt`, and words in
//! *-ing*), as in *called it “A,” adding “B”*. In *“A.” he said. “B.”* two statements stay two.

use std::sync::OnceLock;

use super::draft::Draft;
use super::kind::Before;
use super::shape::{begins_with_capital, has_clause, is_titled, words};
use crate::span::Span;
use crate::text::{WordMap, is_abbreviation, is_function_word, lines};

/// Longest stretch between the halves, in bytes and words: a name, an office and a verb with its adverb fit; a clause
/// with news of its own does not.
const LONGEST_GAP: usize = 160;
const MOST_WORDS: usize = 14;

/// A bare subject and its verb, with an office or an adverb.
const FEW_WORDS: usize = 4;

/// Fewest words of a first half that stands inside the reporter's sentence without a comma or colon before it.
const CLAUSE: usize = 4;

/// Where drafts went while they are joined; room to be used again.
#[derive(Debug, Default)]
pub(super) struct Joiner {
    /// Where each draft went; [`NOWHERE`] for one without words.
    went: Vec<u32>,
    /// The last quotation seen at each level: first the outermost, then that inside each kept one.
    last: Vec<u32>,
}

const NOWHERE: u32 = u32::MAX;

impl Joiner {
    /// Joins the drafts that belong together, drops those without words, and sets the parents to the new numbers. Cost:
    /// linear.
    pub(super) fn join(&mut self, text: &str, drafts: &mut Vec<Draft>) {
        let Joiner { went, last } = self;
        went.clear();
        last.clear();
        last.push(NOWHERE);
        let mut kept = 0;
        for at in 0..drafts.len() {
            let mut draft = std::mem::take(&mut drafts[at]);
            if draft.pieces.is_empty() {
                went.push(NOWHERE);
                continue;
            }
            let parent = draft
                .parent
                .map(|parent| went[parent as usize])
                .filter(|&parent| parent != NOWHERE);
            // What stands in a speaker's line that was taken off is no part of the quotation any more.
            draft.parent = std::iter::successors(parent, |&parent| drafts[parent as usize].parent)
                .find(|&parent| holds(&drafts[parent as usize], &draft));
            let level = draft.parent.map_or(0, |parent| parent as usize + 1);
            let before = last[level];
            if before != NOWHERE && continues(text, &drafts[before as usize], &draft) {
                let first = &mut drafts[before as usize];
                first.pieces.append(&mut draft.pieces);
                first.printed = first.printed.cover(draft.printed);
                first.paragraph_end = draft.paragraph_end;
                first.closed = draft.closed;
                went.push(before);
            } else {
                last[level] = kept as u32;
                last.push(NOWHERE);
                went.push(kept as u32);
                drafts[kept] = draft;
                kept += 1;
            }
        }
        drafts.truncate(kept);
    }
}

/// Whether all of `inner` stands within `outer`.
fn holds(outer: &Draft, inner: &Draft) -> bool {
    inner.pieces.iter().all(|piece| {
        let at = outer.pieces.partition_point(|outer| outer.end() < piece.end());
        outer.pieces.get(at).is_some_and(|outer| outer.contains(*piece))
    })
}

/// Whether `second` goes on with what `first` began.
fn continues(text: &str, first: &Draft, second: &Draft) -> bool {
    let (from, to) = (first.printed.end(), second.printed.start());
    if first.label.is_some() || second.label.is_some() {
        return false;
    }
    if !first.closed
        || from >= to
        || to - from > LONGEST_GAP
        || second.paragraph >= first.paragraph_end
    {
        return false;
    }
    if second.paragraph as usize > from {
        return false;
    }
    let (Some(begun), Some(opening)) = (first.pieces.last(), first.pieces.first()) else {
        return false;
    };
    let rest = second.pieces.first().map_or("", |piece| piece.of(text));
    is_inquit(Span::new(from, to).of(text), begun.of(text), rest)
        && (first.pieces.len() > 1 || begins_statement(text, first, *opening))
        && goes_on(rest)
        && !(is_titled(rest) && words(rest).nth(1).is_some() && !has_clause(rest))
}

/// Marks with which a sentence breaks off.
const BREAKS: [char; 5] = [',', '–', '—', '―', '-'];

/// Whether `gap` may stand inside somebody's sentence that breaks off as `begun` does and goes on as `rest`.
fn is_inquit(gap: &str, begun: &str, rest: &str) -> bool {
    let led = gap.trim_start().starts_with(BREAKS);
    let broken = match begun.chars().next_back() {
        Some(',' | '…' | '-' | '–' | '—' | '―') => true,
        Some('.') => begun.ends_with("...") || begun.ends_with(". ."),
        Some('!' | '?' | ';' | ':') => return false,
        // A break that no mark shows is believed where little stands between and the rest has a small letter.
        _ => led || (gap.split_whitespace().nth(FEW_WORDS).is_none() && !begins_with_capital(rest)),
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
    let mut clause = false; // the next word begins a clause
    for word in body.split_whitespace() {
        let bare = word.trim_end_matches([',', '.', '!', '?']);
        words += 1;
        if words == 1 && (is_linker(bare) || is_participle(bare)) || clause && is_coordinator(bare)
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
    words <= MOST_WORDS && !body.rsplit(char::is_whitespace).next().is_some_and(is_participle)
}

/// Whether the first half stands where a statement begins, and not as a fragment in the reporter's sentence.
fn begins_statement(text: &str, first: &Draft, opening: Span) -> bool {
    let words = opening.of(text);
    match Before::of(text, first.paragraph as usize, first.printed.start()) {
        Before::Edge | Before::Sentence | Before::Colon => true,
        Before::Comma => begins_with_capital(words),
        Before::Word => {
            begins_with_capital(words) && words.split_whitespace().nth(CLAUSE - 1).is_some()
        }
    }
}

/// Whether a quotation goes on as a sentence does, and does not begin one: a small letter, a name, a number, *I*. A
/// small word with a capital begins a new sentence.
fn goes_on(words: &str) -> bool {
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

fn is_participle(word: &str) -> bool {
    // Shorter ones are words such as king, thing, Ming.
    word.len() > 5 && word.ends_with("ing") && !begins_with_capital(word)
}

fn is_linker(word: &str) -> bool {
    static WORDS: OnceLock<WordMap<()>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        lines(include_str!("../language/en/fragment-connectives.txt"))
            .map(|word| (word, ()))
            .collect()
    });
    words.get(word).is_some()
}

fn is_coordinator(word: &str) -> bool {
    static WORDS: OnceLock<WordMap<()>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        lines(include_str!("../language/en/statement-connectives.txt"))
            .map(|word| (word, ()))
            .collect()
    });
    words.get(word).is_some()
}
