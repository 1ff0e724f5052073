//! Reads articles and writes the reconciled utterances.
//!
//! `cargo run --release --example reconcile` reads the articles that come with the crate;
//! `cargo run --release --example reconcile -- --help` explains how to read others.

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/format.rs"]
mod format;
#[path = "common/output.rs"]
mod output;
#[path = "common/summary.rs"]
mod summary;
#[path = "common/terminal.rs"]
mod terminal;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, IsTerminal, Stdin, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use format::{Format, ReportOptions};
use lexopt::prelude::*;
use summary::{ProgressLine, Summary};
use terminal::{AnyError, JsonOutput, print_message};
use variorum::Skipped;
use variorum::edition::{LemmaPolicy, Utterance};
use variorum::input::{self, Documents, InputReader};
use variorum::link::Link;
use variorum::reconciliation::{Provenance, ReconciledDocument};
use variorum::report::{Colour, TextReport};
use variorum::{Archive, Document, DocumentKind, Reconciliation, Settings};

const HELP: &str = "\
Reconciles quotations across news articles: finds what was quoted and who said it, which quotations
report the same utterance, and who printed which wording.

Usage: reconcile [OPTIONS] [INPUT ...]

INPUT is a file or a folder:
  .txt, .md   one article; its id is the path, its outlet the file's stem; a first block of
              `key: value` lines, or YAML between two lines `---`, may set outlet, published,
              title, url, kind (article, transcript, query), language, speaker (of a transcript),
              encoding
  .html       one page; its main text is read, and what it says of title, outlet, date, address
  .jsonl      one article a line: id, text, and if known outlet, published, title, url, kind,
              language
  .csv, .tsv  a table with named columns: text (or body), and if known those of .jsonl
  .warc, .warc.gz   the pages of a crawl
  .pdf.txt    text of a PDF, as pdftotext writes it: lines, hyphens and ligatures are undone
  .rss, .atom, .xml, .json   a feed (build with --features feeds)
  .eml, .mbox newsletters (build with --features mail-input)
  -           JSONL from standard input
Without INPUT, the articles that come with the crate are read (Helsinki, 16 July 2018).

  --quotations FILE   read quotations that were already cut out, as JSONL: id, text, and if known
                      speaker, outlet, document, published
  --format FORMAT     write one of the formats below; without it, the ending of --out says which,
                      and else it is text
  --out FILE          write the report to FILE instead of standard output; FILE is replaced when
                      the report is complete, and may be no input. Of html, more than 250 utterances
                      go into further files beside it: FILE-2, FILE-3, ..., and a list, FILE-contents;
                      more than 60 pairs to decide into FILE-review
  --utterance ID      write this utterance alone; may be repeated
  --about-query       write only the utterances that a document of kind query quotes: a text in
                      question, such as a draft or an answer of a chatbot, which counts as no outlet
  --min-outlets N     leave out utterances that fewer outlets print (default 2; 1 for json)
  --lemma POLICY      choose the base wording: consensus (default), fullest, earliest, or
                      document:ID (the wording of that document, such as a transcript; the consensus
                      if it has none); a decision takes precedence
  --who               name every outlet and every witness, however many
  --width N           set the columns of the text, 40 to 1000 (default: COLUMNS, or the
                      terminal’s, or 100)
  --texts             write the text of each document into json: what the spans run in
  --title TEXT        set the title of html or tei
  --language TAG      set the language of the text of tei, such as en-GB
  --siglum NAME=S     call an outlet, or the document or quotation with this id, S in tei; the order
                      of these options is that of the witnesses
  --explain ID ID     explain why these two quotations are, or are not, one utterance
  --review            list the pairs that a person should review, most doubtful first, each with the
                      decision to copy
  --decisions FILE    apply a person's decisions, as JSONL, one a line:
                        {\"decision\": \"same\"|\"different\", \"a\": ID, \"b\": ID}
                        {\"decision\": \"speaker\", \"a\": ID, \"speaker\": NAME}
                        {\"decision\": \"lemma\", \"a\": ID}
                      ID may also be {\"id\": ID, \"text\": WORDS}, or either of the two alone
  --no-reports        do not look for speech without marks: reads faster
  --threads N         use N threads (default 0: as many as the machine has)
  --max-documents N   read no more than N articles or quotations (default 50000000)
  --max-memory BYTES  hold no more than about BYTES, such as 500M or 2G (default 64G); what does not
                      fit is skipped
  -h, --help          print this help

Formats, and the endings of --out that stand for them:
  for people          text (.txt), markdown (.md), html (.html), none (the summary alone)
  for programs        json (.json), schema-org and annotations (.schema.jsonld, .jsonld)
  for spreadsheets    csv (.csv: a row a stated difference), csv-witnesses (.witnesses.csv),
                      tsv (.tsv: a row a difference of a witness), tsv-differences, tsv-witnesses
  for editions        tei (.xml), collatex (.collatex.jsonl), graphml (.graphml), dot (.dot, .gv),
                      nexus (.nex), phylip (.phy)

Examples:
  reconcile articles/                          read a folder, print the report
  reconcile articles/ --out report.html        write a page to look at
  reconcile articles/ --out differences.csv    write the stated differences for a spreadsheet
  reconcile articles/ --format json | jq .utterances[0]
  reconcile --utterance u0a1b2c3d4e5f --format dot | dot -Tsvg > graph.svg
  reconcile articles/ --review                 list what a person should decide

The words of the reports (lemma, silent, doubtful, ...) are explained in docs/FORMAT.md; a legend
below each report for readers explains those that it uses.

Exit status: 0 done; 1 some input was skipped (each reported on standard error); 2 nothing could be
done.
";

struct Arguments {
    inputs: Vec<OsString>,
    quotations: Vec<PathBuf>,
    /// `None` until the ending of `out` has been looked at.
    chosen: Option<Format>,
    out: Option<PathBuf>,
    /// Ids of the utterances to write; all of them if there are none.
    utterances: Vec<String>,
    /// True if only utterances that a text in question quotes are written.
    about_query: bool,
    min_outlets: Option<usize>,
    who: bool,
    width: usize,
    texts: bool,
    title: Option<String>,
    language: Option<String>,
    sigla: Vec<(String, String)>,
    explain: Option<(String, String)>,
    review: bool,
    decisions: Option<PathBuf>,
    /// Id of the document whose wording is the lemma.
    lemma: Option<String>,
    threads: usize,
    max_documents: u64,
    settings: Settings,
}

/// Columns within which text can be laid out, and found.
const WIDTHS: (usize, usize) = (40, 1000);

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
        chosen: None,
        out: None,
        utterances: Vec::new(),
        about_query: false,
        min_outlets: None,
        who: false,
        width: terminal_width().unwrap_or(100).clamp(WIDTHS.0, WIDTHS.1),
        texts: false,
        title: None,
        language: None,
        sigla: Vec::new(),
        explain: None,
        review: false,
        decisions: None,
        lemma: None,
        threads: 0,
        max_documents: 50_000_000,
        settings: Settings::default(),
    };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(input) => given.inputs.push(input),
            Long("quotations") => given.quotations.push(parser.value()?.into()),
            Long("format") => {
                let name = arguments::text("--format", &mut parser)?;
                given.chosen = Some(Format::from_name(&name)?);
            }
            Long("out") => given.out = Some(parser.value()?.into()),
            Long("utterance") => {
                given.utterances.push(arguments::text("--utterance", &mut parser)?);
            }
            Long("about-query") => given.about_query = true,
            Long("min-outlets") => {
                given.min_outlets = Some(arguments::parsed("--min-outlets", &mut parser)?)
            }
            Long("lemma") => {
                let policy = arguments::text("--lemma", &mut parser)?;
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
            Long("width") => {
                given.width = arguments::number_within("--width", &mut parser, WIDTHS)?
            }
            Long("texts") => given.texts = true,
            Long("title") => given.title = Some(arguments::text("--title", &mut parser)?),
            Long("language") => given.language = Some(arguments::text("--language", &mut parser)?),
            Long("siglum") => {
                let value = arguments::text("--siglum", &mut parser)?;
                let (name, siglum) = value
                    .rsplit_once('=')
                    .filter(|(name, siglum)| !name.is_empty() && !siglum.is_empty())
                    .ok_or_else(|| format!("--siglum {value}: not NAME=SIGLUM"))?;
                given.sigla.push((name.to_owned(), siglum.to_owned()));
            }
            Long("explain") => {
                let mut id = || arguments::text("--explain", &mut parser);
                given.explain = Some((id()?, id()?));
            }
            Long("review") => given.review = true,
            Long("decisions") => given.decisions = Some(parser.value()?.into()),
            Long("no-reports") => {
                given.settings = given.settings.with_indirect_reports(false);
            }
            Long("threads") => {
                given.threads = arguments::parsed("--threads", &mut parser)?;
                let settings = given.settings.with_threads(given.threads);
                given.settings = settings.map_err(|error| format!("--threads: {error}"))?;
            }
            Long("max-documents") => {
                let documents: usize = arguments::parsed("--max-documents", &mut parser)?;
                let settings = given.settings.with_documents(documents);
                given.settings = settings.map_err(|error| format!("--max-documents: {error}"))?;
                given.max_documents = documents as u64;
            }
            Long("max-memory") => {
                let bytes = arguments::bytes("--max-memory", &mut parser)?;
                let settings = given.settings.with_memory(bytes);
                given.settings = settings.map_err(|error| format!("--max-memory: {error}"))?;
            }
            Short('h') | Long("help") => {
                ignore_broken_pipe(arguments::print_help(HELP))?;
                return Ok(None);
            }
            other => return Err(arguments::unexpected(other)),
        }
    }
    Ok(Some(given))
}

impl Arguments {
    /// Returns the format that was asked for, or that the name of the output stands for.
    fn format(&self) -> Format {
        let by_path = || self.out.as_deref().map_or(Format::Text, Format::from_path);
        self.chosen.unwrap_or_else(by_path)
    }

    /// Returns true if what is written is the HTML report.
    fn is_page(&self) -> bool {
        self.format() == Format::Html && self.explain.is_none() && !self.review
    }

    /// Fails if `out` is read as input: writing would destroy it.
    fn check_out(&self, out: &Path) -> Result<(), AnyError> {
        let files = self.inputs.iter().filter(|input| *input != "-").map(PathBuf::from);
        let files = files.chain(self.quotations.iter().chain(&self.decisions).cloned());
        let Some(input) = output::find_input(out, files) else { return Ok(()) };
        let place = match input.is_dir() {
            true => format!(
                ", in the folder {}: choose another place, or an ending that is not read",
                input.display()
            ),
            false => String::new(),
        };
        Err(format!("--out {}: is read as input{place}", out.display()).into())
    }

    fn text_report(&self) -> TextReport {
        let is_plain = self.out.is_some() || !io::stdout().is_terminal() || is_set("NO_COLOR");
        TextReport::new()
            .with_colour(if is_plain { Colour::Never } else { Colour::Always })
            .with_width(self.width)
            .with_all_outlets_named(self.who)
            .with_min_outlets(self.least_outlets().unwrap_or(2))
    }

    /// Returns the fewest outlets of an utterance that is written; `None` for the usual number.
    fn least_outlets(&self) -> Option<usize> {
        let is_asked = self.about_query || !self.utterances.is_empty();
        self.min_outlets.or(is_asked.then_some(0))
    }

    fn report_options<'a>(&'a self, skipped: &'a [Skipped]) -> ReportOptions<'a> {
        ReportOptions {
            // Whoever asks for an utterance wants it, whoever prints it.
            min_outlets: self.least_outlets(),
            text: self.text_report(),
            all_outlets_named: self.who,
            title: self.title.as_deref(),
            language: self.language.as_deref(),
            sigla: &self.sigla,
            threads: self.threads,
            texts: self.texts,
            skipped,
        }
    }
}

fn run(given: &Arguments) -> Result<ExitCode, AnyError> {
    let started = Instant::now();
    if given.texts && given.format() != Format::Json {
        return Err("--texts: only json carries the texts".into());
    }
    if let Some(out) = &given.out {
        given.check_out(out)?;
    }
    let progress = ProgressLine::new(io::stderr().is_terminal());
    progress.show_text("reading");
    let (mut archive, mut skipped) = build_archive(given, &progress)?;
    skipped.extend(archive.unread_transcripts());
    if let Some(path) = &given.decisions {
        let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let (decisions, refused) =
            input::read_decisions(&path.to_string_lossy(), BufReader::new(file));
        decisions.into_iter().for_each(|decision| archive.decide(decision));
        skipped.extend(refused);
    }
    // The summary alone needs no collation and no copy of any text.
    let summary_only = given.format() == Format::None && given.explain.is_none() && !given.review;
    let (mut reconciliation, unapplied, summary) = if summary_only {
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
            // A transcript is named for what it has on record, and need quote nobody.
            document.document.kind == DocumentKind::Transcript && document.document.id == id
                || document.quotations.iter().any(|quotation| match &quotation.provenance {
                    Provenance::Standalone { document: Some(document), .. } => document == id,
                    _ => document.document.id == id,
                })
        };
        if !reconciliation.documents.iter().any(is) {
            return Err(
                format!("--lemma document:{id}: no transcript, and no document with a quotation, has this id").into()
            );
        }
    }
    if !given.utterances.is_empty() && !summary_only {
        let known = |id: &&String| !reconciliation.utterances.iter().any(|one| one.id == **id);
        if let Some(id) = given.utterances.iter().find(known) {
            return Err(format!("--utterance {id}: no utterance has this id").into());
        }
        reconciliation.utterances.retain(|utterance| given.utterances.contains(&utterance.id));
    }
    if given.about_query && !summary_only {
        if !reconciliation.documents.iter().any(|document| document.document.is_query()) {
            return Err("--about-query: no document is of kind query".into());
        }
        let is_asked = |utterance: &Utterance| utterance.witnesses.iter().any(|one| one.is_query);
        reconciliation.utterances.retain(is_asked);
    }
    let explained = match &given.explain {
        Some((a, b)) => Some(explain(&archive, &reconciliation, a, b)?),
        None => None,
    };
    if given.out.is_some() {
        progress.show_text("writing");
    }
    match &given.out {
        Some(path) if given.is_page() && output::is_file_or_new(path) => {
            write_pages(given, &reconciliation, path)?;
        }
        Some(path) => output::write_file(path, |out| {
            write_report(given, explained.as_ref(), &reconciliation, &skipped, out)
                .map_err(io::Error::from)
        })
        .map_err(|error| format!("{}: {error}", path.display()))?,
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            let report = |out: &mut dyn Write| {
                write_report(given, explained.as_ref(), &reconciliation, &skipped, out)
            };
            let written = match given.format().is_json() {
                true => report(&mut JsonOutput::new(&mut out)),
                false => report(&mut out),
            };
            ignore_broken_pipe(written.map_err(io::Error::from).and_then(|()| out.flush()))?;
            // Dropping the writer would try again to write what a closed pipe refused.
            let _ = out.into_parts();
        }
    }
    progress.clear();
    summary.lines(skipped.len(), started.elapsed()).iter().for_each(|line| print_message(line));
    // The system frees the memory at once; dropping the values one by one would take longer than
    // writing the report.
    std::mem::forget((archive, reconciliation));
    Ok(ExitCode::from(u8::from(!skipped.is_empty())))
}

/// Articles that are read before they are added, so that an endless input meets the limits of the
/// archive while it is read.
const BATCH_DOCUMENTS: usize = 4096;

/// Bytes of text after which a batch is added, however few articles it has.
const BATCH_BYTES: usize = 64 << 20;

/// Articles for which there is no room before the rest is left: smaller ones may still fit.
const MAX_REFUSED: usize = 1_000;

/// Returns an archive of all input that can be read, and the input that was skipped.
fn build_archive(
    given: &Arguments,
    progress: &ProgressLine,
) -> Result<(Archive, Vec<Skipped>), AnyError> {
    let mut archive = Archive::new(given.settings.clone());
    let mut skipped = Vec::new();
    if given.inputs.is_empty() && given.quotations.is_empty() {
        let mut reader = InputReader::new();
        ARTICLES.iter().for_each(|(name, text)| reader.read_text(name, text));
        archive.extend(reader.finish().documents);
    }
    let mut documents = Documents::<BufReader<Stdin>>::default();
    for input in &given.inputs {
        documents = match input == "-" {
            true => documents.with_jsonl("-", BufReader::new(io::stdin())),
            false => documents.with_path(input),
        };
    }
    let mut documents = documents.with_max_documents(given.max_documents);
    let mut without_room = 0;
    loop {
        let batch = std::thread::scope(|scope| {
            // One thread reads files; another makes the tables of words meanwhile.
            if archive.is_empty() && !given.inputs.is_empty() && given.threads != 1 {
                scope.spawn(|| archive.prepare());
            }
            next_batch(&mut documents, &mut skipped)
        });
        if batch.is_empty() {
            break;
        }
        for (document, error) in archive.extend_with_progress(batch, |at| progress.show(at))? {
            without_room += usize::from(error.is_full());
            skipped.push(Skipped::new(document.id, error.to_string()));
        }
        if without_room >= MAX_REFUSED {
            skipped.push(Skipped::new("", "the archive is full; no more articles are read"));
            break;
        }
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

/// Takes the next articles, and appends what was skipped on the way.
fn next_batch(
    documents: &mut Documents<BufReader<Stdin>>,
    skipped: &mut Vec<Skipped>,
) -> Vec<Document> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for next in documents {
        match next {
            Ok(document) => {
                bytes += document.text.len();
                batch.push(document);
            }
            Err(one) => skipped.push(one),
        }
        if batch.len() >= BATCH_DOCUMENTS || bytes >= BATCH_BYTES {
            break;
        }
    }
    batch
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

/// Writes the pages of the HTML report, the one that a reader opens last: whatever happens
/// meanwhile, it never leads to a page that is not there.
fn write_pages(given: &Arguments, all: &Reconciliation, path: &Path) -> Result<(), AnyError> {
    let report = format::html_report(&given.report_options(&[]));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let pages = report.pages(all, &name);
    let further = pages.names().iter().skip(1).map(|name| path.with_file_name(name));
    let paths: Vec<PathBuf> = std::iter::once(path.to_owned()).chain(further).collect();
    paths.iter().try_for_each(|path| given.check_out(path))?;
    for (n, path) in paths.iter().enumerate().rev() {
        output::write_file(path, |out| pages.write(n, out).map_err(io::Error::from))
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// Writes the report in the chosen format.
fn write_report(
    given: &Arguments,
    explained: Option<&Link>,
    all: &Reconciliation,
    skipped: &[Skipped],
    out: &mut dyn Write,
) -> Result<(), variorum::Error> {
    if let Some(link) = explained {
        return given.text_report().write_link(link, all, out);
    }
    if given.review {
        return given.text_report().write_review(all, out);
    }
    let options = given.report_options(skipped);
    format::report(given.format(), &options).map_or(Ok(()), |report| report.write(all, out))
}

/// Ignores a pipe closed by its reader, such as `head`.
fn ignore_broken_pipe(written: io::Result<()>) -> io::Result<()> {
    written.or_else(
        |error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) },
    )
}

/// Returns the columns that the variable `COLUMNS` gives, or the terminal on standard output has.
fn terminal_width() -> Option<usize> {
    let given = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size_of(io::stdout());
    given.or_else(|| terminal().map(|(columns, _)| usize::from(columns.0)))
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}
