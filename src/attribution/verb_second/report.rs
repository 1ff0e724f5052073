//! What a German text reports without marks, by grammar: a clause under a reporting verb, the
//! clause that *laut* or *zufolge* stands in, and sentences in the mood of reported speech.
//!
//! | form | content |
//! |---|---|
//! | Ito sagte, **dass die Brücke halte** · Ito sagte, **sie halte** | behind the comma |
//! | **Die Brücke halte**, sagte Ito · **Sie halte**, so Ito | the words before |
//! | Wie Ito sagte, **hält die Brücke** | the rest of the sentence |
//! | **Die Brücke hält** laut Ito **nicht** | the sentence without the phrase |
//! | **Die Brücke sei alt. Sie halte.** | sentences in the subjunctive, together |
//! | **Der Täter soll geflohen sein** | hearsay |
//!
//! The subjunctive is that of a list of verbs (`subjunctive` in `word-classes.tsv`). Cost: linear.

use crate::attribution::narrative::Narrative;
use crate::attribution::noun_phrase::NounPhrase;
use crate::attribution::reporting_clause::{ClauseForm, ReportingClause};
use crate::language::WordClasses;

/// A report, by the items of its narrative.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::attribution) struct ClauseReport {
    /// The words that report; the verb in the subjunctive where none do.
    pub(in crate::attribution) cue: (usize, usize),
    pub(in crate::attribution) source: Option<NounPhrase>,
    /// The content, in ranges of items; never empty.
    pub(in crate::attribution) pieces: Vec<(usize, usize)>,
}

/// Fewest words of a content: less is a part of the clause.
const MIN_CONTENT_WORDS: usize = 2;

/// Verbs whose report is their object and no clause: the whole sentence tells what was said.
const OBJECT_VERBS: WordClasses = WordClasses::SPEECH_VERB.with(WordClasses::NAMING_VERB);

/// Appends the reports of all sentences to `reports`. `clauses` are those of each sentence.
pub(in crate::attribution) fn find_reports(
    narrative: &Narrative<'_>,
    reports: &mut Vec<ClauseReport>,
) {
    let mut clauses = Vec::new();
    // The sentences in the subjunctive that go on, and who spoke last.
    let mut open: Option<ClauseReport> = None;
    let mut speaker: Option<NounPhrase> = None;
    let mut paragraph = None;
    for sentence in 0..narrative.sentences.len() - 1 {
        let (low, high) = (narrative.sentences[sentence], narrative.sentences[sentence + 1]);
        if paragraph.replace(narrative.paragraph_of(low)) != Some(narrative.paragraph_of(low)) {
            reports.extend(open.take());
        }
        clauses.clear();
        super::find_clauses(narrative, low, high, &mut clauses);
        let before = reports.len();
        for clause in &clauses {
            if let Some(report) = narrative.report_of(clause, low, high)
                && !reports[before..].iter().any(|other| other.pieces == report.pieces)
            {
                reports.push(report);
            }
        }
        let own = reports.len() > before;
        speaker = clauses.last().map(|clause| clause.subject).or(speaker);
        if own || !clauses.is_empty() {
            if let Some(done) = open.take() {
                reports.insert(before, done);
            }
            continue;
        }
        let Some(verb) = narrative.reported_mood(low, high) else {
            reports.extend(open.take());
            continue;
        };
        let piece = (low, narrative.sentence_words_end(low, high));
        match &mut open {
            Some(open) => open.pieces[0].1 = piece.1,
            None => {
                open = Some(ClauseReport {
                    cue: (verb, verb + 1),
                    source: speaker,
                    pieces: vec![piece],
                });
            }
        }
    }
    reports.extend(open.take());
}

impl Narrative<'_> {
    /// Returns where the words of the sentence `low..high` end, before its stop.
    fn sentence_words_end(&self, low: usize, high: usize) -> usize {
        let mut end = high;
        while end > low && self.items[end - 1].is_mark(&['.', '!', '?', '…', ';', ':', ',']) {
            end -= 1;
        }
        end
    }

    /// Returns the verb of the sentence in the mood of reported speech, or of hearsay.
    fn reported_mood(&self, low: usize, high: usize) -> Option<usize> {
        // A quotation alone says who speaks by itself.
        if self.items[low].is_slot() && high <= low + 2 {
            return None;
        }
        let end = self.sentence_words_end(low, high);
        let small =
            |k: usize| self.items[k].is_word() && !self.items[k].has_all(WordClasses::CAPITALIZED);
        let sure = |k: usize| {
            small(k)
                && self.items[k].has_any(WordClasses::SUBJUNCTIVE)
                && (self.items[k].has_any(WordClasses::AUXILIARY)
                    && !matches!(
                        self.item_text(k),
                        "hätte"
                            | "hätten"
                            | "wäre"
                            | "wären"
                            | "würde"
                            | "würden"
                            | "könnte"
                            | "könnten"
                            | "müsste"
                            | "müssten"
                            | "dürfte"
                            | "dürften"
                            | "möge"
                            | "lasse"
                    )
                    || self.ends_or_second(low, k, end))
        };
        // *als sei*, *es sei denn*
        let idiom = |k: usize| {
            k > low && matches!(self.item_text(k - 1), "als" | "wie")
                || self
                    .items
                    .get(k + 1)
                    .is_some_and(|next| next.is_word() && self.item_text(k + 1) == "denn")
        };
        if let Some(verb) = (low..end).find(|&k| sure(k) && !idiom(k)) {
            return Some(verb);
        }
        let hearsay =
            (low..end).find(|&k| matches!(self.item_text(k), "soll" | "sollen" | "Soll"))?;
        let last = (low..end).rev().find(|&k| self.items[k].is_word())?;
        let perfect = matches!(self.item_text(last), "sein" | "haben")
            || (hearsay..end).any(|k| {
                matches!(self.item_text(k), "sein" | "haben")
                    && self.items.get(k + 1).is_some_and(|next| next.is_mark(&[',']))
            });
        perfect.then_some(hearsay)
    }

    /// Returns true if item `k` stands where a finite verb does: at the end of its clause, or as
    /// the second part of the sentence.
    fn ends_or_second(&self, low: usize, k: usize, end: usize) -> bool {
        let last = k + 1 >= end || self.items[k + 1].is_mark(&[',']);
        let second = || {
            let start = self.skip_openers(low, k);
            self.nominal_at(start, k, true).is_some_and(|first| first.phrase.end == k)
        };
        last && (k == low || !self.items[k - 1].has_any(WordClasses::DETERMINER)) || second()
    }

    /// Returns the report of a clause; `None` where its content stands in marks, or nowhere.
    fn report_of(&self, clause: &ReportingClause, low: usize, high: usize) -> Option<ClauseReport> {
        let end = self.sentence_words_end(low, high);
        let cue = (clause.cue, clause.cue_end);
        let pieces = match clause.form {
            ClauseForm::AccordingTo => self.content_around(clause, low, end),
            _ => self
                .content_behind(clause, end)
                .or_else(|| self.content_before(clause, low))
                .or_else(|| self.content_under_wie(clause, low, end))
                .or_else(|| self.content_as_object(clause, low, end)),
        }?;
        let pieces: Vec<(usize, usize)> =
            pieces.into_iter().filter_map(|piece| self.trimmed_piece(piece)).collect();
        let words =
            |&(from, to): &(usize, usize)| (from..to).filter(|&k| self.items[k].is_word()).count();
        let spoken: usize = pieces.iter().map(words).sum();
        (spoken >= MIN_CONTENT_WORDS).then_some(ClauseReport {
            cue,
            source: Some(clause.subject),
            pieces,
        })
    }

    /// Returns a piece without marks at its ends; `None` if nothing is left.
    fn trimmed_piece(&self, (mut from, mut to): (usize, usize)) -> Option<(usize, usize)> {
        const LIGHT: [char; 8] = [',', ';', ':', '–', '—', '-', '.', '…'];
        while from < to && self.items[from].is_mark(&LIGHT) {
            from += 1;
        }
        while from < to && self.items[to - 1].is_mark(&LIGHT) {
            to -= 1;
        }
        (from < to).then_some((from, to))
    }

    /// Returns the sentence without the phrase: laut X, nach Angaben von X, so X.
    fn content_around(
        &self,
        clause: &ReportingClause,
        low: usize,
        end: usize,
    ) -> Option<Vec<(usize, usize)>> {
        let from = clause.cue.min(clause.subject.start);
        let mut to = clause.cue_end.max(clause.subject.end);
        // …, so Ito weiter
        while to < end
            && self.items[to].has_any(WordClasses::ADVERB)
            && !self.items[to].has_any(WordClasses::DETERMINER)
            && from > low
            && self.items[from - 1].is_mark(&[','])
        {
            to += 1;
        }
        let mut pieces = Vec::new();
        // A clause before a semicolon is another.
        let start =
            (low..from).rev().find(|&k| self.items[k].is_mark(&[';'])).map_or(low, |k| k + 1);
        if from > start {
            pieces.push((start, from));
        }
        if to < end {
            pieces.push((to, end));
        }
        Some(pieces)
    }

    /// Returns the clause behind the comma that follows a cue: sagte, dass … · sagte, er habe …
    fn content_behind(&self, clause: &ReportingClause, end: usize) -> Option<Vec<(usize, usize)>> {
        let from = clause.cue_end.max(match clause.form {
            ClauseForm::VerbSubject => clause.subject.end,
            _ => clause.cue_end,
        });
        // Only words of the clause stand between: er sagte am Montag in Bonn, …
        let comma =
            (from..end).find(|&k| self.items[k].is_mark(&[',', ':']) || self.items[k].is_slot())?;
        if self.items[comma].is_slot() {
            return None;
        }
        let first = comma + 1;
        let opener = self.items.get(first).filter(|_| first < end)?;
        let that = opener.has_any(WordClasses::COMPLEMENTIZER)
            || opener.is_word()
                && matches!(
                    self.item_text(first),
                    "wie"
                        | "warum"
                        | "weshalb"
                        | "wer"
                        | "was"
                        | "wann"
                        | "wo"
                        | "welche"
                        | "welcher"
                        | "welches"
                        | "inwieweit"
                        | "wonach"
                );
        if that {
            return Some(vec![(first, end)]);
        }
        let mood = (first..end).any(|k| {
            self.items[k].has_any(WordClasses::SUBJUNCTIVE)
                && !self.items[k].has_all(WordClasses::CAPITALIZED)
        });
        let to = (first..end).any(|k| {
            self.items[k].is_word()
                && (self.item_text(k) == "zu"
                    && k + 1 < end
                    && self.is_small(k + 1)
                    && self.item_text(k + 1).ends_with('n')
                    || self.item_text(k).contains("zu")
                        && self.item_text(k).ends_with("en")
                        && self.is_small(k)
                        && k + 1 == end)
        });
        let relative = self.item_text(first).starts_with("de")
            && opener.has_any(WordClasses::GENITIVE_ARTICLE)
            && !mood;
        let main = clause.classes.has_any(WordClasses::SPEECH_VERB | WordClasses::COGNITION_VERB);
        (main && !relative && (mood || to) && !opener.is_slot()).then(|| vec![(first, end)])
    }

    /// Returns the words before an inserted clause: …, sagte X. Behind it the content may go on.
    fn content_before(&self, clause: &ReportingClause, low: usize) -> Option<Vec<(usize, usize)>> {
        let verb = clause.verb.min(clause.cue);
        let comma = verb
            .checked_sub(1)
            .filter(|&comma| comma > low && self.items[comma].is_mark(&[',']))?;
        if clause.form != ClauseForm::VerbSubject || (low..comma).all(|k| !self.items[k].is_word())
        {
            return None;
        }
        if self.items[comma - 1].is_slot()
            && (low..comma).filter(|&k| self.items[k].is_word()).count() < 3
        {
            return None;
        }
        let high = self.sentence_of(verb).end;
        let end = self.sentence_words_end(low, high);
        let to = clause.subject.end.max(clause.cue_end);
        let mut pieces = vec![(low, comma)];
        // … sei, sagte Ito, ein Fehler
        let goes_on = self.items.get(to).is_some_and(|next| to < end && next.is_mark(&[',']));
        if goes_on && to + 1 < end && !self.items[to + 1].is_slot() {
            pieces.push((to + 1, end));
        }
        Some(pieces)
    }

    /// Returns the rest of a sentence with a clause such as *wie X mitteilte*.
    fn content_under_wie(
        &self,
        clause: &ReportingClause,
        low: usize,
        end: usize,
    ) -> Option<Vec<(usize, usize)>> {
        let near = (low..clause.subject.start).rev().take(4);
        let wie = near
            .take_while(|&k| self.items[k].is_word())
            .find(|&k| matches!(self.item_text(k), "wie" | "Wie"))?;
        let close = (clause.cue_end..end).find(|&k| self.items[k].is_mark(&[',']));
        match close {
            Some(close) if wie == low => Some(vec![(close + 1, end)]),
            Some(close) => Some(vec![(low, wie), (close + 1, end)]),
            None if wie > low => Some(vec![(low, wie)]),
            None => None,
        }
    }

    /// Returns the whole sentence where what is reported is an object: Sie fordern Verbesserungen.
    fn content_as_object(
        &self,
        clause: &ReportingClause,
        low: usize,
        end: usize,
    ) -> Option<Vec<(usize, usize)>> {
        let quoted = (low..end).any(|k| self.items[k].is_slot());
        let main = clause.classes.has_any(OBJECT_VERBS)
            && clause.form != ClauseForm::SharedSubject
            && clause.form != ClauseForm::Passive;
        let first = clause.subject.start <= low + 3 || clause.verb <= low + 6;
        (main && first && !quoted).then(|| vec![(low, end)])
    }
}
