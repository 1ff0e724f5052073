//! Lead-ins: the end of the paragraph's text before an opening mark.

use super::mark::is_blank;

/// The end of the text before an opening mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LeadIn {
    /// Nothing: the mark begins its paragraph.
    None,
    /// The end of a sentence, or of another quotation.
    Sentence,
    /// A colon.
    Colon,
    /// A comma.
    Comma,
    /// A word of the reporter's sentence, or a bracket or dash in it.
    Word,
}

impl LeadIn {
    /// Returns the lead-in of the mark at `at` in the paragraph that begins at `paragraph`.
    pub(super) fn before(text: &str, paragraph: usize, at: usize) -> LeadIn {
        let mut back =
            text.get(paragraph..at).unwrap_or("").chars().rev().filter(|&c| !is_blank(c));
        match back.next() {
            None => LeadIn::None,
            Some('.' | '!' | '?' | '…' | ';') => LeadIn::Sentence,
            Some(':') => LeadIn::Colon,
            Some(',') => LeadIn::Comma,
            // After another quotation its last word decides; after a possessive the sentence goes
            // on.
            Some('"' | '”' | '’' | '\'' | '»' | '」' | '』') => {
                match back.find(|&c| !is_quotation_mark(c)) {
                    Some('.' | '!' | '?' | '…') => LeadIn::Sentence,
                    Some(',') => LeadIn::Comma,
                    Some(_) => LeadIn::Word,
                    // Only marks: this quotation begins the one around it.
                    None => LeadIn::None,
                }
            }
            Some('“' | '‘' | '„' | '«' | '「' | '『') => LeadIn::Sentence,
            Some(_) => LeadIn::Word,
        }
    }
}

fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | '“' | '‘' | '»' | '«' | '」' | '』')
}
