//! Extraction: reads one document, on any thread.
//!
//! Finds the quotations of the body and of the headline, attributes them, tokenises them, and
//! describes the prose around them by a [`Profile`] and a [`Sketch`]. O(bytes).

use rustc_hash::FxHashMap;

use crate::attribution::{Attribution, Attributor};
use crate::indirect::{self, IndirectFinder};
use crate::language::LanguageData;
use crate::link::{Profile, Sketch};
use crate::model::{Document, DocumentKind, Part, Quotation};
use crate::person_name::{NameKind, PersonName};
use crate::quotation::Extractor;
use crate::record::Transcript;
use crate::span::Span;
use crate::store::{ExtractedDocument, StoredQuotation};
use crate::text::{LexicalAnalyzer, LexicalEntry, Passage, tokenize_pieces_with};

/// Extracts documents one after the other; holds the scratch.
#[derive(Debug, Default)]
pub struct DocumentExtractor {
    extractor: Extractor,
    attributor: Attributor,
    /// `None` where reports are not looked for.
    indirect: Option<IndirectFinder>,
    analyzer: LexicalAnalyzer,
    prose: Vec<LexicalEntry>,
    keys: Vec<u64>,
    /// The kinds of short mentions, such as *he* and *the mayor*.
    mention_kinds: FxHashMap<String, NameKind>,
}

impl DocumentExtractor {
    /// Makes an extractor that attributes quotations by these word lists.
    pub fn new(language_data: &LanguageData) -> DocumentExtractor {
        let attributor = Attributor::new().with_language_data(language_data.clone());
        let extractor = Extractor::new().with_language_data(language_data.clone());
        DocumentExtractor { extractor, attributor, ..DocumentExtractor::default() }
    }

    /// Makes the extractor look for speech without marks as well: see [`crate::indirect`].
    #[must_use]
    pub fn with_indirect(mut self, language_data: &LanguageData) -> DocumentExtractor {
        let finder = IndirectFinder::new().with_language_data(language_data.clone());
        self.indirect = Some(finder);
        self
    }

    /// Extracts the quotations of a document with their speakers.
    pub fn extract(&mut self, document: &Document) -> ExtractedDocument {
        let DocumentExtractor {
            extractor,
            attributor,
            indirect,
            analyzer,
            prose,
            keys,
            mention_kinds,
        } = self;
        // Those of the headline come last, so that the ids of the body do not depend on it.
        let data = extractor.language_data();
        let entry = data.registry().of_document(document);
        let quotations = extractor.extract_document_in(document, entry);
        let language = entry.sure_language(document);
        let mut reports = match indirect {
            // What a speaker says in a transcript is said, and reported by nobody.
            Some(finder) if document.kind == DocumentKind::Article => {
                finder.find(document, &quotations)
            }
            _ => Vec::new(),
        };
        let mentions = indirect::mentions(&reports);
        let (attributions, names) =
            attributor.attribute_and_name(document, &quotations, &mentions, entry);
        indirect::set_names(&mut reports, names);
        prose.clear();
        read_prose(analyzer, &document.text, &quotations, prose);
        keys.clear();
        keys.extend(prose.iter().map(|word| word.key));
        let profile = Profile::from_entries(prose.iter().copied());
        // A text in question neither reprints nor is reprinted: it prints nothing.
        let sketch = match document.kind {
            DocumentKind::Query => Sketch::default(),
            _ => Sketch::new(keys),
        };
        let quotations = quotations.into_iter().zip(attributions).enumerate().map(
            |(n, (quotation, attribution))| {
                let text = document.part(quotation.part);
                let passage = Passage {
                    tokens: tokenize_pieces_with(analyzer, text, &quotation.pieces),
                    words: Vec::new(),
                };
                let name = attribution.speaker.as_ref().and_then(|speaker| speaker.name.clone());
                let speaker = name.as_deref().map(PersonName::parse);
                let certainty = name_certainty(
                    &attribution,
                    text,
                    name.as_deref(),
                    speaker.as_ref(),
                    mention_kinds,
                );
                StoredQuotation {
                    id: quotation_id(&document.id, n),
                    certainty,
                    speaker,
                    nested: Vec::new(),
                    quotation,
                    attribution,
                    name,
                    passage,
                    sequence: None,
                }
            },
        );
        let extracted =
            ExtractedDocument::new(quotations.collect(), profile, sketch).with_reports(reports);
        let extracted = extracted.with_language(language);
        match document.kind {
            DocumentKind::Transcript => extracted.with_transcript(Transcript::read(document)),
            DocumentKind::Article | DocumentKind::Query => extracted,
        }
    }
}

/// Longest mention, in bytes, whose kind is remembered.
const MAX_REMEMBERED_BYTES: usize = 16;

/// Most mentions whose kinds are remembered.
const MAX_REMEMBERED_MENTIONS: usize = 1 << 12;

/// Returns how sure the speaker's name is. `name` is the name, `parsed` the same parsed, and
/// `kinds` the kinds of mentions that were seen before.
fn name_certainty(
    attribution: &Attribution,
    text: &str,
    name: Option<&str>,
    parsed: Option<&PersonName>,
    kinds: &mut FxHashMap<String, NameKind>,
) -> f32 {
    let Some(speaker) = &attribution.speaker else { return 0.0 };
    let mention = speaker.mention.slice(text);
    let kind = match parsed {
        Some(parsed) if name == Some(mention) => parsed.kind(),
        _ => match kinds.get(mention) {
            Some(&kind) => kind,
            None => {
                let kind = PersonName::parse(mention).kind();
                // *He* comes again and again; a mention that comes once is seldom short.
                if mention.len() <= MAX_REMEMBERED_BYTES && kinds.len() < MAX_REMEMBERED_MENTIONS {
                    kinds.insert(mention.to_owned(), kind);
                }
                kind
            }
        },
    };
    match kind {
        NameKind::Person | NameKind::Organization => attribution.confidence,
        _ => attribution.confidence / 2.0,
    }
}

/// Returns the id of quotation `n` of `document`.
fn quotation_id(document: &str, n: usize) -> String {
    [document, "#", &n.to_string()].concat()
}

/// Appends the words of `text` outside its quotations to `prose`.
fn read_prose(
    analyzer: &mut LexicalAnalyzer,
    text: &str,
    quotations: &[Quotation],
    prose: &mut Vec<LexicalEntry>,
) {
    let mut quoted: Vec<Span> = quotations
        .iter()
        .filter(|quotation| quotation.part == Part::Text)
        .flat_map(|quotation| quotation.pieces.iter().copied())
        .collect();
    quoted.sort_unstable();
    let mut at = 0;
    let ends = quoted.iter().map(|span| (span.start(), span.end()));
    for (start, end) in ends.chain([(text.len(), text.len())]) {
        if let Some(stretch) = text.get(at..start) {
            analyzer.words(stretch, prose);
        }
        at = at.max(end);
    }
}
