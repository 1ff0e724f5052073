//! Normal forms interned as integers, with their classes and weights.

use hashbrown::HashTable;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::lexicon::LexicalEntry;
use super::normal_form::normal_form;
use super::raw_token::raw_tokens;
use super::token::{Token, TokenClass};
use super::token_context::TokenContext;
use super::tokenize::collect_pieces;
use super::weight::Weight;
use super::word_key::WordKey;
use crate::span::Span;

/// The id of a form inside one [`Vocabulary`].
///
/// It never leaves the process: stored and sent data hold the form or its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(pub u32);

/// The properties of one form.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct VocabularyEntry {
    /// The normal form.
    pub form: Box<str>,
    /// Class, judged from the form alone.
    pub class: TokenClass,
    /// Surprisal in hundredths of a bit: `-log2` of the form's share of running words in the
    /// background table, between 3 and 19 bits; 16 bits for a form that the table lacks, 11 for a
    /// number, 1 for a mark.
    pub weight: Weight,
    /// Stable 64-bit fingerprint of the form (xxh3): the same on every machine and in every version
    /// of the format.
    pub key: u64,
}

/// Interns normal forms.
///
/// ```
/// use variorum::text::Vocabulary;
/// let mut words = Vocabulary::new();
/// let a = words.intern("Peace");
/// assert_eq!(a, words.intern("peace"));
/// assert_eq!(&*words[a].form, "peace");
/// let the = words.intern("the");
/// assert!(words[a].weight > 2 * words[the].weight);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Ids by the keys of their forms, which are hashes already.
    ids: HashTable<Word>,
    entries: Vec<VocabularyEntry>,
    /// Words by printed text: nearly every token is found here by one look-up of a short key. The
    /// class stands beside the word, since the entry may be far away in memory.
    printed: FxHashMap<WordKey, (Word, TokenClass)>,
}

impl Vocabulary {
    /// Returns an empty vocabulary.
    pub fn new() -> Vocabulary {
        Vocabulary::default()
    }

    /// Returns the id of the normal form of `printed`, one token's text.
    ///
    /// # Panics
    /// Beyond `u32::MAX` distinct forms.
    pub fn intern(&mut self, printed: &str) -> Word {
        let key = WordKey::exact(printed.as_bytes());
        if let Some(&(word, _)) = key.and_then(|key| self.printed.get(&key)) {
            return word;
        }
        let word = self.intern_form(&normal_form(printed));
        if let Some(key) = key {
            self.printed.insert(key, (word, self[word].class));
        }
        word
    }

    /// Returns the id of `form`, taken as it is: for tokens that were normalised elsewhere.
    ///
    /// # Panics
    /// Beyond `u32::MAX` distinct forms.
    pub fn intern_form(&mut self, form: &str) -> Word {
        let Vocabulary { ids, entries, .. } = self;
        let key = xxh3_64(form.as_bytes());
        if let Some(&word) = ids.find(key, |word| *entries[word.0 as usize].form == *form) {
            return word;
        }
        let word = Word(u32::try_from(entries.len()).expect("at most u32::MAX distinct forms"));
        let LexicalEntry { key, weight, class } = LexicalEntry::from_form(form);
        entries.push(VocabularyEntry { form: form.into(), class, weight, key });
        ids.insert_unique(key, word, |word| entries[word.0 as usize].key);
        word
    }

    /// Returns the id of the normal form of `printed`, if it has been interned.
    pub fn get(&self, printed: &str) -> Option<Word> {
        let known = WordKey::exact(printed.as_bytes()).and_then(|key| self.printed(key));
        known.map(|(word, _)| word).or_else(|| {
            let form = normal_form(printed);
            let same = |word: &Word| *self[*word].form == *form;
            self.ids.find(xxh3_64(form.as_bytes()), same).copied()
        })
    }

    /// Returns word and class of a token, if exactly this print has been interned.
    #[inline]
    pub(super) fn printed(&self, key: WordKey) -> Option<(Word, TokenClass)> {
        self.printed.get(&key).copied()
    }

    /// Returns the number of distinct forms.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns a rough size in bytes: each form counts 16.
    pub(crate) fn bytes(&self) -> usize {
        let Vocabulary { ids, entries, printed } = self;
        // A hash table has one byte beside each slot.
        let tables = ids.capacity() * (size_of::<Word>() + 1)
            + printed.capacity() * (size_of::<(WordKey, (Word, TokenClass))>() + 1);
        tables + entries.capacity() * size_of::<VocabularyEntry>() + entries.len() * 16
    }

    /// Returns true if nothing has been interned.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Tokenizes all of `text` and interns its forms.
    ///
    /// ```
    /// use variorum::text::Vocabulary;
    /// let mut words = Vocabulary::new();
    /// let passage = words.tokenize("We can't.");
    /// assert_eq!(passage.tokens.len(), 4);
    /// assert_eq!(Some(passage.words[2]), words.get("not"));
    /// ```
    ///
    /// # Panics
    /// Beyond `u32::MAX` distinct forms.
    pub fn tokenize(&mut self, text: &str) -> Passage {
        self.tokenize_pieces(text, &[Span::new(0, text.len().min(u32::MAX as usize))])
    }

    /// Tokenizes the parts `pieces` of `text` as one passage and interns their forms.
    ///
    /// # Panics
    /// Beyond `u32::MAX` distinct forms.
    pub fn tokenize_pieces(&mut self, text: &str, pieces: &[Span]) -> Passage {
        let mut words = Vec::new();
        let tokens = collect_pieces(text, pieces, |piece, tokens, at| {
            self.tokenize_into(piece, at, tokens, &mut words)
        });
        Passage { tokens, words }
    }

    /// Appends the tokens of `text`, which begins at `at` of a longer text, to `tokens`, and their
    /// words to `words`.
    fn tokenize_into(
        &mut self,
        text: &str,
        at: usize,
        tokens: &mut Vec<Token>,
        words: &mut Vec<Word>,
    ) {
        let mut context = TokenContext::BEGIN;
        for raw in raw_tokens(text) {
            let printed = raw.span.slice(text);
            let word = self.intern(printed);
            let token = context.token(raw, printed, |capital| self[word].class.in_context(capital));
            tokens.push(Token { span: token.span.shifted(at), ..token });
            words.push(word);
        }
    }
}

impl std::ops::Index<Word> for Vocabulary {
    type Output = VocabularyEntry;

    fn index(&self, word: Word) -> &VocabularyEntry {
        &self.entries[word.0 as usize]
    }
}

/// A sequence of tokens and, beside it, the sequence of their interned forms.
///
/// Words mean nothing outside their [`Vocabulary`], so a passage is not serialised: store the text,
/// and tokenize it again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Passage {
    /// The tokens, with spans into the text that was tokenized.
    pub tokens: Vec<Token>,
    /// For each token, the form that it is compared as.
    pub words: Vec<Word>,
}

impl Passage {
    /// Makes a passage, for texts that were tokenized elsewhere: one word for each token.
    ///
    /// # Panics
    /// If there are more tokens than words, or fewer.
    pub fn new(tokens: Vec<Token>, words: Vec<Word>) -> Passage {
        assert_eq!(tokens.len(), words.len(), "a passage has one word for each token");
        Passage { tokens, words }
    }
}
