//! From a mention to a name: the fullest form in the document, and whom a pronoun stands for.
//!
//! Every run of capitals in the reporter's prose is read once. Runs with a given name and a surname make persons; a bare
//! surname, with or without a title, is joined to a person when exactly one fits: by gender (“Mrs. Clinton” is never
//! Bill), and else by which of several is meant by far most often. Pronouns are followed back over a bounded number of
//! runs, scored by gender, place and who spoke last; a tie is left open.

mod resolve;
mod run;

pub(super) use resolve::Told;

use rustc_hash::FxHashMap;

use super::prose::Prose;
use crate::language::Lex;
use crate::span::Span;
use crate::text::{WordKey, WordMap};

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
    name: Printed,
    surname: Id,
    words: usize,
    male: Option<bool>,
    human: bool,
    count: usize,
    /// Named beside somebody else of the surname: “his wife, Ana Ruiz”, “first lady Ana Ruiz”. The bare surname is not
    /// theirs.
    relative: bool,
}

/// Where a name is printed.
#[derive(Clone, Copy, Debug, Default)]
struct Printed {
    part: usize,
    span: Span,
}

/// The names of one document.
#[derive(Debug, Default)]
pub(super) struct Names<'t> {
    /// The parts of the document.
    texts: [&'t str; 2],
    persons: Vec<Person>,
    ids: WordMap<Id>,
    by_surname: Chains,
    by_given: Chains,
    /// Given name ([`NONE`] for a bare surname), surname, suffix.
    by_name: FxHashMap<(Id, Id, Id), usize>,
    /// By word.
    by_title: Vec<Option<Bearers>>,
    /// For each surname that stands alone: how often *he* and *she* follow it in its sentence.
    votes: Vec<(u32, u32)>,
    known: Id,
}

/// Who bears a title: the first, and another. Two are as many as a hundred: the title alone does not tell.
type Bearers = (usize, Option<usize>);

/// Number of a word in one document, whatever its case.
type Id = u32;
/// No word.
const NONE: Id = 0;

/// The runs of one level, joined to the document's names.
#[derive(Debug, Default)]
pub(super) struct Runs {
    runs: Vec<Run>,
}

/// The persons that bear each word, in the order they came, without a list for each.
#[derive(Debug, Default)]
struct Chains {
    /// By word: the first link and the last.
    ends: Vec<Option<(usize, usize)>>,
    /// The person, and the link after it.
    links: Vec<(usize, Option<usize>)>,
}

impl Chains {
    fn push(&mut self, word: Id, person: usize) {
        let link = self.links.len();
        self.links.push((person, None));
        let word = word as usize;
        if self.ends.len() <= word {
            self.ends.resize(word + 1, None);
        }
        self.ends[word] = match self.ends[word] {
            None => Some((link, link)),
            Some((first, last)) => {
                self.links[last].1 = Some(link);
                Some((first, link))
            }
        };
    }

    fn clear(&mut self) {
        self.ends.clear();
        self.links.clear();
    }

    fn of(&self, word: Id) -> impl Iterator<Item = usize> + '_ {
        let mut link = self.ends.get(word as usize).copied().flatten().map(|(first, _)| first);
        std::iter::from_fn(move || {
            let (person, next) = self.links[link?];
            link = next;
            Some(person)
        })
    }
}

/// Persons of one surname that are told apart, so that cost stays linear.
const NAMESAKES: usize = 32;

fn bare(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

impl<'t> Names<'t> {
    /// Names of a document with these parts, none read yet, in the room of `old` ones.
    pub(super) fn of(texts: [&'t str; 2], old: Names<'_>) -> Names<'t> {
        let Names {
            mut persons,
            mut ids,
            mut by_surname,
            mut by_given,
            mut by_name,
            mut by_title,
            mut votes,
            ..
        } = old;
        persons.clear();
        ids.clear();
        by_surname.clear();
        by_given.clear();
        by_name.clear();
        by_title.clear();
        votes.clear();
        Names { texts, persons, ids, by_surname, by_given, by_name, by_title, votes, known: 0 }
    }

    /// What keeps the room alone.
    pub(super) fn emptied(self) -> Names<'static> {
        Names::of(["", ""], self)
    }

    /// The fullest form of a person's name.
    fn name(&self, person: usize) -> String {
        let Printed { part, span } = self.persons[person].name;
        clean(span.of(self.texts[part]))
    }

    /// The number of the word that is item `i`.
    fn id(&mut self, prose: &Prose<'_>, i: usize) -> Id {
        let known = &mut self.known;
        let next = || {
            *known += 1;
            *known
        };
        let span = prose.items[i].span;
        let bytes = prose.text.as_bytes();
        let key =
            WordKey::lowercase_at(bytes, span.start(), span.len()).filter(|key| key.is_ascii());
        match key.filter(|_| !matches!(bytes[..span.end()], [.., b'\'', b's'])) {
            Some(key) => *self.ids.get_or_insert_key_with(key, next),
            None => *self.ids.get_or_insert_with(bare(prose.printed(i)), next),
        }
    }

    /// Reads the full names of a level.
    pub(super) fn add(&mut self, prose: &Prose<'_>, runs: &mut Runs) {
        for run in &mut runs.runs {
            // Jean-Claude is one word; so is the Ruiz-Ito plan.
            let joined = |i: usize| i > run.core && prose.items[i - 1].is_mark(&['-', '–']);
            let words =
                (run.core..run.end).filter(|&i| prose.items[i].is_word() && !joined(i)).count();
            if words == 1 {
                let (he, she) = of_word(&mut self.votes, run.surname);
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
            let given = self.id(prose, run.core);
            let suffix = if suffixed { self.id(prose, run.end - 1) } else { NONE };
            let human = first.has(Lex::GIVEN) || run.titled || is_initial(prose.printed(run.core));
            let body = (run.core..run.end).any(|i| prose.items[i].any(Lex::BODY))
                && !first.has(Lex::GIVEN);
            let span = first.span.cover(prose.items[run.end - 1].span);
            let persons = &mut self.persons;
            let key = (given, run.surname, suffix);
            let person = *self.by_name.entry(key).or_insert_with(|| {
                self.by_surname.push(run.surname, persons.len());
                self.by_given.push(given, persons.len());
                persons.push(Person {
                    name: Printed::default(),
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
                entry.name = Printed { part: prose.part, span };
            }
            for i in run.start..run.core {
                let title = self.id(prose, i);
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
            let known = prose.items[run.core]
                .any(Lex::PLACE.with(Lex::BODY).with(Lex::TIME).with(Lex::ROLE));
            // People are called by their last word alone; the Democratic Party is not called Party.
            entry.human |= !known && (run.titled || entry.words > 1 || speaks(prose, run));
            entry.male = entry.male.or(run.male);
            for i in run.start..run.core {
                let title = self.id(prose, i);
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
            let span = prose.items[from].span.cover(prose.items[run.end - 1].span);
            persons.push(Person {
                name: Printed { part: prose.part, span },
                surname: run.surname,
                words: 1,
                male,
                human: false,
                count: 0,
                relative: false,
            });
            self.by_surname.push(run.surname, persons.len() - 1);
            persons.len() - 1
        })
    }

    /// The name of who speaks a turn of a transcript, and whose it is when the document names it in full. *Q* and *A* are
    /// no names.
    pub(super) fn labelled(&self, label: &str) -> (Option<String>, Option<usize>) {
        if label.chars().filter(|c| c.is_alphabetic()).count() < 2
            || ["question", "answer"].iter().any(|word| label.eq_ignore_ascii_case(word))
        {
            return (None, None);
        }
        let known = label.split_whitespace().next_back().and_then(|word| self.ids.get(bare(word)));
        let person = known.and_then(|surname| self.bare(surname, None));
        (Some(person.map_or_else(|| clean(label), |person| self.name(person))), person)
    }

    /// What the pronouns after a bare surname say: three in four of at least two.
    fn voted(&self, surname: Id) -> Option<bool> {
        let &(he, she) = self.votes.get(surname as usize)?;
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
        let fits = |&p: &usize| {
            let person = &self.persons[p];
            male.is_none() || person.male.is_none() || person.male == male
        };
        // Most have no namesake.
        let mut all = self.by_surname.of(word);
        if let (Some(one), None) = (all.next(), all.next())
            && fits(&one)
        {
            return (!self.persons[one].relative || own.is_some()).then_some(one);
        }
        let mut of_surname: Vec<usize> =
            self.by_surname.of(word).take(NAMESAKES).filter(fits).collect();
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
        let of_given: Vec<usize> = self.by_given.of(word).take(NAMESAKES).filter(fits).collect();
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
        && (run.end + 1..high).take(5).take_while(|&k| prose.items[k].is_word()).any(|k| {
            relation(k) && (prose.items[k - 1].any(Lex::POSSESSIVE) || prose.is_genitive(k - 1))
        })
}

/// The pronoun of the third person that follows a bare surname in its sentence, with no other name between.
fn pronoun_after(prose: &Prose<'_>, run: &Run) -> Option<bool> {
    if !prose.may_have(prose.items[run.start].sentence as usize, Lex::HE.with(Lex::SHE)) {
        return None;
    }
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
    let verb = |k: usize| {
        prose.items.get(k).is_some_and(|n| n.any(Lex::SAY) && n.any(Lex::PAST.with(Lex::PRESENT)))
    };
    verb(run.end) || run.start > 0 && verb(run.start - 1)
}

fn is_initial(word: &str) -> bool {
    word.ends_with('.') && word.chars().count() <= 4 && word.starts_with(char::is_uppercase)
}

/// Blanks folded; signs of emphasis and links that some texts keep (`**Ada Lund**`) left off.
fn clean(name: &str) -> String {
    // Nearly all are clean already.
    let dirty = |pair: &[u8]| {
        pair[0].is_ascii_whitespace() && (pair[0] != b' ' || pair[1].is_ascii_whitespace())
    };
    let signs = |byte: &u8| matches!(byte, b'*' | b'_' | b'[' | b']' | b'`') || !byte.is_ascii();
    if !name.is_empty()
        && !name.bytes().any(|byte| signs(&byte))
        && !name.as_bytes().windows(2).any(dirty)
        && name.trim().len() == name.len()
    {
        return name.to_owned();
    }
    let word = |word: &'_ str| word.trim_matches(['*', '_', '[', ']', '`']).to_owned();
    name.split_whitespace().map(word).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

impl Runs {
    /// Reads the runs of `prose` in the room of `old` ones.
    pub(super) fn read(prose: &Prose<'_>, names: &mut Names<'_>, old: Runs) -> Runs {
        let Runs { mut runs } = old;
        runs.clear();
        run::runs_of(prose, names, &mut runs);
        Runs { runs }
    }

    fn within(&self, start: usize, end: usize) -> &[Run] {
        let from = self.runs.partition_point(|run| run.start < start);
        let to = self.runs.partition_point(|run| run.start < end);
        &self.runs[from.min(to)..to]
    }

    fn name_of(&self, run: &Run, prose: &Prose<'_>, names: &Names<'_>) -> String {
        match run.person {
            Some(person) => names.name(person),
            None => {
                let from = if run.male.is_some() && run.titled { run.start } else { run.core };
                clean(
                    prose
                        .text
                        .get(prose.items[from].span.start()..prose.items[run.end - 1].span.end())
                        .unwrap_or(""),
                )
            }
        }
    }
}

/// What is known of `word` in a list by word.
fn of_word<T: Clone + Default>(list: &mut Vec<T>, word: Id) -> &mut T {
    let word = word as usize;
    if list.len() <= word {
        list.resize(word + 1, T::default());
    }
    &mut list[word]
}

/// Notes that `person` bears `title`.
fn bearer(by_title: &mut Vec<Option<Bearers>>, title: Id, person: usize) {
    let (first, other) = of_word(by_title, title).get_or_insert((person, None));
    if *first != person {
        other.get_or_insert(person);
    }
}
