//! Marks, blanks and capitals: what differs in print between words that are the same.

use super::Finding;
use crate::text::{TokenClass, TokenFlags};
use crate::variant::reading::{Place, Tok};
use crate::variant::{Kind, Level, Operation};

/// Only marks differ at this place.
pub(super) fn only_marks(place: &Place<'_, '_>) -> Option<Finding> {
    let (a, b) = (place.a.tokens(), place.b.tokens());
    if place.a.has_words() || place.b.has_words() || a.is_empty() && b.is_empty() {
        return None;
    }
    let all = || a.iter().chain(b);
    let accidental = |kind, rule| Some(Finding::new(kind, Level::Accidental, rule));
    if all().all(|tok| tok.class == TokenClass::Bracket) || all().all(|tok| tok.aside) {
        return Some(Finding::new(Kind::Bracketed, Level::Minor, "bracketed.marks"));
    }
    if all().all(Tok::is_quote) {
        return accidental(Kind::QuoteMark, "quote-mark.other");
    }
    let inner = place.a.before().is_some()
        && place.a.after().is_some()
        && place.b.before().is_some()
        && place.b.after().is_some();
    let hyphens = |toks: &[Tok<'_>]| toks.iter().all(|tok| tok.form == "-");
    if hyphens(a) && hyphens(b) {
        let operation = if a.len() < b.len() { Operation::Join } else { Operation::Split };
        return Some(
            Finding::new(Kind::Hyphenation, Level::Accidental, "hyphenation.mark")
                .operation(operation),
        );
    }
    if !a.is_empty() && !b.is_empty() && all().all(Tok::is_dash) {
        return accidental(Kind::Dash, "dash.other");
    }
    let (asks_a, asks_b) =
        (a.iter().any(|tok| tok.form == "?"), b.iter().any(|tok| tok.form == "?"));
    if asks_a != asks_b {
        return Some(Finding::new(Kind::Punctuation, Level::Minor, "punctuation.question"));
    }
    let (ends_a, ends_b) = (a.iter().any(Tok::ends_sentence), b.iter().any(Tok::ends_sentence));
    if ends_a != ends_b && inner {
        // A stop that cuts a clause off what it was attached to: nothing stood there, so the words ran on. A word that
        // joins two clauses joins two sentences as well.
        let ran_on = if ends_a { b } else { a };
        let joined =
            place.a.after().is_some_and(|tok| matches!(tok.form, "and" | "but" | "or" | "so"));
        let attached = ran_on.is_empty() && !joined;
        let level = if attached { Level::Substantive } else { Level::Accidental };
        let rule = if attached { "sentence-boundary.attachment" } else { "sentence-boundary.mark" };
        let operation = if ends_a { Operation::Join } else { Operation::Split };
        return Some(Finding::new(Kind::SentenceBoundary, level, rule).operation(operation));
    }
    // Dots say that something was left out there, whatever the other side prints.
    if place.a.has_ellipsis() != place.b.has_ellipsis() {
        return accidental(Kind::Punctuation, "punctuation.ellipsis");
    }
    accidental(Kind::Punctuation, "punctuation.other")
}

/// Whether a mark may come from the sentence around the quotation: comma, stop, colon, dash, closing or opening mark.
pub(in crate::variant) fn is_edge(tok: &Tok<'_>) -> bool {
    matches!(tok.class, TokenClass::Ellipsis | TokenClass::Bracket)
        || matches!(tok.form, "(" | ")")
        || tok.is_quote()
        || tok.is_dash()
        || matches!(tok.form, "," | "." | ";" | ":" | "!" | "?")
}

/// What differs in print between two tokens of equal form; `first` when no blank before them can count.
pub(in crate::variant) fn printed(a: &Tok<'_>, b: &Tok<'_>, first: bool) -> Option<Finding> {
    let accidental = |kind, rule| Some(Finding::new(kind, Level::Accidental, rule));
    if a.printed == b.printed {
        if !first && a.flags.has(TokenFlags::SPACED) != b.flags.has(TokenFlags::SPACED) {
            return accidental(Kind::Whitespace, "whitespace.between");
        }
        return None;
    }
    let visible = |s: &str| s.chars().filter(|c| !is_unseen(*c)).collect::<String>();
    let (x, y) = (visible(a.printed), visible(b.printed));
    if !a.is_word() {
        return if x == y
            || a.class == TokenClass::Ellipsis && x.replace(' ', "") == y.replace(' ', "")
        {
            accidental(Kind::Whitespace, "whitespace.within")
        } else if a.is_quote() {
            accidental(Kind::QuoteMark, "quote-mark.glyph")
        } else if a.is_dash() {
            accidental(Kind::Dash, "dash.glyph")
        } else {
            accidental(Kind::Punctuation, "punctuation.glyph")
        };
    }
    if x == y {
        return accidental(Kind::Whitespace, "whitespace.within");
    }
    let straight =
        |s: &str| s.replace(['’', '‘', 'ʼ', '`', '´', '＇'], "'").replace(['‐', '‑'], "-");
    let (x, y) = (straight(&x), straight(&y));
    if x == y {
        return accidental(Kind::QuoteMark, "quote-mark.apostrophe");
    }
    let (lx, ly) = (x.to_lowercase(), y.to_lowercase());
    if lx == ly {
        let inside =
            !a.flags.has(TokenFlags::INITIAL) && !b.flags.has(TokenFlags::INITIAL) && !first;
        if inside && a.capital() != b.capital() && a.tables.is_case_sensitive(a.form) {
            return Some(Finding::new(Kind::Case, Level::Substantive, "case.name"));
        }
        return accidental(Kind::Case, "case.other");
    }
    if a.class == TokenClass::Number || a.form.starts_with(|c: char| c.is_ascii_digit()) {
        return accidental(Kind::NumberFormat, "number-format.sign");
    }
    let clitic = |s: &str| s.starts_with('\'') || matches!(s, "n't" | "wo" | "ca" | "sha" | "ai");
    if clitic(&lx) != clitic(&ly) {
        return accidental(Kind::Contraction, "contraction.clitic");
    }
    if lx.replace('.', "") == ly.replace('.', "") || a.form == "u.s." {
        return accidental(Kind::NameForm, "name-form.stops");
    }
    if a.tables.distinguishes_umlauts() && x.replace('ß', "ss") != y.replace('ß', "ss") {
        return Some(Finding::new(Kind::Lexical, Level::Substantive, "lexical.umlaut"));
    }
    if !x.is_ascii() || !y.is_ascii() {
        return accidental(Kind::Diacritic, "diacritic.other");
    }
    accidental(Kind::Spelling, "spelling.table")
}

fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}
