//! Labels of the turns of a transcript: who speaks.

use crate::span::Span;

/// Longest label in bytes, with what is said of the speaker.
const MAX_LABEL_BYTES: usize = 120;

/// Most words of a name in small letters before a colon.
const MAX_NAME_WORDS: usize = 5;

/// The way a label is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LabelForm {
    /// `WALLACE:`, `Mr. MARSH.`, `**Ada Lund:**`: nothing else in a transcript looks like it.
    Sure,
    /// `Ada Lund:` in small letters, which a sentence can begin with too: it needs company.
    Plain,
    /// `Q.`, `A.`
    Letter,
}

/// A label at the beginning of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TurnLabel {
    pub form: LabelForm,
    /// The name in the line, without what is said of the speaker.
    pub name: Span,
    /// Start of the words behind the label.
    pub words: usize,
}

/// Finds the label that `line` begins with.
pub(super) fn find_label(line: &str) -> Option<TurnLabel> {
    let bare = line.trim_start_matches([' ', '\t', '>', '\u{a0}', '"', '“']);
    let at = line.len() - bare.len();
    let label = letter(bare).or_else(|| emphasised(bare)).or_else(|| titled(bare));
    let label = label.or_else(|| before_colon(bare))?;
    (!label.name.is_empty()).then(|| TurnLabel {
        name: label.name.shifted(at),
        words: at + label.words,
        ..label
    })
}

/// Finds `Q.`, `A:`, and `Q` or `A` before two blanks or a tab.
fn letter(line: &str) -> Option<TurnLabel> {
    let words = match line.as_bytes() {
        [b'Q' | b'A', b'.' | b':', b' ' | b'\t', ..] => 2,
        [b'Q' | b'A', b'\t', ..] | [b'Q' | b'A', b' ', b' ', ..] => 1,
        _ => return None,
    };
    let words = skip_blanks(line, words);
    Some(TurnLabel { form: LabelForm::Letter, name: Span::new(0, 1), words })
}

/// Finds `**Name:** …`, `**Name**: …` and `*Name*: …`.
fn emphasised(line: &str) -> Option<TurnLabel> {
    let bare = line.trim_start_matches(['*', '_']);
    let marks = &line[..line.len() - bare.len()];
    if marks.is_empty() || marks.len() > 3 {
        return None;
    }
    let len = bare.find(marks).filter(|&len| len <= MAX_LABEL_BYTES)?;
    let (name, behind) = (&bare[..len], &bare[len + marks.len()..]);
    let inside = name.trim_end().strip_suffix(':');
    let behind_colon = match inside {
        Some(_) => behind,
        None => behind.trim_start().strip_prefix(':')?,
    };
    let name = name_of(inside.unwrap_or(name));
    let words = skip_blanks(line, line.len() - behind_colon.len());
    let name = Span::new(marks.len(), marks.len() + name);
    Some(TurnLabel { form: LabelForm::Sure, name, words })
}

/// Finds `Mr. MARSH.`, `Mr MARSH—`, `The PRESIDING OFFICER.`, `Ms. LUND of Veln.` of parliaments: a
/// title in small letters, a name in capitals, and a stop or a dash.
fn titled(line: &str) -> Option<TurnLabel> {
    const TITLES: [&str; 14] = [
        "Mr", "Mrs", "Ms", "Miss", "Dr", "The", "Senator", "Sen", "Rep", "Sir", "Lord", "Lady",
        "Dame", "Madam",
    ];
    let (title, rest) = line.split_once([' ', '\u{a0}'])?;
    if !TITLES.contains(&title.trim_end_matches('.')) {
        return None;
    }
    let start = line.len() - rest.len();
    let len = rest.find(['.', '—', ':', '(', '–']).unwrap_or(rest.len());
    let name = rest[..len].trim_end();
    let capitals = name.split(' ').take_while(|word| is_capitals(word)).count();
    let all = name.split(' ').count();
    // `of Veln` may follow, to tell two of one name apart.
    let is_placed = name.split(' ').nth(capitals) == Some("of") && all <= capitals + 3;
    if capitals == 0 || capitals < all && !is_placed || len > MAX_LABEL_BYTES {
        return None;
    }
    let mut end = start + len;
    // What the speaker is, and the time: `(Veln—Minister) (14:02):`
    while let Some(note) = line[end..].trim_start().strip_prefix('(') {
        end = line.len() - note.len() + note.find(')').filter(|&len| len <= MAX_LABEL_BYTES)? + 1;
    }
    let behind = line[end..].trim_start();
    let stop = behind.chars().next().filter(|stop| matches!(stop, '.' | '—' | ':' | '–'))?;
    let words = skip_blanks(line, line.len() - behind.len() + stop.len_utf8());
    let shown: usize = name.split(' ').take(capitals).map(|word| word.len() + 1).sum();
    let name = Span::new(0, start + shown - 1);
    Some(TurnLabel { form: LabelForm::Sure, name, words })
}

/// Finds a name before a colon: `WALLACE:`, `REAR ADM. JOHN KERMODE, CNN ANALYST:`, `WITNESS 10:`,
/// `Ada Lund (00:12):`.
fn before_colon(line: &str) -> Option<TurnLabel> {
    let mut end = None;
    let mut depth = 0;
    for (at, c) in line.char_indices().take_while(|&(at, _)| at <= MAX_LABEL_BYTES) {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ':' if depth == 0 => {
                end = Some(at);
                break;
            }
            '?' | '!' | ';' | '“' | '"' => return None,
            _ => {}
        }
    }
    let end = end?;
    let behind = &line[end + 1..];
    if !behind.is_empty() && !behind.starts_with([' ', '\t', '\u{a0}', '\r', '\n']) {
        return None;
    }
    let label = line[..end].trim_end();
    let name = &label[..name_of(label)];
    let words: Vec<&str> = name.split([' ', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let is_upper = |word: &&&str| is_capitals(word) || is_title(word);
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit() || b == b'#');
    let in_capitals = words.iter().all(|word| is_upper(&word) || is_number(word))
        && words.iter().any(|word| is_capitals(word));
    let in_names = words.len() <= MAX_NAME_WORDS
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase)
                || is_number(word)
                || matches!(*word, "de" | "van" | "von" | "der" | "bin" | "al" | "la" | "le" | "of")
        })
        && words.first().is_some_and(|word| word.starts_with(char::is_uppercase));
    let form = match (in_capitals, in_names) {
        (true, _) => LabelForm::Sure,
        (_, true) => LabelForm::Plain,
        _ => return None,
    };
    Some(TurnLabel { form, name: Span::new(0, name.len()), words: skip_blanks(line, end + 1) })
}

/// Returns the length of the name in a label: what stands before a comma or a bracket.
fn name_of(label: &str) -> usize {
    let end = label.find([',', '(', '[', '—']).filter(|&at| at > 0).unwrap_or(label.len());
    label[..end].trim_end().len()
}

/// Returns true for a word in capitals: `MARSH`, `O'NEILL`, `McCAIN`, `J.`
fn is_capitals(word: &str) -> bool {
    let bare = word.strip_prefix("Mc").or(word.strip_prefix("Mac")).unwrap_or(word);
    bare.chars().any(char::is_alphabetic)
        && bare.chars().all(|c| !c.is_lowercase() && (c.is_alphabetic() || "'’.-&".contains(c)))
}

fn is_title(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "Mr" | "Mrs"
            | "Ms"
            | "Miss"
            | "Dr"
            | "Sen"
            | "Rep"
            | "Gov"
            | "Gen"
            | "Adm"
            | "Rev"
            | "Prof"
    )
}

/// Returns where `line` goes on behind the blanks from `at` on.
fn skip_blanks(line: &str, at: usize) -> usize {
    line.len() - line[at..].trim_start_matches([' ', '\t', '\u{a0}']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        use LabelForm::{Letter, Plain, Sure};
        for (line, form, name, words) in [
            ("WALLACE: Will she?", Sure, "WALLACE", "Will she?"),
            (
                "REAR ADM. JOHN KERMODE, CNN MILITARY & DIPLOMATIC ANALYST: It is.",
                Sure,
                "REAR ADM. JOHN KERMODE",
                "It is.",
            ),
            ("THE COURT: Sustained.", Sure, "THE COURT", "Sustained."),
            ("WITNESS 10: I saw it.", Sure, "WITNESS 10", "I saw it."),
            ("SEN. JOHN McCAIN (R-Ariz.): No.", Sure, "SEN. JOHN McCAIN", "No."),
            ("Mr. O'NEILL: Yes.", Sure, "Mr. O'NEILL", "Yes."),
            (">> LUND: Come in.", Sure, "LUND", "Come in."),
            ("Mr. MARSH. Mr. Speaker, I yield.", Sure, "Mr. MARSH", "Mr. Speaker, I yield."),
            ("  Ms. LUND of Veln. I object.", Sure, "Ms. LUND", "I object."),
            ("The PRESIDING OFFICER. Order.", Sure, "The PRESIDING OFFICER", "Order."),
            ("Mr MARSH—I rise.", Sure, "Mr MARSH", "I rise."),
            ("Mr MARSH (Veln—Minister) (14:02): I rise.", Sure, "Mr MARSH", "I rise."),
            ("**Ada Lund:** Come in.", Sure, "Ada Lund", "Come in."),
            ("**Ada Lund**: Come in.", Sure, "Ada Lund", "Come in."),
            ("> *Doctor*: \"Come in.\"", Sure, "Doctor", "\"Come in.\""),
            ("Ada Lund: Come in.", Plain, "Ada Lund", "Come in."),
            ("Ada Lund (00:12):", Plain, "Ada Lund", ""),
            ("Speaker 1: Come in.", Plain, "Speaker 1", "Come in."),
            ("Q. Did you?", Letter, "Q", "Did you?"),
            ("A  I did.", Letter, "A", "I did."),
            ("A: I did.", Letter, "A", "I did."),
        ] {
            let found = find_label(line);
            let found =
                found.map(|label| (label.form, label.name.slice(line), &line[label.words..]));
            assert_eq!(found, Some((form, name, words)), "{line}");
        }
    }

    #[test]
    fn no_labels() {
        for line in [
            "",
            "We have one goal: to win.",
            "The time is 12:30 now.",
            "A man came. Then another: his son.",
            "Mr. Marsh. He was there.",
            "Mr. Marsh spoke: it was long.",
            "I said: no.",
            "Ada asked \"Who: me?\"",
            "http://x.example",
            "Questions? Answers: none.",
            "**Important** things",
            ":",
            "(APPLAUSE)",
            "The MARSH family came here.",
        ] {
            assert_eq!(find_label(line), None, "{line}");
        }
    }
}
