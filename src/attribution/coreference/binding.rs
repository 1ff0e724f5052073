//! What grammar says of a pronoun, whoever is salient: whom it cannot mean, and whom it must.
//!
//! - A name in what *he* says of somebody is somebody else’s: he told **Rubio**; he said **Rubio**
//!   had left. Since Chomsky called “principle C”; see Reinhart, [Anaphora and Semantic
//!   Interpretation](https://doi.org/10.4324/9781315536965), 1983.
//! - Two subject pronouns of one sentence mean the same person, unless a subject stands between
//!   them.
//! - Whoever is asked answers: a reporter asked **Ruiz** if it held. “…,” she said.

use super::{NameMention, NameMentions};
use crate::attribution::narrative::Narrative;
use crate::language::WordClasses;

/// Number of items after a pronoun in which names belong to what it says.
const MAX_SAID_ITEMS: usize = 24;
/// Number of items between two pronouns of one sentence.
const MAX_REPEAT_ITEMS: usize = 40;

impl NameMentions {
    /// Returns the names that the subject pronoun at item `at` cannot mean, since they stand in
    /// its own clause.
    pub(super) fn bound_away(&self, at: usize, narrative: &Narrative<'_>) -> &[NameMention] {
        let end = narrative.sentence_of(at).end.min(at + MAX_SAID_ITEMS);
        let leaves = |k: usize| {
            let item = &narrative.items[k];
            item.is_mark(&[',', ';', ':', '—', '–', '('])
                || item.has_any(
                    WordClasses::CONJUNCTION
                        .with(WordClasses::SUBORDINATOR)
                        .with(WordClasses::TIME),
                ) && !item.has_any(WordClasses::COMPLEMENTIZER)
        };
        let close = (at + 1..end).find(|&k| leaves(k)).unwrap_or(end);
        let subject = narrative.items[at].has_any(WordClasses::SUBJECT_PRONOUN);
        self.within(at + 1, if subject { close } else { at + 1 })
    }

    /// Returns the subject of the sentence that the inserted clause at item `at` reports: **Ito**
    /// is late, he said.
    pub(super) fn spoken_of(&self, at: usize, narrative: &Narrative<'_>) -> Option<usize> {
        let range = narrative.sentence_of(at);
        let subject = narrative.sentence_subject(range, at).filter(|subject| subject.end < at)?;
        let acts = (subject.end..at).any(|k| narrative.is_finite_verb(k));
        let speaks =
            (subject.end..at).any(|k| narrative.items[k].has_any(WordClasses::SPEECH_VERB));
        self.named_in(subject, narrative).filter(|_| acts && !speaks)?.person
    }

    /// Returns the subject pronoun of the same gender that stands before item `at` in its
    /// sentence, with no other subject between.
    pub(super) fn repeated_pronoun(&self, at: usize, narrative: &Narrative<'_>) -> Option<usize> {
        let low = narrative.sentence_of(at).start.max(at.saturating_sub(MAX_REPEAT_ITEMS));
        let gender = WordClasses::MASCULINE | WordClasses::FEMININE;
        let own = narrative.items[at].classes;
        let before = (low..at).rev().find(|&k| {
            let item = &narrative.items[k];
            item.has_all(WordClasses::SUBJECT_PRONOUN) && item.has_any(gender)
        })?;
        let same = narrative.items[before].has_all(WordClasses::MASCULINE)
            == own.has_all(WordClasses::MASCULINE);
        let verb = |k: usize| {
            let k = k + usize::from(
                narrative.items.get(k).is_some_and(|n| n.has_any(WordClasses::ADVERB)),
            );
            k < at && narrative.is_finite_verb(k)
        };
        let subject = self.within(before + 1, at).iter().any(|mention| verb(mention.end));
        let described = (before + 1..at)
            .any(|k| narrative.items[k].has_any(WordClasses::ROLE) && (k + 1 < at && verb(k + 1)));
        (same && !subject && !described).then_some(before)
    }

    /// Returns the person who is asked in the sentence before item `at`, or in its own.
    pub(super) fn asked_person(&self, at: usize, narrative: &Narrative<'_>) -> Option<usize> {
        let sentence = narrative.items[at].sentence as usize;
        let from = narrative.sentences[sentence.saturating_sub(1)];
        let asks = |k: usize| {
            matches!(
                narrative.item_text(k),
                "asked" | "asks" | "pressed" | "questioned" | "quizzed"
            )
        };
        let cue = (from..at).rev().find(|&k| narrative.items[k].is_word() && asks(k))?;
        let passive = cue > 0 && narrative.items[cue - 1].has_any(WordClasses::BE);
        let asked = self.within(cue + 1, at).first().filter(|asked| asked.start == cue + 1)?;
        // “asked Ito for help” is a request, and “asked Ito's aide” asks another.
        let about = narrative.items.get(asked.end).is_some_and(|n| {
            n.has_any(WordClasses::SUBORDINATOR)
                || matches!(n.span.slice(narrative.text), "about" | "whether" | "if")
        });
        // The one who asks may go on asking: Ito asked Ruiz about it. “…?” he asked.
        let again = narrative.items.get(at + 1).is_some_and(|n| n.is_word()) && asks(at + 1);
        (about && !passive && !again).then_some(asked.person)?
    }
}
