//! How a wording travelled, on made traditions whose trees are known: who copied whom, where each
//! copy made which error, and when it was printed.

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use variorum::edition::{DescentRelation, Utterance, WitnessInput, build_utterance};
use variorum::report::{DotReport, GraphmlReport, MarkdownReport, Report};
use variorum::text::Vocabulary;
use variorum::{Document, Published, Span, reconcile};

/// What was said, in slots; a reporter may print another word in each.
const SAID: [&str; 12] = [
    "Our harbour commission",
    "will publish",
    "every inspection report",
    "of the northern shipyard",
    "before the winter storms",
    "reach the island,",
    "and nobody in the ministry",
    "can forbid us",
    "to warn the fishermen",
    "about the leaking tanks",
    "that were buried there",
    "by the old refinery",
];

/// Errors that no two reporters make alike: a slot, and what stands there.
const ERRORS: [(usize, &str); 12] = [
    (0, "Our coastguard academy"),
    (2, "every budget forecast"),
    (3, "of the southern cannery"),
    (4, "before the summer regatta"),
    (5, "reach the peninsula capital,"),
    (6, "and nobody in the cathedral chapter"),
    (8, "to warn the beekeepers union"),
    (9, "about the rusting locomotives"),
    (10, "that were auctioned yesterday"),
    (11, "by the old distillery owners"),
    (3, "of the eastern granary"),
    (9, "about the missing lanterns"),
];

/// Changes that reporters make without each other.
const COMMON: [(usize, &str); 8] = [
    (1, "will release"),
    (1, "is going to publish"),
    (6, "and no one in the ministry"),
    (7, "can stop us"),
    (7, "can’t forbid us"),
    (8, "to warn fishermen"),
    (10, "that are buried there"),
    (10, "buried there"),
];

struct Dice(TestRng);

impl Dice {
    fn new(seed: u8) -> Dice {
        Dice(TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]))
    }

    fn below(&mut self, n: usize) -> usize {
        (self.0.next_u64() % n as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// One print: its text by slots, the print that it was copied from, and its day.
#[derive(Clone)]
struct Print {
    slots: Vec<String>,
    /// `None` for whoever heard the speech.
    parent: Option<usize>,
    errors: Vec<usize>,
    day: usize,
}

impl Print {
    fn heard(dice: &mut Dice, day: usize) -> Print {
        let slots = SAID.map(str::to_owned).to_vec();
        let mut print = Print { slots, parent: None, errors: Vec::new(), day };
        print.change_a_little(dice);
        print
    }

    fn change_a_little(&mut self, dice: &mut Dice) {
        if dice.chance(40) {
            let (slot, words) = COMMON[dice.below(COMMON.len())];
            // Not where a slot has an error: that would correct it.
            if self.slots[slot] == SAID[slot] {
                self.slots[slot] = words.to_owned();
            }
        }
    }

    fn err(&mut self, error: usize) {
        let (slot, words) = ERRORS[error];
        self.slots[slot] = words.to_owned();
        self.errors.retain(|&other| ERRORS[other].0 != slot);
        self.errors.push(error);
    }
}

fn edit(prints: &[Print]) -> Utterance {
    let texts: Vec<String> = prints.iter().map(|print| print.slots.join(" ")).collect();
    let names: Vec<String> = (0..prints.len()).map(|n| format!("outlet{n:02}")).collect();
    let dates: Vec<Published> =
        prints.iter().map(|print| format!("2018-07-{:02}", print.day).parse().unwrap()).collect();
    let mut words = Vocabulary::new();
    let passages: Vec<_> = texts.iter().map(|text| words.tokenize(text)).collect();
    let pieces: Vec<_> = texts.iter().map(|text| [Span::new(0, text.len())]).collect();
    let witnesses: Vec<WitnessInput<'_>> = (0..prints.len())
        .map(|n| {
            let mut witness =
                WitnessInput::new(&names[n], &texts[n], &pieces[n], &passages[n], &names[n]);
            witness.published = Some(&dates[n]);
            witness
        })
        .collect();
    build_utterance(&words, &witnesses)
}

/// Returns the number of a print from its witness.
fn number(utterance: &Utterance, witness: usize) -> usize {
    utterance.witnesses[witness].quotation["outlet".len()..].parse().unwrap()
}

fn ancestors(prints: &[Print], of: usize) -> Vec<usize> {
    std::iter::successors(prints[of].parent, |&n| prints[n].parent).collect()
}

/// Returns a tradition: outlets that heard the speech, and one that made an error and was copied.
fn tradition(dice: &mut Dice, days_between: bool) -> Vec<Print> {
    let mut prints: Vec<Print> = (0..6 + dice.below(6)).map(|_| Print::heard(dice, 1)).collect();
    let mut first = Print::heard(dice, 1);
    let mut errors: Vec<usize> = (0..ERRORS.len()).collect();
    for n in (1..errors.len()).rev() {
        errors.swap(n, dice.below(n + 1));
    }
    first.err(errors.pop().unwrap());
    let from = prints.len();
    prints.push(first);
    for n in 0..1 + dice.below(2) {
        let parent = from + dice.below(n + 1);
        let mut copy = prints[parent].clone();
        copy.parent = Some(parent);
        copy.day = if days_between { copy.day + 1 + dice.below(3) } else { 1 };
        copy.change_a_little(dice);
        if dice.chance(30) {
            copy.err(errors.pop().unwrap());
        }
        prints.push(copy);
    }
    prints
}

#[test]
fn edges_are_right_where_an_error_was_copied() {
    let (mut told, mut right, mut due, mut found) = (0, 0, 0, 0);
    for seed in 0..200 {
        let prints = tradition(&mut Dice::new(seed), true);
        let utterance = edit(&prints);
        for descent in &utterance.lineage {
            told += 1;
            let [later, from] =
                [descent.witness, descent.from[0]].map(|witness| number(&utterance, witness));
            let known = ancestors(&prints, later);
            let is_parent = descent
                .from
                .iter()
                .any(|&witness| prints[later].parent == Some(number(&utterance, witness)));
            // Two copies of one print have one origin.
            let is_origin = known.iter().any(|one| ancestors(&prints, from).contains(one));
            right += usize::from(match descent.relation {
                DescentRelation::Follows => is_parent,
                _ => is_origin,
            });
        }
        for (n, print) in prints.iter().enumerate() {
            let kept = |parent: usize| {
                prints[parent].errors.iter().any(|error| print.errors.contains(error))
            };
            if let Some(parent) = print.parent.filter(|&parent| kept(parent)) {
                due += 1;
                found += usize::from(utterance.lineage.iter().any(|descent| {
                    descent.relation == DescentRelation::Follows
                        && number(&utterance, descent.witness) == n
                        && descent.from.iter().any(|&one| number(&utterance, one) == parent)
                }));
            }
        }
    }
    println!("{right} of {told} edges right, {found} of {due} copies found");
    assert!(told > 100 && right * 100 >= told * 90, "{right} of {told}");
    assert!(due > 100 && found * 100 >= due * 90, "{found} of {due}");
}

/// An agency that is not in the collection makes an error, and several papers print its story, each
/// with errors of its own: whatever is said is said of papers of that one origin, and where each of
/// two has an error that the other has not, neither follows the other.
#[test]
fn papers_of_an_agency_that_is_not_there_have_one_origin() {
    let (mut told, mut origins) = (0, 0);
    for seed in 0..120 {
        let mut dice = Dice::new(seed);
        let mut prints: Vec<Print> =
            (0..8 + dice.below(6)).map(|_| Print::heard(&mut dice, 1)).collect();
        let heard = prints.len();
        let mut agency = Print::heard(&mut dice, 1);
        agency.err(3);
        for n in 0..2 + dice.below(2) {
            let mut copy = agency.clone();
            copy.day = 1 + dice.below(4);
            // Of three papers the first two have errors of their own.
            if n < 2 {
                copy.err([9, 5][n]);
            }
            copy.change_a_little(&mut dice);
            prints.push(copy);
        }
        let utterance = edit(&prints);
        for descent in &utterance.lineage {
            told += 1;
            let mut all = vec![number(&utterance, descent.witness)];
            all.extend(descent.from.iter().map(|&one| number(&utterance, one)));
            assert!(all.iter().all(|&n| n >= heard), "{seed}");
            let both_err = all.contains(&heard) && all.contains(&(heard + 1));
            if both_err && all.len() == 2 {
                assert_eq!(descent.relation, DescentRelation::SharesOrigin, "{seed}");
                origins += 1;
            }
        }
    }
    assert!(told > 100 && origins > 50, "{told} {origins}");
}

#[test]
fn who_heard_the_speech_follows_nobody() {
    for seed in 0..200 {
        let mut dice = Dice::new(seed);
        let prints: Vec<Print> = (0..3 + dice.below(12))
            .map(|_| {
                let day = 1 + dice.below(3);
                let mut print = Print::heard(&mut dice, day);
                print.change_a_little(&mut dice);
                print
            })
            .collect();
        assert_eq!(edit(&prints).lineage, [], "{seed}");
    }
}

#[test]
fn on_one_day_nobody_is_said_to_follow() {
    let mut origins = 0;
    for seed in 0..200 {
        let prints = tradition(&mut Dice::new(seed), false);
        let utterance = edit(&prints);
        for descent in &utterance.lineage {
            assert_eq!(descent.relation, DescentRelation::SharesOrigin, "{seed}");
            origins += 1;
        }
    }
    assert!(origins > 100, "{origins}");
}

#[test]
fn the_same_words_without_an_error_say_nothing() {
    let print = |day| Print {
        slots: SAID.map(str::to_owned).to_vec(),
        parent: None,
        errors: Vec::new(),
        day,
    };
    // On one day, and on several.
    assert_eq!(edit(&[1, 1, 1, 1, 1].map(print)).lineage, []);
    let utterance = edit(&[1, 2, 2, 3].map(print));
    assert_eq!(utterance.lineage, []);
    // Who printed it first is known all the same.
    assert_eq!(utterance.wordings[0].first, [0]);
    assert_eq!(edit(&[2, 2, 3].map(print)).wordings[0].first, [0, 1]);
}

/// Two against two: nobody knows whose words are the error.
#[test]
fn without_a_majority_nothing_is_an_error() {
    let mut prints: Vec<Print> =
        (0..4).map(|n| Print::heard(&mut Dice::new(3), 1 + n % 2)).collect();
    prints.iter_mut().for_each(|print| print.slots = SAID.map(str::to_owned).to_vec());
    prints[2].err(3);
    prints[3].err(3);
    assert_eq!(edit(&prints).lineage, []);
}

/// Papers that print one text a day apart have it from one agency, and not from each other.
#[test]
fn reprints_have_one_origin() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/helsinki");
    let mut reader = variorum::input::InputReader::new();
    reader.read_path(folder);
    let reconciliation = reconcile(&reader.finish().documents).unwrap();
    let mut told = 0;
    for utterance in &reconciliation.utterances {
        for descent in &utterance.lineage {
            assert_eq!(descent.relation, DescentRelation::SharesOrigin);
            assert!(descent.is_reprint && descent.readings.is_empty());
            let outlets = [descent.witness, descent.from[0]]
                .map(|witness| utterance.witnesses[witness].outlet.as_str());
            assert_eq!(outlets, ["The Prairie Sentinel", "The Island Gazette"]);
            told += 1;
        }
    }
    assert!(told > 3);
}

/// The whole way, from articles.
#[test]
fn articles_that_follow_each_other() {
    let said = SAID.join(" ");
    let wrong = said.replace(SAID[9], "about the rusting locomotives");
    let article = |n: usize, words: &str, day: usize| {
        let places = ["quay", "market", "station", "library", "theatre", "stadium", "museum"];
        let text = format!(
            "It rained at the {place} of Veln, and {n} people had come to it.\n\n“{words},” Ada \
             Lund said at the {place}.\n\nThe {place} was closed later, for reasons of its own.",
            place = places[n],
        );
        let published: Published = format!("2018-07-{day:02}").parse().unwrap();
        Document::new(format!("d{n}"), text)
            .with_outlet(format!("The {}", places[n]))
            .with_published(published)
    };
    let documents = [
        article(0, &said, 1),
        article(1, &said, 1),
        article(2, &said, 2),
        article(3, &said, 2),
        article(4, &wrong, 2),
        article(5, &wrong, 4),
    ];
    let reconciliation = reconcile(&documents).unwrap();
    let utterance = &reconciliation.utterances[0];
    assert_eq!(utterance.witnesses.len(), 6);
    assert_eq!(utterance.lineage.len(), 1, "{:?}", utterance.lineage);
    let written = |report: &dyn Report| {
        let mut out = Vec::new();
        report.write(&reconciliation, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let dot = written(&DotReport::new());
    let edge = "w4 -> w5 [label=\"rusting … locomotives\", relation=\"follows\"];";
    assert!(dot.contains("subgraph cluster_lineage") && dot.contains(edge), "{dot}");
    let graphml = written(&GraphmlReport::new());
    let id = &utterance.id;
    let edge = format!("source=\"{id}-w4\" target=\"{id}-w5\"><data key=\"ek\">follows</data>");
    assert!(graphml.contains(&edge), "{graphml}");
    assert!(written(&MarkdownReport::new()).contains("- The stadium follows The theatre"));
    let printed = utterance.to_string();
    let sentence = "The stadium follows The theatre, or where that had it: both print “rusting \
                    locomotives” for “leaking tanks”, which no one else has";
    let printed: String = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(printed.contains(sentence), "{printed}");
}
