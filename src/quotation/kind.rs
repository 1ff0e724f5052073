//! Classifies quotations: speech, fragment, title, scare quotes.
//!
//! The decision rests on form alone: the number of words, their capitals, a clause word among them
//! (`language/en/clause-words.txt`: *we*, *is*, *had* …),
//! the mark at their end, and their place in the reporter's sentence. There is no list of titles
//! and no reporting verb. Cost: linear; at most two dozen words of a quotation are looked at.

use super::draft::DraftQuotation;
use super::lead_in::LeadIn;
use super::mark::is_blank;
use super::surface::{
    MAX_WORDS, SurfaceFeatures, begins_with_capital, begins_with_i, begins_with_letter, final_mark,
    has_clause, is_titled, words,
};
use crate::language::Lexicon;
use crate::model::{Part, Quotation, QuotationKind};

/// Bytes above which a quotation is a statement: four sentences in five of news are shorter.
const MAX_FRAGMENT_BYTES: usize = 140;
/// Most words of a title: longer rows of capitals are headlines or shouting.
const MAX_TITLE_WORDS: usize = 10;
/// Most words in scare quotes: of three small words in marks most are somebody's.
const MAX_SCARE_WORDS: usize = 2;

/// Classifies the drafts and returns them as quotations.
pub(super) fn classify(
    text: &str,
    part: Part,
    drafts: &mut Vec<DraftQuotation>,
    lexicon: Option<&Lexicon>,
) -> Vec<Quotation> {
    let quotations = drafts.drain(..).map(|draft| {
        let titled = lexicon.is_some_and(|lexicon| is_name_after_noun(text, &draft, lexicon));
        let kind = if titled { QuotationKind::Title } else { kind_of(text, part, &draft) };
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
    quotations.collect()
}

/// Most words of a name or motto behind the noun that says what it is.
const MAX_NAMED_WORDS: usize = 12;

/// Returns true if a noun before the mark says that a name follows: unter dem Motto „…“, des
/// Magazins „…“, le film « … ».
fn is_name_after_noun(text: &str, draft: &DraftQuotation, lexicon: &Lexicon) -> bool {
    let [piece] = draft.pieces[..] else { return false };
    let before = text.get(draft.paragraph_start as usize..draft.extent.start()).unwrap_or("");
    let before = before.trim_end_matches(is_blank);
    let noun = before.rsplit(is_blank).next().unwrap_or("");
    let noun = noun.rsplit(['-', '’', '\'']).next().unwrap_or(noun);
    if noun.is_empty() || !noun.ends_with(char::is_alphabetic) {
        return false;
    }
    let said = piece.slice(text);
    lexicon.names_what_follows(noun)
        && !said.ends_with(['.', ','])
        && words(said).nth(MAX_NAMED_WORDS).is_none()
}

/// Returns true if `words` hold Chinese characters or kana.
fn holds_unspaced_script(words: &str) -> bool {
    // They take three bytes or more; most texts hold no such byte.
    words.bytes().fold(0, u8::max) >= 0xe3 && words.chars().any(is_unspaced)
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// Implements [`super::looks_like_title`].
pub(super) fn looks_like_title(words: &str) -> bool {
    let surface = SurfaceFeatures::measure(words, MAX_WORDS, MAX_WORDS);
    (2..=MAX_TITLE_WORDS).contains(&surface.words) && !surface.sentences && is_titled(words)
}

/// Returns the kind of a draft.
fn kind_of(text: &str, part: Part, draft: &DraftQuotation) -> QuotationKind {
    use QuotationKind::*;
    let Some(first) = draft.pieces.first() else { return Unclear };
    if draft.label.is_some() {
        return Speech;
    }
    let said = first.slice(text);
    let stop = final_mark(said);
    let lead_in = LeadIn::before(text, draft.paragraph_start as usize, draft.extent.start());
    // Most are speech at first sight, before a word is counted: a sentence where one may begin.
    if stop.is_some_and(|c| c.is_ascii()) && begins_with_letter(said) {
        let begins = match lead_in {
            LeadIn::None | LeadIn::Sentence | LeadIn::Colon => true,
            LeadIn::Comma => begins_with_capital(said) && !is_titled(said) && !begins_with_i(said),
            LeadIn::Word => false,
        };
        if begins {
            return Speech;
        }
    }
    let enough = match () {
        // A long quotation, or one in several pieces, is a statement unless next to nothing.
        () if draft.pieces.len() > 1 || said.len() > MAX_FRAGMENT_BYTES => MAX_SCARE_WORDS + 1,
        // Two sentences have a stop between them.
        () if holds_stop(said) => MAX_WORDS,
        () => MAX_TITLE_WORDS + 1,
    };
    let surface = SurfaceFeatures::measure(said, enough, MAX_SCARE_WORDS);
    // Words without blanks between them cannot be counted; a whole sentence still shows.
    if surface.words == 0 || holds_unspaced_script(said) {
        return if said.ends_with(['。', '！', '？']) { Speech } else { Unclear };
    }
    if enough <= MAX_SCARE_WORDS + 1 || surface.sentences {
        return if surface.words > MAX_SCARE_WORDS || surface.capital { Speech } else { Fragment };
    }
    let inside = match lead_in {
        LeadIn::Word => true,
        LeadIn::Comma => !surface.capital,
        // “Hamilton” opened on Friday: no stop inside, and the sentence goes on.
        LeadIn::None | LeadIn::Sentence | LeadIn::Colon => {
            stop.is_none() && sentence_goes_on(text, draft)
        }
    };
    let placed =
        inside || (lead_in == LeadIn::Comma && (2..=MAX_TITLE_WORDS).contains(&surface.words));
    let titled = placed && is_titled(said);
    let headline = titled && is_headline(text, part, draft);
    if titled && !headline && surface.words <= MAX_TITLE_WORDS {
        let shouts = surface.words == 1 && matches!(stop, Some('!' | '?'));
        let speaks = surface.words <= 2 && has_clause(said);
        if !shouts && !speaks {
            return Title;
        }
    }
    if !inside {
        return if surface.words >= 2 || stop.is_some() || has_clause(said) {
            Speech
        } else {
            Unclear
        };
    }
    if headline {
        return if surface.words <= MAX_SCARE_WORDS { Unclear } else { Fragment };
    }
    let stopped = matches!(stop, Some('.' | '!' | '?' | '…'));
    if surface.capital {
        return match surface.words {
            1 => Unclear,
            _ if stopped || has_clause(said) => Speech,
            _ => Fragment,
        };
    }
    // American papers print the stop of the reporter's own sentence inside the marks.
    if surface.words <= MAX_SCARE_WORDS
        && !matches!(stop, Some('!' | '?' | '…'))
        && !has_clause(said)
    {
        return Scare;
    }
    let may_speak = surface.words >= MIN_CLAUSE_WORDS && (stopped || said.starts_with('I'));
    if may_speak && has_clause(said) { Speech } else { Fragment }
}

/// Returns true if a stop stands before the last character.
fn holds_stop(said: &str) -> bool {
    let bytes = &said.as_bytes()[..said.len().saturating_sub(1)];
    bytes.iter().fold(false, |found, &b| found | (b == b'.') | (b == b'!') | (b == b'?'))
}

/// Fewest words of a statement that stands inside the reporter's sentence and begins with a small
/// letter.
const MIN_CLAUSE_WORDS: usize = 4;

/// Bytes of the paragraph before and behind a quotation that are looked at: a headline is not much
/// longer.
const MAX_HEADLINE_CONTEXT_BYTES: usize = 100;
/// Letters above which a word of a headline has a capital, whatever it is.
const MAX_SMALL_WORD_LETTERS: usize = 4;

/// Returns true if the words around the quotation have capitals too, as in a headline, so that its
/// own capitals show nothing.
fn is_headline(text: &str, part: Part, draft: &DraftQuotation) -> bool {
    let before = text.get(draft.paragraph_start as usize..draft.extent.start()).unwrap_or("");
    let after = text.get(draft.extent.end()..draft.paragraph_end as usize).unwrap_or("");
    let cut = (0..=before.len().min(MAX_HEADLINE_CONTEXT_BYTES))
        .rev()
        .find(|&len| before.is_char_boundary(before.len() - len))
        .unwrap_or(0);
    let end = (0..=after.len().min(MAX_HEADLINE_CONTEXT_BYTES))
        .rev()
        .find(|&len| after.is_char_boundary(len))
        .unwrap_or(0);
    let (before, after) = (&before[before.len() - cut..], &after[..end]);
    // The first word of a cut text may have lost its first letter.
    let cut_words = usize::from(cut == MAX_HEADLINE_CONTEXT_BYTES);
    let (mut capitals, mut short) = (0, 0);
    for word in words(before).skip(cut_words).chain(words(after)) {
        if word.is_capital() {
            capitals += 1;
        } else if word.bare().chars().filter(|c| c.is_alphabetic()).count() > MAX_SMALL_WORD_LETTERS
        {
            return false;
        } else if word.begins_with_letter() {
            short += 1;
        }
    }
    // A title is a headline unless it is printed like a sentence.
    short <= capitals && (capitals >= 2 || part == Part::Title)
}

/// Returns true if the reporter's sentence goes on right after the closing mark.
fn sentence_goes_on(text: &str, draft: &DraftQuotation) -> bool {
    let rest = text.get(draft.extent.end()..draft.paragraph_end as usize).unwrap_or("");
    rest.starts_with(' ') && rest[1..].starts_with(char::is_lowercase)
}
