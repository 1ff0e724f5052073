//! Files of other trades, whatever they hold: each document has a text and an id of its own, each
//! fault is told, and reading again reads the same.

use std::io::Write;

use variorum::input::{Input, InputReader, unwrap_lines};

use crate::MAX_BYTES;

/// RSS, Atom and JSON Feed.
pub fn feed(data: &[u8]) {
    read("a.xml", data);
    read("a.json", data);
}

/// A letter, and a mailbox of them.
pub fn mail(data: &[u8]) {
    read("a.eml", data);
    read("a.mbox", data);
}

/// A crawl as it is; its beginning packed as one member, the rest as another; and as if it were
/// packed.
pub fn warc(data: &[u8]) {
    let data = &data[..data.len().min(MAX_BYTES)];
    let plain = read("a.warc", data);
    let half = data.len() / 2;
    let mut packed = Vec::new();
    for member in [&data[..half], &data[half..]] {
        let mut encoder = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::fast());
        encoder.write_all(member).unwrap();
        encoder.finish().unwrap();
    }
    let unpacked = read("a.warc.gz", &packed);
    assert_eq!(unpacked.documents, plain.documents);
    read("a.warc.gz", data);
    // A packed file that ends too early.
    packed.truncate(packed.len() - packed.len() / 4);
    read("a.warc.gz", &packed);
}

/// Tables between commas and between tabs.
pub fn table(data: &[u8]) {
    read("a.csv", data);
    read("a.tsv", data);
}

/// Pages, Markdown, and text in an encoding that it declares.
pub fn page(data: &[u8]) {
    read("a.html", data);
    read("a.md", data);
    read("a.txt", data);
}

/// Lines of a fixed width: nothing of the words is lost but hyphens, ligatures and pages' numbers,
/// which are looked for where a form feed begins a page.
pub fn printed(data: &[u8]) {
    let data = &data[..data.len().min(MAX_BYTES)];
    read("a.pdf.txt", data);
    let text = String::from_utf8_lossy(data);
    let unwrapped = unwrap_lines(&text);
    let letters = |text: &str| -> String {
        let ligatures = [("ﬀ", "ff"), ("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬃ", "ffi"), ("ﬄ", "ffl")];
        let mut text = text.replace("ﬅ", "st").replace("ﬆ", "st");
        for (ligature, letters) in ligatures {
            text = text.replace(ligature, letters);
        }
        text.chars().filter(|c| c.is_alphabetic()).collect()
    };
    let may_number = ["page ", " of "].iter().any(|word| text.to_lowercase().contains(word));
    if !(text.contains('\u{c}') && may_number) {
        assert_eq!(letters(&unwrapped), letters(&text), "{text:?}");
    }
    assert!(!unwrapped.contains('\u{c}'), "{unwrapped:?}");
}

/// Reads a file that is in memory, twice, and checks what holds of any.
fn read(name: &str, data: &[u8]) -> Input {
    let data = &data[..data.len().min(2 * MAX_BYTES)];
    let [input, again] = [(); 2].map(|()| {
        let mut reader = InputReader::new();
        reader.read_bytes(name, data);
        reader.finish()
    });
    let mut ids = std::collections::BTreeSet::new();
    for document in &input.documents {
        assert!(ids.insert(&document.id), "an id twice: {:?}", document.id);
    }
    for fault in &input.skipped {
        assert!(!fault.reason.is_empty() && fault.to_string().starts_with(name), "{fault:?}");
        assert!(fault.line.is_none_or(|line| line <= data.len() as u64 + 1), "{fault:?}");
    }
    assert_eq!(again.documents, input.documents);
    assert_eq!(again.skipped, input.skipped);
    input
}
