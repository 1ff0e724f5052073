//! From witnesses to an utterance.

use xxhash_rust::xxh3::Xxh3;

use super::bearer::{Bearer, distinct, siglum, wordings};
use super::{Lemma, Utterance, Verdict, Witness, Wording};
use crate::text::Vocabulary;

/// The utterance that `bearers` report.
pub fn utterance(_words: &Vocabulary, bearers: &[Bearer<'_>]) -> Utterance {
    let mut bearers = bearers.to_vec();
    bearers.sort_by(|x, y| {
        let date = |bearer: &Bearer<'_>| bearer.published.map_or(i64::MAX, |published| published.second());
        date(x).cmp(&date(y)).then_with(|| natural(x.quotation).cmp(&natural(y.quotation)))
    });
    let groups = wordings(&bearers);
    let mut wording_of = vec![0; bearers.len()];
    for (n, group) in groups.iter().enumerate() {
        for &bearer in group {
            wording_of[bearer] = n;
        }
    }
    let text = |n: usize| printed(&bearers[n]);
    let witnesses = bearers
        .iter()
        .enumerate()
        .map(|(n, bearer)| Witness {
            quotation: bearer.quotation.to_owned(),
            outlet: bearer.outlet.to_owned(),
            siglum: siglum(n),
            wording: wording_of[n],
            covers: 0..0,
            reprint_of: bearer.reprint_of.map(str::to_owned),
        })
        .collect();
    let lemma = Lemma { text: text(groups[0][0]), tokens: Vec::new(), wording: 0, margin: 0 };
    Utterance {
        id: id(&bearers[0], &text(0)),
        speaker: bearers.iter().find_map(|bearer| bearer.name.map(str::to_owned)),
        verdict: if bearers.len() == 1 { Verdict::Single } else { Verdict::Verbatim },
        outlets: distinct(bearers.iter().map(|bearer| bearer.outlet)),
        independent: distinct(bearers.iter().map(|bearer| bearer.origin)),
        lemma,
        wordings: groups
            .iter()
            .map(|group| Wording {
                text: text(group[0]),
                witnesses: group.clone(),
                outlets: distinct(group.iter().map(|&n| bearers[n].outlet)),
            })
            .collect(),
        witnesses,
        apparatus: Vec::new(),
    }
}

/// `DOCUMENT#12` after `DOCUMENT#9`.
fn natural(id: &str) -> (&str, u64, &str) {
    match id.rsplit_once('#') {
        Some((document, n)) => (document, n.parse().unwrap_or(u64::MAX), n),
        None => (id, 0, ""),
    }
}

/// What a witness prints: its pieces, joined by a blank.
fn printed(bearer: &Bearer<'_>) -> String {
    let pieces: Vec<&str> = bearer.pieces.iter().map(|piece| piece.of(bearer.text)).collect();
    pieces.join(" ")
}

/// The utterance's id, from its first witness alone: it stays when later witnesses come.
fn id(first: &Bearer<'_>, text: &str) -> String {
    let mut hash = Xxh3::new();
    hash.update(first.quotation.as_bytes());
    hash.update(&[0]);
    hash.update(text.as_bytes());
    format!("u{:012x}", hash.digest() >> 16)
}
