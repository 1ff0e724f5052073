//! Finds the main text of an HTML page with `dom_smoothie`, a port of
//! [Mozilla's Readability](https://github.com/mozilla/readability).

use dom_smoothie::{Config, Readability, TextMode};

use super::html_tree;
use super::page_metadata::PageMetadata;
use super::page_quotations::mark_quotations;

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
/// No main text is found, or the page is nested too deeply or too large; the reason says so.
pub(super) fn read(page: &str) -> Result<HtmlPage, String> {
    // The raw text would join paragraphs without a line break.
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let page = mark_quotations(page);
    let no_text = |why: &dyn std::fmt::Display| format!("no main text found: {why}");
    let tree = html_tree::parse(&page)?;
    let mut page =
        Readability::with_document(tree, None, Some(config)).map_err(|error| no_text(&error))?;
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
