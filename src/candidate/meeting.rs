//! Which sequences meet: all keys put in order, those who share one told apart.
//!
//! In steps that may run on many threads, each a pure function: [`Begun::of`](super::Begun::of) and [`Filed::of`] a stretch of
//! the sequences, [`Part::of`] a share of the keys; [`Meeting::add`] takes the parts as they come.

use std::ops::Range;

use super::filing::{Filed, Lines, Posting, Run, weight, whole};
use super::{BlockKey, CEILING, CROWD, FLOOR, FOLLOWING, HUBS, STEP, VOICES};
use crate::text::Weight;

/// Marks the last of those who meet.
const LAST: u32 = 1 << 31;
/// Marks a place that is the number of a crowd with hubs.
const HUB: u32 = 1 << 31;
/// Nobody to be met.
const NOWHERE: u32 = u32::MAX;
/// A run that nobody shares.
pub(crate) const ALONE: u32 = u32::MAX;

/// A run of a sequence that others share.
#[derive(Clone, Copy, Debug)]
struct Entry {
    line: u32,
    start: u32,
    /// The run, among all that are shared.
    gram: u32,
    /// After which place the sequences stand that it meets, or the crowd with hubs that it is of.
    place: u32,
}

/// Who meets, by a share of the keys.
#[derive(Debug)]
pub(crate) struct Part<T> {
    entries: Vec<Entry>,
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
        let mut made = Part { entries: Vec::new(), members: Vec::new(), hubs: Vec::new(), tallies: Vec::new() };
        let mut sharers = Vec::new();
        for group in in_order(part, filed).chunk_by_mut(|x, y| x.key == y.key) {
            if group.iter().all(|one| one.line == group[0].line) {
                continue;
            }
            sharers.clear();
            sharers.extend(group.iter().map(|posting| posting.line));
            sharers.dedup();
            let gram = made.tallies.len() as u32;
            let (tally, voices) = tally(&sharers);
            made.tallies.push(tally);
            if sharers.len() > crowd(voices, sharers.len()) {
                made.meet_many(lines, group, gram);
            } else {
                made.meet_few(lines, group, gram);
            }
        }
        made
    }

    /// Notes that those in `group` meet, who are few and share a run of weight [`FLOOR`]: the long ones among themselves only
    /// where they share one of weight [`LONG_FLOOR`].
    fn meet_few<L: Lines + ?Sized>(&mut self, lines: &L, group: &mut [Posting], gram: u32) {
        // These have the first numbers.
        let (long, short) = group.split_at_mut(group.partition_point(|posting| lines.is_long(posting.line)));
        long.sort_unstable_by_key(|posting| (posting.longer, posting.line, posting.start));
        // Where the first list of the short ones begins, once there is one.
        let mut first: Option<Range<usize>> = None;
        let mut apart = Vec::new();
        for group in long.chunk_by(|x, y| x.longer == y.longer) {
            if group[0].longer == 0 || distinct(group) == 1 {
                apart.extend_from_slice(group);
                continue;
            }
            self.list(group, gram);
            // All short ones come after them.
            let after = self.members.len();
            if let Some(Range { start, end }) = first {
                self.members.extend_from_within(start..end);
            } else {
                self.list(short, gram);
                first = Some(after..self.members.len());
            }
            self.close();
        }
        if first.is_none() && !short.is_empty() {
            // A place before them, for those that meet them and not each other.
            self.members.extend(apart.first().map(|one| one.line));
            let after = self.members.len();
            self.list(short, gram);
            first = Some(after..self.members.len());
            self.close();
        }
        let before = |short: Range<usize>| (short.start as u32).checked_sub(1).filter(|_| !short.is_empty());
        let place = first.and_then(before).unwrap_or(NOWHERE);
        for one in apart.chunk_by(|x, y| x.line == y.line) {
            self.note(&one[0], gram, place);
            self.pass(&one[1..], gram);
        }
    }

    /// Asks those in `group`, a crowd, for longer runs; only those that may share one.
    fn meet_many<L: Lines + ?Sized>(&mut self, lines: &L, group: &mut [Posting], gram: u32) {
        group.sort_unstable_by_key(|posting| (posting.longer, posting.line, posting.start));
        for group in group.chunk_by_mut(|x, y| x.longer == y.longer) {
            if group[0].longer == 0 || distinct(group) == 1 {
                self.pass(group, gram);
            } else {
                self.meet_longer(lines, group, gram, FLOOR + STEP);
            }
        }
    }

    /// Asks those in `group` for runs of weight `floor`. Few who share one meet; many are asked again.
    fn meet_longer<L: Lines + ?Sized>(&mut self, lines: &L, group: &mut [Posting], gram: u32, floor: Weight) {
        let mut longer = Vec::with_capacity(group.len());
        for posting in group {
            let words = &mut lines.from(posting.line, posting.start);
            match Run::default().up_to(floor, words) {
                Some(run) => longer.push(Posting::new(BlockKey(run.hash), posting.line, posting.start, 0)),
                None => self.note(posting, gram, NOWHERE),
            }
        }
        longer.sort_unstable_by_key(|posting| (posting.key(), posting.line, posting.start));
        for group in longer.chunk_by_mut(|x, y| x.key == y.key) {
            match distinct(group) {
                1 => self.pass(group, gram),
                2..=CROWD => {
                    self.list(group, gram);
                    self.close();
                }
                _ if floor < CEILING => self.meet_longer(lines, group, gram, floor + STEP),
                _ => self.meet_hubs(lines, group, gram),
            }
        }
    }

    /// Notes that those in `group`, whom no longer run tells apart, meet the lightest of them.
    fn meet_hubs<L: Lines + ?Sized>(&mut self, lines: &L, group: &[Posting], gram: u32) {
        let (first, place) = (self.members.len(), HUB | self.hubs.len() as u32);
        for one in group.chunk_by(|x, y| x.line == y.line) {
            self.members.push(one[0].line);
            self.note(&one[0], gram, place);
            self.pass(&one[1..], gram);
        }
        // The lightest first, by content.
        let weighed = |line: &u32| (weight(lines.words(*line)), whole(lines.words(*line)), *line);
        self.members[first..].sort_by_cached_key(weighed);
        self.hubs.push(first as u32..self.members.len() as u32);
    }

    /// Puts the sequences of `group` at the end of the list that is being made, once each, however often they have the run.
    fn list(&mut self, group: &[Posting], gram: u32) {
        for one in group.chunk_by(|x, y| x.line == y.line) {
            self.note(&one[0], gram, self.members.len() as u32);
            self.pass(&one[1..], gram);
            self.members.push(one[0].line);
        }
    }

    /// Ends the list that is being made.
    fn close(&mut self) {
        if let Some(last) = self.members.last_mut() {
            *last |= LAST;
        }
    }

    /// Notes that those in `group` share the run, and meet nobody here.
    fn pass(&mut self, group: &[Posting], gram: u32) {
        group.iter().for_each(|posting| self.note(posting, gram, NOWHERE));
    }

    fn note(&mut self, posting: &Posting, gram: u32, place: u32) {
        self.entries.push(Entry { line: posting.line, start: posting.start, gram, place });
    }
}

/// The postings of one part by their keys, those of one key by sequence and place. Half of a key stands in one number with a
/// place, since numbers are sorted twice as fast.
fn in_order(part: usize, filed: &[Filed]) -> Vec<Posting> {
    let mut postings: Vec<Posting> = Vec::with_capacity(filed.iter().map(|filed| filed.part(part).len()).sum());
    filed.iter().for_each(|filed| postings.extend_from_slice(filed.part(part)));
    let half = |(n, posting): (u64, &Posting)| u64::from(posting.key[1]) << 32 | n;
    let mut order: Vec<u64> = (0..).zip(&postings).map(half).collect();
    order.sort_unstable();
    let mut postings: Vec<Posting> = order.into_iter().map(|place| postings[place as u32 as usize]).collect();
    for group in postings.chunk_by_mut(|x, y| x.key[1] == y.key[1]) {
        if group.iter().any(|one| one.key != group[0].key) {
            group.sort_by_key(Posting::key);
        }
    }
    postings
}

/// How many of the `lines` sequences that share a run, quoted of so many different speakers, may meet by it.
fn crowd(voices: u32, lines: usize) -> usize {
    let voices = voices as usize;
    if voices > VOICES as usize && voices * 3 > lines {
        0
    } else if voices > 0 && voices * CROWD / 2 <= lines {
        FOLLOWING
    } else {
        CROWD
    }
}

/// How many sequences are in `group`, which is in their order.
fn distinct(group: &[Posting]) -> usize {
    1 + group.windows(2).filter(|pair| pair[0].line != pair[1].line).count()
}

/// Who meets whom, and what is known of the runs that are shared.
#[derive(Debug)]
pub(crate) struct Meeting<T> {
    /// Where the words of each sequence end, all counted.
    ends: Vec<usize>,
    /// For each word the run that begins there, among all that are shared, and the place that goes with it.
    grams: Vec<u32>,
    places: Vec<u32>,
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
    /// Of `lines` nobody has met yet.
    pub(crate) fn new<L: Lines + ?Sized>(lines: &L) -> Meeting<T> {
        let mut words = 0;
        let end = |line| {
            words += lines.words(line).len();
            words
        };
        let ends = (0..lines.count() as u32).map(end).collect();
        let (grams, places) = (vec![ALONE; words], vec![NOWHERE; words]);
        Meeting { ends, grams, places, members: Vec::new(), hubs: Vec::new(), tallies: Vec::new() }
    }

    /// All steps on one thread.
    pub(crate) fn of<L: Lines + ?Sized>(lines: &L, tally: &impl Fn(&[u32]) -> (T, u32)) -> Meeting<T> {
        let all = 0..lines.count() as u32;
        let filed = [Filed::of(lines, all.clone(), &super::Begun::of(lines, all, 1), 0..1)];
        let mut meeting = Meeting::new(lines);
        meeting.add(Part::of(lines, 0, &filed, tally));
        meeting
    }

    /// Adds what one part found. O(entries).
    pub(crate) fn add(&mut self, part: Part<T>) {
        let (gram, member) = (self.tallies.len() as u32, self.members.len() as u32);
        let hub = self.hubs.len() as u32;
        for entry in part.entries {
            let at = self.start(entry.line) + entry.start as usize;
            self.grams[at] = gram + entry.gram;
            self.places[at] = match entry.place {
                NOWHERE => NOWHERE,
                place if place & HUB == 0 => place + member,
                place => place + hub,
            };
        }
        self.members.extend(part.members);
        self.hubs.extend(part.hubs.into_iter().map(|range| range.start + member..range.end + member));
        self.tallies.extend(part.tallies);
    }

    fn start(&self, line: u32) -> usize {
        if line == 0 { 0 } else { self.ends[line as usize - 1] }
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
        let places = &self.places[self.start(line)..self.ends[line as usize]];
        for &place in places.iter().filter(|&&place| place != NOWHERE) {
            if place & HUB == 0 {
                let mut place = place as usize;
                while self.members[place] & LAST == 0 {
                    place += 1;
                    meet(self.members[place] & !LAST);
                }
            } else {
                let crowd = self.hubs[(place & !HUB) as usize].clone();
                let crowd = &self.members[crowd.start as usize..crowd.end as usize];
                let with = if crowd[..HUBS].contains(&line) { crowd } else { &crowd[..HUBS] };
                with.iter().filter(|&&other| other > line).for_each(|&other| meet(other));
            }
        }
        found.sort_unstable();
        found
    }

    /// For each of the words `range` of `line` the run that begins there, [`ALONE`] where nobody shares it.
    pub(crate) fn grams(&self, line: u32, range: Range<usize>) -> &[u32] {
        let start = self.start(line);
        &self.grams[start + range.start..start + range.end]
    }

    /// What is known of a run.
    pub(crate) fn tally(&self, gram: u32) -> &T {
        &self.tallies[gram as usize]
    }
}
