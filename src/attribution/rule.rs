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
