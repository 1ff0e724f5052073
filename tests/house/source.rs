//! Reads `src/` as tokens: enough of Rust's lexical grammar to tell code from comments, strings and
//! test modules, and no more.

use std::fs;
use std::path::{Path, PathBuf};

/// One file of `src/`.
pub struct SourceFile {
    /// From the root of the package, with `/`: `src/align/global.rs`.
    pub path: String,
    /// Path of the module: `["align", "global"]`; empty for `lib.rs`.
    pub module: Vec<String>,
    pub text: String,
    pub tokens: Vec<Token>,
    /// Number of the line, and the text behind `//`, `///` or `//!`.
    pub comments: Vec<Comment>,
}

pub struct Token {
    pub line: usize,
    pub text: String,
    pub kind: TokenKind,
    /// Part of an item that is compiled for tests alone.
    pub is_test: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    Identifier,
    Punctuation,
    /// Strings, characters, numbers, lifetimes.
    Literal,
}

pub struct Comment {
    pub line: usize,
    pub is_doc: bool,
    pub text: String,
}

impl Token {
    pub fn is(&self, text: &str) -> bool {
        self.kind != TokenKind::Literal && self.text == text
    }

    pub fn is_identifier(&self) -> bool {
        self.kind == TokenKind::Identifier
    }
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Returns every file under `folder` whose name ends with `.extension`, in order of their paths.
pub fn files_under(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Returns the path from the root of the package, with `/`.
pub fn relative(path: &Path) -> String {
    let parts = path.strip_prefix(root()).unwrap_or(path).components();
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Reads all Rust files of `src/`.
pub fn read_source() -> Vec<SourceFile> {
    let mut files: Vec<SourceFile> =
        files_under(&root().join("src"), "rs").iter().map(|path| SourceFile::read(path)).collect();
    mark_test_modules(&mut files);
    files
}

impl SourceFile {
    pub fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let path = relative(path);
        let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
        let module = match inner {
            "lib" => Vec::new(),
            _ => inner.split('/').map(str::to_owned).collect(),
        };
        let (mut tokens, comments) = tokenize(&text);
        mark_test_items(&mut tokens);
        SourceFile { path, module, text, tokens, comments }
    }

    /// Returns the tokens of a piece of code.
    pub fn tokens_of(text: &str) -> Vec<Token> {
        tokenize(text).0
    }

    /// Returns the lines with their numbers.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

fn tokenize(text: &str) -> (Vec<Token>, Vec<Comment>) {
    let characters: Vec<char> = text.chars().collect();
    let (mut tokens, mut comments) = (Vec::new(), Vec::new());
    let (mut at, mut line) = (0, 1);
    let get = |at: usize| characters.get(at).copied().unwrap_or('\0');
    while at < characters.len() {
        let (start, start_line) = (at, line);
        let kind = match get(at) {
            '\n' => {
                line += 1;
                at += 1;
                continue;
            }
            space if space.is_whitespace() => {
                at += 1;
                continue;
            }
            '/' if get(at + 1) == '/' => {
                while at < characters.len() && get(at) != '\n' {
                    at += 1;
                }
                let written: String = characters[start..at].iter().collect();
                let is_doc = written.starts_with("//!")
                    || (written.starts_with("///") && !written.starts_with("////"));
                let text = written.trim_start_matches(['/', '!']).trim().to_owned();
                comments.push(Comment { line, is_doc, text });
                continue;
            }
            '/' if get(at + 1) == '*' => {
                while at < characters.len() && !(get(at) == '*' && get(at + 1) == '/') {
                    line += usize::from(get(at) == '\n');
                    at += 1;
                }
                at += 2;
                continue;
            }
            'r' | 'b' if raw_hashes(&characters, at).is_some() => {
                let (hashes, open) = raw_hashes(&characters, at).unwrap();
                at = open + 1;
                while at < characters.len()
                    && !(get(at) == '"' && (1..=hashes).all(|hash| get(at + hash) == '#'))
                {
                    line += usize::from(get(at) == '\n');
                    at += 1;
                }
                at += 1 + hashes;
                TokenKind::Literal
            }
            '"' => {
                at += 1;
                while at < characters.len() && get(at) != '"' {
                    line += usize::from(get(at) == '\n');
                    at += if get(at) == '\\' { 2 } else { 1 };
                    line += usize::from(get(at - 1) == '\n' && get(at - 2) == '\\');
                }
                at += 1;
                TokenKind::Literal
            }
            '\'' if get(at + 1) == '\\' || get(at + 2) == '\'' => {
                at += if get(at + 1) == '\\' { 3 } else { 2 };
                while get(at) != '\'' {
                    at += 1;
                }
                at += 1;
                TokenKind::Literal
            }
            '\'' => {
                at += 1;
                while is_word(get(at)) {
                    at += 1;
                }
                TokenKind::Literal
            }
            digit if digit.is_ascii_digit() => {
                while is_word(get(at)) || (get(at) == '.' && get(at + 1).is_ascii_digit()) {
                    at += 1;
                }
                TokenKind::Literal
            }
            letter if is_word(letter) => {
                while is_word(get(at)) {
                    at += 1;
                }
                TokenKind::Identifier
            }
            _ => {
                at += 1;
                TokenKind::Punctuation
            }
        };
        let text = characters[start..at.min(characters.len())].iter().collect();
        tokens.push(Token { line: start_line, text, kind, is_test: false });
    }
    (tokens, comments)
}

fn is_word(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

/// Returns the number of `#` and the place of the mark, where a raw string begins.
fn raw_hashes(characters: &[char], mut at: usize) -> Option<(usize, usize)> {
    at += usize::from(characters[at] == 'b');
    if characters.get(at) != Some(&'r') {
        return None;
    }
    let hashes = characters[at + 1..].iter().take_while(|&&each| each == '#').count();
    let open = at + 1 + hashes;
    (characters.get(open) == Some(&'"')).then_some((hashes, open))
}

/// Marks what stands behind an attribute `#[cfg(.. test ..)]`, to its `;` or closing brace.
fn mark_test_items(tokens: &mut [Token]) {
    let mut at = 0;
    while at < tokens.len() {
        match test_attribute(tokens, at) {
            None => at += 1,
            Some(end) => {
                let last = item_end(tokens, end);
                tokens[at..=last].iter_mut().for_each(|token| token.is_test = true);
                at = last + 1;
            }
        }
    }
}

/// Returns the index behind the attribute at `at`, where that is one for tests alone.
fn test_attribute(tokens: &[Token], at: usize) -> Option<usize> {
    if !(tokens[at].is("#") && tokens.get(at + 1)?.is("[") && tokens.get(at + 2)?.is("cfg")) {
        return None;
    }
    let end = at + tokens[at..].iter().position(|token| token.is("]"))?;
    let inside = &tokens[at..end];
    let has = |word: &str| inside.iter().any(|token| token.is(word));
    (has("test") && !has("not") && !has("any")).then_some(end + 1)
}

/// Returns the index of the last token of the item that begins at `at`.
fn item_end(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token.text.as_str() {
            _ if token.kind != TokenKind::Punctuation => {}
            "{" | "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            "}" => {
                depth -= 1;
                if depth <= 0 {
                    return index;
                }
            }
            ";" if depth == 0 => return index,
            _ => {}
        }
    }
    tokens.len() - 1
}

/// Marks whole files whose `mod` declaration is one for tests.
fn mark_test_modules(files: &mut [SourceFile]) {
    let mut modules = Vec::new();
    for file in files.iter() {
        for pair in file.tokens.windows(3) {
            if pair[0].is_test && pair[0].is("mod") && pair[2].is(";") {
                let mut module = file.module.clone();
                module.push(pair[1].text.clone());
                modules.push(module);
            }
        }
    }
    for file in files.iter_mut().filter(|file| modules.contains(&file.module)) {
        file.tokens.iter_mut().for_each(|token| token.is_test = true);
    }
}
