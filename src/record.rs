//! The record: what was really said, where a transcript has it, and what the print made of it.
//!
//! A document of kind [`DocumentKind::Transcript`](crate::DocumentKind::Transcript) records what
//! was said, turn by turn: [`Transcript::read`] reads its layout. For each quotation of an article,
//! [`RecordFinder`] finds the [place](RecordMatch) in a transcript where its words stand: one
//! piece, or several where the print put together what stands apart. The comparison of the two
//! wordings then says if the [`Print`] is verbatim.
//!
//! # Method
//!
//! The transcripts are indexed by runs of words cut by weight, as [`crate::blocking`] cuts them,
//! but lighter: a run of [`MIN_RECORD_RUN_WEIGHT`]. The runs of a quotation are looked up. Hits
//! that stand in the same order on both sides lie on one diagonal, and the diagonals that most
//! weight falls on are aligned locally ([`crate::align::PassageFinder`]).
//!
//! A find is accepted if what speaks for it outweighs chance by 25 bits:
//!
//! - for it, the words that both have, by their weight, and other quotations of the article that
//!   stand in the same transcript (8 bits each, at most 24);
//! - against it, the words of the print that the transcript lacks; the size of what was searched
//!   from the article backwards, since in `n` words a run of log2 `n` bits stands by chance once;
//!   each doubling of the days beyond four; a speaker who is not known (5 bits) or has another name
//!   (16).
//!
//! Of several transcripts that have the words (a stock line of many speeches), the one is taken for
//! which most speaks, and where only the days tell them apart, [`RecordMatch::open`] says so.
//! Nobody prints what has not been said yet: a transcript later than the article is never found.
//!
//! Cost: the index is O(n log n) in the words of the transcripts. A quotation looks up one key for
//! each of its words, reads at most [`MAX_POSITIONS`] positions of each and aligns at most
//! [`MAX_WINDOWS`] windows, however many transcripts there are.

mod accept;
mod captions;
mod edges;
mod finder;
mod gap;
mod index;
mod label;
mod layout;
mod notes;
mod pieces;
mod place;
mod print;
mod sound;
mod transcript;

pub use finder::{PrintedQuotation, RecordFinder, RecordMatch};
pub use gap::RecordGap;
pub use index::{MAX_POSITIONS, MIN_RECORD_RUN_WEIGHT, RecordIndex};
pub use place::MAX_WINDOWS;
pub use print::Print;
pub use transcript::{SpokenTime, Transcript, Turn};

#[cfg(test)]
mod tests;
