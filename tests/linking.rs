//! Links between the quotations of whole articles, and the utterances that they form.

use variorum::link::{Basis, Evidence, Link, LinkModel, LinkVerdict, RejectionReason};
use variorum::{Archive, Document, Published, Reconciliation};
use variorum::{Decision, Reference, StandaloneQuotation};

/// Returns an archive of articles given as outlet and id, day of July 2018, and text.
fn archive(articles: &[(&str, u32, &str)]) -> Archive {
    let mut archive = Archive::default();
    for &(id, day, text) in articles {
        let published = format!("2018-07-{day:02}").parse::<Published>().unwrap();
        archive.add(Document::new(id, text).with_outlet(id).with_published(published)).unwrap();
    }
    archive
}

/// Returns true if two quotations are in one utterance.
fn together(all: &Reconciliation, a: &str, b: &str) -> bool {
    let utterance = |id: &str| {
        let mut quotations = all.documents.iter().flat_map(|document| &document.quotations);
        quotations
            .find(|quotation| quotation.id == id)
            .map(|quotation| quotation.utterance.clone())
            .unwrap()
    };
    utterance(a) == utterance(b)
}

fn linked(archive: &Archive, a: &str, b: &str) -> bool {
    archive.explain(a, b).unwrap().verdict == LinkVerdict::Same
}

#[test]
fn a_spliced_quotation_links_to_both_and_joins_them_not() {
    let (tunnel, pensions) = (
        "The tunnel under the northern strait will be finished, paid for and handed over to the islanders",
        "every retired docker and every widow will keep the whole pension that the union bargained for",
    );
    let splice = format!("“{tunnel}, {pensions},” Ada Lund said.");
    let archive = archive(&[
        ("a", 16, &format!("“{tunnel} before the winter storms return,” Ada Lund said.")),
        ("b", 16, &format!("“I promise this hall that {pensions} in 1974,” Ada Lund said.")),
        ("c", 16, &splice),
    ]);
    let all = archive.reconcile();
    assert!(linked(&archive, "a#0", "c#0") && linked(&archive, "b#0", "c#0"));
    assert!(!together(&all, "a#0", "b#0"));
    assert!(together(&all, "a#0", "c#0") || together(&all, "b#0", "c#0"));
    let doubtful = all.links.iter().filter(|link| link.verdict == LinkVerdict::Same).count();
    assert_eq!(doubtful, 2, "both are told");
}

#[test]
fn a_fragment_that_fits_two_joins_neither() {
    let archive = archive(&[
        (
            "a",
            2,
            "“Nobody in this cabinet has ever asked for the resignation of the harbour master, and I never will,” Ada Lund said.",
        ),
        (
            "b",
            28,
            "“My own brother came to me and asked for the resignation of the harbour master over breakfast,” Ada Lund said.",
        ),
        ("c", 15, "Lund spoke of the “resignation of the harbour master” again."),
    ]);
    let all = archive.reconcile();
    assert!(!together(&all, "a#0", "b#0"));
}

#[test]
fn a_quotation_inside_another_is_a_unit_of_its_own() {
    let archive = archive(&[
        (
            "a",
            16,
            "“We will drain every marsh between here and the lighthouse,” the mayor Tor Berg said.",
        ),
        (
            "b",
            17,
            "“Then he shouted ‘we will drain every marsh between here and the lighthouse’ and walked out of the room without his hat,” Miriam Castellanos recalled.",
        ),
    ]);
    let all = archive.reconcile();
    assert!(together(&all, "a#0", "b#1"), "the inner one");
    assert!(!together(&all, "a#0", "b#0"), "the outer one");
    assert_eq!(
        archive.explain("a#0", "b#0").unwrap().rejection,
        Some(RejectionReason::QuotedAgain)
    );
}

#[test]
fn disjoint_fragments_meet_through_a_fuller_print() {
    let (first, second) = (
        "I think the bridge is a monument to stubbornness",
        "I think the ferry is an insult to the islanders",
    );
    let articles = [
        ("a", 16, format!("“{first},” Ada Lund said.")),
        ("b", 16, format!("“{second},” Ada Lund said.")),
        ("c", 16, format!("“{first}. {second},” Ada Lund said.")),
    ];
    let read = |n: usize| -> Vec<(&str, u32, &str)> {
        articles[..n].iter().map(|(id, day, text)| (*id, *day, text.as_str())).collect()
    };
    assert!(!together(&archive(&read(2)).reconcile(), "a#0", "b#0"));
    let all = archive(&read(3)).reconcile();
    assert!(together(&all, "a#0", "c#0") && together(&all, "a#0", "b#0"));
}

#[test]
fn contradictory_twins_are_linked_and_marked() {
    let twins = [
        (
            "They said it was Russia. I see no reason why it would be Russia",
            "They said it was Russia. I see no reason why it wouldn’t be Russia",
        ),
        (
            "The fleet lost fourteen trawlers in a single night",
            "The fleet lost forty trawlers in a single night",
        ),
        (
            "Only Denmark has refused to pay for the lighthouse",
            "Only Norway has refused to pay for the lighthouse",
        ),
    ];
    for (one, other) in twins {
        let articles = [
            ("a", 16, format!("“{one},” Ada Lund said.")),
            ("b", 16, format!("“{other},” Ada Lund said.")),
        ];
        let articles: Vec<_> =
            articles.iter().map(|(id, day, text)| (*id, *day, text.as_str())).collect();
        let all = archive(&articles).reconcile();
        assert_eq!(all.utterances.len(), 1, "{one}");
        assert_eq!(all.utterances[0].verdict.as_str(), "contradictory", "{one}");
    }
}

#[test]
fn a_reversal_on_another_day_is_told() {
    let archive = archive(&[
        (
            "a",
            16,
            "“I see no reason why it would be the harbour master who sank the Aurora,” Ada Lund said.",
        ),
        (
            "b",
            17,
            "“I see no reason why it wouldn’t be the harbour master who sank the Aurora,” Ada Lund said.",
        ),
    ]);
    let link = archive.explain("a#0", "b#0").unwrap();
    assert_eq!(link.rejection, Some(RejectionReason::Reversal));
    assert!(link.reasons()[0].contains("they contradict each other"), "{:?}", link.reasons());
}

#[test]
fn the_same_words_of_two_speakers() {
    let distinctive = archive(&[
        ("a", 16, "“This treaty smells of herring, tar and bad conscience,” Ada Lund said."),
        ("b", 16, "“This treaty smells of herring, tar and bad conscience,” Tor Berg said."),
    ]);
    let all = distinctive.reconcile();
    assert_eq!(all.utterances.len(), 1);
    assert_eq!(all.utterances[0].verdict.as_str(), "attribution-conflict");
    let common = archive(&[
        ("a", 16, "“We have to do better,” Ada Lund said."),
        ("b", 29, "“We have to do better,” Tor Berg said."),
    ]);
    assert_eq!(common.reconcile().utterances.len(), 2);
    let no = common.explain("a#0", "b#0").unwrap();
    assert!(
        matches!(
            no.rejection,
            Some(RejectionReason::OtherSpeaker | RejectionReason::OtherOccasion)
        ),
        "{no:?}"
    );
}

#[test]
fn a_phrase_of_many_speakers_links_nobody() {
    let names = [
        "Ada Lund",
        "Tor Berg",
        "Miriam Castellanos",
        "Oskar Hjelm",
        "Petra Novak",
        "Ivan Sorokin",
    ];
    let articles: Vec<(String, String)> = names
        .iter()
        .enumerate()
        .map(|(n, name)| {
            (
                format!("paper-{n}"),
                format!("“At the end of the day the voters decide,” {name} said."),
            )
        })
        .collect();
    let articles: Vec<(&str, u32, &str)> = articles
        .iter()
        .zip(1..)
        .map(|((id, text), day)| (id.as_str(), day, text.as_str()))
        .collect();
    let archive = archive(&articles);
    assert_eq!(archive.reconcile().utterances.len(), names.len());
    assert_eq!(
        archive.explain("paper-0#0", "paper-1#0").unwrap().rejection,
        Some(RejectionReason::StockPhrase)
    );
}

/// Returns the evidence about a pair.
fn evidence(archive: &Archive, a: &str, b: &str) -> Evidence {
    match archive.explain(a, b).unwrap().basis {
        Basis::Evidence(evidence) => evidence,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_fragment_goes_by_the_day_of_the_first_print() {
    let whole = "I would sooner walk to the lighthouse barefoot than sign a treaty written by the herring barons";
    let first = format!("“{whole},” Ada Lund said.");
    let again = format!("Critics recalled how “{whole}” became a promise of Ada Lund.");
    let fragment = "Lund would “sooner walk to the lighthouse” than sign.";
    let late = [("b", 30, again.as_str()), ("c", 2, fragment)];
    assert_eq!(evidence(&archive(&late), "b#0", "c#0").days, Some(28));
    let all = archive(&[("a", 1, &first), late[0], late[1]]);
    assert_eq!(evidence(&all, "b#0", "c#0").days, Some(0), "all are known since the first");
    assert!(together(&all.reconcile(), "b#0", "c#0"));
    // What is sure by itself keeps its own days: the same may have been said again.
    assert_eq!(evidence(&all, "a#0", "b#0").days, Some(29));
}

#[test]
fn other_quotations_in_common_speak_for_a_doubtful_pair() {
    let shared = [
        "The insurance companies have counted eleven wrecks since the lighthouse was automated",
        "Every retired docker will keep the whole pension that the union bargained for",
    ];
    let doubtful = ["It may be time to go home now", "It may be time to leave this harbour"];
    let article = |doubtful: &str, others: &[&str]| {
        let others: String =
            others.iter().map(|other| format!("“{other},” she said.\n\n")).collect();
        format!("The harbour master Ada Lund spoke.\n\n{others}“{doubtful},” Lund said.")
    };
    let read = |others: &[&str]| {
        let [a, b] = doubtful.map(|doubtful| article(doubtful, others));
        let archive = archive(&[("a", 3, &a), ("b", 9, &b)]);
        let [a, b] = ["a", "b"].map(|id| format!("{id}#{}", others.len()));
        (evidence(&archive, &a, &b), archive.explain(&a, &b).unwrap())
    };
    let ((alone, _), (told, link)) = (read(&[]), read(&shared));
    assert_eq!((alone.corroborating, told.corroborating), (0, 2));
    let [told, alone] = [told, alone].map(|evidence| LinkModel::default().log_odds(&evidence));
    assert!(told > alone + 0.5, "{told} {alone}");
    assert!(
        link.reasons().iter().any(|reason| reason.contains("2 other quotations in common")),
        "{:?}",
        link.reasons()
    );
}

#[test]
fn one_wrong_link_does_not_join_two_utterances() {
    // Three papers print the one, three the other, and a seventh a fragment of its own making that
    // is in both.
    let (one, other) = (
        "The council has sold the harbour to people who cannot tell a trawler from a teapot",
        "My grandfather could not tell a trawler from a teapot and still became minister of fisheries",
    );
    let print = |said: &str| format!("“{said},” Ada Lund said.");
    let (one, other) = (print(one), print(other));
    let mut articles: Vec<(&str, u32, &str)> = vec![("a", 1, &one), ("b", 2, &one), ("c", 2, &one)];
    articles.extend([("d", 20, other.as_str()), ("e", 21, &other), ("f", 21, &other)]);
    articles.push(("g", 10, "Lund said some “cannot tell a trawler from a teapot” here."));
    let archive = archive(&articles);
    let all = archive.reconcile();
    assert!(linked(&archive, "a#0", "g#0"), "the link is there");
    for (x, y) in [("a#0", "b#0"), ("b#0", "c#0"), ("d#0", "e#0"), ("e#0", "f#0")] {
        assert!(together(&all, x, y), "{x} {y}");
    }
    assert!(!together(&all, "a#0", "d#0"));
}

/// Several paragraphs of narrative.
const PROSE: [&str; 4] = [
    "The harbour of Veln closed at dawn on Tuesday after the third collision in a week, and the pilots refused to leave the mole until the ministry had answered their letter of grievances.",
    "Fishermen stood along the quay with their nets still wet, while clerks carried boxes of documents out of the customs house and loaded them on a lorry that nobody had ordered.",
    "The insurance companies have counted eleven wrecks since the lighthouse was automated, a figure that the government disputes without offering another one of its own.",
    "By evening the ferries were running again, although two of the captains had been replaced by officers of the coast guard who had never sailed the strait before.",
];
const MASTER: &str = "“Nobody asked the pilots,” the harbour master Ada Lund said.";

#[test]
fn reprints_count_once() {
    let whole = format!("{}\n\n{}\n\n{MASTER}\n\n{}\n\n{}", PROSE[0], PROSE[1], PROSE[2], PROSE[3]);
    let cut = format!("{}\n\n{MASTER}\n\n{}", PROSE[2], PROSE[0]);
    let own = format!("The strike at Veln is over, and the town has its ferries back. {MASTER}");
    let archive = archive(&[("wire", 16, &whole), ("echo", 17, &cut), ("gazette", 17, &own)]);
    let all = archive.reconcile();
    let reprint = |id: &str| {
        all.documents.iter().find(|read| read.document.id == id).unwrap().reprint_of.clone()
    };
    assert_eq!(
        (reprint("echo").as_deref(), reprint("wire"), reprint("gazette")),
        (Some("wire"), None, None)
    );
    let utterance = &all.utterances[0];
    assert_eq!((utterance.outlets, utterance.independent), (3, 2));
    #[cfg(feature = "json")]
    {
        use variorum::report::{JsonReport, Report};
        let mut told = Vec::new();
        JsonReport::new().write(&all, &mut told).unwrap();
        let told: serde_json::Value = serde_json::from_slice(&told).unwrap();
        assert_eq!(told["documents"][0]["reprint_of"], "wire");
        assert_eq!(
            (&told["utterances"][0]["outlets"], &told["utterances"][0]["independent"]),
            (&3.into(), &2.into())
        );
    }
}

#[test]
fn headline_and_body_are_one() {
    let mut archive = Archive::default();
    let document = Document::new(
        "a",
        "The harbour master Ada Lund has had enough. “Nobody ever asked the pilots about the third lighthouse,” she said.",
    );
    archive
        .add(document.with_title("Lund: “Nobody Ever Asked the Pilots”").with_outlet("A"))
        .unwrap();
    let all = archive.reconcile();
    assert_eq!(all.utterances.len(), 1, "{:?}", archive.explain("a#0", "a#1"));
    assert_eq!(
        (
            all.utterances[0].witnesses.len(),
            all.utterances[0].outlets,
            all.utterances[0].independent
        ),
        (2, 1, 1)
    );
}

#[test]
fn decisions_are_replayed_and_those_that_do_not_apply_are_told() {
    let articles = [
        ("a", 16, "“We will never sell the lighthouse to anybody,” the minister said."),
        ("b", 16, "“We will never sell the lighthouse to anybody at all,” the minister said."),
        ("c", 16, "“Nobody asked the pilots about the ferry,” the minister said."),
    ];
    let mut archive = archive(&articles);
    let before = archive.reconcile();
    assert!(together(&before, "a#0", "b#0") && !together(&before, "a#0", "c#0"));
    let shorter = "We will never sell the lighthouse to anybody";
    let decisions = [
        Decision::speaker(Reference::text("nobody asked the PILOTS about the ferry"), "Ada Lund"),
        Decision::lemma(Reference::id("a#0").with_text(shorter)),
        Decision::same(Reference::id("c#0"), Reference::id("a#0")),
        Decision::different(Reference::id("b#0"), Reference::id("c#0").with_text("Other words")),
        Decision::lemma(Reference::text("Words that nobody printed")),
    ];
    decisions.into_iter().for_each(|decision| archive.decide(decision));
    for _ in 0..2 {
        let after = archive.reconcile();
        assert!(together(&after, "a#0", "c#0"));
        assert_eq!(after.utterances[0].lemma.text.trim_end_matches(','), shorter);
        let c = after
            .documents
            .iter()
            .flat_map(|read| &read.quotations)
            .find(|quotation| quotation.id == "c#0")
            .unwrap();
        assert_eq!(c.name.as_deref(), Some("Ada Lund"));
        let told: Vec<String> = after.unapplied.iter().map(|one| one.to_string()).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told.iter().any(|one| one.contains("has other words now")), "{told:?}");
        assert!(told.iter().any(|one| one.contains("no quotation has the words")), "{told:?}");
        // Again, after a document has come that changes nothing.
        archive.replace(Document::new("d", "“The ferry is late,” a clerk said.")).unwrap();
    }
}

#[test]
fn decisions_that_contradict_each_other_are_told() {
    let mut archive = Archive::default();
    for id in ["a", "b", "c"] {
        archive
            .add_quotation(StandaloneQuotation::new(id, format!("Number {id} of the harbour")))
            .unwrap();
    }
    for (a, b, same) in [("a", "b", true), ("b", "c", true), ("a", "c", false)] {
        archive.decide(Decision::Pair { a: Reference::id(a), b: Reference::id(b), same });
    }
    let told = archive.group().unapplied;
    assert_eq!(told.len(), 1);
    assert!(told[0].reason.contains("other decisions"));
}

#[test]
fn what_is_doubtful_is_listed() {
    let archive = archive(&[
        ("a", 2, "“It is a very bad bargain,” Ada Lund said."),
        ("b", 4, "“It is a very bad bargain,” the minister said."),
        ("c", 4, "“Nobody asked the pilots about the ferry,” the minister said."),
        ("d", 9, "“Nobody asked the pilots about the lighthouse,” Ada Lund said."),
        ("e", 20, "“It is a bad bargain,” Tor Berg said."),
    ]);
    let all = archive.reconcile();
    let mut list = Vec::new();
    variorum::report::TextReport::new().write_review(&all, &mut list).unwrap();
    let list = String::from_utf8(list).unwrap();
    let apart =
        |link: &&Link| !together(&all, &link.a, &link.b) && link.verdict != LinkVerdict::Different;
    let mut doubtful: Vec<&Link> = all.links.iter().filter(apart).collect();
    assert!(doubtful.len() > 1, "{list}");
    doubtful.sort_by(|x, y| (x.score - 0.5).abs().total_cmp(&(y.score - 0.5).abs()));
    assert_eq!(list.matches("{\"decision\": \"same\"").count(), doubtful.len(), "{list}");
    let place = |link: &Link| {
        let both = |line: &&str| {
            line.contains("\"same\"") && line.contains(&link.a) && line.contains(&link.b)
        };
        list.lines()
            .position(|line| both(&line))
            .unwrap_or_else(|| panic!("{} and {}: {list}", link.a, link.b))
    };
    assert!(doubtful.windows(2).all(|two| place(two[0]) < place(two[1])), "{list}");
}

/// “A,” he said. “B.” are two utterances, however like each other; a print of both in one joins
/// them.
#[test]
fn the_next_sentence_joins_only_through_a_print_of_both() {
    let said = "“We will never sell the old harbour of Veln to them,” Ada Lund said. “We will never \
                sell the old harbour of Veln, nor the lighthouse on the northern rock.”";
    let alone = archive(&[("a", 16, said)]);
    assert!(!linked(&alone, "a#0", "a#1"));
    assert!(!together(&alone.reconcile(), "a#0", "a#1"));

    let both = "“We will never sell the old harbour of Veln to them. We will never sell the old \
                harbour of Veln, nor the lighthouse on the northern rock,” Ada Lund said.";
    let joined = archive(&[("a", 16, said), ("b", 16, both)]).reconcile();
    assert!(together(&joined, "a#0", "b#0") && together(&joined, "a#1", "b#0"));

    // A near miss: the same words twice in two articles are one utterance.
    let first = "“We will never sell the old harbour of Veln to them,” Ada Lund said.";
    let apart = archive(&[("a", 16, first), ("b", 16, first)]).reconcile();
    assert!(together(&apart, "a#0", "b#0"));
}
