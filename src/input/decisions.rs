//! Reads decisions, one a line.

use std::io::BufRead;

use super::lines::LineReader;
use super::{DEFAULT_MAX_BYTES, jsonl};
use crate::model::{Decision, Skipped};

/// Reads decisions as JSONL; `name` is used as [`Skipped::input`]. A line is one of
///
/// ```json
/// {"decision": "same", "a": QUOTATION, "b": QUOTATION}
/// {"decision": "different", "a": QUOTATION, "b": QUOTATION}
/// {"decision": "speaker", "a": QUOTATION, "speaker": "Ada Lund"}
/// {"decision": "lemma", "a": QUOTATION}
/// ```
///
/// where QUOTATION is an id as the reports print it, or `{"id": ID, "text": WORDS}`. With both, the
/// decision holds only as long as the quotation of this id has these words; with the text alone, it
/// holds for every quotation of these words. Other fields, such as who decided and why, are
/// ignored. Of two decisions on the same subject the later one counts.
///
/// Time: linear in the bytes read.
///
/// ```
/// use variorum::{Decision, Reference, input};
/// let lines = concat!(
///     r#"{"decision": "same", "a": "courier#3", "b": {"text": "Never again"}}"#, "\n",
///     r#"{"decision": "speaker", "a": "courier#3", "speaker": "Ada Lund"}"#, "\n",
///     r#"{"decision": "maybe", "a": "courier#3", "b": "post#1"}"#, "\n");
/// let (decisions, skipped) = input::read_decisions("-", lines.as_bytes());
/// let pair = Decision::same(Reference::id("courier#3"), Reference::text("Never again"));
/// assert_eq!((decisions.len(), &decisions[0]), (2, &pair));
/// let reason = "decision: \"maybe\" is none of same, different, speaker, lemma";
/// assert_eq!((skipped[0].line, skipped[0].reason.as_str()), (Some(3), reason));
/// ```
pub fn read_decisions(name: &str, lines: impl BufRead) -> (Vec<Decision>, Vec<Skipped>) {
    let (mut decisions, mut skipped) = (Vec::new(), Vec::new());
    let mut lines = LineReader::new(lines, DEFAULT_MAX_BYTES);
    while let Some((number, next)) = lines.next() {
        let read = match next {
            Ok("") => continue,
            Ok(line) => jsonl::read_decision(line),
            Err(reason) => Err(reason),
        };
        match read {
            Ok(decision) => decisions.push(decision),
            Err(reason) => skipped.push(Skipped::new(name, reason).with_line(number)),
        }
    }
    (decisions, skipped)
}
