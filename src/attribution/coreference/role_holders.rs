//! Roles tied to persons in the document: *Ana Ruiz, the governor of Ohio*, *Gov. Ana Ruiz*, *Ana
//! Ruiz (R-Ohio)*. A description by a role (*the governor*, *the Ohio Republican*) means the person
//! that holds it.

use super::role_ties::{MAX_MODIFIERS, RoleTie};
use super::{NameMention, NamesBefore, PersonIndex, WordId};
use crate::attribution::narrative::Narrative;
use crate::attribution::noun_phrase::NounPhrase;
use crate::language::WordClasses;

/// Number of items before and after a name in which its role is sought.
const MAX_ROLE_ITEMS: usize = 8;
/// Sentences before a description in which its holder is named.
const NEAR_SENTENCES: u32 = 4;

impl PersonIndex<'_> {
    /// Ties the roles printed beside `mention` to `person`.
    pub(super) fn add_ties(
        &mut self,
        narrative: &Narrative<'_>,
        mention: &NameMention,
        person: usize,
    ) {
        // Titles before the name: President, Gov.
        let labelled = narrative.is_party_label(mention.end + 1);
        for i in (mention.start..mention.core_start).filter(|_| !labelled) {
            self.tie(narrative, i, (mention.start, mention.core_start), person);
        }
        let sentence = narrative.sentence_of(mention.start);
        // A role in lower case before the name, with or without a comma: the governor, Ana Ruiz.
        let mut end = mention.start;
        let comma = end > sentence.start && narrative.items[end - 1].is_mark(&[',']);
        end -= usize::from(comma);
        let low = sentence.start.max(end.saturating_sub(MAX_ROLE_ITEMS));
        let mut start = end;
        while start > low && narrative.is_role_word(start - 1) {
            start -= 1;
        }
        let article = start > low && narrative.item_text(start - 1).eq_ignore_ascii_case("the");
        // Ito’s lawyer, Ana Ruiz
        let owned = (start..end).any(|k| narrative.is_genitive_marker(k));
        // An aide to Ana Ruiz is not Ana Ruiz.
        let other = end > 0 && narrative.items[end - 1].has_any(WordClasses::PREPOSITION);
        if start < end && !other && (article || owned || !comma) {
            for i in start..end {
                if !narrative.items[i].is_proper_noun()
                    && (i + 1 == end
                        || narrative.items[i + 1]
                            .has_any(WordClasses::OF | WordClasses::PREPOSITION))
                {
                    self.tie(narrative, i, (start, end), person);
                }
            }
        }
        // An apposition or a party label after the name: Ana Ruiz, the governor of Ohio; (R-Ohio).
        let Some(opens) = narrative
            .items
            .get(mention.end)
            .filter(|opens| mention.end < sentence.end && opens.is_mark(&[',', '(']))
        else {
            return;
        };
        let from = mention.end + 1;
        if narrative.is_party_label(from) {
            self.tie_party(narrative, from, mention, person);
            return;
        }
        let first = narrative.items.get(from).filter(|_| opens.is_mark(&[',']));
        let apposition = first.is_some_and(|n| {
            n.has_any(WordClasses::DETERMINER) && !n.has_any(WordClasses::SUBJECT_PRONOUN)
                || n.has_any(WordClasses::ROLE)
                || n.has_any(WordClasses::POSSESSIVE)
                // Ana Ruiz, Ito’s lawyer
                || n.is_proper_noun()
                    && (from + 1..from + 4).any(|k| {
                        narrative.is_genitive_marker(k)
                            && (from..k).all(|own| narrative.items[own].is_proper_noun())
                    })
                // Ana Ruiz, Kentucky Republican, …
                || n.has_any(WordClasses::PLACE)
                    && (from + 1..from + 3).any(|k| {
                        narrative.items.get(k).is_some_and(|role| {
                            role.has_any(WordClasses::IDENTITY_ROLE)
                                && role.sentence == n.sentence
                        })
                    })
        });
        if !apposition {
            return;
        }
        let high = sentence.end.min(from + 2 * MAX_ROLE_ITEMS);
        let mut to = from + 1;
        while to < high && narrative.is_role_word(to) {
            to += 1;
        }
        let closed = to == sentence.end
            || narrative.items.get(to).is_some_and(|n| {
                !n.is_word() || n.has_any(WordClasses::RELATIVE | WordClasses::CONJUNCTION)
            });
        let role = (from..to).find(|&i| {
            narrative.items[i].has_any(WordClasses::ROLE)
                && !(i + 1 < to && narrative.items[i + 1].has_any(WordClasses::ROLE))
        });
        if let Some(role) = role.filter(|_| closed) {
            self.tie(narrative, role, (from, to), person);
        }
    }

    /// Ties the role at item `i` with the words of `range` around it.
    fn tie(
        &mut self,
        narrative: &Narrative<'_>,
        i: usize,
        (from, to): (usize, usize),
        person: usize,
    ) {
        let mut modifiers = [0; MAX_MODIFIERS];
        let words = (from..to).filter(|&k| k != i && narrative.is_modifier(k));
        let words: Vec<usize> = words.take(MAX_MODIFIERS).collect();
        for (slot, k) in modifiers.iter_mut().zip(words) {
            *slot = self.word_id(narrative, k);
        }
        let printed = narrative.item_text(i);
        let has_place =
            (from..to).any(|k| k != i && narrative.items[k].has_any(WordClasses::PLACE));
        self.persons[person].has_office |=
            narrative.items[i].has_any(WordClasses::IDENTITY_ROLE) || printed.ends_with('.');
        self.push_title(narrative, i, RoleTie { person, modifiers, has_place });
    }

    /// Adds `tie` to the title or role at item `i`, and to what it is short for.
    fn push_title(&mut self, narrative: &Narrative<'_>, i: usize, tie: RoleTie) {
        let printed = narrative.item_text(i);
        let role = self.word_id(narrative, i);
        self.ties.push(role, tie);
        for (_, title) in
            TITLE_ABBREVIATIONS.iter().filter(|(short, _)| short.eq_ignore_ascii_case(printed))
        {
            let role = self.word_named(title);
            self.ties.push(role, tie);
        }
    }

    /// Ties the party and the state of the label at item `from` to `person`: R-Ohio.
    fn tie_party(
        &mut self,
        narrative: &Narrative<'_>,
        from: usize,
        mention: &NameMention,
        person: usize,
    ) {
        let Some(party) = party_of(narrative.item_text(from)) else { return };
        let mut modifiers = [0; MAX_MODIFIERS];
        for (slot, k) in modifiers.iter_mut().zip(from + 2..from + 4) {
            let Some(item) = narrative.items.get(k) else { break };
            if !item.has_all(WordClasses::CAPITALIZED) {
                break;
            }
            *slot = match state_of(narrative.item_text(k)) {
                Some(state) => self.word_named(state),
                None => self.word_id(narrative, k),
            };
        }
        let role = self.word_named(party);
        let tie = RoleTie { person, modifiers, has_place: true };
        self.ties.push(role, tie);
        // Sen. Ana Ruiz (R-Ohio) is the Ohio senator.
        self.persons[person].has_office = true;
        for i in mention.start..mention.core_start {
            self.push_title(narrative, i, tie);
        }
    }

    /// Returns the one person that a description means: *the governor*, *the Ohio Republican*.
    ///
    /// `near` tells who is mentioned before.
    pub(super) fn holder_of(
        &self,
        phrase: NounPhrase,
        narrative: &Narrative<'_>,
        near: &NamesBefore<'_>,
    ) -> Option<usize> {
        let head = narrative.head_noun(phrase);
        let the = narrative.item_text(phrase.start).eq_ignore_ascii_case("the");
        // Ito’s lawyer
        let owner = (phrase.start + 1..head)
            .rev()
            .find(|&k| narrative.is_genitive_marker(k))
            .map(|genitive| genitive - 1)
            .filter(|&owner| narrative.items[owner].is_proper_noun());
        if !the && owner.is_none() {
            return None;
        }
        let owner = match owner {
            Some(owner) => {
                Some(self.word_ids.get(super::without_possessive(narrative.item_text(owner)))?)
            }
            None => None,
        };
        let item = &narrative.items[head];
        if narrative.is_introduced_unnamed(head) {
            return None;
        }
        let plural = item.has_all(WordClasses::ROLE) && narrative.item_text(head).ends_with('s');
        if head == phrase.start
            || plural
            || !item.has_any(WordClasses::ROLE | WordClasses::TITLE | WordClasses::PLACE)
        {
            return None;
        }
        let role = self.word_ids.get(super::without_possessive(narrative.item_text(head)))?;
        let all: Vec<usize> = (phrase.start + usize::from(the)..phrase.head_end)
            .filter(|&k| k != head && narrative.is_modifier(k))
            .collect();
        let known: Vec<WordId> = all
            .iter()
            .filter_map(|&k| {
                let word = narrative.item_text(k);
                // New York is not New Jersey.
                if matches!(word, "New" | "North" | "South" | "West") {
                    return None;
                }
                let word = if word == "GOP" { "Republican" } else { word };
                self.word_ids.get(word)
            })
            .collect();
        let former = |modifiers: &[WordId]| {
            self.word_ids.get("former").is_some_and(|former| modifiers.contains(&former))
        };
        let placed = all.iter().any(|&k| {
            narrative.items[k].has_any(WordClasses::PLACE) || narrative.item_text(k) == "GOP"
        });
        let is_former = all.iter().any(|&k| narrative.item_text(k) == "former");
        let mut persons: Vec<(usize, usize)> = Vec::new();
        for tie in self.ties.ties_of(role) {
            if !self.persons[tie.person].is_human
                || owner.is_some_and(|owner| {
                    !tie.modifiers.contains(&owner) || self.persons[tie.person].surname == owner
                })
                || former(&tie.modifiers) != is_former && (is_former || all.is_empty())
            {
                continue;
            }
            let shared = known.iter().filter(|word| tie.modifiers.contains(word)).count();
            // The governor of one state is not that of another.
            if shared == 0 && placed && tie.has_place {
                continue;
            }
            match persons.iter_mut().find(|(person, _)| *person == tie.person) {
                Some((_, most)) => *most = (*most).max(shared),
                None => persons.push((tie.person, shared)),
            }
        }
        let most = persons.iter().map(|&(_, shared)| shared).max()?;
        persons.retain(|&(_, shared)| shared == most);
        // A holder of the role whose state or party is not printed must have been named nearby.
        let sure = most > 0 || all.is_empty();
        if let [(one, _)] = persons[..] {
            // Of what state the holder is, nobody says: it may be another.
            let alone = most > 0 || !placed || near.is_alone(one, self);
            return (sure || alone && near.has(one, NEAR_SENTENCES)).then_some(one);
        }
        for sentences in [NEAR_SENTENCES, 1] {
            let mut close = persons.iter().filter(|&&(person, _)| near.has(person, sentences));
            if let (Some(&(one, _)), None) = (close.next(), close.next()) {
                return Some(one);
            }
        }
        None
    }
}

impl PersonIndex<'_> {
    /// Returns true if the document ties `person` to the role at item `head`.
    pub(super) fn is_tied(&self, person: usize, head: usize, narrative: &Narrative<'_>) -> bool {
        let role = self.word_ids.get(narrative.item_text(head));
        role.is_some_and(|role| self.ties.ties_of(role).iter().any(|tie| tie.person == person))
    }

    /// Returns true if the document ties `person` to the role at item `head`, and to no place.
    pub(super) fn may_hold(&self, person: usize, head: usize, narrative: &Narrative<'_>) -> bool {
        let role = self.word_ids.get(narrative.item_text(head));
        role.is_some_and(|role| {
            self.ties.ties_of(role).iter().any(|tie| tie.person == person && !tie.has_place)
        })
    }
}

impl Narrative<'_> {
    /// Returns true if item `i` can stand in the words of a role: secretary **of** state.
    fn is_role_word(&self, i: usize) -> bool {
        let item = &self.items[i];
        let tight = item.is_mark(&['-']) && !item.space_before;
        tight
            || self.is_genitive_marker(i)
            || item.is_word()
                && !item.has_any(
                    WordClasses::DETERMINER
                        | WordClasses::SUBJECT_PRONOUN
                        | WordClasses::RELATIVE
                        | WordClasses::CONJUNCTION
                        | WordClasses::AUXILIARY
                        | WordClasses::SUBORDINATOR
                        | WordClasses::TIME,
                )
                && !self.is_finite_verb(i)
    }

    /// Returns true if item `i` is a word that tells holders of a role apart: a place, a party, an
    /// adjective.
    fn is_modifier(&self, i: usize) -> bool {
        let hyphened =
            |k: usize| self.items.get(k).is_some_and(|n| n.is_mark(&['-']) && !n.space_before);
        self.items[i].is_word()
            && !hyphened(i + 1)
            && !self.items[i].has_any(
                WordClasses::DETERMINER
                    | WordClasses::PREPOSITION
                    | WordClasses::OF
                    | WordClasses::GENITIVE_MARKER
                    | WordClasses::NUMBER,
            )
    }

    /// Returns true if somebody without a name was introduced shortly before by the noun at item
    /// `head`: a Democratic **senator** said …
    pub(super) fn is_introduced_unnamed(&self, head: usize) -> bool {
        /// Number of items before the description that are looked at.
        const MAX_ITEMS_BACK: usize = 150;
        let word = self.item_text(head);
        (head.saturating_sub(MAX_ITEMS_BACK)..head).any(|i| {
            let item = &self.items[i];
            // Somebody who speaks, not: if **a president** lies.
            let open = |n: &crate::attribution::narrative::NarrativeItem| {
                n.has_any(WordClasses::SPEECH_VERB | WordClasses::RELATIVE)
            };
            let told = |k: usize| self.items[k].has_any(WordClasses::SPEECH_VERB);
            item.has_any(WordClasses::ROLE)
                && self.item_text(i) == word
                && (i.saturating_sub(4)..i).any(|k| {
                    self.items[k].sentence == item.sentence
                        && matches!(self.item_text(k), "a" | "an" | "A" | "An" | "one" | "One")
                })
                && (self.items.get(i + 1).is_some_and(open) || (i.saturating_sub(5)..i).any(told))
        })
    }

    /// Returns the last word of the noun of `phrase`, before its first preposition.
    pub(super) fn head_noun(&self, phrase: NounPhrase) -> usize {
        let head_end = self.without_reflexive(phrase);
        let end = (phrase.start + 1..head_end)
            .find(|&k| {
                let item = &self.items[k];
                !item.is_word() && item.space_before
                    || item.is_mark(&[',', '('])
                    || item.has_any(WordClasses::PREPOSITION | WordClasses::RELATIVE)
                        && !item.has_all(WordClasses::CAPITALIZED)
            })
            .unwrap_or(head_end);
        end.max(phrase.start + 1) - 1
    }

    /// Returns true if a party label begins at item `i`: R-Ky.
    pub(in crate::attribution) fn is_party_label(&self, i: usize) -> bool {
        self.items.get(i).is_some_and(|item| item.is_word())
            && party_of(self.item_text(i)).is_some()
            && self.items.get(i + 1).is_some_and(|n| n.is_mark(&['-', '–']) && !n.space_before)
            && self.items.get(i + 2).is_some_and(|n| n.has_all(WordClasses::CAPITALIZED))
    }
}

/// Returns what the letter of a party label stands for.
fn party_of(letter: &str) -> Option<&'static str> {
    match letter {
        "R" => Some("Republican"),
        "D" => Some("Democrat"),
        "I" => Some("independent"),
        _ => None,
    }
}

/// Returns the last word of the name of the state that an abbreviation stands for.
fn state_of(short: &str) -> Option<&'static str> {
    let short = short.trim_end_matches('.');
    let states = STATES.iter().find(|(_, forms)| forms.split(' ').any(|form| form == short));
    states.map(|&(state, _)| state)
}

/// States of the United States, and the forms that stand in party labels.
const STATES: [(&str, &str); 47] = [
    ("Alabama", "AL Ala"),
    ("Alaska", "AK"),
    ("Arizona", "AZ Ariz"),
    ("Arkansas", "AR Ark"),
    ("California", "CA Calif"),
    ("Colorado", "CO Colo"),
    ("Connecticut", "CT Conn"),
    ("Delaware", "DE Del"),
    ("Florida", "FL Fla"),
    ("Georgia", "GA Ga"),
    ("Hawaii", "HI"),
    ("Idaho", "ID"),
    ("Illinois", "IL Ill"),
    ("Indiana", "IN Ind"),
    ("Iowa", "IA"),
    ("Kansas", "KS Kan"),
    ("Kentucky", "KY Ky"),
    ("Louisiana", "LA La"),
    ("Maine", "ME"),
    ("Maryland", "MD Md"),
    ("Massachusetts", "MA Mass"),
    ("Michigan", "MI Mich"),
    ("Minnesota", "MN Minn"),
    ("Mississippi", "MS Miss"),
    ("Missouri", "MO Mo"),
    ("Montana", "MT Mont"),
    ("Nebraska", "NE Neb"),
    ("Nevada", "NV Nev"),
    ("Hampshire", "NH N.H"),
    ("Jersey", "NJ N.J"),
    ("Mexico", "NM N.M"),
    ("York", "NY N.Y"),
    ("Carolina", "NC N.C SC S.C"),
    ("Dakota", "ND N.D SD S.D"),
    ("Ohio", "OH"),
    ("Oklahoma", "OK Okla"),
    ("Oregon", "OR Ore"),
    ("Pennsylvania", "PA Pa"),
    ("Island", "RI R.I"),
    ("Tennessee", "TN Tenn"),
    ("Texas", "TX Tex"),
    ("Utah", "UT"),
    ("Vermont", "VT Vt"),
    ("Virginia", "VA Va WV W.Va"),
    ("Washington", "WA Wash"),
    ("Wisconsin", "WI Wis"),
    ("Wyoming", "WY Wyo"),
];

/// Abbreviated titles before a name, and the words that stand alone for their holder.
const TITLE_ABBREVIATIONS: [(&str, &str); 10] = [
    ("sen.", "senator"),
    ("gov.", "governor"),
    ("rep.", "congressman"),
    ("rep.", "congresswoman"),
    ("rep.", "representative"),
    ("gen.", "general"),
    ("prof.", "professor"),
    ("dr.", "doctor"),
    ("sen.", "lawmaker"),
    ("rep.", "lawmaker"),
];
