//! The front matter of a text file: a first block of `key: value` lines, or YAML between two lines
//! `---`, as tools for web sites write it.

use super::lines::excerpt;

/// The keys of front matter. A block with any other line is text.
pub(super) const KEYS: [&str; 8] =
    ["outlet", "published", "title", "url", "kind", "language", "speaker", "encoding"];

/// Names under which fenced front matter has some of the keys.
const FENCED_NAMES: [(&str, &str); 3] =
    [("date", "published"), ("lang", "language"), ("charset", "encoding")];

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
    match text.split_inclusive('\n').next() {
        Some(line) if line.trim_end() == "---" => read_fenced(text),
        _ => read_plain(text),
    }
}

/// Reads front matter between two lines `---`, the last of which may be `...`. Keys that are not
/// known are ignored, and so is what is indented below a key. A text may begin with a rule, so one
/// known key must be there, and nothing that is no line of YAML.
fn read_fenced(text: &str) -> FrontMatter<'_> {
    let mut head = FrontMatter::default();
    let mut at = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        at += line.len();
        let bare = line.trim_end();
        if number == 1 {
            continue;
        }
        if matches!(bare, "---" | "...") {
            // A blank line after it belongs to neither.
            let blank = text[at..].split_inclusive('\n').next();
            at += blank.filter(|line| line.trim().is_empty()).map_or(0, str::len);
            head.len = if head.fields.is_empty() { 0 } else { at };
            return head;
        }
        if bare.is_empty() || bare.starts_with([' ', '\t', '#']) || bare.starts_with("- ") {
            continue;
        }
        match fenced_field(bare) {
            None => {
                let what = format!("{:?} is no field of a head", excerpt(bare));
                return refused(head, number, what);
            }
            Some((None, _)) => {}
            Some((Some(key), _)) if head.fields.iter().any(|&(_, before, _)| before == key) => {
                return refused(head, number, format!("{key} is given twice"));
            }
            Some((Some(key), value)) => head.fields.push((number, key, value)),
        }
    }
    refused(head, 1, "the line \"---\" has no other below the fields".to_owned())
}

/// Returns the key of a line of YAML, if it is one that is known, and the value without quotation
/// marks and comment; `None` if the line is none.
fn fenced_field(line: &str) -> Option<(Option<&'static str>, &str)> {
    let (name, value) = line.split_once(':')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if name.is_empty() || !name.chars().all(is_name) || !value.is_empty() && !value.starts_with(' ')
    {
        return None;
    }
    let known = KEYS.into_iter().map(|key| (key, key)).chain(FENCED_NAMES);
    let key = known.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    let value = value.trim();
    for mark in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(mark)
            && let Some(end) = quoted.rfind(mark)
        {
            return Some((key.map(|(_, key)| key), &quoted[..end]));
        }
    }
    let value = value.split_once(" #").map_or(value, |(value, _)| value.trim_end());
    // A block of lines follows.
    let value = if matches!(value, "|" | ">" | "|-" | ">-") { "" } else { value };
    Some((key.map(|(_, key)| key), value))
}

fn read_plain(text: &str) -> FrontMatter<'_> {
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

    #[test]
    fn front_matter_may_stand_between_two_lines() {
        let head = read("---\r\nlayout: post\r\ntitle: \"A: b\"\r\n---\r\n\r\nText");
        assert_eq!(head.len, 41);
        assert_eq!(head.fields, [(3, "title", "A: b")]);
        let yaml = "---\ndate: 2018-07-16 # a Monday\ntags:\n  - a\n- b\nauthor:\n  name: C\n\n\
                    # remark\nLang: 'de'\ncharset: latin1\nurl: https://a.example/#b\n...\nText";
        assert_eq!(
            read(yaml).fields,
            [
                (2, "published", "2018-07-16"),
                (10, "language", "de"),
                (11, "encoding", "latin1"),
                (12, "url", "https://a.example/#b")
            ]
        );
        assert_eq!(&yaml[read(yaml).len..], "Text");
        // Near misses: a rule at the beginning, text below it, no end, no known key.
        for (text, is_refused) in [
            ("---\n\nText\n\n---\nMore", false),
            ("---\nShe said: no.\n---\nMore", false),
            ("---\ntitle: A\nShe said: no.\n---\nMore", true),
            ("---\ntitle: A\ntitle: B\n---\nMore", true),
            ("---\ntitle: A\n\nText", true),
            ("---\nNote: a.\n---\nMore", false),
            ("----\ntitle: A\n---\nMore", false),
            (" ---\ntitle: A\n---\nMore", false),
            ("---\nhttps://a.example\n---\nMore", false),
            ("---\n---\nMore", false),
            ("---", false),
        ] {
            let head = read(text);
            assert_eq!((head.len, head.refused.is_some()), (0, is_refused), "{text:?}");
        }
    }
}
