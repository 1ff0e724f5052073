//! The narrative: the words and marks outside quotations, with a slot for each quotation.
//!
//! A level is the text of the article outside its quotations, or the text of one quotation outside
//! those nested in it. Words inside a quotation are never part of the level around it, so that a
//! “he said” in there is no cue. Each character is read once, at its own level: time and space are
//! linear in the text.

mod item;
mod item_list;
mod level;
mod noun_capitals;
mod tokenize;
mod translation;

pub(super) use item::{ItemKind, NarrativeItem};
pub(super) use item_list::{ItemList, SentenceStarts};
pub(super) use level::split_into_levels;

use crate::language::{LanguageRegistry, Lexicon, WordClasses};
use crate::span::Span;
use crate::text;

/// The items of one level.
#[derive(Debug)]
pub(super) struct Narrative<'t> {
    pub(super) text: &'t str,
    /// Index of the text among the texts of the document.
    pub(super) part: usize,
    pub(super) lexicon: &'t Lexicon,
    pub(super) items: ItemList,
    /// First item of each sentence, and the number of items at the end.
    pub(super) sentences: SentenceStarts,
    /// Paragraph of each sentence.
    sentence_paragraphs: Vec<u32>,
    /// Union of the classes of the words of each sentence.
    sentence_classes: Vec<WordClasses>,
    /// The items that are quotation slots.
    pub(super) slots: Vec<usize>,
    /// Index of the quotation of each slot.
    pub(super) slot_quotations: Vec<usize>,
    /// The items that are words of a proper name.
    pub(super) proper_nouns: Vec<usize>,
    /// The items that are a ’s.
    possessive_suffixes: Vec<usize>,
}

impl<'t> Narrative<'t> {
    /// Creates an empty narrative of the `part` with this text.
    pub(super) fn new(text: &'t str, part: usize, lexicon: &'t Lexicon) -> Narrative<'t> {
        let (
            items,
            sentences,
            sentence_paragraphs,
            sentence_classes,
            slots,
            slot_quotations,
            proper_nouns,
            possessive_suffixes,
        ) = Default::default();
        Narrative {
            text,
            part,
            lexicon,
            items,
            sentences,
            sentence_paragraphs,
            sentence_classes,
            slots,
            slot_quotations,
            proper_nouns,
            possessive_suffixes,
        }
    }

    /// Creates an empty narrative that reuses the buffers of `old`.
    pub(super) fn with_buffers(
        text: &'t str,
        part: usize,
        lexicon: &'t Lexicon,
        mut old: Narrative<'_>,
    ) -> Narrative<'t> {
        old.items.clear();
        old.sentences.clear();
        old.sentence_paragraphs.clear();
        old.sentence_classes.clear();
        old.slots.clear();
        old.slot_quotations.clear();
        old.proper_nouns.clear();
        old.possessive_suffixes.clear();
        let Narrative {
            items,
            sentences,
            sentence_paragraphs,
            sentence_classes,
            slots,
            slot_quotations,
            proper_nouns,
            possessive_suffixes,
            ..
        } = old;
        Narrative {
            text,
            part,
            lexicon,
            items,
            sentences,
            sentence_paragraphs,
            sentence_classes,
            slots,
            slot_quotations,
            proper_nouns,
            possessive_suffixes,
        }
    }

    /// Returns the buffers alone, for reuse.
    pub(super) fn into_buffers(self) -> Narrative<'static> {
        Narrative::with_buffers(
            "",
            self.part,
            LanguageRegistry::built_in().english().lexicon(),
            self,
        )
    }

    /// Returns the index of the quotation of a slot.
    pub(super) fn quotation_of(&self, slot: usize) -> Option<usize> {
        self.slots.binary_search(&slot).ok().map(|at| self.slot_quotations[at])
    }

    /// Reads `areas` of the text, with a slot for each of `slots`. These are sorted and disjoint.
    pub(super) fn tokenize(mut self, areas: &[Span], slots: &[(Span, usize)]) -> Narrative<'t> {
        let mut next = 0;
        for area in areas {
            let mut at = area.start();
            while next < slots.len() && slots[next].0.start() < area.end() {
                let (slot, quotation) = slots[next];
                next += 1;
                if slot.start() < at || slot.end() > area.end() {
                    continue;
                }
                self.push_words(at, slot.start());
                self.push_slot(slot, quotation);
                at = slot.end();
            }
            self.push_words(at, area.end());
        }
        self.sentences.push(self.items.len());
        self.mark_proper_nouns();
        self.mark_genitives();
        self
    }

    fn push_slot(&mut self, slot: Span, quotation: usize) {
        let last = slot.slice(self.text).trim_end().chars().next_back().unwrap_or(' ');
        self.slots.push(self.items.len());
        self.slot_quotations.push(quotation);
        self.append(NarrativeItem::new(
            slot,
            ItemKind::QuotationSlot(last),
            WordClasses::default(),
        ));
    }

    /// Returns true if the quotation at slot `i` begins with an auxiliary in lower case: it is the
    /// predicate of the sentence around it.
    pub(super) fn begins_with_auxiliary(&self, i: usize) -> bool {
        let opens =
            self.item_text(i).split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty());
        opens.is_some_and(|word| {
            word.starts_with(char::is_lowercase)
                && self.lexicon.classes_of(word, false).has_any(WordClasses::AUXILIARY)
        })
    }

    /// Returns true if all long words of the quotation at slot `i` are capitalized, as in a title.
    pub(super) fn looks_like_title(&self, i: usize) -> bool {
        let mut long =
            self.item_text(i).split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 4);
        self.items[i].is_slot() && long.all(|word| !word.starts_with(char::is_lowercase))
    }

    fn push_item(&mut self, span: Span, kind: ItemKind, classes: WordClasses, spaced: bool) {
        if classes.has_all(WordClasses::CAPITALIZED) {
            self.proper_nouns.push(self.items.len());
        }
        self.append(NarrativeItem {
            space_before: spaced,
            ..NarrativeItem::new(span, kind, classes)
        });
    }

    /// Appends `item` to the last sentence, or begins a new one.
    fn append(&mut self, mut item: NarrativeItem) {
        let (opens, after_bullet, broken) = match self.items.last() {
            None => (true, false, false),
            Some(before) => {
                let between = before.span.end()..item.span.start();
                let bytes = self.text.as_bytes();
                // Nearly always one space or nothing stands between.
                let broken = !matches!(bytes[between.clone()], [] | [b' '])
                    && has_line_break(&bytes[between]);
                let opens =
                    broken || may_end_sentence(before, bytes) && self.ends_sentence(before, &item);
                // A bullet does not count as the first item: “~ As Ito put it”.
                (opens, before.opens_sentence && matches!(before.kind, ItemKind::Mark(_)), broken)
            }
        };
        if opens {
            self.begin_sentence(broken);
        }
        item.sentence = self.sentences.len() as u32 - 1;
        item.opens_sentence = opens || after_bullet;
        self.add_sentence_classes(item.classes);
        self.items.push(item);
    }

    /// Begins a sentence with the next item; also a paragraph, if a line was `broken`.
    fn begin_sentence(&mut self, broken: bool) {
        self.sentences.push(self.items.len());
        self.sentence_classes.push(WordClasses::default());
        self.sentence_paragraphs
            .push(self.sentence_paragraphs.last().map_or(0, |before| before + u32::from(broken)));
    }

    /// Adds `classes` to those of the last sentence.
    #[inline]
    fn add_sentence_classes(&mut self, classes: WordClasses) {
        if let Some(last) = self.sentence_classes.last_mut() {
            *last = last.with(classes);
        }
    }

    /// Returns true if a word of the sentence may belong to one of these classes.
    pub(super) fn sentence_may_have(&self, sentence: usize, classes: WordClasses) -> bool {
        self.sentence_classes.get(sentence).is_some_and(|all| all.has_any(classes))
    }

    /// Returns the index of the paragraph of `item`.
    #[inline]
    pub(super) fn paragraph_of(&self, item: usize) -> u32 {
        self.sentence_paragraphs[self.items[item].sentence as usize]
    }

    #[inline]
    pub(super) fn item_text(&self, item: usize) -> &'t str {
        self.items[item].span.slice(self.text)
    }

    /// Returns the items of the sentence of `item`.
    pub(super) fn sentence_of(&self, item: usize) -> std::ops::Range<usize> {
        let sentence = self.items[item].sentence as usize;
        self.sentences[sentence]..self.sentences[sentence + 1]
    }

    /// Keeps, of the capitalized words, those that can be words of a proper name.
    fn mark_proper_nouns(&mut self) {
        let mut names = std::mem::take(&mut self.proper_nouns);
        self.uncapitalize_headline_verbs(&names);
        if self.lexicon.grammar.compounds {
            self.classify_compounds(&names);
        }
        names.retain(|&i| {
            if !self.items[i].classes.has_all(WordClasses::CAPITALIZED) {
                return false;
            }
            // A given name before another capital is no verb: Will Ito, Mark Ruiz.
            let named = self.items[i].has_all(WordClasses::GIVEN_NAME)
                && self.items.get(i + 1).is_some_and(|next| {
                    next.has_all(WordClasses::CAPITALIZED)
                        && !next.opens_sentence
                        && !next.has_any(
                            WordClasses::DETERMINER
                                | WordClasses::SUBJECT_PRONOUN
                                | WordClasses::PREPOSITION
                                | WordClasses::TIME,
                        )
                });
            // The capital of an adverb or a participle only shows that a sentence begins: Notably.
            let word = self.items[i].span.slice(self.text);
            let common = self.items[i].opens_sentence
                && !self.items[i].has_any(
                    WordClasses::GIVEN_NAME | WordClasses::ORGANIZATION | WordClasses::PLACE,
                )
                && word.len() > MIN_ADVERB_BYTES
                && (is_sentence_adverb(word)
                    || (word.ends_with("ly") || word.ends_with("ing")) && !is_rare_or_name(word));
            let Some(item) = self.items.get_mut(i).filter(|_| !common) else { return false };
            if named {
                item.classes = item.classes.name_classes_only();
            }
            let name = item.can_be_proper_noun();
            let name = name && !(self.lexicon.grammar.noun_capitals && self.is_common_noun(i));
            if name && let Some(item) = self.items.get_mut(i) {
                item.classes = item.classes.with(WordClasses::PROPER_NOUN);
            }
            name
        });
        self.proper_nouns = names;
    }

    /// Marks the ’s of possessives, as opposed to *he’s* and *there’s*.
    fn mark_genitives(&mut self) {
        const SUBJECTS: WordClasses = WordClasses::SUBJECT_PRONOUN
            .with(WordClasses::RELATIVE)
            .with(WordClasses::SUBORDINATOR)
            .with(WordClasses::ADVERB);
        for &i in &self.possessive_suffixes {
            let Some(before) = i.checked_sub(1).filter(|_| !self.items[i].space_before) else {
                continue;
            };
            if !self.items[before].has_any(SUBJECTS)
                && !matches!(self.item_text(before), "this" | "This")
                && let Some(item) = self.items.get_mut(i)
            {
                item.classes = item.classes.with(WordClasses::GENITIVE_MARKER);
            }
        }
    }

    /// Drops the capital of verbs in headlines, where all words have one: *Ruiz Praises Ito: ‘He Is
    /// Good’*. `capitals` are the capitalized items.
    fn uncapitalize_headline_verbs(&mut self, capitals: &[usize]) {
        /// Number of long words of the shortest such headline.
        const MIN_HEADLINE_WORDS: usize = 4;
        /// Length in bytes of the longest word that headlines leave in lower case.
        const MAX_SMALL_WORD_BYTES: usize = 4;
        let of_sentence = |&a: &usize, &b: &usize| self.items[a].sentence == self.items[b].sentence;
        let many =
            capitals.chunk_by(of_sentence).filter(|capitals| capitals.len() >= MIN_HEADLINE_WORDS);
        let sentences: Vec<usize> =
            many.map(|capitals| self.items[capitals[0]].sentence as usize).collect();
        for own in sentences {
            let [from, to] = [own, own + 1].map(|sentence| self.sentences[sentence]);
            let Some(sentence) = self.items.get_mut(from..to) else { continue };
            let mut long = sentence.iter().filter(|item| {
                item.is_word()
                    && item.span.len() > MAX_SMALL_WORD_BYTES
                    && !item.has_all(WordClasses::NUMBER)
            });
            if !long.clone().all(|item| item.has_all(WordClasses::CAPITALIZED))
                || long.nth(MIN_HEADLINE_WORDS - 1).is_none()
            {
                continue;
            }
            for item in sentence.iter_mut().skip(1) {
                if item.has_any(
                    WordClasses::NON_REPORTING_VERB | WordClasses::CUE | WordClasses::AUXILIARY,
                ) && !item.has_any(
                    WordClasses::GIVEN_NAME | WordClasses::TITLE | WordClasses::SPEECH_NOUN,
                ) {
                    item.classes = item.classes.without(WordClasses::CAPITALIZED);
                }
            }
        }
    }

    /// Returns true if the last item is the stop of an ordinal, in languages that print one: 3.
    fn follows_ordinal(&self) -> bool {
        /// Digits of the longest ordinal: a day, a century, an edition.
        const MAX_ORDINAL_DIGITS: usize = 2;
        self.lexicon.grammar.ordinal_stops
            && self.items.iter().nth_back(1).is_some_and(|number| {
                number.has_all(WordClasses::NUMBER) && number.span.len() <= MAX_ORDINAL_DIGITS
            })
            && self.items.last().is_some_and(|stop| !stop.space_before)
    }

    /// Returns true if a sentence ends between `item`, the last one so far, and `next`.
    fn ends_sentence(&self, item: &NarrativeItem, next: &NarrativeItem) -> bool {
        let fresh = next.is_slot()
            || next.has_any(WordClasses::CAPITALIZED | WordClasses::NUMBER)
            || next.is_mark(&['[', '(']);
        match item.kind {
            // On the 3. of May: a word that opens no sentence goes on with the date or the name.
            ItemKind::Mark('.')
                if self.follows_ordinal()
                    && !next.is_slot()
                    && !next.has_any(
                        WordClasses::DETERMINER
                            | WordClasses::SUBJECT_PRONOUN
                            | WordClasses::PREPOSITION
                            | WordClasses::CONJUNCTION
                            | WordClasses::SUBORDINATOR
                            | WordClasses::ADVERB,
                    ) =>
            {
                false
            }
            ItemKind::Mark('.' | '?' | '!' | '…') => {
                // A lost blank: the next word begins a sentence, and no noun is one.
                let lost = self.lexicon.grammar.noun_capitals
                    && next.has_all(WordClasses::CAPITALIZED)
                    && next.has_any(WordClasses::DETERMINER | WordClasses::SUBORDINATOR);
                fresh && (next.space_before || next.is_slot() || lost)
            }
            ItemKind::Mark(')' | ']') => {
                let stopped = self
                    .items
                    .iter()
                    .nth_back(1)
                    .is_some_and(|before| before.is_mark(&['.', '?', '!']));
                fresh && stopped && !next.is_mark(&['[', '('])
            }
            ItemKind::Mark(_) => false,
            ItemKind::QuotationSlot(last) => {
                matches!(last, '.' | '?' | '!' | '…') && fresh && !next.is_mark(&['[', '('])
            }
            // The stop belongs to an abbreviation: the next word must be one that begins sentences.
            ItemKind::Word => {
                const OPENERS: WordClasses = WordClasses::DETERMINER
                    .with(WordClasses::SUBJECT_PRONOUN)
                    .with(WordClasses::SUBORDINATOR)
                    .with(WordClasses::CONJUNCTION)
                    .with(WordClasses::PREPOSITION);
                let printed = item.span.slice(self.text);
                let dotted = printed.find('.').is_some_and(|at| at + 1 < printed.len());
                printed.ends_with('.')
                    && (dotted || !item.classes.has_any(WordClasses::TITLE))
                    && next.has_all(WordClasses::CAPITALIZED)
                    && next.has_any(OPENERS)
            }
        }
    }
}

/// Returns true if `word` is mostly a name, or is missing from the frequency table.
pub(super) fn is_rare_or_name(word: &str) -> bool {
    let form = text::normal_form(word);
    word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase())
        || text::is_name(&form)
        || text::surprisal(&form) >= text::UNSEEN_WEIGHT
}

/// Returns true if the ending shows an adverb even where the word is rare: *Amusingly*.
fn is_sentence_adverb(word: &str) -> bool {
    const ENDINGS: [&str; 11] = [
        "ally", "ously", "ingly", "edly", "ively", "ably", "ibly", "antly", "ently", "fully",
        "ately",
    ];
    word.len() > MIN_ADVERB_BYTES + 2 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Bytes of the longest words in *-ly* and *-ing* that are mostly no adverbs and participles:
/// *King*, *Kelly*.
const MIN_ADVERB_BYTES: usize = 5;

/// Returns true if a sentence may end with the item, judged by its last character alone.
fn may_end_sentence(item: &NarrativeItem, bytes: &[u8]) -> bool {
    match item.kind {
        ItemKind::Word => bytes[item.span.end() - 1] == b'.',
        ItemKind::Mark(mark) => matches!(mark, '.' | '?' | '!' | '…' | ')' | ']'),
        ItemKind::QuotationSlot(last) => matches!(last, '.' | '?' | '!' | '…'),
    }
}

/// Returns true if `bytes` between two items hold a line break.
fn has_line_break(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().any(|(i, byte)| match byte {
        b'\n' | b'\r' => true,
        0xe2 => matches!(bytes[i..], [_, 0x80, 0xa8 | 0xa9, ..]),
        0xc2 => bytes.get(i + 1) == Some(&0x85),
        _ => false,
    })
}
