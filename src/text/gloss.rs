//! What is known of a printed word, without a number for it: for those who read much and keep little.
//!
//! An article's prose is read once, for what it is about, and of its words nothing is kept but a key and a weight. Nearly all of them
//! stand in the lists of the crate: one look-up by the printed letters tells what their normal form is known for, and
//! nothing is interned, folded or hashed. What stands in no list is worked out once and noted.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::eight::{eight, letters};
use super::fixed::Fixed;
use super::form::form;
use super::listed::{Key, Listed};
use super::token::{Class, Context, Sort, is_plain, plain_mark_len, scan};
use super::vocabulary::{Weight, known, lists};
use crate::span::Span;

/// What a form is known for: what an [`Entry`](super::Entry) says, but for the form itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gloss {
    /// Stable fingerprint of the form; nought is none's.
    pub(crate) key: u64,
    /// How surprising it is.
    pub(crate) weight: Weight,
    /// Its class, judged from the form alone or, of a word in its place, from the place too.
    pub(crate) class: Class,
}

impl Gloss {
    /// As which class a word counts that is `class` by its form; `capital` says that it begins with a capital inside a
    /// sentence.
    pub(super) fn in_place(class: Class, capital: bool) -> Class {
        if capital && class == Class::Content { Class::Name } else { class }
    }
}

/// The normal form of every word of plain letters, in lower case, that any list knows: what that form is known for.
pub(super) fn listed() -> &'static Fixed<Gloss> {
    static LISTED: OnceLock<Fixed<Gloss>> = OnceLock::new();
    LISTED.get_or_init(|| {
        let mut listed = Listed::default();
        for word in lists().filter(|word| word.bytes().all(|b| b.is_ascii_lowercase())) {
            listed.entry(word, || known(&form(word)));
        }
        Fixed::new(listed)
    })
}

/// Makes the lists that reading looks words up in.
pub(crate) fn prepare() {
    listed();
}

/// Whether the case of `printed` decides its form: *US* is no pronoun.
pub(super) fn is_told_by_case(printed: &[u8]) -> bool {
    printed == b"US"
}

/// Who looks up printed words, and has noted what no list has.
#[derive(Debug, Default)]
pub(crate) struct Glosses {
    noted: FxHashMap<Key, Gloss>,
}

/// With so many words noted they are forgotten: some three megabytes.
const FORGET: usize = 1 << 16;

impl Glosses {
    /// The words of `text` without its marks, put behind `words`, each with its class in its place.
    pub(crate) fn words(&mut self, text: &str, words: &mut Vec<Gloss>) {
        let listed = listed();
        let (mut scan, mut context) = (scan(text), Context::BEGIN);
        let text = scan.text();
        loop {
            if !scan.has_clitic() {
                let at = self.run_on(listed, text, scan.at(), &mut context, words);
                scan.go_on(at);
            }
            let Some(piece) = scan.next() else { break };
            let printed = piece.span.of(text);
            let gloss = match piece.sort {
                Sort::Mark | Sort::Ellipsis | Sort::Bracket => Gloss::default(),
                Sort::Word | Sort::Ideograph | Sort::Number | Sort::Ampersand => {
                    self.find(listed, text, piece.span)
                }
            };
            let token =
                context.token(piece, printed, |capital| Gloss::in_place(gloss.class, capital));
            if token.class.is_word() {
                words.push(Gloss { class: token.class, ..gloss });
            }
        }
    }

    /// From `at` on, words of letters with blanks and plain marks between them, as the scan cuts them: nine tokens in ten. Where
    /// something else begins.
    fn run_on(
        &mut self,
        listed: &Fixed<Gloss>,
        text: &str,
        mut at: usize,
        context: &mut Context,
        words: &mut Vec<Gloss>,
    ) -> usize {
        let bytes = text.as_bytes();
        while let Some(&byte) = bytes.get(at) {
            if matches!(byte, b' ' | b'\t'..=b'\r') {
                at += 1;
            } else if byte.is_ascii_alphabetic() {
                let ((head, mut len), mut tail) = (letters(eight(bytes, at)), 0);
                if len == 8 {
                    (tail, len) = letters(eight(bytes, at + 8));
                    len += 8;
                }
                // What is longer than a key may go on.
                if len == 16 || !is_plain(bytes, at, len) {
                    break;
                }
                let stop = at + len;
                let mut gloss = listed.known(Key::small(head, tail));
                if gloss.key == 0 || is_told_by_case(&bytes[at..stop]) {
                    gloss = self.unlisted(&text[at..stop]);
                }
                let capital = byte.is_ascii_uppercase() && !context.initial;
                context.initial = false;
                words.push(Gloss { class: Gloss::in_place(gloss.class, capital), ..gloss });
                at = stop;
            } else {
                let Some(len) = plain_mark_len(&bytes[at..]) else { break };
                context.initial |= matches!(byte, b'.' | b'?' | b'!');
                at += len;
            }
        }
        at
    }

    /// What the form of the token at `span` of `text` is known for.
    pub(super) fn at(&mut self, text: &str, span: Span) -> Gloss {
        self.find(listed(), text, span)
    }

    #[inline]
    fn find(&mut self, listed: &Fixed<Gloss>, text: &str, span: Span) -> Gloss {
        let bytes = text.as_bytes();
        let gloss = Key::at(bytes, span.start(), span.len())
            .map_or_else(Gloss::default, |key| listed.known(key));
        if gloss.key != 0 && !is_told_by_case(&bytes[span.range()]) {
            gloss
        } else {
            self.unlisted(span.of(text))
        }
    }

    fn unlisted(&mut self, printed: &str) -> Gloss {
        let Some(key) = Key::exact(printed.as_bytes()) else { return known(&form(printed)) };
        if let Some(&gloss) = self.noted.get(&key) {
            return gloss;
        }
        if self.noted.len() >= FORGET {
            self.noted = FxHashMap::default();
        }
        let gloss = known(&form(printed));
        self.noted.insert(key, gloss);
        gloss
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::Vocabulary;

    #[test]
    fn no_list_has_a_word_without_a_key() {
        assert!(lists().all(|word| known(&form(word)).key != 0));
    }

    proptest! {
        /// What is looked up is what is interned, and the same when it is looked up again.
        #[test]
        fn the_words_of_a_reading(text in r#"((the|US|us|Us|percent|Organise|twelve|Mr|U\.S|Ruiz|can[’']t|cannot|e-mail|1,200|№|&|[A-Za-z]{1,18})[ .,;:?!()"'’“”\-0-9é…\[\]\n]{0,3}){0,12}|.{0,60}"#) {
            let mut vocabulary = Vocabulary::new();
            let passage = vocabulary.read_all(&text);
            let read = passage.tokens.iter().zip(&passage.words).filter(|(token, _)| token.class.is_word());
            let read: Vec<Gloss> = read.map(|(token, &word)| {
                let entry = &vocabulary[word];
                Gloss { key: entry.key, weight: entry.weight, class: token.class }
            }).collect();
            let mut glosses = Glosses::default();
            for _ in 0..2 {
                let mut words = Vec::new();
                glosses.words(&text, &mut words);
                prop_assert_eq!(&words, &read);
            }
        }
    }
}
