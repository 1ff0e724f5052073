//! Word lists of one's own change what is read, and nothing else.

use std::fs;

use variorum::language::{Language, LanguageData};
use variorum::model::StandaloneQuotation;
use variorum::variant::{Kind, Level};
use variorum::{Archive, Comparer, Document, Settings};

/// A folder with a French reporting verb, an English synonym, and a level.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("fr/reporting-verbs.tsv", "# my own\nsloganna\tsloganner\tsay\tpast\n"),
        ("en/synonyms.tsv", "quay\tpier\n"),
        ("en/levels.tsv", "spelling\tM\n"),
        ("README.md", "not a list"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn a_folder_changes_what_is_read() {
    let folder = folder();
    let data = LanguageData::from_folder(folder.path()).unwrap();

    let speaker = |settings| {
        let text = "« Le pont tiendra bon », sloganna Ana Ruiz.";
        let mut archive = Archive::new(settings);
        archive.add(Document::new("a", text).with_language("fr")).unwrap();
        archive.reconcile().utterances[0].speaker.clone()
    };
    assert_eq!(speaker(Settings::default()), None);
    let settings = Settings::default().with_language_data(data.clone());
    assert_eq!(speaker(settings).as_deref(), Some("Ana Ruiz"));

    let compare = |comparer: Comparer, a: &str, b: &str| {
        let mut comparer = comparer;
        let quotation = |text: &str| StandaloneQuotation::new("q", text);
        let comparison = comparer.compare(&quotation(a), &quotation(b));
        (comparison.variants[0].kind, comparison.summary.level)
    };
    let own = || Comparer::new().with_language_data(data.clone());
    let (a, b) = ("They met us on the quay.", "They met us on the pier.");
    assert_eq!(compare(Comparer::new(), a, b), (Kind::Lexical, Some(Level::Substantive)));
    assert_eq!(compare(own(), a, b), (Kind::Synonym, Some(Level::Minor)));
    let (a, b) = ("The harbour was closed.", "The harbor was closed.");
    assert_eq!(compare(Comparer::new(), a, b), (Kind::Spelling, Some(Level::Accidental)));
    assert_eq!(compare(own(), a, b), (Kind::Spelling, Some(Level::Minor)));
}

#[test]
fn a_folder_with_a_new_tag_makes_a_language() {
    let swedish: Language = "sv".parse().unwrap();
    let data = LanguageData::default()
        .with_list(swedish, "commonest-words.txt", "och att det som en på är av för med inte vi\n")
        .and_then(|data| data.with_list(swedish, "variant-cues.tsv", "negator\tinte\n"))
        .unwrap();
    let quotation = |text: &str| StandaloneQuotation::new("q", text);
    let (a, b) =
        (quotation("Vi är inte för att det är en bro."), quotation("Vi är för att det är en bro."));
    let comparison = Comparer::new().with_language_data(data).compare(&a, &b);
    assert_eq!(comparison.language, swedish);
    assert_eq!(comparison.variants[0].kind, Kind::Polarity);
    assert!(comparison.has_variant_lists());
}

#[test]
fn errors_name_file_line_and_value() {
    let folder = tempfile::tempdir().unwrap();
    let load = || LanguageData::from_folder(folder.path()).unwrap_err();
    fs::create_dir_all(folder.path().join("fr")).unwrap();
    fs::write(folder.path().join("fr/reporting-verbs.tsv"), "clame\tclamer\tshout\tpast\n")
        .unwrap();
    let message = load().to_string();
    assert!(
        message.contains("reporting-verbs.tsv: line 1: ") && message.contains("shout"),
        "{message}"
    );
    fs::rename(folder.path().join("fr"), folder.path().join("12")).unwrap();
    assert!(load().is_format());
    assert!(LanguageData::from_folder(folder.path().join("absent")).unwrap_err().is_io());
}
