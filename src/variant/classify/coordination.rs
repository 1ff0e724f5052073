//! Finds two words or names around `and`, `or` or a comma that trade places: one move.

use std::ops::Range;

use super::PairClassifier;
use super::transposition::order;
use crate::text::TokenClass;
use crate::variant::token_view::TokenView;
use crate::variant::{Level, Operation, VariantRule};

/// Most words of one of the two: `Mayor Anna Berg`.
const MAX_MEMBER_WORDS: usize = 3;

/// Two members of a coordination and what joins them.
struct Coordination {
    left: Range<usize>,
    right: Range<usize>,
}

impl<'x> PairClassifier<'_, 'x> {
    /// Replaces what was said of two members of a coordination, `thinnest and lightest` for
    /// `lightest and thinnest`, by one move. Names may be longer on one side.
    pub(super) fn find_reordered_pairs(&mut self) {
        let lone = |operation| matches!(operation, Operation::Addition | Operation::Omission);
        let words = self.variants.iter().filter(|variant| {
            let worded = |tokens: &[TokenView<'_>]| tokens.iter().any(TokenView::is_word);
            variant.moved.is_none()
                && (lone(variant.operation) || variant.operation == Operation::Substitution)
                && (worded(&self.a[variant.a.clone()]) || worded(&self.b[variant.b.clone()]))
        });
        // One change alone moves nothing; and far apart, no two belong to one coordination.
        let spots: Vec<(Range<usize>, Range<usize>)> =
            words.map(|variant| (variant.a.clone(), variant.b.clone())).collect();
        for pair in spots.windows(2) {
            let [(a1, b1), (a2, b2)] = pair else { continue };
            let a = a1.start.min(a2.start)..a1.end.max(a2.end);
            let b = b1.start.min(b2.start)..b1.end.max(b2.end);
            if a.len().max(b.len()) > 2 * MAX_MEMBER_WORDS + 2 {
                continue;
            }
            let Some((x, y)) = self.find_traded(&a, &b) else { continue };
            let (whole_a, whole_b) = (x.left.start..x.right.end, y.left.start..y.right.end);
            let inside = |part: &Range<usize>, whole: &Range<usize>| {
                whole.start <= part.start && part.end <= whole.end
            };
            self.variants.retain(|v| !(inside(&v.a, &whole_a) && inside(&v.b, &whole_b)));
            // Told whole: which of the two has moved nobody can say, and it can be read as printed.
            let id = self.next_move();
            self.variants.push(order(whole_a, whole_b, Level::Minor, VariantRule::OrderJoined, id));
        }
    }

    /// Returns the two coordinations whose members have traded places, with the same words around
    /// them.
    fn find_traded(
        &self,
        a: &Range<usize>,
        b: &Range<usize>,
    ) -> Option<(Coordination, Coordination)> {
        let (at_a, at_b) = (joint(self.a, a)?, joint(self.b, b)?);
        let around = |tokens: &[TokenView<'x>], found: &Coordination| {
            let word =
                |tok: Option<&TokenView<'x>>| tok.filter(|tok| tok.is_word()).map(|tok| tok.form);
            let before = found.left.start.checked_sub(1).and_then(|i| tokens.get(i));
            (word(before), word(tokens.get(found.right.end)))
        };
        coordinations(self.a, at_a).find_map(|x| {
            let y = coordinations(self.b, at_b)
                .find(|y| around(self.a, &x) == around(self.b, y) && self.trade_places(&x, y))?;
            Some((x, y))
        })
    }

    /// Returns true if each member of one side is the other member of the other side.
    fn trade_places(&self, x: &Coordination, y: &Coordination) -> bool {
        let alike = |a: &Range<usize>, b: &Range<usize>| {
            let (a, b) = (worded(&self.a[a.clone()]), worded(&self.b[b.clone()]));
            let forms =
                |tokens: &[&TokenView<'x>]| tokens.iter().map(|tok| tok.form).collect::<Vec<_>>();
            let named =
                |tokens: &[&TokenView<'x>]| tokens.iter().all(|tok| tok.class == TokenClass::Name);
            let last = |tokens: &[&TokenView<'x>]| tokens.last().map(|tok| tok.form);
            forms(&a) == forms(&b) || named(&a) && named(&b) && last(&a) == last(&b)
        };
        let weighty = |range: &Range<usize>| {
            self.a[range.clone()]
                .iter()
                .any(|tok| tok.is_word() && tok.class != TokenClass::Function)
        };
        alike(&x.left, &y.right)
            && alike(&x.right, &y.left)
            && !alike(&x.left, &y.left)
            && weighty(&x.left)
            && weighty(&x.right)
    }
}

fn worded<'p, 'x>(tokens: &'p [TokenView<'x>]) -> Vec<&'p TokenView<'x>> {
    tokens.iter().filter(|tok| tok.is_word()).collect()
}

/// Returns where the word or mark stands that joins two members around the changes at `range`.
fn joint(tokens: &[TokenView<'_>], range: &Range<usize>) -> Option<usize> {
    let joins = |i: &usize| matches!(tokens[*i].form, "and" | "or" | "&");
    let near = range.start.saturating_sub(MAX_MEMBER_WORDS + 1)
        ..(range.end + MAX_MEMBER_WORDS + 1).min(tokens.len());
    let within = || range.start..range.end.min(tokens.len());
    within()
        .find(joins)
        .or_else(|| near.clone().find(joins))
        .or_else(|| within().find(|&i| !tokens[i].is_word()))
}

/// Returns the coordinations around the joint at `at`, one for each number of words of its two
/// members, the shortest first.
fn coordinations<'p>(
    tokens: &'p [TokenView<'_>],
    at: usize,
) -> impl Iterator<Item = Coordination> + 'p {
    let worded = |range: &Range<usize>| tokens[range.clone()].iter().all(TokenView::is_word);
    let sizes = (1..=MAX_MEMBER_WORDS)
        .flat_map(|left| (1..=MAX_MEMBER_WORDS).map(move |right| (left, right)));
    sizes
        .filter(move |&(left, right)| left <= at && at + right < tokens.len())
        .map(move |(left, right)| Coordination {
            left: at - left..at,
            right: at + 1..at + 1 + right,
        })
        .filter(move |found| worded(&found.left) && worded(&found.right))
}
