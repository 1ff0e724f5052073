//! From compared pairs to groups: agreeing pairs into components, each grouped by itself.

use std::collections::BTreeMap;

use super::Archive;
use super::comparison::{Comparer, Wanted, log_odds};
use super::roll::{NONE, Roll, Table};
use crate::candidate::CROWD;
use crate::cluster::{Edge, Solver, components};
use crate::input::Decision;
use crate::link::{Grounds, doubt};

/// A compared pair of nodes that may be one utterance, or nearly.
#[derive(Debug)]
pub(super) struct Pair {
    pub a: u32,
    pub b: u32,
    pub log_odds: f64,
    /// Where they shall be told.
    pub grounds: Option<Box<Grounds>>,
}

/// All pairs compared, and what follows.
#[derive(Debug)]
pub(super) struct Linked {
    /// Those that may be one utterance, or nearly.
    pub pairs: Vec<Pair>,
    /// The group of each item; groups are numbered by their first items.
    pub groups: Vec<u32>,
    /// How many groups there are.
    pub count: usize,
    /// What was decided about pairs of items.
    pub decided: BTreeMap<(u32, u32), bool>,
    /// Decisions about quotations that are not there.
    pub unapplied: Vec<Decision>,
}

/// Edges that one task groups.
const TASK: usize = 1 << 12;

impl Archive {
    /// Compares all candidates, applies the decisions and groups the quotations; with the grounds of each pair if they
    /// shall be `told`.
    pub(super) fn link_all(&self, comparer: &Comparer<'_>, told: bool) -> Linked {
        let roll = comparer.roll;
        let doubt = doubt();
        let pairs = comparer.compare(Wanted::Open, &|a, b, grounds| {
            let log_odds = log_odds(&grounds);
            (log_odds >= doubt).then(|| Pair { a, b, log_odds, grounds: told.then(|| Box::new(grounds)) })
        });
        let (decided, unapplied) = self.decided(roll);
        let edge = |pair: &Pair| Edge { a: pair.a, b: pair.b, log_odds: pair.log_odds };
        let by_hand = decided.iter().map(|(&(x, y), &same)| Edge {
            a: roll.node_of[x as usize],
            b: roll.node_of[y as usize],
            log_odds: if same { f64::INFINITY } else { f64::NEG_INFINITY },
        });
        let by_hand: Vec<Edge> = by_hand.collect();
        let mut edges: Vec<Edge> = pairs.iter().filter(|pair| pair.a != pair.b).map(edge).collect();
        let component = components(roll.nodes.len(), edges.iter().chain(&by_hand));
        edges.extend(self.refused(comparer, &edges, &component));
        edges.extend(by_hand);
        edges.retain(|edge| component[edge.a as usize] == component[edge.b as usize]);
        // What counts for several is one item of the grouping only where they agree among themselves.
        let mut joined: Vec<bool> = roll.nodes.iter().map(|node| node.size == 1).collect();
        for pair in pairs.iter().filter(|pair| pair.a == pair.b && edge(pair).agrees()) {
            joined[pair.a as usize] = true;
        }
        let vertices = Vertices::new(roll, &joined, &edges);
        let edges = vertices.spread(roll, &joined, edges);
        let root = self.solve(roll, &vertices, &joined, &component, &edges);
        let (groups, count) = vertices.groups(roll, &joined, &root);
        Linked { pairs, groups, count, decided, unapplied }
    }

    /// What was decided, by items, and decisions about quotations that are not there.
    fn decided(&self, roll: &Roll<'_>) -> (BTreeMap<(u32, u32), bool>, Vec<Decision>) {
        let (mut decided, mut unapplied) = (BTreeMap::new(), Vec::new());
        if self.decisions.is_empty() {
            return (decided, unapplied);
        }
        let number = roll.numbers();
        for ((a, b), &same) in &self.decisions {
            match (number.get(a.as_str()), number.get(b.as_str())) {
                (Some(&x), Some(&y)) if x != y => {
                    decided.insert((x.min(y), x.max(y)), same);
                }
                _ => unapplied.push(Decision { a: a.clone(), b: b.clone(), same }),
            }
        }
        (decided, unapplied)
    }

    /// The pairs within one component that are not among `known`.
    fn refused(&self, comparer: &Comparer<'_>, known: &[Edge], component: &[u32]) -> Vec<Edge> {
        let mut sizes = vec![0u32; component.len()];
        component.iter().for_each(|&root| sizes[root as usize] += 1);
        let mut beside: Vec<(u32, u32)> = known.iter().map(|edge| (edge.a, edge.b)).collect();
        beside.sort_unstable();
        // Of two there is one pair, and it is known.
        let any = |x: u32| sizes[component[x as usize] as usize] > 2;
        let wanted = |x: u32, y: u32| {
            x != y && component[x as usize] == component[y as usize] && any(x) && beside.binary_search(&(x, y)).is_err()
        };
        comparer.compare(Wanted::Of(&wanted, &any), &|a, b, grounds| Some(Edge { a, b, log_odds: log_odds(&grounds) }))
    }

    /// Groups each component; gives the root of each vertex.
    fn solve(
        &self,
        roll: &Roll<'_>,
        vertices: &Vertices,
        joined: &[bool],
        component: &[u32],
        edges: &[Edge],
    ) -> Vec<u32> {
        let node = |vertex: u32| vertices.node(vertex);
        let by_component = Table::of(component.len(), edges.iter().map(|edge| component[node(edge.a) as usize]));
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
        let solved = self.workers.map(
            &tasks,
            || (Solver::default(), Vec::new()),
            |(solver, here), roots| {
                let mut found = Vec::new();
                for &root in roots {
                    here.clear();
                    here.extend(by_component.list(root).iter().map(|&edge| edges[edge as usize]));
                    let size =
                        |vertex: u32| if joined[node(vertex) as usize] { roll.nodes[vertex as usize].size } else { 1 };
                    found.extend(solver.group(here, size));
                }
                found
            },
        );
        let mut root: Vec<u32> = (0..vertices.count()).collect();
        for (vertex, its) in solved.into_iter().flatten() {
            root[vertex as usize] = its;
        }
        root
    }
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
    fn new(roll: &Roll<'_>, joined: &[bool], edges: &[Edge]) -> Vertices {
        let nodes = roll.nodes.len() as u32;
        let mut vertices = Vertices { nodes, further: Vec::new(), apart: BTreeMap::new() };
        let agreeing = edges.iter().filter(|edge| edge.agrees()).flat_map(|edge| [edge.a, edge.b]);
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
        let further = self.apart.get(&node).map(|&first| first..first + roll.nodes[node as usize].size - 1);
        std::iter::once(node).chain(further.into_iter().flatten()).collect()
    }

    /// The edges between vertices.
    fn spread(&self, roll: &Roll<'_>, joined: &[bool], edges: Vec<Edge>) -> Vec<Edge> {
        if self.apart.is_empty() {
            return edges;
        }
        let apart = |node: u32| !joined[node as usize];
        let (mut spread, far): (Vec<Edge>, Vec<Edge>) =
            edges.into_iter().partition(|edge| !apart(edge.a) && !apart(edge.b));
        for edge in far {
            let (a, b) = (self.of(roll, edge.a), self.of(roll, edge.b));
            for &a in &a {
                spread.extend(b.iter().take(CROWD).map(|&b| Edge { a, b, ..edge }));
            }
        }
        // Refused among themselves.
        for &node in self.apart.keys() {
            let all = self.of(roll, node);
            for (n, &a) in all.iter().enumerate() {
                spread.extend(all[n + 1..].iter().take(CROWD).map(|&b| Edge {
                    a,
                    b,
                    log_odds: super::comparison::REFUSED,
                }));
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
                let place = || roll.members.list(node).partition_point(|&other| other < item) as u32;
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
