//! Looks up wordings in an archive: have they been printed, and just so?
//!
//! `cargo run --release --features archive --example lookup -- --help` explains how.

#[path = "../common/arguments.rs"]
mod arguments;
mod questions;
#[path = "../common/terminal.rs"]
mod terminal;

use std::ffi::OsString;
use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::*;
use questions::Question;
use terminal::{AnyError, neutral, print, print_message};
use variorum::live::{
    Answer, LiveOptions, LiveSnapshot, NearPrint, NotFoundReason, Query, Rung, UtteranceQuery,
};
use variorum::{Published, Settings};

const HELP: &str = "\
Looks up wordings in an archive that the example `archive` keeps.

Usage: lookup ARCHIVE [OPTIONS] [WORDING ...]

Without WORDING, --check and a question, wordings are read from standard input, one a line.

  --speaker NAME      ask if NAME said it
  --outlet NAME       look at the prints of one outlet alone
  --until DATE        look at what was published until then alone
  --check FILE        look up every quotation of a text, with the speakers that it names
  --json              print each answer as a line of JSON

Questions about all that is there, in place of a wording:
  --utterances        list what was said: with --speaker, --outlet, --since DATE, --until DATE,
                      --verdict NAME and --min-outlets N only that
  --most-altered      list what was printed most differently
  --fidelity          tell how often each outlet changes words silently; with --outlet of that one
  --review            list the pairs that a person should look at, the most doubtful first
  --revisions ID      tell what each version of a document made of its quotations
  --limit N           list so many at most (20)

  --no-reports        the archive was made with --no-reports
  -h, --help          print this help

The answer is the first of these that holds:
  verbatim            a print has it byte for byte, whole or as a part of a quotation, and what
                      stands around the part does not turn its meaning
  accidental          a print has the same words; only spelling, capitals, marks or blanks differ
  altered             it reports what was printed, in other words
  spliced             its parts are printed, and come from several utterances
  other-speaker       it is printed, but everybody gives it to another speaker
  not-found           none of these; the nearest print is shown

Exit status: 0 if all are verbatim or accidental, 1 if one is not, 2 for a failure.
";

struct Given {
    archive: PathBuf,
    wordings: Vec<String>,
    check: Vec<OsString>,
    query: Query,
    questions: Vec<Question>,
    json: bool,
    settings: Settings,
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => terminal::exit("lookup", Err(error)),
    }
}

fn given() -> Result<Option<Given>, AnyError> {
    let mut given = Given {
        archive: PathBuf::new(),
        wordings: Vec::new(),
        check: Vec::new(),
        query: Query::default(),
        questions: Vec::new(),
        json: false,
        settings: Settings::default(),
    };
    let mut archive = None;
    let (mut asked, mut outlet, mut limit) = (UtteranceQuery::new(), None, 20);
    let mut kinds = Vec::new();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(path) if archive.is_none() => archive = Some(PathBuf::from(path)),
            Value(wording) => given.wordings.push(wording.into_string().map_err(|wording| {
                format!("{}: not UTF-8", neutral(&wording.to_string_lossy()))
            })?),
            Long("speaker") => {
                let speaker = arguments::text("--speaker", &mut parser)?;
                asked = asked.with_speaker(&speaker);
                given.query = given.query.with_speaker(speaker);
            }
            Long("outlet") => {
                let name = arguments::text("--outlet", &mut parser)?;
                asked = asked.with_outlet(&name);
                given.query = given.query.with_outlet(&name);
                outlet = Some(name);
            }
            Long("until") => {
                let until: Published = arguments::parsed("--until", &mut parser)?;
                asked = asked.until(until.clone());
                given.query = given.query.until(until);
            }
            Long("since") => asked = asked.since(arguments::parsed("--since", &mut parser)?),
            Long("verdict") => {
                let name = arguments::text("--verdict", &mut parser)?;
                asked = asked.with_verdict(questions::verdict(&neutral(&name))?);
            }
            Long("min-outlets") => {
                let outlets = arguments::parsed("--min-outlets", &mut parser)?;
                asked = asked.with_min_outlets(outlets);
            }
            Long("limit") => limit = arguments::parsed("--limit", &mut parser)?,
            Long("utterances") => kinds.push("utterances"),
            Long("most-altered") => kinds.push("most altered"),
            Long("fidelity") => kinds.push("fidelity"),
            Long("review") => kinds.push("review"),
            Long("revisions") => {
                let id = arguments::text("--revisions", &mut parser)?;
                given.questions.push(Question::Revisions(id));
            }
            Long("check") => given.check.push(parser.value()?),
            Long("json") => given.json = true,
            Long("no-reports") => {
                given.settings = given.settings.with_indirect_reports(false);
            }
            Short('h') | Long("help") => {
                arguments::print_help(HELP)?;
                return Ok(None);
            }
            other => return Err(arguments::unexpected(other)),
        }
    }
    given.questions.extend(kinds.into_iter().map(|kind| match kind {
        "utterances" => Question::Utterances(asked.clone(), limit),
        "most altered" => Question::MostAltered(limit),
        "fidelity" => Question::Fidelity(outlet.clone()),
        _ => Question::Review(limit),
    }));
    given.archive = archive.ok_or("name the file of the archive; --help explains how")?;
    Ok(Some(given))
}

/// Returns true if all wordings are printed as they were asked.
fn run() -> Result<bool, AnyError> {
    let Some(given) = given()? else { return Ok(true) };
    if !given.archive.exists() {
        let path = given.archive.to_string_lossy().into_owned();
        return Err(format!("{}: there is no such archive", neutral(&path)).into());
    }
    let archive = LiveOptions::new().with_settings(given.settings.clone()).open(&given.archive)?;
    let snapshot = archive.snapshot()?;
    for question in &given.questions {
        questions::answer(&snapshot, question, given.json)?;
    }
    let mut all_printed = true;
    for file in &given.check {
        for checked in snapshot.check(&arguments::read_file(file)?)? {
            all_printed &= show(&checked.text, &checked.answer, given.json)?;
        }
    }
    for wording in &given.wordings {
        all_printed &= ask(&snapshot, &given, wording)?;
    }
    if given.wordings.is_empty() && given.check.is_empty() && given.questions.is_empty() {
        if std::io::stdin().is_terminal() {
            print_message("one wording a line; an empty line ends");
        }
        for line in std::io::stdin().lock().lines() {
            let line = line?;
            if line.trim().is_empty() {
                break;
            }
            all_printed &= ask(&snapshot, &given, &line)?;
        }
    }
    Ok(all_printed)
}

fn ask(snapshot: &LiveSnapshot, given: &Given, wording: &str) -> Result<bool, AnyError> {
    let answer = snapshot.lookup(&given.query.clone().with_text(wording))?;
    show(wording, &answer, given.json)
}

/// Prints an answer; returns true if the wording is printed as it was asked.
fn show(wording: &str, answer: &Answer, json: bool) -> Result<bool, AnyError> {
    if json {
        let line = serde_json::json!({ "wording": wording, "answer": answer });
        print(format_args!("{line}\n"));
    } else {
        print(format_args!("{}: “{}”\n", answer.rung.as_str(), neutral(wording)));
        for (n, near) in answer.prints.iter().enumerate() {
            show_print(near, answer, n == 0)?;
        }
        let reason = match answer.reason {
            Some(NotFoundReason::NoWords) => "  it has no words\n",
            Some(NotFoundReason::TooShort) => "  it says too little to be told from others\n",
            Some(NotFoundReason::NothingShared) => "  nothing that is there shares words with it\n",
            Some(NotFoundReason::OtherUtterance) => "  the nearest reports something else\n",
            _ => "",
        };
        print(format_args!("{reason}"));
    }
    Ok(matches!(answer.rung, Rung::Verbatim | Rung::Accidental))
}

fn show_print(near: &NearPrint, answer: &Answer, first: bool) -> Result<(), AnyError> {
    let NearPrint { utterance, .. } = near;
    let speaker = utterance.speaker.as_deref().unwrap_or("nobody is named");
    let date = near.published.as_deref().unwrap_or("no date");
    print(format_args!(
        "  {} ({}, {date}): “{}” — {}\n",
        neutral(&near.outlet),
        neutral(&near.quotation),
        neutral(&near.text),
        neutral(speaker)
    ));
    if answer.words != Rung::NotFound {
        for difference in &near.differences {
            print(format_args!(
                "    {} {}, {}: printed “{}”, asked “{}”\n",
                difference.level.as_str(),
                difference.kind.as_str(),
                difference.disclosure.as_str(),
                neutral(&difference.printed),
                neutral(&difference.asked)
            ));
        }
    }
    if first && utterance.witnesses.len() > 1 {
        print(format_args!(
            "    {}: {} outlets, {} wordings; most support “{}”\n",
            utterance.id,
            utterance.outlets,
            utterance.wordings.len(),
            neutral(&utterance.lemma.text)
        ));
    }
    Ok(())
}
