//! Which sequences meet: all keys put in order, those who share one told apart.
//!
//! In steps that may run on many threads, each a pure function: [`Filed::of`] a stretch of the sequences, [`Part::of`] a
//! share of the keys, and [`Meeting::of`] all parts.

use std::ops::Range;

use super::{BlockKey, CEILING, CROWD, FLOOR, HUBS, LONG_FLOOR, STEP, VOICES};
use crate::text::Weight;

/// Sequences of words without marks, by number; the long ones have the first numbers.
pub(crate) trait Lines {
    /// How many there are.
    fn count(&self) -> usize;
    /// Key and weight of each word of one.
    fn words(&self, line: u32) -> impl Iterator<Item = (u64, Weight)> + Clone;
    /// Whether it weighs [`super::LONG`] or more.
    fn is_long(&self, line: u32) -> bool;

    /// Its words from `start` on.
    fn from(&self, line: u32, start: u32) -> impl Iterator<Item = (u64, Weight)> + Clone {
        self.words(line).skip(start as usize)
    }
}

/// One step of a multiplicative hash over the words' fingerprints (the constant is that of FxHash and splitmix-like
/// mixers: odd, with its bits well spread).
fn mix(hash: u64, key: u64) -> u64 {
    let mixed = (hash.rotate_left(23) ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

/// The key of the shortest run at the beginning of `words` that weighs at least `floor`, and its length.
fn run(words: impl Iterator<Item = (u64, Weight)>, floor: Weight) -> Option<(BlockKey, u32)> {
    let (mut hash, mut sum) = (0u64, 0);
    for (n, (key, weight)) in (1..).zip(words) {
        hash = mix(hash, key);
        sum += weight;
        if sum >= floor {
            return Some((BlockKey(hash), n));
        }
    }
    None
}

/// Where a run stands in its sequence, in 26 and 6 bits: what begins or reaches further is not to be told where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stand(u32);

impl Stand {
    /// A sequence that is filed as a whole, being too light for a run.
    const WHOLE: Stand = Stand(u32::MAX);
    const LENGTH: u32 = 6;

    fn new(start: u32, len: u32) -> Stand {
        Stand(start.min((1 << (32 - Stand::LENGTH)) - 2) << Stand::LENGTH | len.min((1 << Stand::LENGTH) - 1))
    }

    fn start(self) -> u32 {
        self.0 >> Stand::LENGTH
    }

    fn range(self) -> Range<u32> {
        self.start()..self.start() + (self.0 & ((1 << Stand::LENGTH) - 1))
    }
}

/// The key of a whole sequence; apart from those of runs.
fn whole(words: impl Iterator<Item = (u64, Weight)>) -> BlockKey {
    BlockKey(words.fold(!0, |hash, (key, _)| mix(hash, key)))
}

fn weight(words: impl Iterator<Item = (u64, Weight)>) -> Weight {
    words.map(|(_, weight)| weight).fold(0, Weight::saturating_add)
}

/// One sequence filed under one key, with the place of its run.
#[derive(Clone, Copy, Debug)]
struct Posting {
    key: BlockKey,
    line: u32,
    stand: Stand,
}

/// Words of a sequence beyond this begin no run.
pub(crate) const WORDS: usize = (1 << 26) - 2;

/// Into how many parts, a power of two, `words` keys are best shared out: each sorts within the cache.
pub(crate) fn parts(words: usize) -> usize {
    (words / (1 << 15)).next_power_of_two().clamp(1, 1 << 10)
}

/// The keys of some sequences, by part.
#[derive(Debug)]
pub(crate) struct Filed {
    postings: Vec<Posting>,
    /// Where each part ends.
    ends: Vec<u32>,
    first: usize,
}

impl Filed {
    /// Files the sequences `range`, of `parts` parts those in `kept`. O(words).
    pub(crate) fn of<L: Lines + ?Sized>(lines: &L, range: Range<u32>, parts: usize, kept: Range<usize>) -> Filed {
        let mut all = Vec::new();
        let mut counts = vec![0u32; kept.len()];
        let shift = 64 - parts.trailing_zeros();
        let part = |key: BlockKey| key.0.checked_shr(shift).unwrap_or(0) as usize;
        for line in range {
            let mut file = |key: BlockKey, stand: Stand| {
                let part = part(key);
                if kept.contains(&part) {
                    counts[part - kept.start] += 1;
                    all.push(Posting { key, line, stand });
                }
            };
            let mut words = lines.words(line);
            let mut start = 0;
            while let Some((key, len)) = run(words.clone(), FLOOR).filter(|_| start < WORDS as u32) {
                file(key, Stand::new(start, len));
                start += 1;
                words.next();
            }
            if start == 0 && lines.words(line).next().is_some() {
                file(whole(lines.words(line)), Stand::WHOLE);
            }
        }
        let mut at = 0;
        let mut ends: Vec<u32> = counts
            .iter()
            .map(|count| {
                at += count;
                at - count
            })
            .collect();
        let mut postings = all.clone();
        for posting in all {
            let end = &mut ends[part(posting.key) - kept.start];
            postings[*end as usize] = posting;
            *end += 1;
        }
        Filed { postings, ends, first: kept.start }
    }

    fn part(&self, part: usize) -> &[Posting] {
        let n = part - self.first;
        let start = if n == 0 { 0 } else { self.ends[n - 1] };
        &self.postings[start as usize..self.ends[n] as usize]
    }
}

/// Marks the last of those who meet.
const LAST: u32 = 1 << 31;
/// Marks a place that is the number of a crowd with hubs.
const HUB: u32 = 1 << 31;
/// Nobody to be met.
const NOWHERE: u32 = u32::MAX;

/// A sequence that shares a run with others.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Where it stands among those who meet it, or the crowd with hubs that it is of.
    place: u32,
    /// The run, among all that are shared.
    gram: u32,
    stand: Stand,
}

/// Who meets, by a share of the keys.
#[derive(Debug)]
pub(crate) struct Part<T> {
    entries: Vec<(u32, Entry)>,
    members: Vec<u32>,
    hubs: Vec<Range<u32>>,
    tallies: Vec<T>,
}

impl<T> Part<T> {
    /// Puts the keys of one part in order and sees who shares them; `tally` makes of the sequences that share a run what
    /// shall be known of it, and tells of how many speakers they were quoted. O(n log n).
    pub(crate) fn of<L: Lines + ?Sized>(
        lines: &L,
        part: usize,
        filed: &[Filed],
        tally: &impl Fn(&[u32]) -> (T, u32),
    ) -> Part<T> {
        let mut postings: Vec<Posting> = Vec::with_capacity(filed.iter().map(|filed| filed.part(part).len()).sum());
        filed.iter().for_each(|filed| postings.extend_from_slice(filed.part(part)));
        postings.sort_unstable_by_key(|posting| posting.key);
        let mut made = Part { entries: Vec::new(), members: Vec::new(), hubs: Vec::new(), tallies: Vec::new() };
        let mut sharers = Vec::new();
        for group in postings.chunk_by_mut(|x, y| x.key == y.key) {
            if group.iter().all(|one| one.line == group[0].line) {
                continue;
            }
            group.sort_unstable_by_key(|posting| (posting.line, posting.stand));
            sharers.clear();
            sharers.extend(group.iter().map(|posting| posting.line));
            sharers.dedup();
            let gram = made.tallies.len() as u32;
            let (tally, voices) = tally(&sharers);
            made.tallies.push(tally);
            if is_common(voices, sharers.len()) {
                made.meet_longer(lines, group, gram, FLOOR + STEP);
            } else {
                made.meet(lines, group, gram, FLOOR);
            }
        }
        made
    }

    /// Notes that those in `group`, who share a run of weight `floor`, meet, or asks a crowd for longer runs.
    fn meet<L: Lines + ?Sized>(&mut self, lines: &L, group: &mut [Posting], gram: u32, floor: Weight) {
        let distinct = distinct(group);
        let entry = |posting: &Posting, place| (posting.line, Entry { place, gram, stand: posting.stand });
        if distinct > CROWD && floor < CEILING && group[0].stand != Stand::WHOLE {
            return self.meet_longer(lines, group, gram, floor + STEP);
        }
        if distinct == 1 {
            self.entries.extend(group.iter().map(|posting| entry(posting, NOWHERE)));
            return;
        }
        if floor < LONG_FLOOR && lines.is_long(group[0].line) {
            let long = group.partition_point(|posting| lines.is_long(posting.line));
            self.meet_shorter(group, long, gram);
            return self.meet_longer(lines, &mut group[..long], gram, LONG_FLOOR);
        }
        if distinct <= CROWD {
            return self.list(group, gram);
        }
        let (first, place) = (self.members.len() as u32, HUB | self.hubs.len() as u32);
        let mut last = None;
        for posting in group.iter() {
            let again = last.replace(posting.line) == Some(posting.line);
            if !again {
                self.members.push(posting.line);
            }
            self.entries.push(entry(posting, if again { NOWHERE } else { place }));
        }
        // The lightest first, by content.
        let weighed = |line: &u32| (weight(lines.words(*line)), whole(lines.words(*line)), *line);
        self.members[first as usize..].sort_by_cached_key(weighed);
        self.hubs.push(first..self.members.len() as u32);
    }

    /// Notes that the short ones in `group`, those from `long` on, meet each other and the long ones; these do not meet here.
    fn meet_shorter(&mut self, group: &[Posting], long: usize, gram: u32) {
        let (long, short) = group.split_at(long);
        if short.is_empty() {
            return;
        }
        self.members.push(long[0].line);
        let before = self.members.len() as u32 - 1;
        let mut last = None;
        for posting in long {
            if last.replace(posting.line) != Some(posting.line) {
                // One that has no run, since what they say of it stands in their own.
                self.entries.push((posting.line, Entry { place: before, gram, stand: Stand::WHOLE }));
            }
        }
        self.list(short, gram);
    }

    /// Asks those in `group` for runs of weight `floor`, and notes that those who share one meet.
    fn meet_longer<L: Lines + ?Sized>(&mut self, lines: &L, group: &mut [Posting], gram: u32, floor: Weight) {
        let mut longer = Vec::with_capacity(group.len());
        for posting in group {
            match run(lines.from(posting.line, posting.stand.start()), floor) {
                Some((key, _)) => longer.push(Posting { key, ..*posting }),
                None => self.entries.push((posting.line, Entry { place: NOWHERE, gram, stand: posting.stand })),
            }
        }
        longer.sort_unstable_by_key(|posting| (posting.key, posting.line, posting.stand));
        for group in longer.chunk_by_mut(|x, y| x.key == y.key) {
            self.meet(lines, group, gram, floor);
        }
    }

    /// Notes that those in `group` meet; gives the first of their places.
    fn list(&mut self, group: &[Posting], gram: u32) {
        let mut last = None;
        for posting in group {
            // Once for each sequence, however often it has the run.
            let again = last.replace(posting.line) == Some(posting.line);
            let place = if again { NOWHERE } else { self.members.len() as u32 };
            if !again {
                self.members.push(posting.line);
            }
            self.entries.push((posting.line, Entry { place, gram, stand: posting.stand }));
        }
        if let Some(last) = self.members.last_mut() {
            *last |= LAST;
        }
    }
}

/// Whether a run that `lines` sequences share, quoted of so many different speakers, is anybody's.
fn is_common(voices: u32, lines: usize) -> bool {
    voices > VOICES && voices as usize * 3 > lines
}

/// How many sequences are in `group`, which is in their order.
fn distinct(group: &[Posting]) -> usize {
    1 + group.windows(2).filter(|pair| pair[0].line != pair[1].line).count()
}

/// Who meets whom, and what is known of the runs that are shared.
#[derive(Debug)]
pub(crate) struct Meeting<T> {
    /// Where the entries of each sequence end.
    ends: Vec<u32>,
    entries: Vec<Entry>,
    members: Vec<u32>,
    hubs: Vec<Range<u32>>,
    tallies: Vec<T>,
}

/// Scratch for [`Meeting::partners`].
#[derive(Clone, Debug)]
pub(crate) struct Gathered {
    /// For each sequence: for whom it was met last, and one more.
    seen: Vec<u32>,
    found: Vec<u32>,
}

impl Gathered {
    /// For so many sequences.
    pub(crate) fn new(lines: usize) -> Gathered {
        Gathered { seen: vec![0; lines], found: Vec::new() }
    }
}

impl<T> Meeting<T> {
    /// All steps on one thread.
    pub(crate) fn new<L: Lines + ?Sized>(lines: &L, tally: &impl Fn(&[u32]) -> (T, u32)) -> Meeting<T> {
        let filed = [Filed::of(lines, 0..lines.count() as u32, 1, 0..1)];
        Meeting::of(lines.count(), vec![Part::of(lines, 0, &filed, tally)])
    }

    /// Puts `parts` together. O(entries).
    pub(crate) fn of(lines: usize, parts: Vec<Part<T>>) -> Meeting<T> {
        let mut ends = vec![0u32; lines + 1];
        for (line, _) in parts.iter().flat_map(|part| &part.entries) {
            ends[*line as usize + 1] += 1;
        }
        for n in 1..ends.len() {
            ends[n] += ends[n - 1];
        }
        let nothing = Entry { place: NOWHERE, gram: 0, stand: Stand::WHOLE };
        let mut entries = vec![nothing; parts.iter().map(|part| part.entries.len()).sum()];
        let mut members = Vec::with_capacity(parts.iter().map(|part| part.members.len()).sum());
        let (mut hubs, mut tallies) = (Vec::new(), Vec::new());
        for part in parts {
            let (gram, member, hub) = (tallies.len() as u32, members.len() as u32, hubs.len() as u32);
            for (line, mut entry) in part.entries {
                entry.gram += gram;
                if entry.place != NOWHERE {
                    entry.place += if entry.place & HUB == 0 { member } else { hub };
                }
                let end = &mut ends[line as usize];
                entries[*end as usize] = entry;
                *end += 1;
            }
            members.extend(part.members);
            hubs.extend(part.hubs.into_iter().map(|range| range.start + member..range.end + member));
            tallies.extend(part.tallies);
        }
        ends.pop();
        Meeting { ends, entries, members, hubs, tallies }
    }

    fn entries(&self, line: u32) -> &[Entry] {
        let start = if line == 0 { 0 } else { self.ends[line as usize - 1] };
        &self.entries[start as usize..self.ends[line as usize] as usize]
    }

    /// The sequences after `line` that are to be compared with it, in order. O(those who share its runs).
    pub(crate) fn partners<'g>(&self, line: u32, gathered: &'g mut Gathered) -> &'g [u32] {
        let Gathered { seen, found } = gathered;
        found.clear();
        let mut meet = |other: u32| {
            let last = &mut seen[other as usize];
            if *last != line + 1 {
                *last = line + 1;
                found.push(other);
            }
        };
        for entry in self.entries(line).iter().filter(|entry| entry.place != NOWHERE) {
            if entry.place & HUB == 0 {
                let mut place = entry.place as usize;
                while self.members[place] & LAST == 0 {
                    place += 1;
                    meet(self.members[place] & !LAST);
                }
            } else {
                let crowd = self.hubs[(entry.place & !HUB) as usize].clone();
                let crowd = &self.members[crowd.start as usize..crowd.end as usize];
                let with = if crowd[..HUBS].contains(&line) { crowd } else { &crowd[..HUBS] };
                with.iter().filter(|&&other| other > line).for_each(|&other| meet(other));
            }
        }
        found.sort_unstable();
        found
    }

    /// Runs of `line` that others share, each with where it stands and what is known of it, by the numbers of
    /// the runs.
    pub(crate) fn shared(&self, line: u32) -> impl Iterator<Item = (u32, Range<u32>, &T)> {
        let runs = self.entries(line).iter().filter(|entry| entry.stand != Stand::WHOLE);
        runs.map(|entry| (entry.gram, entry.stand.range(), &self.tallies[entry.gram as usize]))
    }
}
