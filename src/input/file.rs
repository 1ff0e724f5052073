//! Reads one file that is in memory, as its ending says.

use std::borrow::Cow;
use std::path::Path;

use super::container::ContainerKind;
use super::encoding;
use super::fields::{file_stem, set_document_field};
use super::front_matter;
#[cfg(feature = "html-input")]
use super::html;
#[cfg(feature = "markdown-input")]
use super::markdown;
use super::unwrap::unwrap_lines;
use crate::model::Document;

/// One byte in so many may be a NUL character; a file that has more holds no text.
const NUL_SHARE: usize = 8;

/// Bytes in which the head of a file declares its encoding.
const HEAD_BYTES: usize = 4096;

/// The sort of a file, by its ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    Text,
    Markdown,
    Page,
    /// Text of a PDF, broken into lines of a fixed width.
    Printed,
    Lines,
    Container(ContainerKind),
}

impl FileKind {
    /// Returns the sort of a file; `None` if its ending is not known.
    pub fn from_ending(path: &Path) -> Option<FileKind> {
        let ending = path.extension()?.to_string_lossy().to_ascii_lowercase();
        let stem = || path.file_stem().map_or(String::new(), |stem| stem.to_string_lossy().into());
        match &*ending {
            "txt" if stem().to_ascii_lowercase().ends_with(".pdf") => Some(FileKind::Printed),
            "txt" => Some(FileKind::Text),
            "md" => Some(FileKind::Markdown),
            "html" | "htm" => Some(FileKind::Page),
            "jsonl" => Some(FileKind::Lines),
            _ => ContainerKind::from_ending(path)
                .filter(|kind| kind.feature().1)
                .map(FileKind::Container),
        }
    }
}

/// The document of a file, if it can be read, and the faults: line and reason.
#[derive(Debug, Default)]
pub(super) struct FileContent {
    pub document: Option<Document>,
    pub faults: Vec<(Option<u64>, String)>,
}

impl FileContent {
    /// Reads the text, the Markdown or the page in the file `name`.
    pub fn read(kind: FileKind, name: &str, bytes: &[u8]) -> FileContent {
        let text = match kind {
            #[cfg(feature = "html-input")]
            FileKind::Page => encoding::decode(bytes, encoding::declared_by_page),
            _ => encoding::decode(bytes, declared_by_head),
        };
        match text {
            Ok(text) => FileContent::read_str(kind, name, &text),
            Err(reason) => FileContent::refused(reason),
        }
    }

    /// Reads what is decoded already.
    pub fn read_str(kind: FileKind, name: &str, text: &str) -> FileContent {
        let nul = match nul_fault(text) {
            Ok(fault) => fault,
            Err(reason) => return FileContent::refused(reason),
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut content = match kind {
            FileKind::Page => FileContent::read_page(name, text),
            FileKind::Markdown => FileContent::read_headed(name, text, read_markdown),
            FileKind::Printed => FileContent::read_headed(name, text, |text| Ok(unwrap(text))),
            _ => FileContent::read_headed(name, text, |text| Ok(Cow::Borrowed(text))),
        };
        content.faults.extend(nul.map(|reason| (None, reason)));
        content
    }

    fn refused(reason: impl Into<String>) -> FileContent {
        FileContent { document: None, faults: vec![(None, reason.into())] }
    }

    /// Reads a file that may begin with front matter.
    fn read_headed(
        name: &str,
        text: &str,
        print: impl Fn(&str) -> Result<Cow<'_, str>, String>,
    ) -> FileContent {
        let head = front_matter::read(text);
        let printed = match print(&text[head.len..]) {
            Ok(printed) => printed,
            Err(reason) => return FileContent::refused(reason),
        };
        let mut document = Document::new(name, printed);
        document.outlet = file_stem(name);
        let mut faults = Vec::new();
        faults.extend(head.refused.map(|(line, reason)| (Some(line), reason)));
        for (line, key, value) in head.fields {
            if let Err(reason) = set_document_field(&mut document, key, value) {
                faults.push((Some(line), reason));
            }
        }
        FileContent { document: Some(document), faults }
    }

    #[cfg(feature = "html-input")]
    fn read_page(name: &str, page: &str) -> FileContent {
        let page = match html::read(page) {
            Ok(page) => page,
            Err(reason) => return FileContent::refused(reason),
        };
        let mut document = Document::new(name, page.text);
        document.outlet = file_stem(name);
        let mut faults = Vec::new();
        for (key, value) in page.fields {
            if let Err(reason) = set_document_field(&mut document, key, &value) {
                faults.push((None, reason));
            }
        }
        FileContent { document: Some(document), faults }
    }

    #[cfg(not(feature = "html-input"))]
    fn read_page(_name: &str, _page: &str) -> FileContent {
        FileContent::refused("an HTML page; built without the feature html-input")
    }
}

fn unwrap(text: &str) -> Cow<'_, str> {
    Cow::Owned(unwrap_lines(text))
}

#[cfg(feature = "markdown-input")]
fn read_markdown(text: &str) -> Result<Cow<'_, str>, String> {
    Ok(Cow::Owned(markdown::read(text)))
}

#[cfg(not(feature = "markdown-input"))]
fn read_markdown(_text: &str) -> Result<Cow<'_, str>, String> {
    Err("a Markdown file; built without the feature markdown-input".to_owned())
}

/// Returns the field `encoding` of the head of a text file.
fn declared_by_head(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD_BYTES)]);
    let fields = front_matter::read(&head).fields;
    let (.., label) = fields.into_iter().find(|&(_, key, _)| key == "encoding")?;
    Some(label.to_owned())
}

/// Returns what is to be told of NUL characters in `text`, if any.
///
/// # Errors
/// There are so many that it holds no text.
pub(super) fn nul_fault(text: &str) -> Result<Option<String>, String> {
    let Some(first) = text.find('\0') else { return Ok(None) };
    let count = text.bytes().filter(|&byte| byte == 0).count();
    let (len, plural) = (text.len(), if count == 1 { "" } else { "s" });
    let what = format!("holds {count} NUL character{plural} in {len} bytes");
    if count > len / NUL_SHARE {
        return Err(format!("{what}: no text, or UTF-16 without a byte-order mark"));
    }
    Ok(Some(format!("{what}, the first at offset {first}; it is read with them")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nul_characters_are_told() {
        assert_eq!(nul_fault("never"), Ok(None));
        assert_eq!(nul_fault(""), Ok(None));
        let one = nul_fault("never\0 again").unwrap().unwrap();
        assert_eq!(
            one,
            "holds 1 NUL character in 12 bytes, the first at offset 5; it is read with them"
        );
        let wide = nul_fault("n\0o\0").unwrap_err();
        assert_eq!(
            wide,
            "holds 2 NUL characters in 4 bytes: no text, or UTF-16 without a byte-order mark"
        );
    }
}
