//! Properties of the quotations of any text, and a bound on their cost.

use proptest::prelude::*;

use super::*;
use crate::span::Span;

/// Checks the laws that hold for any text.
fn laws(text: &str) {
    let quotations = extract(text, Part::Text);
    for (i, quotation) in quotations.iter().enumerate() {
        assert!(!quotation.pieces.is_empty());
        for piece in &quotation.pieces {
            let words = text.get(piece.range()).expect("on character boundaries");
            assert!(!words.is_empty() && words == words.trim(), "{words:?}");
        }
        assert!(
            quotation.pieces.windows(2).all(|pair| pair[0].end() <= pair[1].start()),
            "{quotation:?}"
        );
        if let Some(parent) = quotation.parent {
            assert!(parent < i);
            let within =
                |piece: &Span| quotations[parent].pieces.iter().any(|outer| outer.contains(*piece));
            assert!(
                quotation.pieces.iter().all(within),
                "{quotation:?} in {:?}",
                quotations[parent]
            );
        }
    }
    let starts: Vec<usize> =
        quotations.iter().map(|quotation| quotation.extent().start()).collect();
    assert!(starts.is_sorted(), "{starts:?}");
}

/// Texts that once broke a law: a turn whose words begin after those of a quotation behind its
/// label; a quotation inside a credit line that is taken off.
#[test]
fn texts_that_broke_a_law() {
    laws("I\"ROE: ''\"&quot;\nDOE: \"\nDOE: \"");
    laws("&quot;\"?\nDOE: Word``word&quot;\u{a0}\"\n\"\"\"\"");
}

proptest! {
    #[test]
    fn any_text(text in any::<String>()) {
        laws(&text);
    }

    #[test]
    fn soups_of_marks(pieces in prop::collection::vec(prop::sample::select(vec![
        "\"", "“", "”", "„", "''", "'", "‘", "’", "‚", "`", "``", "«", "»", "「", "」", "『", "』", "‹", "›", "\n", "\n\n", " ",
        " ", "\u{a0}", "\u{200b}", "word", "Word", "I", "s", "é", ".", ",", "?", "…", "—", ":", "(", ")", "<", ">", "=", "6", "Q:", "A. ", "\nDOE: ", "ROE: ", "(", ")", "&quot;", "&rsquo;", "â€œ", "â€",
        " he said, ", "<a b=\"", "橋",
    ]), 0..120)) {
        laws(&pieces.concat());
    }

    /// A paragraph is read the same whatever stands before it, if nothing was left open there.
    #[test]
    fn paragraphs_are_independent(before in "[a-z ,.]{0,40}", words in "[A-Za-z][a-z ]{3,40}[a-z]") {
        let text = format!("{before}\n\n“{words}.” She left.");
        prop_assert_eq!(extract(&text, Part::Text).len(), 1);
    }

    /// Straight and curly marks give the same pieces.
    #[test]
    fn straight_equals_curly(parts in prop::collection::vec(("[A-Z][a-z]{1,8}( [a-z]{1,8}){0,6}[.,]", "[a-z]{1,8}( [a-z]{1,8}){0,6}\\."), 1..6)) {
        let curly: String = parts.iter().map(|(said, told)| format!("“{said}” {told} ")).collect();
        let straight = curly.replace(['“', '”'], "\"");
        let words = |text: &str| -> Vec<Vec<String>> {
            extract(text, Part::Text).iter().map(|q| q.pieces.iter().map(|piece| piece.slice(text).to_owned()).collect()).collect()
        };
        prop_assert_eq!(words(&curly), words(&straight));
    }
}

/// The cost is linear: quadratic cost would take minutes here. The bound holds on a slow machine
/// without optimisation.
#[test]
fn linear_whatever_the_marks() {
    let size = if cfg!(debug_assertions) { 200_000 } else { 2_000_000 };
    for unit in [
        "\"",
        "“",
        "\" ",
        "“a ",
        "\"a\" ",
        "‘a ",
        "“a.\n",
        "<a ",
        "=\"",
        "a=\" ",
        "“a,” he said, ",
        "\u{200b}",
        "\"'",
        "“‘a.\n\n",
        "(\"",
        "\"a'a“a‘a«a",
        "‘",
        "''",
        "「",
        "&quot;",
        "&",
        "a=“",
        "â€œ",
        "Q: a?\nA: b.\n",
        "AB: a? CD: b. ",
        "“AB: a? CD: b.\n",
        "AB: ",
        "\"a. – B C",
    ] {
        let text = unit.repeat(size / unit.len());
        let start = std::time::Instant::now();
        laws(&text);
        assert!(start.elapsed().as_secs() < 20, "{unit:?} took {:?}", start.elapsed());
    }
}
