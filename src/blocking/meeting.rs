//! Which sequences meet: all keys put in order, those who share one told apart.
//!
//! In steps that may run on many threads, each a pure function: [`Filed::of`] a stretch of the sequences, [`Part::of`] a
//! share of the keys; [`Meeting::add`] takes the parts as they come.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::filing::{AHEAD, Filed, Filing, Lines, Posting, Round, fetch, run, told, weight};
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

/// The lowest bits of the number of a run say of how many speakers it was quoted: that is asked of all runs of a pair, which lie far from
/// each other.
const VOICES_BITS: u32 = 5;

/// Of so many, or more, which are kept aside. Not all bits, so that no run is [`ALONE`].
const MANY: u32 = (1 << VOICES_BITS) - 2;

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

/// So many postings are made ready at a time.
const NEAR: usize = 256;

/// Who meets, by a share of the keys.
#[derive(Debug)]
pub(crate) struct Part {
    entries: Vec<Entry>,
    members: Vec<u32>,
    hubs: Vec<Range<u32>>,
    /// How many runs are shared.
    grams: u32,
    /// Those quoted of [`MANY`] speakers or more.
    many: Vec<(u32, u32)>,
}

impl Part {
    /// Puts the keys of one part in order and sees who shares them; `voices` tells of how many speakers those sequences were
    /// quoted that share a run. O(n log n).
    pub(crate) fn of<L: Lines + ?Sized>(
        lines: &L,
        part: usize,
        filed: &[Filed],
        voices: &impl Fn(&[u32]) -> u32,
    ) -> Part {
        let mut postings = shared(part, filed);
        let entries = Vec::with_capacity(postings.len());
        let mut made =
            Part { entries, members: Vec::new(), hubs: Vec::new(), grams: 0, many: Vec::new() };
        let all: Vec<u32> = postings.iter().map(|posting| posting.line).collect();
        let (mut at, mut fetched, mut sharers) = (0, 0, Vec::new());
        for group in postings.chunk_by_mut(|x, y| x.key == y.key) {
            at += group.len();
            if at > fetched {
                let next = fetched..all.len().min(at + NEAR);
                fetched = next.end;
                fetch(all[next].iter().map(|&line| lines.near(line)));
            }
            sharers.clear();
            sharers.extend_from_slice(&all[at - group.len()..at]);
            sharers.dedup();
            let voices = voices(&sharers);
            let gram = made.grams << VOICES_BITS | voices.min(MANY);
            made.grams += 1;
            if voices >= MANY {
                made.many.push((gram, voices));
            }
            if sharers.len() > crowd(voices, sharers.len()) {
                made.meet_many(lines, group, gram, FLOOR + STEP);
            } else {
                made.meet_few(lines, group, gram);
            }
        }
        made
    }

    /// Has those in `group` meet, who are few and share a run of weight [`FLOOR`]: the long ones among themselves only
    /// where they share one of weight [`LONG_FLOOR`].
    fn meet_few<L: Lines + ?Sized>(&mut self, lines: &L, group: &mut [Posting], gram: u32) {
        // These have the first numbers.
        let (long, short) =
            group.split_at_mut(group.partition_point(|posting| posting.line < lines.long()));
        long.sort_unstable_by_key(|posting| (posting.longer[0], posting.line, posting.start));
        // Where the first list of the short ones begins, once there is one.
        let mut first: Option<Range<usize>> = None;
        let mut apart = Vec::new();
        for group in long.chunk_by(|x, y| x.longer[0] == y.longer[0]) {
            if group[0].longer[0] == 0 || distinct(group) == 1 {
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
        let before =
            |short: Range<usize>| (short.start as u32).checked_sub(1).filter(|_| !short.is_empty());
        let place = first.and_then(before).unwrap_or(NOWHERE);
        for one in apart.chunk_by(|x, y| x.line == y.line) {
            self.note(&one[0], gram, place);
            self.pass(&one[1..], gram);
        }
    }

    /// Tells those in `group`, a crowd, apart by their runs of weight `floor`. Few who share one meet; many are asked for longer ones.
    fn meet_many<L: Lines + ?Sized>(
        &mut self,
        lines: &L,
        group: &mut [Posting],
        gram: u32,
        floor: Weight,
    ) {
        group.sort_unstable_by_key(|posting| (posting.longer[1], posting.line, posting.start));
        for group in group.chunk_by_mut(|x, y| x.longer[1] == y.longer[1]) {
            match distinct(group) {
                _ if group[0].longer[1] == 0 => self.pass(group, gram),
                1 => self.pass(group, gram),
                2..=CROWD => {
                    self.list(group, gram);
                    self.close();
                }
                _ if floor < CEILING => {
                    ask(lines, group, floor + STEP);
                    self.meet_many(lines, group, gram, floor + STEP);
                }
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
        let weighed = |line: &u32| (weight(lines.words(*line)), lot(lines.words(*line)), *line);
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

/// The postings of one part that have a key in common with others, those of one key beside each other, by sequence and place. They
/// are shared out by some bits of their keys, so that few are left to be sorted at a time.
fn shared(part: usize, filed: &[Filed]) -> Vec<Posting> {
    let all = || filed.iter().flat_map(|filed| filed.part(part));
    let count: usize = filed.iter().map(|filed| filed.part(part).len()).sum();
    let Some(bits) = count.checked_ilog2() else { return Vec::new() };
    let slot = |posting: &Posting| (u64::from(posting.key[1]) << bits >> 32) as usize;
    // Where the postings of each slot begin, then where they end.
    let mut ends = vec![0u32; (1 << bits) + 1];
    all().for_each(|posting| ends[slot(posting) + 1] += 1);
    for n in 1..ends.len() {
        ends[n] += ends[n - 1];
    }
    let mut postings = vec![Posting::new(BlockKey(0), 0, 0, [0; 2]); count];
    for posting in all() {
        let end = &mut ends[slot(posting)];
        postings[*end as usize] = *posting;
        *end += 1;
    }
    let (mut first, mut kept) = (0, 0);
    for &end in &ends[..1 << bits] {
        let slot = first..end as usize;
        first = slot.end;
        // In the order of the sequences as they are.
        postings[slot.clone()].sort_by_key(Posting::key);
        let mut start = slot.start;
        while start < slot.end {
            let one = postings[start];
            let same =
                postings[start..slot.end].iter().take_while(|other| other.key == one.key).count();
            if postings[start + same - 1].line != one.line {
                postings.copy_within(start..start + same, kept);
                kept += same;
            }
            start += same;
        }
    }
    postings.truncate(kept);
    postings
}

/// Asks each of `group` for its run of weight `floor`, to stand in the place of the shorter one that they share.
fn ask<L: Lines + ?Sized>(lines: &L, group: &mut [Posting], floor: Weight) {
    for some in group.chunks_mut(AHEAD) {
        fetch(some.iter().map(|posting| lines.touch(posting.line, posting.start, 2)));
        for posting in some {
            posting.longer[1] = told(run(lines.from(posting.line, posting.start), floor));
        }
    }
}

/// A number that depends on the words of a sequence and their order, and looks as if it were drawn.
fn lot(words: impl Iterator<Item = (u64, Weight)>) -> u64 {
    words.fold(!0, |lot: u64, (key, _)| {
        let mixed = (lot.rotate_left(23) ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 32)
    })
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
pub(crate) struct Meeting {
    /// Where the words of each sequence end, all counted.
    ends: Vec<usize>,
    /// For each word the run that begins there, among all that are shared, and the place that goes with it.
    grams: Vec<u32>,
    places: Vec<u32>,
    members: Vec<u32>,
    hubs: Vec<Range<u32>>,
    /// How many runs are shared.
    runs: u32,
    /// Of how many speakers those were quoted that were of [`MANY`] or more.
    many: FxHashMap<u32, u32>,
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

impl Meeting {
    /// Of `lines` nobody has met yet.
    pub(crate) fn new<L: Lines + ?Sized>(lines: &L) -> Meeting {
        let mut words = 0;
        let end = |line| {
            words += lines.words(line).len();
            words
        };
        let ends = (0..lines.count() as u32).map(end).collect();
        let (grams, places) = (vec![ALONE; words], vec![NOWHERE; words]);
        let (members, hubs) = (Vec::new(), Vec::new());
        Meeting { ends, grams, places, members, hubs, runs: 0, many: FxHashMap::default() }
    }

    /// All steps on one thread.
    pub(crate) fn of<L: Lines + ?Sized>(lines: &L, voices: &impl Fn(&[u32]) -> u32) -> Meeting {
        let all = 0..lines.count() as u32;
        let filed = [Filed::of(lines, all, Round::ALL, 1, &mut Filing::default())];
        let mut meeting = Meeting::new(lines);
        meeting.add(Part::of(lines, 0, &filed, voices));
        meeting
    }

    /// Adds what one part found. O(entries).
    pub(crate) fn add(&mut self, part: Part) {
        // Beyond 134 million runs their numbers come again: two may then look like one to those who count voices.
        let first = self.runs << VOICES_BITS;
        self.runs += part.grams;
        self.many
            .extend(part.many.into_iter().map(|(gram, voices)| (first.wrapping_add(gram), voices)));
        let (member, hub) = (self.members.len() as u32, self.hubs.len() as u32);
        for entry in part.entries {
            let at = self.start(entry.line) + entry.start as usize;
            self.grams[at] = first.wrapping_add(entry.gram);
            if entry.place != NOWHERE {
                self.places[at] = entry.place + if entry.place & HUB == 0 { member } else { hub };
            }
        }
        self.members.extend(part.members);
        self.hubs
            .extend(part.hubs.into_iter().map(|range| range.start + member..range.end + member));
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
        let lists = places.iter().filter(|&&place| place & HUB == 0);
        fetch(lists.map(|&place| self.members[place as usize]));
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

    /// The first of the [`grams`](Meeting::grams) of `line`, if it has any.
    pub(crate) fn first(&self, line: u32) -> u32 {
        self.grams.get(self.start(line)).copied().unwrap_or(ALONE)
    }

    /// Of how many speakers a run was quoted.
    pub(crate) fn voices(&self, gram: u32) -> u32 {
        match gram % (1 << VOICES_BITS) {
            MANY => self.many.get(&gram).copied().unwrap_or(MANY),
            few => few,
        }
    }
}
