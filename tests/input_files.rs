//! Files as they are found: pipes, links, names and encodings of all kinds, Markdown, pages.

#![cfg(feature = "json")]

use std::fs;
use std::io::BufReader;
use std::path::Path;

use proptest::prelude::*;
use variorum::input::{Documents, Input, InputReader};
use variorum::{Archive, Settings};

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

fn reasons(input: &Input) -> Vec<String> {
    input.skipped.iter().map(ToString::to_string).collect()
}

fn names(input: &Input) -> Vec<&str> {
    input.documents.iter().map(|document| document.id.rsplit('/').next().unwrap()).collect()
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_told_and_not_waited_for() {
    let folder = folder(&[("a.txt", b"a"), ("z.txt", b"z")]);
    for name in ["pipe.txt", "pipe.jsonl", "pipe.html", "pipe.png"] {
        let made = std::process::Command::new("mkfifo").arg(folder.path().join(name)).status();
        assert!(made.unwrap().success());
    }
    let device = folder.path().join("null.md");
    std::os::unix::fs::symlink("/dev/zero", device).unwrap();
    let input = read(folder.path());
    assert_eq!(names(&input), ["a.txt", "z.txt"]);
    let reasons = reasons(&input);
    assert_eq!(reasons.len(), 4, "{reasons:#?}");
    for (reason, name) in reasons.iter().zip(["null.md", "pipe.html", "pipe.jsonl", "pipe.txt"]) {
        let told = format!("{name}: a pipe, a socket or a device, not a file");
        assert!(reason.ends_with(&told), "{reason}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_is_read_once_whatever_links_lead_to_it() {
    let folder = folder(&[("n/a.txt", b"a"), ("n/m/b.txt", b"b"), ("c.txt", b"c")]);
    let at = |name: &str| folder.path().join(name);
    for (link, to) in [("a-link", "n"), ("n/x", "n/m"), ("z-link", "n"), ("n/m/up", "n")] {
        std::os::unix::fs::symlink(at(to), at(link)).unwrap();
    }
    // A link to a file is a file.
    std::os::unix::fs::symlink(at("c.txt"), at("d.txt")).unwrap();
    let input = read(folder.path());
    assert_eq!(names(&input), ["c.txt", "d.txt", "a.txt", "b.txt"]);
    assert!(input.documents[2].id.ends_with("/n/a.txt"), "what is no link gives the name");
    let reasons = reasons(&input);
    assert_eq!(reasons.len(), 4, "{reasons:#?}");
    assert!(reasons[0].contains("n/m/up: links back"), "{}", reasons[0]);
    assert!(reasons[1].contains("n/x: is the folder ") && reasons[1].ends_with("was read before"));
    assert!(reasons[2].contains("a-link: ") && reasons[3].contains("z-link: "), "{reasons:#?}");
    // From one call to the next, too.
    let mut reader = InputReader::new();
    reader.read_path(at("n"));
    reader.read_path(at("z-link"));
    let input = reader.finish();
    assert_eq!(names(&input), ["a.txt", "b.txt"]);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf_8_keep_apart() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(&[]);
    for name in [&b"caf\xe9.txt"[..], b"caf\xe8.txt"] {
        fs::write(folder.path().join(OsStr::from_bytes(name)), b"text").unwrap();
    }
    let input = read(folder.path());
    assert_eq!(names(&input), ["caf\\xE8.txt", "caf\\xE9.txt"]);
    assert_eq!(input.documents[1].outlet.as_deref(), Some("caf\\xE9"));
    assert_eq!(reasons(&input), [""; 0]);
}

#[test]
fn declared_encodings_are_read() {
    let wide = |text: &str, mark: [u8; 2]| -> Vec<u8> {
        let unit = |unit: u16| match mark {
            [0xff, _] => unit.to_le_bytes(),
            _ => unit.to_be_bytes(),
        };
        mark.into_iter().chain(text.encode_utf16().flat_map(unit)).collect()
    };
    // A line feed among the bytes of other characters ends no line.
    const LINES: &str = "{\"id\": 1, \"text\": \"“Là ਊ ਀”\"}\n{\"id\": 2}\r\n";
    let folder = folder(&[
        ("a.txt", b"outlet: Caf\xe9\nencoding: windows-1252\n\n\x93No,\x94 she said.\n"),
        ("b.txt", b"---\ncharset: latin1\n---\n\xabNon\xbb, dit-elle.\n"),
        ("c.txt", &wide("title: Ü\n\n“No,” she said.\n", [0xff, 0xfe])),
        ("d.txt", &wide("“No,” she said.\n", [0xfe, 0xff])),
        (
            "e.html",
            b"<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1252'>\
              </head><body><p>\x93We will not close the harbour,\x94 she said on Monday, after the\
              meeting of the council had ended, as all had feared.</p></body></html>",
        ),
        ("f.txt", b"encoding: klingon\n\ncaf\xe9"),
        ("g.txt", b"caf\xe9"),
        ("h.txt", "encoding: latin1\n\n“Là”".as_bytes()),
        ("i.jsonl", &wide(LINES, [0xff, 0xfe])),
        ("j.jsonl", &wide(LINES, [0xfe, 0xff])),
        ("k.jsonl", b"\xff\xfe{\0\n\0\0\xd8\n\0{\0\n\0"),
    ]);
    let input = read(folder.path());
    let texts: Vec<&str> = input.documents.iter().map(|document| document.text.trim()).collect();
    assert_eq!(
        texts[..4],
        ["“No,” she said.", "«Non», dit-elle.", "“No,” she said.", "“No,” she said."]
    );
    assert!(texts[4].starts_with("“We will not close the harbour,” she said"), "{}", texts[4]);
    assert_eq!(texts[5], "“Là”", "what is UTF-8 is read as such");
    assert_eq!(input.documents[0].outlet.as_deref(), Some("Café"));
    assert_eq!(input.documents[2].title.as_deref(), Some("Ü"));
    assert_eq!(texts[6..], ["“Là ਊ ਀”"], "the other one has the same id");
    let reasons = reasons(&input);
    assert_eq!(reasons.len(), 7, "{reasons:#?}");
    assert!(reasons[2].ends_with("i.jsonl: line 2: text: missing"), "{reasons:#?}");
    assert!(reasons[3].contains("j.jsonl: line 1: "), "{reasons:#?}");
    assert!(reasons[4].ends_with("j.jsonl: line 2: text: missing"), "{reasons:#?}");
    let reason = "line 2: not UTF-16LE, as its byte-order mark says; nothing after it is read";
    assert!(reasons[6].ends_with(reason), "{reasons:#?}");
    assert!(reasons[0].ends_with("encoding: \"klingon\" is no encoding that is known"));
    assert!(reasons[1].ends_with("g.txt: not UTF-8: byte 0xE9 at offset 3"));
}

#[test]
fn nul_characters_are_told() {
    let folder = folder(&[
        ("a.txt", b"We will never\0 go, she said."),
        ("b.txt", b"N\0o\0 \0g\0o\0"),
        ("c.jsonl", br#"{"id": "c", "text": "never\u0000 again"}"#),
        ("d.jsonl", br#"{"id": "d", "text": "n\u0000o\u0000"}"#),
    ]);
    let input = read(folder.path());
    assert_eq!(names(&input), ["a.txt", "c"]);
    let reasons = reasons(&input);
    assert_eq!(reasons.len(), 4, "{reasons:#?}");
    assert!(
        reasons[0].ends_with(
            "a.txt: holds 1 NUL character in 28 bytes, the first at offset 13; it is read with them"
        ),
        "{}",
        reasons[0]
    );
    assert!(reasons[1].contains("b.txt: holds 5 NUL characters"), "{}", reasons[1]);
    assert!(reasons[2].contains("c.jsonl: line 1: holds 1 NUL character"), "{}", reasons[2]);
    assert!(reasons[3].contains("d.jsonl: line 1: holds 2 NUL characters"), "{}", reasons[3]);
}

#[test]
fn front_matter_of_web_sites_is_read() {
    let text = "---\nlayout: post\ntitle: \"A: start\"\ndate: Mon, 16 Jul 2018 18:00:00 +0300\n\
                tags: [a, b]\nlang: de\n---\n\n“Nein”, sagte sie.\n";
    let folder =
        folder(&[("a.txt", text.as_bytes()), ("b.txt", b"---\ntitle: A\nText goes on.\n")]);
    let input = read(folder.path());
    let [a, b] = &input.documents[..] else { panic!("two documents") };
    assert_eq!(a.text, "“Nein”, sagte sie.\n");
    assert_eq!(a.title.as_deref(), Some("A: start"));
    assert_eq!(a.language.as_deref(), Some("de"));
    let published = a.published.as_ref().unwrap();
    assert_eq!(published.as_str(), "2018-07-16T18:00:00+03:00");
    assert_eq!(b.text, "---\ntitle: A\nText goes on.\n");
    let reasons = reasons(&input);
    assert_eq!(reasons.len(), 1);
    assert!(reasons[0].contains("b.txt: line 3: \"Text goes on.\" is no field"), "{}", reasons[0]);
}

#[test]
fn markdown_is_read_as_markdown() {
    let text = "title: A\n\n“We will **not** [go](https://a.example/never),” _she_ said.\n\n![no](b.jpg)\n";
    let folder = folder(&[("a.md", text.as_bytes())]);
    let input = read(folder.path());
    assert_eq!(input.documents[0].text, "“We will not go,” she said.\n");
    assert_eq!(input.documents[0].title.as_deref(), Some("A"));
    let mut reader = InputReader::new();
    reader.read_markdown("a.md", text);
    assert_eq!(reader.finish().documents[0].text, input.documents[0].text);
}

const PARAGRAPH: &str = "<p>“We will not close the harbour,” Ada Lund said on Monday, after the \
    meeting of the council had ended without a vote, as everybody in the town had expected.</p>";

fn page(head: &str, body: &str) -> Input {
    let mut reader = InputReader::new();
    let page = format!("<html><head><title>Guess</title>{head}</head><body>{body}</body></html>");
    reader.read_html("pages/stem.html", &page);
    reader.finish()
}

#[test]
fn a_page_says_title_outlet_date_and_address() {
    let head = r#"<link rel="canonical" href="https://www.courier.example/2018/start">
        <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
        {"@type": "WebPage", "name": "No"},
        {"@type": "NewsArticle", "headline": "A start", "publisher": {"name": "The Courier"},
         "datePublished": "2018-07-16T18:00:00+03:00"}]}</script>"#;
    let input = page(head, &format!("<article>{}</article>", PARAGRAPH.repeat(3)));
    let document = &input.documents[0];
    assert_eq!(document.title.as_deref(), Some("A start"));
    assert_eq!(document.outlet.as_deref(), Some("The Courier"));
    assert_eq!(document.url.as_deref(), Some("https://www.courier.example/2018/start"));
    let published = document.published.as_ref().map(|date| date.as_str());
    assert_eq!(published, Some("2018-07-16T18:00:00+03:00"));
    assert_eq!(document.text.matches("We will not close").count(), 3);
}

#[test]
fn a_page_without_a_site_name_has_the_outlet_of_its_host() {
    let outlet = |head: &str| page(head, PARAGRAPH).documents[0].outlet.clone().unwrap();
    assert_eq!(
        outlet("<link rel=canonical href=https://www.courier.example/1>"),
        "courier.example"
    );
    assert_eq!(outlet("<meta property=og:url content=http://ledger.example/1>"), "ledger.example");
    // Near misses: a name, and no address.
    let named =
        "<meta property=og:site_name content=Ledger><link rel=canonical href=https://l.example>";
    assert_eq!(outlet(named), "Ledger");
    assert_eq!(outlet("<link rel=canonical href=/1>"), "stem");
}

#[test]
fn a_page_of_scripts_has_the_article_of_its_json_ld() {
    let head = format!(
        r#"<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "A",
        "articleBody": "{}"}}</script>"#,
        "“We will not close the harbour,” Ada Lund said on Monday.\\n\\n“Never,” she said. "
            .repeat(5)
    );
    let input = page(&head, "<div id=root></div>");
    let text = &input.documents[0].text;
    assert!(
        text.starts_with("“We will not close the harbour,” Ada Lund said on Monday.\n“Never,”")
    );
    // A page that has its text keeps it.
    let input = page(&head, &format!("<article>{}</article>", PARAGRAPH.repeat(4)));
    assert_eq!(input.documents[0].text.matches("everybody in the town").count(), 4);
}

/// Gives the same line for ever.
struct Endless(&'static [u8], usize);

impl std::io::Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        for byte in out.iter_mut() {
            *byte = self.0[self.1 % self.0.len()];
            self.1 += 1;
        }
        Ok(out.len())
    }
}

#[test]
fn an_endless_input_ends_at_the_limit() {
    for line in [&b"y\n"[..], b"{\"id\": \"a\", \"text\": \"\"}\n", b"{\"id\": 1}\n"] {
        let endless = BufReader::new(Endless(line, 0));
        let all = Documents::from_jsonl("-", endless).with_max_documents(30_000);
        let skipped: Vec<_> = all.filter_map(Result::err).collect();
        assert!(skipped.len() <= 10_002, "{} entries", skipped.len());
        let told: Vec<String> = skipped.iter().map(ToString::to_string).collect();
        let limit = "-: line 30001: the limit of documents is 30000; nothing more is read";
        assert!(told.iter().any(|told| told == limit), "{:?}", told.last());
        assert!(told.iter().any(|told| told.ends_with("further faults are not listed")));
    }
}

#[test]
fn endless_quotations_end_at_the_limits_of_the_archive() {
    for line in [&b"y\n"[..], b"{\"id\": \"a\", \"text\": \"We begin.\"}\n"] {
        let settings = Settings::default().with_documents(300_000).unwrap();
        let mut archive = Archive::new(settings);
        let skipped = archive.read_quotations("-", BufReader::new(Endless(line, 0)));
        assert!(skipped.len() <= 10_002, "{} entries", skipped.len());
        let limit = "-: the limit of documents is 300000; nothing more is read";
        assert!(skipped.iter().any(|one| one.to_string() == limit));
    }
}

/// Pieces of what files of every kind are made of.
fn file_bytes() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: &[&[u8]] = &[
        b"---\n",
        b"title: A\n",
        b"encoding: latin1\n",
        b"charset: utf-16\n",
        b"\n",
        b"\r\n",
        b"<q>",
        b"</q>",
        b"<p>",
        b"</p>",
        b"<!--",
        b"-->",
        b"<meta charset=windows-1252>",
        b"<",
        b">",
        b"\0",
        b"<script type=application/ld+json>",
        b"</script>",
        b"{\"@type\": \"Article\", \"headline\": ",
        b"{\"@graph\": [",
        b"]}",
        b"\"articleBody\": \"",
        b"\"",
        b"}",
        b"# ",
        b"* ",
        b"1. ",
        b"**",
        b"[a](b)",
        b"![",
        b"`",
        b"| a |\n|---|\n",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\xe9",
        b"\x93No,\x94",
        b"she said",
        "“Nein”".as_bytes(),
        b"&#8217;",
        b"&amp;",
        b"\t",
        b" ",
        b"http://a.example",
        b"<a@b.example>",
        b"<link rel=canonical href=https://a.example/1>",
        b"[^1]",
        b"[^1]: ",
        b"> ",
        b"~~",
        b"\x1b$B",
    ];
    let piece = prop_oneof![
        5 => prop::sample::select(PIECES).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Any bytes are a document, or an entry says why not; and a document can be archived.
    #[test]
    fn any_bytes_are_a_document_or_an_entry(bytes in file_bytes()) {
        for name in ["a.txt", "a.md", "a.html", "a"] {
            let mut reader = InputReader::new();
            reader.read_bytes(name, &bytes);
            let input = reader.finish();
            prop_assert!(input.documents.len() == 1 || !input.skipped.is_empty(), "{}", name);
            let mut archive = Archive::default();
            prop_assert!(archive.extend(input.documents).is_empty());
        }
    }
}
