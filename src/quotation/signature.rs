//! Pull quotes that carry their speaker inside the marks, on a line of their own:
//!
//! ```text
//! "We will hold that lead.
//! Jane Doe, chair of the committee"
//! ```
//!
//! or after a dash at the end of their last line (“We will hold that lead. — Jane Doe”). The signature is no word of the
//! quotation, so it is taken off.

use super::draft::Draft;
use super::shape::{begins_with_capital, speaks};
use crate::span::Span;

/// A name, an office and a body fit into this many words.
const LONGEST: usize = 20;
/// Words of a name, with its title.
const LONGEST_NAME: usize = 5;

/// Takes such lines off the ends of quotations. Cost: linear.
pub(super) fn take_off(text: &str, drafts: &mut [Draft]) {
    for draft in drafts {
        match draft.pieces[..] {
            [] => {}
            [.., body, line] => {
                // Only a line that no mark has opened again can be one.
                let bare = text
                    .get(body.end()..line.start())
                    .is_some_and(|gap| gap.chars().all(char::is_whitespace));
                if bare && body.of(text).ends_with(STOPS) && is_signature(line.of(text)) {
                    draft.pieces.pop();
                }
            }
            [ref mut only] => {
                if let Some(len) = without_signature(only.of(text)) {
                    *only = Span::new(only.start(), only.start() + len);
                }
            }
        }
    }
}

const STOPS: [char; 4] = ['.', '!', '?', '…'];

/// Length of what is said before a dash and a signature in the same line; `None` when there is none.
fn without_signature(said: &str) -> Option<usize> {
    // A signature ends with a name or an office, what is said with a stop or comma.
    if !said.ends_with(|c: char| c.is_alphabetic() || c == ')') {
        return None;
    }
    let dash = said.rfind(['–', '—', '―'])?;
    let body = said[..dash].trim_end();
    (body.ends_with(STOPS) && is_signature(&said[dash..])).then_some(body.len())
}

fn is_signature(line: &str) -> bool {
    let dashed = line.trim_start_matches(['-', '–', '—', '―', ' ']);
    let name = dashed.split([',', '(']).next().unwrap_or("");
    let words = name.split_whitespace().take(LONGEST_NAME + 1).count();
    (2..=LONGEST_NAME).contains(&words)
        && name.split_whitespace().all(begins_with_capital)
        && !name.ends_with(['!', '?'])
        && dashed.split_whitespace().take(LONGEST + 1).count() <= LONGEST
        && !dashed.split_whitespace().any(speaks)
}
