//! Numbers, compared by their value.

use super::Finding;
use super::clock::{calendar_day, is_morning, time_of_day};
use crate::language::{CueClass, Numeral};
use crate::text::TokenClass;
use crate::variant::token_view::{SideRange, TokenView, VariationUnit};
use crate::variant::{Level, VariantRule};

/// A number as a reader understands it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Quantity<'x> {
    value: f64,
    /// `percent`, `$`; empty when none.
    unit: &'x str,
}

impl Quantity<'_> {
    fn equals(&self, other: &Quantity<'_>) -> bool {
        // A value that went through words and decimals may differ in its last bits.
        self.unit == other.unit
            && (self.value - other.value).abs() <= 1e-9 * self.value.abs().max(other.value.abs())
    }
}

fn scale(tok: &TokenView<'_>) -> Option<f64> {
    match tok.lexicon.numeral(tok.form) {
        Some(Numeral::Scale(by)) => Some(*by),
        _ => None,
    }
}

fn ordinal(tok: &TokenView<'_>) -> Option<f64> {
    if let Some(Numeral::Ordinal(value)) = tok.lexicon.numeral(tok.form) {
        return Some(*value);
    }
    let digits =
        ["st", "nd", "rd", "th"].iter().find_map(|ending| tok.form.strip_suffix(ending))?;
    digits.parse().ok()
}

/// The value of a fraction below one: `½`, `1/2`.
fn fraction(tok: &TokenView<'_>) -> Option<f64> {
    let sign = match tok.printed {
        "½" => Some(0.5),
        "¼" => Some(0.25),
        "¾" => Some(0.75),
        "⅓" => Some(1.0 / 3.0),
        "⅔" => Some(2.0 / 3.0),
        _ => None,
    };
    sign.or_else(|| {
        let (above, below) = tok.form.split_once('/')?;
        let (above, below): (f64, f64) = (above.parse().ok()?, below.parse().ok()?);
        (above >= 1.0 && above < below && below <= MAX_DENOMINATOR).then(|| above / below)
    })
}

/// Greatest denominator that is printed with a stroke; beyond it stand days: `9/11`.
const MAX_DENOMINATOR: f64 = 8.0;

/// The unit of a place in a list: `number one`, `No. 1`, `№1`.
const PLACE_UNIT: &str = "#";

/// Returns true if a token says that the number after it is a place in a list.
fn is_place_sign(tok: &TokenView<'_>, next: Option<&&TokenView<'_>>) -> bool {
    matches!(tok.printed, "№" | "#" | "No.")
        || tok.form == "number"
        || tok.form == "no" && next.is_some_and(|next| next.form == ".")
}

/// The number that `toks` spell, all of them; `None` when any word is no part of a number.
fn quantity<'x>(tokens: &[TokenView<'x>]) -> Option<Quantity<'x>> {
    let (mut total, mut group, mut unit, mut seen) = (0.0_f64, 0.0_f64, "", false);
    let mut pending: Option<f64> = None; // tens that a unit may follow: twenty-five
    let mut words = tokens.iter().filter(|tok| !matches!(tok.form, "-" | ",")).peekable();
    while let Some(tok) = words.next() {
        let form = tok.form;
        if !seen && is_place_sign(tok, words.peek()) {
            unit = PLACE_UNIT;
            continue;
        }
        match (form, tok.lexicon.numeral(form)) {
            (".", _) if unit == PLACE_UNIT && !seen => continue,
            ("$" | "€" | "£" | "¥", _) => {
                unit = form;
                continue;
            }
            (_, Some(Numeral::Unit(sign))) => {
                unit = sign;
                continue;
            }
            ("per", _) if words.peek().is_some_and(|next| next.form == "cent") => {
                words.next();
                unit = "percent";
                continue;
            }
            (_, Some(Numeral::Joint)) => continue,
            _ => {}
        }
        if let Some(by) = scale(tok) {
            if !seen {
                group = 1.0;
                seen = true;
            }
            if by < 1e3 {
                group *= by;
            } else {
                total += group * by;
                group = 0.0;
            }
            pending = None;
            continue;
        }
        if let Some(part) = fraction(tok) {
            group += part;
            pending = None;
            seen = true;
            continue;
        }
        let value = match (form.parse::<f64>(), tok.lexicon.numeral(form)) {
            (_, Some(Numeral::Value(value) | Numeral::Name(value))) => *value,
            (Ok(value), _)
                if value.is_finite() && form.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                value
            }
            _ => ordinal(tok)?,
        };
        let follows = !seen
            || group == 0.0
            || value < 1.0
            || pending.is_some_and(|tens| value < 10.0 && tens % 10.0 == 0.0)
            || group % 100.0 == 0.0 && value < 100.0;
        if !follows {
            return None;
        }
        group += value;
        pending = (20.0..100.0).contains(&value).then_some(value);
        seen = true;
    }
    seen.then_some(Quantity { value: total + group, unit })
}

fn is_numeric(tok: &TokenView<'_>) -> bool {
    tok.class == TokenClass::Number
        || tok.form.starts_with(|c: char| c.is_ascii_digit())
        || scale(tok).is_some() && is_word_of_scale(tok.form)
        || matches!(tok.lexicon.numeral(tok.form), Some(Numeral::Name(_)))
        || ordinal(tok).is_some()
        || fraction(tok).is_some()
}

/// Returns true for a word such as *million* or Spanish *mil*; not for letters such as *bn*.
fn is_word_of_scale(form: &str) -> bool {
    form.len() > 3 || form.len() == 3 && form.contains(['a', 'e', 'i', 'o', 'u'])
}

/// The half with the numbers beside it: `1.2 [million]` is read whole.
fn widened<'p, 'x>(half: &SideRange<'p, 'x>) -> SideRange<'p, 'x> {
    let mut wide = *half;
    while wide.from > 0
        && (is_numeric(&wide.all[wide.from - 1])
            && wide.all[wide.from - 1].class == TokenClass::Number)
    {
        wide.from -= 1;
    }
    while wide.to < wide.all.len() && wide.all[wide.to].class == TokenClass::Number {
        wide.to += 1;
    }
    wide
}

fn quantities<'p, 'x>(place: &VariationUnit<'p, 'x>) -> Option<(Quantity<'x>, Quantity<'x>)> {
    if !(place.a.words().any(is_numeric) || place.b.words().any(is_numeric)) {
        return None;
    }
    let read = |half: &SideRange<'p, 'x>| {
        let wide = widened(half);
        quantity(wide.tokens()).or_else(|| quantity(half.tokens()))
    };
    Some((read(&place.a)?, read(&place.b)?))
}

/// Equal value, written otherwise; or two days or times of day, equal or not.
pub(in crate::variant) fn format(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let same = Finding::new(Level::Accidental, VariantRule::NumberFormatValue);
    let other = Finding::new(Level::Contradictory, VariantRule::NumberValueValue);
    if !(place.a.words().any(is_figure) || place.b.words().any(is_figure)) {
        let half_day = |half: &SideRange<'_, '_>| {
            let mut words = half.words();
            let first = words.next().and_then(is_morning)?;
            words.next().is_none().then_some(first)
        };
        // `a.m.` for `p.m.`, after figures.
        let after_hour =
            place.a.before().is_some_and(is_figure) && place.b.before().is_some_and(is_figure);
        return (after_hour && half_day(&place.a)? != half_day(&place.b)?).then_some(other);
    }
    if let (Some(x), Some(y)) = (calendar_day(place.a.tokens()), calendar_day(place.b.tokens())) {
        return Some(if x.equals(y) { same } else { other });
    }
    if let (Some(x), Some(y)) = (time_of_day(&place.a), time_of_day(&place.b))
        && x.equals(y)
    {
        return Some(same);
    }
    let (a, b) = quantities(place)?;
    a.equals(&b).then_some(same)
}

fn is_figure(tok: &TokenView<'_>) -> bool {
    tok.class == TokenClass::Number || is_numeric(tok)
}

/// Values, units or the words of degree before them differ.
pub(super) fn value(place: &VariationUnit<'_, '_>) -> Option<Finding> {
    let found = |rule| Some(Finding::new(Level::Contradictory, rule));
    let strict = |tok: &&TokenView<'_>| {
        is_numeric(tok)
            && ordinal(tok).is_none_or(|_| tok.form.starts_with(|c: char| c.is_ascii_digit()))
    };
    let numbers = |half: &SideRange<'_, '_>| half.words().filter(strict).count();
    if place.substituted() {
        if numbers(&place.a) > 0 || numbers(&place.b) > 0 {
            // A number that both sides print, in order, beside other words that differ, is no
            // change of number.
            let list = |half: &SideRange<'_, '_>| {
                half.words().filter(strict).map(|tok| tok.form.to_owned()).collect::<Vec<_>>()
            };
            // Where only one side has a number, the place reads otherwise altogether, and says so
            // by another rule.
            let figures = |half: &SideRange<'_, '_>| {
                half.words().filter(|tok| is_numeric(tok) || tok.form == "one").count()
            };
            let lone = figures(&place.a) == 0 || figures(&place.b) == 0;
            if list(&place.a) != list(&place.b) && !lone {
                return found(VariantRule::NumberValueValue);
            }
        }
        let than = |half: &SideRange<'_, '_>| {
            matches!(half.forms().as_slice(), ["more" | "less" | "fewer"])
                && half.all.get(half.to).is_some_and(|tok| tok.form == "than")
                && half.all.get(half.to + 1).is_some_and(is_numeric)
        };
        if than(&place.a) && than(&place.b) {
            return (place.a.forms() != place.b.forms())
                .then_some(())
                .and_then(|()| found(VariantRule::NumberValueDegree));
        }
        let degree = |half: &SideRange<'_, '_>| {
            let next = half.after().is_some_and(is_numeric);
            let forms = half.forms();
            next && half
                .lexicon
                .find_cues(CueClass::Degree, &forms)
                .iter()
                .map(|(_, n)| n)
                .sum::<usize>()
                == forms.len()
        };
        if degree(&place.a)
            && degree(&place.b)
            && !place.a.lexicon.are_synonyms(&place.a.forms().join(" "), &place.b.forms().join(" "))
        {
            let (a, b) = (place.a.forms().join(" "), place.b.forms().join(" "));
            // `About` and `almost` leave the other open; `over` and `under` do not.
            let level = match excludes(&a, &b) {
                true => Level::Contradictory,
                false => Level::Substantive,
            };
            return Some(Finding::new(level, VariantRule::NumberValueDegree));
        }
        return None;
    }
    let only = place.only()?;
    let forms = only.forms();
    let degree: usize =
        only.lexicon.find_cues(CueClass::Degree, &forms).iter().map(|(_, n)| n).sum();
    // More than ten, and ten: one does not exclude the other.
    if degree == forms.len() && only.after().is_some_and(is_numeric) {
        return Some(Finding::new(Level::Substantive, VariantRule::NumberValueDegree));
    }
    let figures = numbers(&only);
    (figures > 0 && figures == only.words().count())
        .then_some(())
        .and_then(|()| found(VariantRule::NumberValueOnly))
}

/// Returns true if one degree goes above the number and the other below it.
fn excludes(a: &str, b: &str) -> bool {
    let above = |degree: &str| matches!(degree, "more than" | "over" | "at least");
    let below = |degree: &str| {
        matches!(
            degree,
            "less than" | "fewer than" | "under" | "nearly" | "almost" | "up to" | "at most"
        )
    };
    above(a) && below(b) || above(b) && below(a)
}
