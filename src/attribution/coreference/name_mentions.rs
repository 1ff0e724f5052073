//! Name mentions: maximal runs of name words, split into titles and the name proper.

use super::{NameMention, PersonIndex};
use crate::attribution::narrative::Narrative;
use crate::language::WordClasses;
use crate::text;

/// Classes of honorifics and given names that tell a gender.
const GENDERED: WordClasses = WordClasses::MALE_NAME.with(WordClasses::FEMALE_NAME);

/// A run of name words.
#[derive(Clone, Copy)]
struct NameRun {
    start: usize,
    end: usize,
    /// First item after the titles.
    core: usize,
    is_male: Option<bool>,
    has_title: bool,
}

/// Appends the name mentions of a level to `mentions`, in order. Takes linear time.
pub(super) fn find_name_mentions(
    narrative: &Narrative<'_>,
    names: &mut PersonIndex<'_>,
    mentions: &mut Vec<NameMention>,
) {
    let mut i = 0;
    for &name in &narrative.proper_nouns {
        // A word belongs to one mention only.
        if name < i {
            continue;
        }
        i = name;
        if narrative.is_genitive_marker(i) {
            i += 1;
            continue;
        }
        let mut run = narrative.read_name_run(i);
        i = run.end;
        if !narrative.is_body_run(&mut run) {
            narrative.trim_capitals(&mut run);
            narrative.trim_office(&mut run);
        }
        let NameRun { start, end, core, mut is_male, has_title } = run;
        if core >= end {
            // Titles alone are no name: “the President”.
            continue;
        }
        let mut last = end - 1;
        while last > core && narrative.items[last].has_all(WordClasses::NAME_SUFFIX) {
            last -= 1;
        }
        // Words that a page printed as one belong to no name: TrumpBiden.
        if (start..end).any(|i| names.is_glued(narrative.item_text(i))) {
            continue;
        }
        // A hyphenated surname is one word.
        let mut first = last;
        while first >= core + 2 && narrative.is_hyphen(first - 1) {
            first -= 2;
        }
        if is_male.is_none() && first > core {
            is_male = narrative.gender_of(core);
        }
        let surname = if first < last {
            let joined = narrative.items[first].span.cover(narrative.items[last].span);
            names.word_named(super::without_possessive(joined.slice(narrative.text)))
        } else {
            names.word_id(narrative, last)
        };
        mentions.push(NameMention {
            start,
            end,
            core_start: core,
            surname,
            is_male: is_male.or_else(|| narrative.gender_of_role_beside(start, end)),
            has_title,
            person: None,
        });
    }
}

/// Returns the part of the word before a capital after four small letters: *Trump* of
/// *TrumpBiden*, unlike *McCain*, *MacArthur*, *DeVos*.
fn glued_part(word: &str) -> Option<&str> {
    /// Small letters of the longest particle that is printed as one with a surname: *Fitz*.
    const MAX_PARTICLE_LETTERS: usize = 3;
    let mut small = 0;
    let at = word.bytes().position(|byte| match byte {
        b'a'..=b'z' => {
            small += 1;
            false
        }
        b'A'..=b'Z' => std::mem::take(&mut small) > MAX_PARTICLE_LETTERS,
        _ => {
            small = 0;
            false
        }
    });
    at.and_then(|at| word.get(..at))
}

impl PersonIndex<'_> {
    /// Returns true if a page printed a known name and another word as one: TrumpBiden. *BuzzFeed*
    /// is one word.
    pub(super) fn is_glued(&self, word: &str) -> bool {
        glued_part(word).is_some_and(|part| self.word_ids.get(part).is_some())
    }
}

impl Narrative<'_> {
    /// Reads the run of name words that begins at item `start`.
    fn read_name_run(&self, start: usize) -> NameRun {
        let mut run = NameRun { start, end: start, core: start, is_male: None, has_title: false };
        // The particle before the first name word: de Blasio.
        if let Some(before) = start.checked_sub(1).map(|before| &self.items[before])
            && before.has_all(WordClasses::NAME_PARTICLE)
            && !before.has_any(WordClasses::PREPOSITION | WordClasses::DETERMINER)
            && before.sentence == self.items[start].sentence
        {
            (run.start, run.core) = (start - 1, start - 1);
        }
        let mut i = start;
        while let Some(item) = self.items.get(i) {
            if item.sentence != self.items[start].sentence
                || item.has_all(WordClasses::GENITIVE_MARKER)
            {
                break;
            }
            if i > start && self.links_body(i) {
                i += 1 + usize::from(self.items[i + 1].has_any(WordClasses::DETERMINER));
                continue;
            }
            if i > start && self.joins_body(i) {
                i += 1;
                continue;
            }
            // Dock Stores, Inc.
            if i > start && item.is_mark(&[',']) && self.is_company_form(i + 1) {
                i += 2;
                continue;
            }
            if i == run.core + 1
                && let Some(after) = self.after_nickname(i)
            {
                i = after;
                continue;
            }
            if !self.continues_name(i, &run)
                || self.repeats_name(i, &run)
                || i == start + 1 && self.follows_body(i)
            {
                break;
            }
            if item.has_all(WordClasses::TITLE) {
                let honorific = item.has_any(GENDERED);
                let given = item.has_all(WordClasses::GIVEN_NAME);
                if !given || i == start && honorific && self.item_text(i).ends_with('.') {
                    run.core = i + 1;
                    run.has_title |= self.is_personal_title(i);
                    run.is_male = self.gender_of(i).or(run.is_male);
                }
            }
            i += 1;
        }
        run.end = i;
        // A hyphenated word is one title: President-elect.
        while run.core > start
            && run.core < run.end
            && (self.is_hyphen(run.core) || self.is_hyphen(run.core - 1))
        {
            run.core += 1;
        }
        run
    }

    /// Returns true if the word at item `i` is the legal form of a company.
    fn is_company_form(&self, i: usize) -> bool {
        let word = self.items.get(i).filter(|n| n.is_word()).map(|n| n.span.slice(self.text));
        word.is_some_and(|word| {
            matches!(word.trim_end_matches('.'), "Inc" | "LLC" | "Ltd" | "Corp")
        })
    }

    /// Returns true if a short name of a body ends before item `i`, and another name begins: in an
    /// interview with the BBC **Hale** admitted …
    fn follows_body(&self, i: usize) -> bool {
        const PARTS: WordClasses = WordClasses::ORGANIZATION
            .with(WordClasses::ROLE)
            .with(WordClasses::TITLE)
            .with(WordClasses::PLACE)
            .with(WordClasses::THING);
        let acronym = self.item_text(i - 1);
        let article = i >= 2 && self.item_text(i - 2).eq_ignore_ascii_case("the");
        article
            && self.items[i - 1].has_any(WordClasses::ORGANIZATION)
            && acronym.len() > 1
            && acronym.bytes().all(|b| b.is_ascii_uppercase())
            && self.items[i].is_proper_noun()
            && !self.items[i].has_any(PARTS)
            && self.is_finite_verb(i + 1)
    }

    /// Returns the item after the nickname that begins at item `i`, between a given name and a
    /// surname: Paul **(Buddy)** Ito, Paul **“Buddy”** Ito.
    fn after_nickname(&self, i: usize) -> Option<usize> {
        /// Size of the longest nickname with its marks, in bytes.
        const MAX_NICKNAME_BYTES: usize = 20;
        let sentence = self.items[i].sentence;
        let after = match self.items[i].is_slot() {
            true => {
                let said = self.items[i].span.slice(self.text);
                let one = said.len() <= MAX_NICKNAME_BYTES
                    && !said.contains(char::is_whitespace)
                    && said.starts_with(char::is_uppercase)
                    && said.ends_with(char::is_alphabetic);
                one.then_some(i + 1)?
            }
            false => {
                let closed = self.items[i].is_mark(&['('])
                    && self.items.get(i + 1)?.is_proper_noun()
                    && self.items.get(i + 2)?.is_mark(&[')']);
                closed.then_some(i + 3)?
            }
        };
        let surname = self.items.get(after)?;
        (self.items[i - 1].has_all(WordClasses::GIVEN_NAME)
            && surname.is_proper_noun()
            && surname.sentence == sentence
            && !surname.has_any(WordClasses::GIVEN_NAME.with(WordClasses::TITLE)))
        .then_some(after)
    }

    /// Returns true if the title at item `i` stands before persons alone: *Sen.*, unlike *U.S.*
    fn is_personal_title(&self, i: usize) -> bool {
        /// Bytes of the longest short form without a stop: *Prof*.
        const MAX_SHORT_FORM_BYTES: usize = 4;
        let (item, word) = (&self.items[i], self.item_text(i));
        !item.has_any(WordClasses::PLACE)
            && (item.has_any(GENDERED.with(WordClasses::ROLE))
                || word.ends_with('.')
                || word.len() <= MAX_SHORT_FORM_BYTES)
    }

    /// Returns true if item `i` belongs to the run of name words before it, or can begin one.
    fn continues_name(&self, i: usize, run: &NameRun) -> bool {
        let item = &self.items[i];
        let next = self.items.get(i + 1);
        let begun = i > run.start;
        let particle = || {
            item.has_all(WordClasses::NAME_PARTICLE)
                && begun
                && !(i == run.core && item.has_any(WordClasses::DETERMINER))
                && next.is_some_and(|n| n.is_proper_noun())
        };
        let hyphen = || {
            item.is_mark(&['-', '–'])
                && !item.space_before
                && next.is_some_and(|n| n.is_word() && !n.space_before)
        };
        let after_hyphen = || begun && self.is_hyphen(i - 1);
        let capital = item.has_all(WordClasses::CAPITALIZED);
        let suffix = || item.has_all(WordClasses::NAME_SUFFIX) && capital;
        // Some surnames look like small words: Theresa May, Al From.
        let surname = || {
            capital
                && begun
                && i == run.core + 1
                && self.items[run.core].has_all(WordClasses::GIVEN_NAME)
                && item
                    .has_any(WordClasses::TIME | WordClasses::PREPOSITION | WordClasses::AUXILIARY)
                && next.is_none_or(|n| {
                    !n.has_any(WordClasses::CAPITALIZED | WordClasses::NUMBER) || n.opens_sentence
                })
                && item.space_before
        };
        item.is_proper_noun() || particle() || hyphen() || after_hyphen() || suffix() || surname()
    }

    /// Returns true if the word at item `i` stands in the run already, so that another name begins:
    /// Ana Ruiz | Ruiz speaks.
    fn repeats_name(&self, i: usize, run: &NameRun) -> bool {
        let known = run.core..i;
        let printed = self.item_text(i);
        !known.is_empty()
            && (known.len() >= 2 || run.has_title)
            && self.items[i].is_word()
            && !self.is_hyphen(i - 1)
            && known.into_iter().any(|k| self.item_text(k) == printed)
    }

    /// Returns true if the preposition at item `i` links the name of a body to its last words:
    /// Federation **of** Teachers, Center **for** the Arts.
    fn links_body(&self, i: usize) -> bool {
        let (item, before) = (&self.items[i], &self.items[i - 1]);
        let article = self.items.get(i + 1).is_some_and(|n| {
            n.has_any(WordClasses::DETERMINER) && !n.has_any(WordClasses::CAPITALIZED)
        });
        let next = self.items.get(i + 1 + usize::from(article));
        let links = match item.has_any(WordClasses::OF) {
            true => item.span.slice(self.text) != "from",
            false => matches!(item.span.slice(self.text), "for" | "on") && !article,
        };
        item.is_word()
            && links
            && !item.has_any(WordClasses::CAPITALIZED)
            && before.is_proper_noun()
            && before.has_any(WordClasses::ORGANIZATION)
            && (before.has_all(WordClasses::BODY_HEAD) || item.has_any(WordClasses::OF))
            && next.is_some_and(|n| {
                n.sentence == item.sentence
                    && n.is_word()
                    && n.has_any(WordClasses::CAPITALIZED)
                    && (n.is_proper_noun() || n.has_any(WordClasses::TITLE))
                    && (!n.has_any(WordClasses::GIVEN_NAME) || n.has_any(WordClasses::PLACE))
            })
    }

    /// Returns true if *and* at item `i` stands inside the name of a body: Ways **and** Means
    /// Committee.
    fn joins_body(&self, i: usize) -> bool {
        /// Most words of such a name after the *and*.
        const MAX_WORDS: usize = 4;
        let item = &self.items[i];
        let common = |k: usize| {
            !self.items[k].has_any(WordClasses::GIVEN_NAME | WordClasses::TITLE)
                && !text::is_name(&text::normal_form(self.item_text(k)))
        };
        if !item.has_any(WordClasses::CONJUNCTION)
            || !matches!(self.item_text(i), "and" | "&")
            || !self.items[i - 1].is_proper_noun()
            || !common(i - 1)
        {
            return false;
        }
        let words = (i + 1..self.items.len()).take(MAX_WORDS).take_while(|&k| {
            self.items[k].is_proper_noun() && self.items[k].sentence == item.sentence
        });
        let head = words.last().filter(|&head| head > i + 1);
        head.is_some_and(|head| {
            self.items[head].has_all(WordClasses::BODY_HEAD) && (i + 1..head).all(common)
        })
    }

    /// Makes the whole run the name of a body, if it is one: **Justice Department**, **American
    /// Federation of Teachers**.
    fn is_body_run(&self, run: &mut NameRun) -> bool {
        let head = (run.start..run.end).rev().find(|&i| {
            self.items[i].has_all(WordClasses::BODY_HEAD)
                && (i + 1 == run.end || self.links_body(i + 1))
        });
        let Some(head) = head else { return false };
        // A person may follow the body: Court of Appeals Judge Ana Ruiz.
        let person = (head + 1..run.end).any(|i| self.items[i].has_all(WordClasses::GIVEN_NAME))
            || run.core > head + 1 && run.core < run.end && head + 1 < run.end && {
                !self.items[run.core - 1].has_any(WordClasses::OFFICE_NOUN)
            };
        if run.end - run.start < 2 || person {
            return false;
        }
        (run.core, run.has_title, run.is_male) = (run.start, false, None);
        true
    }

    /// Moves the core of `run` behind words in capitals that belong to a layout: WATCH Ana Ruiz.
    fn trim_capitals(&self, run: &mut NameRun) {
        /// Letters of the longest word in capitals that may be initials or a short form: NASA, AP.
        const MAX_ACRONYM_LETTERS: usize = 4;
        let capitals = |i: usize| {
            let word = self.item_text(i);
            word.len() > MAX_ACRONYM_LETTERS && word.bytes().all(|b| b.is_ascii_uppercase())
        };
        let small = (run.core..run.end).any(|i| self.item_text(i).chars().any(char::is_lowercase));
        while small && run.core + 1 < run.end && capitals(run.core) {
            run.core += 1;
        }
    }

    /// Moves the core of `run` behind an office that is printed before the name.
    fn trim_office(&self, run: &mut NameRun) {
        let NameRun { start, end, core, .. } = *run;
        let given = |i: usize| self.items[i].has_all(WordClasses::GIVEN_NAME);
        let body = |i: usize| self.items[i].has_any(WordClasses::ORGANIZATION);
        // “Secretary of Defense Dan Ito”, “Chief of Staff Ito”.
        let after_office = start >= 2
            && self.items[start - 1].has_any(WordClasses::OF)
            && self.items[start - 2].has_any(WordClasses::ROLE | WordClasses::TITLE)
            && self.items[start].has_any(WordClasses::OFFICE_NOUN);
        if after_office {
            let office = (start..end)
                .take_while(|&i| self.items[i].has_any(WordClasses::OFFICE_NOUN))
                .count();
            let named = (start + 1..end).find(|&i| given(i)).unwrap_or(start + office);
            (run.start, run.core, run.has_title) = (start - 2, named.min(end), true);
            return;
        }
        // An office or organization may end where a given name begins: “National Intelligence Dan
        // Ito”.
        if core + 3 < end && !given(core) && !(core..end).any(|k| self.is_hyphen(k)) {
            // The word before may be a given name that is not listed: Norbert Lee Ito.
            let unlisted = |k: usize| {
                !body(k)
                    && !self.items[k].has_any(WordClasses::ROLE | WordClasses::PLACE)
                    && self.is_rare_word(k)
            };
            let named = (core + 2..end - 1).find(|&k| given(k) && !body(k));
            let named = named.map(|k| k - usize::from(unlisted(k - 1)));
            run.core = named.filter(|_| !body(end - 1)).unwrap_or(core);
        }
        // “Speaker of the House Paul Ito”
        let core = run.core;
        if core + 2 < end
            && self.items[core].has_any(WordClasses::ORGANIZATION | WordClasses::ROLE)
            && given(core + 1)
        {
            run.core += 1;
            return;
        }
        // “National Security Adviser H. R. Ito”, “Press Secretary Dan Ito”
        let role = (core..end.saturating_sub(1)).rev().find(|&i| {
            self.items[i].has_any(WordClasses::ROLE)
                && !given(i)
                && self.items[i + 1].space_before
                && self.items[i + 1].is_proper_noun()
                && !self.items[i + 1].has_all(WordClasses::NAME_SUFFIX)
        });
        if let Some(role) = role
            && (given(role + 1)
                || super::is_initial(self.item_text(role + 1))
                || role > core && end - role > 2)
            && !(role + 1..end).any(body)
        {
            (run.core, run.has_title) = (role + 1, true);
        }
    }

    fn is_hyphen(&self, i: usize) -> bool {
        self.items[i].is_mark(&['-', '–'])
    }

    /// Returns the gender that a title, a role or a given name tells.
    pub(super) fn gender_of(&self, i: usize) -> Option<bool> {
        let item = &self.items[i];
        match (item.has_all(WordClasses::MALE_NAME), item.has_all(WordClasses::FEMALE_NAME)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }

    /// Returns the gender that the role right before or after a name tells: his **spokeswoman**
    /// Ana Ruiz; Ana Ruiz, an **actress**.
    fn gender_of_role_beside(&self, start: usize, end: usize) -> Option<bool> {
        /// Number of words of an apposition in which the role is sought.
        const MAX_APPOSITION_WORDS: usize = 5;
        let role = |i: usize| {
            let item = &self.items[i];
            (item.has_all(WordClasses::ROLE) && !item.is_proper_noun())
                .then(|| self.gender_of(i))
                .flatten()
        };
        let sentence = self.items[start].sentence;
        let own = |i: &usize| self.items.get(*i).is_some_and(|n| n.sentence == sentence);
        if let Some(male) = start.checked_sub(1).filter(own).and_then(role) {
            return Some(male);
        }
        // his wife, Ana
        let kin = start.checked_sub(2).filter(own).filter(|&kin| {
            self.items[start - 1].is_mark(&[',']) && self.items[kin].has_any(WordClasses::KINSHIP)
        });
        if let Some(male) = kin.and_then(|kin| self.gender_of(kin)) {
            return Some(male);
        }
        let open = self.items.get(end).is_some_and(|n| n.is_mark(&[',']))
            && self.items.get(end + 1).is_some_and(|n| {
                n.has_any(WordClasses::DETERMINER | WordClasses::POSSESSIVE)
                    && !n.has_any(WordClasses::SUBJECT_PRONOUN)
                    || n.has_any(WordClasses::ROLE) && !n.has_any(WordClasses::KINSHIP)
            });
        if !open {
            return None;
        }
        (end + 1..end + 1 + MAX_APPOSITION_WORDS)
            .take_while(|i| own(i) && self.items[*i].is_word())
            .take_while(|&i| !self.items[i].has_any(WordClasses::PREPOSITION))
            .find_map(role)
    }
}
