//! The formats of `reconcile`: their names, the endings of files that stand for them, and their
//! reports.

use std::path::Path;

use variorum::Skipped;
use variorum::report::{
    AnnotationReport, CollatexReport, CsvReport, DotReport, GraphmlReport, HtmlReport, JsonReport,
    MarkdownReport, NexusReport, PhylipReport, Report, SchemaOrgReport, TeiReport, TextReport,
    TsvReport,
};

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Format {
    Text,
    Markdown,
    Html,
    Json,
    Tei,
    Tsv,
    Csv,
    CsvWitnesses,
    TsvDifferences,
    TsvWitnesses,
    Annotations,
    SchemaOrg,
    Collatex,
    Graphml,
    Dot,
    Nexus,
    Phylip,
    None,
}

/// Each format with its name and the endings of files that stand for it. Of two endings that fit,
/// the first of the list counts.
const FORMATS: [(Format, &str, &[&str]); 18] = [
    (Format::Collatex, "collatex", &["collatex.json", "collatex.jsonl"]),
    (Format::SchemaOrg, "schema-org", &["schema.jsonld", "schema-org.jsonld"]),
    (Format::CsvWitnesses, "csv-witnesses", &["witnesses.csv"]),
    (Format::TsvWitnesses, "tsv-witnesses", &["witnesses.tsv"]),
    (Format::TsvDifferences, "tsv-differences", &["differences.tsv"]),
    (Format::Text, "text", &["txt"]),
    (Format::Markdown, "markdown", &["md", "markdown"]),
    (Format::Html, "html", &["html", "htm"]),
    (Format::Json, "json", &["json"]),
    (Format::Tei, "tei", &["xml", "tei"]),
    (Format::Tsv, "tsv", &["tsv"]),
    (Format::Csv, "csv", &["csv"]),
    (Format::Annotations, "annotations", &["jsonld"]),
    (Format::Graphml, "graphml", &["graphml"]),
    (Format::Dot, "dot", &["dot", "gv"]),
    (Format::Nexus, "nexus", &["nex", "nexus", "nxs"]),
    (Format::Phylip, "phylip", &["phy", "phylip"]),
    (Format::None, "none", &[]),
];

impl Format {
    /// Returns the format of this name.
    pub fn from_name(name: &str) -> Result<Format, String> {
        let found = FORMATS.iter().find(|(_, known, _)| *known == name);
        found.map(|(format, _, _)| *format).ok_or_else(|| {
            let known: Vec<&str> = FORMATS.iter().map(|(_, known, _)| *known).collect();
            format!("--format {name}: none of {}", known.join(", "))
        })
    }

    /// Returns the format that the ending of a file stands for: text, if it says nothing.
    pub fn from_path(path: &Path) -> Format {
        let name = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into());
        let name = name.to_ascii_lowercase();
        let ends = |ending: &&str| {
            let before = name.strip_suffix(*ending);
            before.is_some_and(|before| before.is_empty() || before.ends_with(['.', '-', '_']))
        };
        let found = FORMATS.iter().find(|(_, _, endings)| endings.iter().any(ends));
        found.map_or(Format::Text, |(format, _, _)| *format)
    }

    /// Returns true for what JSON's escapes keep from driving a terminal.
    pub fn is_json(self) -> bool {
        matches!(self, Format::Json | Format::Annotations | Format::SchemaOrg | Format::Collatex)
    }
}

/// The options of the reports.
pub struct ReportOptions<'a> {
    /// `None` for the number that is usual for the format.
    pub min_outlets: Option<usize>,
    pub text: TextReport,
    pub all_outlets_named: bool,
    pub title: Option<&'a str>,
    pub language: Option<&'a str>,
    pub sigla: &'a [(String, String)],
    pub threads: usize,
    /// True if the JSON report carries the texts of the documents.
    pub texts: bool,
    pub skipped: &'a [Skipped],
}

/// Returns the HTML report, which can be written in several files.
pub fn html_report(options: &ReportOptions<'_>) -> HtmlReport {
    let report = HtmlReport::new()
        .with_all_outlets_named(options.all_outlets_named)
        .with_min_outlets(options.min_outlets.unwrap_or(2));
    options.title.iter().fold(report, |report, &title| report.with_title(title))
}

/// Returns the report of a format; `None` for the format `none`.
pub fn report(format: Format, options: &ReportOptions<'_>) -> Option<Box<dyn Report>> {
    let least = options.min_outlets.unwrap_or(if format == Format::Json { 1 } else { 2 });
    let named = options.all_outlets_named;
    Some(match format {
        Format::Text => Box::new(options.text.clone().with_min_outlets(least)),
        Format::Markdown => {
            Box::new(MarkdownReport::new().with_all_outlets_named(named).with_min_outlets(least))
        }
        Format::Html => Box::new(html_report(options)),
        Format::Json => Box::new(
            JsonReport::new()
                .with_min_outlets(least)
                .with_threads(options.threads)
                .with_texts(options.texts)
                .with_skipped(options.skipped),
        ),
        Format::Tei => {
            let sigla = options.sigla.iter().map(|(name, siglum)| (name, siglum));
            let report = TeiReport::new().with_min_outlets(least).with_sigla(sigla);
            let report =
                options.title.iter().fold(report, |report, &title| report.with_title(title));
            let language = options.language.iter();
            Box::new(language.fold(report, |report, &language| report.with_language(language)))
        }
        Format::Tsv => Box::new(TsvReport::new().with_min_outlets(least)),
        Format::Csv => Box::new(CsvReport::differences().with_min_outlets(least)),
        Format::CsvWitnesses => Box::new(CsvReport::witnesses().with_min_outlets(least)),
        Format::TsvDifferences => {
            Box::new(CsvReport::differences().with_tabs().with_min_outlets(least))
        }
        Format::TsvWitnesses => {
            Box::new(CsvReport::witnesses().with_tabs().with_min_outlets(least))
        }
        Format::Annotations => Box::new(AnnotationReport::new().with_min_outlets(least)),
        Format::SchemaOrg => Box::new(SchemaOrgReport::new().with_min_outlets(least)),
        Format::Collatex => Box::new(CollatexReport::new().with_min_outlets(least)),
        Format::Graphml => Box::new(GraphmlReport::new().with_min_outlets(least)),
        Format::Dot => Box::new(DotReport::new().with_min_outlets(least)),
        Format::Nexus => Box::new(NexusReport::new().with_min_outlets(least)),
        Format::Phylip => Box::new(PhylipReport::new().with_min_outlets(least)),
        Format::None => return None,
    })
}
