//! Names of documents, utterances and witnesses as IRIs, for reports of linked data.

use super::escape::percent_escape;
use crate::edition::{Utterance, Witness};
use crate::model::Document;

/// Returns the address of a document if it is one of the web, with what no IRI may hold escaped.
pub(super) fn page_iri(document: &Document) -> Option<String> {
    let url = document.url.as_deref()?.trim();
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    is_web.then(|| percent_escape(url, |c| !is_outside_iri(c)))
}

/// Returns a name for the text of a document, whatever its id is.
pub(super) fn text_iri(id: &str) -> String {
    format!("urn:variorum:document:{}", percent_escape(id, is_unreserved))
}

/// Returns the name of an utterance.
pub(super) fn utterance_iri(utterance: &Utterance) -> String {
    format!("urn:variorum:{}", percent_escape(&utterance.id, is_unreserved))
}

/// Returns the name of a witness: that of its utterance, and its siglum.
pub(super) fn witness_iri(utterance: &Utterance, witness: &Witness) -> String {
    format!("{}:{}", utterance_iri(utterance), percent_escape(&witness.siglum, is_unreserved))
}

fn is_unreserved(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '/')
}

/// Characters that RFC 3987 allows nowhere; controls of writing direction among them.
fn is_outside_iri(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`')
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{FFF0}'..='\u{FFFF}')
        || c >= '\u{E0000}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_web_have_an_address() {
        let page = |url: &str| page_iri(&Document::new("a", "").with_url(url));
        assert_eq!(page("https://a.example/b?c=d&e").as_deref(), Some("https://a.example/b?c=d&e"));
        assert_eq!(page("http://a.example/ü \">").as_deref(), Some("http://a.example/ü%20%22%3E"));
        for other in ["javascript:alert(1)", "data:text/html,x", "a.example", ""] {
            assert_eq!(page(other), None);
        }
    }

    #[test]
    fn any_id_is_a_name() {
        assert_eq!(text_iri("a/b c#1é"), "urn:variorum:document:a/b%20c%231%C3%A9");
    }
}
