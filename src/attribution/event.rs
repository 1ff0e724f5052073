//! Events of reporting: every cue of a level with its subject, found in one pass.

use super::phrase::{Phrase, REACH};
use super::prose::{Item, Prose};
use crate::language::Lex;

/// How a cue stands to its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// “he said”
    Direct,
    /// “said Schwerin”
    Inverted,
    /// “according to the report”
    According,
    /// “…, saying”, “and added”: the subject of the verb before, or of the sentence.
    Shared,
    /// “was quoted as saying”, “was described by X as”
    Passive,
    /// “Mr Trump’s claim that”
    Noun,
}

/// A cue and who utters it. Positions are indices of items.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub(super) cue: usize,
    pub(super) cue_end: usize,
    pub(super) lex: Lex,
    pub(super) form: Form,
    pub(super) subject: Phrase,
}

/// The events of a level, in the order of their cues: a sentence is read when a rule first asks for it, since most quotations
/// have their speaker in their own.
#[derive(Debug)]
pub(super) struct Events {
    found: Vec<Event>,
    /// For each sentence, whether it is still to be read.
    unread: Vec<bool>,
}

impl Events {
    /// None read yet. Those of sentences far from every hole never are: a rule looks at a hole's own sentence, the two before
    /// (the last of which may be the end of the paragraph before) and the two after.
    pub(super) fn new(prose: &Prose<'_>) -> Events {
        let mut unread = vec![false; prose.sentences.len()];
        for &hole in &prose.holes {
            let sentence = prose.items[hole].sentence as usize;
            let end = unread.len().min(sentence + 3);
            unread[sentence.saturating_sub(2)..end].fill(true);
        }
        Events { found: Vec::with_capacity(2 * prose.holes.len()), unread }
    }

    /// Reads the sentences of `range` that are near a hole. Each walk it starts is bounded, so O(n) in their items.
    pub(super) fn read(&mut self, prose: &Prose<'_>, range: std::ops::Range<usize>) {
        for sentence in range.start..range.end.min(prose.sentences.len() - 1) {
            if !std::mem::take(&mut self.unread[sentence]) {
                continue;
            }
            if !prose.may_have(sentence, LEADS) {
                continue;
            }
            let (low, high) = (prose.sentences[sentence], prose.sentences[sentence + 1]);
            let after = self.found.split_off(self.found.partition_point(|event| event.cue < low));
            of_sentence(prose, low, high, &mut self.found);
            self.found.extend(after);
        }
    }
}

impl std::ops::Deref for Events {
    type Target = [Event];

    fn deref(&self) -> &[Event] {
        &self.found
    }
}

/// What leads to an event.
const LEADS: Lex =
    Lex::CUE.with(Lex::PHRASE).with(Lex::ACCORDING).with(Lex::AFTERWARDS).with(Lex::VIEW);

fn of_sentence(prose: &Prose<'_>, low: usize, high: usize, events: &mut Vec<Event>) {
    let mut main: Option<Option<Phrase>> = None; // the sentence's subject, once it has been asked for
    for i in low..high {
        let item = &prose.items[i];
        // The *called* of *so-called* reports nothing.
        if !item.any(LEADS) || i > low && !item.spaced && prose.items[i - 1].is_mark(&['-']) {
            continue;
        }
        if let Some(event) = according(prose, i, low, high) {
            events.push(event);
            continue;
        }
        let (lex, cue_end) = match prose
            .items
            .get(i + 1)
            .filter(|n| item.has(Lex::PHRASE) && i + 1 < high && n.is_word())
        {
            Some(_) => match prose.lexicon.phrase(prose.printed(i), prose.printed(i + 1)) {
                Some(lex) => (lex, i + 2),
                None => (item.lex, i + 1),
            },
            None => (item.lex, i + 1),
        };
        if !lex.any(Lex::CUE) {
            continue;
        }
        let mut shared = || -> Option<Phrase> {
            let sentence = prose.items[i].sentence;
            let before = events
                .iter()
                .rev()
                .take_while(|event| prose.items[event.cue].sentence == sentence)
                .take(REACH);
            // After a comma, “and” goes on with the sentence's own subject: X said he and Y met, and suggested …
            let main_clause = i >= low + 2
                && prose.items[i - 1].any(Lex::CONJ)
                && prose.items[i - 2].is_mark(&[',']);
            let main = (*main.get_or_insert_with(|| prose.main_subject(low..high, high)))
                .filter(|main| main.end <= i);
            // As the crowd began to chant, Ito rose and said …: who does what before the main clause does not share its verbs.
            let opening = |event: &Event| main.is_some_and(|main| event.cue < main.start);
            let mut spoken = before.filter(|event| {
                !matches!(event.form, Form::Passive | Form::Noun)
                    && !prose.is_embedded(event)
                    && !opening(event)
            });
            let event = if main_clause { spoken.last() } else { spoken.next() };
            event.map(|event| event.subject).or(main)
        };
        let candidate = Candidate { cue: i, cue_end, lex, low, high };
        let Some((form, subject)) = read(prose, candidate, &mut shared) else { continue };
        if prose.is_nobody(subject) {
            continue;
        }
        events.push(Event { cue: i, cue_end, lex, form, subject });
    }
}

/// “in X’s words”, “by her account”: the noun at item `i` and its owner.
fn viewed(prose: &Prose<'_>, i: usize, low: usize) -> Option<Event> {
    let own = prose.printed(i - 1) == "own" && i >= low + 3;
    let owner = i - 1 - usize::from(own);
    let subject = if prose.is_genitive(owner) {
        prose.possessor(owner, low)?
    } else if prose.is_plural_owner(owner) {
        prose.possessor(owner + 1, low)?
    } else if prose.items[owner].any(Lex::POSSESSIVE) {
        Phrase { start: owner, end: owner + 1, head_end: owner + 1 }
    } else {
        return None;
    };
    let lead =
        subject.start.checked_sub(1).filter(|&lead| lead >= low && prose.items[lead].is_word())?;
    matches!(&*prose.printed(lead).to_ascii_lowercase(), "in" | "by").then_some(Event {
        cue: i,
        cue_end: i + 1,
        lex: Lex::SAY,
        form: Form::According,
        subject,
    })
}

/// “according to X”; “in the words of X”.
fn according(prose: &Prose<'_>, i: usize, low: usize, high: usize) -> Option<Event> {
    let item = &prose.items[i];
    let word = |k: usize| if i + k < high { prose.printed(i + k) } else { "" };
    let beside = || {
        i > 0
            && (prose.items[i - 1].is_hole()
                || i > 1 && prose.items[i - 1].is_mark(&[',']) && prose.items[i - 2].is_hole())
    };
    if item.any(Lex::VIEW) && i >= low + 2 {
        return viewed(prose, i, low);
    }
    let len = match item.any(Lex::ACCORDING).then(|| prose.lexicon.according(word)).flatten() {
        Some(len) => len,
        None if item.any(Lex::AFTERWARDS) && beside() => 1,
        None => return None,
    };
    let to = i + len;
    let subject = prose.phrase_from(to, high, true)?;
    Some(Event { cue: i, cue_end: to, lex: Lex::SAY, form: Form::According, subject })
}

/// A word that may be a cue, in its sentence, the items `low..high`.
#[derive(Clone, Copy)]
struct Candidate {
    cue: usize,
    cue_end: usize,
    lex: Lex,
    low: usize,
    high: usize,
}

/// How `candidate` reports, and whom; `None` when it does not. `shared` finds the subject that it shares with the verbs before.
fn read(
    prose: &Prose<'_>,
    candidate: Candidate,
    shared: &mut dyn FnMut() -> Option<Phrase>,
) -> Option<(Form, Phrase)> {
    let Candidate { cue: i, cue_end, lex, low, high } = candidate;
    let item = &prose.items[i];
    let before = (i > low).then(|| &prose.items[i - 1]);
    // Over adverbs and *not*, to what the verb hangs on.
    let mut k = i;
    while k > low
        && (prose.items[k - 1].any(Lex::ADVERB) || super::phrase::is_ly(prose.printed(k - 1)))
    {
        k -= 1;
    }
    let hinge = (k > low).then(|| &prose.items[k - 1]);
    let noun_place = i > low && prose.is_plural_owner(i - 1)
        || before.is_some_and(|b| {
            b.any(Lex::DET.with(Lex::POSSESSIVE))
                && !b.any(Lex::SINGLE.with(Lex::SUBJECT).with(Lex::SHE).with(Lex::RELATIVE))
                && prose.printed(i - 1) != "that"
                && prose.printed(i - 1) != "this"
        })
        || prose.is_genitive(i.wrapping_sub(1)) && i > low;
    if noun_place {
        return None;
    }
    if item.has(Lex::CAPITAL) && !item.first && !in_headline(prose, i, low, high) {
        return None;
    }
    if lex.any(Lex::ING) {
        let progressive = hinge.is_some_and(|h| h.any(Lex::BE));
        if progressive {
            return prose.subject_before(i, low).map(|subject| (Form::Direct, subject));
        }
        if hinge.is_some_and(|h| h.any(Lex::DET)) {
            return None;
        }
        // “was quoted as saying”
        if k >= low + 2 && prose.printed(k - 1) == "as" && prose.items[k - 2].any(Lex::PARTICIPLE) {
            let mut verb = k - 2;
            while verb > low && prose.items[verb - 1].any(Lex::BE.with(Lex::ADVERB).with(Lex::AUX))
            {
                verb -= 1;
            }
            if verb < k - 2 {
                return prose.subject_before(verb, low).map(|subject| (Form::Passive, subject));
            }
        }
        if hinge.is_some_and(Item::is_word)
            && let Some(subject) = own_subject(prose, k, low, lex)
        {
            return Some((Form::Direct, subject));
        }
        return shared().map(|subject| (Form::Shared, subject));
    }
    let past = lex.any(Lex::PAST);
    let participle = lex.any(Lex::PARTICIPLE);
    let passive = hinge.is_some_and(|h| h.any(Lex::BE)) && participle;
    if passive {
        if prose.items.get(cue_end).is_some_and(|n| cue_end < high && n.is_word())
            && prose.printed(cue_end) == "by"
        {
            return prose
                .phrase_from(cue_end + 1, high, true)
                .map(|subject| (Form::Passive, subject));
        }
        // “was told “…” by the mayor”
        let by = (cue_end..high)
            .take(3)
            .find(|&k| !prose.items[k].is_hole() && prose.printed(k) != "as");
        if let Some(by) = by.filter(|&by| by > cue_end && prose.printed(by) == "by") {
            return prose.phrase_from(by + 1, high, true).map(|subject| (Form::Passive, subject));
        }
        return None;
    }
    if participle && !past {
        // a-t-il déclaré
        if hinge.is_some_and(|h| h.any(Lex::SUBJECT) && !h.spaced)
            && k >= low + 2
            && prose.items[k - 2].is_mark(&['-'])
        {
            return Some((Form::Direct, Phrase { start: k - 1, end: k, head_end: k }));
        }
        // “has spoken”
        return hinge
            .is_some_and(|h| h.any(Lex::AUX))
            .then(|| prose.subject_before(i, low))
            .flatten()
            .map(|subject| (Form::Direct, subject));
    }
    if lex.any(Lex::BASE) && !past && !lex.any(Lex::PRESENT) {
        let printed = hinge.map_or("", |_| prose.printed(k - 1));
        if printed == "to" {
            return controller(prose, k - 1, low)
                .or_else(shared)
                .map(|subject| (Form::Shared, subject));
        }
        let hinged = hinge.is_some_and(|h| {
            h.any(Lex::AUX)
                || h.any(Lex::SUBJECT.with(Lex::SINGLE).with(Lex::RELATIVE))
                || h.is_word() && printed.ends_with('s') && !h.any(Lex::BE.with(Lex::NUMBER))
                || matches!(printed, "people" | "men" | "women" | "police" | "percent" | "media")
                || h.is_light_mark() && lex.has(Lex::SAY)
        });
        if !hinged {
            return inverted(prose, candidate);
        }
        return prose.subject_before(i, low).map(|subject| (Form::Direct, subject));
    }
    // A noun that looks like a verb: claims, reports, plans.
    if let Some(hinge) = hinge {
        if hinge.any(Lex::CONJ)
            && let Some(subject) = shared()
        {
            return Some((Form::Shared, subject));
        }
        if hinge.any(Lex::PREP)
            && !hinge.any(Lex::SUBORD)
            && hinge.is_word()
            && !hinge.has(Lex::CAPITAL)
            && !lex.has(Lex::SAY)
        {
            return None;
        }
    }
    if let Some(event) = inverted(prose, candidate) {
        return Some(event);
    }
    // tweets, comments, claims: a noun, unless something that can speak stands before.
    let doubtful = lex.any(Lex::PRESENT) && !past && (item.any(Lex::NOUN) || !lex.has(Lex::SAY));
    let before_it = prose.subject_before(i, low).filter(|subject| {
        let first = &prose.items[subject.start];
        !(first.any(Lex::ING) || is_ing(prose.printed(subject.start)) && !first.any(Lex::TIME))
            || first.has(Lex::CAPITAL)
    });
    if let Some(subject) = before_it {
        const SPEAKS: Lex =
            Lex::SUBJECT.with(Lex::RELATIVE).with(Lex::ROLE).with(Lex::BODY).with(Lex::SINGLE);
        let able = |k: usize| prose.items[k].is_name() || prose.items[k].any(SPEAKS);
        let genitive =
            subject.end > subject.start && i > 0 && prose.items[i - 1].is_mark(&['\'', '’']);
        let thing = subject.end == subject.start + 1
            && !able(subject.start)
            && !prose.items[subject.start]
                .any(Lex::DET.with(Lex::POSSESSIVE).with(Lex::NUMBER).with(Lex::CAPITAL))
            && !prose.printed(subject.start).ends_with('s')
            && prose.items[subject.start - usize::from(subject.start > low)].is_hole();
        if !genitive
            && !thing
            && (!doubtful
                || able(subject.head_end - 1) && !prose.items[subject.start].is_mark(&['-']))
        {
            return Some((Form::Direct, subject));
        }
        if doubtful {
            return None;
        }
    }
    if hinge.is_some_and(|h| h.is_word() && !h.any(Lex::PREP)) {
        return shared().map(|subject| (Form::Shared, subject));
    }
    None
}

/// “with Ms. Ito noting”, “footage of Ruiz saying”, “a hat reading”: the subject that ends before item `end` and is that
/// of the participle there alone.
fn own_subject(prose: &Prose<'_>, end: usize, low: usize, lex: Lex) -> Option<Phrase> {
    if lex.has(Lex::INSCRIBED) {
        let (edge, verb) = prose.left_edge(end, low);
        let start = prose.trim_left(edge, end, verb)?;
        let thing = prose.items[end - 1].any(Lex::CAPITAL.with(Lex::ADVERB).with(Lex::PREP));
        return (!thing).then_some(Phrase { start, end, head_end: end });
    }
    let mut own = None;
    for lead in
        (low.max(end.saturating_sub(OWN))..end).rev().take_while(|&k| !prose.items[k].is_hole())
    {
        if !prose.items[lead].any(Lex::WITH) {
            continue;
        }
        let Some(subject) =
            prose.phrase_from(lead + 1, end, false).filter(|subject| subject.end == end)
        else {
            continue;
        };
        if prose.printed(lead).eq_ignore_ascii_case("with") {
            // With footage of Trump saying: whoever stands in it says it.
            const PERSONS: Lex = Lex::ROLE.with(Lex::BODY).with(Lex::SINGLE);
            let inside = own.filter(|own: &Phrase| {
                (lead + 1..own.start)
                    .all(|k| !prose.items[k].is_name() && !prose.items[k].any(PERSONS))
            });
            return inside.or(Some(subject));
        }
        let person =
            prose.can_speak(subject) && !prose.items[end - 1].any(Lex::PLACE.with(Lex::TIME));
        own = own.or(person.then_some(subject));
    }
    own
}

/// Who does what the infinitive at item `to` says: only **for Ito** to tweet, so quiet that **Ito** was moved to say.
fn controller(prose: &Prose<'_>, to: usize, low: usize) -> Option<Phrase> {
    let low = low.max(to.saturating_sub(OWN));
    let near = (low..to).rev().take_while(|&k| prose.items[k].is_word());
    for k in near {
        if prose.printed(k) == "for" {
            let own = prose
                .phrase_from(k + 1, to, false)
                .filter(|own| own.end == to && prose.can_speak(*own));
            return own;
        }
        if prose.is_finite(k) {
            return prose.subject_before(k, low).filter(|&subject| prose.can_speak(subject));
        }
    }
    None
}

/// Items of the longest subject that a participle has to itself.
const OWN: usize = 16;

/// A participle by its ending.
fn is_ing(word: &str) -> bool {
    word.len() > 5
        && word.ends_with("ing")
        && !word.starts_with(char::is_uppercase)
        && !matches!(
            word,
            "nothing" | "something" | "anything" | "everything" | "spring" | "string"
        )
}

/// Whether the words around a capitalised cue are capitalised too: Trump Says He Won, but not in the United States is.
fn in_headline(prose: &Prose<'_>, i: usize, low: usize, high: usize) -> bool {
    // Headlines leave their short words in lower case.
    let small = |k: usize| {
        !prose.items[k].is_word()
            || prose.items[k].has(Lex::CAPITAL)
            || prose.items[k].span.len() <= 3
    };
    let spoken = prose.items[i].any(Lex::PAST) || i > low && prose.items[i - 1].is_hole();
    let around = (low.max(i.saturating_sub(2))..high.min(i + 4)).filter(|&k| k != i);
    if spoken && prose.items[i].any(Lex::SAY) && !prose.items[i].any(Lex::NOUN) {
        return true;
    }
    let capitals = around.clone().filter(|&k| prose.items[k].has(Lex::CAPITAL)).count();
    around.clone().all(small) && capitals >= 2
}

/// “…,” said Josh Schwerin: the cue follows a quotation or a comma after one, and its subject comes after.
fn inverted(prose: &Prose<'_>, candidate: Candidate) -> Option<(Form, Phrase)> {
    let Candidate { cue: i, cue_end, lex, low, high } = candidate;
    let base = !lex.any(Lex::PAST.with(Lex::PRESENT));
    if !lex.any(Lex::SAY.with(Lex::THINK))
        || lex.has(Lex::TELL)
        || base && prose.printed(i) != "say"
    {
        return None;
    }
    let mut k = i;
    // A sentence of its own after a full stop inside the marks may still begin with the cue: “….” Said he.
    let floor = if k == low { low.saturating_sub(1) } else { low };
    while k > floor && (prose.items[k - 1].is_light_mark() || prose.items[k - 1].any(Lex::ADVERB)) {
        k -= 1;
    }
    let follows = k > floor && prose.items[k - 1].is_hole();
    let as_ = k > low && prose.printed(k - 1).eq_ignore_ascii_case("as");
    // “Said Comey, “…””, and in the middle: the paradox, says Carl Anthony, historian at …, is
    let opens = i == low && !follows;
    let inserted = i > low && prose.items[i - 1].is_mark(&[',']) && !follows;
    if !(follows || as_ || (opens || inserted) && lex.has(Lex::SAY)) {
        return None;
    }
    let mut start = cue_end;
    while prose
        .items
        .get(start)
        .is_some_and(|n| start < high && n.any(Lex::ADVERB) && !n.any(Lex::DET))
    {
        start += 1;
    }
    // dit-il, ajoute-t-elle
    while start + 1 < high
        && !prose.items[start].spaced
        && (prose.items[start].is_mark(&['-']) || prose.printed(start) == "t")
    {
        start += 1;
    }
    let subject = prose.phrase_from(start, high, true)?;
    // Ito, citing “…,” said the vote could be close: the subject of what he said.
    let verb = prose.items.get(subject.end).is_some_and(|n| subject.end < high && n.any(Lex::AUX));
    if follows && verb && subject.head_end == subject.end {
        return None;
    }
    // “said that the …” is no inversion.
    let first = &prose.items[subject.start];
    if first.any(Lex::SUBJECT.with(Lex::RELATIVE))
        && prose.items[k.saturating_sub(1)].is_hole()
        && !first.any(Lex::SUBJECT)
        || prose.printed(subject.start) == "that"
    {
        return None;
    }
    if opens || inserted {
        let closed = prose.items.get(subject.end).is_none_or(|n| {
            subject.end >= high || n.is_mark(&[',', '.', ':']) || opens && n.is_hole()
        });
        if !closed || !(first.is_name() || first.any(Lex::DET) && opens) {
            return None;
        }
    }
    Some((Form::Inverted, subject))
}
