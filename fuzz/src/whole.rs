//! The whole way: from texts to reports.

use variorum::{Archive, Document, StandaloneQuotation};

use crate::checks::{archive, lawful, printed};

/// Articles of several outlets: laws 1, 2, 3, 4 and 6.
pub fn reconcile(data: &[u8]) {
    let texts = crate::texts(&data[..data.len().min(crate::MAX_BYTES / 2)], 6);
    let documents: Vec<Document> = (0..)
        .zip(texts)
        .map(|(n, text)| {
            // A first line of one letter dates the article and gives it a headline.
            let (day, text) = match text.split_once('\n') {
                Some((day, rest)) if day.len() == 1 => (day.as_bytes()[0], rest.to_owned()),
                _ => (0, text),
            };
            let mut document =
                Document::new(format!("d{n}"), text).with_outlet(format!("Outlet {}", n % 4));
            if day > 0 {
                let published = format!("2018-07-{:02}", 1 + day % 28).parse().unwrap();
                document = document.with_published(published);
            }
            document
        })
        .collect();
    let there = archive(&documents);
    if let Err(broken) = lawful(&documents, &there) {
        panic!("{broken}");
    }
    let turned: Vec<Document> = documents.into_iter().rev().collect();
    assert_eq!(printed(&archive(&turned).reconcile()), printed(&there.reconcile()));
}

/// Quotations that come without articles.
pub fn standalone(data: &[u8]) {
    let texts = crate::texts(&data[..data.len().min(crate::MAX_BYTES / 2)], 12);
    let read = |order: &mut dyn Iterator<Item = usize>| {
        let mut archive = Archive::default();
        for n in order {
            let mut quotation = StandaloneQuotation::new(format!("q{n}"), texts[n].as_str());
            quotation.speaker = ["Ada Lund", "Lund"].get(n % 3).map(|name| (*name).to_owned());
            archive.add_quotation(quotation).expect("within the limits");
        }
        let all = archive.reconcile();
        for link in all.links.iter().take(4) {
            assert_eq!(archive.explain(&link.b, &link.a).as_ref(), Some(link));
        }
        printed(&all)
    };
    assert_eq!(read(&mut (0..texts.len())), read(&mut (0..texts.len()).rev()));
}
