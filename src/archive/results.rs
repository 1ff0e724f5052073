//! Results of an archive: the stages of the engine, run over a snapshot of its store.

use std::ops::ControlFlow;

use super::Archive;
use crate::engine::{
    self, BasisRetention, DecidedQuotation, Executor, Groups, PairScorer, ScoredPairs,
};
use crate::error::Error;
use crate::link::{Basis, Link};
use crate::progress::{Monitor, Progress, UNOBSERVED, observe};
use crate::reconciliation::{Group, Grouping, Reconciliation};
use crate::snapshot::{ClassRow, MemorySnapshot, QuotationRow, Snapshot};
use crate::store::Store;

/// A pair of quotations that was compared, whatever came of it.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Compared {
    /// Id of one quotation: the one that comes first by document and place.
    pub a: String,
    /// Id of the other.
    pub b: String,
    /// The evidence, or the reason why there is none.
    pub basis: Basis,
}

/// The scored pairs and groups of a snapshot.
fn scored_groups<S: Snapshot>(
    snapshot: &S,
    archive: &Archive,
    keep_basis: BasisRetention,
    executor: &Executor<'_>,
) -> Result<(ScoredPairs, Groups), Error> {
    let index = engine::block(snapshot, executor)?;
    let scorer = PairScorer::new(snapshot, index, &archive.settings, executor);
    let mut scored = engine::score(&scorer, keep_basis, executor)?;
    let context = engine::context(&scorer, &mut scored, keep_basis, executor)?;
    let groups = engine::group(scorer, &mut scored, &context, executor)?;
    Ok((scored, groups))
}

impl Archive {
    fn executor<'o>(&self, monitor: Monitor<'o>) -> Executor<'o> {
        Executor::with_workers(&self.workers, monitor)
    }

    /// Returns what the documents report.
    ///
    /// Cost: linear in the words for the index, quadratic only within crowds of quotations that
    /// share a run of words (see [`crate::blocking`]).
    pub fn reconcile(&self) -> Reconciliation {
        self.reconcile_on(&self.executor(Monitor::default())).expect(UNOBSERVED)
    }

    /// Does what [`Archive::reconcile`] does, and reports progress.
    ///
    /// `observer` is called when a step begins and between portions of its work, at most a thousand
    /// times a step, from the thread that has done one, never from two at a time. The count never
    /// falls, and ends at its total. Most portions take milliseconds; an utterance with thousands
    /// of wordings is one portion all the same.
    ///
    /// # Errors
    /// When `observer` breaks: no more work is begun, and the archive is as it was.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use variorum::progress::ProgressStep;
    /// use variorum::{Archive, Document};
    ///
    /// let mut archive = Archive::default();
    /// archive.add(Document::new("a", "“We shall never accept these tariffs,” she said."))?;
    /// let mut steps = Vec::new();
    /// let reconciliation = archive.reconcile_with_progress(|progress| {
    ///     steps.push(progress.step);
    ///     ControlFlow::Continue(())
    /// })?;
    /// assert_eq!(reconciliation.utterances, archive.reconcile().utterances);
    /// assert_eq!(steps[0], ProgressStep::Indexing);
    /// assert_eq!(steps[steps.len() - 1], ProgressStep::Collating);
    ///
    /// let error = archive.reconcile_with_progress(|_| ControlFlow::Break(())).unwrap_err();
    /// assert!(error.is_cancelled());
    /// # Ok::<(), variorum::Error>(())
    /// ```
    pub fn reconcile_with_progress(
        &self,
        observer: impl FnMut(Progress) -> ControlFlow<()> + Send,
    ) -> Result<Reconciliation, Error> {
        observe(observer, |monitor| self.reconcile_on(&self.executor(monitor)))
    }

    fn reconcile_on(&self, executor: &Executor<'_>) -> Result<Reconciliation, Error> {
        let snapshot = MemorySnapshot::build(&self.store, &self.workers);
        let (scored, groups) = scored_groups(&snapshot, self, BasisRetention::All, executor)?;
        engine::assemble(&snapshot, &scored, &groups, &self.settings, executor)
    }

    /// Returns which quotations report one utterance, and nothing more: no wordings are collated,
    /// no text is copied. That takes a small part of the time of [`Archive::reconcile`]: see
    /// `docs/PERFORMANCE.md`.
    ///
    /// ```
    /// use variorum::{Archive, Document};
    /// let mut archive = Archive::default();
    /// for (id, outlet, text) in [
    ///     ("a", "A", "“We shall never accept these tariffs,” she said."),
    ///     ("b", "B", "She said: \"We shall never accept these tariffs.\""),
    /// ] {
    ///     archive.add(Document::new(id, text).with_outlet(outlet))?;
    /// }
    /// let grouping = archive.group();
    /// assert_eq!(grouping.groups.len(), 1);
    /// assert_eq!((grouping.groups[0].outlets, grouping.same), (2, 1));
    /// # Ok::<(), variorum::Error>(())
    /// ```
    pub fn group(&self) -> Grouping<'_> {
        self.group_on(&self.executor(Monitor::default())).expect(UNOBSERVED)
    }

    /// Does what [`Archive::group`] does, and reports progress as
    /// [`Archive::reconcile_with_progress`] does.
    ///
    /// # Errors
    /// When `observer` breaks.
    pub fn group_with_progress(
        &self,
        observer: impl FnMut(Progress) -> ControlFlow<()> + Send,
    ) -> Result<Grouping<'_>, Error> {
        observe(observer, |monitor| self.group_on(&self.executor(monitor)))
    }

    fn group_on(&self, executor: &Executor<'_>) -> Result<Grouping<'_>, Error> {
        let snapshot = MemorySnapshot::build(&self.store, &self.workers);
        let (scored, groups) =
            scored_groups(&snapshot, self, BasisRetention::ForContext, executor)?;
        let members = groups.members();
        let group = |group: u32| {
            let members = members.list(group as usize);
            let is_print = |row: &&QuotationRow| {
                !snapshot.classes()[snapshot.class_of()[row.index()].index()].is_query()
            };
            let prints = members.iter().filter(is_print);
            let mut outlets: Vec<&str> = prints.map(|&row| snapshot.outlet(row)).collect();
            outlets.sort_unstable();
            outlets.dedup();
            Group {
                outlets: outlets.len(),
                quotations: members.iter().map(|&row| snapshot.stored_id(row)).collect(),
            }
        };
        let model = &self.settings.link_model;
        let (same, review) = engine::count_verdicts(&self.workers, &snapshot, &scored, model);
        let id = |row: QuotationRow| snapshot.stored_id(row);
        Ok(Grouping {
            documents: self.store.document_count(),
            groups: self.workers.map_range(groups.count(), group),
            same,
            review,
            unapplied: snapshot.decisions().unapplied(id, groups.group_of()),
        })
    }

    /// Returns why two quotations are, or are not, one utterance; `None` when there is no quotation
    /// of one of these ids.
    ///
    /// Cost: one pass over the words of the archive, and the scoring of those pairs that bear on
    /// this one: the candidates between its two documents and those of either quotation.
    pub fn explain(&self, a: &str, b: &str) -> Option<Link> {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        let (snapshot, rows) = MemorySnapshot::of_pair(&self.store, &self.workers, a, b)?;
        self.explain_in(&snapshot, rows)
    }

    /// Explains a pair of quotations of a snapshot.
    fn explain_in<S: Store>(
        &self,
        snapshot: &MemorySnapshot<'_, S>,
        [x, y]: [QuotationRow; 2],
    ) -> Option<Link> {
        let executor = self.executor(Monitor::default());
        let decisions = snapshot.decisions();
        let decided = decisions.pair(x, y);
        let basis = match decided {
            Some(_) => Basis::Decision,
            None => engine::block(snapshot, &executor)
                .and_then(|index| {
                    let scorer = PairScorer::new(snapshot, index, &self.settings, &executor);
                    engine::explain(&scorer, x, y, &executor)
                })
                .expect(UNOBSERVED),
        };
        let [(left, n), (right, m)] = [x, y].map(|row| snapshot.stored(row));
        let a = DecidedQuotation::new(decisions, x, &left, &left.quotations[n]);
        let b = DecidedQuotation::new(decisions, y, &right, &right.quotations[m]);
        Some(engine::judge(self.store.vocabulary(), a, b, basis, decided, &self.settings))
    }

    /// Returns every pair that was compared and what was found, without decisions, in the order of
    /// quotations: for measuring linking, and for fitting its model. Cost as [`Archive::group`] for
    /// documents, and a full comparison for each pair.
    pub fn compared(&self) -> Vec<Compared> {
        let executor = self.executor(Monitor::default());
        let snapshot = MemorySnapshot::without_decisions(&self.store, &self.workers);
        let compared = engine::block(&snapshot, &executor).and_then(|index| {
            let scorer = PairScorer::new(&snapshot, index, &self.settings, &executor);
            engine::compare_all(&scorer, &executor)
        });
        let id = |class: ClassRow| {
            snapshot.stored_id(snapshot.classes()[class.index()].first()).to_owned()
        };
        let compared = compared.expect(UNOBSERVED).into_iter();
        compared.map(|pair| Compared { a: id(pair.a), b: id(pair.b), basis: pair.basis }).collect()
    }
}
