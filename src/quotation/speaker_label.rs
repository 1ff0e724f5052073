//! Speaker labels: `WALLACE:`, `SEN. JANE DOE (D-OHIO):`, `Matthews:`, `Q.`

/// Longest label in bytes: a title, a name in full, and what follows in brackets.
const MAX_LABEL_BYTES: usize = 60;
/// Most words of a label.
const MAX_LABEL_WORDS: usize = 6;

/// The way a label is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LabelStyle {
    /// `Q`, `A`
    Letter,
    /// `WALLACE`
    Capitals,
    /// `Matthews`
    Name,
}

/// A label at the beginning of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpeakerLabel {
    /// Length of the label in bytes.
    pub(super) len: usize,
    pub(super) style: LabelStyle,
    /// Length of the label with the colon and blanks behind it.
    pub(super) full_len: usize,
}

/// Returns true if `line` begins with capitalised words and a colon or bracket, or with `Q` or `A`:
/// a cheap test that rejects a paragraph of prose at its second or third word.
pub(super) fn may_begin_with_label(line: &[u8]) -> bool {
    if let [b'Q' | b'A', b':' | b'.' | b' ' | b'\t' | b'A'..=b'Z', ..] = line {
        return true;
    }
    let mut at = 0;
    while let Some(b'A'..=b'Z' | 0x80..) = line.get(at) {
        while line.get(at).is_some_and(|byte| !matches!(byte, b' ' | b':' | b'(' | 0xc2))
            && at < MAX_LABEL_BYTES
        {
            at += 1;
        }
        match line.get(at) {
            Some(b':' | b'(' | 0xc2) => return true,
            Some(b' ') => at += 1,
            _ => return false,
        }
    }
    matches!(line.get(at), Some(b'(' | b' '))
}

/// Finds the label that `line` begins with.
pub(super) fn find_label(line: &str) -> Option<SpeakerLabel> {
    let upto = (0..=line.len().min(3 * MAX_LABEL_BYTES))
        .rev()
        .find(|&len| line.is_char_boundary(len))
        .unwrap_or(0);
    let line = &line[..upto];
    let letter_label =
        |full_len| Some(SpeakerLabel { len: 1, style: LabelStyle::Letter, full_len });
    let bytes = line.as_bytes();
    if let [letter @ (b'Q' | b'A'), rest @ ..] = bytes {
        match rest {
            // `Q  Mr. President, …`, as the White House prints it.
            [b' ' | b'\t', b' ' | b'\t', ..] if *letter == b'Q' => {
                return letter_label(skip_blanks(line, 1));
            }
            [b':', b' ' | 0xc2, ..] => return letter_label(skip_blanks(line, 2)),
            // It may be an initial of a name, but two different initials seldom follow each other.
            [b'.', b' ', next, ..] if !next.is_ascii_lowercase() => {
                return letter_label(skip_blanks(line, 2));
            }
            // Blank and colon get lost where the letter was in bold.
            [b'A'..=b'Z', b'a'..=b'z' | b'\'', ..] if *letter == b'Q' => {
                return letter_label(1);
            }
            _ => {}
        }
    }
    // The first word alone rejects nearly every paragraph: a small letter follows it.
    let mut at = 0;
    let mut count = 0;
    let mut capitals = true;
    loop {
        let rest = &line[at..];
        let word = rest
            .find([' ', ':', '\u{a0}', '('])
            .filter(|&len| len > 0 && at + len <= MAX_LABEL_BYTES)?;
        let word = &rest[..word];
        if !word.starts_with(char::is_uppercase) {
            return None;
        }
        capitals &= !word.chars().any(char::is_lowercase)
            || matches!(word, "Mc" | "Mr." | "Mrs." | "Ms." | "Dr.");
        count += 1;
        at += word.len();
        let mut end = at;
        // A role or a party in brackets.
        let after = line[at..].trim_start_matches([' ', '\u{a0}']);
        if after.starts_with('(') {
            let close = after.find(')').filter(|&len| len <= MAX_LABEL_BYTES)?;
            end = line.len() - after.len() + close + 1;
        }
        if line[end..].starts_with(':') {
            let spaced = line[end + 1..].starts_with([' ', '\u{a0}']);
            let long = line[..at].chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
            let style = if capitals { LabelStyle::Capitals } else { LabelStyle::Name };
            let full_len = skip_blanks(line, end + 1);
            return (spaced && long).then_some(SpeakerLabel { len: at, style, full_len });
        }
        if end != at || count == MAX_LABEL_WORDS || !line[at..].starts_with([' ', '\u{a0}']) {
            return None;
        }
        at = line.len() - after.len();
    }
}

/// Returns where `line` goes on behind the blanks from `at` on.
fn skip_blanks(line: &str, at: usize) -> usize {
    line.len() - line[at..].trim_start().len()
}
