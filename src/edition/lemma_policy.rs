//! Chooses the lemma: by consensus, unless the caller sets another policy.

use std::fmt;
use std::sync::Arc;

use super::consensus::ConsensusVote;
use super::witness_input::WitnessInput;

/// The choice of the wording that becomes an utterance's lemma.
///
/// The lemma is always a wording that was printed, never a text put together from several. A
/// person's decision ([`WitnessInput::is_decided_lemma`]) overrides every policy.
///
/// ```
/// use variorum::edition::LemmaPolicy;
/// use variorum::{Document, Reconciler, Settings};
///
/// let documents = [
///     Document::new("wire", "“We will not close the harbour,” Ada Lund said.")
///         .with_outlet("The Wire"),
///     Document::new("daily", "“We will not close the harbour,” Ada Lund said.")
///         .with_outlet("The Daily"),
///     Document::new("minutes", "Ada Lund: “We will never close the harbour.”")
///         .with_outlet("The Port Authority"),
/// ];
/// let lemma = |policy| {
///     let reconciler = Reconciler::new(Settings::default().with_lemma(policy));
///     Ok::<_, variorum::Error>(reconciler.reconcile(&documents)?.utterances[0].lemma.text.clone())
/// };
/// assert_eq!(lemma(LemmaPolicy::Consensus)?, "We will not close the harbour,");
/// let minutes = LemmaPolicy::Document("minutes".to_owned());
/// assert_eq!(lemma(minutes)?, "We will never close the harbour.");
/// // A custom function: the wording that the Port Authority prints, where it prints one.
/// let official = LemmaPolicy::from_fn(|candidates| {
///     candidates.iter().position(|candidate| {
///         candidate.witnesses.iter().any(|witness| witness.outlet == "The Port Authority")
///     })
/// });
/// assert_eq!(lemma(official)?, "We will never close the harbour.");
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum LemmaPolicy {
    /// The wording whose words most independent outlets support, place by place. Reprints count
    /// once, and a wording abstains outside its beginning and end. Among wordings of the same
    /// words, the one in the most usual form (spelling, capitals, marks). Ties go to the more
    /// complete, then to the earlier, then by text. A wording that a transcript has word by word
    /// comes before the consensus, unless it is shorter.
    #[default]
    Consensus,
    /// The wording of most words, not counting those in an editor's brackets. Ties go by consensus.
    Fullest,
    /// The wording that was printed first. A date without a time counts as the beginning of its
    /// day; undated wordings come last. Ties go by consensus.
    Earliest,
    /// The wording of the document with this id. Where it prints several wordings of one utterance,
    /// the fullest; where it prints none and is a transcript, the fullest that it has word by word;
    /// else the consensus.
    Document(String),
    /// The wording that a function chooses; see [`LemmaPolicy::from_fn`].
    Function(LemmaFn),
}

impl LemmaPolicy {
    /// Returns a policy that takes the wording whose index `choose` returns.
    ///
    /// `choose` gets all wordings of one utterance, best supported first. Where it returns `None`
    /// or an index out of range, the consensus is taken. It is called once for each utterance, from
    /// several threads, in any order, so it should always return the same answer for the same
    /// candidates.
    pub fn from_fn(
        choose: impl Fn(&[LemmaCandidate<'_>]) -> Option<usize> + Send + Sync + 'static,
    ) -> LemmaPolicy {
        LemmaPolicy::Function(LemmaFn(Arc::new(choose)))
    }

    /// Returns true if the policy takes the lemma from the document of `witness`.
    pub(super) fn selects_document_of(&self, witness: &WitnessInput<'_>) -> bool {
        matches!(self, LemmaPolicy::Document(id) if witness.document == Some(id))
    }

    /// Returns the basis on which the wording of `witness` is the lemma by the record, if a
    /// transcript has it word by word: any, or that of the document that the policy names.
    pub(super) fn basis_by_record(&self, witness: &WitnessInput<'_>) -> Option<LemmaBasis> {
        let record = witness.record.filter(|record| record.print.is_faithful())?;
        match self {
            LemmaPolicy::Document(id) => (record.document == *id).then_some(LemmaBasis::Document),
            _ => Some(LemmaBasis::Record),
        }
    }

    /// Returns the index of the lemma among `candidates`, and why it was chosen.
    pub(super) fn choose(
        &self,
        candidates: &[LemmaCandidate<'_>],
        vote: &ConsensusVote,
    ) -> (usize, LemmaBasis) {
        let best = |key: &dyn Fn(usize) -> i64| {
            (0..candidates.len()).min_by_key(|&n| (key(n), vote.rank.get(n).copied())).unwrap_or(0)
        };
        let words = |n: usize| -(candidates[n].word_count() as i64);
        let first = |n: usize| {
            candidates[n]
                .witnesses
                .iter()
                .map(|witness| witness.published_second())
                .min()
                .unwrap_or(i64::MAX)
        };
        let consensus = (vote.winner, LemmaBasis::Consensus);
        match self {
            LemmaPolicy::Consensus => consensus,
            LemmaPolicy::Fullest => (best(&words), LemmaBasis::Fullest),
            LemmaPolicy::Earliest => (best(&first), LemmaBasis::Earliest),
            LemmaPolicy::Document(id) => {
                let here = |n: &usize| {
                    candidates[*n].witnesses.iter().any(|witness| witness.document == Some(id))
                };
                let chosen = (0..candidates.len())
                    .filter(here)
                    .min_by_key(|&n| (words(n), vote.rank.get(n).copied()));
                chosen.map_or(consensus, |n| (n, LemmaBasis::Document))
            }
            LemmaPolicy::Function(LemmaFn(choose)) => match choose(candidates) {
                Some(n) if n < candidates.len() => (n, LemmaBasis::Function),
                _ => consensus,
            },
        }
    }
}

/// A function that chooses the lemma; see [`LemmaPolicy::from_fn`].
#[derive(Clone)]
pub struct LemmaFn(Arc<ChooseLemma>);

type ChooseLemma = dyn Fn(&[LemmaCandidate<'_>]) -> Option<usize> + Send + Sync;

impl fmt::Debug for LemmaFn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LemmaFn")
    }
}

/// One wording that may become the lemma.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LemmaCandidate<'a> {
    /// Its text as its first witness prints it.
    pub text: &'a str,
    /// The quotations that print it, by date, then by document, then by place. At least one.
    pub witnesses: Vec<&'a WitnessInput<'a>>,
    /// Number of independent outlets among them: prints of one outlet count once, and so do
    /// reprints of one text.
    pub independent: usize,
}

impl LemmaCandidate<'_> {
    /// Returns the number of its words, without those that its editor put in square brackets.
    pub fn word_count(&self) -> usize {
        self.witnesses.first().map_or(0, |witness| witness.spoken_word_count())
    }
}

/// The reason for which a wording was chosen as lemma.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum LemmaBasis {
    /// The consensus of independent outlets.
    Consensus,
    /// It has the most words.
    Fullest,
    /// It was printed first.
    Earliest,
    /// The document that the policy names prints it.
    Document,
    /// The caller's function chose it.
    Function,
    /// A person's decision.
    Decision,
    /// A transcript has it word by word.
    Record,
}

impl LemmaBasis {
    /// Returns `consensus`, `fullest`, `earliest`, `document`, `function`, `decision` or `record`.
    pub fn as_str(self) -> &'static str {
        match self {
            LemmaBasis::Consensus => "consensus",
            LemmaBasis::Fullest => "fullest",
            LemmaBasis::Earliest => "earliest",
            LemmaBasis::Document => "document",
            LemmaBasis::Function => "function",
            LemmaBasis::Decision => "decision",
            LemmaBasis::Record => "record",
        }
    }

    /// Returns true if the wording is known to be original, so that what differs from it was
    /// changed: the lemma of a named document, of the caller's function, of a decision or of the
    /// record. The
    /// consensus, the fullest and the earliest wording are only the best guess; where as many
    /// outlets print one wording as another, the changed one is unknown.
    pub fn is_authoritative(self) -> bool {
        matches!(
            self,
            LemmaBasis::Document | LemmaBasis::Function | LemmaBasis::Decision | LemmaBasis::Record
        )
    }
}
