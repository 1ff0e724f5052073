//! The pairs that a person should review, with the decisions to copy.

use serde::Serialize;

use crate::link::LinkVerdict;
use crate::reconciliation::Reconciliation;
use crate::report::labels::{date_part, short_name};
use crate::report::links::{json_string, pairs_to_review};
use crate::report::one_line::{elide_middle, sanitize};
use crate::report::quotation_index::{LocatedQuotation, QuotationIndex};

/// The pairs to review, most doubtful first.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ReviewList {
    pairs: Vec<ReviewPair>,
    /// Number of further pairs that are left out.
    more: usize,
}

/// Pairs that are shown: more than a person decides at a sitting.
const MAX_PAIRS: usize = 60;
/// Reasons that are shown of a pair: the strongest.
const MAX_REASONS: usize = 4;
/// Words to which a quotation is shortened.
const MAX_WORDS: usize = 60;

/// Two quotations that may be one utterance.
#[derive(Clone, Debug, Serialize)]
struct ReviewPair {
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

impl ReviewList {
    pub(super) fn new(all: &Reconciliation, index: &QuotationIndex<'_>) -> ReviewList {
        let links = pairs_to_review(all, index);
        let pairs = links.iter().take(MAX_PAIRS).map(|link| {
            let decision = |what: &str| {
                let [a, b] = [&link.a, &link.b].map(|id| json_string(id));
                format!("{{\"decision\": \"{what}\", \"a\": {a}, \"b\": {b}}}")
            };
            let sides = [&link.a, &link.b].map(|id| side(id, index.get(id)));
            let reasons = link.reasons();
            ReviewPair {
                verdict: match link.verdict {
                    LinkVerdict::Review => "perhaps one utterance",
                    _ => "alike, but kept apart by what others say",
                },
                score: (link.score * 100.0).floor() as u32,
                sides: sides.into(),
                reasons: reasons.iter().take(MAX_REASONS).map(|one| sanitize(one)).collect(),
                same: decision("same"),
                different: decision("different"),
            }
        });
        ReviewList { pairs: pairs.collect(), more: links.len().saturating_sub(MAX_PAIRS) }
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
