//! What a pair of marks is used for, judged from form alone: how many words, which of them are capitals, whether they
//! make a clause, how they end, and where in the reporter's sentence they stand. No list of titles, no reporting words.

use super::draft::Draft;
use super::shape::{
    LOOKED_AT, Shape, begins_with_capital, begins_with_i, begins_with_letter, has_clause,
    is_titled, stop, words,
};
use super::{Quotation, QuotationKind};
use crate::model::Part;

/// What stands before an opening mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing in its paragraph.
    Edge,
    /// The end of a sentence, or of another quotation.
    Sentence,
    Colon,
    Comma,
    /// A word of the reporter's sentence, or a bracket or dash in it.
    Word,
}

impl Before {
    /// What stands before `at` in the paragraph that begins at `paragraph`.
    pub(super) fn of(text: &str, paragraph: usize, at: usize) -> Before {
        let blank = |c: char| c.is_whitespace() || super::mark::is_invisible(c);
        let mut back = text.get(paragraph..at).unwrap_or("").chars().rev().filter(|&c| !blank(c));
        match back.next() {
            None => Before::Edge,
            Some('.' | '!' | '?' | '…' | ';') => Before::Sentence,
            Some(':') => Before::Colon,
            Some(',') => Before::Comma,
            // After another quotation its last word tells; after a possessive the sentence goes on.
            Some('"' | '”' | '’' | '\'' | '»' | '」' | '』') => {
                match back.find(|&c| !is_mark(c)) {
                    Some('.' | '!' | '?' | '…') => Before::Sentence,
                    Some(',') => Before::Comma,
                    Some(_) => Before::Word,
                    // Only marks: this quotation stands at the head of the one around it.
                    None => Before::Edge,
                }
            }
            Some('“' | '‘' | '„' | '«' | '「' | '『') => Before::Sentence,
            Some(_) => Before::Word,
        }
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | '“' | '‘' | '»' | '«' | '」' | '』')
}

/// A quotation longer than this, in bytes, is a statement: four sentences in five of news are shorter.
const LONG: usize = 140;
/// Longest title in words; longer stretches of capitals are headlines or shouting.
const LONGEST_TITLE: usize = 10;
/// A term held at a distance has one or two words: of three small words in marks most are somebody's.
const LONGEST_SCARE: usize = 2;

/// Makes quotations of the drafts.
pub(super) fn name(text: &str, part: Part, drafts: &mut Vec<Draft>) -> Vec<Quotation> {
    let named = drafts.drain(..).map(|draft| {
        let kind = judge(text, part, &draft);
        let parent = draft.parent.map(|parent| parent as usize);
        Quotation {
            part,
            pieces: draft.pieces,
            kind,
            parent,
            closed: draft.closed,
            label: draft.label,
        }
    });
    named.collect()
}

/// Whether there are Chinese characters or kana.
fn holds_unspaced(words: &str) -> bool {
    // They are of three bytes at least; most texts hold no such byte.
    words.bytes().fold(0, u8::max) >= 0xe3 && words.chars().any(is_unspaced)
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// See [`super::looks_like_title`].
pub(super) fn looks_like_title(words: &str) -> bool {
    let shape = Shape::of(words, LOOKED_AT, LOOKED_AT);
    (2..=LONGEST_TITLE).contains(&shape.words) && !shape.sentences && is_titled(words)
}

fn judge(text: &str, part: Part, draft: &Draft) -> QuotationKind {
    use QuotationKind::*;
    let Some(first) = draft.pieces.first() else { return Unclear };
    if draft.label.is_some() {
        return Speech;
    }
    let said = first.of(text);
    let (stop, before) =
        (stop(said), Before::of(text, draft.paragraph as usize, draft.printed.start()));
    // Most are seen for what they are before a word is counted: a sentence that begins where one may begin.
    if stop.is_some_and(|c| c.is_ascii()) && begins_with_letter(said) {
        let begins = match before {
            Before::Edge | Before::Sentence | Before::Colon => true,
            Before::Comma => begins_with_capital(said) && !is_titled(said) && !begins_with_i(said),
            Before::Word => false,
        };
        if begins {
            return Speech;
        }
    }
    let enough = match () {
        // What is long or in several pieces is a statement, unless it is next to nothing.
        () if draft.pieces.len() > 1 || said.len() > LONG => LONGEST_SCARE + 1,
        // Two sentences have a stop between them.
        () if holds_stop(said) => LOOKED_AT,
        () => LONGEST_TITLE + 1,
    };
    let shape = Shape::of(said, enough, LONGEST_SCARE);
    // Words cannot be counted where none are parted by blanks; a whole sentence can still be seen.
    if shape.words == 0 || holds_unspaced(said) {
        return if said.ends_with(['。', '！', '？']) { Speech } else { Unclear };
    }
    if enough <= LONGEST_SCARE + 1 || shape.sentences {
        return if shape.words > LONGEST_SCARE || shape.capital { Speech } else { Fragment };
    }
    let inside = match before {
        Before::Word => true,
        Before::Comma => !shape.capital,
        // “Hamilton” opened on Friday: no stop inside, and the sentence runs on.
        Before::Edge | Before::Sentence | Before::Colon => stop.is_none() && runs_on(text, draft),
    };
    let placed = inside || (before == Before::Comma && (2..=LONGEST_TITLE).contains(&shape.words));
    let titled = placed && is_titled(said);
    let headline = titled && is_headline(text, part, draft);
    if titled && !headline && shape.words <= LONGEST_TITLE {
        let shouts = shape.words == 1 && matches!(stop, Some('!' | '?'));
        let speaks = shape.words <= 2 && has_clause(said);
        if !shouts && !speaks {
            return Title;
        }
    }
    if !inside {
        return if shape.words >= 2 || stop.is_some() || has_clause(said) {
            Speech
        } else {
            Unclear
        };
    }
    if headline {
        return if shape.words <= LONGEST_SCARE { Unclear } else { Fragment };
    }
    let stopped = matches!(stop, Some('.' | '!' | '?' | '…'));
    if shape.capital {
        return match shape.words {
            1 => Unclear,
            _ if stopped || has_clause(said) => Speech,
            _ => Fragment,
        };
    }
    // American printers put the stop of their own sentence inside the marks.
    if shape.words <= LONGEST_SCARE && !matches!(stop, Some('!' | '?' | '…')) && !has_clause(said)
    {
        return Scare;
    }
    let may_speak = shape.words >= CLAUSE && (stopped || said.starts_with('I'));
    if may_speak && has_clause(said) { Speech } else { Fragment }
}

/// Whether there is a stop before the last character.
fn holds_stop(said: &str) -> bool {
    let bytes = &said.as_bytes()[..said.len().saturating_sub(1)];
    bytes.iter().fold(false, |found, &b| found | (b == b'.') | (b == b'!') | (b == b'?'))
}

/// Fewest words of a statement that stands, with small letters, inside the reporter's sentence.
const CLAUSE: usize = 4;

/// How far around a quotation its paragraph is looked at, in bytes: a headline is not much longer.
const AROUND: usize = 100;
/// Words of more letters than this have capitals in a headline, whatever they are.
const LONGEST_SMALL: usize = 4;

/// Whether the words around the quotation have capitals too, as in a headline, so that its own say nothing.
fn is_headline(text: &str, part: Part, draft: &Draft) -> bool {
    let before = text.get(draft.paragraph as usize..draft.printed.start()).unwrap_or("");
    let after = text.get(draft.printed.end()..draft.paragraph_end as usize).unwrap_or("");
    let cut = (0..=before.len().min(AROUND))
        .rev()
        .find(|&len| before.is_char_boundary(before.len() - len))
        .unwrap_or(0);
    let end =
        (0..=after.len().min(AROUND)).rev().find(|&len| after.is_char_boundary(len)).unwrap_or(0);
    let (before, after) = (&before[before.len() - cut..], &after[..end]);
    // The first word of what is cut may have lost its head, capital and all.
    let whole = usize::from(cut == AROUND);
    let (mut capitals, mut short) = (0, 0);
    for word in words(before).skip(whole).chain(words(after)) {
        if word.is_capital() {
            capitals += 1;
        } else if word.bare().chars().filter(|c| c.is_alphabetic()).count() > LONGEST_SMALL {
            return false;
        } else if word.is_letters() {
            short += 1;
        }
    }
    // A title's text is a headline unless it shows that it is set like a sentence.
    short <= capitals && (capitals >= 2 || part == Part::Title)
}

/// Whether the reporter's sentence goes on right after the closing mark.
fn runs_on(text: &str, draft: &Draft) -> bool {
    let rest = text.get(draft.printed.end()..draft.paragraph_end as usize).unwrap_or("");
    rest.starts_with(' ') && rest[1..].starts_with(char::is_lowercase)
}
