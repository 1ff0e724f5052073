//! A document as it was read, in pieces that can be sent to other machines.

use super::bytes::encode;
use super::part_store::PartStore;
use crate::archive::{check_length, check_quotations_of, document_extractor};
use crate::blocking::SPLIT_LEVELS;
use crate::engine::DocumentExtractor;
use crate::error::Error;
use crate::model::{Document, DocumentKind};
use crate::settings::Settings;

/// A document as it was read. Its bytes are for [`CollectionPart`](super::CollectionPart), on any
/// machine with the same version of the crate; the rest says which other documents it meets.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct DocumentPieces {
    /// The document itself, with its text.
    pub head: Vec<u8>,
    /// All else that was read, outside of its quotations.
    pub prose: Vec<u8>,
    /// Its quotations, in order.
    pub quotations: Vec<QuotationPieces>,
    /// The sampled shingles of its prose, in order; none if these are too few to tell a reprint.
    pub shingles: Vec<u64>,
    /// True for a transcript.
    pub is_transcript: bool,
    /// True if it reports something without marks.
    pub has_reports: bool,
}

/// A quotation as it was read.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct QuotationPieces {
    /// The quotation with its attribution.
    pub bytes: Vec<u8>,
    /// Its words as blocking knows them; `None` if it has none.
    pub sequence: Option<SequenceKeys>,
    /// Fingerprint of the surname of its speaker; 0 where none is known.
    pub speaker: u32,
}

/// A sequence of words as its blocks are found: see [`crate::blocking`].
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct SequenceKeys {
    /// Fingerprint of its words: equal on every machine.
    pub id: u64,
    /// Its weight, in hundredths of a bit.
    pub weight: i32,
    /// Orders sequences of one weight.
    pub rank: u64,
    /// True if it weighs [`LONG_SEQUENCE_WEIGHT`](crate::blocking::LONG_SEQUENCE_WEIGHT) or more.
    pub is_long: bool,
    /// Its runs.
    pub runs: Vec<RunKeys>,
}

/// The keys of a run: sequences that share one are in one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct RunKeys {
    /// The key of its block.
    pub key: u64,
    /// Fingerprint of the longer run that two long sequences must share; 0 if there is none.
    pub long: u32,
    /// Fingerprints of the longer runs by which an oversized block is split; 0 where there is none.
    pub path: [u32; SPLIT_LEVELS],
}

/// Reads documents, one after the other.
///
/// ```
/// use variorum::part::DocumentReader;
/// use variorum::{Document, Settings};
///
/// let settings = Settings::default();
/// let mut reader = DocumentReader::new(&settings);
/// let text = "“We shall never accept these tariffs,” she said.";
/// let pieces = reader.read(Document::new("a", text))?;
/// assert_eq!(pieces.quotations.len(), 1);
/// assert!(!pieces.quotations[0].sequence.as_ref().unwrap().runs.is_empty());
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Debug)]
pub struct DocumentReader<'s> {
    settings: &'s Settings,
    extractor: DocumentExtractor,
}

impl<'s> DocumentReader<'s> {
    /// Makes a reader that reads as the settings say.
    pub fn new(settings: &'s Settings) -> DocumentReader<'s> {
        DocumentReader { settings, extractor: document_extractor(settings) }
    }

    /// Reads a document. O(bytes).
    ///
    /// # Errors
    /// When its text or a quotation in it is longer than the limit.
    pub fn read(&mut self, document: Document) -> Result<DocumentPieces, Error> {
        check_length(self.settings, &document)?;
        let extracted = self.extractor.extract(&document);
        check_quotations_of(self.settings, &document, &extracted)?;
        let is_transcript = document.kind == DocumentKind::Transcript;
        let reports = extracted.reports.clone();
        let mut store = PartStore::default();
        let mut value = store.add_extracted(0, document, extracted);
        let sketch = &value.prose.sketch;
        let shingles = if sketch.is_enough() { sketch.shingles().to_vec() } else { Vec::new() };
        value.prose.reports = reports;
        let mut quotations: Vec<QuotationPieces> = value
            .quotations
            .iter()
            .map(|quotation| QuotationPieces {
                bytes: encode(quotation),
                sequence: None,
                speaker: 0,
            })
            .collect();
        for filed in store.filed() {
            let quotation = &mut quotations[filed.key.place as usize];
            let is_long = filed.sequence.is_long();
            let run = |run: &crate::blocking::FiledRun| RunKeys {
                key: run.key,
                long: run.long,
                path: run.path,
            };
            quotation.speaker = filed.speaker;
            quotation.sequence = Some(SequenceKeys {
                id: filed.sequence.id,
                weight: filed.sequence.rank.0,
                rank: filed.sequence.rank.1,
                is_long,
                runs: filed.sequence.runs.iter().map(run).collect(),
            });
        }
        Ok(DocumentPieces {
            head: encode(&value.head),
            prose: encode(&value.prose),
            quotations,
            shingles,
            is_transcript,
            has_reports: !value.prose.reports.is_empty(),
        })
    }
}
