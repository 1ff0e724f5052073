//! Quotations in the making: what the marks were read as becomes stretches of words.

use super::mark::{Mark, is_invisible};
use super::pairing::{Reading, Step};
use super::plain::Role;
use crate::span::Span;

/// A paired stretch, before it is joined to others and named.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) pieces: Vec<Span>,
    /// Index of the draft that it stands in.
    pub(super) parent: Option<u32>,
    pub(super) closed: bool,
    /// From the opening mark to the end of the closing one (or of the paragraph).
    pub(super) printed: Span,
    /// Where the paragraph starts that it opens in.
    pub(super) paragraph: u32,
    /// Where the paragraph ends that it closes in.
    pub(super) paragraph_end: u32,
    /// For a turn of a transcript, who speaks.
    pub(super) label: Option<Span>,
}

/// Makes drafts of what the marks were read as.
pub(super) struct Builder<'t> {
    text: &'t str,
    drafts: &'t mut Vec<Draft>,
    /// Indices of the open drafts, each with the start of its running piece.
    open: Vec<(usize, usize)>,
    paragraph: (usize, usize),
}

impl<'t> Builder<'t> {
    /// Drafts of `text` are put into `drafts`, in the order in which they open; some may hold no words.
    pub(super) fn new(text: &'t str, drafts: &'t mut Vec<Draft>) -> Builder<'t> {
        Builder { text, drafts, open: Vec::new(), paragraph: (0, 0) }
    }

    /// Takes over the marks of a paragraph that can be read in one way only.
    pub(super) fn plain(&mut self, start: usize, end: usize, marks: &[Mark], roles: &[Role]) {
        self.paragraph = (start, end);
        for (mark, role) in marks.iter().zip(roles) {
            match role {
                Role::Open => self.open(mark.start, mark.end),
                Role::Close => self.close(mark.start, mark.end),
                Role::None => {}
            }
        }
    }

    fn open(&mut self, start: usize, end: usize) {
        let draft = Draft {
            pieces: Vec::new(),
            parent: self.open.last().map(|&(draft, _)| draft as u32),
            closed: false,
            printed: Span::new(start, end),
            paragraph: self.paragraph.0 as u32,
            paragraph_end: self.paragraph.1 as u32,
            label: None,
        };
        self.open.push((self.drafts.len(), end));
        self.drafts.push(draft);
    }

    /// Closes the innermost open quotation.
    fn close(&mut self, start: usize, end: usize) {
        let Some(depth) = self.open.len().checked_sub(1) else { return };
        self.piece(depth, start);
        if let Some((draft, _)) = self.open.pop() {
            let draft = &mut self.drafts[draft];
            draft.closed = true;
            draft.printed = draft.printed.cover(Span::new(start, end));
        }
    }

    /// What stands at `start..end`, without the blanks at its ends; `None` when nothing is left.
    fn words(&self, start: usize, end: usize) -> Option<Span> {
        let blank = |c: char| c.is_whitespace() || is_invisible(c);
        let words = self.text.get(start..end)?;
        if let (Some(b'!'..=b'~'), Some(b'!'..=b'~')) =
            (words.as_bytes().first(), words.as_bytes().last())
        {
            return Some(Span::new(start, end));
        }
        let trimmed = words.trim_start_matches(blank);
        let start = start + (words.len() - trimmed.len());
        let words = trimmed.trim_end_matches(blank);
        (!words.is_empty()).then(|| Span::new(start, start + words.len()))
    }

    pub(super) fn apply(&mut self, step: &Step) {
        let (start, end) = (step.start as usize, step.end as usize);
        match step.reading {
            Reading::Root => {}
            Reading::Skip { doubled } => {
                // The twin of an opening mark is no word of the quotation.
                if doubled
                    && let Some((_, from)) = self.open.last_mut()
                    && *from == start
                {
                    *from = end;
                }
            }
            Reading::Open => self.open(start, end),
            Reading::Close { depth } => {
                self.drop_from(depth as usize + 1, start);
                self.close(start, end);
            }
            Reading::Again => {
                if let Some(depth) = self.open.len().checked_sub(1) {
                    self.piece(depth, start);
                    self.open[depth].1 = end;
                }
            }
            Reading::Reopen { depth } => {
                for level in self.open.iter_mut().skip(depth as usize) {
                    level.1 = end;
                }
            }
            // Their pieces ended with the paragraph before.
            Reading::Drop { depth } => self.open.truncate(depth as usize),
            Reading::Head => {
                self.paragraph = (start, end);
                for level in &mut self.open {
                    level.1 = start;
                }
            }
            Reading::End => self.drop_from(0, start),
            Reading::Carry => (0..self.open.len()).for_each(|depth| self.piece(depth, end)),
        }
    }

    /// Ends the open quotations from `depth` up at `end`, unclosed.
    fn drop_from(&mut self, depth: usize, end: usize) {
        for level in (depth..self.open.len()).rev() {
            self.piece(level, end);
        }
        self.open.truncate(depth);
    }

    /// Ends the running piece of the open quotation at `depth`, without the blanks at its ends.
    fn piece(&mut self, depth: usize, end: usize) {
        let Some(&(index, start)) = self.open.get(depth) else { return };
        let draft = &mut self.drafts[index];
        draft.paragraph_end = self.paragraph.1 as u32;
        draft.printed = draft.printed.cover(Span::new(end, end));
        if let Some(words) = self.words(start, end) {
            self.drafts[index].pieces.push(words);
        }
    }
}
