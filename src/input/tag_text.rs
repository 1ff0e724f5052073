//! Takes the tags out of a piece of HTML that stands in other text: in Markdown, or in a string of
//! JSON-LD. A page is read by `html`.

/// Elements whose end, or whose beginning, breaks the line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// Elements whose content is no text.
const SILENT: &[&str] = &["script", "style"];

/// Returns `html` without its tags and comments, in linear time. Tags of blocks become line breaks,
/// and those of `q` the marks that a browser prints. Character references stay.
pub(super) fn strip_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tag = &rest[at..];
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let name = tag[1..].trim_start_matches('/');
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')) {
            // A sign of less.
            text.push('<');
            rest = &tag[1..];
            continue;
        }
        // What looks like a tag and never ends is text, and so is all after it.
        let Some(end) = tag.find('>') else {
            rest = tag;
            break;
        };
        let closes = tag[1..].starts_with('/');
        let name_len = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name[..name_len].to_ascii_lowercase();
        rest = &tag[end + 1..];
        if BLOCKS.contains(&&*name) {
            text.push('\n');
        } else if name == "q" {
            text.push(if closes { '”' } else { '“' });
        } else if SILENT.contains(&&*name) && !closes {
            let close = format!("</{name}");
            rest = find_ignoring_case(rest, &close).map_or("", |at| &rest[at..]);
        }
    }
    text.push_str(rest);
    text
}

/// Returns the place of `what`, which is ASCII and begins with `<`, in any case of letters.
fn find_ignoring_case(text: &str, what: &str) -> Option<usize> {
    text.match_indices('<').map(|(at, _)| at).find(|&at| {
        text.as_bytes()[at..]
            .get(..what.len())
            .is_some_and(|here| here.eq_ignore_ascii_case(what.as_bytes()))
    })
}

#[cfg(test)]
mod tests {
    use super::strip_tags;

    #[test]
    fn tags_are_no_words_and_nothing_else_is_lost() {
        for (html, text) in [
            ("“We <b>begin</b>,” she said.", "“We begin,” she said."),
            ("<p class=\"a\">One.</p><P>Two.</P>", "\nOne.\n\nTwo.\n"),
            ("One<br/>two<!-- three <b> -->.", "One\ntwo."),
            ("<q>No</q>, she said.", "“No”, she said."),
            ("a<script>if (a < b) {}</SCRIPT>b<style>p {}</style>c", "abc"),
            // Near misses: signs, a tag that never ends, a comment that never ends.
            ("3 < 4 <3 <> a<", "3 < 4 <3 <> a<"),
            ("a <b c", "a <b c"),
            ("a <!-- b", "a "),
            ("a <script>b", "a "),
            ("&lt;b&gt;", "&lt;b&gt;"),
        ] {
            assert_eq!(strip_tags(html), text, "{html}");
        }
    }

    /// Were a search made from each sign to the end, these would take minutes.
    #[test]
    fn signs_without_end_cost_no_square() {
        for sign in ["< ", "<a ", "<!--", "<script>", "</", "<", "<script></style>"] {
            let text = sign.repeat(1 << 20);
            assert!(strip_tags(&text).len() <= text.len(), "{sign}");
        }
    }
}
