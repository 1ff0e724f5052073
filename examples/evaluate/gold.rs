//! Reads gold labels and matches them with found quotations.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::path::Path;

use serde_json::Value;
use variorum::input::InputReader;
use variorum::{Document, Reconciliation};

/// One folder of labels.
pub struct Gold {
    pub name: String,
    pub documents: Vec<Document>,
    /// Judged quotations, by id.
    pub quotations: BTreeMap<String, Labelled>,
    /// Text of all labelled quotations, and the key that keeps them in one fold of
    /// cross-validation: the event, or else the article.
    pub texts: BTreeMap<String, (String, String)>,
    pub pairs: Vec<Pair>,
    /// Clusters of each quotation; a quotation of no cluster is alone.
    pub clusters: Vec<Vec<String>>,
    /// True if any two quotations of an event in different clusters are two utterances.
    pub complete: bool,
}

/// Correspondence of found and labelled quotations.
pub struct Matched {
    /// For each labelled quotation the found one that shares most of its bytes.
    pub there: HashMap<String, String>,
    /// For each found quotation the labelled one that shares most of its bytes.
    pub back: HashMap<String, String>,
    /// Found quotations that share three quarters of their bytes with a labelled one.
    pub judged: BTreeSet<String>,
}

/// A labelled quotation.
pub struct Labelled {
    pub article: String,
    pub event: Option<String>,
    pub segments: Vec<(usize, usize)>,
    pub text: String,
}

/// A judged pair.
pub struct Pair {
    pub a: String,
    pub b: String,
    /// None if the judge was unsure.
    pub same: Option<bool>,
    /// Parts of one utterance that share no words.
    pub disjoint: bool,
    pub within: bool,
    pub level: Option<String>,
    /// False if the judge found that the words set side by side do not correspond.
    pub corresponds: bool,
}

impl Gold {
    /// Reads `articles.jsonl`, `quotations.jsonl` and, if present, `pairs.jsonl` and
    /// `clusters.jsonl`.
    pub fn read(folder: &Path) -> Result<Gold, Box<dyn Error>> {
        let mut reader = InputReader::new();
        reader.read_path(folder.join("articles.jsonl"));
        let read = reader.finish();
        if let Some(skipped) = read.skipped.first() {
            return Err(skipped.to_string().into());
        }
        let articles: BTreeSet<&str> =
            read.documents.iter().map(|document| document.id.as_str()).collect();
        let (mut quotations, mut texts) = (BTreeMap::new(), BTreeMap::new());
        for row in rows(folder, "quotations.jsonl", true)? {
            let text = string(&row["text"]);
            // PolNeAR labels only what stands in double marks and has four words.
            let judged = row["kind"].is_null()
                || row["kind"] == "double" && text.split_whitespace().count() >= 4;
            let mut segments = spans(&row["segments"]);
            if segments.is_empty() {
                segments.extend(number(&row["start"]).zip(number(&row["end"])));
            }
            let article = string(&row["article"]);
            let group = row["event"].as_str().unwrap_or(&article).to_owned();
            texts.insert(string(&row["id"]), (text.clone(), group));
            if judged && articles.contains(article.as_str()) {
                let event = row["event"].as_str().map(str::to_owned);
                quotations.insert(string(&row["id"]), Labelled { article, event, segments, text });
            }
        }
        let pairs = rows(folder, "pairs.jsonl", false)?.into_iter().map(|row| Pair {
            a: string(&row["id_a"]),
            b: string(&row["id_b"]),
            same: match row["label"].as_str() {
                Some("same") => Some(true),
                Some("different") => Some(false),
                _ => None,
            },
            disjoint: row["relation"] == "disjoint",
            within: row["scope"] == "within-article",
            level: row["level"].as_str().map(str::to_owned),
            corresponds: row["statement"] != "correspond",
        });
        let clusters = rows(folder, "clusters.jsonl", false)?.into_iter().map(|row| {
            let members = row["members"].as_array().map_or(&[][..], Vec::as_slice).iter();
            members.map(string).filter(|id| quotations.contains_key(id)).collect()
        });
        let clusters: Vec<Vec<String>> = clusters.collect();
        Ok(Gold {
            name: folder
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            pairs: pairs.collect(),
            clusters,
            complete: quotations.values().any(|quotation| quotation.event.is_some()),
            quotations,
            texts,
            documents: read.documents,
        })
    }

    /// Finds the labelled quotations among the found ones.
    pub fn matched(&self, found: &Reconciliation) -> Matched {
        let mut lengths: HashMap<&String, usize> = HashMap::new();
        let mut there: HashMap<String, (usize, String)> = HashMap::new();
        let mut back: HashMap<String, (usize, String)> = HashMap::new();
        let mut labelled: HashMap<&str, Vec<(&String, &Labelled)>> = HashMap::new();
        for (id, quotation) in &self.quotations {
            labelled.entry(&quotation.article).or_default().push((id, quotation));
        }
        for document in &found.documents {
            for read in document
                .quotations
                .iter()
                .filter(|read| read.quotation.part == variorum::Part::Text)
            {
                lengths.insert(
                    &read.id,
                    read.quotation.pieces.iter().map(|piece| piece.end() - piece.start()).sum(),
                );
                for (id, quotation) in
                    labelled.get(document.document.id.as_str()).into_iter().flatten()
                {
                    let shared: usize = read
                        .quotation
                        .pieces
                        .iter()
                        .flat_map(|piece| {
                            quotation.segments.iter().map(move |&(start, end)| (piece, start, end))
                        })
                        .map(|(piece, start, end)| {
                            piece.end().min(end).saturating_sub(piece.start().max(start))
                        })
                        .sum();
                    if shared > 0 {
                        // Of two that share as many bytes, the later one, as the scorer has it.
                        let best =
                            |map: &mut HashMap<String, (usize, String)>, key: &str, value: &str| {
                                let entry = map.entry(key.to_owned()).or_insert((0, String::new()));
                                *entry = entry.clone().max((shared, value.to_owned()));
                            };
                        best(&mut there, id, &read.id);
                        best(&mut back, &read.id, id);
                    }
                }
            }
        }
        // What is found inside a labelled one, or runs beyond it, is another quotation than that
        // which was judged.
        let judged = |found: &String, shared: usize, id: &String| {
            let bytes: usize = self.quotations[id]
                .segments
                .iter()
                .map(|(start, end)| end.saturating_sub(*start))
                .sum();
            there[id].1 == *found && 4 * shared >= 3 * bytes.max(lengths[found])
        };
        let judged = back
            .iter()
            .filter(|(found, (shared, id))| judged(found, *shared, id))
            .map(|(found, _)| found.clone());
        let judged = judged.collect();
        let plain = |map: HashMap<String, (usize, String)>| {
            map.into_iter().map(|(k, (_, v))| (k, v)).collect()
        };
        Matched { there: plain(there), back: plain(back), judged }
    }

    /// Returns the fold of cross-validation of a pair by its first quotation.
    pub fn fold(&self, id: &str) -> usize {
        let group = format!("{}{}", self.name, self.texts[id].1);
        // FNV-1a.
        let hash = group.bytes().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
        (hash >> 7) as usize % crate::FOLDS
    }
}

fn rows(folder: &Path, file: &str, needed: bool) -> Result<Vec<Value>, Box<dyn Error>> {
    let path = folder.join(file);
    if !needed && !path.exists() {
        return Ok(Vec::new());
    }
    let text =
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let parse = |(n, line)| -> Result<Value, Box<dyn Error>> {
        serde_json::from_str(line)
            .map_err(|error| format!("{}: line {}: {error}", path.display(), n + 1).into())
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(parse).collect()
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or("").to_owned()
}

fn number(value: &Value) -> Option<usize> {
    value.as_u64().map(|n| n as usize)
}

fn spans(value: &Value) -> Vec<(usize, usize)> {
    let pairs = value.as_array().map_or(&[][..], Vec::as_slice).iter();
    pairs.filter_map(|pair| number(&pair[0]).zip(number(&pair[1]))).collect()
}
