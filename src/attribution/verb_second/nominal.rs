//! The extent of noun phrases in verb-second languages.
//!
//! The parts of a phrase come in a fixed order: article, adjectives, nouns and names, then what is
//! hung on them: a genitive, a phrase with a preposition, brackets, an apposition. Capitals show
//! the nouns of German; in Dutch and Swedish any word of no closed class may be one.

use crate::attribution::narrative::Narrative;
use crate::attribution::noun_phrase::{MAX_WALK_ITEMS, NounPhrase};
use crate::language::WordClasses;

/// A noun phrase with what its form tells of its case.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nominal {
    pub(super) phrase: NounPhrase,
    /// True if its article or pronoun is never a subject.
    pub(super) oblique: bool,
    /// True if its form is that of a subject alone.
    pub(super) is_subject: bool,
    /// True for a pronoun that stands alone.
    pub(super) pronoun: bool,
}

/// Items between an article and its noun that a participle may bring along: *die in New York
/// geborene Lopez*.
const MAX_PARTICIPLE_ITEMS: usize = 14;
/// Items in the longest bracket that belongs to a name: a party, a place, an age.
const MAX_BRACKET_ITEMS: usize = 8;
/// Bytes of the longest title that is a part of a phrase: *des Magazins „Spiegel“*.
const MAX_TITLE_BYTES: usize = 60;
/// Phrases hung on one phrase.
const MAX_ATTACHED: usize = 6;

/// Words that end a noun phrase.
const CLOSED: WordClasses = WordClasses::PREPOSITION
    .with(WordClasses::CONJUNCTION)
    .with(WordClasses::SUBORDINATOR)
    .with(WordClasses::AUXILIARY)
    .with(WordClasses::SUBJECT_PRONOUN)
    .with(WordClasses::DETERMINER)
    .with(WordClasses::OBLIQUE);

/// The classes of nouns that can speak.
pub(super) const SPEAKERS: WordClasses = WordClasses::ROLE
    .with(WordClasses::ORGANIZATION)
    .with(WordClasses::TITLE)
    .with(WordClasses::GIVEN_NAME)
    .with(WordClasses::KINSHIP);

impl Narrative<'_> {
    /// Returns true if item `i` is a word printed with a small letter, or opens its sentence.
    pub(super) fn is_small(&self, i: usize) -> bool {
        let item = &self.items[i];
        item.is_word()
            && !item.has_any(WordClasses::NUMBER)
            && (!item.has_all(WordClasses::CAPITALIZED) || item.opens_sentence)
    }

    /// Returns true if item `i` has the capital of a noun or of a name.
    fn is_noun_capital(&self, i: usize) -> bool {
        let item = &self.items[i];
        item.has_all(WordClasses::CAPITALIZED)
            && (!item.opens_sentence
                || !item.has_any(CLOSED | WordClasses::ADVERB | WordClasses::TIME))
    }

    /// Returns true if item `i` can be a noun: a capital, or in languages with small nouns any word
    /// of no closed class.
    fn can_be_noun(&self, i: usize) -> bool {
        let item = &self.items[i];
        if self.is_noun_capital(i) {
            return !(item.opens_sentence && self.looks_like_adverb(i));
        }
        // documenta-Homepage
        let joined = self.items.get(i + 1).is_some_and(|n| n.is_mark(&['-']) && !n.space_before)
            && self
                .items
                .get(i + 2)
                .is_some_and(|n| !n.space_before && n.has_all(WordClasses::CAPITALIZED));
        if joined && item.is_word() {
            return true;
        }
        const FINITE: WordClasses = WordClasses::PAST_TENSE.with(WordClasses::PRESENT_TENSE);
        let verb = item.has_any(WordClasses::CUE)
            && item.has_any(FINITE)
            && !item.has_any(WordClasses::SPEECH_NOUN | WordClasses::ROLE);
        let closed = item.has_any(CLOSED | WordClasses::ADVERB | WordClasses::TIME);
        item.is_word() && !self.lexicon.grammar.noun_capitals && !closed && !verb
    }

    /// Returns true if the word at item `i` has an ending that adverbs and participles have and
    /// names have not: *Höhnisch*, *Relativierend*.
    pub(super) fn looks_like_adverb(&self, i: usize) -> bool {
        const ENDINGS: [&str; 10] =
            ["isch", "lich", "end", "ig", "los", "sam", "weise", "erseits", "haft", "lijk"];
        let word = self.item_text(i);
        !self.items[i].has_any(SPEAKERS | WordClasses::PLACE)
            && ENDINGS.iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending))
    }

    /// Returns the noun phrase that begins at item `start` and ends before item `high`, with all
    /// that is hung on it; `attach` is true where every phrase up to `high` belongs to it, as
    /// before the verb.
    pub(super) fn nominal_at(&self, start: usize, high: usize, attach: bool) -> Option<Nominal> {
        let high = high.min(start.saturating_add(MAX_WALK_ITEMS)).min(self.items.len());
        let (mut nominal, mut end) = self.core_nominal(start, high)?;
        let joined = attach
            && end < high
            && self.items[end].has_any(WordClasses::CONJUNCTION)
            && self.attached_end(start, end, high, attach).is_some();
        if nominal.pronoun && !joined {
            return Some(nominal);
        }
        nominal.pronoun = false;
        let mut head_end = None;
        for _ in 0..MAX_ATTACHED {
            let Some(next) = self.attached_end(start, end, high, attach) else { break };
            if !self.items[end].has_any(WordClasses::GENITIVE_ARTICLE) {
                let bracket = self.items[end].is_mark(&[',', '(']);
                head_end = head_end.or(bracket.then_some(end));
            }
            end = next;
        }
        nominal.phrase = NounPhrase { start, end, head_end: head_end.unwrap_or(end).min(end) };
        Some(nominal)
    }

    /// Returns article, adjectives and nouns from item `start` on, and where they end.
    fn core_nominal(&self, start: usize, high: usize) -> Option<(Nominal, usize)> {
        let first = self.items.get(start).filter(|item| start < high && item.is_word())?;
        let alone = NounPhrase { start, end: start + 1, head_end: start + 1 };
        let pronoun = |is_subject: bool| {
            let oblique = first.has_any(WordClasses::OBLIQUE);
            (Nominal { phrase: alone, oblique, is_subject, pronoun: true }, start + 1)
        };
        let article =
            first.has_any(WordClasses::DETERMINER | WordClasses::POSSESSIVE | WordClasses::NUMBER);
        if first.has_any(WordClasses::SUBJECT_PRONOUN) && !article {
            return Some(pronoun(true));
        }
        const NO_NOUN: WordClasses = WordClasses::PREPOSITION
            .with(WordClasses::CONJUNCTION)
            .with(WordClasses::SUBORDINATOR)
            .with(WordClasses::AUXILIARY)
            .with(WordClasses::OBLIQUE)
            .with(WordClasses::ADVERB);
        let closed = first.has_any(NO_NOUN) && self.is_small(start);
        if !article && (closed || first.has_any(WordClasses::TIME)) {
            return None;
        }
        let mut i = start + usize::from(article);
        while article
            && i < high
            && self.is_small(i)
            && self.items[i].has_any(WordClasses::DETERMINER | WordClasses::NUMBER)
            && i < start + 3
        {
            i += 1;
        }
        let adjectives = i;
        i = self.skip_adjectives(i, high, article);
        let nouns = self.nouns_end(i, high, article || i > adjectives);
        if nouns == i {
            let counts = first.has_any(WordClasses::INDEFINITE) && i <= start + 1;
            return counts.then(|| pronoun(false));
        }
        let noun = nouns - 1;
        let weak = i > adjectives && {
            let word = self.item_text(i - 1);
            word.ends_with("en") || word.ends_with("er")
        };
        let plain = i > adjectives && self.item_text(i - 1).ends_with('e');
        let masculine = first.span.slice(self.text).eq_ignore_ascii_case("der");
        let feminine = self.lexicon.grammar.noun_capitals && self.has_feminine_ending(noun);
        let oblique = first.has_any(WordClasses::OBLIQUE)
            || masculine && (weak || feminine && !plain && i == adjectives);
        let is_subject = masculine
            && !oblique
            && (plain || self.items[i].has_any(WordClasses::ROLE) && !feminine);
        let nominal = Nominal { phrase: alone, oblique, is_subject, pronoun: false };
        Some((nominal, nouns))
    }

    /// Returns true if the noun at item `i` has an ending of feminine nouns.
    fn has_feminine_ending(&self, i: usize) -> bool {
        let word = self.item_text(i);
        ["ung", "heit", "keit", "schaft", "tät", "tion", "sion", "in", "presse", "behörde"]
            .iter()
            .any(|ending| word.len() > ending.len() + 1 && word.ends_with(ending))
    }

    /// Returns the first item after the adjectives at `from`, with the phrase that a participle
    /// brings along; `article` is true after an article.
    fn skip_adjectives(&self, from: usize, high: usize, article: bool) -> usize {
        let mut i = from;
        while i < high {
            let item = &self.items[i];
            let tight = |k: usize| self.items.get(k).is_some_and(|next| !next.space_before);
            // 84-jährige
            if item.is_mark(&['-', '–']) && !item.space_before && tight(i + 1) && i > from {
                i += 1;
                continue;
            }
            let figure = item.has_any(WordClasses::NUMBER)
                && self.items.get(i + 1).is_some_and(|next| next.is_mark(&['-', '.']));
            if figure {
                i += 2;
                continue;
            }
            if item.is_mark(&[','])
                && i > from
                && self.looks_like_adjective(i - 1)
                && i + 1 < high
                && self.looks_like_adjective(i + 1)
            {
                i += 1;
                continue;
            }
            if self.is_small(i) && (i > from || article || !item.opens_sentence) {
                if self.looks_like_adjective(i)
                    && (self.lexicon.grammar.noun_capitals || self.is_small_adjective(i, high))
                    && self.leads_to_noun(i, high)
                {
                    i += 1;
                    continue;
                }
                // Whatever stands between an article and a participle belongs to it.
                if article && let Some(participle) = self.participle_after(i, high) {
                    i = participle;
                    continue;
                }
            }
            break;
        }
        i
    }

    /// Returns true if the word at item `i` is an adjective and no noun, where nouns have small
    /// letters: another word that can be a noun follows.
    fn is_small_adjective(&self, i: usize, high: usize) -> bool {
        i + 1 < high && !self.items[i].has_any(SPEAKERS) && self.can_be_noun(i + 1)
    }

    /// Returns true if nothing but adjectives stands between item `i` and a noun.
    fn leads_to_noun(&self, i: usize, high: usize) -> bool {
        (i + 1..high)
            .take(MAX_PARTICIPLE_ITEMS)
            .find(|&k| {
                !(self.is_small(k) && self.looks_like_adjective(k)
                    || self.items[k].is_mark(&[',', '-'])
                    || self.items[k].has_any(WordClasses::CONJUNCTION))
            })
            .is_some_and(|k| {
                self.items[k].is_slot() || self.can_be_noun(k) && !self.items[k - 1].is_mark(&[','])
            })
    }

    /// Returns the adjective right before a noun that ends the phrase of a participle at item `i`.
    fn participle_after(&self, i: usize, high: usize) -> Option<usize> {
        let verb = WordClasses::CUE | WordClasses::AUXILIARY | WordClasses::SUBJECT_PRONOUN;
        if self.items[i].has_any(verb) && !self.is_negation(i) {
            return None;
        }
        let near = (i..high).take(MAX_PARTICIPLE_ITEMS);
        let mut near = near.take_while(|&k| {
            !self.items[k].is_slot() && !self.items[k].is_mark(&[',', '.', ':', ';', '?', '!', '('])
        });
        near.find(|&k| {
            const ENDINGS: [&str; 13] = [
                "ende", "enden", "ender", "endem", "te", "ten", "ter", "tem", "ene", "enen",
                "ener", "enem", "liche",
            ];
            k > i
                && self.is_small(k)
                && self.looks_like_adjective(k)
                && ENDINGS.iter().any(|ending| self.item_text(k).ends_with(ending))
                && k + 1 < high
                && self.is_noun_capital(k + 1)
        })
    }

    /// Returns the end of the nouns and names from item `from` on; `led` is true after an article
    /// or an adjective.
    fn nouns_end(&self, from: usize, high: usize, led: bool) -> usize {
        let mut i = from;
        while i < high {
            let item = &self.items[i];
            if item.is_slot() {
                let titled = item.span.len() <= MAX_TITLE_BYTES
                    && item.last_char() != '.'
                    && (i == from && led
                        || i > from
                            && self.items[i - 1].has_any(
                                WordClasses::MEDIUM
                                    | WordClasses::ORGANIZATION
                                    | WordClasses::THING
                                    | WordClasses::SPEECH_NOUN,
                            ));
                if !titled {
                    break;
                }
                i += 1;
                continue;
            }
            if !item.is_word() {
                let tight = item.is_mark(&['-', '/', '&', '–', '.', '\''])
                    && !item.space_before
                    && i > from
                    && self.items.get(i + 1).is_some_and(|next| {
                        i + 1 < high
                            && next.is_word()
                            && (!next.space_before || item.is_mark(&['-', '&']))
                            && !(item.is_mark(&['.']) && next.has_any(CLOSED))
                    });
                // Benedikt XVI. und
                let numeral = item.is_mark(&['.'])
                    && i > from
                    && self.items.get(i + 1).is_some_and(|next| {
                        next.sentence == item.sentence && i + 1 < high && !next.opens_sentence
                    })
                    && self.item_text(i - 1).chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
                if tight {
                    i += 2;
                    continue;
                }
                if numeral {
                    i += 1;
                    continue;
                }
                break;
            }
            // Australia’s Nature Council
            if i > from && self.is_genitive_marker(i) {
                i += 1;
                continue;
            }
            let inside = i > from
                && item.has_any(WordClasses::NAME_PARTICLE)
                && !item.has_any(WordClasses::GENITIVE_ARTICLE | WordClasses::DETERMINER)
                && i + 1 < high
                && self.is_noun_capital(i + 1)
                && self.items[i - 1].is_proper_noun();
            let number = i > from && item.has_all(WordClasses::NUMBER);
            let closed = item.has_any(WordClasses::TIME) && i > from
                || i > from && self.is_noun_capital(i) && item.opens_sentence;
            if !(self.can_be_noun(i) && !closed || inside || number) {
                break;
            }
            // In languages with small nouns a name ends the nouns.
            if !self.lexicon.grammar.noun_capitals
                && i > from
                && !self.is_noun_capital(i)
                && !inside
                && !number
                && self.items[i - 1].is_proper_noun()
            {
                break;
            }
            i += 1;
        }
        i
    }

    /// Returns the end of what is hung on the phrase `start..end`, if something is.
    fn attached_end(&self, start: usize, end: usize, high: usize, attach: bool) -> Option<usize> {
        let item = self.items.get(end).filter(|_| end < high)?;
        let object = |from: usize| {
            let (nominal, to) = self.core_nominal(from, high)?;
            (!nominal.pronoun).then_some(to)
        };
        if item.is_mark(&['(']) {
            let close =
                (end..high).take(MAX_BRACKET_ITEMS).find(|&k| self.items[k].is_mark(&[')']));
            return close.map(|close| close + 1);
        }
        if item.is_mark(&[',']) {
            return self.apposition_end(start, end, high);
        }
        if !item.is_word() {
            return None;
        }
        if item.has_any(WordClasses::GENITIVE_ARTICLE) && self.is_small(end) {
            return object(end);
        }
        if item.has_any(WordClasses::CONJUNCTION) {
            let to = object(end + 1)?;
            // A verb after it makes another clause of it.
            let clause = self.items.get(to).is_some_and(|next| {
                to < high
                    && self.is_small(to)
                    && !next.has_any(
                        WordClasses::PREPOSITION
                            | WordClasses::GENITIVE_ARTICLE
                            | WordClasses::CONJUNCTION
                            | WordClasses::ADVERB,
                    )
            });
            return (!clause).then_some(to);
        }
        if !item.has_any(WordClasses::PREPOSITION) || !self.is_small(end) {
            return None;
        }
        let to = object(end + 1)?;
        if attach {
            return Some(to);
        }
        let timed = (end + 1..to).any(|k| {
            self.items[k].has_any(WordClasses::TIME | WordClasses::MEDIUM | WordClasses::NUMBER)
        });
        let belongs = match () {
            () if timed => {
                item.has_any(WordClasses::OF) && !self.items[to - 1].has_any(WordClasses::TIME)
            }
            () if item.has_any(WordClasses::OF) => true,
            () => self.takes_place(end, to),
        };
        belongs.then_some(to)
    }

    /// Returns true if the phrase with a preposition `at..to` says what a speaker is of: *der Chef
    /// der Agentur für Arbeit*, *die Regierung in Peking*.
    fn takes_place(&self, at: usize, to: usize) -> bool {
        let before = &self.items[at - 1];
        let named = before.is_proper_noun() && !before.has_any(WordClasses::ORGANIZATION);
        let of_body = (at + 1..to).any(|k| self.items[k].has_any(WordClasses::ORGANIZATION));
        let place = (at + 1..to).all(|k| self.items[k].is_proper_noun());
        match self.item_text(at) {
            "aus" | "für" | "voor" | "uit" | "för" | "från" | "ur" => true,
            "in" | "im" | "an" | "am" | "bei" | "beim" | "i" | "på" | "bij" | "op" | "vid" => {
                of_body && before.has_any(WordClasses::ROLE)
                    || place && !named && before.has_any(WordClasses::ORGANIZATION)
            }
            _ => false,
        }
    }

    /// Returns the end of the apposition after the comma at item `comma`, if one stands there: a
    /// noun phrase, then another comma, a mark or a phrase that goes on with the sentence.
    fn apposition_end(&self, start: usize, comma: usize, high: usize) -> Option<usize> {
        let first = self.items.get(comma + 1).filter(|_| comma + 1 < high)?;
        if !first.is_word() || first.has_any(WordClasses::SUBJECT_PRONOUN) {
            return None;
        }
        // Something is said of it, or it is a name that says who it is.
        let led = first.has_any(WordClasses::DETERMINER | WordClasses::POSSESSIVE | SPEAKERS);
        let (nominal, mut end) = self.core_nominal(comma + 1, high)?;
        if nominal.pronoun {
            return None;
        }
        let speaks = |from: usize, to: usize| (from..to).any(|k| self.items[k].has_any(SPEAKERS));
        let words = |from: usize, to: usize| {
            (from..to).all(|k| !self.items[k].is_word() || self.items[k].is_proper_noun())
        };
        let name = words(comma + 1, end);
        let second = (start..comma).any(|k| self.items[k].is_mark(&[',']));
        let speaker = speaks(comma + 1, end)
            || name && (speaks(start, comma) || end > comma + 2)
            || words(start, comma) && comma > start + 1 && !second && {
                // Edmon Chung, CEO von DotAsia
                let after = self.items.get(end);
                after.is_some_and(|n| n.has_any(WordClasses::OF | WordClasses::GENITIVE_ARTICLE))
            };
        if !(speaker || led && !second) {
            return None;
        }
        for _ in 0..MAX_ATTACHED {
            if self.items.get(end).is_none_or(|item| end >= high || item.is_mark(&[','])) {
                break;
            }
            let Some(next) = self.attached_end(comma + 1, end, high, true) else { break };
            end = next;
        }
        let closes = self.items.get(end).is_none_or(|next| {
            end >= high
                || next.is_slot() && speaker
                || next.is_mark(&[',', ':', '.', ';', ')', '–', '—', '?', '!'])
                || speaker
                    && next
                        .has_any(WordClasses::PREPOSITION | WordClasses::ADVERB | WordClasses::TIME)
                    && !self.is_clause_after_pronoun(comma + 1, end)
                || next.has_any(WordClasses::CUE) && self.items[comma + 1].has_any(SPEAKERS)
        });
        closes.then_some(end)
    }

    /// Returns true if the phrase `from..to` begins like a relative clause: *der Deutschland …*.
    fn is_clause_after_pronoun(&self, from: usize, to: usize) -> bool {
        const RELATIVE: [&str; 9] =
            ["der", "die", "das", "dem", "den", "deren", "dessen", "dat", "die"];
        let pronoun = RELATIVE.contains(&self.item_text(from));
        let sentence = self.items[from].sentence;
        // Its verb stands before the next mark.
        let verb = (to..self.items.len())
            .take(MAX_WALK_ITEMS)
            .take_while(|&k| {
                self.items[k].sentence == sentence && !self.items[k].is_mark(&[',', ':', ';'])
            })
            .last()
            .is_some_and(|last| {
                self.is_small(last) && !self.items[last].has_any(WordClasses::ADVERB)
            });
        pronoun && verb
    }
}
