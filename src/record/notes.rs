//! Notes of the transcriber among the words: `[applause]`, `(LAUGHTER)`, times.

use crate::span::Span;

/// Longest note in bytes.
const MAX_NOTE_BYTES: usize = 200;

/// Words that round brackets with small letters are a note by.
const NOTE_WORDS: [&str; 22] = [
    "applause",
    "applauding",
    "audience",
    "boos",
    "booing",
    "chanting",
    "cheers",
    "cheering",
    "crosstalk",
    "inaudible",
    "indiscernible",
    "interpreter",
    "laughs",
    "laughing",
    "laughter",
    "music",
    "pause",
    "ph",
    "phonetic",
    "sic",
    "unintelligible",
    "video",
];

/// Calls `visit` with each part of `span` that is words and no note.
pub(super) fn without_notes(text: &str, span: Span, mut visit: impl FnMut(Span)) {
    let line = span.slice(text);
    let mut push = |start: usize, end: usize| {
        if !line[start..end].trim().is_empty() {
            visit(Span::new(span.start() + start, span.start() + end));
        }
    };
    let (mut at, mut from) = (0, 0);
    while let Some(open) = line[from..].find(['(', '[']) {
        let open = from + open;
        let (close, is_square) = match line.as_bytes()[open] {
            b'[' => (']', true),
            _ => (')', false),
        };
        let Some(len) = line[open..].find(close).filter(|&len| len <= MAX_NOTE_BYTES) else {
            from = open + 1;
            continue;
        };
        let note = &line[open + 1..open + len];
        if is_square || is_note(note) {
            push(at, open);
            at = open + len + 1;
        }
        from = open + len + 1;
    }
    push(at, line.len());
}

/// Returns true if what stands in round brackets is a note: in capitals, a time, or one of the
/// words for what is heard beside the words.
fn is_note(inside: &str) -> bool {
    let has_small = inside.chars().any(char::is_lowercase);
    let word = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        NOTE_WORDS.contains(&bare.as_str())
    };
    !has_small && inside.chars().count() > 1 || inside.split_whitespace().any(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_apart_from_the_words() {
        for (line, words) in [
            ("We won. [applause] We did.", &["We won.", "We did."][..]),
            ("(CROSSTALK)", &[]),
            ("We (LAUGHTER) won (00:12:33).", &["We", "won", "."]),
            ("We won (through an interpreter) all.", &["We won", "all."]),
            ("It cost (as I said) a lot.", &["It cost (as I said) a lot."]),
            ("We won [", &["We won ["]),
            ("Point (a) and (B).", &["Point (a) and (B)."]),
            ("[Mexico] will pay.", &["will pay."]),
        ] {
            let mut found = Vec::new();
            without_notes(line, Span::new(0, line.len()), |span| {
                found.push(span.slice(line).trim())
            });
            assert_eq!(found, words, "{line}");
        }
    }
}
