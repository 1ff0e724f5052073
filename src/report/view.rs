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
use crate::edition::{ApparatusEntry, ChangedBy, Reading, Utterance, Verdict, Witness};
use crate::person_name::{Agreement, compare};
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
        let changes = || view.places.iter().flat_map(|place| &place.changes);
        let silent = changes().filter(|change| change.is_silent_substantive()).count();
        let differences =
            changes().filter(|change| change.is_substantive_difference()).count() - silent;
        view.silent_changes =
            silent + view.fragments.iter().filter(|fragment| fragment.has_silent_cut()).count();
        view.differences = differences;
        view
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
            let here = |place: &&VariantPlace| {
                place.changes.iter().any(|change| change.wordings.contains(&wording))
            };
            let numbers: Vec<String> =
                self.places.iter().filter(here).map(|place| place.number.to_string()).collect();
            if !numbers.is_empty() {
                reads.push(format!("differs at {}", numbers.join(", ")));
            }
            if reads.is_empty() {
                reads.push("same words".to_owned());
            }
        }
        for lost in &witness.left_out {
            let words =
                elide_middle(sanitize(&lost.text).trim_end_matches([',', ';']), MAX_LEMMA_WORDS);
            reads.push(format!("leaves out “{words}” ({})", lost.kind));
        }
        if let Some(original) = &witness.reprint_of {
            reads.push(format!("reprint of {}", short_name(original)));
        }
        reads.join(", ")
    }

    /// Returns true if there are so many minor places that they go into one paragraph.
    pub(super) fn lists_minor_places_inline(&self) -> bool {
        self.places.iter().filter(|place| place.level <= Level::Minor).count() > MAX_MINOR_ROWS
    }

    /// Returns the outlets that print one of `wordings`, sorted, each once.
    pub(super) fn outlets(&self, wordings: &[usize]) -> BTreeSet<&'a str> {
        let here =
            self.utterance.witnesses.iter().filter(|witness| wordings.contains(&witness.wording));
        here.map(|witness| witness.outlet.as_str()).collect()
    }

    /// Names the outlets that print one of `wordings`, against all others; see
    /// [`describe_outlets`](UtteranceView::describe_outlets).
    pub(super) fn outlets_with(&self, wordings: &[usize], all: bool) -> String {
        let rest: Vec<usize> =
            (0..self.utterance.wordings.len()).filter(|n| !wordings.contains(n)).collect();
        self.describe_outlets(wordings, &rest, all)
    }

    /// Names the outlets that print one of `wordings`. A negative entry names these; a positive one
    /// (`all but …`) names the outlets of `others`, which print the place differently. The shorter
    /// is returned. More than [`MAX_NAMED_OUTLETS`] are counted, unless `all` is true.
    pub(super) fn describe_outlets(
        &self,
        wordings: &[usize],
        others: &[usize],
        all: bool,
    ) -> String {
        let those = self.outlets(wordings);
        let others: BTreeSet<&str> = self.outlets(others).difference(&those).copied().collect();
        let names = |set: &BTreeSet<&str>| {
            set.iter().map(|outlet| short_name(outlet)).collect::<Vec<_>>().join(", ")
        };
        let everyone: BTreeSet<&str> =
            self.utterance.witnesses.iter().map(|witness| witness.outlet.as_str()).collect();
        let printing = those.union(&others).count();
        let positive = (others.len() < those.len() && (all || others.len() <= MAX_NAMED_OUTLETS))
            .then(|| {
                match (others.is_empty(), printing == everyone.len()) {
                    (true, true) => format!("all {printing} outlets"),
                    (true, false) => format!("all {printing} that print it"),
                    (false, true) => format!("all but {}", names(&others)),
                    // The remaining outlets begin later or have ended before.
                    (false, false) => format!("all {printing} but {}", names(&others)),
                }
            });
        let negative = (all || those.len() <= MAX_NAMED_OUTLETS).then(|| names(&those));
        match (negative, positive) {
            (Some(names), Some(others)) if others.chars().count() < names.chars().count() => others,
            (Some(names), _) => names,
            (None, Some(others)) => others,
            (None, None) => count_noun(those.len(), "outlet"),
        }
    }

    /// Returns the other forms of a change's words, with their outlets: `harbor (The Post)`.
    pub(super) fn other_forms(&self, change: &Change, all: bool) -> Vec<(String, String)> {
        let form = |(text, wordings): &(String, Vec<usize>)| {
            (elide_middle(text, MAX_READING_WORDS), self.negative(wordings, all))
        };
        change.forms.iter().map(form).collect()
    }

    fn negative(&self, wordings: &[usize], all: bool) -> String {
        self.describe_outlets(wordings, wordings, all)
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

    /// Names the outlets of a change. Where the prints differ in substance and nobody can know who
    /// changed the words, both sides are named: `The Post, where The Times has the words above`.
    pub(super) fn describe_change_outlets(&self, change: &Change, all: bool) -> String {
        let those = self.describe_outlets(&change.wordings, &change.others, all);
        if !change.is_substantive_difference() || change.changed_by == Some(ChangedBy::These) {
            return those;
        }
        let lemma = self.negative(&change.with_lemma, all);
        match change.changed_by {
            Some(_) => format!("{those}, against {lemma} alone"),
            None => format!("{those}, against {lemma}"),
        }
    }

    /// Returns the verdict in words, and true if it calls for attention.
    pub(super) fn verdict_label(&self) -> (String, bool) {
        let loud = self.utterance.verdict >= Verdict::Differing;
        (self.utterance.verdict.as_str().replace('-', " "), loud)
    }

    /// Returns, for an utterance attributed to several speakers, each name with its outlets. Names
    /// that can be the same person's are merged under the fullest. Sorted by number of outlets,
    /// then by name; witnesses that name no speaker are left out.
    pub(super) fn speaker_claims(&self) -> Vec<(String, Vec<String>)> {
        if self.utterance.verdict != Verdict::AttributionConflict {
            return Vec::new();
        }
        let mut by_name: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for witness in &self.utterance.witnesses {
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
        claims.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(b.0)));
        let told = |(name, outlets): (&str, BTreeSet<&str>)| {
            (sanitize(name), outlets.into_iter().map(short_name).collect())
        };
        claims.into_iter().map(told).collect()
    }
}

/// More outlets than this are counted, not named: three are still read at a glance.
const MAX_NAMED_OUTLETS: usize = 3;
/// More minor places than this go into one paragraph: as rows they would hide the others.
const MAX_MINOR_ROWS: usize = 8;
/// Number of words to which a reading is shortened. It stands nowhere else, so it gets more words
/// than the lemma.
const MAX_READING_WORDS: usize = 16;
/// Number of words to which a lemma is shortened in an entry; it stands in full above.
const MAX_LEMMA_WORDS: usize = 8;
