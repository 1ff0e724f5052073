//! What every form for people says about an utterance, worked out once: numbered places, fragments, accidentals.
//!
//! A printed edition keeps three lists apart, and so does this: the places where the words differ, which are numbered
//! and marked in the lemma; the witnesses that print only a part; and the accidentals (spelling, marks, capitals), which
//! need no mark. Of accidentals a careful editor would not print all: which glyph a quotation mark has, blanks, and what
//! the place of a fragment in its sentence asks for (a capital, a comma) are left to the data.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::change::{Change, collect_changes};
use super::fragment::Fragment;
use super::layout::{elide_middle, sanitize};
use crate::edition::{ApparatusEntry, Reading, Utterance, Verdict, Witness};
use crate::person_name::{Agreement, compare};
use crate::variant::{Disclosure, Kind, Level, Operation};

/// One utterance, sorted for people.
#[derive(Debug)]
pub(super) struct UtteranceView<'a> {
    pub(super) utterance: &'a Utterance,
    /// The places whose words differ, in the order of the lemma; their numbers count from 1.
    pub(super) places: Vec<VariantPlace>,
    /// Wordings that print only a part, in the order of the wordings.
    pub(super) fragments: Vec<Fragment<'a>>,
    /// Where the same words are printed otherwise.
    pub(super) accidentals: Vec<AccidentalVariant>,
    /// Changes that can alter the meaning and show nothing of it.
    pub(super) silent_changes: usize,
}

/// A numbered place.
#[derive(Debug)]
pub(super) struct VariantPlace {
    pub(super) number: usize,
    /// The lemma's tokens.
    pub(super) tokens: Range<usize>,
    /// At least one; the gravest first.
    pub(super) changes: Vec<Change>,
    /// The worst of them.
    pub(super) level: Level,
}

/// The same words, printed otherwise: at one place or several.
#[derive(Debug)]
pub(super) struct AccidentalVariant {
    /// `harbour ] harbor`; with a sign and a place where one side has nothing.
    pub(super) words: (String, String),
    pub(super) place: Option<String>,
    pub(super) kind: Kind,
    pub(super) wordings: Vec<usize>,
    /// Wordings that print the place, and not so.
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
        };
        let mut items = Vec::new();
        let mut accidentals = Vec::new();
        let mut cuts: BTreeMap<usize, Vec<(&ApparatusEntry, &Reading)>> = BTreeMap::new();
        for entry in &utterance.apparatus {
            // A comma before the closing mark belongs to the sentence around the quotation; it is in the JSON.
            for reading in
                entry.readings.iter().filter(|reading| reading.rule != "punctuation.edge")
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
                    place.level = place.level.max(change.level);
                    place.changes.push(change);
                }
                _ => {
                    let (number, tokens) = (view.places.len() + 1, change.tokens.clone());
                    view.places.push(VariantPlace {
                        number,
                        tokens,
                        level: change.level,
                        changes: vec![change],
                    });
                }
            }
        }
        view.accidentals(&accidentals, &cuts);
        for (wording, readings) in cuts {
            let fragment = Fragment::new(utterance, wording, readings);
            let alike = |other: &&mut Fragment<'_>| other.has_same_phrases(&fragment);
            match view.fragments.iter_mut().find(alike) {
                Some(other) => other.wordings.extend(fragment.wordings),
                None => view.fragments.push(fragment),
            }
        }
        let silent = view
            .places
            .iter()
            .flat_map(|place| &place.changes)
            .filter(|change| change.is_silent_substantive())
            .count();
        view.silent_changes =
            silent + view.fragments.iter().filter(|fragment| fragment.has_silent_cut()).count();
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
            // Beside the cut of a fragment, capitals and marks are the sentence's around it.
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
            let alike = |other: &&mut AccidentalVariant| {
                (&other.words, &other.place, other.kind) == (&words, &place, reading.kind)
            };
            match self.accidentals.iter_mut().find(alike) {
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

    /// How a witness's wording relates to the lemma: `as above`, `a part, differs at 1, 2`; and what it reprints.
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

    /// Whether minor places are many enough to drown the others: then they are told in one paragraph.
    pub(super) fn lists_minor_places_inline(&self) -> bool {
        self.places.iter().filter(|place| place.level <= Level::Minor).count() > MAX_MINOR_ROWS
    }

    /// The outlets that print one of `wordings`, sorted, each once.
    pub(super) fn outlets(&self, wordings: &[usize]) -> BTreeSet<&'a str> {
        let here =
            self.utterance.witnesses.iter().filter(|witness| wordings.contains(&witness.wording));
        here.map(|witness| witness.outlet.as_str()).collect()
    }

    /// Who prints one of `wordings`, and not the rest of them all: see [`entry`](UtteranceView::describe_outlets).
    pub(super) fn outlets_with(&self, wordings: &[usize], all: bool) -> String {
        let rest: Vec<usize> =
            (0..self.utterance.wordings.len()).filter(|n| !wordings.contains(n)).collect();
        self.describe_outlets(wordings, &rest, all)
    }

    /// Who prints one of `wordings`: a negative entry names those, a positive one the `others` that print the place
    /// otherwise; the shorter is written. More than [`MAX_NAMED_OUTLETS`] are counted, unless `all` is set.
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
                    // Others begin later or have ended before.
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

    /// Other forms of a change's words, with who prints them: `harbor (The Post)`.
    pub(super) fn other_forms(&self, change: &Change, all: bool) -> Vec<(String, String)> {
        let form = |(text, wordings): &(String, Vec<usize>)| {
            (elide_middle(text, MAX_READING_WORDS), self.negative(wordings, all))
        };
        change.forms.iter().map(form).collect()
    }

    fn negative(&self, wordings: &[usize], all: bool) -> String {
        self.describe_outlets(wordings, wordings, all)
    }

    /// The lemma's words in `entry`, short enough for one line of an apparatus.
    pub(super) fn short_lemma(&self, entry: &ApparatusEntry) -> String {
        elide_middle(&sanitize(&entry.text), MAX_LEMMA_WORDS)
    }

    /// The two sides of a change, short enough for an apparatus.
    pub(super) fn short_sides(&self, change: &Change) -> (String, String) {
        (
            elide_middle(&change.lemma, MAX_LEMMA_WORDS),
            elide_middle(&change.text, MAX_READING_WORDS),
        )
    }

    /// Where a change stands that has nothing in the lemma.
    pub(super) fn describe_place(&self, change: &Change) -> String {
        describe_place(self.utterance, change.tokens.start)
    }

    /// The header's figures: outlets, independent ones where they are fewer, wordings.
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

    /// How many changes can alter the meaning and are silent; empty when none is.
    pub(super) fn silent_change_summary(&self) -> String {
        match self.silent_changes {
            0 => String::new(),
            1 => "1 silent change of substance".to_owned(),
            count => format!("{count} silent changes of substance"),
        }
    }

    /// The verdict in words, and whether it calls for attention.
    pub(super) fn verdict_label(&self) -> (String, bool) {
        let loud = self.utterance.verdict >= Verdict::Differing;
        (self.utterance.verdict.as_str().replace('-', " "), loud)
    }

    /// For an utterance given to several speakers: each name, and who gives it to them. Names that can be one person's
    /// are put together under the fullest. Sorted by number of outlets, then by name; witnesses that name nobody are left
    /// out.
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

/// Sign of what was done, without colour.
pub(super) fn operation_sign(operation: Operation) -> &'static str {
    match operation {
        Operation::Addition => "+",
        Operation::Omission => "-",
        Operation::Transposition => "↕",
        Operation::Truncation | Operation::Elision => "…",
        Operation::Substitution | Operation::Split | Operation::Join => "~",
    }
}

/// Where words stand that the lemma lacks at `token`: `before “than”`, `after “peace”` at its end or before a mark.
pub(super) fn describe_place(utterance: &Utterance, token: usize) -> String {
    let lemma = &utterance.lemma;
    let word =
        |token: usize| lemma.tokens.get(token).and_then(|token| lemma.text.get(token.clone()));
    match word(token) {
        Some(next) if next.chars().any(char::is_alphanumeric) => {
            format!("before “{}”", sanitize(next))
        }
        _ => match token.checked_sub(1).and_then(word) {
            Some(before) => format!("after “{}”", sanitize(before)),
            None => "at the beginning".to_owned(),
        },
    }
}

/// More outlets than these are counted, not named, unless names are asked for: three still read at one glance.
const MAX_NAMED_OUTLETS: usize = 3;
/// More minor places than these are told in one paragraph: they would drown the others.
const MAX_MINOR_ROWS: usize = 8;
/// What others have is shortened to this many words: it stands nowhere else, so it gets more than the lemma.
const MAX_READING_WORDS: usize = 16;
/// A lemma in an entry is shortened to this many words; it stands in full above.
const MAX_LEMMA_WORDS: usize = 8;

/// The level in a word, for people.
pub(super) fn level_label(level: Level) -> &'static str {
    match level {
        Level::Accidental => "accidental",
        Level::Minor => "minor",
        Level::Substantive => "substantive",
        Level::Contradictory => "contradictory",
    }
}

/// The disclosure in a word, for people; empty where there is nothing to disclose.
pub(super) fn disclosure_label(disclosure: Disclosure) -> &'static str {
    if disclosure == Disclosure::None { "" } else { disclosure.name() }
}

/// How a speaker is named is shortened to this many words.
const MAX_MENTION_WORDS: usize = 5;

/// How a speaker is named, without what trails behind: `Jim Manley, …`.
pub(super) fn short_mention(mention: &str) -> String {
    let words = |text: &str| text.split(' ').filter(|word| !word.is_empty()).count();
    if words(mention) <= MAX_MENTION_WORDS {
        return mention.to_owned();
    }
    let commas = mention.match_indices(',').map(|(at, _)| at);
    match commas.take_while(|&at| words(&mention[..at]) <= MAX_MENTION_WORDS).last() {
        Some(at) => format!("{}, …", &mention[..at]),
        None => elide_middle(mention, MAX_MENTION_WORDS),
    }
}

/// Ids longer than this lose their middle: a reader tells them apart by their ends.
const MAX_ID_CHARS: usize = 24;

/// An outlet's name, or an id, short enough for a column. Names of outlets have blanks or are short; ids made by machines
/// have none.
pub(super) fn short_name(name: &str) -> String {
    let name = sanitize(strip_folders(name));
    let count = name.chars().count();
    if count <= MAX_ID_CHARS || name.contains(' ') {
        return name;
    }
    let head: String = name.chars().take(8).collect();
    let tail: String = name.chars().skip(count - 12).collect();
    format!("{head}…{tail}")
}

/// An id without the folders in front of it: ids made from paths would fill the line.
pub(super) fn strip_folders(id: &str) -> &str {
    match id.rsplit_once(['/', '\\']) {
        Some((_, last)) if !last.is_empty() => last,
        _ => id,
    }
}

/// `1 outlet`, `2 outlets`.
pub(super) fn count_noun(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
