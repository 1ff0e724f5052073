//! The rules by name: what each one recognizes.

use std::fmt;
use std::str::FromStr;

use super::Kind;
use crate::error::Error;

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident $kind:ident $code:literal)*) => {
        /// The rule that classified a variant. Its code begins with the code of its [`Kind`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum VariantRule {
            $($(#[$doc])* $rule,)*
        }

        impl VariantRule {
    /// Returns true for the rules of last resort, which know of words only that they differ.
    pub(crate) fn is_of_any_words(self) -> bool {
        use VariantRule::*;
        matches!(
            self,
            LexicalContentWord | LexicalName | LexicalOtherWording | ContentInside | ContentBroken
        )
    }

            /// All rules, those of one kind together.
            pub const ALL: &[VariantRule] = &[$(VariantRule::$rule,)*];

            /// Returns the code of the JSON, such as `lexical.content-word`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(VariantRule::$rule => $code,)*
                }
            }

            /// Returns the kind of the variants that the rule recognizes.
            pub fn kind(self) -> Kind {
                match self {
                    $(VariantRule::$rule => Kind::$kind,)*
                }
            }
        }
    };
}

rules! {
    /// A blank between two tokens on one side alone.
    WhitespaceBetween Whitespace "whitespace.between"
    /// Another kind or number of blanks.
    WhitespaceWidth Whitespace "whitespace.width"
    /// Blanks or invisible characters inside a token.
    WhitespaceWithin Whitespace "whitespace.within"
    /// Another glyph for the same quotation mark.
    QuoteMarkGlyph QuoteMark "quote-mark.glyph"
    /// Another glyph for an apostrophe or a hyphen in a word.
    QuoteMarkApostrophe QuoteMark "quote-mark.apostrophe"
    /// A quotation mark more, fewer, or of another kind.
    QuoteMarkOther QuoteMark "quote-mark.other"
    /// Another glyph for the same dash.
    DashGlyph Dash "dash.glyph"
    /// Another dash.
    DashOther Dash "dash.other"
    /// The same letters with other marks on them.
    DiacriticOther Diacritic "diacritic.other"
    /// The same letters with other capitals.
    CaseOther Case "case.other"
    /// A capital that makes it another word: march, March.
    CaseName Case "case.name"
    /// A stop where the other side has another mark.
    SentenceBoundaryMark SentenceBoundary "sentence-boundary.mark"
    /// A stop where the other side joins: `, and we`, `. We`.
    SentenceBoundaryJoined SentenceBoundary "sentence-boundary.joined"
    /// A stop that cuts a clause off what it was attached to.
    SentenceBoundaryAttachment SentenceBoundary "sentence-boundary.attachment"
    /// Another glyph for the same mark.
    PunctuationGlyph Punctuation "punctuation.glyph"
    /// An ellipsis on one side alone.
    PunctuationEllipsis Punctuation "punctuation.ellipsis"
    /// A question mark on one side alone.
    PunctuationQuestion Punctuation "punctuation.question"
    /// Marks at the very ends, which belong to the sentence around.
    PunctuationEdge Punctuation "punctuation.edge"
    /// Any other marks.
    PunctuationOther Punctuation "punctuation.other"
    /// Two spellings of one word that the tables hold.
    SpellingTable Spelling "spelling.table"
    /// Nearly the same letters, and not both of them words.
    SpellingLetters Spelling "spelling.letters"
    /// Two plurals of one noun.
    SpellingPlural Spelling "spelling.plural"
    /// `James's` and `James'`.
    SpellingPossessive Spelling "spelling.possessive"
    /// A slip with an apostrophe: `isnt`.
    SpellingApostrophe Spelling "spelling.apostrophe"
    /// A clitic and the word that it stands for.
    ContractionClitic Contraction "contraction.clitic"
    /// Hyphens more or fewer.
    HyphenationMark Hyphenation "hyphenation.mark"
    /// The same letters written together, apart, or with a hyphen.
    HyphenationLetters Hyphenation "hyphenation.letters"
    /// `short- or long-lived`.
    HyphenationSuspended Hyphenation "hyphenation.suspended"
    /// One value, written otherwise.
    NumberFormatValue NumberFormat "number-format.value"
    /// One number with other signs.
    NumberFormatSign NumberFormat "number-format.sign"
    /// A title more, fewer, or shortened.
    NameFormTitle NameForm "name-form.title"
    /// First or middle names more.
    NameFormFirstName NameForm "name-form.first-name"
    /// More of a name after its beginning.
    NameFormLonger NameForm "name-form.longer"
    /// An acronym and what it stands for.
    NameFormAcronym NameForm "name-form.acronym"
    /// Stops in an acronym.
    NameFormStops NameForm "name-form.stops"
    /// The name of an account or a tag: `@AnnaBerg`.
    NameFormHandle NameForm "name-form.handle"
    /// Two transliterations of one name.
    NameFormTransliteration NameForm "name-form.transliteration"
    /// Letters hidden by signs.
    MaskingLetters Masking "masking.letters"
    /// A filler: um.
    DisfluencyFiller Disfluency "disfluency.filler"
    /// Words said twice.
    DisfluencyRepeated Disfluency "disfluency.repeated"
    /// A start that is broken off.
    DisfluencyFalseStart Disfluency "disfluency.false-start"
    /// A spoken form that the table holds: gonna.
    DialectTable Dialect "dialect.table"
    /// A dropped g: `goin'`.
    DialectClipped Dialect "dialect.clipped"
    /// A negative word that agrees with a negator before it: nobody for anybody.
    DialectConcord Dialect "dialect.concord"
    /// A negator more or fewer: `have never met`, `have met`; never for ever.
    PolarityNegator Polarity "polarity.negator"
    /// A negative prefix or suffix: legal, illegal.
    PolarityPrefix Polarity "polarity.prefix"
    /// A negator more or fewer in a reworded part of one sentence.
    PolarityReworded Polarity "polarity.reworded"
    /// A fragment that is cut off a negator that governs it.
    PolarityCut Polarity "polarity.cut"
    /// Another number.
    NumberValueValue NumberValue "number-value.value"
    /// Another degree before a number: more than, less than.
    NumberValueDegree NumberValue "number-value.degree"
    /// Another sign before a number: `-5`, `>100`.
    NumberValueSign NumberValue "number-value.sign"
    /// A number on one side alone.
    NumberValueOnly NumberValue "number-value.only"
    /// Another name.
    NameOther Name "name.other"
    /// A name on one side alone in a reworded part of one sentence.
    NameReworded Name "name.reworded"
    /// A pronoun for another person.
    PersonOther Person "person.other"
    /// A thing for the speaker or the hearer.
    PersonThing Person "person.thing"
    /// A noun or name for a pronoun.
    PersonNoun Person "person.noun"
    /// A modal or hedge on one side alone.
    ModalityAdded Modality "modality.added"
    /// Another modal or hedge.
    ModalityReplaced Modality "modality.replaced"
    /// A fragment that is cut off a hedge.
    ModalityCut Modality "modality.cut"
    /// A quantifier on one side alone.
    QuantifierAdded Quantifier "quantifier.added"
    /// Another quantifier.
    QuantifierReplaced Quantifier "quantifier.replaced"
    /// A time on one side alone.
    TimeAdded Time "time.added"
    /// Another time.
    TimeReplaced Time "time.replaced"
    /// A clause of condition on one side alone.
    ConditionClause Condition "condition.clause"
    /// A verb put over a clause on one side alone; a fragment that is cut off one.
    ConditionEmbedding Condition "condition.embedding"
    /// Another condition.
    ConditionReplaced Condition "condition.replaced"
    /// A fragment that is cut off a condition, or off a clause with *but* that takes it back.
    ConditionCut Condition "condition.cut"
    /// Another tense of one verb.
    TenseForm Tense "tense.form"
    /// Other auxiliaries of one verb.
    TenseAuxiliary Tense "tense.auxiliary"
    /// An auxiliary on one side alone.
    TenseAuxiliaryAdded Tense "tense.auxiliary-added"
    /// `will` and `going to`.
    TenseFuture Tense "tense.future"
    /// Another number or agreement of one word.
    InflectionForm Inflection "inflection.form"
    /// A possessive on one side alone.
    InflectionPossessive Inflection "inflection.possessive"
    /// Another part of speech on one stem.
    DerivationStem Derivation "derivation.stem"
    /// Function words alone differ.
    FunctionWordOther FunctionWord "function-word.other"
    /// `any` and `anything`.
    FunctionWordIndefinite FunctionWord "function-word.indefinite"
    /// Another word of the clause carries its negation.
    FunctionWordNegationCarried FunctionWord "function-word.negation-carried"
    /// A reporting clause inside the marks on one side.
    AttributionLeakCue AttributionLeak "attribution-leak.cue"
    /// Words in brackets on one side alone.
    BracketedInserted Bracketed "bracketed.inserted"
    /// Words in brackets for other words.
    BracketedReplaced Bracketed "bracketed.replaced"
    /// Letters of a word in brackets: `[T]he`.
    BracketedLetters Bracketed "bracketed.letters"
    /// Brackets alone.
    BracketedMarks Bracketed "bracketed.marks"
    /// Words in brackets beyond the end of a fragment.
    BracketedEnd Bracketed "bracketed.end"
    /// A pair of the table of near-synonyms.
    SynonymTable Synonym "synonym.table"
    /// A block that stands elsewhere.
    OrderMoved Order "order.moved"
    /// A block that another was moved past.
    OrderPassed Order "order.passed"
    /// Two arguments around a verb have traded places.
    OrderArguments Order "order.arguments"
    /// Two words around a conjunction have traded places.
    OrderJoined Order "order.joined"
    /// Any other change of words.
    LexicalContentWord Lexical "lexical.content-word"
    /// A name for other words, or other words for a name.
    LexicalName Lexical "lexical.name"
    /// An apostrophe that makes another word: `we're`, `were`.
    LexicalApostrophe Lexical "lexical.apostrophe"
    /// An umlaut that makes another word.
    LexicalUmlaut Lexical "lexical.umlaut"
    /// Two wordings with hardly a word in common.
    LexicalOtherWording Lexical "lexical.other-wording"
    /// Words on one side alone.
    ContentInside Content "content.inside"
    /// Words on one side alone, at a break in the quotation.
    ContentBroken Content "content.broken"
    /// Words said again that a coordination can do without.
    ContentRepeated Content "content.repeated"
    /// Words that address the hearer: `, sir,`.
    ContentAddress Content "content.address"
    /// Words beyond the end of a fragment.
    TruncationFragment Truncation "truncation.fragment"
    /// A wording that prints nothing of the lemma.
    TruncationElsewhere Truncation "truncation.elsewhere"
    /// Words that an ellipsis or a break stands for.
    ElisionCovered Elision "elision.covered"
    /// An ellipsis at the end of one side.
    ElisionEnd Elision "elision.end"
}

impl fmt::Display for VariantRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for VariantRule {
    type Err = Error;

    /// Reads the code of a rule.
    ///
    /// # Errors
    /// When no rule has this code.
    fn from_str(code: &str) -> Result<VariantRule, Error> {
        let found = VariantRule::ALL.iter().find(|rule| rule.as_str() == code);
        found.copied().ok_or_else(|| Error::format(&format!("{code:?}"), None, NO_RULE))
    }
}

const NO_RULE: &str = "no rule of variants has this code";

#[cfg(feature = "serde")]
impl serde::Serialize for VariantRule {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for VariantRule {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<VariantRule, D::Error> {
        let code = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        code.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lines;

    #[test]
    fn the_rules_that_levels_may_name_are_all_rules() {
        let listed = lines(include_str!("../language/shared/variant-rules.txt"));
        assert!(listed.eq(VariantRule::ALL.iter().map(|rule| rule.as_str())));
    }

    #[test]
    fn a_code_begins_with_its_kind_and_is_read_back() {
        for &rule in VariantRule::ALL {
            assert_eq!(rule.as_str().split('.').next(), Some(rule.kind().as_str()));
            assert_eq!(rule.as_str().parse::<VariantRule>().unwrap(), rule);
        }
        assert!("polarity.nothing".parse::<VariantRule>().is_err());
    }
}
