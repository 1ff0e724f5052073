//! The laws of the apparatus: what it chooses as the lemma, and what it makes of it.

use std::collections::BTreeMap;

use proptest::prelude::*;
use variorum::apparatus::{LemmaGround, LemmaPolicy};
use variorum::text::{Flags, tokens};
use variorum::{Archive, Document, Published, Reconciliation, Settings, Utterance};

use super::{cases, news, ugly};

fn with(documents: &[Document], policy: LemmaPolicy) -> Reconciliation {
    let mut archive = Archive::new(Settings::default().with_lemma(policy));
    for document in documents {
        archive.add(document.clone()).unwrap();
    }
    archive.reconcile()
}

/// Words as spoken: those in brackets are the editor's.
fn spoken(text: &str) -> usize {
    tokens(text).filter(|token| token.class.is_word() && !token.flags.has(Flags::BRACKETED)).count()
}

fn second(published: Option<&str>) -> i64 {
    published.map_or(i64::MAX, |date| date.parse::<Published>().unwrap().second())
}

fn document(quotation: &str) -> &str {
    quotation.rsplit_once('#').unwrap().0
}

/// The documents of the witnesses that print the lemma's wording.
fn of_lemma(utterance: &Utterance) -> impl Iterator<Item = &str> {
    let wording = utterance.lemma.wording;
    utterance.witnesses.iter().filter(move |w| w.wording == wording).map(|w| document(&w.quotation))
}

proptest! {
    #![proptest_config(cases(24))]

    /// Whatever the policy, the lemma is a wording that was printed, and the one that the policy names; the utterances and
    /// their witnesses are the same.
    #[test]
    fn the_lemma_is_what_the_policy_names(
        documents in prop_oneof![news::articles(8), ugly::documents(4)],
        named in any::<prop::sample::Index>(),
    ) {
        let consensus = with(&documents, LemmaPolicy::Consensus);
        let by_id: BTreeMap<&str, &Utterance> = consensus.utterances.iter().map(|u| (u.id.as_str(), u)).collect();
        let named = if documents.is_empty() { "none".to_owned() } else { documents[named.index(documents.len())].id.clone() };
        let last = LemmaPolicy::by(|candidates| candidates.len().checked_sub(1));
        let policies = [
            LemmaPolicy::Consensus, LemmaPolicy::Fullest, LemmaPolicy::Earliest,
            LemmaPolicy::Document(named.clone()), last, LemmaPolicy::by(|_| None), LemmaPolicy::by(|all| Some(all.len())),
        ];
        for (n, policy) in policies.into_iter().enumerate() {
            let all = with(&documents, policy);
            prop_assert_eq!(all.utterances.len(), by_id.len());
            for utterance in &all.utterances {
                let usual = by_id[utterance.id.as_str()];
                prop_assert_eq!(&utterance.wordings, &usual.wordings);
                let lemma = &utterance.lemma;
                prop_assert_eq!(&lemma.text, &utterance.wordings[lemma.wording].text);
                let margin_holds = lemma.margin <= utterance.independent as i64 && lemma.margin >= -(utterance.independent as i64);
                prop_assert!(margin_holds, "{}", lemma.margin);
                match lemma.ground {
                    LemmaGround::Fullest => {
                        let most = utterance.wordings.iter().map(|wording| spoken(&wording.text)).max();
                        prop_assert_eq!(Some(spoken(&lemma.text)), most);
                    }
                    LemmaGround::Earliest => {
                        let first = |w: &variorum::apparatus::Witness| second(w.published.as_deref());
                        let those = utterance.witnesses.iter().filter(|w| w.wording == lemma.wording).map(first).min();
                        prop_assert_eq!(those, utterance.witnesses.iter().map(first).min());
                    }
                    LemmaGround::Document => prop_assert!(of_lemma(utterance).any(|id| id == named)),
                    LemmaGround::Function => prop_assert_eq!(lemma.wording + 1, utterance.wordings.len()),
                    _ => {
                        prop_assert_eq!(lemma, &usual.lemma);
                        // Only where the document prints nothing of it, or the function had no answer.
                        let printed = utterance.witnesses.iter().any(|w| document(&w.quotation) == named);
                        prop_assert!(n != 1 && n != 2 && n != 4 && !(n == 3 && printed));
                    }
                }
            }
        }
    }
}
