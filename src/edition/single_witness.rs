//! Builds the edition of a single witness, without collation, vote or comparison. Most utterances
//! have one witness.

use super::consensus::ConsensusVote;
use super::fidelity::{Fidelity, FidelityStatus, LemmaCoverage};
use super::lemma_policy::{LemmaBasis, LemmaCandidate, LemmaPolicy};
use super::utterance::{Lemma, Utterance, Verdict, Witness, Wording};
use super::utterance_id::utterance_id;
use super::witness_input::{WitnessInput, siglum};
use super::wording_text::WordingText;
use crate::text::Vocabulary;

/// Returns the utterance of `witness` alone, equal to what collation would give.
pub(super) fn single_witness(
    words: &Vocabulary,
    witness: &WitnessInput<'_>,
    policy: &LemmaPolicy,
) -> Utterance {
    let WordingText { text, tokens } = WordingText::new(witness);
    let basis = match policy {
        _ if witness.is_decided_lemma => LemmaBasis::Decision,
        LemmaPolicy::Consensus => LemmaBasis::Consensus,
        _ => {
            let candidate =
                LemmaCandidate { text: &text, witnesses: vec![witness], independent: 1 };
            policy.choose(&[candidate], &ConsensusVote::unopposed(1, 0)).1
        }
    };
    let by_record = policy.basis_by_record(witness).filter(|_| basis == LemmaBasis::Consensus);
    let basis = by_record.unwrap_or(basis);
    let is_lemma_source = witness.is_decided_lemma
        || basis == LemmaBasis::Document && policy.selects_document_of(witness);
    let is_copy = witness.reprint_of.is_some() || is_lemma_source;
    let LemmaCoverage { weight, changed, .. } =
        LemmaCoverage::of_lemma(words, &witness.passage.words);
    // No other outlet prints it, so that only a transcript can judge it.
    let status = match (is_copy && !witness.is_query, witness.record) {
        (true, _) => FidelityStatus::Copied,
        (false, Some(record)) => FidelityStatus::by_record(record, 1),
        (false, None) => FidelityStatus::Untested,
    };
    Utterance {
        id: utterance_id(witness),
        speaker: witness.speaker.map(str::to_owned),
        verdict: Verdict::Single,
        outlets: usize::from(!witness.is_query),
        independent: usize::from(!witness.is_query),
        wordings: vec![Wording {
            text: text.clone(),
            witnesses: vec![0],
            outlets: usize::from(!witness.is_query),
            first: if witness.is_query { Vec::new() } else { vec![0] },
        }],
        witnesses: vec![Witness {
            quotation: witness.quotation.to_owned(),
            outlet: witness.outlet.to_owned(),
            siglum: siglum(0),
            wording: 0,
            covers: 0..tokens.len(),
            reprint_of: witness.reprint_of.map(str::to_owned),
            speaker: witness.speaker.map(str::to_owned),
            published: witness.published.map(|published| published.as_str().to_owned()),
            left_out: Vec::new(),
            fidelity: Fidelity { weight, changed, status },
            is_recorded: witness.record.is_some(),
            is_query: witness.is_query,
        }],
        lemma: Lemma { text, tokens, wording: 0, margin: i64::from(!witness.is_query), basis },
        apparatus: Vec::new(),
        lineage: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::edition::StatementModel;
    use crate::edition::build::build_by_collation;
    use crate::record::{Print, RecordMatch};
    use crate::span::Span;
    use crate::variant::{Disclosure, Level, VariantClassifier};

    proptest! {
        /// The edition of one witness equals what collation gives.
        #[test]
        fn equals_collation(
            text in "(We|will|never|, |\\.|\\[sic\\]|…|[a-z]{1,9}| ){0,12}|.{0,30}",
            cut in 0.0..1.0_f64,
            named in any::<[bool; 7]>(),
            policy in 0..6,
        ) {
            let middle = (0..=(text.len() as f64 * cut) as usize).rfind(|&at| text.is_char_boundary(at)).unwrap_or(0);
            let pieces = [Span::new(0, middle), Span::new(middle, text.len())];
            let mut words = Vocabulary::new();
            let passage = words.tokenize_pieces(&text, &pieces);
            let [document, name, date, reprint, lemma, recorded, is_query] = named;
            let published = "2018-07-16".parse().unwrap();
            let record = recorded.then(|| RecordMatch {
                document: if name { "a" } else { "r" }.to_owned(),
                pieces: Vec::new(),
                gaps: Vec::new(),
                speaker: None,
                time: None,
                print: if date { Print::Verbatim } else { Print::Altered },
                level: (!date).then_some(Level::Minor),
                disclosure: Disclosure::Silent,
                score: 1.0,
                elsewhere: 0,
                open: false,
            });
            let witness = WitnessInput {
                quotation: "a#0",
                document: document.then_some("a"),
                text: &text,
                pieces: &pieces,
                passage: &passage,
                outlet: "A",
                origin_outlet: if reprint { "B" } else { "A" },
                reprint_of: reprint.then_some("b"),
                published: date.then_some(&published),
                speaker: name.then_some("Ann Lee"),
                mention: None,
                speaker_confidence: 0.5,
                is_decided_lemma: lemma,
                record: record.as_ref(),
                language: None,
                translated: false,
                is_query,
            };
            let policy = match policy {
                0 => LemmaPolicy::Consensus,
                1 => LemmaPolicy::Fullest,
                2 => LemmaPolicy::Earliest,
                3 => LemmaPolicy::Document("a".to_owned()),
                4 => LemmaPolicy::from_fn(|candidates| candidates.iter().position(|one| one.text.len() > 5)),
                _ => LemmaPolicy::from_fn(|_| Some(7)),
            };
            let collated = build_by_collation(&words, &[witness], &policy, &VariantClassifier::default(), &StatementModel::default());
            prop_assert_eq!(single_witness(&words, &witness, &policy), collated);
        }
    }
}
