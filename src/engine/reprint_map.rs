//! The document that each document reprints.

use std::collections::BTreeMap;

use crate::link::reprints_by;
use crate::model::Published;
use crate::parallel::Workers;
use crate::store::StoredDocument;

/// For each document that reprints another one, by its id, that other one.
pub(crate) type ReprintMap<'a> = BTreeMap<&'a str, &'a StoredDocument>;

/// Finds the document that each one reprints: the first by date, then by id.
pub(super) fn reprint_map<'a>(
    workers: &Workers,
    documents: &[&'a StoredDocument],
) -> ReprintMap<'a> {
    let mut by_date: Vec<&StoredDocument> =
        documents.iter().copied().filter(|stored| !stored.provenance.is_standalone()).collect();
    let date = |stored: &StoredDocument| {
        stored.document.published.as_ref().map_or(i64::MAX, Published::second)
    };
    by_date.sort_by(|x, y| date(x).cmp(&date(y)).then_with(|| x.document.id.cmp(&y.document.id)));
    let sketches: Vec<_> = by_date.iter().map(|stored| &stored.sketch).collect();
    let first = reprints_by(workers, &sketches);
    let reprints = first.iter().enumerate().filter(|&(n, &first)| n != first);
    reprints.map(|(n, &first)| (by_date[n].document.id.as_str(), by_date[first])).collect()
}
