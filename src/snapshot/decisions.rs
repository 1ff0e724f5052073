//! Decisions, resolved to the quotations that they are about: must-link and cannot-link pairs,
//! speakers, lemmas.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::rows::QuotationRow;
use crate::model::{Decision, Reference, UnappliedDecision};
use crate::store::{DecisionTable, SpeakerOverride};
use crate::text::{normal_form, tokens};

/// Most pairs of quotations that all decisions together are about. A decision by text is about all
/// quotations of the two wordings, and their pairs are as many as the product: a thousand papers
/// that print one and a thousand that print the other are within the limit.
const MAX_DECIDED_PAIRS: u64 = 1 << 20;

/// Decisions by the rows of the quotations that they are about.
#[derive(Clone, Debug, Default)]
pub struct ResolvedDecisions<'s> {
    /// True for a must-link, false for a cannot-link; the smaller row first.
    pairs: BTreeMap<(QuotationRow, QuotationRow), bool>,
    speakers: BTreeMap<QuotationRow, &'s SpeakerOverride>,
    lemmas: BTreeSet<QuotationRow>,
    /// Decisions about quotations that are not there.
    missing: Vec<UnappliedDecision>,
    /// All quotations that a decision is about.
    concerned: FxHashSet<QuotationRow>,
}

impl<'s> ResolvedDecisions<'s> {
    /// Finds the quotations that the decisions of a store are about. The snapshot has `quotations`
    /// quotations; `id` and `text` return those of each. O(1) without decisions, else linear in the
    /// quotations.
    ///
    /// A snapshot gives a quotation that a decision is about a class of its own, with the speaker
    /// that the decision names: see [`ResolvedDecisions::concerns`] and
    /// [`ResolvedDecisions::speaker`].
    pub fn new<'q>(
        decisions: &'s DecisionTable,
        quotations: usize,
        id: impl Fn(QuotationRow) -> &'q str,
        text: impl Fn(QuotationRow) -> Cow<'q, str>,
    ) -> ResolvedDecisions<'s> {
        let mut resolved = ResolvedDecisions::default();
        if decisions.is_empty() {
            return resolved;
        }
        let lookup = QuotationLookup::new(quotations, id, text);
        for (decision, speaker) in decisions.iter() {
            if let Err(reason) = resolved.apply(&lookup, decision, speaker) {
                resolved.missing.push(UnappliedDecision { decision: decision.clone(), reason });
            }
        }
        resolved.note_concerned();
        resolved
    }

    fn apply<'q>(
        &mut self,
        lookup: &QuotationLookup<'q, impl Fn(QuotationRow) -> Cow<'q, str>>,
        decision: &Decision,
        speaker: Option<&'s SpeakerOverride>,
    ) -> Result<(), String> {
        match decision {
            Decision::Pair { a, b, same } => {
                let (left, right) = (lookup.find(a)?, lookup.find(b)?);
                let count = left.len() as u64 * right.len() as u64;
                if self.pairs.len() as u64 + count > MAX_DECIDED_PAIRS {
                    return Err(format!(
                        "it is about {count} pairs of quotations; the limit of all decisions is \
                         {MAX_DECIDED_PAIRS}"
                    ));
                }
                let ordered =
                    |a: QuotationRow, b: QuotationRow| (a != b).then_some((a.min(b), a.max(b)));
                let pairs: BTreeSet<_> = left
                    .iter()
                    .flat_map(|&a| right.iter().filter_map(move |&b| ordered(a, b)))
                    .collect();
                if pairs.is_empty() {
                    return Err("there is only one such quotation".to_owned());
                }
                self.pairs.extend(pairs.into_iter().map(|pair| (pair, *same)));
            }
            Decision::Speaker { quotation, .. } => {
                let rows = lookup.find(quotation)?;
                self.speakers.extend(rows.iter().filter_map(|&row| Some((row, speaker?))));
            }
            Decision::Lemma { quotation } => self.lemmas.extend(lookup.find(quotation)?.iter()),
        }
        Ok(())
    }

    fn note_concerned(&mut self) {
        self.concerned.extend(self.pairs.keys().flat_map(|&(a, b)| [a, b]));
        self.concerned.extend(self.speakers.keys().chain(&self.lemmas));
    }

    /// Returns the decisions about some of the quotations; `row` is the new row of each of these.
    pub(super) fn restricted(
        &self,
        row: impl Fn(QuotationRow) -> Option<QuotationRow>,
    ) -> ResolvedDecisions<'s> {
        let pair = |(&(a, b), &same): (&(QuotationRow, QuotationRow), &bool)| {
            Some(((row(a)?, row(b)?), same))
        };
        ResolvedDecisions {
            pairs: self.pairs.iter().filter_map(pair).collect(),
            speakers: self
                .speakers
                .iter()
                .filter_map(|(&n, &name)| Some((row(n)?, name)))
                .collect(),
            lemmas: self.lemmas.iter().filter_map(|&n| row(n)).collect(),
            missing: Vec::new(),
            concerned: self.concerned.iter().filter_map(|&n| row(n)).collect(),
        }
    }

    /// Returns the pairs that people decided about, the smaller row first; true for a must-link,
    /// false for a cannot-link.
    pub fn pairs(&self) -> impl Iterator<Item = ((QuotationRow, QuotationRow), bool)> + '_ {
        self.pairs.iter().map(|(&pair, &same)| (pair, same))
    }

    /// Returns what people decided about a pair.
    pub fn pair(&self, a: QuotationRow, b: QuotationRow) -> Option<bool> {
        self.pairs.get(&(a.min(b), a.max(b))).copied()
    }

    /// Returns the speaker of a quotation, if a person decided on one.
    pub fn speaker(&self, quotation: QuotationRow) -> Option<&'s SpeakerOverride> {
        self.speakers.get(&quotation).copied()
    }

    /// Returns true if a person decided that the wording of a quotation is the lemma.
    pub fn is_lemma(&self, quotation: QuotationRow) -> bool {
        self.lemmas.contains(&quotation)
    }

    /// Returns true if a decision is about a quotation.
    pub fn concerns(&self, quotation: QuotationRow) -> bool {
        self.concerned.contains(&quotation)
    }

    /// Returns the decisions that could not be applied, with the pairs that the grouping had to
    /// violate because of other decisions. `groups` are the groups of the quotations.
    pub(crate) fn unapplied<'i>(
        &self,
        id: impl Fn(QuotationRow) -> &'i str,
        groups: &[u32],
    ) -> Vec<UnappliedDecision> {
        let mut unapplied = self.missing.clone();
        for (&(a, b), &same) in &self.pairs {
            if (groups[a.index()] == groups[b.index()]) != same {
                let [a, b] = [a, b].map(|row| Reference::id(id(row)));
                let reason = "other decisions stand against it".to_owned();
                let decision = Decision::Pair { a, b, same };
                unapplied.push(UnappliedDecision { decision, reason });
            }
        }
        unapplied
    }
}

/// Quotations by id and, once that is needed, by their words.
struct QuotationLookup<'l, T> {
    ids: FxHashMap<&'l str, QuotationRow>,
    quotations: usize,
    /// Returns the text of a quotation.
    text: T,
    by_words: OnceCell<FxHashMap<String, Vec<QuotationRow>>>,
}

impl<'l, T: Fn(QuotationRow) -> Cow<'l, str>> QuotationLookup<'l, T> {
    fn new(quotations: usize, id: impl Fn(QuotationRow) -> &'l str, text: T) -> Self {
        let ids = (0..quotations as u32).map(QuotationRow).map(|row| (id(row), row)).collect();
        QuotationLookup { ids, quotations, text, by_words: OnceCell::new() }
    }

    /// Returns the quotations with the same words as `text`.
    fn with_words(&self, text: &str) -> &[QuotationRow] {
        let by_words = self.by_words.get_or_init(|| {
            let mut by_words: FxHashMap<String, Vec<QuotationRow>> = FxHashMap::default();
            for row in (0..self.quotations as u32).map(QuotationRow) {
                by_words.entry(word_forms(&(self.text)(row))).or_default().push(row);
            }
            by_words
        });
        by_words.get(&word_forms(text)).map_or(&[], Vec::as_slice)
    }

    /// Returns the quotations that a reference means, at least one.
    fn find(&self, reference: &Reference) -> Result<Cow<'_, [QuotationRow]>, String> {
        match (&reference.id, &reference.text) {
            (Some(id), text) => {
                let row = *self
                    .ids
                    .get(id.as_str())
                    .ok_or_else(|| format!("no quotation has the id {id:?}"))?;
                match text {
                    Some(text) if word_forms(text) != word_forms(&(self.text)(row)) => {
                        Err(format!("{id:?} has other words now"))
                    }
                    _ => Ok(Cow::Owned(vec![row])),
                }
            }
            (None, Some(text)) => {
                let rows = self.with_words(text);
                if rows.is_empty() {
                    Err(format!("no quotation has the words {text:?}"))
                } else {
                    Ok(Cow::Borrowed(rows))
                }
            }
            (None, None) => Err("it names no quotation".to_owned()),
        }
    }
}

/// Returns the forms of a text's words, without marks, joined by blanks.
fn word_forms(text: &str) -> String {
    let words = tokens(text).filter(|token| token.class.is_word());
    words
        .map(|token| normal_form(token.span.slice(text)).into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}
