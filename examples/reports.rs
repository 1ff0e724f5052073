//! Measures what is found of speech without marks against hand-made labels, and fits the model
//! that finds it.
//!
//! `cargo run --release --example reports -- GOLD [--held-out N] [--weights FILE]`
//!
//! GOLD is a folder with `articles.jsonl` (`id`, `text`) and `attributions.jsonl` (`article`,
//! `kind`: `direct`, `mixed`, `indirect`; `cue`, `source`, `content`: spans in bytes).
//!
//! Without options, measures the model that comes with the crate. With `--held-out N`, 0 to 3, fits
//! a model on three quarters of the articles and measures it on the quarter N (by a hash of the
//! id). With `--weights FILE`, fits one on all articles and writes it: this made
//! `src/indirect/weights.bin` of PolNeAR's articles.
//!
//! Spans are equal that begin and end with the same letter; marks at their ends and a leading
//! *that* do not count. Half means that each holds at least half of the other.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::time::Instant;

use serde_json::Value;
use variorum::indirect::{
    IndirectFinder, IndirectKind, IndirectModel, IndirectReport, LabelledReport, LabelledText,
};
use variorum::quotation::Extractor;
use variorum::{Part, Span};

/// A text with its labels, and the quarter that it belongs to.
struct Labelled {
    quarter: u32,
    text: LabelledText,
    kinds: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let (mut gold, mut held_out, mut weights) = (None, None, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--held-out" => {
                held_out = Some(arguments.next().ok_or("which quarter?")?.parse::<u32>()?)
            }
            "--weights" => weights = Some(arguments.next().ok_or("which file?")?),
            _ => gold = Some(argument),
        }
    }
    let texts = read(&gold.ok_or("reports: which folder of labels?")?)?;
    if let Some(file) = weights {
        let all: Vec<LabelledText> = texts.iter().map(|one| one.text.clone()).collect();
        return Ok(std::fs::write(file, IndirectModel::fit(&all).to_bytes())?);
    }
    let fitted;
    let model = match held_out {
        Some(quarter) => {
            let others = texts.iter().filter(|one| one.quarter != quarter);
            fitted = IndirectModel::fit(&others.map(|one| one.text.clone()).collect::<Vec<_>>());
            &fitted
        }
        None => IndirectModel::english(),
    };
    let measured: Vec<&Labelled> =
        texts.iter().filter(|one| held_out.is_none_or(|quarter| one.quarter == quarter)).collect();
    let mut finder = IndirectFinder::new();
    let (began, mut bytes) = (Instant::now(), 0);
    let found: Vec<Vec<IndirectReport>> = measured
        .iter()
        .map(|one| {
            bytes += one.text.text.len();
            finder.find_with(model, &one.text.text, &one.text.quotations)
        })
        .collect();
    let speed = bytes as f64 / began.elapsed().as_secs_f64() / 1e6;
    println!("{} articles, {speed:.1} MB/s", measured.len());
    for (name, kinds) in [("indirect", &["indirect"][..]), ("and mixed", &["indirect", "mixed"])] {
        for role in ["content", "cue", "source"] {
            let mut counts = Counts::default();
            for (one, found) in measured.iter().zip(&found) {
                let text = one.text.text.as_str();
                let labels = one.text.reports.iter().zip(&one.kinds);
                let labels = labels.filter(|(_, kind)| kinds.contains(&kind.as_str()));
                let labels = labels.filter_map(|(label, _)| {
                    whole(
                        text,
                        match role {
                            "content" => &label.content,
                            "cue" => &label.cue,
                            _ => &label.source,
                        },
                    )
                });
                let found = found
                    .iter()
                    .filter(|report| kinds.len() > 1 || report.kind == IndirectKind::Indirect);
                let found = found.filter_map(|report| match role {
                    "content" => whole(text, &report.pieces),
                    "cue" => whole(text, &[report.cue]),
                    _ => whole(text, &[report.speaker.as_ref()?.mention]),
                });
                counts.add(&labels.collect(), &found.collect());
            }
            println!("{name:10} {role:8} {counts}");
        }
    }
    Ok(())
}

fn read(gold: &str) -> Result<Vec<Labelled>, Box<dyn Error>> {
    let rows = |file: &str| -> Result<Vec<Value>, Box<dyn Error>> {
        let text = std::fs::read_to_string(format!("{gold}/{file}"))?;
        text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
    };
    let mut labels: BTreeMap<String, Vec<(String, LabelledReport)>> = BTreeMap::new();
    for row in rows("attributions.jsonl")? {
        let [cue, source, content] = ["cue", "source", "content"].map(|role| spans(&row[role]));
        let label = LabelledReport::new(cue, source, content);
        let of_article = labels.entry(string(&row["article"])).or_default();
        of_article.push((string(&row["kind"]), label));
    }
    let mut extractor = Extractor::new();
    let mut texts = Vec::new();
    for row in rows("articles.jsonl")? {
        let (id, text) = (string(&row["id"]), string(&row["text"]));
        let Some(own) = labels.remove(&id) else { continue };
        let (kinds, own) = own.into_iter().unzip();
        let quotations = extractor.extract(&text, Part::Text);
        // FNV-1a, folded.
        let hash = id
            .bytes()
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        let quarter = (hash ^ hash >> 15) % 4;
        texts.push(Labelled { quarter, text: LabelledText::new(text, quotations, own), kinds });
    }
    Ok(texts)
}

/// Labels and reports of one role, and how many of them the other side has.
#[derive(Default)]
struct Counts {
    labels: usize,
    found: usize,
    equal: usize,
    labels_half: usize,
    found_half: usize,
}

type Ends = (usize, usize);

impl Counts {
    fn add(&mut self, labels: &BTreeSet<Ends>, found: &BTreeSet<Ends>) {
        let half = |a: &Ends, b: &Ends| {
            let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
            2 * shared >= (a.1 - a.0).max(b.1 - b.0)
        };
        let having = |some: &BTreeSet<Ends>, others: &BTreeSet<Ends>| {
            some.iter().filter(|one| others.iter().any(|other| half(one, other))).count()
        };
        self.labels += labels.len();
        self.found += found.len();
        self.equal += labels.intersection(found).count();
        self.labels_half += having(labels, found);
        self.found_half += having(found, labels);
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |part: usize, all: usize| part as f64 / all.max(1) as f64;
        for (name, found, labels) in
            [("exact", self.equal, self.equal), ("half", self.found_half, self.labels_half)]
        {
            let (precision, recall) = (share(found, self.found), share(labels, self.labels));
            let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
            write!(f, "{name} P {precision:.3} R {recall:.3} F1 {f1:.3}   ")?;
        }
        write!(f, "({} found, {} labelled)", self.found, self.labels)
    }
}

/// Returns the first and last letter of spans, without the marks at the ends.
fn whole(text: &str, spans: &[Span]) -> Option<Ends> {
    let start = spans.iter().map(|span| span.start()).min()?;
    let end = spans.iter().map(|span| span.end()).max()?;
    let trim = |start: usize, end: usize| {
        let inner = text.get(start..end)?;
        let begun =
            inner.trim_start_matches(|c: char| !c.is_alphanumeric() && !"$#@%([".contains(c));
        let start = end - begun.len();
        let ended = begun.trim_end_matches(|c: char| !c.is_alphanumeric() && !"$#@%)]".contains(c));
        Some((start, start + ended.len()))
    };
    let (start, end) = trim(start, end)?;
    match text[start..end].get(..5) {
        Some(that) if that.eq_ignore_ascii_case("that ") => trim(start + 5, end),
        _ => Some((start, end)),
    }
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn spans(value: &Value) -> Vec<Span> {
    let ends = value.as_array().into_iter().flatten().filter_map(|pair| {
        Some((pair.get(0)?.as_u64()? as usize, pair.get(1)?.as_u64()? as usize))
    });
    ends.map(|(start, end)| Span::new(start, end)).collect()
}
