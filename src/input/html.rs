//! Finds the main text of an HTML page with `dom_smoothie`, a port of
//! [Mozilla's Readability](https://github.com/mozilla/readability).

use std::borrow::Cow;

use dom_smoothie::{Config, Readability, TextMode};

/// The main text and the metadata of a page.
pub(super) struct HtmlPage {
    /// The main text, one paragraph a line.
    pub text: String,
    /// Key and value of each field of its metadata.
    pub fields: Vec<(&'static str, String)>,
}

/// Reads the main text of `page`.
///
/// # Errors
/// No main text is found; the reason says so.
pub(super) fn read(page: &str) -> Result<HtmlPage, String> {
    // The raw text would join paragraphs without a line break.
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let page = mark_quotations(page);
    let article = Readability::new(&*page, None, Some(config))
        .and_then(|mut page| page.parse())
        .map_err(|error| format!("no main text found: {error}"))?;
    let mut text = String::with_capacity(article.text_content.len());
    for line in article.text_content.lines().map(str::trim).filter(|line| !line.is_empty()) {
        text.push_str(line);
        text.push('\n');
    }
    if text.is_empty() {
        return Err("no main text found: it is empty".to_owned());
    }
    let mut fields = vec![("title", article.title)];
    let further = [
        ("outlet", article.site_name),
        ("published", article.published_time),
        ("url", article.url),
        ("language", article.lang),
    ];
    fields.extend(further.into_iter().filter_map(|(key, value)| Some((key, value?))));
    Ok(HtmlPage { text, fields })
}

/// Prints the marks of `<q>` elements, which are not in the text: a browser adds them.
fn mark_quotations(page: &str) -> Cow<'_, str> {
    let mut marked = String::new();
    let (mut copied, mut depth) = (0, 0_usize);
    for (at, _) in page.match_indices('<') {
        let tag = &page[at + 1..];
        let name = tag.trim_start_matches('/');
        let Some(after) = name.strip_prefix(['q', 'Q']) else { continue };
        if !after.starts_with(|c: char| c == '>' || c.is_ascii_whitespace()) {
            continue;
        }
        let Some(end) = after.find('>').map(|end| page.len() - after.len() + end + 1) else {
            break;
        };
        marked.push_str(&page[copied..at]);
        // A quotation inside another has single marks.
        marked.push(match (tag.len() == name.len(), depth) {
            (true, 0) => '“',
            (true, _) => '‘',
            (false, 0 | 1) => '”',
            (false, _) => '’',
        });
        depth = if tag.len() == name.len() { depth + 1 } else { depth.saturating_sub(1) };
        copied = end;
    }
    if copied == 0 {
        return Cow::Borrowed(page);
    }
    marked.push_str(&page[copied..]);
    Cow::Owned(marked)
}

#[cfg(test)]
mod tests {
    use super::mark_quotations;

    #[test]
    fn the_marks_of_q_elements_are_printed() {
        for (page, marked) in [
            ("<p><q>No</q>, she said.</p>", "<p>“No”, she said.</p>"),
            ("<q cite=\"/a\">He said <Q>no</Q>.</q >", "“He said ‘no’.”"),
            // Near misses: other elements, and a tag that never ends.
            ("<p>a < q and <quote>b</quote></p>", "<p>a < q and <quote>b</quote></p>"),
            ("<blockquote>b</blockquote>", "<blockquote>b</blockquote>"),
            ("a <q", "a <q"),
            ("a <q b", "a <q b"),
        ] {
            assert_eq!(mark_quotations(page), marked, "{page}");
        }
    }
}
