//! Classes of the character next to a run of marks.

use super::mark::is_invisible;

/// The class of the character on one side of a run of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AdjacentChar {
    /// No character: the edge of the paragraph.
    Edge,
    /// White space.
    Blank,
    /// A letter, or whatever else is printed inside a word.
    Letter,
    /// A digit.
    Digit,
    /// `(`, `[`, and signs that lead a word, such as `$`.
    Lead,
    /// `.`, `,`, `)` and others that end something.
    Stop,
    /// A colon.
    Colon,
    /// A dash, hyphen or slash.
    Dash,
}

impl AdjacentChar {
    /// Returns the class of the character before `at` in the paragraph that begins at `start`.
    #[inline]
    pub(super) fn before(text: &str, start: usize, at: usize) -> AdjacentChar {
        match text.as_bytes()[start..at].last() {
            None => AdjacentChar::Edge,
            Some(&byte) if byte.is_ascii() => ASCII[byte as usize],
            _ => text[start..at]
                .chars()
                .rev()
                .find(|&c| !is_invisible(c))
                .map_or(AdjacentChar::Edge, AdjacentChar::from_char),
        }
    }

    /// Returns the class of the character that `after` begins with.
    #[inline]
    pub(super) fn after(after: &str) -> AdjacentChar {
        match after.as_bytes().first() {
            None => AdjacentChar::Edge,
            Some(&byte) if byte.is_ascii() => ASCII[byte as usize],
            _ => after
                .chars()
                .find(|&c| !is_invisible(c))
                .map_or(AdjacentChar::Edge, AdjacentChar::from_char),
        }
    }

    #[inline]
    fn from_char(c: char) -> AdjacentChar {
        match c {
            '\0'..='\x7f' => ASCII[c as usize],
            _ if c.is_whitespace() => AdjacentChar::Blank,
            '…' | '。' | '、' | '，' | '！' | '？' => AdjacentChar::Stop,
            '：' => AdjacentChar::Colon,
            '–' | '—' | '―' | '‒' | '‐' | '‑' => AdjacentChar::Dash,
            _ if c.is_numeric() => AdjacentChar::Digit,
            '€' | '£' | '¿' | '¡' | '•' => AdjacentChar::Lead,
            // Letters, their accents, and whatever else is printed inside a word.
            _ => AdjacentChar::Letter,
        }
    }

    /// Returns true for a letter or digit.
    #[inline]
    pub(super) fn is_word(self) -> bool {
        matches!(self, AdjacentChar::Letter | AdjacentChar::Digit)
    }

    /// Returns true for a blank or the edge of the paragraph.
    #[inline]
    pub(super) fn is_blank(self) -> bool {
        matches!(self, AdjacentChar::Edge | AdjacentChar::Blank)
    }

    /// Returns true if an opening mark may stand after this character.
    #[inline]
    pub(super) fn may_precede_opening(self) -> bool {
        matches!(
            self,
            AdjacentChar::Edge | AdjacentChar::Blank | AdjacentChar::Lead | AdjacentChar::Dash
        )
    }
}

/// The classes of the ASCII characters.
const ASCII: [AdjacentChar; 128] = {
    let mut classes = [AdjacentChar::Letter; 128];
    let mut byte = 0;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b' ' | b'\t'..=b'\r' => AdjacentChar::Blank,
            b'.' | b',' | b';' | b'!' | b'?' | b')' | b']' | b'}' | b'%' => AdjacentChar::Stop,
            b':' => AdjacentChar::Colon,
            b'-' | b'/' | b'|' => AdjacentChar::Dash,
            b'0'..=b'9' => AdjacentChar::Digit,
            b'(' | b'[' | b'{' | b'$' | b'#' | b'@' | b'<' | b'=' => AdjacentChar::Lead,
            _ => AdjacentChar::Letter,
        };
        byte += 1;
    }
    classes
};
