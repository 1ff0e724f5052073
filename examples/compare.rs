//! Compares two wordings: whether they report one utterance, what differs, whether the print shows
//! it, and whether it matters.
//!
//! ```text
//! cargo run --release --example compare -- "We will never go." "We will go."
//! cargo run --release --example compare -- --jsonl < pairs.jsonl
//! ```
//!
//! `--help` lists the options.

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/terminal.rs"]
mod terminal;

use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;

use lexopt::prelude::*;
use serde_json::{Value as Json, json};
use terminal::{AnyError, JsonOutput, neutral, print_message};
use variorum::StandaloneQuotation;
use variorum::link::{Basis, LinkVerdict};
use variorum::person_name::Agreement;
use variorum::variant::{Level, Variant};
use variorum::{Comparer, Comparison};

const HELP: &str = "\
Compares two wordings: whether they report one utterance, what differs, whether the print shows it,
and whether it matters.

Usage: compare [OPTIONS] WORDING WORDING
       compare --jsonl < REQUESTS

  --speaker-a NAME    say who is quoted with the first wording
  --speaker-b NAME    say who is quoted with the second
  --published-a DATE  say when the first was printed, such as 2018-07-16
  --published-b DATE  say when the second was printed
  --jsonl             read one pair a line from standard input,
                        {\"id\", \"a\": {\"text\", \"speaker\"?, \"outlet\"?, \"published\"?}, \"b\": {...}}
                      and write its comparison, one a line, in the same order
  -h, --help          print this help

What is printed:
  verdict      same: both report one utterance; different: two utterances, or nothing to go by;
               review: a person should look
  level        how far the words differ, whatever the verdict: A the same words, printed otherwise;
               M other words, the same meaning on their face; S the meaning can differ;
               S+ another negation, number or name
  disclosure   disclosed: brackets, an ellipsis or a break in the quotation show the difference;
               silent: nothing in print shows it; partly: some of it is shown; none: there is
               nothing to show
  reasons      +3.6 speaks for one utterance, -0.7 against; the larger, the stronger
  ?            what would lead to another verdict

Exit status: 0 done; 1 some lines were skipped (each reported on standard error); 2 nothing could be
done.
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => terminal::exit("compare", Err(error)),
    }
}

fn run() -> Result<ExitCode, AnyError> {
    let mut parser = lexopt::Parser::from_env();
    let (mut jsonl, mut wordings) = (false, Vec::new());
    let (mut speakers, mut dates) = ([None, None], [None, None]);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("jsonl") => jsonl = true,
            Long("speaker-a") => speakers[0] = Some(arguments::text("--speaker-a", &mut parser)?),
            Long("speaker-b") => speakers[1] = Some(arguments::text("--speaker-b", &mut parser)?),
            Long("published-a") => {
                dates[0] = Some(arguments::parsed("--published-a", &mut parser)?)
            }
            Long("published-b") => {
                dates[1] = Some(arguments::parsed("--published-b", &mut parser)?)
            }
            Short('h') | Long("help") => {
                arguments::print_help(HELP)?;
                return Ok(ExitCode::SUCCESS);
            }
            Value(value) => wordings.push(value.string()?),
            other => return Err(arguments::unexpected(other)),
        }
    }
    let mut out = BufWriter::new(io::stdout().lock());
    match (jsonl, wordings.as_slice()) {
        (false, [a, b]) => {
            let mut sides = [StandaloneQuotation::new("a", a), StandaloneQuotation::new("b", b)];
            for ((side, speaker), date) in sides.iter_mut().zip(speakers).zip(dates) {
                (side.speaker, side.published) = (speaker, date);
            }
            let [a, b] = &sides;
            print(&mut out, a, b, &Comparer::new().compare(a, b))?;
            out.flush()?;
            Ok(ExitCode::SUCCESS)
        }
        (true, []) => {
            let mut comparer = Comparer::new();
            let mut out = JsonOutput::new(out);
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
                            let line = number + 1;
                            print_message(&format!(
                                "compare: line {line}: {reason}; compared without it"
                            ));
                        }
                    }
                    Err(reason) => {
                        print_message(&format!("compare: line {}: {reason}", number + 1));
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
        _ => Err("usage: compare WORDING WORDING | compare --jsonl < REQUESTS; see --help".into()),
    }
}

/// Returns the answer to one line, and a message for each date that could not be read.
fn answer(comparer: &mut Comparer, line: &[u8]) -> Result<(Json, Vec<String>), String> {
    let request: Json = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    let mut undated = Vec::new();
    let (a, b) = (side(&request, "a", &mut undated)?, side(&request, "b", &mut undated)?);
    let comparison = comparer.compare(&a, &b);
    let reading = |text: &str, span: variorum::Span| json!({ "span": [span.start(), span.end()], "text": span.slice(text) });
    let variants: Vec<Json> = reported_variants(&comparison)
        .map(|variant| {
            json!({ "operation": variant.operation.as_str(), "kind": variant.kind.as_str(), "level": variant.level.as_str(),
                "disclosure": variant.disclosure.as_str(), "rule": variant.rule.as_str(),
                "a": reading(&a.text, comparison.span_a(&variant.a)),
                "b": reading(&b.text, comparison.span_b(&variant.b)) })
        })
        .collect();
    let mut reasons = reasons(&a, &b, &comparison);
    if comparison.link.verdict == LinkVerdict::Different && comparison.summary.level.is_some() {
        let remark = "the level compares the words alone: the two are not taken for one utterance";
        reasons.insert(0, remark.to_owned());
    }
    let answer = json!({ "id": request["id"], "verdict": comparison.link.verdict.as_str(),
        "score": (comparison.link.score * 1e4).round() / 1e4,
        "level": comparison.summary.level.map(|level| level.as_str()), "disclosure": comparison.summary.disclosure.as_str(),
        "variants": variants, "reasons": reasons });
    Ok((answer, undated))
}

fn side(
    request: &Json,
    name: &str,
    undated: &mut Vec<String>,
) -> Result<StandaloneQuotation, String> {
    let field = |field: &str| request[name][field].as_str().map(str::to_owned);
    let mut given = StandaloneQuotation::new(
        name,
        field("text").ok_or_else(|| format!("{name}.text is missing or no string"))?,
    );
    (given.speaker, given.outlet) = (field("speaker"), field("outlet"));
    given.language = field("language");
    if let Some(date) = field("published") {
        match date.parse() {
            Ok(date) => given.published = Some(date),
            Err(error) => undated.push(format!("{name}.published: {error}")),
        }
    }
    Ok(given)
}

/// Returns what must be known beside the verdict, the reasons of the link, and a remark if there
/// are no word lists for the language.
fn reasons(a: &StandaloneQuotation, b: &StandaloneQuotation, all: &Comparison) -> Vec<String> {
    let mut reasons = Vec::new();
    if let (Basis::Evidence(evidence), Some(a), Some(b)) = (&all.link.basis, &a.speaker, &b.speaker)
        && evidence.speaker == Agreement::Conflict
    {
        let lead = match all.link.verdict {
            LinkVerdict::Same => "one utterance is given to two speakers who",
            _ => "the two speakers",
        };
        reasons.push(format!("{lead} cannot be one person: {a}, {b}"));
    }
    reasons.extend(all.link.reasons());
    if !all.has_variant_lists() {
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

fn print(
    out: &mut impl Write,
    a: &StandaloneQuotation,
    b: &StandaloneQuotation,
    comparison: &Comparison,
) -> io::Result<()> {
    for (name, side) in [("A", a), ("B", b)] {
        write!(out, "{name}  {}", neutral(&side.text))?;
        match &side.speaker {
            Some(speaker) => writeln!(out, "  ({})", neutral(speaker))?,
            None => writeln!(out)?,
        }
    }
    writeln!(out)?;
    for variant in reported_variants(comparison) {
        let or_nothing = |text: &str| {
            if text.is_empty() { "∅".to_owned() } else { neutral(text).into_owned() }
        };
        let x = comparison.span_a(&variant.a).slice(&a.text);
        let y = comparison.span_b(&variant.b).slice(&b.text);
        writeln!(out, "{:2}  {} | {}", variant.level, or_nothing(x), or_nothing(y))?;
        writeln!(
            out,
            "      {}: {}, {} ({})",
            variant.kind, variant.operation, variant.disclosure, variant.rule
        )?;
    }
    let link = &comparison.link;
    let verdict = match link.verdict {
        LinkVerdict::Same => "same: both report one utterance",
        LinkVerdict::Review => "review: perhaps one utterance, a person should look",
        LinkVerdict::Different => "different: not one utterance",
    };
    writeln!(out, "\n{verdict} ({:.2})", link.score)?;
    let words = match link.verdict {
        LinkVerdict::Different => "the words alone",
        _ => "the words",
    };
    match comparison.summary.level {
        Some(level) => writeln!(
            out,
            "{words}: level {level} ({}), disclosure {}",
            describe_level(level),
            comparison.summary.disclosure.as_str()
        )?,
        None => writeln!(out, "{words}: printed alike")?,
    }
    for reason in reasons(a, b, comparison) {
        writeln!(out, "  {}", neutral(&reason))?;
    }
    for change in link.counterfactuals() {
        writeln!(out, "  ? {}", neutral(&change.to_string()))?;
    }
    Ok(())
}

fn describe_level(level: Level) -> &'static str {
    match level {
        Level::Accidental => "the same words, printed otherwise",
        Level::Minor => "other words, the same meaning on their face",
        Level::Substantive => "the meaning can differ",
        Level::Contradictory => "another negation, number or name",
    }
}
