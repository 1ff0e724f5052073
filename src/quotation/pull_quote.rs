//! Credit lines of pull quotes: the speaker inside the marks, on a line of its own,
//!
//! ```text
//! "We will hold that lead.
//! Jane Doe, chair of the committee"
//! ```
//!
//! or after a dash at the end of the last line (“We will hold that lead. — Jane Doe”). A credit
//! line is no part of the quotation, so it is taken off. Cost: linear.

use super::draft::DraftQuotation;
use super::surface::{begins_with_capital, is_clause_word};
use crate::span::Span;

/// Most words of a credit line: a name, an office and a body.
const MAX_CREDIT_WORDS: usize = 20;
/// Most words of a name with its title.
const MAX_NAME_WORDS: usize = 5;

/// Takes credit lines off the ends of quotations.
pub(super) fn strip_credit_lines(text: &str, drafts: &mut [DraftQuotation]) {
    for draft in drafts {
        match draft.pieces[..] {
            [] => {}
            [.., body, line] => {
                // A line that repeats the opening mark is part of the quotation.
                let bare = text
                    .get(body.end()..line.start())
                    .is_some_and(|gap| gap.chars().all(char::is_whitespace));
                if bare && body.slice(text).ends_with(STOPS) && is_credit_line(line.slice(text)) {
                    draft.pieces.pop();
                }
            }
            [ref mut only] => {
                if let Some(len) = len_without_credit(only.slice(text)) {
                    *only = Span::new(only.start(), only.start() + len);
                }
            }
        }
    }
}

/// Marks that end the words before a credit line.
const STOPS: [char; 4] = ['.', '!', '?', '…'];

/// Returns the length of the words before a dash and a credit line, or `None` if there is none.
fn len_without_credit(said: &str) -> Option<usize> {
    // A credit line ends with a name or an office, other words with a stop or comma.
    if !said.ends_with(|c: char| c.is_alphabetic() || c == ')') {
        return None;
    }
    let dash = said.rfind(['–', '—', '―'])?;
    let body = said[..dash].trim_end();
    (body.ends_with(STOPS) && is_credit_line(&said[dash..])).then_some(body.len())
}

/// Returns true if `line` is a capitalised name, perhaps followed by an office, and no clause.
fn is_credit_line(line: &str) -> bool {
    let dashed = line.trim_start_matches(['-', '–', '—', '―', ' ']);
    let name = dashed.split([',', '(']).next().unwrap_or("");
    let words = name.split_whitespace().take(MAX_NAME_WORDS + 1).count();
    (2..=MAX_NAME_WORDS).contains(&words)
        && name.split_whitespace().all(begins_with_capital)
        && !name.ends_with(['!', '?'])
        && dashed.split_whitespace().take(MAX_CREDIT_WORDS + 1).count() <= MAX_CREDIT_WORDS
        && !dashed.split_whitespace().any(is_clause_word)
}
