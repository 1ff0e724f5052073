//! From a mention to a name: the fullest form in the document, and whom a pronoun stands for.
//!
//! Every run of capitals in the reporter's prose is read once. Runs with a given name and a surname make persons; a bare
//! surname, with or without a title, is joined to a person when exactly one fits: by gender (“Mrs. Clinton” is never
//! Bill), and else by which of several is meant by far most often. Pronouns are followed back over a bounded number of
//! runs, scored by gender, place and who spoke last; a tie is left open.

use rustc_hash::FxHashMap;

use super::lexicon::Lex;
use super::phrase::Phrase;
use super::prose::Prose;

/// One run of name words in the prose.
#[derive(Clone, Debug)]
struct Run {
    start: usize,
    end: usize,
    /// First item after titles.
    core: usize,
    /// Lower-case last word, suffixes apart.
    surname: String,
    male: Option<bool>,
    titled: bool,
    person: Option<usize>,
}

/// A person named in full somewhere in the document, or a body.
#[derive(Clone, Debug)]
struct Person {
    given: String,
    surname: String,
    suffix: Option<String>,
    /// Fullest form printed.
    name: String,
    words: usize,
    male: Option<bool>,
    human: bool,
    count: usize,
    /// Titles printed before the name, lower case.
    titles: Vec<String>,
}

/// The names of one document.
#[derive(Debug, Default)]
pub(super) struct Names {
    persons: Vec<Person>,
    by_surname: FxHashMap<String, Vec<usize>>,
    by_given: FxHashMap<String, Vec<usize>>,
}

/// The runs of one level, joined to the document's names.
#[derive(Debug)]
pub(super) struct Runs {
    runs: Vec<Run>,
}

/// Runs that a pronoun is followed back over. A pronoun in news stands within two or three sentences of its name.
const BACK: usize = 14;
/// Sentences that a pronoun is followed back over.
const SENTENCES: u32 = 5;

fn lower(word: &str) -> String {
    word.trim_end_matches("'s").trim_end_matches("’s").to_lowercase()
}

fn runs_of(prose: &Prose<'_>) -> Vec<Run> {
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
            let particle = item.has(Lex::PARTICLE) && i > start && prose.items.get(i + 1).is_some_and(|n| n.is_name());
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
        runs.push(Run { start, end: i, core, surname: lower(prose.printed(last)), male, titled, person: None });
    }
    runs
}

impl Names {
    /// Reads the full names of a level.
    pub(super) fn add(&mut self, prose: &Prose<'_>, runs: &mut Runs) {
        for run in &mut runs.runs {
            let words = (run.core..run.end).filter(|&i| prose.items[i].is_word()).count();
            let suffix = prose.items[run.end - 1].has(Lex::SUFFIX).then(|| lower(prose.printed(run.end - 1)));
            if words - usize::from(suffix.is_some()) < 2 {
                continue;
            }
            let first = &prose.items[run.core];
            let given = lower(prose.printed(run.core));
            let human = first.has(Lex::GIVEN) || run.titled || is_initial(prose.printed(run.core));
            let body = (run.core..run.end).any(|i| prose.items[i].any(Lex::BODY)) && !first.has(Lex::GIVEN);
            let name = prose.text.get(first.span.start()..prose.items[run.end - 1].span.end()).unwrap_or("");
            let listed = self.by_surname.entry(run.surname.clone()).or_default();
            let persons = &mut self.persons;
            let found = listed.iter().copied().find(|&p| persons[p].given == given && persons[p].suffix == suffix);
            let person = found.unwrap_or_else(|| {
                listed.push(persons.len());
                self.by_given.entry(given.clone()).or_default().push(persons.len());
                persons.push(Person {
                    given,
                    surname: run.surname.clone(),
                    suffix,
                    name: String::new(),
                    words: 0,
                    male: None,
                    human: false,
                    count: 0,
                    titles: Vec::new(),
                });
                persons.len() - 1
            });
            let entry = &mut self.persons[person];
            entry.count += 1;
            entry.human |= human && !body;
            entry.male = entry.male.or(run.male);
            if words > entry.words {
                entry.words = words;
                entry.name = clean(name);
            }
            for i in run.start..run.core {
                let title = lower(prose.printed(i));
                if !entry.titles.contains(&title) {
                    entry.titles.push(title);
                }
            }
            run.person = Some(person);
        }
    }

    /// Joins the bare names of a level to persons.
    pub(super) fn join(&mut self, prose: &Prose<'_>, runs: &mut Runs) {
        for i in 0..runs.runs.len() {
            let run = &runs.runs[i];
            if run.person.is_some() {
                continue;
            }
            let words = run.end - run.core;
            let person = if words > 1 && !prose.items[run.end - 1].has(Lex::SUFFIX) {
                None
            } else {
                self.bare(&run.surname, run.male)
            };
            if let Some(person) = person {
                let titles: Vec<String> = (run.start..run.core).map(|i| lower(prose.printed(i))).collect();
                let entry = &mut self.persons[person];
                entry.count += 1;
                entry.human |= run.titled;
                if entry.male.is_none() {
                    entry.male = run.male;
                }
                for title in titles {
                    if !entry.titles.contains(&title) {
                        entry.titles.push(title);
                    }
                }
                runs.runs[i].person = Some(person);
            }
        }
    }

    /// The person that a bare name stands for.
    fn bare(&self, word: &str, male: Option<bool>) -> Option<usize> {
        let fits = |&&p: &&usize| {
            let person = &self.persons[p];
            male.is_none() || person.male.is_none() || person.male == male
        };
        let of_surname: Vec<usize> = self.by_surname.get(word).into_iter().flatten().filter(fits).copied().collect();
        match of_surname[..] {
            [one] => return Some(one),
            [] => {}
            _ => {
                // The one meant by far most often; the bare name of the less known person would mislead.
                let mut by_count = of_surname;
                by_count.sort_by_key(|&p| (std::cmp::Reverse(self.persons[p].count), p));
                let (a, b) = (&self.persons[by_count[0]], &self.persons[by_count[1]]);
                return (a.count > b.count).then_some(by_count[0]);
            }
        }
        let of_given: Vec<usize> = self.by_given.get(word).into_iter().flatten().filter(fits).copied().collect();
        match of_given[..] {
            [one] if self.persons[one].human => Some(one),
            _ => None,
        }
    }
}

fn is_initial(word: &str) -> bool {
    word.ends_with('.') && word.chars().count() <= 4 && word.starts_with(char::is_uppercase)
}

fn clean(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Runs {
    pub(super) fn read(prose: &Prose<'_>) -> Runs {
        Runs { runs: runs_of(prose) }
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
    ) -> (Option<String>, Option<usize>) {
        let first = &prose.items[phrase.start];
        let alone = phrase.end == phrase.start + 1;
        if alone && first.any(Lex::RELATIVE) || alone && prose.printed(phrase.start) == "that" {
            let run = self.within(phrase.start.saturating_sub(8), phrase.start).last();
            return run.map_or((None, None), |run| (Some(self.name_of(run, prose, names)), run.person));
        }
        if alone && first.any(Lex::SUBJECT.with(Lex::POSSESSIVE)) {
            let male = match (first.has(Lex::HE), first.has(Lex::SHE)) {
                (true, false) => true,
                (false, true) => false,
                _ => return (None, None),
            };
            return match self.antecedent(phrase.start, male, prose, names, last) {
                Some(person) => (Some(names.persons[person].name.clone()), Some(person)),
                None => (None, None),
            };
        }
        // The name in the head that is nobody's owner and hangs on no preposition.
        let mut chosen = None;
        for run in self.within(phrase.start, phrase.head_end) {
            let hangs =
                (phrase.start..run.start).any(|i| prose.items[i].any(Lex::PREP) && !prose.items[i].has(Lex::CAPITAL));
            if hangs || run.end < phrase.head_end && prose.is_genitive(run.end) {
                continue;
            }
            let modifies = run.end < phrase.head_end
                && prose.items[run.end].is_word()
                && !prose.items[run.end].any(Lex::PREP.with(Lex::CONJ).with(Lex::RELATIVE));
            if modifies {
                continue;
            }
            chosen = Some(run);
        }
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

    /// “the president”: the one person who bears that title in this document.
    fn described(&self, phrase: Phrase, prose: &Prose<'_>, names: &Names) -> Option<usize> {
        if phrase.head_end != phrase.start + 2 || !prose.printed(phrase.start).eq_ignore_ascii_case("the") {
            return None;
        }
        let role = lower(prose.printed(phrase.start + 1));
        let matches = |title: &str| title == role || abbreviated(title) == Some(role.as_str());
        let mut bearers =
            names.persons.iter().enumerate().filter(|(_, p)| p.human && p.titles.iter().any(|t| matches(t)));
        let (person, _) = bearers.next()?;
        bearers.next().is_none().then_some(person)
    }

    /// Whom the pronoun at item `at` stands for.
    fn antecedent(
        &self,
        at: usize,
        male: bool,
        prose: &Prose<'_>,
        names: &Names,
        last: Option<usize>,
    ) -> Option<usize> {
        let sentence = prose.items[at].sentence;
        let to = self.runs.partition_point(|run| run.start < at);
        let mut scores: Vec<(usize, i32)> = Vec::new();
        for run in self.runs[..to].iter().rev().take(BACK) {
            let back = sentence - prose.items[run.start].sentence;
            if back > SENTENCES {
                break;
            }
            let Some(person) = run.person else { continue };
            let who = &names.persons[person];
            if !who.human || who.male.is_some_and(|m| m != male) {
                continue;
            }
            let opens = prose.sentence_of(run.start).start;
            let subject = (opens..run.start).all(|i| !prose.is_finite(i))
                && !prose.items.get(run.end).is_some_and(|_| prose.is_genitive(run.end));
            let hangs = run.start > 0 && prose.items[run.start - 1].any(Lex::PREP);
            let mut score = 12 - 2 * back as i32;
            score += if subject && !hangs { 4 } else { 0 };
            score -= if prose.is_genitive(run.end) { 2 } else { 0 };
            score += if who.male.is_some() { 3 } else { 0 };
            score += if last == Some(person) { 4 } else { 0 };
            match scores.iter_mut().find(|(p, _)| *p == person) {
                // Named again and again: what is talked about.
                Some((_, best)) => *best = (*best).max(score) + 1,
                None => scores.push((person, score)),
            }
        }
        if let Some(last) = last {
            let who = &names.persons[last];
            if scores.iter().all(|&(p, _)| p != last) && who.male.is_none_or(|m| m == male) {
                scores.push((last, 10));
            }
        }
        scores.sort_by_key(|&(person, score)| (std::cmp::Reverse(score), person));
        match scores[..] {
            [(person, _)] => Some(person),
            [(person, a), (_, b), ..] if a > b + 1 => Some(person),
            _ => None,
        }
    }
}

/// What an abbreviated title stands for.
fn abbreviated(title: &str) -> Option<&'static str> {
    Some(match title {
        "sen." | "sen" => "senator",
        "gov." | "gov" => "governor",
        "rep." | "rep" => "congressman",
        "gen." | "gen" => "general",
        "prof." | "prof" => "professor",
        "dr." | "dr" => "doctor",
        _ => return None,
    })
}
