//! The templates of the page, shipped or replaced by the caller, and what a page is given.

use std::collections::BTreeMap;
use std::fmt;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use serde::Serialize;

use super::dot_plot::DotPlot;
use super::overview::OverviewModel;
use super::policy::content_security_policy;
use super::review::ReviewSection;
use crate::error::Error;

/// The templates, the style sheet and the script that come with the crate.
pub(super) const SHIPPED: [(&str, &str); 17] = [
    ("page-begin.html", include_str!("templates/page-begin.html")),
    ("header.html", include_str!("templates/header.html")),
    ("overview.html", include_str!("templates/overview.html")),
    ("controls.html", include_str!("templates/controls.html")),
    ("utterance.html", include_str!("templates/utterance.html")),
    ("lemma.html", include_str!("templates/lemma.html")),
    ("changes.html", include_str!("templates/changes.html")),
    ("wordings.html", include_str!("templates/wordings.html")),
    ("pictures.html", include_str!("templates/pictures.html")),
    ("witnesses.html", include_str!("templates/witnesses.html")),
    ("contents-line.html", include_str!("templates/contents-line.html")),
    ("list-end.html", include_str!("templates/list-end.html")),
    ("outlets.html", include_str!("templates/outlets.html")),
    ("pair.html", include_str!("templates/pair.html")),
    ("page-end.html", include_str!("templates/page-end.html")),
    (STYLE_SHEET, include_str!("templates/page.css")),
    (SCRIPT, include_str!("templates/page.js")),
];

const STYLE_SHEET: &str = "page.css";
const SCRIPT: &str = "page.js";

/// The templates of a report: those that a caller replaced.
#[derive(Clone, Default)]
pub(super) struct TemplateSet {
    replaced: BTreeMap<&'static str, String>,
}

impl fmt::Debug for TemplateSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.replaced.keys()).finish()
    }
}

impl TemplateSet {
    /// Replaces a template, if its source can be read.
    pub(super) fn replace(&mut self, name: &str, source: String) -> Result<(), Error> {
        let Some((name, _)) = SHIPPED.iter().find(|(known, _)| *known == name) else {
            let known: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
            let reason = format!("no template has this name; there are {}", known.join(", "));
            return Err(Error::format(name, None, reason));
        };
        self.replaced.insert(name, source);
        self.build().map(drop)
    }

    fn source(&self, name: &str) -> &str {
        let shipped =
            || SHIPPED.iter().find(|(known, _)| *known == name).map(|(_, source)| *source);
        self.replaced.get(name).map(String::as_str).or_else(shipped).unwrap_or_default()
    }

    /// Returns the templates, ready to be printed.
    pub(super) fn build(&self) -> Result<Templates<'_>, Error> {
        let mut environment = Environment::new();
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
        environment.set_syntax(syntax.map_err(template_failed)?);
        environment.set_undefined_behavior(minijinja::UndefinedBehavior::Lenient);
        for (name, _) in SHIPPED.iter().filter(|(name, _)| name.ends_with(".html")) {
            environment.add_template(name, self.source(name)).map_err(template_failed)?;
        }
        // What ends the element would end it in the middle.
        let (style, script) = (self.source(STYLE_SHEET), self.source(SCRIPT));
        for (name, source, end) in [(STYLE_SHEET, style, "</style"), (SCRIPT, script, "</script")] {
            if source.to_ascii_lowercase().contains(end) {
                return Err(Error::format(name, None, format!("`{end}` would end it")));
            }
        }
        environment.add_filter("grouped", grouped);
        environment.add_global("style", Value::from_safe_string(style.to_owned()));
        environment.add_global("script", Value::from_safe_string(script.to_owned()));
        environment.add_global("policy", content_security_policy(style, script));
        Ok(Templates { environment })
    }
}

/// Templates that are ready to be printed.
pub(super) struct Templates<'t> {
    environment: Environment<'t>,
}

impl Templates<'_> {
    /// Returns what a template prints of `model`, which it knows as `page`, or as `u` for an
    /// utterance or its line. A line break ends it.
    pub(super) fn render(&self, name: &str, model: impl Serialize) -> Result<String, Error> {
        let model = Value::from(Serde(model));
        let context = context! { page => &model, u => &model };
        let template = self.environment.get_template(name).map_err(template_failed)?;
        let mut printed = template.render(context).map_err(template_failed)?;
        printed.push('\n');
        Ok(printed)
    }
}

/// Returns a number with a comma between its thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (n, digit) in digits.char_indices() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns the error of a template that cannot be read or printed.
fn template_failed(error: minijinja::Error) -> Error {
    let line = error.line().map(|line| line as u64);
    let name = error.name().unwrap_or("a template").to_owned();
    let mut reason = error.kind().to_string();
    if let Some(detail) = error.detail() {
        reason.push_str(&format!(": {detail}"));
    }
    Error::format(&name, line, reason)
}

/// A page as its templates know it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PageModel<'a> {
    pub(super) title: &'a str,
    /// `utterances`, `contents` for the list of all, `review` for pairs to decide.
    pub(super) kind: &'static str,
    pub(super) is_first: bool,
    pub(super) min_outlets: usize,
    /// The utterances on this page, counted from 1, and the number of all.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) all: usize,
    /// The files of the report, if there are several.
    pub(super) pages: Vec<PageLink>,
    /// The file with the list of all utterances, if they are in several.
    pub(super) list: Option<&'a str>,
    /// In the list of all, the outlets to which its lines refer by number, from 0.
    pub(super) outlet_names: &'a [String],
    pub(super) overview: Option<OverviewModel>,
    pub(super) outlets: Option<DotPlot>,
    /// The pairs to decide on this page.
    pub(super) review: Option<ReviewSection<'a>>,
    /// Known when the utterances have been printed.
    pub(super) legend: Vec<&'static str>,
}

/// A file of a report.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PageLink {
    label: String,
    name: String,
    is_current: bool,
    /// True if files are left out before it.
    gap: bool,
}

impl PageLink {
    pub(super) fn new(label: String, name: &str, is_current: bool, gap: bool) -> PageLink {
        PageLink { label, name: name.to_owned(), is_current, gap }
    }
}
