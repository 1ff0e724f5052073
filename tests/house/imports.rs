//! Who imports from whom. Every path in the code is followed to the file that defines its last
//! item, through re-exports, so that an edge means "this file cannot be read without that one".

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{SourceFile, Token};

/// Names of items by the files (importing, defining).
pub type Edges = BTreeMap<(usize, usize), BTreeSet<String>>;

type ModulePath = Vec<String>;

/// Names that `use` declarations bind in each file.
#[derive(Default)]
struct Bindings {
    names: BTreeMap<String, ModulePath>,
    globs: Vec<ModulePath>,
    /// Leaves of private `use` declarations: imports in their own right.
    imports: Vec<ModulePath>,
    /// Names of items that the file defines itself.
    items: BTreeSet<String>,
    /// Ranges of tokens that `use` declarations take.
    declarations: Vec<(usize, usize)>,
    /// Ranges of tokens that modules within the file take: `super` there may mean the file.
    inner_modules: Vec<(usize, usize)>,
}

pub struct Imports<'a> {
    files: &'a [SourceFile],
    by_module: BTreeMap<&'a [String], usize>,
    bindings: Vec<Bindings>,
}

impl<'a> Imports<'a> {
    pub fn new(files: &'a [SourceFile]) -> Self {
        let by_module: BTreeMap<&[String], usize> =
            files.iter().enumerate().map(|(index, file)| (&file.module[..], index)).collect();
        let bindings = files.iter().map(bindings).collect();
        let mut imports = Imports { files, by_module, bindings };
        // Paths of `use` may begin with names that other declarations bind, so all are made
        // absolute once all are known.
        for index in 0..files.len() {
            let mut found = std::mem::take(&mut imports.bindings[index]);
            for path in found.names.values_mut().chain(&mut found.globs).chain(&mut found.imports) {
                *path = imports.absolute(index, path).unwrap_or_default();
            }
            imports.bindings[index] = found;
        }
        imports
    }

    /// Returns the edges between files, re-exports and test code left out.
    pub fn edges(&self) -> Edges {
        let mut edges = Edges::new();
        for (index, file) in self.files.iter().enumerate() {
            let mut paths = self.bindings[index].imports.clone();
            paths.extend(self.paths_in_code(index));
            for path in paths.iter().filter(|path| !path.is_empty()) {
                let Some((target, item)) = self.definition(path, 0) else { continue };
                if target != index && !file.tokens.iter().all(|token| token.is_test) {
                    edges.entry((index, target)).or_default().insert(item);
                }
            }
        }
        edges
    }

    /// Returns the paths to names re-exported by `lib.rs` that other files import from there.
    pub fn through_root(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for (index, bindings) in self.bindings.iter().enumerate() {
            for path in &bindings.imports {
                let [name] = &path[..] else { continue };
                let is_room = self.by_module.contains_key(&path[..]);
                if !is_room && !self.files[index].module.is_empty() {
                    found.push((index, name.clone()));
                }
            }
        }
        found
    }

    /// Returns the paths that the code names outside of `use` declarations, made absolute.
    fn paths_in_code(&self, index: usize) -> Vec<ModulePath> {
        let tokens = &self.files[index].tokens;
        let declarations = &self.bindings[index].declarations;
        let mut paths = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            if let Some(&(_, end)) = declarations.iter().find(|(start, _)| *start == at) {
                at = end + 1;
                continue;
            }
            let behind_dot = at > 0 && tokens[at - 1].is(".");
            if tokens[at].is_test || !tokens[at].is_identifier() || behind_dot {
                at += 1;
                continue;
            }
            let start = at;
            let mut path = vec![tokens[at].text.clone()];
            at += 1;
            while at + 2 < tokens.len()
                && tokens[at].is(":")
                && tokens[at + 1].is(":")
                && tokens[at + 2].is_identifier()
            {
                path.push(tokens[at + 2].text.clone());
                at += 3;
            }
            let path = from_file(path, self.bindings[index].depth(start));
            if let Some(path) = self.absolute(index, &path) {
                paths.push(path);
            }
        }
        paths
    }

    /// Returns the path from the root, or nothing for one into another crate.
    fn absolute(&self, index: usize, path: &[String]) -> Option<ModulePath> {
        let module = &self.files[index].module;
        let mut rest = path.iter().peekable();
        let mut found = match rest.next()?.as_str() {
            "crate" => Vec::new(),
            "self" => module.clone(),
            "super" => {
                let mut up = 1;
                while rest.next_if(|next| *next == "super").is_some() {
                    up += 1;
                }
                module[..module.len().saturating_sub(up)].to_vec()
            }
            first => {
                let mut child = module.clone();
                child.push(first.to_owned());
                match self.bindings[index].names.get(first) {
                    Some(bound) if *bound == path => return None,
                    Some(bound) => match bound.first().map(String::as_str) {
                        None => return None,
                        Some("crate" | "self" | "super") => self.absolute(index, bound)?,
                        Some(_) if self.known(bound) => bound.clone(),
                        Some(_) => return None,
                    },
                    None if self.by_module.contains_key(&child[..]) => child,
                    None => return None,
                }
            }
        };
        found.extend(rest.cloned());
        Some(found)
    }

    fn known(&self, path: &[String]) -> bool {
        self.by_module.contains_key(&path[..1])
            || self.bindings[self.by_module[&[][..]]].names.contains_key(&path[0])
    }

    /// Returns the file that defines what the path names, and the name there; nothing for a path
    /// that ends in a module.
    fn definition(&self, path: &[String], depth: usize) -> Option<(usize, String)> {
        if depth > 16 {
            return None;
        }
        let mut module: Vec<String> = Vec::new();
        for (position, name) in path.iter().enumerate() {
            let index = *self.by_module.get(&module[..])?;
            let bindings = &self.bindings[index];
            let mut child = module.clone();
            child.push(name.clone());
            let is_last = position + 1 == path.len();
            if self.by_module.contains_key(&child[..])
                && !(is_last && bindings.names.contains_key(name))
            {
                module = child;
                continue;
            }
            if bindings.items.contains(name) {
                return Some((index, name.clone()));
            }
            if let Some(bound) = bindings.names.get(name) {
                let mut bound = bound.clone();
                if bound.is_empty() || bound == path[..=position] {
                    return None;
                }
                bound.extend(path[position + 1..].iter().cloned());
                return self.definition(&bound, depth + 1);
            }
            for glob in &bindings.globs {
                let mut through = glob.clone();
                through.push(name.clone());
                let there = self.by_module.get(&glob[..]);
                if there.is_some_and(|there| self.bindings[*there].items.contains(name)) {
                    return self.definition(&through, depth + 1);
                }
            }
            return Some((index, name.clone()));
        }
        None
    }
}

impl Bindings {
    /// Returns the number of modules within the file that enclose a token.
    fn depth(&self, at: usize) -> usize {
        self.inner_modules.iter().filter(|(start, end)| (*start..*end).contains(&at)).count()
    }
}

/// Rewrites a path of a module `depth` levels within a file as one of the file.
fn from_file(mut path: ModulePath, depth: usize) -> ModulePath {
    for _ in 0..depth {
        if path[0] == "super" {
            path.remove(0);
        }
    }
    let is_relative = path.first().is_none_or(|first| first != "super");
    if depth > 0 && is_relative && path.first().is_none_or(|first| first != "crate") {
        path.insert(0, "self".to_owned());
    }
    path
}

/// Returns the modules that the file holds in braces.
fn inner_modules(tokens: &[Token]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for at in 0..tokens.len().saturating_sub(2) {
        if tokens[at].is("mod") && tokens[at].is_identifier() && tokens[at + 2].is("{") {
            let mut depth = 0;
            let end = tokens[at..].iter().position(|token| {
                depth += i32::from(token.is("{")) - i32::from(token.is("}"));
                depth == 0 && token.is("}")
            });
            found.push((at, at + end.unwrap_or(0)));
        }
    }
    found
}

fn bindings(file: &SourceFile) -> Bindings {
    let tokens = &file.tokens;
    let mut found = Bindings { inner_modules: inner_modules(tokens), ..Bindings::default() };
    let mut at = 0;
    while at < tokens.len() {
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        if tokens[at].is("use")
            && tokens[at].is_identifier()
            && before.is_none_or(|before| {
                [";", "}", "{", "pub", ")", "]"].iter().any(|end| before.is(end))
            })
        {
            let end = at + tokens[at..].iter().position(|token| token.is(";")).unwrap();
            found.declarations.push((at, end));
            if !tokens[at].is_test {
                let is_public = before.is_some_and(|before| before.is("pub") || before.is(")"));
                let mut leaves = Vec::new();
                use_tree(&tokens[at + 1..end], Vec::new(), &mut leaves);
                for (path, name) in leaves {
                    let path =
                        if path[0] == "super" { from_file(path, found.depth(at)) } else { path };
                    if name == "*" {
                        found.globs.push(path);
                    } else {
                        if !is_public {
                            found.imports.push(path.clone());
                        }
                        found.names.insert(name, path);
                    }
                }
            }
            at = end + 1;
            continue;
        }
        let defines = ["fn", "struct", "enum", "trait", "type", "const", "static", "union"];
        let defines_macro = tokens[at].is("macro_rules");
        if (defines.iter().any(|word| tokens[at].is(word)) || defines_macro) && !tokens[at].is_test
        {
            let next = tokens.get(at + if defines_macro { 2 } else { 1 });
            if let Some(name) = next.filter(|name| name.is_identifier()) {
                found.items.insert(name.text.clone());
            }
        }
        at += 1;
    }
    found
}

/// Lists the leaves of a tree of `use`, each with the name that it binds.
fn use_tree(tokens: &[Token], mut prefix: ModulePath, leaves: &mut Vec<(ModulePath, String)>) {
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].is("{") {
            let (mut depth, mut start) = (1, at + 1);
            for end in at + 1..tokens.len() {
                match tokens[end].text.as_str() {
                    "{" => depth += 1,
                    "}" => depth -= 1,
                    _ => {}
                }
                if depth == 0 || (depth == 1 && tokens[end].is(",")) {
                    use_tree(&tokens[start..end], prefix.clone(), leaves);
                    start = end + 1;
                }
                if depth == 0 {
                    return;
                }
            }
        } else if tokens[at].is("*") {
            leaves.push((prefix, "*".to_owned()));
            return;
        } else if tokens[at].is("as") {
            leaves.push((prefix, tokens[at + 1].text.clone()));
            return;
        } else if tokens[at].is("self") && !prefix.is_empty() {
            // `module::{self}` binds the module.
        } else if tokens[at].is_identifier() {
            prefix.push(tokens[at].text.clone());
        }
        at += 1;
    }
    if let Some(name) = prefix.last().cloned() {
        leaves.push((prefix, name));
    }
}

/// Returns the groups of more than one vertex in which each reaches each.
pub fn circles(edges: &BTreeSet<(usize, usize)>) -> Vec<Vec<usize>> {
    let mut reaches: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for &(from, _) in edges {
        reaches.entry(from).or_insert_with(|| {
            let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
            while let Some(vertex) = next.pop() {
                for &(_, to) in edges.range((vertex, 0)..(vertex + 1, 0)) {
                    if seen.insert(to) {
                        next.push(to);
                    }
                }
            }
            seen
        });
    }
    let mut groups: BTreeSet<Vec<usize>> = BTreeSet::new();
    for (&vertex, reached) in &reaches {
        let group: Vec<usize> = reached
            .iter()
            .copied()
            .filter(|other| reaches.get(other).is_some_and(|back| back.contains(&vertex)))
            .collect();
        if group.len() > 1 {
            groups.insert(group);
        }
    }
    groups.into_iter().collect()
}
