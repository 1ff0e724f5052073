//! Speakers found in the articles that come with the crate: right or absent, never wrong.

use std::path::Path;

use variorum::attribution::attribute;
use variorum::person_name::{Agreement, PersonName};
use variorum::quotation::{QuotationKind, extract};
use variorum::{Document, Part};

/// Returns every document of the folder, by file name without its ending.
fn articles() -> Vec<(String, Document)> {
    let folder = Path::new("examples/helsinki");
    let mut articles: Vec<(String, Document)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .map(|path| {
            let whole = std::fs::read_to_string(&path).unwrap();
            let (head, text) = whole.split_once("\n\n").unwrap();
            let title = head.lines().find_map(|line| line.strip_prefix("title: ")).unwrap();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name.clone(), Document::new(name, text).with_title(title))
        })
        .collect();
    articles.sort_by(|a, b| a.0.cmp(&b.0));
    articles
}

#[test]
fn no_quotation_of_helsinki_gets_a_wrong_speaker() {
    let expected = std::fs::read_to_string("examples/helsinki/expected.tsv").unwrap();
    let rows: Vec<Vec<&str>> = expected
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
        .collect();
    let (mut right, mut wrong) = (0, Vec::new());
    for (file, document) in articles() {
        for part in [Part::Title, Part::Text] {
            let text = document.part(part);
            let quotations = extract(text, part);
            for (quotation, found) in quotations.iter().zip(attribute(&document, &quotations)) {
                let holds =
                    |words: &str| quotation.pieces.iter().any(|piece| piece.slice(text) == words);
                let row = rows.iter().find(|row| {
                    row[2] == file && row[3] == part.as_str() && row[4].split(" | ").any(holds)
                });
                let Some(&[utterance, speaker, ..]) = row.map(Vec::as_slice) else { continue };
                let name = found.speaker.and_then(|speaker| speaker.name);
                let told = format!(
                    "{file} {part:?} {:?}: {name:?} by {:?}, not {speaker}",
                    quotation.extent(),
                    found.rule
                );
                match name {
                    // The Evening Lantern prints the wrong speaker, and is read as it is printed.
                    Some(name) if utterance == "ball" && file == "evening-lantern" => {
                        assert_eq!(name, "Donald Trump")
                    }
                    Some(name) if speaker != "-" => {
                        match PersonName::parse(&name)
                            .compare(&PersonName::parse(speaker))
                            .agreement
                        {
                            Agreement::Same => right += 1,
                            // “the president”, of whom the article knows two, is no error.
                            Agreement::Unknown if name.starts_with("the ") => {}
                            _ => wrong.push(told),
                        }
                    }
                    // What is nobody's speech may stand in somebody's sentence; a title or a term
                    // may not.
                    Some(_) if matches!(quotation.kind, QuotationKind::Title) => wrong.push(told),
                    _ => {}
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    // All but the few that are told by a pronoun with two men near it.
    assert!(right >= RIGHT, "{right}");
}

/// Number of quotations whose speaker is named and right; it must not fall.
const RIGHT: usize = 60;
