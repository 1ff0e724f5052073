//! The marks as printed, by shape: what each may open, what it may close, and how it is written where a file does not
//! print it as itself, as an entity of HTML or as the debris of a wrong decoding.

use super::mark::Cost;

/// Which sort of pair an opened mark belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Family {
    Straight,
    Curly,
    Low,
    Ticks,
    Guillemets,
    Corners,
    WhiteCorners,
    SingleStraight,
    SingleCurly,
    SingleLow,
    SingleGuillemets,
}

impl Family {
    /// Whether its marks are single ones, which share their glyphs with the apostrophe (or stand for inner quotations).
    pub(super) fn is_single(self) -> bool {
        use Family::*;
        matches!(self, SingleStraight | SingleCurly | SingleLow | SingleGuillemets)
    }
}

/// One printed mark, by shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glyph {
    /// `"`
    Straight,
    /// `“`
    CurlyOpen,
    /// `”`
    CurlyClose,
    /// `„`
    Low,
    /// `''`
    Ticks,
    /// two backticks
    Backticks,
    /// `«`
    LeftGuillemet,
    /// `»`
    RightGuillemet,
    /// `「` or `」`
    Corner { open: bool },
    /// `『` or `』`
    WhiteCorner { open: bool },
    /// `'`
    SingleStraight,
    /// one backtick
    Backtick,
    /// `‘`
    SingleOpen,
    /// `’`, which is also the printed apostrophe
    SingleClose,
    /// `‚`
    SingleLow,
    /// `‹`
    LeftSingleGuillemet,
    /// `›`
    RightSingleGuillemet,
}

impl Glyph {
    pub(super) fn of(c: char) -> Option<Glyph> {
        use Glyph::*;
        Some(match c {
            '"' | '＂' => Straight,
            '“' | '‟' | '〝' => CurlyOpen,
            '”' | '〞' => CurlyClose,
            '„' | '〟' => Low,
            '«' => LeftGuillemet,
            '»' => RightGuillemet,
            '「' | '」' => Corner { open: c == '「' },
            '『' | '』' => WhiteCorner { open: c == '『' },
            '\'' | '＇' => SingleStraight,
            '`' => Backtick,
            '‘' | '‛' => SingleOpen,
            '’' | '´' => SingleClose,
            '‚' => SingleLow,
            '‹' => LeftSingleGuillemet,
            '›' => RightSingleGuillemet,
            _ => return None,
        })
    }

    /// The family that this glyph starts when it is read as opening.
    pub(super) fn family(self) -> Family {
        use Glyph::*;
        match self {
            Straight => Family::Straight,
            CurlyOpen | CurlyClose => Family::Curly,
            Low => Family::Low,
            Ticks | Backticks => Family::Ticks,
            LeftGuillemet | RightGuillemet => Family::Guillemets,
            Corner { .. } => Family::Corners,
            WhiteCorner { .. } => Family::WhiteCorners,
            SingleStraight | Backtick => Family::SingleStraight,
            SingleOpen | SingleClose => Family::SingleCurly,
            SingleLow => Family::SingleLow,
            LeftSingleGuillemet | RightSingleGuillemet => Family::SingleGuillemets,
        }
    }

    /// What it costs to close a quotation of `family` with this glyph; `None` when that cannot be.
    pub(super) fn closes(self, family: Family) -> Option<Cost> {
        use Family as F;
        use Glyph::*;
        // Editors that curl one end and not the other are common, so another double mark is a slip and no more. Low
        // marks are closed by what opens elsewhere: take the glyph's own penalty for that back.
        Some(match (family, self) {
            (F::Low, CurlyOpen) | (F::SingleLow, SingleOpen) => -20,
            (F::Straight, Straight)
            | (F::Curly | F::Low, CurlyOpen | CurlyClose)
            | (F::Ticks, Ticks) => 0,
            (F::Straight, CurlyOpen | CurlyClose) | (F::Curly | F::Low, Straight) => 7,
            (F::Ticks, Straight | CurlyClose) | (F::Straight | F::Curly, Ticks) => 10,
            (F::Guillemets, LeftGuillemet | RightGuillemet) => 0,
            (F::Corners, Corner { open: false })
            | (F::WhiteCorners, WhiteCorner { open: false }) => 0,
            (F::SingleStraight, SingleStraight) | (F::SingleCurly | F::SingleLow, SingleClose) => 0,
            (F::SingleCurly, SingleOpen) => 0,
            (F::SingleStraight, SingleClose) | (F::SingleCurly | F::SingleLow, SingleStraight) => 5,
            (F::SingleGuillemets, LeftSingleGuillemet | RightSingleGuillemet) => 0,
            // “I am here,’ he said: one slip, but dear, since the mark may well be an apostrophe.
            (F::Curly, SingleClose) | (F::Straight, SingleStraight) => 35,
            _ => return None,
        })
    }
}

/// The longest entity that stands for a mark.
const LONGEST_ENTITY: usize = 10;

/// The mark that an entity at the start of `bytes` stands for, and its length: `&ldquo;`, `&#8220;`, `&#x201C;`.
pub(super) fn entity(bytes: &[u8]) -> Option<(Glyph, usize)> {
    let end = bytes.iter().take(LONGEST_ENTITY).position(|&b| b == b';')?;
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
    Some((Glyph::of(c)?, end + 1))
}

/// What two or three characters that begin with `Â` or `â` are, when they are one sign whose UTF-8 was read as
/// Windows-1252 or Latin-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Debris {
    Mark(Glyph),
    /// A dash or another sign, whose debris looks like a mark and is none.
    Other,
}

/// Reads debris at the start of `text`; with its length in bytes.
pub(super) fn debris(text: &str) -> Option<(Debris, usize)> {
    let mut chars = text.chars();
    if let ['Â', mark @ ('«' | '»')] = [chars.next()?, chars.next()?] {
        return Some((Debris::Mark(Glyph::of(mark)?), text.len() - chars.as_str().len()));
    }
    let mut chars = text.chars();
    if chars.next() != Some('â') || !matches!(chars.next(), Some('€' | '\u{80}')) {
        return None;
    }
    let end = text.len() - chars.as_str().len();
    let read = match chars.next() {
        Some('œ' | '\u{9c}') => Debris::Mark(Glyph::CurlyOpen),
        Some('\u{9d}') => Debris::Mark(Glyph::CurlyClose),
        Some('˜' | '\u{98}') => Debris::Mark(Glyph::SingleOpen),
        Some('™' | '\u{99}') => Debris::Mark(Glyph::SingleClose),
        Some('ž' | '\u{9e}') => Debris::Mark(Glyph::Low),
        Some('š' | '\u{9a}') => Debris::Mark(Glyph::SingleLow),
        Some('¹') => Debris::Mark(Glyph::LeftSingleGuillemet),
        Some('º') => Debris::Mark(Glyph::RightSingleGuillemet),
        Some('“' | '”' | '¦' | '\u{93}' | '\u{94}') => Debris::Other,
        // The third byte of a closing mark is no character of Windows-1252, and is often lost.
        _ => return Some((Debris::Mark(Glyph::CurlyClose), end)),
    };
    Some((read, text.len() - chars.as_str().len()))
}
