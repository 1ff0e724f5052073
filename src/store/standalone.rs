//! Standalone quotations: there are many, and little is known of each. All ids and texts are kept
//! in one string, and strings that recur are kept once.

use std::hash::BuildHasher;
#[cfg(feature = "json")]
use std::hint::black_box;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::{SequenceTable, hash_table};
use crate::align::features::{ElisionTracker, SequenceWord};
use crate::blocking::SequenceId;
use crate::model::StandaloneQuotation;
use crate::parallel::Workers;
use crate::person_name::PersonName;
use crate::text::{Vocabulary, raw_tokens};

/// Fewer dead bytes than these are not worth a compaction.
const MIN_DEAD_BYTES: usize = 1 << 20;

/// Id of a string that was not given.
const NO_STRING: u32 = u32::MAX;

/// Returns the hash by which [`StandaloneTable`] finds strings.
pub(crate) fn hash_str(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}

/// Standalone quotations by [`StandaloneId`].
///
/// ```
/// use variorum::StandaloneQuotation;
/// use variorum::store::{SequenceTable, StandaloneTable};
/// use variorum::text::Vocabulary;
///
/// let (mut words, mut sequences) = (Vocabulary::new(), SequenceTable::new());
/// let mut table = StandaloneTable::new();
/// let quotation = StandaloneQuotation::new("q1", "Never again.").with_speaker("Ada Lund");
/// let id = table.add(&quotation, &mut words, &mut sequences);
/// assert_eq!((table.find("q1"), table.quotation(id)), (Some(id), quotation));
/// assert!(table.remove("q1", &mut sequences) && table.is_empty());
/// ```
#[derive(Debug, Default)]
pub struct StandaloneTable {
    /// Ids and texts, one after the other.
    strings: String,
    rows: Vec<StandaloneRow>,
    by_id: HashTable<u32>,
    /// Rows that are free again.
    free: Vec<u32>,
    /// Bytes of ids and texts that were removed.
    dead_bytes: usize,
    /// Outlets, documents and dates, as they were handed in.
    shared_strings: StringTable,
    speakers: StringTable,
    /// The names of the speakers, by the ids of these.
    names: Vec<PersonName>,
    /// The tags of languages that were handed in.
    languages: Vec<Box<str>>,
}

/// Place of a standalone quotation in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StandaloneId(pub(crate) u32);

#[derive(Clone, Copy, Debug)]
struct StandaloneRow {
    at: usize,
    id: u32,
    text: u32,
    speaker: u32,
    outlet: u32,
    document: u32,
    published: u32,
    second: i64,
    sequence: u32,
    /// Place of its language in those of the table, from one on; 0 for none.
    language: u8,
    gone: bool,
}

/// A string with its [hash](hash_str).
#[derive(Clone, Copy, Debug)]
pub(crate) struct HashedStr<'n> {
    pub text: &'n str,
    pub hash: u64,
}

impl<'n> HashedStr<'n> {
    pub(crate) fn new(text: &'n str) -> HashedStr<'n> {
        HashedStr { text, hash: hash_str(text) }
    }
}

/// A standalone quotation to be added.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewStandalone<'n> {
    pub id: &'n str,
    /// The [hash](hash_str) of the id.
    pub hash: u64,
    pub text: &'n str,
    pub speaker: Option<HashedStr<'n>>,
    pub outlet: Option<HashedStr<'n>>,
    pub document: Option<HashedStr<'n>>,
    /// As it was handed in, and in seconds.
    pub published: Option<(HashedStr<'n>, i64)>,
    pub sequence: Option<SequenceId>,
    /// The tag of its language.
    pub language: Option<&'n str>,
}

/// Distinct strings by id.
#[derive(Debug, Default)]
struct StringTable {
    strings: Vec<Box<str>>,
    numbers: HashTable<u32>,
}

impl StringTable {
    /// Reads the slot of a string with this hash, so that it is in the cache when it is looked up.
    #[cfg(feature = "json")]
    fn prefetch(&self, hash: u64) {
        black_box(self.numbers.find(hash, |&number| {
            black_box(self.strings[number as usize].as_bytes().first().copied());
            false
        }));
    }

    /// Returns the id of a string, a new one if it is new.
    fn intern(&mut self, new: HashedStr<'_>) -> u32 {
        let StringTable { strings, numbers } = self;
        let HashedStr { text, hash } = new;
        if let Some(&number) = numbers.find(hash, |&number| &*strings[number as usize] == text) {
            return number;
        }
        strings.push(text.into());
        let number = strings.len() as u32 - 1;
        numbers.insert_unique(hash, number, |&number| hash_str(&strings[number as usize]));
        number
    }

    fn get(&self, number: u32) -> Option<&str> {
        self.strings.get(number as usize).map(|text| &**text)
    }
}

impl StandaloneRow {
    fn id(self, strings: &str) -> &str {
        &strings[self.at..self.at + self.id as usize]
    }
}

impl<'n> NewStandalone<'n> {
    /// Returns a quotation without its sequence.
    pub(crate) fn new(quotation: &'n StandaloneQuotation) -> NewStandalone<'n> {
        let published = quotation.published.as_ref();
        NewStandalone {
            id: &quotation.id,
            hash: hash_str(&quotation.id),
            text: &quotation.text,
            speaker: quotation.speaker.as_deref().map(HashedStr::new),
            outlet: quotation.outlet.as_deref().map(HashedStr::new),
            document: quotation.document.as_deref().map(HashedStr::new),
            published: published.map(|date| (HashedStr::new(date.as_str()), date.second())),
            sequence: None,
            language: quotation.language.as_deref(),
        }
    }
}

/// Returns the number of a language, from one on, and adds it if it is new; 0 beyond the last that
/// can be told.
fn language_number(languages: &mut Vec<Box<str>>, tag: &str) -> u8 {
    let known = languages.iter().position(|known| **known == *tag).unwrap_or_else(|| {
        if languages.len() < usize::from(u8::MAX) {
            languages.push(tag.into());
        }
        languages.len() - 1
    });
    match languages.get(known).filter(|known| ***known == *tag) {
        Some(_) => known as u8 + 1,
        None => 0,
    }
}

/// Interns the words of `text`, and returns them without marks.
fn intern_words(words: &mut Vocabulary, text: &str) -> Vec<SequenceWord> {
    let mut elisions = ElisionTracker::default();
    let words_of_text = raw_tokens(text).filter_map(|token| {
        let word = words.intern(token.span.slice(text));
        elisions.push(words, word)
    });
    words_of_text.collect()
}

impl StandaloneTable {
    /// Makes a table without quotations.
    pub fn new() -> StandaloneTable {
        StandaloneTable::default()
    }

    /// Adds a quotation whose id is not taken, with strings of at most 4 GiB. Interns its words in
    /// `words` and counts its sequence in `sequences`, both the store's. O(bytes).
    pub fn add(
        &mut self,
        quotation: &StandaloneQuotation,
        words: &mut Vocabulary,
        sequences: &mut SequenceTable,
    ) -> StandaloneId {
        let sequence = sequences.add(&intern_words(words, &quotation.text));
        let id = self.add_hashed(NewStandalone { sequence, ..NewStandalone::new(quotation) });
        self.parse_speakers(&Workers::new(1));
        id
    }

    /// Returns all quotations, in the order of their ids. O(n log n).
    pub fn ids(&self) -> Vec<StandaloneId> {
        self.in_order(|_| true)
    }

    /// Returns the number of standalone quotations.
    pub fn len(&self) -> usize {
        self.rows.len() - self.free.len()
    }

    /// Returns true if there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the estimated bytes. Speakers, outlets and dates count by the number of distinct
    /// ones.
    pub(crate) fn bytes(&self) -> usize {
        let StandaloneTable { strings, rows, by_id, free, shared_strings, speakers, names, .. } =
            self;
        let recurring = (shared_strings.strings.len() + speakers.strings.len()) * 64
            + names.len() * (size_of::<PersonName>() + 64);
        // A hash table has a byte beside each id.
        let lists = rows.capacity() * size_of::<StandaloneRow>()
            + by_id.capacity() * 5
            + free.capacity() * size_of::<u32>();
        strings.capacity() + lists + recurring
    }

    /// Returns the quotation of this id.
    pub fn find(&self, id: &str) -> Option<StandaloneId> {
        self.find_hashed(id, hash_str(id))
    }

    /// Does the same with the [hash](hash_str) of the id.
    pub(crate) fn find_hashed(&self, id: &str, hash: u64) -> Option<StandaloneId> {
        self.by_id
            .find(hash, |&number| self.rows[number as usize].id(&self.strings) == id)
            .map(|&number| StandaloneId(number))
    }

    /// Reads the slots of the strings of `new`, so that they are in the cache when it is added.
    #[cfg(feature = "json")]
    pub(crate) fn prefetch(&self, new: &NewStandalone<'_>) {
        black_box(self.by_id.find(new.hash, |&number| black_box(number) == u32::MAX));
        new.speaker.iter().for_each(|speaker| self.speakers.prefetch(speaker.hash));
        let shared = [new.outlet, new.document, new.published.map(|(date, _)| date)];
        shared.iter().flatten().for_each(|string| self.shared_strings.prefetch(string.hash));
    }

    /// Adds a quotation whose id is not taken, with strings of at most 4 GiB. When all are added,
    /// call [`parse_speakers`](StandaloneTable::parse_speakers).
    pub(crate) fn add_hashed(&mut self, new: NewStandalone<'_>) -> StandaloneId {
        let at = self.strings.len();
        self.strings.push_str(new.id);
        self.strings.push_str(new.text);
        let mut shared = |text: Option<HashedStr<'_>>| {
            text.map_or(NO_STRING, |text| self.shared_strings.intern(text))
        };
        let language = new.language.map_or(0, |tag| language_number(&mut self.languages, tag));
        let speaker = new.speaker.map_or(NO_STRING, |speaker| self.speakers.intern(speaker));
        let row = StandaloneRow {
            at,
            id: new.id.len() as u32,
            text: new.text.len() as u32,
            speaker,
            outlet: shared(new.outlet),
            document: shared(new.document),
            published: shared(new.published.map(|(printed, _)| printed)),
            second: new.published.map_or(0, |(_, second)| second),
            sequence: new.sequence.map_or(NO_STRING, |sequence| sequence.0),
            language,
            gone: false,
        };
        let number = match self.free.pop() {
            Some(number) => {
                self.rows[number as usize] = row;
                number
            }
            None => {
                self.rows.push(row);
                self.rows.len() as u32 - 1
            }
        };
        let StandaloneTable { strings, rows, by_id, .. } = self;
        if by_id.len() == by_id.capacity() {
            // The new one is not in it yet.
            let used = rows.iter().zip(0..).filter(|&(row, other)| !row.gone && other != number);
            hash_table::grow(by_id, used.map(|(row, number)| (hash_str(row.id(strings)), number)));
        }
        by_id
            .insert_unique(new.hash, number, |&number| hash_str(rows[number as usize].id(strings)));
        StandaloneId(number)
    }

    /// Parses the names of speakers that were added since the last call.
    pub(crate) fn parse_speakers(&mut self, workers: &Workers) {
        let new = &self.speakers.strings[self.names.len()..];
        self.names.extend(workers.map(new, || (), |(), name| PersonName::parse(name)));
    }

    /// Removes the quotation of this id and counts its sequence in `sequences` one quotation less.
    /// Returns true if it was there.
    pub fn remove(&mut self, id: &str, sequences: &mut SequenceTable) -> bool {
        let Some(StandaloneId(number)) = self.find(id) else { return false };
        if let Ok(entry) = self.by_id.find_entry(hash_str(id), |&other| other == number) {
            entry.remove();
        }
        let row = &mut self.rows[number as usize];
        if row.sequence != NO_STRING {
            sequences.remove(SequenceId(row.sequence));
        }
        self.dead_bytes += row.id as usize + row.text as usize;
        (row.id, row.text, row.gone) = (0, 0, true);
        self.free.push(number);
        // Compacted when most of it is dead.
        if self.dead_bytes > MIN_DEAD_BYTES && self.dead_bytes > self.strings.len() / 2 {
            let mut strings = String::with_capacity(self.strings.len() - self.dead_bytes);
            for row in &mut self.rows {
                let at = strings.len();
                strings.push_str(&self.strings[row.at..row.at + (row.id + row.text) as usize]);
                row.at = at;
            }
            self.strings = strings;
            self.dead_bytes = 0;
        }
        true
    }

    /// Returns those that `wanted` accepts, in the order of their ids. O(n log n).
    pub(crate) fn in_order(&self, wanted: impl Fn(StandaloneId) -> bool) -> Vec<StandaloneId> {
        let there = || {
            let wanted = |&n: &u32| !self.rows[n as usize].gone && wanted(StandaloneId(n));
            (0..self.rows.len() as u32).filter(wanted).map(StandaloneId)
        };
        let first = there().next().map_or("", |n| self.id(n));
        // The eight bytes after the common prefix of all ids differ for most of them.
        let common = there().fold(first.len(), |common, n| {
            self.id(n).bytes().zip(first.bytes()).take(common).take_while(|(x, y)| x == y).count()
        });
        let head = |n: StandaloneId| {
            let rest = &self.id(n).as_bytes()[common..];
            let mut head = [0; 8];
            let len = rest.len().min(8);
            head[..len].copy_from_slice(&rest[..len]);
            u64::from_be_bytes(head)
        };
        let mut order: Vec<(u64, StandaloneId)> = there().map(|n| (head(n), n)).collect();
        order.sort_unstable_by(|x, y| x.0.cmp(&y.0).then_with(|| self.id(x.1).cmp(self.id(y.1))));
        order.into_iter().map(|(_, n)| n).collect()
    }

    /// Returns the id of a quotation, as it was handed in.
    pub fn id(&self, n: StandaloneId) -> &str {
        self.rows[n.0 as usize].id(&self.strings)
    }

    /// Returns the text.
    pub fn text(&self, n: StandaloneId) -> &str {
        let row = &self.rows[n.0 as usize];
        let text = row.at + row.id as usize;
        &self.strings[text..text + row.text as usize]
    }

    /// Returns the outlet.
    pub fn outlet(&self, n: StandaloneId) -> Option<&str> {
        self.shared_strings.get(self.rows[n.0 as usize].outlet)
    }

    /// Returns the place of the speaker among [the names](StandaloneTable::names).
    pub fn speaker(&self, n: StandaloneId) -> Option<u32> {
        Some(self.rows[n.0 as usize].speaker).filter(|&speaker| speaker != NO_STRING)
    }

    /// Returns the names of all speakers, each distinct print once.
    pub fn names(&self) -> &[PersonName] {
        &self.names
    }

    /// Returns the time of publication, in seconds.
    pub fn second(&self, n: StandaloneId) -> Option<i64> {
        let row = &self.rows[n.0 as usize];
        (row.published != NO_STRING).then_some(row.second)
    }

    /// Returns the word sequence; `None` where the text has no words.
    pub fn sequence(&self, n: StandaloneId) -> Option<SequenceId> {
        let sequence = self.rows[n.0 as usize].sequence;
        (sequence != NO_STRING).then_some(SequenceId(sequence))
    }

    /// Returns the tag of its language, if one was handed in.
    pub fn language(&self, n: StandaloneId) -> Option<&str> {
        let number = usize::from(self.rows[n.0 as usize].language);
        number.checked_sub(1).and_then(|at| self.languages.get(at)).map(|tag| &**tag)
    }

    /// Returns a quotation as it was handed in.
    pub fn quotation(&self, n: StandaloneId) -> StandaloneQuotation {
        let row = &self.rows[n.0 as usize];
        let owned = |text: Option<&str>| text.map(str::to_owned);
        StandaloneQuotation {
            id: self.id(n).to_owned(),
            text: self.text(n).to_owned(),
            speaker: owned(self.speakers.get(row.speaker)),
            outlet: owned(self.shared_strings.get(row.outlet)),
            document: owned(self.shared_strings.get(row.document)),
            published: self.shared_strings.get(row.published).and_then(|date| date.parse().ok()),
            language: owned(self.language(n)),
        }
    }
}
