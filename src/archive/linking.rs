//! From compared pairs to groups: agreeing pairs into components, each grouped by itself.

use std::collections::BTreeMap;

use super::Archive;
use super::comparison::{Comparer, Wanted};
use super::decided::Settled;
use super::roll::{NONE, Roll, Table};
use super::surroundings::Surroundings;
use super::watch::Watch;
use crate::candidate::CROWD;
use crate::cluster::{Edge, Solver, components};
use crate::error::Error;
use crate::link::{Grounds, doubt};

/// A compared pair of nodes that may be one utterance, or nearly; or a node compared with itself.
#[derive(Debug)]
pub(super) struct Pair {
    pub edge: Edge,
    /// Where they shall be told, or have surroundings.
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
}

/// What items say of each other that do not agree, and were counted together.
const REFUSED: f64 = -6.0;

/// Edges that one task groups.
const TASK: usize = 1 << 12;

impl Archive {
    /// Compares all candidates, applies what was `settled` and groups the quotations; with the grounds of each pair if they
    /// shall be `told`.
    pub(super) fn link_all(&self, comparer: Comparer<'_>, settled: &Settled<'_>, told: bool) -> Result<Linked, Error> {
        let (roll, watch) = (comparer.roll, comparer.watch);
        let pairs = self.open(&comparer, told)?;
        let by_hand = settled.pairs.iter().map(|(&(x, y), &same)| {
            let log_odds = if same { f64::INFINITY } else { f64::NEG_INFINITY };
            Edge::new(roll.node_of[x as usize], roll.node_of[y as usize], log_odds)
        });
        let by_hand: Vec<Edge> = by_hand.collect();
        let (mut edges, own): (Vec<Edge>, Vec<Edge>) =
            pairs.iter().map(|pair| pair.edge).partition(|edge| edge.a != edge.b);
        let component = components(roll.nodes.len(), edges.iter().chain(&by_hand));
        edges.extend(self.refused(&comparer, &pairs, &component)?);
        // Its index is as large as all that follows.
        drop(comparer);
        edges.extend(by_hand);
        edges.retain(|edge| component[edge.a as usize] == component[edge.b as usize]);
        // What counts for several is one item of the grouping only where they agree among themselves.
        let mut joined: Vec<bool> = roll.nodes.iter().map(|node| node.size == 1).collect();
        for edge in own.iter().filter(|edge| edge.agrees()) {
            joined[edge.a as usize] = true;
        }
        let vertices = Vertices::new(roll, &joined, &edges);
        let edges = vertices.spread(roll, &joined, edges);
        let root = self.solve(roll, watch, &vertices, &joined, &component, &edges)?;
        let (groups, count) = vertices.groups(roll, &joined, &root);
        Ok(Linked { pairs, groups, count })
    }

    /// The pairs that may be one utterance, or nearly, and the nodes that may be so in themselves.
    fn open(&self, comparer: &Comparer<'_>, told: bool) -> Result<Vec<Pair>, Error> {
        let roll = comparer.roll;
        let doubt = doubt();
        let pair = |a: u32, b: u32, grounds: Grounds| {
            let kept = told || [a, b].iter().all(|&node| roll.nodes[node as usize].document != NONE);
            Pair { edge: grounds.edge(a, b), grounds: kept.then(|| Box::new(grounds)) }
        };
        let mut pairs = comparer.compare("comparing", Wanted::Open, &|a, b, grounds| {
            Some(pair(a, b, grounds)).filter(|pair| pair.edge.log_odds >= doubt)
        })?;
        let found = pairs.iter().filter_map(|pair| Some((pair.edge.a, pair.edge.b, &**pair.grounds.as_ref()?)));
        let surroundings = Surroundings::new(roll, found);
        // Others between documents that surely have something in common may be one utterance after all.
        let known = Known::new(&pairs);
        let wanted = |x: u32, y: u32| surroundings.are_known(x, y) && !known.has(x, y);
        let any = |x: u32| roll.nodes[x as usize].document != NONE;
        let more = comparer.compare("comparing kin", Wanted::Of(&wanted, &any), &|a, b, mut grounds| {
            surroundings.tell(a, b, &mut grounds);
            Some(pair(a, b, grounds)).filter(|pair| pair.edge.log_odds >= doubt)
        })?;
        for Pair { edge, grounds } in &mut pairs {
            if let Some(grounds) = grounds {
                surroundings.tell(edge.a, edge.b, grounds);
                *edge = grounds.edge(edge.a, edge.b);
            }
        }
        pairs.extend(more);
        Ok(pairs)
    }

    /// What is found about two items, candidates or not.
    pub(super) fn compare_one(&self, comparer: &Comparer<'_>, a: u32, b: u32) -> Result<Grounds, Error> {
        let open = self.open(comparer, true)?;
        let found = open.iter().filter_map(|pair| Some((pair.edge.a, pair.edge.b, &**pair.grounds.as_ref()?)));
        let surroundings = Surroundings::new(comparer.roll, found);
        let mut grounds = comparer.compare_one(a, b);
        let node = |item: u32| comparer.roll.node_of[item as usize];
        surroundings.tell(node(a), node(b), &mut grounds);
        Ok(grounds)
    }

    /// The pairs within one component that are not among `open`.
    fn refused(&self, comparer: &Comparer<'_>, open: &[Pair], component: &[u32]) -> Result<Vec<Edge>, Error> {
        let mut sizes = vec![0u32; component.len()];
        component.iter().for_each(|&root| sizes[root as usize] += 1);
        let known = Known::new(open);
        let found = open.iter().filter_map(|pair| Some((pair.edge.a, pair.edge.b, &**pair.grounds.as_ref()?)));
        let surroundings = Surroundings::new(comparer.roll, found);
        // Of two there is one pair, and it is known.
        let any = |x: u32| sizes[component[x as usize] as usize] > 2;
        let wanted =
            |x: u32, y: u32| x != y && component[x as usize] == component[y as usize] && any(x) && !known.has(x, y);
        comparer.compare("comparing rest", Wanted::Of(&wanted, &any), &|a, b, mut grounds| {
            surroundings.tell(a, b, &mut grounds);
            Some(grounds.edge(a, b))
        })
    }

    /// Groups each component; gives the root of each vertex.
    fn solve(
        &self,
        roll: &Roll<'_>,
        watch: &Watch<'_>,
        vertices: &Vertices,
        joined: &[bool],
        component: &[u32],
        edges: &[Edge],
    ) -> Result<Vec<u32>, Error> {
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
        let step = watch.step("grouping", tasks.len());
        let solved = self.workers.map_watched(
            &step,
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
        )?;
        let mut root: Vec<u32> = (0..vertices.count()).collect();
        for (vertex, its) in solved.into_iter().flatten() {
            root[vertex as usize] = its;
        }
        Ok(root)
    }
}

/// Pairs of nodes that are known.
struct Known {
    /// Where those of each smaller node begin.
    starts: Vec<u32>,
    others: Vec<u32>,
}

impl Known {
    fn new(pairs: &[Pair]) -> Known {
        let mut known: Vec<(u32, u32)> = pairs.iter().map(|pair| (pair.edge.a, pair.edge.b)).collect();
        known.sort_unstable();
        let mut starts = vec![0; known.last().map_or(0, |last| last.0 as usize + 2)];
        known.iter().for_each(|pair| starts[pair.0 as usize + 1] += 1);
        for n in 1..starts.len() {
            starts[n] += starts[n - 1];
        }
        Known { starts, others: known.into_iter().map(|pair| pair.1).collect() }
    }

    fn has(&self, x: u32, y: u32) -> bool {
        let (Some(&start), Some(&end)) = (self.starts.get(x as usize), self.starts.get(x as usize + 1)) else {
            return false;
        };
        self.others[start as usize..end as usize].binary_search(&y).is_ok()
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
                spread.extend(all[n + 1..].iter().take(CROWD).map(|&b| Edge::new(a, b, REFUSED)));
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
