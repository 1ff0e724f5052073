//! The pairs of classes of two sequences that are compared, and the pairs of quotations of two
//! classes that are reported as links: all pairs, unless there are very many.

use super::ScoredPair;
use crate::blocking::MAX_BLOCK_SIZE;
use crate::cluster::Edge;
use crate::person_name::PersonName;
use crate::snapshot::{ClassRow, QuotationClass, QuotationRow};

/// Calls `visit` with each pair of classes that is compared: of those that print one sequence,
/// `left`, with those that print another one, `right`, or with each other.
///
/// Where very many classes print a sequence, such as a slogan in twenty thousand papers, each is
/// compared with the [`MAX_BLOCK_SIZE`] nearest to it by speaker, then by date, which are the most
/// likely to be one utterance with it. The neighbourhoods overlap, so that an utterance stays
/// connected, and n classes cost n × `MAX_BLOCK_SIZE` comparisons and not n². The pairs are a
/// function of the set of quotations alone.
pub(super) fn for_each_class_pair(
    classes: &[QuotationClass],
    names: &[&PersonName],
    left: &[ClassRow],
    right: Option<&[ClassRow]>,
    visit: &mut impl FnMut(u32, u32),
) {
    let (same, right) = (right.is_none(), right.unwrap_or(left));
    if left.len().saturating_mul(right.len()) <= MAX_BLOCK_SIZE * MAX_BLOCK_SIZE {
        for (i, &a) in left.iter().enumerate() {
            right[if same { i + 1 } else { 0 }..].iter().for_each(|&b| visit(a.0, b.0));
        }
        return;
    }
    let order = |row: ClassRow| {
        let class = &classes[row.index()];
        let name = names.get(class.name as usize);
        (name.map(|name| name.surname()), class.second, row.0)
    };
    let sorted = |side: &[ClassRow]| {
        let mut side: Vec<_> = side.iter().map(|&row| order(row)).collect();
        side.sort_unstable();
        side
    };
    let (left, right) = (sorted(left), sorted(right));
    let mut pairs = Vec::new();
    // Each of `one` with those of `other` around its place.
    let mut around = |one: &[(Option<_>, i64, u32)],
                      other: &[(Option<_>, i64, u32)],
                      turned: bool| {
        let mut place = 0;
        for class in one {
            while other.get(place).is_some_and(|next| next < class) {
                place += 1;
            }
            let near = place.saturating_sub(MAX_BLOCK_SIZE / 2)
                ..(place + MAX_BLOCK_SIZE / 2).min(other.len());
            for neighbour in &other[near] {
                pairs.push(if turned { (neighbour.2, class.2) } else { (class.2, neighbour.2) });
            }
        }
    };
    around(&left, &right, false);
    if same {
        pairs.retain(|(a, b)| a < b);
    } else {
        around(&right, &left, true);
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.into_iter().for_each(|(a, b)| visit(a, b));
}

/// Calls `visit` with each pair of the quotations of two classes, or of one. Where they are very
/// many, each is paired with [`MAX_BLOCK_SIZE`] others, so that links do not outgrow quotations.
pub(super) fn for_each_quotation_pair(
    a: &[QuotationRow],
    b: &[QuotationRow],
    visit: &mut impl FnMut(QuotationRow, QuotationRow),
) {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if a == b {
        for (n, &x) in a.iter().enumerate() {
            a[n + 1..].iter().take(MAX_BLOCK_SIZE).for_each(|&y| visit(x, y));
        }
    } else if few.len() * many.len() <= MAX_BLOCK_SIZE * MAX_BLOCK_SIZE {
        a.iter().for_each(|&x| b.iter().for_each(|&y| visit(x, y)));
    } else {
        for (n, &x) in many.iter().enumerate() {
            let near = (n..n + few.len().min(MAX_BLOCK_SIZE)).map(|n| few[n % few.len()]);
            near.for_each(|y| if a.len() <= b.len() { visit(y, x) } else { visit(x, y) });
        }
    }
}

/// Returns the number of pairs that [`for_each_quotation_pair`] visits.
pub(super) fn count_quotation_pairs(classes: &[QuotationClass], pair: &ScoredPair) -> usize {
    let size = |class: u32| classes[class as usize].size as usize;
    let Edge { a, b, .. } = *pair.edge();
    let (few, many) = (size(a).min(size(b)), size(a).max(size(b)));
    if a == b {
        let last = few.min(MAX_BLOCK_SIZE);
        (few - last) * MAX_BLOCK_SIZE + last * (last - 1) / 2
    } else if few * many <= MAX_BLOCK_SIZE * MAX_BLOCK_SIZE {
        few * many
    } else {
        many * few.min(MAX_BLOCK_SIZE)
    }
}
