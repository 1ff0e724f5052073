//! Tells apostrophes from single quotation marks: the costs of a single mark.
//!
//! `'` and `’` are printed both as apostrophes (*don’t*, *voters’*, *’em*) and as quotation marks.
//! Between two letters a mark can only be an apostrophe. Elsewhere the characters on both sides,
//! the end of the word before (a plural's possessive, a dropped g) and the word behind (dropped
//! letters, a decade) set three costs: to open, to close, to be an apostrophe. [`super::pairing`]
//! then decides by the cheapest reading of the whole paragraph.

use std::sync::OnceLock;

use super::cost::{Cost, NEVER};
use super::glyph::Glyph;
use super::mark::is_invisible;
use super::mark_context::{MarkContext, MarkCosts};
use crate::text::{WordMap, lines};

/// Longest word, in characters, that is looked up among those printed without their first letters.
const MAX_APHAERESIS_CHARS: usize = 8;

/// Cost of an apostrophe before a word that has lost its first letters: ’em, ’90s.
const APHAERESIS: Cost = 2;

/// Returns the costs of a single mark printed as `glyph`: to open, to close, to be an apostrophe.
pub(super) fn single_mark_costs(context: &MarkContext<'_>, glyph: Glyph) -> MarkCosts {
    use super::adjacent::AdjacentChar::*;
    use Glyph::*;
    match glyph {
        SingleLow => return (0, NEVER, if context.right.is_word() { 20 } else { 5 }),
        LeftSingleGuillemet | RightSingleGuillemet => {
            let (open, close) = context.double_costs();
            return (open, close, 30);
        }
        Backtick => {
            let opens = context.right.is_word() && context.left.may_precede_opening();
            return (if opens { 3 } else { NEVER }, NEVER, 10);
        }
        _ => {}
    }
    // The glyph's own lean.
    let (open, close) = match glyph {
        SingleOpen => (0, 12),
        SingleClose => (12, 0),
        _ => (0, 0),
    };
    match (context.left, context.right) {
        // don't, O‘Neill, the 1990's
        (left, right) if left.is_word() && right.is_word() => (NEVER, NEVER, 0),
        // 6' tall
        (Digit, _) => (60, close + 5, 2),
        // A closing mark, a plural's possessive, or a dropped g: voters', nothin'. ‘ is no
        // apostrophe: after a word it is likelier a mark the wrong way round.
        (Letter, right) if glyph == SingleOpen && !right.is_word() => {
            (60, close + 5, final_apostrophe_cost(context.before) + 12)
        }
        (Letter, _) => (60, close + 5, final_apostrophe_cost(context.before)),
        (Stop, right) if !right.is_word() => (60, close, 25),
        (Stop, _) => (open + 20, close + 8, 20),
        (left, right) if left.may_precede_opening() || left == Colon => {
            if right.is_word() || right == Lead {
                let skip = match glyph {
                    _ if is_aphaeresis(context.after) => APHAERESIS,
                    SingleClose => 10,
                    _ => 25,
                };
                (open + if skip == APHAERESIS { 14 } else { 3 }, 40, skip)
            } else if right.is_blank() && left.is_blank() {
                // Blanks on both sides, as in tokenised text, where it is as often the apostrophe
                // of a plural.
                (open + 12, close + 12, if glyph == SingleOpen { 20 } else { 8 })
            } else if left == Dash {
                (open + 40, close + 5, 20)
            } else {
                (open + 20, close + 10, 10)
            }
        }
        _ => (open + 20, close + 10, 10),
    }
}

/// Returns the cost of an apostrophe at the end of the word that `before` ends with: cheap for a
/// plural's possessive (*voters’*) and a dropped g (*nothin’*).
fn final_apostrophe_cost(before: &str) -> Cost {
    let mut back = before.chars().rev().filter(|&c| !is_invisible(c));
    match (back.next(), back.next()) {
        (Some('s' | 'S' | 'z' | 'x'), _) => 3,
        (Some('n'), Some('i')) => 6,
        _ => 20,
    }
}

/// Returns true if a mark before the word that `after` begins with stands for dropped letters: ’em,
/// ’90s, ’68.
fn is_aphaeresis(after: &str) -> bool {
    let len: usize = after
        .chars()
        .take_while(|c| c.is_alphanumeric())
        .take(MAX_APHAERESIS_CHARS)
        .map(char::len_utf8)
        .sum();
    let word = &after[..len];
    let digits = word.trim_end_matches('s');
    (digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()))
        || aphaeresis_words().get(word).is_some()
}

/// Returns the words that are printed without their first letters.
fn aphaeresis_words() -> &'static WordMap<()> {
    static WORDS: OnceLock<WordMap<()>> = OnceLock::new();
    WORDS.get_or_init(|| {
        lines(include_str!("../language/en/aphaereses.txt")).map(|word| (word, ())).collect()
    })
}
