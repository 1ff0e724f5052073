//! Measures and fits what is stated of papers: differences of substance between two prints.

use std::collections::{HashMap, HashSet};

use crate::terminal::print_line;
use variorum::Reconciliation;
use variorum::edition::{
    Reading, STATEMENT_FEATURE_COUNT, STATEMENT_FEATURES, StatementEvidence, StatementModel,
    WitnessInput, build_utterance,
};
use variorum::text::Vocabulary;
use variorum::variant::Disclosure;

use crate::FOLDS;
use crate::fit::{self, Row};
use crate::gold::{Gold, Matched, Pair};
use crate::measure::{Calibration, Count, ordered};

/// A stated difference whose prints were judged.
pub struct Judged {
    /// True if it is stated of an utterance; false if it was made by comparing a labelled pair by
    /// itself. Only the former are measured, both are fitted.
    is_stated: bool,
    fold: usize,
    evidence: StatementEvidence,
    /// Both report one passage of speech, and the words correspond.
    corresponds: bool,
    /// They do, and the difference was judged to be one of substance.
    right: bool,
}

/// Weights of the two questions.
type Weights = [Vec<f64>; 2];

/// Returns the stated differences between two documents that are not shown in print and have a
/// label: of one of the pairs of quotations that they stand between, or by the clusters.
pub fn judged(gold: &Gold, found: &Reconciliation, matched: &Matched) -> Vec<Judged> {
    let labels: HashMap<(&String, &String), &Pair> =
        gold.pairs.iter().map(|pair| (ordered(&pair.a, &pair.b), pair)).collect();
    let mut cluster: HashMap<&String, usize> = HashMap::new();
    for (n, members) in gold.clusters.iter().enumerate() {
        members.iter().for_each(|member| _ = cluster.insert(member, n));
    }
    let mut document: HashMap<&str, &str> = HashMap::new();
    for of in &found.documents {
        let ids = of.quotations.iter().map(|quotation| quotation.id.as_str());
        document.extend(ids.map(|id| (id, of.document.id.as_str())));
    }
    let mut stated: HashSet<(&String, &String)> = HashSet::new();
    let mut all = Vec::new();
    for utterance in &found.utterances {
        let printing = |wordings: &[usize]| -> Vec<&String> {
            let those = utterance.witnesses.iter().filter(|one| wordings.contains(&one.wording));
            those.map(|witness| &witness.quotation).collect()
        };
        let lemma = printing(&[utterance.lemma.wording]);
        for reading in utterance.apparatus.iter().flat_map(|entry| &entry.readings) {
            let Some(statement) = &reading.statement else { continue };
            if reading.disclosure == Disclosure::Disclosed {
                continue;
            }
            let those = printing(&reading.wordings);
            let pairs = those.iter().flat_map(|&a| lemma.iter().map(move |&b| (a, b)));
            let pairs = pairs.filter(|(a, b)| document[a.as_str()] != document[b.as_str()]);
            let known =
                pairs.filter_map(|(a, b)| Some((matched.back.get(a)?, matched.back.get(b)?)));
            let known: Vec<(&String, &String)> = known.collect();
            let Some(&(first, _)) = known.first() else { continue };
            let label = |&(a, b): &(&String, &String)| labels.get(&ordered(a, b)).copied();
            let judged: Vec<&Pair> =
                known.iter().filter_map(label).filter(|pair| pair.same.is_some()).collect();
            let grave = |pair: &&Pair| matches!(pair.level.as_deref(), Some("S" | "S+"));
            let same = |pair: &&Pair| pair.same == Some(true);
            let apart = !gold.clusters.is_empty()
                && known.iter().any(|(a, b)| {
                    a != b && {
                        let (x, y) = (cluster.get(a), cluster.get(b));
                        x.is_none() || x != y
                    }
                });
            if judged.is_empty() && !apart {
                continue;
            }
            let right = judged.iter().any(|pair| same(pair) && grave(pair));
            let corresponds = right || judged.iter().any(|pair| same(pair) && pair.corresponds);
            let evidence = statement.evidence.clone();
            let fold = gold.fold(first);
            stated.extend(judged.iter().map(|pair| ordered(&pair.a, &pair.b)));
            all.push(Judged { is_stated: true, fold, evidence, corresponds, right });
        }
    }
    let rest = gold.pairs.iter().filter(|pair| !stated.contains(&ordered(&pair.a, &pair.b)));
    rest.for_each(|pair| all.extend(compared(gold, found, matched, pair)));
    all
}

/// Returns the differences of substance of a labelled pair that is not stated, or not against a
/// lemma: the two prints by themselves.
fn compared(gold: &Gold, found: &Reconciliation, matched: &Matched, pair: &Pair) -> Vec<Judged> {
    let (Some(same), false, false) = (pair.same, pair.disjoint, pair.within) else {
        return Vec::new();
    };
    let place = |id: &String| {
        let id = matched.there.get(id)?;
        let document = found.documents.iter().find(|of| {
            id.rsplit_once('#').is_some_and(|(document, _)| document == of.document.id)
        })?;
        let quotation = document.quotations.iter().find(|quotation| quotation.id == *id)?;
        Some((&document.document, quotation))
    };
    let (Some(a), Some(b)) = (place(&pair.a), place(&pair.b)) else { return Vec::new() };
    let mut words = Vocabulary::new();
    let passages = [a, b].map(|(document, quotation)| {
        words.tokenize_pieces(&document.text, &quotation.quotation.pieces)
    });
    let mut witnesses = Vec::new();
    for ((document, quotation), (passage, outlet)) in
        [a, b].into_iter().zip(passages.iter().zip(["a", "b"]))
    {
        let pieces = &quotation.quotation.pieces;
        let mut witness = WitnessInput::new(&quotation.id, &document.text, pieces, passage, outlet);
        witness.document = Some(&document.id);
        witness.published = document.published.as_ref();
        witness.speaker = quotation.name.as_deref();
        witnesses.push(witness);
    }
    let right = same && matches!(pair.level.as_deref(), Some("S" | "S+"));
    let corresponds = right || same && pair.corresponds;
    let readings = build_utterance(&words, &witnesses).apparatus.into_iter();
    let readings = readings.flat_map(|entry| entry.readings);
    let readings = readings.filter(|reading| reading.disclosure != Disclosure::Disclosed);
    let judged = |reading: Reading| {
        let evidence = reading.statement?.evidence;
        Some(Judged { is_stated: false, fold: gold.fold(&pair.a), evidence, corresponds, right })
    };
    readings.filter_map(judged).collect()
}

/// Returns the weights that fit `rows`.
fn fitted<'a>(rows: impl Iterator<Item = &'a Judged> + Clone) -> Weights {
    let rows = |question: usize| -> Vec<Row> {
        let those = rows.clone().filter(|row| question == 0 || row.corresponds);
        let row = |row: &Judged| Row {
            set: 0,
            fold: row.fold,
            features: row.evidence.features().to_vec(),
            same: if question == 0 { row.corresponds } else { row.right },
            weight: 1.0,
        };
        those.map(row).collect()
    };
    [0, 1].map(|question| {
        let rows = rows(question);
        if rows.is_empty() {
            vec![0.0; STATEMENT_FEATURE_COUNT]
        } else {
            fit::fit_with(rows.iter(), RIDGE)
        }
    })
}

/// Penalty of large weights. There are few labels: at 1 the cross-validated likelihood is as good.
const RIDGE: f64 = 3.0;

/// Returns the confidence that weights give.
fn confidence(weights: &Weights, evidence: &StatementEvidence) -> f64 {
    let features = evidence.features();
    let probability = |weights| 1.0 / (1.0 + (-fit::log_odds(weights, &features)).exp());
    probability(&weights[0]) * probability(&weights[1])
}

/// Prints precision and recall by threshold, as shipped and cross-validated, for each set and for
/// all, and the calibration.
pub fn print(sets: &[(String, Vec<Judged>)]) {
    let all = || sets.iter().flat_map(|(_, rows)| rows);
    if all().next().is_none() {
        return;
    }
    let folds: Vec<Weights> =
        (0..FOLDS).map(|fold| fitted(all().filter(move |row| row.fold != fold))).collect();
    let model = StatementModel::default();
    let shipped = |row: &Judged| {
        let (corresponds, matters) = model.probabilities(&row.evidence);
        corresponds * matters
    };
    let fair = |row: &Judged| confidence(&folds[row.fold], &row.evidence);
    print_line!(
        "stated differences of substance that the print does not show, between two documents;\n\
         right: one passage of speech, and judged to be of substance (threshold {})",
        model.threshold()
    );
    for (name, rows) in sets.iter().filter(|(_, rows)| !rows.is_empty()) {
        let rows: Vec<&Judged> = rows.iter().filter(|row| row.is_stated).collect();
        let right = rows.iter().filter(|row| row.right).count();
        let same = rows.iter().filter(|row| row.corresponds).count();
        print_line!("== {name}: {} labelled, {same} of one passage, {right} right", rows.len());
        for threshold in [model.threshold(), 0.3, 0.4, 0.5, 0.6, 0.7] {
            let count = |of: &dyn Fn(&Judged) -> f64| {
                let mut count = Count::default();
                rows.iter().for_each(|row| count.add(of(row) >= threshold, row.right));
                count
            };
            print_line!("  from {threshold:.2}  as shipped       {}", count(&shipped));
            print_line!("             cross-validated  {}", count(&fair));
        }
    }
    for (title, of) in
        [("as shipped", &shipped as &dyn Fn(&Judged) -> f64), ("cross-validated", &fair)]
    {
        print_line!("calibration of the confidence, {title}");
        let mut bins = Calibration::default();
        let stated = all().filter(|row| row.is_stated);
        stated.for_each(|row| bins.add(log_odds(of(row)), row.right));
        bins.print();
    }
    print_line!();
}

fn log_odds(probability: f64) -> f64 {
    let p = probability.clamp(1e-9, 1.0 - 1e-9);
    (p / (1.0 - p)).ln()
}

/// Prints the weights that fit all labels, as a table and as JSON.
pub fn print_weights(sets: &[(String, Vec<Judged>)]) -> Result<(), variorum::Error> {
    let [one, two] = fitted(sets.iter().flat_map(|(_, rows)| rows)).map(|weights| {
        std::array::from_fn::<f64, STATEMENT_FEATURE_COUNT, _>(|n| {
            (weights[n] * 100.0).round() / 100.0
        })
    });
    print_line!("{:40} one passage   of substance", "weights of statements");
    for (n, name) in STATEMENT_FEATURES.iter().enumerate() {
        print_line!("{name:40} {:>11.2} {:>14.2}", one[n], two[n]);
    }
    print_line!("{}\n", StatementModel::default().with_weights(one, two)?.to_json());
    Ok(())
}

/// Writes a row for each difference, for other programs that fit: stated or not, the set, the fold,
/// one passage or not, right or not, and the features.
pub fn write_rows(sets: &[(String, Vec<Judged>)], path: &str) -> std::io::Result<()> {
    let mut text = String::new();
    for (name, rows) in sets {
        for row in rows {
            let flag = |yes: bool| if yes { "1" } else { "0" };
            let features = row.evidence.features().map(|x| format!("{x:.4}")).join("\t");
            let labels = [row.is_stated, row.corresponds, row.right].map(flag).join("\t");
            text.push_str(&format!("{name}\t{}\t{labels}\t{features}\n", row.fold));
        }
    }
    std::fs::write(path, text)
}
