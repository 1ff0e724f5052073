//! The pairs that a person should review, with the decisions to copy.

use serde::Serialize;

use crate::link::{Link, LinkVerdict};
use crate::report::labels::{date_part, short_name};
use crate::report::links::json_string;
use crate::report::one_line::{elide_middle, sanitize};
use crate::report::quotation_index::{LocatedQuotation, QuotationIndex};

/// The pairs to review on a page: which of how many.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ReviewSection<'a> {
    /// Counted from 1.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) all: usize,
    /// The file with those that have no room here, if there are any.
    pub(super) further: Option<&'a str>,
}

/// Reasons that are shown of a pair: the strongest.
const MAX_REASONS: usize = 4;
/// Words to which a quotation is shortened.
const MAX_WORDS: usize = 60;

/// Two quotations that may be one utterance.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ReviewPair {
    /// Its place in the list of all, from 1.
    number: usize,
    verdict: &'static str,
    /// Percent, rounded down.
    score: u32,
    sides: Vec<ReviewSide>,
    reasons: Vec<String>,
    /// The decisions, each a line of a file for the next run.
    same: String,
    different: String,
}

/// One of the two quotations.
#[derive(Clone, Debug, Serialize)]
struct ReviewSide {
    quotation: String,
    outlet: String,
    date: String,
    speaker: String,
    text: String,
    /// The id of its utterance.
    utterance: String,
}

impl ReviewPair {
    pub(super) fn new(link: &Link, number: usize, index: &QuotationIndex<'_>) -> ReviewPair {
        let decision = |what: &str| {
            let [a, b] = [&link.a, &link.b].map(|id| json_string(id));
            format!("{{\"decision\": \"{what}\", \"a\": {a}, \"b\": {b}}}")
        };
        let reasons = link.reasons();
        ReviewPair {
            number,
            verdict: match link.verdict {
                LinkVerdict::Review => "perhaps one utterance",
                _ => "alike, but kept apart by what others say",
            },
            score: (link.score * 100.0).floor() as u32,
            sides: [&link.a, &link.b].map(|id| side(id, index.get(id))).into(),
            reasons: reasons.iter().take(MAX_REASONS).map(|one| sanitize(one)).collect(),
            same: decision("same"),
            different: decision("different"),
        }
    }
}

fn side(id: &str, printed: Option<LocatedQuotation<'_>>) -> ReviewSide {
    let document = printed.map(|printed| printed.document);
    let mention = printed.and_then(LocatedQuotation::mention).map(sanitize).unwrap_or_default();
    let name = printed.and_then(LocatedQuotation::name).map(sanitize).unwrap_or_default();
    let speaker = match (mention.is_empty(), name.is_empty() || mention.contains(&name)) {
        (true, true) => "speaker not named".to_owned(),
        (true, false) => name,
        (false, true) => mention,
        (false, false) => format!("{mention} ({name})"),
    };
    ReviewSide {
        quotation: sanitize(id),
        outlet: document.map_or(String::new(), |document| short_name(document.outlet())),
        date: printed.map_or(String::new(), |printed| sanitize(date_part(Some(printed.date())))),
        speaker,
        text: printed.map_or(String::new(), |printed| {
            elide_middle(&sanitize(&printed.quotation.text), MAX_WORDS)
        }),
        utterance: printed.map_or(String::new(), |one| one.quotation.utterance.clone()),
    }
}
