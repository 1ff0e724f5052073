//! Glyphs of quotation marks: the family of each, and the families that it may close.

use super::cost::Cost;

/// The family of marks that an opening mark belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum MarkFamily {
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

impl MarkFamily {
    /// Returns true if the marks are single ones, which share their glyphs with the apostrophe or
    /// enclose inner quotations.
    pub(super) fn is_single(self) -> bool {
        use MarkFamily::*;
        matches!(self, SingleStraight | SingleCurly | SingleLow | SingleGuillemets)
    }
}

/// The shape of a printed mark.
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
    /// Returns the glyph of a character, or `None` if it is no quotation mark.
    pub(super) fn from_char(c: char) -> Option<Glyph> {
        use Glyph::*;
        Some(match c {
            '"' | '＂' => Straight,
            // The last of some are those of Windows-1252, read as Latin-1.
            '“' | '‟' | '〝' | '\u{93}' => CurlyOpen,
            '”' | '〞' | '\u{94}' => CurlyClose,
            '„' | '〟' | '\u{84}' => Low,
            '«' => LeftGuillemet,
            '»' => RightGuillemet,
            '「' | '」' => Corner { open: c == '「' },
            '『' | '』' => WhiteCorner { open: c == '『' },
            '\'' | '＇' => SingleStraight,
            '`' => Backtick,
            '‘' | '‛' | '\u{91}' => SingleOpen,
            '’' | '´' | '\u{92}' => SingleClose,
            '‚' | '\u{82}' => SingleLow,
            '‹' => LeftSingleGuillemet,
            '›' => RightSingleGuillemet,
            _ => return None,
        })
    }

    /// Returns the family of this glyph as an opening mark.
    pub(super) fn family(self) -> MarkFamily {
        use Glyph::*;
        match self {
            Straight => MarkFamily::Straight,
            CurlyOpen | CurlyClose => MarkFamily::Curly,
            Low => MarkFamily::Low,
            Ticks | Backticks => MarkFamily::Ticks,
            LeftGuillemet | RightGuillemet => MarkFamily::Guillemets,
            Corner { .. } => MarkFamily::Corners,
            WhiteCorner { .. } => MarkFamily::WhiteCorners,
            SingleStraight | Backtick => MarkFamily::SingleStraight,
            SingleOpen | SingleClose => MarkFamily::SingleCurly,
            SingleLow => MarkFamily::SingleLow,
            LeftSingleGuillemet | RightSingleGuillemet => MarkFamily::SingleGuillemets,
        }
    }

    /// Returns the cost of closing a quotation of `family` with this glyph, on top of the mark's
    /// own cost, or `None` if it cannot close it.
    pub(super) fn closing_cost(self, family: MarkFamily) -> Option<Cost> {
        use Glyph::*;
        use MarkFamily as F;
        // Editors often curl one end and not the other, so another double mark is a slip and no
        // more. Low marks are closed by a glyph that opens elsewhere: its own penalty for closing
        // is taken back.
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
            // “I am here,’ he said: a slip, but dear, since the mark may well be an apostrophe.
            (F::Curly, SingleClose) | (F::Straight, SingleStraight) => 35,
            _ => return None,
        })
    }
}
