//! Parses an HTML page into a tree, within bounds on its shape.
//!
//! What reads the tree afterwards calls itself for each level of it, and takes time in the product
//! of elements and levels; the parser looks through all open elements at a tag, and through all
//! attributes of a tag for each of them. A page of a few hundred kilobytes could thus end the
//! process or take minutes. So the page is parsed in pieces, and given up once its tree is deeper
//! or larger than any page that people read. Browsers cut a tree at 512 levels too.

use std::borrow::Cow;
use std::cell::RefCell;

use dom_query::{Document, NodeId};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};
use rustc_hash::FxHashMap;

/// Bounds on the shape of a page.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// Most elements inside each other.
    levels: usize,
    /// Most elements of a page.
    elements: usize,
    /// Most attributes of one tag.
    attributes: usize,
    /// Largest sum, over the texts between tags, of bytes times characters that are escaped: who
    /// writes such a text looks through the rest of it at each of them.
    escapes: u64,
}

/// Pages of news have some thirty levels; the largest in use have a tenth of these elements. A text
/// of a million bytes may have four thousand characters that are escaped.
const LIMITS: Limits =
    Limits { levels: 512, elements: 1_000_000, attributes: 1_024, escapes: 1 << 32 };

/// Bytes that are parsed before the tree is looked at.
const PIECE_BYTES: usize = 1 << 12;

/// Parses `page`.
///
/// # Errors
/// The tree is deeper or larger than the limits; the reason gives both numbers.
///
/// Time: linear in the bytes; at worst, the bytes times the levels.
pub(super) fn parse(page: &str) -> Result<Document, String> {
    parse_within(page, LIMITS)
}

fn parse_within(page: &str, limits: Limits) -> Result<Document, String> {
    let attributes = most_attributes(page);
    if attributes > limits.attributes {
        let limit = limits.attributes;
        return Err(format!("a tag of the page has {attributes} attributes; the limit is {limit}"));
    }
    let builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let options = ParseOpts { tree_builder: builder, ..ParseOpts::default() };
    let mut parser = parse_document(BoundedTree::default(), options);
    let (mut rest, mut checked) = (page, 0);
    while !rest.is_empty() {
        let mut end = rest.len().min(PIECE_BYTES);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (piece, more) = rest.split_at(end);
        rest = more;
        parser.process(StrTendril::from_slice(piece));
        checked = parser.tokenizer.sink.sink.check(checked, limits)?;
    }
    let tree = parser.finish();
    // What a late end tag moved deeper is looked at once more.
    tree.check(0, limits)?;
    let escapes = escapes(&tree.document);
    if escapes > limits.escapes {
        let limit = limits.escapes;
        return Err(format!(
            "the texts between tags, bytes times characters that are escaped, come to {escapes}; \
             the limit is {limit}"
        ));
    }
    Ok(tree.document)
}

/// Returns the sum of bytes times characters that are escaped, over the texts between tags.
fn escapes(document: &Document) -> u64 {
    let root = document.root();
    let texts = root.descendants_it().filter(|node| node.is_text());
    texts
        .map(|text| {
            let text = text.text();
            let escaped = text.chars().filter(|c| matches!(c, '&' | '<' | '>' | '\u{a0}')).count();
            text.len() as u64 * escaped as u64
        })
        .sum()
}

/// Returns the number of attributes of the tag that has most, or more: scripts are read as tags
/// too.
fn most_attributes(page: &str) -> usize {
    let bytes = page.as_bytes();
    let (mut most, mut at) = (0, 0);
    while let Some(tag) = page[at..].find('<') {
        at += tag + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (mut count, mut before) = (0, b'<');
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'>' => break,
                // A value in quotes.
                b'"' | b'\'' if before == b'=' => {
                    at = page[at..].find(char::from(byte)).map_or(bytes.len(), |end| at + end + 1);
                }
                _ if byte.is_ascii_whitespace() || byte == b'/' => {
                    // Blanks around an equals sign part nothing.
                    if before == b'=' {
                        continue;
                    }
                }
                _ => {
                    let parted =
                        before.is_ascii_whitespace() || matches!(before, b'/' | b'"' | b'\'');
                    count += usize::from(parted && byte != b'=');
                }
            }
            before = byte;
        }
        most = most.max(count);
    }
    most
}

/// A tree that is being built, with what its limits need.
#[derive(Default)]
struct BoundedTree {
    document: Document,
    /// The elements, in the order in which they were made.
    elements: RefCell<Vec<NodeId>>,
    /// The element of which each `template`'s contents are.
    hosts: RefCell<FxHashMap<NodeId, NodeId>>,
}

impl BoundedTree {
    /// Checks the elements from number `from` on against the limits, and returns how many there
    /// are.
    fn check(&self, from: usize, limits: Limits) -> Result<usize, String> {
        let elements = self.elements.borrow();
        let (count, limit) = (elements.len(), limits.elements);
        if count > limit {
            return Err(format!("the page has {count} elements or more; the limit is {limit}"));
        }
        let limit = limits.levels;
        for &element in &elements[from..] {
            let levels = self.levels(element, limit);
            if levels > limit {
                return Err(format!(
                    "the page has {levels} elements inside each other or more; the limit is {limit}"
                ));
            }
        }
        Ok(count)
    }

    /// Returns the number of elements from `element` up to the root, or one more than `limit`.
    fn levels(&self, element: NodeId, limit: usize) -> usize {
        let hosts = self.hosts.borrow();
        let (mut levels, mut at) = (1, element);
        while levels <= limit {
            match (self.document.tree.parent_of(&at), hosts.get(&at)) {
                (Some(parent), _) if parent.is_document() => break,
                (Some(parent), _) => at = parent.id,
                // The contents of a template stand below it.
                (None, Some(&host)) => at = host,
                (None, None) => break,
            }
            levels += 1;
        }
        levels
    }
}

/// Passes everything on to the document, and notes what is made.
impl TreeSink for BoundedTree {
    type ElemName<'a> = <Document as TreeSink>::ElemName<'a>;
    type Output = Self;
    type Handle = NodeId;

    fn finish(self) -> Self {
        self
    }

    // One a tag, and nobody reads them.
    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.document.get_document()
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        let contents = self.document.get_template_contents(target);
        self.hosts.borrow_mut().insert(contents, *target);
        contents
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.document.set_quirks_mode(mode);
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        self.document.same_node(x, y)
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Self::ElemName<'a> {
        self.document.elem_name(target)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        let element = self.document.create_element(name, attrs, flags);
        self.elements.borrow_mut().push(element);
        element
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.document.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.document.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.document.append(parent, child);
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        self.document.append_before_sibling(sibling, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        prev_element: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        self.document.append_based_on_parent_node(element, prev_element, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.document.append_doctype_to_document(name, public, system);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        self.document.add_attrs_if_missing(target, attrs);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.document.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.document.reparent_children(node, new_parent);
    }

    fn is_mathml_annotation_xml_integration_point(&self, target: &NodeId) -> bool {
        self.document.is_mathml_annotation_xml_integration_point(target)
    }

    fn maybe_clone_an_option_into_selectedcontent(&self, option: &NodeId) {
        self.document.maybe_clone_an_option_into_selectedcontent(option);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(page: &str) -> String {
        parse(page).map(|_| ()).expect_err("refused")
    }

    #[test]
    fn the_tree_is_that_of_the_parser_alone() {
        for page in [
            "<p>One<p>two <b>three<p>four</b> five<table><div>six<tr><td>seven</table>",
            "<template><p>a<template>b</template></template>c<svg><p>d",
            "<!doctype html><title>ä</title><a>1<a>2<select><option>x<option>y</select>",
            &"<p>äöü and so on</p>".repeat(1_000),
            "",
        ] {
            assert_eq!(parse(page).unwrap().html(), Document::from(page).html(), "{page}");
        }
    }

    #[test]
    fn a_page_has_so_many_levels() {
        // Two of them are html and body.
        let page = |levels: usize| "<div>".repeat(levels - 2) + "x";
        assert!(parse(&page(LIMITS.levels)).is_ok());
        let refused = reason(&page(LIMITS.levels + 1));
        assert_eq!(
            refused,
            "the page has 513 elements inside each other or more; the limit is 512"
        );
        // Each of these opens elements that its end tags do not close, or in places of their own.
        let nested = [
            "<b>",
            "<b><div></b>",
            "<div><table></div></table>",
            "<template>",
            "<svg><td>",
            "<ul><li>",
            "<table><tr><td>",
        ];
        let read = nested.into_iter().filter(|piece| {
            parse(&piece.repeat(100_000)).map_or_else(|reason| reason != refused, |_| true)
        });
        assert_eq!(read.collect::<Vec<_>>(), Vec::<&str>::new());
    }

    /// Paragraphs and items that are never closed are closed by the next one.
    #[test]
    fn as_many_elements_beside_each_other_are_read() {
        for piece in ["<p>x", "<li>x", "<div>x</div>", "<br>", "<p><b>x</p></b>", "<option>x"] {
            assert!(parse(&piece.repeat(10_000)).is_ok(), "{piece}");
        }
    }

    #[test]
    fn a_page_has_so_many_elements() {
        let limits = Limits { elements: 10_000, ..LIMITS };
        let read = |page: &str| parse_within(page, limits).map(|_| ());
        assert_eq!(read(&"<br>".repeat(9_990)), Ok(()));
        let refused = |page: &str| read(page).expect_err("refused");
        assert!(refused(&"<br>".repeat(10_000)).ends_with("the limit is 10000"));
        // Each paragraph opens the unclosed elements anew.
        let open: String = (0..400).map(|n| format!("<b a={n}>")).collect();
        assert!(refused(&format!("<p>{open}{}", "<p>x".repeat(100))).ends_with("is 10000"));
    }

    #[test]
    fn a_text_has_so_many_escaped_characters() {
        let limits = Limits { escapes: 100 * 100, ..LIMITS };
        let read = |page: &str| parse_within(page, limits).map(|_| ());
        assert_eq!(read(&"&amp;".repeat(100)), Ok(()));
        assert_eq!(read(&"&amp;<p>".repeat(1_000)), Ok(()));
        assert_eq!(
            read(&"&amp;".repeat(101)).expect_err("refused"),
            "the texts between tags, bytes times characters that are escaped, come to 10201; the \
             limit is 10000"
        );
    }

    #[test]
    fn a_tag_has_so_many_attributes() {
        let tag = |count: usize| format!("<p {}>x", "a ".repeat(count));
        assert!(parse(&tag(LIMITS.attributes)).is_ok());
        assert_eq!(
            reason(&tag(LIMITS.attributes + 1)),
            "a tag of the page has 1025 attributes; the limit is 1024"
        );
        for (tag, count) in [
            ("<p>", 0),
            ("<p a>", 1),
            ("<p a=1 b = '2 > 3' c=\"d e f\"g/h/>", 5),
            ("<p\na\n=\nb>", 1),
            ("a < b c d", 0),
            ("</p a b> <!-- a b --> <q r", 1),
            ("<p a=\"", 1),
        ] {
            assert_eq!(most_attributes(tag), count, "{tag}");
        }
    }
}
