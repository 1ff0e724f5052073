//! The utterance that one quotation alone reports: most of them all. Nothing is collated, elected or compared.

use super::bearer::{Bearer, siglum};
use super::build::id;
use super::fidelity::{Fidelity, Kept, Standing};
use super::policy::{Candidate, LemmaGround, LemmaPolicy};
use super::print::Print;
use super::support::Election;
use super::{Lemma, Utterance, Verdict, Witness, Wording};
use crate::text::Vocabulary;

/// What [`utterance_with`](super::utterance_with) makes of `bearer` alone.
pub(super) fn single(words: &Vocabulary, bearer: &Bearer<'_>, policy: &LemmaPolicy) -> Utterance {
    let Print { text, tokens } = Print::new(bearer);
    let ground = match policy {
        _ if bearer.lemma => LemmaGround::Decision,
        LemmaPolicy::Consensus => LemmaGround::Consensus,
        _ => {
            let candidate = Candidate { text: &text, bearers: vec![bearer], independent: 1 };
            policy.choose(&[candidate], &Election::unopposed(1, 0)).1
        }
    };
    let base = bearer.lemma || ground == LemmaGround::Document && policy.names(bearer);
    let copied = bearer.reprint_of.is_some() || base;
    let Kept { weight, changed, .. } = Kept::whole(words, &bearer.passage.words);
    // Whoever prints something alone is tested by nobody.
    let standing = if copied { Standing::Copied } else { Standing::Untested };
    Utterance {
        id: id(bearer),
        speaker: bearer.name.map(str::to_owned),
        verdict: Verdict::Single,
        outlets: 1,
        independent: 1,
        wordings: vec![Wording { text: text.clone(), witnesses: vec![0], outlets: 1 }],
        witnesses: vec![Witness {
            quotation: bearer.quotation.to_owned(),
            outlet: bearer.outlet.to_owned(),
            siglum: siglum(0),
            wording: 0,
            covers: 0..tokens.len(),
            reprint_of: bearer.reprint_of.map(str::to_owned),
            speaker: bearer.name.map(str::to_owned),
            published: bearer.published.map(|published| published.as_str().to_owned()),
            left_out: Vec::new(),
            fidelity: Fidelity { weight, changed, standing },
        }],
        lemma: Lemma { text, tokens, wording: 0, margin: 1, ground },
        apparatus: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::edition::build::collated;
    use crate::span::Span;
    use crate::variant::Levels;

    proptest! {
        /// What is made of one alone is what is made of many.
        #[test]
        fn one_is_the_least_of_many(
            text in "(We|will|never|, |\\.|\\[sic\\]|…|[a-z]{1,9}| ){0,12}|.{0,30}",
            cut in 0.0..1.0_f64,
            named in any::<[bool; 5]>(),
            policy in 0..6,
        ) {
            let middle = (0..=(text.len() as f64 * cut) as usize).rfind(|&at| text.is_char_boundary(at)).unwrap_or(0);
            let pieces = [Span::new(0, middle), Span::new(middle, text.len())];
            let mut words = Vocabulary::new();
            let passage = words.read(&text, &pieces);
            let [document, name, date, reprint, lemma] = named;
            let published = "2018-07-16".parse().unwrap();
            let bearer = Bearer {
                quotation: "a#0",
                document: document.then_some("a"),
                text: &text,
                pieces: &pieces,
                passage: &passage,
                outlet: "A",
                origin: if reprint { "B" } else { "A" },
                reprint_of: reprint.then_some("b"),
                published: date.then_some(&published),
                name: name.then_some("Ann Lee"),
                certainty: 0.5,
                lemma,
            };
            let policy = match policy {
                0 => LemmaPolicy::Consensus,
                1 => LemmaPolicy::Fullest,
                2 => LemmaPolicy::Earliest,
                3 => LemmaPolicy::Document("a".to_owned()),
                4 => LemmaPolicy::by(|candidates| candidates.iter().position(|one| one.text.len() > 5)),
                _ => LemmaPolicy::by(|_| Some(7)),
            };
            prop_assert_eq!(single(&words, &bearer, &policy), collated(&words, &[bearer], &policy, &Levels::default()));
        }
    }
}
