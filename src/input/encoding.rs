//! Decodes the bytes of a file: UTF-8, or what the file declares.
//!
//! A file declares its encoding by a byte-order mark, by the field `encoding` of its head, or, if
//! it is a page, by a `meta` element. The labels, and what they stand for, are those of the
//! [WHATWG](https://encoding.spec.whatwg.org/#names-and-labels): `latin1` is windows-1252.

use std::borrow::Cow;

use super::byte_order::utf16_mark;
use super::lines::not_utf8;

/// Bytes of a page in which its encoding is declared. The HTML standard asks for 1,024; pages in
/// the wild print scripts before it.
#[cfg(feature = "html-input")]
const PRESCAN_BYTES: usize = 4096;

/// Decodes `bytes`. `declared` returns the label of the encoding, if one is declared within the
/// bytes.
///
/// Bytes that are UTF-8 and hold more than ASCII are read as such, whatever they declare: in
/// another encoding such bytes make no words, and pages are often converted and keep their `meta`.
///
/// # Errors
/// The bytes are in no known encoding, or not in the declared one; the reason says so.
pub(super) fn decode<'b>(
    bytes: &'b [u8],
    declared: impl FnOnce(&[u8]) -> Option<String>,
) -> Result<Cow<'b, str>, String> {
    if let Some(big_endian) = utf16_mark(bytes) {
        return decode_utf16(bytes, big_endian);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.is_ascii() || !text.contains('\u{1b}') => Ok(Cow::Borrowed(text)),
        // ISO-2022-JP is written in ASCII, with escape sequences.
        Ok(text) => match declared(bytes) {
            Some(label) => decode_declared(bytes, &label).or(Ok(Cow::Borrowed(text))),
            None => Ok(Cow::Borrowed(text)),
        },
        Err(error) => match declared(bytes) {
            Some(label) if !is_utf8(&label) => decode_declared(bytes, &label),
            _ => Err(not_utf8(bytes, error.valid_up_to(), error.valid_up_to())),
        },
    }
}

fn is_utf8(label: &str) -> bool {
    label.eq_ignore_ascii_case("utf-8") || label.eq_ignore_ascii_case("utf8")
}

#[cfg(feature = "encodings")]
fn decode_utf16(bytes: &[u8], big_endian: bool) -> Result<Cow<'_, str>, String> {
    let encoding = if big_endian { encoding_rs::UTF_16BE } else { encoding_rs::UTF_16LE };
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[2..]);
    text.ok_or_else(|| format!("not {}, as its byte-order mark says", encoding.name()))
}

#[cfg(not(feature = "encodings"))]
fn decode_utf16(bytes: &[u8], _big_endian: bool) -> Result<Cow<'_, str>, String> {
    Err(format!("{}; built without the feature encodings", not_utf8(bytes, 0, 0)))
}

#[cfg(feature = "encodings")]
fn decode_declared<'b>(bytes: &'b [u8], label: &str) -> Result<Cow<'b, str>, String> {
    let shown = super::lines::excerpt(label);
    let encoding = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes())
        .ok_or_else(|| format!("encoding: {shown:?} is no encoding that is known"))?;
    if encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE {
        // Whoever can read the declaration reads bytes, so it is not UTF-16.
        return Err(format!("encoding: {shown:?} is declared in bytes that are not"));
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.ok_or_else(|| format!("not {}, which it declares", encoding.name()))
}

#[cfg(not(feature = "encodings"))]
fn decode_declared<'b>(_bytes: &'b [u8], label: &str) -> Result<Cow<'b, str>, String> {
    let label = super::lines::excerpt(label);
    Err(format!("in the encoding {label:?}; built without the feature encodings"))
}

/// Returns the label in a page's `<meta charset="…">`, `<meta content="…; charset=…">` or XML
/// declaration.
#[cfg(feature = "html-input")]
pub(super) fn declared_by_page(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(PRESCAN_BYTES)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if let Some(declaration) = head.trim_start().strip_prefix("<?xml")
        && let Some((declaration, _)) = declaration.split_once("?>")
        && let Some(label) = label_after(declaration, "encoding")
    {
        return Some(label);
    }
    let mut rest = &*head;
    loop {
        rest = match (rest.find("<meta"), rest.find("<!--")) {
            // A comment declares nothing.
            (Some(meta), Some(comment)) if comment < meta => {
                let end = rest[comment..].find("-->")?;
                &rest[comment + end..]
            }
            (Some(meta), _) => {
                let tag = &rest[meta..];
                let end = tag.find('>').unwrap_or(tag.len());
                if let Some(label) = label_after(&tag[..end], "charset") {
                    return Some(label);
                }
                &tag[end..]
            }
            (None, _) => return None,
        };
    }
}

/// Returns the value after `key` and a `=`, with or without quotation marks.
#[cfg(feature = "html-input")]
fn label_after(tag: &str, key: &str) -> Option<String> {
    let (_, value) = tag.split_once(key)?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let end = value
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '>' | '/'))
        .unwrap_or(value.len());
    Some(value[..end].to_owned()).filter(|label| !label.is_empty())
}

#[cfg(all(test, feature = "encodings"))]
mod tests {
    use super::*;

    fn label(label: &'static str) -> impl FnOnce(&[u8]) -> Option<String> {
        move |_| Some(label.to_owned())
    }

    #[test]
    fn what_is_declared_is_decoded() {
        let quoted = b"\x93Nous \xe9tions l\xe0\x94";
        for name in ["windows-1252", "ISO-8859-1", "latin1", "cp1252"] {
            assert_eq!(decode(quoted, label(name)).unwrap(), "“Nous étions là”", "{name}");
        }
        assert_eq!(decode(b"\xff\xfe\x1c\x20n\0", |_| None).unwrap(), "“n");
        assert_eq!(decode(b"\xfe\xff\x20\x1c\0n", |_| None).unwrap(), "“n");
        assert_eq!(decode(b"\x82\xa0", label("shift_jis")).unwrap(), "あ");
        // ASCII alone is the same in all of them, but for one that escapes.
        assert_eq!(decode(b"no", label("windows-1252")).unwrap(), "no");
        assert_eq!(decode(b"\x1b$B$\"\x1b(B", label("iso-2022-jp")).unwrap(), "あ");
        assert_eq!(decode(b"\x1b[1m", |_| None).unwrap(), "\u{1b}[1m");
    }

    #[test]
    fn what_is_utf_8_is_read_as_such() {
        assert_eq!(decode("“là”".as_bytes(), label("windows-1252")).unwrap(), "“là”");
        assert_eq!(decode("“là”".as_bytes(), label("klingon")).unwrap(), "“là”");
    }

    #[test]
    fn what_is_in_no_encoding_is_refused() {
        for (bytes, declared, reason) in [
            (&b"caf\xe9"[..], None, "not UTF-8: byte 0xE9 at offset 3"),
            (b"caf\xe9", Some("utf-8"), "not UTF-8: byte 0xE9 at offset 3"),
            (b"caf\xe9", Some("klingon"), "encoding: \"klingon\" is no encoding that is known"),
            (b"caf\xe9", Some("utf-16"), "encoding: \"utf-16\" is declared in bytes that are not"),
            (b"\x82", Some("shift_jis"), "not Shift_JIS, which it declares"),
            (b"\xff\xfe\0\xd8n\0", None, "not UTF-16LE, as its byte-order mark says"),
        ] {
            let said = decode(bytes, |_| declared.map(str::to_owned)).unwrap_err();
            assert_eq!(said, reason);
        }
    }

    #[cfg(feature = "html-input")]
    #[test]
    fn a_page_declares_its_encoding() {
        for (page, label) in [
            ("<html><head><meta charset=windows-1252>", Some("windows-1252")),
            ("<META CHARSET='ISO-8859-1' />", Some("iso-8859-1")),
            (
                "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=latin1\">",
                Some("latin1"),
            ),
            ("<?xml version=\"1.0\" encoding=\"UTF-16\"?><html>", Some("utf-16")),
            ("<!-- <meta charset=koi8-r> --><meta charset = \"utf-8\">", Some("utf-8")),
            // Near misses: no meta, another meta, a word, an unclosed comment.
            ("<p charset=koi8-r>", None),
            ("<meta name=description content=\"the charset of a page\">", None),
            ("<!-- <meta charset=koi8-r>", None),
            ("<meta charset=>", None),
        ] {
            assert_eq!(declared_by_page(page.as_bytes()).as_deref(), label, "{page}");
        }
    }
}
