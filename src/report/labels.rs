//! Short labels that the reports share: signs, levels, places, names, dates, counts.

use super::one_line::{elide_middle, sanitize};
use crate::edition::{Doubt, Utterance};
use crate::variant::{Disclosure, Level, Operation};

/// Returns the sign of an operation, which needs no colour.
pub(super) fn operation_sign(operation: Operation) -> &'static str {
    match operation {
        Operation::Addition => "+",
        Operation::Omission => "-",
        Operation::Transposition => "↕",
        Operation::Truncation | Operation::Elision => "…",
        Operation::Substitution | Operation::Split | Operation::Join => "~",
    }
}

/// Describes a gap of the lemma before `token`: `before “than”`, or `after “peace”` at its end and
/// before a mark.
pub(super) fn describe_place(utterance: &Utterance, token: usize) -> String {
    let lemma = &utterance.lemma;
    let word =
        |token: usize| lemma.tokens.get(token).and_then(|token| lemma.text.get(token.clone()));
    match word(token) {
        Some(next) if next.chars().any(char::is_alphanumeric) => {
            format!("before “{}”", sanitize(next))
        }
        _ => match token.checked_sub(1).and_then(word) {
            Some(before) => format!("after “{}”", sanitize(before)),
            None => "at the beginning".to_owned(),
        },
    }
}

/// Returns the day of a date as given, without the time.
pub(super) fn date_part(published: Option<&str>) -> &str {
    let given = published.unwrap_or("");
    given.get(..10).unwrap_or(given)
}

/// Returns the level in a word.
pub(super) fn level_label(level: Level) -> &'static str {
    match level {
        Level::Accidental => "accidental",
        Level::Minor => "minor",
        Level::Substantive => "substantive",
        Level::Contradictory => "contradictory",
    }
}

/// Returns the disclosure in a word; empty where there is nothing to disclose.
pub(super) fn disclosure_label(disclosure: Disclosure) -> &'static str {
    if disclosure == Disclosure::None { "" } else { disclosure.as_str() }
}

/// Returns what speaks against a stated difference, in words.
pub(super) fn doubt_label(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::OtherWords => "may not correspond",
        Doubt::TwoSayings => "may be said twice",
        Doubt::Edge => "beside a cut",
        Doubt::Slight => "may mean the same",
        Doubt::Translation => "translated",
    }
}

/// Number of words to which a mention of the speaker is shortened.
const MAX_MENTION_WORDS: usize = 5;

/// Returns a mention of the speaker without its trailing apposition: `Jim Manley, …`.
pub(super) fn short_mention(mention: &str) -> String {
    let words = |text: &str| text.split(' ').filter(|word| !word.is_empty()).count();
    if words(mention) <= MAX_MENTION_WORDS {
        return mention.to_owned();
    }
    let commas = mention.match_indices(',').map(|(at, _)| at);
    match commas.take_while(|&at| words(&mention[..at]) <= MAX_MENTION_WORDS).last() {
        Some(at) => format!("{}, …", &mention[..at]),
        None => elide_middle(mention, MAX_MENTION_WORDS),
    }
}

/// Longer ids lose their middle, since ids mostly differ at their ends.
const MAX_ID_CHARS: usize = 24;

/// Returns an outlet's name or an id, short enough for a column. Names of outlets have blanks or
/// are short; ids made by programs have no blanks.
pub(super) fn short_name(name: &str) -> String {
    let name = sanitize(strip_folders(name));
    let count = name.chars().count();
    if count <= MAX_ID_CHARS || name.contains(' ') {
        return name;
    }
    let head: String = name.chars().take(8).collect();
    let tail: String = name.chars().skip(count - 12).collect();
    format!("{head}…{tail}")
}

/// Returns an id without its folders: ids made from paths would fill the line.
pub(super) fn strip_folders(id: &str) -> &str {
    match id.rsplit_once(['/', '\\']) {
        Some((_, last)) if !last.is_empty() => last,
        _ => id,
    }
}

/// Returns `1 outlet`, `2 outlets`.
pub(super) fn count_noun(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Returns the class of the style sheet for `level`.
#[cfg(feature = "html")]
pub(super) fn level_class(level: Level) -> &'static str {
    match level {
        Level::Accidental => "A",
        Level::Minor => "M",
        Level::Substantive => "S",
        Level::Contradictory => "X",
    }
}
