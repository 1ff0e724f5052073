//! Words that one side says twice, or breaks off and says anew, or says to the hearer alone.

use super::Finding;
use super::lexical::is_light;
use crate::language::CueClass;
use crate::text::{NameWord, TokenClass};
use crate::variant::stem::same_stem;
use crate::variant::token_view::{SideRange, TokenView, VariationUnit};
use crate::variant::{Level, VariantRule};

/// Most words of a start that is broken off.
const MAX_FALSE_START_WORDS: usize = 6;

/// Most words within which a false start is said again.
const MAX_RESTART_DISTANCE: usize = 6;

/// Most words between words and the place where they are said again.
const MAX_REPEAT_DISTANCE: usize = 14;

/// Most words that are said again, and that may be left out again.
const MAX_REPEATED_WORDS: usize = 5;

/// Most words that address somebody: `ladies and gentlemen`.
const MAX_ADDRESS_WORDS: usize = 3;

fn small(tok: &TokenView<'_>) -> bool {
    tok.class == TokenClass::Function || is_light(tok)
}

fn breaks_off(tok: &TokenView<'_>) -> bool {
    tok.is_dash() || tok.class == TokenClass::Ellipsis
}

fn pauses(tok: &TokenView<'_>) -> bool {
    breaks_off(tok) || matches!(tok.form, "," | ";" | ":")
}

/// Returns true if the words deny, count or name: they say something wherever they stand.
fn weighs(half: &SideRange<'_, '_>) -> bool {
    let t = half.lexicon;
    half.words().any(|tok| {
        tok.class == TokenClass::Number
            || t.is_cue_word(CueClass::Negator, tok.form)
            || t.is_cue_word(CueClass::Condition, tok.form)
            || matches!(tok.form, "only" | "just" | "merely" | "simply" | "solely")
    })
}

/// A start that is broken off by a dash or a comma and made anew: `a defeat -- a great defeat`.
/// Its words come again at once.
pub(super) fn false_start(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let half = place.only()?;
    let words: Vec<&TokenView<'_>> = half.words().collect();
    let n = words.len();
    if n > MAX_FALSE_START_WORDS
        || weighs(&half)
        || half.tokens().iter().any(TokenView::ends_sentence)
    {
        return None;
    }
    // Which of two equal words was left out the alignment cannot know: what is before is turned to
    // the front.
    let before: Vec<&TokenView<'_>> =
        half.all[..half.from].iter().rev().filter(|tok| tok.is_word()).take(n).collect();
    let turned =
        (0..n.min(before.len())).take_while(|&k| words[n - 1 - k].form == before[k].form).count();
    let next: Vec<&str> = words[n - turned..]
        .iter()
        .copied()
        .chain(
            half.all[half.to..]
                .iter()
                .take_while(|tok| !tok.ends_sentence())
                .filter(|tok| tok.is_word()),
        )
        .map(|tok| tok.form)
        .take(MAX_RESTART_DISTANCE)
        .collect();
    let first = words[if turned == 0 || turned == n { 0 } else { n - turned }];
    let around = |tok: Option<&TokenView<'_>>| tok.is_some_and(breaks_off);
    let broken = half.tokens().iter().any(breaks_off) || around(half.all.get(half.to));
    let paused = broken || half.tokens().iter().any(pauses);
    let again =
        |tok: &&TokenView<'_>| next.iter().any(|form| same_stem(half.lexicon, tok.form, form));
    let weighty = words.iter().filter(|tok| !small(tok)).copied();
    let forms: Vec<&str> = words.iter().map(|tok| tok.form).collect();
    let fillers: usize =
        half.lexicon.find_cues(CueClass::Filler, &forms).iter().map(|(_, n)| n).sum();
    let restarts = next.first() == Some(&first.form);
    let holds =
        paused && weighty.clone().next().is_some() && weighty.clone().all(|tok| again(&tok))
            || broken && n > 1 && restarts
            || paused && restarts && fillers > 0 && weighty.clone().count() <= fillers;
    // `very, very` insists, and is told below.
    let insists = turned == n || next.starts_with(&forms);
    // What is not said again was said, and taken back.
    let level = if weighty.clone().all(|tok| again(&tok) || fillers > 0) {
        Level::Accidental
    } else {
        Level::Minor
    };
    (holds && !insists).then(|| Finding::new(level, VariantRule::DisfluencyFalseStart))
}

/// Words that a coordination or a list says again where they can be left out: `limited means and
/// (limited) time`.
pub(super) fn repeated(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let half = place.only()?;
    if weighs(&half) || half.words().count() > MAX_REPEATED_WORDS {
        return None;
    }
    let joins = |tok: &TokenView<'_>| pauses(tok) || matches!(tok.form, "and" | "or");
    let joined =
        half.tokens().first().is_some_and(joins) || half.all[..half.from].last().is_some_and(joins);
    let before: Vec<&str> = half.all[..half.from]
        .iter()
        .rev()
        .take_while(|tok| !matches!(tok.form, "." | "!"))
        .filter(|tok| tok.is_word())
        .map(|tok| tok.form)
        .take(MAX_REPEAT_DISTANCE)
        .collect();
    let said =
        |tok: &TokenView<'_>| before.iter().any(|form| same_stem(half.lexicon, tok.form, form));
    let free = |tok: &TokenView<'_>| {
        small(tok)
            && tok.lexicon.pronoun_person(tok.form).is_none()
            && !tok.lexicon.is_cue_word(CueClass::Modality, tok.form)
            && !tok.lexicon.is_cue_word(CueClass::Quantifier, tok.form)
    };
    let weighty = half.words().any(|tok| !small(tok) || !free(tok));
    (joined && weighty && half.words().all(|tok| free(tok) || said(tok)))
        .then(|| Finding::new(Level::Minor, VariantRule::ContentRepeated))
}

/// Words that address the hearer and say nothing of the matter: `, sir,`.
pub(super) fn address(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let half = place.only()?;
    let tokens = half.tokens();
    let before = half.all[..half.from].last();
    let after = half.all.get(half.to);
    let mark = |tok: Option<&TokenView<'_>>| tok.is_none_or(|tok| !tok.is_word());
    let starts = tokens.first().is_some_and(|tok| !tok.is_word()) || mark(before);
    let ends = tokens.last().is_some_and(|tok| !tok.is_word()) || mark(after);
    let words: Vec<&TokenView<'_>> =
        half.words().filter(|tok| !tok.lexicon.is_cue_word(CueClass::Filler, tok.form)).collect();
    if !starts || !ends || words.is_empty() || words.len() > MAX_ADDRESS_WORDS {
        return None;
    }
    let found = Finding::new(Level::Minor, VariantRule::ContentAddress);
    let forms: Vec<&str> = words.iter().map(|tok| tok.form).collect();
    if half.lexicon.is_cue(CueClass::Vocative, forms.len(), &forms.join(" ")) {
        return Some(found);
    }
    // A first name between commas, beside no other name: `The last time, Chuck, you said so`.
    // Behind a noun with an article or a possessive it tells who that is: `my friend, Chuck, said`.
    let is_comma = |tok: Option<&TokenView<'_>>| tok.is_some_and(|tok| tok.form == ",");
    let enclosed = (is_comma(tokens.first()) || is_comma(before))
        && (is_comma(tokens.last()) || is_comma(after));
    let is_given = |tok: &TokenView<'_>| {
        tok.class == TokenClass::Name && NameWord::lookup(tok.form).has(NameWord::GIVEN)
    };
    let is_free =
        |tok: Option<&TokenView<'_>>| tok.is_some_and(|tok| tok.class != TokenClass::Name);
    let described = half.all[..half.from].iter().rev().filter(|tok| tok.is_word()).nth(1);
    let described = described.is_some_and(|tok| {
        tok.form == "'s"
            || tok.lexicon.pronoun_person(tok.form).is_some()
            || matches!(tok.form, "the" | "a" | "an")
    });
    if enclosed
        && words.len() == 1
        && is_given(words[0])
        && is_free(half.before())
        && is_free(half.after())
        && !described
    {
        return Some(found);
    }
    // A name opens a sentence that then speaks of somebody else; in a list, or beside a noun, it is
    // more than an address.
    let opens = before.is_none_or(|tok| tok.ends_sentence() || tok.class == TokenClass::Ellipsis);
    let goes_on = half.after().is_some_and(|tok| {
        matches!(tok.form, "i" | "we" | "you" | "it" | "let" | "please" | "there" | "this" | "that")
    });
    let named = words.len() == 1 && words[0].class == TokenClass::Name;
    (named && opens && goes_on && tokens.last().is_some_and(|tok| tok.form == ",")).then_some(found)
}
