//! Documents as they are kept and sent: read once. What can be made again in less time than it
//! takes to read it, tokens and parsed names, is left out. A document, its quotations and the rest
//! are apart, since most questions are about single quotations.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::attribution::Attribution;
use crate::blocking::SequenceId;
use crate::indirect::IndirectReport;
use crate::language::Language;
use crate::link::{Profile, Sketch};
use crate::model::{Document, DocumentKind, Quotation};
use crate::person_name::PersonName;
use crate::record::Transcript;
use crate::store::{ExtractedDocument, SequenceTable, StoredDocument, StoredQuotation};
use crate::text::{Vocabulary, tokenize_pieces};

/// A document without its quotations.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct DocumentHead {
    pub document: Document,
    pub profile: Profile,
    /// The number of its quotations.
    pub quotations: u32,
    pub language: Option<Language>,
}

/// A quotation with what was read from its document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct QuotationValue {
    pub quotation: Quotation,
    pub attribution: Attribution,
    pub name: Option<String>,
    pub certainty: f32,
    pub nested: Vec<Range<usize>>,
    /// Fingerprint of its words; 0 if it has none.
    pub sequence: u64,
}

/// The rest.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct ProseValue {
    pub reports: Vec<IndirectReport>,
    pub sketch: Sketch,
}

/// All that is kept of a document: a former version is one value.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct DocumentValue {
    pub head: DocumentHead,
    pub quotations: Vec<QuotationValue>,
    pub prose: ProseValue,
}

impl DocumentValue {
    /// Makes the rows of a document that was just extracted and stored. `fingerprint` returns that
    /// of a sequence.
    pub(crate) fn new(
        stored: &StoredDocument,
        fingerprint: impl Fn(SequenceId) -> u64,
    ) -> DocumentValue {
        let quotation = |stored: &StoredQuotation| QuotationValue {
            quotation: stored.quotation.clone(),
            attribution: stored.attribution.clone(),
            name: stored.name.clone(),
            certainty: stored.certainty,
            nested: stored.nested.clone(),
            sequence: stored.sequence.map_or(0, &fingerprint),
        };
        let head = DocumentHead {
            document: stored.document.clone(),
            profile: stored.profile.clone(),
            quotations: stored.quotations.len() as u32,
            language: stored.language,
        };
        DocumentValue {
            head,
            quotations: stored.quotations.iter().map(quotation).collect(),
            prose: ProseValue { reports: stored.reports.clone(), sketch: stored.sketch.clone() },
        }
    }
}

impl DocumentHead {
    /// Returns the id of the quotation at a place.
    pub(crate) fn quotation_id(&self, place: u32) -> String {
        [&self.document.id, "#", &place.to_string()].concat()
    }

    /// Makes a stored document of none of its quotations: the text that others reprint.
    pub(crate) fn without_quotations(&self) -> StoredDocument {
        let none: BTreeMap<u32, QuotationValue> = BTreeMap::new();
        self.stored(&none, None, &mut Vocabulary::new(), &mut SequenceTable::new())
    }

    /// Makes a stored document of some of its quotations, by their places. Their words are interned
    /// in `words` and counted in `sequences`. With `prose` it has its reports and turns, too.
    pub(crate) fn stored(
        &self,
        values: &BTreeMap<u32, impl Borrow<QuotationValue>>,
        prose: Option<&ProseValue>,
        words: &mut Vocabulary,
        sequences: &mut SequenceTable,
    ) -> StoredDocument {
        let places: Vec<u32> = values.keys().copied().collect();
        let place_of = |place: Option<usize>| {
            let place = u32::try_from(place?).ok()?;
            places.binary_search(&place).ok()
        };
        let quotations = values.iter().map(|(&place, value)| {
            let value = value.borrow();
            let quotation =
                Quotation { parent: place_of(value.quotation.parent), ..value.quotation.clone() };
            let mut attribution = value.attribution.clone();
            attribution.continues = place_of(attribution.continues);
            let text = self.document.part(quotation.part);
            let tokens = tokenize_pieces(text, &quotation.pieces);
            StoredQuotation {
                name: value.name.clone(),
                speaker: value.name.as_deref().map(PersonName::parse),
                certainty: value.certainty,
                ..StoredQuotation::new(self.quotation_id(place), quotation, attribution, tokens)
            }
        });
        let sketch = prose.map(|prose| prose.sketch.clone()).unwrap_or_default();
        let mut extracted =
            ExtractedDocument::new(quotations.collect(), self.profile.clone(), sketch)
                .with_language(self.language);
        if let Some(prose) = prose {
            extracted = extracted.with_reports(prose.reports.clone());
            if self.document.kind == DocumentKind::Transcript {
                extracted = extracted.with_transcript(Transcript::read(&self.document));
            }
        }
        let mut stored = StoredDocument::new(self.document.clone(), extracted, words, sequences);
        for (stored, value) in stored.quotations.iter_mut().zip(values.values()) {
            stored.nested = value.borrow().nested.clone();
        }
        stored
    }
}
