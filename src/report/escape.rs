//! Escapes text of articles for HTML and XML.

use super::one_line::{is_unsafe, sanitize};

/// Returns `text` on one line, escaped for HTML and XML content and attributes. Characters that XML
/// cannot represent are left out.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in sanitize(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Returns `text` escaped for XML content, so that a parser gives back every character.
///
/// Those that XML cannot represent become an element `g` of TEI that names the code:
/// `<g n="U+0007"/>`. Controls that a terminal or an editor would obey become references.
pub(super) fn escape_exactly(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\t' | '\n' => escaped.push(c),
            // A parser would take it for a line break.
            '\r' => escaped.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{FFFE}' | '\u{FFFF}' => {
                escaped.push_str(&format!("<g n=\"U+{:04X}\"/>", u32::from(c)));
            }
            _ if is_unsafe(c) => escaped.push_str(&format!("&#x{:X};", u32::from(c))),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Returns `text` with the bytes of other characters than those to keep as `%0A`.
#[cfg(any(feature = "json", feature = "html"))]
pub(super) fn percent_escape(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if keep(c) {
            escaped.push(c);
            continue;
        }
        let mut bytes = [0; 4];
        for byte in c.encode_utf8(&mut bytes).bytes() {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_stays_text() {
        assert_eq!(
            escape("<a href=\"x\">R&D's</a>\u{0}\u{FFFF}\n."),
            "&lt;a href=&quot;x&quot;&gt;R&amp;D&#39;s&lt;/a&gt; ."
        );
    }

    #[test]
    fn a_parser_gives_back_every_character() {
        let text = "a  <b> & \"c\"\r\n\t\u{85}\u{2028}\u{202e}\u{9b}\u{7f}\u{7}\u{feff}\u{FFFE}]]>";
        let xml = format!("<q>{}</q>", escape_exactly(text));
        assert!(!xml.contains(['\u{202e}', '\u{9b}', '\u{7f}', '\r']), "{xml}");
        let parsed = roxmltree::Document::parse(&xml).unwrap();
        let mut read = String::new();
        for node in parsed.root_element().children() {
            match node.attribute("n").and_then(|n| n.strip_prefix("U+")) {
                Some(code) => {
                    read.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32))
                }
                None => read.push_str(node.text().unwrap_or("")),
            }
        }
        assert_eq!(read, text);
    }
}
