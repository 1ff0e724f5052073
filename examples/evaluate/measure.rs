//! Precision, recall, B-cubed, and calibration by bins.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use crate::gold::Gold;
use crate::terminal::print_line;

/// Labelled pairs that are one utterance, and those of them that were not joined, by level.
pub type Levels = BTreeMap<String, (usize, usize)>;

/// Counts of true positives, false positives and false negatives.
#[derive(Clone, Copy, Default)]
pub struct Count {
    pub right: usize,
    pub wrong: usize,
    pub missed: usize,
}

impl Count {
    pub fn join(&mut self, other: Count) {
        *self = Count {
            right: self.right + other.right,
            wrong: self.wrong + other.wrong,
            missed: self.missed + other.missed,
        };
    }

    pub fn add(&mut self, said: bool, is: bool) {
        match (said, is) {
            (true, true) => self.right += 1,
            (true, false) => self.wrong += 1,
            (false, true) => self.missed += 1,
            (false, false) => {}
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |n: usize, of: usize| if of == 0 { 0.0 } else { n as f64 / of as f64 };
        let (p, r) = (
            share(self.right, self.right + self.wrong),
            share(self.right, self.right + self.missed),
        );
        let f1 = share(2 * self.right, 2 * self.right + self.wrong + self.missed);
        let Count { right, wrong, missed } = self;
        write!(f, "P {p:.3} R {r:.3} F1 {f1:.3}   {right} right, {wrong} false, {missed} missed")
    }
}

/// Measures of a grouping of the labelled quotations.
pub struct Measured {
    pub event: Count,
    pub whole: Count,
    pub labelled: Count,
    /// As `whole`, without the found pairs that have no label: in a set where only hard pairs and
    /// some clusters were labelled, most of these are reprints and repetitions.
    pub judged: Count,
    /// B-cubed precision and recall, quotations that stand alone counted.
    pub b3: (f64, f64),
    pub levels: Levels,
    pub wrong: Vec<(String, String)>,
    pub missed: Vec<(String, String)>,
}

/// Compares `group`, a name for each labelled quotation's group, with the labels.
pub fn measure(gold: &Gold, group: &HashMap<String, String>) -> Measured {
    let alone = |id: &String| format!("alone: {id}");
    let ids: Vec<&String> = gold.quotations.keys().collect();
    let said: HashMap<&String, String> =
        ids.iter().map(|&id| (id, group.get(id).cloned().unwrap_or_else(|| alone(id)))).collect();
    let mut is: HashMap<&String, String> = ids.iter().map(|&id| (id, alone(id))).collect();
    for (n, members) in gold.clusters.iter().enumerate() {
        for member in members {
            is.insert(member, n.to_string());
        }
    }
    let unsure: BTreeSet<(&String, &String)> = gold
        .pairs
        .iter()
        .filter(|pair| pair.same.is_none())
        .map(|pair| ordered(&pair.a, &pair.b))
        .collect();
    let pairs = |groups: &HashMap<&String, String>| -> BTreeSet<(String, String)> {
        let mut members: BTreeMap<&String, Vec<&String>> = BTreeMap::new();
        ids.iter().for_each(|&id| members.entry(&groups[id]).or_default().push(id));
        let all = members.values().flat_map(|members| {
            members
                .iter()
                .enumerate()
                .flat_map(|(i, &a)| members[i + 1..].iter().map(move |&b| ordered(a, b)))
        });
        let counted = all.filter(|&(a, b)| {
            gold.quotations[a].article != gold.quotations[b].article && !unsure.contains(&(a, b))
        });
        counted.map(|(a, b)| (a.clone(), b.clone())).collect()
    };
    let (found, wanted) = (pairs(&said), pairs(&is));
    let mut measured = Measured {
        event: Count::default(),
        whole: Count::default(),
        labelled: Count::default(),
        judged: Count::default(),
        b3: (0.0, 0.0),
        levels: Levels::new(),
        wrong: found.difference(&wanted).cloned().collect(),
        missed: wanted.difference(&found).cloned().collect(),
    };
    let judged: BTreeSet<(&String, &String)> =
        gold.pairs.iter().map(|pair| ordered(&pair.a, &pair.b)).collect();
    for pair in found.union(&wanted) {
        let (said, is) = (found.contains(pair), wanted.contains(pair));
        measured.whole.add(said, is);
        if is || judged.contains(&(&pair.0, &pair.1)) {
            measured.judged.add(said, is);
        }
        if gold.quotations[&pair.0].event == gold.quotations[&pair.1].event {
            measured.event.add(said, is);
        }
    }
    for pair in gold.pairs.iter().filter(|pair| !pair.disjoint && !pair.within) {
        let (Some(is), Some(a), Some(b)) = (pair.same, said.get(&pair.a), said.get(&pair.b)) else {
            continue;
        };
        measured.labelled.add(a == b, is);
        if let (true, Some(level)) = (is, &pair.level) {
            let row = measured.levels.entry(level.clone()).or_default();
            *row = (row.0 + 1, row.1 + usize::from(a != b));
        }
    }
    if gold.clusters.is_empty() {
        // Only the pairs are labelled.
        let of = |same: bool| -> Vec<(String, String)> {
            let pairs = gold
                .pairs
                .iter()
                .filter(|pair| pair.same == Some(same) && !pair.disjoint && !pair.within);
            let pairs = pairs.filter(|pair| {
                said.get(&pair.a).zip(said.get(&pair.b)).is_some_and(|(a, b)| (a == b) != same)
            });
            pairs.map(|pair| (pair.a.clone(), pair.b.clone())).collect()
        };
        (measured.wrong, measured.missed) = (of(false), of(true));
    }
    let sizes = |groups: &HashMap<&String, String>| {
        let mut members: HashMap<String, BTreeSet<String>> = HashMap::new();
        ids.iter()
            .for_each(|&id| _ = members.entry(groups[id].clone()).or_default().insert(id.clone()));
        members
    };
    let (by_said, by_is) = (sizes(&said), sizes(&is));
    for &id in &ids {
        let (one, other) = (&by_said[&said[id]], &by_is[&is[id]]);
        let both = one.intersection(other).count() as f64;
        measured.b3.0 += both / one.len() as f64 / ids.len() as f64;
        measured.b3.1 += both / other.len() as f64 / ids.len() as f64;
    }
    measured
}

/// Returns a pair of ids, the smaller first.
pub fn ordered<'a>(a: &'a String, b: &'a String) -> (&'a String, &'a String) {
    if a <= b { (a, b) } else { (b, a) }
}

/// Ten bins of predicted probability, with the observed frequency of each.
#[derive(Default)]
pub struct Calibration {
    bins: [(usize, f64, usize); 10],
}

impl Calibration {
    pub fn add(&mut self, log_odds: f64, is: bool) {
        let p = 1.0 / (1.0 + (-log_odds).exp());
        let bin = &mut self.bins[((p * 10.0) as usize).min(9)];
        *bin = (bin.0 + 1, bin.1 + p, bin.2 + usize::from(is));
    }

    pub fn print(&self) {
        print_line!("  probability   pairs   mean said   one utterance      gap   by chance");
        let (mut close, mut settled, mut far) = (0, 0, 0.0);
        for (n, &(pairs, said, is)) in self.bins.iter().enumerate().filter(|(_, bin)| bin.0 > 0) {
            let share = |sum: f64| sum / pairs as f64;
            let (p, gap) = (share(said), share(is as f64 - said));
            // The standard error of a share of so many.
            let chance = (p * (1.0 - p) / pairs as f64).sqrt();
            print_line!(
                "     .{n}-{:<5} {pairs:8} {p:11.3} {:15.3}   {gap:+.3}   {chance:9.3}",
                upper(n),
                share(is as f64)
            );
            close += usize::from(gap.abs() <= 0.05);
            settled += if gap.abs() <= 0.05 { pairs } else { 0 };
            far += (is as f64 - said).abs();
        }
        let all: usize = self.bins.iter().map(|bin| bin.0).sum();
        print_line!(
            "  within .05: {close} bins, with {} of the pairs; mean gap of a pair's bin {:.4}",
            crate::percent(settled, all),
            far / all.max(1) as f64
        );
    }
}

fn upper(bin: usize) -> String {
    if bin == 9 { "1".to_owned() } else { format!(".{}", bin + 1) }
}
