//! Finds the main text of an HTML page with `dom_smoothie`, a port of
//! [Mozilla's Readability](https://github.com/mozilla/readability).

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
    let article = Readability::new(page, None, Some(config))
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
