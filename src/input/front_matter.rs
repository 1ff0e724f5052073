//! The front matter of a text file: a first block of `key: value` lines.

use super::lines::excerpt;

/// The keys of front matter. A block with any other line is text.
pub(super) const KEYS: [&str; 7] =
    ["outlet", "published", "title", "url", "kind", "language", "speaker"];

/// The front matter of a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter<'t> {
    /// Offset of the text after it, in bytes; 0 when there is none.
    pub len: usize,
    /// Line, key and value of each field.
    pub fields: Vec<(u64, &'static str, &'t str)>,
    /// The line because of which the block is text though it begins as front matter, and the
    /// reason.
    pub refused: Option<(u64, String)>,
}

/// Reads the front matter of `text`, in time linear in its length.
pub(super) fn read(text: &str) -> FrontMatter<'_> {
    let mut head = FrontMatter::default();
    let mut at = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if line.trim().is_empty() {
            // A text that begins with a blank line has no front matter.
            head.len = if head.fields.is_empty() { 0 } else { at + line.len() };
            return head;
        }
        let Some((key, value)) = field(line) else {
            return refused(
                head,
                number,
                format!("{:?} is no field of a head", excerpt(line.trim_end())),
            );
        };
        if head.fields.iter().any(|&(_, before, _)| before == key) {
            return refused(head, number, format!("{key} is given twice"));
        }
        head.fields.push((number, key, value));
        at += line.len();
    }
    // A file that is all front matter has an empty text.
    head.len = at;
    head
}

/// Returns no front matter, with the reason. A block that begins with known keys and goes on with
/// another line is most likely front matter with a mistake. It stays in the text, so that nothing
/// is lost, and is reported.
fn refused(head: FrontMatter<'_>, number: u64, what: String) -> FrontMatter<'_> {
    let reason =
        format!("{what}, so the lines before it are read as text (a head ends with a blank line)");
    FrontMatter {
        refused: (!head.fields.is_empty()).then_some((number, reason)),
        ..FrontMatter::default()
    }
}

fn field(line: &str) -> Option<(&'static str, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = KEYS.into_iter().find(|known| known.eq_ignore_ascii_case(key.trim()))?;
    Some((key, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_keys_make_front_matter() {
        let rows: &[(&str, usize, usize, bool)] = &[
            // text, bytes of the head, fields, refused
            ("", 0, 0, false),
            ("outlet: A\n\nText", 11, 1, false),
            ("outlet: A\r\nTITLE : B: C\r\n\r\nText", 27, 2, false),
            ("outlet: A\n \t\n\nText", 13, 1, false),
            ("outlet: A", 9, 1, false),
            ("Note: this is text.\n\nText", 0, 0, false),
            ("outlet: A\nNote: this is text.\n\nText", 0, 0, true),
            ("outlet: A\noutlet: B\n\nText", 0, 0, true),
            ("\noutlet: A\n\nText", 0, 0, false),
            ("title:\n\nText", 8, 1, false),
            ("“Title: one”\n\nText", 0, 0, false),
        ];
        for &(text, len, fields, is_refused) in rows {
            let head = read(text);
            assert_eq!(
                (head.len, head.fields.len(), head.refused.is_some()),
                (len, fields, is_refused),
                "{text:?}"
            );
        }
        assert_eq!(read("title : B: C\n").fields, [(1, "title", "B: C")]);
    }
}
