//! Captions: WebVTT (<https://www.w3.org/TR/webvtt1/>) and SubRip.

use crate::span::Span;

/// The time of a cue, in milliseconds from the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CueTime {
    pub start: u32,
    pub end: u32,
}

/// Words of one line of a cue, without tags.
#[derive(Clone, Copy, Debug)]
pub(super) struct CaptionLine {
    pub words: Span,
    pub time: CueTime,
    /// The name in a tag `<v Name>` before the words.
    pub voice: Option<Span>,
}

/// Reads the words of captions; `None` if the text is no captions. What is no cue is added to
/// `unread`.
pub(super) fn read(text: &str, unread: &mut Vec<Span>) -> Option<Vec<CaptionLine>> {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r']);
    if !start.starts_with("WEBVTT") && !begins_with_cue(start) {
        return None;
    }
    let mut lines: Vec<CaptionLine> = Vec::new();
    let mut time: Option<CueTime> = None;
    // The lines of the cue before: captions that roll up repeat them.
    let (mut before, mut own): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut at = 0;
    let mut previous: Option<Span> = None;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.trim_end().len());
        at += line.len();
        let words = span.slice(text);
        if words.trim().is_empty() {
            time = None;
        } else if let Some(next) = cue_time(words) {
            time = Some(next);
            before = std::mem::take(&mut own);
            // The line before is the number or the name of the cue.
            unread.pop_if(|last| Some(*last) == previous && words.contains("-->"));
        } else if let Some(time) = time {
            own.push(words);
            if !before.contains(&words) {
                without_tags(text, span, time, &mut lines);
            }
        } else if !words.trim_start_matches('\u{feff}').starts_with("WEBVTT") {
            unread.push(span);
        }
        previous = Some(span);
    }
    Some(lines)
}

/// Returns true if a text begins as SubRip does: a number, and the time of a cue.
fn begins_with_cue(text: &str) -> bool {
    let mut lines = text.lines();
    let number = lines.next().is_some_and(|line| {
        let line = line.trim();
        !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit())
    });
    number && lines.next().is_some_and(|line| cue_time(line).is_some())
}

/// Parses `00:01:02.500 --> 00:01:04.000`, with a comma in SubRip, and with settings behind it.
fn cue_time(line: &str) -> Option<CueTime> {
    let (start, end) = line.split_once("-->")?;
    let end = end.split_whitespace().next()?;
    Some(CueTime { start: milliseconds(start.trim())?, end: milliseconds(end)? })
}

fn milliseconds(time: &str) -> Option<u32> {
    let (whole, fraction) = time.split_once(['.', ',']).unwrap_or((time, "0"));
    let mut seconds: u32 = 0;
    let mut fields = 0;
    for field in whole.split(':') {
        seconds = seconds.checked_mul(60)?.checked_add(field.parse().ok()?)?;
        fields += 1;
    }
    let thousandths: u32 =
        format!("{:0<3}", fraction.get(..fraction.len().min(3))?).parse().ok()?;
    ((2..=3).contains(&fields)).then_some(())?;
    seconds.checked_mul(1_000)?.checked_add(thousandths)
}

/// Adds the words of a line outside its tags to `lines`.
fn without_tags(text: &str, line: Span, time: CueTime, lines: &mut Vec<CaptionLine>) {
    let mut voice = None;
    let mut at = line.start();
    let mut push = |start: usize, end: usize, voice: &mut Option<Span>| {
        if !text[start..end].trim().is_empty() {
            lines.push(CaptionLine { words: Span::new(start, end), time, voice: voice.take() });
        }
    };
    while let Some(open) = text[at..line.end()].find('<') {
        let open = at + open;
        let Some(len) = text[open..line.end()].find('>') else { break };
        push(at, open, &mut voice);
        let tag = Span::new(open + 1, open + len);
        let inner = tag.slice(text);
        // `<v.loud Ada Lund>`
        if let Some((_, name)) =
            inner.split_once([' ', '\t']).filter(|(tag, _)| *tag == "v" || tag.starts_with("v."))
        {
            let name = name.trim();
            voice = Some(Span::new(tag.end() - name.len(), tag.end()))
                .filter(|span| !span.is_empty() && span.slice(text) == name);
        }
        at = open + len + 1;
    }
    push(at, line.end(), &mut voice);
}
