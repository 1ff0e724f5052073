//! One utterance as plain values for the templates.

use std::collections::BTreeSet;

use serde::Serialize;

use super::alignment_table::{AlignmentTable, alignment_table};
use super::date_label::{date_range, long_date};
use super::graph_picture::{GraphPicture, graph_picture};
use super::lemma_pieces::{LemmaPiece, lemma_pieces};
use super::outlet_chip::{OutletChip, outlet_chips};
use super::overview::Attention;
use super::printed_context::{ContextPiece, printed_context};
use super::timeline::{Timeline, timeline};
use crate::edition::{StatementEvidence, Witness};
use crate::model::Part;
use crate::report::change::Change;
use crate::report::fragment::Fragment;
use crate::report::labels::{
    count_noun, date_part, disclosure_label, level_class, level_label, operation_sign,
    short_mention, short_name,
};
use crate::report::one_line::sanitize;
use crate::report::quotation_index::{LocatedQuotation, QuotationIndex, reported_words};
use crate::report::recorded::describe_record;
use crate::report::view::{AccidentalVariant, ListedChange, UtteranceView};
use crate::variant::Operation;

/// An utterance as the templates know it. All text is on one line and safe to print; the templates
/// escape it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct UtteranceModel {
    id: String,
    /// Its place in the order of the report, from 0.
    place: usize,
    speaker: Option<String>,
    /// The name under which the speaker is counted and found.
    speaker_row: String,
    verdict: String,
    /// The class of the style sheet for the verdict, and what the page filters by.
    verdict_class: &'static str,
    /// `contradictory`, `differing`, `conflict`, `doubtful`, `minor` or `same`.
    attention: &'static str,
    outlets: usize,
    figures: String,
    dates: String,
    first_date: String,
    /// The differences of substance, counted in words; empty where there are none.
    alarm: String,
    /// True if it is known who changed the words.
    is_alarm_known: bool,
    claims: Vec<ClaimedSpeaker>,
    chips: Vec<OutletChip>,
    lemma: Vec<LemmaPiece>,
    lemma_basis: &'static str,
    changes: Vec<ChangeModel>,
    minor: Vec<ChangeModel>,
    doubtful: Vec<ChangeModel>,
    fragments: Vec<FragmentModel>,
    accidentals: Vec<AccidentalModel>,
    table: Option<AlignmentTable>,
    graph: Option<GraphPicture>,
    timeline: Option<Timeline>,
    witnesses: Vec<WitnessModel>,
    /// Sentences on which print follows which.
    lineage: Vec<String>,
    reports: Vec<ReportModel>,
}

/// A speaker to whom some outlets give the utterance, where others give it to another one.
#[derive(Clone, Debug, Serialize)]
struct ClaimedSpeaker {
    name: String,
    outlets: String,
}

/// A change at a numbered place.
#[derive(Clone, Debug, Serialize)]
struct ChangeModel {
    number: usize,
    /// True for the first change at the place: it carries the address of the number.
    is_first: bool,
    sign: &'static str,
    /// The words of the lemma, or its place if there are none.
    lemma: String,
    place: String,
    text: String,
    /// Other forms of the words, with their outlets.
    forms: Vec<(String, String)>,
    moved_to: Option<String>,
    /// The number of the moved block, from 1.
    moved: Option<usize>,
    who: String,
    kinds: String,
    level: &'static str,
    code: &'static str,
    class: &'static str,
    disclosure: &'static str,
    /// True if it is a silent change of substance of which it is known who made it.
    is_silent: bool,
    doubt: &'static str,
    /// Percent, rounded down.
    confidence: Option<u32>,
    reasons: Vec<String>,
}

/// A beginning or an end that some wordings have elsewhere.
#[derive(Clone, Debug, Serialize)]
struct FragmentModel {
    /// `only`, `stops before`, …, with the words.
    phrases: Vec<(&'static str, String)>,
    cuts: Vec<CutModel>,
    who: String,
    is_silent: bool,
}

/// Words that a fragment leaves out and that qualify what it prints.
#[derive(Clone, Debug, Serialize)]
struct CutModel {
    text: String,
    kind: &'static str,
    level: &'static str,
    code: &'static str,
    class: &'static str,
}

/// The same words, printed otherwise.
#[derive(Clone, Debug, Serialize)]
struct AccidentalModel {
    lemma: String,
    text: String,
    place: String,
    kind: &'static str,
    who: String,
}

/// A witness, with the sentence around it.
#[derive(Clone, Debug, Serialize)]
struct WitnessModel {
    siglum: String,
    outlet: String,
    /// The address of its article, if it is one that a browser shows.
    url: Option<String>,
    title: String,
    language: Option<String>,
    date: String,
    day: String,
    mention: String,
    /// The full name, if the mention does not have it.
    name: String,
    prints: String,
    quotation: String,
    is_headline: bool,
    context: Vec<ContextPiece>,
    /// The relation of the print to the words of a transcript.
    record: Option<String>,
}

/// A report without marks.
#[derive(Clone, Debug, Serialize)]
struct ReportModel {
    outlet: String,
    url: Option<String>,
    day: String,
    text: String,
}

impl UtteranceModel {
    pub(super) fn new(
        view: &UtteranceView<'_>,
        index: &QuotationIndex<'_>,
        speaker_row: &str,
        place: usize,
        name_all: bool,
    ) -> UtteranceModel {
        let utterance = view.utterance;
        let days = || utterance.witnesses.iter().map(|w| date_part(w.published.as_deref()));
        let claims = view.speaker_claims().into_iter();
        let claims = claims
            .map(|(name, outlets)| ClaimedSpeaker { name, outlets: outlets.join(", ") })
            .collect();
        let mut taken = BTreeSet::new();
        let [changes, minor, doubtful] = view.list_changes().map(|those| {
            let model = |&listed: &ListedChange<'_>| {
                ChangeModel::new(view, listed, taken.insert(listed.0), name_all)
            };
            those.iter().map(model).collect::<Vec<_>>()
        });
        let fragments = view.fragments.iter();
        let accidentals = view.accidentals.iter();
        let table = alignment_table(view);
        let (graph, timeline) = match &table {
            Some(_) => (graph_picture(view), timeline(view)),
            None => (None, None),
        };
        UtteranceModel {
            id: utterance.id.clone(),
            place,
            speaker: utterance.speaker.as_deref().map(sanitize),
            speaker_row: sanitize(speaker_row),
            verdict: view.verdict_label().0,
            verdict_class: utterance.verdict.as_str(),
            attention: Attention::new(view).as_str(),
            outlets: utterance.outlets,
            figures: view.count_summary(),
            dates: sanitize(&date_range(days())),
            first_date: sanitize(days().filter(|day| !day.is_empty()).min().unwrap_or("")),
            alarm: view.silent_change_summary(),
            is_alarm_known: view.silent_changes > 0,
            claims,
            chips: outlet_chips(view, None),
            lemma: lemma_pieces(view),
            lemma_basis: utterance.lemma.basis.as_str(),
            changes,
            minor,
            doubtful,
            fragments: fragments.map(|one| FragmentModel::new(view, one, name_all)).collect(),
            accidentals: accidentals.map(|one| AccidentalModel::new(view, one, name_all)).collect(),
            table,
            graph,
            timeline,
            witnesses: utterance
                .witnesses
                .iter()
                .map(|witness| WitnessModel::new(view, witness, index))
                .collect(),
            lineage: view.describe_lineage(),
            reports: index
                .reports_of(&utterance.id)
                .iter()
                .map(|(document, report)| ReportModel {
                    outlet: short_name(document.outlet()),
                    url: address(document.document.url.as_deref(), ""),
                    day: long_date(date_part(
                        document.document.published.as_ref().map(|published| published.as_str()),
                    )),
                    text: sanitize(&reported_words(document, report)),
                })
                .collect(),
        }
    }
}

impl ChangeModel {
    fn new(
        view: &UtteranceView<'_>,
        (number, change): ListedChange<'_>,
        is_first: bool,
        name_all: bool,
    ) -> ChangeModel {
        let (lemma, mut text) = view.short_sides(change);
        // The sign says it already, and what is nothing else is left out.
        if change.operation == Operation::Elision && !lemma.is_empty() {
            text = text.trim_start_matches(['.', '…', ' ']).to_owned();
        }
        let place = if lemma.is_empty() { view.describe_place(change) } else { String::new() };
        let who = match change.stands {
            true => view.describe_change_outlets(change, name_all),
            false => view.describe_outlets(&change.wordings, &change.others, name_all),
        };
        let statement = change.statement.as_deref();
        ChangeModel {
            number,
            is_first,
            sign: operation_sign(change.operation),
            lemma,
            place,
            text,
            forms: view.other_forms(change, name_all),
            moved_to: change.moved.clone(),
            moved: change.moved_block.map(|block| block + 1),
            who,
            kinds: change.kind_labels(),
            level: level_label(change.level),
            code: change.level.as_str(),
            class: level_class(change.standing_level()),
            disclosure: disclosure_label(change.disclosure),
            is_silent: change.is_silent_substantive(),
            doubt: if change.stands { "" } else { change.doubt_label() },
            confidence: statement.map(|one| (one.confidence * 100.0).floor() as u32),
            reasons: reasons(change),
        }
    }
}

/// Returns why a change is classified as it is, and what speaks for it and against it.
fn reasons(change: &Change) -> Vec<String> {
    let rules: Vec<&str> = change.rules.iter().map(|rule| rule.as_str()).collect();
    let mut reasons = vec![format!("classified by {}", rules.join(", "))];
    let Some(statement) = change.statement.as_deref() else { return reasons };
    let evidence: &StatementEvidence = &statement.evidence;
    let outlets = |n: usize| count_noun(n, "independent outlet");
    let [lemma, reading] = evidence.outlets;
    reasons.push(format!("{} with the lemma’s words, {} with these", outlets(lemma), reading));
    let percent = |share: f64| (share * 100.0).floor();
    reasons.push(format!(
        "{} % of the words of the sentence around it are equal, {} % of the passage",
        percent(evidence.sentence_share),
        percent(evidence.passage_share)
    ));
    if evidence.at_end[0] || evidence.at_end[1] {
        reasons.push("a text begins or ends here".to_owned());
    }
    if evidence.elided {
        reasons.push("an ellipsis or a bracket stands here".to_owned());
    }
    if evidence.one_document {
        reasons.push("one article prints both".to_owned());
    }
    if evidence.other_name {
        reasons.push("the speakers are named differently".to_owned());
    }
    if evidence.statements > 1 {
        let others = count_noun(evidence.statements - 1, "other stated difference");
        reasons.push(format!("{others} between the two wordings"));
    }
    if let Some(days @ 1..) = evidence.days {
        reasons.push(format!("printed {} apart", count_noun(days as usize, "day")));
    }
    reasons
}

impl FragmentModel {
    fn new(view: &UtteranceView<'_>, fragment: &Fragment<'_>, name_all: bool) -> FragmentModel {
        let cuts = fragment.substantive_cuts().map(|(entry, reading)| CutModel {
            text: view.short_lemma(entry),
            kind: reading.kind.as_str(),
            level: level_label(reading.level),
            code: reading.level.as_str(),
            class: level_class(reading.level),
        });
        FragmentModel {
            phrases: fragment.phrases.clone(),
            cuts: cuts.collect(),
            who: view.outlets_with(&fragment.wordings, name_all),
            is_silent: fragment.is_silent_change(),
        }
    }
}

impl AccidentalModel {
    fn new(view: &UtteranceView<'_>, one: &AccidentalVariant, name_all: bool) -> AccidentalModel {
        AccidentalModel {
            lemma: one.words.0.clone(),
            text: one.words.1.clone(),
            place: one.place.clone().unwrap_or_default(),
            kind: one.kind.as_str(),
            who: view.describe_outlets(&one.wordings, &one.others, name_all),
        }
    }
}

impl WitnessModel {
    fn new(
        view: &UtteranceView<'_>,
        witness: &Witness,
        index: &QuotationIndex<'_>,
    ) -> WitnessModel {
        let printed = index.get(&witness.quotation);
        let document = printed.map(|printed| &printed.document.document);
        let mention = printed.and_then(LocatedQuotation::mention).map(sanitize);
        let mention = mention.map_or(String::new(), |mention| short_mention(&mention));
        let name = witness.speaker.as_deref().map(sanitize).unwrap_or_default();
        let date = date_part(witness.published.as_deref());
        let record = printed.and_then(|printed| printed.quotation.record.as_ref());
        WitnessModel {
            siglum: sanitize(&witness.siglum),
            outlet: short_name(&witness.outlet),
            url: address(
                document.and_then(|document| document.url.as_deref()),
                printed.map_or("", |printed| &printed.quotation.text),
            ),
            title: document
                .and_then(|document| document.title.as_deref())
                .map(sanitize)
                .unwrap_or_default(),
            language: document.and_then(|document| document.language.as_deref()).and_then(tag),
            date: sanitize(date),
            day: sanitize(&long_date(date)),
            name: if mention.contains(&name) { String::new() } else { name },
            mention,
            // The lemma may be out of sight above it.
            prints: view.describe_wording(witness).replacen("as above", "as the lemma", 1),
            quotation: short_name(&witness.quotation),
            is_headline: printed
                .is_some_and(|printed| printed.quotation.quotation.part == Part::Title),
            context: printed.map(printed_context).unwrap_or_default(),
            record: record.map(describe_record),
        }
    }
}

/// Returns a language tag (BCP 47) if it is made as one.
fn tag(language: &str) -> Option<String> {
    let is_tag = language.split('-').all(|part| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    is_tag.then(|| language.to_owned())
}

/// Words at both ends of a quotation by which a browser finds it on its page.
const FRAGMENT_WORDS: usize = 5;

/// Returns the address of an article if a browser shows it as a page: any other scheme could run a
/// script or start a program. A text fragment
/// (<https://wicg.github.io/scroll-to-text-fragment/>) leads to `words` where the page has them.
fn address(url: Option<&str>, words: &str) -> Option<String> {
    let url = url?.trim();
    let is_page = ["https://", "http://"].iter().any(|scheme| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    if !is_page || url.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let words: Vec<&str> = words
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .collect();
    let mut address = sanitize(url);
    if words.len() >= FRAGMENT_WORDS && words[..FRAGMENT_WORDS].iter().all(|word| !word.is_empty())
    {
        address.push_str(if url.contains('#') { ":~:text=" } else { "#:~:text=" });
        address.push_str(&percent_encoded(&words[..FRAGMENT_WORDS].join(" ")));
    }
    Some(address)
}

/// Returns `text` with every byte but letters and digits as `%XX`.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte.is_ascii_alphanumeric() {
            true => encoded.push(char::from(byte)),
            false => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_are_linked() {
        let address = |url: &str| address(Some(url), "no");
        assert_eq!(address(" HTTPS://a.example/b#c "), Some("HTTPS://a.example/b#c".to_owned()));
        for other in
            ["javascript:alert(1)", "data:text/html,x", "https:/a", "a.example", "http://a b"]
        {
            assert_eq!(address(other), None, "{other}");
        }
        assert_eq!(address("https://a\u{1}b"), None);
    }

    #[test]
    fn a_link_leads_to_the_words() {
        let url = address(Some("https://a.example/b"), "“I won’t go home now or ever");
        assert_eq!(url.unwrap(), "https://a.example/b#:~:text=I%20won%E2%80%99t%20go%20home%20now");
        assert_eq!(tag("de-AT").as_deref(), Some("de-AT"));
        assert_eq!(tag("en\" onload"), None);
    }
}
