//! The reports of real runs: the JSON keeps its promises, and no format depends on the order of
//! the input.
#![cfg(feature = "json")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use variorum::StandaloneQuotation;
use variorum::report::{
    HtmlReport, JsonReport, MarkdownReport, Report, TeiReport, TextReport, TsvReport,
};
use variorum::{Archive, Document, Reconciliation};

fn documents() -> Vec<Document> {
    let documents = [
        (
            "a",
            "Courier",
            "2018-07-16",
            "“We did not close the harbour at nine,” Ada Lund said. “Nobody asked | us to.”",
        ),
        (
            "b",
            "Ledger",
            "2018-07-17",
            "Ada Lund said: \"We did close the harbour at nine.\"\n\nHe added *nothing*.",
        ),
        (
            "c",
            "Post",
            "2018-07-17",
            "Ms Lund told reporters that “we did not close the harbour” <at all>.",
        ),
        (
            "d",
            "Herald",
            "2018-07-18",
            "“[The port] did not close the harbour . . . nobody asked us to,” said Lund \u{1b}[31m.",
        ),
        ("e", "Echo", "2018-07-18", ""),
    ];
    let document = |(id, outlet, date, text): (&str, &str, &str, &str)| {
        let title = format!("‘Nobody asked us’: {outlet}");
        Document::new(id, text)
            .with_outlet(outlet)
            .with_title(title)
            .with_published(date.parse().unwrap())
    };
    documents.into_iter().map(document).collect()
}

fn archive(documents: Vec<Document>) -> Archive {
    let mut archive = Archive::default();
    for document in documents {
        archive.add(document).unwrap();
    }
    archive
        .add_quotation(
            StandaloneQuotation::new("given", "We did not close the harbour at nine")
                .with_outlet("Wire"),
        )
        .unwrap();
    archive
}

fn json(all: &Reconciliation) -> (String, Value) {
    let mut out = Vec::new();
    JsonReport::new().write(all, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let value = serde_json::from_str(&text).unwrap();
    (text, value)
}

fn list<'v>(value: &'v Value, field: &str) -> &'v [Value] {
    value[field].as_array().map_or(&[], Vec::as_slice)
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_else(|| panic!("{field} of {value}"))
}

fn span(value: &Value) -> std::ops::Range<usize> {
    let at = |end: usize| value[end].as_u64().unwrap_or_else(|| panic!("a span: {value}")) as usize;
    at(0)..at(1)
}

#[test]
fn spans_are_true_and_every_id_leads_somewhere() {
    let by_id: BTreeMap<String, Document> =
        documents().into_iter().map(|d| (d.id.clone(), d)).collect();
    let (_, all) = json(&archive(documents()).reconcile());
    assert_eq!(list(&all, "documents").len(), by_id.len());
    let utterances: BTreeSet<&str> =
        list(&all, "utterances").iter().map(|u| text(u, "id")).collect();
    let mut quotations = BTreeSet::new();
    for quotation in list(&all, "quotations") {
        assert!(quotations.insert(text(quotation, "id")), "one id, one quotation");
        assert!(utterances.contains(text(quotation, "utterance")));
        let Some(document) = quotation["document"].as_str() else {
            assert_eq!(text(quotation, "id"), "given");
            continue;
        };
        let document = &by_id[document];
        let part = if quotation["part"] == "title" {
            document.title.as_deref().unwrap()
        } else {
            &document.text
        };
        let pieces: Vec<&str> =
            list(quotation, "pieces").iter().map(|piece| &part[span(piece)]).collect();
        assert_eq!(pieces.join(" "), text(quotation, "text"));
        if !quotation["cue"].is_null() {
            assert_eq!(&part[span(&quotation["cue"]["span"])], text(&quotation["cue"], "text"));
        }
        if !quotation["speaker"].is_null() {
            assert_eq!(
                &part[span(&quotation["speaker"]["mention"])],
                text(&quotation["speaker"], "text")
            );
        }
    }
    assert!(!quotations.is_empty());

    let mut reported = BTreeSet::new();
    for utterance in list(&all, "utterances") {
        let wordings = list(utterance, "wordings");
        let mut in_wordings = BTreeSet::new();
        for (n, wording) in wordings.iter().enumerate() {
            for witness in list(wording, "witnesses") {
                assert!(
                    in_wordings.insert((witness.as_str().unwrap(), n as u64)),
                    "a witness has one wording"
                );
            }
        }
        let witnesses = list(utterance, "witnesses").iter();
        let of_witness: BTreeSet<_> =
            witnesses.map(|w| (text(w, "quotation"), w["wording"].as_u64().unwrap())).collect();
        assert_eq!(in_wordings, of_witness);
        for (quotation, _) in of_witness {
            assert!(reported.insert(quotation), "{quotation} is in two utterances");
        }
        for entry in list(utterance, "apparatus") {
            for variant in list(entry, "variants") {
                assert!(
                    list(variant, "wordings")
                        .iter()
                        .all(|n| (n.as_u64().unwrap() as usize) < wordings.len())
                );
            }
        }
    }
    assert_eq!(reported, quotations, "every quotation is in exactly one utterance");
    for link in list(&all, "links") {
        assert!(quotations.contains(text(link, "a")) && quotations.contains(text(link, "b")));
        assert!(matches!(text(link, "verdict"), "same" | "review"));
    }
}

#[test]
fn no_form_shows_the_order_of_the_input() {
    let printed = |documents| {
        let all = archive(documents).reconcile();
        let mut forms = [const { Vec::new() }; 5];
        TextReport::new().with_min_outlets(1).write(&all, &mut forms[0]).unwrap();
        MarkdownReport::new().with_min_outlets(1).write(&all, &mut forms[1]).unwrap();
        HtmlReport::new().with_min_outlets(1).write(&all, &mut forms[2]).unwrap();
        TeiReport::new().with_min_outlets(1).write(&all, &mut forms[3]).unwrap();
        TsvReport::new().with_min_outlets(1).write(&all, &mut forms[4]).unwrap();
        (json(&all).0, forms.map(|form| String::from_utf8(form).unwrap()))
    };
    let first = printed(documents());
    let turned = printed(documents().into_iter().rev().collect());
    assert_eq!(first, turned);
    assert!(
        first.1.iter().all(|form| !form.contains('\u{1b}')),
        "an article cannot drive the terminal"
    );
    assert!(first.1[0].lines().all(|line| line.chars().count() <= 100));
}

#[test]
fn a_closed_pipe_is_an_error_and_no_panic() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let all = archive(documents()).reconcile();
    let kinds = [
        TextReport::new().with_min_outlets(1).write(&all, &mut Closed).unwrap_err().io_kind(),
        MarkdownReport::new().with_min_outlets(1).write(&all, &mut Closed).unwrap_err().io_kind(),
        HtmlReport::new().with_min_outlets(1).write(&all, &mut Closed).unwrap_err().io_kind(),
        TeiReport::new().with_min_outlets(1).write(&all, &mut Closed).unwrap_err().io_kind(),
        TsvReport::new().with_min_outlets(1).write(&all, &mut Closed).unwrap_err().io_kind(),
        JsonReport::new().write(&all, &mut Closed).unwrap_err().io_kind(),
    ];
    assert_eq!(kinds, [Some(std::io::ErrorKind::BrokenPipe); 6]);
}

/// HTML and TEI are well-formed whatever the articles print, and the TEI edition holds the whole
/// text of every witness.
#[test]
fn the_edition_gives_every_witness_back() {
    let mut archive = archive(documents());
    for name in
        ["harbour-courier", "northern-ledger", "plains-tribune", "prairie-sentinel", "samovar"]
    {
        let article = std::fs::read_to_string(format!("examples/helsinki/{name}.txt")).unwrap();
        archive.add(Document::new(name, article).with_outlet(name)).unwrap();
    }
    let all = archive.reconcile();
    let (mut edition, mut page) = (Vec::new(), Vec::new());
    TeiReport::new().with_min_outlets(1).write(&all, &mut edition).unwrap();
    HtmlReport::new().with_min_outlets(1).write(&all, &mut page).unwrap();
    let page = String::from_utf8(page).unwrap();
    assert!(!page.contains("<at all>") && page.contains("Donald Trump"));
    assert_eq!(page.matches("<article").count(), all.utterances.len());

    let edition = String::from_utf8(edition).unwrap();
    let tree = roxmltree::Document::parse(&edition).unwrap();
    let plain = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let named = |node: &roxmltree::Node<'_, '_>, name: &str| node.tag_name().name() == name;
    let mut read = 0;
    for utterance in &all.utterances {
        // A block that moved stands in the edition where the lemma has it.
        if utterance
            .apparatus
            .iter()
            .flat_map(|entry| &entry.readings)
            .any(|reading| reading.moved_block.is_some())
        {
            continue;
        }
        let division = tree.descendants().find(|node| {
            node.attribute(("http://www.w3.org/XML/1998/namespace", "id")) == Some(&utterance.id)
        });
        let division = division.unwrap();
        for witness in &utterance.witnesses {
            let siglum = format!("#{}-{}", utterance.id, witness.siglum);
            let has = |node: &roxmltree::Node<'_, '_>, name| {
                node.attribute(name)
                    .is_some_and(|those: &str| those.split(' ').any(|one| one == siglum))
            };
            let blocks = || division.children().filter(|node| named(node, "ab"));
            let block = blocks().find(|node| has(node, "corresp")).or(blocks().next()).unwrap();
            let text = block.descendants().filter(|node| node.is_text()).filter(|text| {
                let reading =
                    text.ancestors().find(|node| named(node, "lem") || named(node, "rdg"));
                reading.is_none_or(|reading| has(&reading, "wit"))
            });
            let text: String = text.filter_map(|node| node.text()).collect();
            let wording = &utterance.wordings[witness.wording].text;
            assert_eq!(plain(&text), plain(wording), "{} of {edition}", witness.siglum);
            read += 1;
        }
    }
    assert!(read > 40, "{read}");
}

/// What is said without marks stands under the witnesses of what others quote, and is none.
#[test]
fn reports_without_marks_stand_under_the_witnesses() {
    let bridge = "“I will close the harbour bridge in Veln before the winter storms,”";
    let documents = [
        ("a", "Courier", format!("{bridge} Ana Ruiz said.")),
        ("b", "Post", format!("{bridge} said Ana Ruiz.")),
        (
            "c",
            "Ledger",
            "Mayor Ana Ruiz spoke. She said that she would close the harbour bridge in Veln before the \
             winter storms. Critics called it “a very bad joke” on the town."
                .to_owned(),
        ),
    ];
    let documents =
        documents.map(|(id, outlet, text)| variorum::Document::new(id, text).with_outlet(outlet));
    let all = variorum::reconcile(&documents).unwrap();
    let without =
        "She said that she would close the harbour bridge in Veln before the winter storms";

    let mut text = Vec::new();
    TextReport::new().with_width(200).write(&all, &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains(&format!("Ledger: {without}, without marks")), "{text}");
    let mut markdown = Vec::new();
    MarkdownReport::new().write(&all, &mut markdown).unwrap();
    let markdown = String::from_utf8(markdown).unwrap();
    assert!(markdown.contains(&format!("\n- Ledger: {without}, *without marks*\n")), "{markdown}");
    let mut html = Vec::new();
    HtmlReport::new().write(&all, &mut html).unwrap();
    let html = String::from_utf8(html).unwrap();
    let html = html.split_once("without marks</span>").unwrap().1;
    assert!(html.contains(&format!(">{without}</blockquote>")), "{html}");

    let shared = all.utterances.iter().find(|utterance| utterance.outlets == 2).unwrap();
    assert_eq!(shared.witnesses.len(), 2);
    let mut json = Vec::new();
    JsonReport::new().write(&all, &mut json).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let said = &json["reports"][0];
    assert_eq!(said["document"], "c");
    assert_eq!(said["text"], "she would close the harbour bridge in Veln before the winter storms");
    assert_eq!(said["cue"]["text"], "said");
    assert_eq!(said["speaker"]["text"], "She");
    assert_eq!(said["speaker"]["name"], "Ana Ruiz");
    assert_eq!(said["kind"], "indirect");
    assert_eq!(said["quotations"], serde_json::json!([]));
    assert_eq!(said["utterance"], shared.id.as_str());
    let mixed = &json["reports"][1];
    assert_eq!(mixed["kind"], "mixed");
    assert_eq!(mixed["quotations"], serde_json::json!(["c#0"]));

    // Without reports nothing else changes.
    let settings = variorum::Settings::default().with_indirect_reports(false);
    let mut archive = variorum::Archive::new(settings);
    documents.iter().for_each(|document| archive.add(document.clone()).unwrap());
    let quiet = archive.reconcile();
    assert!(quiet.documents.iter().all(|document| document.reports.is_empty()));
    assert_eq!(quiet.utterances, all.utterances);
    assert_eq!(quiet.links, all.links);
}

/// Who prints more than the others has changed nothing: the others may have left it out.
#[test]
fn a_longer_print_is_no_silent_change() {
    let shorter = "we will close the old harbour of Veln on Monday";
    let longer = "We will close the old harbour of Veln on Monday, unless the ministry pays";
    let mut archive = Archive::default();
    let mut add = |outlet: &str, said: &str| {
        let text = format!("“{said},” Ada Lund said.");
        let document = Document::new(outlet, text).with_outlet(outlet);
        archive.add(document.with_published("2018-07-16".parse().unwrap())).unwrap();
    };
    for outlet in ["Courier", "Echo"] {
        add(outlet, &format!("The council has met, my friends, and {shorter}"));
    }
    for outlet in ["Herald", "Post", "Times", "Wire"] {
        add(outlet, shorter);
    }
    add("Ledger", longer);
    let mut text = Vec::new();
    TextReport::new().write(&archive.reconcile(), &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    let row = text.lines().find(|line| line.contains("goes on with “unless")).unwrap();
    assert!(row.contains("Ledger") && !row.contains('!'), "{text}");
    assert!(text.contains("1 difference of substance between prints"), "{text}");
    assert!(!text.contains("silent change"), "{text}");
}
