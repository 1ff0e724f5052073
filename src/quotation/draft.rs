//! Draft quotations: spans of words made from the readings of marks.

use super::mark::{Mark, is_blank};
use super::transition::{Transition, TransitionKind};
use super::unambiguous::MarkRole;
use crate::span::Span;

/// A pair of marks and the words between them, before it is joined to others and classified.
#[derive(Clone, Debug, Default)]
pub(super) struct DraftQuotation {
    /// The words, without marks and blanks at their ends.
    pub(super) pieces: Vec<Span>,
    /// Index of the draft that encloses it.
    pub(super) parent: Option<u32>,
    /// True if its closing mark was found.
    pub(super) closed: bool,
    /// From the opening mark to the end of the closing mark, or of the paragraph.
    pub(super) extent: Span,
    /// Start of the paragraph that it opens in.
    pub(super) paragraph_start: u32,
    /// End of the paragraph that it closes in.
    pub(super) paragraph_end: u32,
    /// Speaker label of a transcript's turn.
    pub(super) label: Option<Span>,
}

/// Makes drafts from readings of marks.
pub(super) struct DraftBuilder<'t> {
    text: &'t str,
    drafts: &'t mut Vec<DraftQuotation>,
    /// Indices of the open drafts, each with the start of its current piece.
    open: Vec<(usize, usize)>,
    /// Start and end of the current paragraph.
    paragraph: (usize, usize),
}

impl<'t> DraftBuilder<'t> {
    /// Returns a builder that puts the drafts of `text` into `drafts`, in the order in which they
    /// open. Some drafts may hold no words.
    pub(super) fn new(text: &'t str, drafts: &'t mut Vec<DraftQuotation>) -> DraftBuilder<'t> {
        DraftBuilder { text, drafts, open: Vec::new(), paragraph: (0, 0) }
    }

    /// Adds a paragraph whose marks have one reading only.
    pub(super) fn add_unambiguous(
        &mut self,
        start: usize,
        end: usize,
        marks: &[Mark],
        roles: &[MarkRole],
    ) {
        self.paragraph = (start, end);
        for (mark, role) in marks.iter().zip(roles) {
            match role {
                MarkRole::Open => self.open(mark.start, mark.end),
                MarkRole::Close => self.close(mark.start, mark.end),
                MarkRole::None => {}
            }
        }
    }

    /// Adds one transition of the best reading.
    pub(super) fn apply(&mut self, transition: &Transition) {
        let (start, end) = (transition.start as usize, transition.end as usize);
        match transition.kind {
            TransitionKind::Root => {}
            TransitionKind::Skip { doubled } => {
                // The twin of an opening mark is no word of the quotation.
                if doubled
                    && let Some((_, from)) = self.open.last_mut()
                    && *from == start
                {
                    *from = end;
                }
            }
            TransitionKind::Open => self.open(start, end),
            TransitionKind::Close { depth } => {
                self.end_unclosed(depth as usize + 1, start);
                self.close(start, end);
            }
            TransitionKind::Again => {
                if let Some(depth) = self.open.len().checked_sub(1) {
                    self.end_piece(depth, start);
                    self.open[depth].1 = end;
                }
            }
            TransitionKind::Reopen { depth } => {
                for level in self.open.iter_mut().skip(depth as usize) {
                    level.1 = end;
                }
            }
            // Their pieces ended with the paragraph before.
            TransitionKind::Drop { depth } => self.open.truncate(depth as usize),
            TransitionKind::BeginParagraph => {
                self.paragraph = (start, end);
                for level in &mut self.open {
                    level.1 = start;
                }
            }
            TransitionKind::EndAll => self.end_unclosed(0, start),
            TransitionKind::Carry => {
                (0..self.open.len()).for_each(|depth| self.end_piece(depth, end))
            }
        }
    }

    /// Opens a quotation with the mark at `start..end`.
    fn open(&mut self, start: usize, end: usize) {
        let draft = DraftQuotation {
            pieces: Vec::new(),
            parent: self.open.last().map(|&(draft, _)| draft as u32),
            closed: false,
            extent: Span::new(start, end),
            paragraph_start: self.paragraph.0 as u32,
            paragraph_end: self.paragraph.1 as u32,
            label: None,
        };
        self.open.push((self.drafts.len(), end));
        self.drafts.push(draft);
    }

    /// Closes the innermost open quotation with the mark at `start..end`.
    fn close(&mut self, start: usize, end: usize) {
        let Some(depth) = self.open.len().checked_sub(1) else { return };
        self.end_piece(depth, start);
        if let Some((draft, _)) = self.open.pop() {
            let draft = &mut self.drafts[draft];
            draft.closed = true;
            draft.extent = draft.extent.cover(Span::new(start, end));
        }
    }

    /// Ends the open quotations from `depth` up at `end`, unclosed.
    fn end_unclosed(&mut self, depth: usize, end: usize) {
        for level in (depth..self.open.len()).rev() {
            self.end_piece(level, end);
        }
        self.open.truncate(depth);
    }

    /// Ends the current piece of the open quotation at `depth`.
    fn end_piece(&mut self, depth: usize, end: usize) {
        let Some(&(index, start)) = self.open.get(depth) else { return };
        let draft = &mut self.drafts[index];
        draft.paragraph_end = self.paragraph.1 as u32;
        draft.extent = draft.extent.cover(Span::new(end, end));
        if let Some(words) = self.trimmed(start, end) {
            self.drafts[index].pieces.push(words);
        }
    }

    /// Returns `start..end` without blanks at its ends, or `None` if nothing is left.
    fn trimmed(&self, start: usize, end: usize) -> Option<Span> {
        let words = self.text.get(start..end)?;
        if let (Some(b'!'..=b'~'), Some(b'!'..=b'~')) =
            (words.as_bytes().first(), words.as_bytes().last())
        {
            return Some(Span::new(start, end));
        }
        let trimmed = words.trim_start_matches(is_blank);
        let start = start + (words.len() - trimmed.len());
        let words = trimmed.trim_end_matches(is_blank);
        (!words.is_empty()).then(|| Span::new(start, start + words.len()))
    }
}
