//! Measures attribution against hand-made labels: speakers found, and whether their confidences
//! are calibrated.
//!
//! `cargo run --release --example calibrate -- GOLD [RULE]`
//!
//! `--help` tells what it reads and prints.

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/terminal.rs"]
mod terminal;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use serde_json::Value;
use terminal::{AnyError, print_line};
use variorum::attribution::{AttributionRule, Attributor, attribute};
use variorum::quotation::{Extractor, extract};
use variorum::{Document, Part};

/// One judged attribution.
struct Judged {
    half: usize,
    rule: Option<AttributionRule>,
    confidence: f32,
    right: bool,
    exact: bool,
}

const HELP: &str = "\
Measures attribution against hand-made labels: speakers found, and whether their confidences are
calibrated.

Usage: calibrate GOLD [RULE]

GOLD is a folder with articles.jsonl (id, text) and quotations.jsonl (article, segments, text,
speaker_spans, all in bytes). Prints, for three quarters of the articles and for the quarter held
out (by a hash of the id): speakers found, ten bins of confidence, and the rules; then the speed.
With RULE, prints the wrong attributions of that rule in the three quarters; with `all`, those of
every rule.

  -h, --help   print this help
";

fn main() -> ExitCode {
    terminal::exit("calibrate", run())
}

fn run() -> Result<(), AnyError> {
    let Some(given) = arguments::texts(HELP, 2)? else { return Ok(()) };
    let mut given = given.into_iter();
    let gold = given.next().ok_or("which folder of labels? --help tells")?;
    let shown = given.next();
    let rows = |file: &str| -> Result<Vec<Value>, AnyError> {
        let path = Path::new(&gold).join(file);
        let text = arguments::read_file(path.as_os_str())?;
        let row = |(number, line): (usize, &str)| {
            serde_json::from_str(line)
                .map_err(|error| format!("{}: line {number}: {error}", path.display()).into())
        };
        (1..).zip(text.lines()).map(row).collect()
    };
    let documents: Vec<Document> = rows("articles.jsonl")?
        .iter()
        .map(|row| Document::new(string(&row["id"]), string(&row["text"])))
        .collect();
    let mut labels: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for row in rows("quotations.jsonl")? {
        labels.entry(string(&row["article"]).to_owned()).or_default().push(row);
    }

    let mut judged = Vec::new();
    for document in &documents {
        let quotations = extract(&document.text, Part::Text);
        let found = attribute(document, &quotations);
        let hash =
            document.id.bytes().fold(0_usize, |sum, b| sum.wrapping_mul(31).wrapping_add(b.into()))
                >> 3;
        let half = usize::from(hash & 3 == 3);
        for label in labels.get(&document.id).into_iter().flatten() {
            let judge = label["kind"] == "double" && label["attributed"] == true;
            let speakers = spans(&label["speaker_spans"]);
            if !judge
                || speakers.is_empty()
                || string(&label["text"]).split_whitespace().count() < 4
            {
                continue;
            }
            let segments = spans(&label["segments"]);
            let here = |i: &usize| {
                quotations[*i]
                    .pieces
                    .iter()
                    .any(|piece| touch((piece.start(), piece.end()), &segments))
            };
            let all: Vec<usize> = (0..quotations.len()).filter(here).collect();
            let Some(&at) = all.iter().find(|&&i| found[i].speaker.is_some()).or(all.first())
            else {
                continue;
            };
            let answer = &found[at];
            let mention = answer.speaker.as_ref().map(|speaker| speaker.mention);
            let right =
                mention.is_some_and(|mention| touch((mention.start(), mention.end()), &speakers));
            let exact = mention.is_some_and(|mention| {
                let (a, b) = bare(&document.text, mention.start(), mention.end());
                speakers.iter().any(|&(x, y)| bare(&document.text, x, y) == (a, b))
            });
            let show =
                shown.as_deref().is_some_and(|rule| rule == name(answer.rule) || rule == "all");
            if show && !exact && half == 0 {
                let extent = quotations[at].extent();
                let near = |at: usize| {
                    (0..=at.min(document.text.len()))
                        .rev()
                        .find(|&i| document.text.is_char_boundary(i))
                        .unwrap_or(0)
                };
                let around = &document.text
                    [near(extent.start().saturating_sub(260))..near(extent.end() + 200)];
                let got = mention.map_or("", |mention| mention.slice(&document.text));
                print_line!(
                    "[{}] got {got:?} not {} by {} p={}\n{around}\n",
                    if right { "part" } else { "WRONG" },
                    label["speaker"],
                    name(answer.rule),
                    answer.confidence
                );
            }
            judged.push(Judged {
                half,
                rule: answer.rule,
                confidence: answer.confidence,
                right,
                exact,
            });
        }
    }
    for half in [0, 1] {
        let judged: Vec<&Judged> = judged.iter().filter(|judged| judged.half == half).collect();
        print(half, &judged);
    }
    speed(&documents);
    Ok(())
}

fn print(half: usize, judged: &[&Judged]) {
    let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
    let count =
        |test: &dyn Fn(&Judged) -> bool| judged.iter().filter(|judged| test(judged)).count();
    let (right, exact) = (count(&|j| j.right), count(&|j| j.exact));
    print_line!(
        "{}: {} labels, speaker found {:.3}, exact {:.3}",
        if half == 0 { "three quarters" } else { "held out" },
        judged.len(),
        share(right, judged.len()),
        share(exact, judged.len())
    );
    print_line!("| said | attributions | mean said | right |\n|---|---|---|---|");
    for bin in 0..10 {
        let inside: Vec<_> = judged
            .iter()
            .filter(|j| j.rule.is_some() && ((j.confidence * 10.0) as usize).min(9) == bin)
            .collect();
        if inside.is_empty() {
            continue;
        }
        let said: f64 =
            inside.iter().map(|j| f64::from(j.confidence)).sum::<f64>() / inside.len() as f64;
        let right = inside.iter().filter(|j| j.right).count();
        print_line!(
            "| .{bin}-{} | {} | {said:.2} | {:.2} |",
            if bin == 9 { "1".to_owned() } else { format!(".{}", bin + 1) },
            inside.len(),
            share(right, inside.len())
        );
    }
    let mut rules: BTreeMap<(&str, u32), (usize, usize, usize)> = BTreeMap::new();
    for j in judged {
        let row = rules.entry((name(j.rule), (j.confidence * 100.0).round() as u32)).or_default();
        *row = (row.0 + 1, row.1 + usize::from(j.right), row.2 + usize::from(j.exact));
    }
    for ((rule, said), (n, right, exact)) in rules {
        print_line!(
            "  {rule:18} said {:.2} right {:.2} exact {:.2} of {n}",
            f64::from(said) / 100.0,
            share(right, n),
            share(exact, n)
        );
    }
}

/// Prints the best of ten runs over all articles, since the machine may have other work.
fn speed(documents: &[Document]) {
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let mut times: [Vec<f64>; 2] = [Vec::new(), Vec::new()];
    let (mut extractor, mut attributor) = (Extractor::new(), Attributor::new());
    for _ in 0..10 {
        let (start, mut number) = (Instant::now(), 0);
        let all: Vec<_> = documents
            .iter()
            .map(|document| extractor.extract(&document.text, Part::Text))
            .collect();
        times[0].push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        for (document, quotations) in documents.iter().zip(&all) {
            number += attributor.attribute(document, quotations).len();
        }
        times[1].push(start.elapsed().as_secs_f64());
        assert_eq!(number, all.iter().map(Vec::len).sum::<usize>());
    }
    let [extraction, attribution] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[0]
    });
    let rate = |seconds: f64| bytes as f64 / seconds / 1e6;
    print_line!(
        "extraction {:.0} MB/s, attribution {:.0} MB/s, both {:.0} MB/s of {:.1} MB",
        rate(extraction),
        rate(attribution),
        rate(extraction + attribution),
        bytes as f64 / 1e6
    );
}

/// Returns the name of a rule, empty for none.
fn name(rule: Option<AttributionRule>) -> &'static str {
    rule.map_or("", AttributionRule::as_str)
}

fn string(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

fn spans(value: &Value) -> Vec<(usize, usize)> {
    let number = |value: &Value| value.as_u64().map(|n| n as usize);
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|pair| Some((number(&pair[0])?, number(&pair[1])?)))
        .collect()
}

fn touch((start, end): (usize, usize), others: &[(usize, usize)]) -> bool {
    others.iter().any(|&(from, to)| start.max(from) < end.min(to))
}

/// Returns the span without marks and white space at its ends.
fn bare(text: &str, start: usize, end: usize) -> (usize, usize) {
    let printed = text.get(start..end).unwrap_or("");
    let mark = |c: char| c.is_whitespace() || "\"'.,;:!?-“”‘’–—…".contains(c);
    let from = start + (printed.len() - printed.trim_start_matches(mark).len());
    (from, from + printed.trim_matches(mark).len())
}
