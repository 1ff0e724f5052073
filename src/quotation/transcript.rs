//! Cuts transcripts inside an article into the turns of their speakers:
//!
//! ```text
//! WALLACE: Will she be there?
//! PENCE: She will not.
//! ```
//!
//! A label is recognised by its form (capitals, or the letters Q and A, before a colon at the head
//! of a paragraph) and by its company: another label near it, one of which is repeated or answers a
//! question. So a single *CORRECTION: …* is no turn, nor is a list of *WHO: … WHEN: … WHERE: …*.
//! Names in small letters (*Matthews: …*) need more company.
//!
//! A paragraph without a label continues the turn before it if another label follows soon and it
//! speaks in the first or second person. In an interview whose only labels are Q and A, without
//! marks, the questions are the paper's own words: they end the answer before them and are no
//! quotations. Cost: linear; a few bytes for nearly every paragraph.

use super::draft::DraftQuotation;
use super::speaker_label::{LabelStyle, SpeakerLabel, find_label, may_begin_with_label};
use super::surface::{first_alphanumeric, words};
use crate::span::Span;

/// Most paragraphs without a label between two turns.
const MAX_UNLABELLED_PARAGRAPHS: u32 = 4;

/// Bytes between label and opening mark within which the words in marks are the turn's own.
const MAX_MARK_DISTANCE: usize = 4;

/// Fewest labels of a transcript that prints names in small letters: lists have such heads too.
const MIN_NAME_LABELS: usize = 3;

/// A paragraph (or, for labels in capitals, a sentence) that begins with a possible label.
#[derive(Clone, Copy, Debug)]
pub(super) struct TurnHead {
    label: Span,
    style: LabelStyle,
    /// Start of the words behind the label.
    words: u32,
    /// End of the paragraph, or of the sentence.
    end: u32,
    /// Number of its paragraph.
    paragraph: u32,
}

/// Finds and cuts the transcripts of one text after another and reuses its memory.
#[derive(Debug, Default)]
pub(super) struct TranscriptCutter {
    heads: Vec<TurnHead>,
    /// Number of paragraphs so far.
    paragraphs: u32,
}

impl TranscriptCutter {
    /// Begins a new text.
    pub(super) fn begin(&mut self) {
        self.heads.clear();
        self.paragraphs = 0;
    }

    /// Stores the head of the paragraph `start..end`, if it may begin with a label.
    pub(super) fn add_paragraph(&mut self, text: &str, start: usize, end: usize) {
        self.paragraphs += 1;
        let line = &text[start..end];
        // A transcript in quotation marks repeats them before each label.
        let bare = match line.as_bytes() {
            [b'"' | b'\'' | 0xc2 | 0xe2, ..] => {
                line.trim_start_matches(['"', '“', '\'', '‘', '«', '”'])
            }
            _ => line,
        };
        if !may_begin_with_label(bare.as_bytes()) {
            return;
        }
        let at = end - bare.len();
        let Some(SpeakerLabel { len, style, full_len }) = find_label(bare) else { return };
        let label = Span::new(at, at + len);
        let number = self.paragraphs;
        self.heads.push(TurnHead {
            label,
            style,
            words: (at + full_len) as u32,
            end: end as u32,
            paragraph: number,
        });
        if style == LabelStyle::Capitals {
            self.add_labels_inside(text, at + full_len, end);
        }
    }

    /// Stores more labels in capitals of a paragraph that begins with one: `WALLACE: Will she?
    /// PENCE: No.`
    fn add_labels_inside(&mut self, text: &str, mut at: usize, end: usize) {
        while let Some(colon) = text[at..end].find(": ") {
            let before = &text[at..at + colon];
            // The label stands behind the last end of a sentence.
            let head = before.rfind(['.', '?', '!', '—', '-', ')', ']']).map_or(0, |stop| stop + 1);
            let head =
                (head..before.len()).find(|&i| before.is_char_boundary(i)).unwrap_or(before.len());
            let name = &before[head..];
            let start = at + head + (name.len() - name.trim_start().len());
            match find_label(&text[start..end]) {
                Some(SpeakerLabel { len, style: LabelStyle::Capitals, full_len })
                    if head > 0 && start + len == at + colon =>
                {
                    if let Some(last) = self.heads.last_mut() {
                        last.end = start as u32;
                    }
                    let (label, paragraph) = (Span::new(start, start + len), self.paragraphs);
                    let words = (start + full_len) as u32;
                    self.heads.push(TurnHead {
                        label,
                        style: LabelStyle::Capitals,
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

    /// Cuts the transcripts inside `drafts` and between them into turns.
    pub(super) fn cut(&mut self, text: &str, drafts: &mut Vec<DraftQuotation>) {
        if self.heads.len() < 2 {
            return;
        }
        let mut turns: Vec<DraftQuotation> = Vec::new();
        let mut replaced: Vec<bool> = vec![false; drafts.len()]; // drafts that turns replace
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
            let near = |pair: &[TurnHead]| {
                pair[1].paragraph - pair[0].paragraph <= MAX_UNLABELLED_PARAGRAPHS + 1
            };
            let run = 1 + self.heads[from..].windows(2).take_while(|pair| near(pair)).count();
            // A transcript prints all labels alike: a name in small letters among capitals is that
            // of a headline.
            let styled =
                self.heads[from..from + run].iter().any(|head| head.style != LabelStyle::Name);
            let alike = |head: &&TurnHead| !styled || head.style != LabelStyle::Name;
            let heads: Vec<TurnHead> =
                self.heads[from..from + run].iter().filter(alike).copied().collect();
            if is_transcript(text, &heads) {
                let upper =
                    self.heads.get(from + run).map_or(text.len(), |next| next.label.start());
                add_turns(text, &heads, upper, (drafts, &tops), &mut replaced, &mut turns);
            }
            from += run;
        }
        if !turns.is_empty() {
            insert_turns(drafts, &replaced, turns);
        }
    }
}

/// Appends the turns of one transcript, which ends before `upper`, to `turns`.
///
/// `tops` has for each draft the last outermost draft with words that opens no later. Drafts that
/// turns replace are marked in `replaced`.
fn add_turns(
    text: &str,
    heads: &[TurnHead],
    upper: usize,
    (drafts, tops): (&mut [DraftQuotation], &[Option<u32>]),
    replaced: &mut [bool],
    turns: &mut Vec<DraftQuotation>,
) {
    let interview = heads.iter().all(|head| head.style == LabelStyle::Letter);
    for (i, head) in heads.iter().enumerate() {
        let next = heads.get(i + 1).map_or(head.end as usize, |next| next.label.start());
        // The outermost quotation that is open at the label, or opens with its words.
        let upto = drafts.partition_point(|draft| draft.extent.start() <= head.words as usize + 3);
        let outer = upto.checked_sub(1).and_then(|last| tops[last]).map(|top| top as usize);
        let begins = outer
            .filter(|&at| drafts[at].extent.end() > head.words as usize)
            .map(|at| (at, drafts[at].pieces[0].start()));
        match begins {
            // PENCE: “She will not.”
            Some((at, start))
                if start >= head.words as usize
                    && start <= head.words as usize + MAX_MARK_DISTANCE =>
            {
                drafts[at].label = Some(head.label);
                continue;
            }
            // “WALLACE: …” from its first word on, or a further turn inside such a quotation.
            Some((at, start)) if start == head.label.start() || replaced[at] => {
                replaced[at] = true;
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
            // A label in the middle of somebody's words begins no turn.
            Some((_, start)) if start < head.label.start() => {}
            // In an interview Q is the paper itself, which quotes nobody.
            _ if head.style == LabelStyle::Letter && head.label.slice(text) == "Q" && interview => {
            }
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
                                head.style == LabelStyle::Letter
                                    || is_first_or_second_person(paragraph.slice(text))
                            })
                            .filter(|paragraph| !is_stage_direction(paragraph.slice(text))),
                    );
                }
                turns.extend(turn(text, head, pieces, next));
            }
        }
    }
}

/// Returns the turn of `head`, or `None` if nothing is said in it.
fn turn(text: &str, head: &TurnHead, mut pieces: Vec<Span>, end: usize) -> Option<DraftQuotation> {
    pieces.retain(|piece| {
        !is_stage_direction(piece.slice(text)) && first_alphanumeric(piece.slice(text)).is_some()
    });
    let last = pieces.last()?.end();
    Some(DraftQuotation {
        pieces,
        closed: true,
        extent: Span::new(head.label.start(), last.max(head.label.end())),
        paragraph_start: head.label.start() as u32,
        paragraph_end: (end.max(head.end as usize)) as u32,
        label: Some(head.label),
        parent: None,
    })
}

/// Inserts `turns` among `drafts` in place of the replaced ones, and makes each turn the parent of
/// the quotations inside it.
fn insert_turns(
    drafts: &mut Vec<DraftQuotation>,
    replaced: &[bool],
    mut turns: Vec<DraftQuotation>,
) {
    // The start of the words: the label may stand long before them.
    let start = |draft: &DraftQuotation| {
        draft.pieces.first().map_or(draft.extent.start(), |piece| piece.start())
    };
    turns.sort_by_key(start);
    let mut turns = turns.into_iter().peekable();
    let mut merged: Vec<DraftQuotation> = Vec::with_capacity(drafts.len() + turns.len());
    let mut new_index: Vec<Option<u32>> = Vec::with_capacity(drafts.len());
    let mut turn: Option<u32> = None; // the last inserted turn
    for (mut draft, &replaced) in std::mem::take(drafts).into_iter().zip(replaced) {
        while let Some(next) = turns.next_if(|next| start(next) <= start(&draft)) {
            turn = Some(merged.len() as u32);
            merged.push(next);
        }
        if replaced {
            new_index.push(None);
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
            Some(parent) => new_index[parent as usize].or(within),
            None => within,
        };
        new_index.push(Some(merged.len() as u32));
        merged.push(draft);
    }
    merged.extend(turns);
    *drafts = merged;
}

/// Returns true if the paragraphs with these heads are turns of a transcript.
fn is_transcript(text: &str, heads: &[TurnHead]) -> bool {
    let name = |head: &TurnHead| {
        let label = head.label.slice(text);
        label.rsplit([' ', '\u{a0}']).next().unwrap_or(label)
    };
    let Some(first) = heads.first() else { return false };
    if heads.iter().all(|head| name(head) == name(first)) {
        return false;
    }
    let answers = |pair: &[TurnHead]| {
        let said = text.get(pair[0].words as usize..pair[0].end as usize).unwrap_or("");
        name(&pair[0]) != name(&pair[1])
            && said.trim_end_matches(['"', '”', '’', '\'', '»', ' ']).ends_with('?')
    };
    let repeated = heads
        .iter()
        .enumerate()
        .any(|(i, head)| heads[..i].iter().any(|before| name(before) == name(head)));
    let styled = |style: LabelStyle| heads.iter().filter(|head| head.style == style).count();
    match () {
        () if styled(LabelStyle::Letter) == heads.len() => true,
        () if styled(LabelStyle::Capitals) >= 2 => repeated || heads.windows(2).any(answers),
        // Names in small letters: every turn must be a sentence.
        () => {
            heads.len() >= MIN_NAME_LABELS
                && (repeated && heads.windows(2).any(answers))
                && heads.iter().all(|head| {
                    let said = text.get(head.words as usize..head.end as usize).unwrap_or("");
                    said.trim_end_matches(['"', '”', '’', '\'', '»', ' '])
                        .ends_with(['.', '?', '!', '…', '—'])
                })
        }
    }
}

/// Returns true if a paragraph speaks in the first or second person.
fn is_first_or_second_person(paragraph: &str) -> bool {
    words(paragraph).any(|word| {
        let bare = word.bare();
        let head = bare.split(['\'', '’']).next().unwrap_or(bare);
        ["i", "we", "you", "my", "our", "your", "me", "us"]
            .iter()
            .any(|person| head.eq_ignore_ascii_case(person))
    })
}

/// Returns true if a paragraph is a stage direction: `(CROSSTALK)`, `[applause]`.
fn is_stage_direction(paragraph: &str) -> bool {
    let bare = paragraph.trim_end_matches(['.', '"', '”']);
    bare.starts_with('(') && bare.ends_with(')') || bare.starts_with('[') && bare.ends_with(']')
}

/// Returns `start..end` without blanks at its ends, or `None` if nothing is left.
fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let words = text.get(start..end)?;
    let trimmed = words.trim_start();
    let start = start + (words.len() - trimmed.len());
    let len = trimmed.trim_end().len();
    (len > 0).then(|| Span::new(start, start + len))
}
