//! Cases: what a case shows, its text, and its quotations.

use super::*;

/// Returns each quotation as `kind piece | piece`, with `<n` after the kind if it stands inside
/// quotation n, `~` if it is not closed, and `[label]` for a turn.
fn shown(text: &str) -> Vec<String> {
    let show = |quotation: &Quotation| {
        let pieces: Vec<&str> = quotation.pieces.iter().map(|piece| piece.slice(text)).collect();
        let parent = quotation.parent.map(|parent| format!("<{parent}")).unwrap_or_default();
        let open = if quotation.closed { "" } else { "~" };
        let label =
            quotation.label.map(|label| format!("[{}]", label.slice(text))).unwrap_or_default();
        format!("{}{parent}{open}{label} {}", quotation.kind.as_str(), pieces.join(" | "))
    };
    extract(text, Part::Text).iter().map(show).collect()
}

fn check(rows: &[(&str, &str, &[&str])]) {
    for (what, text, expected) in rows {
        assert_eq!(shown(text), *expected, "{what}: {text}");
    }
}

#[test]
fn straight_marks() {
    check(&[
        ("plain", r#""The bridge will reopen," she said."#, &["speech The bridge will reopen,"]),
        (
            "two",
            r#""The bridge is safe." He paused. "It always was.""#,
            &["speech The bridge is safe.", "speech It always was."],
        ),
        (
            "one missing at the end of its sentence, the next found",
            "\"The bridge is safe, he said.\nShe called it \"a heap of rust\" on Monday.",
            &["speech~ The bridge is safe, he said.", "fragment a heap of rust"],
        ),
        (
            "a stray one costs nothing after it",
            r#"The 12" pipe burst. "We heard a bang," he said."#,
            &["speech We heard a bang,"],
        ),
        ("lost blanks", r#"He said:"We heard a bang."Then he left."#, &["speech We heard a bang."]),
        ("spaced", r#"" We will , " he said , " go home . ""#, &["speech We will , | go home ."]),
        ("brackets", r#"The firm ("the best in town") closed."#, &["fragment the best in town"]),
        ("ellipses", r#"He spoke of "... a long road home.""#, &["fragment ... a long road home."]),
        ("dash after", r#""We were—" he began."#, &["speech We were—"]),
        ("before a dash", r#"The plan—"a very good plan"—failed."#, &["fragment a very good plan"]),
        ("doubled", r#"He called it ""a long bad road"" home."#, &["fragment a long bad road"]),
        (
            "same marks inside",
            r#""He shouted "get out of here" and left," she said."#,
            &["speech He shouted \"get out of here\" and left,", "fragment<0 get out of here"],
        ),
        ("no-break space", "“\u{a0}We heard a bang\u{a0}”, he said.", &["speech We heard a bang"]),
        ("nothing inside", r#"He typed "" and "   "."#, &[]),
    ]);
}

#[test]
fn curly_marks() {
    check(&[
        ("plain", "“The bridge is safe,” she said.", &["speech The bridge is safe,"]),
        ("curly and straight", "“The bridge is safe,\" she said.", &["speech The bridge is safe,"]),
        ("straight and curly", "\"The bridge is safe,” she said.", &["speech The bridge is safe,"]),
        (
            "wrong way round",
            "She said, ”The bridge is safe,“ and left.",
            &["speech The bridge is safe,"],
        ),
        (
            "both opening",
            "She said, “The bridge is safe,“ and left.",
            &["speech The bridge is safe,"],
        ),
        ("doubled", "““The bridge is safe,”” she said.", &["speech The bridge is safe,"]),
        ("Nordic", "Hon sade: ”Bron är säker idag.”", &["speech Bron är säker idag."]),
        ("German", "Sie sagte: „Die Brücke ist sicher.“", &["speech Die Brücke ist sicher."]),
        (
            "low and high",
            "Powiedziała: „Most jest teraz bezpieczny.”",
            &["speech Most jest teraz bezpieczny."],
        ),
        (
            "German, nested",
            "„Er rief ‚komm jetzt her‘ und ging“, sagte sie.",
            &["speech Er rief ‚komm jetzt her‘ und ging", "fragment<0 komm jetzt her"],
        ),
        ("French", "Elle a dit : « Le pont est très sûr. »", &["speech Le pont est très sûr."]),
        (
            "guillemets inwards",
            "»Die Brücke ist sicher«, sagte sie.",
            &["speech Die Brücke ist sicher"],
        ),
        (
            "Nordic, nested",
            "”Han sade ’kom hit’ och gick”, sade hon.",
            &["speech Han sade ’kom hit’ och gick", "scare<0 kom hit"],
        ),
        (
            "Nordic, over paragraphs",
            "”Bron är säker.\n”Den var det”, sade hon.",
            &["speech Bron är säker. | Den var det"],
        ),
        (
            "guillemets opened again",
            "« Il est là.\n» Il reste », dit-elle.",
            &["speech Il est là. | Il reste"],
        ),
        (
            "Swiss",
            "Sie sagte: «Die Brücke ‹hält› gut.»",
            &["speech Die Brücke ‹hält› gut.", "scare<0 hält"],
        ),
        (
            "Dutch",
            "„De brug is veilig”, zei ze. ‚Kom hier’, riep hij.",
            &["speech De brug is veilig", "speech Kom hier"],
        ),
        ("white corners", "『橋は安全です。』と市長。", &["speech 橋は安全です。"]),
        (
            "corners, three deep",
            "「彼は『「安全」だ』と」",
            &["unclear 彼は『「安全」だ』と", "unclear<0 「安全」だ", "unclear<1 安全"],
        ),
        (
            "corners",
            "彼は「『橋』は安全だ」と言った。",
            &["unclear 『橋』は安全だ", "unclear<0 橋"],
        ),
    ]);
}

#[test]
fn ticks() {
    check(&[
        ("two ticks", "''The bridge is safe,'' she said.", &["speech The bridge is safe,"]),
        ("backticks", "``The bridge is safe,'' she said.", &["speech The bridge is safe,"]),
        (
            "nested to three",
            "''They told me, 'Go home now.''' He did.",
            &["speech They told me, 'Go home now.'", "speech<0 Go home now."],
        ),
        (
            "opening with three",
            "'''Go home now,' they told me,'' he said.",
            &["speech 'Go home now,' they told me,", "speech<0 Go home now,"],
        ),
        ("two curly singles", "“The bridge is safe,’’ she said.", &["speech The bridge is safe,"]),
    ]);
}

#[test]
fn single_marks() {
    check(&[
        (
            "headline",
            "Mayor says bridge is ‘safe for years’ after tests",
            &["fragment safe for years"],
        ),
        ("straight headline", "Mayor 'hopeful' on bridge", &["scare hopeful"]),
        ("British", "‘The bridge won’t fall,’ she said.", &["speech The bridge won’t fall,"]),
        ("possessives", "The drivers' union met the owners' club; it's James' bridge.", &[]),
        (
            "possessive inside",
            "He called it 'the drivers' worst day' since May.",
            &["fragment the drivers' worst day"],
        ),
        ("dropped letters", "Rock ’n’ roll, the ’90s, get ’em, ’tis fun, workin' late.", &[]),
        ("the wrong way round", "In the ‘90s they sold ‘em.", &[]),
        ("measures", "He is 6'2\" tall and the board 5' long.", &[]),
        ("tokenised clitics", "We 're sure the mayor 's bridge does n't fall.", &[]),
        ("between letters", "O'Neill can't; she'd've.", &[]),
        ("a year", "They read '1984' there.", &["scare 1984"]),
        (
            "decades in speech",
            "'Back in the '90s we had it all,' he said.",
            &["speech Back in the '90s we had it all,"],
        ),
        ("decades and clipped words", "The '60s and '70s. O'Brien's ol' dog 'n' cat.", &[]),
        (
            "dropped letters in speech",
            "'Get 'em out,' he said. 'Lock 'em up.'",
            &["speech Get 'em out,", "speech Lock 'em up."],
        ),
        (
            "possessives in speech",
            "'It's the voters' turn,' she said. 'The voters' call.'",
            &["speech It's the voters' turn,", "speech The voters' call."],
        ),
        ("measures and speech", "\"He is 6'2\" tall,\" she said.", &["speech He is 6'2\" tall,"]),
        (
            "the wrong way round, both",
            "She called it ’a heap of rust‘ there.",
            &["fragment a heap of rust"],
        ),
        ("backtick", "She called it `a heap of rust' there.", &["fragment a heap of rust"]),
        (
            "two in a headline",
            "Clinton says Trump's 'America First' plan 'doesn't add up'",
            &["title America First", "fragment doesn't add up"],
        ),
        (
            "headline before a colon",
            "'Not my bridge': Mayor's fury as tolls rise",
            &["speech Not my bridge"],
        ),
    ]);
}

#[test]
fn nested() {
    check(&[
        (
            "three levels",
            "“He told me, ‘They all shout “stop the bridge” at night,’ and wept,” she said.",
            &[
                "speech He told me, ‘They all shout “stop the bridge” at night,’ and wept,",
                "speech<0 They all shout “stop the bridge” at night,",
                "fragment<1 stop the bridge",
            ],
        ),
        (
            "three levels, straight",
            "\"He told me, 'They all shout \"stop the bridge\" at night,' and wept,\" she said.",
            &[
                "speech He told me, 'They all shout \"stop the bridge\" at night,' and wept,",
                "speech<0 They all shout \"stop the bridge\" at night,",
                "fragment<1 stop the bridge",
            ],
        ),
        (
            "a contraction inside",
            "“Don’t say ‘can’t do it’ to me,” she said.",
            &["speech Don’t say ‘can’t do it’ to me,", "fragment<0 can’t do it"],
        ),
        (
            "a block quote",
            "\"The mayor said “we are done here” and left.\"",
            &["speech The mayor said “we are done here” and left.", "fragment<0 we are done here"],
        ),
        (
            "inner mark missing",
            "“They shout ‘stop the bridge at night,” she said.",
            &["speech They shout ‘stop the bridge at night,"],
        ),
    ]);
}

#[test]
fn paragraphs() {
    check(&[
        (
            "opened again",
            "“The bridge is safe.\n\n“It always was,” she said.",
            &["speech The bridge is safe. | It always was,"],
        ),
        (
            "three, straight",
            "\"One day.\n\"Two days.\n\n\"Three days,\" she said.",
            &["speech One day. | Two days. | Three days,"],
        ),
        (
            "both levels opened again",
            "“He said, ‘The bridge is safe.\n“‘It always was,’ and left,” she said.",
            &[
                "speech He said, ‘The bridge is safe. | ‘It always was,’ and left,",
                "speech<0 The bridge is safe. | It always was,",
            ],
        ),
        (
            "outer level alone opened again",
            "“He said, ‘The bridge is safe.\n“And then he left,” she said.",
            &["speech He said, ‘The bridge is safe. | And then he left,"],
        ),
        (
            "not opened again",
            "“The bridge is safe.\n\nIt always was,” she said.",
            &["speech The bridge is safe. | It always was,"],
        ),
        (
            "unclosed",
            "“The bridge is safe.\n\nShe left. “It was late,” he said.",
            &["speech~ The bridge is safe.", "speech It was late,"],
        ),
        ("unclosed at the end", "“The bridge is safe.", &["speech~ The bridge is safe."]),
        (
            "the break between lost",
            "“The bridge is safe. “It always was,” she said.",
            &["speech The bridge is safe. | It always was,"],
        ),
        (
            "signed in the line",
            "\"We hold the lead. – Jane Doe, chair\"",
            &["speech We hold the lead."],
        ),
        (
            "a dash and more",
            "\"We hold the lead. – But not for long\"",
            &["speech We hold the lead. – But not for long"],
        ),
        (
            "signed",
            "\"The bridge is safe.\nJane Doe, mayor of the town\"\nShe left.",
            &["speech The bridge is safe."],
        ),
    ]);
}

#[test]
fn transcripts() {
    check(&[
        (
            "labels in capitals",
            "In part:\n\nWALLACE: Will she be there?\n\nPENCE: She will not.\n\nWALLACE: But, Governor—\n\nIt went on.",
            &[
                "speech[WALLACE] Will she be there?",
                "speech[PENCE] She will not.",
                "speech[WALLACE] But, Governor—",
            ],
        ),
        (
            "in marks opened again",
            "In part:\n\n\"WALLACE: Will she?\n\n\"PENCE: I watched “Town Talk.” No.\n\n\"(CROSSTALK)\n\n\"WALLACE: But—\"\n\nMore.",
            &[
                "speech[WALLACE] Will she?",
                "speech[PENCE] I watched “Town Talk.” No.",
                "title<1 Town Talk.",
                "speech[WALLACE] But—",
            ],
        ),
        (
            "in one line of marks",
            "\"WALLACE: Will she be there? PENCE: She will not. WALLACE: Thank you.\"",
            &[
                "speech[WALLACE] Will she be there?",
                "speech[PENCE] She will not.",
                "speech[WALLACE] Thank you.",
            ],
        ),
        (
            "question and answer, over paragraphs",
            "Q: Will she be there?\n\nA: She will not. I said so.\n\nAnd that is that.\n\nQ: Why?\n\nA: Because.",
            &["speech[A] She will not. I said so. | And that is that.", "speech[A] Because."],
        ),
        (
            "question and answer in marks",
            "He read from it: \"Q: Will she be there? A: She will not.\"",
            &["speech Q: Will she be there? A: She will not."],
        ),
        (
            "letters with stops",
            "Q. Will she be there?\nA. She will not.",
            &["speech[A] She will not."],
        ),
        (
            "letters in marks opened again",
            "\"Q. Will she be there?\n\"A. She will not.\"",
            &["speech[Q] Will she be there?", "speech[A] She will not."],
        ),
        (
            "no colon",
            "Q    Mr. President, will she?\nTHE PRESIDENT: No.\nQ    Thank you.",
            &[
                "speech[Q] Mr. President, will she?",
                "speech[THE PRESIDENT] No.",
                "speech[Q] Thank you.",
            ],
        ),
        (
            "a reporter, a title, a party",
            "REPORTER: Will she be there?\nSEN. JANE DOE (D-OHIO): No.",
            &["speech[REPORTER] Will she be there?", "speech[SEN. JANE DOE] No."],
        ),
        (
            "names in small letters",
            "Matthews: Do you have a list?\nLopez: I do.\nMatthews: Thank you.",
            &[
                "speech[Matthews] Do you have a list?",
                "speech[Lopez] I do.",
                "speech[Matthews] Thank you.",
            ],
        ),
        (
            "words in marks of their own",
            "WALLACE: “Will she be there?”\nPENCE: “She will not.”",
            &["speech[WALLACE] Will she be there?", "speech[PENCE] She will not."],
        ),
        (
            "a headline with a colon",
            "Doe: Bridge Is Safe.\n\n\"WALLACE: Is it?\n\n\"DOE: It is.\"",
            &["speech[WALLACE] Is it?", "speech[DOE] It is."],
        ),
        (
            "the reporter between turns",
            "WALLACE: Will she?\n\nThe room went quiet.\n\nPENCE: No.",
            &["speech[WALLACE] Will she?", "speech[PENCE] No."],
        ),
        ("an advisory", "WHO: The mayor.\nWHEN: Monday.\nWHERE: City Hall.", &[]),
        ("a note", "CORRECTION: An earlier version said so.", &[]),
        ("counts", "Clinton: 1,769\nSanders: 1,500\nClinton: 22", &[]),
    ]);
}

#[test]
fn entities_and_mojibake() {
    check(&[
        ("entities", "&quot;The bridge is safe,&quot; she said.", &["speech The bridge is safe,"]),
        (
            "named",
            "She said, &ldquo;It isn&rsquo;t safe,&rdquo; and left.",
            &["speech It isn&rsquo;t safe,"],
        ),
        (
            "by number",
            "&#8220;It isn&#8217;t safe,&#x201D; she said.",
            &["speech It isn&#8217;t safe,"],
        ),
        (
            "no mark",
            "Smith &amp; Sons said &quot;we go home now&quot; twice.",
            &["fragment we go home now"],
        ),
        (
            "entities in an attribute",
            r#"<img alt="He said &quot;go&quot;" src=x>"We go now," he said."#,
            &["speech We go now,"],
        ),
        (
            "curly attributes",
            "a href=“wide open road” rel=“x” and “we go now,” he said.",
            &["fragment we go now,"],
        ),
        (
            "as Windows-1252",
            "â€œThe bridge isnâ€™t safe,â€ she said.",
            &["speech The bridge isnâ€™t safe,"],
        ),
        (
            "dashes too",
            "â€œThe bridge â€” the old one â€“ is safe,â€\u{9d} she said.",
            &["speech The bridge â€” the old one â€“ is safe,"],
        ),
        (
            "as Latin-1",
            "â\u{80}\u{9c}The bridge is safe,â\u{80}\u{9d} she said.",
            &["speech The bridge is safe,"],
        ),
        ("single ones", "She called it â€˜a heap of rustâ€™ there.", &["fragment a heap of rust"]),
        ("guillemets", "Elle a dit : Â« Le pont est là. Â»", &["speech Le pont est là."]),
        (
            "no-break spaces",
            "She said,\u{a0}\"It is safe.\"\u{a0}Then she left.",
            &["speech It is safe."],
        ),
        (
            "soft hyphens",
            "She said the \"brid\u{ad}ge is safe\u{ad}\" twice.",
            &["fragment brid\u{ad}ge is safe"],
        ),
        (
            "zero width",
            "She said\u{200b}\"the bridge is safe\"\u{200b}twice.",
            &["fragment the bridge is safe"],
        ),
        (
            "direction marks",
            "\u{202a}\"The bridge is safe,\"\u{202c} she said.",
            &["speech The bridge is safe,"],
        ),
        (
            "a byte-order mark",
            "\u{feff}\"The bridge is safe,\" she said.",
            &["speech The bridge is safe,"],
        ),
        (
            "lost blanks",
            "She paid \"2.6million\"for it. \"It was cheap,\"she said.",
            &["scare 2.6million", "speech It was cheap,"],
        ),
    ]);
}

#[test]
fn one_paragraph_at_most() {
    check(&[
        (
            "unclosed",
            "He called it \"a heap.\n\nShe left. \"It was late,\" he said. \"Very late.\"",
            &["scare~ a heap.", "speech It was late,", "speech Very late."],
        ),
        (
            "stray closing",
            "The bridge is safe,\" she said.\n\n\"It was late,\" he said.",
            &["speech It was late,"],
        ),
        (
            "stray inside",
            "The bridge\" is old.\n\n\"It was late,\" he said. \"Very late.\"",
            &["speech It was late,", "speech Very late."],
        ),
        (
            "stray single",
            "The bridge' is old.\n\n'It was late,' he said.",
            &["speech It was late,"],
        ),
        (
            "a missing one between two",
            "“It was late,” he said. “Very late.\n\n“It is late,” she said.\n\n“Go home,” he said.",
            &["speech It was late,", "speech Very late. | It is late,", "speech Go home,"],
        ),
        (
            "three paragraphs not opened again",
            "“One day.\n\nTwo days.\n\nThree days,” she said.",
            &["speech One day. | Two days. | Three days,"],
        ),
        (
            "never closed",
            "\"One day.\n\n\"Two days.\n\n\"Three days.\n\nShe left.",
            &["speech~ One day. | Two days. | Three days."],
        ),
    ]);
}

#[test]
fn markup() {
    check(&[
        (
            "attributes",
            r#"See <a href="x" title='a b c'>the "old town plan" here</a>."#,
            &["fragment old town plan"],
        ),
        (
            "over a line",
            "<p class=\"\nwide\">\"The bridge is safe,\" she said.",
            &["speech The bridge is safe,"],
        ),
        (
            "a bare attribute",
            r#"class="wide open road" stays; "we go now," he said."#,
            &["speech we go now,"],
        ),
        ("less than", r#"For a<b he said "we go home now" twice."#, &["fragment we go home now"]),
    ]);
}

#[test]
fn discontinuous() {
    check(&[
        ("said", "“The bridge,” she said, “is safe.”", &["speech The bridge, | is safe."]),
        (
            "twice",
            "“The bridge,” she said, “is safe,” she went on, “for now.”",
            &["speech The bridge, | is safe, | for now."],
        ),
        (
            "a long one",
            "“The bridge,” Sen. J. Doe, D-Ohio, told reporters on Monday, “is safe.”",
            &["speech The bridge, | is safe."],
        ),
        ("a dash", "“The bridge —” she paused — “is safe.”", &["speech The bridge — | is safe."]),
        ("British", "‘The bridge’, she said, ‘is safe.’", &["speech The bridge | is safe."]),
        (
            "two statements",
            "“The bridge is safe,” she said. “It always was.”",
            &["speech The bridge is safe,", "speech It always was."],
        ),
        (
            "a stop inside",
            "“The bridge is safe.” She said, “It always was.”",
            &["speech The bridge is safe.", "speech It always was."],
        ),
        (
            "a list",
            "He spoke of “rust,” “holes,” and “old nails” there.",
            &["scare rust,", "scare holes,", "scare old nails"],
        ),
        (
            "two fragments",
            "She called it “a heap of rust,” adding, “we go home.”",
            &["fragment a heap of rust,", "fragment we go home."],
        ),
        (
            "said, adding",
            "“The bridge is safe,” she said, adding, “we go home.”",
            &["speech The bridge is safe,", "fragment we go home."],
        ),
        (
            "a title after",
            "“Town Talk,” he told us of the show, “Rivers of Iron.”",
            &["speech Town Talk,", "title Rivers of Iron."],
        ),
        (
            "no comma anywhere",
            "“The bridge” she said, “is safe.”",
            &["speech The bridge | is safe."],
        ),
        (
            "a hyphen is no dash",
            "‘Bridge Fails’ Says Mayor Who Never Saw It Coming- ‘so we go’",
            &["speech Bridge Fails", "fragment so we go"],
        ),
        (
            "a new sentence",
            "“The bridge is safe,” she said, “And it was.”",
            &["speech The bridge is safe,", "speech And it was."],
        ),
        (
            "a title before",
            "On “Town Talk,” she said, “the bridge is safe.”",
            &["title Town Talk,", "speech the bridge is safe."],
        ),
        (
            "inside another",
            "“He said, ‘The bridge,’ he said, ‘is safe,’ and left.”",
            &[
                "speech He said, ‘The bridge,’ he said, ‘is safe,’ and left.",
                "speech<0 The bridge, | is safe,",
            ],
        ),
    ]);
}

#[test]
fn kinds() {
    check(&[
        ("after a colon", "She added: “The bridge is safe.”", &["speech The bridge is safe."]),
        ("one word", "“Never,” she said.", &["speech Never,"]),
        (
            "a clause without a comma",
            "He said “I am not going to cross it.”",
            &["speech I am not going to cross it."],
        ),
        (
            "worked in",
            "He said it was “an old heap of rust and nails” then.",
            &["fragment an old heap of rust and nails"],
        ),
        (
            "a title",
            "Her new book, “A Bridge for the Town,” is out.",
            &["title A Bridge for the Town,"],
        ),
        ("a show", "He spoke on Channel Two’s “Meet the Mayor.”", &["title Meet the Mayor."]),
        ("a nickname", "William “Mo” Doe crossed it.", &["title Mo"]),
        ("a title first", "“Rivers of Iron” opens on Friday.", &["title Rivers of Iron"]),
        ("a term", "The so-called “bridge tax” stays.", &["scare bridge tax"]),
        (
            "a headline",
            "Mayor Says Bridge ‘Will Not Be Safe’ After Tests",
            &["fragment Will Not Be Safe"],
        ),
        ("no words", "He typed “…” and “?!” there.", &["unclear …", "unclear ?!"]),
    ]);
    assert_eq!(
        extract("Mayor: “Our Bridge Is Safe Now”", Part::Title)[0].kind,
        QuotationKind::Speech
    );
}
