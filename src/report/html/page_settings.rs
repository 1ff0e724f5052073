//! How pages are written: what a caller can set.

use super::templates::TemplateSet;

/// The settings of a report; its methods set them.
#[derive(Clone, Debug)]
pub(super) struct PageSettings {
    pub(super) name_all_outlets: bool,
    pub(super) min_outlets: usize,
    pub(super) title: String,
    pub(super) page_utterances: usize,
    pub(super) templates: TemplateSet,
}

/// Number of utterances on a page of a report in several files: a browser opens as many without a
/// pause, and a reader gets through no more at a sitting.
const PAGE_UTTERANCES: usize = 250;

impl Default for PageSettings {
    fn default() -> PageSettings {
        PageSettings {
            name_all_outlets: false,
            min_outlets: 2,
            title: "Quotations and their variants".to_owned(),
            page_utterances: PAGE_UTTERANCES,
            templates: TemplateSet::default(),
        }
    }
}
