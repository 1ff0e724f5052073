//! The HTML report: a page for a browser, for mail, and for print.
//!
//! Rust works out what is said and where it stands ([`utterance_model`], [`overview`], the
//! pictures); templates say how it looks. A page is written utterance by utterance: what is held
//! meanwhile is one utterance and a few numbers for each of the others.
//!
//! Cost: linear in what is written; each utterance is arranged twice, once to rank it.

mod alignment_table;
mod date_label;
mod dot_plot;
mod graph_picture;
mod lemma_pieces;
mod outlet_chip;
mod overview;
mod policy;
mod printed_context;
mod review;
mod templates;
#[cfg(test)]
mod tests;
mod timeline;
mod utterance_model;

use std::io::Write;
use std::ops::Range;

use self::dot_plot::DotPlot;
use self::overview::{ContentsLine, Overview, PageLink};
use self::review::ReviewList;
use self::templates::{PageModel, TemplateSet};
use self::utterance_model::UtteranceModel;
use super::legend::Legend;
use super::quotation_index::QuotationIndex;
use super::view::UtteranceView;
use super::{Report, writing_failed};
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
#[derive(Clone, Debug)]
pub struct HtmlReport {
    name_all_outlets: bool,
    min_outlets: usize,
    title: String,
    page_utterances: usize,
    templates: TemplateSet,
}

/// Number of utterances on a page of a report in several files: a browser opens as many without a
/// pause, and a reader gets through no more at a sitting.
const PAGE_UTTERANCES: usize = 250;

impl Default for HtmlReport {
    fn default() -> HtmlReport {
        HtmlReport::new()
    }
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
        let title = "Quotations and their variants".to_owned();
        HtmlReport {
            name_all_outlets: false,
            min_outlets: 2,
            title,
            page_utterances: PAGE_UTTERANCES,
            templates: TemplateSet::default(),
        }
    }

    /// Sets the title of the page; “Quotations and their variants” by default.
    pub fn with_title(mut self, title: impl Into<String>) -> HtmlReport {
        self.title = title.into();
        self
    }

    /// Sets whether every outlet is named, however many there are; off by default.
    pub fn with_all_outlets_named(mut self, name_all: bool) -> HtmlReport {
        self.name_all_outlets = name_all;
        self
    }

    /// Leaves out utterances that fewer than `outlets` outlets print; 2 by default.
    pub fn with_min_outlets(mut self, outlets: usize) -> HtmlReport {
        self.min_outlets = outlets;
        self
    }

    /// Sets the number of utterances on each page of a report in [several
    /// files](HtmlReport::pages); at least 1, and 250 by default.
    pub fn with_page_utterances(mut self, utterances: usize) -> HtmlReport {
        self.page_utterances = utterances.max(1);
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
        self.templates.replace(name, source.into())?;
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
    /// is not all, numbered files beside it and a list of all utterances. The pages are linked to
    /// each other by their names.
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
        self.arrange(reconciliation, file_name, self.page_utterances)
    }

    fn arrange<'a>(
        &'a self,
        reconciliation: &'a Reconciliation,
        file_name: &str,
        page_utterances: usize,
    ) -> HtmlPages<'a> {
        let overview = Overview::new(reconciliation, self.min_outlets);
        let count = overview.order.len().div_ceil(page_utterances).max(1);
        let (stem, ending) = file_name.rsplit_once('.').unwrap_or((file_name, "html"));
        let numbered = (2..=count).map(|n| format!("{stem}-{n}.{ending}"));
        let mut names: Vec<String> =
            std::iter::once(file_name.to_owned()).chain(numbered).collect();
        if count > 1 {
            names.push(format!("{stem}-contents.{ending}"));
        }
        let index = QuotationIndex::new(reconciliation);
        HtmlPages { report: self, reconciliation, index, overview, page_utterances, count, names }
    }
}

/// A report in one or several files; made by [`HtmlReport::pages`].
#[derive(Debug)]
pub struct HtmlPages<'a> {
    report: &'a HtmlReport,
    reconciliation: &'a Reconciliation,
    index: QuotationIndex<'a>,
    overview: Overview<'a>,
    page_utterances: usize,
    /// Number of pages with utterances; the list of all comes after them, if there are several.
    count: usize,
    names: Vec<String>,
}

impl<'a> HtmlPages<'a> {
    /// Returns the names of the files. The first is the one that a reader opens.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Writes the page with the index `page` in [`names`](HtmlPages::names), in time linear in what
    /// is written. Nothing is written for a page that does not exist.
    ///
    /// # Errors
    /// When `out` cannot be written ([`Error::io_kind`] returns the kind), or a template that the
    /// caller gave fails ([`Error::is_format`]).
    pub fn write(&self, page: usize, out: &mut dyn Write) -> Result<(), Error> {
        if page >= self.names.len() {
            return Ok(());
        }
        let templates = self.report.templates.build()?;
        let shown = self.shown(page);
        let mut print = |text: String| out.write_all(text.as_bytes()).map_err(writing_failed);
        let model = self.page_model(page);
        print(templates.render("page-begin.html", &model)?)?;
        let mut legend = Legend::default();
        if page == self.count {
            let all = self.overview.order.iter().enumerate();
            for (n, &utterance) in all {
                let utterance = &self.reconciliation.utterances[utterance];
                let line = ContentsLine::new(utterance, self.link(page, n));
                print(templates.render("contents-line.html", line)?)?;
            }
        }
        for n in shown {
            let utterance = &self.reconciliation.utterances[self.overview.order[n]];
            let view = UtteranceView::new(utterance);
            let all = self.report.name_all_outlets;
            let model = UtteranceModel::new(&view, &self.index, n, all);
            print(templates.render("utterance.html", model)?)?;
            legend.add(&view);
        }
        let model = PageModel { legend: legend.paragraphs().collect(), ..model };
        print(templates.render("page-end.html", &model)?)
    }

    /// Returns the places in the order of the utterances on a page.
    fn shown(&self, page: usize) -> Range<usize> {
        let all = self.overview.order.len();
        let begin = page.saturating_mul(self.page_utterances).min(all);
        match page < self.count {
            true => begin..begin.saturating_add(self.page_utterances).min(all),
            false => all..all,
        }
    }

    /// Returns the address, on page `from`, of the utterance at place `n` of the order.
    fn link(&self, from: usize, n: usize) -> String {
        let to = n / self.page_utterances;
        let id = &self.reconciliation.utterances[self.overview.order[n]].id;
        match to == from {
            true => format!("#{id}"),
            false => format!("{}#{id}", self.names[to]),
        }
    }

    fn page_model(&self, page: usize) -> PageModel<'_> {
        let shown = self.shown(page);
        let name = |n: usize| match n == self.count {
            true => "All utterances".to_owned(),
            false => format!("{}", n + 1),
        };
        // The first, the last, the list, and those around: nobody goes through a hundred links.
        let is_linked = |n: &usize| n.abs_diff(page) <= 2 || *n == 0 || *n + 2 >= self.names.len();
        let linked = (0..self.names.len()).filter(is_linked).filter(|_| self.names.len() > 1);
        let mut before = None;
        let link = |n: usize| {
            let gap = before.replace(n).is_some_and(|before| before + 1 < n);
            PageLink::new(name(n), &self.names[n], n == page, gap)
        };
        let pages = linked.map(link).collect();
        let is_first = page == 0;
        PageModel {
            title: &self.report.title,
            kind: if page == self.count { "contents" } else { "utterances" },
            is_first,
            min_outlets: self.report.min_outlets,
            from: shown.start + 1,
            to: shown.end,
            all: self.overview.order.len(),
            pages,
            overview: is_first
                .then(|| self.overview.model(self.reconciliation, |n| self.link(0, n))),
            outlets: is_first
                .then(|| DotPlot::new(self.reconciliation, self.report.name_all_outlets))
                .flatten(),
            review: is_first.then(|| ReviewList::new(self.reconciliation, &self.index)),
            legend: Vec::new(),
        }
    }
}
