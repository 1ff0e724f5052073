//! In which order wordings are joined: the most alike first.
//!
//! UPGMA (Sokal & Michener 1958) over the pairwise scores, each divided by the smaller of what the two wordings would score against
//! themselves. Ties go to the wordings that stand first in canonical order, so the tree depends on the wordings alone.
//! Time O(D³) in the number of wordings for the tree (at most 512), mostly far less.

/// The joins, in order: the group `.1` goes into the group `.0`; groups are named by their first wording.
pub(super) fn joins(alike: &mut [Vec<i64>]) -> Vec<(usize, usize)> {
    let n = alike.len();
    let mut sizes = vec![1i64; n];
    let mut groups: Vec<usize> = (0..n).collect();
    let mut joins = Vec::with_capacity(n.saturating_sub(1));
    // For each group, the later group it is most alike; kept up to date so that a join costs O(D) and not O(D²) mostly.
    let nearest = |alike: &[Vec<i64>], groups: &[usize], at: usize| {
        let x = groups[at];
        groups[at + 1..]
            .iter()
            .map(|&y| (alike[x][y], y))
            .max_by_key(|&(score, y)| (score, std::cmp::Reverse(y)))
    };
    let mut best: Vec<Option<(i64, usize)>> =
        (0..n).map(|at| nearest(alike, &groups, at)).collect();
    while groups.len() > 1 {
        let top = groups
            .iter()
            .filter_map(|&x| best[x].map(|(score, y)| (score, x, y)))
            .max_by_key(|&(score, x, y)| (score, std::cmp::Reverse((x, y))));
        let Some((_, x, y)) = top else { break };
        joins.push((x, y));
        groups.retain(|&at| at != y);
        for &z in &groups {
            if z != x {
                let mean =
                    (alike[x][z] * sizes[x] + alike[y][z] * sizes[y]) / (sizes[x] + sizes[y]);
                (alike[x][z], alike[z][x]) = (mean, mean);
            }
        }
        sizes[x] += sizes[y];
        for at in 0..groups.len() {
            let z = groups[at];
            if z == x || best[z].is_some_and(|(_, near)| near == x || near == y) {
                best[z] = nearest(alike, &groups, at);
            } else if z < x
                && best[z].is_none_or(|(score, near)| {
                    alike[z][x] > score || alike[z][x] == score && x < near
                })
            {
                best[z] = Some((alike[z][x], x));
            }
        }
    }
    joins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_alike_join_first_and_ties_go_to_the_first() {
        let mut alike =
            vec![vec![0, 5, 9, 9], vec![5, 0, 5, 5], vec![9, 5, 0, 9], vec![9, 5, 9, 0]];
        assert_eq!(joins(&mut alike), [(0, 2), (0, 3), (0, 1)]);
        assert_eq!(joins(&mut [vec![0]]), []);
        assert_eq!(joins(&mut []), []);
    }
}
