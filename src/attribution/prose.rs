//! The reporter's prose: the words and marks outside quotations, each quotation one hole, in one scan.
//!
//! A level is the text that stands directly in the article, or directly in a quotation that has others inside. What is
//! said inside a quotation is never prose of the level around it, so a “he said” inside is no cue. Every character is
//! read once, at its own level: O(n).

mod words;

use crate::language::{LanguageRegistry, Lex, Lexicon};
use crate::model::Quotation;
use crate::span::Span;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// A mark, by its first character.
    Mark(char),
    /// One piece of a quotation, by its last character that is no white space.
    Hole(char),
}

/// A word, a mark or a hole: half a line of the cache, since a text is thousands of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) span: Span,
    pub(super) lex: Lex,
    pub(super) kind: Kind,
    /// Number of its sentence, counted through the level.
    pub(super) sentence: u32,
    /// White space stands before it.
    pub(super) spaced: bool,
    /// First item of its sentence.
    pub(super) first: bool,
}

impl Item {
    /// An item before its place is known.
    #[inline]
    fn new(span: Span, kind: Kind, lex: Lex) -> Item {
        Item { span, lex, kind, sentence: 0, spaced: true, first: false }
    }

    /// For a hole: the last character of the piece that is no white space.
    #[inline]
    pub(super) fn last(&self) -> char {
        match self.kind {
            Kind::Hole(last) => last,
            _ => ' ',
        }
    }

    #[inline]
    pub(super) fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word)
    }

    #[inline]
    pub(super) fn is_hole(&self) -> bool {
        matches!(self.kind, Kind::Hole(_))
    }

    #[inline]
    pub(super) fn is_mark(&self, marks: &[char]) -> bool {
        matches!(self.kind, Kind::Mark(c) if marks.contains(&c))
    }

    #[inline]
    pub(super) fn has(&self, lex: Lex) -> bool {
        self.is_word() && self.lex.has(lex)
    }

    #[inline]
    pub(super) fn any(&self, lex: Lex) -> bool {
        self.is_word() && self.lex.any(lex)
    }

    /// Whether it can be a word of a name: a capital, and no capital that only the place explains.
    #[inline]
    pub(super) fn is_name(&self) -> bool {
        self.lex.has(Lex::NAME)
    }

    /// What [`Item::is_name`] says, before it is noted.
    fn could_name(&self) -> bool {
        const COMMON: Lex = Lex::DET
            .with(Lex::SUBJECT)
            .with(Lex::PREP)
            .with(Lex::SUBORD)
            .with(Lex::CONJ)
            .with(Lex::AUX)
            .with(Lex::ADVERB)
            .with(Lex::POSSESSIVE)
            .with(Lex::SINGLE);
        const VERBAL: Lex = Lex::CUE.with(Lex::VERB).with(Lex::ROLE).with(Lex::NOUN);
        if !self.has(Lex::CAPITAL) {
            return false;
        }
        if self.any(Lex::GIVEN.with(Lex::TITLE)) && !self.any(Lex::TIME.with(Lex::AUX)) {
            return true;
        }
        !(self.any(COMMON.with(Lex::TIME)) || self.first && self.any(VERBAL))
    }

    /// White space, a comma or a mark that may stand between a quotation and its reporting clause.
    #[inline]
    pub(super) fn is_light_mark(&self) -> bool {
        self.is_mark(&[',', '-', '—', '–', '―'])
    }
}

/// One level, read.
#[derive(Debug)]
pub(super) struct Prose<'t> {
    pub(super) text: &'t str,
    /// Which of the document's texts it is, by number.
    pub(super) part: usize,
    pub(super) lexicon: &'t Lexicon,
    pub(super) items: Vec<Item>,
    /// For each sentence, its first item; one more at the end.
    pub(super) sentences: Vec<usize>,
    /// For each sentence, the number of its paragraph.
    paragraphs: Vec<u32>,
    /// For each sentence, the classes of all its words together.
    classes: Vec<Lex>,
    /// The items that are holes.
    pub(super) holes: Vec<usize>,
    /// For each of them, the index of its quotation.
    pub(super) quotations: Vec<usize>,
    /// The words that can be of a name.
    pub(super) names: Vec<usize>,
    /// Each ’s.
    owners: Vec<usize>,
}

impl<'t> Prose<'t> {
    /// Nothing read yet of the `part` with this text.
    pub(super) fn new(text: &'t str, part: usize, lexicon: &'t Lexicon) -> Prose<'t> {
        let (items, sentences, paragraphs, classes, holes, quotations, names, owners) =
            Default::default();
        Prose {
            text,
            part,
            lexicon,
            items,
            sentences,
            paragraphs,
            classes,
            holes,
            quotations,
            names,
            owners,
        }
    }

    /// The same, in the room of `old` prose.
    pub(super) fn of(
        text: &'t str,
        part: usize,
        lexicon: &'t Lexicon,
        mut old: Prose<'_>,
    ) -> Prose<'t> {
        old.items.clear();
        old.sentences.clear();
        old.paragraphs.clear();
        old.classes.clear();
        old.holes.clear();
        old.quotations.clear();
        old.names.clear();
        old.owners.clear();
        let Prose {
            items, sentences, paragraphs, classes, holes, quotations, names, owners, ..
        } = old;
        Prose {
            text,
            part,
            lexicon,
            items,
            sentences,
            paragraphs,
            classes,
            holes,
            quotations,
            names,
            owners,
        }
    }

    /// What keeps the room alone.
    pub(super) fn emptied(self) -> Prose<'static> {
        Prose::of("", self.part, LanguageRegistry::built_in().english().lexicon(), self)
    }

    /// Reads `areas` of the text, with a hole for each of `holes` (sorted, apart from each other).
    pub(super) fn read(mut self, areas: &[Span], holes: &[(Span, usize)]) -> Prose<'t> {
        let mut next = 0;
        for area in areas {
            let mut at = area.start();
            while next < holes.len() && holes[next].0.start() < area.end() {
                let (hole, quotation) = holes[next];
                next += 1;
                if hole.start() < at || hole.end() > area.end() {
                    continue;
                }
                self.words(at, hole.start());
                self.hole(hole, quotation);
                at = hole.end();
            }
            self.words(at, area.end());
        }
        self.sentences.push(self.items.len());
        self.note_names();
        self.note_owners();
        self
    }

    fn hole(&mut self, hole: Span, quotation: usize) {
        let last = hole.of(self.text).trim_end().chars().next_back().unwrap_or(' ');
        self.holes.push(self.items.len());
        self.quotations.push(quotation);
        self.add(Item::new(hole, Kind::Hole(last), Lex::default()));
    }

    /// Whether the hole at item `i` begins with an auxiliary in small letters, as the rest of somebody's sentence does.
    pub(super) fn is_verbal(&self, i: usize) -> bool {
        let opens =
            self.printed(i).split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty());
        opens.is_some_and(|word| {
            word.starts_with(char::is_lowercase) && self.lexicon.of(word, false).any(Lex::AUX)
        })
    }

    /// Whether the long words of the hole at item `i` all have capitals, as a title's.
    pub(super) fn is_titled(&self, i: usize) -> bool {
        let mut long =
            self.printed(i).split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 4);
        self.items[i].is_hole() && long.all(|word| !word.starts_with(char::is_lowercase))
    }

    fn push(&mut self, span: Span, kind: Kind, lex: Lex, spaced: bool) {
        if lex.has(Lex::CAPITAL) {
            self.names.push(self.items.len());
        }
        self.add(Item { spaced, ..Item::new(span, kind, lex) });
    }

    /// Puts `item` behind the others, in its sentence and paragraph.
    fn add(&mut self, mut item: Item) {
        let (first, opened, broken) = match self.items.last() {
            None => (true, false, false),
            Some(before) => {
                let between = before.span.end()..item.span.start();
                let bytes = self.text.as_bytes();
                // One blank or nothing stands between nearly all.
                let broken =
                    !matches!(bytes[between.clone()], [] | [b' ']) && breaks(&bytes[between]);
                let first = broken || may_end(before, bytes) && self.ends_sentence(before, &item);
                // “~ As Ito put it”: a bullet is no beginning of its own.
                (first, before.first && matches!(before.kind, Kind::Mark(_)), broken)
            }
        };
        if first {
            self.begin_sentence(broken);
        }
        item.sentence = self.sentences.len() as u32 - 1;
        item.first = first || opened;
        self.note_classes(item.lex);
        self.items.push(item);
    }

    /// The next item is the first of a sentence; of a paragraph too, when a line was `broken`.
    fn begin_sentence(&mut self, broken: bool) {
        self.sentences.push(self.items.len());
        self.classes.push(Lex::default());
        self.paragraphs.push(self.paragraphs.last().map_or(0, |before| before + u32::from(broken)));
    }

    /// Adds `classes` to those of the last sentence.
    #[inline]
    fn note_classes(&mut self, classes: Lex) {
        if let Some(last) = self.classes.last_mut() {
            *last = last.with(classes);
        }
    }

    /// Whether some word of a sentence may be of one of the classes `lex`.
    pub(super) fn may_have(&self, sentence: usize, lex: Lex) -> bool {
        self.classes.get(sentence).is_some_and(|classes| classes.any(lex))
    }

    /// The number of the paragraph that `item` stands in.
    #[inline]
    pub(super) fn paragraph(&self, item: usize) -> u32 {
        self.paragraphs[self.items[item].sentence as usize]
    }

    #[inline]
    pub(super) fn printed(&self, item: usize) -> &'t str {
        self.items[item].span.of(self.text)
    }

    /// The items of the sentence that `item` stands in.
    pub(super) fn sentence_of(&self, item: usize) -> std::ops::Range<usize> {
        let sentence = self.items[item].sentence as usize;
        self.sentences[sentence]..self.sentences[sentence + 1]
    }

    /// Leaves in `names`, of the words with capitals, those that can be of a name.
    fn note_names(&mut self) {
        let mut names = std::mem::take(&mut self.names);
        self.read_headlines(&names);
        names.retain(|&i| {
            if !self.items[i].lex.has(Lex::CAPITAL) {
                return false;
            }
            // Will Ito, Mark Ruiz: a given name before another capital is no verb.
            let named = self.items[i].has(Lex::GIVEN)
                && self.items.get(i + 1).is_some_and(|next| {
                    next.has(Lex::CAPITAL)
                        && !next.first
                        && !next.any(Lex::DET.with(Lex::SUBJECT).with(Lex::PREP).with(Lex::TIME))
                });
            let item = &mut self.items[i];
            if named {
                item.lex = item.lex.names_only();
            }
            let name = item.could_name();
            if name {
                item.lex = item.lex.with(Lex::NAME);
            }
            name
        });
        self.names = names;
    }

    /// Tells the ’s of possessives from those of *he’s* and *there’s*.
    fn note_owners(&mut self) {
        const SUBJECTS: Lex = Lex::SUBJECT.with(Lex::RELATIVE).with(Lex::SUBORD).with(Lex::ADVERB);
        for &i in &self.owners {
            let Some(before) = i.checked_sub(1).filter(|_| !self.items[i].spaced) else { continue };
            if !self.items[before].any(SUBJECTS) && !matches!(self.printed(before), "this" | "This")
            {
                self.items[i].lex = self.items[i].lex.with(Lex::GENITIVE);
            }
        }
    }

    /// In a sentence whose words all have capitals, a verb's capital makes no name: *Ruiz Praises Ito: ‘He Is Good’*.
    /// `capitals` are the items that have them.
    fn read_headlines(&mut self, capitals: &[usize]) {
        /// Words of the shortest such headline.
        const HEADLINE: usize = 4;
        /// Letters of the longest word that headlines leave small.
        const SMALL: usize = 4;
        let of_sentence = |&a: &usize, &b: &usize| self.items[a].sentence == self.items[b].sentence;
        let many = capitals.chunk_by(of_sentence).filter(|capitals| capitals.len() >= HEADLINE);
        let sentences: Vec<usize> =
            many.map(|capitals| self.items[capitals[0]].sentence as usize).collect();
        for own in sentences {
            let sentence = &mut self.items[self.sentences[own]..self.sentences[own + 1]];
            let mut long = sentence
                .iter()
                .filter(|item| item.is_word() && item.span.len() > SMALL && !item.has(Lex::NUMBER));
            if !long.clone().all(|item| item.has(Lex::CAPITAL)) || long.nth(HEADLINE - 1).is_none()
            {
                continue;
            }
            for item in sentence.iter_mut().skip(1) {
                if item.any(Lex::VERB.with(Lex::CUE).with(Lex::AUX))
                    && !item.any(Lex::GIVEN.with(Lex::TITLE).with(Lex::NOUN))
                {
                    item.lex = item.lex.without(Lex::CAPITAL);
                }
            }
        }
    }

    /// Whether a sentence ends between `item`, the last one yet, and the `next`.
    fn ends_sentence(&self, item: &Item, next: &Item) -> bool {
        let fresh =
            next.is_hole() || next.any(Lex::CAPITAL.with(Lex::NUMBER)) || next.is_mark(&['[', '(']);
        match item.kind {
            Kind::Mark('.' | '?' | '!' | '…') => fresh && (next.spaced || next.is_hole()),
            Kind::Mark(')' | ']') => {
                let stopped = self
                    .items
                    .iter()
                    .nth_back(1)
                    .is_some_and(|before| before.is_mark(&['.', '?', '!']));
                fresh && stopped && !next.is_mark(&['[', '('])
            }
            Kind::Mark(_) => false,
            Kind::Hole(last) => {
                matches!(last, '.' | '?' | '!' | '…') && fresh && !next.is_mark(&['[', '('])
            }
            // An abbreviation has swallowed the stop: a word that begins sentences decides.
            Kind::Word => {
                const OPENERS: Lex =
                    Lex::DET.with(Lex::SUBJECT).with(Lex::SUBORD).with(Lex::CONJ).with(Lex::PREP);
                let printed = item.span.of(self.text);
                let dotted = printed.find('.').is_some_and(|at| at + 1 < printed.len());
                printed.ends_with('.')
                    && (dotted || !item.lex.any(Lex::TITLE))
                    && next.has(Lex::CAPITAL)
                    && next.any(OPENERS)
            }
        }
    }
}

/// Whether a sentence may end with the item, judged by its last character alone.
fn may_end(item: &Item, bytes: &[u8]) -> bool {
    match item.kind {
        Kind::Word => bytes[item.span.end() - 1] == b'.',
        Kind::Mark(mark) => matches!(mark, '.' | '?' | '!' | '…' | ')' | ']'),
        Kind::Hole(last) => matches!(last, '.' | '?' | '!' | '…'),
    }
}

/// Whether a line ends somewhere in `bytes`, which hold no words.
fn breaks(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().any(|(i, byte)| match byte {
        b'\n' | b'\r' => true,
        0xe2 => matches!(bytes[i..], [_, 0x80, 0xa8 | 0xa9, ..]),
        0xc2 => bytes.get(i + 1) == Some(&0x85),
        _ => false,
    })
}

/// The quotation whose words the level is (`None`: the text itself), where they stand, and the holes in them, each with
/// the index of its quotation.
pub(super) type Level = (Option<usize>, Vec<Span>, Vec<(Span, usize)>);

/// The levels of one part: the quotations that stand directly in the text, and those that stand directly in each other
/// quotation. `quotations` are those of the part, with their index in the list they came in.
pub(super) fn levels(text: &str, quotations: &[(usize, &Quotation)]) -> Vec<Level> {
    let whole = Span::new(0, text.len().min(u32::MAX as usize));
    let mut levels: Vec<Level> = vec![(None, vec![whole], Vec::with_capacity(quotations.len()))];
    let mut level_of: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for &(index, quotation) in quotations {
        // A parent that is not in the list, or the quotation itself, is no parent.
        let parent = quotation.parent.filter(|&parent| parent != index);
        let parent = parent.and_then(|parent| {
            let at = quotations.binary_search_by_key(&parent, |&(index, _)| index).ok()?;
            Some((parent, quotations[at].1))
        });
        let level = match parent {
            None => 0,
            Some((parent, outer)) => *level_of.entry(parent).or_insert_with(|| {
                levels.push((Some(parent), sound(text, &outer.pieces), Vec::new()));
                levels.len() - 1
            }),
        };
        let holes = &mut levels[level].2;
        match quotation.pieces[..] {
            [one] => holes.extend(is_sound(text, one).then_some((one, index))),
            _ => {
                holes.extend(sound(text, &quotation.pieces).into_iter().map(|piece| (piece, index)))
            }
        }
    }
    for (_, _, holes) in &mut levels {
        holes.sort_unstable();
    }
    levels
}

fn is_sound(text: &str, piece: Span) -> bool {
    !piece.is_empty() && text.get(piece.range()).is_some()
}

/// The spans that are of `text`, sorted, empty and overlapping ones left out.
fn sound(text: &str, pieces: &[Span]) -> Vec<Span> {
    let mut pieces: Vec<Span> =
        pieces.iter().copied().filter(|&piece| is_sound(text, piece)).collect();
    pieces.sort_unstable();
    let mut end = 0;
    pieces.retain(|piece| {
        let keep = piece.start() >= end;
        end = if keep { piece.end() } else { end };
        keep
    });
    pieces
}
