//! The terms of the model as sentences for people, and counterfactuals.

use std::fmt::Write;

use super::features::{Evidence, FEATURE_COUNT, FEATURES};
use super::{Basis, Link, LinkModel, LinkVerdict, format_number};
use crate::person_name::Agreement;

/// Terms below this log-odds are not worth a reason.
const MIN_REASON_LOG_ODDS: f64 = 0.05;

impl Link {
    /// Returns the kind of rejection, and what speaks for and against the pair, strongest first.
    pub fn reasons(&self) -> Vec<String> {
        let mut reasons = Vec::new();
        self.for_each_reason(&mut String::new(), &mut |reason| reasons.push(reason.to_owned()));
        reasons
    }

    /// Calls `visit` with each of the [`reasons`](Link::reasons). `buffer` is scratch: a report
    /// writes the reasons of a hundred thousand links.
    pub(crate) fn for_each_reason(&self, buffer: &mut String, visit: &mut dyn FnMut(&str)) {
        if let Some(rejection) = self.rejection {
            buffer.clear();
            buffer.push_str(if self.verdict == LinkVerdict::Same { "but look: " } else { "no: " });
            buffer.push_str(rejection.as_str());
            visit(buffer);
        }
        match &self.basis {
            Basis::Evidence(evidence) => evidence.for_each_reason(&self.model, buffer, visit),
            Basis::Decision => visit("decided by hand"),
            Basis::Inside => visit("one is a quotation inside the other"),
            Basis::Contrast => visit("one document prints both, and they contradict each other"),
            Basis::NextSentence => visit("one is the next sentence after the other"),
            Basis::Nested => visit("all they share is a quotation inside one of them"),
        }
    }

    /// Returns the single changes that would give another verdict, as sentences.
    pub fn counterfactuals(&self) -> Vec<String> {
        match &self.basis {
            Basis::Evidence(evidence) => {
                let counterfactuals = evidence.counterfactuals(&self.model);
                if counterfactuals.is_empty() {
                    vec!["no one thing alone would change the verdict".to_owned()]
                } else {
                    counterfactuals
                }
            }
            Basis::Decision => vec!["another decision would change it".to_owned()],
            Basis::Inside => {
                vec!["it cannot change: the outer quotation reports the inner one".to_owned()]
            }
            Basis::Contrast => {
                vec!["a person would have to decide that both report one utterance".to_owned()]
            }
            Basis::NextSentence => {
                vec!["a third quotation would have to print both in one".to_owned()]
            }
            Basis::Nested => {
                vec!["they would have to share words outside the inner quotation".to_owned()]
            }
        }
    }
}

impl Evidence {
    /// Returns what speaks for and against one utterance under `model`, strongest first.
    pub fn reasons(&self, model: &LinkModel) -> Vec<String> {
        let (mut buffer, mut reasons) = (String::new(), Vec::new());
        self.for_each_reason(model, &mut buffer, &mut |reason| reasons.push(reason.to_owned()));
        reasons
    }

    /// Calls `visit` with each of the [`reasons`](Evidence::reasons); `buffer` is scratch.
    fn for_each_reason(&self, model: &LinkModel, buffer: &mut String, visit: &mut dyn FnMut(&str)) {
        let features = self.features();
        let weights = model.weights_for(self);
        let mut terms: [(f64, usize); FEATURE_COUNT] =
            std::array::from_fn(|i| (features[i] * weights[i], i));
        // The constant is no reason.
        terms[1..].sort_unstable_by(|x, y| y.0.abs().total_cmp(&x.0.abs()).then(x.1.cmp(&y.1)));
        for &(term, i) in terms[1..].iter().filter(|(term, _)| term.abs() >= MIN_REASON_LOG_ODDS) {
            buffer.clear();
            format_number::push_signed_tenths(buffer, term);
            [" ", FEATURES[i], " ("].iter().for_each(|part| buffer.push_str(part));
            self.push_value(i, features[i], buffer);
            buffer.push(')');
            visit(buffer);
        }
    }

    /// Appends how many corroborating pairs make days and edges count less.
    fn push_corroborating(&self, text: &mut String) {
        match self.corroborating {
            0 => {}
            1 => text.push_str(", 1 other quotation in common"),
            n => _ = write!(text, ", {n} other quotations in common"),
        }
    }

    /// Appends the value of a feature in its own unit; `number` is the feature.
    fn push_value(&self, feature: usize, number: f64, text: &mut String) {
        let overlap = &self.overlap;
        let bits = |text: &mut String, weight: i32| {
            format_number::push_whole(text, f64::from(weight) / 100.0);
            text.push_str(" bits");
        };
        let percent = |text: &mut String, share: f64| {
            format_number::push_whole(text, 100.0 * share);
            text.push_str(" %");
        };
        match feature {
            1 | 2 => {
                format_number::push_digits(text, overlap.words.into());
                text.push_str(" words, ");
                bits(text, overlap.shared());
            }
            3 => bits(text, overlap.run),
            4 => percent(text, overlap.coverage()),
            5..=7 => percent(text, number),
            8 => {
                bits(text, overlap.edges[0].max(overlap.edges[1]));
                self.push_corroborating(text);
            }
            11 => {
                match self.days {
                    Some(days) => {
                        format_number::push_digits(text, days.into());
                        text.push_str(" days");
                    }
                    None => text.push_str("unknown"),
                }
                self.push_corroborating(text);
            }
            12 => percent(text, self.context.unwrap_or(0.0)),
            14 | 15 => _ = write!(text, "{} of 2", self.titles),
            18 | 19 => _ = write!(text, "{} speakers", self.speakers),
            _ => text.push_str("yes"),
        }
    }

    /// Returns the single changes that would give another verdict, each with the probability it
    /// would give.
    pub fn counterfactuals(&self, model: &LinkModel) -> Vec<String> {
        type Counterfactual = (&'static str, fn(&mut Evidence));
        const CHANGES: [Counterfactual; 10] = [
            ("both were known to be one speaker’s", |e| e.speaker = Agreement::Same),
            ("they were known to be two people’s", |e| {
                (e.speaker, e.certainty) = (Agreement::Conflict, 1.0)
            }),
            ("nothing were known of the speakers", |e| e.speaker = Agreement::Unknown),
            ("both were printed on one day", |e| e.days = Some(0)),
            ("a year lay between them", |e| e.days = Some(365)),
            ("no other speaker were quoted with these words", |e| e.speakers = e.speakers.min(1)),
            ("ten speakers were quoted with these words", |e| e.speakers = e.speakers.max(10)),
            ("neither looked like a title", |e| e.titles = 0),
            ("their documents had three other quotations in common", |e| {
                e.corroborating = e.corroborating.max(3)
            }),
            ("neither went on with other words beside what they share", |e| {
                e.overlap.edges = [0, 0]
            }),
        ];
        let verdict = model.verdict(self);
        let sentence = |(condition, change): &Counterfactual| {
            let mut other = *self;
            change(&mut other);
            let p = model.probability(&other);
            let changed = model.verdict_of(p);
            // Two texts by themselves have no collection around them that could be otherwise.
            let of_collection =
                (other.speakers, other.corroborating) != (self.speakers, self.corroborating);
            (!(self.isolated && of_collection) && changed != verdict)
                .then(|| format!("{} ({p:.2}) if {condition}", changed.description()))
        };
        CHANGES.iter().filter_map(sentence).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::PassageFinder;
    use crate::link::Overlap;
    use crate::text::Vocabulary;

    #[test]
    fn counterfactuals_give_another_verdict() {
        let mut words = Vocabulary::new();
        let bargain = words.tokenize("a very bad bargain").words;
        let (overlap, _) = Overlap::new(&mut PassageFinder::new(), &words, &bargain, &bargain);
        let (mut doubtful, model) = (Evidence::new(overlap), LinkModel::default());
        assert_eq!(model.verdict(&doubtful), LinkVerdict::Same);
        let changes = doubtful.counterfactuals(&model);
        assert!(changes.iter().any(|change| change.contains("a year lay between")), "{changes:?}");
        doubtful.days = Some(365);
        assert_ne!(model.verdict(&doubtful), LinkVerdict::Same);
        let changes = doubtful.counterfactuals(&model);
        let same_day =
            |change: &String| change.starts_with("one utterance") && change.contains("on one day");
        assert!(changes.iter().any(same_day), "{changes:?}");
    }
}
