//! One word in two grammatical forms: tense, inflection, derivation.

use super::Finding;
use crate::language::VariantLexicon;
use crate::variant::stem::{derived, same_stem};
use crate::variant::token_view::{SideRange, TokenView, VariationUnit};
use crate::variant::{Level, VariantRule};

/// Returns true if two forms belong to one family of words, by inflection or derivation.
pub(super) fn family(t: &VariantLexicon, a: &str, b: &str) -> bool {
    same_stem(t, a, b) || derived(t, a, b)
}

fn is_auxiliary(form: &str) -> bool {
    matches!(
        form,
        "be" | "is"
            | "am"
            | "are"
            | "was"
            | "were"
            | "been"
            | "being"
            | "have"
            | "has"
            | "had"
            | "having"
            | "do"
            | "does"
            | "did"
            | "'s"
            | "'d"
            | "will"
            | "would"
            | "going"
            | "to"
            | "got"
    )
}

/// The tense that a verb form shows by its letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum VerbForm {
    Base,
    Third,
    Past,
    Ing,
}

fn verb_form(t: &VariantLexicon, form: &str) -> VerbForm {
    if matches!(form, "was" | "were" | "had" | "did" | "been")
        || t.is_irregular_past(form) && !matches!(form, "can" | "could")
    {
        VerbForm::Past
    } else if form.ends_with("ing") && form.len() > 4 {
        VerbForm::Ing
    } else if form.ends_with("ed") && form.len() > 3 && !form.ends_with("eed") {
        VerbForm::Past
    } else if form.ends_with('s') && form.len() > 3 || matches!(form, "is" | "has") {
        VerbForm::Third
    } else {
        VerbForm::Base
    }
}

/// Auxiliaries and one verb, in another tense or voice: `were asked` and `had been asked`.
pub(super) fn auxiliaries(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    if !place.substituted() {
        return None;
    }
    // `the farmer’s` and `the farmers’`: whose, not when.
    let whose = |half: &SideRange<'_, '_>| {
        half.forms().len() > 1 && half.words().next_back().is_some_and(|tok| tok.form == "'s")
    };
    if whose(&place.a) || whose(&place.b) {
        return None;
    }
    let (aux_a, rest_a): (Vec<&str>, Vec<&str>) =
        place.a.forms().into_iter().partition(|form| is_auxiliary(form));
    let (aux_b, rest_b): (Vec<&str>, Vec<&str>) =
        place.b.forms().into_iter().partition(|form| is_auxiliary(form));
    if aux_a.is_empty() && aux_b.is_empty() || rest_a.len() != rest_b.len() || rest_a.len() > 1 {
        return None;
    }
    if !rest_a.iter().zip(&rest_b).all(|(x, y)| same_stem(place.a.lexicon, x, y)) {
        return None;
    }
    if aux_a.len() + aux_b.len() < 2 && rest_a.is_empty() {
        return None;
    }
    // `Got to go` is no `got caught`.
    let got = |half: &SideRange<'_, '_>, aux: &[&str]| {
        aux.contains(&"got")
            && (aux.contains(&"to") || half.after().is_some_and(|tok| tok.form == "to"))
    };
    if got(&place.a, &aux_a) || got(&place.b, &aux_b) {
        return None;
    }
    // A modal on one side alone is modality, `will` against `going to` is not.
    let modal = |aux: &[&str]| aux.iter().any(|form| matches!(*form, "would" | "'d"));
    let future = |aux: &[&str]| aux.contains(&"will") || aux.ends_with(&["going", "to"]);
    if modal(&aux_a) != modal(&aux_b) || future(&aux_a) != future(&aux_b) {
        return None;
    }
    // `Got caught` is `was caught`.
    let passive = aux_a.contains(&"got") != aux_b.contains(&"got")
        && rest_a.is_empty()
        && place.a.after().is_some_and(is_participle)
        && place.b.after().is_some_and(is_participle);
    if let ([x], [y]) = (aux_a.as_slice(), aux_b.as_slice())
        && rest_a.is_empty()
        && !(same_stem(place.a.lexicon, x, y) || passive)
    {
        // `has` for `is`: another verb.
        return None;
    }
    if aux_a.iter().chain(&aux_b).all(|form| *form == "to") {
        return None;
    }
    let agreement = |x: &[&str], y: &[&str]| {
        matches!(
            (x, y),
            (["is"], ["are" | "am"])
                | (["was"], ["were"])
                | (["has"], ["have"])
                | (["does"], ["do"])
        )
    };
    if agreement(&aux_a, &aux_b) || agreement(&aux_b, &aux_a) {
        return None;
    }
    Some(Finding::new(level(&place.a, &place.b), VariantRule::TenseAuxiliary))
}

/// S for the future against the past, and where a claim about now changes; M for the rest.
fn level(a: &SideRange<'_, '_>, b: &SideRange<'_, '_>) -> Level {
    let strong =
        |half: &SideRange<'_, '_>| half.words().any(|tok| matches!(tok.form, "will" | "would"));
    // Who had a thing may have it no more; as an auxiliary, `had` tells of an earlier past.
    let owns = |half: &SideRange<'_, '_>, forms: &[&str]| {
        matches!(half.forms().as_slice(), [form] if forms.contains(form))
            && half
                .after()
                .is_some_and(|tok| matches!(tok.form, "a" | "an" | "the" | "no" | "many"))
    };
    if owns(a, &["has", "have"]) && owns(b, &["had"])
        || owns(b, &["has", "have"]) && owns(a, &["had"])
    {
        return Level::Substantive;
    }
    let past = |half: &SideRange<'_, '_>| {
        !half
            .words()
            .any(|tok| matches!(tok.form, "will" | "would" | "has" | "have" | "had" | "is" | "are"))
            && half
                .words()
                .next_back()
                .is_some_and(|tok| verb_form(tok.lexicon, tok.form) == VerbForm::Past)
    };
    if strong(a) && past(b) || strong(b) && past(a) { Level::Substantive } else { Level::Minor }
}

fn is_participle(tok: &TokenView<'_>) -> bool {
    verb_form(tok.lexicon, tok.form) == VerbForm::Past || tok.form.ends_with("en")
}

/// Same stem, other tense; or an auxiliary more.
pub(super) fn tense(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let minor = |rule| Some(Finding::new(Level::Minor, rule));
    if let Some(half) = place.only() {
        let forms = half.forms();
        let aux = forms.iter().all(|form| {
            matches!(
                *form,
                "have"
                    | "has"
                    | "had"
                    | "been"
                    | "be"
                    | "was"
                    | "were"
                    | "is"
                    | "are"
                    | "being"
                    | "'s"
            )
        });
        if aux && half.after().is_some_and(is_participle) && forms.len() <= 2 {
            return minor(VariantRule::TenseAuxiliaryAdded);
        }
        // `have got` is `have`.
        if forms == ["got"]
            && half.before().is_some_and(|tok| matches!(tok.form, "have" | "has" | "'s" | "had"))
        {
            return minor(VariantRule::TenseAuxiliaryAdded);
        }
        let going = matches!(
            forms.as_slice(),
            ["going", "to"] | ["are" | "is" | "am" | "'s", "going", "to"]
        );
        // To say that one will have it says that one has it not.
        let has = half.after().is_some_and(|tok| matches!(tok.form, "have" | "be"))
            && half.all[half.to..].get(1).is_none_or(|tok| tok.form != "to");
        let level = if has { Level::Substantive } else { Level::Minor };
        return going.then(|| Finding::new(level, VariantRule::TenseFuture));
    }
    if let Some(found) = auxiliaries(place) {
        return Some(found);
    }
    let going = |x: &SideRange<'_, '_>, y: &SideRange<'_, '_>| {
        let (x, y) = (x.forms(), y.forms());
        match x.as_slice() {
            ["will"] => y.ends_with(&["going", "to"]) && y.len() <= 3,
            ["would"] => matches!(y.as_slice(), ["was" | "were", "going", "to"]),
            _ => false,
        }
    };
    if place.either(going) {
        return minor(VariantRule::TenseFuture);
    }
    let (a, b) = (place.a.forms(), place.b.forms());
    let ([x], [y]) = (a.as_slice(), b.as_slice()) else { return None };
    if !same_stem(place.a.lexicon, x, y) || x == y {
        return None;
    }
    let (fx, fy) = (verb_form(place.a.lexicon, x), verb_form(place.a.lexicon, y));
    let infinitive = |half: &SideRange<'_, '_>| half.before().is_some_and(|tok| tok.form == "to");
    // Agreement alone (asks/ask, was/were) is inflection.
    let agreement = matches!(
        (fx, fy),
        (VerbForm::Base, VerbForm::Third) | (VerbForm::Third, VerbForm::Base) | (VerbForm::Base, VerbForm::Base) | (VerbForm::Third, VerbForm::Third)
    ) || fx == fy
        // `to ask` and `asking`: the construction differs, no tense.
        || fx == VerbForm::Base && fy == VerbForm::Ing && infinitive(&place.a)
        || fy == VerbForm::Base && fx == VerbForm::Ing && infinitive(&place.b);
    if agreement { None } else { minor(VariantRule::TenseForm) }
}

/// Same stem, other number or agreement; a possessive more.
pub(super) fn inflection(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let minor = |rule| Some(Finding::new(Level::Minor, rule));
    if let Some(half) = place.only() {
        return if half.forms() == ["'s"] {
            minor(VariantRule::InflectionPossessive)
        } else {
            None
        };
    }
    let (mut a, mut b) = (place.a.forms(), place.b.forms());
    a.retain(|form| *form != "'s");
    b.retain(|form| *form != "'s");
    if !place.substituted() || a.len() != b.len() || a.is_empty() || a.len() > 2 {
        return None;
    }
    (a.iter().zip(&b).all(|(x, y)| same_stem(place.a.lexicon, x, y)))
        .then_some(())
        .and_then(|()| minor(VariantRule::InflectionForm))
}

/// Shared stem, other part of speech.
pub(super) fn derivation(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let (a, b) = (place.a.forms(), place.b.forms());
    let ([x], [y]) = (a.as_slice(), b.as_slice()) else { return None };
    derived(place.a.lexicon, x, y).then(|| Finding::new(Level::Minor, VariantRule::DerivationStem))
}
