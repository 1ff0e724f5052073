//! Laws of the apparatus: the choice of the lemma, and the entries against it.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use variorum::edition::{
    ConfidenceInterval, FidelityStatus, LemmaBasis, LemmaPolicy, OutletFidelity, Reading,
    WitnessInput, build_utterance, fidelity_by_outlet,
};
use variorum::text::{TokenFlags, Vocabulary, tokens};
use variorum::variant::{Level, Operation};
use variorum::{Archive, Document, Published, Reconciliation, Settings, Span, Utterance};

use super::{cases, news, ugly};

fn with(documents: &[Document], policy: LemmaPolicy) -> Reconciliation {
    let mut archive = Archive::new(Settings::default().with_lemma(policy));
    for document in documents {
        archive.add(document.clone()).unwrap();
    }
    archive.reconcile()
}

/// Returns the spoken words: those in brackets are the editor's.
fn spoken(text: &str) -> usize {
    tokens(text)
        .filter(|token| token.class.is_word() && !token.flags.has(TokenFlags::BRACKETED))
        .count()
}

fn second(published: Option<&str>) -> i64 {
    published.map_or(i64::MAX, |date| date.parse::<Published>().unwrap().second())
}

fn document(quotation: &str) -> &str {
    quotation.rsplit_once('#').unwrap().0
}

/// Returns the documents of the witnesses that print the lemma's wording.
fn of_lemma(utterance: &Utterance) -> impl Iterator<Item = &str> {
    let wording = utterance.lemma.wording;
    utterance.witnesses.iter().filter(move |w| w.wording == wording).map(|w| document(&w.quotation))
}

proptest! {
    #![proptest_config(cases(24))]

    /// Whatever the policy, the lemma is a wording that was printed, and the one that the policy
    /// names; the utterances and their witnesses are the same.
    #[test]
    fn the_lemma_is_what_the_policy_names(
        documents in prop_oneof![news::articles(8), ugly::documents(4)],
        named in any::<prop::sample::Index>(),
    ) {
        let consensus = with(&documents, LemmaPolicy::Consensus);
        let by_id: BTreeMap<&str, &Utterance> = consensus.utterances.iter().map(|u| (u.id.as_str(), u)).collect();
        let named = if documents.is_empty() { "none".to_owned() } else { documents[named.index(documents.len())].id.clone() };
        let last = LemmaPolicy::from_fn(|candidates| candidates.len().checked_sub(1));
        let policies = [
            LemmaPolicy::Consensus, LemmaPolicy::Fullest, LemmaPolicy::Earliest,
            LemmaPolicy::Document(named.clone()), last, LemmaPolicy::from_fn(|_| None), LemmaPolicy::from_fn(|all| Some(all.len())),
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
                match lemma.basis {
                    LemmaBasis::Fullest => {
                        let most = utterance.wordings.iter().map(|wording| spoken(&wording.text)).max();
                        prop_assert_eq!(Some(spoken(&lemma.text)), most);
                    }
                    LemmaBasis::Earliest => {
                        let first = |w: &variorum::edition::Witness| second(w.published.as_deref());
                        let those = utterance.witnesses.iter().filter(|w| w.wording == lemma.wording).map(first).min();
                        prop_assert_eq!(those, utterance.witnesses.iter().map(first).min());
                    }
                    LemmaBasis::Document => prop_assert!(of_lemma(utterance).any(|id| id == named)),
                    LemmaBasis::Function => prop_assert_eq!(lemma.wording + 1, utterance.wordings.len()),
                    _ => {
                        prop_assert_eq!(lemma, &usual.lemma);
                        // Only where the document prints nothing of it, or the function had no
                        // answer.
                        let printed = utterance.witnesses.iter().any(|w| document(&w.quotation) == named);
                        prop_assert!(n != 1 && n != 2 && n != 4 && !(n == 3 && printed));
                    }
                }
            }
        }
    }

    /// A witness has full fidelity exactly if nothing within its span differs; an entry has at most
    /// one reading for each wording; and no status is given where it cannot be known.
    #[test]
    fn fidelity_says_what_the_apparatus_says(documents in prop_oneof![news::articles(9), ugly::documents(4)]) {
        let all = with(&documents, LemmaPolicy::Consensus);
        for utterance in &all.utterances {
            let mut differing: BTreeSet<usize> = BTreeSet::new();
            let mut elsewhere: BTreeSet<usize> = BTreeSet::new();
            for entry in &utterance.apparatus {
                let mut told: Vec<usize> = entry.wordings.clone();
                prop_assert!(told.contains(&utterance.lemma.wording), "{:?}", entry);
                told.sort_unstable();
                told.dedup();
                prop_assert_eq!(told.len(), entry.wordings.len());
                for reading in &entry.readings {
                    prop_assert!(reading.wordings.iter().all(|wording| !told.contains(wording)), "{:?}", entry);
                    let forms: Vec<usize> = reading.forms.iter().flat_map(|form| form.wordings.iter().copied()).collect();
                    prop_assert_eq!(forms.iter().collect::<BTreeSet<_>>(), reading.wordings.iter().collect());
                    prop_assert_eq!((forms.len(), &reading.forms[0].text), (reading.wordings.len(), &reading.text));
                    for form in &reading.forms {
                        // The same words, and printed so by each of its wordings.
                        let compared = variorum::compare(&reading.text, &form.text);
                        prop_assert!(compared.summary.level <= Some(Level::Accidental), "{:?}", reading);
                        for &wording in &form.wordings {
                            prop_assert!(utterance.wordings[wording].text.contains(&form.text), "{:?}", form);
                            prop_assert_eq!(reading.form(wording), &form.text);
                        }
                    }
                    if reading.operation == Operation::Truncation {
                        if entry.tokens == (0..utterance.lemma.tokens.len()) {
                            elsewhere.extend(&reading.wordings);
                        }
                        continue;
                    }
                    // What an editor put in brackets beyond the end of a fragment is told, and lies
                    // outside its span.
                    let outside = |wording: &usize| utterance.apparatus.iter().any(|other| {
                        let cut = |r: &Reading| r.operation == Operation::Truncation && r.wordings.contains(wording);
                        other.tokens == entry.tokens && other.readings.iter().any(cut)
                    });
                    // What the lemma left out and the wording prints does not.
                    let elided = reading.operation == Operation::Elision;
                    differing.extend(reading.wordings.iter().filter(|wording| elided || !outside(wording)));
                }
            }
            for witness in &utterance.witnesses {
                let fidelity = witness.fidelity;
                match fidelity.share() {
                    None => prop_assert!(elsewhere.contains(&witness.wording) || utterance.lemma.tokens.is_empty(), "{:?}", utterance),
                    Some(share) => {
                        prop_assert_eq!(share == 1.0, !differing.contains(&witness.wording), "{} {:?}", utterance, witness);
                        let levels = [Level::Accidental, Level::Minor, Level::Substantive, Level::Contradictory];
                        let sum: f64 = share + levels.iter().filter_map(|&level| fidelity.share_at(level)).sum::<f64>();
                        prop_assert!((sum - 1.0).abs() < 1e-9, "{sum}");
                    }
                }
                if witness.reprint_of.is_some() {
                    prop_assert_eq!(fidelity.status, FidelityStatus::Copied);
                }
                if utterance.independent < 3 {
                    prop_assert!(matches!(fidelity.status, FidelityStatus::Copied | FidelityStatus::Untested), "{:?}", witness);
                }
                if let FidelityStatus::Altered(level) = fidelity.status {
                    prop_assert!(level > Level::Accidental && level <= grave(utterance));
                }
            }
        }
        for outlet in all.outlets() {
            prop_assert_eq!(outlet.judged + outlet.copied + outlet.untested + outlet.undecided, outlet.witnesses);
            let altered = [Level::Minor, Level::Substantive, Level::Contradictory].map(|level| outlet.altered(level));
            prop_assert!(outlet.judged >= altered[0] && altered[0] >= altered[1] && altered[1] >= altered[2]);
        }
    }

    /// A reprint is not an independent witness: it changes no figures and has none itself.
    #[test]
    fn reprints_judge_nobody(
        sentence in news::sentence(),
        prints in prop::collection::vec((0..news::Edit::ALL.len(), 0usize..5), 1..8),
        copied in any::<prop::sample::Index>(),
    ) {
        let texts: Vec<String> = prints.iter().map(|&(edit, _)| sentence.print(news::Edit::ALL[edit])).collect();
        let outlets: Vec<String> = prints.iter().map(|(_, outlet)| format!("outlet {outlet}")).collect();
        let ids: Vec<String> = (0..=prints.len()).map(|n| format!("d{n:02}#0")).collect();
        let mut words = Vocabulary::new();
        let passages: Vec<_> = texts.iter().map(|text| words.tokenize(text)).collect();
        let pieces: Vec<_> = texts.iter().map(|text| [Span::new(0, text.len())]).collect();
        let mut witnesses: Vec<WitnessInput<'_>> = (0..texts.len())
            .map(|n| WitnessInput::new(&ids[n], &texts[n], &pieces[n], &passages[n], &outlets[n]))
            .collect();
        let before = fidelity_by_outlet(&[build_utterance(&words, &witnesses)]);
        let mut reprint = witnesses[copied.index(witnesses.len())];
        reprint.quotation = &ids[texts.len()];
        (reprint.outlet, reprint.reprint_of) = ("reprinter", Some("d"));
        witnesses.push(reprint);
        let after = fidelity_by_outlet(&[build_utterance(&words, &witnesses)]);
        let (reprinter, others): (Vec<OutletFidelity>, Vec<_>) = after.into_iter().partition(|sum| sum.outlet == "reprinter");
        prop_assert_eq!(others, before);
        prop_assert_eq!((reprinter[0].judged, reprinter[0].copied, reprinter[0].weight), (0, 1, 0));
    }

    /// The interval holds the share, lies within 0 and 1, and narrows as cases are added.
    #[test]
    fn the_interval_holds_the_share(all in 1usize..5_000, count in any::<prop::sample::Index>(), times in 2usize..20) {
        let count = count.index(all + 1);
        let share = count as f64 / all as f64;
        let interval = ConfidenceInterval::wilson(count, all).unwrap();
        prop_assert!(0.0 <= interval.low && interval.low <= share && share <= interval.high && interval.high <= 1.0, "{:?}", interval);
        prop_assert!(interval.low < interval.high);
        let more = ConfidenceInterval::wilson(count * times, all * times).unwrap();
        prop_assert!(more.high - more.low < interval.high - interval.low);
        // Its ends are where a test of 95 % would just not reject the share that was seen.
        for end in [interval.low, interval.high].into_iter().filter(|end| *end > 0.0 && *end < 1.0) {
            let z = (share - end).abs() / (end * (1.0 - end) / all as f64).sqrt();
            prop_assert!((z - 1.96).abs() < 1e-3, "{z}");
        }
    }
}

/// Returns the most severe level in the apparatus.
fn grave(utterance: &Utterance) -> Level {
    let readings = utterance.apparatus.iter().flat_map(|entry| &entry.readings);
    readings.map(|reading| reading.level).max().unwrap_or(Level::Accidental)
}
