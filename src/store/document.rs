//! A document as a store keeps it: read once, compared often.

use std::ops::Range;

use super::{SequenceTable, StandaloneId, StandaloneTable};
use crate::attribution::Attribution;
use crate::blocking::SequenceId;
use crate::indirect::IndirectReport;
use crate::language::Language;
use crate::link::{Profile, Sketch};
use crate::model::{Document, Part, Quotation, QuotationKind};
use crate::person_name::PersonName;
use crate::reconciliation::Provenance;
use crate::record::Transcript;
use crate::span::Span;
use crate::text::{Passage, Token, Vocabulary, Word, tokenize_pieces};

/// A document with its quotations. A standalone quotation becomes a document of one quotation when
/// the result is assembled.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct StoredDocument {
    /// The document as it was handed in.
    pub document: Document,
    /// The origin of its quotations: extracted from it, or handed in alone.
    pub provenance: Provenance,
    /// Its quotations, in order: those of the body, then those of the headline.
    pub quotations: Vec<StoredQuotation>,
    /// Its reports without marks, in the order of the text; empty for a standalone quotation.
    pub reports: Vec<IndirectReport>,
    /// Its most informative words; empty for a standalone quotation.
    pub profile: Profile,
    /// Fingerprints of its prose; empty for a standalone quotation.
    pub sketch: Sketch,
    /// Its turns and their words, if it is a transcript.
    pub transcript: Option<Box<Transcript>>,
    /// Its language, declared or shown by its text; `None` where neither is sure.
    pub language: Option<Language>,
}

/// A quotation with all that was read from its document.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct StoredQuotation {
    /// `DOCUMENT#n`, or the id of a standalone quotation.
    pub id: String,
    /// Its spans and its kind.
    pub quotation: Quotation,
    /// Its cue and its speaker.
    pub attribution: Attribution,
    /// The speaker's name, in the fullest form known.
    pub name: Option<String>,
    /// The same name, parsed.
    pub speaker: Option<PersonName>,
    /// Confidence in the name, `0.0..=1.0`: half that of the attribution where a pronoun or a
    /// description was resolved to it.
    pub certainty: f32,
    /// Its tokens and words. An extracted quotation has no words before a store interns them.
    pub passage: Passage,
    /// The words (counted without marks) that stand in quotations inside this one.
    pub nested: Vec<Range<usize>>,
    /// Its word sequence; `None` when it has no words.
    pub sequence: Option<SequenceId>,
}

/// The quotations, profile and sketch of one document, as
/// [`DocumentExtractor`](crate::engine::DocumentExtractor) returns them. The words have no ids yet,
/// so that documents can be extracted on any thread; [`StoredDocument::new`] interns them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExtractedDocument {
    /// Its quotations, in order: those of the body, then those of the headline. Their passages have
    /// tokens and no words.
    pub quotations: Vec<StoredQuotation>,
    /// Its reports without marks, in the order of the text.
    pub reports: Vec<IndirectReport>,
    /// Its most informative words outside quotations.
    pub profile: Profile,
    /// Fingerprints of its prose outside quotations.
    pub sketch: Sketch,
    /// Its turns, if it is a transcript; their words have no ids yet.
    pub transcript: Option<Box<Transcript>>,
    /// Its language, declared or shown by its text; `None` where neither is sure.
    pub language: Option<Language>,
}

impl ExtractedDocument {
    /// Makes an extracted document of quotations that were found by other means.
    pub fn new(
        quotations: Vec<StoredQuotation>,
        profile: Profile,
        sketch: Sketch,
    ) -> ExtractedDocument {
        let (reports, transcript, language) = (Vec::new(), None, None);
        ExtractedDocument { quotations, reports, profile, sketch, transcript, language }
    }

    /// Sets its language.
    #[must_use]
    pub fn with_language(mut self, language: Option<Language>) -> ExtractedDocument {
        self.language = language;
        self
    }

    /// Sets what it reports without marks.
    #[must_use]
    pub fn with_reports(mut self, reports: Vec<IndirectReport>) -> ExtractedDocument {
        self.reports = reports;
        self
    }

    /// Sets the turns of a transcript.
    pub fn with_transcript(mut self, transcript: Transcript) -> ExtractedDocument {
        self.transcript = Some(Box::new(transcript));
        self
    }
}

impl StoredQuotation {
    /// Makes a quotation with these tokens, whose spans run in the part of its document. Its
    /// speaker's name and the certainty are those of the attribution; its words have no ids yet.
    pub fn new(
        id: impl Into<String>,
        quotation: Quotation,
        attribution: Attribution,
        tokens: Vec<Token>,
    ) -> StoredQuotation {
        let name = attribution.speaker.as_ref().and_then(|speaker| speaker.name.clone());
        StoredQuotation {
            id: id.into(),
            quotation,
            certainty: if name.is_some() { attribution.confidence } else { 0.0 },
            speaker: name.as_deref().map(PersonName::parse),
            name,
            attribution,
            passage: Passage { tokens, words: Vec::new() },
            nested: Vec::new(),
            sequence: None,
        }
    }
}

impl StoredDocument {
    /// Makes a stored document: interns the words of its quotations in `words`, and counts their
    /// sequences in `sequences`. Both are the store's. O(tokens).
    ///
    /// A store that removes the document calls [`StoredDocument::release_sequences`].
    ///
    /// ```
    /// use variorum::Document;
    /// use variorum::engine::DocumentExtractor;
    /// use variorum::store::{SequenceTable, StoredDocument};
    /// use variorum::text::Vocabulary;
    ///
    /// let (mut words, mut sequences) = (Vocabulary::new(), SequenceTable::new());
    /// let document = Document::new("a", "“Never again,” she said.");
    /// let extracted = DocumentExtractor::default().extract(&document);
    /// let stored = StoredDocument::new(document, extracted, &mut words, &mut sequences);
    /// assert_eq!(sequences.words(stored.quotations[0].sequence.unwrap()).len(), 2);
    /// ```
    pub fn new(
        document: Document,
        extracted: ExtractedDocument,
        words: &mut Vocabulary,
        sequences: &mut SequenceTable,
    ) -> StoredDocument {
        let ExtractedDocument {
            mut quotations,
            reports,
            profile,
            sketch,
            mut transcript,
            language,
        } = extracted;
        if let Some(transcript) = &mut transcript {
            transcript.intern(&document.text, words);
        }
        for StoredQuotation { quotation, passage, .. } in &mut quotations {
            let text = document.part(quotation.part);
            passage.words =
                passage.tokens.iter().map(|token| words.intern(token.span.slice(text))).collect();
        }
        if quotations.iter().any(|stored| stored.quotation.parent.is_some()) {
            mark_nested(words, &mut quotations);
        }
        for stored in &mut quotations {
            stored.sequence = sequences.add_passage(words, &stored.passage.words);
        }
        let provenance = Provenance::Extracted;
        StoredDocument {
            document,
            provenance,
            quotations,
            reports,
            profile,
            sketch,
            transcript,
            language,
        }
    }

    /// Counts the sequences of its quotations one quotation less each: for a store that removes it.
    pub fn release_sequences(&self, sequences: &mut SequenceTable) {
        let released = self.quotations.iter().filter_map(|stored| stored.sequence);
        released.for_each(|sequence| sequences.remove(sequence));
    }

    /// Makes a document out of a standalone quotation.
    pub(crate) fn from_standalone(
        words: &Vocabulary,
        table: &StandaloneTable,
        id: StandaloneId,
    ) -> StoredDocument {
        let standalone = table.quotation(id);
        let mut document = Document::new(standalone.id.clone(), standalone.text);
        document.outlet = standalone.outlet;
        document.published = standalone.published;
        let whole = Span::new(0, document.text.len());
        let tokens = tokenize_pieces(&document.text, &[whole]);
        // Its words were interned when it was added.
        let word = |token: &Token| words.get(token.span.slice(&document.text)).unwrap_or(Word(0));
        let passage = Passage { words: tokens.iter().map(word).collect(), tokens };
        let quotation = Quotation {
            part: Part::Text,
            pieces: vec![whole],
            kind: QuotationKind::Speech,
            parent: None,
            closed: true,
            label: None,
        };
        let quotation = StoredQuotation {
            id: standalone.id,
            quotation,
            attribution: Attribution::default(),
            speaker: standalone.speaker.as_deref().map(PersonName::parse),
            certainty: 1.0,
            name: standalone.speaker,
            passage,
            nested: Vec::new(),
            sequence: table.sequence(id),
        };
        StoredDocument {
            document,
            provenance: Provenance::Standalone { document: standalone.document },
            quotations: vec![quotation],
            reports: Vec::new(),
            profile: Profile::default(),
            sketch: Sketch::default(),
            transcript: None,
            language: standalone.language.and_then(|tag| tag.parse().ok()),
        }
    }

    /// Returns its estimated bytes. O(quotations).
    pub(super) fn bytes(&self) -> usize {
        let Document { id, text, title, outlet, url, speaker, .. } = &self.document;
        // The id is also the key of the store.
        let strings =
            [title, outlet, url, speaker].into_iter().flatten().map(String::len).sum::<usize>()
                + 2 * id.len()
                + text.len();
        let quotations = self.quotations.iter().map(|stored| {
            let name = stored.name.as_ref().map_or(0, |name| 4 * name.len());
            let pieces = size_of_val(stored.quotation.pieces.as_slice());
            let tokens = stored.passage.words.len() * size_of::<Word>()
                + stored.passage.tokens.len() * size_of::<Token>();
            size_of::<StoredQuotation>()
                + stored.id.len()
                + name
                + pieces
                + tokens
                + size_of_val(stored.nested.as_slice())
        });
        let reports = self.reports.iter().map(|report| {
            let name = report.speaker.as_ref().and_then(|speaker| speaker.name.as_ref());
            size_of::<IndirectReport>()
                + size_of_val(report.pieces.as_slice())
                + size_of_val(report.quotations.as_slice())
                + name.map_or(0, String::len)
        });
        size_of::<StoredDocument>()
            + strings
            + quotations.sum::<usize>()
            + reports.sum::<usize>()
            + self.profile.bytes()
            + self.sketch.bytes()
            + self.transcript.as_ref().map_or(0, |transcript| transcript.bytes())
    }

    /// Returns the words of a quotation; pieces are joined by a blank.
    pub fn text(&self, stored: &StoredQuotation) -> String {
        let part = self.document.part(stored.quotation.part);
        let pieces: Vec<&str> =
            stored.quotation.pieces.iter().map(|piece| piece.slice(part)).collect();
        pieces.join(" ")
    }
}

/// Sets, for each quotation of a document, which of its words stand in quotations inside it.
fn mark_nested(words: &Vocabulary, quotations: &mut [StoredQuotation]) {
    let mut inside: Vec<Vec<Span>> = vec![Vec::new(); quotations.len()];
    for StoredQuotation { quotation, .. } in &*quotations {
        if let Some(pieces) = quotation.parent.and_then(|parent| inside.get_mut(parent)) {
            pieces.extend(&quotation.pieces);
        }
    }
    let outer = quotations.iter_mut().zip(inside).filter(|(_, inside)| !inside.is_empty());
    for (stored, inside) in outer {
        stored.nested = nested_words(words, &stored.passage, &inside);
    }
}

/// Returns the words of a quotation, counted without marks, that stand in the pieces of the
/// quotations `inside` it.
fn nested_words(words: &Vocabulary, passage: &Passage, inside: &[Span]) -> Vec<Range<usize>> {
    // The number of words before each token.
    let mut before = Vec::with_capacity(passage.tokens.len() + 1);
    let mut count = 0;
    for &word in &passage.words {
        before.push(count);
        count += usize::from(words[word].class.is_word());
    }
    before.push(count);
    let ranges = inside.iter().map(|piece| {
        let token = |byte: usize| passage.tokens.partition_point(|token| token.span.start() < byte);
        before[token(piece.start())]..before[token(piece.end())]
    });
    ranges.filter(|range| !range.is_empty()).collect()
}
