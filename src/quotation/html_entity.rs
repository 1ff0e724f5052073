//! Marks printed as HTML entities: `&ldquo;`, `&#8220;`, `&#x201C;`.
//!
//! Names: HTML Standard, <https://html.spec.whatwg.org/multipage/named-characters.html>.

use super::glyph::Glyph;

/// Bytes within which the entity of a mark ends.
const MAX_ENTITY_BYTES: usize = 10;

/// Decodes the entity that `bytes` begin with; returns the mark and its length in bytes.
pub(super) fn decode_entity(bytes: &[u8]) -> Option<(Glyph, usize)> {
    let end = bytes.iter().take(MAX_ENTITY_BYTES).position(|&b| b == b';')?;
    let name = std::str::from_utf8(bytes.get(1..end)?).ok()?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
        None => match name {
            "quot" => '"',
            "apos" => '\'',
            "ldquo" => '“',
            "rdquo" => '”',
            "bdquo" => '„',
            "lsquo" => '‘',
            "rsquo" => '’',
            "sbquo" => '‚',
            "laquo" => '«',
            "raquo" => '»',
            "lsaquo" => '‹',
            "rsaquo" => '›',
            _ => return None,
        },
    };
    Some((Glyph::from_char(c)?, end + 1))
}
