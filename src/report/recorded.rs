//! What a print made of the words that a transcript has, in words.

use super::labels::{count_noun, level_label, short_name};
use crate::record::{Print, RecordGap, RecordMatch};
use crate::variant::Disclosure;

/// Describes a print beside the record: *as said (hearing)*, *otherwise than said (hearing,
/// substantive), 2 parts 240 words apart*.
pub(super) fn describe_record(record: &RecordMatch) -> String {
    let document = short_name(&record.document);
    let is_shown = record.disclosure == Disclosure::Disclosed;
    let mut words = match (record.print, record.level) {
        (Print::Altered, _) if is_shown => format!("changed with a sign ({document})"),
        (Print::Altered, Some(level)) => {
            format!("otherwise than said ({document}, {})", level_label(level))
        }
        (Print::Altered, None) => format!("otherwise than said ({document})"),
        _ => format!("as said ({document})"),
    };
    if !record.gaps.is_empty() {
        let apart: Vec<String> = record.gaps.iter().map(describe_gap).collect();
        let parts = record.gaps.len() + 1;
        words.push_str(&format!(", {parts} parts {} apart", apart.join(" and ")));
        if record.gaps.iter().any(|gap| gap.is_backwards) {
            words.push_str(", in another order");
        }
    }
    words
}

/// Returns `240 words`, or `240 words, 2.5 min` where the transcript has times.
fn describe_gap(gap: &RecordGap) -> String {
    let words = count_noun(gap.words, "word");
    match gap.milliseconds {
        None => words,
        Some(time) if time < 60_000 => format!("{words}, {} s", time.div_ceil(1000)),
        Some(time) => format!("{words}, {:.1} min", f64::from(time) / 60_000.0),
    }
}
