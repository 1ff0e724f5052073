//! The rules that compare two names.

use super::name::{NameKind, PersonName};
use super::reason::NameReason;
use crate::text::jaro_winkler;

/// Agreement of two printed names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum Agreement {
    /// The names can be one person or organization: “Donald J. Trump” and “President Trump”.
    Same,
    /// The names do not decide: “a spokesman” and “Josh Schwerin”; “the president” and
    /// “Barack Obama”.
    Unknown,
    /// The names exclude each other: “Hillary Clinton” and “Bill Clinton”.
    Conflict,
}

/// The result of comparing two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct NameComparison {
    /// The verdict.
    pub agreement: Agreement,
    /// The rule that gave it.
    pub reason: NameReason,
}

/// Compares two names as printed, titles included. The comparison is symmetric.
///
/// To compare one name with many, parse it once and use [`PersonName::compare`].
///
/// ```
/// use variorum::person_name::{Agreement, compare};
/// assert_eq!(compare("US President Donald Trump", "Donald J. Trump"), Agreement::Same);
/// assert_eq!(compare("Mrs. Clinton", "Bill Clinton"), Agreement::Conflict);
/// assert_eq!(compare("a spokesman", "Josh Schwerin"), Agreement::Unknown);
/// ```
pub fn compare(a: &str, b: &str) -> Agreement {
    PersonName::parse(a).compare(&PersonName::parse(b)).agreement
}

/// Jaro-Winkler similarity (0 to 1) from which two surnames may be two spellings of one.
///
/// Gaddafi and Qadhafi, Zelensky and Zelenskyy, Yeltsin and Eltsin lie above it. So do Trump and
/// Truman, which only their given names tell apart.
pub(super) const MIN_SPELLING_SIMILARITY: f64 = 0.8;

/// Tolerance for rounding in the bound of the similarity.
pub(super) const ROUNDING_TOLERANCE: f64 = 1e-9;

const fn verdict(agreement: Agreement, reason: NameReason) -> NameComparison {
    NameComparison { agreement, reason }
}

impl PersonName {
    /// Compares two names. The comparison is symmetric, and allocates only where surnames differ
    /// in spelling.
    ///
    /// ```
    /// use variorum::person_name::{Agreement, NameReason, PersonName};
    /// let verdict = PersonName::parse("Bob Ito").compare(&PersonName::parse("Robert Ito"));
    /// assert_eq!(verdict.agreement, Agreement::Same);
    /// assert_eq!(verdict.reason, NameReason::ShortFormOfGivenName);
    /// ```
    pub fn compare(&self, other: &PersonName) -> NameComparison {
        use Agreement::{Same, Unknown};
        use NameKind::{Description, Organization, Person, Pronoun, Unreadable};
        match (self.kind, other.kind) {
            (Unreadable, _) | (_, Unreadable) => verdict(Unknown, NameReason::NoName),
            (Pronoun, _) | (_, Pronoun) => verdict(Unknown, NameReason::Pronoun),
            (Description, _) | (_, Description) => verdict(Unknown, NameReason::Description),
            (Organization, Organization) if self.surname == other.surname => {
                verdict(Same, NameReason::SameOrganization)
            }
            (Organization, Organization)
                if self.is_acronym_of(other) || other.is_acronym_of(self) =>
            {
                verdict(Same, NameReason::Initials)
            }
            (Organization, Organization) => verdict(Unknown, NameReason::TwoOrganizations),
            (Organization, Person) | (Person, Organization) => {
                let (organization, person) =
                    if self.kind == Organization { (self, other) } else { (other, self) };
                if person.may_be_acronym
                    && person.given_names.is_empty()
                    && person.is_acronym_of(organization)
                {
                    verdict(Same, NameReason::Initials)
                } else if person.given_names.is_empty() && person.surname == organization.surname {
                    verdict(Same, NameReason::SameOrganization)
                } else {
                    verdict(Unknown, NameReason::PersonAndOrganization)
                }
            }
            (Person, Person) => self.compare_persons(other),
        }
    }

    /// Returns true if this name is the initials of `long`.
    fn is_acronym_of(&self, long: &PersonName) -> bool {
        self.may_be_acronym && long.initials.chars().count() >= 2 && self.surname == long.initials
    }

    fn compare_persons(&self, other: &PersonName) -> NameComparison {
        use Agreement::{Conflict, Same, Unknown};
        let opposite_gender = matches!((self.is_male, other.is_male), (Some(a), Some(b)) if a != b);
        if self.surname == other.surname
            || is_hyphen_part(&self.surname, &other.surname)
            || is_hyphen_part(&other.surname, &self.surname)
        {
            if opposite_gender {
                return verdict(Conflict, NameReason::OppositeGender);
            }
            return match (self.given_names.is_empty(), other.given_names.is_empty()) {
                (false, false) => self.compare_given_names(other),
                // A suffix sets the son apart from the person with the bare surname.
                _ if self.suffix.is_some() != other.suffix.is_some() => {
                    verdict(Unknown, NameReason::SuffixOnOneSide)
                }
                _ if self.suffix != other.suffix => {
                    verdict(Conflict, NameReason::DifferentSuffixes)
                }
                (true, true) => verdict(Same, NameReason::Surname),
                _ => verdict(Same, NameReason::SurnameAlone),
            };
        }
        // One word alone may be the given name, or the surname of a name that begins with it:
        // Bernie; Xi Jinping, Mr. Xi.
        let first_of = |one: &PersonName, full: &PersonName| {
            one.given_names.is_empty() && full.given_names.first() == Some(&one.surname)
        };
        if first_of(self, other) || first_of(other, self) {
            return if opposite_gender {
                verdict(Unknown, NameReason::OppositeGender)
            } else {
                verdict(Same, NameReason::FirstNameAlone)
            };
        }
        let nick_of = |one: &PersonName, full: &PersonName| {
            one.given_names.is_empty() && share_a_row(&one.short_form_rows, &full.short_form_rows)
        };
        if nick_of(self, other) || nick_of(other, self) {
            return verdict(Unknown, NameReason::ShortFormAlone);
        }
        // “Bernie” and “Sanders” may be one person.
        let alone = |one: &PersonName, two: &PersonName| {
            one.given_names.is_empty()
                && two.given_names.is_empty()
                && !one.short_form_rows.is_empty()
        };
        if alone(self, other) || alone(other, self) {
            return verdict(Unknown, NameReason::GivenNameAgainstSurname);
        }
        // Maiden names and second surnames: Hillary Rodham, Hillary Rodham Clinton.
        if self.given_names.iter().skip(1).any(|word| *word == other.surname)
            || other.given_names.iter().skip(1).any(|word| *word == self.surname)
        {
            return verdict(Unknown, NameReason::SurnameInsideOtherName);
        }
        if opposite_gender {
            return verdict(Conflict, NameReason::DifferentSurnames);
        }
        let similar = are_spelling_variants(&self.surname, &other.surname);
        if similar {
            let given = match (self.given_names.first(), other.given_names.first()) {
                (Some(a), Some(b)) => {
                    a == b
                        || is_initial_of(a, b)
                        || share_a_row(&self.short_form_rows, &other.short_form_rows)
                        || are_spelling_variants(a, b)
                }
                _ => true,
            };
            if given {
                return verdict(Unknown, NameReason::SimilarSurnames);
            }
        }
        verdict(Conflict, NameReason::DifferentSurnames)
    }

    fn compare_given_names(&self, other: &PersonName) -> NameComparison {
        use Agreement::{Conflict, Same, Unknown};
        let (Some(a), Some(b)) = (self.given_names.first(), other.given_names.first()) else {
            return verdict(Unknown, NameReason::NoGivenName);
        };
        if let (Some(x), Some(y)) = (&self.suffix, &other.suffix)
            && x != y
        {
            return verdict(Conflict, NameReason::DifferentSuffixes);
        }
        let one_suffix = self.suffix.is_some() != other.suffix.is_some();
        let unless_one_suffix = |other: NameComparison| {
            if one_suffix { verdict(Unknown, NameReason::SuffixOnOneSide) } else { other }
        };
        if a == b {
            // Further names or initials that exclude each other: George H. W. Bush, George W. Bush.
            return match (self.given_names.get(1), other.given_names.get(1)) {
                (Some(x), Some(y)) if !(x == y || is_initial_of(x, y)) => {
                    verdict(Conflict, NameReason::DifferentMiddleNames)
                }
                _ if self.surname != other.surname => {
                    unless_one_suffix(verdict(Same, NameReason::GivenNameAndPartOfSurname))
                }
                _ => unless_one_suffix(verdict(Same, NameReason::GivenNameAndSurname)),
            };
        }
        if is_initial_of(a, b) {
            return unless_one_suffix(verdict(Same, NameReason::InitialAndSurname));
        }
        if share_a_row(&self.short_form_rows, &other.short_form_rows) {
            return unless_one_suffix(verdict(Same, NameReason::ShortFormOfGivenName));
        }
        // Some go by their second name: J. Danforth Ito, Danforth Ito.
        if self.given_names.iter().skip(1).any(|word| word == b)
            || other.given_names.iter().skip(1).any(|word| word == a)
        {
            return unless_one_suffix(verdict(Same, NameReason::SecondGivenNameAndSurname));
        }
        if are_spelling_variants(a, b) {
            return verdict(Unknown, NameReason::SimilarGivenNames);
        }
        verdict(Conflict, NameReason::DifferentGivenNames)
    }
}

/// Returns true if one word is the initial of the other.
fn is_initial_of(a: &str, b: &str) -> bool {
    let is_initial =
        |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    is_initial(a, b) || is_initial(b, a)
}

/// Returns true if `part` is one of the hyphenated parts of `whole`.
fn is_hyphen_part(part: &str, whole: &str) -> bool {
    part.len() < whole.len()
        && part.len() > 2
        && whole.contains('-')
        && whole.split('-').any(|piece| piece == part)
}

/// Returns true if both names stand in one row of the table of short forms.
fn share_a_row(a: &[u16], b: &[u16]) -> bool {
    a.iter().any(|row| b.contains(row))
}

/// Returns false only if [`are_spelling_variants`] is false too: a cheap prefilter.
///
/// The letters in common bound the number of matches `m`. That bounds Jaro's measure,
/// `(m / a + m / b + 1) / 3` for lengths `a` and `b`, and Winkler's, which adds at most four tenths
/// of the rest.
fn may_be_spelling_variants(a: &str, b: &str) -> bool {
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
    jaro_winkler_bound(common(a, y).min(common(b, x)), [a.len(), b.len()], prefix)
        >= MIN_SPELLING_SIMILARITY - ROUNDING_TOLERANCE
}

/// Returns an upper bound of the Jaro-Winkler similarity of two words of these lengths, where at
/// most `max_matches` letters match and the first `prefix` letters (0 to 4) are equal.
pub(super) fn jaro_winkler_bound(max_matches: usize, lengths: [usize; 2], prefix: usize) -> f64 {
    let [a, b] = lengths.map(|length| max_matches as f64 / length.max(1) as f64);
    let jaro = (a + b + 1.0) / 3.0;
    jaro + 0.1 * prefix as f64 * (1.0 - jaro)
}

/// Returns true if the words may be two spellings of one name.
///
/// The similarity is taken in both directions, so that the result is symmetric.
fn are_spelling_variants(a: &str, b: &str) -> bool {
    may_be_spelling_variants(a, b)
        && a.chars().count() > 3
        && b.chars().count() > 3
        && jaro_winkler(a, b).max(jaro_winkler(b, a)) >= MIN_SPELLING_SIMILARITY
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::person_name::Agreement::{Conflict, Same, Unknown};

    #[test]
    fn agreements() {
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
            let got = PersonName::parse(a).compare(&PersonName::parse(b));
            if got.agreement != want {
                wrong.push(format!(
                    "{a:?} {b:?}: {got:?}, not {want:?}\n  {:?}\n  {:?}",
                    PersonName::parse(a),
                    PersonName::parse(b)
                ));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Each rule is reached.
    #[test]
    fn reasons() {
        let rows = [
            ("", "Ito", Unknown, NameReason::NoName),
            ("she", "Ana Ruiz", Unknown, NameReason::Pronoun),
            ("a spokesman", "Paul Ito", Unknown, NameReason::Description),
            ("the White House", "White House", Same, NameReason::SameOrganization),
            ("NHC", "the National Hurricane Center", Same, NameReason::Initials),
            ("the White House", "the Supreme Court", Unknown, NameReason::TwoOrganizations),
            ("the White House", "Paul Ito", Unknown, NameReason::PersonAndOrganization),
            ("Mr. Ruiz", "Mrs. Ruiz", Conflict, NameReason::OppositeGender),
            ("Ito Jr.", "Ito", Unknown, NameReason::SuffixOnOneSide),
            ("Paul Ito Jr.", "Paul Ito", Unknown, NameReason::SuffixOnOneSide),
            ("Ito Jr.", "Ito Sr.", Conflict, NameReason::DifferentSuffixes),
            ("Paul Ito Jr.", "Paul Ito Sr.", Conflict, NameReason::DifferentSuffixes),
            ("Mr. Ito", "Ito", Same, NameReason::Surname),
            ("Ito", "Paul Ito", Same, NameReason::SurnameAlone),
            ("Paul", "Paul Ito", Same, NameReason::FirstNameAlone),
            ("Mrs. Paul", "Paul Ito", Unknown, NameReason::OppositeGender),
            ("Bob", "Robert Ito", Unknown, NameReason::ShortFormAlone),
            ("Bob", "Ito", Unknown, NameReason::GivenNameAgainstSurname),
            ("Ana Ruiz", "Ana Ruiz Lund", Unknown, NameReason::SurnameInsideOtherName),
            ("Ana Ruiz", "Paul Ito", Conflict, NameReason::DifferentSurnames),
            ("Ana Zelensky", "Ana Zelenskyy", Unknown, NameReason::SimilarSurnames),
            ("Paul A. Ito", "Paul B. Ito", Conflict, NameReason::DifferentMiddleNames),
            ("Ana Ruiz-Lund", "Ana Lund", Same, NameReason::GivenNameAndPartOfSurname),
            ("Paul Ito", "Paul A. Ito", Same, NameReason::GivenNameAndSurname),
            ("P. Ito", "Paul Ito", Same, NameReason::InitialAndSurname),
            ("Bob Ito", "Robert Ito", Same, NameReason::ShortFormOfGivenName),
            ("J. Danforth Ito", "Danforth Ito", Same, NameReason::SecondGivenNameAndSurname),
            ("Katarina Ruiz", "Katerina Ruiz", Unknown, NameReason::SimilarGivenNames),
            ("Paul Ito", "George Ito", Conflict, NameReason::DifferentGivenNames),
        ];
        let wrong: Vec<String> = rows
            .into_iter()
            .filter_map(|(a, b, agreement, reason)| {
                let got = PersonName::parse(a).compare(&PersonName::parse(b));
                (got != NameComparison { agreement, reason })
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
            let (x, y) = (PersonName::parse(&a), PersonName::parse(&b));
            prop_assert_eq!(x.compare(&y), y.compare(&x));
        }

        #[test]
        fn prefilter_keeps_all_spelling_variants(a in "[a-f]{1,9}", b in "[a-f]{1,9}") {
            let measure = strsim::jaro_winkler(&a, &b).max(strsim::jaro_winkler(&b, &a));
            prop_assert!(measure < MIN_SPELLING_SIMILARITY || may_be_spelling_variants(&a, &b));
        }

        #[test]
        fn no_name_conflicts_with_itself(a in printed()) {
            let name = PersonName::parse(&a);
            prop_assert_ne!(name.compare(&name).agreement, Conflict);
        }
    }
}
