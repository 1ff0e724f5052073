//! Quotations given without their articles: many, and little is known of each, so all their strings stand in one place and
//! what recurs is kept once.

use std::hash::BuildHasher;
#[cfg(feature = "json")]
use std::hint::black_box;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::numbers;
use crate::blocking::SequenceId;
use crate::model::StandaloneQuotation;
use crate::parallel::Workers;
use crate::person_name::PersonName;

/// Nothing known.
const NONE: u32 = u32::MAX;

/// What [`Givens::add`] wants to know of an id.
pub(super) fn hash(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}

/// Given quotations by number.
#[derive(Debug, Default)]
pub(super) struct Givens {
    /// Ids and words, one after the other.
    strings: String,
    records: Vec<Given>,
    by_id: HashTable<u32>,
    /// Numbers that are free again.
    free: Vec<u32>,
    /// Bytes of those that are gone.
    dead: usize,
    /// Outlets, documents and dates, as they were given.
    printed: Interned,
    speakers: Interned,
    names: Vec<PersonName>,
}

#[derive(Clone, Copy, Debug)]
struct Given {
    at: usize,
    id: u32,
    text: u32,
    speaker: u32,
    outlet: u32,
    document: u32,
    published: u32,
    second: i64,
    sequence: u32,
    gone: bool,
}

/// A string that may recur, with its [`hash`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Hashed<'n> {
    pub text: &'n str,
    pub hash: u64,
}

impl<'n> Hashed<'n> {
    pub(super) fn of(text: &'n str) -> Hashed<'n> {
        Hashed { text, hash: hash(text) }
    }
}

/// A quotation to be filed.
#[derive(Clone, Copy, Debug)]
pub(super) struct New<'n> {
    pub id: &'n str,
    /// The [`hash`] of the id.
    pub hash: u64,
    pub text: &'n str,
    pub speaker: Option<Hashed<'n>>,
    pub outlet: Option<Hashed<'n>>,
    pub document: Option<Hashed<'n>>,
    /// As it was given, and in seconds.
    pub published: Option<(Hashed<'n>, i64)>,
    pub sequence: Option<SequenceId>,
}

/// Strings that recur.
#[derive(Debug, Default)]
struct Interned {
    strings: Vec<Box<str>>,
    numbers: HashTable<u32>,
}

impl Interned {
    /// Looks at the place where one with this hash would stand, so that it is near when it is asked for.
    #[cfg(feature = "json")]
    fn near(&self, hash: u64) {
        black_box(self.numbers.find(hash, |&number| {
            black_box(self.strings[number as usize].as_bytes().first().copied());
            false
        }));
    }

    fn number(&mut self, new: Hashed<'_>) -> u32 {
        let Interned { strings, numbers } = self;
        let Hashed { text, hash } = new;
        if let Some(&number) = numbers.find(hash, |&number| &*strings[number as usize] == text) {
            return number;
        }
        strings.push(text.into());
        let number = strings.len() as u32 - 1;
        numbers.insert_unique(hash, number, |&number| self::hash(&strings[number as usize]));
        number
    }

    fn get(&self, number: u32) -> Option<&str> {
        self.strings.get(number as usize).map(|text| &**text)
    }
}

impl Given {
    fn id(self, strings: &str) -> &str {
        &strings[self.at..self.at + self.id as usize]
    }
}

impl Givens {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.records.len() - self.free.len()
    }

    /// About how many bytes they take. Speakers, outlets and dates are counted by the number of distinct ones.
    pub(super) fn bytes(&self) -> usize {
        let Givens { strings, records, by_id, free, printed, speakers, names, .. } = self;
        let recurring = (printed.strings.len() + speakers.strings.len()) * 64
            + names.len() * (size_of::<PersonName>() + 64);
        // A table has a byte beside each number.
        let lists = records.capacity() * size_of::<Given>()
            + by_id.capacity() * 5
            + free.capacity() * size_of::<u32>();
        strings.capacity() + lists + recurring
    }

    /// The number of the one with this id.
    pub(super) fn find(&self, id: &str) -> Option<u32> {
        self.find_hashed(id, hash(id))
    }

    /// The same with the [`hash`] of the id.
    pub(super) fn find_hashed(&self, id: &str, hash: u64) -> Option<u32> {
        self.by_id
            .find(hash, |&number| self.records[number as usize].id(&self.strings) == id)
            .copied()
    }

    /// Looks at the places where what is said of `new` would stand, so that they are near when it is added.
    #[cfg(feature = "json")]
    pub(super) fn near(&self, new: &New<'_>) {
        black_box(self.by_id.find(new.hash, |&number| black_box(number) == u32::MAX));
        new.speaker.iter().for_each(|speaker| self.speakers.near(speaker.hash));
        let printed = [new.outlet, new.document, new.published.map(|(date, _)| date)];
        printed.iter().flatten().for_each(|printed| self.printed.near(printed.hash));
    }

    /// Files one and gives its number; its id is not taken, and its strings are no longer than 4 GiB. When all are filed, their
    /// speakers are to be read.
    pub(super) fn add(&mut self, new: New<'_>) -> u32 {
        let at = self.strings.len();
        self.strings.push_str(new.id);
        self.strings.push_str(new.text);
        let mut printed =
            |text: Option<Hashed<'_>>| text.map_or(NONE, |text| self.printed.number(text));
        let speaker = new.speaker.map_or(NONE, |speaker| self.speakers.number(speaker));
        let record = Given {
            at,
            id: new.id.len() as u32,
            text: new.text.len() as u32,
            speaker,
            outlet: printed(new.outlet),
            document: printed(new.document),
            published: printed(new.published.map(|(printed, _)| printed)),
            second: new.published.map_or(0, |(_, second)| second),
            sequence: new.sequence.map_or(NONE, |sequence| sequence.0),
            gone: false,
        };
        let number = match self.free.pop() {
            Some(number) => {
                self.records[number as usize] = record;
                number
            }
            None => {
                self.records.push(record);
                self.records.len() as u32 - 1
            }
        };
        let Givens { strings, records, by_id, .. } = self;
        if by_id.len() == by_id.capacity() {
            // The last one is not in it yet.
            let there =
                records.iter().zip(0..).filter(|&(record, other)| !record.gone && other != number);
            numbers::grow(by_id, there.map(|(record, number)| (hash(record.id(strings)), number)));
        }
        by_id.insert_unique(new.hash, number, |&number| hash(records[number as usize].id(strings)));
        number
    }

    /// Takes apart the names of speakers that came since.
    pub(super) fn read_speakers(&mut self, workers: &Workers) {
        let new = &self.speakers.strings[self.names.len()..];
        self.names.extend(workers.map(new, || (), |(), name| PersonName::parse(name)));
    }

    /// Takes out the one with this id; gives the number of its sequence.
    pub(super) fn remove(&mut self, id: &str) -> Option<Option<SequenceId>> {
        let number = self.find(id)?;
        if let Ok(entry) = self.by_id.find_entry(hash(id), |&other| other == number) {
            entry.remove();
        }
        let record = &mut self.records[number as usize];
        let sequence = (record.sequence != NONE).then_some(SequenceId(record.sequence));
        self.dead += record.id as usize + record.text as usize;
        (record.id, record.text, record.gone) = (0, 0, true);
        self.free.push(number);
        // Put together again when most of it is dead.
        if self.dead > 1 << 20 && self.dead > self.strings.len() / 2 {
            let mut strings = String::with_capacity(self.strings.len() - self.dead);
            for record in &mut self.records {
                let at = strings.len();
                strings.push_str(
                    &self.strings[record.at..record.at + (record.id + record.text) as usize],
                );
                record.at = at;
            }
            self.strings = strings;
            self.dead = 0;
        }
        Some(sequence)
    }

    /// All of them, in the order of their ids. O(n log n).
    pub(super) fn in_order(&self) -> Vec<u32> {
        let there = || (0..self.records.len() as u32).filter(|&n| !self.records[n as usize].gone);
        let first = there().next().map_or("", |n| self.id(n));
        // What all ids begin with tells nothing; the eight bytes after it tell most apart.
        let common = there().fold(first.len(), |common, n| {
            self.id(n).bytes().zip(first.bytes()).take(common).take_while(|(x, y)| x == y).count()
        });
        let head = |n: u32| {
            let rest = &self.id(n).as_bytes()[common..];
            let mut head = [0; 8];
            let len = rest.len().min(8);
            head[..len].copy_from_slice(&rest[..len]);
            u64::from_be_bytes(head)
        };
        let mut order: Vec<(u64, u32)> = there().map(|n| (head(n), n)).collect();
        order.sort_unstable_by(|x, y| x.0.cmp(&y.0).then_with(|| self.id(x.1).cmp(self.id(y.1))));
        order.into_iter().map(|(_, n)| n).collect()
    }

    /// The id of number `n`.
    pub(super) fn id(&self, n: u32) -> &str {
        self.records[n as usize].id(&self.strings)
    }

    /// Its words.
    pub(super) fn text(&self, n: u32) -> &str {
        let record = &self.records[n as usize];
        let text = record.at + record.id as usize;
        &self.strings[text..text + record.text as usize]
    }

    /// Its outlet.
    pub(super) fn outlet(&self, n: u32) -> Option<&str> {
        self.printed.get(self.records[n as usize].outlet)
    }

    /// The number of its speaker, as printed.
    pub(super) fn speaker(&self, n: u32) -> Option<u32> {
        Some(self.records[n as usize].speaker).filter(|&speaker| speaker != NONE)
    }

    /// The names of all speakers, by number.
    pub(super) fn names(&self) -> &[PersonName] {
        &self.names
    }

    /// When it was published, in seconds.
    pub(super) fn second(&self, n: u32) -> Option<i64> {
        let record = &self.records[n as usize];
        (record.published != NONE).then_some(record.second)
    }

    /// The number of its sequence.
    pub(super) fn sequence(&self, n: u32) -> Option<SequenceId> {
        let sequence = self.records[n as usize].sequence;
        (sequence != NONE).then_some(SequenceId(sequence))
    }

    /// It as it was handed in.
    pub(super) fn given(&self, n: u32) -> StandaloneQuotation {
        let record = &self.records[n as usize];
        let owned = |text: Option<&str>| text.map(str::to_owned);
        StandaloneQuotation {
            id: self.id(n).to_owned(),
            text: self.text(n).to_owned(),
            speaker: owned(self.speakers.get(record.speaker)),
            outlet: owned(self.printed.get(record.outlet)),
            document: owned(self.printed.get(record.document)),
            published: self.printed.get(record.published).and_then(|date| date.parse().ok()),
        }
    }
}
