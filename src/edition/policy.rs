//! Which wording is printed as the lemma: by consensus unless somebody asks for another.

use std::fmt;
use std::sync::Arc;

use super::bearer::Bearer;
use super::support::Election;

/// Which wording of an utterance is its lemma. Always one that was printed, never one put together from several; and
/// what a person decided (`lemma` of [`Bearer`]) goes before any policy.
///
/// ```
/// use variorum::edition::LemmaPolicy;
/// use variorum::{Document, Reconciler, Settings};
///
/// let documents = [
///     Document::new("wire", "“We will not close the harbour,” Ada Lund said.").with_outlet("The Wire"),
///     Document::new("daily", "“We will not close the harbour,” Ada Lund said.").with_outlet("The Daily"),
///     Document::new("minutes", "Ada Lund: “We will never close the harbour.”").with_outlet("The Port Authority"),
/// ];
/// let lemma = |policy| {
///     let reconciler = Reconciler::new(Settings::default().with_lemma(policy));
///     Ok::<_, variorum::Error>(reconciler.reconcile(&documents)?.utterances[0].lemma.text.clone())
/// };
/// assert_eq!(lemma(LemmaPolicy::Consensus)?, "We will not close the harbour,");
/// assert_eq!(lemma(LemmaPolicy::Document("minutes".to_owned()))?, "We will never close the harbour.");
/// // A function of one's own: here the wording that the Port Authority prints, where it prints one.
/// let official = LemmaPolicy::by(|candidates| {
///     candidates.iter().position(|candidate| candidate.bearers.iter().any(|bearer| bearer.outlet == "The Port Authority"))
/// });
/// assert_eq!(lemma(official)?, "We will never close the harbour.");
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum LemmaPolicy {
    /// The wording whose words most independent outlets support, place by place; reprints count once, and where a wording
    /// ends it abstains. Of wordings of the same words the one in the usual form (spelling, capitals, marks). Ties: the more
    /// complete, then the earlier, then by text.
    #[default]
    Consensus,
    /// The wording of most words, those that an editor put in brackets not counted. Ties: as by consensus.
    Fullest,
    /// The wording that was printed first; a date without a time is the beginning of its day, and what has no date comes
    /// last. Ties: as by consensus.
    Earliest,
    /// The wording of the document with this id: a transcript. Where it prints several of one utterance, the fullest of
    /// these; of utterances that it does not print, the consensus.
    Document(String),
    /// What a function says; see [`LemmaPolicy::by`].
    Function(LemmaFunction),
}

impl LemmaPolicy {
    /// The wording whose index `choose` gives. It sees all wordings of one utterance, best supported first; where it
    /// gives `None`, or a number that is no index, the consensus holds. It is called once for each utterance, from several threads, in no certain
    /// order: the same candidates should always get the same answer.
    pub fn by(
        choose: impl Fn(&[Candidate<'_>]) -> Option<usize> + Send + Sync + 'static,
    ) -> LemmaPolicy {
        LemmaPolicy::Function(LemmaFunction(Arc::new(choose)))
    }

    /// Whether it names the document of `bearer`.
    pub(super) fn names(&self, bearer: &Bearer<'_>) -> bool {
        matches!(self, LemmaPolicy::Document(id) if bearer.document == Some(id))
    }

    /// The lemma among `candidates`, whose vote was `election`, and by what it was chosen.
    pub(super) fn choose(
        &self,
        candidates: &[Candidate<'_>],
        election: &Election,
    ) -> (usize, LemmaGround) {
        let best = |key: &dyn Fn(usize) -> i64| {
            (0..candidates.len())
                .min_by_key(|&n| (key(n), election.rank.get(n).copied()))
                .unwrap_or(0)
        };
        let words = |n: usize| -(candidates[n].words() as i64);
        let first = |n: usize| {
            candidates[n].bearers.iter().map(|bearer| bearer.date()).min().unwrap_or(i64::MAX)
        };
        let consensus = (election.lemma, LemmaGround::Consensus);
        match self {
            LemmaPolicy::Consensus => consensus,
            LemmaPolicy::Fullest => (best(&words), LemmaGround::Fullest),
            LemmaPolicy::Earliest => (best(&first), LemmaGround::Earliest),
            LemmaPolicy::Document(id) => {
                let here = |n: &usize| {
                    candidates[*n].bearers.iter().any(|bearer| bearer.document == Some(id))
                };
                let chosen = (0..candidates.len())
                    .filter(here)
                    .min_by_key(|&n| (words(n), election.rank.get(n).copied()));
                chosen.map_or(consensus, |n| (n, LemmaGround::Document))
            }
            LemmaPolicy::Function(LemmaFunction(choose)) => match choose(candidates) {
                Some(n) if n < candidates.len() => (n, LemmaGround::Function),
                _ => consensus,
            },
        }
    }
}

/// A function that chooses the lemma; see [`LemmaPolicy::by`].
#[derive(Clone)]
pub struct LemmaFunction(Arc<Choose>);

type Choose = dyn Fn(&[Candidate<'_>]) -> Option<usize> + Send + Sync;

impl fmt::Debug for LemmaFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LemmaFunction")
    }
}

/// One wording that may become the lemma.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// As its first bearer prints it.
    pub text: &'a str,
    /// The quotations that print it: by date, then by document, then by place. Never none.
    pub bearers: Vec<&'a Bearer<'a>>,
    /// How many of these are independent: prints of one outlet are one voice, and so are reprints of one text.
    pub independent: usize,
}

impl Candidate<'_> {
    /// How many words it has; those that its editor put in square brackets are not counted.
    pub fn words(&self) -> usize {
        self.bearers.first().map_or(0, |bearer| bearer.spoken())
    }
}

/// By what a lemma was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LemmaGround {
    /// The consensus of independent outlets.
    Consensus,
    /// It has most words.
    Fullest,
    /// It was printed first.
    Earliest,
    /// The document that was named prints it.
    Document,
    /// The caller's function chose it.
    Function,
    /// A person decided so.
    Decision,
}

impl LemmaGround {
    /// `consensus`, `fullest`, `earliest`, `document`, `function` or `decision`.
    pub fn name(self) -> &'static str {
        match self {
            LemmaGround::Consensus => "consensus",
            LemmaGround::Fullest => "fullest",
            LemmaGround::Earliest => "earliest",
            LemmaGround::Document => "document",
            LemmaGround::Function => "function",
            LemmaGround::Decision => "decision",
        }
    }

    /// Whether somebody vouches for the wording: what differs from it then was changed. A consensus, the fullest and the earliest are only
    /// the best guess, and where voices are equal nobody knows which of two wordings was changed.
    pub fn is_authority(self) -> bool {
        matches!(self, LemmaGround::Document | LemmaGround::Function | LemmaGround::Decision)
    }
}
