//! Comments and pages: how wide they are, how they begin, which words they use.

use std::collections::BTreeSet;
use std::fs;

use crate::source::{SourceFile, files_under, relative, root};

pub const MAX_COLUMNS: usize = 100;
pub const MAX_FILE_LINES: usize = 600;

/// First words of a doc comment that is no sentence with a verb: "Whether the pair was refused".
const TURNED_OPENINGS: &[&str] =
    &["How", "Of", "That", "What", "When", "Where", "Whether", "Which", "Who", "Whose", "Why"];

/// Phrases of comments and pages that were given up, with the term that took their place.
pub const RETIRED_PHRASES: &[(&str, &str)] = &[
    ("given quotation", "standalone quotation"),
    ("given quotations", "standalone quotations"),
    ("likeness", "similarity"),
    ("read-off", "reconciliation"),
    ("read off", "reconcile, reconciled"),
    ("voices", "speakers, outlets"),
    ("bearer", "witness"),
    ("bearers", "witnesses"),
    ("gloss", "lexical entry"),
    ("glosses", "lexical entries"),
    ("debris", "mojibake"),
    ("stretch", "passage, span"),
    ("stretches", "passages, spans"),
    ("the crowd", "frequent runs"),
    ("a crowd", "frequent runs"),
];

/// Returns the lines of Rust files that end behind the last column.
pub fn long_lines() -> Vec<String> {
    let mut found = Vec::new();
    for folder in ["src", "tests", "examples", "benches"] {
        for path in files_under(&root().join(folder), "rs") {
            let file = SourceFile::read(&path);
            let comments: BTreeSet<usize> = file.comments.iter().map(|each| each.line).collect();
            for (number, line) in file.lines() {
                let columns = line.chars().count();
                if columns > MAX_COLUMNS && comments.contains(&number) && !line.contains("](http") {
                    found.push(format!("{}:{number}: {columns} columns", file.path));
                }
            }
        }
    }
    found
}

/// Returns the lines of pages that end behind the last column, but for tables, links and code.
pub fn long_page_lines() -> Vec<String> {
    let mut found = Vec::new();
    for path in pages() {
        let text = fs::read_to_string(&path).unwrap();
        let mut in_code = false;
        for (index, line) in text.lines().enumerate() {
            in_code ^= line.starts_with("```");
            let columns = line.chars().count();
            if columns > MAX_COLUMNS && !in_code && !line.starts_with('|') && !line.contains("](") {
                found.push(format!("{}:{}: {columns} columns", relative(&path), index + 1));
            }
        }
    }
    found
}

fn pages() -> Vec<std::path::PathBuf> {
    let mut pages = vec![root().join("README.md"), root().join("DESIGN.md")];
    pages.extend(files_under(&root().join("docs"), "md"));
    pages.extend(files_under(&root().join("src"), "md"));
    pages
}

/// Returns the files that are longer than one reading can hold.
pub fn long_files(files: &[SourceFile]) -> Vec<String> {
    let long = files.iter().map(|file| (file, file.text.lines().count()));
    long.filter(|(_, lines)| *lines > MAX_FILE_LINES)
        .map(|(file, lines)| format!("{}: {lines} lines", file.path))
        .collect()
}

/// Returns the docs that begin with a question word instead of a verb or a noun.
pub fn turned_openings(files: &[SourceFile]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        let mut last_line = 0;
        for comment in file.comments.iter().filter(|comment| comment.is_doc) {
            let opens = comment.line != last_line + 1;
            last_line = comment.line;
            let first = comment.text.split([' ', ',']).next().unwrap_or_default();
            if opens && TURNED_OPENINGS.contains(&first) {
                found.push(format!("{}:{}: {}", file.path, comment.line, comment.text));
            }
        }
    }
    found
}

/// Returns the comments of the code, and the lines of pages, that use a retired phrase.
pub fn retired_phrases(files: &[SourceFile]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        for comment in &file.comments {
            find_phrases(&format!("{}:{}", file.path, comment.line), &comment.text, &mut found);
        }
    }
    for path in pages() {
        let text = fs::read_to_string(&path).unwrap();
        // What a program prints is not the page's to choose.
        let mut is_printed = false;
        for (index, line) in text.lines().enumerate() {
            if line.starts_with("```") {
                is_printed = line == "```console";
            }
            if is_printed {
                continue;
            }
            find_phrases(&format!("{}:{}", relative(&path), index + 1), line, &mut found);
        }
    }
    found
}

fn find_phrases(place: &str, text: &str, found: &mut Vec<String>) {
    let words = text.to_lowercase();
    let words: Vec<&str> = words
        .split(|character: char| !character.is_alphanumeric() && character != '-')
        .filter(|word| !word.is_empty())
        .collect();
    for (phrase, better) in RETIRED_PHRASES {
        let parts: Vec<&str> = phrase.split(' ').collect();
        if words.windows(parts.len()).any(|window| window == parts) {
            found.push(format!("{place}: {phrase} (now: {better})"));
        }
    }
}
