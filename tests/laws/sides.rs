//! Law 4 for sides and names: which of two quotations comes first, and by which id something goes,
//! changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use variorum::variant::{Operation, Variant};
use variorum::{Archive, Comparison, Document, Reconciliation, StandaloneQuotation, compare};

use crate::news::{self, Edit};
use crate::{cases, ugly};

/// Words of like weight, and common ones between: their orders have ties to break.
const WORDS: [&str; 10] =
    ["the", "derelict", "cannery", "harbour", "lighthouse", "not", "and", "Gdansk", "seven", "of"];

fn shuffled_words() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 0..7).prop_map(|words| words.join(" "))
}

/// A few words, and the same ones in another order.
fn reordered() -> impl Strategy<Value = (String, String)> {
    let words = prop::collection::vec(prop::sample::select(&WORDS[..]), 1..7);
    words
        .prop_flat_map(|words| (Just(words.clone()), Just(words).prop_shuffle()))
        .prop_map(|(one, other)| (one.join(" "), other.join(" ")))
}

fn sentence() -> impl Strategy<Value = String> {
    (news::sentence(), prop::sample::select(&Edit::ALL[..]))
        .prop_map(|(sentence, edit)| sentence.print(edit))
}

fn wording() -> impl Strategy<Value = String> {
    prop_oneof![3 => shuffled_words(), 3 => sentence(), 1 => any::<String>()]
}

fn swapped(operation: Operation) -> Operation {
    match operation {
        Operation::Addition => Operation::Omission,
        Operation::Omission => Operation::Addition,
        Operation::Split => Operation::Join,
        Operation::Join => Operation::Split,
        same => same,
    }
}

fn mirrored(variants: &[Variant]) -> Vec<String> {
    let mirror = |variant: &Variant| {
        let mut turned = variant.clone();
        std::mem::swap(&mut turned.a, &mut turned.b);
        turned.operation = swapped(variant.operation);
        turned.moved = None;
        format!("{turned:?}")
    };
    let mut all: Vec<String> = variants.iter().map(mirror).collect();
    all.sort();
    all
}

fn as_is(variants: &[Variant]) -> Vec<String> {
    let plain = |variant: &Variant| {
        let mut variant = variant.clone();
        variant.moved = None;
        format!("{variant:?}")
    };
    let mut all: Vec<String> = variants.iter().map(plain).collect();
    all.sort();
    all
}

fn judged(comparison: &Comparison) -> String {
    let link = &comparison.link;
    format!(
        "{:?} {} {:?} {:?} {:?}",
        link.verdict, link.score, link.rejection, comparison.summary, comparison.language
    )
}

/// The quotations of each utterance with its verdict, and each link with its score, by what `name`
/// makes of an id.
fn results(all: &Reconciliation, name: impl Fn(&str) -> String) -> String {
    let utterances: BTreeSet<String> = all
        .utterances
        .iter()
        .map(|utterance| {
            let ids: BTreeSet<String> =
                utterance.witnesses.iter().map(|witness| name(&witness.quotation)).collect();
            format!("{ids:?} {:?} {:?}", utterance.verdict, utterance.lemma.text)
        })
        .collect();
    let links: BTreeMap<BTreeSet<String>, String> = all
        .links
        .iter()
        .map(|link| {
            let judged = format!("{:?} {} {:?}", link.verdict, link.score, link.rejection);
            ([&link.a, &link.b].map(|id| name(id)).into(), judged)
        })
        .collect();
    format!("{utterances:#?}\n{links:#?}")
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn sides_do_not_matter((a, b) in prop_oneof![(wording(), wording()), reordered()]) {
        let (there, back) = (compare(&a, &b), compare(&b, &a));
        prop_assert_eq!(judged(&there), judged(&back));
        prop_assert_eq!(mirrored(&there.variants), as_is(&back.variants));
    }

    #[test]
    fn ids_of_quotations_do_not_matter(
        (texts, turned) in (
                prop::collection::vec((prop_oneof![shuffled_words(), sentence()], 0usize..4), 0..5),
                prop::collection::vec((reordered(), 0usize..4), 1..3),
            )
            .prop_map(|(mut texts, pairs)| {
                for ((one, other), speaker) in pairs {
                    texts.extend([(one, speaker), (other, speaker)]);
                }
                let texts: BTreeSet<(String, usize)> = texts.into_iter().collect();
                (0..).zip(texts).collect::<Vec<(usize, _)>>()
            })
            .prop_flat_map(|texts| (Just(texts.clone()), Just(texts).prop_shuffle())),
    ) {
        let read = |texts: &[(usize, (String, usize))]| {
            let mut archive = Archive::default();
            for (n, (_, (text, speaker))) in texts.iter().enumerate() {
                let mut quotation = StandaloneQuotation::new(format!("q{n}"), text.as_str());
                quotation.speaker = ["Ada Lund", "Lund", "José Iñárritu"].get(*speaker).map(|name| (*name).to_owned());
                quotation.outlet = Some("Outlet".to_owned());
                archive.add_quotation(quotation).unwrap();
            }
            let all = archive.reconcile();
            for link in &all.links {
                let why = archive.explain(&link.a, &link.b).unwrap();
                assert_eq!((why.verdict, why.score), (link.verdict, link.score));
            }
            results(&all, |id| texts[id[1..].parse::<usize>().unwrap()].0.to_string())
        };
        prop_assert_eq!(read(&texts), read(&turned));
    }
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn ids_of_documents_do_not_matter(
        (documents, turned) in prop_oneof![news::articles(7), ugly::documents(5)]
            .prop_map(|documents| {
                // Without an outlet a document's id stands for it; one outlet's documents are told
                // apart by their ids alone.
                let named = documents.into_iter().enumerate();
                named.map(|(n, document)| (n, document.with_outlet(format!("Outlet {n}")))).collect::<Vec<_>>()
            })
            .prop_flat_map(|documents| (Just(documents.clone()), Just(documents).prop_shuffle())),
    ) {
        let read = |documents: &[(usize, Document)]| {
            let mut archive = Archive::default();
            for (n, (_, document)) in documents.iter().enumerate() {
                let mut document = document.clone();
                document.id = format!("d{n}");
                archive.add(document).unwrap();
            }
            results(&archive.reconcile(), |id| {
                let (document, place) = id.split_once('#').unwrap();
                format!("{}#{place}", documents[document[1..].parse::<usize>().unwrap()].0)
            })
        };
        prop_assert_eq!(read(&documents), read(&turned));
    }
}
