//! Has this been printed? Looks up a wording in an archive.
//!
//! A wording is looked up as a quotation is compared: by the runs of words that it shares with what
//! is there ([`crate::blocking`]). The nearest prints are compared word by word
//! ([`crate::compare()`]). The answer is a [`Rung`]. It fails closed: a wording is called verbatim
//! only if some print has it, byte for byte, and nothing that it leaves out turns its meaning.
//! A measure of similarity cannot tell this: a dropped *not* changes few characters.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::blocks::Blocks;
use super::document_row::QuotationValue;
use super::keys::QuotationKey;
use super::question_index::outlet;
use super::tables::{Fault, decode, get, scan};
use super::view::LiveSnapshot;
use super::wording::{
    covered, has_same_words, is_given_to_another, is_outside, is_part, leaves_much,
    without_brackets,
};
use crate::align::features::{SequenceWord, sequence_words};
use crate::blocking::{MAX_BLOCK_SIZE, MIN_RUN_WEIGHT};
use crate::compare::{Comparer, Comparison};
use crate::edition::Utterance;
use crate::error::Error;
use crate::link::LinkVerdict;
use crate::model::{Document, Published, StandaloneQuotation};
use crate::part::filed_words;
use crate::text::{Vocabulary, Weight};
use crate::variant::{Disclosure, Kind, Level, QualifierKind, Variant};

/// A wording to look up, and what is known of it.
///
/// ```
/// use variorum::live::{LiveArchive, Query, Rung};
/// use variorum::{Document, Settings};
///
/// let mut archive = LiveArchive::in_memory(Settings::default())?;
/// archive.add(Document::new("a", "“We shall never accept these tariffs,” Ms. Okafor said."))?;
/// archive.commit()?;
/// let snapshot = archive.snapshot()?;
/// let rung = |text: &str| snapshot.lookup(&Query::new(text)).map(|answer| answer.rung);
/// assert_eq!(rung("We shall never accept these tariffs")?, Rung::Verbatim);
/// assert_eq!(rung("we shall never accept these tariffs")?, Rung::Accidental);
/// assert_eq!(rung("We shall accept these tariffs")?, Rung::Altered);
/// assert_eq!(rung("The harbour will close in spring")?, Rung::NotFound);
/// let by_another = Query::new("We shall never accept these tariffs").with_speaker("Paul Ito");
/// assert_eq!(snapshot.lookup(&by_another)?.rung, Rung::OtherSpeaker);
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    text: String,
    speaker: Option<String>,
    outlet: Option<String>,
    until: Option<Published>,
}

impl Query {
    /// Makes a query for a wording; quotation marks around it do not count.
    pub fn new(text: impl Into<String>) -> Query {
        Query { text: text.into(), ..Query::default() }
    }

    /// Sets the wording, and keeps the rest.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<String>) -> Query {
        self.text = text.into();
        self
    }

    /// Sets who is said to have said it.
    #[must_use]
    pub fn with_speaker(mut self, speaker: impl Into<String>) -> Query {
        self.speaker = Some(speaker.into());
        self
    }

    /// Looks at the prints of one outlet alone.
    #[must_use]
    pub fn with_outlet(mut self, outlet: impl Into<String>) -> Query {
        self.outlet = Some(outlet.into());
        self
    }

    /// Looks at what was published until then alone; what has no date is left out.
    #[must_use]
    pub fn until(mut self, published: Published) -> Query {
        self.until = Some(published);
        self
    }

    fn accepts(&self, document: &Document) -> bool {
        self.outlet.as_ref().is_none_or(|wanted| wanted == outlet(document))
            && self.until.as_ref().is_none_or(|until| {
                document.published.as_ref().is_some_and(|date| date.second() <= until.second())
            })
    }
}

/// The relation of a wording to what was printed. The first that holds is the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Rung {
    /// A print has it byte for byte, as a whole or as a part of a quotation, and what stands
    /// before and after the part does not turn its meaning.
    Verbatim,
    /// A print has the same words; only spelling, capitals, marks or blanks differ.
    Accidental,
    /// It reports an utterance that was printed, in other words: none of its prints has these.
    Altered,
    /// Its parts are printed, and come from several utterances.
    Spliced,
    /// It was printed, but everybody who prints it gives it to another speaker.
    OtherSpeaker,
    /// None of the above.
    NotFound,
}

impl Rung {
    /// Returns `verbatim`, `accidental`, `altered`, `spliced`, `other-speaker` or `not-found`.
    pub fn as_str(self) -> &'static str {
        match self {
            Rung::Verbatim => "verbatim",
            Rung::Accidental => "accidental",
            Rung::Altered => "altered",
            Rung::Spliced => "spliced",
            Rung::OtherSpeaker => "other-speaker",
            Rung::NotFound => "not-found",
        }
    }
}

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Answer {
    /// The relation of the wording to what was printed.
    pub rung: Rung,
    /// The relation of its words to them, whoever said them; the same as `rung` unless that is
    /// [`Rung::OtherSpeaker`].
    pub words: Rung,
    /// The nearest print, and for a splice one for each part, in the order of the wording. For
    /// [`Rung::NotFound`] what came nearest, if anything shares a run of words.
    pub prints: Vec<NearPrint>,
    /// The reason why it was not found.
    pub reason: Option<NotFoundReason>,
}

/// A print that a wording was compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NearPrint {
    /// The id of the quotation.
    pub quotation: String,
    /// The words that it prints.
    pub text: String,
    /// Its outlet; its document's id where that is not known.
    pub outlet: String,
    /// Its date, as given.
    pub published: Option<String>,
    /// The speaker that its document names.
    pub speaker: Option<String>,
    /// The differences of the wording from the print, the gravest first.
    pub differences: Vec<LookupDifference>,
    /// The conditions, negations and hedges that the print has in the same sentence, before or
    /// after the words that were asked.
    pub left_out: Vec<String>,
    /// The utterance, with its witnesses, wordings and lemma.
    pub utterance: Utterance,
}

/// One difference between a wording and a print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LookupDifference {
    /// The words of the print; empty where the wording adds some.
    pub printed: String,
    /// The words of the wording; empty where it leaves some out.
    pub asked: String,
    /// The sort of difference.
    pub kind: Kind,
    /// The degree to which it can change the meaning.
    pub level: Level,
    /// The visibility of the change in the wording: an ellipsis, brackets.
    pub disclosure: Disclosure,
}

/// The reason why a wording was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NotFoundReason {
    /// It has no words.
    NoWords,
    /// It weighs less than 22 bits, which is about two content words: too little to be told from
    /// others, unless some quotation has these words and no more.
    TooShort,
    /// Nothing that is there shares a run of words with it.
    NothingShared,
    /// The prints that share words with it report something else.
    OtherUtterance,
}

/// Most sequences that a wording is compared with.
const MAX_COMPARED: usize = 48;

/// Most sequences of one block that are looked at.
const MAX_OF_BLOCK: usize = 4 * MAX_BLOCK_SIZE;

/// A print with its comparison.
struct ComparedPrint {
    key: QuotationKey,
    document: Document,
    value: QuotationValue,
    text: String,
    comparison: Comparison,
    words: Rung,
    /// The gravest difference.
    level: Level,
    left_out: Vec<(QualifierKind, String)>,
    /// The words of the query that the print has, in a part that weighs enough.
    covered: Vec<bool>,
}

impl LiveSnapshot {
    /// Looks up a wording.
    ///
    /// Cost: the comparison with at most 48 prints; milliseconds.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn lookup(&self, query: &Query) -> Result<Answer, Error> {
        self.read(self.answer(query))
    }

    /// Looks up every quotation of a text, such as an opinion piece or a machine's answer. Each is
    /// asked with the speaker that the text names. Returns them in the order of the text, with
    /// their answers.
    ///
    /// # Errors
    /// When the storage fails.
    ///
    /// ```
    /// use variorum::live::{LiveArchive, Rung};
    /// use variorum::{Document, Settings};
    ///
    /// let mut archive = LiveArchive::in_memory(Settings::default())?;
    /// archive.add(Document::new("a", "“We shall never accept these tariffs,” Ms. Okafor said."))?;
    /// archive.commit()?;
    /// let op_ed = "Ms. Okafor promised: “We shall accept these tariffs.”";
    /// let checked = archive.snapshot()?.check(op_ed)?;
    /// assert_eq!(checked[0].answer.rung, Rung::Altered);
    /// # Ok::<(), variorum::Error>(())
    /// ```
    pub fn check(&self, text: &str) -> Result<Vec<CheckedQuotation>, Error> {
        let document = Document::new("the text", text);
        let mut extractor = crate::archive::document_extractor(
            &self.shared.settings.clone().with_indirect_reports(false),
        );
        let extracted = extractor.extract(&document);
        let mut checked = Vec::new();
        for stored in extracted.quotations {
            let pieces = stored.quotation.pieces.iter().map(|piece| piece.slice(text));
            let words = pieces.collect::<Vec<_>>().join(" ");
            let mut query = Query::new(&words);
            query.speaker = stored.name.clone();
            let start = stored.quotation.pieces.first().map_or(0, |piece| piece.start());
            let answer = self.lookup(&query)?;
            checked.push(CheckedQuotation { text: words, start, speaker: stored.name, answer });
        }
        Ok(checked)
    }

    fn answer(&self, query: &Query) -> Result<Answer, Fault> {
        let text = query.text.trim_matches(|c: char| c.is_whitespace() || "“”\"„«»".contains(c));
        let mut words = Vocabulary::new();
        let passage = words.tokenize(text).words;
        let asked: Vec<SequenceWord> = sequence_words(&words, &passage).collect();
        let nothing = |reason| Answer {
            rung: Rung::NotFound,
            words: Rung::NotFound,
            prints: Vec::new(),
            reason: Some(reason),
        };
        if asked.is_empty() {
            return Ok(nothing(NotFoundReason::NoWords));
        }
        let keys = self.near(&words, &asked)?;
        let mut comparer = Comparer::new()
            .with_language_data(self.shared.settings.language_data.clone())
            .with_link_model(self.shared.settings.link_model.clone());
        let mut compared = Vec::new();
        for key in keys {
            if let Some(one) = self.compare(query, text, (&words, &asked), key, &mut comparer)? {
                compared.push(one);
            }
        }
        let weight: Weight = asked.iter().map(|word| words[word.word()].weight).sum();
        if compared.is_empty() {
            return Ok(nothing(match weight < MIN_RUN_WEIGHT {
                true => NotFoundReason::TooShort,
                false => NotFoundReason::NothingShared,
            }));
        }
        let rank = |one: &ComparedPrint| {
            let differences = one.level;
            let score = (one.comparison.link.score * 1e6) as i64;
            // Of equal prints the earliest.
            let second = one.document.published.as_ref().map_or(i64::MAX, Published::second);
            (one.words, differences, -score, second, one.document.id.clone(), one.key.place)
        };
        compared.sort_by_key(rank);
        let mut rung = compared[0].words;
        let mut used = 1;
        let may_be_spliced = rung > Rung::Altered
            || (rung == Rung::Altered && leaves_much(&words, &asked, &compared[0].covered));
        if may_be_spliced && let Some(parts) = self.splice(&words, &asked, &mut compared)? {
            (rung, used) = (Rung::Spliced, parts);
        }
        compared.truncate(used);
        let mut prints = Vec::new();
        for one in compared {
            prints.push(self.near_print(text, one)?);
        }
        let mut answer = Answer { rung, words: rung, prints, reason: None };
        if rung == Rung::NotFound {
            answer.reason = Some(NotFoundReason::OtherUtterance);
        } else if let Some(speaker) = &query.speaker
            && answer.prints.iter().any(|print| is_given_to_another(speaker, &print.utterance))
        {
            answer.rung = Rung::OtherSpeaker;
        }
        Ok(answer)
    }

    /// Returns one quotation for each sequence that shares most runs with a wording.
    fn near(&self, words: &Vocabulary, asked: &[SequenceWord]) -> Result<Vec<QuotationKey>, Fault> {
        let filed = filed_words(words, asked);
        let blocks = Blocks::new(&self.tables.postings);
        // Its very words come first, also where their blocks are too large to be read through.
        let mut shared: BTreeMap<u64, usize> = BTreeMap::from([(filed.id, 0)]);
        for run in &filed.runs {
            let block = blocks.block(run.key)?;
            // Of an oversized block, those that share the longest run.
            let path = match block.is_oversized() {
                true => run.path.iter().take_while(|&&part| part != 0).count(),
                false => 0,
            };
            let mut seen = BTreeSet::new();
            blocks.for_each(run.key, &run.path[..path], |sequence| {
                seen.insert(sequence);
                seen.len() < MAX_OF_BLOCK
            })?;
            seen.into_iter().for_each(|sequence| *shared.entry(sequence).or_insert(0) += 1);
        }
        let mut ranked: Vec<(bool, usize, u64)> = shared
            .into_iter()
            .map(|(sequence, runs)| (sequence == filed.id, runs, sequence))
            .collect();
        ranked.sort_unstable_by(|x, y| y.cmp(x));
        let mut keys = Vec::new();
        for (_, _, sequence) in ranked.into_iter().take(MAX_COMPARED) {
            let mut of_sequence = 0;
            scan(&self.tables.sequences, &sequence.to_be_bytes(), |key, _| {
                keys.push(QuotationKey::read(key, 8));
                of_sequence += 1;
                Ok(of_sequence < MAX_OF_SEQUENCE)
            })?;
        }
        Ok(keys)
    }

    /// Compares a wording with the print `key`; nothing if the query is not about it.
    fn compare(
        &self,
        query: &Query,
        text: &str,
        (words, asked): (&Vocabulary, &[SequenceWord]),
        key: QuotationKey,
        comparer: &mut Comparer,
    ) -> Result<Option<ComparedPrint>, Fault> {
        let document = self.row(key.document)?.document;
        // A text in question prints nothing.
        if document.is_query() || !query.accepts(&document) {
            return Ok(None);
        }
        let value = get(&self.tables.quotations, &key.bytes(), decode::<QuotationValue>)?;
        let Some(value) = value.transpose()? else { return Ok(None) };
        let printed = value.text(&document);
        let comparison = comparer.compare(
            &StandaloneQuotation::new("printed", printed.as_str()),
            &StandaloneQuotation::new("asked", text),
        );
        let covered = covered(words, asked, &printed);
        // That a print goes on before or after is no difference, unless it turns the meaning.
        let counts = |variant: &&Variant| !is_outside(variant) || variant.level > Level::Minor;
        let level = comparison.variants.iter().filter(counts).map(|variant| variant.level).max();
        let level = level.unwrap_or(Level::Accidental);
        // Words of the query that the print lacks are a variant, too: every difference is one.
        let same_words = comparison.variants.iter().filter(counts).all(has_same_words);
        let left_out = comparer.left_out(&printed, text);
        let turns = |(kind, _): &(QualifierKind, String)| *kind != QualifierKind::Hedge;
        let is_turned = left_out.iter().any(turns);
        let rung = if level == Level::Accidental && same_words && !is_turned {
            match is_part(&printed, text) {
                true => Rung::Verbatim,
                false => Rung::Accidental,
            }
        } else if comparison.link.verdict == LinkVerdict::Same
            || without_brackets(text).is_some_and(|bare| {
                let bare = StandaloneQuotation::new("asked", bare);
                let printed = StandaloneQuotation::new("printed", printed.as_str());
                comparer.compare(&printed, &bare).link.verdict == LinkVerdict::Same
            })
        {
            Rung::Altered
        } else {
            Rung::NotFound
        };
        Ok(Some(ComparedPrint {
            left_out,
            level,
            key,
            document,
            value,
            text: printed,
            comparison,
            words: rung,
            covered,
        }))
    }

    /// Puts the prints whose parts make up a wording first, in its order, and returns their
    /// number; nothing if they do not, or are of one utterance.
    fn splice(
        &self,
        words: &Vocabulary,
        asked: &[SequenceWord],
        compared: &mut Vec<ComparedPrint>,
    ) -> Result<Option<usize>, Fault> {
        let mut open = vec![true; asked.len()];
        let mut chosen: Vec<usize> = Vec::new();
        let gain = |one: &ComparedPrint, open: &[bool]| -> Weight {
            let fresh = one.covered.iter().zip(open).zip(asked);
            fresh
                .filter(|((has, open), _)| **has && **open)
                .map(|(_, w)| words[w.word()].weight)
                .sum()
        };
        while chosen.len() < MAX_PARTS {
            let best = (0..compared.len())
                .map(|n| (gain(&compared[n], &open), std::cmp::Reverse(n)))
                .max()
                .filter(|&(gain, _)| gain >= MIN_RUN_WEIGHT);
            let Some((_, std::cmp::Reverse(best))) = best else { break };
            open.iter_mut().zip(&compared[best].covered).for_each(|(open, has)| *open &= !has);
            chosen.push(best);
        }
        if chosen.len() < 2
            || leaves_much(words, asked, &open.iter().map(|open| !open).collect::<Vec<_>>())
        {
            return Ok(None);
        }
        let mut utterances = BTreeSet::new();
        for &n in &chosen {
            utterances.insert(self.first_of(compared[n].key)?);
        }
        if utterances.len() < 2 {
            return Ok(None);
        }
        let begins = |n: &usize| compared[*n].covered.iter().position(|&has| has);
        chosen.sort_by_key(begins);
        let mut taken: Vec<Option<ComparedPrint>> =
            std::mem::take(compared).into_iter().map(Some).collect();
        compared.extend(chosen.iter().filter_map(|&n| taken[n].take()));
        Ok(Some(compared.len()))
    }

    fn near_print(&self, asked: &str, one: ComparedPrint) -> Result<NearPrint, Fault> {
        let ComparedPrint { key, document, value, text, comparison, left_out, .. } = one;
        let mut differences: Vec<LookupDifference> = comparison
            .variants
            .iter()
            .filter(|variant| !variant.is_edge() && !is_outside(variant))
            .map(|variant| LookupDifference {
                printed: comparison.span_a(&variant.a).slice(&text).to_owned(),
                asked: comparison.span_b(&variant.b).slice(asked).to_owned(),
                kind: variant.kind,
                level: variant.level,
                disclosure: variant.disclosure,
            })
            .collect();
        differences.sort_by_key(|difference| std::cmp::Reverse(difference.level));
        let utterance = self.utterance_row(self.first_of(key)?)?.utterance;
        Ok(NearPrint {
            quotation: [&document.id, "#", &key.place.to_string()].concat(),
            outlet: document.outlet.unwrap_or(document.id),
            published: document.published.map(|published| published.to_string()),
            speaker: value.name,
            text,
            differences,
            left_out: left_out.into_iter().map(|(_, words)| words).collect(),
            utterance,
        })
    }
}

/// A quotation of a text that was checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CheckedQuotation {
    /// Its words; pieces are joined by a blank.
    pub text: String,
    /// The byte of the text at which it begins.
    pub start: usize,
    /// The speaker that the text names.
    pub speaker: Option<String>,
    /// The answer.
    pub answer: Answer,
}

/// Most quotations of one sequence that are compared: they differ in marks and capitals alone.
const MAX_OF_SEQUENCE: usize = 8;

/// Most parts of a splice.
const MAX_PARTS: usize = 6;
