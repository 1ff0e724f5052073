//! What is said twice, parallel statements, small pieces and titles: each kind with a near miss.

use variorum::link::{Basis, LinkVerdict};
use variorum::variant::Level;
use variorum::{Archive, Document, Published, Reconciliation};

/// Returns an archive of articles given as id, day of the year 2024, and text.
fn archive(articles: &[(&str, u32, &str)]) -> Archive {
    let mut archive = Archive::default();
    for &(id, day, text) in articles {
        let (month, day) = (1 + day / 28, 1 + day % 28);
        let published = format!("2024-{month:02}-{day:02}").parse::<Published>().unwrap();
        archive.add(Document::new(id, text).with_outlet(id).with_published(published)).unwrap();
    }
    archive
}

fn utterance<'a>(all: &'a Reconciliation, id: &str) -> &'a str {
    let mut quotations = all.documents.iter().flat_map(|document| &document.quotations);
    &quotations.find(|quotation| quotation.id == id).unwrap_or_else(|| panic!("{id}")).utterance
}

/// Returns true if two quotations are in one utterance.
fn together(archive: &Archive, a: &str, b: &str) -> bool {
    let all = archive.reconcile();
    utterance(&all, a) == utterance(&all, b)
}

fn verdict(archive: &Archive, a: &str, b: &str) -> LinkVerdict {
    archive.explain(a, b).unwrap().verdict
}

// ---- said twice -------------------------------------------------------------------------------

#[test]
fn one_article_that_prints_both_speaks_for_two_sayings() {
    let [alpha, beta] = ["Anchor Ropes", "Harbour Coal"]
        .map(|firm| format!("We are able to show that {firm} is rotten to the keel"));
    let both =
        format!("“{alpha},” Ada Lund said.\n\nLater she rose again. “{beta},” Ada Lund said.");
    let one = format!("“{beta},” Ada Lund said.");
    let archive = archive(&[("a", 1, &both), ("b", 1, &one)]);
    assert!(!together(&archive, "a#0", "a#1"));
    assert!(!together(&archive, "a#0", "b#0"));
    assert!(together(&archive, "a#1", "b#0"));
    assert_eq!(archive.explain("a#0", "a#1").unwrap().basis, Basis::Contrast);
}

#[test]
fn a_headline_and_its_body_are_one_saying() {
    let body = "“We are able to show that Anchor Ropes is rotten to the keel,” Ada Lund said.";
    let title = "Lund: ‘We are able to show that Anchor Rope is rotten to the keel’";
    let mut archive = Archive::default();
    archive.add(Document::new("a", body).with_title(title)).unwrap();
    assert!(together(&archive, "a#0", "a#1"));
}

#[test]
fn a_line_quoted_as_said_before_is_no_print_of_it() {
    let bare = "“I am not concerned about the price of tar,” Ada Lund said.";
    for frame in ["I said", "I’ve said", "I have always said that", "When I said"] {
        let again = format!("“{frame} I am not concerned about the price of tar,” Ada Lund said.");
        let archive = archive(&[("a", 1, bare), ("b", 2, &again)]);
        assert_eq!(archive.explain("a#0", "b#0").unwrap().basis, Basis::HeldUp, "{frame}");
        assert!(!together(&archive, "a#0", "b#0"), "{frame}");
    }
    // In passing, or in a story, it is part of the line.
    for frame in ["As I said,", "I am old, and", "I went home that night and I said"] {
        let whole = format!("“{frame} I am not concerned about the price of tar,” Ada Lund said.");
        let archive = archive(&[("a", 1, bare), ("b", 1, &whole)]);
        assert!(together(&archive, "a#0", "b#0"), "{frame}");
    }
    // Both print the frame.
    let frame = "“I said I am not concerned about the price of tar,” Ada Lund said.";
    assert!(together(&archive(&[("a", 1, frame), ("b", 1, frame)]), "a#0", "b#0"));
}

#[test]
fn a_line_held_up_to_be_denied_is_no_print_of_it() {
    let bare = "“The harbour is finished and everybody knows it,” Tor Berg said.";
    for frame in ["There are those who will say", "Some people say that", "He said"] {
        let denied = format!(
            "“{frame} the harbour is finished and everybody knows it, but I am not one of them,” \
             Ada Lund said."
        );
        let archive = archive(&[("a", 1, bare), ("b", 1, &denied)]);
        assert!(!together(&archive, "a#0", "b#0"), "{frame}");
    }
    let claimed =
        "“I will say that the harbour is finished and everybody knows it,” Tor Berg said.";
    assert!(together(&archive(&[("a", 1, bare), ("b", 1, claimed)]), "a#0", "b#0"));
}

#[test]
fn two_sentences_around_one_phrase_are_two() {
    let archive = archive(&[
        (
            "a",
            1,
            "“That was the reason why the old harbour fund paid for nothing but the drains,” Ada Lund said.",
        ),
        (
            "b",
            1,
            "“Nobody asked in spring if the old harbour fund had money left for a school,” Ada Lund said.",
        ),
        (
            "c",
            1,
            "“That was the reason the old harbour fund paid for nothing but drains,” Ada Lund said.",
        ),
    ]);
    assert!(!together(&archive, "a#0", "b#0"));
    assert!(together(&archive, "a#0", "c#0"));
}

// ---- parallel statements ----------------------------------------------------------------------

/// Two papers' prints of a sentence in which one name or number differs.
fn parallel(slots: [&str; 2], days: [u32; 2], speakers: [&str; 2]) -> Archive {
    let text = |n: usize| {
        format!(
            "“The company cut its waste of water at the {} plant by a good deal this time,” {} said.",
            slots[n], speakers[n]
        )
    };
    archive(&[("a", days[0], &text(0)), ("b", days[1], &text(1))])
}

#[test]
fn parallel_statements_are_two() {
    // Of two quarters, of two meetings, of two plants; of another candidate.
    assert!(!together(&parallel(["Alpha", "Gamma"], [1, 92], ["Ada Lund"; 2]), "a#0", "b#0"));
    assert!(!together(&parallel(["Alpha", "Gamma"], [1, 31], ["Ada Lund"; 2]), "a#0", "b#0"));
    let quarters = |days| {
        archive(&[
            (
                "a",
                1,
                "“Sales of ropes and anchors rose by 12 per cent in the quarter,” Ada Lund said.",
            ),
            (
                "b",
                days,
                "“Sales of ropes and anchors rose by 17 per cent in the quarter,” Ada Lund said.",
            ),
        ])
    };
    assert!(!together(&quarters(90), "a#0", "b#0"));
    // Inside one event, with one speaker and day, it is a contradiction: linked and marked.
    let one_day = quarters(1);
    assert!(together(&one_day, "a#0", "b#0"));
    let apparatus = &one_day.reconcile().utterances[0].apparatus;
    let mut variants = apparatus.iter().flat_map(|entry| &entry.readings);
    assert!(variants.any(|variant| variant.level == Level::Contradictory), "{apparatus:?}");
    assert!(together(&parallel(["Alpha", "Gamma"], [1, 1], ["Ada Lund"; 2]), "a#0", "b#0"));
    // The same name in another form is no slot.
    let form = parallel(["North Harbour", "N. Harbour"], [1, 3], ["Ada Lund"; 2]);
    assert!(together(&form, "a#0", "b#0"));
    // The same words on a later day are a reprint.
    assert!(together(&parallel(["Alpha", "Alpha"], [1, 92], ["Ada Lund"; 2]), "a#0", "b#0"));
}

#[test]
fn a_parallel_that_is_in_doubt_is_reviewed() {
    let archive = parallel(["Alpha", "Gamma"], [1, 7], ["Ada Lund"; 2]);
    assert_ne!(verdict(&archive, "a#0", "b#0"), LinkVerdict::Same);
}

#[test]
fn parallel_statements_of_two_people_are_two() {
    let two = parallel(["Alpha", "Gamma"], [1, 1], ["Susan Reed", "Peter Holm"]);
    assert_ne!(verdict(&two, "a#0", "b#0"), LinkVerdict::Same);
    // Word for word the same: one of the papers has the name wrong.
    let same = parallel(["Alpha", "Alpha"], [1, 1], ["Susan Reed", "Peter Holm"]);
    assert!(together(&same, "a#0", "b#0"));
}

// ---- small pieces, titles, slogans ------------------------------------------------------------

const HARBOUR: &str = "The harbour council of Ostrava quarrelled about pilots, dredgers, mussel \
                       beds and the lighthouse keeper Zacharias Obermann until midnight.";
const OPERA: &str = "The opera house of Lisbon hired seven tenors, a harpist, two ballet dancers \
                     and the scenographer Wilhelmina Petersen for the winter season.";

#[test]
fn a_word_or_two_link_only_inside_one_event_and_beside_other_evidence() {
    let pair = |about: [&str; 2], speakers: [&str; 2], day| {
        let scrap = format!("{}\n\n{} called it “zugzwang diplomacy”.", about[0], speakers[0]);
        let whole = format!(
            "{}\n\n“This is zugzwang diplomacy and nothing else,” {} said.",
            about[1], speakers[1]
        );
        archive(&[("a", 1, &scrap), ("b", day, &whole)])
    };
    // One speaker, one subject, one day.
    assert!(together(&pair([HARBOUR; 2], ["Ada Lund"; 2], 1), "a#0", "b#0"));
    // Another event; another season; a slogan of everybody.
    assert!(!together(&pair([HARBOUR, OPERA], ["A critic", "A reader"], 1), "a#0", "b#0"));
    assert!(!together(&pair([HARBOUR; 2], ["Ada Lund"; 2], 40), "a#0", "b#0"));
}

#[test]
fn titles_never_join_speech_that_mentions_them() {
    let title =
        format!("{HARBOUR}\n\nHer book “The Lighthouse Keeper’s Daughter” was on the table.");
    let speech = format!(
        "{HARBOUR}\n\n“We all have read The Lighthouse Keeper’s Daughter twice in this house,” \
         Tor Berg said."
    );
    let archive = archive(&[("a", 1, &title), ("b", 1, &speech)]);
    assert!(!together(&archive, "a#0", "b#0"));
}

#[test]
fn a_headline_in_capitals_joins_its_sentence() {
    let speech = format!("{HARBOUR}\n\n“We need pilots here, not a dredger,” Tor Berg said.");
    let mut archive = archive(&[("a", 1, &speech)]);
    let document = Document::new("b", HARBOUR)
        .with_outlet("b")
        .with_title("‘We Need Pilots Here, Not a Dredger’: Berg refuses to leave")
        .with_published("2024-01-02".parse::<Published>().unwrap());
    archive.add(document).unwrap();
    assert!(together(&archive, "a#0", "b#0"));
}
