//! Collates witnesses given in CollateX's JSON: one collation a line on standard input, one answer a line on standard output.
//!
//! `{"name"?, "witnesses": [{"id", "content": "…"} or {"id", "tokens": [{"t", "n"?, …}]}]}` becomes
//! `{"name"?, "witnesses": [id], "table": [[null or [token, …], …] for each witness], "transpositions": [[…]]}`.
//!
//! Given tokens are taken as they are and keep every property; `n`, or else the crate's normal form of `t`, decides which
//! are equal. Where `n` is given, words that are only alike (`glass`, `glasses`) never outrank equal ones. `content` is cut into words, numbers and marks; like CollateX, a token's `t` keeps the white space that follows it.
//! A transposition lists the block once for each witness that has it, first where it stays:
//! `[{"witness": id, "tokens": [i, …]}, …]`, with the places of its tokens in that witness.
//!
//! `--segmentation` joins neighbouring columns that vary alike, as CollateX does unless told otherwise.
//!
//! Exit status: 0 done; 1 a line could not be read (said on standard error with its number and why); 2 no line could.

use std::io::{BufRead, Write};
use std::process::ExitCode;

use serde_json::{Map, Value, json};
use variorum::collation::{Collator, Table};
use variorum::text::{self, Vocabulary, Word};

fn main() -> ExitCode {
    let mut segmented = false;
    let mut arguments = lexopt::Parser::from_env();
    loop {
        match arguments.next() {
            Ok(None) => break,
            Ok(Some(lexopt::Arg::Long("segmentation"))) => segmented = true,
            Ok(Some(other)) => {
                eprintln!("collate: {}; usage: collate [--segmentation] < COLLATIONS.jsonl", other.unexpected());
                return ExitCode::from(2);
            }
            Err(error) => {
                eprintln!("collate: {error}");
                return ExitCode::from(2);
            }
        }
    }
    let (mut done, mut failed) = (0, 0);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (at, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let line = match line {
            Ok(line) => line,
            Err(error) => {
                eprintln!("line {}: {error}", at + 1);
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
                    // Whoever reads has gone: nothing more can be said to them.
                    let closed = error.kind() == std::io::ErrorKind::BrokenPipe;
                    return ExitCode::from(if closed { 0 } else { 2 });
                }
            }
            Err(reason) => {
                failed += 1;
                eprintln!("line {}: {reason}", at + 1);
            }
        }
    }
    if out.flush().is_err() {
        return ExitCode::from(2);
    }
    match (done, failed) {
        (_, 0) if done > 0 => ExitCode::SUCCESS,
        (0, 0) => {
            eprintln!("collate: nothing on standard input");
            ExitCode::from(2)
        }
        (0, _) => ExitCode::from(2),
        _ => ExitCode::from(1),
    }
}

/// One witness as it came.
struct Witness {
    id: Value,
    tokens: Vec<Value>,
    words: Vec<Word>,
    /// Came with normal forms of its own.
    normalised: bool,
}

/// The collation asked for in `line`, or why there is none.
fn answer(line: &[u8], segmented: bool) -> Result<Value, String> {
    let request: Value = serde_json::from_slice(line).map_err(|error| format!("not JSON: {error}"))?;
    let witnesses = request.get("witnesses").and_then(Value::as_array).ok_or("no list of \"witnesses\"")?;
    let mut vocabulary = Vocabulary::new();
    let witnesses: Vec<Witness> = witnesses
        .iter()
        .enumerate()
        .map(|(at, given)| witness(given, &mut vocabulary).map_err(|why| format!("witness {}: {why}", at + 1)))
        .collect::<Result<_, _>>()?;
    let wordings: Vec<&[Word]> = witnesses.iter().map(|witness| &witness.words[..]).collect();
    // CollateX tells of single words that have moved, too.
    let mut collator = Collator::new().moves_from(0);
    if witnesses.iter().any(|witness| witness.normalised) {
        collator = collator.equal_words_first();
    }
    let mut table = collator.collate(&vocabulary, &wordings);
    if segmented {
        table = table.segmented(&wordings);
    }
    let rows: Vec<Value> = table
        .rows
        .iter()
        .zip(&witnesses)
        .map(|(row, witness)| {
            let cell = |cell: &std::ops::Range<usize>| match cell.is_empty() {
                true => Value::Null,
                false => Value::Array(witness.tokens[cell.clone()].to_vec()),
            };
            row.iter().map(cell).collect()
        })
        .collect();
    let mut answer = Map::new();
    if let Some(name) = request.get("name") {
        answer.insert("name".to_owned(), name.clone());
    }
    answer.insert("witnesses".to_owned(), witnesses.iter().map(|witness| witness.id.clone()).collect());
    answer.insert("table".to_owned(), rows.into());
    answer.insert("transpositions".to_owned(), transpositions(&table, &witnesses));
    Ok(Value::Object(answer))
}

fn witness(given: &Value, vocabulary: &mut Vocabulary) -> Result<Witness, String> {
    let id = given.get("id").filter(|id| id.is_string() || id.is_number()).ok_or("no \"id\"")?.clone();
    if let Some(tokens) = given.get("tokens") {
        let tokens = tokens.as_array().ok_or("\"tokens\" is not a list")?;
        let word = |(at, token): (usize, &Value)| {
            let property = |name: &str| match token.get(name) {
                Some(Value::String(value)) => Some(value.clone()),
                Some(Value::Number(value)) => Some(value.to_string()),
                _ => None,
            };
            let printed = property("t");
            match (property("n"), printed) {
                (Some(n), _) => Ok(vocabulary.intern_form(n.trim())),
                (None, Some(t)) => Ok(vocabulary.intern(t.trim())),
                (None, None) => Err(format!("token {} has neither \"t\" nor \"n\"", at + 1)),
            }
        };
        let words = tokens.iter().enumerate().map(word).collect::<Result<_, String>>()?;
        let normalised = tokens.iter().any(|token| token.get("n").is_some());
        return Ok(Witness { id, tokens: tokens.clone(), words, normalised });
    }
    let content = given.get("content").and_then(Value::as_str).ok_or("neither \"content\" nor \"tokens\"")?;
    let spans: Vec<_> = text::tokens(content).map(|token| token.span).collect();
    let (mut tokens, mut words) = (Vec::with_capacity(spans.len()), Vec::with_capacity(spans.len()));
    for (at, span) in spans.iter().enumerate() {
        let rest = &content[span.end()..spans.get(at + 1).map_or(content.len(), |next| next.start())];
        let word = vocabulary.intern(span.of(content));
        tokens.push(json!({ "t": format!("{}{rest}", span.of(content)), "n": &*vocabulary[word].form }));
        words.push(word);
    }
    Ok(Witness { id, tokens, words, normalised: false })
}

/// The blocks that moved, each with all the places where it stands.
fn transpositions(table: &Table, witnesses: &[Witness]) -> Value {
    let place = |(row, range): &(usize, std::ops::Range<usize>)| json!({ "witness": witnesses[*row].id, "tokens": range.clone().collect::<Vec<_>>() });
    let same_block = |a: &variorum::collation::TableMove, b: &variorum::collation::TableMove| a.kept == b.kept;
    table
        .moves
        .chunk_by(same_block)
        .map(|block| {
            let kept = block.first().map(|first| place(&first.kept));
            kept.into_iter().chain(block.iter().map(|moved| place(&moved.moved))).collect::<Value>()
        })
        .collect()
}
