//! Marks, blanks and capitals: differences in print between words that are the same.

use super::Finding;
use crate::text::{TokenClass, TokenFlags};
use crate::variant::token_view::{SideRange, TokenView, VariationUnit};
use crate::variant::{Level, Operation, VariantRule};

/// Only marks differ at this place.
pub(super) fn only_marks(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let (a, b) = (place.a.tokens(), place.b.tokens());
    if place.a.has_words() || place.b.has_words() || a.is_empty() && b.is_empty() {
        return None;
    }
    let all = || a.iter().chain(b);
    let accidental = |rule| Some(Finding::new(Level::Accidental, rule));
    if all().all(|tok| tok.class == TokenClass::Bracket) || all().all(|tok| tok.aside) {
        return Some(Finding::new(Level::Minor, VariantRule::BracketedMarks));
    }
    if all().all(TokenView::is_quote) {
        // Marks that one side alone prints are more than another glyph, but for an apostrophe.
        let marks =
            a.is_empty() && !is_apostrophe(&place.b) || b.is_empty() && !is_apostrophe(&place.a);
        return accidental(match marks {
            true => VariantRule::PunctuationOther,
            false => VariantRule::QuoteMarkOther,
        });
    }
    if let Some(found) = sign(place) {
        return Some(found);
    }
    let inner = place.a.before().is_some()
        && place.a.after().is_some()
        && place.b.before().is_some()
        && place.b.after().is_some();
    let hyphens = |tokens: &[TokenView<'_>]| tokens.iter().all(|tok| tok.form == "-");
    if hyphens(a) && hyphens(b) {
        let operation = if a.len() < b.len() { Operation::Join } else { Operation::Split };
        return Some(
            Finding::new(Level::Accidental, VariantRule::HyphenationMark).operation(operation),
        );
    }
    if !a.is_empty() && !b.is_empty() && all().all(TokenView::is_dash) {
        return accidental(VariantRule::DashOther);
    }
    let (asks_a, asks_b) =
        (a.iter().any(|tok| tok.form == "?"), b.iter().any(|tok| tok.form == "?"));
    if asks_a != asks_b {
        return Some(Finding::new(Level::Minor, VariantRule::PunctuationQuestion));
    }
    // The stop of `No. 1`.
    let shortens = |half: &SideRange<'_, '_>| {
        half.all[..half.from].last().is_some_and(|tok| tok.form == "no")
            && half.after().is_some_and(|tok| tok.class == TokenClass::Number)
    };
    if shortens(&place.a) && shortens(&place.b) {
        return accidental(VariantRule::PunctuationOther);
    }
    let (ends_a, ends_b) =
        (a.iter().any(TokenView::ends_sentence), b.iter().any(TokenView::ends_sentence));
    if ends_a != ends_b && inner {
        // A stop that cuts a clause off what it was attached to: nothing stood there, so the words
        // ran on. A word that joins two clauses joins two sentences as well.
        let ran_on = if ends_a { b } else { a };
        let joined =
            place.a.after().is_some_and(|tok| matches!(tok.form, "and" | "but" | "or" | "so"));
        let attached = ran_on.is_empty() && !joined;
        let level = if attached { Level::Substantive } else { Level::Accidental };
        let rule = if attached {
            VariantRule::SentenceBoundaryAttachment
        } else {
            VariantRule::SentenceBoundaryMark
        };
        let operation = if ends_a { Operation::Join } else { Operation::Split };
        return Some(Finding::new(level, rule).operation(operation));
    }
    // Dots say that something was left out there, whatever the other side prints.
    if place.a.has_ellipsis() != place.b.has_ellipsis() {
        return accidental(VariantRule::PunctuationEllipsis);
    }
    accidental(VariantRule::PunctuationOther)
}

/// Returns true if a single mark ends a plural in the genitive: it closes no quotation.
fn is_apostrophe(half: &SideRange<'_, '_>) -> bool {
    let [mark] = half.tokens() else { return false };
    let before = &half.all[..half.from];
    mark.form == "'"
        && before.last().is_some_and(|tok| tok.is_word() && tok.end == mark.start)
        && !before.iter().any(|tok| tok.form == "'" && tok.flags.has(TokenFlags::SPACED))
}

/// The sign of a number: `-5`, `>100`, `≥30`. A hyphen between two numbers or words is none.
fn sign(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let signed = |half: &SideRange<'_, '_>| {
        let number = half.all.get(half.to).filter(|tok| tok.class == TokenClass::Number)?;
        let Some(mark) = half.tokens().last() else { return Some(None) };
        let sign = match mark.printed {
            "-" | "−" | "–" => '-',
            "<" | "＜" => '<',
            ">" | "＞" => '>',
            "≤" | "⩽" | "≦" => '≤',
            "≥" | "⩾" | "≧" => '≥',
            // `+5` is 5.
            "+" => return Some(None),
            _ => return None,
        };
        let apart = half.from == 0
            || mark.flags.has(TokenFlags::SPACED)
            || half.all[..half.to - 1].last().is_some_and(|tok| {
                matches!(tok.form, "(" | "$" | "\"") || tok.class == TokenClass::Bracket
            });
        (half.tokens().len() == 1 && apart && number.start == mark.end).then_some(Some(sign))
    };
    let (a, b) = (signed(&place.a)?, signed(&place.b)?);
    (a != b).then(|| Finding::new(Level::Contradictory, VariantRule::NumberValueSign))
}

/// Returns true if a mark may come from the sentence around the quotation: comma, stop, colon,
/// dash, closing or opening mark.
pub(in crate::variant) fn is_edge(tok: &TokenView<'_>) -> bool {
    matches!(tok.class, TokenClass::Ellipsis | TokenClass::Bracket)
        || matches!(tok.form, "(" | ")")
        || tok.is_quote()
        || tok.is_dash()
        || matches!(tok.form, "," | "." | ";" | ":" | "!" | "?")
}

/// Returns the difference in print between two tokens of equal form; `first` when no blank before
/// them can count, `titled` when the words beside them differ in their capitals as well, as in a
/// title.
pub(in crate::variant) fn printed(
    a: &TokenView<'_>,
    b: &TokenView<'_>,
    first: bool,
    titled: bool,
) -> Option<Finding> {
    let accidental = |rule| Some(Finding::new(Level::Accidental, rule));
    if a.printed == b.printed {
        if !first && a.flags.has(TokenFlags::SPACED) != b.flags.has(TokenFlags::SPACED) {
            return accidental(VariantRule::WhitespaceBetween);
        }
        return None;
    }
    let visible = |s: &str| s.chars().filter(|c| !is_invisible(*c)).collect::<String>();
    let (x, y) = (visible(a.printed), visible(b.printed));
    if !a.is_word() {
        return if x == y
            || a.class == TokenClass::Ellipsis && x.replace(' ', "") == y.replace(' ', "")
        {
            accidental(VariantRule::WhitespaceWithin)
        } else if a.is_quote() {
            accidental(VariantRule::QuoteMarkGlyph)
        } else if a.is_dash() {
            accidental(VariantRule::DashGlyph)
        } else {
            accidental(VariantRule::PunctuationGlyph)
        };
    }
    if x == y {
        return accidental(VariantRule::WhitespaceWithin);
    }
    let straight =
        |s: &str| s.replace(['’', '‘', 'ʼ', '`', '´', '＇'], "'").replace(['‐', '‑'], "-");
    let (x, y) = (straight(&x), straight(&y));
    if x == y {
        return accidental(VariantRule::QuoteMarkApostrophe);
    }
    let (lx, ly) = (x.to_lowercase(), y.to_lowercase());
    if lx == ly {
        let inside = !titled
            && !a.flags.has(TokenFlags::INITIAL)
            && !b.flags.has(TokenFlags::INITIAL)
            && !first;
        if inside && a.capital() != b.capital() && a.lexicon.is_case_sensitive(a.form) {
            return Some(Finding::new(Level::Substantive, VariantRule::CaseName));
        }
        return accidental(VariantRule::CaseOther);
    }
    if a.class == TokenClass::Number || a.form.starts_with(|c: char| c.is_ascii_digit()) {
        return accidental(VariantRule::NumberFormatSign);
    }
    let clitic = |s: &str| s.starts_with('\'') || matches!(s, "n't" | "wo" | "ca" | "sha" | "ai");
    if clitic(&lx) != clitic(&ly) {
        return accidental(VariantRule::ContractionClitic);
    }
    if lx.replace('.', "") == ly.replace('.', "") || a.form == "u.s." {
        return accidental(VariantRule::NameFormStops);
    }
    if a.lexicon.distinguishes_umlauts() && x.replace('ß', "ss") != y.replace('ß', "ss") {
        return Some(Finding::new(Level::Substantive, VariantRule::LexicalUmlaut));
    }
    if !x.is_ascii() || !y.is_ascii() {
        return accidental(VariantRule::DiacriticOther);
    }
    accidental(VariantRule::SpellingTable)
}

fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}
