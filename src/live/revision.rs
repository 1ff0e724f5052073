//! What the versions of a document print otherwise: edits that were made after publication.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::view::LiveSnapshot;
use crate::compare::Comparer;
use crate::error::Error;
use crate::link::LinkVerdict;
use crate::model::StandaloneQuotation;
use crate::variant::{Disclosure, Kind, Level};

/// The quotations of one version of a document that the next prints otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Revision {
    /// The position of the commit that put the next version in its place.
    pub position: u64,
    /// The quotations that are not the same, in the order of the next version; those that went
    /// come last.
    pub quotations: Vec<RevisedQuotation>,
}

/// One quotation of a version and the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RevisedQuotation {
    /// The next version has it, the one before had not.
    Added(String),
    /// The next version does not have it.
    Removed(String),
    /// It has other words, marks or capitals.
    #[non_exhaustive]
    Reworded {
        /// The words before.
        before: String,
        /// The words after.
        after: String,
        /// The differences, the gravest first.
        differences: Vec<RevisedWords>,
    },
}

/// One difference between two versions of a quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RevisedWords {
    /// The words before; empty where some were added.
    pub before: String,
    /// The words after; empty where some were left out.
    pub after: String,
    /// The sort of difference.
    pub kind: Kind,
    /// The degree to which it can change the meaning.
    pub level: Level,
    /// The visibility of the change in the later version: an ellipsis, brackets.
    pub disclosure: Disclosure,
}

/// Most pairs of quotations of two versions that are compared; beyond, what is not the same to the
/// byte was removed and added.
const MAX_COMPARED: usize = 10_000;

impl LiveSnapshot {
    /// Returns what each version of a document made of the quotations of the one before, the
    /// oldest first; versions with the same quotations are left out.
    ///
    /// Cost: for two versions, the comparison of each quotation that went with each that came, at
    /// most 10,000 pairs.
    ///
    /// # Errors
    /// When the storage fails.
    ///
    /// ```
    /// use variorum::live::{LiveArchive, RevisedQuotation};
    /// use variorum::{Document, Settings};
    ///
    /// let mut archive = LiveArchive::in_memory(Settings::default())?;
    /// for words in ["We are not ready to close it", "We are ready to close it"] {
    ///     archive.replace(Document::new("a", format!("“{words},” Ms. Okafor said.")))?;
    ///     archive.commit()?;
    /// }
    /// let revisions = archive.snapshot()?.revisions("a")?;
    /// let RevisedQuotation::Reworded { differences, .. } = &revisions[0].quotations[0] else {
    ///     panic!("it was reworded");
    /// };
    /// assert_eq!((differences[0].before.as_str(), differences[0].after.as_str()), ("not", ""));
    /// # Ok::<(), variorum::Error>(())
    /// ```
    pub fn revisions(&self, id: &str) -> Result<Vec<Revision>, Error> {
        let former = self.former_versions(id)?;
        let mut revisions = Vec::new();
        for (n, version) in former.iter().enumerate() {
            let next = match former.get(n + 1) {
                Some(next) => next.quotations.clone(),
                None => self.quotation_texts(id)?,
            };
            let quotations = self.revised(&version.quotations, &next);
            if !quotations.is_empty() {
                revisions.push(Revision { position: version.replaced_at, quotations });
            }
        }
        Ok(revisions)
    }

    /// Returns what became of the quotations `before`.
    fn revised(&self, before: &[String], after: &[String]) -> Vec<RevisedQuotation> {
        let mut gone: Vec<Option<&str>> = before.iter().map(|text| Some(text.as_str())).collect();
        let mut come: Vec<Option<&str>> = after.iter().map(|text| Some(text.as_str())).collect();
        for new in &mut come {
            if let Some(old) = gone.iter_mut().find(|old| old.is_some() && **old == *new) {
                (*old, *new) = (None, None);
            }
        }
        let left = |texts: &[Option<&str>]| texts.iter().flatten().count();
        let mut reworded = Vec::new();
        if left(&gone).saturating_mul(left(&come)) <= MAX_COMPARED {
            reworded = self.reworded(&gone, &come);
        }
        let mut quotations: Vec<(usize, RevisedQuotation)> = Vec::new();
        for (x, y, quotation) in reworded {
            (gone[x], come[y]) = (None, None);
            quotations.push((y, quotation));
        }
        let added = come.iter().enumerate().filter_map(|(n, text)| Some((n, (*text)?)));
        quotations.extend(added.map(|(n, text)| (n, RevisedQuotation::Added(text.to_owned()))));
        quotations.sort_by_key(|&(place, _)| place);
        let mut quotations: Vec<RevisedQuotation> =
            quotations.into_iter().map(|(_, quotation)| quotation).collect();
        let removed = gone.into_iter().flatten().map(str::to_owned);
        quotations.extend(removed.map(RevisedQuotation::Removed));
        quotations
    }

    /// Returns which of `gone` became which of `come`, by their places: the most alike first.
    fn reworded(
        &self,
        gone: &[Option<&str>],
        come: &[Option<&str>],
    ) -> Vec<(usize, usize, RevisedQuotation)> {
        let mut comparer = Comparer::new()
            .with_language_data(self.shared.settings.language_data.clone())
            .with_link_model(self.shared.settings.link_model.clone());
        let mut alike = Vec::new();
        for (x, before) in gone.iter().enumerate().filter_map(|(x, text)| Some((x, (*text)?))) {
            for (y, after) in come.iter().enumerate().filter_map(|(y, text)| Some((y, (*text)?))) {
                let comparison = comparer.compare(
                    &StandaloneQuotation::new("before", before),
                    &StandaloneQuotation::new("after", after),
                );
                if comparison.link.verdict == LinkVerdict::Different {
                    continue;
                }
                let words = comparison.variants.iter().map(|variant| RevisedWords {
                    before: comparison.span_a(&variant.a).slice(before).to_owned(),
                    after: comparison.span_b(&variant.b).slice(after).to_owned(),
                    kind: variant.kind,
                    level: variant.level,
                    disclosure: variant.disclosure,
                });
                let mut differences: Vec<RevisedWords> = words.collect();
                differences.sort_by_key(|difference| Reverse(difference.level));
                let (before, after) = (before.to_owned(), after.to_owned());
                let quotation = RevisedQuotation::Reworded { before, after, differences };
                alike.push((comparison.link.score, x, y, quotation));
            }
        }
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let (mut taken_x, mut taken_y) = (vec![false; gone.len()], vec![false; come.len()]);
        let mut reworded = Vec::new();
        for (_, x, y, quotation) in alike {
            if !taken_x[x] && !taken_y[y] {
                (taken_x[x], taken_y[y]) = (true, true);
                reworded.push((x, y, quotation));
            }
        }
        reworded
    }
}
