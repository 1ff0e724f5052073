//! Passages of each language, read as documents are: which words are quoted, and who is said to
//! have said them. Near misses have nobody.

use super::Attributor;
use crate::language::Language;
use crate::model::Document;
use crate::quotation::Extractor;

/// Returns the mention of the speaker of each quotation of a text, `-` for none.
fn mentions(text: &str, language: Language) -> String {
    let document = Document::new("a", text).with_language(language.tag());
    let quotations = Extractor::new().extract_document(&document);
    let found = Attributor::new().attribute(&document, &quotations);
    let mention = found.iter().map(|found| {
        found.speaker.as_ref().map_or("-", |speaker| speaker.mention.slice(text)).to_owned()
    });
    mention.collect::<Vec<_>>().join("; ")
}

#[test]
fn passages_of_each_language() {
    let tables = [
        (Language::German, include_str!("passages-de.tsv"), 60),
        (Language::French, include_str!("passages-fr.tsv"), 60),
        (Language::Spanish, include_str!("passages-es.tsv"), 60),
        (Language::Italian, include_str!("passages-it.tsv"), 60),
        (Language::Portuguese, include_str!("passages-pt.tsv"), 60),
        (Language::Dutch, include_str!("passages-nl.tsv"), 60),
        (Language::Swedish, include_str!("passages-sv.tsv"), 20),
    ];
    let mut wrong = Vec::new();
    for (language, rows, least) in tables {
        let rows = rows.lines().filter(|line| !line.starts_with('#'));
        let rows: Vec<(&str, &str)> = rows.filter_map(|line| line.split_once('\t')).collect();
        assert!(rows.len() >= least, "{language}: {}", rows.len());
        for (text, expected) in rows {
            let got = mentions(&text.replace('¶', "\n"), language);
            if got != expected {
                wrong.push(format!("{language} {text}\n   got {got}, not {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Without word lists nobody is named but where marks, order and capitals show it.
#[test]
fn languages_without_word_lists() {
    let rows = [
        ("pl", "– Jutro wyjeżdżamy – powiedziała Anna Nowak. – Nie wrócimy tu.", "Anna Nowak"),
        ("ru", "— Мы уезжаем завтра, — сказала Анна Попова. — Мы не вернёмся.", "Анна Попова"),
        ("cs", "„Most je zavřený,“ řekla Anna Nováková.", "Anna Nováková"),
        ("cs", "Slunce svítí. „Most je od pondělí zavřený.“", "-"),
        ("tr", "“Köprü kapalı,” dedi Ayşe Kaya.", "Ayşe Kaya"),
        ("tr", "Ayşe Kaya dün geldi. “Köprü pazartesiden beri kapalı.”", "-"),
        ("tr", "Ayşe Kaya, “Köprü pazartesiden beri kapalı” dedi.", "-"),
        ("fi", "”Silta on suljettu”, sanoi Anna Virtanen.", "Anna Virtanen"),
        ("ja", "「橋は閉まっています。」と市長は言った。", "-"),
    ];
    for (tag, text, expected) in rows {
        let language = tag.parse().unwrap();
        assert_eq!(mentions(text, language), expected, "{tag} {text}");
    }
}

/// A list with dashes is no dialogue, and a bar opens speech in English too.
#[test]
fn dashes_that_open_no_speech() {
    let count = |text: &str, tag: &str| {
        let document = Document::new("a", text).with_language(tag);
        Extractor::new().extract_document(&document).len()
    };
    assert_eq!(count("— Le pont du Nord\n— Le pont du Sud\n— La gare", "fr"), 0);
    assert_eq!(count("— Zwei Brücken, sagte er\n— Ein Bahnhof", "de"), 0);
    assert_eq!(count("— We leave, said Dolan.", "en"), 0);
    assert_eq!(count("―Come up here! he called out coarsely.\n―I come, said Dolan.", "en"), 2);
}

/// The sentence of the cue says it; what is said of a language says nothing.
#[test]
fn translated_speech() {
    let translated = |text: &str, tag: &str| {
        let document = Document::new("a", text).with_language(tag);
        let quotations = Extractor::new().extract_document(&document);
        Attributor::new().attribute(&document, &quotations)[0].translated
    };
    for (tag, text) in [
        ("en", "“We will not sign the treaty,” Ada Lund said through an interpreter."),
        ("en", "“We will not sign the treaty,” Ada Lund said in Russian on Monday."),
        ("en", "Ada Lund told reporters through her translator: “We will not sign it.”"),
        ("de", "„Wir unterschreiben nicht“, sagte Petra Lang auf Russisch."),
        ("fr", "« Nous ne signerons pas », a déclaré Anne Leroux par un interprète."),
    ] {
        assert!(translated(text, tag), "{text}");
    }
    for (tag, text) in [
        ("en", "“We will not sign the treaty,” Ada Lund said in Moscow."),
        ("en", "“We will not sign the treaty,” Ada Lund said in Russian politics class."),
        ("en", "Ada Lund speaks Russian. “We will not sign the treaty,” she said."),
        ("de", "„Wir unterschreiben nicht“, sagte Petra Lang auf russischem Boden."),
    ] {
        assert!(!translated(text, tag), "{text}");
    }
}
