//! The same words in other letters: contractions, hyphens and blanks, spelling, masking, spoken
//! forms.

use super::Finding;
use crate::language::VariantLexicon;
use crate::text::{TokenClass, bits, letter_edits, surprisal};
use crate::variant::token_view::{SideRange, TokenView, VariationUnit};
use crate::variant::verb::has_verb;
use crate::variant::{Level, Operation, VariantRule};

/// `’s` for `is`, `has` or `us`; `’d` for `would` or `had`: the clitics that could be two words, so
/// that no table folds them.
pub(super) fn contraction(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let short = |x: &SideRange<'_, '_>, y: &SideRange<'_, '_>| {
        let (x, y) = (x.forms(), y.forms());
        matches!(
            (x.as_slice(), y.as_slice()),
            (["'s"], ["is" | "has" | "us"]) | (["'d"], ["would" | "had"]) | (["it", "is"], ["tis"])
        )
    };
    place.either(short).then(|| Finding::new(Level::Accidental, VariantRule::ContractionClitic))
}

/// Equal without hyphens and blanks. Apostrophes too: `isnt` for `isn’t`.
pub(super) fn hyphenation(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    if let Some(half) = place.only() {
        // `short-lived or long-lived` and `short- or long-lived`.
        let again = |form: &str| half.all[half.to..].iter().take(6).any(|tok| tok.form == form);
        let hung =
            half.from > 0 && half.all[half.from - 1].form == "-" && half.words().count() == 1;
        return (hung && half.words().all(|tok| again(tok.form)))
            .then(|| Finding::new(Level::Accidental, VariantRule::HyphenationSuspended));
    }
    // An account or a tag: a form of a name.
    let tag =
        |half: &SideRange<'_, '_>| half.words().any(|tok| tok.printed.starts_with(['@', '#']));
    if !place.substituted() || tag(&place.a) != tag(&place.b) {
        return None;
    }
    let letters = |half: &SideRange<'_, '_>| {
        let mut out = String::new();
        for tok in half.tokens() {
            if tok.is_word() {
                // `%` and `&` are words without letters: they cannot be written together with
                // anything.
                if !tok.printed.contains(char::is_alphanumeric) {
                    return None;
                }
                out.extend(
                    tok.printed
                        .chars()
                        .flat_map(char::to_lowercase)
                        .filter(|c| c.is_alphanumeric()),
                );
            } else if !tok.is_dash() && !tok.is_quote() {
                return None;
            }
        }
        Some(out)
    };
    // `farmer’s` and `farmers’` differ in number.
    if place.a.words().chain(place.b.words()).any(|tok| tok.form == "'s")
        && place.either(|_, y| {
            y.words().all(|tok| tok.form != "'s") && y.tokens().iter().any(TokenView::is_quote)
        })
    {
        return None;
    }
    let (a, b) = (letters(&place.a)?, letters(&place.b)?);
    if a.is_empty() || a != b {
        return None;
    }
    let (m, n) = (place.a.words().count(), place.b.words().count());
    // `it’s` and `its`, `we’re` and `were`, `he’ll` and `hell` are equal letters but other words.
    let apostrophe = |half: &SideRange<'_, '_>| {
        half.tokens().iter().any(|tok| tok.printed.contains(['\'', '’', '‘']))
    };
    if apostrophe(&place.a) != apostrophe(&place.b) {
        let bare = if apostrophe(&place.a) { &place.b } else { &place.a };
        // `its` and `lets` are slips so common that they are read as what they stand for.
        let slip = matches!(bare.forms().as_slice(), ["its" | "lets" | "thats" | "whos" | "isnt"]);
        let known = !slip && bare.words().all(|tok| is_known(tok.form));
        return Some(match known {
            true => Finding::new(Level::Substantive, VariantRule::LexicalApostrophe),
            false => Finding::new(Level::Accidental, VariantRule::SpellingApostrophe),
        });
    }
    let operation = match m.cmp(&n) {
        std::cmp::Ordering::Less => Operation::Split,
        std::cmp::Ordering::Greater => Operation::Join,
        std::cmp::Ordering::Equal => Operation::Substitution,
    };
    Some(Finding::new(Level::Accidental, VariantRule::HyphenationLetters).operation(operation))
}

/// Returns true if the background table holds the form, which makes it a word and not a slip.
fn is_known(form: &str) -> bool {
    surprisal(form) < bits(16)
}

/// One word in near-equal letters, and not both of them words.
pub(super) fn spelling(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    // `James's` and `James'`.
    let bare = |half: &SideRange<'_, '_>| {
        !half.has_words() && half.tokens().iter().any(|tok| tok.form == "'")
    };
    let after_s = |half: &SideRange<'_, '_>| {
        half.all[..half.from].last().is_some_and(|tok| tok.form.ends_with('s'))
    };
    if place.either(|x, y| x.forms() == ["'s"] && after_s(x) && bare(y)) {
        return Some(Finding::new(Level::Accidental, VariantRule::SpellingPossessive));
    }
    let (a, b) = single_words(place)?;
    let t = a.lexicon;
    if let (Some(x), Some(y)) = (t.irregular_singular(a.form), t.irregular_singular(b.form))
        && x == y
    {
        return Some(Finding::new(Level::Accidental, VariantRule::SpellingPlural));
    }
    // `O.K.` and `okay` are compared as two words, since either begins many a wording.
    let okay = |a: &TokenView<'_>, b: &TokenView<'_>| (a.form, b.form) == ("ok", "okay");
    if okay(a, b) || okay(b, a) || is_written_with(a, &place.b) || is_written_with(b, &place.a) {
        return Some(Finding::new(Level::Accidental, VariantRule::SpellingTable));
    }
    let named = a.class == TokenClass::Name && b.class == TokenClass::Name;
    let content = a.class == TokenClass::Content && b.class == TokenClass::Content;
    // Two unknown words may be misspelt both; two unknown names are two people.
    let known = (is_known(a.form), is_known(b.form));
    if !(content && known != (true, true) || named && known.0 != known.1) {
        return None;
    }
    // A letter in five may be wrong, one at least; shorter words are too near to other words.
    let letters = a.form.chars().count().min(b.form.chars().count());
    // A last letter added is an ending, not a slip.
    let ending = a.form.starts_with(b.form) || b.form.starts_with(a.form);
    let near = letters >= 4
        && !ending
        && letter_edits(a.form, b.form).is_some_and(|edits| edits <= (letters / 5).max(1));
    (near && !grammatical(t, a.form, b.form))
        .then(|| Finding::new(Level::Accidental, VariantRule::SpellingLetters))
}

/// `w/` for `with`.
fn is_written_with(tok: &TokenView<'_>, other: &SideRange<'_, '_>) -> bool {
    tok.form == "with"
        && other.forms() == ["w"]
        && other.words().next().is_some_and(|short| {
            other.all.iter().any(|mark| mark.form == "/" && mark.start == short.end)
        })
}

/// One letter wrong in a small word, so that it makes no sense where it stands: `out if town`. An
/// `if` that no clause follows sets no condition.
pub(super) fn slip(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let (a, b) = single_words(place)?;
    if !matches!(
        (a.form, b.form),
        ("if", "of" | "is" | "it" | "in") | ("of" | "is" | "it" | "in", "if")
    ) {
        return None;
    }
    let half = if a.form == "if" { &place.a } else { &place.b };
    let clause = half.all[half.to..]
        .iter()
        .take_while(|tok| tok.is_word() || tok.is_quote() || tok.form == "-");
    let subject =
        |tok: &TokenView<'_>| matches!(tok.form, "it" | "you" | "there" | "that" | "this");
    let governs = half.all.get(half.to).is_none_or(subject)
        || has_verb(clause)
        // `if not more`, `if necessary`: a condition without its verb.
        || half.all[half.to..].iter().take_while(|tok| tok.is_word()).count() <= 2
            && half.all[..half.from].last().is_none_or(|tok| !tok.is_word());
    (!governs).then(|| Finding::new(Level::Accidental, VariantRule::SpellingLetters))
}

/// Forms of one word, or a word and its negation, are no misspellings of each other.
fn grammatical(t: &VariantLexicon, a: &str, b: &str) -> bool {
    crate::variant::stem::same_stem(t, a, b) || super::polarity::opposed(t, a, b)
}

/// One side masks letters: `s***`, `c---sucker`.
pub(super) fn masking<'p, 'x>(place: &VariationUnit<'p, 'x>) -> Option<Finding> {
    if !place.substituted() {
        return None;
    }
    let printed = |half: &SideRange<'_, '_>| {
        half.tokens()
            .iter()
            .flat_map(|tok| tok.printed.chars().flat_map(char::to_lowercase))
            .collect::<Vec<char>>()
    };
    let is_mask = |c: char| matches!(c, '*' | '-' | '_' | '#' | '—' | '–');
    let masks = |x: &SideRange<'_, '_>, y: &SideRange<'_, '_>| {
        let (x, y) = (printed(x), printed(y));
        let stars = x.iter().filter(|c| is_mask(**c)).count();
        if stars < 2 || !x.iter().any(|c| c.is_alphabetic()) || y.iter().any(|c| is_mask(*c)) {
            return false;
        }
        let head = x.iter().take_while(|c| !is_mask(**c)).count();
        let tail = x.iter().rev().take_while(|c| !is_mask(**c)).count();
        head + tail < y.len() + 1
            && y.len() <= x.len() + 4
            && y.len() >= head + tail
            && x[..head] == y[..head]
            && x[x.len() - tail..] == y[y.len() - tail..]
    };
    // A masked word that the alignment has cut at its marks: `s` of `s---`.
    let whole = |half: &SideRange<'p, 'x>| {
        let mut wide = *half;
        while wide.to > 0
            && wide.to < wide.all.len()
            && wide.all[wide.to].start == wide.all[wide.to - 1].end
            && (wide.all[wide.to].is_dash() || wide.all[wide.to - 1].is_dash())
        {
            wide.to += 1;
        }
        wide
    };
    let wide = VariationUnit { a: whole(&place.a), b: whole(&place.b) };
    let one_word = place.a.words().count() == 1 && place.b.words().count() == 1;
    (place.either(masks) || one_word && wide.either(masks) || masks_elsewhere(place))
        .then(|| Finding::new(Level::Accidental, VariantRule::MaskingLetters))
}

/// The rest of one masked word, after the letters that both hide: `f–ing`, `f–king`.
fn masks_elsewhere(place: &VariationUnit<'_, '_>) -> bool {
    let Some((x, y)) = single_words(place) else { return false };
    let stem = |half: &SideRange<'_, '_>| {
        let [.., letter, dash] = &half.all[..half.from] else { return None };
        let joined = half.all.get(half.from).is_some_and(|tok| tok.start == dash.end);
        (dash.is_dash() && letter.end == dash.start && joined && letter.printed.len() <= 2)
            .then(|| letter.printed.to_lowercase())
    };
    let Some((a, b)) = stem(&place.a).zip(stem(&place.b)) else { return false };
    a == b && (x.form.ends_with(y.form) || y.form.ends_with(x.form))
}

/// A spoken form and what it stands for.
pub(super) fn dialect(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    if !place.substituted() {
        return None;
    }
    let (a, b) = (place.a.forms().join(" "), place.b.forms().join(" "));
    let clipped = |x: &str, y: &str| {
        y.strip_suffix('g').is_some_and(|stem| {
            stem.ends_with("in") && (x == stem || x.strip_suffix('\'') == Some(stem))
        })
    };
    let concord = place.a.before().is_some()
        && is_concord_pair(&a, &b)
        && super::polarity::negated_before(&place.a)
        && super::polarity::negated_before(&place.b);
    let rule = if place.a.lexicon.are_spoken_and_written(&a, &b) {
        VariantRule::DialectTable
    } else if clipped(&a, &b) || clipped(&b, &a) {
        VariantRule::DialectClipped
    } else if concord {
        VariantRule::DialectConcord
    } else {
        return None;
    };
    Some(Finding::new(Level::Minor, rule))
}

/// `nobody` under a negator is `anybody`.
fn is_concord_pair(a: &str, b: &str) -> bool {
    let pair = |x: &str, y: &str| {
        matches!(
            (x, y),
            ("nobody" | "no one", "anybody" | "anyone")
                | ("nothing", "anything")
                | ("none" | "no", "any" | "a")
                | ("never", "ever")
                | ("nowhere", "anywhere")
                | ("neither", "either")
                | ("nor", "or")
        )
    };
    pair(a, b) || pair(b, a)
}

fn single_words<'p, 'x>(
    place: &VariationUnit<'p, 'x>,
) -> Option<(&'p TokenView<'x>, &'p TokenView<'x>)> {
    let mut a = place.a.words();
    let mut b = place.b.words();
    match (a.next(), a.next(), b.next(), b.next()) {
        (Some(x), None, Some(y), None) => Some((x, y)),
        _ => None,
    }
}
