//! Reads articles and writes the reconciled utterances.
//!
//! `cargo run --release --example reconcile` reads the articles that come with the crate;
//! `cargo run --release --example reconcile -- --help` explains how to read others.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::*;
use variorum::Progress;
use variorum::Skipped;
use variorum::edition::LemmaPolicy;
use variorum::input::{self, InputReader};
use variorum::link::{Link, LinkVerdict};
use variorum::reconciliation::{Grouping, Provenance, ReconciledDocument};
use variorum::report::{
    Colour, HtmlReport, JsonReport, MarkdownReport, Report, TeiReport, TextReport, TsvReport,
};
use variorum::{Archive, Reconciliation, Settings};

const HELP: &str = "\
Reconciles quotations across news articles: finds what was quoted and who said it, which quotations
report the same utterance, and who printed which wording.

Usage: reconcile [OPTIONS] [INPUT ...]

INPUT is a file or a folder:
  .txt, .md   one article; its id is the path, its outlet the file's stem; a first block of
              `key: value` lines may set outlet, published, title, url
  .html       one page; its main text is read
  .jsonl      one article a line: id, text, and if known outlet, published, title, url, kind,
              language
  -           JSONL from standard input
Without INPUT, the articles that come with the crate are read (Helsinki, 16 July 2018).

  --quotations FILE   read quotations that were already cut out, as JSONL: id, text, and if known
                      speaker, outlet, document, published
  --format FORMAT     write text (default), markdown, html, json, tei, tsv, or none (the summary)
  --out FILE          write the report to FILE instead of standard output
  --min-outlets N     leave out utterances that fewer outlets print (default 2; 1 for json)
  --lemma POLICY      choose the base wording: consensus (default), fullest, earliest, or
                      document:ID (the wording of that document, such as a transcript; the consensus
                      if it has none); a decision takes precedence
  --who               name every outlet and every witness, however many
  --width N           set the columns of the text (default: COLUMNS, or 100)
  --explain ID ID     explain why these two quotations are, or are not, one utterance
  --review            list the pairs that a person should review, most doubtful first, each with the
                      decision to copy
  --decisions FILE    apply a person's decisions, as JSONL, one a line:
                        {\"decision\": \"same\"|\"different\", \"a\": ID, \"b\": ID}
                        {\"decision\": \"speaker\", \"a\": ID, \"speaker\": NAME}
                        {\"decision\": \"lemma\", \"a\": ID}
                      ID may also be {\"id\": ID, \"text\": WORDS}, or either of the two alone
  --threads N         use N threads (default 0: as many as the machine has)
  -h, --help          print this help

The words of the reports (lemma, silent, doubtful, ...) are explained in docs/FORMAT.md; a legend
below each report for readers explains those that it uses.

Exit status: 0 done; 1 some input was skipped (each reported on standard error); 2 nothing could be
done.
";

#[derive(Clone, Copy, PartialEq)]
enum Format {
    Text,
    Markdown,
    Html,
    Json,
    Tei,
    Tsv,
    None,
}

struct Arguments {
    inputs: Vec<OsString>,
    quotations: Vec<PathBuf>,
    format: Format,
    out: Option<PathBuf>,
    min_outlets: Option<usize>,
    who: bool,
    width: Option<usize>,
    explain: Option<(String, String)>,
    review: bool,
    decisions: Option<PathBuf>,
    /// Id of the document whose wording is the lemma.
    lemma: Option<String>,
    threads: usize,
    settings: Settings,
}

/// The articles that come with the crate.
const ARTICLES: [(&str, &str); 8] = [
    ("evening-lantern", include_str!("helsinki/evening-lantern.txt")),
    ("harbour-courier", include_str!("helsinki/harbour-courier.txt")),
    ("island-gazette", include_str!("helsinki/island-gazette.txt")),
    ("morning-semaphore", include_str!("helsinki/morning-semaphore.txt")),
    ("northern-ledger", include_str!("helsinki/northern-ledger.txt")),
    ("plains-tribune", include_str!("helsinki/plains-tribune.txt")),
    ("prairie-sentinel", include_str!("helsinki/prairie-sentinel.txt")),
    ("samovar", include_str!("helsinki/samovar.txt")),
];

type AnyError = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let done = arguments()
        .and_then(|arguments| arguments.map_or(Ok(ExitCode::SUCCESS), |arguments| run(&arguments)));
    done.unwrap_or_else(|failure| {
        print_message(&format!("reconcile: {failure}"));
        ExitCode::from(2)
    })
}

/// Parses the command line; returns `None` after `--help`.
fn arguments() -> Result<Option<Arguments>, AnyError> {
    let mut given = Arguments {
        inputs: Vec::new(),
        quotations: Vec::new(),
        format: Format::Text,
        out: None,
        min_outlets: None,
        who: false,
        width: std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()),
        explain: None,
        review: false,
        decisions: None,
        lemma: None,
        threads: 0,
        settings: Settings::default(),
    };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(input) => given.inputs.push(input),
            Long("quotations") => given.quotations.push(parser.value()?.into()),
            Long("format") => {
                given.format = match parser.value()?.string()?.as_str() {
                    "text" => Format::Text,
                    "markdown" => Format::Markdown,
                    "html" => Format::Html,
                    "json" => Format::Json,
                    "tei" => Format::Tei,
                    "tsv" => Format::Tsv,
                    "none" => Format::None,
                    form => {
                        let known = "text, markdown, html, json, tei, tsv, none";
                        return Err(format!("--format {form}: none of {known}").into());
                    }
                }
            }
            Long("out") => given.out = Some(parser.value()?.into()),
            Long("min-outlets") => given.min_outlets = Some(parser.value()?.parse()?),
            Long("lemma") => {
                let policy = parser.value()?.string()?;
                let policy = match (policy.as_str(), policy.strip_prefix("document:")) {
                    ("consensus", _) => LemmaPolicy::Consensus,
                    ("fullest", _) => LemmaPolicy::Fullest,
                    ("earliest", _) => LemmaPolicy::Earliest,
                    (_, Some(id)) => {
                        given.lemma = Some(id.to_owned());
                        LemmaPolicy::Document(id.to_owned())
                    }
                    _ => {
                        let known = "consensus, fullest, earliest, document:ID";
                        return Err(format!("--lemma {policy}: none of {known}").into());
                    }
                };
                given.settings = given.settings.with_lemma(policy);
            }
            Long("who") => given.who = true,
            Long("width") => given.width = Some(parser.value()?.parse()?),
            Long("explain") => {
                given.explain = Some((parser.value()?.string()?, parser.value()?.string()?))
            }
            Long("review") => given.review = true,
            Long("decisions") => given.decisions = Some(parser.value()?.into()),
            Long("threads") => {
                given.threads = parser.value()?.parse()?;
                given.settings = given.settings.with_threads(given.threads)?;
            }
            Short('h') | Long("help") => {
                ignore_broken_pipe(io::stdout().write_all(HELP.as_bytes()))?;
                return Ok(None);
            }
            other => return Err(format!("{}; --help lists the options", other.unexpected()).into()),
        }
    }
    Ok(Some(given))
}

fn run(given: &Arguments) -> Result<ExitCode, AnyError> {
    let progress = ProgressLine { is_shown: io::stderr().is_terminal() };
    progress.show_text("reading");
    let (mut archive, mut skipped) = build_archive(given, &progress)?;
    if let Some(path) = &given.decisions {
        let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let (decisions, refused) =
            input::read_decisions(&path.to_string_lossy(), BufReader::new(file));
        decisions.into_iter().for_each(|decision| archive.decide(decision));
        skipped.extend(refused);
    }
    // The summary alone needs no collation and no copy of any text.
    let summary_only = given.format == Format::None && given.explain.is_none() && !given.review;
    let (reconciliation, unapplied, summary) = if summary_only {
        let grouping = archive.group_with_progress(|at| progress.show(at))?;
        let summary = Summary::from_grouping(&grouping);
        (Reconciliation::default(), grouping.unapplied, summary)
    } else {
        let reconciliation = archive.reconcile_with_progress(|at| progress.show(at))?;
        let (unapplied, summary) =
            (reconciliation.unapplied.clone(), Summary::from_reconciliation(&reconciliation));
        (reconciliation, unapplied, summary)
    };
    for one in &unapplied {
        let input = given
            .decisions
            .as_deref()
            .map_or_else(String::new, |path| path.to_string_lossy().into_owned());
        skipped.push(Skipped::new(input, one.to_string()));
    }
    progress.clear();
    skipped.iter().for_each(|one| print_message(&format!("skipped: {one}")));
    if archive.is_empty() {
        return Err("nothing to reconcile: no document and no quotation could be read".into());
    }

    if let Some(id) = given.lemma.as_deref().filter(|_| !summary_only) {
        let is = |document: &ReconciledDocument| {
            document.quotations.iter().any(|quotation| match &quotation.provenance {
                Provenance::Standalone { document: Some(document), .. } => document == id,
                _ => document.document.id == id,
            })
        };
        if !reconciliation.documents.iter().any(is) {
            return Err(
                format!("--lemma document:{id}: no document with a quotation has this id").into()
            );
        }
    }
    let explained = match &given.explain {
        Some((a, b)) => Some(explain(&archive, &reconciliation, a, b)?),
        None => None,
    };
    match &given.out {
        Some(path) => File::create(path)
            .map(BufWriter::new)
            .and_then(|mut file| {
                write_report(given, explained.as_ref(), &reconciliation, &skipped, &mut file)?;
                file.flush()
            })
            .map_err(|error| format!("{}: {error}", path.display()))?,
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            let written =
                write_report(given, explained.as_ref(), &reconciliation, &skipped, &mut out);
            ignore_broken_pipe(written.map_err(io::Error::from).and_then(|()| out.flush()))?;
            // Dropping the writer would try again to write what a closed pipe refused.
            let _ = out.into_parts();
        }
    }
    print_message(&summary.line(skipped.len()));
    // The system frees the memory at once; dropping the values one by one would take longer than
    // writing the report.
    std::mem::forget((archive, reconciliation));
    Ok(ExitCode::from(u8::from(!skipped.is_empty())))
}

/// Returns an archive of all input that can be read, and the input that was skipped.
fn build_archive(
    given: &Arguments,
    progress: &ProgressLine,
) -> Result<(Archive, Vec<Skipped>), AnyError> {
    let mut archive = Archive::new(given.settings.clone());
    let articles = !given.inputs.is_empty() || given.quotations.is_empty();
    let read = std::thread::scope(|scope| {
        // One thread reads files; another makes the tables of words meanwhile.
        if articles && given.threads != 1 {
            scope.spawn(|| archive.prepare());
        }
        read_articles(given)
    });
    let mut skipped = read.skipped;
    for (document, error) in archive.extend_with_progress(read.documents, |at| progress.show(at))? {
        skipped.push(Skipped::new(document.id, error.to_string()));
    }
    for path in &given.quotations {
        skipped.extend(if path.as_os_str() == "-" {
            archive
                .read_quotations_with_progress("-", io::stdin().lock(), |at| progress.show(at))?
        } else {
            archive.read_quotations_path_with_progress(path, |at| progress.show(at))?
        });
    }
    Ok((archive, skipped))
}

/// Reads the articles of the command line, or those that come with the crate.
fn read_articles(given: &Arguments) -> input::Input {
    let mut reader = InputReader::new();
    for path in &given.inputs {
        if path == "-" {
            reader.read_jsonl("-", io::stdin().lock());
        } else {
            reader.read_path(path);
        }
    }
    if given.inputs.is_empty() && given.quotations.is_empty() {
        for (name, text) in ARTICLES {
            reader.read_text(name, text);
        }
    }
    reader.finish()
}

/// Returns the link of two quotations. As the text report shortens ids, an id may be given without
/// its folders, and with `…` for its middle.
fn explain(archive: &Archive, all: &Reconciliation, a: &str, b: &str) -> Result<Link, AnyError> {
    let full_id = |id: &str| -> Result<String, AnyError> {
        let ids = || {
            all.documents
                .iter()
                .flat_map(|document| &document.quotations)
                .map(|quotation| &quotation.id)
        };
        let ends = |other: &&String| {
            let name = other.rsplit(['/', '\\']).next().unwrap_or(other);
            match id.split_once('…') {
                Some((head, tail)) => {
                    name.strip_prefix(head).is_some_and(|rest| rest.ends_with(tail))
                }
                None => {
                    other.strip_suffix(id).is_some_and(|folders| folders.ends_with(['/', '\\']))
                }
            }
        };
        match (
            ids().find(|other| *other == id),
            ids().filter(ends).take(2).collect::<Vec<_>>().as_slice(),
        ) {
            (Some(_), _) => Ok(id.to_owned()),
            (None, [whole]) => Ok((*whole).clone()),
            (None, []) => Err(format!("--explain: no quotation has the id {id:?}").into()),
            (None, [one, other, ..]) => {
                Err(format!("--explain: {id:?} may be {one:?} or {other:?}").into())
            }
        }
    };
    let (a, b) = (full_id(a)?, full_id(b)?);
    archive.explain(&a, &b).ok_or_else(|| format!("--explain: {a:?} and {b:?} are no pair").into())
}

/// Writes the report in the chosen format.
fn write_report(
    given: &Arguments,
    explained: Option<&Link>,
    all: &Reconciliation,
    skipped: &[Skipped],
    out: &mut dyn Write,
) -> Result<(), variorum::Error> {
    let min_outlets = given.min_outlets.unwrap_or(if given.format == Format::Json { 1 } else { 2 });
    let is_plain = given.out.is_some() || !io::stdout().is_terminal() || is_set("NO_COLOR");
    let text = TextReport::new()
        .with_colour(if is_plain { Colour::Never } else { Colour::Always })
        .with_width(given.width.unwrap_or(100))
        .with_all_outlets_named(given.who)
        .with_min_outlets(min_outlets);
    if let Some(link) = explained {
        return text.write_link(link, all, out);
    }
    if given.review {
        return text.write_review(all, out);
    }
    let report: Box<dyn Report> = match given.format {
        Format::Text => Box::new(text),
        Format::Markdown => Box::new(
            MarkdownReport::new().with_all_outlets_named(given.who).with_min_outlets(min_outlets),
        ),
        Format::Html => Box::new(
            HtmlReport::new().with_all_outlets_named(given.who).with_min_outlets(min_outlets),
        ),
        Format::Json => Box::new(
            JsonReport::new()
                .with_min_outlets(min_outlets)
                .with_threads(given.threads)
                .with_skipped(skipped),
        ),
        Format::Tei => Box::new(TeiReport::new().with_min_outlets(min_outlets)),
        Format::Tsv => Box::new(TsvReport::new().with_min_outlets(min_outlets)),
        Format::None => return Ok(()),
    };
    report.write(all, out)
}

/// Counts for the last line.
struct Summary {
    documents: usize,
    quotations: usize,
    utterances: usize,
    shared: usize,
    same: usize,
    review: usize,
}

impl Summary {
    fn from_reconciliation(all: &Reconciliation) -> Summary {
        let links = |verdict| all.links.iter().filter(|link| link.verdict == verdict).count();
        Summary {
            documents: all
                .documents
                .iter()
                .filter(|document| {
                    document
                        .quotations
                        .iter()
                        .all(|quotation| !quotation.provenance.is_standalone())
                })
                .count(),
            quotations: all.documents.iter().map(|document| document.quotations.len()).sum(),
            utterances: all.utterances.len(),
            shared: all.utterances.iter().filter(|utterance| utterance.outlets > 1).count(),
            same: links(LinkVerdict::Same),
            review: links(LinkVerdict::Review),
        }
    }

    fn from_grouping(grouping: &Grouping<'_>) -> Summary {
        Summary {
            documents: grouping.documents,
            quotations: grouping.groups.iter().map(|group| group.quotations.len()).sum(),
            utterances: grouping.groups.len(),
            shared: grouping.groups.iter().filter(|group| group.outlets > 1).count(),
            same: grouping.same,
            review: grouping.review,
        }
    }

    fn line(&self, skipped: usize) -> String {
        let counted = |count: usize, noun: &str| {
            format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
        };
        [
            counted(self.documents, "document"),
            counted(self.quotations, "quotation"),
            format!(
                "{} ({} printed by two outlets or more)",
                counted(self.utterances, "utterance"),
                self.shared
            ),
            format!("{} ({} more for review)", counted(self.same, "link"), self.review),
            format!("{skipped} skipped"),
        ]
        .join(", ")
    }
}

/// Ignores a pipe closed by its reader, such as `head`.
fn ignore_broken_pipe(written: io::Result<()>) -> io::Result<()> {
    written.or_else(
        |error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) },
    )
}

/// Writes a line to standard error, if it is open.
fn print_message(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

/// Shows progress in one line of standard error, if that is a terminal.
struct ProgressLine {
    is_shown: bool,
}

impl ProgressLine {
    fn show_text(&self, what: &str) {
        if self.is_shown {
            let _ = write!(io::stderr(), "\r\x1b[K{what} …");
        }
    }

    fn show(&self, progress: Progress) -> ControlFlow<()> {
        self.show_text(&progress.to_string());
        ControlFlow::Continue(())
    }

    fn clear(&self) {
        if self.is_shown {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
