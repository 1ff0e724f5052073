//! A view of an utterance for readers, shared by the text, Markdown and HTML reports.
//!
//! Like a printed edition, it keeps three lists: the places where the words differ, numbered and
//! marked in the lemma; the witnesses that print only a part; and the accidentals (spelling, marks,
//! capitals), which are not marked. Some accidentals are left to the JSON report: the glyphs of
//! quotation marks, blanks, and the capital or comma that a fragment has because of its place in
//! the sentence.
//!
//! Cost: O(r log r) for the r readings of the utterance.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::change::{Change, collect_changes};
use super::fragment::Fragment;
use super::labels::{count_noun, describe_place, short_name};
use super::one_line::{elide_middle, sanitize};
use super::quotation_index::LocatedQuotation;
use super::recorded::describe_record;
use crate::edition::{ApparatusEntry, LostQualifier, Reading, Utterance, Verdict, Witness};
use crate::person_name::{Agreement, NameKind, PersonName, compare};
use crate::variant::{Kind, Level, Operation, VariantRule};

/// One utterance, arranged for readers.
#[derive(Debug)]
pub(super) struct UtteranceView<'a> {
    pub(super) utterance: &'a Utterance,
    /// The places whose words differ, in the order of the lemma, numbered from 1.
    pub(super) places: Vec<VariantPlace>,
    /// Wordings that print only a part, in the order of the wordings.
    pub(super) fragments: Vec<Fragment<'a>>,
    /// Places where the same words are printed otherwise.
    pub(super) accidentals: Vec<AccidentalVariant>,
    /// Number of changes that can alter the meaning, are not shown in print, and of which it is
    /// known who made them.
    pub(super) silent_changes: usize,
    /// Number of other places where the prints differ in a way that can alter the meaning.
    pub(super) differences: usize,
}

/// A numbered place.
#[derive(Debug)]
pub(super) struct VariantPlace {
    pub(super) number: usize,
    /// The lemma's tokens.
    pub(super) tokens: Range<usize>,
    /// At least one change, the gravest first.
    pub(super) changes: Vec<Change>,
    /// The level of the gravest change.
    pub(super) level: Level,
}

impl VariantPlace {
    /// Returns true if none of its differences stands.
    pub(super) fn is_doubtful(&self) -> bool {
        self.changes.iter().all(|change| !change.stands)
    }
}

/// A change with the number of its place.
pub(super) type ListedChange<'v> = (usize, &'v Change);

/// The same words, printed otherwise at one or several places.
#[derive(Debug)]
pub(super) struct AccidentalVariant {
    /// The two sides, such as `harbour` and `harbor`. One of them may be empty; `place` is then
    /// set.
    pub(super) words: (String, String),
    pub(super) place: Option<String>,
    pub(super) kind: Kind,
    pub(super) wordings: Vec<usize>,
    /// Wordings that print the place differently.
    pub(super) others: Vec<usize>,
}

impl<'a> UtteranceView<'a> {
    pub(super) fn new(utterance: &'a Utterance) -> UtteranceView<'a> {
        let mut view = UtteranceView {
            utterance,
            places: Vec::new(),
            fragments: Vec::new(),
            accidentals: Vec::new(),
            silent_changes: 0,
            differences: 0,
        };
        let mut items = Vec::new();
        let mut accidentals = Vec::new();
        let mut cuts: BTreeMap<usize, Vec<(&ApparatusEntry, &Reading)>> = BTreeMap::new();
        for entry in &utterance.apparatus {
            // A comma before the closing mark belongs to the sentence around the quotation.
            for reading in
                entry.readings.iter().filter(|reading| reading.rule != VariantRule::PunctuationEdge)
            {
                if reading.operation == Operation::Truncation {
                    reading
                        .wordings
                        .iter()
                        .for_each(|&w| cuts.entry(w).or_default().push((entry, reading)));
                } else if reading.level == Level::Accidental {
                    accidentals.push((entry, reading));
                } else {
                    items.push((entry, reading));
                }
            }
        }
        for change in collect_changes(utterance, &items) {
            match view.places.last_mut() {
                Some(place) if place.tokens == change.tokens => {
                    place.level = place.level.max(change.standing_level());
                    place.changes.push(change);
                }
                _ => {
                    let (number, tokens) = (view.places.len() + 1, change.tokens.clone());
                    view.places.push(VariantPlace {
                        number,
                        tokens,
                        level: change.standing_level(),
                        changes: vec![change],
                    });
                }
            }
        }
        view.accidentals(&accidentals, &cuts);
        for (wording, readings) in cuts {
            let fragment = Fragment::new(utterance, wording, readings);
            let is_same = |other: &&mut Fragment<'_>| other.has_same_phrases(&fragment);
            match view.fragments.iter_mut().find(is_same) {
                Some(other) => other.wordings.extend(fragment.wordings),
                None => view.fragments.push(fragment),
            }
        }
        for n in 0..view.fragments.len() {
            let fragment = &view.fragments[n];
            let known = fragment.has_silent_cut() && view.is_outnumbered(fragment);
            view.fragments[n].is_made_by_its_outlets = known;
        }
        let changes = || view.places.iter().flat_map(|place| &place.changes);
        let silent = changes().filter(|change| change.is_silent_substantive()).count();
        let differences = changes().filter(|change| change.is_substantive_difference()).count();
        let cuts = |fragment: &&Fragment<'_>| fragment.has_silent_cut();
        let silent_cuts = view.fragments.iter().filter(|fragment| fragment.is_silent_change());
        let all_cuts = view.fragments.iter().filter(cuts).count();
        let silent = silent + silent_cuts.count();
        view.differences = differences + all_cuts - silent;
        view.silent_changes = silent;
        view
    }

    /// Returns true if it is known that the outlets of a fragment left out its graver cuts: a
    /// record or a decision vouches for the lemma, or at least two independent outlets print the
    /// words, and twice as many.
    fn is_outnumbered(&self, fragment: &Fragment<'_>) -> bool {
        let independent = |wordings: &[usize]| {
            let all = self.utterance.witnesses.iter();
            let here = all.filter(|witness| wordings.contains(&witness.wording));
            let own = here.filter(|witness| witness.reprint_of.is_none() && !witness.is_query);
            own.map(|witness| witness.outlet.as_str()).collect::<BTreeSet<_>>()
        };
        let own = independent(&fragment.wordings);
        // An outlet that prints both speaks for neither.
        let with_lemma = |entry: &ApparatusEntry| {
            let longer = entry.wordings.iter().filter(|&w| !fragment.wordings.contains(w));
            independent(&longer.copied().collect::<Vec<_>>()).difference(&own).count()
        };
        let fewer = own.len();
        // Who prints more than the lemma has left nothing out.
        let mut left_out =
            fragment.substantive_cuts().filter(|(entry, _)| !entry.text.is_empty()).peekable();
        left_out.peek().is_some()
            && (self.utterance.lemma.basis.is_authoritative()
                || left_out
                    .map(|(entry, _)| with_lemma(entry))
                    .all(|more| more >= 2 && more >= 2 * fewer))
    }

    fn accidentals(
        &mut self,
        all: &[(&ApparatusEntry, &Reading)],
        cuts: &BTreeMap<usize, Vec<(&ApparatusEntry, &Reading)>>,
    ) {
        for (entry, reading) in all {
            let one_side = entry.text.is_empty() || reading.text.is_empty();
            let glyph = matches!(reading.kind, Kind::QuoteMark | Kind::Whitespace | Kind::Dash);
            if glyph || one_side && reading.kind == Kind::Hyphenation {
                continue;
            }
            // Capitals and marks beside the cut of a fragment come from the sentence around it.
            let at_cut = |wording: &usize| {
                let cut = cuts.get(wording).into_iter().flatten().map(|(cut, _)| &cut.tokens);
                cut.into_iter().any(|cut| match reading.kind {
                    Kind::Case => cut.end == entry.tokens.start,
                    Kind::Punctuation | Kind::SentenceBoundary => cut.start == entry.tokens.end,
                    _ => false,
                })
            };
            let wordings: Vec<usize> =
                reading.wordings.iter().copied().filter(|wording| !at_cut(wording)).collect();
            if wordings.is_empty() {
                continue;
            }
            let words = (
                elide_middle(&sanitize(&entry.text), MAX_LEMMA_WORDS),
                elide_middle(&sanitize(&reading.text), MAX_LEMMA_WORDS),
            );
            let place = one_side.then(|| describe_place(self.utterance, entry.tokens.end));
            let is_same = |other: &&mut AccidentalVariant| {
                (&other.words, &other.place, other.kind) == (&words, &place, reading.kind)
            };
            match self.accidentals.iter_mut().find(is_same) {
                Some(other) => {
                    other.wordings.extend(wordings);
                    other.wordings.sort_unstable();
                    other.wordings.dedup();
                    other.others.extend(&entry.wordings);
                    other.others.retain(|wording| !other.wordings.contains(wording));
                }
                None => {
                    let others = entry.wordings.clone();
                    self.accidentals.push(AccidentalVariant {
                        words,
                        place,
                        kind: reading.kind,
                        wordings,
                        others,
                    });
                }
            }
        }
    }

    /// Describes how a witness's wording relates to the lemma (`as above`, `a part, differs at 1,
    /// 2`), and what it reprints.
    pub(super) fn describe_wording(&self, witness: &Witness) -> String {
        let mut reads = Vec::new();
        if witness.is_query {
            reads.push("in question".to_owned());
        }
        let wording = witness.wording;
        if self.utterance.wordings.len() < 2 {
        } else if wording == self.utterance.lemma.wording {
            reads.push("as above".to_owned());
        } else {
            if let Some(fragment) =
                self.fragments.iter().find(|fragment| fragment.wordings.contains(&wording))
            {
                reads.push(if fragment.is_truncated { "a part" } else { "longer" }.to_owned());
            }
            let numbers = |stands: bool| {
                let here = |place: &&VariantPlace| {
                    let mut changes = place.changes.iter();
                    changes
                        .any(|change| change.stands == stands && change.wordings.contains(&wording))
                };
                let places = self.places.iter().filter(here);
                places.map(|place| place.number.to_string()).collect::<Vec<_>>().join(", ")
            };
            for (how, numbers) in [("differs", numbers(true)), ("perhaps differs", numbers(false))]
            {
                if !numbers.is_empty() {
                    reads.push(format!("{how} at {numbers}"));
                }
            }
            if reads.len() == usize::from(witness.is_query) {
                reads.push("same words".to_owned());
            }
        }
        let within = |lost: &LostQualifier| {
            let mut all = witness.left_out.iter();
            all.any(|other| other.text.len() > lost.text.len() && other.text.contains(&lost.text))
        };
        let left_out = witness.left_out.iter().filter(|lost| !within(lost)).map(|lost| {
            let words =
                elide_middle(sanitize(&lost.text).trim_end_matches([',', ';']), MAX_LEMMA_WORDS);
            format!("“{words}” ({})", lost.kind)
        });
        let left_out = left_out.collect::<Vec<_>>().join(" and ");
        if !left_out.is_empty() {
            reads.push(format!("leaves out {left_out}"));
        }
        if let Some(original) = &witness.reprint_of {
            reads.push(format!("reprint of {}", short_name(original)));
        }
        reads.join(", ")
    }

    /// Describes the same, and the relation to the record where `printed` has one.
    pub(super) fn describe_print(
        &self,
        witness: &Witness,
        printed: Option<LocatedQuotation<'_>>,
    ) -> String {
        let record = printed.and_then(|printed| printed.quotation.record.as_ref());
        let parts = [self.describe_wording(witness)].into_iter().chain(record.map(describe_record));
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// Returns the changes that get rows; the minor ones, if they are so many that they go into one
    /// paragraph; and the doubtful ones, which say nothing of anybody and get a quiet paragraph.
    pub(super) fn list_changes(&self) -> [Vec<ListedChange<'_>>; 3] {
        let is_minor = |place: &VariantPlace| !place.is_doubtful() && place.level <= Level::Minor;
        let inline = self.places.iter().filter(|place| is_minor(place)).count() > MAX_MINOR_ROWS;
        let mut lists = [Vec::new(), Vec::new(), Vec::new()];
        for place in &self.places {
            for change in &place.changes {
                let list = match change.stands {
                    false => 2,
                    true => usize::from(inline && is_minor(place)),
                };
                lists[list].push((place.number, change));
            }
        }
        lists
    }

    /// Returns the other forms of a change's words, with their outlets: `harbor (The Post)`.
    pub(super) fn other_forms(&self, change: &Change, all: bool) -> Vec<(String, String)> {
        let form = |(text, wordings): &(String, Vec<usize>)| {
            (elide_middle(text, MAX_READING_WORDS), self.name_outlets(wordings, all).0)
        };
        change.forms.iter().map(form).collect()
    }

    /// Returns the lemma's words in `entry`, short enough for one line.
    pub(super) fn short_lemma(&self, entry: &ApparatusEntry) -> String {
        elide_middle(&sanitize(&entry.text), MAX_LEMMA_WORDS)
    }

    /// Returns the two sides of a change, short enough for one line.
    pub(super) fn short_sides(&self, change: &Change) -> (String, String) {
        (
            elide_middle(&change.lemma, MAX_LEMMA_WORDS),
            elide_middle(&change.text, MAX_READING_WORDS),
        )
    }

    /// Returns the place of a change that has no words in the lemma.
    pub(super) fn describe_place(&self, change: &Change) -> String {
        describe_place(self.utterance, change.tokens.start)
    }

    /// Returns the numbers of outlets, independent outlets where fewer, quotations and wordings.
    pub(super) fn count_summary(&self) -> String {
        let u = self.utterance;
        let mut figures = count_noun(u.outlets, "outlet");
        if u.independent < u.outlets {
            figures.push_str(&format!(" ({} independent)", u.independent));
        }
        if u.witnesses.len() != u.outlets {
            figures.push_str(&format!(" · {}", count_noun(u.witnesses.len(), "quotation")));
        }
        if u.witnesses.len() > 1 {
            figures.push_str(&format!(" · {}", count_noun(u.wordings.len(), "wording")));
        }
        figures
    }

    /// Returns the number of silent changes of substance in words, and of differences of which it
    /// is not known who made them; empty when there are none.
    pub(super) fn silent_change_summary(&self) -> String {
        let changes = count_noun(self.silent_changes, "silent change");
        let differences = count_noun(self.differences, "difference");
        match (self.silent_changes, self.differences) {
            (0, 0) => String::new(),
            (_, 0) => format!("{changes} of substance"),
            (0, _) => format!("{differences} of substance between prints"),
            _ => format!("{changes} of substance · {differences} between prints"),
        }
    }

    /// Returns the verdict in words, and true if it calls for attention.
    pub(super) fn verdict_label(&self) -> (String, bool) {
        let loud = self.utterance.verdict >= Verdict::Differing;
        (self.utterance.verdict.as_str().replace('-', " "), loud)
    }

    /// Returns, for an utterance attributed to several speakers, each name with its outlets. Names
    /// that can be the same person's are merged under the fullest. Sorted by number of outlets,
    /// then by name; witnesses that name no speaker, or nobody in particular, are left out.
    pub(super) fn speaker_claims(&self) -> Vec<(String, Vec<String>)> {
        if self.utterance.verdict != Verdict::AttributionConflict {
            return Vec::new();
        }
        let mut by_name: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for witness in self.utterance.witnesses.iter().filter(|witness| !witness.is_query) {
            if let Some(name) = &witness.speaker {
                by_name.entry(name).or_default().insert(&witness.outlet);
            }
        }
        let mut names: Vec<(&str, BTreeSet<&str>)> = by_name.into_iter().collect();
        names.sort_by_key(|(name, _)| (std::cmp::Reverse(name.len()), *name));
        let mut claims: Vec<(&str, BTreeSet<&str>)> = Vec::new();
        for (name, outlets) in names {
            match claims.iter_mut().find(|(fuller, _)| compare(fuller, name) == Agreement::Same) {
                Some((_, known)) => known.extend(outlets),
                None => claims.push((name, outlets)),
            }
        }
        // What is no person's full name is no side of the conflict, unless nothing else is.
        let is_person = |name: &str| {
            let name = PersonName::parse(name);
            name.kind() == NameKind::Person && name.given().is_some()
        };
        if claims.iter().filter(|(name, _)| is_person(name)).count() > 1 {
            claims.retain(|(name, _)| is_person(name));
        }
        claims.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(b.0)));
        let told = |(name, outlets): (&str, BTreeSet<&str>)| {
            (sanitize(name), outlets.into_iter().map(short_name).collect())
        };
        claims.into_iter().map(told).collect()
    }
}

/// More minor places than this go into one paragraph: as rows they would hide the others.
const MAX_MINOR_ROWS: usize = 8;
/// Number of words to which a reading is shortened. It stands nowhere else, so it gets more words
/// than the lemma.
const MAX_READING_WORDS: usize = 16;
/// Number of words to which a lemma is shortened in an entry; it stands in full above.
const MAX_LEMMA_WORDS: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn only_persons_are_sides_of_a_conflict() {
        let claims = |speakers: [&str; 3]| {
            let mut utterance = sample::conflict();
            utterance.witnesses.push(utterance.witnesses[0].clone());
            for (witness, speaker) in utterance.witnesses.iter_mut().zip(speakers) {
                witness.speaker = Some(speaker.to_owned());
            }
            let claims = UtteranceView::new(&utterance).speaker_claims();
            claims.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(claims(["Ada Lund", "Department", "Tor Berg"]), ["Ada Lund", "Tor Berg"]);
        assert_eq!(claims(["Ada Lund", "Lund", "Tor Berg"]), ["Ada Lund", "Tor Berg"]);
        // Where two persons are not named in full, all that is named is shown.
        assert_eq!(claims(["Ada Lund", "Berg", "Ada Lund"]), ["Ada Lund", "Berg"]);
    }

    #[test]
    fn a_cut_is_laid_to_its_outlet_against_two_others_alone() {
        let figures = |remove: Option<usize>| {
            let mut utterance = sample::risk();
            let entries = utterance.apparatus.iter_mut();
            let mut readings = entries.flat_map(|entry| &mut entry.readings);
            let cut = readings.find(|reading| reading.operation == Operation::Truncation);
            cut.unwrap().level = Level::Substantive;
            // The Herald prints the place otherwise, and goes; then one of the two that have it.
            utterance.witnesses.retain(|witness| witness.wording != 1);
            if let Some(n) = remove {
                utterance.witnesses.remove(n);
            }
            let view = UtteranceView::new(&utterance);
            let is_change = view.fragments.iter().any(Fragment::is_silent_change);
            (view.silent_changes, view.differences, is_change)
        };
        assert_eq!(figures(None), (1, 0, true));
        assert_eq!(figures(Some(0)), (0, 1, false));
    }
}
