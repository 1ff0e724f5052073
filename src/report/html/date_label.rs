//! Dates as a reader would say them.

/// Returns `16 July 2018` for a date or a time that begins with `2018-07-16`; any other text as it
/// was given.
pub(super) fn long_date(published: &str) -> String {
    match parts(published) {
        Some((year, month, day)) => format!("{day} {} {year}", MONTHS[month - 1]),
        None => published.to_owned(),
    }
}

/// Returns `16 Jul`, or `16 Jul 2018` if the year is to be said.
pub(super) fn short_date(published: &str, with_year: bool) -> String {
    match parts(published) {
        Some((year, month, day)) => {
            let month: String = MONTHS[month - 1].chars().take(3).collect();
            match with_year {
                true => format!("{day} {month} {year}"),
                false => format!("{day} {month}"),
            }
        }
        None => published.to_owned(),
    }
}

/// Returns `16–18 July 2018` for the first and the last of some days, and `16 July 2018` where
/// there is one; empty where there is none.
pub(super) fn date_range<'a>(days: impl Iterator<Item = &'a str>) -> String {
    let days: Vec<&str> = days.filter(|day| !day.is_empty()).collect();
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else {
        return String::new();
    };
    if first == last {
        return long_date(first);
    }
    match (parts(first), parts(last)) {
        (Some(a), Some(b)) if (a.0, a.1) == (b.0, b.1) => format!("{}–{}", a.2, long_date(last)),
        (Some(a), Some(b)) if a.0 == b.0 => {
            format!("{} {} – {}", a.2, MONTHS[a.1 - 1], long_date(last))
        }
        _ => format!("{} – {}", long_date(first), long_date(last)),
    }
}

/// Returns year, month (from 1) and day of a date that begins with `2018-07-16`.
fn parts(published: &str) -> Option<(u16, usize, u8)> {
    let mut numbers = published.get(..10)?.split('-');
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let month: usize = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    Some((year.parse().ok()?, month, day.parse().ok()?))
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_ends_share_is_said_once() {
        let range = |days: &[&str]| date_range(days.iter().copied());
        assert_eq!(range(&[]), "");
        assert_eq!(range(&["2018-07-16", ""]), "16 July 2018");
        assert_eq!(range(&["2018-07-18", "2018-07-16"]), "16–18 July 2018");
        assert_eq!(range(&["2018-06-30", "2018-07-01"]), "30 June – 1 July 2018");
        assert_eq!(range(&["2017-12-31", "2018-01-01"]), "31 December 2017 – 1 January 2018");
        assert_eq!(short_date("2018-07-16T18:00:00Z", false), "16 Jul");
        // What is no date is printed as it was given.
        assert_eq!(
            (long_date("soon"), long_date("2018-13-01")),
            ("soon".into(), "2018-13-01".into())
        );
    }
}
