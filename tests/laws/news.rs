//! Generated news: articles of several outlets that print the same utterances, each edited.
//!
//! The strategies choose small numbers, and a pure function turns them into articles, so that a
//! failure shrinks to few documents, few quotations and plain edits.

use proptest::prelude::*;
use variorum::{Document, Published};

const SPEAKERS: [(&str, &str); 6] = [
    ("Ada Lund", "Ms. Lund"),
    ("Governor Tomas Okafor", "Okafor"),
    ("Miriam Castellanos", "Castellanos"),
    ("Senator José Iñárritu", "Mr. Iñárritu"),
    ("a spokesman for the port", "the spokesman"),
    ("Zoë O’Brien-Smith", "she"),
];

/// Quotation marks of all styles: opening, closing, and the pair inside it.
const MARKS: [[&str; 4]; 9] = [
    ["“", "”", "‘", "’"],
    ["\"", "\"", "'", "'"],
    ["‘", "’", "“", "”"],
    ["'", "'", "\"", "\""],
    ["«", "»", "“", "”"],
    ["„", "“", "‚", "‘"],
    ["``", "''", "`", "'"],
    ["「", "」", "『", "』"],
    ["”", "”", "’", "’"],
];

const SUBJECTS: [&str; 5] =
    ["We", "The harbour board", "Our engineers", "They", "The Halvorsen brothers"];
const VERBS: [&str; 5] = ["rebuild", "abandon", "inspect", "privatise", "mortgage"];
const OBJECTS: [&str; 5] = [
    "the northern breakwater",
    "the derelict cannery",
    "the ferry terminal",
    "every lighthouse",
    "the tidal barrier",
];
const NAMES: [&str; 5] = ["Copenhagen", "Marseille", "Gdansk", "Reykjavik", "Valparaiso"];
const TAILS: [&str; 6] = [
    "and nobody in the ministry has offered a reason",
    "because the insurers refused to wait any longer",
    "before the autumn storms arrive",
    "",
    "— whatever it costs us",
    "if the council keeps its promise to the fishermen",
];

/// Edits that an outlet makes to a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    None,
    Negation,
    Number,
    Name,
    DropHead,
    DropTail,
    Ellipsis,
    Bracket,
    Spelling,
    Capitals,
    Word,
    Order,
    Mark,
}

impl Edit {
    pub const ALL: [Edit; 13] = [
        Edit::None,
        Edit::Negation,
        Edit::Number,
        Edit::Name,
        Edit::DropHead,
        Edit::DropTail,
        Edit::Ellipsis,
        Edit::Bracket,
        Edit::Spelling,
        Edit::Capitals,
        Edit::Word,
        Edit::Order,
        Edit::Mark,
    ];
}

/// One sentence that somebody said.
#[derive(Clone, Copy, Debug)]
pub struct Sentence {
    pub slots: [usize; 6],
}

impl Sentence {
    /// Returns the sentence as it was said, or as an outlet changed it.
    pub fn print(&self, edit: Edit) -> String {
        let [subject, verb, object, name, count, tail] = self.slots;
        let pick = |list: &[&str], at: usize| list[at % list.len()].to_owned();
        let name = if edit == Edit::Name { name + 1 } else { name };
        let count = if edit == Edit::Number { count + 7 } else { count };
        let will = if edit == Edit::Negation { "will not" } else { "will" };
        let (subject, verb, mut object) =
            (pick(&SUBJECTS, subject), pick(&VERBS, verb), pick(&OBJECTS, object));
        if edit == Edit::Bracket {
            object =
                format!("[{}]", object.trim_start_matches("the ").trim_start_matches("every "));
        }
        if edit == Edit::Word {
            object = "the whole of the old quayside".to_owned();
        }
        let place = pick(&NAMES, name);
        let count = 12 + 10 * count;
        let mut head = format!("{subject} {will} {verb} {object}");
        let mut middle = format!("with {count} million euros from {place}");
        let mut tail = pick(&TAILS, tail);
        match edit {
            Edit::DropHead => head = String::new(),
            Edit::DropTail => tail = String::new(),
            Edit::Ellipsis => middle = "…".to_owned(),
            Edit::Spelling => head = head.replace("harbour", "harbor").replace("ise ", "ize "),
            Edit::Capitals => middle = middle.to_uppercase(),
            Edit::Order => std::mem::swap(&mut head, &mut middle),
            Edit::Mark => middle.push_str(" – "),
            _ => {}
        }
        [head, middle, tail]
            .iter()
            .map(|part| part.trim())
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// One outlet's print of one sentence.
#[derive(Clone, Copy, Debug)]
pub struct Print {
    pub sentence: usize,
    pub speaker: usize,
    pub edit: Edit,
    pub marks: usize,
    pub frame: usize,
}

impl Print {
    fn paragraph(&self, sentences: &[Sentence]) -> String {
        let [o, c, oo, cc] = MARKS[self.marks % MARKS.len()];
        let sentence = &sentences[self.sentence % sentences.len()];
        let said = sentence.print(self.edit);
        let next = sentences[(self.sentence + 1) % sentences.len()].print(Edit::None);
        let (name, short) = SPEAKERS[self.speaker % SPEAKERS.len()];
        let other = SPEAKERS[(self.speaker + 1) % SPEAKERS.len()].0;
        let half = said
            .match_indices(' ')
            .map(|(at, _)| at)
            .find(|&at| at >= said.len() / 2)
            .unwrap_or(said.len());
        let (first, rest) = said.split_at(half);
        match self.frame % 12 {
            0 => format!("{o}{said},{c} {name} said."),
            1 => format!("{name} told reporters on Monday: {o}{said}.{c}"),
            2 => format!("{o}{first},{c} {short} said, {o}{}.{c}", rest.trim()),
            3 => format!(
                "{o}And then he told me, {oo}{said},{cc} and left the room,{c} recalled {other}."
            ),
            4 => format!("{name} promised to {o}{}{c} before the vote.", rest.trim()),
            5 => format!("{name} wrote:\n\n{o}{said}.\n\n{o}{next}.{c}\n\nThe letter ended there."),
            6 => format!("According to {name}, {o}{said}{c}"),
            7 => format!(
                "{o}{said}. {next},{c} {short} added. The rest of the 1990s’ boats, the 6'2\" man’s among them, stayed."
            ),
            8 => format!("{other} quoted {name} as saying {o}{said}{c} – and shrugged."),
            9 => format!("{o}{said}, said {name}, who never closed a mark."),
            10 => format!("{said},{c} said {name}, who never opened one."),
            _ => format!("{o}{said}!{c} {o}Why?{c} {o}{oo}Port{cc} first,{c} {name} shouted.\r\n"),
        }
    }
}

/// One article.
#[derive(Clone, Debug)]
pub struct Plan {
    pub outlet: usize,
    pub day: usize,
    pub prints: Vec<Print>,
    /// Reprints the article before it, with its first paragraph cut.
    pub reprint: bool,
    pub title: Option<Print>,
}

/// Returns the articles of a plan.
pub fn render(sentences: &[Sentence], plans: &[Plan]) -> Vec<Document> {
    let prose = "The quay was crowded from early morning and the loudspeakers carried every word across the basin, where \
                 dockers, clerks and a handful of tourists listened in the drizzle until the last ferry had left.";
    let mut documents: Vec<Document> = Vec::new();
    for (n, plan) in plans.iter().enumerate() {
        let text = match documents.last() {
            Some(before) if plan.reprint => before
                .text
                .split_once("\n\n")
                .map_or(before.text.clone(), |(_, rest)| rest.to_owned()),
            _ => {
                let (name, _) = SPEAKERS[n % SPEAKERS.len()];
                let mut paragraphs =
                    vec![format!("{name} spoke in {} at noon. {prose}", NAMES[n % NAMES.len()])];
                paragraphs.extend(plan.prints.iter().map(|print| print.paragraph(sentences)));
                paragraphs.join("\n\n")
            }
        };
        // Ids whose order as text is neither the order of arrival nor that of their numbers.
        let id = format!("{}{}{n}", ["a", "a ", "A-", "ä/", ""][n % 5], ["", "#", "!"][n % 3]);
        let mut document = Document::new(id, text);
        if plan.outlet > 0 {
            document = document.with_outlet(format!("Outlet {}", plan.outlet));
        }
        if plan.day > 0 {
            let published: Published = format!("2018-07-{:02}", 1 + plan.day % 28).parse().unwrap();
            document = document.with_published(published);
        }
        if let Some(title) = &plan.title {
            document = document.with_title(title.paragraph(sentences));
        }
        documents.push(document);
    }
    documents
}

fn print() -> impl Strategy<Value = Print> {
    // Most outlets agree on who said it.
    let speaker = prop_oneof![6 => Just(None), 1 => (0usize..6).prop_map(Some)];
    (0usize..4, speaker, 0usize..Edit::ALL.len(), 0usize..9, 0usize..12).prop_map(
        |(sentence, speaker, edit, marks, frame)| {
            let speaker = speaker.unwrap_or(sentence);
            Print { sentence, speaker, edit: Edit::ALL[edit], marks, frame }
        },
    )
}

pub fn sentence() -> impl Strategy<Value = Sentence> {
    prop::array::uniform6(0usize..6).prop_map(|slots| Sentence { slots })
}

/// Generates articles as a handful of outlets might print them.
pub fn articles(most: usize) -> impl Strategy<Value = Vec<Document>> {
    let title = prop_oneof![3 => Just(None), 1 => print().prop_map(Some)];
    let plan = (
        0usize..6,
        0usize..12,
        prop::collection::vec(print(), 0..5),
        prop::bool::weighted(0.2),
        title,
    )
        .prop_map(|(outlet, day, prints, reprint, title)| Plan {
            outlet,
            day,
            prints,
            reprint,
            title,
        });
    (prop::collection::vec(sentence(), 1..4), prop::collection::vec(plan, 0..=most))
        .prop_map(|(sentences, plans)| render(&sentences, &plans))
}
