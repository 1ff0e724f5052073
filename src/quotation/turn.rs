//! Transcripts inside an article, cut into the turns of those who speak:
//!
//! ```text
//! WALLACE: Will she be there?
//! PENCE: She will not.
//! ```
//!
//! A label is known by its form (capitals, or the letters Q and A, before a colon at the head of a paragraph) and by its
//! company: another label near it, of which one comes again or answers a question. So *CORRECTION: …* alone is no turn, nor
//! is a list of *WHO: … WHEN: … WHERE: …*. Names in small letters (*Matthews: …*) need more of such company. A
//! paragraph without a label goes on with the turn before it when another label follows soon and it speaks in the first or
//! second person. The questions of an interview that has no labels but Q and A, and no marks, are the paper's own words:
//! they end the answer before them and are no quotations.

use super::draft::Draft;
use super::shape::{first, words};
use crate::span::Span;

/// Paragraphs without a label that may stand between two turns.
const MOST_BETWEEN: u32 = 4;

/// Longest label, in bytes and words: a title, a name in full, and what is put in brackets after it.
const LONGEST_LABEL: usize = 60;
const MOST_WORDS: usize = 6;

/// Fewest labels of a transcript that prints names in small letters: lists have such heads too.
const FEW: usize = 3;

/// How a label is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// `Q`, `A`
    Letter,
    /// `WALLACE`
    Capitals,
    /// `Matthews`
    Name,
}

/// A paragraph (or, in capitals, a sentence) that begins with what may be a label.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    label: Span,
    style: Style,
    /// Where its words begin, and where its paragraph ends.
    words: u32,
    end: u32,
    /// Number of its paragraph.
    paragraph: u32,
}

/// The heads of a text; room to be used again.
#[derive(Debug, Default)]
pub(super) struct Turns {
    heads: Vec<Head>,
    /// How many paragraphs have been seen.
    paragraphs: u32,
}

impl Turns {
    /// Forgets the text before.
    pub(super) fn begin(&mut self) {
        self.heads.clear();
        self.paragraphs = 0;
    }

    /// Looks at the head of the paragraph `start..end`. Cost: a few bytes for nearly every paragraph.
    pub(super) fn look(&mut self, text: &str, start: usize, end: usize) {
        self.paragraphs += 1;
        let line = &text[start..end];
        // A transcript in marks has them before each label.
        let bare = match line.as_bytes() {
            [b'"' | b'\'' | 0xc2 | 0xe2, ..] => {
                line.trim_start_matches(['"', '“', '\'', '‘', '«', '”'])
            }
            _ => line,
        };
        if !may_be_labelled(bare.as_bytes()) {
            return;
        }
        let at = end - bare.len();
        let Some((label, style, len)) = label(bare) else { return };
        let span = Span::new(at, at + label);
        let number = self.paragraphs;
        self.heads.push(Head {
            label: span,
            style,
            words: (at + len) as u32,
            end: end as u32,
            paragraph: number,
        });
        if style == Style::Capitals {
            self.look_inside(text, at + len, end);
        }
    }

    /// Looks for more labels in capitals in a paragraph that begins with one: `WALLACE: Will she? PENCE: No.`
    fn look_inside(&mut self, text: &str, mut at: usize, end: usize) {
        while let Some(colon) = text[at..end].find(": ") {
            let before = &text[at..at + colon];
            // The label is what stands after the last end of a sentence.
            let head = before.rfind(['.', '?', '!', '—', '-', ')', ']']).map_or(0, |stop| stop + 1);
            let head =
                (head..before.len()).find(|&i| before.is_char_boundary(i)).unwrap_or(before.len());
            let name = &before[head..];
            let start = at + head + (name.len() - name.trim_start().len());
            match label(&text[start..end]) {
                Some((len, Style::Capitals, whole)) if head > 0 && start + len == at + colon => {
                    if let Some(last) = self.heads.last_mut() {
                        last.end = start as u32;
                    }
                    let (label, paragraph) = (Span::new(start, start + len), self.paragraphs);
                    let words = (start + whole) as u32;
                    self.heads.push(Head {
                        label,
                        style: Style::Capitals,
                        words,
                        end: end as u32,
                        paragraph,
                    });
                }
                _ => {}
            }
            at += colon + 2;
        }
    }

    /// Cuts the transcripts among `drafts` and in between into turns. Cost: linear.
    pub(super) fn cut(&mut self, text: &str, drafts: &mut Vec<Draft>) {
        if self.heads.len() < 2 {
            return;
        }
        let mut turns: Vec<Draft> = Vec::new();
        let mut within: Vec<bool> = vec![false; drafts.len()]; // drafts that are cut up
        let mut top = None;
        let mut tops: Vec<Option<u32>> = Vec::with_capacity(drafts.len());
        for (i, draft) in drafts.iter().enumerate() {
            if draft.parent.is_none() && !draft.pieces.is_empty() {
                top = Some(i as u32);
            }
            tops.push(top);
        }
        let mut from = 0;
        while from < self.heads.len() {
            let near = |pair: &[Head]| pair[1].paragraph - pair[0].paragraph <= MOST_BETWEEN + 1;
            let run = 1 + self.heads[from..].windows(2).take_while(|pair| near(pair)).count();
            // A transcript prints its labels in one way; a name in small letters among capitals is a headline's.
            let styled = self.heads[from..from + run].iter().any(|head| head.style != Style::Name);
            let alike = |head: &&Head| !styled || head.style != Style::Name;
            let heads: Vec<Head> =
                self.heads[from..from + run].iter().filter(alike).copied().collect();
            if is_transcript(text, &heads) {
                let upper =
                    self.heads.get(from + run).map_or(text.len(), |next| next.label.start());
                turns_of(text, &heads, upper, (drafts, &tops), &mut within, &mut turns);
            }
            from += run;
        }
        if !turns.is_empty() {
            merge(drafts, &within, turns);
        }
    }
}

/// The turns of one transcript, which ends before `upper`, put behind `turns`. `tops` tells for each draft which outermost
/// one with words opens last up to it; those that are cut up are noted in `cut`.
fn turns_of(
    text: &str,
    heads: &[Head],
    upper: usize,
    (drafts, tops): (&mut [Draft], &[Option<u32>]),
    cut: &mut [bool],
    turns: &mut Vec<Draft>,
) {
    let interview = heads.iter().all(|head| head.style == Style::Letter);
    for (i, head) in heads.iter().enumerate() {
        let next = heads.get(i + 1).map_or(head.end as usize, |next| next.label.start());
        // The outermost quotation that is open at the label, or opens with the words.
        let upto = drafts.partition_point(|draft| draft.printed.start() <= head.words as usize + 3);
        let outer = upto.checked_sub(1).and_then(|last| tops[last]).map(|top| top as usize);
        let begins = outer
            .filter(|&at| drafts[at].printed.end() > head.words as usize)
            .map(|at| (at, drafts[at].pieces[0].start()));
        match begins {
            // PENCE: “She will not.”
            Some((at, start))
                if start >= head.words as usize && start <= head.words as usize + 4 =>
            {
                drafts[at].label = Some(head.label);
                continue;
            }
            // “WALLACE: …” from the first word on, or a turn inside what has been cut before.
            Some((at, start)) if start == head.label.start() || cut[at] => {
                cut[at] = true;
                // Without another label near, what follows belongs to this turn.
                let end = if i + 1 == heads.len() { upper } else { next.max(head.end as usize) };
                let pieces = &drafts[at].pieces;
                let from = pieces.partition_point(|piece| piece.end() <= head.words as usize);
                let pieces = pieces[from..].iter().take_while(|piece| piece.start() < end);
                let said = pieces.filter_map(|piece| {
                    trimmed(text, piece.start().max(head.words as usize), piece.end().min(end))
                });
                let pieces: Vec<Span> = said.collect();
                turns.extend(turn(text, head, pieces, next));
            }
            // A label in the middle of somebody's words is none of a turn.
            Some((_, start)) if start < head.label.start() => {}
            // In an interview the letter Q is the paper itself, which asks and quotes nobody.
            _ if head.style == Style::Letter && head.label.of(text) == "Q" && interview => {}
            _ => {
                let mut pieces: Vec<Span> =
                    trimmed(text, head.words as usize, head.end as usize).into_iter().collect();
                if let Some(next) = heads.get(i + 1)
                    && next.paragraph > head.paragraph + 1
                {
                    let between = text.get(head.end as usize..next.label.start()).unwrap_or("");
                    pieces.extend(
                        crate::text::paragraphs(between)
                            .map(|paragraph| paragraph.shifted(head.end as usize))
                            .filter(|paragraph| {
                                head.style == Style::Letter || is_spoken(paragraph.of(text))
                            })
                            .filter(|paragraph| !is_direction(paragraph.of(text))),
                    );
                }
                turns.extend(turn(text, head, pieces, next));
            }
        }
    }
}

/// The turn of `head`, unless nothing is said in it.
fn turn(text: &str, head: &Head, mut pieces: Vec<Span>, end: usize) -> Option<Draft> {
    pieces.retain(|piece| !is_direction(piece.of(text)) && first(piece.of(text)).is_some());
    let last = pieces.last()?.end();
    Some(Draft {
        pieces,
        closed: true,
        printed: Span::new(head.label.start(), last.max(head.label.end())),
        paragraph: head.label.start() as u32,
        paragraph_end: (end.max(head.end as usize)) as u32,
        label: Some(head.label),
        parent: None,
    })
}

/// Puts `turns` among `drafts` in the place of those that were cut up, and what stands inside a turn into it.
fn merge(drafts: &mut Vec<Draft>, cut: &[bool], mut turns: Vec<Draft>) {
    // Where its words begin: the label may stand long before them.
    let start =
        |draft: &Draft| draft.pieces.first().map_or(draft.printed.start(), |piece| piece.start());
    turns.sort_by_key(start);
    let mut turns = turns.into_iter().peekable();
    let mut merged: Vec<Draft> = Vec::with_capacity(drafts.len() + turns.len());
    let mut went: Vec<Option<u32>> = Vec::with_capacity(drafts.len());
    let mut turn: Option<u32> = None; // the last one that was put in
    for (mut draft, &cut) in std::mem::take(drafts).into_iter().zip(cut) {
        while let Some(next) = turns.next_if(|next| start(next) <= start(&draft)) {
            turn = Some(merged.len() as u32);
            merged.push(next);
        }
        if cut {
            went.push(None);
            continue;
        }
        let within = turn.filter(|&turn| {
            let said = &merged[turn as usize].pieces;
            let inside = |piece: &Span| {
                said.get(said.partition_point(|outer| outer.end() < piece.end()))
                    .is_some_and(|outer| outer.contains(*piece))
            };
            draft.pieces.iter().all(inside)
        });
        draft.parent = match draft.parent {
            Some(parent) => went[parent as usize].or(within),
            None => within,
        };
        went.push(Some(merged.len() as u32));
        merged.push(draft);
    }
    merged.extend(turns);
    *drafts = merged;
}

/// Whether `line` begins with capitalised words and a colon or bracket, or one of the letters. A paragraph of prose is
/// refused for its second or third word.
fn may_be_labelled(line: &[u8]) -> bool {
    if let [b'Q' | b'A', b':' | b'.' | b' ' | b'\t' | b'A'..=b'Z', ..] = line {
        return true;
    }
    let mut at = 0;
    while let Some(b'A'..=b'Z' | 0x80..) = line.get(at) {
        while line.get(at).is_some_and(|byte| !matches!(byte, b' ' | b':' | b'(' | 0xc2))
            && at < LONGEST_LABEL
        {
            at += 1;
        }
        match line.get(at) {
            Some(b':' | b'(' | 0xc2) => return true,
            Some(b' ') => at += 1,
            _ => return false,
        }
    }
    matches!(line.get(at), Some(b'(' | b' '))
}

/// The label that `line` begins with: its length, its style, and its length with the colon and blanks after it.
fn label(line: &str) -> Option<(usize, Style, usize)> {
    let upto = (0..=line.len().min(3 * LONGEST_LABEL))
        .rev()
        .find(|&len| line.is_char_boundary(len))
        .unwrap_or(0);
    let line = &line[..upto];
    let bytes = line.as_bytes();
    if let [letter @ (b'Q' | b'A'), rest @ ..] = bytes {
        match rest {
            // `Q  Mr. President, …` is how the White House prints it.
            [b' ' | b'\t', b' ' | b'\t', ..] if *letter == b'Q' => {
                return Some((1, Style::Letter, blanks(line, 1)));
            }
            [b':', b' ' | 0xc2, ..] => return Some((1, Style::Letter, blanks(line, 2))),
            // What an initial stands before is a name too, but two different ones seldom meet.
            [b'.', b' ', next, ..] if !next.is_ascii_lowercase() => {
                return Some((1, Style::Letter, blanks(line, 2)));
            }
            // A blank and a colon get lost where the letter was set in bold.
            [b'A'..=b'Z', b'a'..=b'z' | b'\'', ..] if *letter == b'Q' => {
                return Some((1, Style::Letter, 1));
            }
            _ => {}
        }
    }
    // The first word alone refuses nearly every paragraph: what follows it begins with a small letter.
    let mut at = 0;
    let mut count = 0;
    let mut capitals = true;
    loop {
        let rest = &line[at..];
        let word = rest
            .find([' ', ':', '\u{a0}', '('])
            .filter(|&len| len > 0 && at + len <= LONGEST_LABEL)?;
        let word = &rest[..word];
        if !word.starts_with(char::is_uppercase) {
            return None;
        }
        capitals &= !word.chars().any(char::is_lowercase)
            || matches!(word, "Mc" | "Mr." | "Mrs." | "Ms." | "Dr.");
        count += 1;
        at += word.len();
        let mut end = at;
        // A role or a party in brackets.
        let after = line[at..].trim_start_matches([' ', '\u{a0}']);
        if after.starts_with('(') {
            let close = after.find(')').filter(|&len| len <= LONGEST_LABEL)?;
            end = line.len() - after.len() + close + 1;
        }
        if line[end..].starts_with(':') {
            let spaced = line[end + 1..].starts_with([' ', '\u{a0}']);
            let long = line[..at].chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
            let style = if capitals { Style::Capitals } else { Style::Name };
            return (spaced && long).then(|| (at, style, blanks(line, end + 1)));
        }
        if end != at || count == MOST_WORDS || !line[at..].starts_with([' ', '\u{a0}']) {
            return None;
        }
        at = line.len() - after.len();
    }
}

/// Where `line` goes on after the blanks from `at` on.
fn blanks(line: &str, at: usize) -> usize {
    line.len() - line[at..].trim_start().len()
}

/// Whether the paragraphs with these heads are turns.
fn is_transcript(text: &str, heads: &[Head]) -> bool {
    let name = |head: &Head| {
        let label = head.label.of(text);
        label.rsplit([' ', '\u{a0}']).next().unwrap_or(label)
    };
    let Some(first) = heads.first() else { return false };
    if heads.iter().all(|head| name(head) == name(first)) {
        return false;
    }
    let answers = |pair: &[Head]| {
        let said = text.get(pair[0].words as usize..pair[0].end as usize).unwrap_or("");
        name(&pair[0]) != name(&pair[1])
            && said.trim_end_matches(['"', '”', '’', '\'', '»', ' ']).ends_with('?')
    };
    let again = heads
        .iter()
        .enumerate()
        .any(|(i, head)| heads[..i].iter().any(|before| name(before) == name(head)));
    let styled = |style: Style| heads.iter().filter(|head| head.style == style).count();
    match () {
        () if styled(Style::Letter) == heads.len() => true,
        () if styled(Style::Capitals) >= 2 => again || heads.windows(2).any(answers),
        // Small letters: every one must have a sentence to say.
        () => {
            heads.len() >= FEW
                && (again && heads.windows(2).any(answers))
                && heads.iter().all(|head| {
                    let said = text.get(head.words as usize..head.end as usize).unwrap_or("");
                    said.trim_end_matches(['"', '”', '’', '\'', '»', ' '])
                        .ends_with(['.', '?', '!', '…', '—'])
                })
        }
    }
}

/// Whether a paragraph speaks in the first or second person.
fn is_spoken(paragraph: &str) -> bool {
    words(paragraph).any(|word| {
        let bare = word.bare();
        let head = bare.split(['\'', '’']).next().unwrap_or(bare);
        ["i", "we", "you", "my", "our", "your", "me", "us"]
            .iter()
            .any(|person| head.eq_ignore_ascii_case(person))
    })
}

/// Whether a paragraph says what happens and not what is said: `(CROSSTALK)`, `[applause]`.
fn is_direction(paragraph: &str) -> bool {
    let bare = paragraph.trim_end_matches(['.', '"', '”']);
    bare.starts_with('(') && bare.ends_with(')') || bare.starts_with('[') && bare.ends_with(']')
}

/// `start..end` without blanks at its ends; `None` when nothing is left.
fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let words = text.get(start..end)?;
    let trimmed = words.trim_start();
    let start = start + (words.len() - trimmed.len());
    let len = trimmed.trim_end().len();
    (len > 0).then(|| Span::new(start, start + len))
}
