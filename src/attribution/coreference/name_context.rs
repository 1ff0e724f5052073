//! What the words around a name tell of it: a relative, a gender, a speaker, a role.

use super::NameMention;
use crate::attribution::narrative::Narrative;
use crate::language::WordClasses;

/// Returns true if the full name is introduced as somebody’s relative.
pub(super) fn is_named_as_relative(narrative: &Narrative<'_>, mention: &NameMention) -> bool {
    let relation = |k: usize| narrative.items[k].has_any(WordClasses::KINSHIP);
    let low = narrative.sentence_of(mention.start).start.max(mention.start.saturating_sub(2));
    if (low..mention.start).any(relation) {
        return true;
    }
    // “Ana Ruiz, his wife”; “Ana Ruiz, the candidate's daughter”
    let high = narrative.sentence_of(mention.start).end;
    narrative.items.get(mention.end).is_some_and(|n| n.is_mark(&[',']))
        && (mention.end + 1..high).take(5).take_while(|&k| narrative.items[k].is_word()).any(|k| {
            relation(k)
                && (narrative.items[k - 1].has_any(WordClasses::POSSESSIVE)
                    || narrative.is_genitive_marker(k - 1))
        })
}

/// Returns the gender of the third-person pronoun that follows a bare surname in its sentence, with
/// no other name between.
pub(super) fn following_pronoun(narrative: &Narrative<'_>, mention: &NameMention) -> Option<bool> {
    if !narrative.sentence_may_have(
        narrative.items[mention.start].sentence as usize,
        WordClasses::MASCULINE | WordClasses::FEMININE,
    ) {
        return None;
    }
    let high = narrative.sentence_of(mention.start).end;
    for (i, item) in (mention.end..high).zip(&narrative.items[mention.end..high]).take(14) {
        if item.is_proper_noun() || item.is_slot() {
            return None;
        }
        // Somebody speaks of the name: Ito, she said, was late.
        let inserted = narrative.items[i - 1].is_mark(&[','])
            && item.has_any(WordClasses::SUBJECT_PRONOUN)
            && narrative.items.get(i + 1).is_some_and(|n| n.has_any(WordClasses::SPEECH_VERB));
        if inserted {
            return None;
        }
        match (item.has_any(WordClasses::MASCULINE), item.has_any(WordClasses::FEMININE)) {
            (true, false) => return Some(true),
            (false, true) => return Some(false),
            _ => {}
        }
    }
    None
}

/// Returns true if a reporting verb stands next to the mention.
pub(super) fn is_beside_speech_verb(narrative: &Narrative<'_>, mention: &NameMention) -> bool {
    let verb = |k: usize| {
        narrative.items.get(k).is_some_and(|n| {
            n.has_any(WordClasses::SPEECH_VERB)
                && n.has_any(WordClasses::PAST_TENSE | WordClasses::PRESENT_TENSE)
        })
    };
    // Turned round, the verb follows a quotation or a comma: “…,” said Ito.
    let inverted = mention.start > 1
        && verb(mention.start - 1)
        && (narrative.items[mention.start - 2].is_slot()
            || narrative.items[mention.start - 2].is_mark(&[',']));
    // A newspaper has an article: the Baltimore Sun reported.
    let article =
        mention.start > 0 && narrative.items[mention.start - 1].has_any(WordClasses::DETERMINER);
    (verb(mention.end) || inverted) && !article
}

/// Returns true if a role in lower case or an age stands beside the name: spokesman Ana Ruiz; Ana
/// Ruiz, 45; Ana Ruiz, a lawyer.
pub(super) fn is_beside_role(narrative: &Narrative<'_>, mention: &NameMention) -> bool {
    let sentence = narrative.items[mention.start].sentence;
    let own = |k: usize| narrative.items.get(k).filter(|n| n.sentence == sentence);
    let role = |k: usize| {
        own(k).is_some_and(|n| n.has_any(WordClasses::ROLE) && !n.has_all(WordClasses::CAPITALIZED))
    };
    // “On Face the Nation, the governor said” names somebody else.
    let acts = |k: usize| own(k).is_some() && narrative.is_finite_verb(k);
    let comma = own(mention.end).is_some_and(|n| n.is_mark(&[',']));
    let age = || own(mention.end + 1).is_some_and(|n| n.has_all(WordClasses::NUMBER));
    let article = || {
        own(mention.end + 1)
            .is_some_and(|n| n.has_any(WordClasses::DETERMINER | WordClasses::POSSESSIVE))
    };
    mention.start.checked_sub(1).is_some_and(role)
        || comma
            && (age()
                || article() && (2..6).any(|k| role(mention.end + k) && !acts(mention.end + k + 1)))
}
