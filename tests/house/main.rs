//! Rules of the house that a compiler does not see: floors, circles of imports, names that stand
//! for two things, words that were given up, the width of comments, public values that cannot grow.
//!
//! `cargo test --test house -- --nocapture` prints what it finds. A finding fails the test where
//! there are more of its kind than [`LIMITS`] allows.

mod imports;
mod indexing;
mod names;
mod prose;
mod source;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use imports::{Edges, Imports};
use source::{SourceFile, read_source, root};

/// How many findings of a kind are allowed.
const LIMITS: &[(&str, usize)] = &[
    ("type names used twice", 0),
    ("retired names", 0),
    ("retired phrases", 0),
    ("docs that begin with a question word", 0),
    ("comments over 100 columns", 0),
    ("page lines over 100 columns", 0),
    // The tests of two rooms are tables of cases.
    ("files over 600 lines", 2),
    ("imports from a higher floor", 0),
    ("imports across the wings", 0),
    ("imports through the root", 0),
    ("rooms that are not in DESIGN.md", 0),
    ("circles of rooms", 0),
    ("circles of files", 0),
    // A module's root holds the types that its files share.
    ("circles of files through a parent module", 5),
    ("public types that cannot grow", 0),
    ("public values without serde", 0),
    ("exceptions that no type needs", 0),
];

/// The wings of `DESIGN.md`: neither imports from the other.
const READING_WING: &[&str] = &["quotation", "attribution"];
const COMPARING_WING: &[&str] =
    &["align", "blocking", "cluster", "collation", "person_name", "variant"];

/// Prints the findings and fails if there are more than are allowed.
fn check(kind: &str, findings: &[String]) {
    let (_, limit) = LIMITS.iter().find(|(known, _)| *known == kind).unwrap();
    println!("\n{kind}: {}", findings.len());
    for finding in findings {
        println!("    {finding}");
    }
    assert!(
        findings.len() <= *limit,
        "{kind}: {} where {limit} are allowed:\n    {}",
        findings.len(),
        findings.join("\n    ")
    );
}

#[test]
fn a_type_name_stands_for_one_thing() {
    let files = read_source();
    let shared = names::shared_type_names(&files);
    println!("{} names of types", names::type_count(&files));
    assert!(names::SHARED_TYPE_NAMES.len() <= 5, "at most five exceptions");
    let findings: Vec<String> =
        shared.iter().map(|(name, places)| format!("{name}: {}", places.join(" "))).collect();
    check("type names used twice", &findings);
}

#[test]
fn retired_words_do_not_come_back() {
    let files = read_source();
    check("retired names", &names::retired_names(&files));
    check("retired phrases", &prose::retired_phrases(&files));
}

#[test]
fn comments_are_plain_and_narrow() {
    let files = read_source();
    check("docs that begin with a question word", &prose::turned_openings(&files));
    check("comments over 100 columns", &prose::long_lines());
    check("page lines over 100 columns", &prose::long_page_lines());
    check("files over 600 lines", &prose::long_files(&files));
}

#[test]
fn no_new_place_can_panic_on_a_text() {
    let files = read_source();
    let found = indexing::indexed_places(&files);
    let mut wrong = Vec::new();
    for (room, limit, reason) in indexing::INDEXED_ROOMS {
        let files = found.get(room).map_or(&[][..], Vec::as_slice);
        let count: usize = files.iter().map(|(_, count)| count).sum();
        println!("{room}: {count} of {limit}. {reason}");
        files.iter().for_each(|(path, count)| println!("    {count:3} {path}"));
        if count != *limit {
            wrong.push(format!("{room}: {count} places index or slice where {limit} are listed"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}; `get` needs no reason");
}

#[test]
fn public_values_can_grow_and_be_stored() {
    let files = read_source();
    check("public types that cannot grow", &values::frozen_types(&files));
    check("public values without serde", &values::unserialised_values(&files));
    check("exceptions that no type needs", &values::needless_exceptions(&files));
}

/// Reads the floors off the drawing in `DESIGN.md`: rooms named on a line that begins with the
/// number of a floor.
fn floors(rooms: &BTreeSet<&str>) -> BTreeMap<String, usize> {
    let design = fs::read_to_string(root().join("DESIGN.md")).unwrap();
    let section = design.split("\n## Floors").nth(1).expect("DESIGN.md has a section Floors");
    let drawing = section.split("```").nth(1).expect("the section has a drawing");
    let mut floors = BTreeMap::new();
    for line in drawing.lines() {
        let mut words = line.split_whitespace();
        let Some(floor) = words.next().and_then(|word| word.parse().ok()) else { continue };
        for word in words {
            let word = word.trim_end_matches(".rs");
            if rooms.contains(word) || word == "lib" {
                floors.entry(word.to_owned()).or_insert(floor);
            }
        }
    }
    floors
}

#[test]
fn imports_go_down() {
    let files = read_source();
    let imports = Imports::new(&files);
    let edges = imports.edges();
    let room = |file: usize| files[file].module.first().map_or("lib", String::as_str);
    let rooms: BTreeSet<&str> =
        files.iter().filter_map(|file| file.module.first()).map(|room| room.as_str()).collect();
    let floors = floors(&rooms);

    let absent: Vec<String> = rooms
        .iter()
        .filter(|room| !floors.contains_key(**room))
        .map(|room| room.to_string())
        .collect();
    check("rooms that are not in DESIGN.md", &absent);

    let (mut up, mut across) = (Vec::new(), Vec::new());
    let mut room_edges: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for ((from, to), items) in &edges {
        let (from_room, to_room) = (room(*from), room(*to));
        if from_room == to_room {
            continue;
        }
        let edge = describe(&files, *from, *to, items);
        room_edges.entry((from_room, to_room)).or_default().push(edge.clone());
        if let (Some(from_floor), Some(to_floor)) = (floors.get(from_room), floors.get(to_room))
            && to_floor > from_floor
        {
            up.push(format!("{from_floor} to {to_floor}: {edge}"));
        }
        let wings = [(READING_WING, COMPARING_WING), (COMPARING_WING, READING_WING)];
        if wings.iter().any(|(one, other)| one.contains(&from_room) && other.contains(&to_room)) {
            across.push(edge);
        }
    }
    check("imports from a higher floor", &up);
    check("imports across the wings", &across);

    let through_root: Vec<String> = imports
        .through_root()
        .iter()
        .map(|(file, name)| format!("{}: {name}", files[*file].path))
        .collect();
    check("imports through the root", &through_root);

    let names: Vec<&str> = rooms.iter().copied().collect();
    let number = |room: &str| names.iter().position(|name| *name == room);
    let numbered: BTreeSet<(usize, usize)> =
        room_edges.keys().filter_map(|(from, to)| Some((number(from)?, number(to)?))).collect();
    let mut findings = Vec::new();
    for circle in imports::circles(&numbered) {
        let members: Vec<&str> = circle.iter().map(|room| names[*room]).collect();
        findings.push(members.join(" "));
        for ((from, to), edges) in &room_edges {
            if members.contains(from) && members.contains(to) {
                findings.extend(edges.iter().map(|edge| format!("    {edge}")));
            }
        }
    }
    check("circles of rooms", &findings);
}

/// What a module declares for its children is theirs to use: circles through a parent are
/// counted apart.
#[test]
fn no_circle_of_files() {
    let files = read_source();
    let edges = Imports::new(&files).edges();
    let is_ancestor =
        |from: usize, to: usize| files[from].module.starts_with(&files[to].module[..]);
    let without_parents: Edges = edges
        .iter()
        .filter(|((from, to), _)| !is_ancestor(*from, *to))
        .map(|(pair, items)| (*pair, items.clone()))
        .collect();
    check("circles of files", &circles_of_files(&files, &without_parents));
    check("circles of files through a parent module", &circles_of_files(&files, &edges));
}

fn circles_of_files(files: &[SourceFile], edges: &Edges) -> Vec<String> {
    let pairs: BTreeSet<(usize, usize)> = edges.keys().copied().collect();
    let mut findings = Vec::new();
    for circle in imports::circles(&pairs) {
        let members: Vec<&str> = circle.iter().map(|file| &files[*file].path[..]).collect();
        let mut finding = members.join(" ");
        for ((from, to), items) in edges {
            if circle.contains(from) && circle.contains(to) {
                finding.push_str(&format!("\n        {}", describe(files, *from, *to, items)));
            }
        }
        findings.push(finding);
    }
    findings
}

fn describe(files: &[SourceFile], from: usize, to: usize, items: &BTreeSet<String>) -> String {
    let items: Vec<&str> = items.iter().map(String::as_str).collect();
    format!("{} -> {} ({})", files[from].path, files[to].path, items.join(", "))
}
