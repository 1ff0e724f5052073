//! The sample, printed; and anything else.

use proptest::prelude::*;

use super::*;
use crate::edition::Witness;
use crate::report::sample;
use crate::variant::Operation;

fn print(form: &TextReport) -> String {
    let mut out = Vec::new();
    form.write(&sample::reconciliation(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_sample() {
    insta::assert_snapshot!(print(&TextReport::new()), @r#"
    Ada Lund                       5 outlets · 4 wordings · CONTRADICTORY · 1 silent change of substance
      “¹{We} did ²{not} close the harbour at 9, and the mayor³{, who was told on Monday,} never asked us
      to.”
         1  ~  We ] [The port authority]      Herald  bracketed  minor          disclosed
      !  2  -  not                            Post    polarity   contradictory  silent
         3  …  , who was told on Monday, ] …  Herald  content    substantive    disclosed
      same words, printed otherwise: harbour ] harbor (spelling; Tribune)
        A  Courier              Ada Lund       as above         courier-u000000000002#0
        B  Ledger   2018-07-16  Ada Lund       as above         ledger-u000000000002#0
        C  Herald   2018-07-17  a spokeswoman  differs at 1, 3  herald-u000000000002#0
        D  Post                 Ada Lund       differs at 2     post-u000000000002#0
        E  Tribune  2018-07-16  Ada Lund       same words       tribune-u000000000002#0

    Donald Trump                                                          4 outlets · 3 wordings · minor
      “I would rather take a political risk in pursuit of peace ¹‸ than ²{to risk peace in pursuit of
      politics}.”
      1  +  rather (before “than”)                           Herald  function-word         minor  silent
      2  ↕  to risk peace in pursuit of politics ] pursue    Herald  order, function-word  minor  silent
            politics at the risk of peace
      …  stops before “than to risk peace …”  Post
      same words, printed otherwise: + , before “than” (punctuation; Herald)
        A  Courier              Mr Trump  as above         courier-u000000000001#0
        B  Ledger   2018-07-16  he        as above         ledger-u000000000001#0
        C  Herald   2018-07-17  Mr Trump  differs at 1, 2  herald-u000000000001#0
        D  Post                 Mr Trump  a part           post-u000000000001#0

    Ada Lund                                                2 outlets · 1 wording · ATTRIBUTION CONFLICT
      given to Ada Lund by Courier
      given to Tor Berg by Ledger
      “This *will* pass | or <it> won't.”
        A  Courier              Ada Lund  courier-u000000000003#0
        B  Ledger   2018-07-16  Mr Berg   ledger-u000000000003#0

    How the outlets print what is shared
      outlet   judged  altered silently  in substance  as the lemma
      Post     1 of 2  1 (20–100 %)      1 (20–100 %)  90.0 %
      Courier  1 of 3  0 (0–80 %)        0 (0–80 %)    100.0 %
      Herald   1 of 2  0 (0–80 %)        0 (0–80 %)    75.0 %
      Ledger   1 of 3  0 (0–80 %)        0 (0–80 %)    100.0 %
      Tribune  1 of 1  0 (0–80 %)        0 (0–80 %)    100.0 %
      Judged: quotations whose words three independent outlets or more print, reprints and repetitions
      left out. Altered silently: prints, without a sign, other words than more of them do; in brackets
      the 95 % interval (Wilson) of the share, each by itself. As the lemma: share of words, weighed by
      how rare they are, spelling and marks aside.

    + added · - left out · ~ other words · ↕ moved · … cut · ‸ addition
    ! the outlet named, or named after “only”, changed the words, and nothing in print shows it: a
    record, a decision, or at least two independent outlets, and twice as many, print the other words
    accidental (A): the same words, printed otherwise · minor (M): other words, the same meaning on
    their face · substantive (S): the meaning can differ · contradictory (S+): another negation, number
    or name
    disclosed: brackets, an ellipsis or a break in the quotation show the difference · partly: they show
    some of it · silent: nothing in print shows it
    "#);
}

#[test]
fn a_narrow_terminal() {
    insta::assert_snapshot!(print(&TextReport::new().with_width(60)), @r#"
    Ada Lund
      5 outlets · 4 wordings · CONTRADICTORY · 1 silent change
      of substance
      “¹{We} did ²{not} close the harbour at 9, and the mayor³{,
      who was told on Monday,} never asked us to.”
      1  ~  We ] [The port authority]
          Herald · bracketed · minor · disclosed
      !  2  -  not
          Post · polarity · contradictory · silent
      3  …  , who was told on Monday, ] …
          Herald · content · substantive · disclosed
      same words, printed otherwise: harbour ] harbor (spelling;
      Tribune)
        A  Courier
            Ada Lund · as above · courier-u000000000002#0
        B  Ledger
            2018-07-16 · Ada Lund · as above ·
            ledger-u000000000002#0
        C  Herald
            2018-07-17 · a spokeswoman · differs at 1, 3 ·
            herald-u000000000002#0
        D  Post
            Ada Lund · differs at 2 · post-u000000000002#0
        E  Tribune
            2018-07-16 · Ada Lund · same words ·
            tribune-u000000000002#0

    Donald Trump                  4 outlets · 3 wordings · minor
      “I would rather take a political risk in pursuit of peace
      ¹‸ than ²{to risk peace in pursuit of politics}.”
      1  +  rather (before “than”)
          Herald · function-word · minor · silent
      2  ↕  to risk peace in pursuit of politics ] pursue
      politics at the risk of peace
          Herald · order, function-word · minor · silent
      …  stops before “than to risk peace …”  Post
      same words, printed otherwise: + , before “than”
      (punctuation; Herald)
        A  Courier
            Mr Trump · as above · courier-u000000000001#0
        B  Ledger
            2018-07-16 · he · as above · ledger-u000000000001#0
        C  Herald
            2018-07-17 · Mr Trump · differs at 1, 2 ·
            herald-u000000000001#0
        D  Post
            Mr Trump · a part · post-u000000000001#0

    Ada Lund        2 outlets · 1 wording · ATTRIBUTION CONFLICT
      given to Ada Lund by Courier
      given to Tor Berg by Ledger
      “This *will* pass | or <it> won't.”
        A  Courier
            Ada Lund · courier-u000000000003#0
        B  Ledger
            2018-07-16 · Mr Berg · ledger-u000000000003#0

    How the outlets print what is shared
      outlet
          judged · altered silently · in substance · as the
          lemma
      Post
          1 of 2 · 1 (20–100 %) · 1 (20–100 %) · 90.0 %
      Courier
          1 of 3 · 0 (0–80 %) · 0 (0–80 %) · 100.0 %
      Herald
          1 of 2 · 0 (0–80 %) · 0 (0–80 %) · 75.0 %
      Ledger
          1 of 3 · 0 (0–80 %) · 0 (0–80 %) · 100.0 %
      Tribune
          1 of 1 · 0 (0–80 %) · 0 (0–80 %) · 100.0 %
      Judged: quotations whose words three independent outlets
      or more print, reprints and repetitions left out. Altered
      silently: prints, without a sign, other words than more of
      them do; in brackets the 95 % interval (Wilson) of the
      share, each by itself. As the lemma: share of words,
      weighed by how rare they are, spelling and marks aside.

    + added · - left out · ~ other words · ↕ moved · … cut · ‸
    addition
    ! the outlet named, or named after “only”, changed the
    words, and nothing in print shows it: a record, a decision,
    or at least two independent outlets, and twice as many,
    print the other words
    accidental (A): the same words, printed otherwise · minor
    (M): other words, the same meaning on their face ·
    substantive (S): the meaning can differ · contradictory
    (S+): another negation, number or name
    disclosed: brackets, an ellipsis or a break in the quotation
    show the difference · partly: they show some of it · silent:
    nothing in print shows it
    "#);
}

#[test]
fn display_needs_no_documents() {
    insta::assert_snapshot!(sample::denial(), @r#"
    Ada Lund                       5 outlets · 4 wordings · CONTRADICTORY · 1 silent change of substance
      “¹{We} did ²{not} close the harbour at 9, and the mayor³{, who was told on Monday,} never asked us
      to.”
         1  ~  We ] [The port authority]      Herald  bracketed  minor          disclosed
      !  2  -  not                            Post    polarity   contradictory  silent
         3  …  , who was told on Monday, ] …  Herald  content    substantive    disclosed
      same words, printed otherwise: harbour ] harbor (spelling; Tribune)
        A  Courier              as above         courier-u000000000002#0
        B  Ledger   2018-07-16  as above         ledger-u000000000002#0
        C  Herald   2018-07-17  differs at 1, 3  herald-u000000000002#0
        D  Post                 differs at 2     post-u000000000002#0
        E  Tribune  2018-07-16  same words       tribune-u000000000002#0
    "#);
}

#[test]
fn a_pair() {
    let all = sample::reconciliation();
    let mut out = Vec::new();
    TextReport::new().write_link(&all.links[0], &all, &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
    one utterance   score 0.970
    courier-u000000000001#0   Courier   Mr Trump (Donald Trump)
      “I would rather take a political risk in pursuit of peace than to risk peace in pursuit of
      politics.”
    ledger-u000000000001#0   Ledger   2018-07-16   he (Donald Trump)
      “I would rather take a political risk in pursuit of peace than to risk peace in pursuit of
      politics.”
    ·  decided by hand
    ?  another decision would change it
    "#);
}

#[test]
fn colour_adds_codes_and_nothing_else() {
    let coloured = print(&TextReport::new().with_colour(Colour::Always));
    let mut plain = String::new();
    for (i, part) in coloured.split('\x1b').enumerate() {
        plain.push_str(if i == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    assert_eq!(plain, print(&TextReport::new()));
}

#[test]
fn long_lists_are_counted_unless_names_are_asked_for() {
    let mut all = sample::reconciliation();
    let utterance = &mut all.utterances[0];
    for n in 0..20 {
        let witness = Witness {
            outlet: format!("Gazette {n}"),
            wording: 1,
            ..utterance.witnesses[3].clone()
        };
        utterance.witnesses.push(witness);
    }
    let printed = |who| {
        let mut out = Vec::new();
        TextReport::new().with_all_outlets_named(who).write(&all, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert!(printed(false).contains("21 outlets") && printed(false).contains("… and 13 more"));
    assert!(printed(true).contains("Gazette 17") && !printed(true).contains("more\n"));
}

#[test]
fn too_few_outlets() {
    assert_eq!(
        print(&TextReport::new().with_min_outlets(9)),
        "No utterance is printed by 9 outlets or more.\n"
    );
}

proptest! {
    // Whatever an apparatus holds, well made or not, it is printed, and no line is wider than the
    // terminal.
    #[test]
    fn any_apparatus_can_be_printed(
        text in "\\PC{0,40}", reading in any::<String>(), a in 0usize..12, b in 0usize..12, cut in any::<bool>(),
        wording in 0usize..6, width in 0usize..120, at in 0usize..50
    ) {
        let mut utterance = sample::denial();
        utterance.lemma.text = text;
        utterance.lemma.tokens[0] = at..at + b;
        let entry = &mut utterance.apparatus[0];
        entry.tokens = a..b;
        entry.readings[0].text = reading.clone();
        entry.readings[0].wordings.push(wording);
        if cut {
            entry.readings[0].operation = Operation::Truncation;
        }
        utterance.speaker = Some(reading.clone());
        utterance.witnesses[0].outlet = reading;
        let mut out = Vec::new();
        let all = Reconciliation { utterances: vec![utterance], ..Reconciliation::default() };
        TextReport::new().with_width(width).write(&all, &mut out).unwrap();
        for line in String::from_utf8(out).unwrap().lines() {
            prop_assert!(StyledText::plain(line).width() <= width.max(MIN_WIDTH), "{}", line);
        }
    }
}
