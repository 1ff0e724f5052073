//! Rows for every rule, each with near misses, and property tests.

use proptest::prelude::*;

use super::*;

/// Returns the text of a row without its braces, and its quotations: the braces stand inside the
/// marks of each quotation.
fn read(row: &str) -> (String, Vec<Quotation>) {
    let (mut text, mut quotations, mut open) = (String::new(), Vec::new(), Vec::new());
    for c in row.chars() {
        match c {
            '{' => {
                open.push(quotations.len());
                quotations.push(Quotation {
                    part: Part::Text,
                    pieces: vec![Span::new(text.len(), text.len())],
                    kind: QuotationKind::Speech,
                    parent: (open.len() > 1).then(|| open[open.len() - 2]),
                    closed: true,
                    label: None,
                });
            }
            '}' => {
                let quotation: &mut Quotation = &mut quotations[open.pop().unwrap()];
                let start = quotation.pieces[0].start();
                quotation.pieces[0] = Span::new(start, text.len());
                if text[start..].split_whitespace().count() < 4 {
                    quotation.kind = QuotationKind::Fragment;
                }
            }
            c => text.push(c),
        }
    }
    (text, quotations)
}

/// Mention, name and rule of quotation `index` of `row`; empty strings for what was not found.
fn speaker_of(row: &str, index: usize) -> (String, String, &'static str) {
    let (text, quotations) = read(row);
    let found = attribute(&Document::new("row", text.as_str()), &quotations).swap_remove(index);
    let rule = found.rule.map_or("", AttributionRule::as_str);
    match found.speaker {
        Some(speaker) => {
            (speaker.mention.slice(&text).to_owned(), speaker.name.unwrap_or_default(), rule)
        }
        None => (String::new(), String::new(), rule),
    }
}

fn check(rows: &[(&str, usize, &str, &str)]) {
    let mut wrong = Vec::new();
    for &(row, index, mention, rule) in rows {
        let got = speaker_of(row, index);
        if (got.0.as_str(), got.2) != (mention, rule) {
            wrong.push(format!(
                "{row}\n   got {:?} by {:?}, not {mention:?} by {rule:?}",
                got.0, got.2
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn after_the_quotation() {
    check(&[
        ("“{We lost,}” Ruiz said.", 0, "Ruiz", "after"),
        (
            "“{We lost,}” said Ana Ruiz, a spokeswoman for the port.",
            0,
            "Ana Ruiz, a spokeswoman for the port",
            "after",
        ),
        ("“{We lost,}” said Ana Ruiz in an interview on Monday.", 0, "Ana Ruiz", "after"),
        ("“{We lost,}” Ruiz, the mayor, told reporters.", 0, "Ruiz, the mayor", "after"),
        ("“{Did we lose?}” asked the mayor.", 0, "the mayor", "after"),
        ("“{We lost,}” she later added.", 0, "she", "after"),
        ("“{We lost,}” according to the report.", 0, "the report", "after"),
        ("“{We lost,}” said Will Ito.", 0, "Will Ito", "after"),
        ("“{We lost,}” two officials said.", 0, "two officials", "after"),
        ("“{We lost,}” Ruiz harrumphed.", 0, "Ruiz", "after.unlisted"),
        (
            "“{We lost,}” said Marlon Ito, Ms. Ruiz's director of schools.",
            0,
            "Marlon Ito, Ms. Ruiz's director of schools",
            "after",
        ),
        ("“{It is late}” and time to go, Mr. Ito said.", 0, "Mr. Ito", "after.late"),
        // A sentence of its own after the full stop, about something else.
        (
            "Ruiz shrugged. “{We lost the port.}” Ito said that the bridge would stay.",
            0,
            "Ruiz",
            "sentence-before",
        ),
    ]);
}

#[test]
fn before_the_quotation() {
    check(&[
        ("Mr Ito said: “{We won.}”", 0, "Mr Ito", "before"),
        ("Ito told reporters, “{We won.}”", 0, "Ito", "before"),
        ("Referring to those who stayed at home, he said: “{We won.}”", 0, "he", "before"),
        ("Ito said that the vote was “{a very good start}”.", 0, "Ito", "before"),
        ("Ito called it “{a very good start}” for the town.", 0, "Ito", "before"),
        (
            "Ito told the board his talk with Ruiz was a “{very good start for us}”.",
            0,
            "Ito",
            "before",
        ),
        ("According to Ana Ruiz, “{the bridge will not hold}”.", 0, "Ana Ruiz", "according-to"),
        (
            "Ito defended the plan on Monday, saying “{it is what we have}”.",
            0,
            "Ito",
            "before.shared",
        ),
        (
            "“{We won,}” Ito said, describing the count as “{a long and quiet day}”.",
            1,
            "Ito",
            "before.shared",
        ),
        ("Ito was quoted as saying “{we have won it}”.", 0, "Ito", "passive"),
        (
            "The bridge was described by Ana Ruiz as “{a heap of old iron}”.",
            0,
            "Ana Ruiz",
            "passive",
        ),
        ("The man who said “{we have won it}” is gone.", 0, "who", "before"),
        ("Ito said he would call the plan “{a heap of old iron}”.", 0, "Ito", "before"),
        ("Ito, the head of the port, said: “{We won.}”", 0, "Ito, the head of the port", "before"),
        (
            "On Monday, a spokesman for the port said: “{We won.}”",
            0,
            "a spokesman for the port",
            "before",
        ),
        ("The White House said “{the bridge will not hold}”.", 0, "The White House", "before"),
        // A noun, not a verb.
        ("Ito read the late-night tweets and said “{we have won it}”.", 0, "Ito", "before.shared"),
        // Not the speaker: what is said is said of her.
        ("Ruiz was told “{the bridge will not hold}” by Ito.", 0, "Ito", "passive"),
    ]);
}

#[test]
fn without_a_verb() {
    check(&[
        ("From Chairwoman Ruiz: “{We will rebuild the bridge.}”", 0, "Chairwoman Ruiz", "colon"),
        ("“{We will rebuild the bridge.}” — Ana Ruiz", 0, "Ana Ruiz", "dash"),
        ("“{We will rebuild the bridge}” — and so they did.", 0, "", ""),
        (
            "The board did not like Ruiz's claim that “{the bridge will not hold}”.",
            0,
            "Ruiz",
            "noun",
        ),
        (
            "The town wondered at Ruiz's remark that “{the bridge will not hold}”.",
            0,
            "Ruiz",
            "noun",
        ),
        // Her own words: she speaks, not the owner of the claim.
        ("Ruiz repeated her claim that “{the bridge will not hold}”.", 0, "Ruiz", "before"),
        ("The board did not like her claim that “{the bridge will not hold}”.", 0, "her", "noun"),
    ]);
}

#[test]
fn carried_on() {
    check(&[
        ("“{We lost,}” he said. “{We will be back.}”", 1, "he", "carried"),
        ("“{We lost,}” Ito said.\n\n“{We will be back.}”", 1, "Ito", "paragraph-before"),
        ("Ruiz was blunt. “{We will not be back.}”", 0, "Ruiz", "sentence-before"),
        (
            "The port issued a statement.\n“{We will not be back to see it.}”",
            0,
            "The port",
            "paragraph-before",
        ),
        (
            "“{We will not be back to see it.}”\n\nIto was speaking to reporters in Oslo.",
            0,
            "Ito",
            "paragraph-after",
        ),
        ("“{We will not be back to see it.}”\n\nIto told Ruiz: “{We lost the port.}”", 0, "", ""),
        // What cannot speak does not: a number of a list, a thing, nobody, half of a word.
        ("Fifth: “{We will not be back.}”", 0, "", ""),
        ("The bridge should have been: “{We will not be back.}”", 0, "", ""),
        ("Nobody called it “{a very good start}” then.", 0, "", ""),
        ("The so-called “{friends of the port}” stayed.", 0, "", ""),
        // A paragraph of narrative ends the continuation.
        ("“{We lost,}” Ito said.\n\nThe rain fell.\n\n“{We will be back.}”", 1, "", ""),
        // Another speaker takes over.
        ("“{We lost,}” Ito said. “{We will be back,}” said Ruiz.", 1, "Ruiz", "after"),
    ]);
}

/// Every form that the issue of attribution takes in English news, with near misses.
#[test]
fn forms_of_reporting() {
    check(&[
        // A subject of its own beside the main one.
        (
            "The port closed, with Ms. Ruiz noting that “{the bridge will not hold}”.",
            0,
            "Ms. Ruiz",
            "before",
        ),
        (
            "The film ends with footage of Paul Ito saying, “{We lost the port.}”",
            0,
            "Paul Ito",
            "before",
        ),
        ("Both wore a hat reading, “{We will be back soon.}”", 0, "a hat", "before"),
        (
            "It took a flood for Ruiz to say that “{the bridge will not hold}”.",
            0,
            "Ruiz",
            "before.shared",
        ),
        // Told is never turned round.
        (
            "“{We lost it all},” Ada Lind, who ran the gate, told CBS News.",
            0,
            "Ada Lind, who ran the gate",
            "after",
        ),
        // Ito, citing it, said something of his own.
        (
            "Paul Ito, citing “{the magic of the sea},” said the port could close.",
            0,
            "Paul Ito",
            "before.shared",
        ),
        // As she knew is what he said.
        (
            "Ito said he was sure the bridge would stand, adding, “{It has to hold.}”",
            0,
            "Ito",
            "before.shared",
        ),
        (
            "As the crowd began to sing, Ito rose and said, “{We lost the port.}”",
            0,
            "Ito",
            "before.shared",
        ),
        (
            "Hours later, Ito turned on Ruiz, telling the board, “{We lost the port.}”",
            0,
            "Ito",
            "before.shared",
        ),
        (
            "Challenged by the board on Monday, Ito called it “{a very good start}”.",
            0,
            "Ito",
            "before",
        ),
        // In somebody's words; by somebody's account.
        ("The bridge is, in Ruiz's words, “{a heap of old iron}”.", 0, "Ruiz", "according-to"),
        ("It was, by her own account, “{a long and quiet day}”.", 0, "her", "according-to"),
        ("In the words of Ana Ruiz, “{the bridge will not hold}”.", 0, "Ana Ruiz", "according-to"),
        // Labels and press releases.
        (
            "The polls were right - Ana Ruiz: “{We had asked the fishermen first.}”",
            0,
            "Ana Ruiz",
            "colon",
        ),
        (
            "What it means -More from Ruiz: “{We had asked the fishermen first.}”",
            0,
            "Ruiz",
            "colon",
        ),
        ("FROM MAYOR RUIZ: “{We will rebuild the bridge.}”", 0, "MAYOR RUIZ", "colon"),
        // Relative clauses: inside the mention, or news about a name that is known.
        (
            "An official who was briefed on the matter said “{the bridge will not hold}”.",
            0,
            "An official who was briefed on the matter",
            "before",
        ),
        (
            "“{We lost,}” said Ana Ruiz, who has run the port since 2003.",
            0,
            "Ana Ruiz, who has run the port since 2003",
            "after",
        ),
        ("“{We lost,}” said Ruiz, who left at noon.", 0, "Ruiz", "after"),
        ("“{We lost,}” said Ana Ruiz, who told the board she would go.", 0, "Ana Ruiz", "after"),
        // Apposition.
        (
            "“{We lost,}” said Ana Ruiz, now a clerk at the port.",
            0,
            "Ana Ruiz, now a clerk at the port",
            "after",
        ),
        (
            "“{We lost,}” said Ana Ruiz, managing director of the port.",
            0,
            "Ana Ruiz, managing director of the port",
            "after",
        ),
        (
            "“{We lost,}” said Ana Ruiz, 45, a 20-year veteran of the port.",
            0,
            "Ana Ruiz, 45, a 20-year veteran of the port",
            "after",
        ),
        (
            "“{We lost,}” said Ana Ruiz, author of the book “{The Old Bridge}.”",
            0,
            "Ana Ruiz, author of the book “The Old Bridge",
            "after",
        ),
        ("“{We lost,}” said Ana Ruiz (a view that many share).", 0, "Ana Ruiz", "after"),
        // Groups, institutions, the unnamed.
        ("“{We lost,}” the White House said.", 0, "the White House", "after"),
        ("“{We lost,}” officials said.", 0, "officials", "after"),
        (
            "“{We lost,}” said one person familiar with the talks.",
            0,
            "one person familiar with the talks",
            "after",
        ),
        (
            "Tom Carl, Ida Ng and Paul Ito wrote that “{the bridge will not hold}”.",
            0,
            "Tom Carl, Ida Ng and Paul Ito",
            "before",
        ),
        ("“{We lost the port again},” the two write.", 0, "the two", "after"),
        (
            "Only 52 percent of registered voters say “{the bridge will hold us}”.",
            0,
            "52 percent of registered voters",
            "before",
        ),
        // Tweets, statements.
        ("Ito tweeted: “{We lost the port.}”", 0, "Ito", "before"),
        ("“{We lost the port,}” Ito wrote on Twitter.", 0, "Ito", "after"),
        ("“{We lost the port,}” the statement read.", 0, "the statement", "after"),
        ("In a statement, the port said “{the bridge will not hold}”.", 0, "the port", "before"),
        ("A letter that said “{the bridge will not hold}” went round.", 0, "A letter", "before"),
        // Somebody else takes over in the sentence.
        (
            "“{We lost,}” Ruiz said, and her husband cut in. “{We did not lose.}”",
            1,
            "her husband",
            "sentence-before",
        ),
        ("“{Did we lose it all?}” The mayor called it a shame.", 0, "", ""),
        // A noun that only looks like a verb; what owns it.
        (
            "Weaver did not like the lawmakers' comments, telling Ito, “{We lost the port.}”",
            0,
            "Weaver",
            "before.shared",
        ),
        // A name that looks like a small word.
        ("“{We lost the port},” Mrs. May said.", 0, "Mrs. May", "after"),
        ("“{We lost the port},” From said.", 0, "From", "after"),
    ]);
}

/// Headlines give verbs capitals.
#[test]
fn verbs_of_headlines() {
    check(&[
        ("Paul Ito Praises Harbour Board Again: ‘{They Saved Our Port}’", 0, "Paul Ito", "before"),
        (
            "Harbour Mayor Ruiz Says Bridge ‘{Will Never Hold Again}’",
            0,
            "Harbour Mayor Ruiz",
            "before",
        ),
    ]);
}

#[test]
fn a_cue_inside_a_quotation_is_none() {
    check(&[
        ("“{He said it would hold, and she said no.}”", 0, "", ""),
        (
            "“{My father said, ‘{hold the line to the end}’ and left,}” Ruiz said.",
            1,
            "My father",
            "before",
        ),
        (
            "“{My father said, ‘{hold the line to the end}’ and left,}” Ruiz said.",
            0,
            "Ruiz",
            "after",
        ),
    ]);
    assert_eq!(
        speaker_of("“{I said, ‘{hold the line to the end}’ and left,}” Ana Ruiz said.", 1).1,
        "Ana Ruiz"
    );
}

#[test]
fn pieces_with_the_speaker_between() {
    let text = "“We lost,” she said in Oslo, “but not for long.” Ito said nothing more.";
    let piece = |words: &str| {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    let quotation = Quotation {
        part: Part::Text,
        pieces: vec![piece("We lost,"), piece("but not for long.")],
        kind: QuotationKind::Speech,
        parent: None,
        closed: true,
        label: None,
    };
    let found = attribute(&Document::new("a", text), &[quotation]);
    assert_eq!(found[0].speaker.as_ref().map(|speaker| speaker.mention.slice(text)), Some("she"));
    assert_eq!(
        (found[0].rule, found[0].cue.map(|cue| cue.slice(text))),
        (Some(AttributionRule::Inside), Some("said"))
    );
}

#[test]
fn names() {
    let rows = [
        ("Senator Ana Ruiz came late. “{We lost,}” Ms. Ruiz said.", 0, "Ana Ruiz"),
        ("Senator Ana Ruiz came late. “{We lost,}” she said.", 0, "Ana Ruiz"),
        ("Senator Ana Ruiz came late. “{We lost,}” the senator said.", 0, "Ana Ruiz"),
        ("Senator Ana Ruiz met Senator Paul Ito. “{We lost,}” the senator said.", 0, "the senator"),
        (
            "Ana Ruiz and her husband, Paul Ruiz, came late. “{We lost,}” Mrs. Ruiz said.",
            0,
            "Ana Ruiz",
        ),
        (
            "Ana Ruiz and her husband, Paul Ruiz, came late. “{We lost,}” Mr. Ruiz said.",
            0,
            "Paul Ruiz",
        ),
        ("Ana Ruiz met Paul Ito. “{We lost,}” he said.", 0, "Paul Ito"),
        ("Ana Ruiz met Paul Ito. “{We lost,}” she said.", 0, "Ana Ruiz"),
        ("Mark Ruiz and Paul Ito met. “{We lost,}” they said.", 0, "Mark Ruiz and Paul Ito"),
        ("Two officials spoke. “{We lost,}” they said.", 0, "Two officials"),
        ("The bridge fell. “{We lost,}” they said.", 0, ""),
        // Who is spoken of in the sentence does not say it.
        ("Paul Ito stood up. Mr. Hale, he said, had “{sold the whole port}”.", 0, "Paul Ito"),
        ("Paul Ito met Mark Hale. “{Mr. Ito is a liar,}” he said.", 0, "Mark Hale"),
        // Somebody who is only described competes.
        (
            "Paul Ito left. The keeper of the gate and the lawyer stayed. The lawyer rose. “{We lost,}” he said.",
            0,
            "",
        ),
        ("The National Guard Director Paul Ito came. “{We lost,}” he said.", 0, "Paul Ito"),
        // Only his wife is named in full: the bare name is not hers.
        ("President Ruiz spoke. First lady Ana Ruiz left. “{We lost,}” Ruiz said.", 0, "Ruiz"),
        (
            "Paul Ito's aide, Ana Ruiz, spoke. “{We lost,}” said a spokesman for Mr. Ito.",
            0,
            "a spokesman for Mr. Ito",
        ),
        ("“{We lost,}” said Rep. Ana Ruiz (D-Ga.).", 0, "Ana Ruiz"),
        ("“{We lost,}” it said.", 0, ""),
        (
            "Paul Ito spoke. He praised Mark Hale at a lunch. “{I like him,}” he said.",
            0,
            "Paul Ito",
        ),
        ("The Speaker of the House Paul Ito spoke. “{We lost,}” he said.", 0, "Paul Ito"),
        ("“{We lost,}” said Ana Ruiz, 45, a nurse.", 0, "Ana Ruiz"),
        ("“{We lost,}” Ana Ruiz herself said.", 0, "Ana Ruiz"),
        ("“{We lost,}” Ruiz (D-Ga.) said. Rep. Ana Ruiz left.", 0, "Ana Ruiz"),
        // Groups and bodies.
        ("Professors Ruiz and Ito differ. “{We lost,}” they said.", 0, "Professors Ruiz and Ito"),
        ("The port's statement came late. “{We lost,}” they said.", 0, ""),
        ("The company lost its ship. “{We are sorry,}” it said.", 0, "The company"),
        (
            "“{We lost,}” two aides said. The night was cold. It rained. They left. “{All is gone,}” they said.",
            1,
            "two aides",
        ),
        ("“{We lost,}” said Ruiz, D-Ga. Rep. Ana Ruiz left.", 0, "Ana Ruiz"),
    ];
    let mut wrong = Vec::new();
    for (row, index, name) in rows {
        let got = speaker_of(row, index);
        if got.1 != name {
            wrong.push(format!(
                "{row}\n   got {:?} ({:?} by {}), not {name:?}",
                got.1, got.0, got.2
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Rows in other languages: text, quotation, mention, name.
#[test]
fn other_languages() {
    let rows = [
        (
            "„{Wir haben verloren}“, sagte Anja Ruiz am Montag in der Stadt.",
            0,
            "Anja Ruiz",
            "Anja Ruiz",
        ),
        (
            "Bürgermeisterin Anja Ruiz kam spät zu der Brücke. „{Wir haben verloren}“, sagte sie.",
            0,
            "sie",
            "Anja Ruiz",
        ),
        ("Ruiz sagte: „{Die Brücke ist nicht mehr zu retten.}“", 0, "Ruiz", "Ruiz"),
        ("Laut Ruiz ist „{die Brücke nicht mehr zu retten}“, und das ist so.", 0, "Ruiz", "Ruiz"),
        ("„{Die Brücke ist nicht mehr zu retten}“, so Ruiz.", 0, "Ruiz", "Ruiz"),
        (
            "„{Wir haben verloren}“, erklärte der Sprecher der Partei.",
            0,
            "der Sprecher der Partei",
            "der Sprecher der Partei",
        ),
        ("Herr Ito hat gesagt: „{Die Brücke ist nicht zu retten.}“", 0, "Herr Ito", "Herr Ito"),
        (
            "« {Nous avons perdu le pont} », a déclaré Sandrine Ruiz lundi à la radio.",
            0,
            "Sandrine Ruiz",
            "Sandrine Ruiz",
        ),
        ("« {Nous avons perdu le pont} », dit-elle dans la nuit.", 0, "elle", ""),
        ("« {Nous avons perdu le pont} », ajoute-t-il, et il est parti.", 0, "il", ""),
        (
            "Le ministre Paul Ito est arrivé dans la ville. « {Nous avons perdu} », a-t-il déclaré.",
            0,
            "il",
            "Paul Ito",
        ),
        ("Selon l’Élysée, « {le pont ne sera pas fermé} » dans la nuit.", 0, "l’Élysée", "Élysée"),
        (
            "D’après Mme Ruiz, « {le pont ne sera pas fermé} » dans la nuit.",
            0,
            "Mme Ruiz",
            "Mme Ruiz",
        ),
        ("Ruiz a expliqué que « {le pont ne sera pas fermé} ».", 0, "Ruiz", "Ruiz"),
        (
            "«{Hemos perdido el puente}», dijo la alcaldesa Ana Ruiz el lunes.",
            0,
            "la alcaldesa Ana Ruiz",
            "Ana Ruiz",
        ),
        ("Según Ana Ruiz, «{el puente no se cierra}» por la noche.", 0, "Ana Ruiz", "Ana Ruiz"),
        ("«{Abbiamo perso il ponte}», ha detto Chiara Ruiz.", 0, "Chiara Ruiz", "Chiara Ruiz"),
        (
            "Secondo Chiara Ruiz, «{il ponte non sarà chiuso}» di notte.",
            0,
            "Chiara Ruiz",
            "Chiara Ruiz",
        ),
        (
            "“{Perdemos a ponte}”, disse a prefeita Inês Ruiz na noite de ontem.",
            0,
            "a prefeita Inês Ruiz",
            "Inês Ruiz",
        ),
        (
            "Segundo Inês Ruiz, “{a ponte não será fechada}” durante a noite.",
            0,
            "Inês Ruiz",
            "Inês Ruiz",
        ),
        (
            "‘{We hebben de brug verloren}’, zei burgemeester Saskia Ruiz.",
            0,
            "burgemeester Saskia Ruiz",
            "Saskia Ruiz",
        ),
        (
            "Volgens Saskia Ruiz ‘{wordt de brug niet in de nacht gesloten}’.",
            0,
            "Saskia Ruiz",
            "Saskia Ruiz",
        ),
    ];
    let mut wrong = Vec::new();
    for (row, index, mention, name) in rows {
        let got = speaker_of(row, index);
        if (got.0.as_str(), got.1.as_str()) != (mention, name) {
            wrong.push(format!("{row}\n   got {:?} named {:?} by {}", got.0, got.1, got.2));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn turns_are_their_labels() {
    let text = "Mayor Ana Ruiz met the board.\n\nQ: Will it hold?\n\nRUIZ: It will hold.";
    let turn = |label: &str, words: &str| {
        let span = |part: &str| {
            Span::new(text.rfind(part).unwrap(), text.rfind(part).unwrap() + part.len())
        };
        Quotation {
            part: Part::Text,
            pieces: vec![span(words)],
            kind: QuotationKind::Speech,
            parent: None,
            closed: true,
            label: Some(span(label)),
        }
    };
    let found = attribute(
        &Document::new("a", text),
        &[turn("Q", "Will it hold?"), turn("RUIZ", "It will hold.")],
    );
    let names: Vec<_> =
        found.iter().map(|found| found.speaker.as_ref().unwrap().name.as_deref()).collect();
    assert_eq!(names, [None, Some("Ana Ruiz")]);
    assert!(found.iter().all(|found| found.rule == Some(AttributionRule::Label)));
}

#[test]
fn titles_are_read_too() {
    let document = Document::new("a", "").with_title("Ruiz: ‘We lost’");
    let start = "Ruiz: ‘".len();
    let quotation = Quotation {
        part: Part::Title,
        pieces: vec![Span::new(start, start + 7)],
        kind: QuotationKind::Speech,
        parent: None,
        closed: true,
        label: None,
    };
    let found = attribute(&document, &[quotation]);
    assert_eq!(found[0].speaker.as_ref().map(|speaker| speaker.mention), Some(Span::new(0, 4)));
}

fn texts() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "he",
        "she",
        "said",
        "Ruiz",
        "Mr.",
        "“",
        "”",
        ",",
        ".",
        "\n",
        " ",
        "that",
        "according",
        "to",
        "the",
        "mayor",
        "’s",
        "-",
        "—",
        ":",
        "who",
        "(",
        ")",
        "Ana",
        "saying",
        "and",
        "was",
        "by",
        "с",
        "é",
        "claims",
        "I",
        "?",
        "of",
        "in",
        "Jr.",
    ]);
    prop_oneof![
        prop::collection::vec(word, 0..40).prop_map(|words| words.join(" ")),
        any::<String>()
    ]
}

proptest! {
    #[test]
    fn any_text_and_any_pieces(
        text in texts(),
        title in prop::option::of(texts()),
        cuts in prop::collection::vec((any::<bool>(), prop::collection::vec((0_usize..200, 0_usize..40), 0..3), prop::option::of(0_usize..6)), 0..6),
    ) {
        let mut document = Document::new("any", text);
        document.title = title;
        let quotations: Vec<Quotation> = cuts
            .into_iter()
            .map(|(part, pieces, parent)| Quotation {
                part: if part { Part::Text } else { Part::Title },
                pieces: pieces.into_iter().map(|(start, len)| Span::new(start, start + len)).collect(),
                kind: QuotationKind::Speech,
                parent,
                closed: true,
                label: None,
            })
            .collect();
        let found = attribute(&document, &quotations);
        prop_assert_eq!(found.len(), quotations.len());
        for (found, quotation) in found.iter().zip(&quotations) {
            let text = document.part(quotation.part);
            prop_assert!((0.0..=1.0).contains(&found.confidence));
            for span in found.cue.iter().chain(found.speaker.iter().map(|speaker| &speaker.mention)) {
                prop_assert!(text.get(span.range()).is_some_and(|printed| !printed.trim().is_empty()));
            }
            prop_assert_eq!(found.speaker.is_some(), found.rule.is_some());
        }
        // Whoever has read something else says the same.
        let (other, before) = read("Mayor Ana Ruiz spoke. “{It will not last,}” she said. “{He called it ‘{a waste}’.}”");
        let mut attributor = Attributor::new();
        attributor.attribute(&Document::new("other", other), &before);
        for _ in 0..2 {
            prop_assert_eq!(&found, &attributor.attribute(&document, &quotations));
        }
    }
}
