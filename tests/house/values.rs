//! Public values: they can grow without breaking their callers, and they are values of serde.

use crate::source::{SourceFile, Token};

/// Public types that may have neither private fields nor `#[non_exhaustive]`, with the reason.
pub const CLOSED_TYPES: &[(&str, &str)] = &[
    ("Agreement", "yes, no and unknown: there is no fourth"),
    ("Disclosure", "none, some and all: there is no fourth"),
    ("EditKind", "the four relations of two sides: there is no fifth"),
    ("Level", "a scale: a caller must handle each of its grades"),
    ("LinkVerdict", "the three ranges that two thresholds make"),
    ("SequenceId", "a number"),
    ("SequenceKey", "a number"),
    ("Word", "a number"),
];

/// Public values without serde, with the reason.
pub const UNSERIALISED_VALUES: &[(&str, &str)] = &[
    ("ComparedClasses", "refers to rows of a snapshot"),
    ("Edge", "refers to its caller's items, and JSON has no infinite log-odds"),
    ("ExtractedClass", "refers to rows of a snapshot"),
    ("ExtractedDocument", "holds quotations of a store"),
    ("Group", "borrows from its archive"),
    ("Grouping", "borrows from its archive"),
    ("LemmaCandidate", "the argument of a caller's function"),
    ("LemmaPolicy", "may hold a caller's function"),
    ("Passage", "refers to words of a vocabulary"),
    ("ScoredPairs", "refers to rows of a snapshot"),
    ("Side", "borrows from its caller"),
    ("SpeakerOverride", "what a store makes of a decision, which is serialised"),
    ("PrintedQuotation", "borrows from its caller"),
    ("StoredDocument", "refers to words of a vocabulary"),
    ("Transcript", "refers to words of a vocabulary"),
    ("Turn", "refers to tokens of a transcript"),
    ("StoredQuotation", "refers to words of a vocabulary"),
    ("VariantContext", "the argument of a caller's function"),
    ("WitnessInput", "borrows from its caller"),
    ("Word", "refers to its vocabulary"),
];

/// A public struct or enum.
pub struct PublicType {
    pub name: String,
    pub place: String,
    pub is_non_exhaustive: bool,
    pub has_private_field: bool,
    /// Derives `Serialize` and `Deserialize`, or implements them in its file.
    pub has_serde: bool,
}

impl PublicType {
    fn is_value(&self) -> bool {
        !self.has_private_field
    }
}

/// Returns the public types that a new field or variant would break, unless they are to be closed.
pub fn frozen_types(files: &[SourceFile]) -> Vec<String> {
    let is_closed = |found: &PublicType| CLOSED_TYPES.iter().any(|(name, _)| *name == found.name);
    let types = public_types(files);
    let frozen = types.iter().filter(|found| found.is_value() && !found.is_non_exhaustive);
    frozen.filter(|found| !is_closed(found)).map(describe).collect()
}

/// Returns the public values that serde does not write and read, unless they are to be without.
pub fn unserialised_values(files: &[SourceFile]) -> Vec<String> {
    let is_known =
        |found: &PublicType| UNSERIALISED_VALUES.iter().any(|(name, _)| *name == found.name);
    let types = public_types(files);
    let without = types.iter().filter(|found| found.is_value() && !found.has_serde);
    without.filter(|found| !is_known(found)).map(describe).collect()
}

/// Returns the exceptions that no public type needs any more.
pub fn needless_exceptions(files: &[SourceFile]) -> Vec<String> {
    let types = public_types(files);
    let find = |name: &str| types.iter().find(|found| found.name == name && found.is_value());
    let closed = CLOSED_TYPES.iter().map(|(name, _)| *name);
    let closed = closed.filter(|name| find(name).is_none_or(|found| found.is_non_exhaustive));
    let without = UNSERIALISED_VALUES.iter().map(|(name, _)| *name);
    let without = without.filter(|name| find(name).is_none_or(|found| found.has_serde));
    closed.chain(without).map(str::to_owned).collect()
}

fn describe(found: &PublicType) -> String {
    format!("{}: {}", found.place, found.name)
}

/// Returns the types that are `pub` without a restriction. Types made by macros are left out.
pub fn public_types(files: &[SourceFile]) -> Vec<PublicType> {
    let mut found = Vec::new();
    for file in files {
        let tokens = &file.tokens;
        let mut depth = 0usize;
        for at in 0..tokens.len() {
            match tokens[at].text.as_str() {
                _ if tokens[at].is_identifier() => {}
                "{" => depth += 1,
                "}" => depth = depth.saturating_sub(1),
                _ => {}
            }
            let is_struct = |at: usize| tokens.get(at).is_some_and(|token| token.is("struct"));
            let is_enum = |at: usize| tokens.get(at).is_some_and(|token| token.is("enum"));
            let is_type = is_struct(at + 1) || is_enum(at + 1);
            if depth > 0 || !tokens[at].is("pub") || !is_type || tokens[at].is_test {
                continue;
            }
            let Some(name) = tokens.get(at + 2).filter(|name| name.is_identifier()) else {
                continue;
            };
            let attributes = attributes_before(tokens, at);
            let has = |word: &str| attributes.iter().any(|token| token.is(word));
            found.push(PublicType {
                name: name.text.clone(),
                place: format!("{}:{}", file.path, name.line),
                is_non_exhaustive: has("non_exhaustive"),
                has_private_field: is_struct(at + 1) && has_private_field(&tokens[at + 3..]),
                has_serde: has("Serialize") && has("Deserialize")
                    || implements(tokens, "Serialize", &name.text)
                        && implements(tokens, "Deserialize", &name.text),
            });
        }
    }
    found
}

/// Returns the tokens of the attributes that stand directly before `at`.
fn attributes_before(tokens: &[Token], at: usize) -> &[Token] {
    let mut start = at;
    while start > 0 && tokens[start - 1].is("]") {
        let mut depth = 0;
        let opening = tokens[..start].iter().rposition(|token| {
            depth += i32::from(token.is("]")) - i32::from(token.is("["));
            depth == 0
        });
        match opening {
            Some(opening) if opening > 0 && tokens[opening - 1].is("#") => start = opening - 1,
            _ => break,
        }
    }
    &tokens[start..at]
}

/// Returns true if a field of the struct is not `pub` without a restriction. `body` begins behind
/// the struct's name.
fn has_private_field(body: &[Token]) -> bool {
    let opens = |token: &Token| ["{", "(", ";"].iter().any(|mark| token.is(mark));
    let Some(start) = body.iter().position(opens) else { return false };
    if body[start].is(";") {
        return false;
    }
    // Fields begin behind the opening bracket and behind commas that stand in no other bracket.
    let (mut depth, mut begins) = (0i32, false);
    for (at, token) in body.iter().enumerate().skip(start) {
        if ["{", "(", "[", "<"].iter().any(|mark| token.is(mark)) {
            if begins && depth == 1 && !token.is("[") {
                return true;
            }
            depth += 1;
            begins |= depth == 1;
            continue;
        }
        let is_arrow = token.is(">") && body[at - 1].is("-");
        if ["}", ")", "]", ">"].iter().any(|mark| token.is(mark)) && !is_arrow {
            depth -= 1;
            if depth == 0 {
                return false;
            }
            continue;
        }
        if depth != 1 {
            continue;
        }
        if token.is(",") {
            begins = true;
        } else if begins && token.is("pub") {
            let is_restricted = body.get(at + 1).is_some_and(|next| next.is("("))
                && body.get(at + 2).is_some_and(|next| {
                    ["crate", "super", "in", "self"].iter().any(|word| next.is(word))
                });
            if is_restricted {
                return true;
            }
            begins = false;
        } else if begins && !token.is("#") {
            return true;
        }
    }
    false
}

/// Returns true if the file has an `impl .. trait_name .. for type_name`.
fn implements(tokens: &[Token], trait_name: &str, type_name: &str) -> bool {
    tokens.windows(2).enumerate().any(|(at, pair)| {
        let before = &tokens[at.saturating_sub(16)..at];
        let implemented = before.iter().rposition(|token| token.is("impl"));
        pair[0].is("for")
            && pair[1].is(type_name)
            && implemented
                .is_some_and(|start| before[start..].iter().any(|token| token.is(trait_name)))
    })
}

#[test]
fn fields_are_told_apart() {
    let private = |text: &str| has_private_field(&SourceFile::tokens_of(text));
    for text in [
        " { pub a: u32, b: u32 }",
        " { #[x] a: u32 }",
        "(u32);",
        "(pub u32, pub(crate) u32);",
        "<'a, T> { pub a: Vec<(T, &'a str)>, pub(super) b: u32, }",
    ] {
        assert!(private(text), "{text}");
    }
    for text in [
        " { pub a: u32, pub b: Option<(u32, [u8; 4])>, }",
        "(pub u32);",
        ";",
        " {}",
        "<'a> { #[cfg_attr(x, y(z = 1))] pub a: &'a dyn Fn(u32) -> u32, pub b: () }",
    ] {
        assert!(!private(text), "{text}");
    }
}
