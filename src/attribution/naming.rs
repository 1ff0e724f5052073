//! From a mention to a name: the fullest form in the document, and whom a pronoun stands for.
//!
//! Every run of capitals in the reporter's prose is read once. Runs with a given name and a surname make persons; a bare
//! surname, with or without a title, is joined to a person when exactly one fits: by gender (“Mrs. Clinton” is never
//! Bill), and else by which of several is meant by far most often. Pronouns are followed back over a bounded number of
//! runs, scored by gender, place and who spoke last; a tie is left open.

use rustc_hash::FxHashMap;

use super::lexicon::Lex;
use super::phrase::{Phrase, REACH};
use super::prose::Prose;
use crate::text::Listed;

/// One run of name words in the prose.
#[derive(Clone, Debug)]
struct Run {
    start: usize,
    end: usize,
    /// First item after titles.
    core: usize,
    /// Last word, suffixes apart, as [`Names::id`] numbers it.
    surname: Id,
    male: Option<bool>,
    titled: bool,
    person: Option<usize>,
}

/// A person named in full somewhere in the document, or a body.
#[derive(Clone, Debug)]
struct Person {
    /// Fullest form printed.
    name: String,
    surname: Id,
    words: usize,
    male: Option<bool>,
    human: bool,
    count: usize,
    /// Named beside somebody else of the surname: “his wife, Ana Ruiz”, “first lady Ana Ruiz”. The bare surname is not
    /// theirs.
    relative: bool,
}

/// The names of one document.
#[derive(Debug, Default)]
pub(super) struct Names {
    persons: Vec<Person>,
    ids: Listed<Id>,
    by_surname: FxHashMap<Id, Vec<usize>>,
    by_given: FxHashMap<Id, Vec<usize>>,
    /// Given name ([`NONE`] for a bare surname), surname, suffix.
    by_name: FxHashMap<(Id, Id, Id), usize>,
    by_title: FxHashMap<Id, Vec<usize>>,
    /// For each surname that stands alone: how often *he* and *she* follow it in its sentence.
    votes: FxHashMap<Id, (u32, u32)>,
    known: Id,
}

/// Number of a word in one document, whatever its case.
type Id = u32;
/// No word.
const NONE: Id = 0;

/// The runs of one level, joined to the document's names.
#[derive(Debug)]
pub(super) struct Runs {
    runs: Vec<Run>,
}

/// Runs that a pronoun is followed back over. A pronoun in news stands within two or three sentences of its name.
const BACK: usize = 14;
/// Persons of one surname that are told apart, so that cost stays linear.
const NAMESAKES: usize = 32;
/// Sentences that a pronoun is followed back over.
const SENTENCES: u32 = 5;

fn bare(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

fn runs_of(prose: &Prose<'_>, names: &mut Names) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut i = 0;
    while i < prose.items.len() {
        if !prose.items[i].is_name() || prose.is_genitive(i) {
            i += 1;
            continue;
        }
        let start = i;
        let mut core = i;
        let mut male = None;
        let mut titled = false;
        while i < prose.items.len() {
            let item = &prose.items[i];
            let same = i == start || item.sentence == prose.items[start].sentence;
            let particle = item.has(Lex::PARTICLE)
                && i > start
                && !(i == core && item.any(Lex::DET))
                && prose.items.get(i + 1).is_some_and(|n| n.is_name());
            let hyphen = item.is_mark(&['-', '–'])
                && !item.spaced
                && prose.items.get(i + 1).is_some_and(|n| n.is_word() && !n.spaced);
            let after_hyphen = i > start && prose.items[i - 1].is_mark(&['-', '–']);
            let suffix = item.has(Lex::SUFFIX) && item.has(Lex::CAPITAL);
            if !same || prose.is_genitive(i) || !(item.is_name() || particle || hyphen || after_hyphen || suffix) {
                break;
            }
            if item.has(Lex::TITLE) {
                let honorific = item.any(Lex::MALE.with(Lex::FEMALE));
                let given = item.has(Lex::GIVEN);
                if !given || i == start && honorific && prose.printed(i).ends_with('.') {
                    core = i + 1;
                    titled = true;
                    male = match (item.has(Lex::MALE), item.has(Lex::FEMALE)) {
                        (true, false) => Some(true),
                        (false, true) => Some(false),
                        _ => male,
                    };
                }
            }
            i += 1;
        }
        // “National Intelligence Dan Ito”: the end of an office or a body, then a given name and what follows it.
        if core + 3 < i && !prose.items[core].has(Lex::GIVEN) && !(core..i).any(|k| prose.items[k].is_mark(&['-', '–']))
        {
            let given = (core + 2..i - 1).find(|&k| prose.items[k].has(Lex::GIVEN) && !prose.items[k].any(Lex::BODY));
            core = given.filter(|_| !prose.items[i - 1].any(Lex::BODY)).unwrap_or(core);
        }
        if core >= i {
            // Titles alone: “the President”. No name.
            continue;
        }
        let mut last = i - 1;
        while last > core && prose.items[last].has(Lex::SUFFIX) {
            last -= 1;
        }
        if male.is_none() && last > core {
            let given = &prose.items[core];
            male = match (given.has(Lex::MALE), given.has(Lex::FEMALE)) {
                (true, false) => Some(true),
                (false, true) => Some(false),
                _ => None,
            };
        }
        runs.push(Run { start, end: i, core, surname: names.id(prose.printed(last)), male, titled, person: None });
    }
    runs
}

impl Names {
    fn id(&mut self, word: &str) -> Id {
        let known = &mut self.known;
        *self.ids.entry(bare(word), || {
            *known += 1;
            *known
        })
    }

    /// Reads the full names of a level.
    pub(super) fn add(&mut self, prose: &Prose<'_>, runs: &mut Runs) {
        for run in &mut runs.runs {
            // Jean-Claude is one word; so is the Ruiz-Ito plan.
            let joined = |i: usize| i > run.core && prose.items[i - 1].is_mark(&['-', '–']);
            let words = (run.core..run.end).filter(|&i| prose.items[i].is_word() && !joined(i)).count();
            if words == 1 {
                let (he, she) = self.votes.entry(run.surname).or_default();
                match (run.male, pronoun_after(prose, run)) {
                    (Some(true), _) => *he += 3,
                    (Some(false), _) => *she += 3,
                    (None, Some(true)) => *he += 1,
                    (None, Some(false)) => *she += 1,
                    (None, None) => {}
                }
            }
            let suffixed = prose.items[run.end - 1].has(Lex::SUFFIX);
            if words < 2 + usize::from(suffixed) {
                continue;
            }
            let first = &prose.items[run.core];
            let given = self.id(prose.printed(run.core));
            let suffix = if suffixed { self.id(prose.printed(run.end - 1)) } else { NONE };
            let human = first.has(Lex::GIVEN) || run.titled || is_initial(prose.printed(run.core));
            let body = (run.core..run.end).any(|i| prose.items[i].any(Lex::BODY)) && !first.has(Lex::GIVEN);
            let name = prose.text.get(first.span.start()..prose.items[run.end - 1].span.end()).unwrap_or("");
            let persons = &mut self.persons;
            let key = (given, run.surname, suffix);
            let person = *self.by_name.entry(key).or_insert_with(|| {
                self.by_surname.entry(run.surname).or_default().push(persons.len());
                self.by_given.entry(given).or_default().push(persons.len());
                persons.push(Person {
                    name: String::new(),
                    surname: run.surname,
                    words: 0,
                    male: None,
                    human: false,
                    count: 0,
                    relative: false,
                });
                persons.len() - 1
            });
            let entry = &mut self.persons[person];
            entry.relative |= is_relative(prose, run);
            entry.count += 1;
            entry.human |= human && !body;
            entry.male = entry.male.or(run.male);
            if words > entry.words {
                entry.words = words;
                entry.name = clean(name);
            }
            for i in run.start..run.core {
                let title = self.id(prose.printed(i));
                bearer(&mut self.by_title, title, person);
            }
            run.person = Some(person);
        }
    }

    /// Joins the bare names of a level to persons. A bare name that no person in full fits is a person of its own.
    pub(super) fn join(&mut self, prose: &Prose<'_>, runs: &mut Runs) {
        for run in &mut runs.runs {
            if run.person.is_some() || run.end - run.core > 1 {
                continue;
            }
            let person = match self.bare(run.surname, run.male) {
                Some(person) => person,
                None => self.bare_person(prose, run),
            };
            let entry = &mut self.persons[person];
            entry.count += 1;
            let known = prose.items[run.core].any(Lex::PLACE.with(Lex::BODY).with(Lex::TIME).with(Lex::ROLE));
            // People are called by their last word alone; the Democratic Party is not called Party.
            entry.human |= !known && (run.titled || entry.words > 1 || speaks(prose, run));
            entry.male = entry.male.or(run.male);
            for i in run.start..run.core {
                let title = self.id(prose.printed(i));
                bearer(&mut self.by_title, title, person);
            }
            run.person = Some(person);
        }
    }

    /// The person of a bare surname that no full name fits, or too many.
    fn bare_person(&mut self, prose: &Prose<'_>, run: &Run) -> usize {
        let male = run.male.or_else(|| self.voted(run.surname));
        let persons = &mut self.persons;
        *self.by_name.entry((NONE, run.surname, NONE)).or_insert_with(|| {
            // A title that tells the sex is worth keeping where there is no given name: Mrs. Ruiz.
            let from = if run.male.is_some() { run.start } else { run.core };
            let printed = prose.items[from].span.cover(prose.items[run.end - 1].span);
            persons.push(Person {
                name: clean(printed.of(prose.text)),
                surname: run.surname,
                words: 1,
                male,
                human: false,
                count: 0,
                relative: false,
            });
            self.by_surname.entry(run.surname).or_default().push(persons.len() - 1);
            persons.len() - 1
        })
    }

    /// What the pronouns after a bare surname say: three in four of at least two.
    fn voted(&self, surname: Id) -> Option<bool> {
        let &(he, she) = self.votes.get(&surname)?;
        match (he, she) {
            (he, she) if he >= 2 && he >= 3 * she => Some(true),
            (he, she) if she >= 2 && she >= 3 * he => Some(false),
            _ => None,
        }
    }

    /// The person that a bare name stands for.
    fn bare(&self, word: Id, male: Option<bool>) -> Option<usize> {
        let own = male; // by the title printed before this very name
        let male = own.or_else(|| self.voted(word));
        let fits = |&&p: &&usize| {
            let person = &self.persons[p];
            male.is_none() || person.male.is_none() || person.male == male
        };
        let mut of_surname: Vec<usize> =
            self.by_surname.get(&word).into_iter().flatten().take(NAMESAKES).filter(fits).copied().collect();
        if of_surname.iter().any(|&p| !self.persons[p].relative) {
            of_surname.retain(|&p| !self.persons[p].relative);
        } else if !of_surname.is_empty() && own.is_none() {
            // Only somebody's wife or son is named in full: the bare name is the other one's.
            return None;
        }
        match of_surname[..] {
            [one] => return Some(one),
            [] => {}
            _ => {
                // The one meant by far most often; the bare name of the less known person would mislead.
                of_surname.sort_by_key(|&p| (std::cmp::Reverse(self.persons[p].count), p));
                let (a, b) = (&self.persons[of_surname[0]], &self.persons[of_surname[1]]);
                return (a.count > b.count).then_some(of_surname[0]);
            }
        }
        let of_given: Vec<usize> =
            self.by_given.get(&word).into_iter().flatten().take(NAMESAKES).filter(fits).copied().collect();
        match of_given[..] {
            [one] if self.persons[one].human => Some(one),
            _ => None,
        }
    }
}

/// Whether the full name at `run` is given as somebody's relative.
fn is_relative(prose: &Prose<'_>, run: &Run) -> bool {
    let relation = |k: usize| prose.items[k].any(Lex::KIN);
    let low = prose.sentence_of(run.start).start.max(run.start.saturating_sub(2));
    if (low..run.start).any(relation) {
        return true;
    }
    // “Ana Ruiz, his wife”; “Ana Ruiz, the candidate's daughter”
    let high = prose.sentence_of(run.start).end;
    prose.items.get(run.end).is_some_and(|n| n.is_mark(&[',']))
        && (run.end + 1..high)
            .take(5)
            .take_while(|&k| prose.items[k].is_word())
            .any(|k| relation(k) && (prose.items[k - 1].any(Lex::POSSESSIVE) || prose.is_genitive(k - 1)))
}

/// The pronoun of the third person that follows a bare surname in its sentence, with no other name between.
fn pronoun_after(prose: &Prose<'_>, run: &Run) -> Option<bool> {
    let high = prose.sentence_of(run.start).end;
    for item in prose.items[run.end..high].iter().take(14) {
        if item.is_name() || item.is_hole() {
            return None;
        }
        match (item.any(Lex::HE), item.any(Lex::SHE)) {
            (true, false) => return Some(true),
            (false, true) => return Some(false),
            _ => {}
        }
    }
    None
}

/// Whether a reporting verb stands next to the run.
fn speaks(prose: &Prose<'_>, run: &Run) -> bool {
    let verb = |k: usize| prose.items.get(k).is_some_and(|n| n.any(Lex::SAY) && n.any(Lex::PAST.with(Lex::PRESENT)));
    verb(run.end) || run.start > 0 && verb(run.start - 1)
}

fn is_initial(word: &str) -> bool {
    word.ends_with('.') && word.chars().count() <= 4 && word.starts_with(char::is_uppercase)
}

fn clean(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Runs {
    pub(super) fn read(prose: &Prose<'_>, names: &mut Names) -> Runs {
        Runs { runs: runs_of(prose, names) }
    }

    fn within(&self, start: usize, end: usize) -> &[Run] {
        let from = self.runs.partition_point(|run| run.start < start);
        let to = self.runs.partition_point(|run| run.start < end);
        &self.runs[from.min(to)..to]
    }

    fn name_of(&self, run: &Run, prose: &Prose<'_>, names: &Names) -> String {
        match run.person {
            Some(person) => names.persons[person].name.clone(),
            None => {
                let from = if run.male.is_some() && run.titled { run.start } else { run.core };
                clean(prose.text.get(prose.items[from].span.start()..prose.items[run.end - 1].span.end()).unwrap_or(""))
            }
        }
    }

    /// The name of the speaker at `phrase`, and whose it is when the document names it in full. `last` is the person who
    /// spoke last.
    pub(super) fn resolve(
        &self,
        phrase: Phrase,
        prose: &Prose<'_>,
        names: &Names,
        last: Option<usize>,
        said: &[&str],
    ) -> (Option<String>, Option<usize>) {
        let first = &prose.items[phrase.start];
        let alone = phrase.end == phrase.start + 1;
        if alone && (first.any(Lex::RELATIVE) || prose.printed(phrase.start) == "that") {
            let run = self.within(phrase.start.saturating_sub(8), phrase.start).last();
            return run.map_or((None, None), |run| (Some(self.name_of(run, prose, names)), run.person));
        }
        if alone && first.any(Lex::SUBJECT.with(Lex::POSSESSIVE)) {
            if first.has(Lex::PLURAL) {
                return (self.group(phrase.start, prose), None);
            }
            let male = match (first.has(Lex::HE), first.has(Lex::SHE)) {
                (true, false) => true,
                (false, true) => false,
                _ => return (None, None),
            };
            let named = |person: usize| said.iter().any(|words| self.named_in(words, person, names));
            return match self.antecedent(phrase.start, male, prose, names, last, &named) {
                Some(person) => (Some(names.persons[person].name.clone()), Some(person)),
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
            return (Some(names.persons[person].name.clone()), Some(person));
        }
        let printed =
            prose.text.get(prose.items[phrase.start].span.start()..prose.items[phrase.head_end - 1].span.end());
        (printed.map(clean), None)
    }

    /// The name in the head of `phrase` that is nobody's owner and hangs on no preposition.
    fn named(&self, phrase: Phrase, prose: &Prose<'_>) -> Option<&Run> {
        let mut chosen = None;
        for run in self.within(phrase.start, phrase.head_end) {
            let hangs =
                (phrase.start..run.start).any(|i| prose.items[i].any(Lex::PREP) && !prose.items[i].has(Lex::CAPITAL));
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
                && !prose.items[run.end].any(Lex::PREP.with(Lex::CONJ).with(Lex::RELATIVE).with(Lex::ADVERB))
                && !matches!(prose.printed(run.end), "himself" | "herself" | "itself" | "themselves");
            if modifies {
                continue;
            }
            chosen = Some(run);
        }
        chosen
    }

    /// “the president”: the one person who bears that title in this document.
    fn described(&self, phrase: Phrase, prose: &Prose<'_>, names: &Names) -> Option<usize> {
        if phrase.head_end != phrase.start + 2 || !prose.printed(phrase.start).eq_ignore_ascii_case("the") {
            return None;
        }
        let role = bare(prose.printed(phrase.start + 1));
        let short = ABBREVIATED.iter().filter(|(_, title)| title.eq_ignore_ascii_case(role)).map(|&(short, _)| short);
        let mut bearers: Vec<usize> = std::iter::once(role)
            .chain(short)
            .filter_map(|title| names.by_title.get(names.ids.get(title)?))
            .flatten()
            .copied()
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
        at: usize,
        male: bool,
        prose: &Prose<'_>,
        names: &Names,
        last: Option<usize>,
        said: &dyn Fn(usize) -> bool,
    ) -> Option<usize> {
        let sentence = prose.items[at].sentence;
        let to = self.runs.partition_point(|run| run.start < at);
        let inserted = prose.is_inserted(at);
        let mut scores: Vec<(usize, i32, i32)> = Vec::new();
        let mut subject: Option<(u32, Option<Phrase>)> = None;
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
            let own = prose.items[run.start].sentence;
            if subject.is_none_or(|(of, _)| of != own) {
                let range = prose.sentence_of(run.start);
                subject = Some((own, prose.main_subject(range.clone(), range.end)));
            }
            let is_subject = subject
                .and_then(|(_, phrase)| phrase)
                .is_some_and(|phrase| phrase.start <= run.start && run.end <= phrase.head_end.max(run.start + 1));
            let opens = prose.sentence_of(run.start).start.max(run.start.saturating_sub(REACH));
            let is_subject =
                is_subject || (opens..run.start).all(|i| !prose.is_finite(i)) && !prose.is_genitive(run.end);
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
                if prose.items[run.start].paragraph == prose.items[at].paragraph { 3 } else { 0 },
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
        for back in u32::from(inserted)..=DESCRIBED {
            let Some(own) = sentence.checked_sub(back) else { break };
            let range = prose.sentences[own as usize]..prose.sentences[own as usize + 1];
            let Some(phrase) = prose.main_subject(range.clone(), at.min(range.end)) else { continue };
            if self.named(phrase, prose).is_some() || !prose.is_somebody(phrase) {
                continue;
            }
            let person = self.described(phrase, prose, names);
            if person.is_some_and(|p| names.persons[p].male.is_some_and(|m| m != male)) {
                continue;
            }
            let here = prose.items[phrase.start].paragraph == prose.items[at].paragraph;
            let sure = person.is_some_and(|p| names.persons[p].male.is_some());
            let score = 16 - STEP * back as i32 + if here { 3 } else { 0 } + if sure { 2 } else { 0 };
            let person = person.unwrap_or(UNNAMED);
            match scores.iter_mut().find(|(p, ..)| *p == person) {
                Some((_, best, again)) => (*best, *again) = ((*best).max(score), 1),
                None => scores.push((person, score, 0)),
            }
        }
        if let Some(last) = last {
            let who = &names.persons[last];
            if scores.iter().all(|&(p, ..)| p != last) && who.male.is_none_or(|m| m == male) && !said(last) {
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

    /// The group that *they* at item `at` stands for: the subject, in the plural, of this sentence or one of the two before.
    fn group(&self, at: usize, prose: &Prose<'_>) -> Option<String> {
        let sentence = prose.items[at].sentence;
        for back in 0..=DESCRIBED {
            let own = sentence.checked_sub(back)? as usize;
            let range = prose.sentences[own]..prose.sentences[own + 1];
            let Some(phrase) = prose.main_subject(range.clone(), at.min(range.end)) else { continue };
            if phrase.end <= at && prose.is_group(phrase) {
                let head = prose.items[phrase.start].span.cover(prose.items[phrase.head_end - 1].span);
                return Some(clean(head.of(prose.text)));
            }
        }
        None
    }

    /// Whether `words` name `person`.
    pub(super) fn named_in(&self, words: &str, person: usize, names: &Names) -> bool {
        let surname = names.persons[person].surname;
        words.contains(char::is_uppercase)
            && crate::text::scan(words).any(|word| {
                word.flags.has(crate::text::Flags::CAPITAL)
                    && names.ids.get(bare(word.span.of(words))).is_some_and(|&id| id == surname)
            })
    }
}

/// Nobody that the document names.
const UNNAMED: usize = usize::MAX;
/// Sentences back in which a description is looked for.
const DESCRIBED: u32 = 2;

/// What each sentence further back costs a name that a pronoun could stand for.
const STEP: i32 = 3;

impl Prose<'_> {
    /// Whether the head of `phrase` ends in a single person's office: *the governor*, *Ito's lawyer*.
    fn is_somebody(&self, phrase: Phrase) -> bool {
        let Some(last) = phrase.head_end.checked_sub(1).filter(|&last| last >= phrase.start) else { return false };
        self.items[last].has(Lex::ROLE) && !self.items[last].any(Lex::SUBJECT) && !self.printed(last).ends_with('s')
    }

    /// Whether the head of `phrase` is several people or a body: *officials*, *two aides*, *Ruiz and Ito*, *the union*.
    fn is_group(&self, phrase: Phrase) -> bool {
        let head = phrase.start..phrase.head_end.max(phrase.start + 1);
        let Some(last) = head.clone().last() else { return false };
        let plural = self.items[last].any(Lex::ROLE) && self.printed(last).ends_with('s');
        plural
            || self.items[last].any(Lex::BODY)
            || head.clone().any(|i| self.items[i].any(Lex::CONJ)) && head.clone().any(|i| self.items[i].is_name())
    }

    /// Whether the pronoun at item `at` begins a reporting clause set into a sentence or put at its end, with commas:
    /// *the bridge, he said, would hold*. Not after a clause or phrase that opens the sentence: *when Ito came, he said …*
    fn is_inserted(&self, at: usize) -> bool {
        let range = self.sentence_of(at);
        let opener = &self.items[range.start];
        let opens = opener.any(Lex::SUBORD.with(Lex::PREP).with(Lex::ING))
            || opener.any(Lex::PARTICIPLE.with(Lex::ADVERB).with(Lex::VERB)) && !opener.any(Lex::DET);
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

/// Notes that `person` bears `title`. Two bearers are as many as a hundred: the title alone does not tell.
fn bearer(by_title: &mut FxHashMap<Id, Vec<usize>>, title: Id, person: usize) {
    let bearers = by_title.entry(title).or_default();
    if bearers.len() < 2 && !bearers.contains(&person) {
        bearers.push(person);
    }
}
