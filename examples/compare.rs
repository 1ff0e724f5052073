//! Compares two wordings: what differs between them, whether the print shows it, and whether it matters.
//!
//! ```text
//! cargo run --release --example compare -- "We will never go." "We will go."
//! cargo run --release --example compare -- --jsonl < pairs.jsonl
//! ```
//!
//! With `--jsonl` each line read is `{"id", "a": {"text"}, "b": {"text"}}`, and each line written the comparison.

use std::error::Error;
use std::io::{self, BufRead, BufWriter, Write};

use lexopt::ValueExt;
use serde_json::{Value, json};
use variorum::Span;
use variorum::align::{Aligner, Alignment, EditKind};
use variorum::text::{Passage, Vocabulary, bits};
use variorum::variant::{Side, Summary, Variant, variants};

fn main() -> Result<(), Box<dyn Error>> {
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
        (true, []) => {
            let mut aligner = Aligner::new();
            for (number, line) in io::stdin().lock().lines().enumerate() {
                let request: Value =
                    serde_json::from_str(&line?).map_err(|error| format!("line {}: {error}", number + 1))?;
                let text = |side: &str| request[side]["text"].as_str().unwrap_or_default();
                let answer = Comparison::new(&mut aligner, text("a"), text("b")).to_json(request["id"].clone());
                writeln!(out, "{answer}")?;
            }
        }
        (false, [a, b]) => Comparison::new(&mut Aligner::new(), a, b).print(&mut out)?,
        _ => return Err("usage: compare WORDING WORDING | compare --jsonl < REQUESTS".into()),
    }
    Ok(())
}

struct Comparison<'t> {
    words: Vocabulary,
    texts: (&'t str, &'t str),
    passages: (Passage, Passage),
    alignment: Alignment,
    variants: Vec<Variant>,
}

impl<'t> Comparison<'t> {
    fn new(aligner: &mut Aligner, a: &'t str, b: &'t str) -> Comparison<'t> {
        let mut words = Vocabulary::new();
        let passages = (words.read_all(a), words.read_all(b));
        let alignment = aligner.align(&words, &passages.0.words, &passages.1.words);
        let side = |text, passage| Side { text, passage };
        let variants = variants(&words, side(a, &passages.0), side(b, &passages.1), &alignment);
        Comparison { words, texts: (a, b), passages, alignment, variants }
    }

    // ---- Placeholder: whether the two report one utterance. The room `link` decides that, with speakers, dates and
    // surroundings; until it stands, the share of the lighter side's weight that both print.
    fn verdict(&self) -> (&'static str, f64, Vec<String>) {
        let weigh = |passage: &Passage| passage.words.iter().map(|&word| self.words[word].weight).sum::<i32>();
        let shared: i32 = self
            .alignment
            .edits
            .iter()
            .filter(|edit| matches!(edit.kind, EditKind::Equal | EditKind::Near))
            .flat_map(|edit| edit.a.clone())
            .chain(self.alignment.moves.iter().flat_map(|block| block.a.clone()))
            .map(|at| self.words[self.passages.0.words[at]].weight)
            .sum();
        let lighter = weigh(&self.passages.0).min(weigh(&self.passages.1)).max(1);
        let score = (f64::from(shared) / f64::from(lighter)).min(1.0);
        let verdict = match score {
            s if s >= 0.6 && shared >= bits(20) => "same",
            s if s >= 0.4 => "review",
            _ => "different",
        };
        (
            verdict,
            score,
            vec![format!("{:.0} bits shared, {:.0} % of the lighter side", f64::from(shared) / 100.0, score * 100.0)],
        )
    }

    /// What a reader is told: marks at the very ends belong to the sentence around.
    fn told(&self) -> impl Iterator<Item = &Variant> {
        self.variants.iter().filter(|variant| !variant.is_edge())
    }

    fn to_json(&self, id: Value) -> Value {
        let (verdict, score, reasons) = self.verdict();
        let summary = Summary::of(&self.variants);
        let reading = |text: &str, passage: &Passage, range: &std::ops::Range<usize>| {
            let span = cover(passage, range);
            json!({ "span": [span.start(), span.end()], "text": span.of(text) })
        };
        let told: Vec<Value> = self
            .told()
            .map(|variant| {
                json!({ "operation": variant.operation.name(), "kind": variant.kind.name(), "level": variant.level.name(),
                    "disclosure": variant.disclosure.name(), "rule": variant.rule,
                    "a": reading(self.texts.0, &self.passages.0, &variant.a),
                    "b": reading(self.texts.1, &self.passages.1, &variant.b) })
            })
            .collect();
        json!({ "id": id, "verdict": verdict, "score": (score * 1000.0).round() / 1000.0, "level": summary.level.map(|level| level.name()),
            "disclosure": summary.disclosure.name(), "variants": told, "reasons": reasons })
    }

    fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let (verdict, _, reasons) = self.verdict();
        let summary = Summary::of(&self.variants);
        writeln!(out, "A  {}\nB  {}\n", self.texts.0, self.texts.1)?;
        for variant in self.told() {
            let text =
                |text: &str, passage: &Passage, range: &std::ops::Range<usize>| match cover(passage, range).of(text) {
                    "" => "∅".to_owned(),
                    printed => printed.to_owned(),
                };
            let a = text(self.texts.0, &self.passages.0, &variant.a);
            let b = text(self.texts.1, &self.passages.1, &variant.b);
            writeln!(
                out,
                "{:2}  {a} | {b}\n      {}: {}, {} ({})",
                variant.level, variant.kind, variant.operation, variant.disclosure, variant.rule
            )?;
        }
        let level = summary.level.map_or("identical", |level| level.name());
        writeln!(out, "\n{verdict}: {level}, {}; {}", summary.disclosure, reasons.join("; "))
    }
}

/// The bytes that a range of tokens covers; for an empty range, the place where it stands.
fn cover(passage: &Passage, range: &std::ops::Range<usize>) -> Span {
    let tokens = &passage.tokens;
    match tokens.get(range.clone()) {
        Some([first, .., last]) => first.span.cover(last.span),
        Some([only]) => only.span,
        _ => {
            let at = tokens
                .get(range.start)
                .map(|token| token.span.start())
                .or(tokens.last().map(|token| token.span.end()))
                .unwrap_or(0);
            Span::new(at, at)
        }
    }
}
