//! Pull quotes that carry their speaker inside the marks, on a line of their own:
//!
//! ```text
//! "We will hold that lead.
//! Jane Doe, chair of the committee"
//! ```
//!
//! The line is no word of the quotation, so it is taken off.

use super::draft::Draft;
use super::shape::{begins_with_capital, speaks};

/// A name, an office and a body fit into this many words.
const LONGEST: usize = 20;
/// Words of a name, with its title.
const LONGEST_NAME: usize = 5;

/// Takes such lines off the ends of quotations. Cost: linear.
pub(super) fn take_off(text: &str, drafts: &mut [Draft]) {
    for draft in drafts {
        let [.., body, line] = draft.pieces[..] else { continue };
        // Only a line that no mark has opened again can be one.
        let bare = text.get(body.end()..line.start()).is_some_and(|gap| gap.chars().all(char::is_whitespace));
        if bare && body.of(text).ends_with(['.', '!', '?', '…']) && is_signature(line.of(text)) {
            draft.pieces.pop();
        }
    }
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
