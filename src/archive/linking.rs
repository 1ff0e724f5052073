//! From compared pairs to groups: agreeing pairs into components, each grouped by itself.

use std::collections::BTreeMap;

use super::Archive;
use super::comparison::{Comparer, Found};
use super::decided::Settled;
use super::roll::{NONE, Roll, Table};
use super::surroundings::Surroundings;
use super::watch::Watch;
use crate::blocking::MAX_BLOCK_SIZE;
use crate::cluster::{Clusterer, Edge, connected_components};
use crate::error::Error;
use crate::link::{Basis, LinkModel};

/// A compared pair of nodes that may be one utterance, or nearly; or a node compared with itself.
#[derive(Debug)]
pub(super) enum Pair {
    /// Of most no more is kept, in no more room: there are many.
    Bare(Edge),
    /// Of those that shall be told, or have surroundings, the basis as well.
    Full(Box<(Edge, Basis)>),
}

impl Pair {
    pub(super) fn edge(&self) -> &Edge {
        match self {
            Pair::Bare(edge) => edge,
            Pair::Full(pair) => &pair.0,
        }
    }

    pub(super) fn basis(&self) -> Option<&Basis> {
        match self {
            Pair::Bare(_) => None,
            Pair::Full(pair) => Some(&pair.1),
        }
    }
}

/// All pairs compared, and what follows.
#[derive(Debug)]
pub(super) struct Linked {
    /// Those that may be one utterance, or nearly: many, in the lists in which they were made.
    pub pairs: Vec<Vec<Pair>>,
    /// The group of each item; groups are numbered by their first items.
    pub groups: Vec<u32>,
    /// How many groups there are.
    pub count: usize,
}

/// What items say of each other that do not agree, and were counted together.
const REFUSED: f64 = -6.0;

/// Edges that one task groups.
const TASK: usize = 1 << 12;

impl Archive {
    /// Compares all candidates, applies what was `settled` and groups the quotations; with the basis of each pair if they
    /// shall be `told`.
    pub(super) fn link_all(
        &self,
        comparer: Comparer<'_>,
        settled: &Settled<'_>,
        told: bool,
    ) -> Result<Linked, Error> {
        let (roll, watch) = (comparer.roll, comparer.watch);
        let Found { kept: pairs, passed } = self.open(&comparer, told)?;
        let by_hand = settled.pairs.iter().map(|(&(x, y), &same)| {
            let log_odds = if same { f64::INFINITY } else { f64::NEG_INFINITY };
            Edge::new(roll.node_of[x as usize], roll.node_of[y as usize], log_odds)
        });
        let by_hand: Vec<Edge> = by_hand.collect();
        let open = || pairs.iter().flatten().map(Pair::edge);
        let between = || open().filter(|edge| edge.a != edge.b);
        let component = connected_components(roll.nodes.len(), between().chain(&by_hand));
        let refused = refused(&comparer, &self.settings.link_model, &pairs, passed, &component)?;
        // Its index is as large as all that follows.
        drop(comparer);
        let refused: Vec<Edge> = refused.collect();
        let mut edges: Vec<&Edge> = between().chain(&refused).chain(&by_hand).collect();
        edges.retain(|edge| component[edge.a as usize] == component[edge.b as usize]);
        // What counts for several is one item of the grouping only where they agree among themselves.
        let mut joined: Vec<bool> = roll.nodes.iter().map(|node| node.size == 1).collect();
        for edge in open().filter(|edge| edge.a == edge.b && edge.is_positive()) {
            joined[edge.a as usize] = true;
        }
        let vertices = Vertices::new(roll, &joined, &edges);
        let spread = vertices.spread(roll, &joined, &mut edges);
        edges.extend(&spread);
        let root = self.solve(roll, watch, &vertices, &joined, &component, &edges)?;
        let (groups, count) = vertices.groups(roll, &joined, &root);
        Ok(Linked { pairs, groups, count })
    }

    /// The pairs that may be one utterance, or nearly, and the nodes that may be so in themselves; and the pairs that were
    /// passed over.
    fn open(&self, comparer: &Comparer<'_>, told: bool) -> Result<Found<Pair>, Error> {
        let roll = comparer.roll;
        let model = &self.settings.link_model;
        let (doubt, read) = (model.review_log_odds(), !self.holdings.is_empty());
        let pair = |a: u32, b: u32, basis: Basis| {
            let kept = told
                || read && [a, b].iter().all(|&node| roll.nodes[node as usize].document != NONE);
            let edge = basis.edge(a, b, model);
            if kept { Pair::Full(Box::new((edge, basis))) } else { Pair::Bare(edge) }
        };
        let Found { kept: mut pairs, mut passed } = comparer.compare(false, &|a, b, basis| {
            Some(pair(a, b, basis)).filter(|pair| pair.edge().log_odds >= doubt)
        })?;
        let surroundings = Surroundings::new(roll, model, basis(&pairs));
        // Others between documents that surely have something in common may be one utterance after all.
        let known = |&mut (x, y): &mut (u32, u32)| surroundings.are_known(x, y);
        let kin: Vec<(u32, u32)> =
            passed.iter_mut().flat_map(|passed| passed.extract_if(.., known)).collect();
        let more = comparer.compare_these("comparing kin", &kin, &|a, b, mut basis| {
            surroundings.tell(a, b, &mut basis);
            Some(pair(a, b, basis)).filter(|pair| pair.edge().log_odds >= doubt)
        })?;
        for pair in pairs.iter_mut().flatten() {
            if let Pair::Full(pair) = pair {
                let (edge, basis) = &mut **pair;
                surroundings.tell(edge.a, edge.b, basis);
                *edge = basis.edge(edge.a, edge.b, model);
            }
        }
        pairs.extend(more.kept);
        passed.extend(more.passed);
        Ok(Found { kept: pairs, passed })
    }

    /// What is found about two items, candidates or not.
    pub(super) fn compare_one(
        &self,
        comparer: &Comparer<'_>,
        a: u32,
        b: u32,
    ) -> Result<Basis, Error> {
        let open = self.open(comparer, true)?.kept;
        let surroundings =
            Surroundings::new(comparer.roll, &self.settings.link_model, basis(&open));
        let mut basis = comparer.compare_one(a, b);
        let node = |item: u32| comparer.roll.node_of[item as usize];
        surroundings.tell(node(a), node(b), &mut basis);
        Ok(basis)
    }

    /// Groups each component; gives the root of each vertex.
    fn solve(
        &self,
        roll: &Roll<'_>,
        watch: &Watch<'_>,
        vertices: &Vertices,
        joined: &[bool],
        component: &[u32],
        edges: &[&Edge],
    ) -> Result<Vec<u32>, Error> {
        let node = |vertex: u32| vertices.node(vertex);
        let by_component =
            Table::of(component.len(), edges.iter().map(|edge| component[node(edge.a) as usize]));
        let mut tasks: Vec<Vec<u32>> = Vec::new();
        let mut filled = TASK;
        for root in 0..component.len() as u32 {
            let size = by_component.list(root).len();
            if size > 0 {
                if filled >= TASK {
                    tasks.push(Vec::new());
                    filled = 0;
                }
                filled += size;
                tasks.last_mut().expect("one was just put there").push(root);
            }
        }
        let step = watch.step("grouping", tasks.len());
        let solved = self.workers.map_watched(
            &step,
            &tasks,
            || (Clusterer::default(), Vec::new()),
            |(clusterer, here), roots| {
                let mut found = Vec::new();
                for &root in roots {
                    here.clear();
                    here.extend(by_component.list(root).iter().map(|&edge| *edges[edge as usize]));
                    let size = |vertex: u32| {
                        if joined[node(vertex) as usize] {
                            roll.nodes[vertex as usize].size
                        } else {
                            1
                        }
                    };
                    found.extend(clusterer.cluster(here, size));
                }
                found
            },
        )?;
        let mut root: Vec<u32> = (0..vertices.count()).collect();
        for (vertex, its) in solved.into_iter().flatten() {
            root[vertex as usize] = its;
        }
        Ok(root)
    }
}

/// The basis of those of `pairs` that have kept them.
fn basis(pairs: &[Vec<Pair>]) -> impl Iterator<Item = (u32, u32, &Basis)> {
    pairs
        .iter()
        .flatten()
        .filter_map(|pair| pair.basis().map(|basis| (pair.edge().a, pair.edge().b, basis)))
}

/// What those of the pairs that were `passed` over, but are within one component, say.
fn refused(
    comparer: &Comparer<'_>,
    model: &LinkModel,
    open: &[Vec<Pair>],
    passed: Vec<Vec<(u32, u32)>>,
    component: &[u32],
) -> Result<impl Iterator<Item = Edge> + use<>, Error> {
    let surroundings = Surroundings::new(comparer.roll, model, basis(open));
    let within = |&(x, y): &(u32, u32)| component[x as usize] == component[y as usize];
    let passed: Vec<(u32, u32)> = passed.iter().flatten().copied().filter(within).collect();
    let refused = comparer.compare_these("comparing rest", &passed, &|a, b, mut basis| {
        surroundings.tell(a, b, &mut basis);
        Some(basis.edge(a, b, model))
    })?;
    Ok(refused.kept.into_iter().flatten())
}

/// What is grouped: nodes, and the single items of those that do not agree among themselves but agree with others.
struct Vertices {
    nodes: u32,
    /// The node of each further vertex.
    further: Vec<u32>,
    /// The first further vertex of a node that is taken apart.
    apart: BTreeMap<u32, u32>,
}

impl Vertices {
    fn new(roll: &Roll<'_>, joined: &[bool], edges: &[&Edge]) -> Vertices {
        let nodes = roll.nodes.len() as u32;
        let mut vertices = Vertices { nodes, further: Vec::new(), apart: BTreeMap::new() };
        let agreeing =
            edges.iter().filter(|edge| edge.is_positive()).flat_map(|edge| [edge.a, edge.b]);
        for node in agreeing.filter(|&node| !joined[node as usize]) {
            vertices.apart.entry(node).or_insert(0);
        }
        for (&node, first) in &mut vertices.apart {
            *first = nodes + vertices.further.len() as u32;
            vertices.further.extend((1..roll.nodes[node as usize].size).map(|_| node));
        }
        vertices
    }

    fn count(&self) -> u32 {
        self.nodes + self.further.len() as u32
    }

    fn node(&self, vertex: u32) -> u32 {
        if vertex < self.nodes { vertex } else { self.further[(vertex - self.nodes) as usize] }
    }

    /// The vertices of a node.
    fn of(&self, roll: &Roll<'_>, node: u32) -> Vec<u32> {
        let further =
            self.apart.get(&node).map(|&first| first..first + roll.nodes[node as usize].size - 1);
        std::iter::once(node).chain(further.into_iter().flatten()).collect()
    }

    /// Takes the edges of nodes that are taken apart out of `edges`, and gives those of their vertices.
    fn spread(&self, roll: &Roll<'_>, joined: &[bool], edges: &mut Vec<&Edge>) -> Vec<Edge> {
        let mut spread = Vec::new();
        if self.apart.is_empty() {
            return spread;
        }
        let is_apart = |edge: &mut &Edge| !joined[edge.a as usize] || !joined[edge.b as usize];
        for edge in edges.extract_if(.., is_apart) {
            let (a, b) = (self.of(roll, edge.a), self.of(roll, edge.b));
            for &a in &a {
                spread.extend(b.iter().take(MAX_BLOCK_SIZE).map(|&b| Edge { a, b, ..*edge }));
            }
        }
        // Refused among themselves.
        for &node in self.apart.keys() {
            let all = self.of(roll, node);
            for (n, &a) in all.iter().enumerate() {
                spread.extend(
                    all[n + 1..].iter().take(MAX_BLOCK_SIZE).map(|&b| Edge::new(a, b, REFUSED)),
                );
            }
        }
        spread
    }

    /// The group of each item, numbered by their first items, and how many there are.
    fn groups(&self, roll: &Roll<'_>, joined: &[bool], root: &[u32]) -> (Vec<u32>, usize) {
        let mut number = vec![NONE; root.len()];
        let mut groups = vec![NONE; roll.items.len()];
        let mut count = 0;
        for item in 0..roll.items.len() as u32 {
            let node = roll.node_of[item as usize];
            let vertex = if joined[node as usize] || roll.nodes[node as usize].item == item {
                Some(node)
            } else {
                let place =
                    || roll.members.list(node).partition_point(|&other| other < item) as u32;
                self.apart.get(&node).map(|first| first + place() - 1)
            };
            let group = match vertex {
                Some(vertex) => &mut number[root[vertex as usize] as usize],
                // Alone: it agrees with nothing.
                None => &mut groups[item as usize],
            };
            if *group == NONE {
                *group = count;
                count += 1;
            }
            groups[item as usize] = *group;
        }
        (groups, count as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// There are millions of them.
    #[test]
    fn a_pair_takes_no_more_room_than_its_edge() {
        assert_eq!(size_of::<Pair>(), size_of::<Edge>());
    }
}
