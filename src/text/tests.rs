//! Ugly input, and properties of any text: spans are in order and on character boundaries, and no
//! visible character is lost.

use proptest::prelude::*;

use super::*;
use crate::span::Span;

fn printed(text: &str) -> Vec<&str> {
    tokens(text).map(|token| token.span.slice(text)).collect()
}

fn forms(text: &str) -> String {
    tokens(text)
        .map(|token| normal_form(token.span.slice(text)).into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn tokens_of_ugly_text() {
    let rows: &[(&str, &[&str])] = &[
        ("", &[]),
        (" \u{a0}\u{200b}\u{feff}\n", &[]),
        ("a\u{a0}b\u{2009}c\u{3000}d", &["a", "b", "c", "d"]),
        ("in\u{ad}ter\u{ad}fere", &["in\u{ad}ter\u{ad}fere"]),
        ("zero\u{200b}width", &["zero", "width"]),
        ("2.6million", &["2.6", "million"]),
        ("$1.5bn", &["$", "1.5", "bn"]),
        ("the 1990s, the ’90s and 22nd", &["the", "1990s", ",", "the", "’", "90s", "and", "22nd"]),
        ("1,200 people; 2,3", &["1,200", "people", ";", "2", ",", "3"]),
        ("s*** happens", &["s***", "happens"]),
        ("f**k and b*****d", &["f**k", "and", "b*****d"]),
        ("the U.S.’s army", &["the", "U.S.", "’s", "army"]),
        ("the U.S. army", &["the", "U.S.", "army"]),
        ("at 5 a.m. today", &["at", "5", "a.m.", "today"]),
        ("J. Trump, Donald J. Trump", &["J.", "Trump", ",", "Donald", "J.", "Trump"]),
        ("Mr. Smith vs. Gov. Lund Jr.", &["Mr.", "Smith", "vs.", "Gov.", "Lund", "Jr."]),
        ("can't won’t cannot", &["ca", "n't", "wo", "n’t", "can", "not"]),
        ("can´t", &["ca", "n´t"]),
        ("rock'n'roll", &["rock'n'roll"]),
        ("carpet-bomb — or -- not", &["carpet", "-", "bomb", "—", "or", "--", "not"]),
        ("wait... what . . . no…", &["wait", "...", "what", ". . .", "no", "…"]),
        ("peace 🕊️ now 👩‍👩‍👧", &["peace", "🕊️", "now", "👩", "👩", "👧"]),
        ("普京说", &["普", "京", "说"]),
        ("naïve cafe\u{301}", &["naïve", "cafe\u{301}"]),
        ("שלום עולם", &["שלום", "עולם"]),
        ("''Yes''", &["''", "Yes", "''"]),
        ("@potus #helsinki", &["@potus", "#helsinki"]),
    ];
    for &(text, expected) in rows {
        assert_eq!(printed(text), expected, "{text:?}");
    }
}

#[test]
fn forms_of_ugly_text() {
    let rows = [
        ("inter\u{ad}fere", "interfere"),
        ("can´t", "can not"),
        ("Don’t DON'T don`t", "do not do not do not"),
        ("U.S. US u.s. us", "u.s. u.s. u.s. us"),
        ("ﬁne ＡＢＣ", "fine abc"),
        ("Straße Łódź Ørsted İstanbul", "strasse lodz orsted istanbul"),
        ("cafe\u{301} CAFÉ", "cafe cafe"),
        ("“x” «x» „x“ ''x''", "\" x \" \" x \" \" x \" \" x \""),
        ("twelve 12 70% 70 percent", "12 12 70 percent 70 percent"),
        ("p.m. a.m.", "pm am"),
    ];
    for (text, expected) in rows {
        assert_eq!(forms(text), expected, "{text:?}");
    }
}

#[test]
fn every_normal_form_in_the_tables_is_its_own_normal_form() {
    for (_, to) in rows(include_str!("../language/en/normal-forms.tsv"))
        .chain(rows(include_str!("../language/en/spelling-variants.tsv")))
    {
        assert_eq!(normal_form(to), to);
    }
}

#[test]
fn sentences_of_ugly_text() {
    let rows: &[(&str, &[&str])] = &[
        (" \n\n ", &[]),
        ("One.\u{a0}Two.", &["One.", "Two."]),
        ("Mr. Lund left. He said no.", &["Mr. Lund left.", "He said no."]),
        (
            "Det. Supt. Lund of Assn. 4 left. He was Lt. Cmdr. Ek.",
            &["Det. Supt. Lund of Assn. 4 left.", "He was Lt. Cmdr. Ek."],
        ),
        (
            "Ask Sens. Ek and Lund. Brig. Gen. Ek left.",
            &["Ask Sens. Ek and Lund.", "Brig. Gen. Ek left."],
        ),
        ("It was 5 a.m. in Oslo. She slept.", &["It was 5 a.m. in Oslo.", "She slept."]),
        ("“No.” “Yes.” He left", &["“No.”", "“Yes.”", "He left"]),
        ("''No.'' He left.", &["''No.''", "He left."]),
        ("Wait ... there is more. Yes!", &["Wait ... there is more.", "Yes!"]),
        ("So it was I. He left.", &["So it was I.", "He left."]),
        ("no stop\nat all", &["no stop", "at all"]),
        ("他走了。她来了！", &["他走了。", "她来了！"]),
        ("3.5 per cent. 4 per cent.", &["3.5 per cent.", "4 per cent."]),
    ];
    for &(text, expected) in rows {
        assert_eq!(
            sentences(text).map(|span| span.slice(text)).collect::<Vec<_>>(),
            expected,
            "{text:?}"
        );
    }
}

/// Returns texts with more of what breaks tokenizers than chance would give.
fn ugly() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => any::<char>().prop_map(String::from),
        3 => "[a-zA-Z]{1,6}",
        2 => "[0-9,.:/]{1,6}",
        3 => "[.…!?’‘'`´\"“”«»\\[\\]*@#_&%$—–-]{1,4}",
        3 => "[ \u{a0}\n\r\t\u{200b}\u{ad}\u{200d}\u{feff}\u{301}\u{202e}\u{2028}]{1,3}",
        1 => prop::sample::select(vec!["U.S.", "Mr.", "US", "can't", "cannot", ". . .", "－－", "İ", "ß", "Ǆ", "½", "普京", "ﬁ", "﷽", "́"])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn tokens_are_in_order_and_cover_all_visible_text(text in ugly()) {
        let mut end = 0;
        for token in tokens(&text) {
            prop_assert!(token.span.start() >= end && !token.span.is_empty());
            prop_assert!(text.get(token.span.range()).is_some());
            let gap = &text[end..token.span.start()];
            prop_assert!(!gap.contains(|c: char| c.is_alphanumeric() || c.is_ascii_punctuation()), "{:?}", gap);
            end = token.span.end();
        }
        prop_assert!(!text[end..].contains(|c: char| c.is_alphanumeric() || c.is_ascii_punctuation()));
    }

    #[test]
    fn normal_form_is_idempotent(text in ugly()) {
        for printed in tokens(&text).map(|token| token.span.slice(&text)).chain([text.as_str()]) {
            let once = normal_form(printed).into_owned();
            prop_assert_eq!(normal_form(&once), once.as_str(), "{:?}", printed);
        }
    }

    #[test]
    fn sentences_and_paragraphs_cover_the_text(text in ugly()) {
        let blank = |gap: &str| gap.chars().all(|c| c.is_whitespace());
        for spans in [paragraphs(&text).collect::<Vec<_>>(), sentences(&text).collect()] {
            let mut end = 0;
            for span in spans {
                prop_assert!(span.start() >= end && !span.is_empty());
                prop_assert!(text.get(span.range()).is_some_and(|part| part.trim() == part));
                prop_assert!(blank(&text[end..span.start()]), "{:?}", &text[end..span.start()]);
                end = span.end();
            }
            prop_assert!(blank(&text[end..]));
        }
    }

    #[test]
    fn analyzer_gives_the_same_tokens(text in ugly(), cut in 0..40_usize) {
        let cut = (0..=cut.min(text.len())).rfind(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let pieces = [Span::new(0, cut), Span::new(cut, text.len())];
        prop_assert_eq!(tokenize_pieces_with(&mut LexicalAnalyzer::default(), &text, &pieces), tokenize_pieces(&text, &pieces));
    }

    /// The cache finds what the vocabulary has, and finds a new word once the vocabulary has it.
    #[cfg(feature = "json")]
    #[test]
    fn token_cache_agrees_with_the_vocabulary(texts in prop::collection::vec(ugly(), 1..4)) {
        let (mut words, mut cache) = (Vocabulary::new(), TokenCache::default());
        for text in &texts {
            for known in [false, true] {
                for span in raw_tokens(text).map(|piece| piece.span) {
                    let had = words.get(span.slice(text)).is_some();
                    let found = cache.find(&words, text, span);
                    // The vocabulary may have the form without having seen this print.
                    prop_assert!(found.is_none() || had);
                    prop_assert!(!known || found.is_some() || span.len() > 16);
                    if let Some((word, class)) = found {
                        prop_assert_eq!((Some(word), class), (words.get(span.slice(text)), words[word].class));
                    }
                }
                words.tokenize(text);
            }
        }
    }

    #[test]
    fn any_text_can_be_interned(text in ugly()) {
        let mut words = Vocabulary::new();
        let passage = words.tokenize(&text);
        prop_assert_eq!(passage.tokens.len(), passage.words.len());
        for word in passage.words {
            prop_assert!((bits(1)..=bits(20)).contains(&words[word].weight), "{:?}", words[word]);
        }
    }
}
