//! Function words, synonyms, brackets, disfluencies, words of the reporter, and any other word.

use super::Finding;
use crate::language::{CueClass, VariantLexicon};
use crate::text::{TokenClass, TokenFlags};
use crate::variant::stem::stems;
use crate::variant::token_view::{SideRange, TokenView, VariationUnit};
use crate::variant::{Level, VariantRule};

/// A word that adds little: a function word by another name.
pub(super) fn is_light(tok: &TokenView<'_>) -> bool {
    tok.lexicon.is_cue_word(CueClass::Particle, tok.form)
        || tok.lexicon.is_cue_word(CueClass::Intensifier, tok.form)
}

fn is_function(tok: &TokenView<'_>) -> bool {
    tok.class == TokenClass::Function || is_light(tok)
}

/// Fillers set off by marks, repeated words, false starts.
pub(in crate::variant) fn disfluency(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let found = |rule| Some(Finding::new(Level::Accidental, rule));
    let half = place.only()?;
    let forms = half.forms();
    let t = half.lexicon;
    let covered: usize = t.find_cues(CueClass::Filler, &forms).iter().map(|(_, n)| n).sum();
    if covered == forms.len() {
        let sound = forms.iter().all(|form| {
            matches!(*form, "um" | "uh" | "er" | "erm" | "ah" | "oh" | "mm" | "hm" | "hmm")
        });
        let set_off = half.tokens().iter().any(|tok| !tok.is_word())
            || half.all[half.to..].first().is_some_and(|tok| !tok.is_word())
                && half.all[..half.from].last().is_none_or(|tok| !tok.is_word());
        if sound || set_off {
            return found(VariantRule::DisfluencyFiller);
        }
    }
    // What is said twice: the same words stand directly before or after.
    let n = forms.len();
    let around = |from: usize, to: usize| {
        half.all.get(from..to).map(|tokens| {
            tokens.iter().filter(|tok| tok.is_word()).map(|tok| tok.form).collect::<Vec<_>>()
        })
    };
    let before: Vec<&str> = around(0, half.from).unwrap_or_default();
    let after: Vec<&str> = around(half.to, half.all.len()).unwrap_or_default();
    let doubled = before.ends_with(&forms) || after.starts_with(&forms);
    // `very, very` insists; only small words stumble.
    if doubled
        && n <= 4
        && half.words().any(|tok| tok.class == TokenClass::Function)
        && !forms.iter().all(|form| matches!(*form, "very" | "no" | "never" | "not"))
    {
        return found(VariantRule::DisfluencyRepeated);
    }
    let dash_after = half.tokens().last().is_some_and(TokenView::is_dash)
        || half.all[half.to..].first().is_some_and(|tok| tok.form == "—");
    if n <= 3
        && dash_after
        && half.words().all(|tok| tok.class == TokenClass::Function)
        && t.find_cues(CueClass::Negator, &forms).is_empty()
    {
        return found(VariantRule::DisfluencyFalseStart);
    }
    None
}

/// One side stands in brackets: words put in by the editor.
pub(super) fn bracketed(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let inserted =
        |half: &SideRange<'_, '_>| half.has_words() && half.words().all(TokenView::inserted);
    // The editor vouches for the letters, and changes none.
    if place.only().is_some_and(|half| inserted(&half) && half.forms() == ["sic"]) {
        return Some(Finding::new(Level::Accidental, VariantRule::BracketedInserted));
    }
    if !(inserted(&place.a) || inserted(&place.b)) || inserted(&place.a) && inserted(&place.b) {
        return None;
    }
    // Round brackets are the speaker's as often as the editor's: other words for the same thing are
    // told as such.
    let square =
        |half: &SideRange<'_, '_>| half.words().all(|tok| tok.flags.has(TokenFlags::BRACKETED));
    let pronoun = |half: &SideRange<'_, '_>| half.words().all(is_function);
    if place.substituted() && !place.either(|x, y| inserted(x) && (square(x) || pronoun(y))) {
        return None;
    }
    let rule = if place.only().is_some() {
        VariantRule::BracketedInserted
    } else {
        VariantRule::BracketedReplaced
    };
    Some(Finding::new(Level::Minor, rule))
}

/// One word, of which the editor put some letters in brackets: `[T]he`, `sa[id]`.
pub(super) fn bracketed_letters(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let signed =
        |half: &SideRange<'_, '_>| half.tokens().iter().any(|tok| tok.class == TokenClass::Bracket);
    if !place.substituted() || !place.either(|x, y| signed(x) && !signed(y)) {
        return None;
    }
    // Printed without a blank from its first letter to its last.
    let letters = |half: &SideRange<'_, '_>| {
        let tokens = half.tokens();
        let whole = tokens.iter().skip(1).all(|tok| !tok.flags.has(TokenFlags::SPACED));
        whole.then(|| {
            let words = tokens.iter().filter(|tok| tok.class != TokenClass::Bracket);
            words
                .flat_map(|tok| tok.printed.chars())
                .flat_map(char::to_lowercase)
                .collect::<String>()
        })
    };
    let (x, y) = (letters(&place.a)?, letters(&place.b)?);
    (x == y).then(|| Finding::new(Level::Minor, VariantRule::BracketedLetters))
}

/// Only function words on either side.
pub(super) fn function_word(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let small = |tok: &TokenView<'_>| is_function(tok) || matches!(tok.form, "last" | "past");
    let all = place.a.words().chain(place.b.words());
    // `any` for `anything`.
    let family = |half: &SideRange<'_, '_>| {
        let forms = half.forms();
        ["any", "some", "every"]
            .into_iter()
            .find(|stem| forms.len() == 1 && forms[0].starts_with(stem))
    };
    if family(&place.a).is_some() && family(&place.a) == family(&place.b) {
        // A person for a thing: `somebody hit me`, `something hit me`.
        let person = |half: &SideRange<'_, '_>| {
            half.forms()[0].ends_with("body") || half.forms()[0].ends_with("one")
        };
        let thing = |half: &SideRange<'_, '_>| half.forms()[0].ends_with("thing");
        return Some(match place.either(|x, y| person(x) && thing(y)) {
            true => Finding::new(Level::Substantive, VariantRule::LexicalContentWord),
            false => Finding::new(Level::Minor, VariantRule::FunctionWordIndefinite),
        });
    }
    if !all.clone().all(small) || all.count() == 0 {
        return None;
    }
    // An article against the word that singles out one of several.
    Some(Finding::new(Level::Minor, VariantRule::FunctionWordOther))
}

/// Words of the reporter inside the marks on one side: `he said`, `added Ms. Ford`.
pub(super) fn attribution_leak(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let half = place.only()?;
    let says = half.words().any(|tok| tok.lexicon.is_cue_word(CueClass::Saying, tok.form));
    let who = half.words().all(|tok| {
        tok.lexicon.is_cue_word(CueClass::Saying, tok.form)
            || matches!(tok.form, "he" | "she" | "they" | "the")
            || tok.class == TokenClass::Name
            || tok.lexicon.is_title(tok.form)
    });
    // A cue and who said it: five words at most, set off by a comma or at the end of a sentence.
    let set_off = half.tokens().iter().any(|tok| tok.form == ",")
        || half.all[..half.from].last().is_none_or(|tok| !tok.is_word());
    (says && who && set_off && (2..=5).contains(&half.words().count()))
        .then(|| Finding::new(Level::Minor, VariantRule::AttributionLeakCue))
}

/// Most words of the one who is quoted, in a clause of the reporter at the end: `the two men`.
const MAX_LEAKED_SUBJECT_WORDS: usize = 6;

/// Most words of such a clause behind its verb: `in a statement`.
const MAX_LEAKED_REST_WORDS: usize = 5;

/// Returns true if the words that one side goes on with are the reporter's, inside the marks by
/// mistake: `, the two men said in a statement.`, `, said the mayor`. Nobody reports what they
/// say in the third person; `, they told me` may be part of what was said.
pub(in crate::variant) fn is_trailing_attribution(tokens: &[TokenView<'_>]) -> bool {
    let Some((comma, clause)) = tokens.split_first() else { return false };
    let words: Vec<&TokenView<'_>> = clause.iter().filter(|tok| tok.is_word()).collect();
    let is_inner = |tok: &TokenView<'_>| !tok.is_word() && !super::is_edge(tok);
    if comma.form != "," || clause.iter().any(is_inner) {
        return false;
    }
    let says = |tok: &&&TokenView<'_>| tok.lexicon.is_cue_word(CueClass::Saying, tok.form);
    let begins = |tok: &TokenView<'_>| {
        matches!(tok.form, "he" | "she" | "they" | "the" | "a" | "an" | "his" | "her" | "their")
            || tok.class == TokenClass::Name
            || tok.lexicon.is_title(tok.form)
    };
    let of_speaker = |tok: &&TokenView<'_>| {
        matches!(tok.form, "i" | "me" | "my" | "we" | "us" | "our" | "you" | "your")
    };
    let Some(verb) = words.iter().position(|tok| says(&tok)) else { return false };
    let (subject, rest) = match verb {
        0 => (&words[1..], &words[words.len()..]),
        _ => (&words[..verb], &words[verb + 1..]),
    };
    subject.first().is_some_and(|tok| begins(tok))
        && subject.len() <= MAX_LEAKED_SUBJECT_WORDS
        && rest.len() <= MAX_LEAKED_REST_WORDS
        && !words.iter().any(of_speaker)
}

/// A pair of the near-synonym table.
pub(super) fn synonym(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    if !place.substituted() {
        return None;
    }
    let (a, b) = (place.a.forms(), place.b.forms());
    let t = place.a.lexicon;
    // Longer phrases are in no table.
    if a.len().max(b.len()) > MAX_SYNONYM_WORDS {
        return None;
    }
    let found = t.are_synonyms(&a.join(" "), &b.join(" "))
        || are_synonyms_by_stem(t, &a, &b)
        || are_synonyms_in_place(place)
        || is_contrary_denied(t, &a, &b)
        || is_contrary_denied(t, &b, &a);
    found.then(|| Finding::new(Level::Minor, VariantRule::SynonymTable))
}

/// Most words of a phrase of the table.
const MAX_SYNONYM_WORDS: usize = 4;

/// Words in one form of which the table has another: `hurts`, `damages` by `hurt`, `damage`.
fn are_synonyms_by_stem(t: &VariantLexicon, a: &[&str], b: &[&str]) -> bool {
    let ([x], [y]) = (a, b) else { return false };
    if !t.has_synonyms_of_stems() || x.len().min(y.len()) < MIN_STEMMED_LETTERS {
        return false;
    }
    let (left, right) = (stems(t, x), stems(t, y));
    left.iter().any(|x| right.iter().any(|y| t.are_synonyms(x, y)))
}

/// Least letters of a word that is looked up by its stem.
const MIN_STEMMED_LETTERS: usize = 4;

/// A phrase of the table of which both sides print a part: `any (longer)`, `any (more)`.
fn are_synonyms_in_place(place: &VariationUnit<'_, '_>) -> bool {
    let t = place.a.lexicon;
    let phrase = |half: &SideRange<'_, '_>, before: usize, after: usize| {
        let from = half.from.checked_sub(before)?;
        let tokens = half.all.get(from..half.to + after)?;
        let words = tokens.iter().all(|tok| tok.is_word() || !tok.is_dash() && tok.form == "-");
        words.then(|| tokens.iter().map(|tok| tok.form).collect::<Vec<_>>().join(" "))
    };
    [(1, 0), (0, 1), (2, 0), (1, 1), (0, 2)].into_iter().any(|(before, after)| {
        let (Some(x), Some(y)) = (phrase(&place.a, before, after), phrase(&place.b, before, after))
        else {
            return false;
        };
        t.are_synonyms(&x, &y)
    })
}

/// `not vaccinated` is `unvaccinated`.
fn is_contrary_denied(t: &VariantLexicon, denied: &[&str], contrary: &[&str]) -> bool {
    let ([not, x], [y]) = (denied, contrary) else { return false };
    t.is_word_negator(not) && y.len() > x.len() && super::polarity::opposed(t, x, y)
}

/// A pair of the table of which one side has several words.
pub(super) fn synonym_phrase(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    if place.a.words().count() + place.b.words().count() < 3 {
        return None;
    }
    synonym(place)
}

/// Any other change of words.
pub(super) fn lexical(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    place.substituted().then(|| Finding::new(Level::Substantive, VariantRule::LexicalContentWord))
}

/// Words more on one side.
pub(super) fn content(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let half = place.only()?;
    // `To be able`: words of a phrase that adds little.
    let forms = half.forms();
    let mut light = vec![false; forms.len()];
    for (i, n) in half.lexicon.find_cues(CueClass::Particle, &forms) {
        light[i..i + n].fill(true);
    }
    let weighty = half.words().zip(light).any(|(tok, light)| !light && !is_function(tok));
    let level = if weighty { Level::Substantive } else { Level::Minor };
    let broken = half.tokens().iter().any(|tok| tok.flags.has(TokenFlags::BROKEN));
    let rule = if broken { VariantRule::ContentBroken } else { VariantRule::ContentInside };
    Some(Finding::new(level, rule))
}
