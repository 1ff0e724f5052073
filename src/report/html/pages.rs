//! The files of a report: the first with the overview, further ones with utterances, the list of
//! all utterances, and the pairs to decide that have no room on the first.

use std::io::Write;
use std::ops::Range;

use super::contents_line::{ContentsLine, OutletNames};
use super::dot_plot::DotPlot;
use super::overview::Overview;
use super::page_settings::PageSettings;
use super::review::{ReviewPair, ReviewSection};
use super::templates::{PageLink, PageModel, Templates};
use super::utterance_model::UtteranceModel;
use crate::error::Error;
use crate::link::Link;
use crate::reconciliation::Reconciliation;
use crate::report::legend::Legend;
use crate::report::links::pairs_to_review;
use crate::report::quotation_index::QuotationIndex;
use crate::report::view::UtteranceView;
use crate::report::writing_failed;

/// Pages whose utterances one file of the list of all has: a browser filters 25,000 lines without
/// a pause.
const CONTENTS_PAGES: usize = 100;
/// Pairs to decide on the first page of several: more than a person decides at a sitting.
const FIRST_PAIRS: usize = 60;
/// Pairs on each further page, half a second's opening.
const PAGE_PAIRS: usize = 1000;

/// A report in one or several files; made by [`HtmlReport::pages`](super::HtmlReport::pages).
#[derive(Debug)]
pub struct HtmlPages<'a> {
    settings: &'a PageSettings,
    reconciliation: &'a Reconciliation,
    index: QuotationIndex<'a>,
    overview: Overview<'a>,
    outlets: OutletNames,
    pairs: Vec<&'a Link>,
    page_utterances: usize,
    files: Vec<PageFile>,
    names: Vec<String>,
}

/// A file: the sort of page, and which utterances and pairs it has.
#[derive(Clone, Debug)]
struct PageFile {
    kind: PageKind,
    /// The places of what it lists: of utterances in the order of the report, or of pairs.
    items: Range<usize>,
    /// The pairs to decide below its utterances.
    pairs: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PageKind {
    Utterances,
    Contents,
    Review,
}

impl PageKind {
    fn as_str(self) -> &'static str {
        match self {
            PageKind::Utterances => "utterances",
            PageKind::Contents => "contents",
            PageKind::Review => "review",
        }
    }
}

/// Returns `0..all` in pieces of at most `size`.
fn pieces(all: Range<usize>, size: usize) -> impl Iterator<Item = Range<usize>> {
    let size = size.max(1);
    let end = all.end;
    all.step_by(size).map(move |begin| begin..begin.saturating_add(size).min(end))
}

impl<'a> HtmlPages<'a> {
    /// Arranges the report in files of at most `page_utterances`; `usize::MAX` makes one.
    pub(super) fn new(
        settings: &'a PageSettings,
        reconciliation: &'a Reconciliation,
        file_name: &str,
        page_utterances: usize,
    ) -> HtmlPages<'a> {
        let overview = Overview::new(reconciliation, settings.min_outlets);
        let index = QuotationIndex::new(reconciliation);
        let pairs = pairs_to_review(reconciliation, &index);
        let all = overview.order.len();
        let first_pairs = match page_utterances {
            usize::MAX => pairs.len(),
            _ => pairs.len().min(FIRST_PAIRS),
        };
        let file = |kind, items, pairs| PageFile { kind, items, pairs };
        let mut files: Vec<PageFile> = pieces(0..all, page_utterances)
            .map(|of| file(PageKind::Utterances, of, 0..0))
            .collect();
        if files.is_empty() {
            files.push(file(PageKind::Utterances, 0..0, 0..0));
        }
        files[0].pairs = 0..first_pairs;
        if files.len() > 1 {
            let size = page_utterances.saturating_mul(CONTENTS_PAGES);
            files.extend(pieces(0..all, size).map(|of| file(PageKind::Contents, of, 0..0)));
        }
        let further = pieces(first_pairs..pairs.len(), PAGE_PAIRS);
        files.extend(further.map(|of| file(PageKind::Review, 0..0, of)));

        let (stem, ending) = file_name.rsplit_once('.').unwrap_or((file_name, "html"));
        let mut names: Vec<String> = Vec::with_capacity(files.len());
        for (n, file) in files.iter().enumerate() {
            let number = 1 + files[..n].iter().filter(|other| other.kind == file.kind).count();
            let numbered = if number > 1 { format!("-{number}") } else { String::new() };
            names.push(match file.kind {
                _ if n == 0 => file_name.to_owned(),
                PageKind::Utterances => format!("{stem}{numbered}.{ending}"),
                kind => format!("{stem}-{}{numbered}.{ending}", kind.as_str()),
            });
        }
        let outlets = OutletNames::new(overview.outlets());
        HtmlPages {
            settings,
            reconciliation,
            index,
            overview,
            outlets,
            pairs,
            page_utterances,
            files,
            names,
        }
    }

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
        let Some(file) = self.files.get(page) else { return Ok(()) };
        let templates = self.settings.templates.build()?;
        let mut print = |text: String| out.write_all(text.as_bytes()).map_err(writing_failed);
        let model = self.page_model(page, file);
        print(templates.render("page-begin.html", &model)?)?;
        let mut legend = Legend::default();
        for n in file.items.clone() {
            print(match file.kind {
                PageKind::Utterances => self.utterance(n, &templates, &mut legend)?,
                _ => templates.render("contents-line.html", self.contents_line(page, n))?,
            })?;
        }
        print(templates.render("list-end.html", &model)?)?;
        for n in file.pairs.clone() {
            let pair = ReviewPair::new(self.pairs[n], n + 1, &self.index);
            print(templates.render("pair.html", pair)?)?;
        }
        let model = PageModel { legend: legend.paragraphs().collect(), ..model };
        print(templates.render("page-end.html", &model)?)
    }

    fn utterance(
        &self,
        n: usize,
        templates: &Templates<'_>,
        legend: &mut Legend,
    ) -> Result<String, Error> {
        let utterance = &self.reconciliation.utterances[self.overview.order[n]];
        let view = UtteranceView::new(utterance);
        let speaker_row = self.overview.speaker(utterance).unwrap_or("");
        let all = self.settings.name_all_outlets;
        let model = UtteranceModel::new(&view, &self.index, speaker_row, n, all);
        legend.add(&view);
        templates.render("utterance.html", model)
    }

    fn contents_line(&self, page: usize, n: usize) -> ContentsLine {
        let utterance = &self.reconciliation.utterances[self.overview.order[n]];
        let speaker_row = self.overview.speaker(utterance).unwrap_or("");
        ContentsLine::new(utterance, speaker_row, &self.outlets, self.link(page, n))
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

    /// Returns the first file of a kind.
    fn first_of(&self, kind: PageKind) -> Option<&str> {
        let at = self.files.iter().position(|file| file.kind == kind)?;
        Some(&self.names[at])
    }

    /// Returns the links to other files: the first, the last with utterances, those around, and
    /// the first of each other kind. Nobody goes through a hundred links.
    fn page_links(&self, page: usize) -> Vec<PageLink> {
        let count = |kind| self.files.iter().filter(|file| file.kind == kind).count();
        let (utterances, contents) = (count(PageKind::Utterances), count(PageKind::Contents));
        let kind = self.files[page].kind;
        let mut before = None;
        let mut links = Vec::new();
        for (n, name) in self.names.iter().enumerate().filter(|_| self.names.len() > 1) {
            let (one, first, last, label) = match self.files[n].kind {
                PageKind::Utterances => (n, 0, utterances - 1, String::new()),
                PageKind::Contents => (n, utterances, utterances, "All utterances".to_owned()),
                PageKind::Review => {
                    let first = utterances + contents;
                    (n, first, first, "Pairs to decide".to_owned())
                }
            };
            let is_near = self.files[n].kind == kind && one.abs_diff(page) <= 2;
            if !is_near && one != first && one != last {
                continue;
            }
            let number = one - first + 1;
            let label = match (label.is_empty(), number) {
                (true, _) => number.to_string(),
                (false, 1) => label,
                (false, _) => format!("{label}, {number}"),
            };
            let gap = before.replace(n).is_some_and(|before| before + 1 < n);
            links.push(PageLink::new(label, name, n == page, gap));
        }
        links
    }

    fn page_model(&self, page: usize, file: &PageFile) -> PageModel<'_> {
        let is_first = page == 0;
        let list = self.first_of(PageKind::Contents);
        let further = (file.kind == PageKind::Utterances).then(|| self.first_of(PageKind::Review));
        PageModel {
            title: &self.settings.title,
            kind: file.kind.as_str(),
            is_first,
            min_outlets: self.settings.min_outlets,
            from: file.items.start + 1,
            to: file.items.end,
            all: self.overview.order.len(),
            pages: self.page_links(page),
            list,
            outlet_names: match file.kind {
                PageKind::Contents => &self.outlets.names,
                _ => &[],
            },
            overview: is_first
                .then(|| self.overview.model(self.reconciliation, |n| self.link(0, n), list)),
            outlets: is_first
                .then(|| DotPlot::new(self.reconciliation, self.settings.name_all_outlets))
                .flatten(),
            review: (!file.pairs.is_empty()).then(|| ReviewSection {
                from: file.pairs.start + 1,
                to: file.pairs.end,
                all: self.pairs.len(),
                further: further.flatten(),
            }),
            legend: Vec::new(),
        }
    }
}
