//! The archive that is kept up to date: whatever comes and goes, it gives what a batch would.

use std::collections::BTreeMap;

use variorum::live::{LiveArchive, Query};
use variorum::{Document, Settings};

use crate::checks::{archive as batch, printed};

/// Documents of the input's texts come, are replaced and go, as the first part says: a byte an
/// operation. After each commit the result is that of a batch over what is there.
pub fn archive(data: &[u8]) {
    let data = &data[..data.len().min(crate::MAX_BYTES / 2)];
    let (operations, texts) =
        data.split_at(data.iter().position(|&byte| byte == 0x1e).unwrap_or(data.len()));
    let texts = crate::texts(texts.get(1..).unwrap_or_default(), 6);
    let mut live = LiveArchive::in_memory(Settings::default()).expect("an archive in memory");
    let mut there: BTreeMap<String, Document> = BTreeMap::new();
    for &operation in operations.iter().take(24).chain([&b'c']) {
        let (what, which) = (operation % 8, usize::from(operation / 8));
        let id = format!("d{}", which % 7);
        match what {
            0..=3 if !texts.is_empty() => {
                let document = Document::new(&*id, texts[which % texts.len()].as_str())
                    .with_outlet(format!("Outlet {}", which % 4));
                if there.contains_key(&id) || what == 3 {
                    live.replace(document.clone()).expect("within the limits");
                } else {
                    live.add(document.clone()).expect("a new id");
                }
                there.insert(id, document);
            }
            4 | 5 => {
                assert_eq!(live.remove(&id).expect("in memory"), there.remove(&id).is_some());
            }
            _ => {
                live.commit().expect("in memory");
                let documents: Vec<Document> = there.values().cloned().collect();
                let snapshot = live.snapshot().expect("in memory");
                let (one, other) =
                    (snapshot.reconcile().expect("in memory"), batch(&documents).reconcile());
                if one != other {
                    assert_eq!(printed(&one), printed(&other));
                    assert!(one == other, "the reports are equal, the results are not");
                }
                let printed = other.documents.iter().flat_map(|read| &read.quotations).next();
                if let Some(quotation) = printed {
                    snapshot.lookup(&Query::new(quotation.text.as_str())).expect("in memory");
                }
            }
        }
    }
}
