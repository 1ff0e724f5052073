//! Questions by speaker, outlet, date and verdict; the most altered utterances, the fidelity of
//! outlets, and the pairs to review.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::keys::{ALTERED_FIRST, QuotationKey, read_u32};
use super::link_value::LinkValue;
use super::question_index::{
    altered_rank, day_bytes, name_prefix, outlet, outlet_prefix, verdict_byte,
};
use super::tables::{Fault, decode, get, scan};
use super::utterance_row::UtteranceRow;
use super::view::LiveSnapshot;
use crate::edition::{FidelitySums, OutletFidelity, Utterance, Verdict};
use crate::error::Error;
use crate::link::Link;
use crate::model::Published;
use crate::person_name::{Agreement, PersonName};
use redb::ReadableTable;

/// A question for utterances. What is not set is not asked.
///
/// ```
/// use variorum::edition::Verdict;
/// use variorum::live::{LiveArchive, UtteranceQuery};
/// use variorum::{Document, Settings};
///
/// let mut archive = LiveArchive::in_memory(Settings::default())?;
/// for (id, text) in [
///     ("a", "“We shall never accept these tariffs,” Ada Okafor said."),
///     ("b", "Ada Okafor said: “We shall accept these tariffs.”"),
///     ("c", "“The harbour of Veln stays open all winter,” Tom Ruiz said."),
/// ] {
///     archive.add(Document::new(id, text).with_outlet(id))?;
/// }
/// archive.commit()?;
/// let snapshot = archive.snapshot()?;
/// let of_okafor = snapshot.utterances(&UtteranceQuery::new().with_speaker("Okafor"))?;
/// assert_eq!((of_okafor.len(), of_okafor[0].verdict), (1, Verdict::Contradictory));
/// assert_eq!(snapshot.utterances(&UtteranceQuery::new().with_outlet("c"))?.len(), 1);
/// assert_eq!(snapshot.most_altered(10)?, of_okafor);
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UtteranceQuery {
    /// The utterance's speaker can be this person or body.
    pub speaker: Option<String>,
    /// This outlet prints it.
    pub outlet: Option<String>,
    /// It was printed on this day or later.
    pub since: Option<Published>,
    /// It was printed on this day or earlier.
    pub until: Option<Published>,
    /// It has this verdict.
    pub verdict: Option<Verdict>,
    /// At least so many outlets print it.
    pub min_outlets: usize,
}

impl UtteranceQuery {
    /// Asks for all utterances.
    pub fn new() -> UtteranceQuery {
        UtteranceQuery::default()
    }

    /// Asks for those of a speaker: of all names that can be this person's, as “Trump” can be
    /// “Donald J. Trump”.
    #[must_use]
    pub fn with_speaker(mut self, speaker: impl Into<String>) -> UtteranceQuery {
        self.speaker = Some(speaker.into());
        self
    }

    /// Asks for those that an outlet prints; by the id of its document where a document has none.
    #[must_use]
    pub fn with_outlet(mut self, outlet: impl Into<String>) -> UtteranceQuery {
        self.outlet = Some(outlet.into());
        self
    }

    /// Asks for those that were printed on a day or later, by the outlet if one is asked for.
    #[must_use]
    pub fn since(mut self, published: Published) -> UtteranceQuery {
        self.since = Some(published);
        self
    }

    /// Asks for those that were printed on a day or earlier, by the outlet if one is asked for.
    #[must_use]
    pub fn until(mut self, published: Published) -> UtteranceQuery {
        self.until = Some(published);
        self
    }

    /// Asks for those with a verdict.
    #[must_use]
    pub fn with_verdict(mut self, verdict: Verdict) -> UtteranceQuery {
        self.verdict = Some(verdict);
        self
    }

    /// Asks for those that so many outlets print.
    #[must_use]
    pub fn with_min_outlets(mut self, outlets: usize) -> UtteranceQuery {
        self.min_outlets = outlets;
        self
    }

    /// Returns true if a document counts: of the outlet, and of the days.
    fn accepts_print(&self, name: &str, published: Option<i64>) -> bool {
        let day = published.map(day_bytes);
        let bound = |date: &Option<Published>| date.as_ref().map(|date| day_bytes(date.second()));
        let (since, until) = (bound(&self.since), bound(&self.until));
        self.outlet.as_ref().is_none_or(|wanted| wanted == name)
            && since.is_none_or(|since| day.is_some_and(|day| day >= since))
            && until.is_none_or(|until| day.is_some_and(|day| day <= until))
    }
}

impl LiveSnapshot {
    /// Returns the utterances that a query asks for, those that most outlets print first, then by
    /// date: the order of [`Reconciliation::utterances`](crate::Reconciliation::utterances).
    ///
    /// Cost: reads the utterances of the speaker, if one is asked for, and compares each name that
    /// anybody has; else the utterances of the outlet, of the days, of the verdict; else all. Those
    /// that are asked for are held in memory.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn utterances(&self, query: &UtteranceQuery) -> Result<Vec<Utterance>, Error> {
        let utterances = || {
            let mut rows = Vec::new();
            let speaker = query.speaker.as_deref().map(PersonName::parse);
            for first in self.firsts(query, speaker.as_ref())? {
                let row = self.utterance_row(first)?;
                let Utterance { verdict, outlets, speaker: name, .. } = &row.utterance;
                let is_asked = query.verdict.is_none_or(|wanted| wanted == *verdict)
                    && query.min_outlets <= *outlets
                    && speaker.as_ref().is_none_or(|asked| can_be(name.as_deref(), asked))
                    && self.is_printed(query, &row)?;
                if is_asked {
                    rows.push(row);
                }
            }
            rows.sort_by(|a, b| a.rank().cmp(&b.rank()));
            Ok(rows.into_iter().map(|row| row.utterance).collect())
        };
        self.read(utterances())
    }

    /// Returns the utterances whose prints differ most: those with most stated differences that
    /// can reverse the meaning, then with most that can change it, then with most others.
    ///
    /// Cost: reads `limit` utterances of each verdict.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn most_altered(&self, limit: usize) -> Result<Vec<Utterance>, Error> {
        let altered = || {
            let mut rows = Vec::new();
            for verdict in Verdict::ALL {
                let mut firsts = Vec::new();
                scan(&self.tables.altered, &[verdict_byte(verdict)], |key, ()| {
                    firsts.push(QuotationKey::read(key, ALTERED_FIRST));
                    Ok(firsts.len() < limit)
                })?;
                for first in firsts {
                    rows.push(self.utterance_row(first)?);
                }
            }
            rows.sort_by(|a, b| altered_rank(a).cmp(&altered_rank(b)));
            rows.truncate(limit);
            Ok(rows.into_iter().map(|row| row.utterance).collect())
        };
        self.read(altered())
    }

    /// Returns the fidelity of an outlet; see
    /// [`fidelity_by_outlet`](crate::edition::fidelity_by_outlet). Cost: reads its utterances.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn outlet_fidelity(&self, outlet: &str) -> Result<OutletFidelity, Error> {
        let fidelity = || {
            let query = UtteranceQuery::new().with_outlet(outlet);
            let mut sums = FidelitySums::default();
            for first in self.firsts(&query, None)? {
                sums.add(&self.utterance_row(first)?.utterance);
            }
            let found = sums.finish().into_iter().find(|sum| sum.outlet == outlet);
            Ok(found.unwrap_or_else(|| OutletFidelity {
                outlet: outlet.to_owned(),
                ..OutletFidelity::default()
            }))
        };
        self.read(fidelity())
    }

    /// Returns the fidelity of every outlet, as
    /// [`fidelity_by_outlet`](crate::edition::fidelity_by_outlet) does for a reconciliation. Cost:
    /// reads every utterance, one at a time.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn fidelity_by_outlet(&self) -> Result<Vec<OutletFidelity>, Error> {
        let fidelity = || {
            let mut sums = FidelitySums::default();
            for first in self.firsts(&UtteranceQuery::new(), None)? {
                sums.add(&self.utterance_row(first)?.utterance);
            }
            Ok(sums.finish())
        };
        self.read(fidelity())
    }

    /// Returns the pairs that a person should review, the most doubtful first: those between the
    /// two thresholds, and those above the upper one whose quotations are in two utterances all
    /// the same. Cost: reads all of them.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn pairs_to_review(&self, limit: usize) -> Result<Vec<Link>, Error> {
        let pairs = || {
            let mut links = Vec::new();
            for entry in self.tables.reviews.iter()? {
                let (key, _) = entry?;
                let key = key.value();
                let [a, b] = [0, 8].map(|at| QuotationKey::read(key, at));
                let link = get(&self.tables.links, key, decode::<LinkValue>)?;
                let missing = || Fault::Corrupted(format!("a link is missing: {a:?}, {b:?}"));
                let link = link.ok_or_else(missing)??;
                let id = |key: QuotationKey| -> Result<String, Fault> {
                    Ok(self.row(key.document)?.quotation_id(key.place))
                };
                links.push(link.link(&id(a)?, &id(b)?, &self.shared.settings.link_model));
            }
            links.sort_by(Link::by_doubt);
            links.truncate(limit);
            Ok(links)
        };
        self.read(pairs())
    }

    /// Returns the first quotations of utterances, all that a query asks for among them.
    fn firsts(
        &self,
        query: &UtteranceQuery,
        speaker: Option<&PersonName>,
    ) -> Result<BTreeSet<QuotationKey>, Fault> {
        let mut firsts = BTreeSet::new();
        if let Some(speaker) = speaker {
            let mut keys = Vec::new();
            for entry in self.tables.names.iter()? {
                let (name, _) = entry?;
                let name = String::from_utf8_lossy(name.value());
                if !can_be(Some(&name), speaker) {
                    continue;
                }
                scan(&self.tables.speakers, &name_prefix(&name), |key, ()| {
                    keys.push(QuotationKey::read(key, 8));
                    Ok(true)
                })?;
            }
            for key in keys {
                firsts.insert(self.first_of(key)?);
            }
            return Ok(firsts);
        }
        let mut documents = Vec::new();
        if let Some(name) = &query.outlet {
            scan(&self.tables.outlets, &outlet_prefix(name), |key, ()| {
                documents.push(read_u32(key, 8));
                Ok(true)
            })?;
        } else if query.since.is_some() || query.until.is_some() {
            let day = |date: &Published| day_bytes(date.second());
            let first = query.since.as_ref().map_or([0; 4], day);
            let last = query.until.as_ref().map_or([u8::MAX; 4], day);
            let (mut from, mut to) = ([0; 8], [u8::MAX; 8]);
            from[..4].copy_from_slice(&first);
            to[..4].copy_from_slice(&last);
            for entry in self.tables.days.range::<&[u8; 8]>(&from..=&to)? {
                documents.push(read_u32(entry?.0.value(), 4));
            }
        } else if let Some(verdict) = query.verdict.filter(|verdict| *verdict != Verdict::Single) {
            scan(&self.tables.altered, &[verdict_byte(verdict)], |key, ()| {
                firsts.insert(QuotationKey::read(key, ALTERED_FIRST));
                Ok(true)
            })?;
        } else {
            for entry in self.tables.utterance_ids.iter()? {
                let (id, _) = entry?;
                firsts.insert(QuotationKey::read(id.value(), id.value().len().saturating_sub(8)));
            }
        }
        for number in documents {
            for key in self.row(number)?.keys(number) {
                firsts.insert(self.first_of(key)?);
            }
        }
        Ok(firsts)
    }

    /// Returns true if a print of an utterance is of the outlet and the days that are asked for.
    fn is_printed(&self, query: &UtteranceQuery, row: &UtteranceRow) -> Result<bool, Fault> {
        if query.outlet.is_none() && query.since.is_none() && query.until.is_none() {
            return Ok(true);
        }
        for quotation in &row.quotations {
            let document = self.row(quotation.document)?.document;
            let is_print = !document.is_query();
            if is_print && query.accepts_print(outlet(&document), document.printed_second()) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Returns true if a name can be the person that was asked for.
fn can_be(name: Option<&str>, asked: &PersonName) -> bool {
    name.is_some_and(|name| PersonName::parse(name).compare(asked).agreement == Agreement::Same)
}
