//! A chain of labels over the items of a sentence: the best one, and how likely it is.

/// The role of an item for one cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum SpeechRole {
    None,
    Source,
    Content,
}

/// Number of roles.
pub(super) const ROLES: usize = 3;

impl SpeechRole {
    pub(super) const ALL: [SpeechRole; ROLES] =
        [SpeechRole::None, SpeechRole::Source, SpeechRole::Content];
}

/// The scores of a chain, in log-odds: of each role of each item, and of each pair of roles of an
/// item and of the one before it.
#[derive(Debug, Default)]
pub(super) struct ChainScores {
    pub(super) items: Vec<[f32; ROLES]>,
    pub(super) pairs: Vec<[f32; ROLES * ROLES]>,
    forward: Vec<[f32; ROLES]>,
    back: Vec<[u8; ROLES]>,
}

impl ChainScores {
    pub(super) fn clear(&mut self) {
        self.items.clear();
        self.pairs.clear();
    }

    /// Fills `best` with the best roles and returns how likely they are, as a logarithm. The
    /// method is Viterbi's. O(items).
    pub(super) fn best(&mut self, best: &mut Vec<SpeechRole>) -> f32 {
        best.clear();
        let Some(&first) = self.items.first() else { return 0.0 };
        self.back.clear();
        self.back.resize(self.items.len(), [0; ROLES]);
        let mut scores = first;
        for i in 1..self.items.len() {
            let mut next = [f32::NEG_INFINITY; ROLES];
            for (role, best) in next.iter_mut().enumerate() {
                for (before, score) in scores.iter().enumerate() {
                    let score = score + self.pairs[i][before * ROLES + role];
                    if score > *best {
                        *best = score;
                        self.back[i][role] = before as u8;
                    }
                }
                *best += self.items[i][role];
            }
            scores = next;
        }
        let mut role = 0;
        for other in 1..ROLES {
            if scores[other] > scores[role] {
                role = other;
            }
        }
        let score = scores[role];
        for back in self.back.iter().rev() {
            best.push(SpeechRole::ALL[role]);
            role = usize::from(back[role]);
        }
        best.reverse();
        score - self.forward()
    }

    /// Computes the sums over all chains up to each item, and returns that over all, as a
    /// logarithm.
    pub(super) fn forward(&mut self) -> f32 {
        self.forward.clear();
        let Some(&first) = self.items.first() else { return 0.0 };
        self.forward.push(first);
        let mut before = first;
        for i in 1..self.items.len() {
            let sum = |role: usize| {
                log_sum(std::array::from_fn(|b| before[b] + self.pairs[i][b * ROLES + role]))
                    + self.items[i][role]
            };
            before = std::array::from_fn(sum);
            self.forward.push(before);
        }
        log_sum(before)
    }

    /// Returns the likelihood of each role of each item, and of each pair of roles; for the fit.
    pub(super) fn marginals(&mut self) -> (Vec<[f32; ROLES]>, Vec<[f32; ROLES * ROLES]>, f32) {
        let total = self.forward();
        let len = self.items.len();
        let mut backward = vec![[0.0; ROLES]; len];
        for i in (0..len.saturating_sub(1)).rev() {
            let after: [f32; ROLES] =
                std::array::from_fn(|role| backward[i + 1][role] + self.items[i + 1][role]);
            backward[i] = std::array::from_fn(|role| {
                log_sum(std::array::from_fn(|a| self.pairs[i + 1][role * ROLES + a] + after[a]))
            });
        }
        let single = (0..len).map(|i| {
            std::array::from_fn(|role| (self.forward[i][role] + backward[i][role] - total).exp())
        });
        let pair = (0..len).map(|i| {
            std::array::from_fn(|k| {
                let (before, role) = (k / ROLES, k % ROLES);
                i.checked_sub(1).map_or(0.0, |b| {
                    (self.forward[b][before]
                        + self.pairs[i][k]
                        + self.items[i][role]
                        + backward[i][role]
                        - total)
                        .exp()
                })
            })
        });
        (single.collect(), pair.collect(), total)
    }
}

/// Returns the logarithm of the sum of three numbers given as logarithms.
fn log_sum(logs: [f32; ROLES]) -> f32 {
    let most = logs[0].max(logs[1]).max(logs[2]);
    most + logs.iter().map(|log| (log - most).exp()).sum::<f32>().ln()
}
