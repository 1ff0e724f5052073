//! The reasons of a name comparison.

/// The reason for which two names agree, conflict or leave the question open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum NameReason {
    /// One side holds no readable name.
    NoName,
    /// One side is a pronoun.
    Pronoun,
    /// One side is a description: “the president”.
    Description,
    /// Both are the name of one organization.
    SameOrganization,
    /// One side is the initials of the other: FBI.
    Initials,
    /// Both are organizations, under different names.
    TwoOrganizations,
    /// One side is a person, the other an organization.
    PersonAndOrganization,
    /// Titles or given names are of a man and of a woman.
    OppositeGender,
    /// One side alone has a suffix: Donald Trump Jr., Donald Trump.
    SuffixOnOneSide,
    /// The suffixes differ: Jr., Sr.
    DifferentSuffixes,
    /// Both are the same surname alone.
    Surname,
    /// One side is the surname of the other: Mr. Ito, Paul Ito.
    SurnameAlone,
    /// One side is the first name of the other: Bernie, Xi.
    FirstNameAlone,
    /// One side is a short form of the other’s first name: Bob, Robert Ito.
    ShortFormAlone,
    /// One side is a given name, the other a surname: Bernie, Sanders.
    GivenNameAgainstSurname,
    /// The surname of one side is a middle name of the other: Hillary Rodham, Hillary Rodham
    /// Clinton.
    SurnameInsideOtherName,
    /// The surnames differ.
    DifferentSurnames,
    /// The surnames are similar in spelling: Gaddafi, Qadhafi.
    SimilarSurnames,
    /// The surnames agree and a given name is missing.
    NoGivenName,
    /// The middle names or initials exclude each other: George H. W. Bush, George W. Bush.
    DifferentMiddleNames,
    /// The given names agree, and one surname is a hyphenated part of the other.
    GivenNameAndPartOfSurname,
    /// Given name and surname agree.
    GivenNameAndSurname,
    /// The surnames agree, and one given name is the initial of the other.
    InitialAndSurname,
    /// The surnames agree, and one given name is a short form of the other: Bob, Robert.
    ShortFormOfGivenName,
    /// The surnames agree, and one side goes by the other’s second given name.
    SecondGivenNameAndSurname,
    /// The surnames agree, and the given names are similar in spelling.
    SimilarGivenNames,
    /// The surnames agree, and the given names differ.
    DifferentGivenNames,
}

impl NameReason {
    /// Returns the reason in a few words, such as `surname alone`.
    pub const fn as_str(self) -> &'static str {
        match self {
            NameReason::NoName => "no name",
            NameReason::Pronoun => "a pronoun",
            NameReason::Description => "a description",
            NameReason::SameOrganization => "name of a body",
            NameReason::Initials => "initials",
            NameReason::TwoOrganizations => "two bodies",
            NameReason::PersonAndOrganization => "a person and a body",
            NameReason::OppositeGender => "a man and a woman",
            NameReason::SuffixOnOneSide => "suffix on one side",
            NameReason::DifferentSuffixes => "suffixes",
            NameReason::Surname => "surname",
            NameReason::SurnameAlone => "surname alone",
            NameReason::FirstNameAlone => "first name alone",
            NameReason::ShortFormAlone => "short form of the first name alone",
            NameReason::GivenNameAgainstSurname => "given name against surname",
            NameReason::SurnameInsideOtherName => "surname inside the other name",
            NameReason::DifferentSurnames => "surnames",
            NameReason::SimilarSurnames => "near in letters",
            NameReason::NoGivenName => "no given name",
            NameReason::DifferentMiddleNames => "middle names",
            NameReason::GivenNameAndPartOfSurname => "given name and part of the surname",
            NameReason::GivenNameAndSurname => "given name and surname",
            NameReason::InitialAndSurname => "initial and surname",
            NameReason::ShortFormOfGivenName => "short form of the given name",
            NameReason::SecondGivenNameAndSurname => "second given name and surname",
            NameReason::SimilarGivenNames => "given names near in letters",
            NameReason::DifferentGivenNames => "given names",
        }
    }
}

impl std::fmt::Display for NameReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
