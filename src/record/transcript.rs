//! A transcript, read: its turns and their words.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::layout::{self, LaidTurn};
use crate::model::Document;
use crate::person_name::{Agreement, NameKind, PersonName};
use crate::span::Span;
use crate::text::{Passage, Vocabulary, tokenize_pieces};

/// The words of a transcript, turn by turn.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Transcript {
    /// The turns, in the order of the text.
    pub turns: Vec<Turn>,
    /// The tokens of all turns, with spans into the text of the document, and their forms.
    pub passage: Passage,
    /// The times of captions, in the order of the tokens; empty if the transcript has none.
    pub times: Vec<SpokenTime>,
    /// The parts of the text that were not read: what stands before the first label, and the
    /// settings and notes of captions.
    pub unread: Vec<Span>,
}

/// The words of one speaker until another one speaks.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Turn {
    /// Its label in the text: the name as it is printed there.
    pub label: Option<Span>,
    /// The speaker, in the fullest form that the transcript gives; `None` where it does not say who
    /// speaks.
    pub name: Option<String>,
    /// The same name, parsed.
    pub speaker: Option<PersonName>,
    /// Its tokens in [`Transcript::passage`].
    pub tokens: Range<usize>,
}

/// The time at which some words were said.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct SpokenTime {
    /// The tokens in [`Transcript::passage`].
    pub tokens: Range<usize>,
    /// Begin and end, in milliseconds from the beginning of the recording.
    pub milliseconds: Range<u32>,
}

/// Words of labels that name nobody.
const UNKNOWN_SPEAKERS: [&str; 19] = [
    "unidentified",
    "unknown",
    "audience",
    "crowd",
    "male",
    "female",
    "man",
    "woman",
    "question",
    "reporter",
    "reporters",
    "participant",
    "speaker",
    "voice",
    "voices",
    "press",
    "protester",
    "announcer",
    "all",
];

impl Transcript {
    /// Reads a document as a transcript. The words have no forms before [`Transcript::intern`] is
    /// called, so that documents can be read on any thread. O(bytes), and O(n²) in the distinct
    /// labels, of which at most 256 are compared.
    ///
    /// Turns begin with a label at the head of a line: `WALLACE:`, `Mr. MARSH.`, `Mr MARSH—`,
    /// `**Ada Lund:**`, `THE COURT:`, `Q.`, `A.`; lines may be numbered. `Ada Lund:` in small
    /// letters is a label if there are several. Captions (WebVTT, SubRip) keep their times. A label
    /// that names nobody ends the turn before it all the same. Notes such as `[applause]` are
    /// apart. Where no label is, [`Document::speaker`] has said all of it; else that name is who
    /// answers as `A.`.
    ///
    /// ```
    /// use variorum::Document;
    /// use variorum::record::Transcript;
    ///
    /// let text = "ADA LUND, MAYOR: We sell the quay. (LAUGHTER)\n\nOKOFF: When?\n\nLUND: Now.";
    /// let transcript = Transcript::read(&Document::new("a", text));
    /// let names: Vec<_> = transcript.turns.iter().flat_map(|turn| turn.name.as_deref()).collect();
    /// assert_eq!(names, ["Ada Lund", "Okoff", "Ada Lund"]);
    /// assert_eq!(transcript.turns[0].tokens, 0..5);
    /// ```
    pub fn read(document: &Document) -> Transcript {
        let text = document.text.as_str();
        let layout = layout::read(text);
        let names = SpeakerNames::new(text, &layout.turns, document.speaker.as_deref());
        let mut transcript = Transcript { unread: layout.unread, ..Transcript::default() };
        for laid in &layout.turns {
            let start = transcript.passage.tokens.len();
            let tokens = tokenize_pieces(text, &laid.pieces);
            let mut at = 0;
            for (piece, time) in laid.pieces.iter().zip(&laid.times) {
                let end =
                    at + tokens[at..].partition_point(|token| token.span.start() < piece.end());
                if let Some(time) = time {
                    let milliseconds = time.start..time.end;
                    let tokens = start + at..start + end;
                    transcript.times.push(SpokenTime { tokens, milliseconds });
                }
                at = end;
            }
            transcript.passage.tokens.extend(tokens);
            let name = names.find(laid.label.map(|label| label.slice(text)));
            transcript.turns.push(Turn {
                label: laid.label,
                speaker: name.as_deref().map(PersonName::parse),
                name,
                tokens: start..transcript.passage.tokens.len(),
            });
        }
        transcript
    }

    /// Returns what should be said of the parts of `document` that were not read, in one line:
    /// nothing was, or more than half of it was not. `None` where the transcript was read.
    ///
    /// A heading before the first label is no fault; nor are settings and numbers of captions.
    ///
    /// ```
    /// use variorum::Document;
    /// use variorum::record::Transcript;
    ///
    /// let notes = Document::new("a", "[applause]\n\n(laughter)");
    /// let reason = Transcript::read(&notes).unread_reason(&notes).unwrap();
    /// assert!(reason.starts_with("transcript: no words were read"), "{reason}");
    /// let hearing = Document::new("b", "THE COURT: Sustained.");
    /// assert_eq!(Transcript::read(&hearing).unread_reason(&hearing), None);
    /// ```
    pub fn unread_reason(&self, document: &Document) -> Option<String> {
        let words = self.passage.tokens.iter().filter(|token| token.class.is_word()).count();
        if words == 0 {
            let advice = "a turn begins with a label such as `LUND:` at the head of a line, or the \
                document’s `speaker` has said all of it";
            return Some(format!("transcript: no words were read; {advice}"));
        }
        let text = document.text.as_str();
        let unread = self.unread.iter().map(|span| span.slice(text).split_whitespace().count());
        let unread: usize = unread.sum();
        (unread > words).then(|| {
            format!(
                "transcript: {unread} words stand before the first label, or belong to no turn, and \
                 were not read; {words} were"
            )
        })
    }

    /// Interns the words. `text` is that of the document.
    pub fn intern(&mut self, text: &str, words: &mut Vocabulary) {
        let Passage { tokens, words: forms } = &mut self.passage;
        *forms = tokens.iter().map(|token| words.intern(token.span.slice(text))).collect();
    }

    /// Returns the time at which the tokens of a range were said, if it is known.
    pub(super) fn time_of(&self, tokens: &Range<usize>) -> Option<Range<u32>> {
        let first = self.times.partition_point(|time| time.tokens.end <= tokens.start);
        let times = self.times[first..].iter().take_while(|time| time.tokens.start < tokens.end);
        times
            .map(|time| time.milliseconds.clone())
            .reduce(|x, y| x.start.min(y.start)..x.end.max(y.end))
    }

    /// Returns its estimated bytes.
    pub(crate) fn bytes(&self) -> usize {
        let Passage { tokens, words } = &self.passage;
        let names =
            self.turns.iter().map(|turn| turn.name.as_ref().map_or(0, |name| 4 * name.len()));
        size_of::<Transcript>()
            + size_of_val(self.turns.as_slice())
            + names.sum::<usize>()
            + size_of_val(tokens.as_slice())
            + size_of_val(words.as_slice())
            + size_of_val(self.times.as_slice())
            + size_of_val(self.unread.as_slice())
    }
}

/// Most distinct labels of which the fullest form is sought.
const MAX_NAMES: usize = 256;

/// The names that the labels of one transcript stand for.
struct SpeakerNames<'a> {
    names: FxHashMap<&'a str, String>,
    speaker: Option<&'a str>,
}

impl<'a> SpeakerNames<'a> {
    fn new(text: &'a str, turns: &[LaidTurn], speaker: Option<&'a str>) -> SpeakerNames<'a> {
        let labels = turns.iter().filter_map(|turn| turn.label).map(|label| label.slice(text));
        let mut known: Vec<(&str, String)> = Vec::new();
        let mut seen: FxHashMap<&str, ()> = FxHashMap::default();
        for label in labels {
            if seen.insert(label, ()).is_none() && !is_unknown(label) {
                known.push((label, in_small_letters(label)));
            }
        }
        // The fullest form is that of most words among those that can be one person.
        let parsed: Vec<(PersonName, &str)> = (known.iter().take(MAX_NAMES))
            .map(|(_, name)| name.as_str())
            .chain(speaker)
            .map(|name| (PersonName::parse(name), name))
            .filter(|(parsed, _)| parsed.kind() == NameKind::Person)
            .collect();
        let fullest = |name: &str| {
            let own = PersonName::parse(name);
            let same = parsed.iter().filter(|(other, _)| {
                own.kind() == NameKind::Person && own.compare(other).agreement == Agreement::Same
            });
            let words = |name: &str| name.split_whitespace().count();
            let best = same.max_by_key(|(other, name)| (other.given().is_some(), words(name)));
            best.map_or(name, |(_, name)| name).to_owned()
        };
        let names = known.iter().map(|(label, name)| (*label, fullest(name))).collect();
        SpeakerNames { names, speaker }
    }

    /// Returns the name for a label, or for words without one.
    fn find(&self, label: Option<&str>) -> Option<String> {
        match label {
            None if self.names.is_empty() => self.speaker.map(str::to_owned),
            None => None,
            Some("A") => self.speaker.map(str::to_owned),
            Some(label) => self.names.get(label).cloned(),
        }
    }
}

/// Returns true if a label names nobody.
fn is_unknown(label: &str) -> bool {
    let word = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
        UNKNOWN_SPEAKERS.contains(&word.as_str())
    };
    matches!(label, "Q" | "A") || label.split_whitespace().any(word)
}

/// Returns a label in capitals as a name: `REAR ADM. JOHN McCAIN` as `Rear Adm. John McCain`.
fn in_small_letters(label: &str) -> String {
    let mut name = String::with_capacity(label.len());
    let mut before = ' ';
    let mut is_prefix = false;
    for c in label.chars() {
        // A capital after a small letter, as in `McCAIN`, stays.
        let starts = !before.is_alphabetic() && before != '\'' && before != '’' || is_prefix;
        is_prefix = c.is_lowercase();
        if starts || !c.is_uppercase() {
            name.push(c);
        } else {
            name.extend(c.to_lowercase());
        }
        before = c;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(document: &Document) -> Vec<Option<String>> {
        Transcript::read(document).turns.into_iter().map(|turn| turn.name).collect()
    }

    #[test]
    fn who_speaks() {
        let text = "JOHN McCAIN: No.\nUNIDENTIFIED MALE: Yes!\nMcCAIN: No.\nTHE COURT: Order.";
        let expected = [Some("John McCain"), None, Some("John McCain"), Some("The Court")]
            .map(|name| name.map(str::to_owned));
        assert_eq!(names(&Document::new("a", text)), expected);
    }

    #[test]
    fn the_speaker_of_the_document_says_what_has_no_label() {
        let speech = Document::new("a", "We sell.\n\nNow.").with_speaker("Ada Lund");
        assert_eq!(names(&speech), [Some("Ada Lund".to_owned())]);
        let hearing = Document::new("a", "Q. When?\nA. Now.").with_speaker("Ada Lund");
        assert_eq!(names(&hearing), [None, Some("Ada Lund".to_owned())]);
        let debate = Document::new("a", "LUND: Now.\nOKOFF: When?").with_speaker("Ada Lund");
        assert_eq!(names(&debate), [Some("Ada Lund".to_owned()), Some("Okoff".to_owned())]);
    }

    #[test]
    fn times_of_captions() {
        let text = "WEBVTT\n\n00:01.000 --> 00:02.000\nwe will never\n\n\
                    00:02.000 --> 01:03.000\nsell the harbour\n";
        let transcript = Transcript::read(&Document::new("a", text));
        assert_eq!(transcript.passage.tokens.len(), 6);
        assert_eq!(transcript.time_of(&(0..2)), Some(1_000..2_000));
        assert_eq!(transcript.time_of(&(2..4)), Some(1_000..63_000));
        assert_eq!(Transcript::default().time_of(&(0..1)), None);
    }
}
