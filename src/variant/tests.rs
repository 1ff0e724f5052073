//! The table of cases, and the laws.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::align::{Alignment, align};
use crate::language::Language;

/// Everything `variants` needs of one pair.
struct AlignedPair<'t> {
    words: Vocabulary,
    texts: [&'t str; 2],
    passages: [Passage; 2],
    alignment: Alignment,
}

impl<'t> AlignedPair<'t> {
    fn new(a: &'t str, b: &'t str) -> AlignedPair<'t> {
        let mut words = Vocabulary::new();
        let passages = [words.tokenize(a), words.tokenize(b)];
        let alignment = align(&words, &passages[0].words, &passages[1].words);
        AlignedPair { words, texts: [a, b], passages, alignment }
    }

    fn variants(&self) -> Vec<Variant> {
        self.variants_in(None)
    }

    /// Returns the variants of two wordings whose documents are in this language.
    fn variants_in(&self, language: Option<Language>) -> Vec<Variant> {
        let side = |i: usize| Side::new(self.texts[i], &self.passages[i]).with_language(language);
        variants(&self.words, side(0), side(1), &self.alignment)
    }
}

fn named(variants: &[Variant]) -> String {
    let mut told: Vec<&Variant> = variants.iter().filter(|variant| !variant.is_edge()).collect();
    told.sort_by_key(|variant| (variant.a.start, variant.b.start, variant.a.end));
    let lines: Vec<String> = told
        .iter()
        .map(|v| format!("{} {} {} {}", v.kind, v.level, v.operation, v.disclosure))
        .collect();
    if lines.is_empty() { "=".to_owned() } else { lines.join("; ") }
}

struct Case {
    line: usize,
    a: &'static str,
    b: &'static str,
    expected: &'static str,
    never: Option<&'static str>,
}

fn cases() -> impl Iterator<Item = Case> {
    cases_of(include_str!("cases-en.tsv"))
}

fn cases_of(rows: &'static str) -> impl Iterator<Item = Case> {
    rows.lines().enumerate().filter(|(_, line)| !line.starts_with('#')).map(|(i, line)| {
        let mut fields = line.split('\t');
        let mut next = || fields.next();
        let (a, b, expected) =
            (next().unwrap(), next().unwrap(), next().expect("three columns at least"));
        Case { line: i + 1, a, b, expected, never: next() }
    })
}

/// Runs the cases; how many there are.
fn pass(cases: impl Iterator<Item = Case>) -> usize {
    pass_in(None, cases)
}

/// Runs cases in one language.
fn pass_in(language: Option<Language>, cases: impl Iterator<Item = Case>) -> usize {
    let mut failures = Vec::new();
    let mut count = 0;
    for case in cases {
        count += 1;
        let found = AlignedPair::new(case.a, case.b).variants_in(language);
        let got = named(&found);
        if got != case.expected {
            let rules: Vec<_> = found.iter().map(|v| (v.rule, v.a.clone(), v.b.clone())).collect();
            failures.push(format!(
                "{}: {} | {}\n   want {}\n   got  {got}\n   {rules:?}",
                case.line, case.a, case.b, case.expected
            ));
        }
        if let Some(rule) = case.never
            && found.iter().any(|variant| variant.rule.as_str() == rule)
        {
            failures.push(format!("{}: {rule} fired", case.line));
        }
    }
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures.join("\n"));
    count
}

#[test]
fn table() {
    assert!(pass(cases()) >= 240);
}

#[test]
fn german_table() {
    assert!(pass(cases_of(include_str!("cases-de.tsv"))) >= 20);
}

/// Each has at least eighty cases; Swedish is begun.
#[test]
fn tables_of_other_languages() {
    for (language, rows, least) in [
        (Language::German, include_str!("cases-de-more.tsv"), 60),
        (Language::French, include_str!("cases-fr.tsv"), 80),
        (Language::Spanish, include_str!("cases-es.tsv"), 80),
        (Language::Italian, include_str!("cases-it.tsv"), 80),
        (Language::Portuguese, include_str!("cases-pt.tsv"), 80),
        (Language::Dutch, include_str!("cases-nl.tsv"), 80),
        (Language::Swedish, include_str!("cases-sv.tsv"), 30),
    ] {
        let count = pass_in(Some(language), cases_of(rows));
        assert!(count >= least, "{language}: {count}");
    }
}

/// *No* and *nunca* deny alike, whatever English would make of them.
#[test]
fn two_negators_of_one_language_contradict_nothing() {
    for (a, b, language) in [
        ("No", "Nunca", Language::Spanish),
        ("No.", "Nunca.", Language::Spanish),
        ("Jamais", "Pas", Language::French),
        ("Nie", "Nicht", Language::German),
    ] {
        let found = AlignedPair::new(a, b).variants_in(Some(language));
        assert!(found.iter().all(|v| v.level < Level::Contradictory), "{a}: {found:?}");
    }
    // Near miss: an answer turned round.
    let found = AlignedPair::new("No iremos", "Iremos").variants_in(Some(Language::Spanish));
    assert!(found.iter().any(|v| v.level == Level::Contradictory));
}

/// A negation that is lost is as grave in one language as in the other.
#[test]
fn a_german_negation_weighs_what_an_english_one_does() {
    let pairs = [
        ("We will not raise taxes, and they know it.", "We will raise taxes, and they know it."),
        (
            "Wir werden die Steuern nicht erhöhen, und das wissen sie.",
            "Wir werden die Steuern erhöhen, und das wissen sie.",
        ),
    ];
    for (a, b) in pairs {
        let found = AlignedPair::new(a, b).variants();
        let told: Vec<_> = found.iter().map(|v| (v.kind, v.level, v.rule)).collect();
        assert_eq!(
            told,
            [(Kind::Polarity, Level::Contradictory, VariantRule::PolarityNegator)],
            "{a}"
        );
    }
}

/// Without word lists the rules that need none still speak; no other says more than M.
#[test]
fn a_language_without_tables_falls_to_the_neutral_rules() {
    let polish: Option<Language> = "pl".parse().ok();
    let rows = [
        ("Sprzedamy stary dom w dolinie.", "Sprzedamy dom w dolinie.", "content M omission silent"),
        (
            "W dolinie było 12 ludzi.",
            "W dolinie było 13 ludzi.",
            "number-value S+ substitution silent",
        ),
        ("Dom stoi w dolinie.", "Dom, stoi w dolinie.", "punctuation A addition none"),
        (
            "Wójt jest człowiekiem doliny.",
            "Wójt jest przyjacielem doliny.",
            "lexical M substitution silent",
        ),
    ];
    for (a, b, expected) in rows {
        assert_eq!(named(&AlignedPair::new(a, b).variants_in(polish)), expected, "{a}");
    }
}

#[test]
fn every_kind_has_four_cases() {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases() {
        let named: BTreeSet<&str> = case
            .expected
            .split("; ")
            .filter_map(|one| one.split(' ').next())
            .filter(|kind| *kind != "=")
            .collect();
        for kind in named {
            *kinds.entry(kind.to_owned()).or_default() += 1;
        }
    }
    let short: Vec<_> = kinds.iter().filter(|(_, n)| **n < 4).collect();
    assert!(kinds.len() >= 35 && short.is_empty(), "{} kinds; {short:?}", kinds.len());
}

/// Each rule has a case of its own and one in which it must not fire; but for the one that no pair
/// of wordings meets, since the edition sets it.
#[test]
fn every_rule_has_a_case_where_it_must_not_fire() {
    let rules = VariantRule::ALL.iter().filter(|&&rule| rule != VariantRule::TruncationElsewhere);
    let rules: BTreeSet<&str> = rules.map(|rule| rule.as_str()).collect();
    let never: BTreeSet<&str> = cases().filter_map(|case| case.never).collect();
    let without: Vec<_> = rules.difference(&never).collect();
    assert!(without.is_empty(), "no case in which it must not fire: {without:?}");
    let unknown: Vec<_> = never.difference(&rules).collect();
    assert!(unknown.is_empty(), "no such rule: {unknown:?}");
}

#[test]
fn a_break_in_the_quotation_discloses_what_is_left_out() {
    let whole = "We will sell the farm in the valley and the house.";
    let text = "“We will sell the farm,” he said, “and the house.”";
    let pieces = [crate::Span::new(3, 25), crate::Span::new(41, 55)];
    let mut words = Vocabulary::new();
    let (a, b) = (words.tokenize(whole), words.tokenize_pieces(text, &pieces));
    let alignment = align(&words, &a.words, &b.words);
    let found = variants(&words, Side::new(whole, &a), Side::new(text, &b), &alignment);
    let cut = found.iter().find(|variant| variant.operation == Operation::Elision);
    assert_eq!(cut.map(|variant| variant.disclosure), Some(Disclosure::Disclosed), "{found:?}");
}

#[test]
fn summary_is_the_worst() {
    let found =
        AlignedPair::new("We have never met those men here.", "We have met these men here,")
            .variants();
    let summary = Summary::new(&found);
    assert_eq!(
        (summary.level, summary.disclosure),
        (Some(Level::Contradictory), Disclosure::Silent)
    );
    assert_eq!(
        Summary::new(&AlignedPair::new("So be it.", "So be it,").variants()).level,
        Some(Level::Accidental)
    );
}

#[test]
fn long_texts_end() {
    let a = "we will not go there again and they know it ".repeat(200);
    let b = "they know that we will go there now or never ".repeat(200);
    assert!(!AlignedPair::new(&a, &b).variants().is_empty());
}

/// Wordings of a kind that meets many rules at once.
fn wording() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "we",
        "We",
        "you",
        "will",
        "would",
        "not",
        "never",
        "don't",
        "the",
        "a",
        "farm",
        "farms",
        "sold",
        "sell",
        "selling",
        "5",
        "five",
        "1,200",
        "million",
        "%",
        "$",
        "Putin",
        "Merkel",
        "President",
        "U.S.",
        "today",
        "Monday",
        "if",
        "but",
        "and",
        ",",
        ".",
        "?",
        "…",
        "...",
        "[",
        "]",
        "(",
        ")",
        "“",
        "”",
        "'",
        "-",
        "—",
        "um",
        "said",
        "he",
        "all",
        "some",
        "only",
        "carpet",
        "bomb",
        "organise",
        "café",
        "s***",
        "gonna",
    ]);
    prop::collection::vec((words, prop::sample::select(vec![" ", "", "  ", "\u{a0}"])), 0..14)
        .prop_map(|parts| {
            parts.into_iter().flat_map(|(word, blank)| [word, blank]).collect::<String>()
        })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![3 => wording(), 1 => any::<String>()]
}

/// Printed from its first token to its last.
fn trimmed(text: &str) -> &str {
    let tokens: Vec<_> = crate::text::tokens(text).collect();
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => &text[first.span.start()..last.span.end()],
        _ => "",
    }
}

fn swapped(operation: Operation) -> Operation {
    match operation {
        Operation::Addition => Operation::Omission,
        Operation::Omission => Operation::Addition,
        Operation::Split => Operation::Join,
        Operation::Join => Operation::Split,
        same => same,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// Law 6: what is printed otherwise is said; and nothing is said of what is printed alike.
    #[test]
    fn what_differs_is_said(a in text(), b in text()) {
        let (a, b) = (trimmed(&a), trimmed(&b));
        let found = AlignedPair::new(a, b).variants();
        prop_assert_eq!(found.is_empty(), a == b, "{:?}", found);
    }

    /// Swapping the sides swaps additions and omissions, splits and joins; kinds, levels and rules
    /// stay.
    #[test]
    fn swapping_mirrors(a in text(), b in text()) {
        let key = |v: &Variant| (v.a.clone().collect::<Vec<_>>(), v.b.clone().collect::<Vec<_>>(), v.kind, v.level, v.operation, v.rule, v.disclosure);
        let pair = AlignedPair::new(&a, &b);
        let mut there: Vec<_> = pair.variants().iter().map(|v| key(&Variant { a: v.b.clone(), b: v.a.clone(), operation: swapped(v.operation), ..v.clone() })).collect();
        let [left, right] = pair.passages;
        let mirror = AlignedPair { words: pair.words, texts: [&b, &a], passages: [right, left], alignment: pair.alignment.mirrored() };
        let mut back: Vec<_> = mirror.variants().iter().map(key).collect();
        there.sort();
        back.sort();
        prop_assert_eq!(there, back);
    }

    /// Another number, another name, a negator more: never accidental.
    #[test]
    fn contradictions_are_no_accidents(
        head in "(they|we) (told|asked) (us|them) (that|of)", tail in "(and|when) (nobody|we) (came|left) (home|early)",
        pair in prop::sample::select(vec![
            ("twelve men fled", "thirteen men fled"), ("5% of them left", "6% of them left"), ("$5 million went", "$5 billion went"),
            ("the Germans and Merkel left", "the Germans and Putin left"), ("Iran was hit", "Iraq was hit"),
            ("it was never safe", "it was safe"), ("it is legal", "it is illegal"), ("he can't swim", "he can swim"),
        ]),
    ) {
        let (a, b) = (format!("{head} {} {tail}", pair.0), format!("{head} {} {tail}", pair.1));
        let level = Summary::new(&AlignedPair::new(&a, &b).variants()).level;
        prop_assert_eq!(level, Some(Level::Contradictory), "{} | {}", a, b);
    }

    /// Levels of the user's own change levels, and nothing else; and the function sees what is
    /// printed.
    #[test]
    fn levels_change_levels_only(a in text(), b in text(), choice in 0..4usize) {
        let pair = AlignedPair::new(&a, &b);
        let levels = [Level::Accidental, Level::Minor, Level::Substantive, Level::Contradictory];
        let rule = Levels::from_fn(move |context| match context.variant.kind {
            Kind::Case => context.variant.level,
            _ => levels[(choice + context.a.len() + context.b.len()) % 4],
        });
        let side = |i: usize| Side::new(pair.texts[i], &pair.passages[i]);
        let usual = pair.variants();
        let classifier = VariantClassifier::new().with_levels(rule);
        let own = classifier.variants(&pair.words, side(0), side(1), &pair.alignment);
        prop_assert_eq!(own.len(), usual.len());
        for (own, usual) in own.iter().zip(&usual) {
            prop_assert_eq!(&Variant { level: usual.level, ..own.clone() }, usual);
            let printed = |i: usize, range: &Range<usize>| -> usize {
                let tokens = &pair.passages[i].tokens[range.clone()];
                tokens.first().zip(tokens.last()).map_or(0, |(first, last)| last.span.end() - first.span.start())
            };
            let expected = match usual.kind {
                Kind::Case => usual.level,
                _ => levels[(choice + printed(0, &usual.a) + printed(1, &usual.b)) % 4],
            };
            prop_assert_eq!(own.level, expected);
        }
    }

    /// Ranges lie inside the sides, and are never both empty.
    #[test]
    fn ranges_are_true(a in text(), b in text()) {
        let pair = AlignedPair::new(&a, &b);
        for variant in pair.variants() {
            prop_assert!(variant.a.start <= variant.a.end && variant.a.end <= pair.passages[0].tokens.len());
            prop_assert!(variant.b.start <= variant.b.end && variant.b.end <= pair.passages[1].tokens.len());
            prop_assert!(!(variant.a.is_empty() && variant.b.is_empty()), "{:?}", variant);
        }
    }
}
