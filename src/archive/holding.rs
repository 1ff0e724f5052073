//! One document as the archive keeps it: read once, compared often.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::decided::Voice;
use super::given::Givens;
use crate::attribution::{Attribution, Attributor};
use crate::blocking::SequenceId;
use crate::language::LanguageData;
use crate::link::{Profile, Sketch};
use crate::model::{Document, Part};
use crate::person_name::{NameKind, PersonName};
use crate::quotation::{Extractor, Quotation, QuotationKind};
use crate::span::Span;
use crate::text::{
    LexicalAnalyzer, LexicalEntry, Passage, Token, Vocabulary, Word, tokenize_pieces,
    tokenize_pieces_with,
};

/// A document and what was read from it.
#[derive(Clone, Debug)]
pub(super) struct Holding {
    pub document: Document,
    /// For a quotation given without its article: the id of the article, if that was given.
    pub given: Option<Option<String>>,
    pub records: Vec<Record>,
    /// What it is about; nothing for a given quotation.
    pub profile: Profile,
    pub sketch: Sketch,
}

/// A quotation and the document it was read in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item<'a> {
    pub holding: &'a Holding,
    pub record: &'a Record,
    /// Its speaker, where a person decided.
    pub voice: Option<&'a Voice>,
    /// Whether a person decided that its wording is the lemma.
    pub lemma: bool,
}

impl<'a> Item<'a> {
    /// Its speaker's name as printed, in the fullest form known.
    pub(super) fn name(&self) -> Option<&'a str> {
        self.voice.map_or(self.record.name.as_deref(), |voice| Some(&voice.printed))
    }

    /// How sure the name is.
    pub(super) fn certainty(&self) -> f32 {
        if self.voice.is_some() { 1.0 } else { self.record.certainty }
    }
}

/// A quotation and what was read from it.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub id: String,
    pub quotation: Quotation,
    pub attribution: Attribution,
    /// The speaker's name, in the fullest form known.
    pub name: Option<String>,
    /// The same, taken apart.
    pub speaker: Option<PersonName>,
    /// How sure the name is, `0.0..=1.0`: half as sure as the attribution where a pronoun or a description was followed
    /// back to it.
    pub certainty: f32,
    pub passage: Passage,
    /// Words (counted without marks) that stand in quotations inside this one.
    pub nested: Vec<Range<usize>>,
    /// Its words' number among the distinct sequences; none when it has no words.
    pub sequence: Option<SequenceId>,
}

/// What can be read without the archive: on any thread. Its words have no numbers yet.
#[derive(Debug)]
pub(super) struct Reading {
    pub records: Vec<Record>,
    profile: Profile,
    sketch: Sketch,
}

/// One who reads, with the room that he keeps.
#[derive(Debug, Default)]
pub(super) struct Reader {
    extractor: Extractor,
    attributor: Attributor,
    glosses: LexicalAnalyzer,
    prose: Vec<LexicalEntry>,
    keys: Vec<u64>,
    /// What mentions are, *he* and *the mayor*.
    kinds: FxHashMap<String, NameKind>,
}

impl Reader {
    /// A reader that finds speakers by these word lists.
    pub(super) fn new(language_data: &LanguageData) -> Reader {
        let attributor = Attributor::new().with_language_data(language_data.clone());
        Reader { attributor, ..Reader::default() }
    }

    pub(super) fn read(&mut self, document: &Document) -> Reading {
        let Reader { extractor, attributor, glosses, prose, keys, kinds } = self;
        let mut quotations = extractor.extract(&document.text, Part::Text);
        let body = quotations.len();
        // Those of the headline come after, so that numbers in the body do not depend on it.
        quotations.extend(
            extractor.extract(document.part(Part::Title), Part::Title).into_iter().map(
                |quotation| Quotation {
                    parent: quotation.parent.map(|parent| parent + body),
                    ..quotation
                },
            ),
        );
        let attributions = attributor.attribute(document, &quotations);
        prose.clear();
        outside(glosses, &document.text, &quotations, prose);
        keys.clear();
        keys.extend(prose.iter().map(|word| word.key));
        let (profile, sketch) = (Profile::from_entries(prose.iter().copied()), Sketch::new(keys));
        let records = quotations.into_iter().zip(attributions).enumerate().map(
            |(n, (quotation, attribution))| {
                let text = document.part(quotation.part);
                let passage = Passage {
                    tokens: tokenize_pieces_with(glosses, text, &quotation.pieces),
                    words: Vec::new(),
                };
                let name = attribution.speaker.as_ref().and_then(|speaker| speaker.name.clone());
                let speaker = name.as_deref().map(PersonName::parse);
                Record {
                    id: quotation_id(&document.id, n),
                    certainty: certainty(
                        &attribution,
                        text,
                        name.as_deref(),
                        speaker.as_ref(),
                        kinds,
                    ),
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
        Reading { records: records.collect(), profile, sketch }
    }
}

impl Holding {
    /// Interns what was read of `document`.
    pub(super) fn new(words: &mut Vocabulary, document: Document, reading: Reading) -> Holding {
        let Reading { mut records, profile, sketch } = reading;
        for Record { quotation, passage, .. } in &mut records {
            let text = document.part(quotation.part);
            passage.words =
                passage.tokens.iter().map(|token| words.intern(token.span.of(text))).collect();
        }
        if records.iter().any(|record| record.quotation.parent.is_some()) {
            note_nested(words, &mut records);
        }
        Holding { document, given: None, records, profile, sketch }
    }

    /// A quotation given without its article, as a document that is nothing but the quotation.
    pub(super) fn given(words: &Vocabulary, givens: &Givens, n: u32) -> Holding {
        let given = givens.given(n);
        let mut document = Document::new(given.id.clone(), given.text);
        document.outlet = given.outlet;
        document.published = given.published;
        let whole = Span::new(0, document.text.len());
        let tokens = tokenize_pieces(&document.text, &[whole]);
        // Its words were interned when it came.
        let known = |token: &Token| words.get(token.span.of(&document.text)).unwrap_or(Word(0));
        let passage = Passage { words: tokens.iter().map(known).collect(), tokens };
        let quotation = Quotation {
            part: Part::Text,
            pieces: vec![whole],
            kind: QuotationKind::Speech,
            parent: None,
            closed: true,
            label: None,
        };
        let record = Record {
            id: given.id,
            quotation,
            attribution: Attribution::default(),
            speaker: given.speaker.as_deref().map(PersonName::parse),
            certainty: 1.0,
            name: given.speaker,
            passage,
            nested: Vec::new(),
            sequence: givens.sequence(n),
        };
        let (profile, sketch) = (Profile::default(), Sketch::default());
        Holding { document, given: Some(given.document), records: vec![record], profile, sketch }
    }

    /// About how many bytes it takes. O(quotations).
    pub(super) fn bytes(&self) -> usize {
        let Document { id, text, title, outlet, url, .. } = &self.document;
        // The id is also what it is filed under.
        let strings = [title, outlet, url].into_iter().flatten().map(String::len).sum::<usize>()
            + 2 * id.len()
            + text.len();
        let records = self.records.iter().map(|record| {
            let name = record.name.as_ref().map_or(0, |name| 4 * name.len());
            let pieces = size_of_val(record.quotation.pieces.as_slice());
            let tokens = record.passage.words.len() * size_of::<Word>()
                + record.passage.tokens.len() * size_of::<Token>();
            size_of::<Record>()
                + record.id.len()
                + name
                + pieces
                + tokens
                + size_of_val(record.nested.as_slice())
        });
        size_of::<Holding>()
            + strings
            + records.sum::<usize>()
            + self.profile.bytes()
            + self.sketch.bytes()
    }

    /// The words of a quotation: its pieces, joined by a blank.
    pub(super) fn text(&self, record: &Record) -> String {
        let part = self.document.part(record.quotation.part);
        let pieces: Vec<&str> =
            record.quotation.pieces.iter().map(|piece| piece.of(part)).collect();
        pieces.join(" ")
    }
}

/// Bytes of the longest mention whose kind is noted.
const SHORT: usize = 16;
/// Mentions whose kinds are noted at most.
const MANY: usize = 1 << 12;

/// How sure the speaker's name is, which is `name`, `parsed`; `kinds` are those of mentions seen before.
fn certainty(
    attribution: &Attribution,
    text: &str,
    name: Option<&str>,
    parsed: Option<&PersonName>,
    kinds: &mut FxHashMap<String, NameKind>,
) -> f32 {
    let Some(speaker) = &attribution.speaker else { return 0.0 };
    let mention = speaker.mention.of(text);
    let kind = match parsed {
        Some(parsed) if name == Some(mention) => parsed.kind(),
        _ => match kinds.get(mention) {
            Some(&kind) => kind,
            None => {
                let kind = PersonName::parse(mention).kind();
                // *He* comes again and again; what comes once is seldom short.
                if mention.len() <= SHORT && kinds.len() < MANY {
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

/// The id of quotation `n` of `document`.
pub(super) fn quotation_id(document: &str, n: usize) -> String {
    [document, "#", &n.to_string()].concat()
}

/// Puts the words of `text` outside its quotations behind `prose`.
fn outside(
    glosses: &mut LexicalAnalyzer,
    text: &str,
    quotations: &[Quotation],
    prose: &mut Vec<LexicalEntry>,
) {
    let mut quoted: Vec<Span> = quotations
        .iter()
        .filter(|q| q.part == Part::Text)
        .flat_map(|q| q.pieces.iter().copied())
        .collect();
    quoted.sort_unstable();
    let mut at = 0;
    for (start, end) in
        quoted.iter().map(|span| (span.start(), span.end())).chain([(text.len(), text.len())])
    {
        if let Some(stretch) = text.get(at..start) {
            glosses.words(stretch, prose);
        }
        at = at.max(end);
    }
}

/// Notes, for each of the quotations of a document, what of it stands in others.
fn note_nested(words: &Vocabulary, records: &mut [Record]) {
    let mut inside: Vec<Vec<Span>> = vec![Vec::new(); records.len()];
    for Record { quotation, .. } in &*records {
        if let Some(pieces) = quotation.parent.and_then(|parent| inside.get_mut(parent)) {
            pieces.extend(&quotation.pieces);
        }
    }
    for (record, inside) in records.iter_mut().zip(inside).filter(|(_, inside)| !inside.is_empty())
    {
        record.nested = nested(words, &record.passage, &inside);
    }
}

/// The words of a quotation that stand in the pieces of the quotations `inside` it, counted without marks.
fn nested(words: &Vocabulary, passage: &Passage, inside: &[Span]) -> Vec<Range<usize>> {
    // How many words stand before each token.
    let mut before = Vec::with_capacity(passage.tokens.len() + 1);
    let mut spoken = 0;
    for &word in &passage.words {
        before.push(spoken);
        spoken += usize::from(words[word].class.is_word());
    }
    before.push(spoken);
    let ranges = inside.iter().map(|piece| {
        let place = |byte: usize| passage.tokens.partition_point(|token| token.span.start() < byte);
        before[place(piece.start())]..before[place(piece.end())]
    });
    ranges.filter(|range| !range.is_empty()).collect()
}
