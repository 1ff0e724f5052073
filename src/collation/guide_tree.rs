//! The guide tree: the order in which wordings are merged, the most similar first.
//!
//! UPGMA (Sokal & Michener 1958, *A statistical method for evaluating systematic relationships*,
//! <https://archive.org/details/cbarchive_33927_astatisticalmethodforevaluatin1902>) over the
//! pairwise similarities. Ties go to the wordings that come first in canonical order, so the tree
//! depends on the wordings alone.
//!
//! Time O(D³) for D wordings (at most 512), mostly O(D²). Memory O(D) beside the similarities.

/// Returns the merges, in order: the group `.1` is merged into the group `.0`. Groups are named by
/// their first wording.
pub(super) fn merges(similarity: &mut [Vec<i64>]) -> Vec<(usize, usize)> {
    let n = similarity.len();
    let mut sizes = vec![1i64; n];
    let mut groups: Vec<usize> = (0..n).collect();
    let mut merges = Vec::with_capacity(n.saturating_sub(1));
    // For each group, the most similar later group. It is updated at each merge, so that a merge
    // mostly costs O(D), not O(D²).
    let nearest = |similarity: &[Vec<i64>], groups: &[usize], at: usize| {
        let x = groups[at];
        groups[at + 1..]
            .iter()
            .map(|&y| (similarity[x][y], y))
            .max_by_key(|&(score, y)| (score, std::cmp::Reverse(y)))
    };
    let mut best: Vec<Option<(i64, usize)>> =
        (0..n).map(|at| nearest(similarity, &groups, at)).collect();
    while groups.len() > 1 {
        let top = groups
            .iter()
            .filter_map(|&x| best[x].map(|(score, y)| (score, x, y)))
            .max_by_key(|&(score, x, y)| (score, std::cmp::Reverse((x, y))));
        let Some((_, x, y)) = top else { break };
        merges.push((x, y));
        groups.retain(|&at| at != y);
        for &z in &groups {
            if z != x {
                let mean = (similarity[x][z] * sizes[x] + similarity[y][z] * sizes[y])
                    / (sizes[x] + sizes[y]);
                (similarity[x][z], similarity[z][x]) = (mean, mean);
            }
        }
        sizes[x] += sizes[y];
        for at in 0..groups.len() {
            let z = groups[at];
            if z == x || best[z].is_some_and(|(_, near)| near == x || near == y) {
                best[z] = nearest(similarity, &groups, at);
            } else if z < x
                && best[z].is_none_or(|(score, near)| {
                    similarity[z][x] > score || similarity[z][x] == score && x < near
                })
            {
                best[z] = Some((similarity[z][x], x));
            }
        }
    }
    merges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_alike_join_first_and_ties_go_to_the_first() {
        let mut similarity =
            vec![vec![0, 5, 9, 9], vec![5, 0, 5, 5], vec![9, 5, 0, 9], vec![9, 5, 9, 0]];
        assert_eq!(merges(&mut similarity), [(0, 2), (0, 3), (0, 1)]);
        assert_eq!(merges(&mut [vec![0]]), []);
        assert_eq!(merges(&mut []), []);
    }
}
