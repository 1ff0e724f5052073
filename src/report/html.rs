//! The HTML report: a page for a browser, for mail, and for print.
//!
//! Rust works out what is said and where it stands ([`utterance_model`], [`overview`], the
//! pictures); templates say how it looks. A page is written utterance by utterance: what is held
//! meanwhile is one utterance and a few numbers for each of the others.
//!
//! Cost: linear in what is written; each utterance is arranged twice, once to rank it.

mod alignment_table;
mod contents_line;
mod date_label;
mod dot_plot;
mod graph_picture;
mod lemma_pieces;
mod outlet_chip;
mod overview;
mod page_settings;
mod pages;
mod policy;
mod printed_context;
mod review;
mod speaker_rows;
mod templates;
#[cfg(test)]
mod tests;
mod timeline;
mod utterance_model;

use std::io::Write;

use self::page_settings::PageSettings;
pub use self::pages::HtmlPages;
use super::Report;
use crate::error::Error;
use crate::reconciliation::Reconciliation;

/// Writes utterances as one HTML page that needs nothing else: no other file, no network, and no
/// script to be read. A short script filters, searches and sorts.
///
/// First comes what a reader should look at: stated differences by gravity, then conflicts over the
/// speaker, then doubtful differences; and what there is by speaker, outlet and day. Each utterance
/// has the lemma with its places marked, the changes with their reasons, the wordings side by side,
/// a graph of them, who printed which when, and the sentence around each witness as its article
/// prints it. A witness is linked to its article where an `http` or `https` address is known. The
/// page can be read without colour, with a screen reader, with the keyboard alone, and on paper.
///
/// What articles print is text: it is escaped, characters that reorder or hide the text around
/// them are dropped, and the page's content security policy lets nothing run or load but what the
/// page was made with.
///
/// ```
/// use variorum::Reconciliation;
/// use variorum::report::{HtmlReport, Report};
///
/// let mut out = Vec::new();
/// HtmlReport::new().with_min_outlets(3).write(&Reconciliation::default(), &mut out)?;
/// let page = String::from_utf8_lossy(&out);
/// assert!(page.contains("No utterance is printed by 3 outlets or more."));
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct HtmlReport {
    settings: PageSettings,
}

impl Report for HtmlReport {
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error> {
        let pages = self.arrange(reconciliation, "", usize::MAX);
        pages.write(0, out)
    }
}

impl HtmlReport {
    /// Returns a report of the utterances that two outlets or more print. Long lists of outlets are
    /// counted, not named.
    pub fn new() -> HtmlReport {
        HtmlReport::default()
    }

    /// Sets the title of the page; “Quotations and their variants” by default.
    pub fn with_title(mut self, title: impl Into<String>) -> HtmlReport {
        self.settings.title = title.into();
        self
    }

    /// Sets whether every outlet is named, however many there are; off by default.
    pub fn with_all_outlets_named(mut self, name_all: bool) -> HtmlReport {
        self.settings.name_all_outlets = name_all;
        self
    }

    /// Leaves out utterances that fewer than `outlets` outlets print; 2 by default.
    pub fn with_min_outlets(mut self, outlets: usize) -> HtmlReport {
        self.settings.min_outlets = outlets;
        self
    }

    /// Sets the number of utterances on each page of a report in [several
    /// files](HtmlReport::pages); at least 1, and 250 by default.
    pub fn with_page_utterances(mut self, utterances: usize) -> HtmlReport {
        self.settings.page_utterances = utterances.max(1);
        self
    }

    /// Replaces a template, the style sheet or the script of the page; `docs/HTML.md` names them
    /// and the values that they are given. Templates are in the language of Jinja, and what they
    /// print is escaped.
    ///
    /// ```
    /// use variorum::Reconciliation;
    /// use variorum::report::{HtmlReport, Report};
    ///
    /// let report = HtmlReport::new().with_template("header.html", "<h1>{{ page.title }}!</h1>")?;
    /// let mut out = Vec::new();
    /// report.with_title("R & D").write(&Reconciliation::default(), &mut out)?;
    /// assert!(String::from_utf8_lossy(&out).contains("<h1>R &amp; D!</h1>"));
    /// # Ok::<(), variorum::Error>(())
    /// ```
    ///
    /// # Errors
    /// There is no template of this name, or `source` is none that can be read;
    /// [`is_format`](Error::is_format).
    pub fn with_template(
        mut self,
        name: &str,
        source: impl Into<String>,
    ) -> Result<HtmlReport, Error> {
        self.settings.templates.replace(name, source.into())?;
        Ok(self)
    }

    /// Returns the names and the sources of the templates that come with the crate, to start from.
    ///
    /// ```
    /// use variorum::report::HtmlReport;
    /// assert!(HtmlReport::templates().any(|(name, _)| name == "page.css"));
    /// ```
    pub fn templates() -> impl Iterator<Item = (&'static str, &'static str)> {
        templates::SHIPPED.into_iter()
    }

    /// Returns the report as files of at most [so many](HtmlReport::with_page_utterances)
    /// utterances each: `file_name`, which has the overview and what to look at first, and, if that
    /// is not all, numbered files beside it and a list of all utterances, in files of 100 times as
    /// many lines. The first 60 pairs that a person should decide are on the first page, the others
    /// in further files. The pages are linked to each other by their names.
    ///
    /// ```
    /// use variorum::report::HtmlReport;
    /// use variorum::{Document, reconcile};
    ///
    /// let text = "“We will never close the harbour of Veln,” Ada Lund said. “We shall build a \
    ///     new bridge to the island in the spring,” she said.";
    /// let reconciliation = reconcile(&["a", "b"].map(|id| Document::new(id, text)))?;
    /// let report = HtmlReport::new().with_page_utterances(1);
    /// let pages = report.pages(&reconciliation, "news.html");
    /// assert_eq!(pages.names(), ["news.html", "news-2.html", "news-contents.html"]);
    /// for page in 0..pages.names().len() {
    ///     pages.write(page, &mut std::io::sink())?; // a file of this name
    /// }
    /// # Ok::<(), variorum::Error>(())
    /// ```
    pub fn pages<'a>(
        &'a self,
        reconciliation: &'a Reconciliation,
        file_name: &str,
    ) -> HtmlPages<'a> {
        self.arrange(reconciliation, file_name, self.settings.page_utterances)
    }

    fn arrange<'a>(
        &'a self,
        reconciliation: &'a Reconciliation,
        file_name: &str,
        page_utterances: usize,
    ) -> HtmlPages<'a> {
        HtmlPages::new(&self.settings, reconciliation, file_name, page_utterances)
    }
}
