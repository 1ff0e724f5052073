//! The sigla of an utterance's witnesses, their ids, and their order.

use std::collections::BTreeSet;

use crate::edition::{Utterance, Witness};
use crate::report::escape::escape;
use crate::report::quotation_index::QuotationIndex;

/// The sigla of the witnesses of one utterance.
#[derive(Debug)]
pub(super) struct WitnessSigla {
    /// Indices of the witnesses, in the order in which they are listed.
    pub order: Vec<usize>,
    /// The id of each witness, escaped.
    pub ids: Vec<String>,
    /// The caller's siglum of each witness.
    pub own: Vec<Option<String>>,
    /// The place of each witness in `order`.
    ranks: Vec<usize>,
}

impl WitnessSigla {
    /// `sigla` has the name of a quotation, a document or an outlet, and its siglum.
    pub fn new(
        utterance: &Utterance,
        index: &QuotationIndex<'_>,
        sigla: &[(String, String)],
    ) -> WitnessSigla {
        let witnesses = &utterance.witnesses;
        let found: Vec<Option<usize>> =
            witnesses.iter().map(|witness| find(witness, index, sigla)).collect();
        let mut order: Vec<usize> = (0..witnesses.len()).collect();
        order.sort_by_key(|&n| found[n].unwrap_or(usize::MAX));
        let mut ranks = vec![0; witnesses.len()];
        order.iter().enumerate().for_each(|(rank, &n)| ranks[n] = rank);

        let mut taken = BTreeSet::new();
        let (mut labels, mut own) = (vec![String::new(); order.len()], vec![None; order.len()]);
        // Sigla of the caller's own come before letters.
        for is_own in [true, false] {
            for &n in order.iter().filter(|&&n| found[n].is_some() == is_own) {
                let given =
                    found[n].map_or(witnesses[n].siglum.as_str(), |at| sigla[at].1.as_str());
                let mut label = given.to_owned();
                let mut count = 1;
                while !taken.insert(id_part(&label)) {
                    count += 1;
                    label = format!("{given}{count}");
                }
                labels[n] = id_part(&label);
                own[n] = is_own.then_some(label);
            }
        }
        let ids = labels.iter().map(|label| format!("{}-{label}", escape(&utterance.id)));
        WitnessSigla { ids: ids.collect(), own, order, ranks }
    }

    /// Returns pointers to witnesses, in their order.
    pub fn pointers<'n>(&self, groups: impl IntoIterator<Item = &'n [usize]>) -> String {
        let mut those: Vec<usize> = groups.into_iter().flatten().copied().collect();
        those.sort_unstable_by_key(|&n| self.ranks[n]);
        those.iter().map(|&n| format!("#{}", self.ids[n])).collect::<Vec<_>>().join(" ")
    }
}

/// Returns the place of a witness's siglum: that of its quotation, else of its document, else of
/// its outlet.
fn find(
    witness: &Witness,
    index: &QuotationIndex<'_>,
    sigla: &[(String, String)],
) -> Option<usize> {
    if sigla.is_empty() {
        return None;
    }
    let printed = index.get(&witness.quotation);
    let document = printed.map_or("", |printed| printed.document.document.id.as_str());
    let names = [witness.quotation.as_str(), document, witness.outlet.as_str()];
    names.into_iter().find_map(|name| sigla.iter().position(|(known, _)| known == name))
}

/// Returns a siglum as a part of an id of XML.
fn id_part(siglum: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    // Of other letters, XML allows those from U+00C0 on, but for the circled ones.
    let is_letter = |c: char| {
        is_part(c) || c.is_alphabetic() && c >= '\u{C0}' && !('\u{2190}'..='\u{2BFF}').contains(&c)
    };
    siglum.chars().map(|c| if is_letter(c) { c } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn own_sigla_come_first_and_are_never_given_twice() {
        let all = sample::reconciliation();
        let utterance = &all.utterances[0];
        let index = QuotationIndex::new(&all);
        let given = |sigla: &[(&str, &str)]| {
            let own = |&(name, siglum): &(&str, &str)| (name.to_owned(), siglum.to_owned());
            let sigla: Vec<_> = sigla.iter().map(own).collect();
            let sigla = WitnessSigla::new(utterance, &index, &sigla);
            let id = |&n: &usize| sigla.ids[n].rsplit_once('-').unwrap().1.to_owned();
            let outlets = sigla.order.iter().map(|&n| utterance.witnesses[n].outlet.clone());
            sigla.order.iter().map(id).zip(outlets).collect::<Vec<_>>()
        };
        let plain = given(&[]);
        let letters: Vec<&str> = plain.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(letters, ["A", "B", "C", "D", "E"]);
        // `A` is taken from the Courier, and two outlets have one siglum.
        let own = given(&[("Post", "A"), ("Herald", "H &"), ("Ledger", "H &")]);
        let own: Vec<(&str, &str)> = own.iter().map(|(id, o)| (id.as_str(), o.as_str())).collect();
        assert_eq!(
            own,
            [
                ("A", "Post"),
                ("H__", "Herald"),
                ("H__2", "Ledger"),
                ("A2", "Courier"),
                ("E", "Tribune")
            ]
        );
    }
}
