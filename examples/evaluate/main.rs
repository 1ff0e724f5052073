//! Measures linking: against labels, against rivals, and on pairs made hard on purpose.
//!
//! `cargo run --release --example evaluate -- --help` tells what it prints and which labels it
//! reads.

#[path = "../common/arguments.rs"]
mod arguments;
mod corrupt;
mod fit;
mod gold;
mod measure;
mod statements;
#[path = "../common/terminal.rs"]
mod terminal;

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use fit::Row;
use gold::{Gold, Matched};
use lexopt::prelude::*;
use measure::{Calibration, Count, Levels, Measured, measure, ordered};
use terminal::print_line;
use variorum::StandaloneQuotation;
use variorum::archive::Compared;
use variorum::cluster::{Edge, cluster};
use variorum::link::{Basis, FEATURE_COUNT, FEATURES, LinkModel, LinkVerdict};
use variorum::variant::Level;
use variorum::{Archive, Comparer, Reconciliation};

const HELP: &str = "\
Measures how well quotations are linked.

Usage: evaluate [OPTIONS] [GOLD ...]

GOLD is a folder with
  articles.jsonl     as `reconcile` reads them: id, text, and if known outlet, published, title
  quotations.jsonl   id, article, text, start and end (or segments: [[start, end], …]) in bytes of
                     the article's text, without the marks; event, if articles are grouped by event
  pairs.jsonl        id_a, id_b, label (same, different, unsure); level (A, M, S, S+), scope
                     (within-article), relation (disjoint: parts that share no words). Optional.
  clusters.jsonl     members: ids of the quotations of one utterance. Optional. If quotations have
                     events, two quotations of an event in no common cluster are two utterances.

Prints for each folder, starting from the raw articles: pairwise precision, recall and F1 (within
an event, over all, of the labelled pairs; if not all pairs were labelled, also without the found
pairs that have no label), B-cubed, and the share of pairs lost by level of difference; all this
for the utterances as reported, for the same links joined as connected components, and
cross-validated (weights fitted without the event, or article, of the pair); the number of compared
pairs; the labelled pairs as two texts without context; tables of calibration;
the stated differences of substance that are right and wrong, by threshold of confidence.
Then prints, by kind, the results on pairs made hard on purpose out of the quotations of these
articles (or of those that come with the crate).

  --failures N   print N false links and N missed links of each folder
  --weights      print the weights that fit all these labels, as JSON for LinkModel::from_json
  --statement-rows FILE
                 write the features of stated differences, for other programs that fit
  --seed N       draw other hard pairs (default 2018)
  -h, --help     print this help
";

/// Number of folds of cross-validation.
pub const FOLDS: usize = 10;

fn main() -> ExitCode {
    terminal::exit("evaluate", run())
}

/// A folder of labels, the quotations found in its articles, and their correspondence.
struct Trial {
    gold: Gold,
    found: Reconciliation,
    compared: Vec<Compared>,
    matched: Matched,
}

fn run() -> Result<(), Box<dyn Error>> {
    let (mut folders, mut failures, mut weights, mut seed) = (Vec::new(), 0, false, 2018);
    let mut rows_path: Option<String> = None;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(folder) => folders.push(folder),
            Long("failures") => failures = arguments::parsed("--failures", &mut parser)?,
            Long("weights") => weights = true,
            Long("statement-rows") => {
                rows_path = Some(arguments::text("--statement-rows", &mut parser)?)
            }
            Long("seed") => seed = arguments::parsed("--seed", &mut parser)?,
            Short('h') | Long("help") => {
                arguments::print_help(HELP)?;
                return Ok(());
            }
            other => return Err(arguments::unexpected(other)),
        }
    }
    let mut trials = Vec::new();
    for folder in &folders {
        trials.push(Trial::new(Gold::read(Path::new(folder))?)?);
    }
    let rows: Vec<(usize, usize, Row)> =
        trials.iter().enumerate().flat_map(|(set, trial)| trial.rows(set)).collect();
    let all: Vec<&Row> = rows.iter().map(|(_, _, row)| row).collect();
    let folds: Vec<Vec<f64>> = (0..FOLDS).map(|fold| without(&all, fold)).collect();
    let alone: Vec<Row> =
        trials.iter().enumerate().flat_map(|(set, trial)| trial.alone(set)).collect();
    let alone_folds: Vec<Vec<f64>> =
        (0..FOLDS).map(|fold| without(&alone.iter().collect::<Vec<_>>(), fold)).collect();
    let mut together = [(); 3].map(|()| (Count::default(), Levels::new()));
    for (set, trial) in trials.iter().enumerate() {
        for ((count, levels), measured) in together.iter_mut().zip(trial.print(&folds, failures)) {
            count.join(measured.labelled);
            for (level, (all, lost)) in measured.levels {
                let sum = levels.entry(level).or_default();
                *sum = (sum.0 + all, sum.1 + lost);
            }
        }
        let (mut shipped, mut fair) = (Count::default(), Count::default());
        for row in alone.iter().filter(|row| row.set == set) {
            fair.add(fit::log_odds(&alone_folds[row.fold], &row.features) > 0.0, row.same);
        }
        trial.two_texts(&mut shipped);
        together[2].0.join(shipped);
        print_line!(
            "two texts without context\n  as shipped       {shipped}\n  cross-validated  {fair}\n"
        );
    }
    if trials.len() > 1 {
        print_line!("== all {} sets together, labelled pairs", trials.len());
        for (title, (count, levels)) in
            ["utterances as reported", "the same, cross-validated", "two texts without context"]
                .iter()
                .zip(&together)
        {
            print_line!("{title}\n  labelled pairs   {count}");
            print_lost(levels);
        }
        print_line!();
    }
    if !all.is_empty() {
        let (mut shipped, mut fair) = (Calibration::default(), Calibration::default());
        for &(set, pair, ref row) in &rows {
            shipped.add(trials[set].compared[pair].basis.log_odds(&LinkModel::default()), row.same);
            fair.add(fit::log_odds(&folds[row.fold], &row.features), row.same);
        }
        print_line!("calibration over {} labelled pairs that were compared, as shipped", all.len());
        shipped.print();
        print_line!("calibration, cross-validated");
        fair.print();
        print_line!();
    }
    let stated: Vec<(String, Vec<statements::Judged>)> = trials
        .iter()
        .map(|trial| {
            let judged = statements::judged(&trial.gold, &trial.found, &trial.matched);
            (trial.gold.name.clone(), judged)
        })
        .collect();
    statements::print(&stated);
    if let Some(path) = &rows_path {
        statements::write_rows(&stated, path)?;
    }
    if weights {
        statements::print_weights(&stated)?;
        let rounded = |weights: Vec<f64>| -> [f64; FEATURE_COUNT] {
            std::array::from_fn(|n| (weights[n] * 100.0).round() / 100.0)
        };
        let (both, mut one) =
            (rounded(fit::fit(all.iter().copied())), rounded(fit::fit(alone.iter())));
        print_line!("{:40} in a collection   two texts", "weights");
        for (n, name) in FEATURES.iter().enumerate() {
            print_line!("{name:40} {:>15.2} {:>11.2}", both[n], one[n]);
        }
        // The labelled texts have no speakers and dates: their weights are those of a collection.
        one[BESIDE_THE_WORDS].copy_from_slice(&both[BESIDE_THE_WORDS]);
        let model = LinkModel::default().with_weights(both)?.with_isolated_weights(one)?;
        print_line!("{}\n", model.to_json());
    }
    let documents: Vec<_> = trials.iter().flat_map(|trial| &trial.gold.documents).collect();
    corrupt::print(&documents, seed);
    Ok(())
}

/// Indices of the features of speakers and days among [`FEATURES`].
const BESIDE_THE_WORDS: std::ops::Range<usize> = 9..12;

/// Returns the weights fitted without one fold.
fn without(rows: &[&Row], fold: usize) -> Vec<f64> {
    fit::fit(rows.iter().copied().filter(move |row| row.fold != fold))
}

impl Trial {
    fn new(gold: Gold) -> Result<Trial, Box<dyn Error>> {
        let mut archive = Archive::default();
        if let Some((document, error)) = archive.extend(gold.documents.clone()).into_iter().next() {
            return Err(format!("{}: {error}", document.id).into());
        }
        let found = archive.reconcile();
        let matched = gold.matched(&found);
        Ok(Trial { compared: archive.compared(), gold, found, matched })
    }

    /// Returns the compared pairs that have a label, with their indices among the compared.
    fn rows(&self, set: usize) -> Vec<(usize, usize, Row)> {
        let labels: HashMap<(&String, &String), &gold::Pair> =
            self.gold.pairs.iter().map(|pair| (ordered(&pair.a, &pair.b), pair)).collect();
        let mut cluster: HashMap<&String, usize> = HashMap::new();
        for (n, members) in self.gold.clusters.iter().enumerate() {
            members.iter().for_each(|member| _ = cluster.insert(member, n));
        }
        let row = |(n, pair): (usize, &Compared)| -> Option<(usize, usize, Row)> {
            let Basis::Evidence(evidence) = &pair.basis else { return None };
            if ![&pair.a, &pair.b].into_iter().all(|id| self.matched.judged.contains(id)) {
                return None;
            }
            let (a, b) = (self.matched.back.get(&pair.a)?, self.matched.back.get(&pair.b)?);
            let label = labels.get(&ordered(a, b));
            let together = cluster.get(a).is_some_and(|n| cluster.get(b) == Some(n));
            let same = match label {
                Some(pair) if pair.disjoint => return None,
                Some(pair) => pair.same?,
                // Two of a cluster without a label are parts that share no words, or were not
                // judged.
                None if together || !self.gold.complete => return None,
                None => false,
            };
            let features = evidence.features().to_vec();
            (a != b).then(|| {
                (set, n, Row { set, fold: self.gold.fold(a), features, same, weight: 1.0 })
            })
        };
        self.compared.iter().enumerate().filter_map(row).collect()
    }

    /// Returns the labelled pairs as two texts without context. If more pairs are two utterances
    /// than one, they are weighted to count as much in all: whoever compares two texts has a
    /// reason to.
    fn alone(&self, set: usize) -> Vec<Row> {
        let mut comparer = Comparer::new();
        let mut rows = Vec::new();
        for pair in self.gold.pairs.iter().filter(|pair| !pair.disjoint) {
            let texts = &self.gold.texts;
            let (Some(same), Some((a, _)), Some((b, _))) =
                (pair.same, texts.get(&pair.a), texts.get(&pair.b))
            else {
                continue;
            };
            let compared = comparer.compare(
                &StandaloneQuotation::new("a", &**a),
                &StandaloneQuotation::new("b", &**b),
            );
            let Basis::Evidence(evidence) = compared.link.basis else { continue };
            let features = evidence.features().to_vec();
            rows.push(Row { set, fold: self.gold.fold(&pair.a), features, same, weight: 1.0 });
        }
        let same = rows.iter().filter(|row| row.same).count();
        let weight = (same as f64 / (rows.len() - same).max(1) as f64).min(1.0);
        rows.iter_mut().filter(|row| !row.same).for_each(|row| row.weight = weight);
        rows
    }

    /// Counts the built-in model's verdicts on the labelled pairs as two texts.
    fn two_texts(&self, count: &mut Count) {
        let mut comparer = Comparer::new();
        for pair in self.gold.pairs.iter().filter(|pair| !pair.disjoint) {
            let given = |id: &String| {
                self.gold.texts.get(id).map(|(text, _)| StandaloneQuotation::new(&**id, &**text))
            };
            if let (Some(same), Some(a), Some(b)) = (pair.same, given(&pair.a), given(&pair.b)) {
                let compared = comparer.compare(&a, &b);
                count.add(compared.link.verdict == LinkVerdict::Same, same);
            }
        }
    }

    /// Returns groups of the labelled quotations, from groups of the found ones.
    fn labelled(&self, group: impl Fn(&str) -> String) -> HashMap<String, String> {
        self.matched
            .there
            .iter()
            .map(|(labelled, found)| (labelled.clone(), group(found)))
            .collect()
    }

    /// Prints all measures; returns those of the utterances as reported, and cross-validated.
    fn print(&self, folds: &[Vec<f64>], failures: usize) -> [Measured; 2] {
        let gold = &self.gold;
        let read = || self.found.documents.iter().flat_map(|document| &document.quotations);
        let found = read().count();
        let lost = gold.quotations.len() - self.matched.there.len();
        print_line!("== {}: {} articles", gold.name, gold.documents.len());
        print_line!(
            "labelled quotations {}, not found {lost}; quotations found {found}",
            gold.quotations.len()
        );
        let all = found * found.saturating_sub(1) / 2;
        print_line!(
            "pairs compared {} of {all}, {:.3} %",
            self.compared.len(),
            100.0 * self.compared.len() as f64 / all.max(1) as f64
        );
        let utterance: HashMap<&str, &str> =
            read().map(|quotation| (quotation.id.as_str(), quotation.utterance.as_str())).collect();
        let shipped = measure(gold, &self.labelled(|id| utterance[id].to_owned()));
        self.report("utterances as reported", &shipped);

        let number: HashMap<&str, u32> =
            read().map(|quotation| quotation.id.as_str()).zip(0..).collect();
        let edges = |odds: &dyn Fn(&Compared) -> f64| -> Vec<Edge> {
            let edge = |pair: &Compared| {
                let edge = pair.basis.edge(
                    number[pair.a.as_str()],
                    number[pair.b.as_str()],
                    &LinkModel::default(),
                );
                edge.with_log_odds(odds(pair))
            };
            self.compared.iter().map(edge).collect()
        };
        let fair = |pair: &Compared| match (
            &pair.basis,
            self.matched.back.get(&pair.a).or(self.matched.back.get(&pair.b)),
        ) {
            (Basis::Evidence(evidence), Some(id)) => {
                fit::log_odds(&folds[gold.fold(id)], &evidence.features())
            }
            (basis, _) => basis.log_odds(&LinkModel::default()),
        };
        let grouped = |groups: Vec<u32>| {
            measure(gold, &self.labelled(|id| groups[number[id] as usize].to_string()))
        };
        let validated = grouped(cluster(found, &edges(&fair)));
        self.report("the same, cross-validated", &validated);
        self.report(
            "connected components, cross-validated",
            &grouped(components(found, &edges(&fair))),
        );
        self.failures(&shipped, failures);
        [shipped, validated]
    }

    fn report(&self, title: &str, measured: &Measured) {
        print_line!("{title}");
        if !self.gold.clusters.is_empty() {
            if self.gold.complete {
                print_line!("  within an event  {}", measured.event);
            }
            print_line!("  whole            {}", measured.whole);
            if !self.gold.complete {
                print_line!("  of judged pairs  {}", measured.judged);
            }
            print_line!("  B3               P {:.3} R {:.3}", measured.b3.0, measured.b3.1);
        }
        print_line!("  labelled pairs   {}", measured.labelled);
        print_lost(&measured.levels);
    }

    /// Prints the first false and missed links with the evidence about each.
    fn failures(&self, measured: &Measured, most: usize) {
        let known: BTreeMap<(&String, &String), &Compared> =
            self.compared.iter().map(|pair| (ordered(&pair.a, &pair.b), pair)).collect();
        for (what, pairs) in [("false", &measured.wrong), ("missed", &measured.missed)] {
            for (a, b) in pairs.iter().take(most) {
                let judged =
                    self.gold.pairs.iter().find(|pair| ordered(&pair.a, &pair.b) == ordered(a, b));
                let told = match judged {
                    Some(pair) => pair
                        .level
                        .as_ref()
                        .map(|level| format!(", level {level}"))
                        .unwrap_or_default(),
                    None if what == "false" => ", judged by nobody".to_owned(),
                    None => ", by its cluster".to_owned(),
                };
                print_line!("-- {what}{told}");
                for id in [a, b] {
                    print_line!("   [{id}] {}", self.gold.quotations[id].text);
                }
                let found = self.matched.there.get(a).zip(self.matched.there.get(b));
                match found.and_then(|(a, b)| known.get(&ordered(a, b))) {
                    Some(Compared { basis: Basis::Evidence(evidence), .. }) => {
                        print_line!(
                            "   {:.2}: {}",
                            LinkModel::default().probability(evidence),
                            evidence.reasons(&LinkModel::default()).join("; ")
                        );
                    }
                    Some(pair) => print_line!("   {:?}", pair.basis),
                    None => print_line!("   not compared"),
                }
            }
        }
    }
}

fn print_lost(levels: &Levels) {
    if !levels.is_empty() {
        let lost = levels.iter().map(|(level, (all, lost))| format!("{level} {lost} of {all}"));
        print_line!("  lost, by level   {}", lost.collect::<Vec<_>>().join(", "));
    }
}

/// Returns the connected components of the links.
fn components(n: usize, edges: &[Edge]) -> Vec<u32> {
    let accepted: Vec<Edge> = edges
        .iter()
        .filter(|edge| edge.log_odds > 0.0)
        .map(|edge| Edge::new(edge.a, edge.b, f64::INFINITY))
        .collect();
    cluster(n, &accepted)
}

/// Formats a share of pairs, for a table.
pub fn percent(part: usize, whole: usize) -> String {
    if whole == 0 {
        "–".to_owned()
    } else {
        format!("{:.0} %", 100.0 * part as f64 / whole as f64)
    }
}

/// Returns the letter of a level.
pub fn letter(level: Option<Level>) -> &'static str {
    level.map_or("–", Level::as_str)
}
