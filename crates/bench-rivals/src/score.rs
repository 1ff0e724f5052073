//! Pairs against the planted truth, at the threshold that is best for each measure. Exact counts, no sampling.

use std::collections::HashMap;
use std::error::Error;
use std::io::BufRead;

use crate::Quotation;

/// Components as pairs are taken, with what the measures need kept up to date. Merging the smaller into the larger makes
/// it O((n + pairs) log n).
struct Closure {
    parent: Vec<usize>,
    /// For each root, how many of each true group it holds.
    holds: Vec<HashMap<u64, u64>>,
    size: Vec<u64>,
    truth: HashMap<u64, u64>,
    joined: u64,
    right: u64,
    precision: f64,
    recall: f64,
}

fn pairs(n: u64) -> u64 {
    n * n.saturating_sub(1) / 2
}

fn f1(right: f64, said: f64, true_: f64) -> f64 {
    if said + true_ > 0.0 { 2.0 * right / (said + true_) } else { 0.0 }
}

impl Closure {
    fn new(groups: &[u64]) -> Closure {
        let mut truth: HashMap<u64, u64> = HashMap::new();
        for &group in groups {
            *truth.entry(group).or_default() += 1;
        }
        let recall = groups.iter().map(|group| 1.0 / truth[group] as f64).sum();
        Closure {
            parent: (0..groups.len()).collect(),
            holds: groups.iter().map(|&group| HashMap::from([(group, 1)])).collect(),
            size: vec![1; groups.len()],
            truth,
            joined: 0,
            right: 0,
            precision: groups.len() as f64,
            recall,
        }
    }

    fn find(&mut self, mut n: usize) -> usize {
        while self.parent[n] != n {
            self.parent[n] = self.parent[self.parent[n]];
            n = self.parent[n];
        }
        n
    }

    /// Squares of a component's groups, over its size.
    fn purity(&self, root: usize) -> f64 {
        self.holds[root].values().map(|&n| (n * n) as f64).sum::<f64>() / self.size[root] as f64
    }

    fn join(&mut self, a: usize, b: usize) {
        let (mut a, mut b) = (self.find(a), self.find(b));
        if a == b {
            return;
        }
        if self.holds[a].len() < self.holds[b].len() {
            std::mem::swap(&mut a, &mut b);
        }
        self.precision -= self.purity(a) + self.purity(b);
        self.joined += self.size[a] * self.size[b];
        for (group, n) in std::mem::take(&mut self.holds[b]) {
            let m = self.holds[a].entry(group).or_default();
            self.right += *m * n;
            self.recall += 2.0 * (*m * n) as f64 / self.truth[&group] as f64;
            *m += n;
        }
        self.size[a] += self.size[b];
        self.parent[b] = a;
        self.precision += self.purity(a);
    }

    fn b3(&self) -> f64 {
        let n = self.parent.len() as f64;
        let (p, r) = (self.precision / n, self.recall / n);
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

/// One line of JSON: the best of each measure and its threshold.
pub fn best(quotations: &[Quotation], scored: impl BufRead) -> Result<String, Box<dyn Error>> {
    let number: HashMap<String, usize> = quotations.iter().enumerate().map(|(n, q)| (q.id(), n)).collect();
    let groups: Option<Vec<u64>> = quotations.iter().map(|quotation| quotation.cluster).collect();
    let groups = groups.ok_or("a quotation without its cluster cannot be scored")?;
    let mut told: Vec<(f64, usize, usize)> = Vec::new();
    for line in scored.lines() {
        let line = line?;
        let mut fields = line.split('\t');
        let mut next = || fields.next().ok_or_else(|| format!("three fields are wanted: {line:?}"));
        let (a, b, score) = (next()?, next()?, next()?.parse()?);
        let known = |id: &str| number.get(id).copied().ok_or_else(|| format!("no quotation {id}"));
        told.push((score, known(a)?, known(b)?));
    }
    told.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut closure = Closure::new(&groups);
    let all: u64 = closure.truth.values().map(|&n| pairs(n)).sum();
    let (mut right, mut said) = (0u64, 0u64);
    let mut best = [(0.0, 0.0); 3];
    for level in told.chunk_by(|x, y| x.0 == y.0) {
        for &(_, a, b) in level {
            said += 1;
            right += u64::from(groups[a] == groups[b]);
            closure.join(a, b);
        }
        let now = [
            f1(right as f64, said as f64, all as f64),
            f1(closure.right as f64, closure.joined as f64, all as f64),
            closure.b3(),
        ];
        for (best, now) in best.iter_mut().zip(now) {
            if now > best.0 {
                *best = (now, level[0].0);
            }
        }
    }
    let told = |(value, at): (f64, f64)| serde_json::json!({ "f1": (value * 1e4).round() / 1e4, "threshold": at });
    let line = serde_json::json!({
        "quotations": quotations.len(), "pairs": said,
        "pair": told(best[0]), "closure": told(best[1]), "b3": told(best[2]),
    });
    Ok(line.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_those_of_the_definitions() {
        let quotation = |id: &str, cluster| Quotation {
            id: id.into(),
            text: String::new(),
            cluster: Some(cluster),
            speaker: None,
            outlet: None,
        };
        let all = [("a", 1), ("b", 1), ("c", 1), ("d", 2), ("e", 2)].map(|(id, cluster)| quotation(id, cluster));
        // {a, b} and {c, d, e}: of 4 joined pairs 2 are right, of 4 true pairs 2 are found.
        let found = best(&all, "a\tb\t90\nc\td\t80\nd\te\t80\n".as_bytes()).unwrap();
        let found: serde_json::Value = serde_json::from_str(&found).unwrap();
        // Pairs: a-b and d-e right of 3 said, 4 true.
        assert_eq!(found["pair"]["f1"], 0.5714);
        assert_eq!(found["closure"]["f1"], 0.5);
        // Precision (1 + 1 + 1/3 + 2/3 + 2/3) / 5, recall (2/3 + 2/3 + 1/3 + 1 + 1) / 5; before the second level it is less.
        assert_eq!(found["b3"]["f1"], 0.7333);
    }
}
