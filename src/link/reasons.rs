//! The terms of the model as sentences for people, and counterfactuals.

use std::fmt::Write;

use super::features::{Evidence, FEATURE_COUNT, FEATURES, Feature};
use super::{Basis, Link, LinkModel, LinkVerdict, RejectionReason, format_number};
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
            buffer.push_str(match self.verdict {
                LinkVerdict::Same => "but look: ",
                LinkVerdict::Review => "doubtful: ",
                LinkVerdict::Different => "no: ",
            });
            buffer.push_str(describe_rejection(rejection));
            if (self.verdict, rejection) == (LinkVerdict::Same, RejectionReason::Reversal) {
                buffer.push_str("; a print may have changed it, or the speaker");
            }
            visit(buffer);
        }
        match &self.basis {
            Basis::Evidence(evidence) => evidence.for_each_reason(&self.model, buffer, visit),
            Basis::Decision => visit("decided by hand"),
            Basis::Inside => visit("one is a quotation inside the other"),
            Basis::Contrast => visit("one document prints both, and they contradict each other"),
            Basis::NextSentence => visit("one is the next sentence after the other"),
            Basis::HeldUp => {
                visit("one holds the other’s words up, as said before or by others");
            }
            Basis::TitleMentioned => visit("one is a title that the other mentions"),
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
            Basis::HeldUp | Basis::TitleMentioned => {
                vec!["a person would have to decide that both report one utterance".to_owned()]
            }
            Basis::Nested => {
                vec!["they would have to share words outside the inner quotation".to_owned()]
            }
        }
    }
}

/// Appends `1 day`, `4 days`.
fn push_count(text: &mut String, count: u64, noun: &str) {
    format_number::push_digits(text, count);
    text.push(' ');
    text.push_str(noun);
    text.push_str(if count == 1 { "" } else { "s" });
}

/// Returns a reason against a pair as a sentence for people.
fn describe_rejection(rejection: RejectionReason) -> &'static str {
    match rejection {
        RejectionReason::OtherOccasion => "too many days lie between them for so few words",
        RejectionReason::Refrain => "these words come again in one article: a refrain",
        RejectionReason::OtherSpeaker => "two people were quoted, and too little is shared",
        RejectionReason::Title => "the words are a title or a name",
        RejectionReason::StockPhrase => "a stock phrase that many speakers use",
        RejectionReason::Template => "both begin alike and go on with something else",
        RejectionReason::QuotedAgain => "what they share is somebody’s words, quoted again",
        RejectionReason::Reversal => "they contradict each other",
        RejectionReason::OtherWords => {
            "beside what they share, or inside it, they have other words"
        }
        RejectionReason::LittleShared => "too little is shared",
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
            buffer.push(' ');
            self.push_fact(i, features[i], buffer);
            visit(buffer);
        }
        let conflict = terms.iter().find(|&&(_, i)| i == Feature::OtherSpeaker as usize);
        let is_told = conflict.is_some_and(|(term, _)| term.abs() >= MIN_REASON_LOG_ODDS);
        if self.speaker == Agreement::Conflict && !is_told {
            visit("-0.0 the two speakers cannot be one person, but a whole sentence is shared");
        }
    }

    /// Appends how many corroborating pairs make days and edges count less.
    fn push_corroborating(&self, text: &mut String) {
        match self.corroborating {
            0 => {}
            1 => text.push_str(", with 1 other quotation in common"),
            n => _ = write!(text, ", with {n} other quotations in common"),
        }
    }

    /// Returns true if all equal words stand next to each other on both sides.
    fn is_one_run(&self) -> bool {
        let overlap = &self.overlap;
        let covered = overlap.place.map(|[start, end]| end.saturating_sub(start));
        (overlap.near, overlap.apart) == (0, 0) && covered == [overlap.words; 2]
    }

    /// Appends the fact behind a feature, in words. `number` is the value of the feature.
    fn push_fact(&self, feature: usize, number: f64, text: &mut String) {
        let overlap = &self.overlap;
        let percent = |text: &mut String, share: f64| {
            format_number::push_whole(text, 100.0 * share);
            text.push_str(" %");
        };
        let part_of = |text: &mut String, share: f64| {
            if share > 0.995 {
                text.push_str("all of ");
            } else {
                percent(text, share);
                text.push_str(" of ");
            }
        };
        match feature {
            1 => {
                text.push_str("they share ");
                push_count(text, overlap.words.into(), "word");
                text.push_str(if overlap.words > 1 && self.is_one_run() {
                    " in a row"
                } else {
                    ""
                });
            }
            2 => text.push_str("what they share is longer or rarer than a common phrase"),
            3 => text.push_str("they share a run of words that is seldom said by chance"),
            4 => {
                part_of(text, overlap.coverage());
                text.push_str("the shorter stands in the other");
            }
            5 => {
                part_of(text, number);
                text.push_str("the shorter stands in one stretch of the other");
            }
            6 => {
                part_of(text, number);
                text.push_str("the longer stands in the other");
            }
            7 => {
                text.push_str("inside what they share, words differ (");
                percent(text, number);
                text.push_str(" of it)");
            }
            8 => {
                text.push_str("each goes on with other words beside what they share");
                self.push_corroborating(text);
            }
            9 => text.push_str("both name the same speaker"),
            10 => text.push_str("the two speakers cannot be one person, and little is shared"),
            11 => {
                text.push_str("printed ");
                push_count(text, self.days.unwrap_or(0).into(), "day");
                text.push_str(" apart, and little is shared");
                self.push_corroborating(text);
            }
            12 => {
                text.push_str("their articles are about the same things (");
                percent(text, number);
                text.push_str(" alike)");
            }
            13 => text.push_str("nothing is known of what their articles are about"),
            14 => text.push_str(match self.titles {
                2 => "both look like a title or a name",
                _ => "one looks like a title or a name",
            }),
            15 => text.push_str("what looks like a title is only a part of the longer"),
            16 => text.push_str("one article prints both"),
            17 => text.push_str("one article prints both, and little is shared"),
            18 => {
                push_count(text, self.speakers.into(), "speaker");
                text.push_str(" are quoted with words that they share");
            }
            19 => {
                text.push_str("the two speakers are others, two of ");
                format_number::push_digits(text, self.speakers.into());
                text.push_str(" who are quoted with these words");
            }
            20 => text.push_str("they begin and go on with other words on both sides"),
            21 => {
                text.push_str("other words, printed ");
                push_count(text, self.days.unwrap_or(0).into(), "day");
                text.push_str(" apart");
                self.push_corroborating(text);
            }
            22 => {
                text.push_str("another name or number, on another day or of another speaker");
                self.push_corroborating(text);
            }
            23 => text.push_str("a word or two or a title, and nothing beside it"),
            _ => text.push_str(FEATURES.get(feature).copied().unwrap_or("")),
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

    fn evidence(a: &str, b: &str) -> Evidence {
        let mut words = Vocabulary::new();
        let (a, b) = (words.tokenize(a).words, words.tokenize(b).words);
        Evidence::new(Overlap::new(&mut PassageFinder::new(), &words, &a, &b).0)
    }

    /// Returns the facts of all features, whatever they weigh.
    fn facts(evidence: &Evidence) -> Vec<String> {
        let features = evidence.features();
        let fact = |feature: usize| {
            let mut text = String::new();
            evidence.push_fact(feature, features[feature], &mut text);
            text
        };
        (1..FEATURE_COUNT).map(fact).collect()
    }

    #[test]
    fn reasons_are_sentences_for_an_editor() {
        let sentence = "a very bad bargain for the harbour";
        let mut plain = evidence(sentence, sentence);
        (plain.speaker, plain.days) = (Agreement::Same, Some(1));
        let all = facts(&plain);
        assert_eq!(all[0], "they share 7 words in a row");
        assert_eq!(all[8], "both name the same speaker");
        assert_eq!(all[10], "printed 1 day apart, and little is shared");
        plain.days = Some(4);
        plain.corroborating = 1;
        assert_eq!(
            facts(&plain)[10],
            "printed 4 days apart, and little is shared, with 1 other quotation in common"
        );
        // Words that something stands between are not in a row.
        let broken = evidence(sentence, "a very bad, very stupid bargain for the harbour");
        assert_eq!(facts(&broken)[0], "they share 7 words");
        for evidence in [plain, broken] {
            for fact in facts(&evidence) {
                assert!(!fact.contains("bits") && !fact.contains("yes"), "{fact}");
                assert!(!fact.contains("feature") && !fact.contains("weight"), "{fact}");
            }
        }
        let first = plain.reasons(&LinkModel::default())[0].clone();
        let (strength, words) = first.split_once(' ').unwrap();
        assert!(strength.parse::<f64>().is_ok() && strength.starts_with('+'), "{first}");
        assert!(words.starts_with(char::is_lowercase) || words.starts_with(char::is_numeric));
    }

    #[test]
    fn two_speakers_are_told_however_much_is_shared() {
        let told = |sentence: &str, speaker: Agreement| {
            let evidence = Evidence { speaker, ..evidence(sentence, sentence) };
            let reasons = evidence.reasons(&LinkModel::default());
            let two = |reason: &&String| reason.contains("two speakers cannot be one person");
            reasons.iter().find(two).cloned().unwrap_or_default()
        };
        let long = "Our treaty with the fleet of Veln smells of herring, of cold tar, of rotten ropes \
                    and of the bad conscience of eleven ministers who never saw a harbour";
        assert!(told(long, Agreement::Conflict).ends_with("but a whole sentence is shared"));
        assert!(told("a bad bargain", Agreement::Conflict).ends_with("and little is shared"));
        assert_eq!(told(long, Agreement::Unknown), "");
        assert_eq!(told(long, Agreement::Same), "");
    }

    #[test]
    fn a_denial_is_never_called_the_same() {
        let (a, b) = ("We did close the harbour master’s gate", "We did not close the harbour");
        let mut evidence = evidence(a, b);
        (evidence.speaker, evidence.days) = (Agreement::Same, Some(1));
        let link = |verdict| Link {
            a: "a".to_owned(),
            b: "b".to_owned(),
            score: 0.9,
            verdict,
            basis: Basis::Evidence(evidence),
            rejection: Some(RejectionReason::Reversal),
            model: LinkModel::default(),
        };
        let first = |verdict| link(verdict).reasons()[0].clone();
        assert_eq!(first(LinkVerdict::Different), "no: they contradict each other");
        assert_eq!(first(LinkVerdict::Review), "doubtful: they contradict each other");
        assert_eq!(
            first(LinkVerdict::Same),
            "but look: they contradict each other; a print may have changed it, or the speaker"
        );
    }
}
