//! Each example on the page of the taxonomy is what the page says that it is.

use std::collections::BTreeSet;
use std::path::Path;

use variorum::variant::{Variant, VariantRule};
use variorum::{Comparer, StandaloneQuotation};

/// The rows of the table below a heading, cell by cell.
fn rows(page: &str, heading: &str) -> Vec<Vec<String>> {
    let section = page.split(&format!("\n## {heading}\n")).nth(1).expect("a section");
    let table = section.lines().skip_while(|line| !line.starts_with('|'));
    let rows = table.take_while(|line| line.starts_with('|')).skip(2);
    let cells = |row: &str| {
        let cells = row.trim_matches('|').split('|');
        cells.map(|cell| cell.trim_matches([' ', '`']).to_owned()).collect()
    };
    rows.map(cells).collect()
}

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/TAXONOMY.md");
    std::fs::read_to_string(path).unwrap()
}

fn variants(a: &str, b: &str) -> Vec<Variant> {
    let [a, b] = [("a", a), ("b", b)].map(|(id, text)| StandaloneQuotation::new(id, text));
    Comparer::new().compare(&a, &b).variants
}

#[test]
fn each_example_is_of_its_kind() {
    let mut kinds = BTreeSet::new();
    for row in rows(&page(), "Kinds") {
        let [kind, level, _, a, b, rule] = &row[..] else { panic!("{row:?}") };
        let found = variants(a, b);
        let is = |one: &Variant| {
            one.kind.as_str() == kind && one.level.as_str() == level && one.rule.as_str() == rule
        };
        assert!(found.iter().any(is), "{row:?}: {found:?}");
        let worst = found.iter().map(|one| one.level).max().unwrap();
        assert_eq!(worst.as_str(), level, "{row:?}: {found:?}");
        kinds.insert(kind.clone());
    }
    let known: BTreeSet<String> =
        VariantRule::ALL.iter().map(|rule| rule.kind().as_str().to_owned()).collect();
    assert_eq!(kinds, known, "each kind has an example");
}

#[test]
fn each_example_is_of_its_operation_and_disclosure() {
    let page = page();
    for row in rows(&page, "Operations") {
        let found = variants(&row[2], &row[3]);
        assert!(found.iter().any(|one| one.operation.as_str() == row[0]), "{row:?}: {found:?}");
    }
    for row in rows(&page, "Disclosure") {
        let [a, b] = [&row[2], &row[3]].map(|text| StandaloneQuotation::new(text.clone(), text));
        let summary = Comparer::new().compare(&a, &b).summary;
        assert_eq!(summary.disclosure.as_str(), row[0], "{row:?}");
    }
    assert_eq!(rows(&page, "Levels").len(), 4);
}
