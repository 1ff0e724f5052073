//! What every form for people says about an utterance, worked out once: numbered places, fragments, accidentals.
//!
//! A printed edition keeps three lists apart, and so does this: the places where the words differ, which are numbered
//! and marked in the lemma; the witnesses that print only a part; and the accidentals (spelling, marks, capitals), which
//! need no mark. Of accidentals a careful editor would not print all: which glyph a quotation mark has, blanks, and what
//! the place of a fragment in its sentence asks for (a capital, a comma) are left to the data.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::change::{Change, changes};
use super::fragment::Fragment;
use super::layout::{clean, shorten};
use crate::edition::{ApparatusEntry, Reading, Utterance, Verdict, Witness};
use crate::person_name::{Agreement, compare};
use crate::variant::{Disclosure, Kind, Level, Operation};

/// One utterance, sorted for people.
#[derive(Debug)]
pub(super) struct View<'a> {
    pub(super) utterance: &'a Utterance,
    /// The places whose words differ, in the order of the lemma; their numbers count from 1.
    pub(super) places: Vec<Place>,
    /// Wordings that print only a part, in the order of the wordings.
    pub(super) fragments: Vec<Fragment<'a>>,
    /// Where the same words are printed otherwise.
    pub(super) accidentals: Vec<Accidental>,
    /// Changes that can alter the meaning and show nothing of it.
    pub(super) silent: usize,
}

/// A numbered place.
#[derive(Debug)]
pub(super) struct Place {
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
pub(super) struct Accidental {
    /// `harbour ] harbor`; with a sign and a place where one side has nothing.
    pub(super) words: (String, String),
    pub(super) place: Option<String>,
    pub(super) kind: Kind,
    pub(super) wordings: Vec<usize>,
    /// Wordings that print the place, and not so.
    pub(super) others: Vec<usize>,
}

impl<'a> View<'a> {
    pub(super) fn new(utterance: &'a Utterance) -> View<'a> {
        let mut view = View {
            utterance,
            places: Vec::new(),
            fragments: Vec::new(),
            accidentals: Vec::new(),
            silent: 0,
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
        for change in changes(utterance, &items) {
            match view.places.last_mut() {
                Some(place) if place.tokens == change.tokens => {
                    place.level = place.level.max(change.level);
                    place.changes.push(change);
                }
                _ => {
                    let (number, tokens) = (view.places.len() + 1, change.tokens.clone());
                    view.places.push(Place {
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
            let alike = |other: &&mut Fragment<'_>| other.alike(&fragment);
            match view.fragments.iter_mut().find(alike) {
                Some(other) => other.wordings.extend(fragment.wordings),
                None => view.fragments.push(fragment),
            }
        }
        let silent = view
            .places
            .iter()
            .flat_map(|place| &place.changes)
            .filter(|change| change.silent())
            .count();
        view.silent = silent + view.fragments.iter().filter(|fragment| fragment.silent()).count();
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
                shorten(&clean(&entry.text), LEMMA_WORDS),
                shorten(&clean(&reading.text), LEMMA_WORDS),
            );
            let place = one_side.then(|| place_of(self.utterance, entry.tokens.end));
            let alike = |other: &&mut Accidental| {
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
                    self.accidentals.push(Accidental {
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
    pub(super) fn reads(&self, witness: &Witness) -> String {
        let mut reads = Vec::new();
        let wording = witness.wording;
        if self.utterance.wordings.len() < 2 {
        } else if wording == self.utterance.lemma.wording {
            reads.push("as above".to_owned());
        } else {
            if let Some(fragment) =
                self.fragments.iter().find(|fragment| fragment.wordings.contains(&wording))
            {
                reads.push(if fragment.cut { "a part" } else { "longer" }.to_owned());
            }
            let here = |place: &&Place| {
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
            let words = shorten(clean(&lost.text).trim_end_matches([',', ';']), LEMMA_WORDS);
            reads.push(format!("leaves out “{words}” ({})", lost.kind));
        }
        if let Some(original) = &witness.reprint_of {
            reads.push(format!("reprint of {}", short(original)));
        }
        reads.join(", ")
    }

    /// Whether minor places are many enough to drown the others: then they are told in one paragraph.
    pub(super) fn minor_in_a_line(&self) -> bool {
        self.places.iter().filter(|place| place.level <= Level::Minor).count() > MINOR_ROWS
    }

    /// The outlets that print one of `wordings`, sorted, each once.
    pub(super) fn outlets(&self, wordings: &[usize]) -> BTreeSet<&'a str> {
        let here =
            self.utterance.witnesses.iter().filter(|witness| wordings.contains(&witness.wording));
        here.map(|witness| witness.outlet.as_str()).collect()
    }

    /// Who prints one of `wordings`, and not the rest of them all: see [`entry`](View::entry).
    pub(super) fn who(&self, wordings: &[usize], all: bool) -> String {
        let rest: Vec<usize> =
            (0..self.utterance.wordings.len()).filter(|n| !wordings.contains(n)).collect();
        self.entry(wordings, &rest, all)
    }

    /// Who prints one of `wordings`: a negative entry names those, a positive one the `others` that print the place
    /// otherwise; the shorter is written. More than [`NAMED`] are counted, unless `all` is set.
    pub(super) fn entry(&self, wordings: &[usize], others: &[usize], all: bool) -> String {
        let those = self.outlets(wordings);
        let others: BTreeSet<&str> = self.outlets(others).difference(&those).copied().collect();
        let names = |set: &BTreeSet<&str>| {
            set.iter().map(|outlet| short(outlet)).collect::<Vec<_>>().join(", ")
        };
        let everyone: BTreeSet<&str> =
            self.utterance.witnesses.iter().map(|witness| witness.outlet.as_str()).collect();
        let printing = those.union(&others).count();
        let positive = (others.len() < those.len() && (all || others.len() <= NAMED)).then(|| {
            match (others.is_empty(), printing == everyone.len()) {
                (true, true) => format!("all {printing} outlets"),
                (true, false) => format!("all {printing} that print it"),
                (false, true) => format!("all but {}", names(&others)),
                // Others begin later or have ended before.
                (false, false) => format!("all {printing} but {}", names(&others)),
            }
        });
        let negative = (all || those.len() <= NAMED).then(|| names(&those));
        match (negative, positive) {
            (Some(names), Some(others)) if others.chars().count() < names.chars().count() => others,
            (Some(names), _) => names,
            (None, Some(others)) => others,
            (None, None) => counted(those.len(), "outlet"),
        }
    }

    /// Other forms of a change's words, with who prints them: `harbor (The Post)`.
    pub(super) fn forms(&self, change: &Change, all: bool) -> Vec<(String, String)> {
        let form = |(text, wordings): &(String, Vec<usize>)| {
            (shorten(text, READING_WORDS), self.negative(wordings, all))
        };
        change.forms.iter().map(form).collect()
    }

    fn negative(&self, wordings: &[usize], all: bool) -> String {
        self.entry(wordings, wordings, all)
    }

    /// The lemma's words in `entry`, short enough for one line of an apparatus.
    pub(super) fn lemma_of(&self, entry: &ApparatusEntry) -> String {
        shorten(&clean(&entry.text), LEMMA_WORDS)
    }

    /// The two sides of a change, short enough for an apparatus.
    pub(super) fn sides(&self, change: &Change) -> (String, String) {
        (shorten(&change.lemma, LEMMA_WORDS), shorten(&change.text, READING_WORDS))
    }

    /// Where a change stands that has nothing in the lemma.
    pub(super) fn place_of(&self, change: &Change) -> String {
        place_of(self.utterance, change.tokens.start)
    }

    /// The header's figures: outlets, independent ones where they are fewer, wordings.
    pub(super) fn figures(&self) -> String {
        let u = self.utterance;
        let mut figures = counted(u.outlets, "outlet");
        if u.independent < u.outlets {
            figures.push_str(&format!(" ({} independent)", u.independent));
        }
        if u.witnesses.len() != u.outlets {
            figures.push_str(&format!(" · {}", counted(u.witnesses.len(), "quotation")));
        }
        if u.witnesses.len() > 1 {
            figures.push_str(&format!(" · {}", counted(u.wordings.len(), "wording")));
        }
        figures
    }

    /// How many changes can alter the meaning and are silent; empty when none is.
    pub(super) fn alarm(&self) -> String {
        match self.silent {
            0 => String::new(),
            1 => "1 silent change of substance".to_owned(),
            count => format!("{count} silent changes of substance"),
        }
    }

    /// The verdict in words, and whether it calls for attention.
    pub(super) fn verdict(&self) -> (String, bool) {
        let loud = self.utterance.verdict >= Verdict::Differing;
        (self.utterance.verdict.as_str().replace('-', " "), loud)
    }

    /// For an utterance given to several speakers: each name, and who gives it to them. Names that can be one person's
    /// are put together under the fullest. Sorted by number of outlets, then by name; witnesses that name nobody are left
    /// out.
    pub(super) fn claims(&self) -> Vec<(String, Vec<String>)> {
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
            (clean(name), outlets.into_iter().map(short).collect())
        };
        claims.into_iter().map(told).collect()
    }
}

/// Sign of what was done, without colour.
pub(super) fn sign(operation: Operation) -> &'static str {
    match operation {
        Operation::Addition => "+",
        Operation::Omission => "-",
        Operation::Transposition => "↕",
        Operation::Truncation | Operation::Elision => "…",
        Operation::Substitution | Operation::Split | Operation::Join => "~",
    }
}

/// Where words stand that the lemma lacks at `token`: `before “than”`, `after “peace”` at its end or before a mark.
pub(super) fn place_of(utterance: &Utterance, token: usize) -> String {
    let lemma = &utterance.lemma;
    let word =
        |token: usize| lemma.tokens.get(token).and_then(|token| lemma.text.get(token.clone()));
    match word(token) {
        Some(next) if next.chars().any(char::is_alphanumeric) => {
            format!("before “{}”", clean(next))
        }
        _ => match token.checked_sub(1).and_then(word) {
            Some(before) => format!("after “{}”", clean(before)),
            None => "at the beginning".to_owned(),
        },
    }
}

/// More outlets than these are counted, not named, unless names are asked for: three still read at one glance.
const NAMED: usize = 3;
/// More minor places than these are told in one paragraph: they would drown the others.
const MINOR_ROWS: usize = 8;
/// What others have is shortened to this many words: it stands nowhere else, so it gets more than the lemma.
const READING_WORDS: usize = 16;
/// A lemma in an entry is shortened to this many words; it stands in full above.
const LEMMA_WORDS: usize = 8;

/// The level in a word, for people.
pub(super) fn weight(level: Level) -> &'static str {
    match level {
        Level::Accidental => "accidental",
        Level::Minor => "minor",
        Level::Substantive => "substantive",
        Level::Contradictory => "contradictory",
    }
}

/// The disclosure in a word, for people; empty where there is nothing to disclose.
pub(super) fn disclosed(disclosure: Disclosure) -> &'static str {
    if disclosure == Disclosure::None { "" } else { disclosure.name() }
}

/// How a speaker is named is shortened to this many words.
const MENTION_WORDS: usize = 5;

/// How a speaker is named, without what trails behind: `Jim Manley, …`.
pub(super) fn brief(mention: &str) -> String {
    let words = |text: &str| text.split(' ').filter(|word| !word.is_empty()).count();
    if words(mention) <= MENTION_WORDS {
        return mention.to_owned();
    }
    let commas = mention.match_indices(',').map(|(at, _)| at);
    match commas.take_while(|&at| words(&mention[..at]) <= MENTION_WORDS).last() {
        Some(at) => format!("{}, …", &mention[..at]),
        None => shorten(mention, MENTION_WORDS),
    }
}

/// Ids longer than this lose their middle: a reader tells them apart by their ends.
const ID_LENGTH: usize = 24;

/// An outlet's name, or an id, short enough for a column. Names of outlets have blanks or are short; ids made by machines
/// have none.
pub(super) fn short(name: &str) -> String {
    let name = clean(short_id(name));
    let count = name.chars().count();
    if count <= ID_LENGTH || name.contains(' ') {
        return name;
    }
    let head: String = name.chars().take(8).collect();
    let tail: String = name.chars().skip(count - 12).collect();
    format!("{head}…{tail}")
}

/// An id without the folders in front of it: ids made from paths would fill the line.
pub(super) fn short_id(id: &str) -> &str {
    match id.rsplit_once(['/', '\\']) {
        Some((_, last)) if !last.is_empty() => last,
        _ => id,
    }
}

/// `1 outlet`, `2 outlets`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
