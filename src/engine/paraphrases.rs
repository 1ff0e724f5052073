//! Ties indirect reports to the utterances that others print in marks.
//!
//! A report gives somebody's words in the reporter's grammar: *I* is *he*, *will* is *would*. So
//! only words of content count, without their inflections, each with its weight in bits. A report
//! is tied to the utterance with which it shares most weight if
//!
//! - both name the same speaker, and stand within [`MAX_DAYS`] of each other where both are dated;
//! - they share [`MIN_SHARED`] in at least [`MIN_WORDS`] words, and that is at least half of the
//!   weight of the report;
//! - both deny or both affirm, and every number of the report stands in the utterance;
//! - no other utterance of the speaker comes near;
//! - it has no marks, and its document does not print the utterance: a part in marks is a witness.
//!
//! A report that is tied is listed with the utterance and changes nothing in it: it is no witness,
//! and its words are no variants. O(words), for bounded postings of each word.

use rustc_hash::FxHashMap;

use crate::edition::Utterance;
use crate::indirect::{IndirectKind, IndirectReport};
use crate::model::Published;
use crate::person_name::{Agreement, PersonName};
use crate::store::StoredDocument;
use crate::text::{self, TokenClass, Weight, bits, normal_form, surprisal};

/// Most days between a report and a print of what it reports.
const MAX_DAYS: i64 = 3;
/// Least weight that a report shares with what it reports, and least number of words.
const MIN_SHARED: Weight = bits(36);
const MIN_WORDS: usize = 4;
/// Utterances with one word beyond which the word finds none: it says too little.
const MAX_POSTINGS: usize = 64;
/// Share of the best, in tenths, that another utterance may not reach.
const MAX_RIVAL_TENTHS: Weight = 8;
/// Most wordings of an utterance that are looked at.
const MAX_WORDINGS: usize = 4;

/// The words of content of a passage.
#[derive(Debug, Default)]
struct Gist {
    /// Stems and their weights, each once, in order.
    words: Vec<(u64, Weight)>,
    numbers: Vec<u64>,
    /// True if an odd number of words deny.
    denies: bool,
}

impl Gist {
    fn new(printed: &str) -> Gist {
        let mut gist = Gist::default();
        for token in text::tokens(printed) {
            let form = normal_form(token.span.slice(printed));
            gist.denies ^= is_negative(&form);
            let key = |form: &str| xxhash_rust::xxh3::xxh3_64(form.as_bytes());
            match token.class {
                TokenClass::Content | TokenClass::Name => {
                    gist.words.push((key(stem(&form)), surprisal(&form)));
                }
                TokenClass::Number => {
                    gist.words.push((key(&form), surprisal(&form)));
                    gist.numbers.push(key(&form));
                }
                _ => {}
            }
        }
        gist.words.sort_unstable();
        gist.words.dedup_by_key(|(key, _)| *key);
        gist
    }

    fn has(&self, word: u64) -> bool {
        self.words.binary_search_by_key(&word, |&(key, _)| key).is_ok()
    }

    fn weight(&self) -> Weight {
        self.words.iter().map(|(_, weight)| weight).sum()
    }
}

/// Words that deny, among them those that a report uses for a denial.
fn is_negative(form: &str) -> bool {
    static WORDS: &str = include_str!("../language/en/negative-words.txt");
    WORDS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .any(|line| line.split_whitespace().any(|word| word == form))
}

/// Returns a form without the endings of inflection, roughly: only equality matters.
fn stem(form: &str) -> &str {
    let cut = |ending: &str, least: usize| {
        form.strip_suffix(ending).filter(|base| base.len() >= least && !base.ends_with('s'))
    };
    let base = cut("ies", 2).or_else(|| cut("ied", 2)).or_else(|| cut("ing", 3));
    let base = base.or_else(|| cut("ed", 3)).or_else(|| cut("es", 3)).or_else(|| cut("s", 3));
    base.or_else(|| cut("e", 3)).or_else(|| cut("y", 3)).unwrap_or(form)
}

/// An utterance as reports are compared with it.
struct Quoted {
    speaker: PersonName,
    /// The documents that print it, in order.
    documents: Vec<usize>,
    /// First and last day on which it was printed.
    days: Option<(i64, i64)>,
    wordings: Vec<Gist>,
}

/// Returns, for each report of each document, the place of the utterance that it reports.
pub(super) fn paraphrased(
    documents: &[&StoredDocument],
    utterances: &[Utterance],
) -> Vec<Vec<Option<usize>>> {
    if documents.iter().all(|document| document.reports.is_empty()) {
        return documents.iter().map(|_| Vec::new()).collect();
    }
    let mut printed_in: FxHashMap<&str, usize> = FxHashMap::default();
    for (n, document) in documents.iter().enumerate() {
        printed_in.extend(document.quotations.iter().map(|stored| (stored.id.as_str(), n)));
    }
    let day_of = |n: usize| documents[n].document.published.as_ref().map(day);
    let mut quoted: Vec<Option<Quoted>> = Vec::with_capacity(utterances.len());
    let mut postings: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for (n, utterance) in (0_u32..).zip(utterances) {
        let Some(speaker) = &utterance.speaker else {
            quoted.push(None);
            continue;
        };
        let witnesses = utterance.witnesses.iter().filter(|witness| !witness.is_query);
        let mut own: Vec<usize> = witnesses
            .filter_map(|witness| printed_in.get(witness.quotation.as_str()).copied())
            .collect();
        own.sort_unstable();
        own.dedup();
        let printed = own.iter().filter_map(|&n| day_of(n));
        let days = printed.clone().min().zip(printed.max());
        let printed = utterance.wordings.iter().filter(|wording| wording.outlets > 0);
        let wordings = printed.take(MAX_WORDINGS);
        let wordings: Vec<Gist> = wordings.map(|wording| Gist::new(&wording.text)).collect();
        for &(word, _) in wordings.iter().flat_map(|gist| &gist.words) {
            let of_word = postings.entry(word).or_default();
            if of_word.last() != Some(&n) && of_word.len() <= MAX_POSTINGS {
                of_word.push(n);
            }
        }
        let speaker = PersonName::parse(speaker);
        quoted.push(Some(Quoted { speaker, documents: own, days, wordings }));
    }
    let tie = |n: usize| {
        let one = |report: &IndirectReport| {
            let text = documents[n].document.text.as_str();
            tied(report, text, (n, day_of(n)), &quoted, &postings)
        };
        documents[n].reports.iter().map(one).collect()
    };
    (0..documents.len()).map(tie).collect()
}

fn day(published: &Published) -> i64 {
    i64::from(published.day())
}

/// Returns the place of the utterance that a report reports.
fn tied(
    report: &IndirectReport,
    text: &str,
    (document, day): (usize, Option<i64>),
    quoted: &[Option<Quoted>],
    postings: &FxHashMap<u64, Vec<u32>>,
) -> Option<usize> {
    if report.kind != IndirectKind::Indirect {
        return None;
    }
    let speaker = PersonName::parse(report.speaker.as_ref()?.name.as_deref()?);
    let mut gist = Gist::new(&report.text(text));
    gist.denies ^= denies(report.cue.slice(text));
    let whole = gist.weight();
    if whole < MIN_SHARED || gist.words.len() < MIN_WORDS {
        return None;
    }
    let found = gist.words.iter().filter_map(|(word, _)| postings.get(word));
    let mut found: Vec<u32> =
        found.filter(|list| list.len() <= MAX_POSTINGS).flatten().copied().collect();
    found.sort_unstable();
    let (mut best, mut rival) = ((0, None), 0);
    for same in found.chunk_by(|a, b| a == b).filter(|same| same.len() >= 2) {
        let n = same[0] as usize;
        let Some(other) = &quoted[n] else { continue };
        let near = day
            .zip(other.days)
            .is_none_or(|(day, (first, last))| day >= first - MAX_DAYS && day <= last + MAX_DAYS);
        let prints = other.documents.binary_search(&document).is_ok();
        if prints || !near || speaker.compare(&other.speaker).agreement != Agreement::Same {
            continue;
        }
        let (mut most, mut fitting) = (0, 0);
        for wording in &other.wordings {
            let shared = gist.words.iter().filter(|(word, _)| wording.has(*word));
            let (count, shared) = shared.fold((0, 0), |(n, sum), (_, w)| (n + 1, sum + w));
            let fits = count >= MIN_WORDS
                && shared >= MIN_SHARED
                && 2 * shared >= whole
                && gist.denies == wording.denies
                && gist.numbers.iter().all(|number| wording.has(*number));
            most = most.max(shared);
            fitting = if fits { fitting.max(shared) } else { fitting };
        }
        if fitting > best.0 {
            rival = rival.max(best.0);
            best = (fitting, Some(n));
        } else {
            rival = rival.max(most);
        }
    }
    best.1.filter(|_| rival * 10 < best.0 * MAX_RIVAL_TENTHS)
}

/// Returns true if the words of a cue deny what follows: *denied*, *ruled out*, *did not say*.
fn denies(cue: &str) -> bool {
    const DENIALS: [&str; 9] = [
        "deny",
        "denied",
        "denies",
        "denying",
        "reject",
        "rejected",
        "rejects",
        "rejecting",
        "ruled",
    ];
    let mut denies = false;
    for token in text::tokens(cue) {
        let form = normal_form(token.span.slice(cue));
        denies ^= is_negative(&form) || DENIALS.contains(&&*form);
    }
    denies
}

#[cfg(test)]
mod tests {
    use crate::{Archive, Document, Reconciliation};

    const QUOTED: &str =
        "“I will close the harbour bridge in Veln before the winter storms,” Ana Ruiz said.";

    fn reconcile(report: &str) -> Reconciliation {
        let mut archive = Archive::default();
        for (id, text) in [("a", QUOTED), ("b", report)] {
            let date = "2018-07-16".parse().unwrap();
            archive.add(Document::new(id, text).with_published(date)).unwrap();
        }
        archive.reconcile()
    }

    /// The utterance that some report of `b` reports.
    fn tied(report: &str) -> bool {
        let all = reconcile(report);
        let id = &all.documents[0].quotations[0].utterance;
        let reports = &all.documents[1].reports;
        assert!(!reports.is_empty(), "no report in {report}");
        reports.iter().any(|report| report.utterance.as_ref() == Some(id))
    }

    #[test]
    fn ties_what_is_said_in_other_grammar() {
        assert!(tied(
            "Ana Ruiz said she would close the harbour bridge in Veln before the winter storms."
        ));
        assert!(tied(
            "Ana Ruiz said that she was closing the Veln harbour bridge before winter storms."
        ));
    }

    #[test]
    fn does_not_tie_what_another_said_or_denied() {
        let near_misses = [
            "Paul Ito said he would close the harbour bridge in Veln before the winter storms.",
            "Ana Ruiz said she would not close the harbour bridge in Veln before the winter storms.",
            "Ana Ruiz denied that she would close the harbour bridge in Veln before the winter storms.",
            "Ana Ruiz said she would close 14 harbour bridges in Veln before the winter storms.",
            "Ana Ruiz said the harbour bridge had cost the taxpayers of the province a fortune.",
            "Ana Ruiz said she would “close the harbour bridge in Veln before the winter storms” hit.",
            "Ana Ruiz said she would close the harbour bridge in Veln before the winter storms. \
             “I will close the harbour bridge in Veln before the winter storms,” Ana Ruiz said.",
        ];
        for report in near_misses {
            assert!(!tied(report), "{report}");
        }
    }

    /// A report is no witness: the utterance is the same without it.
    #[test]
    fn changes_no_utterance() {
        let all = reconcile(
            "Ana Ruiz said she would close the harbour bridge in Veln before the storms.",
        );
        let mut archive = Archive::default();
        let date = "2018-07-16".parse().unwrap();
        archive.add(Document::new("a", QUOTED).with_published(date)).unwrap();
        assert_eq!(all.utterances, archive.reconcile().utterances);
    }
}
