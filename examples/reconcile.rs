//! The main job: articles in, reconciled utterances out.
//!
//! `cargo run --release --example reconcile` reads the articles that come with the crate;
//! `cargo run --release --example reconcile -- --help` tells how to read others.

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
Finds what was quoted in news articles, and who printed which wording of it.

Usage: reconcile [OPTIONS] [INPUT ...]

INPUT is a file or a folder: .txt, .md (id: the path; outlet: the file's stem; a first block of `key: value` lines may
set outlet, published, title, url), .html (main text), .jsonl (one article a line: id, text, and if known outlet,
published, title, url, kind, language); `-` reads JSONL from standard input. Without any, the articles that come with
the crate are read (Helsinki, 16 July 2018).

  --quotations FILE   quotations already cut out, as JSONL: id, text, and if known speaker, outlet, document, published
  --format FORM       text (default), markdown, html, json, tei, tsv, none (only the summary)
  --out FILE          write the report there instead of to standard output
  --min-outlets N     leave out utterances that fewer outlets print (default 2; 1 for json)
  --lemma POLICY      which wording is printed as base: consensus (default), fullest, earliest, document:ID (that of a
                      transcript, say; the consensus where it has none); a decision goes before it
  --who               name every outlet and every witness, however many
  --width N           columns of the text (default: COLUMNS, or 100)
  --explain ID ID     why these two quotations are, or are not, one utterance
  --review            the pairs that a person should look at, most doubtful first, with the decision to copy
  --decisions FILE    what a person decided, JSONL: {\"decision\": \"same\"|\"different\", \"a\": ID, \"b\": ID},
                      {\"decision\": \"speaker\", \"a\": ID, \"speaker\": NAME} or {\"decision\": \"lemma\", \"a\": ID} a line; for
                      an ID also {\"id\": ID, \"text\": WORDS}, either of the two alone or both
  --threads N         0 (default): as many as the machine has
  -h, --help          this

Exit status: 0 done; 1 some input was skipped (said on standard error); 2 nothing could be done.
";

#[derive(Clone, Copy, PartialEq)]
enum Form {
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
    form: Form,
    out: Option<PathBuf>,
    min_outlets: Option<usize>,
    who: bool,
    width: Option<usize>,
    explain: Option<(String, String)>,
    review: bool,
    decisions: Option<PathBuf>,
    /// The document whose wording is the lemma.
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

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let done = arguments()
        .and_then(|arguments| arguments.map_or(Ok(ExitCode::SUCCESS), |arguments| run(&arguments)));
    done.unwrap_or_else(|failure| {
        say(&format!("reconcile: {failure}"));
        ExitCode::from(2)
    })
}

/// What was asked for; nothing more to do after `--help`.
fn arguments() -> Result<Option<Arguments>, Failure> {
    let mut given = Arguments {
        inputs: Vec::new(),
        quotations: Vec::new(),
        form: Form::Text,
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
                given.form = match parser.value()?.string()?.as_str() {
                    "text" => Form::Text,
                    "markdown" => Form::Markdown,
                    "html" => Form::Html,
                    "json" => Form::Json,
                    "tei" => Form::Tei,
                    "tsv" => Form::Tsv,
                    "none" => Form::None,
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
                unless_closed(io::stdout().write_all(HELP.as_bytes()))?;
                return Ok(None);
            }
            other => return Err(format!("{}; --help lists the options", other.unexpected()).into()),
        }
    }
    Ok(Some(given))
}

fn run(given: &Arguments) -> Result<ExitCode, Failure> {
    let progress = Terminal { on: io::stderr().is_terminal() };
    progress.at("reading");
    let (mut archive, mut skipped) = filled(given, &progress)?;
    if let Some(path) = &given.decisions {
        let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let (decisions, refused) =
            input::read_decisions(&path.to_string_lossy(), BufReader::new(file));
        decisions.into_iter().for_each(|decision| archive.decide(decision));
        skipped.extend(refused);
    }
    // For the summary alone nothing is collated and no text is copied.
    let light = given.form == Form::None && given.explain.is_none() && !given.review;
    let (reconciliation, unapplied, summary) = if light {
        let grouping = archive.group_with_progress(|at| progress.shows(at))?;
        let summary = Summary::of_groups(&grouping);
        (Reconciliation::default(), grouping.unapplied, summary)
    } else {
        let reconciliation = archive.reconcile_with_progress(|at| progress.shows(at))?;
        let (unapplied, summary) = (reconciliation.unapplied.clone(), Summary::of(&reconciliation));
        (reconciliation, unapplied, summary)
    };
    for one in &unapplied {
        let input = given
            .decisions
            .as_deref()
            .map_or_else(String::new, |path| path.to_string_lossy().into_owned());
        skipped.push(Skipped::new(input, one.to_string()));
    }
    progress.done();
    skipped.iter().for_each(|one| say(&format!("skipped: {one}")));
    if archive.is_empty() {
        return Err("nothing to reconcile: no document and no quotation could be read".into());
    }

    if let Some(id) = given.lemma.as_deref().filter(|_| !light) {
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
            unless_closed(written.map_err(io::Error::from).and_then(|()| out.flush()))?;
            // What could not be written to a closed pipe is not tried again.
            let _ = out.into_parts();
        }
    }
    say(&summary.line(skipped.len()));
    // The system frees the memory at once; dropping the values one by one would take longer than
    // writing the report.
    std::mem::forget((archive, reconciliation));
    Ok(ExitCode::from(u8::from(!skipped.is_empty())))
}

/// An archive of everything that can be read, and what cannot.
fn filled(given: &Arguments, progress: &Terminal) -> Result<(Archive, Vec<Skipped>), Failure> {
    let mut archive = Archive::new(given.settings.clone());
    let articles = !given.inputs.is_empty() || given.quotations.is_empty();
    let read = std::thread::scope(|scope| {
        // Files are read by one thread; the others have this to do meanwhile.
        if articles && given.threads != 1 {
            scope.spawn(|| archive.prepare());
        }
        articles_of(given)
    });
    let mut skipped = read.skipped;
    for (document, error) in
        archive.extend_with_progress(read.documents, |at| progress.shows(at))?
    {
        skipped.push(Skipped::new(document.id, error.to_string()));
    }
    for path in &given.quotations {
        skipped.extend(if path.as_os_str() == "-" {
            archive
                .read_quotations_with_progress("-", io::stdin().lock(), |at| progress.shows(at))?
        } else {
            archive.read_quotations_path_with_progress(path, |at| progress.shows(at))?
        });
    }
    Ok((archive, skipped))
}

/// The articles that were asked for.
fn articles_of(given: &Arguments) -> input::Input {
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

/// Why two quotations are, or are not, one utterance. The text shortens ids: an id may be given
/// without its folders, and with `…` for its middle.
fn explain(archive: &Archive, all: &Reconciliation, a: &str, b: &str) -> Result<Link, Failure> {
    let whole = |id: &str| -> Result<String, Failure> {
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
    let (a, b) = (whole(a)?, whole(b)?);
    archive.explain(&a, &b).ok_or_else(|| format!("--explain: {a:?} and {b:?} are no pair").into())
}

/// Writes the report that was asked for.
fn write_report(
    given: &Arguments,
    explained: Option<&Link>,
    all: &Reconciliation,
    skipped: &[Skipped],
    out: &mut dyn Write,
) -> Result<(), variorum::Error> {
    let min_outlets = given.min_outlets.unwrap_or(if given.form == Form::Json { 1 } else { 2 });
    let is_plain = given.out.is_some() || !io::stdout().is_terminal() || set("NO_COLOR");
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
    let report: Box<dyn Report> = match given.form {
        Form::Text => Box::new(text),
        Form::Markdown => Box::new(
            MarkdownReport::new().with_all_outlets_named(given.who).with_min_outlets(min_outlets),
        ),
        Form::Html => Box::new(
            HtmlReport::new().with_all_outlets_named(given.who).with_min_outlets(min_outlets),
        ),
        Form::Json => Box::new(
            JsonReport::new()
                .with_min_outlets(min_outlets)
                .with_threads(given.threads)
                .with_skipped(skipped),
        ),
        Form::Tei => Box::new(TeiReport::new().with_min_outlets(min_outlets)),
        Form::Tsv => Box::new(TsvReport::new().with_min_outlets(min_outlets)),
        Form::None => return Ok(()),
    };
    report.write(all, out)
}

/// What the last line tells.
struct Summary {
    documents: usize,
    quotations: usize,
    utterances: usize,
    shared: usize,
    same: usize,
    review: usize,
}

impl Summary {
    fn of(all: &Reconciliation) -> Summary {
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

    fn of_groups(grouping: &Grouping<'_>) -> Summary {
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

/// A reader that has seen enough, such as `head`, is no failure.
fn unless_closed(written: io::Result<()>) -> io::Result<()> {
    written.or_else(
        |error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) },
    )
}

/// A line on standard error, if anybody listens.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

fn set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

/// One line on standard error that says what is being done; only on a terminal.
struct Terminal {
    on: bool,
}

impl Terminal {
    fn at(&self, what: &str) {
        if self.on {
            let _ = write!(io::stderr(), "\r\x1b[K{what} …");
        }
    }

    fn shows(&self, progress: Progress) -> ControlFlow<()> {
        self.at(&progress.to_string());
        ControlFlow::Continue(())
    }

    fn done(&self) {
        if self.on {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
