//! Pages of the sample and of articles made up to do harm. What only a browser sees is tested in
//! the workspace member `browser`.

use super::*;
use crate::report::sample;
use crate::report::view::UtteranceView;
use crate::{Archive, Document, StandaloneQuotation};

fn page(report: &HtmlReport, all: &Reconciliation) -> String {
    let mut out = Vec::new();
    report.write(all, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Returns the text between the first `begin` and the next `end`.
fn between<'p>(page: &'p str, begin: &str, end: &str) -> &'p str {
    let rest = page.split_once(begin).unwrap_or_else(|| panic!("no {begin} in {page}")).1;
    rest.split_once(end).unwrap_or_else(|| panic!("no {end}")).0
}

/// Returns what is printed, without the elements.
fn text(markup: &str) -> String {
    let texts = markup.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text = texts.collect::<String>().replace("&quot;", "\"").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_sample() {
    let page = page(&HtmlReport::new(), &sample::reconciliation());
    let articles: Vec<&str> = page.split("<article ").skip(1).collect();
    assert_eq!(articles.len(), 3);
    // What is stated comes before a conflict, and that before what is minor.
    let ids = articles.iter().map(|article| between(article, "id=\"", "\"")).collect::<Vec<_>>();
    assert_eq!(ids, ["u000000000002", "u000000000003", "u000000000001"]);

    let denial = articles[0];
    insta::assert_snapshot!(between(denial, "<blockquote class=\"lemma\" dir=\"auto\">", "</blockquote>"), @r##"<p>“<mark class="M">We</mark><sup class="M"><a href="#u000000000002-1"><span class="unseen">difference </span>1</a></sup> did <mark class="X">not</mark><sup class="X"><a href="#u000000000002-2"><span class="unseen">difference </span>2<span class="sign">S+</span></a></sup> close the harbour at 9, and the mayor<mark class="S">, who was told on Monday,</mark><sup class="S"><a href="#u000000000002-3"><span class="unseen">difference </span>3<span class="sign">S</span></a></sup> never asked us to.”</p>"##);
    let changes = between(denial, "<div class=\"changes\">", "</div>\n<details class=\"wordings");
    insta::assert_snapshot!(text(changes), @r##"1M We ~ [The port authority] Herald · minor, disclosed why difference 1 is called minor bracketed classified by bracketed.replaced 2S+ not - left out ! Post · contradictory, silent why difference 2 is called contradictory polarity classified by polarity.negator 3S , who was told on Monday, … left out Herald · substantive, disclosed why difference 3 is called substantive content classified by content.inside Same words, printed otherwise: harbour ] harbor (spelling; Tribune)"##);
    let table = between(denial, "<table class=\"alignment\">", "</table>");
    let rows: Vec<String> =
        table.split("<tr").skip(1).map(|row| text(&format!("<{row}"))).collect();
    insta::assert_snapshot!(rows.join("\n"), @r##"
    wording difference 1difference 2difference 3
    1 lemma A CourierB Ledger 16 Jul We did not close the harbour at 9, and the mayor , who was told on Monday, never asked us to.
    2 D Post We left out—S+ harbour , who was told on Monday,
    3 C Herald 17 Jul [The port authority]M not harbour …S
    4 E Tribune 16 Jul We not harborA , who was told on Monday,
    "##);
    let witnesses = between(denial, "<ol class=\"witnesses\">", "</ol>");
    insta::assert_snapshot!(text(witnesses).replace(" Ada Lund · ", "\n"), @r##"
    A Courier as the lemma Ada Lund said: “We did not close the harbour at 9, and the mayor, who was told on Monday, never asked us to.” speaker:
    courier-u000000000002#0 B Ledger 16 July 2018 as the lemma Ada Lund said: “We did not close the harbour at 9, and the mayor, who was told on Monday, never asked us to.” speaker:
    ledger-u000000000002#0 C Herald 17 July 2018 differs at 1, 3 a spokeswoman said: “[The port authority] did not close the harbour at 9, and the mayor … never asked us to.” speaker: a spokeswoman · herald-u000000000002#0 D Post differs at 2 Ada Lund said: “We did close the harbour at 9, and the mayor, who was told on Monday, never asked us to.” speaker:
    post-u000000000002#0 E Tribune 16 July 2018 same words Ada Lund said: “We did not close the harbor at 9, and the mayor, who was told on Monday, never asked us to.” speaker:
    tribune-u000000000002#0
    "##);
    let conflict = articles[1];
    assert!(text(conflict).contains("given to Ada Lund by Courier given to Tor Berg by Ledger"));
    assert!(conflict.contains("“This *will* pass | or &lt;it&gt; won&#x27;t.”"), "{conflict}");
    let risk = between(articles[2], "<table class=\"alignment\">", "</table>");
    assert!(risk.contains("<span class=\"mv\">↕1</span>"), "a moved block has its number: {risk}");
    insta::assert_snapshot!(text(between(&page, "<ol class=\"first\">", "</ol>")), @r##"Ada Lund S+ contradictory not left out · Post · 5 outlets Ada Lund ? speakers differ Ada Lund in Courier; Tor Berg in Ledger · 2 outlets"##);
    insta::assert_snapshot!(text(between(&page, "<ul class=\"plot\">", "</ul>")), @r##"0255075100 % Post 1, 1 in substance of 1 Courier 0 of 1 Herald 0 of 1 Ledger 0 of 1 Tribune 0 of 1"##);
}

/// Articles by whose text, names and addresses a page could be taken over.
fn hostile() -> Reconciliation {
    let storm = "\u{301}".repeat(3000);
    let markup = "</p></article><script>alert(1)</script><img src=x onerror=alert(1)>";
    let words = format!(
        "We will {markup} never \u{202e}close\u{2066} the harbour{storm} of {{{{ page.title }}}} Veln"
    );
    let mut archive = Archive::default();
    for (n, outlet) in ["Courier\"><b>", "Ledger", "{% raw %}"].into_iter().enumerate() {
        let words = if n == 0 { words.replace("never", "ever") } else { words.clone() };
        let document =
            Document::new(format!("{n}\"'><u>"), format!("“{words},” Ada Lund</h3> said."))
                .with_outlet(outlet)
                .with_title("<h1>& \"'")
                .with_url(
                    ["javascript:alert(1)", "https://a.example/\"><b>", "data:text/html,x"][n],
                )
                .with_published("2018-07-16".parse().unwrap());
        archive.add(document).unwrap();
    }
    archive.reconcile()
}

#[test]
fn hostile_articles_are_text() {
    let all = hostile();
    assert!(all.utterances.iter().any(|utterance| utterance.outlets == 3), "{:?}", all.utterances);
    let page = page(&HtmlReport::new().with_title("R & D</title>"), &all);
    assert!(page.contains("<title>R &amp; D&lt;&#x2f;title&gt;</title>"));
    assert!(page.contains("&lt;script&gt;alert(1)"), "it is shown");
    assert!(page.contains("{{ page.title }}"), "articles are no templates");
    assert!(!page.contains(['\u{202e}', '\u{2066}']));
    assert!(!page.contains(&"\u{301}".repeat(9)), "marks do not pile up");
    assert_eq!(page.matches("<script").count(), 1);
    let elements = ["<img", "<u>", "<h1>&", "javascript:", "data:text"];
    for element in elements {
        assert!(!page.contains(element), "{element}");
    }
    assert!(page.contains("href=\"https:&#x2f;&#x2f;a.example&#x2f;&quot;&gt;&lt;b&gt;"), "{page}");
    assert!(page.contains("default-src &#x27;none&#x27;"));
}

/// Several readings at one place, and places too minor and too many for rows: each link leads to
/// one element.
#[test]
fn every_id_is_unique_and_every_link_leads_somewhere() {
    let lemma = "We will never close the old harbour of Veln, and the people of the town know that \
        the men in the boats will go on to the sea in the morning, as the fathers of the men did";
    let edited = |pairs: &[(&str, &str)]| {
        pairs.iter().fold(lemma.to_owned(), |text, (from, to)| text.replacen(from, to, 1))
    };
    let minor = edited(&[
        ("the old harbour", "an old harbour"),
        ("the people", "people"),
        ("of the town", "of a town"),
        ("that the men", "the men"),
        ("the boats", "these boats"),
        ("go on to", "go to"),
        ("the sea", "this sea"),
        ("in the morning", "on the morning"),
        ("as the fathers", "as fathers"),
        ("of the men did", "of these men did"),
    ]);
    let printed = [
        lemma.to_owned(),
        lemma.to_owned(),
        lemma.to_owned(),
        edited(&[("never close", "not close")]),
        edited(&[("never close", "soon close")]),
        edited(&[("never close", "close")]),
        minor,
    ];
    let mut archive = Archive::default();
    for (n, text) in printed.iter().enumerate() {
        let given = StandaloneQuotation::new(format!("q{n}"), text.as_str())
            .with_outlet(format!("outlet {n}"));
        archive.add_quotation(given).unwrap();
    }
    let all = archive.reconcile();
    let page = page(&HtmlReport::new(), &all);
    let values = |key: &str| -> Vec<String> {
        let those = page.split(key).skip(1);
        those.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let (mut ids, links) = (values(" id=\""), values(" href=\"#"));
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id is given twice: {page}");
    assert!(links.len() > 8, "{page}");
    for link in links {
        assert!(ids.contains(&link), "{link} leads nowhere: {page}");
    }
    assert!(page.contains("<em>Minor:</em>"), "places in a paragraph: {page}");
    let view = UtteranceView::new(&all.utterances[0]);
    assert!(view.places.iter().any(|place| place.changes.len() > 1), "two changes at a place");
}

#[test]
fn a_long_report_is_several_files_with_every_utterance_once() {
    let all = sample::reconciliation();
    let report = HtmlReport::new().with_page_utterances(2);
    let pages = report.pages(&all, "a.b.html");
    assert_eq!(pages.names(), ["a.b.html", "a.b-2.html", "a.b-contents.html"]);
    let printed = |n: usize| {
        let mut out = Vec::new();
        pages.write(n, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let [first, second, contents] = [printed(0), printed(1), printed(2)];
    assert_eq!(first.matches("<article ").count(), 2);
    assert_eq!(second.matches("<article ").count(), 1);
    assert_eq!(contents.matches("<article ").count(), 0);
    assert!(first.contains("id=\"overview\"") && !second.contains("id=\"overview\""));
    assert!(first.contains("href=\"a.b-2.html\""), "{first}");
    for id in ["a.b.html#u000000000002", "a.b-2.html#u000000000001", "a.b.html#u000000000003"] {
        assert!(contents.contains(&format!("href=\"{id}\"")), "{id}: {contents}");
    }
    assert_eq!(printed(3), "");
    // The list has outlets by number, and names some; the overview leads to it.
    let names = between(&contents, "<datalist id=\"outlet-names\">", "</datalist>");
    let names: Vec<&str> = names.split('"').skip(1).step_by(2).collect();
    assert_eq!(names, ["Courier", "Herald", "Ledger", "Post", "Tribune"]);
    let line = between(&contents, "href=\"a.b-2.html#u000000000001\"", "</p>");
    assert!(text(line).contains("4 outlets (Courier, Herald, Ledger and 1 more)"), "{line}");
    let lines = contents.split("<p class=\"line").skip(1);
    let printed: Vec<&str> = lines.map(|line| between(line, "data-printed=\"", "\"")).collect();
    assert_eq!(printed.len(), 3);
    assert!(printed.contains(&"0 1 2 3 4"), "{printed:?}");
    assert!(first.contains("href=\"a.b-contents.html#by-outlet=Courier\""), "{first}");
    // All of them fit: one file, without a list.
    let report = HtmlReport::new();
    assert_eq!(report.pages(&all, "a.html").names(), ["a.html"]);
}

/// The pairs to decide go on in further files; in one file all of them stand.
#[test]
fn no_pair_to_decide_is_left_out() {
    let mut all = sample::reconciliation();
    let pair = all.links.iter().find(|link| link.verdict == crate::link::LinkVerdict::Review);
    let mut pair = pair.expect("a pair to review").clone();
    pair.a = "courier-u000000000001#0".to_owned();
    all.links = vec![pair; 1100];
    let report = HtmlReport::new();
    let pages = report.pages(&all, "a.html");
    assert_eq!(pages.names(), ["a.html", "a-review.html", "a-review-2.html"]);
    let (mut numbers, mut ids): (Vec<usize>, _) = (Vec::new(), Vec::new());
    for n in 0..3 {
        let mut out = Vec::new();
        pages.write(n, &mut out).unwrap();
        let page = String::from_utf8(out).unwrap();
        let pairs = page.split("name=\"pair-").skip(1).step_by(2);
        numbers.extend(pairs.map(|rest| rest.split('"').next().unwrap().parse::<usize>().unwrap()));
        ids.push(page.matches("id=\"decided\"").count());
        let links: [&[&str]; 3] =
            [&["a-review.html"], &["a.html", "a-review-2.html"], &["a.html", "a-review.html"]];
        assert!(links[n].iter().all(|name| page.contains(&format!("href=\"{name}\""))));
    }
    assert_eq!(numbers, (1..=1100).collect::<Vec<_>>());
    assert_eq!(ids, [1; 3], "each page gathers its decisions");
    assert_eq!(page(&report, &all).matches("class=\"pair\"").count(), 1100);
}

#[test]
fn templates_can_be_replaced_and_failures_are_told() {
    let all = sample::reconciliation();
    let report = HtmlReport::new()
        .with_template("utterance.html", "<li>{{ u.speaker }}: {{ u.lemma[0].text }}</li>")
        .unwrap()
        .with_template("page.css", "p { color: red }")
        .unwrap();
    let page = page(&report, &all);
    assert!(page.contains("<li>Tor Berg: “This") || page.contains("<li>Ada Lund: “This"), "{page}");
    assert!(page.contains("<style>p { color: red }</style>"));

    let wrong = |name: &str, source: &str| {
        let error = HtmlReport::new().with_template(name, source).unwrap_err();
        assert!(error.is_format(), "{error}");
        error.to_string()
    };
    assert!(wrong("utterance.htm", "").contains("there are page-begin.html, "));
    assert!(wrong("utterance.html", "a\n{% for %}").starts_with("utterance.html: line 2: "));
    assert!(wrong("page.js", "x = \"</SCRIPT>\"").contains("</script"));
    // What can only be found out when it is printed.
    let report = HtmlReport::new().with_template("utterance.html", "{{ u.id.a.b }}").unwrap();
    let error = report.write(&all, &mut std::io::sink()).unwrap_err();
    assert!(error.to_string().starts_with("utterance.html: line 1: "), "{error}");
}

/// Each row of the table, read through, is the text of its wording.
#[test]
fn every_row_reads_as_its_wording() {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let mut reader = crate::input::InputReader::new();
    reader.read_path("examples/helsinki");
    let basil = std::path::Path::new("../shared/data/basil/articles.jsonl");
    match basil.exists() {
        true => reader.read_path(basil),
        false => println!("skipped: {} is not there", basil.display()),
    }
    let all = crate::reconcile(&reader.finish().documents).unwrap();
    let (mut rows, mut wrong) = (0, Vec::new());
    for utterance in &all.utterances {
        let view = UtteranceView::new(utterance);
        let Some(table) = alignment_table::alignment_table(&view) else { continue };
        let agreed: Vec<Option<String>> = table.rows[0]
            .cells
            .iter()
            .map(|cell| (cell.is == "agreed").then(|| cell.text.clone()))
            .collect();
        for row in &table.rows {
            let mut cells = row.cells.iter();
            let mut text = String::new();
            for agreed in &agreed {
                match (agreed, row.wording == utterance.lemma.wording) {
                    (Some(agreed), false) => text.push_str(agreed),
                    _ => text.push_str(cells.next().map_or("", |cell| &cell.text)),
                }
            }
            let wording = &utterance.wordings[row.wording].text;
            rows += 1;
            if plain(row.whole.as_ref().unwrap_or(&text)) != plain(wording) {
                wrong.push(format!("{} {}: {text} | {wording}", utterance.id, row.wording));
            }
        }
    }
    assert!(rows > 40, "{rows}");
    assert!(wrong.is_empty(), "{} of {rows}:\n{}", wrong.len(), wrong.join("\n"));
}

/// The sentence around a quotation is the article's, byte for byte but for white space.
#[test]
fn the_sentence_around_is_the_articles() {
    let article = "Nobody came. The mayor, Ada Lund, said “we will never close the harbour of Veln” \
        on Monday. It rained.";
    let headline = "Mayor: ‘We will never close the harbour of Veln’";
    let documents = [
        Document::new("a", article).with_outlet("Courier").with_title(headline),
        Document::new("b", "“We will never close the harbour of Veln,” Ada Lund said."),
    ];
    let all = crate::reconcile(&documents).unwrap();
    let page = text(&page(&HtmlReport::new(), &all));
    let sentence = "The mayor, Ada Lund, said “we will never close the harbour of Veln” on Monday.";
    assert!(page.contains(sentence), "{page}");
    assert!(!page.contains("Nobody came") && !page.contains("It rained"));
    assert!(page.contains(&format!("Headline: {headline}")), "{page}");
}
