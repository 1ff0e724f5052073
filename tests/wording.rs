//! What the reports for readers say of named outlets: who changed the words, if that is known; what
//! each prints, if it is not; nothing, if the difference is doubtful.

use variorum::edition::StatementModel;
use variorum::report::{HtmlReport, MarkdownReport, Report, TextReport};
use variorum::{Archive, Document, Settings};

const WHOLE: &str = "We will never close the old harbour of Veln, whatever the ministry says";
const CHANGED: &str = "We will ever close the old harbour of Veln, whatever the ministry says";

/// Returns the text, the Markdown and the page of these prints.
fn pages(prints: &[(&str, &str)], settings: Settings) -> [String; 3] {
    let mut archive = Archive::new(settings);
    for (outlet, words) in prints {
        let text = format!("“{words},” Ada Lund said in {outlet}.");
        let date = "2018-07-16".parse().unwrap();
        archive
            .add(Document::new(*outlet, text).with_outlet(*outlet).with_published(date))
            .unwrap();
    }
    let reconciliation = archive.reconcile();
    assert_eq!(reconciliation.utterances.len(), 1, "{prints:?}");
    let reports: [&dyn Report; 3] =
        [&TextReport::new().with_width(160), &MarkdownReport::new(), &HtmlReport::new()];
    reports.map(|report| {
        let mut out = Vec::new();
        report.write(&reconciliation, &mut out).unwrap();
        String::from_utf8(out).unwrap().replace("\\!", "!")
    })
}

/// Everything of substance is stated, or nothing is.
fn stating(everything: bool) -> Settings {
    let threshold = if everything { 0.0 } else { 1.0 };
    let model = StatementModel::default().with_threshold(threshold).unwrap();
    Settings::default().with_statement_model(model)
}

#[test]
fn one_print_against_one_is_laid_to_nobody() {
    for page in pages(&[("Courier", WHOLE), ("Post", CHANGED)], stating(true)) {
        let (one, other) = ("“never”", "“ever”");
        let said = format!("Courier prints {one}, Post {other}");
        let turned = format!("Post prints {other}, Courier {one}");
        assert!(page.contains(&said) || page.contains(&turned), "{page}");
        assert!(page.contains("1 difference of substance between prints"), "{page}");
        assert!(!page.contains("silent change") && !page.contains("! "), "{page}");
        assert!(page.contains("nobody can know who changed the words"), "{page}");
    }
}

#[test]
fn one_print_against_two_is_laid_to_it() {
    let prints = [("Courier", WHOLE), ("Ledger", WHOLE), ("Post", CHANGED)];
    for page in pages(&prints, stating(true)) {
        assert!(page.contains("1 silent change of substance"), "{page}");
        assert!(page.contains("! ") && !page.contains("Post prints"), "{page}");
        assert!(page.contains("the outlet named, or named after “only”"), "{page}");
        assert!(!page.contains("between prints"), "{page}");
    }
}

#[test]
fn a_doubtful_difference_is_said_of_nobody() {
    let prints = [("Courier", WHOLE), ("Ledger", WHOLE), ("Post", CHANGED)];
    for page in pages(&prints, stating(false)) {
        let page_lower = page.to_lowercase();
        assert!(page_lower.contains("doubtful, said of nobody:"), "{page}");
        assert!(page.contains("perhaps differs at 1"), "{page}");
        assert!(page.contains("counts for nothing"), "{page}");
        assert!(!page.contains("silent change") && !page.contains("of substance ·"), "{page}");
        assert!(!page.contains("! ") && !page_lower.contains("contradictory</span>"), "{page}");
    }
    // Without a doubtful place neither the paragraph nor its legend is printed.
    for page in pages(&[("Courier", WHOLE), ("Post", WHOLE)], stating(false)) {
        let page = page.to_lowercase();
        assert!(!page.contains("doubtful, said") && !page.contains("doubtful:"), "{page}");
    }
}
