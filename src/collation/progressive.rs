//! Progressive alignment along a guide tree, and iterative refinement.
//!
//! Up to [`MAX_TREE_WORDINGS`] wordings are merged along a tree over the words and neighbours that
//! they share. More wordings, or texts of thousands of words, are added one by one (`incremental`).
//! Then each wording is removed and aligned again where it scores most, until a round changes
//! nothing. For the papers and the cost see [`super`].

use rustc_hash::FxHashMap;

use super::input::{CollationInput, MAX_TREE_WORDINGS};
use super::msa::{Msa, PlacementScratch, find_path, path_of_pairs};
use super::profile::{Column, ProfileAligner, ProfileView};
use super::{guide_tree, incremental};
use crate::align::affine::AlignmentStep;
use crate::align::anchors;
use crate::align::global::{GlobalAligner, MAX_CELLS as MAX_PAIR_CELLS};
use crate::align::scoring::match_score;
use crate::text::Word;

/// Maximum number of rounds of refinement. Most collations settle after one or two.
const MAX_REFINEMENT_ROUNDS: usize = 3;

/// Most cells of all pairs of wordings that are merged along a tree: 46,000 words together.
const MAX_TREE_CELLS: usize = 1 << 31;

/// Most cells of one round of refinement.
const MAX_REFINED_CELLS: usize = 1 << 28;

/// Aligns all wordings.
pub(super) fn align_wordings(input: &mut CollationInput<'_>, distinct: &[&[Word]]) -> Msa {
    let n = distinct.len();
    if n == 0 {
        return Msa::default();
    }
    if n == 2 {
        // Two wordings are aligned as `align` does, within the same bounds.
        let (a, b) = (distinct[0], distinct[1]);
        input.scores.set_tokens(input.vocabulary, 0, a);
        input.scores.set_tokens(input.vocabulary, 1, b);
        let mut pairs = anchors::aligned_pairs(
            &mut GlobalAligner::default(),
            &input.scores,
            a,
            b,
            MAX_PAIR_CELLS,
        );
        anchors::match_final_marks(input.vocabulary, a, b, &mut pairs);
        let mut groups = AlignedGroups::new(input);
        groups.merge(0, 1, &path_of_pairs(&pairs, a.len(), b.len()));
        return groups.into_msa();
    }
    let longest = distinct.first().map_or(0, |wording| wording.len());
    let cells = (n * longest).saturating_mul(n * longest);
    if n > MAX_TREE_WORDINGS || cells > MAX_TREE_CELLS {
        return incremental::align_incrementally(input);
    }
    let mut similarities = similarities(input);
    let mut aligner = ProfileAligner::default();
    let mut groups = AlignedGroups::new(input);
    for (x, y) in guide_tree::merges(&mut similarities) {
        groups.find_path(input, &mut aligner, x, y);
        groups.merge(x, y, &aligner.path);
    }
    let mut msa = groups.into_msa();
    refine(&mut msa, input, &mut aligner);
    msa
}

/// Returns the similarity of each pair of wordings, from the words and pairs of neighbours that
/// they share, in any order. It is a hundred times faster than to align them, and enough to find
/// the most similar.
fn similarities(input: &CollationInput<'_>) -> Vec<Vec<i64>> {
    let mut ids: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    let mut feature_scores: Vec<i64> = Vec::new();
    let feature_bags: Vec<Vec<u32>> = input
        .rows
        .iter()
        .map(|row| {
            let score =
                |word: u32| i64::from(match_score(&input.vocabulary[input.words[word as usize]]));
            let singles = row.iter().map(|&word| ((word, u32::MAX), score(word)));
            let pairs = row
                .windows(2)
                .map(|pair| ((pair[0], pair[1]), (score(pair[0]) + score(pair[1])) / 2));
            let mut feature_bag: Vec<u32> = singles
                .chain(pairs)
                .map(|(feature, score)| {
                    *ids.entry(feature).or_insert_with(|| {
                        feature_scores.push(score);
                        feature_scores.len() as u32 - 1
                    })
                })
                .collect();
            feature_bag.sort_unstable();
            feature_bag
        })
        .collect();
    let sum = |feature_bag: &[u32]| {
        feature_bag.iter().map(|&at| feature_scores[at as usize]).sum::<i64>().max(1)
    };
    let own: Vec<i64> = feature_bags.iter().map(|feature_bag| sum(feature_bag)).collect();
    let n = feature_bags.len();
    let mut similarities = vec![vec![0; n]; n];
    for i in 0..n {
        for j in i + 1..n {
            let (mut x, mut y, mut shared) = (0, 0, 0);
            while let (Some(a), Some(b)) = (feature_bags[i].get(x), feature_bags[j].get(y)) {
                if a == b {
                    shared += feature_scores[*a as usize];
                }
                (x, y) = (x + usize::from(a <= b), y + usize::from(b <= a));
            }
            // In ten-thousandths, so that means of means stay exact enough to break few ties by
            // rounding.
            let share = 10_000 * shared / own[i].min(own[j]);
            (similarities[i][j], similarities[j][i]) = (share, share);
        }
    }
    similarities
}

/// The groups during progressive alignment. Each is named by its first wording.
struct AlignedGroups {
    columns: Vec<Vec<Column>>,
    members: Vec<Vec<usize>>,
    positions: Vec<Vec<u32>>,
    /// Buffers: the numbers 0, 1, 2 and so on, and the target of the columns of each side.
    all: Vec<u32>,
    target: [Vec<u32>; 2],
}

impl AlignedGroups {
    fn new(input: &CollationInput<'_>) -> AlignedGroups {
        let column = |wording: usize, token: usize| Column::new(input, wording, token);
        let lengths = || input.rows.iter().map(Vec::len).enumerate();
        AlignedGroups {
            columns: lengths()
                .map(|(at, len)| (0..len).map(|token| column(at, token)).collect())
                .collect(),
            members: lengths().map(|(at, _)| vec![at]).collect(),
            positions: lengths().map(|(_, len)| (0..len as u32).collect()).collect(),
            all: Vec::new(),
            target: [Vec::new(), Vec::new()],
        }
    }

    /// Finds the path through the groups `x` and `y`.
    fn find_path(
        &mut self,
        input: &mut CollationInput<'_>,
        aligner: &mut ProfileAligner,
        x: usize,
        y: usize,
    ) {
        let longer =
            self.all.len()..self.columns[x].len().max(self.columns[y].len()).max(self.all.len());
        self.all.extend(longer.map(|at| at as u32));
        let side = |at: usize| {
            let columns = &self.columns[at][..];
            ProfileView {
                columns,
                live: &self.all[..columns.len()],
                size: self.members[at].len() as i64,
            }
        };
        find_path(input, aligner, side(x), side(y));
    }

    /// Merges the group `y` into `x` along `steps`.
    fn merge(&mut self, x: usize, y: usize, steps: &[AlignmentStep]) {
        let (left, right) =
            (std::mem::take(&mut self.columns[x]), std::mem::take(&mut self.columns[y]));
        let (mut left, mut right) = (left.into_iter(), right.into_iter());
        let mut columns: Vec<Column> = Vec::with_capacity(steps.len());
        self.target.iter_mut().for_each(Vec::clear);
        for step in steps {
            let at = columns.len() as u32;
            if *step != AlignmentStep::Second {
                self.target[0].push(at);
                columns.extend(left.next());
            }
            if *step != AlignmentStep::First {
                self.target[1].push(at);
                match (step, right.next(), columns.last_mut()) {
                    (AlignmentStep::Both, Some(other), Some(column)) => column.merge(&other),
                    (_, other, _) => columns.extend(other),
                }
            }
        }
        let others = std::mem::take(&mut self.members[y]);
        for (side, members) in [&self.members[x], &others].into_iter().enumerate() {
            for &member in members {
                self.positions[member]
                    .iter_mut()
                    .for_each(|place| *place = self.target[side][*place as usize]);
            }
        }
        self.columns[x] = columns;
        self.members[x].extend(others);
    }

    fn into_msa(self) -> Msa {
        Msa {
            columns: self.columns.into_iter().next().unwrap_or_default(),
            positions: self.positions,
        }
    }
}

/// Removes each wording and aligns it again where it scores most, until a round changes nothing.
fn refine(msa: &mut Msa, input: &mut CollationInput<'_>, aligner: &mut ProfileAligner) {
    let n = input.rows.len();
    let longest = input.rows.first().map_or(0, Vec::len);
    // Texts of thousands of words are not refined.
    if (n * longest).saturating_mul(msa.columns.len()) > MAX_REFINED_CELLS {
        return;
    }
    let mut scratch = PlacementScratch::default();
    // The number of the last change, and its value when each wording was last realigned.
    let (mut changed, mut seen) = (1, vec![0; n]);
    for round in 0..MAX_REFINEMENT_ROUNDS * n {
        let at = round % n;
        if seen[at] == changed {
            continue;
        }
        let all = 0..msa.columns.len();
        if msa.realign(input, aligner, &mut scratch, at, all, n) {
            changed += 1;
        }
        seen[at] = changed;
    }
}
