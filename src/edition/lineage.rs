//! How a wording travelled: which print follows which, as far as shared errors and dates can tell.
//!
//! The common-error method of textual criticism: prints that agree in what was said say nothing of
//! each other, since each may have heard it. Prints that agree in an *error* which two reporters
//! would hardly make alike have it from one origin (K. Lachmann; P. Maas, *Textkritik*, 1927;
//! P. Trovato, *Everything you always wanted to know about Lachmann's method*, 2014; Ph. Roelli
//! (ed.), *Handbook of stemmatology*, 2020, <https://doi.org/10.1515/9783110684384>, chapter 4).
//! Which of them had it first, readings do not tell; dates can.
//!
//! A reading counts as an error here if it is known who changed the words (a transcript, a
//! decision, or at least two and twice as many independent outlets are against it) and at least two
//! others, and no fewer than have it, have the right words. One of them may be the transcript; it
//! alone may be the transcriber's slip. An error is *significant*, as the method demands, if it
//! puts words of content for others that stand nowhere in the lemma. Left out, because two
//! reporters make them alike without each other: omissions, cuts, spelling, marks, forms and order
//! of words, words of grammar, what brackets or an ellipsis show. Added words count where a
//! transcript or a decision says that they were not said; else they may be words that the others
//! left out.
//!
//! News differs from manuscripts in three ways. Most prints of one sentence come from the speech or
//! from an agency that is not in the collection, so that an error leads to one *origin*, not to one
//! of the prints: that a print follows another means that it has the words from it, perhaps by way
//! of others, or from where the other one had them. Whole articles are reprinted, mostly from an
//! agency that a day's papers share: of two that print one text it is said that they have one
//! origin, and never that one follows the other, whatever their dates. And prints have dates, but
//! most of them the same one: on one day, without times, the order is unknown, and is left open.
//!
//! What it does not do: guess. One synonym that two outlets share is no evidence. It does not read
//! *as The Courier reports*, and makes no tree, since most prints of an utterance are silent about
//! their origin.
//!
//! Cost: O(readings · words), and O(n² · errors) for the n witnesses that print an error, of which
//! there are few; above [`MAX_WITNESSES`] nothing is said.

use std::collections::BTreeSet;

use super::agreement::{count_outlets, wordings_with_lemma_words};
use super::apparatus::{ApparatusEntry, Reading, ReadingFlag};
use super::statement::{ChangedBy, Vouchers};
use super::witness_input::WitnessInput;
use super::wording_text::WordingText;
use crate::text::{TokenFlags, Vocabulary, Weight, Word, bits};
use crate::variant::{Disclosure, Kind, Operation};

/// The origin of a print's wording, as far as it is known.
///
/// It is said of one witness of an utterance; there is none where nothing can be known, which is
/// the rule.
///
/// ```
/// use variorum::edition::DescentRelation;
/// use variorum::{Archive, StandaloneQuotation};
///
/// let said = "Our commission will publish every inspection report of the northern shipyard \
///     before the winter storms reach the island, and nobody in the ministry can forbid us to \
///     warn the fishermen about the leaking tanks that were buried there by the old refinery";
/// let wrong = said.replace("leaking tanks", "rusting locomotives");
/// let mut archive = Archive::default();
/// for (outlet, day, text) in [
///     ("The Courier", "2018-07-16", said),
///     ("The Ledger", "2018-07-16", said),
///     ("The Tribune", "2018-07-16", said),
///     ("The Gazette", "2018-07-16", said),
///     ("The Lantern", "2018-07-17", &wrong),
///     ("The Samovar", "2018-07-19", &wrong),
/// ] {
///     let quotation = StandaloneQuotation::new(outlet, text).with_outlet(outlet);
///     archive.add_quotation(quotation.with_published(day.parse()?))?;
/// }
/// let reconciliation = archive.reconcile();
/// let utterance = &reconciliation.utterances[0];
/// let [descent] = &utterance.lineage[..] else { panic!("one print follows another") };
/// assert_eq!(descent.relation, DescentRelation::Follows);
/// assert_eq!(utterance.witnesses[descent.witness].outlet, "The Samovar");
/// assert_eq!(utterance.witnesses[descent.from[0]].outlet, "The Lantern");
/// assert_eq!(descent.readings[0].text, "rusting");
/// assert_eq!(descent.readings[0].instead_of, "leaking");
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Descent {
    /// Index of the witness in [`Utterance::witnesses`](super::Utterance::witnesses).
    pub witness: usize,
    /// Its relation to `from`.
    pub relation: DescentRelation,
    /// Indices of the other witnesses, ascending, at least one. Where the witness follows one of
    /// several that print the same, which of them cannot be told.
    pub from: Vec<usize>,
    /// The errors that it shares with each of `from`; empty for a reprint that shares none.
    pub readings: Vec<SharedReading>,
    /// Information content of the words in which the errors differ from what was said, in
    /// hundredths of a bit. A content word has some ten bits.
    pub support: u64,
    /// True if the documents print one text, and not these words alone.
    pub is_reprint: bool,
}

/// The relation of a print to others that have the same errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum DescentRelation {
    /// It was surely printed later, and has all the significant errors of the earlier print that
    /// it could have: it has the words from there, or from where that one has them.
    Follows,
    /// Both have the words from one origin. Which was first is not known, or the earlier one has an
    /// error that the later one has not, or both print one text.
    SharesOrigin,
}

impl DescentRelation {
    /// Returns `follows` or `shares-origin`.
    pub fn as_str(self) -> &'static str {
        match self {
            DescentRelation::Follows => "follows",
            DescentRelation::SharesOrigin => "shares-origin",
        }
    }
}

/// An error that two prints share.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct SharedReading {
    /// The words that they print.
    pub text: String,
    /// The words that others print there; empty where the error adds words.
    pub instead_of: String,
    /// Index of the place in [`Utterance::apparatus`](super::Utterance::apparatus).
    pub entry: usize,
    /// Indices of all the wordings that have it, ascending.
    pub wordings: Vec<usize>,
}

/// Minimum weight of the errors that two prints share: two content words. Two reporters who look
/// for another word may find the same one.
const MIN_SUPPORT: Weight = bits(24);
/// Minimum weight of a content word.
const MIN_CONTENT_WORD: Weight = bits(8);
/// Minimum share of the weight of a wording, in percent, that equals the lemma. A wording that
/// differs in more is likelier another saying, on an occasion of its own, than a copy with errors.
const MIN_EQUAL_PERCENT: u64 = 50;
/// Number of witnesses with errors above which nothing is said.
const MAX_WITNESSES: usize = 128;

/// The prints of one utterance, from which their lineage follows.
#[derive(Clone, Copy)]
pub(super) struct Tradition<'a> {
    pub words: &'a Vocabulary,
    /// In the order of their sigla.
    pub witnesses: &'a [WitnessInput<'a>],
    /// The wording of each witness.
    pub wording_of: &'a [usize],
    pub vouchers: Vouchers<'a>,
    pub texts: &'a [WordingText],
    pub sequences: &'a [&'a [Word]],
    pub apparatus: &'a [ApparatusEntry],
    pub lemma: usize,
    /// Total weight and equal weight of each wording.
    pub equal: &'a [(u64, u64)],
}

/// A significant error, and the wordings that have it.
struct KnownError {
    wordings: BTreeSet<usize>,
    /// The other wordings that print the place.
    others: BTreeSet<usize>,
    weight: Weight,
    reading: SharedReading,
}

/// Returns, for each witness of `these`, the ones that none of them surely precedes: those which
/// may have been the first to print what they all print.
pub(super) fn first_prints(witnesses: &[WitnessInput<'_>], these: &[usize]) -> Vec<usize> {
    // One that is surely preceded is so by the one whose date ends first, too, unless bare dates
    // and times are mixed; all pairs are looked at only in small groups.
    let these: Vec<usize> = these.iter().copied().filter(|&n| n < witnesses.len()).collect();
    let earliest = these.iter().copied().filter(|&n| witnesses[n].published.is_some());
    let earliest = earliest.min_by_key(|&n| witnesses[n].published_second());
    let candidates =
        if these.len() > MAX_WITNESSES { earliest.into_iter().collect() } else { these.clone() };
    let is_preceded = |n: usize| candidates.iter().any(|&m| precedes(&witnesses[m], &witnesses[n]));
    these.into_iter().filter(|&n| !is_preceded(n)).collect()
}

fn precedes(a: &WitnessInput<'_>, b: &WitnessInput<'_>) -> bool {
    matches!((a.published, b.published), (Some(a), Some(b)) if a.is_surely_before(b))
}

impl Tradition<'_> {
    /// Returns what is known of the origin of each print, in the order of the witnesses.
    pub(super) fn descents(&self) -> Vec<Descent> {
        let errors = self.errors();
        let has = |n: usize, error: &KnownError| error.wordings.contains(&self.wording_of[n]);
        let reprinted: BTreeSet<&str> =
            self.witnesses.iter().filter_map(|witness| witness.reprint_of).collect();
        if errors.is_empty() && reprinted.is_empty() {
            return Vec::new();
        }
        let is_of_reprint = |n: usize| {
            let witness = &self.witnesses[n];
            witness.reprint_of.is_some()
                || witness.document.is_some_and(|document| reprinted.contains(document))
        };
        let is_print = |n: usize| !self.witnesses[n].is_query;
        let bears = |n: &usize| {
            is_print(*n) && (is_of_reprint(*n) || errors.iter().any(|error| has(*n, error)))
        };
        let in_question: Vec<usize> = (0..self.witnesses.len()).filter(bears).collect();
        if in_question.len() > MAX_WITNESSES {
            return Vec::new();
        }
        let pairs = self.pairs(&errors, &in_question);
        let mut found: Vec<Descent> = Vec::new();
        for relation in [DescentRelation::Follows, DescentRelation::SharesOrigin] {
            for &witness in &in_question {
                let mut mine: Vec<&Pair> = pairs
                    .iter()
                    .filter(|pair| pair.later == witness && pair.relation == relation)
                    .filter(|pair| !is_explained(&found, pair, &errors))
                    .collect();
                mine.sort_by_key(|pair| {
                    (!pair.is_reprint, std::cmp::Reverse(pair.weight), pair.earlier)
                });
                let mut kept: Vec<&Pair> = Vec::new();
                for pair in mine {
                    match kept.iter().position(|one| pair.shared.is_subset(&one.shared)) {
                        None => {
                            kept.push(pair);
                            found.push(pair.descent(&errors));
                        }
                        Some(at) if kept[at].shared == pair.shared && !kept[at].is_reprint => {
                            let of = kept[at].descent(&errors);
                            let same = found
                                .iter_mut()
                                .rfind(|one| one.witness == witness && one.readings == of.readings);
                            if let Some(one) = same {
                                one.from.push(pair.earlier);
                            }
                        }
                        Some(_) => {}
                    }
                }
            }
        }
        found.iter_mut().for_each(|one| one.from.sort_unstable());
        self.once(found)
    }

    /// Returns the significant errors.
    fn errors(&self) -> Vec<KnownError> {
        let mut errors: Vec<KnownError> = Vec::new();
        for (at, entry) in self.apparatus.iter().enumerate() {
            if !entry.readings.iter().any(is_distinctive) {
                continue;
            }
            for (reading, change) in entry.readings.iter().zip(self.vouchers.changes(entry)) {
                let known = change.filter(|_| is_distinctive(reading));
                let Some(error) = known.and_then(|(by, _)| self.error(at, entry, reading, by))
                else {
                    continue;
                };
                if !errors
                    .iter()
                    .any(|one| one.reading.entry == at && one.wordings == error.wordings)
                {
                    errors.push(error);
                }
            }
        }
        errors
    }

    /// Returns the error that makes one reading differ from the lemma, if it is significant.
    fn error(
        &self,
        at: usize,
        entry: &ApparatusEntry,
        reading: &Reading,
        changed_by: ChangedBy,
    ) -> Option<KnownError> {
        let first = *reading.wordings.first()?;
        let with_lemma: BTreeSet<usize> = wordings_with_lemma_words(entry).copied().collect();
        let with_reading: BTreeSet<usize> = reading.wordings.iter().copied().collect();
        let printed: BTreeSet<usize> = (entry.readings.iter())
            .filter(|other| other.operation != Operation::Truncation)
            .flat_map(|other| &other.wordings)
            .chain(&entry.wordings)
            .copied()
            .collect();
        let is_said = |those: &BTreeSet<usize>| those.iter().any(|&n| self.vouchers.on_record[n]);
        let tokens = |span: &std::ops::Range<usize>| {
            let text = &self.texts[first];
            let inside = move |&n: &usize| {
                text.tokens[n].start >= span.start && text.tokens[n].end <= span.end
            };
            (0..text.tokens.len()).filter(inside).collect::<Vec<usize>>()
        };
        let (wordings, right, text, instead_of, weight, said, adds) = match changed_by {
            ChangedBy::These => (
                with_reading,
                &with_lemma,
                &reading.text,
                &entry.text,
                self.new_words(first, &tokens(&reading.span), self.lemma),
                self.vouchers.is_authoritative || is_said(&with_lemma),
                reading.operation == Operation::Addition,
            ),
            ChangedBy::Lemma => (
                with_lemma.clone(),
                &with_reading,
                &entry.text,
                &reading.text,
                self.new_words(self.lemma, &entry.tokens.clone().collect::<Vec<_>>(), first),
                is_said(&with_reading),
                reading.operation == Operation::Omission,
            ),
        };
        let is_substitution = reading.operation == Operation::Substitution;
        if weight < MIN_CONTENT_WORD || !(is_substitution || adds && said) {
            return None;
        }
        let [wrong, others] =
            [&wordings, right].map(|those| count_outlets(self.vouchers.outlets, those.iter()));
        let for_it = others + usize::from(said);
        let all = wordings.clone();
        let wordings: BTreeSet<usize> =
            wordings.into_iter().filter(|&wording| self.is_close(wording)).collect();
        (others >= 1 && for_it >= 2 && for_it >= wrong).then(|| KnownError {
            others: printed.difference(&wordings).copied().collect(),
            weight,
            reading: SharedReading {
                text: text.clone(),
                instead_of: instead_of.clone(),
                entry: at,
                wordings: all.into_iter().collect(),
            },
            wordings,
        })
    }

    /// Returns the weight of the content words among `tokens` of a wording that `other` has
    /// nowhere.
    fn new_words(&self, wording: usize, tokens: &[usize], other: usize) -> Weight {
        let witness = self.wording_of.iter().position(|&n| n == wording);
        let passage = witness.map(|n| &self.witnesses[n].passage.tokens);
        let is_spoken = |token: &usize| {
            let token = passage.and_then(|tokens| tokens.get(*token));
            token.is_some_and(|token| {
                token.class.is_word() && !token.flags.has(TokenFlags::BRACKETED)
            })
        };
        let words: BTreeSet<Word> = tokens
            .iter()
            .filter(|token| is_spoken(token))
            .filter_map(|&token| self.sequences[wording].get(token).copied())
            .filter(|word| !self.sequences[other].contains(word))
            .collect();
        let weights = words.into_iter().map(|word| self.words[word].weight);
        weights.filter(|&weight| weight >= MIN_CONTENT_WORD).sum()
    }

    fn is_close(&self, wording: usize) -> bool {
        let (all, equal) = self.equal[wording];
        equal * 100 >= all * MIN_EQUAL_PERCENT
    }

    /// Returns the pairs of prints that have one origin.
    fn pairs(&self, errors: &[KnownError], in_question: &[usize]) -> Vec<Pair> {
        let mut pairs = Vec::new();
        let of = |n: usize, side: fn(&KnownError) -> &BTreeSet<usize>| -> BTreeSet<usize> {
            let those = errors.iter().enumerate();
            those.filter(|(_, e)| side(e).contains(&self.wording_of[n])).map(|(n, _)| n).collect()
        };
        let has: Vec<BTreeSet<usize>> =
            in_question.iter().map(|&n| of(n, |e| &e.wordings)).collect();
        let avoids: Vec<BTreeSet<usize>> =
            in_question.iter().map(|&n| of(n, |e| &e.others)).collect();
        let weigh = |those: &mut dyn Iterator<Item = &usize>| -> Weight {
            those.map(|&error| errors[error].weight).sum()
        };
        for (j, &b) in in_question.iter().enumerate() {
            for (i, &a) in in_question.iter().enumerate() {
                let [x, y] = [a, b].map(|n| &self.witnesses[n]);
                let is_reprint = y.reprint_of.is_some() && y.reprint_of == x.document;
                if x.outlet == y.outlet {
                    continue;
                }
                let shared: BTreeSet<usize> = has[i].intersection(&has[j]).copied().collect();
                let weight = weigh(&mut shared.iter());
                if !is_reprint && weight < MIN_SUPPORT {
                    continue;
                }
                // The outlet may have it from its own earlier print.
                let repeats = in_question.iter().enumerate().any(|(k, &own)| {
                    own != b
                        && self.witnesses[own].outlet == y.outlet
                        && shared.is_subset(&has[k])
                        && !precedes(x, &self.witnesses[own])
                });
                let is_later = precedes(x, y);
                let lacks = weigh(&mut has[i].intersection(&avoids[j])) >= MIN_SUPPORT;
                let relation = match is_later && !lacks && !is_reprint {
                    true if repeats => continue,
                    true => DescentRelation::Follows,
                    false if a < b || is_reprint => DescentRelation::SharesOrigin,
                    false => continue,
                };
                pairs.push(Pair { earlier: a, later: b, relation, shared, weight, is_reprint });
            }
        }
        pairs
    }

    /// Says what is said of several prints of one outlet, or of the same prints twice, once.
    fn once(&self, found: Vec<Descent>) -> Vec<Descent> {
        let outlet = |n: &usize| self.witnesses[*n].outlet;
        let everyone = |one: &Descent| -> BTreeSet<&str> {
            one.from.iter().chain([&one.witness]).map(outlet).collect()
        };
        let mut kept: Vec<Descent> = Vec::new();
        for one in &found {
            let is_origin = one.relation == DescentRelation::SharesOrigin;
            let is_wider = |other: &Descent| {
                other.relation == one.relation
                    && other.readings == one.readings
                    && other.is_reprint == one.is_reprint
                    && everyone(other).is_superset(&everyone(one))
                    && (is_origin || outlet(&other.witness) == outlet(&one.witness))
            };
            let is_told = kept.iter().any(is_wider)
                || is_origin
                    && found.iter().any(|other| {
                        is_wider(other) && everyone(other).len() > everyone(one).len()
                    });
            if !is_told {
                kept.push(one.clone());
            }
        }
        kept.sort_by(|x, y| (x.witness, &x.from).cmp(&(y.witness, &y.from)));
        kept
    }
}

/// Two prints that have one origin.
struct Pair {
    earlier: usize,
    later: usize,
    relation: DescentRelation,
    shared: BTreeSet<usize>,
    weight: Weight,
    is_reprint: bool,
}

impl Pair {
    fn descent(&self, errors: &[KnownError]) -> Descent {
        Descent {
            witness: self.later,
            relation: self.relation,
            from: vec![self.earlier],
            readings: self.shared.iter().map(|&n| errors[n].reading.clone()).collect(),
            support: self.weight.max(0) as u64,
            is_reprint: self.is_reprint,
        }
    }
}

/// Returns true if both prints of a pair follow others in all that they share: then it is no news
/// that they have one origin.
fn is_explained(found: &[Descent], pair: &Pair, errors: &[KnownError]) -> bool {
    let all = |n: usize| {
        found.iter().any(|one| {
            one.witness == n
                && one.relation == DescentRelation::Follows
                && pair.shared.iter().all(|&error| one.readings.contains(&errors[error].reading))
        })
    };
    pair.relation == DescentRelation::SharesOrigin && all(pair.earlier) && all(pair.later)
}

/// Returns true if two reporters would hardly make this change alike.
fn is_distinctive(reading: &Reading) -> bool {
    let is_of_words = matches!(
        reading.kind,
        Kind::Polarity
            | Kind::NumberValue
            | Kind::Name
            | Kind::Modality
            | Kind::Quantifier
            | Kind::Time
            | Kind::Condition
            | Kind::Synonym
            | Kind::Lexical
            | Kind::Content
    );
    is_of_words
        && reading.stands()
        && reading.disclosure == Disclosure::Silent
        && !reading.flags.contains(&ReadingFlag::Near)
}
