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

/// Whom a pronoun cannot mean, and whom it must.
#[test]
fn pronouns_are_bound_by_grammar() {
    check(&[
        // The addressee, and whoever is spoken of.
        (
            "Paul Hale, who designs boats, told the senator of his years at sea. Carl Ito listened.\n\n“It was a great day,” he told Ito.",
            "Paul Hale",
        ),
        ("Paul Hale spoke first. Carl Ito is late, he said: “We will see it.”", "Paul Hale"),
        ("Paul Hale spoke first. When Carl Ito came, he said: “We will see it.”", "Carl Ito"),
        // The same pronoun twice in a sentence.
        (
            "Paul Hale was proud of it. At last he seemed to agree with Carl Ito, at least in how he called it “a great day.”",
            "Paul Hale",
        ),
        // Whoever is asked answers; who asks goes on asking.
        ("Her host, Mary Hale, asked Ida Ng if it would hold. “Yes, it will,” she said.", "Ida Ng"),
        (
            "Her host, Mary Hale, asked Ida Ng if it would hold. “And for how long?” she asked.",
            "Mary Hale",
        ),
        // The subject of a later sentence goes before an earlier speaker.
        (
            "Carl Ito, who lived there, said it was late. Paul Hale was told of it at noon.\n\n“It was a great day,” he said.",
            "Paul Hale",
        ),
        // Whose words the sentence is about.
        (
            "Carl Ito came late. Paul Hale's own remarks drew laughter. He told a crowd it was “a great day.”",
            "Paul Hale",
        ),
        // Somebody without a name goes on.
        (
            "“It was late,” Carl Ito said. An officer said it was “a long night.” He added: “We will see it.”",
            "",
        ),
        (
            "“It was late,” Carl Ito said. Carl Ito added: “We will see it.” He added: “We will.”",
            "Carl Ito",
        ),
    ]);
}

/// Names that look like persons’ and are none.
#[test]
fn pronouns_mean_persons() {
    check(&[
        ("Paul Hale toured New Hampshire. He said it was “the best day of all.”", "Paul Hale"),
        ("House Republicans gathered. “We will see it,” he said.", ""),
        ("Fox News called Paul Hale. “We will see it,” he said.", "Paul Hale"),
        // He is not spoken of in a pronoun of somebody else’s clause.
        (
            "Hale, she said, came late. Ida Ng knew Paul Hale well. “We will see it,” he said.",
            "Paul Hale",
        ),
        // It is nobody in: it is …
        ("The Dock Union met. It is “the best day of all.”", ""),
    ]);
}

/// The fullest of several names, also where one is the end of another.
#[test]
fn names_within_names() {
    check(&[
        ("Ana Vargas Hale came. “We will see it,” Vargas Hale said.", "Ana Vargas Hale"),
        ("Paul (Buddy) Hale came. “We will see it,” Hale said.", "Paul (Buddy) Hale"),
        ("Paul (R-Ohio) came. “We will see it,” Hale said.", "Hale"),
        // The name of a body within that of another.
        (
            "The Ohio Harbour Committee met the Harbour Committee. “We will see it,” the Harbour Committee said.",
            "Harbour Committee",
        ),
    ]);
}

/// Roles by their owner, in an apposition without an article, and of another.
#[test]
fn roles_by_owner_and_state() {
    check(&[
        (
            "Hale's lawyer, Ida Ng, came with Paul Hale. “We will see it,” Hale's lawyer said.",
            "Ida Ng",
        ),
        ("Ida Ng, Hale's lawyer, came. “We will see it,” Hale's lawyer said.", "Ida Ng"),
        ("Ida Ng, Ito's lawyer, came. “We will see it,” Hale's lawyer said.", "Hale's lawyer"),
        (
            "Sen. Ida Ng, Kentucky Republican, met Sen. Paul Hale. “We will see it,” the Kentucky Republican said.",
            "Ida Ng",
        ),
        // The state of whom is not told, where another was named.
        (
            "Paul Hale praised Republican Ida Ng. “We will see it,” the Ohio Republican said.",
            "the Ohio Republican",
        ),
        // New York is not New Jersey.
        (
            "Former New York governor Ida Ng and Paul Hale met. “We will see it,” the New Jersey governor said.",
            "the New Jersey governor",
        ),
        // An aide to somebody is another.
        (
            "The former top aide to President Paul Hale left. “We will see it,” the former aide said.",
            "the former aide",
        ),
        // In an apposition after a role.
        ("“We will see it,” the union's CEO, Ida Ng, said.", "Ida Ng"),
        ("“We will see it,” said Dock Line's parent, the Royal Dock Group.", "Royal Dock Group"),
        ("“We will see it,” said master of ceremonies Ida Ng.", "Ida Ng"),
        ("“We will see it,” said a friend of candidate Ida Ng.", "a friend of candidate Ida Ng"),
    ]);
}

/// Words with a capital that name nobody.
#[test]
fn capitals_that_name_nobody() {
    check(&[
        ("READ: “We will see it all.” Then READ: “We will see it all again.”", ""),
        ("RUIZ: “We will see it all.” Then RUIZ: “We will see it all again.”", "RUIZ"),
        ("Euphemisms like “a bend in the road” hide it. Euphemisms like “a dip” too.", ""),
        (
            "“We will see it,” the Health and Harbour Services official said.",
            "the Health and Harbour Services official",
        ),
        ("“We will see it,” said University of Virginia professor Ida Ng.", "Ida Ng"),
        ("“We will see it,” said Dock Stores, Inc., which sells boats.", "Dock Stores, Inc."),
        // A pronoun in whatever place.
        ("Paul Hale came. According to him, “we will see it all.”", "Paul Hale"),
        (
            "Carl Ito came. Paul Hale told him that he himself was late after concluding it was “a great day.”",
            "Paul Hale",
        ),
        (
            "Kamala Harris came. “Do you agree?” Harris, whose boat was late, asked.",
            "Kamala Harris",
        ),
        // The show is no person, and the role is of another.
        (
            "It was Paul Hale who led. Appearing on Face the Day, the front-runner said it was “a good day.”",
            "Paul Hale",
        ),
        ("NASHUA, N.H. - Paul Hale came. “We will see it,” the governor said.", "Paul Hale"),
    ]);
}

/// Bodies by what they are.
#[test]
fn bodies_by_their_kind() {
    check(&[
        ("Monsoft Corp. is late. “We will see it,” the company said.", "Monsoft Corp."),
        ("Paul Hale is late. “We will see it,” the company said.", "the company"),
        ("“We will see it,” the Harbour Times newspaper said.", "Harbour Times"),
        ("A Harbour Times article said it was “the best day of all.”", "Harbour Times"),
        ("A Hale article said it was “the best day of all.”", ""),
    ]);
}

/// The possessor of what is quoted, before its noun.
#[test]
fn possessors_of_quotations() {
    check(&[
        ("Few believed Paul Hale's “if you like it, keep it” promise.", "Paul Hale"),
        (
            "Few believed Paul Hale's recent evidence-free assertion that “thousands of us” left.",
            "Paul Hale",
        ),
        ("Ida Ng said in response to Paul Hale's claim that “we will see it all.”", "Ida Ng"),
        ("Few believed Paul Hale's “bread and butter” shop.", ""),
        // Who is blamed has said it.
        ("Ida Ng mocked Paul Hale for saying “we will see it all.”", "Paul Hale"),
        ("Ida Ng argued that Paul Hale lost it all by saying “we will see it all.”", "Paul Hale"),
        ("Ida Ng knew that Paul Hale lost, and went on by saying “we will see it all.”", "Ida Ng"),
        ("Ida Ng apologized for saying “we will see it all.”", "Ida Ng"),
    ]);
}

/// Subjects that only undergo what the sentence tells.
#[test]
fn subjects_that_do_not_speak() {
    check(&[
        ("Paul Hale can be removed for “high crimes and misdemeanors.”", ""),
        ("Paul Hale is for “a better life for all of us.”", "Paul Hale"),
        ("It was “all the bishops,” a point the union denied.", ""),
        ("Similarly, Sen. Ida Ng (D-Ohio), a friend, tweeted, “we will see it.”", "Ida Ng"),
        ("Senator Ida Ng (I., Vt.), a friend of boats, stated, “we will see it.”", "Ida Ng"),
        ("“We will see it,” Ida Ng, the union's “war room” director, told me.", "Ida Ng"),
        (
            "Work goes on in a way Director Paul Hale slammed as “very careless of them.”",
            "Paul Hale",
        ),
    ]);
}
