//! Forms interned as integers, with their classes and weights.

use std::sync::OnceLock;

use hashbrown::HashTable;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::form::{folded, form, lines};
use super::gloss::{Gloss, Glosses, is_told_by_case, listed};
use super::listed::{Key, Listed};
use super::token::{Class, Context, Flags, Token, scan, tokens};
use crate::span::Span;

/// Hundredths of a bit. Integers, so that sums are the same in any order.
pub type Weight = i32;

/// `n` bits as a [`Weight`].
pub const fn bits(n: i32) -> Weight {
    n * 100
}

/// The id of a form inside one [`Vocabulary`]. Never leaves the process: what is kept or sent is the form or its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(pub u32);

/// What a vocabulary knows of one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The normal form.
    pub form: Box<str>,
    /// Its class, judged from the form alone.
    pub class: Class,
    /// How surprising it is: `-log2` of its share of running words in the background table, between 3 and 19 bits; a
    /// form that the table lacks has 16 bits, a number 11, a mark 1.
    pub weight: Weight,
    /// Stable 64-bit fingerprint of the form (xxh3): the same on every machine and in every version of the format.
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
    /// Numbers by the keys of their forms, which are hashes already.
    ids: HashTable<Word>,
    entries: Vec<Entry>,
    /// The words of what has been seen in print: nearly every token is found here, by one look-up of a short key.
    /// The class stands beside the word: an entry may be far away.
    printed: FxHashMap<Key, (Word, Class)>,
}

impl Vocabulary {
    /// An empty vocabulary.
    pub fn new() -> Vocabulary {
        Vocabulary::default()
    }

    /// The id of the form of `printed`, one token's text.
    ///
    /// # Panics
    /// Beyond `u32::MAX` distinct forms.
    pub fn intern(&mut self, printed: &str) -> Word {
        let key = Key::exact(printed.as_bytes());
        if let Some(&(word, _)) = key.and_then(|key| self.printed.get(&key)) {
            return word;
        }
        let word = self.intern_form(&form(printed));
        if let Some(key) = key {
            self.printed.insert(key, (word, self[word].class));
        }
        word
    }

    /// The id of `form`, taken as it is: for tokens that were normalised elsewhere.
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
        let Gloss { key, weight, class } = known(form);
        entries.push(Entry { form: form.into(), class, weight, key });
        ids.insert_unique(key, word, |word| entries[word.0 as usize].key);
        word
    }

    /// The id of the form of `printed`, if it has been interned.
    pub fn get(&self, printed: &str) -> Option<Word> {
        self.seen(printed).or_else(|| {
            let form = form(printed);
            let same = |word: &Word| *self[*word].form == *form;
            self.ids.find(xxh3_64(form.as_bytes()), same).copied()
        })
    }

    /// The id of the form of `printed`, if just this has been interned: without folding it.
    fn seen(&self, printed: &str) -> Option<Word> {
        Key::exact(printed.as_bytes()).and_then(|key| self.printed.get(&key)).map(|&(word, _)| word)
    }

    /// How many distinct forms there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// About how many bytes it takes: a form counts 16.
    pub(crate) fn bytes(&self) -> usize {
        let Vocabulary { ids, entries, printed } = self;
        // A table has a byte beside each entry.
        let tables = ids.capacity() * (size_of::<Word>() + 1)
            + printed.capacity() * (size_of::<(Key, (Word, Class))>() + 1);
        tables + entries.capacity() * size_of::<Entry>() + entries.len() * 16
    }

    /// Whether nothing has been interned.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Reads the stretches `pieces` of `text` as one passage.
    pub fn read(&mut self, text: &str, pieces: &[Span]) -> Passage {
        let mut words = Vec::new();
        let tokens = stretches(text, pieces, |stretch, tokens, at| {
            self.tokens(stretch, at, tokens, &mut words)
        });
        Passage { tokens, words }
    }

    /// Puts the tokens of `text`, which begins at `at` of a longer one, behind `tokens`, and their words behind `words`.
    fn tokens(&mut self, text: &str, at: usize, tokens: &mut Vec<Token>, words: &mut Vec<Word>) {
        let mut context = Context::BEGIN;
        for piece in scan(text) {
            let printed = piece.span.of(text);
            let word = self.intern(printed);
            let token = context.token(piece, printed, |capital| self.class(word, capital));
            tokens.push(Token { span: token.span.shifted(at), ..token });
            words.push(word);
        }
    }

    /// The class of a token that is `word`; `capital` says that it begins with a capital inside a sentence.
    fn class(&self, word: Word, capital: bool) -> Class {
        Gloss::in_place(self[word].class, capital)
    }

    /// Reads all of `text` as one passage.
    pub fn read_all(&mut self, text: &str) -> Passage {
        self.read(text, &[Span::new(0, text.len().min(u32::MAX as usize))])
    }
}

/// What was printed lately, for those who look up much: a vocabulary outgrows the cache, and four tokens in five are of few words.
#[cfg(feature = "json")]
#[derive(Debug)]
pub(crate) struct Recent(Box<[(Key, (Word, Class))]>);

#[cfg(feature = "json")]
impl Default for Recent {
    fn default() -> Recent {
        // No token has an empty key.
        Recent(vec![(Key::default(), (Word(0), Class::Mark)); 1 << Recent::BITS].into())
    }
}

#[cfg(feature = "json")]
impl Recent {
    /// 128 KB, which fit the cache beside what else is read.
    const BITS: u32 = 12;

    /// The id and the class of the form of what stands at `span` of `text`, if `words` has interned just this: always the same
    /// vocabulary.
    #[inline]
    pub(crate) fn find(
        &mut self,
        words: &Vocabulary,
        text: &str,
        span: Span,
    ) -> Option<(Word, Class)> {
        let key = Key::exact_at(text.as_bytes(), span.start(), span.len())?;
        let slot = &mut self.0[key.place(Recent::BITS)];
        if slot.0 != key {
            *slot = (key, *words.printed.get(&key)?);
        }
        Some(slot.1)
    }
}

impl std::ops::Index<Word> for Vocabulary {
    type Output = Entry;

    fn index(&self, word: Word) -> &Entry {
        &self.entries[word.0 as usize]
    }
}

/// A sequence of tokens and, beside it, of their interned forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// What is printed where. Spans run in the text that the passage was read from.
    pub tokens: Vec<Token>,
    /// What each token is compared as.
    pub words: Vec<Word>,
}

/// The tokens of the stretches `pieces` of `text`, in order, with spans into `text`. The first token of each later
/// piece is flagged: [`Flags::BROKEN`] where words stand between the pieces, [`Flags::PARAGRAPH`] where none do.
pub fn reading(text: &str, pieces: &[Span]) -> Vec<Token> {
    stretches(text, pieces, |stretch, out, at| {
        out.extend(tokens(stretch).map(|token| Token { span: token.span.shifted(at), ..token }));
    })
}

/// The same, by one who looks up many words.
pub(crate) fn reading_by(glosses: &mut Glosses, text: &str, pieces: &[Span]) -> Vec<Token> {
    stretches(text, pieces, |stretch, out, at| {
        let mut context = Context::BEGIN;
        out.extend(scan(stretch).map(|piece| {
            let class = |capital| Gloss::in_place(glosses.at(stretch, piece.span).class, capital);
            let token = context.token(piece, piece.span.of(stretch), class);
            Token { span: token.span.shifted(at), ..token }
        }));
    })
}

/// About how many tokens stand in `pieces`: English prints one for every five or six bytes.
fn likely_tokens(pieces: &[Span]) -> usize {
    pieces.iter().map(|piece| piece.len()).sum::<usize>() / 5 + 1
}

/// The tokens that `read` puts behind others for each of `pieces`, given where it begins, with the flags of breaks.
fn stretches(
    text: &str,
    pieces: &[Span],
    mut read: impl FnMut(&str, &mut Vec<Token>, usize),
) -> Vec<Token> {
    let mut out = Vec::with_capacity(likely_tokens(pieces));
    let mut end = None;
    for piece in pieces {
        let first = out.len();
        read(piece.of(text), &mut out, piece.start());
        if let (Some(end), Some(token)) = (end, out.get_mut(first)) {
            let between = text.get(end..piece.start()).unwrap_or("");
            let broken = between.contains(|c: char| c.is_alphanumeric());
            token.flags = token
                .flags
                .with(if broken { Flags::BROKEN } else { Flags::PARAGRAPH })
                .with(Flags::SPACED);
            // A word that goes on with the sentence does not begin one.
            if broken && token.flags.has(Flags::INITIAL) && !token.flags.has(Flags::CAPITAL) {
                token.flags = token.flags.without(Flags::INITIAL);
            }
        }
        end = Some(piece.end());
    }
    out
}

/// How surprising a normal form is, in hundredths of a bit; see [`Entry::weight`].
///
/// The table holds 19,000 word forms counted in 2.27 million words of US news, debates and quotations of 2003-2021, so
/// it leans to US politics; `src/language/en/word-frequencies.py` makes it. It is fixed, so that what a pair of quotations
/// scores depends on the pair alone and not on what else is loaded.
pub fn surprisal(form: &str) -> Weight {
    weight_of(class_by_signs(form), || table().get(form))
}

/// The weight of a form whose class is this by its signs, and in the background table stands as `row` says.
fn weight_of(signs: Option<Class>, row: impl FnOnce() -> Option<&'static (u16, bool)>) -> Weight {
    match signs {
        Some(Class::Number) => bits(11),
        Some(_) => bits(1),
        None => row().map_or(UNSEEN, |&(tenths, _)| (Weight::from(tenths) * 10).max(bits(3))),
    }
}

/// What a form weighs that the background table lacks.
pub(crate) const UNSEEN: Weight = bits(16);

/// Whether the background table knows `form` as a name: at least nine in ten of its occurrences inside a sentence are
/// capitalised.
pub fn is_name(form: &str) -> bool {
    table().get(form).is_some_and(|&(_, name)| name)
}

/// The class of a token's text; `capital` says that it begins with a capital inside a sentence.
pub(super) fn class_of(printed: &str, capital: bool) -> Class {
    // Plain letters are nearly all words: one look-up of the printed form tells the class of the normal form.
    let class = if printed.bytes().all(|b| b.is_ascii_alphabetic())
        && !is_told_by_case(printed.as_bytes())
    {
        listed().get(printed).class
    } else {
        known(&form(printed)).class
    };
    Gloss::in_place(class, capital)
}

/// What `form` is known for.
pub(super) fn known(form: &str) -> Gloss {
    let signs = class_by_signs(form);
    // Of a mark and a number no list is asked.
    let row = signs.is_none().then(|| table().get(form)).flatten();
    let class = signs.unwrap_or_else(|| match row {
        _ if function_words().contains(form) => Class::Function,
        Some((_, true)) => Class::Name,
        _ => Class::Content,
    });
    Gloss { key: xxh3_64(form.as_bytes()), weight: weight_of(signs, || row), class }
}

/// Every word that some list knows, as it may be printed.
pub(super) fn lists() -> impl Iterator<Item = &'static str> {
    table().keys().chain(function_words()).copied().chain(folded())
}

/// The class that the characters alone decide.
fn class_by_signs(form: &str) -> Option<Class> {
    let first = form.chars().next()?;
    if first.is_ascii_digit()
        || matches!(
            form,
            "$" | "€"
                | "£"
                | "¥"
                | "percent"
                | "hundred"
                | "thousand"
                | "million"
                | "billion"
                | "trillion"
        )
    {
        return Some(Class::Number);
    }
    if first.is_alphanumeric()
        || matches!(form, "'s" | "'d")
        || matches!(first, '@' | '#') && form.len() > 1
    {
        return None;
    }
    Some(match form {
        "…" => Class::Ellipsis,
        "[" | "]" => Class::Bracket,
        _ => Class::Mark,
    })
}

/// Whether `word`, in any case, is a function word as it is printed: an article, a pronoun, a preposition.
pub(crate) fn is_function_word(word: &str) -> bool {
    static WORDS: OnceLock<Listed<()>> = OnceLock::new();
    WORDS
        .get_or_init(|| function_words().iter().map(|&word| (word, ())).collect())
        .get(word)
        .is_some()
}

fn function_words() -> &'static FxHashSet<&'static str> {
    static SET: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    SET.get_or_init(|| {
        lines(include_str!("../language/en/function-words.txt"))
            .flat_map(str::split_whitespace)
            .collect()
    })
}

/// Form to tenths of a bit, and whether it is a name.
fn table() -> &'static FxHashMap<&'static str, (u16, bool)> {
    static TABLE: OnceLock<FxHashMap<&'static str, (u16, bool)>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let data: &'static str = include_str!("../language/en/word-frequencies.tsv");
        let rows = data.lines().filter_map(|line| {
            let mut fields = line.split('\t');
            let form = fields.next()?;
            let tenths = fields.next()?.parse().ok()?;
            Some((form, (tenths, fields.next().is_some())))
        });
        // Room for all at once: a row has some twelve bytes.
        let mut table = FxHashMap::with_capacity_and_hasher(data.len() / 12, Default::default());
        table.extend(rows);
        table
    })
}
