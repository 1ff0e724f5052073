//! What a pair of marks is used for, judged from form alone: how many words, which of them are capitals, whether they
//! make a clause, how they end, and where in the reporter's sentence they stand. No list of titles, no reporting words.

use std::sync::OnceLock;

use super::pairing::Draft;
use super::{Quotation, QuotationKind};
use crate::document::Part;
use crate::text::{Listed, lines};

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
            Some('"' | '”' | '’' | '\'' | '»' | '」' | '』') => match back.find(|&c| !is_mark(c)) {
                Some('.' | '!' | '?' | '…') => Before::Sentence,
                Some(',') => Before::Comma,
                Some(_) => Before::Word,
                // Only marks: this quotation stands at the head of the one around it.
                None => Before::Edge,
            },
            Some('“' | '‘' | '„' | '«' | '「' | '『') => Before::Sentence,
            Some(_) => Before::Word,
        }
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | '“' | '‘' | '»' | '«' | '」' | '』')
}

/// Whether the first letter or digit is a capital.
pub(super) fn begins_with_capital(words: &str) -> bool {
    words.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase)
}

/// Words looked at: enough to see every title; a longer quotation is no title anyway.
const LOOKED_AT: usize = 24;
/// Longest title in words; longer stretches of capitals are headlines or shouting.
const LONGEST_TITLE: usize = 10;
/// A term held at a distance has one or two words: of three small words in marks most are somebody's.
const LONGEST_SCARE: usize = 2;

/// Makes quotations of the drafts.
pub(super) fn name(text: &str, part: Part, drafts: Vec<Draft>) -> Vec<Quotation> {
    let named = drafts.into_iter().map(|draft| {
        let kind = judge(text, part, &draft);
        Quotation { part, pieces: draft.pieces, kind, parent: draft.parent, closed: draft.closed, label: None }
    });
    named.collect()
}

/// How a quotation's words look.
pub(super) struct Form {
    pub(super) words: usize,
    /// Begins with a capital that is not the pronoun I.
    capital: bool,
    /// All but small linking words have capitals, and not every letter is one.
    pub(super) titled: bool,
    /// Holds a subject pronoun, an auxiliary or an answer.
    pub(super) clause: bool,
    /// The last character, where it is a mark.
    stop: Option<char>,
    /// A sentence ends before the last word.
    sentences: bool,
}

impl Form {
    pub(super) fn of(words: &str) -> Form {
        let mut form = Form { words: 0, capital: false, titled: true, clause: false, stop: None, sentences: false };
        form.stop = words.chars().next_back().filter(|c| matches!(c, '.' | ',' | '!' | '?' | '…' | '—' | '–' | ';'));
        let (mut capitals, mut shouted, mut ended) = (0, true, false);
        for word in words.split(|c: char| c.is_whitespace() || matches!(c, '—' | '–')).take(LOOKED_AT) {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let Some(first) = bare.chars().next() else { continue };
            form.words += 1;
            form.sentences |= ended && first.is_uppercase();
            ended = word.ends_with(['.', '!', '?']) && !(word.ends_with('.') && crate::text::is_abbreviation(bare));
            let pronoun = bare.strip_prefix('I').is_some_and(|rest| rest.is_empty() || rest.starts_with(['\'', '’']));
            form.clause |= speaks(bare);
            let capital = first.is_uppercase();
            if form.words == 1 {
                form.capital = capital && !pronoun;
            }
            capitals += usize::from(capital);
            shouted = shouted && !bare.chars().any(char::is_lowercase);
            let small = bare.chars().nth(4).is_none() && !first.is_numeric();
            // The first word of a title has a capital; later ones may be short and small (on, the, with).
            form.titled &= capital || first.is_numeric() || (small && form.words > 1);
        }
        let small = form.words - capitals.min(form.words);
        form.titled &= capitals > 0 && small <= capitals.max(1) && (!shouted || form.words < 2);
        form
    }

    fn is_stopped(&self) -> bool {
        matches!(self.stop, Some('.' | '!' | '?' | '…'))
    }
}

/// Chinese characters and kana.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// See [`super::looks_titled`].
pub(super) fn looks_titled(words: &str) -> bool {
    let form = Form::of(words);
    form.titled && !form.sentences && (2..=LONGEST_TITLE).contains(&form.words)
}

fn judge(text: &str, part: Part, draft: &Draft) -> QuotationKind {
    use QuotationKind::*;
    let Some(first) = draft.pieces.first() else { return Unclear };
    let form = Form::of(first.of(text));
    // Words cannot be counted where none are parted by blanks; a whole sentence can still be seen.
    if form.words == 0 || first.of(text).chars().any(is_unspaced) {
        return if first.of(text).ends_with(['。', '！', '？']) { Speech } else { Unclear };
    }
    if draft.pieces.len() > 1 || form.sentences || form.words >= LOOKED_AT {
        return if form.words > LONGEST_SCARE || form.capital { Speech } else { Fragment };
    }
    let before = Before::of(text, draft.paragraph, draft.printed.start());
    let inside = match before {
        Before::Word => true,
        Before::Comma => !form.capital,
        // “Hamilton” opened on Friday: no stop inside, and the sentence runs on.
        Before::Edge | Before::Sentence | Before::Colon => form.stop.is_none() && runs_on(text, draft),
    };
    let headline = form.titled && is_headline(text, part, draft);
    if form.titled && !headline && form.words <= LONGEST_TITLE {
        let placed = inside || (before == Before::Comma && form.words >= 2);
        let shouts = form.words == 1 && matches!(form.stop, Some('!' | '?'));
        if placed && !shouts && !(form.clause && form.words <= 2) {
            return Title;
        }
    }
    if !inside {
        return if form.words >= 2 || form.stop.is_some() || form.clause { Speech } else { Unclear };
    }
    if headline {
        return if form.words <= LONGEST_SCARE { Unclear } else { Fragment };
    }
    if form.capital || form.clause && form.words >= CLAUSE && form.is_stopped() {
        return match form.words {
            1 => Unclear,
            _ if form.clause || form.is_stopped() => Speech,
            _ => Fragment,
        };
    }
    // American printers put the stop of their own sentence inside the marks.
    if form.words <= LONGEST_SCARE && !matches!(form.stop, Some('!' | '?' | '…')) && !form.clause {
        return Scare;
    }
    if form.clause && form.words >= CLAUSE && first.of(text).starts_with(['I']) { Speech } else { Fragment }
}

/// Fewest words of a statement that stands, with small letters, inside the reporter's sentence.
const CLAUSE: usize = 4;

/// How far around a quotation its paragraph is looked at, in bytes: a headline is not much longer.
const AROUND: usize = 100;
/// Words of more letters than this have capitals in a headline, whatever they are.
const LONGEST_SMALL: usize = 4;

/// Whether the words around the quotation have capitals too, as in a headline, so that its own say nothing.
fn is_headline(text: &str, part: Part, draft: &Draft) -> bool {
    let before = text.get(draft.paragraph..draft.printed.start()).unwrap_or("");
    let after = text.get(draft.printed.end()..draft.paragraph_end).unwrap_or("");
    let cut =
        (0..=before.len().min(AROUND)).rev().find(|&len| before.is_char_boundary(before.len() - len)).unwrap_or(0);
    let end = (0..=after.len().min(AROUND)).rev().find(|&len| after.is_char_boundary(len)).unwrap_or(0);
    let (before, after) = (&before[before.len() - cut..], &after[..end]);
    // The first word of what is cut may have lost its head, capital and all.
    let whole = usize::from(cut == AROUND);
    let words = before.split_whitespace().skip(whole).chain(after.split_whitespace());
    let (mut capitals, mut short, mut small) = (0, 0, 0);
    for word in words {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if begins_with_capital(bare) {
            capitals += 1;
        } else if bare.chars().filter(|c| c.is_alphabetic()).count() > LONGEST_SMALL {
            small += 1;
        } else if bare.starts_with(char::is_alphabetic) {
            short += 1;
        }
    }
    // A title's text is a headline unless it shows that it is set like a sentence.
    small == 0 && short <= capitals && (capitals >= 2 || part == Part::Title)
}

/// Whether the reporter's sentence goes on right after the closing mark.
fn runs_on(text: &str, draft: &Draft) -> bool {
    let rest = text.get(draft.printed.end()..draft.paragraph_end).unwrap_or("");
    rest.starts_with(' ') && rest[1..].starts_with(char::is_lowercase)
}

/// Whether a word shows, whatever its case, that a quotation speaks for itself (`data/en-clause.txt`).
pub(super) fn speaks(word: &str) -> bool {
    static WORDS: OnceLock<Listed<()>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let mut words = Listed::default();
        lines(include_str!("data/en-clause.txt")).for_each(|word| *words.entry(word, || ()) = ());
        words
    });
    if !word.contains(['\'', '’']) {
        return words.get(word).is_some();
    }
    // The longest, with a contraction, has ten letters; folded here without allocating, as this runs for every word.
    let mut folded = [0; 12];
    let mut len = 0;
    for c in word.chars() {
        let c = if c == '’' { '\'' } else { c.to_ascii_lowercase() };
        if !c.is_ascii() || len == folded.len() {
            return false;
        }
        folded[len] = c as u8;
        len += 1;
    }
    let folded = std::str::from_utf8(&folded[..len]).unwrap_or("");
    words.get(folded).is_some()
        || folded.ends_with("n't")
        || folded.split_once('\'').is_some_and(|(head, tail)| tail != "s" && words.get(head).is_some())
        || matches!(folded, "it's" | "that's" | "there's" | "he's" | "she's" | "what's" | "here's")
}
