//! The levels of a text: outside all quotations, and inside each quotation that has others nested.

use crate::model::Quotation;
use crate::span::Span;

/// One level: the quotation that holds it (`None` for the text itself), the spans of its text, and
/// its slots with the indices of their quotations.
pub(in crate::attribution) type NarrativeLevel = (Option<usize>, Vec<Span>, Vec<(Span, usize)>);

/// Splits one part of a document into levels: the text itself, and each quotation that has others
/// nested in it. `quotations` are those of the part, with their indices in the whole list.
pub(in crate::attribution) fn split_into_levels(
    text: &str,
    quotations: &[(usize, &Quotation)],
) -> Vec<NarrativeLevel> {
    let whole = Span::new(0, text.len().min(u32::MAX as usize));
    let mut levels: Vec<NarrativeLevel> =
        vec![(None, vec![whole], Vec::with_capacity(quotations.len()))];
    let mut level_of: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for &(index, quotation) in quotations {
        // Ignore a parent that is missing from the list, or is the quotation itself.
        let parent = quotation.parent.filter(|&parent| parent != index);
        let parent = parent.and_then(|parent| {
            let at = quotations.binary_search_by_key(&parent, |&(index, _)| index).ok()?;
            Some((parent, quotations[at].1))
        });
        let level = match parent {
            None => 0,
            Some((parent, outer)) => *level_of.entry(parent).or_insert_with(|| {
                levels.push((Some(parent), valid_spans(text, &outer.pieces), Vec::new()));
                levels.len() - 1
            }),
        };
        let slots = &mut levels[level].2;
        match quotation.pieces[..] {
            [one] => slots.extend(is_valid_span(text, one).then_some((one, index))),
            _ => slots.extend(
                valid_spans(text, &quotation.pieces).into_iter().map(|piece| (piece, index)),
            ),
        }
    }
    for (_, _, slots) in &mut levels {
        slots.sort_unstable();
    }
    levels
}

fn is_valid_span(text: &str, piece: Span) -> bool {
    !piece.is_empty() && text.get(piece.range()).is_some()
}

/// Returns the valid spans of `text`, sorted, without empty and overlapping ones.
fn valid_spans(text: &str, pieces: &[Span]) -> Vec<Span> {
    let mut pieces: Vec<Span> =
        pieces.iter().copied().filter(|&piece| is_valid_span(text, piece)).collect();
    pieces.sort_unstable();
    let mut end = 0;
    pieces.retain(|piece| {
        let keep = piece.start() >= end;
        end = if keep { piece.end() } else { end };
        keep
    });
    pieces
}
