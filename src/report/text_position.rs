//! Positions in a text as other programs count them: from bytes to characters or code units.

/// The unit in which positions are counted.
///
/// ```
/// use variorum::report::PositionUnit;
/// assert_eq!(PositionUnit::default(), PositionUnit::Utf16);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum PositionUnit {
    /// Code units of UTF-16, which JavaScript, and so a browser, counts: an emoji is two.
    #[default]
    Utf16,
    /// Characters of Unicode (code points), as the recommendation of the W3C asks for.
    CodePoints,
}

/// Counts the positions of one text. Making it is linear in the text; a position costs a constant.
#[derive(Debug)]
pub(super) struct TextPositions<'t> {
    text: &'t str,
    unit: PositionUnit,
    /// Units before the first character boundary at or after each multiple of [`STEP`].
    counted: Vec<usize>,
}

/// Bytes between two counts.
const STEP: usize = 1024;

impl<'t> TextPositions<'t> {
    pub(super) fn new(text: &'t str, unit: PositionUnit) -> TextPositions<'t> {
        let mut counted = Vec::with_capacity(text.len() / STEP + 1);
        let (mut units, mut from) = (0, 0);
        for step in 0..=text.len() / STEP {
            let to = boundary(text, step * STEP);
            units += count(&text[from..to], unit);
            counted.push(units);
            from = to;
        }
        TextPositions { text, unit, counted }
    }

    /// Returns the position of the character boundary `byte`.
    pub(super) fn position(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let step = byte / STEP;
        let from = boundary(self.text, step * STEP);
        // The boundary at or after a multiple may lie behind `byte` only if that is no boundary.
        self.counted[step] + count(self.text.get(from..byte).unwrap_or(""), self.unit)
    }
}

/// Returns the first character boundary at or after `byte`.
fn boundary(text: &str, byte: usize) -> usize {
    (byte..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

fn count(text: &str, unit: PositionUnit) -> usize {
    match unit {
        PositionUnit::Utf16 => text.chars().map(char::len_utf16).sum(),
        PositionUnit::CodePoints => text.chars().count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn positions_are_those_of_the_text_before(
            parts in prop::collection::vec(prop::sample::select(vec!["a", "é", "—", "😀", "e\u{301}"]), 0..900),
            at in 0..900_usize,
        ) {
            let text = parts.concat();
            let before = parts[..at.min(parts.len())].concat();
            let utf16 = TextPositions::new(&text, PositionUnit::Utf16);
            prop_assert_eq!(utf16.position(before.len()), before.encode_utf16().count());
            let points = TextPositions::new(&text, PositionUnit::CodePoints);
            prop_assert_eq!(points.position(before.len()), before.chars().count());
        }
    }
}
