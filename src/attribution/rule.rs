//! The rules by which a speaker is found.

/// A rule that found the speaker of a quotation. The examples have the speaker in bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AttributionRule {
    /// The label of a turn in a transcript: **PENCE**: …
    Label,
    /// A reporting clause between two pieces: “A,” **he** said, “B”.
    Inside,
    /// The same with a verb that is not listed.
    InsideUnlisted,
    /// A reporting clause right after: “…,” said **Josh Schwerin**.
    After,
    /// The same with a verb that is not listed: “…,” **Mr. Trump** thundered.
    AfterUnlisted,
    /// A reporting clause at the end of the sentence: “…” and move on, **Mr. Clyburn** said.
    AfterLate,
    /// A reporting clause before: **Mr Putin** said: “…”
    Before,
    /// A reporting verb that shares the subject of another: **X** spoke, saying “…”
    BeforeShared,
    /// A prepositional cue: according to **X**, “…”
    AccordingTo,
    /// A passive reporting clause: **X** was quoted as saying “…”
    Passive,
    /// A noun of speech with its possessor: **Trump**’s claim that “…”
    SpeechNoun,
    /// A label or a sentence before a colon: From **Chairwoman Ito**: “…”
    Colon,
    /// A credit after a dash: “…” — **Josh Schwerin**.
    Dash,
    /// The speaker of the quotation before: “…,” **he** said. “…”
    Continued,
    /// The sentence before: **She** was blunt. “…”
    SentenceBefore,
    /// The sentence after: “…” **She** added that …
    SentenceAfter,
    /// The subject of the sentence around a fragment: **Trump** is for “…”.
    GoverningSubject,
    /// The paragraph before, which the quotation continues or which announces it.
    ParagraphBefore,
    /// The paragraph after: “…” ¶ **Ito** was speaking to reporters …
    ParagraphAfter,
}

impl AttributionRule {
    /// All rules.
    pub const ALL: &[AttributionRule] = &[
        AttributionRule::Label,
        AttributionRule::Inside,
        AttributionRule::InsideUnlisted,
        AttributionRule::After,
        AttributionRule::AfterUnlisted,
        AttributionRule::AfterLate,
        AttributionRule::Before,
        AttributionRule::BeforeShared,
        AttributionRule::AccordingTo,
        AttributionRule::Passive,
        AttributionRule::SpeechNoun,
        AttributionRule::Colon,
        AttributionRule::Dash,
        AttributionRule::Continued,
        AttributionRule::SentenceBefore,
        AttributionRule::SentenceAfter,
        AttributionRule::GoverningSubject,
        AttributionRule::ParagraphBefore,
        AttributionRule::ParagraphAfter,
    ];

    /// Returns the name of the rule in printed tables, such as `after.unlisted`.
    pub const fn as_str(self) -> &'static str {
        match self {
            AttributionRule::Label => "label",
            AttributionRule::Inside => "inside",
            AttributionRule::InsideUnlisted => "inside.unlisted",
            AttributionRule::After => "after",
            AttributionRule::AfterUnlisted => "after.unlisted",
            AttributionRule::AfterLate => "after.late",
            AttributionRule::Before => "before",
            AttributionRule::BeforeShared => "before.shared",
            AttributionRule::AccordingTo => "according-to",
            AttributionRule::Passive => "passive",
            AttributionRule::SpeechNoun => "noun",
            AttributionRule::Colon => "colon",
            AttributionRule::Dash => "dash",
            AttributionRule::Continued => "carried",
            AttributionRule::SentenceBefore => "sentence-before",
            AttributionRule::SentenceAfter => "sentence-after",
            AttributionRule::GoverningSubject => "governing",
            AttributionRule::ParagraphBefore => "paragraph-before",
            AttributionRule::ParagraphAfter => "paragraph-after",
        }
    }
}

impl std::fmt::Display for AttributionRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for AttributionRule {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for AttributionRule {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<AttributionRule, D::Error> {
        let name = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        let rule = AttributionRule::ALL.iter().find(|rule| rule.as_str() == name);
        rule.copied()
            .ok_or_else(|| serde::de::Error::custom(format!("{name:?} is no rule of attribution")))
    }
}
