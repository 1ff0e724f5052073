//! Grouping: from scored pairs and decisions to the quotations of each utterance.
//!
//! The pairs that agree make connected components; each component is grouped by itself, by
//! correlation clustering (see [`crate::cluster`]). Only within a component a rejected pair
//! matters, so pruned pairs are compared in full there, and nowhere else. Decisions are edges of
//! infinite log-odds: must-links and cannot-links.
//!
//! Quotations of texts in question come last: each joins the group that it agrees with most, and
//! changes no other.
//!
//! Cost: O(m log m) for m pairs.

use std::collections::{BTreeMap, BTreeSet};

use super::pairs::ScoredPairs;
use super::{DocumentContext, Executor, PairScorer};
use crate::blocking::MAX_BLOCK_SIZE;
use crate::cluster::{Clusterer, Edge, connected_components};
use crate::error::Error;
use crate::link::Basis;
use crate::progress::ProgressStep;
use crate::snapshot::{ClassRow, NO_ROW, QuotationClass, QuotationRow, RowLists, Snapshot};

/// The quotations of each utterance, by the number of its group. Groups are numbered by their first
/// quotations.
#[derive(Debug, Default)]
pub struct Groups {
    group_of: Vec<u32>,
    count: usize,
}

impl Groups {
    /// Returns the number of groups.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Returns the group of each quotation.
    pub fn group_of(&self) -> &[u32] {
        &self.group_of
    }

    /// Puts each quotation of a text in question into the group that it agrees with most. `edges`
    /// are its pairs with others. It joins no two groups, and those of such texts do not join each
    /// other: what was printed is grouped as if they were not there.
    fn join_queries(&mut self, snapshot: &impl Snapshot, edges: &[&Edge]) {
        let (classes, members) = (snapshot.classes(), snapshot.members());
        let mut sums: BTreeMap<(u32, u32), i64> = BTreeMap::new();
        for edge in edges {
            let queries = [edge.a, edge.b].map(|n| classes[n as usize].is_query());
            let (query, other) = match queries {
                [true, false] => (edge.a, edge.b),
                [false, true] => (edge.b, edge.a),
                _ => continue,
            };
            let rows = members.list(other as usize).iter();
            let groups: BTreeSet<u32> = rows.map(|row| self.group_of[row.index()]).collect();
            for group in groups {
                *sums.entry((query, group)).or_default() += edge.weight();
            }
        }
        let mut best: BTreeMap<u32, (i64, u32)> = BTreeMap::new();
        for ((query, group), sum) in sums.into_iter().filter(|&(_, sum)| sum > 0) {
            let best = best.entry(query).or_insert((sum, group));
            // Of equal sums that with the earlier group.
            if sum > best.0 {
                *best = (sum, group);
            }
        }
        for (query, (_, group)) in best {
            members.list(query as usize).iter().for_each(|row| self.group_of[row.index()] = group);
        }
        // Numbered by their first quotations again.
        let mut number = vec![NO_ROW; self.count];
        self.count = 0;
        for group in &mut self.group_of {
            let number = &mut number[*group as usize];
            if *number == NO_ROW {
                *number = self.count as u32;
                self.count += 1;
            }
            *group = *number;
        }
    }

    /// Returns the quotations of each group, in order. O(quotations).
    pub fn members(&self) -> RowLists<QuotationRow> {
        RowLists::from_numbers(self.count, self.group_of.iter().copied())
    }
}

/// Log-odds between the quotations of a class that proved not to be one utterance.
const SPLIT_LOG_ODDS: f64 = -6.0;

/// Edges that one task groups.
const TASK_EDGES: usize = 1 << 12;

/// Groups the quotations. Consumes the scorer, whose index is as large as all that follows; what is
/// left of the pruned pairs is dropped, too.
///
/// # Errors
/// When the observer cancels.
pub fn group<S: Snapshot>(
    scorer: PairScorer<'_, S>,
    scored: &mut ScoredPairs,
    context: &DocumentContext,
    executor: &Executor<'_>,
) -> Result<Groups, Error> {
    Ok(group_and_reject(scorer, scored, context, executor)?.0)
}

/// A pair within a component that was rejected, and the speakers of the run that it shares; `None`
/// where it was rejected for what no number tells.
pub(super) type RejectedPair = (Edge, Option<u32>);

/// Does the same, and returns the rejected pairs within components, too.
pub(super) fn group_and_reject<S: Snapshot>(
    scorer: PairScorer<'_, S>,
    scored: &mut ScoredPairs,
    context: &DocumentContext,
    executor: &Executor<'_>,
) -> Result<(Groups, Vec<RejectedPair>), Error> {
    let (snapshot, classes) = (scorer.snapshot, scorer.classes);
    let decided = snapshot.decisions().pairs().map(|((x, y), same)| {
        let log_odds = if same { f64::INFINITY } else { f64::NEG_INFINITY };
        let [a, b] = [x, y].map(|row| snapshot.class_of()[row.index()].0);
        Edge::new(a, b, log_odds)
    });
    let decided: Vec<Edge> = decided.collect();
    let pruned = std::mem::take(&mut scored.pruned);
    let scored = &*scored;
    let is_query = |edge: &Edge| [edge.a, edge.b].iter().any(|&n| classes[n as usize].is_query());
    let all = || scored.iter().map(|pair| pair.edge()).filter(|edge| edge.a != edge.b);
    let between = || all().filter(|edge| !is_query(edge));
    let (asked, decided): (Vec<Edge>, Vec<Edge>) = decided.into_iter().partition(is_query);
    let component = connected_components(classes.len(), between().chain(&decided));
    let rejected = score_rejected(&scorer, context, pruned, &component, executor)?;
    drop(scorer);
    let mut edges: Vec<&Edge> =
        between().chain(rejected.iter().map(|(edge, _)| edge)).chain(&decided).collect();
    edges.retain(|edge| component[edge.a as usize] == component[edge.b as usize]);
    // A class of several quotations is one item of the clustering only if these agree among
    // themselves.
    let mut joined: Vec<bool> = classes.iter().map(|class| class.size == 1).collect();
    let itself = scored.iter().map(|pair| pair.edge()).filter(|edge| edge.a == edge.b);
    for edge in itself.filter(|edge| edge.is_positive()) {
        joined[edge.a as usize] = true;
    }
    let vertices = Vertices::new(classes, &joined, &edges);
    let split = vertices.split_edges(classes, &joined, &mut edges);
    edges.extend(&split);
    let root = solve(classes, &vertices, &joined, &component, &edges, executor)?;
    let mut groups = vertices.groups(snapshot, &joined, &root);
    drop(edges);
    let asked: Vec<&Edge> = all().filter(|edge| is_query(edge)).chain(&asked).collect();
    if !asked.is_empty() {
        groups.join_queries(snapshot, &asked);
    }
    Ok((groups, rejected))
}

/// Compares the pruned pairs within components in full.
fn score_rejected<S: Snapshot>(
    scorer: &PairScorer<'_, S>,
    context: &DocumentContext,
    pruned: Vec<Vec<(ClassRow, ClassRow)>>,
    component: &[u32],
    executor: &Executor<'_>,
) -> Result<Vec<RejectedPair>, Error> {
    let (classes, model) = (scorer.classes, scorer.model);
    let within = |&(x, y): &(ClassRow, ClassRow)| component[x.index()] == component[y.index()];
    let pairs: Vec<(ClassRow, ClassRow)> =
        pruned.iter().flatten().copied().filter(within).collect();
    drop(pruned);
    let edge = |a, b, mut basis| {
        context.apply(classes, ClassRow(a), ClassRow(b), &mut basis, model);
        Some((basis.edge(a, b, model), counted_speakers(&basis)))
    };
    Ok(scorer.score_pairs(ProgressStep::ComparingRest, &pairs, &edge, executor)?.kept.concat())
}

/// Returns the number of speakers that a basis counts.
pub(super) fn counted_speakers(basis: &Basis) -> Option<u32> {
    match basis {
        Basis::Evidence(evidence) => Some(evidence.speakers),
        _ => None,
    }
}

/// Groups each component; returns the root of each vertex.
fn solve(
    classes: &[QuotationClass],
    vertices: &Vertices,
    joined: &[bool],
    component: &[u32],
    edges: &[&Edge],
    executor: &Executor<'_>,
) -> Result<Vec<u32>, Error> {
    let class = |vertex: u32| vertices.class(vertex) as usize;
    let by_component: RowLists<u32> =
        RowLists::from_numbers(component.len(), edges.iter().map(|edge| component[class(edge.a)]));
    let mut tasks: Vec<Vec<usize>> = Vec::new();
    let mut filled = TASK_EDGES;
    for root in 0..component.len() {
        let size = by_component.list(root).len();
        if size > 0 {
            if filled >= TASK_EDGES {
                tasks.push(Vec::new());
                filled = 0;
            }
            filled += size;
            tasks.last_mut().expect("a task was just added").push(root);
        }
    }
    let step = executor.monitor.step(ProgressStep::Grouping, tasks.len());
    let task = |(clusterer, here): &mut (Clusterer, Vec<Edge>), roots: &Vec<usize>| {
        let mut found = Vec::new();
        for &root in roots {
            here.clear();
            here.extend(by_component.list(root).iter().map(|&edge| *edges[edge as usize]));
            let size = |vertex: u32| {
                if joined[class(vertex)] { classes[vertex as usize].size } else { 1 }
            };
            found.extend(clusterer.cluster(here, size));
        }
        found
    };
    let solved = executor.workers.map_observed(&step, &tasks, Default::default, task)?;
    let mut root: Vec<u32> = (0..vertices.count()).collect();
    for (vertex, its_root) in solved.into_iter().flatten() {
        root[vertex as usize] = its_root;
    }
    Ok(root)
}

/// The items of the clustering: classes, and the single quotations of classes that do not agree
/// among themselves but agree with others.
struct Vertices {
    classes: u32,
    /// The class of each further vertex.
    further: Vec<u32>,
    /// The first further vertex of each class that is split.
    split: BTreeMap<u32, u32>,
}

impl Vertices {
    fn new(classes: &[QuotationClass], joined: &[bool], edges: &[&Edge]) -> Vertices {
        let count = classes.len() as u32;
        let mut vertices = Vertices { classes: count, further: Vec::new(), split: BTreeMap::new() };
        let agreeing =
            edges.iter().filter(|edge| edge.is_positive()).flat_map(|edge| [edge.a, edge.b]);
        for class in agreeing.filter(|&class| !joined[class as usize]) {
            vertices.split.entry(class).or_insert(0);
        }
        for (&class, first) in &mut vertices.split {
            *first = count + vertices.further.len() as u32;
            vertices.further.extend((1..classes[class as usize].size).map(|_| class));
        }
        vertices
    }

    fn count(&self) -> u32 {
        self.classes + self.further.len() as u32
    }

    /// Returns the class of a vertex.
    fn class(&self, vertex: u32) -> u32 {
        if vertex < self.classes { vertex } else { self.further[(vertex - self.classes) as usize] }
    }

    /// Returns the vertices of a class.
    fn vertices_of(&self, classes: &[QuotationClass], class: u32) -> Vec<u32> {
        let size = classes[class as usize].size;
        let further = self.split.get(&class).map(|&first| first..first + size - 1);
        std::iter::once(class).chain(further.into_iter().flatten()).collect()
    }

    /// Takes the edges of split classes out of `edges`, and returns those of their vertices.
    fn split_edges(
        &self,
        classes: &[QuotationClass],
        joined: &[bool],
        edges: &mut Vec<&Edge>,
    ) -> Vec<Edge> {
        let mut split = Vec::new();
        if self.split.is_empty() {
            return split;
        }
        let is_split = |edge: &mut &Edge| !joined[edge.a as usize] || !joined[edge.b as usize];
        for edge in edges.extract_if(.., is_split) {
            let (a, b) = (self.vertices_of(classes, edge.a), self.vertices_of(classes, edge.b));
            for &a in &a {
                split.extend(b.iter().take(MAX_BLOCK_SIZE).map(|&b| Edge { a, b, ..*edge }));
            }
        }
        for &class in self.split.keys() {
            let all = self.vertices_of(classes, class);
            for (n, &a) in all.iter().enumerate() {
                let others = all[n + 1..].iter().take(MAX_BLOCK_SIZE);
                split.extend(others.map(|&b| Edge::new(a, b, SPLIT_LOG_ODDS)));
            }
        }
        split
    }

    /// Returns the group of each quotation, from the roots of the vertices.
    fn groups(&self, snapshot: &impl Snapshot, joined: &[bool], root: &[u32]) -> Groups {
        let (classes, members) = (snapshot.classes(), snapshot.members());
        let mut number = vec![NO_ROW; root.len()];
        let mut group_of = vec![NO_ROW; snapshot.quotation_count()];
        let mut count = 0;
        for (n, &class) in snapshot.class_of().iter().enumerate() {
            let row = QuotationRow(n as u32);
            let vertex = if joined[class.index()] || classes[class.index()].first == row {
                Some(class.0)
            } else {
                let place =
                    || members.list(class.index()).partition_point(|&other| other < row) as u32;
                self.split.get(&class.0).map(|first| first + place() - 1)
            };
            let group = match vertex {
                Some(vertex) => &mut number[root[vertex as usize] as usize],
                // It agrees with nothing, and is alone.
                None => &mut group_of[n],
            };
            if *group == NO_ROW {
                *group = count;
                count += 1;
            }
            group_of[n] = *group;
        }
        Groups { group_of, count: count as usize }
    }
}
