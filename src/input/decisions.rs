//! What a person decided, one decision a line.

use std::io::BufRead;

use super::{json, line};
use crate::model::{Decision, Skipped};

/// Reads decisions as JSONL from anything; `name` is what [`Skipped::input`] shall call it. A line is one of
///
/// ```json
/// {"decision": "same", "a": QUOTATION, "b": QUOTATION}
/// {"decision": "different", "a": QUOTATION, "b": QUOTATION}
/// {"decision": "speaker", "a": QUOTATION, "speaker": "Ada Lund"}
/// {"decision": "lemma", "a": QUOTATION}
/// ```
///
/// where QUOTATION is an id as the reports print it, or `{"id": ID, "text": WORDS}`: with both, the decision holds only as
/// long as that quotation has these words; with the text alone, for every quotation of these words. Other fields, such as who
/// decided and why, are passed over. Where two lines decide about the same, the later one counts.
///
/// Cost: linear in the bytes read.
///
/// ```
/// use variorum::{Decision, Reference, input};
/// let lines = concat!(
///     r#"{"decision": "same", "a": "courier#3", "b": {"text": "Never again"}, "by": "M. K."}"#, "\n",
///     r#"{"decision": "speaker", "a": "courier#3", "speaker": "Ada Lund"}"#, "\n",
///     r#"{"decision": "maybe", "a": "courier#3", "b": "post#1"}"#, "\n");
/// let (decisions, skipped) = input::decisions("-", lines.as_bytes());
/// let pair = Decision::same(Reference::id("courier#3"), Reference::text("Never again"));
/// assert_eq!((decisions.len(), &decisions[0]), (2, &pair));
/// assert_eq!(skipped[0].to_string(), "-: line 3: decision: \"maybe\" is none of same, different, speaker, lemma");
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
            Err(reason) => {
                skipped.push(Skipped { input: name.to_owned(), line: Some(number), reason })
            }
        }
    }
    (decisions, skipped)
}
