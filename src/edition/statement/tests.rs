use proptest::prelude::*;

use super::{ChangedBy, Doubt, StatementEvidence, StatementModel};
use crate::edition::{
    FidelityStatus, LemmaPolicy, Reading, Utterance, Verdict, WitnessInput, build_utterance_with,
};
use crate::person_name::Agreement;
use crate::span::Span;
use crate::text::Vocabulary;
use crate::variant::{Level, VariantClassifier};

/// Builds the utterance of prints, each given by its outlet, its text and its speaker.
fn build(prints: &[(&str, &str, &str)], model: &StatementModel) -> Utterance {
    let mut words = Vocabulary::new();
    let passages: Vec<_> = prints.iter().map(|(_, text, _)| words.tokenize(text)).collect();
    let pieces: Vec<_> = prints.iter().map(|(_, text, _)| [Span::new(0, text.len())]).collect();
    let ids: Vec<String> = (0..prints.len()).map(|n| format!("d{n}#0")).collect();
    let witnesses: Vec<_> = (0..prints.len())
        .map(|n| {
            let (outlet, text, speaker) = prints[n];
            let mut witness = WitnessInput::new(&ids[n], text, &pieces[n], &passages[n], outlet);
            witness.speaker = Some(speaker).filter(|name| !name.is_empty());
            witness.speaker_confidence = 1.0;
            witness
        })
        .collect();
    let classifier = VariantClassifier::default();
    build_utterance_with(&words, &witnesses, &LemmaPolicy::Consensus, &classifier, model)
}

fn all_stand() -> StatementModel {
    StatementModel::default().with_threshold(0.0).unwrap()
}

/// Returns the readings that are stated as differences of substance.
fn statements(utterance: &Utterance) -> Vec<&Reading> {
    let readings = utterance.apparatus.iter().flat_map(|entry| &entry.readings);
    readings.filter(|reading| reading.statement.is_some()).collect()
}

fn confidence(a: &str, b: &str) -> f64 {
    let utterance = build(&[("A", a, "Ann Lee"), ("B", b, "Ann Lee")], &all_stand());
    let of = |reading: &&Reading| reading.statement.as_ref().map(|one| one.confidence);
    statements(&utterance).iter().filter_map(of).fold(0.0, f64::max)
}

const VOW: &str =
    "The ferry company will not raise its fares before the winter timetable comes out";

/// One word changed inside an equal sentence is sure; the same change beside other changed words,
/// and with little around it, is less so.
#[test]
fn equal_words_around_a_place_make_it_sure() {
    let changed = VOW.replace("raise", "publish");
    let sure = confidence(VOW, &changed);
    let loose = confidence(
        VOW,
        "The ferry company will publish what its captains earned in the timetable of last winter",
    );
    assert!(sure > 0.4, "{sure}");
    assert!(loose < sure - 0.1, "{loose} against {sure}");
}

/// Two prints against one show who changed the words; one against one shows nobody.
#[test]
fn a_change_is_somebodys_only_against_two() {
    let other = VOW.replace("winter", "summer");
    let by = |prints: &[(&str, &str, &str)]| {
        let utterance = build(prints, &all_stand());
        let found = statements(&utterance);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].changed_by
    };
    let (a, b, c) = (("A", VOW, ""), ("B", VOW, ""), ("C", other.as_str(), ""));
    assert_eq!(by(&[a, c]), None);
    assert_eq!(by(&[a, b, c]), Some(ChangedBy::These));
    // Two prints of one outlet are one.
    assert_eq!(by(&[a, ("A", VOW, ""), c]), None);
    // Three against two: nobody can know.
    assert_eq!(by(&[a, b, ("D", VOW, ""), c, ("E", other.as_str(), "")]), None);
    // An outlet that prints both speaks for neither.
    assert_eq!(by(&[a, ("C", VOW, ""), c]), None);
    assert_eq!(by(&[a, b, ("C", VOW, ""), c]), Some(ChangedBy::These));
}

/// Two prints against one show nothing where the one may be of another passage.
#[test]
fn nobody_has_changed_what_may_be_another_passage() {
    let nearly_all = StatementModel::default().with_threshold(0.01).unwrap();
    let by = |other: &str| {
        let prints = [("A", VOW, "Ann Lee"), ("B", VOW, "Ann Lee"), ("C", other, "Ann Lee")];
        let utterance = build(&prints, &nearly_all);
        let found = statements(&utterance).into_iter().filter(|reading| reading.stands());
        let found: Vec<_> = found.map(|reading| reading.changed_by).collect();
        assert!(!found.is_empty(), "{other}");
        found
    };
    assert_eq!(by(&VOW.replace("not raise", "raise")), [Some(ChangedBy::These)]);
    let loose = "The ferry company will publish what its captains earned in the winter timetable";
    assert!(by(loose).iter().all(Option::is_none), "{:?}", by(loose));
}

/// No outlet is called altered where nobody can know who changed the words; against two prints,
/// one is.
#[test]
fn nobody_is_accused_by_one_print() {
    let other = VOW.replace("not raise", "raise");
    let status = |prints: &[(&str, &str, &str)]| -> Vec<FidelityStatus> {
        let utterance = build(prints, &all_stand());
        assert_eq!(utterance.verdict, Verdict::Contradictory);
        utterance.witnesses.iter().map(|witness| witness.fidelity.status).collect()
    };
    let (a, b, c) = (("A", VOW, ""), ("B", VOW, ""), ("C", other.as_str(), ""));
    let untested = FidelityStatus::Untested;
    assert_eq!(status(&[a, c]), [untested; 2]);
    let altered = FidelityStatus::Altered(Level::Contradictory);
    assert_eq!(status(&[a, b, c]), [FidelityStatus::Faithful, FidelityStatus::Faithful, altered]);
    let status = status(&[a, b, ("D", VOW, ""), c, ("E", other.as_str(), "")]);
    assert_eq!(status, [FidelityStatus::Undecided; 5]);
}

/// A doubted difference counts for no verdict above minor, accuses nobody, and names its doubt; yet
/// the words are not called the same.
#[test]
fn what_does_not_stand_is_shown_as_doubtful() {
    let none = StatementModel::default().with_threshold(1.0).unwrap();
    let other = VOW.replace("not raise", "raise");
    let utterance = build(&[("A", VOW, ""), ("B", VOW, ""), ("C", &other, "")], &none);
    assert_eq!(utterance.verdict, Verdict::Minor);
    let found = statements(&utterance);
    assert!(!found.is_empty());
    for reading in found {
        assert!(!reading.stands() && reading.changed_by.is_none());
        assert!(matches!(
            reading.doubt(),
            Some(Doubt::OtherWords | Doubt::TwoSayings | Doubt::Edge | Doubt::Slight)
        ));
        assert_eq!(reading.standing_level(), Level::Minor);
    }
    assert!(utterance.witnesses.iter().all(|one| one.fidelity.status == FidelityStatus::Faithful));
}

/// A reversal between equal words in one sentence of one speaker and day is marked; on another day,
/// by an unknown speaker, or where a fragment begins with the other word, it is weighed.
#[test]
fn twins_stand_between_equal_words() {
    let other = VOW.replace("not raise", "raise");
    let prints = [("A", VOW, "Ann Lee"), ("B", other.as_str(), "Ann Lee")];
    let utterance = build(&prints, &StatementModel::default());
    let statement = statements(&utterance)[0].statement.as_ref().unwrap();
    let mut twin = statement.evidence.clone();
    twin.days = Some(0);
    assert!(twin.is_twin(), "{twin:?}");
    assert!(StatementModel::default().judge(twin.clone()).stands);
    // Of a translation nothing is stated.
    let translation = StatementEvidence { translated: true, ..twin.clone() };
    let judged = StatementModel::default().judge(translation);
    assert!(!judged.stands && judged.doubt == Some(Doubt::Translation));
    for spoil in [
        |evidence: &mut StatementEvidence| evidence.days = Some(2),
        |evidence: &mut StatementEvidence| evidence.speaker = Agreement::Unknown,
        |evidence: &mut StatementEvidence| evidence.anchors[0] = 0,
        |evidence: &mut StatementEvidence| evidence.level = Level::Substantive,
    ] {
        let mut evidence = twin.clone();
        spoil(&mut evidence);
        assert!(!evidence.is_twin(), "{evidence:?}");
    }
}

/// A spelling is no statement: it needs no confidence, and stands.
#[test]
fn accidentals_are_no_statements() {
    let other = VOW.replace("will not", "won’t");
    let utterance = build(&[("A", VOW, ""), ("B", &other, "")], &StatementModel::default());
    assert_eq!(utterance.verdict, Verdict::Verbatim);
    assert!(statements(&utterance).is_empty());
}

#[test]
fn weights_must_be_finite() {
    let (one, mut two) =
        ([0.0; super::STATEMENT_FEATURE_COUNT], [0.0; super::STATEMENT_FEATURE_COUNT]);
    assert!(StatementModel::default().with_weights(one, two).is_ok());
    two[3] = f64::NAN;
    assert!(StatementModel::default().with_weights(one, two).unwrap_err().is_setting());
}

fn sentence() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "we", "never", "not", "will", "raise", "the", "fares", "harbour", "Lund", "12", "may",
        "because", "…", "[sic]", ".", ",", "if", "every", "winter", "said",
    ]);
    prop::collection::vec(word, 1..30).prop_map(|words| words.join(" "))
}

proptest! {
    /// Any prints can be judged: confidences are probabilities, the threshold decides what stands,
    /// doubts are given for what does not, and nobody is accused by it.
    #[test]
    fn any_prints_are_judged(texts in prop::collection::vec(sentence(), 2..5), threshold in 0.0..=1.0_f64) {
        let model = StatementModel::default().with_threshold(threshold).unwrap();
        let outlets = ["A", "B", "C", "D", "E"];
        let prints: Vec<_> =
            texts.iter().zip(outlets).map(|(text, outlet)| (outlet, text.as_str(), "")).collect();
        let utterance = build(&prints, &model);
        for reading in utterance.apparatus.iter().flat_map(|entry| &entry.readings) {
            if let Some(statement) = &reading.statement {
                prop_assert!((0.0..=1.0).contains(&statement.confidence));
                prop_assert!(!statement.stands || statement.confidence >= threshold);
                prop_assert!(statement.stands || threshold > 0.0);
                prop_assert_eq!(statement.stands, statement.doubt.is_none());
                prop_assert!(statement.evidence.features().iter().all(|x| x.is_finite()));
                prop_assert!(reading.level >= Level::Substantive);
            }
            prop_assert!(reading.stands() || reading.changed_by.is_none());
        }
    }
}
