//! Names: another form of one name, or another name.

use super::Finding;
use crate::language::CueClass;
use crate::language::are_short_forms;
use crate::text::{NameWord, TokenClass, TokenFlags, jaro_winkler};
use crate::variant::token_view::{SideRange, TokenView, VariationUnit};
use crate::variant::{Level, VariantRule};

/// A name inside a sentence, titles not counted.
fn is_name(tok: &TokenView<'_>) -> bool {
    tok.class == TokenClass::Name
        && !tok.lexicon.is_title(tok.form)
        && !tok.lexicon.is_cue_word(CueClass::Time, tok.form)
}

fn is_title(tok: &TokenView<'_>) -> bool {
    tok.lexicon.is_title(tok.form)
}

/// The letters of a name as they sound, roughly: what transliterations share (Gaddafi, Qadhafi).
fn skeleton(form: &str) -> String {
    let mut out = String::new();
    let mut chars = form.chars().peekable();
    while let Some(c) = chars.next() {
        let c = match c {
            'q' | 'c' | 'k' | 'g' => 'k',
            'z' | 's' => 's',
            'v' | 'w' => 'v',
            'd' | 't' => 't',
            'p' if chars.peek() == Some(&'h') => 'f',
            'h' | '\'' | '-' | 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j' => continue,
            c => c,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// Names of persons that are months as well.
fn is_month_name(tok: &TokenView<'_>) -> bool {
    matches!(tok.form, "may" | "april" | "june" | "august")
        && tok.capital()
        && !tok.flags.has(TokenFlags::INITIAL)
}

/// The letters and figures of a half, small, and the sign of an account or a tag before them.
fn handle(half: &SideRange<'_, '_>) -> Option<(bool, String)> {
    let sign = |tok: &TokenView<'_>| tok.printed.starts_with(['@', '#']) && tok.printed.len() > 1;
    let first = half.words().next()?;
    let letters = half.words().flat_map(|tok| tok.printed.chars());
    let letters = letters.filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let marks = half.tokens().iter().all(|tok| tok.is_word() || tok.is_dash() || tok.is_quote());
    marks.then_some((sign(first), letters))
}

/// Returns true if the words of a half are particles of a name: `al-`, `van der`.
fn are_particles(half: &SideRange<'_, '_>) -> bool {
    half.words().all(|tok| NameWord::lookup(tok.form).has(NameWord::PARTICLE))
}

/// Returns true if the half is the end of an address of the web: `.com`.
fn is_domain(half: &SideRange<'_, '_>) -> bool {
    matches!(half.tokens(), [dot, name] if dot.form == "."
        && matches!(name.form, "com" | "org" | "net" | "gov" | "tv" | "co")
        && !name.flags.has(TokenFlags::SPACED)
        && !dot.flags.has(TokenFlags::SPACED))
}

/// Returns true if the half tells what the body before it is for: `the Board (of Elections)`.
fn is_purpose(half: &SideRange<'_, '_>) -> bool {
    let mut words = half.words();
    let of = words.next().is_some_and(|tok| matches!(tok.form, "of" | "for"));
    let head = half.all[..half.from].last().filter(|tok| is_name(tok));
    let article = half.from >= 2
        && half.all[..half.from - 1].iter().rev().take(2).any(|tok| tok.form == "the");
    of && head.is_some()
        && article
        && words.clone().next().is_some()
        && words.all(|tok| is_name(tok) || matches!(tok.form, "and" | "the"))
}

/// The sound with which a name begins, roughly: all vowels are one.
fn first_sound(form: &str) -> String {
    let first = form.chars().find(|c| c.is_alphanumeric()).unwrap_or_default();
    match first {
        'a' | 'e' | 'i' | 'o' | 'u' | 'y' => "a".to_owned(),
        // `j` is another consonant than `h`.
        'h' | 'j' => first.to_string(),
        _ => skeleton(&first.to_string()),
    }
}

/// Titles and first names added or dropped beside the name, acronyms, short forms of titles,
/// transliterations.
pub(super) fn form(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let found = |rule| Some(Finding::new(Level::Accidental, rule));
    let t = place.a.lexicon;
    if let Some(half) = place.only() {
        // A name in brackets tells the reader who is meant; a first name in round ones is his.
        let given =
            |tok: &TokenView<'_>| tok.aside && NameWord::lookup(tok.form).has(NameWord::GIVEN);
        if half.words().all(TokenView::inserted)
            && !(half.words().count() == 1 && half.words().all(given))
        {
            return None;
        }
        if half.all[..half.from].last().is_some_and(is_name) && is_domain(&half)
            || is_purpose(&half)
        {
            return found(VariantRule::NameFormLonger);
        }
        let touches = half.all[half.to..].iter().find(|tok| !tok.is_dash());
        if are_particles(&half) && touches.is_some_and(is_name) && !possessive(&half) {
            return found(VariantRule::NameFormLonger);
        }
        let after = half.after().filter(|tok| is_name(tok) || is_month_name(tok));
        let words = || half.words();
        let adjacent = half.all[half.to..]
            .first()
            .is_some_and(|tok| tok.is_word() || tok.form == ")" || tok.form == "]");
        if words().all(is_title) && words().count() <= 3 && after.is_some() && adjacent {
            // `former` says something; `Mr.` does not.
            return if words()
                .any(|tok| matches!(tok.form, "former" | "candidate" | "vice" | "acting"))
            {
                None
            } else {
                found(VariantRule::NameFormTitle)
            };
        }
        // First and middle names: before a name, in the middle of one.
        let in_name = |tok: &TokenView<'_>| {
            is_name(tok) || is_title(tok) && tok.flags.has(TokenFlags::CAPITAL)
        };
        if words().all(in_name)
            && words().count() <= 4
            && adjacent
            && after.is_some_and(|next| next.class == TokenClass::Name || is_month_name(next))
            && !possessive(&half)
        {
            return found(VariantRule::NameFormFirstName);
        }
        // A family name or the rest of a long name after the part that both print, when that part
        // is a name.
        let before = half.all[..half.from].last().is_some_and(is_name);
        if words().all(is_name) && words().count() <= 2 && before && half.tokens()[0].is_word() {
            return found(VariantRule::NameFormLonger);
        }
        return None;
    }
    let (a, b) = (place.a.forms(), place.b.forms());
    if a.is_empty() || b.is_empty() {
        return None;
    }
    if let ([x], [y]) = (a.as_slice(), b.as_slice())
        && t.are_title_and_abbreviation(x, y)
    {
        return found(VariantRule::NameFormTitle);
    }
    let bare = |forms: &[&str]| {
        forms.iter().copied().filter(|form| *form != "the").collect::<Vec<_>>().join(" ")
    };
    let (x, y) = (bare(&a), bare(&b));
    if t.are_acronym_and_name(&x, &y)
        || initials(&place.a, &place.b)
        || initials(&place.b, &place.a)
    {
        return found(VariantRule::NameFormAcronym);
    }
    if let (Some((x_signed, x)), Some((y_signed, y))) = (handle(&place.a), handle(&place.b))
        && x_signed != y_signed
        && x == y
    {
        return found(VariantRule::NameFormHandle);
    }
    let name = |half: &SideRange<'_, '_>| half.words().all(|tok| tok.class == TokenClass::Name);
    if let ([x], [y]) = (a.as_slice(), b.as_slice())
        && name(&place.a)
        && name(&place.b)
        && are_short_forms(x, y)
    {
        return found(VariantRule::NameFormFirstName);
    }
    if let ([x], [y]) = (a.as_slice(), b.as_slice())
        && name(&place.a)
        && name(&place.b)
        && x.chars().count().min(y.chars().count()) >= 5
        && jaro_winkler(x, y) >= 0.8
        && skeleton(x).len() >= 2
        && first_sound(x) == first_sound(y)
        && skeleton(x) == skeleton(y)
    {
        return found(VariantRule::NameFormTransliteration);
    }
    // A title for a first name, before the same name.
    let one = |half: &SideRange<'_, '_>| half.words().count() == 1;
    let next = [&place.a, &place.b]
        .map(|half| half.all.get(half.to).filter(|tok| tok.class == TokenClass::Name));
    let stands = matches!(next, [Some(x), Some(y)] if x.form == y.form);
    let title_for = |x: &SideRange<'_, '_>, y: &SideRange<'_, '_>| {
        x.words().all(is_title) && y.words().all(is_name)
    };
    if stands && one(&place.a) && one(&place.b) && place.either(title_for) {
        return found(VariantRule::NameFormTitle);
    }
    // Titles dropped or added around one name.
    let (x, y) = (forms_without(&place.a, is_title), forms_without(&place.b, is_title));
    if !x.is_empty()
        && x == y
        && place
            .a
            .words()
            .chain(place.b.words())
            .all(|tok| tok.class == TokenClass::Name || is_title(tok))
    {
        return found(VariantRule::NameFormTitle);
    }
    None
}

/// The forms of the words that are not `left_out`.
fn forms_without<'x>(
    half: &SideRange<'_, 'x>,
    left_out: impl Fn(&TokenView<'_>) -> bool,
) -> Vec<&'x str> {
    half.words().filter(|tok| !left_out(tok)).map(|tok| tok.form).collect()
}

fn possessive(half: &SideRange<'_, '_>) -> bool {
    half.words().next_back().is_some_and(|tok| tok.form == "'s")
}

/// The letters of an acronym, small; `None` for any other word, and for fewer letters than `least`.
fn acronym(tok: &TokenView<'_>, least: usize) -> Option<String> {
    let letters = tok.printed.replace('.', "");
    (letters.len() >= least && letters.chars().all(char::is_uppercase))
        .then(|| letters.to_lowercase())
}

/// Least letters of an acronym that is looked for in other words: two are initials of too much.
const MIN_SOUGHT_LETTERS: usize = 3;

/// Words of a long name of which its acronym takes no letter.
fn is_skipped_in_acronym(form: &str) -> bool {
    matches!(form, "the" | "of" | "and" | "for" | "on" | "in" | "to")
}

/// Returns true if `short` is one word of capitals made of the first letters of `long`.
fn initials(short: &SideRange<'_, '_>, long: &SideRange<'_, '_>) -> bool {
    let mut one = short.words();
    let (Some(tok), None) = (one.next(), one.next()) else { return false };
    let first = || {
        long.words()
            .filter(|tok| !is_skipped_in_acronym(tok.form))
            .filter_map(|tok| tok.form.chars().next())
    };
    let capitals = || {
        long.words().all(|tok| tok.capital() || is_skipped_in_acronym(tok.form))
            && long.words().count() > 1
    };
    acronym(tok, MIN_SOUGHT_LETTERS).is_some_and(|letters| letters.chars().eq(first()))
        // Two letters, where the name stands in their very place and is printed as one.
        || capitals() && acronym(tok, 2).is_some_and(|letters| letters.chars().eq(first()))
        || abbreviates(short, long)
}

/// One word of a name cut to its first letter: `Alder U` for `Alder University`.
fn abbreviates(short: &SideRange<'_, '_>, long: &SideRange<'_, '_>) -> bool {
    let mut words = long.words();
    let (Some(word), None) = (words.next(), words.next()) else { return false };
    let letter = |tok: &TokenView<'_>| {
        let letters = tok.printed.trim_end_matches('.').to_lowercase();
        tok.capital()
            && letters.chars().count() == 1
            && word.form.chars().count() > 1
            && word.form.starts_with(&letters)
    };
    let named = |half: &SideRange<'_, '_>| half.all[..half.from].last().is_some_and(is_name);
    word.capital() && short.words().all(letter) && named(short) && named(long)
}

/// Returns where in `long` the capitalized name stands that `short` is the acronym of.
pub(in crate::variant) fn find_spelled_out(
    short: &TokenView<'_>,
    long: &SideRange<'_, '_>,
) -> Option<(usize, usize)> {
    let letters = acronym(short, MIN_SOUGHT_LETTERS)?;
    (long.from..long.to).find_map(|from| {
        let (mut rest, mut to) = (letters.chars(), from);
        let mut next = rest.next();
        for tok in &long.all[from..long.to] {
            let Some(letter) = next else { break };
            let fits = tok.capital() && tok.form.starts_with(letter);
            if !fits && (to == from || !is_skipped_in_acronym(tok.form)) {
                return None;
            }
            if fits {
                next = rest.next();
            }
            to += 1;
        }
        next.is_none().then_some((from, to))
    })
}

/// Both sides print names there, and not the same.
pub(super) fn differ(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    if !place.substituted() {
        return None;
    }
    let other = |tok: &TokenView<'_>| !is_name(tok);
    let (a, b) = (forms_without(&place.a, other), forms_without(&place.b, other));
    if a.is_empty() || b.is_empty() {
        // In other words for the same thing, a name on one side alone says of somebody what the
        // other says of nobody.
        let told = |half: &SideRange<'_, '_>| {
            half.words().any(|tok| tok.lexicon.pronoun_person(tok.form).is_some())
        };
        let alone = a.is_empty() != b.is_empty() && !told(&place.a) && !told(&place.b);
        let is_framed = super::rewording::is_reworded(place) && super::rewording::is_framed(place);
        return (alone && is_framed)
            .then(|| Finding::new(Level::Contradictory, VariantRule::NameReworded));
    }
    let same_lexeme = |x: &str, y: &str| {
        x == y || super::grammar::family(place.a.lexicon, x, y) || are_short_forms(x, y)
    };
    let missing = |x: &[&str], y: &[&str]| {
        x.iter().any(|name| !y.iter().any(|other| same_lexeme(name, other)))
    };
    // A name that both print in full, with more words on one side, is one name.
    (!super::rewording::is_lopsided(place) && missing(&a, &b) && missing(&b, &a))
        .then(|| Finding::new(Level::Contradictory, VariantRule::NameOther))
}

/// A name replaced by words that are none, or the other way round, where no earlier rule has a
/// better name for it.
pub(super) fn dropped(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    if !place.substituted() {
        return None;
    }
    let names = |half: &SideRange<'_, '_>| half.words().any(is_name);
    (names(&place.a) != names(&place.b))
        .then(|| Finding::new(Level::Substantive, VariantRule::LexicalName))
}
