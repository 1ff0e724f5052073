use proptest::prelude::*;

use super::*;
use crate::quotation::extract;

fn read(text: &str) -> Vec<IndirectReport> {
    indirect_reports(&Document::new("a", text), &extract(text, Part::Text))
}

/// Speaker, cue and content of the reports of a text, as printed.
fn printed(text: &str) -> Vec<[String; 3]> {
    let one = |report: &IndirectReport| {
        let speaker = report.speaker.as_ref().map_or("", |speaker| speaker.mention.slice(text));
        [speaker.to_owned(), report.cue.slice(text).to_owned(), report.text(text)]
    };
    read(text).iter().map(one).collect()
}

#[test]
fn finds_clauses_phrases_and_infinitives() {
    let cases = [
        ("Ana Ruiz said that the bridge would last.", "Ana Ruiz", "said", "the bridge would last"),
        ("Ana Ruiz said the bridge would last.", "Ana Ruiz", "said", "the bridge would last"),
        (
            "The bridge would last for a century, according to the mayor.",
            "the mayor",
            "according to",
            "The bridge would last for a century",
        ),
        ("The bridge would last, she said.", "she", "said", "The bridge would last"),
        ("Ms. Ruiz denied the charges.", "Ms. Ruiz", "denied", "the charges"),
        ("The senator promised to close the port.", "The senator", "promised", "to close the port"),
        (
            "Ms. Ruiz called for a ban on heavy trucks.",
            "Ms. Ruiz",
            "called for",
            "a ban on heavy trucks",
        ),
    ];
    for (text, speaker, cue, content) in cases {
        let found = printed(text);
        let wanted = [speaker, cue, content].map(str::to_owned);
        assert!(found.contains(&wanted), "{text}: {found:?}");
    }
}

#[test]
fn a_report_in_several_pieces_leaves_the_cue_out() {
    let text = "The bridge, Ana Ruiz said, would last for a century.";
    let found = read(text);
    let said = found.iter().find(|report| report.cue.slice(text) == "said").unwrap();
    assert_eq!(said.pieces.len(), 2);
    assert_eq!(said.pieces[0].slice(text), "The bridge");
}

#[test]
fn text_without_reports_has_none() {
    for text in [
        "",
        "The bridge opened on Monday. Three thousand people crossed it in the rain.",
        "Heavy trucks use the northern road, which is closed in winter.",
        "“It will last,” said Ana Ruiz.",
        "“It will last,” she said. “It will last.”",
    ] {
        assert_eq!(printed(text), Vec::<[String; 3]>::new(), "{text}");
    }
}

#[test]
fn a_mixed_report_knows_its_quotations_and_its_speaker() {
    let text = "Mayor Ana Ruiz opened the bridge. She said the toll was “a plain and open theft” from drivers.";
    let found = read(text);
    let mixed = found.iter().find(|report| report.kind == IndirectKind::Mixed).unwrap();
    assert_eq!(mixed.text(text), "the toll was “a plain and open theft” from drivers");
    assert_eq!(mixed.quotations, [0]);
    assert_eq!(mixed.speaker.as_ref().unwrap().name.as_deref(), Some("Ana Ruiz"));
    assert!((0.2..=1.0).contains(&mixed.confidence));
}

#[test]
fn other_languages_have_no_reports() {
    let text = "La ministre a dit que le pont tiendrait pendant cent ans, et que c’est bien ainsi.";
    assert_eq!(read(text), []);
}

#[test]
fn the_model_is_of_the_size_it_says() {
    assert!(IndirectModel::from_bytes(include_bytes!("weights.bin")).is_some());
    const { assert!(IndirectModel::BYTES < 1_000_000) };
    assert!(IndirectModel::from_bytes(&[]).is_none());
    let model = IndirectModel::english();
    assert_eq!(IndirectModel::from_bytes(&model.to_bytes()).as_ref(), Some(model));
}

/// A model fitted on labels finds what they label.
#[test]
fn a_fitted_model_finds_its_labels() {
    let texts: Vec<LabelledText> = ["Ruiz", "Ito", "Lund", "Okafor", "Marsh", "Veln"]
        .iter()
        .map(|name| {
            let text = format!("{name} blorped that the bridge would last. The sun rose late.");
            let content = text.find("the bridge").unwrap();
            let cue = name.len() + 1;
            let report = LabelledReport::new(
                vec![Span::new(cue, cue + "blorped".len())],
                vec![Span::new(0, name.len())],
                vec![Span::new(content, content + "the bridge would last".len())],
            );
            LabelledText::new(text, Vec::new(), vec![report])
        })
        .collect();
    let model = IndirectModel::fit(&texts);
    let text = "Adams blorped that the bridge would last. The sun rose late.";
    let mut finder = IndirectFinder::new();
    let found = finder.find_with(&model, text, &[]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].cue.slice(text), "blorped");
    assert_eq!(found[0].text(text), "the bridge would last");
}

/// A sentence of nothing but cues has a bounded number of reports for its words.
#[test]
fn many_cues_are_bounded() {
    let text = "he said she said that ".repeat(400);
    let words = 5 * 400;
    assert!(read(&text).len() <= 8 + words / 8, "{}", read(&text).len());
    let news = "Ruiz said the port would close. ".repeat(400);
    assert_eq!(read(&news).len(), 400);
}

const SOUP: &str = concat!(
    r#"((Ana Ruiz|she|he|Mr\. Ito|the mayor|said|denied|that|according to|called|the bridge|would|"#,
    r#"“[a-z ]{1,12}”|"[a-z ]{0,12}|\[|\(|–|’s|’|n't|é…|[A-Za-z]{1,50})[ .,;:?!\n]{0,2}){0,30}|.{0,80}"#,
);

proptest! {
    /// Spans are true, in any text: they lie on characters, in order, and no two roles share words.
    #[test]
    fn spans_are_true(text in SOUP) {
        for report in read(&text) {
            let speaker = report.speaker.iter().map(|speaker| speaker.mention);
            let all: Vec<Span> = report.pieces.iter().copied().chain([report.cue]).chain(speaker).collect();
            for (n, span) in all.iter().enumerate() {
                prop_assert!(!span.is_empty() && text.get(span.range()).is_some());
                for other in &all[n + 1..] {
                    prop_assert!(span.end() <= other.start() || other.end() <= span.start());
                }
            }
            prop_assert!(report.pieces.is_sorted() && !report.pieces.is_empty());
            prop_assert_eq!(report.kind == IndirectKind::Mixed, !report.quotations.is_empty());
        }
    }

    /// The finder's buffers change nothing.
    #[test]
    fn one_text_after_another_is_the_same(texts in prop::collection::vec(SOUP, 3)) {
        let mut finder = IndirectFinder::new();
        for text in &texts {
            let quotations = extract(text, Part::Text);
            let fresh = IndirectFinder::new().find_with(IndirectModel::english(), text, &quotations);
            prop_assert_eq!(finder.find_with(IndirectModel::english(), text, &quotations), fresh);
        }
    }
}
