//! Names that mentions resolve to, each with near misses.

use crate::attribution::attribute;
use crate::model::{Document, Part};
use crate::quotation::extract;

/// Returns the names of the speakers of a text, in order; empty where there is none.
fn names(text: &str) -> Vec<String> {
    let quotations = extract(text, Part::Text);
    let found = attribute(&Document::new("a", text), &quotations);
    found
        .into_iter()
        .map(|found| found.speaker.and_then(|speaker| speaker.name).unwrap_or_default())
        .collect()
}

/// Checks the name of the last quotation of each text.
fn check(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|&(text, name)| {
            let got = names(text).pop().unwrap_or_else(|| "no quotation".to_owned());
            (got != name).then(|| format!("{text}\n   got {got:?}, not {name:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Bodies whose names hold prepositions, titles and *and*.
#[test]
fn names_of_bodies() {
    check(&[
        (
            "The Federation of Dockers called it “the best day of our lives.”",
            "Federation of Dockers",
        ),
        (
            "The American Federation of Dockers called it “the best day of our lives.”",
            "American Federation of Dockers",
        ),
        ("“We will not comment on it,” the Justice Department said.", "Justice Department"),
        ("“We will not comment on it,” the Department of Justice said.", "Department of Justice"),
        (
            "“We will not comment on it,” the Ways and Means Committee said.",
            "Ways and Means Committee",
        ),
        ("“It will not last,” said University of Oslo professor Ida Ng.", "Ida Ng"),
        // A name beside a body is a name of its own.
        ("“It will not last,” said Ida Ng of the Harbour Committee.", "Ida Ng"),
        ("“It will not last,” said Court of Appeals Judge Ida Ng.", "Ida Ng"),
        ("The Supreme Court ruled. “We must look at the law,” the court said.", "Supreme Court"),
        (
            "The Supreme Court and the Labour Court ruled. “We must look at the law,” the court said.",
            "the court",
        ),
    ]);
}

/// Offices before a name are no part of it.
#[test]
fn offices_before_a_name() {
    check(&[
        ("“We will see it,” said Secretary of Defense Paul Ito.", "Paul Ito"),
        ("“We will see it,” said Chief of Staff Paul Ito.", "Paul Ito"),
        ("“We will see it,” said President-elect Paul Ito.", "Paul Ito"),
        ("“We will see it,” said National Security Adviser P. J. Ito.", "P. J. Ito"),
        ("“We will see it,” said PM Paul Ito.", "Paul Ito"),
        ("Bill de Brau came. “We will see it,” de Brau said.", "Bill de Brau"),
        ("Home Secretary Theresa May came. “We will see it,” she said.", "Theresa May"),
        ("Theresa Hale came. In May she said: “We will see it.”", "Theresa Hale"),
    ]);
}

/// The fullest form of a name, wherever and however it is printed.
#[test]
fn fullest_forms() {
    check(&[
        ("Dave Hale and David Hale are one. “We will see it,” Hale said.", "Dave Hale"),
        ("Bill Hale met Ida Hale. Ida Hale left. “We will see it,” Hale said.", "Ida Hale"),
        ("Imani Reid-Hale came. “We will see it,” Reid-Hale said.", "Imani Reid-Hale"),
        ("“They said vote for Paul Q. Hale today,” Hale said.", "Paul Q. Hale"),
        ("“They said vote for Paul Ng today,” Hale said.", "Hale"),
        // A word of the layout, and one that a page printed as one with a name.
        ("JUST WATCHED Paul Hale came. “We will see it,” Hale said.", "Paul Hale"),
        ("Paul Hale Paul John HaleBudget talks begin. “We will see it,” Hale said.", "Paul Hale"),
    ]);
}

/// Roles that the document ties to a person.
#[test]
fn roles_are_tied_to_persons() {
    check(&[
        ("Gov. Paul Hale came. “We will see it,” the governor said.", "Paul Hale"),
        (
            "Paul Hale, the governor of Ohio, came. “We will see it,” the Ohio governor said.",
            "Paul Hale",
        ),
        (
            "Sen. Paul Hale (R-Ky.) met Sen. Ida Ng (R-Ohio). “We will see it,” the Kentucky Republican said.",
            "Paul Hale",
        ),
        (
            "Sen. Paul Hale, R-Ky., met Sen. Ida Ng, R-Ohio. “We will see it,” the Ohio senator said.",
            "Ida Ng",
        ),
        // Another state, another party, two holders, somebody without a name.
        (
            "Sen. Paul Hale (R-Ky.) came. “We will see it,” the Ohio senator said.",
            "the Ohio senator",
        ),
        (
            "Democratic front-runner Ida Ng left. “We will see it,” the GOP front-runner said.",
            "the GOP front-runner",
        ),
        (
            "Sen. Paul Hale left. A Democratic senator said Hale was ill. “We will see it,” the senator added.",
            "the senator",
        ),
        // A description in place of the only person named shortly before.
        ("Paul Hale spoke first. “We will see it,” the billionaire said.", "Paul Hale"),
        ("Paul Hale spoke to Ida Ng. “We will see it,” the billionaire said.", "the billionaire"),
        ("Paul Hale spoke first. “We will see it,” the official said.", "the official"),
    ]);
}

/// Pronouns by agreement, recency, subjecthood and who has been speaking.
#[test]
fn pronouns_by_who_has_been_speaking() {
    check(&[
        // Two women in one paragraph.
        (
            "Ida Ng praised Mary Hale at length. Her spokeswoman Galia Lund said Ng would come. “We will see it,” she said.",
            "Galia Lund",
        ),
        (
            "Some plans are hard to prove, said Grant Lund, an adviser to Paul Hale and Carl Ito.\n\n“It must be clear to all,” he said.",
            "Grant Lund",
        ),
        // Whoever goes on has spoken before, even of himself.
        (
            "“It was a great day,” Paul Hale wrote. Carl Ito had left.\n\n“If Paul Hale had said so, they would cheer,” he continued.",
            "Paul Hale",
        ),
        (
            "“It was a great day,” Paul Hale wrote. Carl Ito left early.\n\n“They would cheer for Mr. Hale,” he said.",
            "Carl Ito",
        ),
        // Nobody else of the gender was named since.
        (
            "Rakeyia Hale shouted at them.\n\n“Do not do it,” she says.\n\nShe runs, and the camera shows the ground.\n\n“What have you done?” she yells.",
            "Rakeyia Hale",
        ),
    ]);
}

/// A thing that cannot speak has no name; a text is its author's.
#[test]
fn things_have_no_name() {
    check(&[
        ("“We will see it,” the show said.", ""),
        ("“We will see it,” the National Convention said.", ""),
        ("“We will see it,” the report said.", ""),
        (
            "Paul Hale came late. His response was that they “would never see it again.”",
            "Paul Hale",
        ),
        ("Mr. Hale's statement said “we will never see it again.”", "Mr. Hale"),
        ("Others said it was “the best day of our lives.”", ""),
        ("Some say it was “the best day of our lives.”", ""),
        ("Ultimately, as Paul Hale, a teacher, told me, “we will see it.”", "Paul Hale"),
        ("Appearing on Sunday, Paul Hale said it was “the best day of our lives.”", "Paul Hale"),
        ("“We will see it,” Paul Hale, R-Ky. said.", "Paul Hale"),
        (
            "The day after Sept. 11, 2001, the mayor said it was “the worst day of all.”",
            "the mayor",
        ),
    ]);
}

/// Relative pronouns stand for the name before them.
#[test]
fn relative_pronouns() {
    check(&[
        ("Paul Hale, who said it was “the best day of our lives,” left.", "Paul Hale"),
        (
            "Paul Hale, a former agent who wrote that it was “the best day of all,” left.",
            "Paul Hale",
        ),
        (
            "It was Paul Hale, who, after a long night, said it was “the best day of all.”",
            "Paul Hale",
        ),
        ("A former Secret Service agent who wrote that it was “the best day of all” left.", ""),
    ]);
}

/// Mentions that were taken from the wrong place of the sentence.
#[test]
fn subjects_in_hard_places() {
    check(&[
        (
            "Karim Daud, a Labour MP, said he was worried. “We have asked them three times.”",
            "Karim Daud",
        ),
        (
            "“If you look,” Kaplan, also an avid collector of games, cards, and books says, “and like it.”",
            "Kaplan",
        ),
        (
            "The mayor came with a tough warning to all by saying “we will not wait any longer.”",
            "The mayor",
        ),
        ("“Is anybody there?” called Mr. Lorne.", "Mr. Lorne"),
        ("“It is a shame for us,” he said. They called Mr. Lorne.", ""),
        ("Ida Ng overheard someone say “he has a gun” and ran.", ""),
        ("Ida Ng overheard Paul Ito say “he has a gun” and ran.", "Paul Ito"),
        ("Adams told reporters Hiller called the police, saying “there is a man here.”", "Hiller"),
        ("Adams told reporters in Oslo, saying “there is a man here.”", "Adams"),
        ("To Sharp, Hale is the “kind-hearted and caring” man of the house.", "Sharp"),
        ("To Ohio, Hale is the “kind-hearted and caring” man of the house.", "Hale"),
        (
            "Hale said the talks went well, and suggested the leader might have an “interesting idea” on it.",
            "Hale",
        ),
        ("*Doctor*: “We have seen it all before.”", "Doctor"),
        ("OSLO (AP) — Paul Hale is for “a better life for all of us.”", "Paul Hale"),
        ("“Never Again,” said Ada Lund.", "Ada Lund"),
    ]);
}

/// A title that is only mentioned has no speaker; what somebody is called has one.
#[test]
fn titles_in_passing() {
    check(&[
        ("On “State of the Union,” Ida Ng explained herself again.", ""),
        ("It is never enough, Ida Ng told “Fox and Friends.”", ""),
        ("Juan “Chico” Ruiz explained himself again.", ""),
        ("“Orange Is the Black” star Ida Ng explained herself again.", ""),
        ("In her latest book, “A Life,” Ida Ng explained herself again.", ""),
        ("Ida Ng hailed him as “The Comeback Kid” of all.", "Ida Ng"),
        ("Ida Ng afterwards called it “A Day of Shame.”", "Ida Ng"),
        (
            "“Or do we all get to work?” Ida Ng asked.\n\n“Yesssss!”\n\nThe crowd roared.",
            "The crowd",
        ),
    ]);
}
