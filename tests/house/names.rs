//! Names of types, and words that were given up for better ones.

use std::collections::BTreeMap;

use crate::source::{SourceFile, Token};

/// Types that may share their name, with the reason. At most five.
pub const SHARED_TYPE_NAMES: &[(&str, &str)] = &[];

/// Names that no item, file or folder may have again, with the name that took their place.
pub const RETIRED_NAMES: &[(&str, &str)] = &[
    // Constants are named by their quantity.
    ("FEW", "a name of the quantity"),
    ("LEAST", "MIN_.."),
    ("LONG", "a name of the quantity"),
    ("MANY", "a name of the quantity"),
    ("MOST", "MAX_.."),
    ("NEAR", "a name of the quantity"),
    ("NONE", "a name of the quantity"),
    ("UNWATCHED", "a Monitor that ignores progress"),
    ("WHOLE", "a name of the quantity"),
    // Constructors follow the API guidelines.
    ("of", "new, from_.."),
    // The archive, now store, snapshot and engine.
    ("decided", "constraints"),
    ("Denial", "RejectionReason"),
    ("Found", "ScoredPairs"),
    ("Given", "StandaloneQuotation"),
    ("GivenQuotation", "StandaloneQuotation"),
    ("Givens", "StandaloneQuotation"),
    ("Grounds", "Basis"),
    ("Holding", "StoredDocument"),
    ("hear", "index_speakers"),
    ("Node", "QuotationClass"),
    ("nobody", "a Monitor that ignores progress"),
    ("ReadDocument", "ReconciledDocument"),
    ("ReadQuotation", "ReconciledQuotation"),
    ("Record", "StoredQuotation"),
    ("roll", "snapshot"),
    ("Roll", "Snapshot"),
    ("Settled", "ResolvedDecisions"),
    ("Shelf", "ResolvedDecisions"),
    ("surroundings", "document_context"),
    ("Surroundings", "DocumentContext"),
    ("Unapplied", "UnappliedDecision"),
    ("utterances.rs", "assemble.rs"),
    ("Voice", "SpeakerOverride"),
    ("watch", "progress"),
    ("whose", "speakers_of"),
    // Alignment.
    ("carve", "anchors"),
    ("Fact", "WordFeatures"),
    ("grid", "global"),
    ("Hearing", "ElisionTracker"),
    ("likeness", "similarity"),
    ("narrow", "bit_parallel"),
    ("Outline", "FormSignature"),
    ("Spoken", "SequenceWord"),
    ("Stretch", "SharedPassage"),
    ("StretchFinder", "PassageFinder"),
    ("tidy", "cleanup"),
    ("Tie", "MatchKind"),
    // Blocking and clustering.
    ("filing", "postings"),
    ("meeting", "blocking index"),
    ("Meeting", "BlockingIndex"),
    ("kin", "same_lexeme"),
    ("stretch", "local, SharedPassage"),
    // Text and quotation.
    ("debris", "mojibake"),
    ("eight", "swar"),
    ("gloss", "LexicalEntry"),
    ("Gloss", "LexicalEntry"),
    ("Listed", "WordMap"),
    ("Recent", "TokenCache"),
    // Names and attribution.
    ("glance", "signature"),
    ("Glance", "NameSignature"),
    ("Hole", "QuotationSlot"),
    ("Lex", "WordClasses"),
    ("Prose", "Narrative"),
    // Collation.
    ("Board", "Msa"),
    ("crowd", "incremental"),
    // Edition and report.
    ("bearer", "witness_input"),
    ("Bearer", "WitnessInput"),
    ("gravity", "severity"),
    ("LeftOut", "LostQualifier"),
    ("Loss", "LostQualifier"),
    ("Standing", "FidelityStatus"),
    ("who", "name_all_outlets"),
    // Variants.
    ("Half", "SideRange"),
    ("Seen", "VariantContext"),
    ("strangers", "is_rewritten"),
    ("Tok", "TokenView"),
    ("walk", "classify"),
    // Threads.
    ("Lent", "ScratchGuard"),
    ("workers", "parallel"),
];

pub struct Definition {
    pub keyword: &'static str,
    pub name: String,
    pub line: usize,
    pub is_test: bool,
}

const KEYWORDS: &[&str] =
    &["struct", "enum", "union", "trait", "type", "fn", "const", "static", "mod"];

/// Returns the items that a file defines; the types that impls give to traits are left out.
pub fn definitions(file: &SourceFile) -> Vec<Definition> {
    let mut found = Vec::new();
    for (index, token) in file.tokens.iter().enumerate() {
        let Some(keyword) = KEYWORDS.iter().find(|keyword| token.is(keyword)) else { continue };
        if *keyword == "type" && !at_line_start(file, index) {
            continue;
        }
        let Some(name) = file.tokens.get(index + 1).filter(|name| name.is_identifier()) else {
            continue;
        };
        let is_keyword = |name: &Token| ["fn", "unsafe", "mut"].iter().any(|word| name.is(word));
        if !token.is_identifier() || is_keyword(name) || name.is("_") {
            continue;
        }
        found.push(Definition {
            keyword,
            name: name.text.clone(),
            line: name.line,
            is_test: token.is_test,
        });
    }
    found
}

/// Returns true if the item stands at the margin, as `type` or `pub(crate) type`.
fn at_line_start(file: &SourceFile, index: usize) -> bool {
    let line = file.text.lines().nth(file.tokens[index].line - 1).unwrap_or_default();
    line.starts_with("type ") || line.starts_with("pub")
}

/// Returns names of types that are defined more than once, with the places.
pub fn shared_type_names(files: &[SourceFile]) -> BTreeMap<String, Vec<String>> {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files {
        for definition in definitions(file) {
            if matches!(definition.keyword, "struct" | "enum" | "union" | "trait" | "type") {
                let place = format!("{}:{}", file.path, definition.line);
                places.entry(definition.name).or_default().push(place);
            }
        }
    }
    places.retain(|name, places| {
        places.len() > 1 && !SHARED_TYPE_NAMES.iter().any(|(allowed, _)| allowed == name)
    });
    places
}

/// Returns the number of distinct names of types.
pub fn type_count(files: &[SourceFile]) -> usize {
    let types = files.iter().flat_map(definitions).filter(|definition| {
        matches!(definition.keyword, "struct" | "enum" | "union" | "trait" | "type")
    });
    types.map(|definition| definition.name).collect::<std::collections::BTreeSet<_>>().len()
}

/// Returns the items and files that bear a retired name.
pub fn retired_names(files: &[SourceFile]) -> Vec<String> {
    let replacement = |name: &str| RETIRED_NAMES.iter().find(|(retired, _)| *retired == name);
    let mut found = Vec::new();
    for file in files {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        for name in [name, name.trim_end_matches(".rs")] {
            if let Some((retired, better)) = replacement(name) {
                found.push(format!("{}: {retired} (now: {better})", file.path));
            }
        }
        for definition in definitions(file).iter().filter(|definition| !definition.is_test) {
            if let Some((retired, better)) = replacement(&definition.name)
                && definition.keyword != "mod"
            {
                let place = format!("{}:{}", file.path, definition.line);
                found.push(format!("{place}: {} {retired} (now: {better})", definition.keyword));
            }
        }
    }
    found
}
