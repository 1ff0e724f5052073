//! Looks at the first bytes of a file before the database does: one that is cut short is refused.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::Error;

/// The first bytes of a redb file, and the places of the numbers behind them, the lowest byte
/// first: redb's own description is in its `header.rs`.
const MAGIC: &[u8] = b"redb\x1a\x0a\xa9\x0d\x0a";
const PAGE_SIZE: usize = 12;
const REGION_HEADER_PAGES: usize = 16;
const REGION_DATA_PAGES: usize = 20;
const FULL_REGIONS: usize = 24;
const LAST_REGION_PAGES: usize = 28;

/// Returns an error if the file at `path` is no database, or is shorter than it says.
pub(super) fn check(name: &str, path: &Path) -> Result<(), Error> {
    let failed = |error| super::shared::io_error(name, error);
    let mut file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    let mut header = Vec::new();
    file.by_ref().take(320).read_to_end(&mut header).map_err(failed)?;
    if !header.starts_with(MAGIC) {
        return Err(Error::format(name, None, "is no archive: it does not begin as one"));
    }
    let number = |at: usize| {
        let four = header.get(at..at + 4).and_then(|four| four.try_into().ok());
        four.map_or(0, u32::from_le_bytes)
    };
    let bytes = |pages: u64| pages.saturating_mul(u64::from(number(PAGE_SIZE)));
    let region = |data: u32| u64::from(number(REGION_HEADER_PAGES)) + u64::from(data);
    let full = region(number(REGION_DATA_PAGES)).saturating_mul(number(FULL_REGIONS).into());
    let last = match number(LAST_REGION_PAGES) {
        0 => 0,
        pages => region(pages),
    };
    let needed = bytes(full.saturating_add(last).saturating_add(1));
    if full + last == 0 || length < needed {
        let reason = format!("is damaged or cut short: it has {length} bytes, and needs {needed}");
        return Err(Error::format(name, None, reason));
    }
    Ok(())
}
