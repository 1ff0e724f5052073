//! From a mention back to a name: names, descriptions, pronouns.

use super::{Id, Names, Run, Runs, bare, clean};
use crate::attribution::phrase::{Phrase, REACH};
use crate::attribution::prose::Prose;
use crate::language::Lex;
use crate::span::Span;

/// Runs that a pronoun is followed back over. A pronoun in news stands within two or three sentences of its name.
const BACK: usize = 14;
/// Sentences that a pronoun is followed back over.
const SENTENCES: u32 = 5;

/// A pronoun to be followed back.
#[derive(Clone, Copy)]
struct Pronoun {
    /// Its item.
    at: usize,
    male: bool,
    /// The person who spoke last.
    last: Option<usize>,
    /// Pronouns before it that may still be followed.
    chain: u32,
}

/// What is known of a level as far as it has been read.
#[derive(Debug, Default)]
pub(in crate::attribution) struct Told {
    /// The person who spoke last.
    pub(in crate::attribution) last: Option<usize>,
    /// Where who spoke last is mentioned, pronouns left out.
    pub(in crate::attribution) mention: Option<Phrase>,
    /// For each sentence its subject, once it has been asked for.
    subjects: Vec<Option<Option<Phrase>>>,
}

impl Told {
    /// The subject of `sentence`.
    fn subject(&mut self, prose: &Prose<'_>, sentence: u32) -> Option<Phrase> {
        let sentence = sentence as usize;
        if self.subjects.is_empty() {
            self.subjects.resize(prose.sentences.len(), None);
        }
        let range = prose.sentences[sentence]..prose.sentences[sentence + 1];
        *self.subjects[sentence].get_or_insert_with(|| prose.main_subject(range.clone(), range.end))
    }
}

impl Runs {
    /// The name of the speaker at `phrase`, and whose it is when the document names it in full.
    pub(in crate::attribution) fn resolve(
        &self,
        phrase: Phrase,
        prose: &Prose<'_>,
        names: &Names<'_>,
        told: &mut Told,
        said: &[Span],
    ) -> (Option<String>, Option<usize>) {
        let first = &prose.items[phrase.start];
        let alone = phrase.end == phrase.start + 1;
        if alone && (first.any(Lex::RELATIVE) || prose.printed(phrase.start) == "that") {
            let run = self.within(phrase.start.saturating_sub(8), phrase.start).last();
            return run
                .map_or((None, None), |run| (Some(self.name_of(run, prose, names)), run.person));
        }
        if alone && first.any(Lex::SUBJECT.with(Lex::POSSESSIVE)) {
            if first.has(Lex::PLURAL) {
                return (self.collective(phrase.start, told.mention, prose), None);
            }
            if prose.printed(phrase.start).eq_ignore_ascii_case("it") {
                return (self.collective(phrase.start, told.mention, prose), None);
            }
            let male = match (first.has(Lex::HE), first.has(Lex::SHE)) {
                (true, false) => true,
                (false, true) => false,
                _ => return (None, None),
            };
            let called = names.called_in(prose.text, said);
            let named = |person: usize| called.contains(&names.persons[person].surname);
            let asked = Pronoun { at: phrase.start, male, last: told.last, chain: CHAIN };
            return match self.antecedent(asked, prose, names, told, &named) {
                Some(person) => (Some(names.name(person)), Some(person)),
                None => (None, None),
            };
        }
        let mut chosen = self.named(phrase, prose);
        // “her senior adviser, Jake Sullivan”
        if chosen.is_none() && phrase.head_end < phrase.end {
            chosen = self
                .within(phrase.head_end, phrase.end)
                .first()
                .filter(|run| run.start <= phrase.head_end + 1 && run.end - run.core >= 2);
        }
        if let Some(run) = chosen {
            return (Some(self.name_of(run, prose, names)), run.person);
        }
        if let Some(person) = self.described(phrase, prose, names) {
            return (Some(names.name(person)), Some(person));
        }
        let printed = prose.text.get(
            prose.items[phrase.start].span.start()..prose.items[phrase.head_end - 1].span.end(),
        );
        (printed.map(clean), None)
    }

    /// The name in the head of `phrase` that is nobody's owner and hangs on no preposition.
    fn named(&self, phrase: Phrase, prose: &Prose<'_>) -> Option<&Run> {
        let mut chosen = None;
        for run in self.within(phrase.start, phrase.head_end) {
            let hangs = (phrase.start..run.start)
                .any(|i| prose.items[i].any(Lex::PREP) && !prose.items[i].has(Lex::CAPITAL));
            // der Sprecher der Partei: a second article begins the owner.
            let owner = (phrase.start + 1..run.start).any(|i| {
                prose.items[i].any(Lex::DET)
                    && !prose.items[i - 1].any(Lex::DET.with(Lex::CONJ))
                    && prose.items[i - 1].is_word()
            });
            if hangs || owner || run.end < phrase.head_end && prose.is_genitive(run.end) {
                continue;
            }
            let modifies = run.end < phrase.head_end
                && prose.items[run.end].is_word()
                && !prose.items[run.end]
                    .any(Lex::PREP.with(Lex::CONJ).with(Lex::RELATIVE).with(Lex::ADVERB))
                && !matches!(
                    prose.printed(run.end),
                    "himself" | "herself" | "itself" | "themselves"
                );
            if modifies {
                continue;
            }
            chosen = Some(run);
        }
        chosen
    }

    /// “the president”: the one person who bears that title in this document.
    fn described(&self, phrase: Phrase, prose: &Prose<'_>, names: &Names<'_>) -> Option<usize> {
        if phrase.head_end != phrase.start + 2
            || !prose.printed(phrase.start).eq_ignore_ascii_case("the")
        {
            return None;
        }
        let role = bare(prose.printed(phrase.start + 1));
        let short = ABBREVIATED
            .iter()
            .filter(|(_, title)| title.eq_ignore_ascii_case(role))
            .map(|&(short, _)| short);
        let mut bearers: Vec<usize> = std::iter::once(role)
            .chain(short)
            .filter_map(|title| *names.by_title.get(names.ids.get(title)? as usize)?)
            .flat_map(|(first, other)| std::iter::once(first).chain(other))
            .filter(|&person| names.persons[person].human)
            .collect();
        bearers.sort_unstable();
        bearers.dedup();
        match bearers[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// Whom the pronoun at item `at` stands for; `said` tells who is named in the words that the pronoun is made to say.
    fn antecedent(
        &self,
        asked: Pronoun,
        prose: &Prose<'_>,
        names: &Names<'_>,
        told: &mut Told,
        said: &dyn Fn(usize) -> bool,
    ) -> Option<usize> {
        let Pronoun { at, male, last, chain } = asked;
        let sentence = prose.items[at].sentence;
        let to = self.runs.partition_point(|run| run.start < at);
        let inserted = prose.is_inserted(at);
        let mut scores: Vec<(usize, i32, i32)> = Vec::with_capacity(BACK + 1);
        for run in self.runs[..to].iter().rev().take(BACK) {
            let back = sentence - prose.items[run.start].sentence;
            if back > SENTENCES {
                break;
            }
            let Some(person) = run.person else { continue };
            let who = &names.persons[person];
            // “But Mr Ito, she said, …”: who is talked about in the sentence is not who says it.
            if !who.human || who.male.is_some_and(|m| m != male) || inserted && back == 0 {
                continue;
            }
            let is_subject =
                told.subject(prose, prose.items[run.start].sentence).is_some_and(|phrase| {
                    phrase.start <= run.start && run.end <= phrase.head_end.max(run.start + 1)
                });
            let opens = prose.sentence_of(run.start).start.max(run.start.saturating_sub(REACH));
            let is_subject = is_subject
                || (opens..run.start).all(|i| !prose.is_finite(i)) && !prose.is_genitive(run.end);
            let hangs = run.start > 0 && prose.items[run.start - 1].any(Lex::PREP);
            let owner = run.end < prose.items.len() && prose.is_genitive(run.end);
            let score = [
                12 - STEP * back as i32,
                if is_subject && !hangs && !owner { 4 } else { 0 },
                if owner { -2 } else { 0 },
                if who.male.is_some() { 2 } else { 0 },
                // Less than standing as the subject of the sentence before.
                if last == Some(person) { 2 } else { 0 },
                // A paragraph is about one person, and tells whom before it says he.
                if prose.paragraph(run.start) == prose.paragraph(at) { 3 } else { 0 },
                // People seldom name themselves.
                if said(person) { -8 } else { 0 },
            ];
            let score = score.iter().sum();
            match scores.iter_mut().find(|(p, ..)| *p == person) {
                // Named again: what is talked about.
                Some((_, best, again)) => (*best, *again) = ((*best).max(score), 1),
                None => scores.push((person, score, 0)),
            }
        }
        // “The governor”, “Ito's lawyer”: who is only described competes too, and when nobody bears the description, no
        // name is better than the wrong one.
        let mut chained = false;
        for back in u32::from(inserted)..=DESCRIBED {
            let Some(own) = sentence.checked_sub(back) else { break };
            let range = prose.sentences[own as usize]..prose.sentences[own as usize + 1];
            let subject = if range.end <= at {
                told.subject(prose, own)
            } else {
                prose.main_subject(range, at)
            };
            let Some(phrase) = subject else { continue };
            // She left. She said …: the pronoun before stands for the same person, most of the time.
            let pronoun = &prose.items[phrase.start];
            let same = pronoun.has(Lex::SUBJECT.with(if male { Lex::HE } else { Lex::SHE }))
                && phrase.start < at;
            let person = if same && !chained && chain > 0 {
                chained = true;
                let asked = Pronoun { at: phrase.start, chain: chain - 1, ..asked };
                let before = self.antecedent(asked, prose, names, told, &|_| false);
                before.filter(|&person| !said(person))
            } else {
                None
            };
            if person.is_none()
                && (self.named(phrase, prose).is_some() || !prose.is_somebody(phrase))
            {
                continue;
            }
            let person = person.or_else(|| self.described(phrase, prose, names));
            if person.is_some_and(|p| names.persons[p].male.is_some_and(|m| m != male)) {
                continue;
            }
            let here = prose.paragraph(phrase.start) == prose.paragraph(at);
            let sure = person.is_some_and(|p| names.persons[p].male.is_some());
            let score =
                16 - STEP * back as i32 + if here { 3 } else { 0 } + if sure { 2 } else { 0 };
            let person = person.unwrap_or(UNNAMED);
            match scores.iter_mut().find(|(p, ..)| *p == person) {
                Some((_, best, again)) => (*best, *again) = ((*best).max(score), 1),
                None => scores.push((person, score, 0)),
            }
        }
        if let Some(last) = last {
            let who = &names.persons[last];
            if scores.iter().all(|&(p, ..)| p != last)
                && who.male.is_none_or(|m| m == male)
                && !said(last)
            {
                scores.push((last, 10, 0));
            }
        }
        scores.sort_by_key(|&(person, score, again)| (std::cmp::Reverse(score + again), person));
        match scores[..] {
            [(UNNAMED, ..), ..] => None,
            [(person, ..)] => Some(person),
            [(person, a, x), (_, b, y), ..] if a + x > b + y + 1 => Some(person),
            _ => None,
        }
    }

    /// The group that *they*, or the body that *it*, at item `at` stands for: the subject of this sentence or one of the two
    /// before, or who spoke before, at `last`.
    fn collective(&self, at: usize, last: Option<Phrase>, prose: &Prose<'_>) -> Option<String> {
        let sentence = prose.items[at].sentence;
        let plural = prose.items[at].has(Lex::PLURAL);
        let fits =
            |phrase: &Phrase| if plural { prose.is_group(*phrase) } else { prose.is_body(*phrase) };
        let subject = |back: u32| {
            let own = sentence.checked_sub(back)? as usize;
            let range = prose.sentences[own]..prose.sentences[own + 1];
            prose
                .main_subject(range.clone(), at.min(range.end))
                .filter(|phrase| phrase.end <= at && fits(phrase))
        };
        let spoke = || {
            last.filter(|last| {
                last.end <= at && sentence - prose.items[last.start].sentence <= SENTENCES
            })
        };
        let phrase = (0..=DESCRIBED).find_map(subject).or_else(|| spoke().filter(fits))?;
        let end = phrase.head_end.max(phrase.start + 1);
        // Foner and Alba suggest: names end where small letters begin.
        let small = |i: usize| {
            prose.items[i].is_word()
                && !prose.items[i].any(JOINS.with(Lex::CAPITAL))
                && !prose.is_genitive(i)
        };
        let end = (phrase.start + 1..end)
            .find(|&i| small(i) && prose.items[i - 1].is_name())
            .unwrap_or(end);
        let head = prose.items[phrase.start].span.cover(prose.items[end - 1].span);
        Some(clean(head.of(prose.text)))
    }
}

impl Names<'_> {
    /// The words that can be surnames in what is `said`, as [`Names::id`] numbers them.
    fn called_in(&self, text: &str, said: &[Span]) -> Vec<Id> {
        let parts = |c: char| {
            matches!(c, ',' | ';' | ':' | '?' | '!' | '(' | ')' | '[' | ']' | '—' | '“' | '”' | '"')
                || c.is_whitespace()
        };
        let mut called = Vec::new();
        for words in said.iter().map(|piece| piece.of(text)) {
            let mut at = 0;
            // Few bytes can begin a capital: an ASCII one, or a character beyond.
            let capital = |byte: &u8| byte.is_ascii_uppercase() || *byte >= 0xc0;
            while let Some(next) = words.as_bytes()[at..].iter().position(capital) {
                let (before, rest) = words.split_at(at + next);
                let begins = rest.chars().next().unwrap_or(' ');
                if !begins.is_uppercase() || !before.chars().next_back().is_none_or(parts) {
                    at = before.len() + begins.len_utf8();
                    continue;
                }
                let word = rest.split(parts).next().unwrap_or(rest);
                called.extend(self.ids.get(bare(word.trim_end_matches(['.', '\'', '’']))));
                at = before.len() + word.len();
            }
        }
        called
    }
}

/// Nobody that the document names.
const UNNAMED: usize = usize::MAX;
/// Small words inside the names of a group.
const JOINS: Lex =
    Lex::CONJ.with(Lex::PARTICLE).with(Lex::TITLE).with(Lex::OF).with(Lex::ROLE).with(Lex::BODY);
/// Sentences back in which a description is looked for.
const DESCRIBED: u32 = 2;

/// Pronouns of one person, each the subject of its sentence, that are followed one to the next.
const CHAIN: u32 = 4;

/// What each sentence further back costs a name that a pronoun could stand for.
const STEP: i32 = 3;

impl Prose<'_> {
    /// Whether the head of `phrase` ends in a single person's office: *the governor*, *Ito's lawyer*.
    fn is_somebody(&self, phrase: Phrase) -> bool {
        let Some(last) = phrase.head_end.checked_sub(1).filter(|&last| last >= phrase.start) else {
            return false;
        };
        self.items[last].has(Lex::ROLE)
            && !self.items[last].any(Lex::SUBJECT)
            && !self.printed(last).ends_with('s')
    }

    /// Whether the head of `phrase` is several people or a body of people: *officials*, *two aides*, *Ruiz and Ito*, *the
    /// union*. A statement or a letter is never *they*.
    fn is_group(&self, phrase: Phrase) -> bool {
        let head = phrase.start..phrase.head_end.max(phrase.start + 1);
        let Some(last) = head.clone().last() else { return false };
        let plural = self.items[last].any(Lex::ROLE) && self.printed(last).ends_with('s');
        plural
            || self.items[last].any(Lex::BODY)
                && !self.items[last].any(Lex::VEHICLE.with(Lex::NOUN))
                && !matches!(self.printed(phrase.start), "that" | "this" | "a" | "an")
            || head.clone().any(|i| self.items[i].any(Lex::CONJ))
                && head.clone().any(|i| self.items[i].is_name())
    }

    /// Whether the head of `phrase` is one body or one text that speaks: *the company*, *the letter*.
    fn is_body(&self, phrase: Phrase) -> bool {
        let head = phrase.start..phrase.head_end.max(phrase.start + 1);
        let Some(last) = head.clone().last() else { return false };
        let one = self.items[last].any(Lex::BODY.with(Lex::VEHICLE))
            && !self.items[last].any(Lex::ROLE.with(Lex::SUBJECT))
            && (self.items[last].is_name() || !self.printed(last).ends_with('s'));
        one && !head.clone().any(|i| self.items[i].any(Lex::CONJ.with(Lex::GIVEN)))
    }

    /// Whether the pronoun at item `at` begins a reporting clause set into a sentence or put at its end, with commas:
    /// *the bridge, he said, would hold*. Not after a clause or phrase that opens the sentence: *when Ito came, he said …*
    fn is_inserted(&self, at: usize) -> bool {
        let range = self.sentence_of(at);
        let opener = &self.items[range.start];
        let opens = opener.any(Lex::SUBORD.with(Lex::PREP).with(Lex::ING))
            || opener.any(Lex::PARTICIPLE.with(Lex::ADVERB).with(Lex::VERB))
                && !opener.any(Lex::DET);
        let verb = self.items.get(at + 1).is_some_and(|n| at + 1 < range.end && n.any(Lex::SAY));
        at > range.start + 1 && self.items[at - 1].is_mark(&[',']) && verb && !opens
    }
}

/// Titles before a name, and the word that stands for their bearer without it.
const ABBREVIATED: [(&str, &str); 8] = [
    ("sen.", "senator"),
    ("gov.", "governor"),
    ("rep.", "congressman"),
    ("rep.", "congresswoman"),
    ("rep.", "representative"),
    ("gen.", "general"),
    ("prof.", "professor"),
    ("dr.", "doctor"),
];
