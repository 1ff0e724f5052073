//! Names the outlets that print a reading, as a reader would say it.
//!
//! A negative entry names those that have a reading; a positive one (`all but …`) those that have
//! not. Where the prints differ in substance and nobody can know who changed the words, both sides
//! are named: `The Post prints “two”, The Times “ten”`.

use std::collections::BTreeSet;

use super::change::Change;
use super::labels::{count_noun, short_name};
use super::one_line::elide_middle;
use super::view::UtteranceView;
use crate::edition::ChangedBy;
use crate::variant::Operation;

/// More outlets than this are counted, not named: three are still read at a glance.
const MAX_NAMED_OUTLETS: usize = 3;
/// Fewer outlets than this are named and not counted as all.
const MIN_ALL_OUTLETS: usize = 3;
/// Number of words of a side that are quoted beside its outlets; it stands in full in the row.
const MAX_QUOTED_WORDS: usize = 4;

impl<'a> UtteranceView<'a> {
    /// Returns the outlets that print one of `wordings`, sorted, each once; if there are none, the
    /// texts in question that have it.
    pub(super) fn outlets(&self, wordings: &[usize]) -> BTreeSet<&'a str> {
        let here = |is_query: bool| {
            let those = self.utterance.witnesses.iter();
            those.filter(move |one| one.is_query == is_query && wordings.contains(&one.wording))
        };
        let prints: BTreeSet<&str> = here(false).map(|witness| witness.outlet.as_str()).collect();
        match prints.is_empty() {
            true => here(true).map(|witness| witness.outlet.as_str()).collect(),
            false => prints,
        }
    }

    /// Names the outlets that print one of `wordings`, against all others; see
    /// [`describe_outlets`](UtteranceView::describe_outlets).
    pub(super) fn outlets_with(&self, wordings: &[usize], all: bool) -> String {
        let rest: Vec<usize> =
            (0..self.utterance.wordings.len()).filter(|n| !wordings.contains(n)).collect();
        self.describe_outlets(wordings, &rest, all)
    }

    /// Names the outlets that print one of `wordings`, or, if that is shorter, all but those of
    /// `others`, which print the place differently. More than [`MAX_NAMED_OUTLETS`] are counted,
    /// unless `all` is true. A number is that of the outlets that print the words.
    pub(super) fn describe_outlets(
        &self,
        wordings: &[usize],
        others: &[usize],
        all: bool,
    ) -> String {
        let those = self.outlets(wordings);
        let others: BTreeSet<&str> = self.outlets(others).difference(&those).copied().collect();
        let prints = self.utterance.witnesses.iter().filter(|witness| !witness.is_query);
        let everyone: BTreeSet<&str> = prints.map(|witness| witness.outlet.as_str()).collect();
        let is_everyone = those.union(&others).count() == everyone.len();
        let positive = match (others.len(), is_everyone) {
            (0, _) if those.len() < MIN_ALL_OUTLETS => None,
            (0, true) => Some(format!("all {} outlets", those.len())),
            (0, false) => Some(format!("all {} that print it", those.len())),
            (n, _) if n >= those.len() || n > MAX_NAMED_OUTLETS && !all => None,
            (_, true) => Some(format!("all but {}", join_names(&others))),
            // The remaining outlets begin later or have ended before.
            (_, false) => Some(format!("all that print it but {}", join_names(&others))),
        };
        let negative = (all || those.len() <= MAX_NAMED_OUTLETS).then(|| join_names(&those));
        match (negative, positive) {
            (Some(names), Some(others)) if others.chars().count() < names.chars().count() => others,
            (Some(names), _) => names,
            (None, Some(others)) => others,
            (None, None) => count_noun(those.len(), "outlet"),
        }
    }

    /// Names the outlets that print one of `wordings`, or counts them, and returns their number.
    pub(super) fn name_outlets(&self, wordings: &[usize], all: bool) -> (String, usize) {
        let those = self.outlets(wordings);
        let count = those.len();
        if all || count <= MAX_NAMED_OUTLETS {
            (join_names(&those), count)
        } else {
            (count_noun(count, "outlet"), count)
        }
    }

    /// Names the outlets of a change. Where the prints differ in substance, those that print the
    /// change are named alone only if it is known that they made it. Else both sides are named, and
    /// a lemma that was changed is said to be `only` its outlets’.
    pub(super) fn describe_change_outlets(&self, change: &Change, all: bool) -> String {
        if !change.is_substantive_difference() || change.changed_by == Some(ChangedBy::These) {
            return self.describe_outlets(&change.wordings, &change.others, all);
        }
        let (those, count) = self.name_outlets(&change.wordings, all);
        let (lemma, lemma_count) = self.name_outlets(&change.with_lemma, all);
        if lemma_count == 0 || (&those, count) == (&lemma, lemma_count) {
            return those;
        }
        let only = if change.changed_by == Some(ChangedBy::Lemma) { "only " } else { "" };
        let prints = |count: usize| if count == 1 { "prints" } else { "print" };
        let lacks = |count: usize| if count == 1 { "does not" } else { "do not" };
        match (quote(&change.lemma), quote(&change.text)) {
            _ if change.operation == Operation::Transposition => {
                format!(
                    "{only}{lemma} {} it as above, {those} in another order",
                    prints(lemma_count)
                )
            }
            (Some(words), Some(other)) => {
                format!("{only}{lemma} {} {words}, {those} {other}", prints(lemma_count))
            }
            (Some(words), None) => {
                format!("{only}{lemma} {} {words}, {those} {}", prints(lemma_count), lacks(count))
            }
            (None, Some(other)) => {
                format!("{those} {} {other}, {only}{lemma} {}", prints(count), lacks(lemma_count))
            }
            (None, None) => those,
        }
    }
}

fn join_names(outlets: &BTreeSet<&str>) -> String {
    outlets.iter().map(|outlet| short_name(outlet)).collect::<Vec<_>>().join(", ")
}

/// Returns the words in quotation marks, short; `None` where there are none.
fn quote(text: &str) -> Option<String> {
    let words = text.trim_matches([',', ';', ' ']);
    let words = if words.is_empty() { text } else { words };
    (!words.is_empty()).then(|| format!("“{}”", elide_middle(words, MAX_QUOTED_WORDS)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::{Reading, Utterance};
    use crate::report::sample;
    use crate::variant::{Disclosure, Kind};

    fn with_outlet(mut utterance: Utterance, outlet: &str, wording: usize) -> Utterance {
        let mut witness = utterance.witnesses[0].clone();
        (witness.outlet, witness.wording) = (outlet.to_owned(), wording);
        utterance.witnesses.push(witness);
        utterance
    }

    #[test]
    fn exceptions_are_named_and_what_is_counted_is_what_is_meant() {
        let five = sample::denial();
        let described = |utterance: &Utterance, wordings: &[usize], others: &[usize]| {
            UtteranceView::new(utterance).describe_outlets(wordings, others, false)
        };
        assert_eq!(described(&five, &[0, 2, 3], &[1]), "all but Post");
        assert_eq!(described(&five, &[1], &[0, 2, 3]), "Post");
        assert_eq!(described(&five, &[0, 1, 2, 3], &[]), "all 5 outlets");
        assert_eq!(described(&five, &[0, 2, 3], &[]), "all 4 that print it");
        // One or two are named, even where they are all.
        let mut one = sample::denial();
        one.witnesses.truncate(1);
        one.witnesses[0].outlet = "The Morning Semaphore and Courier".to_owned();
        assert_eq!(described(&one, &[0], &[]), "The Morning Semaphore and Courier");
        // A sixth outlet that has ended before is no exception, and is not counted.
        let six = with_outlet(sample::denial(), "Gazette", 9);
        assert_eq!(described(&six, &[0, 2, 3], &[1]), "all that print it but Post");
        // An outlet that prints both is no exception either.
        let both = with_outlet(sample::denial(), "Post", 0);
        assert_eq!(described(&both, &[0, 2, 3], &[1]), "all 5 outlets");
    }

    /// Returns the sentence on the outlets of the change in which `not` is left out or replaced.
    fn sentence(tell: fn(&mut Utterance, usize)) -> String {
        let mut utterance = sample::denial();
        let denial = |reading: &Reading| matches!(reading.kind, Kind::Polarity | Kind::NumberValue);
        let place = utterance.apparatus.iter().position(|entry| entry.readings.iter().any(denial));
        utterance.witnesses.retain(|witness| matches!(witness.wording, 0 | 1));
        tell(&mut utterance, place.unwrap());
        let view = UtteranceView::new(&utterance);
        let changes = view.places.iter().flat_map(|place| &place.changes);
        let change = changes.max_by_key(|change| change.level).unwrap();
        view.describe_change_outlets(change, false)
    }

    #[test]
    fn one_print_against_one_accuses_nobody() {
        assert_eq!(sentence(|_, _| {}), "Post");
        let nobody = |utterance: &mut Utterance, place: usize| {
            utterance.apparatus[place].readings[0].changed_by = None;
        };
        assert_eq!(sentence(nobody), "Courier, Ledger print “not”, Post does not");
        let words = |utterance: &mut Utterance, place: usize| {
            let reading = &mut utterance.apparatus[place].readings[0];
            (reading.changed_by, reading.operation) = (None, Operation::Substitution);
            reading.text = "never, ever in my life again".to_owned();
            utterance.witnesses.remove(1);
        };
        assert_eq!(sentence(words), "Courier prints “not”, Post “never, ever … life again”");
        let added = |utterance: &mut Utterance, place: usize| {
            let entry = &mut utterance.apparatus[place];
            (entry.text, entry.tokens) = (String::new(), 2..2);
            let reading = &mut entry.readings[0];
            (reading.changed_by, reading.operation) = (None, Operation::Addition);
            reading.text = "only".to_owned();
        };
        assert_eq!(sentence(added), "Post prints “only”, Courier, Ledger do not");
    }

    #[test]
    fn a_lemma_that_was_changed_is_said_to_be_only_its_outlets() {
        let lemma = |utterance: &mut Utterance, place: usize| {
            utterance.apparatus[place].readings[0].changed_by = Some(ChangedBy::Lemma);
            utterance.witnesses.remove(1);
        };
        assert_eq!(sentence(lemma), "only Courier prints “not”, Post does not");
        // What the print shows accuses nobody of anything: the reading's outlet is named.
        let shown = |utterance: &mut Utterance, place: usize| {
            let reading = &mut utterance.apparatus[place].readings[0];
            (reading.changed_by, reading.disclosure) = (None, Disclosure::Disclosed);
        };
        assert_eq!(sentence(shown), "Post");
    }
}
