//! Reporting clauses inside the marks, as French and Italian papers print them: « Nous partirons
//! demain, a déclaré Anne Leroux, et nous ne reviendrons pas. »
//!
//! The clause is the reporter's, so it is cut out, and the quotation has a piece before it and one
//! behind it. A clause is found by its form: a mark, a reporting verb (with its auxiliary before
//! it), and behind it a pronoun or a phrase that can be its subject, up to the next mark. *Dit mon
//! père* is part of what is said, since *mon* is the speaker's. Cost: linear.

use super::draft::DraftQuotation;
use super::mark::is_blank;
use crate::language::{Lexicon, WordClasses};
use crate::span::Span;

/// Most words of a clause with its circumstances: *a-t-il ajouté lundi devant la presse*.
const MAX_CLAUSE_WORDS: usize = 16;
/// Most words before the reporting verb: *lui a*, *s’est*.
const MAX_LEADING_WORDS: usize = 3;
/// Most clauses in one quotation.
const MAX_CLAUSES: usize = 8;

/// Cuts reporting clauses out of the quotations.
pub(super) fn cut_clauses(text: &str, drafts: &mut [DraftQuotation], lexicon: &Lexicon) {
    for draft in drafts.iter_mut().filter(|draft| draft.label.is_none()) {
        let mut cut = Vec::with_capacity(draft.pieces.len());
        for piece in &draft.pieces {
            cut_piece(text, *piece, lexicon, &mut cut);
        }
        if !cut.is_empty() {
            draft.pieces = cut;
        }
    }
}

/// Appends what is said in `piece` to `cut`.
pub(super) fn cut_piece(text: &str, piece: Span, lexicon: &Lexicon, cut: &mut Vec<Span>) {
    let (mut from, end) = (piece.start(), piece.end());
    let mut at = from;
    for _ in 0..MAX_CLAUSES {
        let Some((mark, clause_end)) = next_clause(text, at, end, lexicon) else { break };
        push(text, from, mark, cut);
        from = clause_end;
        at = clause_end;
    }
    push(text, from, end, cut);
}

/// Appends the words of `from..end` without blanks and light marks at their ends.
fn push(text: &str, from: usize, end: usize, cut: &mut Vec<Span>) {
    let Some(words) = text.get(from..end) else { return };
    let rest = words.trim_start_matches(|c: char| {
        is_blank(c) || matches!(c, ',' | '.' | ';' | '–' | '—' | '-')
    });
    let start = end - rest.len();
    let rest = rest.trim_end_matches(is_blank);
    if rest.chars().any(char::is_alphanumeric) {
        cut.push(Span::new(start, start + rest.len()));
    }
}

/// Returns where the words before the next clause end, and where the clause ends.
fn next_clause(text: &str, from: usize, end: usize, lexicon: &Lexicon) -> Option<(usize, usize)> {
    let said = text.get(from..end)?;
    for (at, c) in said.char_indices() {
        if !matches!(c, ',' | '?' | '!' | '…') || at == 0 {
            continue;
        }
        let behind = from + at + c.len_utf8();
        let Some(len) = clause_len(&text[behind..end], lexicon) else { continue };
        // A comma belongs to the clause, other marks to the words.
        let mark = if c == ',' { from + at } else { behind };
        return Some((mark, behind + len));
    }
    None
}

/// Returns the length of the clause that `rest` begins with, up to the mark that ends it.
pub(super) fn clause_len(rest: &str, lexicon: &Lexicon) -> Option<usize> {
    let body = rest.trim_start_matches(is_blank);
    let start = rest.len() - body.len();
    if start == 0 || body.is_empty() {
        return None;
    }
    // ―Come up! he called out: where no clause stands inside marks, its subject may come first.
    if !lexicon.grammar.clauses_inside
        && let Some(len) = clause_after_pronoun(body, lexicon)
    {
        return Some(start + len);
    }
    let mut words = words(body, lexicon);
    // The verb, behind small words such as *lui a*.
    let mut auxiliary = false;
    let mut verb = None;
    let mut own_subject = false;
    for n in 0..=MAX_LEADING_WORDS {
        let word = words.next()?;
        if word.printed.starts_with(char::is_uppercase) {
            return None;
        }
        let says = word.classes.has_any(WordClasses::SPEECH_VERB);
        let finite = word.classes.has_any(WordClasses::PRESENT_TENSE | WordClasses::PAST_TENSE);
        let participle = word.classes.has_any(WordClasses::PAST_PARTICIPLE);
        own_subject |= word.inverted;
        if says && (finite || auxiliary && participle) {
            verb = Some(n);
            if word.ends {
                return (own_subject).then(|| start + word.end);
            }
            break;
        }
        if word.ends {
            return None;
        }
        auxiliary |= word.classes.has_any(WordClasses::AUXILIARY);
        let small = word.classes.has_any(WordClasses::AUXILIARY | WordClasses::ELIDED)
            || word.printed.chars().count() <= 3
            || word.inverted;
        if !small {
            return None;
        }
    }
    verb?;
    // Its subject, and all up to the mark.
    let mut end = None;
    for (n, word) in words.take(MAX_CLAUSE_WORDS).enumerate() {
        if n == 0 && !own_subject {
            let closed = word.classes.has_any(
                WordClasses::PREPOSITION | WordClasses::CONJUNCTION | WordClasses::SUBORDINATOR,
            );
            let subject = word.printed.starts_with(char::is_uppercase)
                || word.classes.has_any(
                    WordClasses::DETERMINER
                        | WordClasses::SUBJECT_PRONOUN
                        | WordClasses::TITLE
                        | WordClasses::ROLE,
                ) && !closed;
            if !subject || lexicon.is_first_person(word.printed) {
                return None;
            }
        }
        if word.ends {
            end = Some(word);
            break;
        }
    }
    let end = end?;
    let behind = &body[end.end..];
    // An office behind the name belongs to it: « …, dit Anne Leroux, maire de Lyon, et … »
    let after = behind.strip_prefix(',').map(|rest| (1, rest));
    if let Some((comma, rest)) = after {
        let mut office = self::words(rest.trim_start_matches(is_blank), lexicon);
        let first = office.next();
        let led = first.as_ref().is_some_and(|word| word.classes.has_any(WordClasses::ROLE));
        if led && let Some(close) = rest.find([',', '.']) {
            return Some(start + end.end + comma + close);
        }
    }
    Some(start + end.end)
}

/// Returns the length of a clause that a pronoun begins: *he called out coarsely*.
fn clause_after_pronoun(body: &str, lexicon: &Lexicon) -> Option<usize> {
    const SPEAKER: WordClasses = WordClasses::MASCULINE.with(WordClasses::FEMININE);
    const CALLS: WordClasses = WordClasses::SPEECH_VERB.with(WordClasses::NAMING_VERB);
    let mut words = words(body, lexicon);
    let (pronoun, verb) = (words.next()?, words.next()?);
    let he = pronoun.classes.has_all(WordClasses::SUBJECT_PRONOUN)
        && pronoun.classes.has_any(SPEAKER)
        && !pronoun.printed.starts_with(char::is_uppercase);
    let says = verb.classes.has_any(CALLS) && verb.classes.has_any(WordClasses::PAST_TENSE);
    if !(he && says) {
        return None;
    }
    if verb.ends {
        return Some(verb.end);
    }
    words.take(MAX_CLAUSE_WORDS).find(|word| word.ends).map(|word| word.end)
}

/// A word of a clause.
struct ClauseWord<'t> {
    printed: &'t str,
    classes: WordClasses,
    /// True if a pronoun hangs on the verb: *dit-elle*, *a-t-il*.
    inverted: bool,
    /// End of the word, in bytes from the beginning.
    end: usize,
    /// True if a mark ends the clause behind it.
    ends: bool,
}

/// Returns the words of `text`, up to its first mark; one more for an elided word.
fn words<'t>(text: &'t str, lexicon: &'t Lexicon) -> impl Iterator<Item = ClauseWord<'t>> {
    let mut at = 0;
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let rest = &text[at..];
        let blank = rest.len() - rest.trim_start_matches(is_blank).len();
        let rest = &rest[blank..];
        let len = rest.find(|c: char| is_blank(c) || is_end(c)).unwrap_or(rest.len());
        if len == 0 {
            return None;
        }
        let mut word = &rest[..len];
        // l’ancien, s’est: the elided word first.
        if let Some((cut, mark)) = word.char_indices().find(|(_, c)| matches!(c, '\'' | '’')) {
            let head = &word[..cut + mark.len_utf8()];
            if lexicon.classes_of(head, false).has_any(WordClasses::ELIDED) && head.len() < len {
                word = head;
            }
        }
        let end = at + blank + word.len();
        let (stem, inverted) = match word.split_once('-') {
            Some((verb, pronoun)) => {
                let pronoun = pronoun.strip_prefix("t-").unwrap_or(pronoun);
                let subject = lexicon.classes_of(pronoun, false);
                match subject.has_any(WordClasses::SUBJECT_PRONOUN) {
                    true => (verb, true),
                    false => (word, false),
                }
            }
            None => (word, false),
        };
        let capital = stem.starts_with(char::is_uppercase);
        let behind = &text[end..];
        let mark = behind.trim_start_matches(is_blank);
        let spaced_dash = mark.starts_with(['–', '—']);
        let ends = mark.is_empty()
            || mark.starts_with(is_end) && (mark.len() == behind.len() || !mark.starts_with('.'))
            || spaced_dash;
        let title = mark.starts_with('.')
            && lexicon
                .classes_of(&text[at + blank..(end + 1).min(text.len())], capital)
                .has_any(WordClasses::TITLE);
        let ends = ends && !title;
        done = ends;
        at = if title { end + 1 } else { end };
        Some(ClauseWord {
            printed: word,
            classes: lexicon.classes_of(stem, capital),
            inverted,
            end: at,
            ends,
        })
    })
}

fn is_end(c: char) -> bool {
    matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | '…' | '»' | '”' | '"' | '(')
}

#[cfg(test)]
mod tests {
    use crate::model::Document;
    use crate::quotation::Extractor;

    /// Returns the pieces of the quotations of a text.
    fn pieces(text: &str, tag: &str) -> Vec<String> {
        let document = Document::new("a", text).with_language(tag);
        let quotations = Extractor::new().extract_document(&document);
        let pieces = quotations.iter().flat_map(|quotation| &quotation.pieces);
        pieces.map(|piece| piece.slice(text).to_owned()).collect()
    }

    #[test]
    fn clauses_inside_the_marks_are_the_reporters() {
        for (tag, text, expected) in [
            ("fr", "« Je pars, a dit Ana Roux, et je reste. »", &["Je pars", "et je reste."][..]),
            ("fr", "« Je pars, dit-elle. Il le faut. »", &["Je pars", "Il le faut."]),
            ("fr", "« Qui part ? demande Ana Roux. »", &["Qui part ?"]),
            (
                "fr",
                "« Je pars, dit Ana Roux, maire de Nax, et je reste. »",
                &["Je pars", "et je reste."],
            ),
            (
                "fr",
                "« Je pars, s’est exclamée Ana Roux, et je reste. »",
                &["Je pars", "et je reste."],
            ),
            ("it", "«Parto, ha detto Ana Neri, e resto»", &["Parto", "e resto"]),
            ("es", "«Me voy, dijo Ana Ruiz, y vuelvo»", &["Me voy", "y vuelvo"]),
            ("es", "—No voy —dijo Ana—, no puedo.", &["No voy", "no puedo."]),
            ("pt", "“Vou embora, disse Ana Rocha, e volto”", &["Vou embora", "e volto"]),
            // Near misses: what the speaker reports, a list, another language.
            (
                "fr",
                "« Je pars, dit mon père, et je reste. »",
                &["Je pars, dit mon père, et je reste."],
            ),
            (
                "fr",
                "« Je pars, dit et redit, et je reste. »",
                &["Je pars, dit et redit, et je reste."],
            ),
            (
                "fr",
                "« Je pars, la maire le sait, et je reste. »",
                &["Je pars, la maire le sait, et je reste."],
            ),
            (
                "en",
                "“I leave, said Ana Ruiz, and I stay.”",
                &["I leave, said Ana Ruiz, and I stay."],
            ),
        ] {
            assert_eq!(pieces(text, tag), expected, "{text}");
        }
    }

    #[test]
    fn marks_of_many_languages() {
        for (tag, text, expected) in [
            (
                "de",
                "„Er rief ‚Halt‘ und ging“, sagte sie.",
                &["Er rief ‚Halt‘ und ging", "Halt"][..],
            ),
            ("de", "»Er rief ›Halt‹ und ging«, sagte sie.", &["Er rief ›Halt‹ und ging", "Halt"]),
            ("de", "„Wir gehen jetzt\", sagte sie.", &["Wir gehen jetzt"]),
            ("sv", "”Vi går nu”, sade hon.", &["Vi går nu"]),
            ("fi", "”Me lähdemme nyt”, hän sanoi.", &["Me lähdemme nyt"]),
            ("ja", "「行きます。『はい』と言った。」", &["行きます。『はい』と言った。", "はい"]),
        ] {
            assert_eq!(pieces(text, tag), expected, "{text}");
        }
    }
}
