//! Where a noun phrase begins and ends.
//!
//! No parser: closed classes of words, capitals and commas decide. A phrase is what the gold annotation of PolNeAR takes
//! for the speaker: titles, determiners, appositions and relative clauses included (“Josh Schwerin, a spokesman for the
//! campaign”). Each walk is bounded by [`REACH`] items.

mod left;
mod right;

use super::event::{Event, Form};
use super::prose::{Item, Prose};
use crate::language::Lex;
use crate::text;

/// Items that a walk takes at most, so that cost stays linear. The longest phrase in 5,000 annotated speakers has 46
/// words.
pub(super) const REACH: usize = 60;

/// A noun phrase: items `start..end`, and the items of its head, `head_end` at most, without what is added after a comma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the head stops: before the first comma, parenthesis or relative clause.
    pub(super) head_end: usize,
}

/// Words that no noun phrase runs over, in either direction.
const STOP: Lex = Lex::SUBORD.with(Lex::AUX);

impl Prose<'_> {
    fn item(&self, i: usize) -> Option<&Item> {
        self.items.get(i)
    }

    /// A verb that is no noun here.
    pub(super) fn is_finite(&self, i: usize) -> bool {
        let Some(item) = self.item(i) else { return false };
        if !item.is_word() || item.lex.has(Lex::CAPITAL) && !item.first {
            return false;
        }
        if item.any(Lex::AUX) {
            return !self.is_genitive(i);
        }
        let before = i.checked_sub(1).and_then(|b| self.item(b));
        let modified = before.is_some_and(|b| {
            b.any(Lex::DET.with(Lex::POSSESSIVE)) && !b.any(Lex::SINGLE.with(Lex::SUBJECT))
                || self.is_genitive(i - 1)
        });
        let form = item.any(Lex::VERB)
            || item.any(Lex::CUE)
                && item.any(Lex::PAST.with(Lex::PRESENT))
                && !item.any(Lex::NOUN.with(Lex::ROLE).with(Lex::BODY));
        // A participle before a noun, where no subject can stand before it: retired general X said.
        let adjective = item.any(Lex::PAST.with(Lex::VERB))
            && self.printed(i).ends_with("ed")
            && before.is_none_or(|b| {
                !b.is_word() || b.any(Lex::DET.with(Lex::CONJ).with(Lex::PREP)) || item.first
            })
            && self.item(i + 1).is_some_and(|n| n.is_name() || n.any(Lex::ROLE));
        form && !modified && !adjective
    }

    /// The ’s of a possessive (and not of *he’s*).
    #[inline]
    pub(super) fn is_genitive(&self, i: usize) -> bool {
        self.item(i).is_some_and(|item| item.has(Lex::GENITIVE))
    }
}

impl Prose<'_> {
    /// Whether item `i` is a plural owner: the lawmakers’ claims. Its apostrophe is no item.
    pub(super) fn is_plural_owner(&self, i: usize) -> bool {
        let Some(item) = self.item(i).filter(|item| item.is_word()) else { return false };
        let after = &self.text.as_bytes()[item.span.end()..];
        let mark = match after {
            [b'\'', ..] => 1,
            [0xe2, 0x80, 0x99, ..] => 3,
            _ => return false,
        };
        self.printed(i).ends_with('s')
            && after.get(mark) == Some(&b' ')
            && self.item(i + 1).is_some_and(|next| next.is_word() && next.sentence == item.sentence)
    }

    /// Whether the event's subject is a pronoun inside what somebody else is said to say: Ito said **she** knew …
    pub(super) fn is_embedded(&self, event: &Event) -> bool {
        let subject = &self.items[event.subject.start];
        let pronoun = event.subject.end == event.subject.start + 1
            && (subject.any(Lex::HE.with(Lex::SHE).with(Lex::PLURAL))
                || self.printed(event.subject.start) == "it");
        let before = event.subject.start.checked_sub(1).map(|before| &self.items[before]);
        let cue = Lex::THAT.with(Lex::SAY);
        before.is_some_and(|before| {
            before.sentence == subject.sentence
                && (before.any(cue) || pronoun && before.any(Lex::CUE))
        }) && event.form == Form::Direct
            && !subject.first
    }
}

/// An adverb by its ending.
pub(super) fn is_ly(word: &str) -> bool {
    word.len() > 4
        && word.ends_with("ly")
        && !matches!(
            word,
            "family"
                | "Family"
                | "ally"
                | "Reilly"
                | "Kelly"
                | "Emily"
                | "Molly"
                | "Sally"
                | "Italy"
                | "July"
                | "only"
                | "early"
                | "elderly"
        )
        && !word.starts_with(char::is_uppercase)
}

impl Prose<'_> {
    /// Whether `phrase` is nobody, no one, none of them: what they say is not said.
    pub(super) fn is_nobody(&self, phrase: Phrase) -> bool {
        self.items[phrase.start].has(Lex::NOBODY)
    }

    /// Whether `phrase` is somebody or a body that could speak, judged without a reporting word beside it: a pronoun, an
    /// office, a body, or a name. A capital that only the beginning of the sentence explains makes no name (*Fifth: “…”*)
    /// unless the word is rare or mostly a name.
    pub(super) fn can_speak(&self, phrase: Phrase) -> bool {
        const PERSONS: Lex = Lex::HE
            .with(Lex::SHE)
            .with(Lex::SUBJECT)
            .with(Lex::ROLE)
            .with(Lex::BODY)
            .with(Lex::TITLE)
            .with(Lex::VEHICLE);
        let head = phrase.start..phrase.head_end.max(phrase.start + 1);
        head.clone().any(|i| {
            let item = &self.items[i];
            item.any(PERSONS) && self.printed(i) != "it"
                || item.has(Lex::PLURAL) && item.has(Lex::SUBJECT)
                || item.is_name()
                    && !self.modifies(i, head.end)
                    && (!item.first || item.has(Lex::GIVEN) || is_rare_or_name(self.printed(i)))
        })
    }
}

impl Prose<'_> {
    /// Whether the name at item `i` only tells which thing the phrase that ends at `end` is: the oversized Trump face.
    fn modifies(&self, i: usize, end: usize) -> bool {
        const KEEPS: Lex = Lex::CAPITAL
            .with(Lex::PREP)
            .with(Lex::CONJ)
            .with(Lex::RELATIVE)
            .with(Lex::ADVERB)
            .with(Lex::HE)
            .with(Lex::SHE)
            .with(Lex::PLURAL);
        i + 1 < end && self.items[i + 1].is_word() && !self.items[i + 1].any(KEEPS)
    }
}

/// Whether the background table lacks `word`, or has it as a name.
fn is_rare_or_name(word: &str) -> bool {
    let form = text::normal_form(word);
    word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase())
        || text::is_name(&form)
        || text::surprisal(&form) >= text::UNSEEN_WEIGHT
}
