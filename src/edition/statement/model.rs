//! The model that weighs the evidence of a statement: two logistic regressions and a threshold.
//!
//! A statement is right if both prints report one passage of speech and if what differs can change
//! the meaning. The two questions have different evidence, so each has weights of its own over the
//! same features; the confidence is the product of the two probabilities.
//!
//! The built-in weights were fitted by `examples/evaluate --weights` on the stated differences of
//! five sets of news of which the pairs were judged by reading. The example prints precision,
//! recall and calibration on events that the weights were not fitted on.

use std::sync::Arc;

use super::evidence::{STATEMENT_FEATURE_COUNT, StatementEvidence};
use super::{Doubt, Statement};
use crate::error::{Error, ErrorKind};
use crate::text::{Weight, bits};
use crate::variant::Level;

/// Weights of the features, and the confidence from which on a statement stands. Cheap to clone.
///
/// ```
/// use variorum::edition::StatementModel;
///
/// let strict = StatementModel::default().with_threshold(0.9)?;
/// assert_eq!(strict.threshold(), 0.9);
/// assert!(StatementModel::default().with_threshold(1.5).unwrap_err().is_setting());
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct StatementModel {
    /// `None` for the built-in model, which every process shares.
    own: Option<Arc<StatementWeights>>,
}

/// The numbers of a model.
#[derive(Clone, Debug, PartialEq)]
struct StatementWeights {
    /// By feature: do both report one passage of speech?
    correspondence: [f64; STATEMENT_FEATURE_COUNT],
    /// By feature: if so, can the difference change the meaning?
    substance: [f64; STATEMENT_FEATURE_COUNT],
    /// Confidence from which on a statement stands.
    threshold: f64,
}

static BUILT_IN: StatementWeights = StatementWeights {
    correspondence: [
        -3.94, 0.12, -0.13, 0.24, 0.45, 0.72, 0.65, 1.95, -0.22, -0.17, 0.39, -0.21, 0.30, 0.05,
        -0.15, 0.40, 0.46, 0.40, -0.27, -0.35, -0.52, -0.34, -0.25, -0.26, 0.34, -0.36, -0.44,
        0.31, -0.21, -0.04, -0.42, -0.05, -0.03, 0.13, 0.27, -0.12, -0.48, -0.23, 0.05, 0.32,
    ],
    substance: [
        -0.28, 0.19, 0.53, 0.19, -0.66, -0.02, -0.00, -0.22, 0.30, -0.24, 0.58, 0.21, 0.19, 0.37,
        -0.45, -0.19, -0.54, -0.18, 0.88, 0.23, 0.15, -0.26, -0.10, -0.19, -0.50, -0.28, -0.52,
        -0.42, 0.40, -0.26, 0.25, 0.07, -0.11, -0.12, 0.29, -0.07, 0.33, -0.37, 0.48, 0.11,
    ],
    threshold: 0.4,
};

impl PartialEq for StatementModel {
    fn eq(&self, other: &StatementModel) -> bool {
        self.parameters() == other.parameters()
    }
}

impl StatementModel {
    fn parameters(&self) -> &StatementWeights {
        self.own.as_deref().unwrap_or(&BUILT_IN)
    }

    fn with_parameters(self, change: impl FnOnce(&mut StatementWeights)) -> StatementModel {
        let mut parameters = self.parameters().clone();
        change(&mut parameters);
        StatementModel { own: Some(Arc::new(parameters)) }
    }

    /// Sets the weights of both questions, in the order of
    /// [`STATEMENT_FEATURES`](super::STATEMENT_FEATURES): whether the prints report one passage of
    /// speech, and whether the difference can change the meaning.
    ///
    /// # Errors
    /// When a weight is not finite.
    pub fn with_weights(
        self,
        correspondence: [f64; STATEMENT_FEATURE_COUNT],
        substance: [f64; STATEMENT_FEATURE_COUNT],
    ) -> Result<StatementModel, Error> {
        if let Some(weight) = correspondence.iter().chain(&substance).find(|x| !x.is_finite()) {
            return Err(setting("weights", weight.to_string(), "finite numbers"));
        }
        Ok(self.with_parameters(|parameters| {
            (parameters.correspondence, parameters.substance) = (correspondence, substance);
        }))
    }

    /// Sets the confidence from which on a statement stands, `0.0..=1.0`. At 0 all stand.
    ///
    /// # Errors
    /// Outside that range.
    pub fn with_threshold(self, threshold: f64) -> Result<StatementModel, Error> {
        if (0.0..=1.0).contains(&threshold) {
            Ok(self.with_parameters(|parameters| parameters.threshold = threshold))
        } else {
            Err(setting("threshold", threshold.to_string(), "0..=1"))
        }
    }

    /// Returns the confidence from which on a statement stands.
    pub fn threshold(&self) -> f64 {
        self.parameters().threshold
    }

    /// Returns the probability that both prints report one passage of speech, and the probability
    /// that, if they do, the difference can change the meaning.
    pub fn probabilities(&self, evidence: &StatementEvidence) -> (f64, f64) {
        let features = evidence.features();
        let probability = |weights: &[f64; STATEMENT_FEATURE_COUNT]| {
            let odds: f64 = features.iter().zip(weights).map(|(x, weight)| x * weight).sum();
            1.0 / (1.0 + (-odds).exp())
        };
        let StatementWeights { correspondence, substance, .. } = self.parameters();
        let matters = probability(substance);
        // Another negation, number or name is one of substance by its kind.
        let matters = match evidence.level {
            Level::Contradictory => matters.max(MIN_CONTRADICTION_SUBSTANCE),
            _ => matters,
        };
        let corresponds = probability(correspondence);
        if evidence.is_twin() {
            (corresponds.max(MIN_TWIN_CORRESPONDENCE), matters)
        } else {
            (corresponds, matters)
        }
    }

    /// Returns true if two prints so surely report one passage of speech that one of them must have
    /// changed its words: twins do, since a speaker who said both would be news. At a threshold of
    /// 0 all do.
    pub(super) fn is_one_passage(&self, evidence: &StatementEvidence) -> bool {
        self.threshold() == 0.0
            || evidence.may_be_twin()
            || self.probabilities(evidence).0 >= MIN_CHANGE_CORRESPONDENCE
    }

    /// Judges a stated difference. A place without equal words on either side is never sure,
    /// whatever its confidence, unless the threshold is 0.
    pub fn judge(&self, evidence: StatementEvidence) -> Statement {
        let (corresponds, matters) = self.probabilities(&evidence);
        let confidence = corresponds * matters;
        let is_held = evidence.anchors.iter().any(|&weight| weight >= MIN_ANCHOR_WEIGHT);
        // Two translators put one sentence in other words, and nobody has altered it.
        let stands = confidence >= self.threshold()
            && (is_held || self.threshold() == 0.0)
            && !evidence.translated;
        let doubt = (!stands).then(|| match is_held {
            _ if evidence.translated => Doubt::Translation,
            true => doubt(&evidence, corresponds, matters),
            false => Doubt::OtherWords,
        });
        Statement { confidence, stands, doubt, evidence }
    }
}

/// Least probability that both prints report one passage of speech for saying who changed it. Of 61
/// changes of substance that two outlets or more stood against, in news that was judged by reading,
/// 46 were of one passage; of the 19 from this probability on, 18 were.
const MIN_CHANGE_CORRESPONDENCE: f64 = 0.85;

/// Least probability that a contradiction, of one passage of speech, is one of substance. Of ten
/// that were judged, nine were.
const MIN_CONTRADICTION_SUBSTANCE: f64 = 0.9;

/// Least probability that two sentences of one speaker and day report one passage of speech where
/// all but one negation, number or name is equal: a speaker who says both would be news. Set by
/// hand: the labelled news has one such pair, and it is right.
const MIN_TWIN_CORRESPONDENCE: f64 = 0.8;

/// Equal words of less weight beside a place, less than one content word, do not hold it fast.
const MIN_ANCHOR_WEIGHT: Weight = bits(8);

/// Returns what speaks most against a statement.
fn doubt(evidence: &StatementEvidence, corresponds: f64, matters: f64) -> Doubt {
    let is_loose = |end: usize| evidence.anchors[end] < MIN_ANCHOR_WEIGHT && !evidence.at_end[end];
    if matters < corresponds {
        Doubt::Slight
    } else if evidence.elided {
        Doubt::Edge
    } else if is_loose(0)
        || is_loose(1)
        || evidence.changed_words[0].min(evidence.changed_words[1]) > 3
    {
        Doubt::OtherWords
    } else {
        Doubt::TwoSayings
    }
}

fn setting(name: &'static str, value: String, range: &'static str) -> Error {
    Error::new(ErrorKind::Setting { name, value, range })
}

#[cfg(feature = "serde")]
mod serial {
    //! The written form: weights by the names of their features.

    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{STATEMENT_FEATURE_COUNT, StatementModel};
    use crate::edition::STATEMENT_FEATURES;

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct StatementModelFile {
        /// Weights of the question if both prints report one passage of speech.
        correspondence: BTreeMap<String, f64>,
        /// Weights of the question if the difference can change the meaning.
        substance: BTreeMap<String, f64>,
        threshold: f64,
    }

    fn by_name(weights: &[f64; STATEMENT_FEATURE_COUNT]) -> BTreeMap<String, f64> {
        let named = STATEMENT_FEATURES.iter().zip(weights);
        named.map(|(&name, &weight)| (name.to_owned(), weight)).collect()
    }

    fn in_order(weights: &BTreeMap<String, f64>) -> Result<[f64; STATEMENT_FEATURE_COUNT], String> {
        let is_known = |name: &&String| STATEMENT_FEATURES.contains(&name.as_str());
        if let Some(name) = weights.keys().find(|name| !is_known(name)) {
            return Err(format!("no feature is called {name:?}"));
        }
        let mut all = [0.0; STATEMENT_FEATURE_COUNT];
        for (weight, &name) in all.iter_mut().zip(&STATEMENT_FEATURES) {
            *weight = *weights.get(name).ok_or_else(|| format!("no weight of {name:?}"))?;
        }
        Ok(all)
    }

    impl Serialize for StatementModel {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let parameters = self.parameters();
            StatementModelFile {
                correspondence: by_name(&parameters.correspondence),
                substance: by_name(&parameters.substance),
                threshold: parameters.threshold,
            }
            .serialize(serializer)
        }
    }

    impl<'de> Deserialize<'de> for StatementModel {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<StatementModel, D::Error> {
            use serde::de::Error;
            let file = StatementModelFile::deserialize(deserializer)?;
            let correspondence = in_order(&file.correspondence).map_err(D::Error::custom)?;
            let substance = in_order(&file.substance).map_err(D::Error::custom)?;
            StatementModel::default()
                .with_weights(correspondence, substance)
                .and_then(|model| model.with_threshold(file.threshold))
                .map_err(D::Error::custom)
        }
    }
}

#[cfg(feature = "json")]
impl StatementModel {
    /// Reads a model from JSON, as `examples/evaluate --weights` prints it and
    /// [`StatementModel::to_json`] writes it.
    ///
    /// # Errors
    /// When `text` is not such an object, a feature lacks its weight, or the threshold is out of
    /// range.
    ///
    /// ```
    /// use variorum::edition::StatementModel;
    /// let model = StatementModel::default().with_threshold(0.8)?;
    /// assert_eq!(StatementModel::from_json(&model.to_json())?, model);
    /// assert!(StatementModel::from_json("{}").unwrap_err().is_setting());
    /// # Ok::<(), variorum::Error>(())
    /// ```
    pub fn from_json(text: &str) -> Result<StatementModel, Error> {
        serde_json::from_str(text).map_err(|error| {
            let range = "what StatementModel::to_json writes";
            setting("statement model", format!("no model ({error})"), range)
        })
    }

    /// Writes the model as JSON: weights by the names of their features, and the threshold.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("strings and finite numbers can be written")
    }
}
