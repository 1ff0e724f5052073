//! What a commit changed, utterance by utterance.
//!
//! The id of an utterance is a hash of its first witness, by date, document and place. So content
//! alone decides what becomes of an id:
//!
//! - An utterance that grows keeps its id, unless a print that is earlier than all others comes:
//!   then it has that print's id ([`ChangeKind::Renamed`]).
//! - Of utterances that merge, the one with the first of all witnesses gives the id; the others are
//!   [`ChangeKind::Merged`] into it.
//! - Of an utterance that is split, the part with the first witness keeps the id; the other parts
//!   are new ([`ChangeKind::Split`]).
//!
//! [`LiveSnapshot::utterance`](super::LiveSnapshot::utterance) finds an utterance by a former id:
//! it is the one that has the witness which gave that id.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::utterance_row::UtteranceRow;
use crate::edition::{Reading, Utterance};
use crate::variant::{Kind, Level};

/// The changes of one commit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Commit {
    /// Its place among all commits, from 1.
    pub position: u64,
    /// The ids of the documents that came, or came in a new version.
    pub documents: Vec<String>,
    /// The ids of the documents that went.
    pub removed: Vec<String>,
    /// The changes, by the ids of their utterances.
    pub changes: Vec<UtteranceChange>,
    /// True if the archive was made anew, with other settings or by another version: everything
    /// may have changed, and the changes are not listed.
    #[serde(default)]
    pub is_rebuilt: bool,
}

/// One change of one utterance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UtteranceChange {
    /// The id of the utterance, as it is after the commit; for one that ended, as it was.
    pub utterance: String,
    /// The number of its outlets after the commit, each counted once.
    pub outlets: usize,
    /// The sort of change.
    pub kind: ChangeKind,
}

/// The sort of change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ChangeKind {
    /// It is new.
    #[non_exhaustive]
    New {
        /// Its speaker.
        speaker: Option<String>,
        /// Its lemma.
        lemma: String,
    },
    /// It has ended: no document prints it any more.
    Ended,
    /// It has another id, since an earlier print of it came, or its first print went.
    #[non_exhaustive]
    Renamed {
        /// Its former id.
        from: String,
    },
    /// Another utterance is part of it now.
    #[non_exhaustive]
    Merged {
        /// The id of that one.
        from: String,
    },
    /// It was a part of another utterance.
    #[non_exhaustive]
    Split {
        /// The id of that one.
        from: String,
    },
    /// A quotation reports it that did not.
    #[non_exhaustive]
    WitnessAdded {
        /// The id of the quotation.
        quotation: String,
        /// Its outlet.
        outlet: String,
    },
    /// A quotation does not report it any more.
    #[non_exhaustive]
    WitnessRemoved {
        /// The id of the quotation.
        quotation: String,
    },
    /// A wording has appeared that none of its witnesses printed.
    #[non_exhaustive]
    WordingAdded {
        /// The wording.
        text: String,
        /// Its number of wordings now.
        wordings: usize,
    },
    /// A wording has gone with its last witness.
    #[non_exhaustive]
    WordingRemoved {
        /// The wording.
        text: String,
    },
    /// It has another lemma.
    #[non_exhaustive]
    LemmaChanged {
        /// The lemma before.
        from: String,
        /// The lemma now.
        to: String,
    },
    /// It has another speaker.
    #[non_exhaustive]
    SpeakerChanged {
        /// The speaker before.
        from: Option<String>,
        /// The speaker now.
        to: Option<String>,
    },
    /// A difference of substance is stated that was not.
    StatementAdded(StatedDifference),
    /// A difference of substance is not stated any more.
    StatementWithdrawn(StatedDifference),
}

/// A difference of substance that is stated: it stands in the apparatus.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StatedDifference {
    /// The lemma's words; empty for an addition.
    pub lemma: String,
    /// The other words; empty for an omission.
    pub reading: String,
    /// The sort of difference.
    pub kind: Kind,
    /// The degree to which it can change the meaning.
    pub level: Level,
    /// The outlets that print the other words, each once, in order.
    pub outlets: Vec<String>,
}

impl UtteranceChange {
    /// Returns true if the change tells that the prints of the utterance may contradict each other:
    /// a stated difference of the gravest level, such as a *not* that was dropped.
    pub fn is_contradiction(&self) -> bool {
        matches!(&self.kind, ChangeKind::StatementAdded(stated) if stated.level == Level::Contradictory)
    }
}

/// Returns the stated differences of an utterance, in the order of the lemma.
pub(super) fn stated_differences(utterance: &Utterance) -> Vec<StatedDifference> {
    let readings = utterance
        .apparatus
        .iter()
        .flat_map(|entry| entry.readings.iter().map(move |reading| (entry, reading)));
    let stated = readings.filter(|(_, reading)| is_stated(reading)).map(|(entry, reading)| {
        let printed =
            |witness: &&crate::edition::Witness| reading.wordings.contains(&witness.wording);
        let outlets: BTreeSet<&str> =
            utterance.witnesses.iter().filter(printed).map(|w| w.outlet.as_str()).collect();
        StatedDifference {
            lemma: entry.text.clone(),
            reading: reading.text.clone(),
            kind: reading.kind,
            level: reading.level,
            outlets: outlets.into_iter().map(str::to_owned).collect(),
        }
    });
    stated.collect()
}

fn is_stated(reading: &Reading) -> bool {
    reading.statement.as_ref().is_some_and(|statement| statement.stands)
        && reading.level >= Level::Substantive
}

/// Returns the ids of the quotations of an utterance.
fn quotations(utterance: &Utterance) -> BTreeSet<&str> {
    utterance.witnesses.iter().map(|witness| witness.quotation.as_str()).collect()
}

/// Returns what became of the utterances `before`, which are `after` now.
pub(super) fn changes(before: &[UtteranceRow], after: &[UtteranceRow]) -> Vec<UtteranceChange> {
    let mut was_in: BTreeMap<&str, usize> = BTreeMap::new();
    for (n, row) in before.iter().enumerate() {
        was_in.extend(quotations(&row.utterance).into_iter().map(|quotation| (quotation, n)));
    }
    let ids: BTreeSet<&str> = after.iter().map(|row| row.utterance.id.as_str()).collect();
    let mut changes = Vec::new();
    let mut continued = vec![false; before.len()];
    for row in after {
        let now = &row.utterance;
        let mut change = |kind| {
            changes.push(UtteranceChange { utterance: now.id.clone(), outlets: now.outlets, kind })
        };
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for quotation in quotations(now) {
            if let Some(&n) = was_in.get(quotation) {
                *shared.entry(n).or_insert(0) += 1;
            }
        }
        shared.keys().for_each(|&n| continued[n] = true);
        // What it was: the one with its id; else, of those whose id is no more, the one that gives
        // most of it.
        let id_of = |n: usize| before[n].utterance.id.as_str();
        let same_id = shared.keys().copied().find(|&n| id_of(n) == now.id);
        let largest = || {
            let ended = shared.iter().filter(|&(&n, _)| !ids.contains(id_of(n)));
            ended.max_by_key(|&(&n, &count)| (count, std::cmp::Reverse(id_of(n)))).map(|(&n, _)| n)
        };
        let Some(heir_of) = same_id.or_else(largest) else {
            match shared.keys().next() {
                Some(&n) => change(ChangeKind::Split { from: id_of(n).to_owned() }),
                None => change(ChangeKind::New {
                    speaker: now.speaker.clone(),
                    lemma: now.lemma.text.clone(),
                }),
            }
            describe(None, now, &mut change);
            continue;
        };
        if id_of(heir_of) != now.id {
            change(ChangeKind::Renamed { from: id_of(heir_of).to_owned() });
        }
        for &n in shared.keys().filter(|&&n| n != heir_of && !ids.contains(id_of(n))) {
            change(ChangeKind::Merged { from: id_of(n).to_owned() });
        }
        describe(Some(&before[heir_of].utterance), now, &mut change);
    }
    for (row, _) in before.iter().zip(&continued).filter(|(_, continued)| !**continued) {
        let utterance = row.utterance.id.clone();
        changes.push(UtteranceChange { utterance, outlets: 0, kind: ChangeKind::Ended });
    }
    changes.sort_by(|a, b| a.utterance.cmp(&b.utterance));
    changes
}

/// Tells what differs between an utterance as it was, if it was, and as it is.
fn describe(was: Option<&Utterance>, now: &Utterance, change: &mut impl FnMut(ChangeKind)) {
    let before = was.map(quotations).unwrap_or_default();
    let mut added: Vec<_> = now
        .witnesses
        .iter()
        .filter(|witness| !before.contains(witness.quotation.as_str()))
        .collect();
    added.sort_by(|a, b| a.quotation.cmp(&b.quotation));
    for witness in added {
        change(ChangeKind::WitnessAdded {
            quotation: witness.quotation.clone(),
            outlet: witness.outlet.clone(),
        });
    }
    let stated = stated_differences(now);
    let Some(was) = was else {
        stated.into_iter().for_each(|stated| change(ChangeKind::StatementAdded(stated)));
        return;
    };
    let here = quotations(now);
    for quotation in before.into_iter().filter(|quotation| !here.contains(quotation)) {
        change(ChangeKind::WitnessRemoved { quotation: quotation.to_owned() });
    }
    let wordings = |utterance: &Utterance| -> BTreeSet<String> {
        utterance.wordings.iter().map(|wording| wording.text.clone()).collect()
    };
    let (old, new) = (wordings(was), wordings(now));
    for text in new.difference(&old) {
        let wordings = now.wordings.len();
        change(ChangeKind::WordingAdded { text: text.clone(), wordings });
    }
    for text in old.difference(&new) {
        change(ChangeKind::WordingRemoved { text: text.clone() });
    }
    if was.lemma.text != now.lemma.text {
        let (from, to) = (was.lemma.text.clone(), now.lemma.text.clone());
        change(ChangeKind::LemmaChanged { from, to });
    }
    if was.speaker != now.speaker {
        let (from, to) = (was.speaker.clone(), now.speaker.clone());
        change(ChangeKind::SpeakerChanged { from, to });
    }
    let was_stated = stated_differences(was);
    for stated in stated.iter().filter(|stated| !was_stated.contains(stated)) {
        change(ChangeKind::StatementAdded(stated.clone()));
    }
    for stated in was_stated.iter().filter(|was| !stated.contains(was)) {
        change(ChangeKind::StatementWithdrawn(stated.clone()));
    }
}
