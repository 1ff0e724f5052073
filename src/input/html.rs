//! Finds the main text of an HTML page with `dom_smoothie`, a port of
//! [Mozilla's Readability](https://github.com/mozilla/readability).

use std::borrow::Cow;

use dom_smoothie::{Config, Readability, TextMode};

use super::page_metadata::PageMetadata;

/// The main text and the metadata of a page.
pub(super) struct HtmlPage {
    /// The main text, one paragraph a line.
    pub text: String,
    /// Key and value of each field of its metadata.
    pub fields: Vec<(&'static str, String)>,
}

/// Reads the main text of `page`. Where none is found, or less than half of what the page's JSON-LD
/// has as its article, the latter is taken: such pages are put together by scripts.
///
/// # Errors
/// No main text is found; the reason says so.
pub(super) fn read(page: &str) -> Result<HtmlPage, String> {
    // The raw text would join paragraphs without a line break.
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let page = mark_quotations(page);
    let no_text = |why: &dyn std::fmt::Display| format!("no main text found: {why}");
    let mut page = Readability::new(&*page, None, Some(config)).map_err(|error| no_text(&error))?;
    let PageMetadata { title, outlet, published, url, language, body } = PageMetadata::new(&page);
    let article = page.parse().map_err(|error| no_text(&error));
    let main_text = article.as_ref().map_or_else(
        |_| String::new(),
        |article| {
            let mut text = String::with_capacity(article.text_content.len());
            for line in article.text_content.lines().map(str::trim).filter(|line| !line.is_empty())
            {
                text.push_str(line);
                text.push('\n');
            }
            text
        },
    );
    let text = match body {
        Some(body) if 2 * main_text.len() < body.len() => body,
        _ => main_text,
    };
    let article = match article {
        Err(reason) if text.is_empty() => return Err(reason),
        _ if text.is_empty() => return Err(no_text(&"it is empty")),
        article => article.ok(),
    };
    // The page's own name for an article comes before the one that is guessed from its headings.
    let (guessed, also) = article.map_or((None, [None, None]), |article| {
        (Some(article.title), [article.published_time, article.lang])
    });
    let [also_published, also_language] = also;
    let fields = [
        ("title", title.or(guessed)),
        ("outlet", outlet),
        ("published", published.or(also_published)),
        ("url", url),
        ("language", also_language.or(language)),
    ];
    let fields = fields.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
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
