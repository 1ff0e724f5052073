//! Attribution: who is made to say a quotation, and by which words.
//!
//! The room knows one document and its quotations. It errs differently from `quotation`, and is measured apart.
//!
//! The reporter's prose is read once, each quotation a hole in it; every reporting verb and phrase with its subject is
//! an event; each quotation is given to an event near it, or to the speaker of the quotation before it; last, mentions are
//! followed back to names. What is said inside a quotation is no prose: a “he said” in there is no cue for what stands
//! around it. A quotation inside a quotation is read in the words of the one around it.
//!
//! | rule | example |
//! |---|---|
//! | `label` | **PENCE**: … (a turn of a transcript) |
//! | `inside` | “A,” **he** said, “B” |
//! | `after` | “…,” **Putin** told reporters · “…,” said **Josh Schwerin, a spokesman** · “…,” according to **the report** |
//! | `after.unlisted`, `inside.unlisted` | “…,” **Mr. Trump** thundered: a verb that the list does not have |
//! | `before`, `before.shared` | **Mr Putin** said: “…” · **X** called it “…” · **X** spoke, saying “…” |
//! | `according-to`, `passive` | according to **X**, “…” · **X** was quoted as saying “…” |
//! | `after.late` | “…” and move on, **Mr. Clyburn** said |
//! | `noun` | **Trump**’s claim that “…” · a statement from **the company**: “…” |
//! | `colon`, `dash` | From **Chairwoman Ito**: “…” · “…” — **Josh Schwerin** |
//! | `carried` | “…,” **he** said. “…” |
//! | `sentence-before`, `sentence-after` | **She** was blunt. “…” · “…” **She** added that … |
//! | `governing` | **Trump** is for “…”: the subject of the sentence that a fragment is worked into |
//! | `paragraph-before` | a paragraph that goes on with the quotation of the one before |
//! | `paragraph-after` | “…” ¶ **Ito** was speaking to reporters … |
//!
//! Rules that need no reporting clause (`governing`, `noun`, `paragraph-before`, `paragraph-after`, `sentence-before` without
//! a cue) say so by a confidence below .8; they ask that the subject be somebody or a body, or give nobody. Titles and
//! terms get a speaker only from a cue beside them.
//!
//! # Confidence
//!
//! What is said with p is right in p of the cases. The confidences were set by rule on three quarters of PolNeAR's articles
//! (4,097 labelled quotations; by a hash of the article's id); on the quarter held out (1,391):
//!
//! | said | attributions | mean said | right |
//! |---|---|---|---|
//! | .4-.5 | 3 | 0.43 | 0.33 |
//! | .5-.6 | 3 | 0.50 | 1.00 |
//! | .6-.7 | 21 | 0.65 | 0.67 |
//! | .7-.8 | 22 | 0.78 | 0.73 |
//! | .8-.9 | 16 | 0.82 | 0.88 |
//! | .9-1 | 1321 | 0.97 | 0.97 |
//!
//! Nothing is said below .3. “Right” is that the mention overlaps the labelled one; the name that a pronoun is followed back
//! to is not measured by it. `cargo run --release --example calibrate -- GOLD` prints the table for any folder of labels.
//!
//! # Languages
//!
//! English in full; German, French, Spanish, Italian, Portuguese and Dutch with their reporting verbs, prepositions (*laut*,
//! *selon*), titles and closed classes. [`Document::language`] says which, or the commonest words of the text. How to
//! add a language or a verb: `src/language/README.md`.

mod coreference;
mod matcher;
mod narrative;
mod noun_phrase;
mod reporting_clause;
mod rule;
#[cfg(test)]
mod tests;

use crate::model::{Document, Part};
use crate::model::{Quotation, QuotationKind};
use crate::span::Span;

use crate::language::{LanguageData, WordClasses};
use coreference::{DiscourseState, NameMentions, PersonIndex};
use matcher::{RuleMatch, RuleMatcher};
use narrative::Narrative;
pub use rule::AttributionRule;

/// What was found about one quotation. Spans run in the part of the document that the quotation stands in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attribution {
    /// The reporting word or phrase: `said`, `according to`.
    pub cue: Option<Span>,
    /// Who is made to speak.
    pub speaker: Option<Speaker>,
    /// The rule that found the speaker.
    pub rule: Option<AttributionRule>,
    /// How sure the rule is, `0.0..=1.0`.
    pub confidence: f32,
}

/// A speaker as one document prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// Where the speaker is named for this quotation: a name, a description or a pronoun, with titles and appositions.
    pub mention: Span,
    /// The fullest form of the name in the document, without titles where the name stands without them
    /// (`Donald Trump` for `he` and `Mr Trump`). The mention itself when it is no name and could not be followed back,
    /// unless it is a pronoun: then `None`.
    pub name: Option<String>,
}

/// Finds cue and speaker of each quotation of `document`; one answer for each, in the same order.
///
/// O(n) in the text, O(q log q) in the quotations; 150 MB/s on news text (PolNeAR, one core, release). Spans that are not of the text are ignored.
///
/// ```
/// use variorum::attribution::attribute;
/// use variorum::{Document, Part, Quotation, QuotationKind, Span};
///
/// let text = "Mayor Ana Ruiz opened the bridge. “It will last,” she told the crowd.";
/// let start = text.find("It will").unwrap();
/// let pieces = vec![Span::new(start, start + "It will last,".len())];
/// let quotation = Quotation::new(Part::Text, pieces, QuotationKind::Speech);
/// let found = &attribute(&Document::new("a", text), &[quotation])[0];
/// let speaker = found.speaker.as_ref().unwrap();
/// assert_eq!(speaker.mention.of(text), "she");
/// assert_eq!(speaker.name.as_deref(), Some("Ana Ruiz"));
/// assert_eq!(found.cue.unwrap().of(text), "told");
/// assert_eq!(found.rule, Some(AttributionRule::After));
/// ```
pub fn attribute(document: &Document, quotations: &[Quotation]) -> Vec<Attribution> {
    Attributor::new().attribute(document, quotations)
}

/// Attributes the quotations of one document after another, and keeps the room that it needs: what [`attribute`] does,
/// without asking for memory anew each time.
///
/// It grows with the longest text read, by some ten bytes for each of the text's; what a text of more than a megabyte took
/// is given back.
///
/// ```
/// use variorum::attribution::Attributor;
/// use variorum::quotation::Extractor;
/// use variorum::{Document, Part};
///
/// let (mut extractor, mut attributor) = (Extractor::new(), Attributor::new());
/// let texts = ["“It will last,” said Ana Ruiz.", "Paul Ito called it “a waste of everybody’s time.”"];
/// let speakers = texts.map(|text| {
///     let quotations = extractor.extract(text, Part::Text);
///     attributor.attribute(&Document::new("a", text), &quotations)[0].speaker.clone().unwrap().name.unwrap()
/// });
/// assert_eq!(speakers, ["Ana Ruiz", "Paul Ito"]);
/// ```
#[derive(Debug, Default)]
pub struct Attributor {
    person_buffers: PersonIndex<'static>,
    /// Rooms of levels; those of the text itself last.
    level_buffers: Vec<(Narrative<'static>, NameMentions)>,
    language_data: LanguageData,
}

/// Bytes of a text whose room is kept for the next.
const MAX_KEPT_TEXT_BYTES: usize = 1 << 20;

impl Attributor {
    /// An attributor that has read nothing.
    pub fn new() -> Attributor {
        Attributor::default()
    }

    /// Cue and speaker of each quotation of `document`, as [`attribute`] finds them.
    pub fn attribute(&mut self, document: &Document, quotations: &[Quotation]) -> Vec<Attribution> {
        let mut answers = vec![Attribution::default(); quotations.len()];
        if quotations.is_empty() {
            return answers;
        }
        let parts = [Part::Text, Part::Title];
        let texts = parts.map(|part| document.part(part));
        let mut names = PersonIndex::with_buffers(texts, std::mem::take(&mut self.person_buffers));
        let data = self.language_data.clone();
        let lexicon = data.registry().of_document(document).lexicon();
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
                // Names inside quotations are how others call people; the document's own prose goes first.
                names.add_full_names(&narrative, &mut mentions);
                all.push((parent, narrative, mentions));
            }
        }
        for (parent, narrative, mentions) in &mut all {
            names.link_bare_names(narrative, mentions);
            attribute_level(*parent, narrative, mentions, &names, quotations, &mut answers);
        }
        if texts.iter().all(|text| text.len() <= MAX_KEPT_TEXT_BYTES) {
            self.person_buffers = names.into_buffers();
            self.level_buffers.extend(
                all.into_iter()
                    .rev()
                    .map(|(_, narrative, mentions)| (narrative.into_buffers(), mentions)),
            );
        } else {
            *self = Attributor { language_data: data.clone(), ..Attributor::new() };
        }
        answers
    }
}

/// Fewest words of a slogan, which looks like a title.
const MIN_SLOGAN_WORDS: usize = 4;
/// Confidence from which a slogan is given to the speaker of a cue in its sentence.
const MIN_SLOGAN_CONFIDENCE: f32 = 0.8;

/// Nothing is said below this confidence: a guess is worse than no answer.
const MIN_CONFIDENCE: f32 = 0.3;
/// A label names the speaker of its turn, if the transcript was cut right.
const LABEL_CONFIDENCE: f32 = 0.95;

/// Answers for the quotations that stand directly in one level.
fn attribute_level(
    parent: Option<usize>,
    narrative: &Narrative<'_>,
    mentions: &NameMentions,
    names: &PersonIndex<'_>,
    quotations: &[Quotation],
    answers: &mut [Attribution],
) {
    // The holes of each quotation stand together; the quotations in the order of their first.
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
        let quotation = narrative
            .slots
            .binary_search(&slot)
            .ok()
            .and_then(|at| quotations.get(narrative.slot_quotations[at]));
        quotation.is_some_and(|quotation| quotation.kind == QuotationKind::Speech)
    };
    let mut rules = RuleMatcher {
        narrative,
        clauses: reporting_clause::ReportingClauses::new(narrative),
        is_speech: &is_speech,
    };
    let mut last: Option<(&[usize], RuleMatch)> = None;
    let mut discourse = DiscourseState::default();
    for &(quotation, quotation_slots) in &places {
        let previous = last.as_ref().map(|(before, found)| (*before, found));
        if let Some(label) =
            quotations[quotation].label.filter(|label| narrative.text.get(label.range()).is_some())
        {
            let (name, person) = names.resolve_label(label.of(narrative.text));
            answers[quotation] = Attribution {
                cue: None,
                speaker: Some(Speaker { mention: label, name }),
                rule: Some(AttributionRule::Label),
                confidence: LABEL_CONFIDENCE,
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
        // Titles and terms are seldom anybody's words: only a cue next to them makes them so. What has as many words as a
        // slogan may be somebody's after all.
        let slogan = || {
            said.iter().any(|piece| {
                piece.of(narrative.text).split_whitespace().nth(MIN_SLOGAN_WORDS - 1).is_some()
            })
        };
        if matches!(kind, QuotationKind::Title | QuotationKind::Scare)
            && !rules.is_cue_adjacent(quotation_slots, &found)
            && !(found.cue.is_some() && found.confidence >= MIN_SLOGAN_CONFIDENCE && slogan())
        {
            continue;
        }
        let (name, person) =
            mentions.resolve(found.subject, narrative, names, &mut discourse, said);
        let start = narrative.items[found.subject.start].span.start();
        let end = narrative.items[found.subject.end - 1].span.end();
        let cue = found
            .cue
            .map(|(from, to)| narrative.items[from].span.cover(narrative.items[to - 1].span));
        let mention = Span::new(start, end);
        // Inside a quotation, “I” is who speaks there.
        let name = match (name, parent) {
            (None, Some(parent)) if matches!(mention.of(narrative.text), "I" | "me") => {
                answers[parent].speaker.as_ref().and_then(|speaker| speaker.name.clone())
            }
            (name, _) => name,
        };
        answers[quotation] = Attribution {
            cue,
            speaker: Some(Speaker { mention, name }),
            rule: Some(found.rule),
            confidence: found.confidence,
        };
        discourse.last_speaker = person.or(discourse.last_speaker);
        if !narrative.items[found.subject.start].has_any(WordClasses::SUBJECT_PRONOUN) {
            discourse.last_mention = Some(found.subject);
        }
        // What is carried on is the statement, not a phrase quoted in passing in the same sentence.
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
