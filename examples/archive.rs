//! Keeps an archive on disk, and prints what each document changes.
//!
//! `cargo run --release --features archive --example archive -- --help` explains how.

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/terminal.rs"]
mod terminal;

use std::collections::BTreeMap;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use lexopt::prelude::*;
use terminal::{AnyError, neutral, print, print_message};
use variorum::input::Documents;
use variorum::live::{ChangeKind, Commit, LiveArchive, LiveOptions, LiveSnapshot, UtteranceChange};
use variorum::report::{JsonReport, Report};
use variorum::{Document, Settings, Skipped};

const HELP: &str = "\
Keeps an archive of articles in a file. What comes is added, and what it changes is printed: new
utterances, new wordings, differences that are stated or withdrawn.

Usage: archive ARCHIVE [OPTIONS] [INPUT ...]

ARCHIVE is the file; it is made if it is not there. INPUT is what `reconcile` reads: files and
folders of articles, saved feeds (built with the feature feeds), or - for JSONL from standard
input, which is added as it comes. An article with the id of one that is there replaces it; the former version is kept.

  --watch FOLDER      read FOLDER again and again, and add files that are new or have changed
  --every SECONDS     look so often (default 10)
  --once              look once
  --commit N          add N articles at a time (default 256; 1 from standard input)
  --remove ID         remove the article with this id, and its former versions
  --since N           print what changed after commit N, then go on
  --alerts            print only differences that contradict, such as a *not* that was dropped
  --json              print each commit as a line of JSON
  --report FILE       write the whole result as JSON to FILE at the end
  --stats             print how many articles and quotations there are, and what takes the room
  --history ID        print the former versions of an article
  --rebuild           make the archive anew, if it was made with other settings or by another version
  --compact           make the file as small as its content allows
  --cache BYTES       keep so much of the file in memory (default 256M)
  --no-reports        do not look for speech without marks: reads faster; the same each time
  --threads N         use N threads (default 0: as many as the machine has)
  -h, --help          print this help

Examples:
  archive news.archive articles/                      add a folder
  archive news.archive --watch articles/ --alerts     tell when a wording contradicts the others
  fetch-news | archive news.archive -                 add JSONL as it comes
  archive news.archive --since 120 --json             what has happened since commit 120
";

struct Given {
    archive: PathBuf,
    inputs: Vec<std::ffi::OsString>,
    watch: Vec<PathBuf>,
    every: Duration,
    once: bool,
    portion: Option<usize>,
    remove: Vec<String>,
    since: Option<u64>,
    shown: Shown,
    report: Option<PathBuf>,
    stats: bool,
    history: Vec<String>,
    rebuild: bool,
    compact: bool,
    cache: u64,
    settings: Settings,
}

/// What is printed of a commit.
#[derive(Clone, Copy)]
struct Shown {
    alerts: bool,
    json: bool,
}

fn main() -> ExitCode {
    terminal::exit("archive", run())
}

fn given() -> Result<Option<Given>, AnyError> {
    let mut given = Given {
        archive: PathBuf::new(),
        inputs: Vec::new(),
        watch: Vec::new(),
        every: Duration::from_secs(10),
        once: false,
        portion: None,
        remove: Vec::new(),
        since: None,
        shown: Shown { alerts: false, json: false },
        report: None,
        stats: false,
        history: Vec::new(),
        rebuild: false,
        compact: false,
        cache: 256 << 20,
        settings: Settings::default(),
    };
    let mut archive = None;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(path) if archive.is_none() => archive = Some(PathBuf::from(path)),
            Value(input) => given.inputs.push(input),
            Long("watch") => given.watch.push(parser.value()?.into()),
            Long("every") => {
                let seconds = arguments::number_within("--every", &mut parser, (1, 86_400))?;
                given.every = Duration::from_secs(seconds as u64);
            }
            Long("once") => given.once = true,
            Long("commit") => {
                let portion = arguments::number_within("--commit", &mut parser, (1, 100_000))?;
                given.portion = Some(portion);
            }
            Long("remove") => given.remove.push(arguments::text("--remove", &mut parser)?),
            Long("since") => given.since = Some(arguments::parsed("--since", &mut parser)?),
            Long("alerts") => given.shown.alerts = true,
            Long("json") => given.shown.json = true,
            Long("report") => given.report = Some(parser.value()?.into()),
            Long("stats") => given.stats = true,
            Long("history") => given.history.push(arguments::text("--history", &mut parser)?),
            Long("compact") => given.compact = true,
            Long("rebuild") => given.rebuild = true,
            Long("cache") => given.cache = arguments::bytes("--cache", &mut parser)?,
            Long("no-reports") => {
                given.settings = given.settings.with_indirect_reports(false);
            }
            Long("threads") => {
                let threads = arguments::parsed("--threads", &mut parser)?;
                given.settings = given.settings.with_threads(threads)?;
            }
            Short('h') | Long("help") => {
                arguments::print_help(HELP)?;
                return Ok(None);
            }
            other => return Err(arguments::unexpected(other)),
        }
    }
    given.archive = archive.ok_or("name the file of the archive; --help explains how")?;
    Ok(Some(given))
}

fn run() -> Result<(), AnyError> {
    let Some(given) = given()? else { return Ok(()) };
    let cache = usize::try_from(given.cache)?;
    let options = LiveOptions::new().with_settings(given.settings.clone()).with_cache(cache);
    let mut archive = match given.rebuild {
        true => options.rebuild(&given.archive, |done, total| {
            print_message(&format!("rebuilt {done} of {total}"));
            ControlFlow::Continue(())
        })?,
        false => options.open(&given.archive)?,
    };
    if let Some(since) = given.since {
        let snapshot = archive.snapshot()?;
        let mut position = since;
        loop {
            let commits = snapshot.commits_after(position, 64)?;
            let Some(last) = commits.last() else { break };
            position = last.position;
            commits.iter().try_for_each(|commit| show(commit, &snapshot, given.shown))?;
        }
    }
    for id in &given.remove {
        if !archive.remove(id)? {
            print_message(&format!("no article has the id {}", neutral(id)));
        }
    }
    let portion = given.portion.unwrap_or(256);
    commit(&mut archive, given.shown)?;
    for input in &given.inputs {
        if input == "-" {
            let stdin = BufReader::new(std::io::stdin().lock());
            let documents = Documents::from_jsonl("-", stdin);
            add(&mut archive, documents, given.portion.unwrap_or(1), given.shown)?;
        } else {
            add(&mut archive, Documents::from_path(input), portion, given.shown)?;
        }
    }
    if !given.watch.is_empty() {
        watch(&mut archive, &given)?;
    }
    if given.compact {
        archive.compact()?;
    }
    let snapshot = archive.snapshot()?;
    for id in &given.history {
        for version in snapshot.former_versions(id)? {
            print(format_args!("{} until commit {}:\n", neutral(id), version.replaced_at));
            for text in &version.quotations {
                print(format_args!("  “{}”\n", neutral(text)));
            }
        }
    }
    if let Some(path) = &given.report {
        let mut out = Vec::new();
        JsonReport::new().write(&snapshot.reconcile()?, &mut out)?;
        std::fs::write(path, out)?;
    }
    if given.stats {
        print(format_args!(
            "{} articles, {} quotations, commit {}\n",
            snapshot.document_count()?,
            snapshot.quotation_count()?,
            snapshot.position()?
        ));
        for (name, entries, bytes) in snapshot.table_sizes()? {
            print(format_args!("{name:>16} {entries:>12} entries {bytes:>14} bytes\n"));
        }
    }
    Ok(())
}

/// Adds documents, and prints what each portion changes.
fn add(
    archive: &mut LiveArchive,
    documents: impl Iterator<Item = Result<Document, Skipped>>,
    portion: usize,
    shown: Shown,
) -> Result<(), AnyError> {
    let mut waiting = 0;
    for document in documents {
        match document {
            Ok(document) => {
                if let Err(error) = archive.replace(document) {
                    print_message(&format!("skipped: {}", neutral(&error.to_string())));
                    continue;
                }
                waiting += 1;
            }
            Err(skipped) => print_message(&format!("skipped: {}", neutral(&skipped.to_string()))),
        }
        if waiting == portion {
            commit(archive, shown)?;
            waiting = 0;
        }
    }
    commit(archive, shown)
}

fn commit(archive: &mut LiveArchive, shown: Shown) -> Result<(), AnyError> {
    let commit = archive.commit()?;
    if commit.documents.is_empty() && commit.removed.is_empty() {
        return Ok(());
    }
    show(&commit, &archive.snapshot()?, shown)
}

/// Reads folders again and again.
fn watch(archive: &mut LiveArchive, given: &Given) -> Result<(), AnyError> {
    let mut seen: BTreeMap<PathBuf, (SystemTime, u64)> = BTreeMap::new();
    loop {
        for folder in &given.watch {
            let mut files = Vec::new();
            list(folder, &mut files)?;
            for file in files {
                let metadata = std::fs::metadata(&file)?;
                let state = (metadata.modified()?, metadata.len());
                if seen.insert(file.clone(), state) != Some(state) {
                    let portion = given.portion.unwrap_or(256);
                    add(archive, Documents::from_path(&file), portion, given.shown)?;
                }
            }
        }
        if given.once {
            return Ok(());
        }
        std::thread::sleep(given.every);
    }
}

/// Lists the files of a folder, in the order of their names.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), AnyError> {
    let failed = |error| format!("{}: {error}", neutral(&folder.to_string_lossy()));
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            entries.push(entry.path());
        }
    }
    entries.sort_unstable();
    for path in entries {
        if path.is_dir() {
            list(&path, files)?;
        } else if path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}

/// Prints what a commit changed.
fn show(commit: &Commit, snapshot: &LiveSnapshot, shown: Shown) -> Result<(), AnyError> {
    let wanted = |change: &&UtteranceChange| !shown.alerts || change.is_contradiction();
    if shown.json {
        let mut commit = commit.clone();
        commit.changes.retain(|change| wanted(&change));
        if !shown.alerts || !commit.changes.is_empty() {
            print(format_args!("{}\n", serde_json::to_string(&commit)?));
        }
        return Ok(());
    }
    if !shown.alerts {
        let (documents, removed) = (commit.documents.len(), commit.removed.len());
        let rebuilt = if commit.is_rebuilt { ", made anew" } else { "" };
        print(format_args!(
            "commit {}: {documents} added, {removed} removed{rebuilt}\n",
            commit.position
        ));
    }
    let mut last = "";
    for change in commit.changes.iter().filter(wanted) {
        if change.utterance != last {
            last = &change.utterance;
            let utterance = snapshot.utterance(last)?;
            let (speaker, lemma) = utterance.as_ref().map_or(("", ""), |utterance| {
                (utterance.speaker.as_deref().unwrap_or(""), utterance.lemma.text.as_str())
            });
            print(format_args!("  {last} {} “{}”\n", neutral(speaker), neutral(lemma)));
        }
        print(format_args!("    {}\n", neutral(&line(change))));
    }
    Ok(())
}

/// Returns a change in words.
fn line(change: &UtteranceChange) -> String {
    match &change.kind {
        ChangeKind::New { .. } => "new".to_owned(),
        ChangeKind::Ended => "ended: nobody prints it any more".to_owned(),
        ChangeKind::Renamed { from, .. } => format!("was {from}"),
        ChangeKind::Merged { from, .. } => format!("{from} is part of it now"),
        ChangeKind::Split { from, .. } => format!("was part of {from}"),
        ChangeKind::WitnessAdded { quotation, outlet, .. } => {
            format!("printed by {outlet} ({quotation})")
        }
        ChangeKind::WitnessRemoved { quotation, .. } => {
            format!("not printed any more by {quotation}")
        }
        ChangeKind::WordingAdded { text, wordings, .. } => {
            format!("wording {wordings}: “{text}”")
        }
        ChangeKind::WordingRemoved { text, .. } => format!("wording gone: “{text}”"),
        ChangeKind::LemmaChanged { from, .. } => format!("lemma was: “{from}”"),
        ChangeKind::SpeakerChanged { from, to, .. } => {
            let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "nobody".to_owned());
            format!("speaker: {}, was {}", name(to), name(from))
        }
        ChangeKind::StatementAdded(stated) => {
            let outlets = stated.outlets.join(", ");
            let (kind, level) = (stated.kind.as_str(), stated.level.as_str());
            let sides = format!("“{}” / “{}”", stated.lemma, stated.reading);
            format!("differs ({level} {kind}): {sides} in {outlets}")
        }
        ChangeKind::StatementWithdrawn(stated) => {
            format!("no longer stated: “{}” / “{}”", stated.lemma, stated.reading)
        }
        other => format!("{other:?}"),
    }
}
