//! Reading documents from files: good input is kept, and each fault gives one entry that names it.

#![cfg(feature = "json")]

use std::fs;
use std::path::Path;

use proptest::strategy::Strategy;
use variorum::Skipped;
use variorum::input::{Documents, Input, InputReader};
use variorum::{Archive, DocumentKind, Settings};

/// Writes files, by name and content, below a fresh folder.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn read(path: &Path) -> Input {
    let mut reader = InputReader::new();
    reader.read_path(path);
    reader.finish()
}

fn articles(lines: &[u8]) -> Input {
    let mut reader = InputReader::new();
    reader.read_jsonl("-", lines);
    reader.finish()
}

fn reasons(input: &Input) -> Vec<String> {
    input.skipped.iter().map(ToString::to_string).collect()
}

#[test]
fn a_text_file_with_a_head() {
    let head = "\u{feff}outlet: The Courier\r\nPublished: 2018-07-16T18:00:00+03:00\r\ntitle: “Risk”: a start\r\n\
        url: https://courier.example/1\r\nkind: transcript\r\nlanguage: en-GB\r\n\r\n";
    let folder = folder(&[("a.txt", format!("{head}One.\r\nTwo.\r\n").as_bytes())]);
    let path = folder.path().join("a.txt");
    let input = read(&path);
    let document = &input.documents[0];
    assert_eq!(document.id, path.to_str().unwrap());
    assert_eq!(document.outlet.as_deref(), Some("The Courier"));
    assert_eq!(
        document.published.as_ref().map(|date| date.as_str()),
        Some("2018-07-16T18:00:00+03:00")
    );
    assert_eq!(document.title.as_deref(), Some("“Risk”: a start"));
    assert_eq!(document.url.as_deref(), Some("https://courier.example/1"));
    assert_eq!(document.language.as_deref(), Some("en-GB"));
    assert_eq!(document.kind, DocumentKind::Transcript);
    assert_eq!(
        document.text, "One.\r\nTwo.\r\n",
        "line breaks are kept, so that spans run in the file's own text"
    );
    assert_eq!(input.skipped, []);
}

#[test]
fn a_text_file_without_a_head() {
    let folder =
        folder(&[("ledger.MD", b"Note: this is the text.\n\nAnd this.\n"), ("void.txt", b"")]);
    let input = read(folder.path());
    assert_eq!(input.documents[0].outlet.as_deref(), Some("ledger"));
    assert_eq!(input.documents[0].text, "Note: this is the text.\n\nAnd this.\n");
    assert_eq!(input.documents[1].text, "", "an empty text is a text");
    assert_eq!(input.skipped, []);
}

#[test]
fn a_head_with_a_mistake_in_it_is_told_and_stays() {
    let folder = folder(&[
        ("a.txt", b"outlet: A\nauthor: B\n\nText.\n"),
        ("b.txt", b"published: 16/7/2018\nkind: poem\n\nX"),
    ]);
    let input = read(folder.path());
    assert_eq!(input.documents[0].text, "outlet: A\nauthor: B\n\nText.\n");
    assert_eq!(input.documents[1].text, "X");
    assert_eq!(input.documents[1].published, None);
    let reasons = reasons(&input);
    assert_eq!(reasons.len(), 3, "{reasons:#?}");
    assert!(reasons[0].contains("a.txt: line 2: \"author: B\" is no field"), "{}", reasons[0]);
    assert!(reasons[1].contains("b.txt: line 1: published: \"16/7/2018\""), "{}", reasons[1]);
    assert!(reasons[2].contains("b.txt: line 2: kind: \"poem\""), "{}", reasons[2]);
}

#[test]
fn a_folder_is_read_in_order_of_names_and_known_endings_alone() {
    let folder = folder(&[
        ("b/2.txt", b"two"),
        ("b/1.md", b"one"),
        ("a.txt", b"a"),
        ("c.jsonl", b"{\"id\":\"j\",\"text\":\"t\"}\n"),
        ("picture.png", b"\x89PNG"),
        (".hidden.txt", b"no"),
        ("empty/readme", b""),
        ("README.md", b"about the folder"),
    ]);
    let input = read(folder.path());
    let names: Vec<_> = input
        .documents
        .iter()
        .map(|document| document.id.rsplit(['/', '\\']).next().unwrap())
        .collect();
    assert_eq!(names, ["a.txt", "1.md", "2.txt", "j"]);
    assert_eq!(input.skipped, []);
}

#[test]
fn a_stream_gives_what_a_reader_collects() {
    let folder = folder(&[
        ("a.txt", b"outlet: A\nauthor: B\n\nText.\n"),
        ("b/1.md", b"published: soon\n\none"),
        ("b/c/2.jsonl", b"{\"id\":\"j\",\"text\":\"t\"}\n\n{\"id\":\"j\",\"text\":\"u\"}\n[]\n"),
        ("d.jsonl", b"\n"),
    ]);
    let none = folder.path().join("none.txt");
    let mut reader = InputReader::new();
    reader.read_path(folder.path());
    reader.read_path(&none);
    let input = reader.finish();
    assert_eq!((input.documents.len(), input.skipped.len()), (3, 6), "{:#?}", input.skipped);
    let (documents, skipped): (Vec<_>, Vec<_>) =
        Documents::from_path(folder.path()).with_path(&none).partition(Result::is_ok);
    assert_eq!(documents.into_iter().flatten().collect::<Vec<_>>(), input.documents);
    assert_eq!(skipped.into_iter().filter_map(Result::err).collect::<Vec<_>>(), input.skipped);
}

#[test]
fn an_empty_folder_a_missing_file_and_an_unknown_ending_are_told() {
    let folder = folder(&[("picture.png", b"\x89PNG")]);
    let mut reader = InputReader::new();
    reader.read_path(folder.path());
    reader.read_path(folder.path().join("none.txt"));
    reader.read_path(folder.path().join("picture.png"));
    reader.read_quotations_path(folder.path().join("none.jsonl"));
    let reasons = reasons(&reader.finish());
    assert_eq!(reasons.len(), 4, "{reasons:#?}");
    assert!(reasons[0].contains("holds no .txt"), "{}", reasons[0]);
    assert!(reasons[1].contains("none.txt: "), "{}", reasons[1]);
    assert!(
        reasons[2].contains("picture.png: ") && reasons[2].contains("ending"),
        "{}",
        reasons[2]
    );
    assert!(reasons[3].contains("none.jsonl: "), "{}", reasons[3]);
}

#[cfg(unix)]
#[test]
fn what_a_folder_holds_may_be_unreadable_or_lead_back() {
    let folder = folder(&[("a.txt", b"a"), ("z.txt", b"z")]);
    std::os::unix::fs::symlink(folder.path().join("none"), folder.path().join("dangling.txt"))
        .unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    let input = read(folder.path());
    assert_eq!(input.documents.len(), 2);
    let reasons = reasons(&input);
    assert_eq!(reasons.len(), 2, "{reasons:#?}");
    assert!(reasons[0].contains("dangling.txt: "), "{}", reasons[0]);
    assert!(reasons[1].contains("links back"), "{}", reasons[1]);
}

#[test]
fn a_text_that_is_not_utf8_names_the_byte() {
    let folder = folder(&[("a.txt", b"caf\xe9"), ("b.txt", b"\xff\xfe\0\xd8"), ("c.txt", b"good")]);
    let input = read(folder.path());
    assert_eq!(input.documents.len(), 1);
    let reasons = reasons(&input);
    assert!(reasons[0].ends_with("a.txt: not UTF-8: byte 0xE9 at offset 3"), "{}", reasons[0]);
    assert!(
        reasons[1].ends_with("b.txt: not UTF-16LE, as its byte-order mark says"),
        "{}",
        reasons[1]
    );
}

#[test]
fn the_limit_is_told_with_the_length() {
    let folder = folder(&[("a.txt", b"123456789"), ("b.txt", b"12345678")]);
    let mut reader = InputReader::new().with_max_bytes(8);
    reader.read_path(folder.path());
    let input = reader.finish();
    assert_eq!(input.documents.len(), 1);
    assert!(
        reasons(&input)[0].ends_with("a.txt: the file has 9 bytes; the limit is 8"),
        "{:?}",
        input.skipped
    );

    let long = format!(
        "{{\"id\":\"a\",\"text\":\"{}\"}}\n{{\"id\":\"b\",\"text\":\"\"}}",
        "x".repeat(100_000)
    );
    let mut reader = InputReader::new().with_max_bytes(50);
    reader.read_jsonl("-", long.as_bytes());
    let input = reader.finish();
    assert_eq!(input.documents[0].id, "b");
    assert_eq!(reasons(&input), ["-: line 1: the line has 100021 bytes; the limit is 50"]);
}

#[test]
fn every_bad_line_gives_one_entry_and_the_others_are_read() {
    let rows: &[(&[u8], Option<&str>, &str)] = &[
        // line, id of the document kept, start of the reason
        (
            br#"{"id": "a", "text": "x", "outlet": null, "speaker": "y", "tags": [{"b": 1}]}"#,
            Some("a"),
            "",
        ),
        (b"", None, ""),
        (br#"{"id": "b", "text": "x""#, None, "malformed JSON at column 23: EOF"),
        (br#"["b", "x"]"#, None, r#""[\"b\", \"x\"]" is no JSON object"#),
        (br#"{"text": "x"}"#, None, "id: missing"),
        (br#"{"id": "  ", "text": "x"}"#, None, "id: empty"),
        (br#"{"id": null, "text": "x"}"#, None, "id: missing"),
        (br#"{"id": ["b"], "text": "x"}"#, None, "id: an array, not a string"),
        (br#"{"id": 1.5, "text": "x"}"#, None, "id: 1.5, not a string"),
        (br#"{"id": 17, "text": "x"}"#, Some("17"), ""),
        (br#"{"id": "c"}"#, None, "text: missing"),
        (br#"{"id": "c", "text": 3}"#, None, "text: 3, not a string"),
        (br#"{"id": "c", "text": ""}"#, Some("c"), ""),
        (
            br#"{"id": "a", "text": "other"}"#,
            None,
            "the id \"a\" is taken by -, line 1; the first is kept",
        ),
        (
            br#"{"id": "d", "text": "x", "published": "16 July"}"#,
            Some("d"),
            "published: \"16 July\" is not an RFC 3339",
        ),
        (
            br#"{"id": "e", "text": "x", "published": 20180716}"#,
            Some("e"),
            "published: 20180716, not a string",
        ),
        (
            br#"{"id": "f", "text": "x", "outlet": {"name": "A"}}"#,
            Some("f"),
            "outlet: an object, not a string",
        ),
        (
            br#"{"id": "g", "text": "x", "kind": "poem"}"#,
            Some("g"),
            "kind: \"poem\" is none of article, transcript, query",
        ),
        (b"{\"id\": \"h\", \"text\": \"caf\xe9\"}", None, "not UTF-8: byte 0xE9 at offset "),
        (br#"{"id": "i", "text": "\ud800"}"#, None, "malformed JSON"),
        (
            br#"{"id": "j", "id": "k", "text": "x"}"#,
            None,
            "malformed JSON at column 16: duplicate field",
        ),
        (b"\x00", None, "\"\\0\" is no JSON object"),
        (b"  {\"id\": \"l\", \"text\": \"last\"}\r", Some("l"), ""),
    ];
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    bytes.extend(rows.iter().map(|row| row.0).collect::<Vec<_>>().join(&b'\n'));
    let input = articles(&bytes);
    let kept: Vec<_> = input.documents.iter().map(|document| document.id.as_str()).collect();
    assert_eq!(kept, rows.iter().filter_map(|row| row.1).collect::<Vec<_>>());
    let mut skipped = input.skipped.iter();
    for (number, row) in (1..).zip(rows) {
        if !row.2.is_empty() {
            let entry = skipped.next().unwrap();
            assert_eq!(entry.line, Some(number), "{entry}");
            assert!(entry.reason.starts_with(row.2), "{entry}");
        }
    }
    assert_eq!(skipped.next(), None);
    let offset = bytes.iter().position(|&b| b == 0xe9).unwrap();
    assert!(input.skipped.iter().any(|entry| entry.reason.ends_with(&format!("offset {offset}"))));
}

#[test]
fn an_input_without_a_line_is_told() {
    assert_eq!(reasons(&articles(b"\n \n")), ["-: holds no line"]);
}

#[test]
fn an_input_that_fails_midway_keeps_what_came_before() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the line went dead"))
        }
    }
    let mut reader = InputReader::new();
    let good: &[u8] = b"{\"id\":\"a\",\"text\":\"x\"}\n";
    reader.read_jsonl("-", std::io::BufReader::new(std::io::Read::chain(good, Broken)));
    let input = reader.finish();
    assert_eq!(input.documents.len(), 1);
    assert_eq!(reasons(&input), ["-: line 2: the line went dead; nothing after it is read"]);
}

#[test]
fn one_id_in_two_files() {
    let line = b"{\"id\":\"a\",\"text\":\"x\"}\n";
    let folder = folder(&[("1.jsonl", line), ("2.jsonl", line)]);
    let input = read(folder.path());
    assert_eq!(input.documents.len(), 1);
    let reason = &reasons(&input)[0];
    assert!(
        reason.contains("2.jsonl: line 1: the id \"a\" is taken by ")
            && reason.contains("1.jsonl, line 1"),
        "{reason}"
    );
}

#[test]
fn quotations_cut_out_elsewhere() {
    let lines = concat!(
        r#"{"id": 0, "cluster": 3, "text": "We begin.", "edit": "seed", "outlet": "Ledger", "day": 3, "speaker": "Ada Lund"}"#,
        "\n",
        r#"{"id": "q2", "text": "We end.", "document": 12, "published": "2018-07-16", "speaker": null}"#,
        "\n",
        r#"{"id": "0", "text": "Again."}"#,
        "\n",
        r#"{"id": "q3", "text": "x", "published": "soon", "speaker": 7}"#,
        "\n",
    );
    let mut reader = InputReader::new();
    reader.read_quotations("q", lines.as_bytes());
    let input = reader.finish();
    assert_eq!(input.quotations.len(), 3);
    assert_eq!(input.quotations[0].id, "0");
    assert_eq!(input.quotations[0].speaker.as_deref(), Some("Ada Lund"));
    assert_eq!(input.quotations[0].outlet.as_deref(), Some("Ledger"));
    assert_eq!(input.quotations[1].document.as_deref(), Some("12"));
    assert_eq!(input.quotations[1].published.as_ref().map(|date| date.day()), Some(17_728));
    assert_eq!(input.documents, []);
    let reasons = reasons(&input);
    assert_eq!(reasons[0], "q: line 3: the id \"0\" is taken by q, line 1; the first is kept");
    assert_eq!(reasons[1], "q: line 4: speaker: 7, not a string; it is left out");
    assert!(
        reasons[2].starts_with("q: line 4: published: \"soon\"")
            && reasons[2].ends_with("the quotation is kept without it")
    );
}

#[test]
fn quotations_by_the_block_are_filed_as_one_by_one() {
    // Some blocks of long lines: with words that only some blocks know, ellipses, ids that come
    // again, and faults.
    let pad = "x".repeat(9_000);
    let line = |n: usize| match n % 17 {
        3 => "\r\n".to_owned(),
        5 => format!("{{\"id\": {n}}}\n"),
        _ => {
            let (id, new, who) = (if n % 13 == 4 { n / 2 } else { n }, n / 9, n % 5);
            let text = format!(
                "We shall … never close the harbour of Veln{new}, … no{} not for a day",
                [",", "…"][n % 2]
            );
            let rest = format!(
                "\"speaker\": \"Ada Lund{who}\", \"outlet\": \"{who}\", \"published\": \"2018-07-1{who}\""
            );
            format!("{{\"pad\": \"{pad}\", \"id\": {id}, \"text\": \"{text}\", {rest}}}\n")
        }
    };
    let lines: String = (0..400).map(line).collect();
    let told = |archive: &Archive| format!("{:?}", archive.reconcile());
    let mut reader = InputReader::new();
    reader.read_quotations("q", lines.as_bytes());
    let input = reader.finish();
    let mut alone = Archive::default();
    input.quotations.into_iter().for_each(|quotation| alone.add_quotation(quotation).unwrap());
    for threads in [1, 3] {
        let mut archive = Archive::new(Settings::default().with_threads(threads).unwrap());
        let skipped = archive.read_quotations("q", lines.as_bytes());
        let at =
            |skipped: &[Skipped]| skipped.iter().map(|skipped| skipped.line).collect::<Vec<_>>();
        assert_eq!(at(&skipped), at(&input.skipped));
        assert_eq!(archive.len(), alone.len());
        assert_eq!(told(&archive), told(&alone));
    }
}

#[cfg(feature = "html-input")]
#[test]
fn the_main_text_of_a_page() {
    let input = read(Path::new("tests/input/page.html"));
    let document = &input.documents[0];
    assert_eq!(document.title.as_deref(), Some("Ferry to run again"));
    assert_eq!(document.outlet.as_deref(), Some("The Island Echo"));
    assert_eq!(document.published.as_ref().map(|date| date.as_str()), Some("2018-07-16T09:30:00Z"));
    let lines: Vec<_> = document.text.lines().collect();
    assert!(lines[0].starts_with("The ferry between"), "{lines:#?}");
    assert!(
        lines.contains(
            &"“We will sail on Monday,” said Ada Lund, who runs the line, “come rain or shine.”"
        ),
        "{lines:#?}"
    );
    assert!(!document.text.contains("Subscribe"), "{lines:#?}");
    assert_eq!(input.skipped, []);
}

#[cfg(feature = "html-input")]
#[test]
fn a_page_without_a_text_is_told() {
    let folder = folder(&[
        ("void.html", b""),
        ("menu.htm", b"<nav><a href=x>Home</a></nav><script>1</script>"),
    ]);
    let input = read(folder.path());
    assert_eq!(input.documents.len() + input.skipped.len(), 2, "{input:#?}");
    assert!(reasons(&input)[0].contains("no main text found"), "{input:#?}");
}

/// The articles that come with the crate have the expected metadata, and the list of their
/// quotations is right.
#[test]
fn the_helsinki_articles_hold_what_their_list_says() {
    let input = read(Path::new("examples/helsinki"));
    let articles = &input.documents;
    assert_eq!(input.skipped, []);
    assert_eq!(articles.len(), 8);
    let outlets: std::collections::BTreeSet<_> =
        articles.iter().map(|article| article.outlet.as_deref()).collect();
    assert_eq!(outlets.len(), 8);
    for article in articles {
        let words = article.text.split_whitespace().count();
        assert!((250..=450).contains(&words), "{}: {words} words", article.id);
        assert!(
            article.published.is_some() && article.title.is_some() && article.url.is_some(),
            "{}",
            article.id
        );
    }
    for line in fs::read_to_string("examples/helsinki/expected.tsv")
        .unwrap()
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let [_, _, file, part, printed] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let name = format!("{file}.txt");
        let article = articles.iter().find(|article| article.id.ends_with(&name)).expect(file);
        let text = if part == "title" { article.title.as_deref().unwrap() } else { &article.text };
        let mut at = 0;
        for piece in printed.split(" | ") {
            at += text[at..].find(piece).unwrap_or_else(|| panic!("{name}: {piece}")) + piece.len();
        }
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_and_only_a_head_is_taken_off(head in "((outlet|title|Note|kind): ?[a-z]{0,3}\r?\n){0,3}\n?", text in "\\PC{0,40}") {
        let whole = format!("{head}{text}");
        let mut reader = InputReader::new();
        reader.read_text("a.txt", &whole);
        let input = reader.finish();
        let kept = &input.documents[0].text;
        proptest::prop_assert!(whole.ends_with(kept.as_str()));
        let taken = &whole[..whole.len() - kept.len()];
        proptest::prop_assert!(taken.is_empty() || head.starts_with(taken) || text.trim().is_empty() || text.contains(':'));
    }

    #[test]
    fn any_bytes_give_a_document_or_an_entry_a_line(lines in proptest::collection::vec(proptest::prop_oneof![
        proptest::collection::vec(proptest::num::u8::ANY, 1..30),
        "\\{\"id\": ?\"?[a-c]?\"?, \"text\": \"[a-z\\\\u]{0,4}\"\\}".prop_map(String::into_bytes),
    ], 1..8)) {
        let lines: Vec<Vec<u8>> =
            lines.into_iter().map(|line| line.into_iter().filter(|&b| b != b'\n').collect()).filter(|line: &Vec<u8>| !String::from_utf8_lossy(line).trim_start_matches('\u{feff}').trim().is_empty()).collect();
        proptest::prop_assume!(!lines.is_empty());
        let input = articles(&lines.join(&b'\n'));
        proptest::prop_assert_eq!(input.documents.len() + input.skipped.len(), lines.len());
    }
}

/// No reference survives, neither in the headline nor where a feed has escaped it twice: three
/// outlets print one wording.
#[test]
fn character_references_of_a_feed_are_characters() {
    let printed = [
        ("&#8220;We will clear the whole beach, it&#8217;s ours,&#8221; Ada Lund said.", "a"),
        (
            "&amp;quot;We will clear the whole beach, it&amp;#8217;s ours,&amp;quot; Ada Lund said.",
            "b",
        ),
        ("“We will clear the whole beach, it’s ours,” Ada Lund said.", "c"),
    ];
    let lines: Vec<String> = printed
        .iter()
        .map(|(text, id)| {
            let title = "&lsquo;We will clear&rsquo; it &amp; more";
            serde_json::json!({ "id": id, "outlet": id, "text": text, "title": title }).to_string()
        })
        .collect();
    let input = articles(lines.join("\n").as_bytes());
    assert_eq!(input.documents[0].title.as_deref(), Some("‘We will clear’ it & more"));
    let all = variorum::reconcile(&input.documents).unwrap();
    let utterance = all.utterances.iter().find(|utterance| utterance.outlets == 3).unwrap();
    assert!(utterance.wordings.iter().all(|wording| !wording.text.contains('&')));
    assert_eq!(utterance.lemma.text, "We will clear the whole beach, it’s ours,");
}
