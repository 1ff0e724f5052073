//! Arbitrary and hostile text.

use proptest::prelude::*;
use variorum::Document;

/// Pieces that have broken text processors: marks, characters that change their length when
/// folded, marks of direction, digits of other scripts, broken pairs; and enough plain words for
/// cues and names to be found among them.
const PIECES: &[&str] = &[
    "“",
    "”",
    "\"",
    "'",
    "‘",
    "’",
    "«",
    "»",
    "„",
    "‚",
    "``",
    "''",
    "「",
    "」",
    "‹",
    "›",
    "″",
    "′",
    "`",
    "´",
    "&quot;",
    "“ ",
    " ”",
    "\"'\"",
    "\n",
    "\n\n",
    "\r\n",
    "\u{2028}",
    "\u{85}",
    "\u{b}",
    "\t",
    "\u{a0}",
    "\u{3000}",
    "\u{200b}",
    "\u{200d}",
    "\u{feff}",
    "\u{ad}",
    "\u{202e}",
    "\u{2066}",
    "\0",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{fffd}",
    "\u{10ffff}",
    "\u{301}",
    "\u{301}\u{301}\u{301}",
    "e\u{301}",
    "ﬃ",
    "ß",
    "ẞ",
    "İ",
    "ı",
    "ŉ",
    "ΐ",
    "ﷺ",
    "½",
    "²",
    "Ⅷ",
    "①",
    "٣",
    "१२",
    "𝟗",
    "𝒳",
    "🇩🇪",
    "👩\u{200d}👩\u{200d}👧",
    "각",
    "ㄱ",
    "漢字",
    "שלום",
    "مرحبا",
    "ไทย",
    "ǅ",
    "Ω",
    "Å",
    "$1,200.50",
    "1,2,3,",
    "70%",
    "-",
    "–",
    "—",
    "--",
    "...",
    ". . .",
    "…",
    "[",
    "]",
    "[sic]",
    "(",
    ")",
    "*",
    "|",
    "<b>",
    "</b>",
    "&amp;",
    "{",
    "}",
    "\\",
    "/",
    "#",
    ":",
    ";",
    ",",
    ".",
    "!",
    "?",
    "he said",
    "said",
    " she told him, ",
    "according to",
    "Mr.",
    "Mr. Lund",
    "Donald Trump",
    "U.S.",
    "I’m",
    "don't",
    "n't",
    "not",
    "never",
    "the",
    "of",
    "peace",
    "we will",
    "twelve hundred",
    "s***",
    "O’",
    "’90s",
    "6'2\"",
    "a",
    "I",
    " ",
    "  ",
];

/// Generates any short text.
pub fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "\\PC{0,6}",
    ];
    let glue = prop::sample::select(&["", "", " ", " "][..]);
    prop::collection::vec((piece, glue), 0..60).prop_map(|pieces| {
        pieces.into_iter().flat_map(|(piece, glue)| [piece, glue.to_owned()]).collect()
    })
}

/// Generates documents of such text; some share it, so that there is something to compare.
pub fn documents(most: usize) -> impl Strategy<Value = Vec<Document>> {
    let document = (text(), prop::option::of(text()), prop::option::of("\\PC{0,3}"), 0usize..3);
    prop::collection::vec(document, 0..=most).prop_map(|documents| {
        let mut out: Vec<Document> = Vec::new();
        for (n, (text, title, outlet, copied)) in documents.into_iter().enumerate() {
            let text = match (copied, out.last()) {
                (0, Some(before)) => format!("{} {text}", before.text),
                (1, _) => format!("“{text}”"),
                _ => text,
            };
            let mut document = Document::new(format!("{n}\u{301}"), text);
            document.title = title;
            document.outlet = outlet;
            out.push(document);
        }
        out
    })
}

/// Returns texts of about `bytes` bytes in one paragraph, each hostile in its own way.
pub fn huge(bytes: usize) -> Vec<(&'static str, String)> {
    let of = |piece: &str| piece.repeat(bytes / piece.len());
    vec![
        ("one word", of("a")),
        ("opening marks", of("“")),
        ("closing marks", of("”")),
        ("straight marks", of("\" ")),
        ("single marks", of("' a")),
        ("combining accents", of("\u{301}")),
        ("marks that grow when folded", of("ﷺ ")),
        ("quoted words", of("“a” ")),
        ("nested marks", of("“‘a ")),
        ("cues", of("he said, “no,” ")),
        ("names", of("Donald Trump ")),
        ("numbers", of("1,200 ")),
        ("one quotation", format!("“{}” he said.", of("peace and war "))),
        ("brackets", of("[…] ")),
        ("stops", of(". ")),
    ]
}
