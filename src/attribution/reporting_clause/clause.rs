//! A reporting clause: a cue with its subject.

use crate::attribution::noun_phrase::NounPhrase;
use crate::language::WordClasses;

/// The relation of a cue to its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::attribution) enum ClauseForm {
    /// Subject before the verb: “he said”.
    SubjectVerb,
    /// Quotative inversion: “said Schwerin”.
    VerbSubject,
    /// A prepositional cue: “according to the report”.
    AccordingTo,
    /// The subject of the verb before, or of the sentence: “…, saying”, “and added”.
    SharedSubject,
    /// A passive: “was quoted as saying”, “was described by X as”.
    Passive,
}

/// A cue with its subject. Positions are indices of items.
#[derive(Clone, Copy, Debug)]
pub(in crate::attribution) struct ReportingClause {
    pub(in crate::attribution) cue: usize,
    pub(in crate::attribution) cue_end: usize,
    /// The finite verb where the cue is none: *has* of *has said*. The cue, in languages in which
    /// the two stand together.
    pub(in crate::attribution) verb: usize,
    pub(in crate::attribution) classes: WordClasses,
    pub(in crate::attribution) form: ClauseForm,
    pub(in crate::attribution) subject: NounPhrase,
}
