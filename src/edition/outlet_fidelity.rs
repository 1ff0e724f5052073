//! Sums the fidelity of witnesses by outlet: which outlets change quotations without showing it.

use rustc_hash::FxHashMap;

use super::confidence_interval::ConfidenceInterval;
use super::fidelity::{FidelityStatus, level_index, share};
use super::utterance::{Utterance, Witness};
use crate::variant::Level;

/// The fidelity of one outlet over many utterances; see [`fidelity_by_outlet`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct OutletFidelity {
    /// Name of the outlet, or the id of the document where the outlet is unknown.
    pub outlet: String,
    /// Number of its quotations.
    pub witnesses: usize,
    /// Number of these that are reprints, repetitions, or the document the lemma was taken from.
    pub copied: usize,
    /// Number of these that too few other outlets print.
    pub untested: usize,
    /// Number of these where as many outlets print one wording as another.
    pub undecided: usize,
    /// Number of these that could be judged.
    pub judged: usize,
    /// Number of the judged ones that were judged by a transcript.
    #[cfg_attr(feature = "serde", serde(default))]
    pub recorded: usize,
    /// Numbers of judged witnesses with silent changes, by the gravest level: M, S, S+.
    pub silently_altered: [usize; 3],
    /// The same of those that were judged by a transcript.
    #[cfg_attr(feature = "serde", serde(default))]
    pub altered_on_record: [usize; 3],
    /// Weight of the judged and the undecided witnesses, in hundredths of a bit; see
    /// [`Fidelity`](super::Fidelity).
    pub weight: u64,
    /// The part of `weight` that differs from the lemmas, by level: A, M, S, S+.
    pub changed: [u64; 4],
}

impl OutletFidelity {
    /// Returns the share of the weight that is printed as the lemmas have it, `0.0..=1.0`; `None`
    /// when nothing was weighed.
    pub fn share(&self) -> Option<f64> {
        share(self.weight - self.changed.iter().sum::<u64>(), self.weight)
    }

    /// Returns the number of judged witnesses with a silent change of `level` or graver.
    pub fn altered(&self, level: Level) -> usize {
        self.silently_altered[level_index(level).max(1) - 1..].iter().sum()
    }

    /// Returns Wilson's 95 % confidence interval for the share of silently altered witnesses:
    /// [`altered`](OutletFidelity::altered) of [`judged`](OutletFidelity::judged). `None` where
    /// none was judged. The intervals are not corrected for multiple comparisons: among twenty
    /// outlets, one true share may well lie outside.
    pub fn interval(&self, level: Level) -> Option<ConfidenceInterval> {
        ConfidenceInterval::wilson(self.altered(level), self.judged)
    }

    /// Returns the number of witnesses that silently print other words than a transcript has, by a
    /// change of `level` or graver.
    pub fn altered_by_record(&self, level: Level) -> usize {
        self.altered_on_record[level_index(level).max(1) - 1..].iter().sum()
    }

    /// Returns Wilson's 95 % confidence interval for the share of
    /// [`altered_by_record`](OutletFidelity::altered_by_record) of
    /// [`recorded`](OutletFidelity::recorded); `None` where no transcript judged any.
    pub fn interval_by_record(&self, level: Level) -> Option<ConfidenceInterval> {
        ConfidenceInterval::wilson(self.altered_by_record(level), self.recorded)
    }
}

/// Returns the fidelity of every outlet over `utterances`; texts in question are no outlets. First
/// come outlets with the highest lower bound of the interval for silent changes, then those with
/// more judged witnesses, then by name.
///
/// Cost: O(witnesses + outlets · log outlets).
///
/// ```
/// use variorum::Document;
/// use variorum::edition::fidelity_by_outlet;
/// use variorum::variant::Level;
///
/// let printed = [
///     ("Courier", "“We will never close the harbour of Veln,” Ada Lund said."),
///     ("Ledger", "“We will never close the harbour of Veln,” Ada Lund said."),
///     ("Lantern", "“We will close the harbour of Veln,” Ada Lund said."),
/// ];
/// let documents = printed.map(|(outlet, text)| Document::new(outlet, text).with_outlet(outlet));
/// let outlets = fidelity_by_outlet(&variorum::reconcile(&documents)?.utterances);
/// assert_eq!((outlets[0].outlet.as_str(), outlets[0].judged), ("Lantern", 1));
/// assert_eq!(outlets[0].altered(Level::Contradictory), 1);
/// assert!(outlets[0].interval(Level::Minor).unwrap().low < 0.3); // one case is little evidence
/// assert_eq!(outlets[1].altered(Level::Minor), 0);
/// # Ok::<(), variorum::Error>(())
/// ```
pub fn fidelity_by_outlet(utterances: &[Utterance]) -> Vec<OutletFidelity> {
    let mut sums = FidelitySums::default();
    utterances.iter().for_each(|utterance| sums.add(utterance));
    sums.finish()
}

/// The fidelity of outlets, utterance by utterance.
#[derive(Debug, Default)]
pub(crate) struct FidelitySums {
    outlets: FxHashMap<String, OutletFidelity>,
}

impl FidelitySums {
    /// Adds the witnesses of an utterance.
    pub(crate) fn add(&mut self, utterance: &Utterance) {
        let is_alone = utterance.print_count() == 1;
        for witness in utterance.witnesses.iter().filter(|witness| !witness.is_query) {
            if !self.outlets.contains_key(&witness.outlet) {
                let sum =
                    OutletFidelity { outlet: witness.outlet.clone(), ..OutletFidelity::default() };
                self.outlets.insert(witness.outlet.clone(), sum);
            }
            if let Some(sum) = self.outlets.get_mut(&witness.outlet) {
                sum.add(witness, is_alone);
            }
        }
    }

    /// Returns the fidelity of every outlet, in the order of [`fidelity_by_outlet`].
    pub(crate) fn finish(self) -> Vec<OutletFidelity> {
        let mut outlets: Vec<OutletFidelity> = self.outlets.into_values().collect();
        let low =
            |sum: &OutletFidelity| sum.interval(Level::Minor).map_or(-1.0, |interval| interval.low);
        outlets.sort_by(|a, b| {
            low(b)
                .total_cmp(&low(a))
                .then(b.judged.cmp(&a.judged))
                .then_with(|| a.outlet.cmp(&b.outlet))
        });
        outlets
    }
}

impl OutletFidelity {
    /// Adds a witness, that of its utterance or one of several.
    fn add(&mut self, witness: &Witness, is_alone: bool) {
        self.witnesses += 1;
        match witness.fidelity.status {
            FidelityStatus::Copied => self.copied += 1,
            FidelityStatus::Untested => self.untested += 1,
            FidelityStatus::Undecided => self.undecided += 1,
            FidelityStatus::Faithful => self.judged += 1,
            FidelityStatus::Altered(level) => {
                let place = level_index(level).max(1) - 1;
                self.judged += 1;
                self.silently_altered[place] += 1;
                self.altered_on_record[place] += usize::from(witness.is_recorded);
            }
        }
        let is_judged = matches!(
            witness.fidelity.status,
            FidelityStatus::Faithful | FidelityStatus::Altered(_)
        );
        self.recorded += usize::from(is_judged && witness.is_recorded);
        // A witness that is alone was not compared with the words of another one.
        let is_weighed = is_judged || witness.fidelity.status == FidelityStatus::Undecided;
        if is_weighed && !is_alone {
            self.weight += witness.fidelity.weight;
            let changed = self.changed.iter_mut().zip(witness.fidelity.changed);
            changed.for_each(|(sum, changed)| *sum += changed);
        }
    }
}
