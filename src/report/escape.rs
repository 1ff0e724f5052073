//! Escapes text of articles for HTML and XML.

use super::one_line::sanitize;

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
}
