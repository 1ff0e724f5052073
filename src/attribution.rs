//! Attribution: the speaker and the cue of each quotation.
//!
//! The input is one document and its quotations. The method has four steps:
//!
//! 1. The narrative, the text outside quotations, is tokenized, with a slot for each quotation.
//! 2. Each cue (a reporting verb or phrase) and its subject make a reporting clause.
//! 3. Ordered rules match each quotation to a clause near it, to a noun or mark beside it, or to
//!    the speaker of the quotation before.
//! 4. The mention of the speaker is resolved to the fullest name in the document. A description is
//!    resolved by the roles that the document ties to its persons, a pronoun by who has been named
//!    and has been speaking. What cannot speak (a show, a place, a day) has no name.
//!
//! Words inside a quotation are no narrative: a “he said” in there is no cue for the words around
//! it. A quotation nested in another is read in the words of the outer one. Time and space are
//! linear in the text.
//!
//! The task and its terms follow O’Keefe et al., [A Sequence Labelling Approach to Quote
//! Attribution][okeefe], EMNLP 2012, and Pareti, [PARC 3.0: A Corpus of Attribution
//! Relations][pareti], LREC 2016. The ordered rules follow the sieves of Muzny et al., [A Two-stage
//! Sieve Approach for Quote Attribution][muzny], EACL 2017. Departures: word classes and short
//! walks take the place of a dependency parser, for speed and for seven languages; and each rule
//! has a calibrated confidence.
//!
//! [okeefe]: https://aclanthology.org/D12-1072/
//! [pareti]: https://aclanthology.org/L16-1619/
//! [muzny]: https://aclanthology.org/E17-1044/
//!
//! | rule | example |
//! |---|---|
//! | `label` | **PENCE**: … (a turn of a transcript) |
//! | `inside` | “A,” **he** said, “B” |
//! | `after` | “…,” **Putin** told reporters · “…,” said **Josh Schwerin, a spokesman** |
//! | `after.unlisted`, `inside.unlisted` | “…,” **Mr. Trump** thundered: an unlisted verb |
//! | `before`, `before.shared` | **X** said: “…” · **X** called it “…” · **X** spoke, saying “…” |
//! | `according-to`, `passive` | according to **X**, “…” · **X** was quoted as saying “…” |
//! | `after.late` | “…” and move on, **Mr. Clyburn** said |
//! | `noun` | **Trump**’s claim that “…” · a statement from **the company**: “…” |
//! | `colon`, `dash` | From **Chairwoman Ito**: “…” · “…” — **Josh Schwerin** |
//! | `carried` | “…,” **he** said. “…” |
//! | `sentence-before`, `sentence-after` | **She** was blunt. “…” · “…” **She** added that … |
//! | `governing` | **Trump** is for “…”: the subject of the sentence around a fragment |
//! | `paragraph-before` | a paragraph that continues the quotation of the one before |
//! | `paragraph-after` | “…” ¶ **Ito** was speaking to reporters … |
//!
//! The rules `governing`, `noun`, `paragraph-before`, `paragraph-after`, and `sentence-before`
//! without a cue have a confidence below .8. They require a subject that is a
//! person or an organization. Titles get a speaker only from a cue beside them, and phrases of one
//! or two words only from a cue that surely governs them.
//!
//! # Confidence
//!
//! Confidences are calibrated: of the attributions with confidence p, about a share p is right.
//! They were set by rule on three quarters of PolNeAR’s articles (4,097 labelled quotations, chosen
//! by a hash of the article’s id). On the quarter held out (1,391):
//!
//! | confidence | attributions | mean | right |
//! |---|---|---|---|
//! | .4-.5 | 3 | 0.43 | 0.33 |
//! | .5-.6 | 3 | 0.50 | 1.00 |
//! | .6-.7 | 21 | 0.65 | 0.67 |
//! | .7-.8 | 22 | 0.78 | 0.73 |
//! | .8-.9 | 16 | 0.82 | 0.88 |
//! | .9-1 | 1321 | 0.97 | 0.97 |
//!
//! No attribution has a confidence below .3. “Right” means that the mention overlaps the labelled
//! one; the resolution of pronouns to names is not measured. `cargo run --release --example
//! calibrate -- GOLD` prints the table for a folder of labels.
//!
//! # Languages
//!
//! Attribution reads English in full, and German, French, Spanish, Italian, Portuguese and Dutch
//! with their reporting verbs, prepositions (*laut*, *selon*), titles and closed classes.
//! [`Document::language`] decides, or else the commonest words of the text.
//! `src/language/README.md` says how to add a verb or a language.

mod continuation;
mod coreference;
mod matcher;
mod narrative;
mod noun_phrase;
#[cfg(test)]
mod passages;
mod reporting_clause;
mod rule;
#[cfg(test)]
mod tests;
mod verb_second;

use crate::model::{Document, Part};
use crate::model::{Quotation, QuotationKind};
use crate::span::Span;

use crate::language::{LanguageData, LanguageEntry, Lexicon, WordClasses};
use continuation::is_next_sentence;
use coreference::{DiscourseState, NameMentions, PersonIndex, SpeakerMention};
use matcher::{RuleMatch, RuleMatcher};
use narrative::Narrative;
pub use rule::AttributionRule;
use verb_second::ClauseReport;

/// The cue and the speaker found for one quotation. Spans run in the part of the document that
/// holds the quotation.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Attribution {
    /// The reporting word or phrase: `said`, `according to`.
    pub cue: Option<Span>,
    /// The speaker, if one was found.
    pub speaker: Option<Speaker>,
    /// The rule that found the speaker; `None` without a speaker.
    pub rule: Option<AttributionRule>,
    /// Calibrated confidence, `0.0..=1.0`.
    pub confidence: f32,
    /// Index, in the list of quotations it came in, of the quotation of which this one is the next
    /// sentence, said by the same speaker in one breath: “A,” he said. “B.” They are two
    /// quotations all the same.
    #[cfg_attr(feature = "serde", serde(default))]
    pub continues: Option<usize>,
    /// True if the sentence of the cue says that the words are a translation: *through an
    /// interpreter*, *said in Russian*.
    #[cfg_attr(feature = "serde", serde(default))]
    pub translated: bool,
}

/// A speaker as one document prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Speaker {
    /// Span of the words that name the speaker for this quotation: a name, a description or a
    /// pronoun, with titles and appositions.
    pub mention: Span,
    /// The fullest form of the name in the document, without titles where the name is printed
    /// without them: `Donald Trump` for `he` and `Mr Trump`.
    ///
    /// The mention itself if it is a description that could not be resolved; `None` for a pronoun
    /// that could not be.
    pub name: Option<String>,
}

/// Finds the cue and the speaker of each quotation of `document`: one result for each, in order.
///
/// Takes time linear in the text and O(q log q) in its q quotations: 150 MB/s on news text
/// (PolNeAR, one core, release build). Spans outside the text are ignored.
///
/// ```
/// use variorum::attribution::{AttributionRule, attribute};
/// use variorum::{Document, Part, Quotation, QuotationKind, Span};
///
/// let text = "Mayor Ana Ruiz opened the bridge. “It will last,” she told the guests.";
/// let start = text.find("It will").unwrap();
/// let pieces = vec![Span::new(start, start + "It will last,".len())];
/// let quotation = Quotation::new(Part::Text, pieces, QuotationKind::Speech);
/// let found = &attribute(&Document::new("a", text), &[quotation])[0];
/// let speaker = found.speaker.as_ref().unwrap();
/// assert_eq!(speaker.mention.slice(text), "she");
/// assert_eq!(speaker.name.as_deref(), Some("Ana Ruiz"));
/// assert_eq!(found.cue.unwrap().slice(text), "told");
/// assert_eq!(found.rule, Some(AttributionRule::After));
/// ```
pub fn attribute(document: &Document, quotations: &[Quotation]) -> Vec<Attribution> {
    Attributor::new().attribute(document, quotations)
}

/// Attributes the quotations of one document after another, and reuses its buffers.
///
/// The results are those of [`attribute`]. The buffers take some ten bytes for each byte of the
/// longest text read; those of a text of more than a megabyte are freed.
///
/// ```
/// use variorum::attribution::Attributor;
/// use variorum::quotation::Extractor;
/// use variorum::{Document, Part};
///
/// let (mut extractor, mut attributor) = (Extractor::new(), Attributor::new());
/// let texts =
///     ["“It will last,” said Ana Ruiz.", "Paul Ito called it “a waste of everybody’s time.”"];
/// let speakers = texts.map(|text| {
///     let quotations = extractor.extract(text, Part::Text);
///     let found = attributor.attribute(&Document::new("a", text), &quotations);
///     found[0].speaker.as_ref().unwrap().name.clone().unwrap()
/// });
/// assert_eq!(speakers, ["Ana Ruiz", "Paul Ito"]);
/// ```
#[derive(Debug, Default)]
pub struct Attributor {
    person_buffers: PersonIndex<'static>,
    /// Buffers of levels; those of the text itself last.
    level_buffers: Vec<(Narrative<'static>, NameMentions)>,
    language_data: LanguageData,
}

/// Size of the longest text whose buffers are kept for the next one, in bytes.
const MAX_KEPT_TEXT_BYTES: usize = 1 << 20;

impl Attributor {
    /// Creates an attributor with empty buffers.
    pub fn new() -> Attributor {
        Attributor::default()
    }

    /// Sets the word lists by which cues and speakers are found.
    ///
    /// ```
    /// use variorum::attribution::Attributor;
    /// use variorum::language::{Language, LanguageData};
    /// use variorum::quotation::Extractor;
    /// use variorum::{Document, Part};
    ///
    /// let text = "« Le pont tiendra bon », sloganna Ana Ruiz.";
    /// let document = Document::new("a", text).with_language("fr");
    /// let quotations = Extractor::new().extract(text, Part::Text);
    /// let rows = "sloganna\tsloganner\tsay\tpast\n";
    /// let data = LanguageData::default();
    /// let data = data.with_list(Language::French, "reporting-verbs.tsv", rows)?;
    /// let mut attributor = Attributor::new().with_language_data(data);
    /// let found = attributor.attribute(&document, &quotations).remove(0);
    /// assert_eq!(found.cue.unwrap().slice(text), "sloganna");
    /// assert_eq!(found.speaker.unwrap().mention.slice(text), "Ana Ruiz");
    /// # Ok::<(), variorum::Error>(())
    /// ```
    #[must_use]
    pub fn with_language_data(mut self, language_data: LanguageData) -> Attributor {
        self.language_data = language_data;
        self
    }

    /// Finds the cue and the speaker of each quotation, as [`attribute`] does.
    pub fn attribute(&mut self, document: &Document, quotations: &[Quotation]) -> Vec<Attribution> {
        let data = self.language_data.clone();
        let entry = data.registry().of_document(document);
        self.attribute_and_name(document, quotations, &[], entry).0
    }

    /// Does the same by the words of a language, and also resolves other `mentions`, spans of the
    /// text outside its quotations in order, to names: one result for each.
    pub(crate) fn attribute_and_name(
        &mut self,
        document: &Document,
        quotations: &[Quotation],
        mentions: &[Span],
        entry: &LanguageEntry,
    ) -> (Vec<Attribution>, Vec<Option<String>>) {
        let mut answers = vec![Attribution::default(); quotations.len()];
        let mut named = Vec::new();
        if quotations.is_empty() && mentions.is_empty() {
            return (answers, named);
        }
        let asked = mentions;
        let parts = [Part::Text, Part::Title];
        let texts = parts.map(|part| document.part(part));
        let mut names = PersonIndex::with_buffers(texts, std::mem::take(&mut self.person_buffers));
        let lexicon = entry.lexicon();
        let mut all = Vec::new();
        for (number, (part, text)) in parts.into_iter().zip(texts).enumerate() {
            let own: Vec<(usize, &Quotation)> = quotations
                .iter()
                .enumerate()
                .filter(|(_, quotation)| quotation.part == part)
                .collect();
            for (parent, areas, slots) in narrative::split_into_levels(text, &own) {
                let (narrative, mentions) = match self.level_buffers.pop() {
                    Some((narrative, mentions)) => {
                        (Narrative::with_buffers(text, number, lexicon, narrative), mentions)
                    }
                    None => (Narrative::new(text, number, lexicon), NameMentions::default()),
                };
                let narrative = narrative.tokenize(&areas, &slots);
                let mut mentions = NameMentions::find(&narrative, &mut names, mentions);
                // Names inside quotations are how others call people: the narrative of the article
                // goes first.
                names.add_full_names(&narrative, &mut mentions);
                all.push((parent, narrative, mentions));
            }
        }
        for quotation in quotations {
            for &piece in &quotation.pieces {
                names.add_quoted_names(usize::from(quotation.part == Part::Title), piece);
            }
        }
        names.settle_genders();
        for (parent, narrative, mentions) in &mut all {
            names.link_bare_names(narrative, mentions);
            attribute_level(*parent, narrative, mentions, &names, quotations, &mut answers);
            if parent.is_none() && narrative.part == 0 {
                named = name_mentions(asked, narrative, mentions, &names);
            }
        }
        if texts.iter().all(|text| text.len() <= MAX_KEPT_TEXT_BYTES) {
            self.person_buffers = names.into_buffers();
            self.level_buffers.extend(
                all.into_iter()
                    .rev()
                    .map(|(_, narrative, mentions)| (narrative.into_buffers(), mentions)),
            );
        } else {
            let language_data = self.language_data.clone();
            *self = Attributor { language_data, ..Attributor::new() };
        }
        (answers, named)
    }
}

/// A report that grammar shows, in spans of the text.
pub(crate) struct GrammarReport {
    pub(crate) cue: Span,
    pub(crate) source: Option<Span>,
    /// The content; never empty.
    pub(crate) pieces: Vec<Span>,
}

/// Finds what a text in a language of verbs in second place reports without marks, in the order of
/// the text. O(bytes).
pub(crate) fn grammar_reports(
    text: &str,
    quotations: &[Quotation],
    lexicon: &Lexicon,
) -> Vec<GrammarReport> {
    let own: Vec<(usize, &Quotation)> =
        quotations.iter().enumerate().filter(|(_, q)| q.part == Part::Text).collect();
    let levels = narrative::split_into_levels(text, &own);
    let Some((_, areas, slots)) = levels.into_iter().next() else { return Vec::new() };
    let narrative = Narrative::new(text, 0, lexicon).tokenize(&areas, &slots);
    let mut found = Vec::new();
    verb_second::find_reports(&narrative, &mut found);
    let span =
        |from: usize, to: usize| narrative.items[from].span.cover(narrative.items[to - 1].span);
    let reports = found.into_iter().map(|ClauseReport { cue, source, pieces }| GrammarReport {
        cue: span(cue.0, cue.1),
        source: source.map(|source| span(source.start, source.end)),
        pieces: pieces.into_iter().map(|(from, to)| span(from, to)).collect(),
    });
    reports.collect()
}

/// Resolves mentions of the text itself to names.
fn name_mentions(
    asked: &[Span],
    narrative: &Narrative<'_>,
    mentions: &NameMentions,
    names: &PersonIndex<'_>,
) -> Vec<Option<String>> {
    let mut discourse = DiscourseState::default();
    let resolve = |&mention: &Span| {
        let phrase = narrative.phrase_at(mention)?;
        let mention = SpeakerMention { phrase, goes_on: false, clauses: &[] };
        let (name, person) = mentions.resolve(mention, narrative, names, &mut discourse, &[]);
        discourse.last_speaker = person.or(discourse.last_speaker);
        discourse.last_spoke_at = phrase.start;
        if !narrative.items[phrase.start].has_any(WordClasses::SUBJECT_PRONOUN) {
            discourse.last_mention = Some(phrase);
        }
        name
    };
    asked.iter().map(resolve).collect()
}

/// Number of words from which a title may be a slogan, which somebody said.
const MIN_SLOGAN_WORDS: usize = 4;
/// Confidence from which a slogan gets the speaker of a cue in its sentence.
const MIN_SLOGAN_CONFIDENCE: f32 = 0.8;

/// Confidence from which a phrase of one or two words gets the speaker of a cue in its sentence.
const MIN_PHRASE_CONFIDENCE: f32 = 0.9;

/// Lowest confidence of an attribution: no answer is better than a guess.
const MIN_CONFIDENCE: f32 = 0.3;
/// Confidence of a label, which is right if the transcript was split right.
const LABEL_CONFIDENCE: f32 = 0.95;

/// Attributes the quotations that stand directly in one level.
fn attribute_level(
    parent: Option<usize>,
    narrative: &Narrative<'_>,
    mentions: &NameMentions,
    names: &PersonIndex<'_>,
    quotations: &[Quotation],
    answers: &mut [Attribution],
) {
    // Group the slots by quotation, in the order of the first slot of each.
    let mut pieces: Vec<(usize, usize)> =
        narrative.slot_quotations.iter().copied().zip(narrative.slots.iter().copied()).collect();
    pieces.sort_unstable();
    let slots: Vec<usize> = pieces.iter().map(|&(_, slot)| slot).collect();
    let mut rest = &slots[..];
    let of_quotation = pieces.chunk_by(|a, b| a.0 == b.0).map(|own| {
        let (slots, after) = rest.split_at(own.len());
        rest = after;
        (own[0].0, slots)
    });
    let mut places: Vec<(usize, &[usize])> = of_quotation.collect();
    places.sort_unstable_by_key(|(_, quotation_slots)| quotation_slots[0]);
    if places.is_empty() {
        return;
    }
    let is_speech = |slot: usize| {
        let quotation = narrative.quotation_of(slot).and_then(|at| quotations.get(at));
        quotation.is_some_and(|quotation| quotation.kind == QuotationKind::Speech)
    };
    let mut rules = RuleMatcher {
        narrative,
        clauses: reporting_clause::ReportingClauses::new(narrative),
        is_speech: &is_speech,
    };
    let mut last: Option<(&[usize], RuleMatch)> = None;
    let mut discourse = DiscourseState::default();
    let mut last_named: Option<(usize, Option<String>, Option<usize>)> = None;
    for &(quotation, quotation_slots) in &places {
        let previous = last.as_ref().map(|(before, found)| (*before, found));
        if let Some(label) =
            quotations[quotation].label.filter(|label| narrative.text.get(label.range()).is_some())
        {
            let (name, person) = names.resolve_label(label.slice(narrative.text));
            answers[quotation] = Attribution {
                cue: None,
                speaker: Some(Speaker { mention: label, name }),
                rule: Some(AttributionRule::Label),
                confidence: LABEL_CONFIDENCE,
                continues: None,
                translated: false,
            };
            discourse.last_speaker = person.or(discourse.last_speaker);
            continue;
        }
        let Some(found) = rules
            .find(quotation_slots, previous)
            .filter(|found| found.confidence >= MIN_CONFIDENCE)
        else {
            continue;
        };
        let kind = quotations[quotation].kind;
        let said = &quotations[quotation].pieces;
        let spoken = !matches!(kind, QuotationKind::Title | QuotationKind::Scare);
        let continued = last.as_ref().filter(|_| spoken).and_then(|(before, known)| {
            let slot = *quotation_slots.first()?;
            let next = is_next_sentence(narrative, (before, known), slot, &found);
            narrative.quotation_of(*before.first()?).filter(|_| next)
        });
        // Titles and terms are seldom quoted from a speaker: only an adjacent cue makes them so. A
        // title as long as a slogan may be a quotation after all.
        let slogan = || {
            said.iter().any(|piece| {
                piece.slice(narrative.text).split_whitespace().nth(MIN_SLOGAN_WORDS - 1).is_some()
            })
        };
        let reported = match kind {
            QuotationKind::Title => {
                !rules.is_in_passing(quotation_slots, &found)
                    && (rules.is_cue_adjacent(quotation_slots, &found)
                        || found.cue.is_some()
                            && found.confidence >= MIN_SLOGAN_CONFIDENCE
                            && (slogan() || rules.is_naming(quotation_slots, &found)))
            }
            QuotationKind::Scare => {
                rules.is_cue_adjacent(quotation_slots, &found)
                    || found.rule == AttributionRule::AccordingTo
                    || found.cue.is_some() && found.confidence >= MIN_PHRASE_CONFIDENCE
            }
            _ => true,
        };
        if !reported {
            continue;
        }
        let sentence = narrative.items[found.subject.start].sentence as usize;
        rules.clauses.parse_sentences(narrative, sentence.saturating_sub(2)..sentence + 1);
        let goes_on = found
            .cue
            .is_some_and(|(from, _)| narrative.items[from].has_any(WordClasses::ONWARD_VERB));
        // Marks of emphasis belong to no mention: *Doctor*: “…”
        let mut subject = found.subject;
        while subject.end > subject.start + 1
            && narrative.items[subject.end - 1].is_mark(&['*', '_'])
        {
            subject.end -= 1;
            subject.head_end = subject.head_end.min(subject.end);
        }
        let mention = SpeakerMention { phrase: subject, goes_on, clauses: &rules.clauses };
        // The same mention is the same person: “A,” he said. “B.”
        let known = last_named.take().filter(|(start, ..)| *start == subject.start);
        let (name, person) = match known {
            Some((_, name, person)) => (name, person),
            None => mentions.resolve(mention, narrative, names, &mut discourse, said),
        };
        last_named = Some((subject.start, name.clone(), person));
        let start = narrative.items[found.subject.start].span.start();
        let end = narrative.items[subject.end - 1].span.end();
        let cue = found
            .cue
            .map(|(from, to)| narrative.items[from].span.cover(narrative.items[to - 1].span));
        let mention = Span::new(start, end);
        // “I” inside a quotation means its speaker.
        let name = match (name, parent) {
            // A continuation takes the speaker of what it continues.
            _ if let Some(before) = continued => {
                answers[before].speaker.as_ref().and_then(|speaker| speaker.name.clone())
            }
            (None, Some(parent)) if matches!(mention.slice(narrative.text), "I" | "me") => {
                answers[parent].speaker.as_ref().and_then(|speaker| speaker.name.clone())
            }
            (name, _) => name,
        };
        answers[quotation] = Attribution {
            cue,
            speaker: Some(Speaker { mention, name }),
            rule: Some(found.rule),
            confidence: found.confidence,
            continues: continued,
            translated: found.cue.is_some_and(|(cue, _)| narrative.says_translated(cue)),
        };
        // Somebody else spoke, whoever it was.
        discourse.last_speaker = person;
        discourse.last_is_unnamed = person.is_none() && !mentions.names(subject, narrative);
        // Whom the clause names before its quotation, it names as others: Ito told Hale: “…”
        let words =
            quotation_slots.last().copied().filter(|_| found.rule != AttributionRule::Continued);
        discourse.last_spoke_at = found.subject.start.max(words.unwrap_or(0));
        if !narrative.items[found.subject.start].has_any(WordClasses::SUBJECT_PRONOUN) {
            discourse.last_mention = Some(found.subject);
        }
        // A continuation follows a statement, not a phrase quoted in passing in the same sentence.
        let in_passing = last.as_ref().is_some_and(|(before, _)| {
            let sentence = |quotation_slots: &[usize]| narrative.items[quotation_slots[0]].sentence;
            sentence(before) == sentence(quotation_slots)
                && quotations[quotation].kind != QuotationKind::Speech
        });
        if !in_passing {
            last = Some((quotation_slots, found));
        }
    }
}
