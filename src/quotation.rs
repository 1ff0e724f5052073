//! Quotations: the words printed as somebody's, with the spans where they stand.
//!
//! The module reads one text and nothing else: no reporting verbs, no names, no other document.
//! Direct quotations are found by their marks alone, as most work on quotation attribution does
//! (O'Keefe et al. 2012, <https://aclanthology.org/D12-1072/>); indirect speech, which needs cues,
//! is not (Pareti et al. 2013, <https://aclanthology.org/D13-1101/>).
//!
//! | step | file | what it does |
//! |---|---|---|
//! | 1 | `mark_scanner` | finds the marks: `glyph`, `html_entity`, `mojibake` |
//! | 2 | `mark_cost` | sets the cost of each reading of a mark; `apostrophe`: of single marks |
//! | 3 | `unambiguous` | pairs the marks of a paragraph that has one reading only |
//! | 4 | `pairing` | else finds the cheapest reading of all marks together |
//! | 5 | `draft` | turns readings into spans of words |
//! | 6 | `transcript` | cuts transcripts into turns: `speaker_label` |
//! | 7 | `pull_quote` | takes credit lines off pull quotes |
//! | 8 | `discontinuous` | joins what the reporter broke: “A,” she said, “B” |
//! | 9 | `inserted_clause`, `dialogue` | clauses inside the marks, speech behind dashes |
//! | 10 | `kind` | tells speech from fragments, titles and scare quotes: `surface`, `lead_in` |

mod adjacent;
mod apostrophe;
mod cost;
mod dialogue;
mod discontinuous;
mod draft;
mod glyph;
mod html_entity;
mod inserted_clause;
mod kind;
mod lead_in;
mod mark;
mod mark_context;
mod mark_cost;
mod mark_scanner;
mod mojibake;
mod nesting;
mod pairing;
mod pull_quote;
mod speaker_label;
mod surface;
mod transcript;
mod transition;
mod unambiguous;

pub use crate::model::{Quotation, QuotationKind};

use crate::language::{LanguageData, LanguageEntry};
use crate::model::{Document, Part};

/// Returns every quotation of `text`, in the order in which they open.
///
/// Marks of every style are paired, nested ones too. A quotation that runs over paragraphs, each of
/// which repeats the opening mark, and one that the reporter broke with *he said*, is one quotation
/// in several pieces. Apostrophes, measures, stray marks and marks inside HTML tags are no
/// quotation marks. A mark that is never closed quotes at most its own paragraph. Never fails.
///
/// Cost: O(n) in the length of the text, whatever the marks; about 700 MB/s on news text (PolNeAR,
/// one core, release).
///
/// ```
/// use variorum::Part;
/// use variorum::quotation::{QuotationKind, extract};
///
/// let text = "“We won’t move,” she said, “not for ‘progress’ in any form.”";
/// let quotations = extract(text, Part::Text);
/// let printed: Vec<Vec<_>> = quotations
///     .iter()
///     .map(|quotation| quotation.pieces.iter().map(|piece| piece.slice(text)).collect())
///     .collect();
/// let pieces = vec!["We won’t move,", "not for ‘progress’ in any form."];
/// assert_eq!(printed, [pieces, vec!["progress"]]);
/// assert_eq!(quotations[0].kind, QuotationKind::Speech);
/// assert_eq!(quotations[1].parent, Some(0));
/// ```
pub fn extract(text: &str, part: Part) -> Vec<Quotation> {
    Extractor::new().extract(text, part)
}

/// Finds quotations in one text after another and reuses its memory: what [`extract`] does, without
/// allocating anew each time.
///
/// The memory grows with the longest text, by at most about 60 bytes for each mark.
///
/// ```
/// use variorum::Part;
/// use variorum::quotation::Extractor;
///
/// let mut extractor = Extractor::new();
/// let counts = ["“We won’t move,” she said.", "They moved."]
///     .map(|text| extractor.extract(text, Part::Text).len());
/// assert_eq!(counts, [1, 0]);
/// ```
#[derive(Debug, Default)]
pub struct Extractor {
    pairer: pairing::MarkPairer,
    transcripts: transcript::TranscriptCutter,
    joiner: discontinuous::PieceJoiner,
    drafts: Vec<draft::DraftQuotation>,
    language_data: LanguageData,
}

impl Extractor {
    /// Returns an extractor without memory.
    pub fn new() -> Extractor {
        Extractor::default()
    }

    /// Sets the word lists by which [`extract_document`](Extractor::extract_document) reads.
    #[must_use]
    pub fn with_language_data(mut self, language_data: LanguageData) -> Extractor {
        self.language_data = language_data;
        self
    }

    /// Returns the word lists by which documents are read.
    pub(crate) fn language_data(&self) -> LanguageData {
        self.language_data.clone()
    }

    /// Returns every quotation of `text`, as [`extract`] does.
    pub fn extract(&mut self, text: &str, part: Part) -> Vec<Quotation> {
        self.extract_in(text, part, None)
    }

    /// Returns every quotation of a document, first those of its text, then those of its title, as
    /// its language prints them.
    ///
    /// Beside what [`extract`](Extractor::extract) finds this reads speech behind dialogue dashes,
    /// takes reporting clauses out of the marks, and knows nouns before the name of a work. The
    /// language is that of the document, or what its text shows. Cost: as `extract`.
    ///
    /// ```
    /// use variorum::Document;
    /// use variorum::quotation::Extractor;
    ///
    /// let text = "« Nous partirons demain, a déclaré Anne Leroux, et nous ne reviendrons pas. »";
    /// let document = Document::new("a", text).with_language("fr");
    /// let quotations = Extractor::new().extract_document(&document);
    /// let pieces: Vec<_> = quotations[0].pieces.iter().map(|piece| piece.slice(text)).collect();
    /// assert_eq!(pieces, ["Nous partirons demain", "et nous ne reviendrons pas."]);
    /// ```
    pub fn extract_document(&mut self, document: &Document) -> Vec<Quotation> {
        let data = self.language_data.clone();
        self.extract_document_in(document, data.registry().of_document(document))
    }

    /// Does the same, with what is known of the language of the document.
    pub(crate) fn extract_document_in(
        &mut self,
        document: &Document,
        entry: &LanguageEntry,
    ) -> Vec<Quotation> {
        let mut quotations = self.extract_in(&document.text, Part::Text, Some(entry));
        let body = quotations.len();
        let title = self.extract_in(document.part(Part::Title), Part::Title, Some(entry));
        quotations.extend(title.into_iter().map(|quotation| Quotation {
            parent: quotation.parent.map(|parent| parent + body),
            ..quotation
        }));
        quotations
    }

    fn extract_in(
        &mut self,
        text: &str,
        part: Part,
        entry: Option<&LanguageEntry>,
    ) -> Vec<Quotation> {
        let Extractor { pairer, transcripts, joiner, drafts, .. } = self;
        drafts.clear();
        transcripts.begin();
        pairer.pair(text, drafts, |start, end| transcripts.add_paragraph(text, start, end));
        transcripts.cut(text, drafts);
        pull_quote::strip_credit_lines(text, drafts);
        joiner.join(text, drafts);
        let lexicon = entry.map(LanguageEntry::lexicon);
        if let Some(lexicon) = lexicon {
            if lexicon.grammar.clauses_inside {
                inserted_clause::cut_clauses(text, drafts, lexicon);
            }
            if part == Part::Text {
                dialogue::add_dialogue(text, drafts, lexicon);
            }
        }
        kind::classify(text, part, drafts, lexicon)
    }
}

/// Returns true if words without their article look like a title: more than one word, all with
/// capitals except small linking words.
pub(crate) fn looks_like_title(words: &str) -> bool {
    kind::looks_like_title(words)
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
