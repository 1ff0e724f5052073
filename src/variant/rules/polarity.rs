//! Negation: a clause is contradicted when the sides differ by an odd number of effective negators.

use super::Finding;
use crate::language::{CueClass, VariantLexicon};
use crate::text::TokenClass;
use crate::variant::stem::same_stem;
use crate::variant::token_view::{SideRange, TokenView, VariationUnit};
use crate::variant::{Level, VariantRule};

/// Most words that a negator reaches back: far enough for `I don’t think that he has any`, short of
/// the next clause.
const MAX_NEGATOR_DISTANCE: usize = 8;

/// Recognizes a contradiction: negators differ by an odd number, concord counted once (`never`,
/// `ever`); or the words are a pair such as `like` and `unlike`.
pub(super) fn effective(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let found = |rule| Some(Finding::new(Level::Contradictory, rule));
    let (a, b) = (place.a.forms(), place.b.forms());
    if let ([x], [y]) = (a.as_slice(), b.as_slice())
        && opposed(place.a.lexicon, x, y)
    {
        return found(VariantRule::PolarityPrefix);
    }
    let turns = negators(&place.a) + negators(&place.b) + usize::from(is_contrary(place));
    if turns.is_multiple_of(2) || has_own_clause(place) {
        return None;
    }
    if super::rewording::is_lopsided(place) {
        return None;
    }
    if super::rewording::is_reworded(place) {
        return if super::rewording::is_framed(place) {
            found(VariantRule::PolarityReworded)
        } else {
            None
        };
    }
    if let Some(half) = place.only() {
        // Words that hold a clause of their own take their negator with them; what is left is not
        // turned round.
        let forms = half.forms();
        let mut free = vec![false; forms.len()];
        for cue in [CueClass::Negator, CueClass::Modality, CueClass::Particle] {
            for (i, n) in half.lexicon.find_cues(cue, &forms) {
                free[i..i + n].fill(true);
            }
        }
        let weighty = |tok: &TokenView<'_>| {
            matches!(tok.class, TokenClass::Content | TokenClass::Name | TokenClass::Number)
        };
        if half.words().zip(free).any(|(tok, free)| !free && weighty(tok)) {
            return None;
        }
    }
    found(VariantRule::PolarityNegator)
}

/// Returns true if without their `not` the sides are a word and its contrary: `not unfair`, `fair`.
fn is_contrary(place: &VariationUnit<'_, '_>) -> bool {
    let (mut a, mut b) = (place.a.forms(), place.b.forms());
    let t = place.a.lexicon;
    a.retain(|form| !t.is_word_negator(form));
    b.retain(|form| !t.is_word_negator(form));
    matches!((a.as_slice(), b.as_slice()), ([x], [y]) if opposed(place.a.lexicon, x, y))
}

/// Returns true if the side that denies has a subject and a verb of its own, of which the other
/// side has nothing: it denies another clause.
fn has_own_clause(place: &VariationUnit<'_, '_>) -> bool {
    let verb = |tok: &TokenView<'_>| {
        matches!(tok.form, "is" | "are" | "was" | "were" | "has" | "have" | "had" | "did" | "does")
    };
    place.either(|x, y| {
        let Some(at) = x.words().position(verb) else { return false };
        let subject = x
            .words()
            .take(at)
            .any(|tok| matches!(tok.class, TokenClass::Name | TokenClass::Content));
        x.words().count() >= MIN_OWN_CLAUSE_WORDS
            && subject
            && x.words().skip(at).any(|tok| tok.lexicon.is_cue_word(CueClass::Negator, tok.form))
            && y.words().count() <= 1
            && !y.words().any(verb)
    })
}

/// Fewest words of a clause with its subject, its verb and what is denied.
const MIN_OWN_CLAUSE_WORDS: usize = 4;

/// The effective negators of a half: under a negator that stands before it in its clause, concord
/// words do not count.
fn negators(half: &SideRange<'_, '_>) -> usize {
    let t = half.lexicon;
    let mut forms = half.forms();
    let len = forms.len();
    // `refused [to]`: the word that makes it a negator may stand after the place.
    forms.extend(half.after().map(|tok| tok.form));
    let found = t
        .find_cues(CueClass::Negator, &forms)
        .into_iter()
        .filter(|(i, n)| *i < len && (*n > 1 || *i + *n <= len));
    let mut count = 0;
    let said_again = |i: usize| {
        // `No, no, no` is one no; `is no one, no farmer` is one nobody.
        let no = |tok: Option<&TokenView<'_>>| tok.is_some_and(|tok| tok.form == "no");
        forms[i] == "no"
            && (no(half.before()) && i == 0
                || forms.get(i + 1) == Some(&"no")
                || i + 2 >= len
                    && half.all.get(half.to).is_some_and(|tok| tok.form == ",")
                    && no(half.after()))
    };
    let mut under = negated_before(half);
    for (i, n) in found {
        let concord = n == 1 && t.is_cue_word(CueClass::Concord, forms[i]);
        // `no longer`, `no doubt`, `not only`: no negation of the clause, or one that the other
        // side would word otherwise.
        let idiom = t.is_negation_idiom(&forms, i);
        if !(concord && under || idiom || said_again(i)) {
            count += 1;
        }
        under = true;
    }
    count
}

/// Returns true if a negator that is no concord word itself stands before, in the same clause.
pub(super) fn negated_before(half: &SideRange<'_, '_>) -> bool {
    half.all[..half.from]
        .iter()
        .rev()
        .take_while(|tok| tok.is_word() || tok.is_quote() || tok.form == "-")
        .filter(|tok| tok.is_word())
        .take(MAX_NEGATOR_DISTANCE)
        .take_while(|tok| !opens_clause(tok))
        .any(|tok| tok.lexicon.is_plain_negator(tok.form))
}

/// Returns true if a word opens a clause that no negator before it reaches into.
pub(in crate::variant) fn opens_clause(tok: &TokenView<'_>) -> bool {
    matches!(tok.form, "but" | "because" | "though" | "although" | "while")
}

/// Returns how many effective negators more the first side of a unit has.
pub(in crate::variant) fn balance(place: &VariationUnit<'_, '_>) -> isize {
    negators(&place.a) as isize - negators(&place.b) as isize
}

/// Returns true if one word is the other with a negative prefix or suffix.
pub(super) fn opposed(t: &VariantLexicon, a: &str, b: &str) -> bool {
    let negates = |long: &str, short: &str| {
        // Three letters at least: `in` + `to` is no negation.
        if t.has_false_negative_prefix(long) || short.chars().count() < 3 {
            return false;
        }
        let prefix = t.negative_prefixes().any(|prefix| {
            long.strip_prefix(prefix).is_some_and(|rest| {
                let rest = rest.strip_prefix('-').unwrap_or(rest);
                let fits = match prefix {
                    "im" => rest.starts_with(['p', 'm', 'b']),
                    "il" => rest.starts_with('l'),
                    "ir" => rest.starts_with('r'),
                    _ => true,
                };
                fits && (rest == short || rest.len() > 4 && same_stem(t, rest, short))
            })
        });
        prefix
            || long.strip_suffix("less").is_some_and(|rest| short.strip_suffix("ful") == Some(rest))
    };
    negates(a, b) || negates(b, a)
}
