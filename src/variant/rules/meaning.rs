//! Person, modality, quantity, time and condition, recognized by their cue words.

use std::collections::BTreeSet;

use super::Finding;
use super::rewording::is_reworded;
use crate::language::CueClass;
use crate::text::{TokenClass, TokenFlags};
use crate::variant::stem::same_stem;
use crate::variant::token_view::{SideRange, TokenView, VariationUnit};
use crate::variant::{Level, VariantRule};

/// The cues of one class in a half, with those folded together that say the same.
fn cues<'x>(half: &SideRange<'_, 'x>, cue: CueClass) -> BTreeSet<String> {
    let forms: Vec<&'x str> = half.forms();
    let words: Vec<&TokenView<'_>> = half.words().collect();
    half.lexicon
        .find_cues(cue, &forms)
        .into_iter()
        .filter(|&(i, _)| cue != CueClass::Modality || !is_named_may(words[i]))
        .map(|(i, n)| (i + n, forms[i..i + n].join(" ")))
        .filter(|(end, phrase)| {
            let next = words.get(*end).copied().or_else(|| half.after());
            cue != CueClass::Modality || !next.is_some_and(|next| is_plain_to(phrase, next))
        })
        .map(|(_, phrase)| phrase)
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

/// Returns true if a word is the name or the month and not the modal: it has a capital inside a
/// sentence, and not all of its letters are capitals.
fn is_named_may(tok: &TokenView<'_>) -> bool {
    tok.form == "may" && tok.printed == "May" && !tok.flags.has(TokenFlags::INITIAL)
}

/// Returns true if the `to` of `have to` belongs to what follows, which is no verb: `the closest
/// thing we have to George Patton`.
fn is_plain_to(phrase: &str, next: &TokenView<'_>) -> bool {
    matches!(phrase, "have to" | "has to" | "had to")
        && (next.class == TokenClass::Name
            || matches!(next.form, "the" | "a" | "an" | "this" | "that" | "these" | "those")
            || next.lexicon.pronoun_person(next.form).is_some())
}

/// Returns true if all words of a half belong to cues of this class or are light words.
fn is_made_of(half: &SideRange<'_, '_>, cue: CueClass) -> bool {
    let forms = half.forms();
    let mut covered = vec![false; forms.len()];
    for (i, n) in half.lexicon.find_cues(cue, &forms) {
        covered[i..i + n].fill(true);
    }
    if cue == CueClass::Modality && half.words().any(is_named_may) {
        return false;
    }
    !forms.is_empty()
        && covered.contains(&true)
        && half.words().zip(&covered).all(|(tok, covered)| {
            *covered || tok.class == TokenClass::Function || super::lexical::is_light(tok)
        })
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

fn is_copula(tok: &TokenView<'_>) -> bool {
    matches!(tok.form, "is" | "was" | "'s" | "are" | "were" | "am")
}

/// A person whom a pronoun can point to, as `this person`.
fn is_pointed_at(half: &SideRange<'_, '_>) -> bool {
    matches!(
        half.forms().as_slice(),
        [
            "this" | "that" | "these" | "those" | "the",
            "person" | "people" | "man" | "men" | "woman" | "women" | "guy" | "guys" | "individual"
        ]
    )
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
    // `It` and `that` are nobody in particular, but they are not who speaks or is spoken to.
    let thing = |half: &SideRange<'_, '_>| match half.forms().as_slice() {
        ["it" | "its" | "itself"] => true,
        // As a subject; before a noun it singles out.
        ["that" | "this"] => half.after().is_some_and(is_copula),
        _ => false,
    };
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
    // `He` for `this person` says whom, and not of whom else.
    if place.either(|x, y| other(x) && is_pointed_at(y)) {
        return Some(Finding::new(Level::Minor, VariantRule::PersonNoun));
    }
    // So does a pronoun for a name that its own side has given before.
    let antecedent = |x: &SideRange<'_, '_>, y: &SideRange<'_, '_>| {
        let before = &x.all[..x.from];
        y.words()
            .filter(|tok| !tok.lexicon.is_title(tok.form))
            .all(|name| before.iter().any(|tok| tok.form == name.form))
    };
    if place.either(|x, y| other(x) && named(y) && antecedent(x, y)) {
        return Some(Finding::new(Level::Minor, VariantRule::PersonNoun));
    }
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
            match x.as_slice() {
                ["will"] => y.ends_with(&["going", "to"]),
                // The same, told of the past.
                ["would"] => matches!(y.as_slice(), [.., "was" | "were", "going", "to"]),
                _ => false,
            }
        });
    if going || !change(place, CueClass::Modality) {
        return None;
    }
    if insists(place) {
        return Some(Finding::new(Level::Minor, VariantRule::ModalityAdded));
    }
    if let ([x], [y]) = (place.a.forms().as_slice(), place.b.forms().as_slice())
        && matches!((*x, *y), ("can", "could") | ("could", "can"))
        && is_subordinate(&place.a)
        && is_subordinate(&place.b)
    {
        // Under another verb the past of `can` tells when, and not how sure.
        return Some(Finding::new(Level::Minor, VariantRule::TenseForm));
    }
    // `Before he could sell` is `before he sold`; `if he would stop` is `if he stopped`.
    let mood = place.only().is_some_and(|half| {
        let condition =
            half.all[..half.from].iter().rev().take(MAX_SUBJECT_WORDS).any(|tok| tok.form == "if");
        match half.forms().as_slice() {
            ["can" | "could"] => is_subordinate(&half),
            ["would" | "'d"] => condition,
            _ => false,
        }
    });
    if mood {
        return Some(Finding::new(Level::Minor, VariantRule::TenseAuxiliaryAdded));
    }
    // `Should he lose` is `if he loses`.
    let inverted = |x: &SideRange<'_, '_>, y: &SideRange<'_, '_>| {
        x.forms() == ["if"]
            && matches!(y.forms().as_slice(), ["should"])
            && [x, y]
                .iter()
                .all(|half| half.all[..half.from].last().is_none_or(|tok| !tok.is_word()))
    };
    if place.either(inverted) {
        return Some(Finding::new(Level::Minor, VariantRule::SynonymTable));
    }
    let rule = if place.only().is_some() {
        VariantRule::ModalityAdded
    } else {
        VariantRule::ModalityReplaced
    };
    Some(Finding::new(Level::Substantive, rule))
}

/// Returns true if all that one side has more is a `just` that insists: `just how`, `just fine`;
/// before a number or a noun it means `only`.
fn insists(place: &VariationUnit<'_, '_>) -> bool {
    place.only().is_some_and(|half| {
        half.forms() == ["just"]
            && half.after().is_some_and(|tok| half.lexicon.is_cue_word(CueClass::Degreed, tok.form))
    })
}

/// Words that put the clause after them under another verb.
fn opens_subordinate(tok: &TokenView<'_>) -> bool {
    matches!(tok.form, "before" | "so" | "when" | "until" | "till" | "while" | "as")
}

/// Most words between the word that opens a clause and its verb: a subject.
const MAX_SUBJECT_WORDS: usize = 4;

fn is_subordinate(half: &SideRange<'_, '_>) -> bool {
    half.all[..half.from]
        .iter()
        .rev()
        .take_while(|tok| tok.is_word())
        .take(MAX_SUBJECT_WORDS)
        .any(opens_subordinate)
}

/// Returns true if all that one side has more adds nothing where it stands: `all across`, `every
/// single`, `right here`, `by now`.
fn is_deictic(half: &SideRange<'_, '_>) -> bool {
    let after = half.after().map_or("", |tok| tok.form);
    let before = half.before().map_or("", |tok| tok.form);
    match half.forms().as_slice() {
        ["all"] => {
            matches!(after, "across" | "over" | "around" | "along" | "through" | "throughout")
        }
        ["single"] => matches!(before, "every" | "each"),
        ["right"] => {
            matches!(after, "here" | "there" | "now" | "then" | "away" | "up" | "in" | "at")
        }
        ["much"] => before == "too",
        ["now"] | ["by", "now"] => true,
        _ => false,
    }
}

/// Words on one side alone that add nothing where they stand.
pub(super) fn deictic(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let half = place.only()?;
    is_deictic(&half).then(|| Finding::new(Level::Minor, VariantRule::FunctionWordOther))
}

/// A comparative or superlative with `more` and `most` against one with an ending: `more proud`,
/// `prouder`.
fn is_compared_otherwise(place: &VariationUnit<'_, '_>) -> bool {
    fn next<'x>(half: &SideRange<'_, 'x>) -> Option<&'x str> {
        half.all.get(half.to).map(|tok| tok.form)
    }
    let ending = |form: &str, more: &str| form.ends_with(if more == "more" { "er" } else { "est" });
    place.either(|x, y| {
        let (more, none) = (x.forms(), y.forms());
        matches!(more.as_slice(), ["more" | "most"])
            && none.is_empty()
            && next(x).zip(next(y)).is_some_and(|(plain, compared)| {
                ending(compared, more[0]) && same_stem(x.lexicon, plain, compared)
            })
    })
}

/// Two forms of one word, of which neither counts: `others`, `other`; `earlier`, `earliest`.
fn is_inflected(place: &VariationUnit<'_, '_>) -> bool {
    let (a, b) = (place.a.forms(), place.b.forms());
    let ([x], [y]) = (a.as_slice(), b.as_slice()) else { return false };
    let degree = |form: &str| form.ends_with("er") || form.ends_with("est");
    same_stem(place.a.lexicon, x, y)
        && (x.starts_with("other") && y.starts_with("other") || degree(x) && degree(y))
}

/// Recognizes another quantity or frequency.
pub(super) fn quantifier(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    if !change(place, CueClass::Quantifier) || is_inflected(place) {
        // One word of several: `one of the first` against `one of the last`.
        return None;
    }
    // `Very` insists, and is no measure.
    let insists = |half: &SideRange<'_, '_>| {
        half.words().all(|tok| tok.lexicon.is_cue_word(CueClass::Intensifier, tok.form))
    };
    if place.only().is_some_and(|half| insists(&half)) {
        return Some(Finding::new(Level::Minor, VariantRule::QuantifierAdded));
    }
    if place.substituted() && insists(&place.a) && insists(&place.b) {
        return Some(Finding::new(Level::Minor, VariantRule::QuantifierReplaced));
    }
    if is_compared_otherwise(place) {
        return Some(Finding::new(Level::Minor, VariantRule::InflectionForm));
    }
    // An article that counts on: `another ten`, `a ten more`; and the one for the one of two.
    let article = |half: &SideRange<'_, '_>| {
        half.words().all(|tok| {
            matches!(
                tok.form,
                "a" | "an" | "any" | "another" | "some" | "there" | "was" | "were" | "are" | "is"
            )
        })
    };
    if place.substituted() && article(&place.a) && article(&place.b) {
        return Some(Finding::new(Level::Minor, VariantRule::FunctionWordOther));
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
        || is_inflected(place)
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
        if opens && forms != ["but"] {
            return found(VariantRule::ConditionClause);
        }
        let embeds = half.lexicon.find_cues(CueClass::Embedding, &forms);
        let ends = embeds.last().is_some_and(|(i, n)| i + n == forms.len() && *n > 1);
        return if ends { found(VariantRule::ConditionEmbedding) } else { None };
    }
    // `and` for `but` joins the same two clauses.
    let joins =
        |half: &SideRange<'_, '_>| matches!(half.forms().as_slice(), ["and" | "but" | "yet"]);
    if joins(&place.a) && joins(&place.b)
        || place.either(|x, _| adds_up(x))
        || !change(place, CueClass::Condition)
    {
        return None;
    }
    found(VariantRule::ConditionReplaced)
}

/// Words back from a `but` within which its `not only` stands.
const MAX_CORRELATED_WORDS: usize = 12;

/// Returns true if the `but` of a half adds and does not take back: `not just right, but needed`.
fn adds_up(half: &SideRange<'_, '_>) -> bool {
    let before = half.all[..half.from].iter().rev().take_while(|tok| !tok.ends_sentence());
    let before: Vec<&str> =
        before.filter(|tok| tok.is_word()).map(|tok| tok.form).take(MAX_CORRELATED_WORDS).collect();
    let not_only = |pair: &[&str]| matches!(pair, ["just" | "only" | "merely" | "simply" | "solely", not] if half.lexicon.is_word_negator(not));
    half.forms().contains(&"but") && before.windows(2).any(not_only)
}
