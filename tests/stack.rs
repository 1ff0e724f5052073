//! Deep texts on a small stack: what calls itself goes no deeper than a bound, whatever the text.

use variorum::input::InputReader;
use variorum::person_name::PersonName;
use variorum::{Archive, Document, Settings, compare};

/// The default stack of a thread.
const STACK_BYTES: usize = 2 << 20;
const TEXT_BYTES: usize = 64 << 10;

fn on_small_stack(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work).unwrap().join().unwrap();
}

/// Pieces that open something, go on with it, or hang on what stands before.
const PIECES: &[&str] = &[
    "“",
    "“‘",
    "\"'a ",
    "«„‚",
    "(",
    "[",
    "([{<",
    "“A ",
    "of the ",
    "Ada of ",
    "Ada and ",
    "Ada, ",
    "that he said that ",
    "if not ",
    "not unless ",
    "and, or ",
    "- ",
    "a-",
    "a.",
    "1,000,",
    "'s",
    "e\u{301}\u{301}",
    "\u{202e}",
    "<b>",
    "<q>",
    "&amp;",
    "# ",
    "> ",
    "- - ",
    "[a](",
    "**",
    "[[",
    "{\"a\":",
    "“a”\n\n",
    "Q. a\nA. b\n",
];

#[test]
fn deep_texts_are_read_on_a_small_stack() {
    on_small_stack(|| {
        for piece in PIECES {
            let text = piece.repeat(TEXT_BYTES / piece.len());
            let mut archive = Archive::new(Settings::default().with_threads(1).unwrap());
            let quoted = format!("“We go {text}on,” Ada Lund said. {text}\n\n");
            for (id, text) in [("a", &text), ("b", &quoted)] {
                archive.add(Document::new(id, text.clone()).with_outlet(id)).unwrap();
            }
            archive.reconcile();
            let mut reader = InputReader::new();
            reader.read_text("a.md", &text);
            reader.read_text("a.txt", &text);
            reader.read_jsonl("a.jsonl", text.as_bytes());
            reader.read_html("a.html", &format!("<p>{text}</p>"));
            let short = piece.repeat(4_000 / piece.len());
            compare(&short, &format!("{short}never"));
            PersonName::parse(&text).compare(&PersonName::parse(&quoted));
        }
    });
}

/// The deepest page that is read at all.
#[test]
fn the_deepest_page_is_read_on_a_small_stack() {
    on_small_stack(|| {
        let said = "<p>“We will not go before winter,” Ada Lund said after the meeting of the \
                    council, which had ended without a vote, as all had expected.</p>"
            .repeat(6);
        let page = |levels: usize| {
            let open = ["<div>", "<b>", "<ul><li>", "<section>"];
            let open: String = open.iter().map(|tag| tag.repeat(levels)).collect();
            format!("<html><body>{open}{said}</body></html>")
        };
        let mut reader = InputReader::new();
        reader.read_html("deep", &page(100));
        reader.read_html("too deep", &page(1_000));
        let input = reader.finish();
        assert_eq!(input.documents.len(), 1, "{:?}", input.skipped);
        assert_eq!(
            input.skipped[0].to_string(),
            "too deep: the page has 513 elements inside each other or more; the limit is 512"
        );
    });
}
