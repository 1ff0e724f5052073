//! Decodes the character references of HTML that a feed has left in plain text: `it&#8217;s`.
//!
//! Names: HTML Standard, <https://html.spec.whatwg.org/multipage/named-characters.html>. `&lt;` and
//! `&gt;` stay, since they would make a tag of words.

use std::borrow::Cow;

/// Bytes within which a reference ends.
const MAX_REFERENCE_BYTES: usize = 10;

/// Times that a text may have been escaped: `&amp;#8217;`.
const MAX_ROUNDS: usize = 2;

/// The named references, of the marks and of the letters of European languages.
const NAMES: &[(&str, char)] = &[
    ("amp", '&'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("pound", '£'),
    ("euro", '€'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("ccedil", 'ç'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("igrave", 'ì'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("ntilde", 'ñ'),
    ("ograve", 'ò'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("ugrave", 'ù'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("uuml", 'ü'),
    ("szlig", 'ß'),
];

/// Returns `text` with its character references decoded, those that were escaped twice as well.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    let mut decoded = Cow::Borrowed(text);
    for _ in 0..MAX_ROUNDS {
        match decode_once(&decoded) {
            Some(next) => decoded = Cow::Owned(next),
            None => break,
        }
    }
    decoded
}

/// Returns nothing if there is no reference.
fn decode_once(text: &str) -> Option<String> {
    let mut decoded = String::new();
    let mut copied = 0;
    for (at, _) in text.match_indices('&') {
        if let Some((c, len)) = read(&text[at..]) {
            decoded.push_str(&text[copied..at]);
            decoded.push(c);
            copied = at + len;
        }
    }
    decoded.push_str(&text[copied..]);
    (copied > 0).then_some(decoded)
}

/// Reads the reference that `text` begins with: its character, and its length in bytes.
fn read(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(MAX_REFERENCE_BYTES).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            // A control character is no character of a text.
            char::from_u32(code).filter(|c| !c.is_control() && !matches!(c, '<' | '>'))?
        }
        None => NAMES.iter().find(|(one, _)| *one == name)?.1,
    };
    Some((c, end + 1))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn no_reference_survives_and_no_other_ampersand_is_touched() {
        for (text, decoded) in [
            ("it&#8217;s ours", "it’s ours"),
            ("&ldquo;It&rsquo;s ours,&rdquo; she said.", "“It’s ours,” she said."),
            ("&amp;quot;it&amp;#8217;s ours&amp;quot;", "\"it’s ours\""),
            ("&#x201C;caf&eacute;&#x201d;&nbsp;&mdash;", "“café”\u{a0}—"),
            ("Lund & Sons; AT&T said &quot;no&quot;", "Lund & Sons; AT&T said \"no\""),
            // Near misses: no reference, an unknown one, a tag, a control character.
            ("Lund & Sons; and Ito & Co.", "Lund & Sons; and Ito & Co."),
            ("&unknown; &#; &#xzz; &", "&unknown; &#; &#xzz; &"),
            ("a &lt;b&gt; &#60;b&#62;", "a &lt;b&gt; &#60;b&#62;"),
            ("a&#0;b&#10;", "a&#0;b&#10;"),
            ("", ""),
        ] {
            assert_eq!(decode(text), decoded, "{text}");
        }
    }
}
