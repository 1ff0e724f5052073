//! Short forms of given names: *Bob* for *Robert*.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::text::rows;

/// Returns true if one first name is a short form of the other: `steve`, `stephen`. Both in small
/// letters.
pub(crate) fn are_short_forms(a: &str, b: &str) -> bool {
    let rows = |name: &str| short_form_rows().get(name).map_or(&[][..], Vec::as_slice);
    a != b && rows(a).iter().any(|row| rows(b).contains(row))
}

/// Returns, for each given name, the rows of `nicknames.tsv` that hold it.
pub(crate) fn short_form_rows() -> &'static FxHashMap<&'static str, Vec<u16>> {
    static TABLE: OnceLock<FxHashMap<&'static str, Vec<u16>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: FxHashMap<&'static str, Vec<u16>> = FxHashMap::default();
        for (row, (name, forms)) in (0_u16..).zip(rows(include_str!("en/nicknames.tsv"))) {
            for form in forms.split_whitespace().chain([name]) {
                table.entry(form).or_default().push(row);
            }
        }
        table
    })
}
