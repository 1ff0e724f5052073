//! What a person decided about pairs of quotations, one a line.

use std::io::BufRead;

use super::Decision;
use super::{Skipped, json, line};

/// Reads decisions as JSONL, `{"decision": "same"|"different", "a": ID, "b": ID}` a line, from anything; `name` is what
/// [`Skipped::input`] shall call it. The ids are those of quotations, as the reports print them. Other fields, such as
/// who decided and why, are passed over. When two lines decide about one pair, the later one counts.
///
/// Cost: linear in the bytes read.
///
/// ```
/// use variorum::input;
/// let lines = concat!(
///     r#"{"decision": "same", "a": "courier#3", "b": "ledger#0", "by": "M. K."}"#, "\n",
///     r#"{"decision": "maybe", "a": "courier#3", "b": "post#1"}"#, "\n");
/// let (decisions, skipped) = input::decisions("-", lines.as_bytes());
/// assert_eq!((decisions.len(), decisions[0].same, decisions[0].b.as_str()), (1, true, "ledger#0"));
/// assert_eq!(skipped[0].to_string(), "-: line 2: decision: \"maybe\" is neither same nor different");
/// ```
pub fn decisions(name: &str, lines: impl BufRead) -> (Vec<Decision>, Vec<Skipped>) {
    let (mut decisions, mut skipped) = (Vec::new(), Vec::new());
    let mut lines = line::Lines::new(lines, super::LIMIT);
    while let Some((number, next)) = lines.next() {
        let read = match next {
            Ok("") => continue,
            Ok(line) => json::decision(line),
            Err(reason) => Err(reason),
        };
        match read {
            Ok(decision) => decisions.push(decision),
            Err(reason) => skipped.push(Skipped { input: name.to_owned(), line: Some(number), reason }),
        }
    }
    (decisions, skipped)
}
