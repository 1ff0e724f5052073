//! Collates witnesses in CollateX's JSON: reads one collation a line from standard input and writes
//! one answer a line to standard output.
//!
//! `{"name"?, "witnesses": [{"id", "content": "…"} or {"id", "tokens": [{"t", "n"?, …}]}]}` becomes
//! `{"name"?, "witnesses": [id], "table": [[null or [token, …], …] for each witness],
//! "transpositions": [[…]]}`.
//!
//! Given tokens are taken as they are and keep every property. Tokens are equal if their `n`, or
//! else the crate's normal forms of their `t`, are equal. If `n` is given, similar words (`glass`,
//! `glasses`) never outrank equal ones. `content` is split into words, numbers and marks; as in
//! CollateX, a token's `t` keeps the white space that follows it.
//! A transposition lists the block once for each witness that has it, first where it stays:
//! `[{"witness": id, "tokens": [i, …]}, …]`, with the places of its tokens in that witness.
//!
//! `--segmentation` joins neighbouring columns that vary alike, as CollateX does by default.
//!
//! Exit status: 0 done; 1 a line could not be read (reported on standard error with its number and
//! the reason); 2 no line could be read.

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/terminal.rs"]
mod terminal;

use std::borrow::Cow;
use std::io::{BufRead, Write};
use std::ops::Range;
use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use terminal::{AnyError, JsonOutput, print_message};
use variorum::collation::{CollationTable, Collator, TableTransposition};
use variorum::text::{self, Vocabulary, Word};

const HELP: &str = "\
Collates witnesses in CollateX's JSON: reads one collation a line from standard input and writes
one answer a line to standard output.

Usage: collate [--segmentation] < COLLATIONS.jsonl

A collation is
  {\"name\"?, \"witnesses\": [{\"id\", \"content\": TEXT} or {\"id\", \"tokens\": [{\"t\", \"n\"?}, ...]}]}
and its answer
  {\"name\"?, \"witnesses\": [ID], \"table\": [[null or [TOKEN, ...], ...], ...], \"transpositions\": [...]}

  --segmentation   join neighbouring columns that vary alike, as CollateX does by default
  -h, --help       print this help

Exit status: 0 done; 1 a line could not be read (reported on standard error with its number and the
reason); 2 no line could be read.
";

/// Returns true if columns are to be joined; `None` after `--help`.
fn is_segmented() -> Result<Option<bool>, AnyError> {
    let mut segmented = false;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Long("segmentation") => segmented = true,
            lexopt::Arg::Short('h') | lexopt::Arg::Long("help") => {
                arguments::print_help(HELP)?;
                return Ok(None);
            }
            other => {
                return Err(format!(
                    "{}; usage: collate [--segmentation] < COLLATIONS.jsonl",
                    other.unexpected()
                )
                .into());
            }
        }
    }
    Ok(Some(segmented))
}

fn main() -> ExitCode {
    let segmented = match is_segmented() {
        Ok(Some(segmented)) => segmented,
        done => return terminal::exit("collate", done.map(|_| ())),
    };
    let (mut done, mut failed) = (0, 0);
    let mut out = JsonOutput::new(std::io::BufWriter::new(std::io::stdout().lock()));
    for (at, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let line = match line {
            Ok(line) => line,
            Err(error) => {
                print_message(&format!("line {}: {error}", at + 1));
                failed += 1;
                break;
            }
        };
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match answer(&line, segmented) {
            Ok(answer) => {
                done += 1;
                if let Err(error) = writeln!(out, "{answer}") {
                    // The reader has closed the pipe.
                    let closed = error.kind() == std::io::ErrorKind::BrokenPipe;
                    return ExitCode::from(if closed { 0 } else { 2 });
                }
            }
            Err(reason) => {
                failed += 1;
                print_message(&format!("line {}: {reason}", at + 1));
            }
        }
    }
    if out.flush().is_err() {
        return ExitCode::from(2);
    }
    match (done, failed) {
        (_, 0) if done > 0 => ExitCode::SUCCESS,
        (0, 0) => {
            print_message("collate: nothing on standard input");
            ExitCode::from(2)
        }
        (0, _) => ExitCode::from(2),
        _ => ExitCode::from(1),
    }
}

/// A requested collation. Input is kept as it was written, so that the answer repeats it exactly.
#[derive(Deserialize)]
struct Request<'l> {
    #[serde(borrow)]
    name: Option<&'l RawValue>,
    #[serde(borrow)]
    witnesses: Option<&'l RawValue>,
}

#[derive(Deserialize)]
struct Given<'l> {
    #[serde(borrow)]
    id: Option<&'l RawValue>,
    #[serde(borrow)]
    content: Option<&'l RawValue>,
    #[serde(borrow)]
    tokens: Option<&'l RawValue>,
}

/// The properties of a given token that decide equality.
#[derive(Deserialize)]
struct Asked<'l> {
    #[serde(borrow)]
    t: Option<&'l RawValue>,
    #[serde(borrow)]
    n: Option<&'l RawValue>,
}

#[derive(Serialize)]
struct Answer<'l> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'l RawValue>,
    witnesses: Vec<&'l RawValue>,
    table: Vec<Vec<Option<&'l [Token<'l>]>>>,
    transpositions: Vec<Vec<Block<'l>>>,
}

/// A token of the answer: a given one, or one of `content`.
#[derive(Serialize)]
#[serde(untagged)]
enum Token<'l> {
    Given(&'l RawValue),
    Cut { t: String, n: String },
}

#[derive(Serialize)]
struct Block<'l> {
    witness: &'l RawValue,
    tokens: Vec<usize>,
}

/// One witness of the request.
struct Witness<'l> {
    id: &'l RawValue,
    tokens: Vec<Token<'l>>,
    words: Vec<Word>,
    /// The request has normal forms for it.
    normalised: bool,
}

/// Returns the answer to `line`, or the reason why there is none.
fn answer(line: &[u8], segmented: bool) -> Result<String, String> {
    let said = |error: serde_json::Error| format!("not JSON: {error}");
    let line = std::str::from_utf8(line).map_err(|error| format!("not UTF-8: {error}"))?;
    let request: Request<'_> = serde_json::from_str(line).map_err(said)?;
    let given: Vec<Given<'_>> = match request.witnesses.map(RawValue::get) {
        Some(list) if list.starts_with('[') => serde_json::from_str(list).map_err(said)?,
        _ => return Err("no list of \"witnesses\"".to_owned()),
    };
    let mut vocabulary = Vocabulary::new();
    let witnesses: Vec<Witness<'_>> = given
        .into_iter()
        .enumerate()
        .map(|(at, given)| {
            witness(given, &mut vocabulary).map_err(|why| format!("witness {}: {why}", at + 1))
        })
        .collect::<Result<_, _>>()?;
    let wordings: Vec<&[Word]> = witnesses.iter().map(|witness| &witness.words[..]).collect();
    // CollateX reports single transposed words, too.
    let mut collator = Collator::new().with_min_transposition_weight(0);
    if witnesses.iter().any(|witness| witness.normalised) {
        collator = collator.with_equal_words_first(true);
    }
    let mut table = collator.collate(&vocabulary, &wordings);
    if segmented {
        table = table.segmented(&wordings);
    }
    serde_json::to_string(&Answer {
        name: request.name,
        witnesses: witnesses.iter().map(|witness| witness.id).collect(),
        table: rows(&table, &witnesses),
        transpositions: transpositions(&table, &witnesses),
    })
    .map_err(|error| error.to_string())
}

/// Returns one row for each witness, with one cell for each column.
fn rows<'w>(
    table: &CollationTable,
    witnesses: &'w [Witness<'w>],
) -> Vec<Vec<Option<&'w [Token<'w>]>>> {
    let rows = table.rows.iter().zip(witnesses);
    rows.map(|(row, witness)| {
        row.iter()
            .map(|cell| Some(&witness.tokens[cell.clone()]).filter(|cell| !cell.is_empty()))
            .collect()
    })
    .collect()
}

fn witness<'l>(given: Given<'l>, vocabulary: &mut Vocabulary) -> Result<Witness<'l>, String> {
    let id = given.id.filter(|id| is_string(id) || is_number(id)).ok_or("no \"id\"")?;
    if let Some(tokens) = given.tokens {
        let tokens: Vec<&RawValue> =
            serde_json::from_str(tokens.get()).map_err(|_| "\"tokens\" is not a list")?;
        let mut normalised = false;
        let mut words = Vec::with_capacity(tokens.len());
        for (at, token) in tokens.iter().enumerate() {
            let asked = serde_json::from_str(token.get()).unwrap_or(Asked { t: None, n: None });
            words.push(match (asked.n.and_then(text_of), asked.t.and_then(text_of)) {
                (Some(n), _) => {
                    normalised = true;
                    vocabulary.intern_form(n.trim())
                }
                (None, Some(t)) => vocabulary.intern(t.trim()),
                (None, None) => {
                    return Err(format!("token {} has neither \"t\" nor \"n\"", at + 1));
                }
            });
        }
        return Ok(Witness {
            id,
            tokens: tokens.into_iter().map(Token::Given).collect(),
            words,
            normalised,
        });
    }
    let content = given.content.filter(|content| is_string(content)).and_then(text_of);
    let content = &*content.ok_or("neither \"content\" nor \"tokens\"")?;
    let spans: Vec<_> = text::tokens(content).map(|token| token.span).collect();
    let (mut tokens, mut words) =
        (Vec::with_capacity(spans.len()), Vec::with_capacity(spans.len()));
    for (at, span) in spans.iter().enumerate() {
        let rest =
            &content[span.end()..spans.get(at + 1).map_or(content.len(), |next| next.start())];
        let word = vocabulary.intern(span.slice(content));
        tokens.push(Token::Cut {
            t: format!("{}{rest}", span.slice(content)),
            n: vocabulary[word].form.to_string(),
        });
        words.push(word);
    }
    Ok(Witness { id, tokens, words, normalised: false })
}

fn is_string(value: &RawValue) -> bool {
    value.get().starts_with('"')
}

fn is_number(value: &RawValue) -> bool {
    value.get().starts_with(|c: char| c == '-' || c.is_ascii_digit())
}

/// Returns the value of a string, or a number as it is written.
fn text_of(value: &RawValue) -> Option<Cow<'_, str>> {
    if is_number(value) {
        return Some(Cow::Borrowed(value.get()));
    }
    // Most strings have nothing to unescape.
    serde_json::from_str::<&str>(value.get())
        .map(Cow::Borrowed)
        .or_else(|_| serde_json::from_str::<String>(value.get()).map(Cow::Owned))
        .ok()
}

/// Returns the transposed blocks, each with all its places.
fn transpositions<'w>(table: &CollationTable, witnesses: &'w [Witness<'w>]) -> Vec<Vec<Block<'w>>> {
    let place = |(row, range): &(usize, Range<usize>)| Block {
        witness: witnesses[*row].id,
        tokens: range.clone().collect(),
    };
    let same_block = |a: &TableTransposition, b: &TableTransposition| a.kept == b.kept;
    table
        .transpositions
        .chunk_by(same_block)
        .map(|block| {
            let kept = block.first().map(|first| place(&first.kept));
            kept.into_iter().chain(block.iter().map(|moved| place(&moved.moved))).collect()
        })
        .collect()
}
