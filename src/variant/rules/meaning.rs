//! Person, modality, quantity, time and condition, recognized by their cue words.

use std::collections::BTreeSet;

use super::Finding;
use crate::language::CueClass;
use crate::text::TokenClass;
use crate::variant::token_view::{SideRange, TokenView, VariationUnit};
use crate::variant::{Level, VariantRule};

/// The cues of one class in a half, with those folded together that say the same.
fn cues<'x>(half: &SideRange<'_, 'x>, cue: CueClass) -> BTreeSet<String> {
    let forms: Vec<&'x str> = half.forms();
    half.lexicon
        .find_cues(cue, &forms)
        .into_iter()
        .map(|(i, n)| forms[i..i + n].join(" "))
        .map(|phrase| match phrase.as_str() {
            "although" => "though".to_owned(),
            "have to" | "has to" | "need to" | "needs to" => "must".to_owned(),
            "maybe" => "perhaps".to_owned(),
            "everyone" | "everybody" | "everything" => "every".to_owned(),
            "someone" | "somebody" | "something" => "some".to_owned(),
            "anyone" | "anybody" | "anything" => "any".to_owned(),
            _ => phrase,
        })
        .collect()
}

/// Returns true if all words of a half belong to cues of this class or are light words.
fn is_made_of(half: &SideRange<'_, '_>, cue: CueClass) -> bool {
    let forms = half.forms();
    let mut covered = vec![false; forms.len()];
    for (i, n) in half.lexicon.find_cues(cue, &forms) {
        covered[i..i + n].fill(true);
    }
    !forms.is_empty()
        && covered.contains(&true)
        && half.words().zip(&covered).all(|(tok, covered)| {
            *covered || tok.class == TokenClass::Function || super::lexical::is_light(tok)
        })
}

/// Both sides have so many words there that the passage was put in other words altogether: what one
/// of them says cannot be told from a word alone.
pub(super) fn is_reworded(place: &VariationUnit<'_, '_>) -> bool {
    place.a.words().count().min(place.b.words().count()) > 4
}

/// One side has a clause of its own there, that nothing of the other side stands for: a sentence
/// ends on one side alone, or one side is much the longer. What that clause denies or names is not
/// said otherwise by the other side, but not said.
pub(super) fn is_lopsided(place: &VariationUnit<'_, '_>) -> bool {
    let ends = |half: &SideRange<'_, '_>| {
        let last = half.tokens().iter().rposition(TokenView::is_word).unwrap_or(0);
        half.tokens()[..last].iter().any(TokenView::ends_sentence)
    };
    let (a, b) = (place.a.words().count(), place.b.words().count());
    a.min(b) > 0 && (ends(&place.a) != ends(&place.b) || a.max(b) > MIN_CLAUSE_WORDS + 2 * a.min(b))
}

/// Words that are enough for a clause beside what they stand for.
const MIN_CLAUSE_WORDS: usize = 5;

/// The longest range of other words, on either side, that is still another wording of what stands
/// around it.
const MAX_FRAMED_WORDS: usize = 12;

/// A reworded part inside a sentence that both print before and after it: no longer than a
/// clause. What it denies, and what numbers and names it holds, can be held against the other side;
/// of unlike ends nothing can be told.
pub(super) fn is_framed(place: &VariationUnit<'_, '_>) -> bool {
    let within = |half: &SideRange<'_, '_>| {
        half.words().count() <= MAX_FRAMED_WORDS
            && half.before().is_some()
            && half.after().is_some()
            && !half.tokens().iter().any(TokenView::ends_sentence)
    };
    within(&place.a) && within(&place.b)
}

/// Cues differ between two wordings of one place, or are all that one side has more.
fn change(place: &VariationUnit<'_, '_>, cue: CueClass) -> bool {
    match place.only() {
        Some(half) => is_made_of(&half, cue),
        None => {
            place.substituted()
                && !is_reworded(place)
                && cues(&place.a, cue) != cues(&place.b, cue)
                && !are_synonymous(place)
        }
    }
}

fn are_synonymous(place: &VariationUnit<'_, '_>) -> bool {
    super::lexical::synonym(place).is_some()
}

/// The persons that the pronouns of a half point to.
fn persons<'x>(half: &SideRange<'_, 'x>) -> BTreeSet<&'x str> {
    half.words().filter_map(|tok| tok.lexicon.pronoun_person(tok.form)).collect()
}

/// Recognizes another person: who speaks, is spoken to or spoken of.
pub(super) fn person(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    if !place.substituted() || is_reworded(place) {
        return None;
    }
    let (a, b) = (persons(&place.a), persons(&place.b));
    let found = |rule| Some(Finding::new(Level::Substantive, rule));
    if a == b {
        return None;
    }
    if !a.is_empty() && !b.is_empty() {
        return found(VariantRule::PersonOther);
    }
    // `It` is nobody in particular, but it is not who speaks or is spoken to.
    let thing =
        |half: &SideRange<'_, '_>| matches!(half.forms().as_slice(), ["it" | "its" | "itself"]);
    let close =
        |persons: &BTreeSet<&str>| persons.iter().all(|person| matches!(*person, "1" | "2" | "4"));
    let singular = |half: &SideRange<'_, '_>| half.words().count() == 1;
    if !a.is_empty() && close(&a) && singular(&place.a) && thing(&place.b)
        || !b.is_empty() && close(&b) && singular(&place.b) && thing(&place.a)
    {
        return found(VariantRule::PersonThing);
    }
    // Whose: `our` for the name of a company; and a pronoun for a name.
    let whose =
        |half: &SideRange<'_, '_>| half.words().next_back().is_some_and(|tok| tok.form == "'s");
    let ours =
        |half: &SideRange<'_, '_>| matches!(half.forms().as_slice(), ["my" | "our" | "your"]);
    let other = |half: &SideRange<'_, '_>| {
        matches!(half.forms().as_slice(), ["he" | "she" | "they" | "him" | "them"])
    };
    let named = |half: &SideRange<'_, '_>| {
        let title = |tok: &TokenView<'_>| tok.lexicon.is_title(tok.form);
        half.words().all(|tok| tok.class == TokenClass::Name || title(tok))
            && half.words().any(|tok| !title(tok))
    };
    if place.either(|x, y| ours(x) && whose(y) && y.words().count() <= 4 || other(x) && named(y)) {
        return found(VariantRule::PersonNoun);
    }
    // The speaker or the hearer on one side, somebody else on the other; `my` against `the` is left
    // to function words.
    let near = |half: &SideRange<'_, '_>| {
        half.words().any(|tok| matches!(tok.form, "i" | "we" | "you" | "me" | "us"))
    };
    let noun = |half: &SideRange<'_, '_>| {
        half.words().any(|tok| matches!(tok.class, TokenClass::Content | TokenClass::Name))
    };
    let hedge = |half: &SideRange<'_, '_>| !cues(half, CueClass::Modality).is_empty();
    let noun = place.either(|x, y| {
        near(x) && !hedge(x) && noun(y) && x.words().count() <= 2 && y.words().count() <= 3
    });
    if noun { found(VariantRule::PersonNoun) } else { None }
}

/// Modals, hedges, `only` and `just`: added, lost or replaced.
pub(super) fn modality(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    // `is going to` for `will` is a matter of tense.
    let going = place.substituted()
        && place.either(|x, y| {
            let (x, y) = (x.forms(), y.forms());
            matches!(x.as_slice(), ["will"]) && y.ends_with(&["going", "to"])
        });
    if going || !change(place, CueClass::Modality) {
        return None;
    }
    let rule = if place.only().is_some() {
        VariantRule::ModalityAdded
    } else {
        VariantRule::ModalityReplaced
    };
    Some(Finding::new(Level::Substantive, rule))
}

/// Recognizes another quantity or frequency.
pub(super) fn quantifier(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    if !change(place, CueClass::Quantifier) {
        // One word of several: `one of the first` against `one of the last`.
        return None;
    }
    // `some` and `any` before a noun weigh as little as an article.
    let light = |half: &SideRange<'_, '_>| {
        half.words().all(|tok| {
            matches!(tok.form, "some" | "any" | "too" | "other" | "both" | "the" | "a" | "about")
        })
    };
    if place.only().is_some_and(|half| light(&half)) {
        return None;
    }
    let rule = if place.only().is_some() {
        VariantRule::QuantifierAdded
    } else {
        VariantRule::QuantifierReplaced
    };
    Some(Finding::new(Level::Substantive, rule))
}

/// Recognizes another time.
pub(super) fn time(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let names_time = |half: &SideRange<'_, '_>| {
        half.words().any(|tok| {
            tok.lexicon.is_cue_word(CueClass::Time, tok.form)
                // `may` and `march` are months only with a capital; `then` and `now` open clauses
                // as well.
                && (!matches!(tok.form, "may" | "march" | "august" | "spring") || tok.capital())
                && !matches!(tok.form, "last" | "then" | "day" | "days" | "later")
        })
    };
    let last_next = place.either(|x, y| {
        x.forms() == ["last"] && matches!(y.forms().as_slice(), ["next"] | ["this"])
    });
    if !(names_time(&place.a) || names_time(&place.b) || last_next)
        || !change(place, CueClass::Time)
    {
        return None;
    }
    let rule =
        if place.only().is_some() { VariantRule::TimeAdded } else { VariantRule::TimeReplaced };
    Some(Finding::new(Level::Substantive, rule))
}

/// A condition, or the clause that it governs; an embedding verb.
pub(super) fn condition(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let found = |rule| Some(Finding::new(Level::Substantive, rule));
    if let Some(half) = place.only() {
        let forms = half.forms();
        let opens = half
            .lexicon
            .find_cues(CueClass::Condition, &forms)
            .first()
            .is_some_and(|(i, _)| *i == 0);
        // `but` alone joins; with its clause it takes back.
        if opens {
            return found(VariantRule::ConditionClause);
        }
        let embeds = half.lexicon.find_cues(CueClass::Embedding, &forms);
        let ends = embeds.last().is_some_and(|(i, n)| i + n == forms.len() && *n > 1);
        return if ends { found(VariantRule::ConditionEmbedding) } else { None };
    }
    if change(place, CueClass::Condition) { found(VariantRule::ConditionReplaced) } else { None }
}

/// Returns true if the words cut off at the front end with a hedge, and where it begins.
pub(in crate::variant) fn find_cut_hedge(head: &[TokenView<'_>]) -> Option<usize> {
    let words: Vec<usize> = (0..head.len()).filter(|&i| head[i].is_word()).collect();
    let forms: Vec<&str> = words.iter().map(|&i| head[i].form).collect();
    let trimmed =
        if forms.last() == Some(&"that") { &forms[..forms.len() - 1] } else { &forms[..] };
    let (i, n) = head.first()?.lexicon.find_cues(CueClass::Modality, trimmed).pop()?;
    (n > 1 && i + n == trimmed.len() && matches!(trimmed[i], "i" | "we" | "it" | "in"))
        .then(|| words[i])
}

/// Returns true if the words cut off at the end take back what stands before them: `but`, `if`,
/// `unless`.
pub(in crate::variant) fn is_cut_condition(tail: &[TokenView<'_>]) -> bool {
    let forms: Vec<&str> =
        tail.iter().filter(|tok| tok.is_word()).map(|tok| tok.form).take(3).collect();
    matches!(
        forms.as_slice(),
        ["but", "if" | "unless" | "only", ..] | ["if" | "unless" | "except" | "provided", ..]
    )
}
