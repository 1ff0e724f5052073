//! Compares two wordings: whether they report one utterance, what differs, whether the print shows
//! it, and whether it matters.
//!
//! ```text
//! cargo run --release --example compare -- "We will never go." "We will go."
//! cargo run --release --example compare -- --jsonl < pairs.jsonl
//! ```
//!
//! With `--jsonl`, each input line is
//! `{"id", "a": {"text", "speaker"?, "outlet"?, "published"?}, "b": {…}}`, and each output line is
//! its comparison, in the same order. Exit status: 0 done; 1 some lines were skipped (each is
//! reported on standard error); 2 nothing could be done.

use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;

use lexopt::ValueExt;
use serde_json::{Value, json};
use variorum::StandaloneQuotation;
use variorum::variant::Variant;
use variorum::{Comparer, Comparison};

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error)
            if error
                .downcast_ref::<io::Error>()
                .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) =>
        {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("compare: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let mut parser = lexopt::Parser::from_env();
    let (mut jsonl, mut wordings) = (false, Vec::new());
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Long("jsonl") => jsonl = true,
            lexopt::Arg::Value(value) => wordings.push(value.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let mut out = BufWriter::new(io::stdout().lock());
    match (jsonl, wordings.as_slice()) {
        (false, [a, b]) => {
            print(&mut out, a, b, &variorum::compare(a, b))?;
            out.flush()?;
            Ok(ExitCode::SUCCESS)
        }
        (true, []) => {
            let mut comparer = Comparer::new();
            let (mut done, mut skipped) = (0, 0);
            for (number, line) in io::stdin().lock().split(b'\n').enumerate() {
                let line = line?;
                if line.iter().all(u8::is_ascii_whitespace) {
                    continue;
                }
                match answer(&mut comparer, &line) {
                    Ok((answer, undated)) => {
                        writeln!(out, "{answer}")?;
                        done += 1;
                        for reason in undated {
                            eprintln!(
                                "compare: line {}: {reason}; compared without it",
                                number + 1
                            );
                        }
                    }
                    Err(reason) => {
                        eprintln!("compare: line {}: {reason}", number + 1);
                        skipped += 1;
                    }
                }
            }
            out.flush()?;
            Ok(ExitCode::from(if skipped == 0 {
                0
            } else if done > 0 {
                1
            } else {
                2
            }))
        }
        _ => Err("usage: compare WORDING WORDING | compare --jsonl < REQUESTS".into()),
    }
}

/// Returns the answer to one line, and a message for each date that could not be read.
fn answer(comparer: &mut Comparer, line: &[u8]) -> Result<(Value, Vec<String>), String> {
    let request: Value = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    let mut undated = Vec::new();
    let (a, b) = (side(&request, "a", &mut undated)?, side(&request, "b", &mut undated)?);
    let comparison = comparer.compare(&a, &b);
    let reading = |text: &str, span: variorum::Span| json!({ "span": [span.start(), span.end()], "text": span.slice(text) });
    let variants: Vec<Value> = reported_variants(&comparison)
        .map(|variant| {
            json!({ "operation": variant.operation.as_str(), "kind": variant.kind.as_str(), "level": variant.level.as_str(),
                "disclosure": variant.disclosure.as_str(), "rule": variant.rule.as_str(),
                "a": reading(&a.text, comparison.span_a(&variant.a)),
                "b": reading(&b.text, comparison.span_b(&variant.b)) })
        })
        .collect();
    let answer = json!({ "id": request["id"], "verdict": comparison.link.verdict.as_str(),
        "score": (comparison.link.score * 1e4).round() / 1e4,
        "level": comparison.summary.level.map(|level| level.as_str()), "disclosure": comparison.summary.disclosure.as_str(),
        "variants": variants, "reasons": reasons(&comparison) });
    Ok((answer, undated))
}

fn side(
    request: &Value,
    name: &str,
    undated: &mut Vec<String>,
) -> Result<StandaloneQuotation, String> {
    let field = |field: &str| request[name][field].as_str().map(str::to_owned);
    let mut given = StandaloneQuotation::new(
        name,
        field("text").ok_or_else(|| format!("{name}.text is missing or no string"))?,
    );
    (given.speaker, given.outlet) = (field("speaker"), field("outlet"));
    if let Some(date) = field("published") {
        match date.parse() {
            Ok(date) => given.published = Some(date),
            Err(error) => undated.push(format!("{name}.published: {error}")),
        }
    }
    Ok(given)
}

/// Returns the reasons of the link, and a remark if there are no word lists for the language.
fn reasons(comparison: &Comparison) -> Vec<String> {
    let mut reasons = comparison.link.reasons();
    if !comparison.has_variant_lists() {
        reasons.push(
            "no word lists for this language: only rules that need none were asked".to_owned(),
        );
    }
    reasons
}

/// Returns the variants that are reported: marks at the very ends belong to the sentence around.
fn reported_variants(comparison: &Comparison) -> impl Iterator<Item = &Variant> {
    comparison.variants.iter().filter(|variant| !variant.is_edge())
}

fn print(out: &mut impl Write, a: &str, b: &str, comparison: &Comparison) -> io::Result<()> {
    writeln!(out, "A  {a}\nB  {b}\n")?;
    for variant in reported_variants(comparison) {
        let or_nothing =
            |text: &str| if text.is_empty() { "∅".to_owned() } else { text.to_owned() };
        let (x, y) =
            (comparison.span_a(&variant.a).slice(a), comparison.span_b(&variant.b).slice(b));
        writeln!(out, "{:2}  {} | {}", variant.level, or_nothing(x), or_nothing(y))?;
        writeln!(
            out,
            "      {}: {}, {} ({})",
            variant.kind, variant.operation, variant.disclosure, variant.rule
        )?;
    }
    let level = comparison.summary.level.map_or("printed alike", |level| level.as_str());
    let (link, disclosure) = (&comparison.link, comparison.summary.disclosure);
    writeln!(out, "\n{} ({:.2}): {level}, {disclosure}", link.verdict.as_str(), link.score)?;
    for reason in reasons(comparison) {
        writeln!(out, "  {reason}")?;
    }
    for change in link.counterfactuals() {
        writeln!(out, "  ? {change}")?;
    }
    Ok(())
}
