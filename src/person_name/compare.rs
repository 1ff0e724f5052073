//! Two names against each other.

use super::Agreement;
use super::name::{Name, NameKind};

/// An agreement and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Comparison {
    /// The verdict.
    pub agreement: Agreement,
    /// The rule that gave it, in a few words, such as `surname alone`.
    pub reason: &'static str,
}

/// Compares two names as printed, titles and all; symmetric. To compare one name with many, parse once and use
/// [`Name::compare`].
///
/// ```
/// use variorum::person_name::{Agreement, compare};
/// assert_eq!(compare("US President Donald Trump", "Donald J. Trump"), Agreement::Same);
/// assert_eq!(compare("Mrs. Clinton", "Bill Clinton"), Agreement::Conflict);
/// assert_eq!(compare("a spokesman", "Josh Schwerin"), Agreement::Unknown);
/// ```
pub fn compare(a: &str, b: &str) -> Agreement {
    Name::parse(a).compare(&Name::parse(b)).agreement
}

/// Surnames at least so alike (Jaro-Winkler, 0 to 1) may be two spellings of one. Gaddafi and Qadhafi, Zelensky and
/// Zelenskyy, Yeltsin and Eltsin lie above; Trump and Truman, which the given names must tell apart, too.
pub(super) const ALIKE: f64 = 0.8;

const fn say(agreement: Agreement, reason: &'static str) -> Comparison {
    Comparison { agreement, reason }
}

impl Name {
    /// Compares; symmetric, no allocation unless surnames differ in spelling.
    ///
    /// ```
    /// use variorum::person_name::{Agreement, Name};
    /// let verdict = Name::parse("Bob Ito").compare(&Name::parse("Robert Ito"));
    /// assert_eq!((verdict.agreement, verdict.reason), (Agreement::Same, "short form of the given name"));
    /// ```
    pub fn compare(&self, other: &Name) -> Comparison {
        use Agreement::{Conflict, Same, Unknown};
        use NameKind::{Body, Description, Nothing, Person, Pronoun};
        match (self.kind, other.kind) {
            (Nothing, _) | (_, Nothing) => say(Unknown, "no name"),
            (Pronoun, _) | (_, Pronoun) => say(Unknown, "a pronoun"),
            (Description, _) | (_, Description) => say(Unknown, "a description"),
            (Body, Body) if self.surname == other.surname => say(Same, "name of a body"),
            (Body, Body) if self.spells(other) || other.spells(self) => say(Same, "initials"),
            (Body, Body) => say(Unknown, "two bodies"),
            (Body, Person) | (Person, Body) => {
                let (body, person) = if self.kind == Body { (self, other) } else { (other, self) };
                if person.acronym && person.given.is_empty() && person.spells(body) {
                    say(Same, "initials")
                } else if person.given.is_empty() && person.surname == body.surname {
                    say(Same, "name of a body")
                } else {
                    say(Unknown, "a person and a body")
                }
            }
            (Person, Person) => self.compare_persons(other),
            #[allow(unreachable_patterns)]
            _ => say(Conflict, "kinds"),
        }
    }

    /// Whether this is the initials of `long`.
    fn spells(&self, long: &Name) -> bool {
        self.acronym && long.initials.chars().count() >= 2 && self.surname == long.initials
    }

    fn compare_persons(&self, other: &Name) -> Comparison {
        use Agreement::{Conflict, Same, Unknown};
        let sexes = matches!((self.male, other.male), (Some(a), Some(b)) if a != b);
        if self.surname == other.surname
            || part_of(&self.surname, &other.surname)
            || part_of(&other.surname, &self.surname)
        {
            if sexes {
                return say(Conflict, "a man and a woman");
            }
            return match (self.given.is_empty(), other.given.is_empty()) {
                (false, false) => self.compare_given(other),
                // The son is named with his suffix to tell him from the bare surname.
                _ if self.suffix.is_some() != other.suffix.is_some() => {
                    say(Unknown, "suffix on one side")
                }
                _ if self.suffix != other.suffix => say(Conflict, "suffixes"),
                (true, true) => say(Same, "surname"),
                _ => say(Same, "surname alone"),
            };
        }
        // One word alone may be the given name (or, in names that begin with it, the surname): Bernie; Xi Jinping, Mr. Xi.
        let first_of = |one: &Name, full: &Name| {
            one.given.is_empty() && full.given.first() == Some(&one.surname)
        };
        if first_of(self, other) || first_of(other, self) {
            return if sexes {
                say(Unknown, "a man and a woman")
            } else {
                say(Same, "first name alone")
            };
        }
        let nick_of =
            |one: &Name, full: &Name| one.given.is_empty() && share(&one.rows, &full.rows);
        if nick_of(self, other) || nick_of(other, self) {
            return say(Unknown, "short form of the first name alone");
        }
        // “Bernie” and “Sanders” may be one man.
        let alone = |one: &Name, two: &Name| {
            one.given.is_empty() && two.given.is_empty() && !one.rows.is_empty()
        };
        if alone(self, other) || alone(other, self) {
            return say(Unknown, "given name against surname");
        }
        // Maiden names and second surnames: Hillary Rodham, Hillary Rodham Clinton.
        if self.given.iter().skip(1).any(|word| *word == other.surname)
            || other.given.iter().skip(1).any(|word| *word == self.surname)
        {
            return say(Unknown, "surname inside the other name");
        }
        if sexes {
            return say(Conflict, "surnames");
        }
        let similar = alike(&self.surname, &other.surname);
        if similar {
            let given = match (self.given.first(), other.given.first()) {
                (Some(a), Some(b)) => {
                    a == b || initial_of(a, b) || share(&self.rows, &other.rows) || alike(a, b)
                }
                _ => true,
            };
            if given {
                return say(Unknown, "near in letters");
            }
        }
        say(Conflict, "surnames")
    }

    fn compare_given(&self, other: &Name) -> Comparison {
        use Agreement::{Conflict, Same, Unknown};
        let (Some(a), Some(b)) = (self.given.first(), other.given.first()) else {
            return say(Unknown, "no given name");
        };
        if let (Some(x), Some(y)) = (&self.suffix, &other.suffix)
            && x != y
        {
            return say(Conflict, "suffixes");
        }
        let one_suffix = self.suffix.is_some() != other.suffix.is_some();
        let kept = |verdict| if one_suffix { say(Unknown, "suffix on one side") } else { verdict };
        if a == b {
            // Further names or initials that exclude each other: George H. W. Bush, George W. Bush.
            return match (self.given.get(1), other.given.get(1)) {
                (Some(x), Some(y)) if !(x == y || initial_of(x, y)) => {
                    say(Conflict, "middle names")
                }
                _ if self.surname != other.surname => {
                    kept(say(Same, "given name and part of the surname"))
                }
                _ => kept(say(Same, "given name and surname")),
            };
        }
        if initial_of(a, b) {
            return kept(say(Same, "initial and surname"));
        }
        if share(&self.rows, &other.rows) {
            return kept(say(Same, "short form of the given name"));
        }
        // Known by the second name: J. Danforth Ito, Danforth Ito.
        if self.given.iter().skip(1).any(|word| word == b)
            || other.given.iter().skip(1).any(|word| word == a)
        {
            return kept(say(Same, "second given name and surname"));
        }
        if alike(a, b) {
            return say(Unknown, "given names near in letters");
        }
        say(Conflict, "given names")
    }
}

/// Whether one is the other's initial.
fn initial_of(a: &str, b: &str) -> bool {
    let is_initial =
        |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    is_initial(a, b) || is_initial(b, a)
}

/// Whether `part` is one of the hyphened parts of `whole`.
fn part_of(part: &str, whole: &str) -> bool {
    part.len() < whole.len()
        && part.len() > 2
        && whole.contains('-')
        && whole.split('-').any(|piece| piece == part)
}

/// Whether two sorted lists share a number.
fn share(a: &[u16], b: &[u16]) -> bool {
    a.iter().any(|row| b.contains(row))
}

/// Whether enough letters are common for [`alike`]: never false where that is true. The letters that could match at most
/// bound Jaro's measure, `(m / a + m / b + 1) / 3`, and Winkler's, which adds at most four tenths of what is missing.
fn may_be_alike(a: &str, b: &str) -> bool {
    if !(a.is_ascii() && b.is_ascii()) {
        return true;
    }
    let letters =
        |text: &str| text.bytes().fold(0u128, |letters, byte| letters | 1 << (byte & 127));
    let (x, y) = (letters(a), letters(b));
    let common = |text: &str, others: u128| {
        text.bytes().filter(|byte| others >> (byte & 127) & 1 == 1).count()
    };
    let prefix = a.bytes().zip(b.bytes()).take(4).take_while(|(p, q)| p == q).count();
    winkler(common(a, y).min(common(b, x)), [a.len(), b.len()], prefix) >= ALIKE - 1e-9
}

/// Jaro and Winkler's measure at most, where `most` letters could match and the first `prefix` of up to four do.
pub(super) fn winkler(most: usize, lengths: [usize; 2], prefix: usize) -> f64 {
    let [a, b] = lengths.map(|length| most as f64 / length.max(1) as f64);
    let jaro = (a + b + 1.0) / 3.0;
    jaro + 0.1 * prefix as f64 * (1.0 - jaro)
}

/// Two spellings of one name, perhaps. Measured both ways round: Jaro is symmetric, Winkler's prefix too.
fn alike(a: &str, b: &str) -> bool {
    may_be_alike(a, b)
        && a.chars().count() > 3
        && b.chars().count() > 3
        && strsim::jaro_winkler(a, b).max(strsim::jaro_winkler(b, a)) >= ALIKE
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::person_name::Agreement::{Conflict, Same, Unknown};

    #[test]
    fn rows() {
        let rows = [
            ("Trump", "President Trump", Same),
            ("Trump", "US President Donald Trump", Same),
            ("President Trump", "Mr Trump", Same),
            ("Donald J. Trump", "US President Donald Trump", Same),
            ("Trump's", "Donald Trump", Same),
            ("TRUMP", "Donald Trump", Same),
            ("Donald Trump, the Republican nominee", "Mr. Trump", Same),
            ("former secretary of state Hillary Clinton", "Hillary Clinton", Same),
            ("Secretary of State John Kerry", "Kerry", Same),
            ("Hillary Clinton", "Bill Clinton", Conflict),
            ("Mrs. Clinton", "Bill Clinton", Conflict),
            ("Mrs. Clinton", "Hillary Clinton", Same),
            ("Clinton", "Hillary Clinton", Same),
            ("Donald Trump", "Vladimir Putin", Conflict),
            ("Trump", "Putin", Conflict),
            ("the president", "Barack Obama", Unknown),
            ("a spokesman", "Josh Schwerin", Unknown),
            ("a spokesman for Mr. Trump", "Donald Trump", Unknown),
            ("he", "Barack Obama", Unknown),
            ("he", "she", Unknown),
            ("the White House", "Sean Spicer", Unknown),
            ("the White House", "White House", Same),
            ("FBI", "the Federal Bureau of Investigation", Same),
            ("FBI", "the Food and Drug Administration", Unknown),
            ("Bob Smith", "Robert Smith", Same),
            ("Bob Smith", "Richard Smith", Conflict),
            ("Bernie Sanders", "Sen. Bernard Sanders", Same),
            ("Bernie", "Bernie Sanders", Same),
            ("Bernie", "Sanders", Unknown),
            ("Bashar al-Assad", "Assad", Same),
            ("Bashar al-Assad", "President Bashar Al Assad", Same),
            ("Ursula von der Leyen", "Mrs. von der Leyen", Same),
            ("Muammar Gaddafi", "Moammar Qadhafi", Unknown),
            ("François Hollande", "Francois Hollande", Same),
            ("Xi Jinping", "Mr. Xi", Same),
            ("George W. Bush", "George H. W. Bush", Conflict),
            ("George W. Bush", "Jeb Bush", Conflict),
            ("George Bush", "George W. Bush", Same),
            ("Donald Trump Jr.", "Trump", Unknown),
            ("Donald Trump Jr.", "Donald Trump", Unknown),
            ("Donald Trump, Jr.", "Donald Trump Jr.", Same),
            ("Donald Trump Jr.", "Ivanka Trump", Conflict),
            ("J. Smith", "John Smith", Same),
            ("J. Smith", "Robert Smith", Conflict),
            ("Alexandria Ocasio-Cortez", "Ms. Cortez", Same),
            ("Владимир Путин", "Путин", Same),
            ("Владимир Путин", "Дональд Трамп", Conflict),
            ("", "Trump", Unknown),
            ("...", "?", Unknown),
            ("Sen. Ted Cruz (R-Tex.)", "Cruz", Same),
        ];
        let mut wrong = Vec::new();
        for (a, b, want) in rows {
            let got = Name::parse(a).compare(&Name::parse(b));
            if got.agreement != want {
                wrong.push(format!(
                    "{a:?} {b:?}: {got:?}, not {want:?}\n  {:?}\n  {:?}",
                    Name::parse(a),
                    Name::parse(b)
                ));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Every verdict says why.
    #[test]
    fn reasons() {
        let rows = [
            ("", "Ito", Unknown, "no name"),
            ("she", "Ana Ruiz", Unknown, "a pronoun"),
            ("a spokesman", "Paul Ito", Unknown, "a description"),
            ("the White House", "White House", Same, "name of a body"),
            ("NHC", "the National Hurricane Center", Same, "initials"),
            ("the White House", "the Supreme Court", Unknown, "two bodies"),
            ("the White House", "Paul Ito", Unknown, "a person and a body"),
            ("Mr. Ruiz", "Mrs. Ruiz", Conflict, "a man and a woman"),
            ("Ito Jr.", "Ito", Unknown, "suffix on one side"),
            ("Paul Ito Jr.", "Paul Ito", Unknown, "suffix on one side"),
            ("Ito Jr.", "Ito Sr.", Conflict, "suffixes"),
            ("Paul Ito Jr.", "Paul Ito Sr.", Conflict, "suffixes"),
            ("Mr. Ito", "Ito", Same, "surname"),
            ("Ito", "Paul Ito", Same, "surname alone"),
            ("Paul", "Paul Ito", Same, "first name alone"),
            ("Mrs. Paul", "Paul Ito", Unknown, "a man and a woman"),
            ("Bob", "Robert Ito", Unknown, "short form of the first name alone"),
            ("Bob", "Ito", Unknown, "given name against surname"),
            ("Ana Ruiz", "Ana Ruiz Lund", Unknown, "surname inside the other name"),
            ("Ana Ruiz", "Paul Ito", Conflict, "surnames"),
            ("Ana Zelensky", "Ana Zelenskyy", Unknown, "near in letters"),
            ("Paul A. Ito", "Paul B. Ito", Conflict, "middle names"),
            ("Ana Ruiz-Lund", "Ana Lund", Same, "given name and part of the surname"),
            ("Paul Ito", "Paul A. Ito", Same, "given name and surname"),
            ("P. Ito", "Paul Ito", Same, "initial and surname"),
            ("Bob Ito", "Robert Ito", Same, "short form of the given name"),
            ("J. Danforth Ito", "Danforth Ito", Same, "second given name and surname"),
            ("Katarina Ruiz", "Katerina Ruiz", Unknown, "given names near in letters"),
            ("Paul Ito", "George Ito", Conflict, "given names"),
        ];
        let wrong: Vec<String> = rows
            .into_iter()
            .filter_map(|(a, b, agreement, reason)| {
                let got = Name::parse(a).compare(&Name::parse(b));
                (got != Comparison { agreement, reason })
                    .then(|| format!("{a:?} {b:?}: {got:?}, not {agreement:?}, {reason}"))
            })
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    fn printed() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "Mr.",
            "Mrs.",
            "President",
            "the",
            "a",
            "Donald",
            "Bill",
            "Hillary",
            "Trump",
            "Clinton",
            "Jr.",
            "of",
            "FBI",
            "White",
            "House",
            "al-Assad",
            "von",
            "J.",
            "spokesman",
            "he",
            "’s",
            ",",
            "Путин",
            "(R)",
            "-",
            "ß",
        ]);
        prop_oneof![
            prop::collection::vec(word, 0..6).prop_map(|words| words.join(" ")),
            any::<String>()
        ]
    }

    proptest! {
        #[test]
        fn symmetric(a in printed(), b in printed()) {
            let (x, y) = (Name::parse(&a), Name::parse(&b));
            prop_assert_eq!(x.compare(&y), y.compare(&x));
        }

        #[test]
        fn what_is_alike_may_be(a in "[a-f]{1,9}", b in "[a-f]{1,9}") {
            let measure = strsim::jaro_winkler(&a, &b).max(strsim::jaro_winkler(&b, &a));
            prop_assert!(measure < ALIKE || may_be_alike(&a, &b));
        }

        #[test]
        fn nobody_conflicts_with_himself(a in printed()) {
            let name = Name::parse(&a);
            prop_assert_ne!(name.compare(&name).agreement, Conflict);
        }
    }
}
