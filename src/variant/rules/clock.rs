//! Times of day and dates, compared by what they name: `6:00 p.m.` is `6 p.m.`, `Sept. 11` is
//! `11 September`.

use crate::text::TokenClass;
use crate::variant::token_view::{SideRange, TokenView};

/// A time of day, in minutes since the last twelve or since midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TimeOfDay {
    minutes: u32,
    /// True if it says which half of the day is meant.
    whole_day: bool,
    /// True if it can be nothing but a time: `6:00`, `6 p.m.`
    certain: bool,
}

const HALF_DAY: u32 = 12 * 60;

impl TimeOfDay {
    /// Returns true if both can name one time.
    pub fn equals(self, other: TimeOfDay) -> bool {
        (self.certain || other.certain)
            && if self.whole_day && other.whole_day {
                self.minutes == other.minutes
            } else {
                self.minutes % HALF_DAY == other.minutes % HALF_DAY
            }
    }
}

/// Returns true for `a.m.` and false for `p.m.`
pub(super) fn is_morning(tok: &TokenView<'_>) -> Option<bool> {
    match tok.form {
        "am" if tok.printed.contains('.') => Some(true),
        "pm" => Some(false),
        _ => None,
    }
}

/// Returns the time of day that a half names, with the `p.m.` that stands after it.
pub(super) fn time_of_day(half: &SideRange<'_, '_>) -> Option<TimeOfDay> {
    let mut words = half.words();
    let (first, second) = (words.next()?, words.next());
    if words.next().is_some() || first.class != TokenClass::Number {
        return None;
    }
    let next = || half.all.get(half.to).filter(|tok| tok.is_word());
    let half_day = |tok: &TokenView<'_>| {
        // `am` is a form of `be`, unless it touches the figures: `6am`.
        is_morning(tok).or((tok.form == "am" && tok.start == first.end).then_some(true))
    };
    let morning = match second {
        Some(tok) => Some(half_day(tok)?),
        None => next().and_then(half_day),
    };
    let (hour, minute) = first.form.split_once(':').unwrap_or((first.form, "0"));
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    if hour > 23 || minute > 59 || morning.is_some() && !(1..=12).contains(&hour) {
        return None;
    }
    let hour = match morning {
        Some(true) => hour % 12,
        Some(false) => hour % 12 + 12,
        None => hour,
    };
    Some(TimeOfDay {
        minutes: 60 * hour + minute,
        whole_day: morning.is_some() || hour > 12,
        certain: morning.is_some() || first.form.contains(':'),
    })
}

/// A day of the year, with the year where it is told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct CalendarDay {
    month: usize,
    day: u32,
    year: Option<u32>,
}

impl CalendarDay {
    /// Returns true if both can name one day.
    pub fn equals(self, other: CalendarDay) -> bool {
        (self.month, self.day) == (other.month, other.day)
            && (self.year == other.year || self.year.is_none() || other.year.is_none())
    }
}

const MONTHS: [(&str, &str); 12] = [
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may", "may"),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
];

fn month(tok: &TokenView<'_>) -> Option<usize> {
    tok.capital()
        .then(|| {
            MONTHS.iter().position(|(name, short)| {
                tok.form == *name || tok.form == *short || tok.form == "sep" && *short == "sept"
            })
        })
        .flatten()
}

/// Returns the day that tokens name, all of them: a month, a day, perhaps a year, in any order.
pub(super) fn calendar_day(tokens: &[TokenView<'_>]) -> Option<CalendarDay> {
    let (mut found_month, mut day, mut year) = (None, None, None);
    for tok in tokens {
        if matches!(tok.form, "," | "." | "the" | "of") {
            continue;
        }
        if let Some(of) = month(tok).filter(|_| found_month.is_none()) {
            found_month = Some(of);
            continue;
        }
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| tok.form.strip_suffix(end));
        let value: u32 = digits.unwrap_or(tok.form).parse().ok()?;
        match value {
            1..=31 if day.is_none() => day = Some(value),
            1000..=2999 if year.is_none() => year = Some(value),
            _ => return None,
        }
    }
    Some(CalendarDay { month: found_month?, day: day?, year })
}
