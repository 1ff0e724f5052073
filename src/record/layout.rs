//! Reads the layout of a transcript: turns with their labels, stage notes, captions with times.

use super::captions::{self, CueTime};
use super::label::{LabelForm, find_label};
use super::notes::without_notes;
use crate::span::Span;

/// Fewest lines that begin with a number, and their share in per cent, for the numbers to be those
/// of lines.
const MIN_NUMBERED_LINES: usize = 5;
const MIN_NUMBERED_PERCENT: usize = 60;

/// The parts of a text.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub turns: Vec<LaidTurn>,
    /// All that is neither a word that was said, nor a label, note, number or time: text before the
    /// first label, settings of captions.
    pub unread: Vec<Span>,
}

/// A turn as it is laid out.
#[derive(Debug, Default)]
pub(super) struct LaidTurn {
    /// The name in its label.
    pub label: Option<Span>,
    /// Its words, without notes.
    pub pieces: Vec<Span>,
    /// For each piece the time at which it was said, in captions.
    pub times: Vec<Option<CueTime>>,
}

impl LaidTurn {
    fn push(&mut self, text: &str, span: Span, time: Option<CueTime>) {
        without_notes(text, span, |piece| {
            self.pieces.push(piece);
            self.times.push(time);
        });
    }
}

/// Reads the layout of `text`. O(bytes).
pub(super) fn read(text: &str) -> Layout {
    let mut layout = Layout::default();
    match captions::read(text, &mut layout.unread) {
        Some(lines) => read_captions(text, lines, &mut layout),
        None => read_lines(text, &mut layout),
    }
    layout.turns.retain(|turn| !turn.pieces.is_empty());
    layout
}

/// Reads lines of labelled turns, or of one speaker without labels.
fn read_lines(text: &str, layout: &mut Layout) {
    let lines = lines(text);
    let labels: Vec<_> = lines.iter().map(|line| find_label(line.slice(text))).collect();
    // In small letters, one label alone is a sentence with a colon.
    let count =
        |form: LabelForm| labels.iter().flatten().filter(|label| label.form == form).count();
    let plain = count(LabelForm::Plain) >= 2 && count(LabelForm::Plain) * 20 >= lines.len();
    let letters = count(LabelForm::Letter) >= 2;
    let mut turn: Option<LaidTurn> = None;
    let mut head: Option<Span> = None;
    for (line, label) in lines.into_iter().zip(labels) {
        let label = label.filter(|label| match label.form {
            LabelForm::Sure => true,
            LabelForm::Plain => plain,
            LabelForm::Letter => letters,
        });
        let Some(label) = label else {
            match &mut turn {
                Some(turn) => turn.push(text, line, None),
                None => head = Some(head.map_or(line, |head| head.cover(line))),
            }
            continue;
        };
        layout.turns.extend(turn.take());
        let mut next =
            LaidTurn { label: Some(label.name.shifted(line.start())), ..LaidTurn::default() };
        next.push(text, Span::new(line.start() + label.words, line.end()), None);
        turn = Some(next);
    }
    match (turn, head) {
        (None, Some(head)) => {
            let mut only = LaidTurn::default();
            only.push(text, head, None);
            layout.turns.push(only);
        }
        (turn, head) => {
            layout.turns.extend(turn);
            layout.unread.extend(head.filter(|head| !head.slice(text).trim().is_empty()));
        }
    }
}

/// Reads the lines of captions, which go on from cue to cue.
fn read_captions(text: &str, lines: Vec<captions::CaptionLine>, layout: &mut Layout) {
    let mut turn = LaidTurn::default();
    for line in lines {
        let words = line.words.slice(text);
        let bare = words.trim_start();
        let changes = bare.starts_with(">>") || bare.starts_with("- ") || line.voice.is_some();
        let label = find_label(words).filter(|label| label.form == LabelForm::Sure || changes);
        let (name, start) = match label {
            Some(label) => (Some(label.name.shifted(line.words.start())), label.words),
            None => (line.voice, words.len() - bare.trim_start_matches(['>', '-', ' ']).len()),
        };
        let goes_on = name.is_some() && same(text, turn.label, name);
        if (changes || label.is_some()) && !goes_on {
            layout.turns.push(std::mem::take(&mut turn));
            turn.label = name;
        }
        let start = if changes || label.is_some() { start } else { 0 };
        turn.push(text, Span::new(line.words.start() + start, line.words.end()), Some(line.time));
    }
    layout.turns.push(turn);
}

fn same(text: &str, x: Option<Span>, y: Option<Span>) -> bool {
    x.zip(y).is_some_and(|(x, y)| x.slice(text) == y.slice(text))
}

/// Returns the lines of a text, without their ends and, where all have one, their numbers.
fn lines(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        lines.push(Span::new(at, at + bare.len()));
        at += line.len();
    }
    let number = |line: &Span| {
        let line = line.slice(text);
        let bare = line.trim_start();
        let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &bare[digits..];
        let is_number =
            (1..=2).contains(&digits) && (rest.is_empty() || rest.starts_with([' ', '\t']));
        is_number.then(|| line.len() - rest.len())
    };
    let full = lines.iter().filter(|line| !line.slice(text).trim().is_empty()).count();
    let numbered = lines.iter().filter(|line| number(line).is_some()).count();
    if numbered >= MIN_NUMBERED_LINES && numbered * 100 >= full * MIN_NUMBERED_PERCENT {
        for line in &mut lines {
            let len = number(line).unwrap_or(0);
            *line = Span::new(line.start() + len, line.end());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns each turn as its label and its words.
    fn turns(text: &str) -> Vec<(String, String)> {
        let layout = read(text);
        let shown = |turn: &LaidTurn| {
            let words = turn.pieces.iter().flat_map(|piece| piece.slice(text).split_whitespace());
            let words: Vec<&str> = words.collect();
            (turn.label.map_or("", |label| label.slice(text)).to_owned(), words.join(" "))
        };
        layout.turns.iter().map(shown).collect()
    }

    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = turns(text);
        let found: Vec<(&str, &str)> =
            found.iter().map(|(label, words)| (label.as_str(), words.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn labelled_turns() {
        check(
            "The quay, day two\n\nLUND: We sell. (LAUGHTER)\n\nWe must.\n\nOKOFF, PILOT: No!\nLUND: Yes.",
            &[("LUND", "We sell. We must."), ("OKOFF", "No!"), ("LUND", "Yes.")],
        );
        check(
            "**Ada Lund:** We sell.\n\n**Host:** When?",
            &[("Ada Lund", "We sell."), ("Host", "When?")],
        );
        check(
            "Ada Lund: (00:12)\nWe sell.\n\nPer Holm: (00:15)\nWhen?\n",
            &[("Ada Lund", "We sell."), ("Per Holm", "When?")],
        );
        check("Q. When?\nA. Now.\nQ. Why?", &[("Q", "When?"), ("A", "Now."), ("Q", "Why?")]);
    }

    #[test]
    fn an_unknown_label_ends_the_turn() {
        check(
            "LUND: We sell.\nUNIDENTIFIED MALE: Shame!\nLUND: We do.",
            &[("LUND", "We sell."), ("UNIDENTIFIED MALE", "Shame!"), ("LUND", "We do.")],
        );
    }

    #[test]
    fn lines_with_numbers() {
        check(
            " 1  Q.  Did you see\n 2  the ship?\n 3  A.  I did.\n 4  THE COURT:  Speak\n 5  up.\n",
            &[("Q", "Did you see the ship?"), ("A", "I did."), ("THE COURT", "Speak up.")],
        );
        check("We have\n2 ships.\n", &[("", "We have 2 ships.")]);
    }

    #[test]
    fn a_speech_has_no_labels() {
        let speech = "Friends!\n\nWe have one goal: to win. [applause]\n\nRemember: we sail.";
        check(speech, &[("", "Friends! We have one goal: to win. Remember: we sail.")]);
        check("", &[]);
    }

    #[test]
    fn text_before_the_first_label_is_not_read() {
        let text = "PARTICIPANTS\nAda Lund\n\nLUND: We sell.";
        let layout = read(text);
        let unread: Vec<&str> = layout.unread.iter().map(|span| span.slice(text).trim()).collect();
        assert_eq!(unread, ["PARTICIPANTS\nAda Lund"]);
    }

    #[test]
    fn captions() {
        let text = "WEBVTT\n\nNOTE made by hand\n\n1\n00:01.000 --> 00:02.500 align:start\n\
                    <v Ada Lund>We will never\n\n2\n00:02.500 --> 00:04.000\n\
                    <v Ada Lund>sell the <i>harbour</i></v>\n\n00:04.000 --> 00:05.000\n\
                    <v Per Holm>[applause] When?\n";
        check(text, &[("Ada Lund", "We will never sell the harbour"), ("Per Holm", "When?")]);
        let layout = read(text);
        let times: Vec<_> =
            layout.turns[0].times.iter().flatten().map(|t| (t.start, t.end)).collect();
        assert_eq!(times, [(1_000, 2_500), (2_500, 4_000), (2_500, 4_000)]);
        check(
            "1\r\n00:00:01,000 --> 00:00:02,000\r\n>> LUND: We sell\r\nthe quay.\r\n\r\n2\r\n\
             00:01:02,000 --> 00:01:03,000\r\n>> When?\r\n",
            &[("LUND", "We sell the quay."), ("", "When?")],
        );
    }

    #[test]
    fn captions_that_roll_say_each_line_once() {
        check(
            "WEBVTT\n\n00:01.000 --> 00:02.000\nwe will never\n\n00:02.000 --> 00:03.000\n\
             we will never\nsell the harbour\n\n00:03.000 --> 00:04.000\nsell the harbour\n",
            &[("", "we will never sell the harbour")],
        );
    }
}
