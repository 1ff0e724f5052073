//! Variants with word lists and levels of your own.

use std::ops::Range;

use super::classify::PairClassifier;
use super::levels::Levels;
use super::lost_qualifier::{find_lost_qualifiers, keeps};
use super::qualifier_kind::QualifierKind;
use super::token_view::token_views;
use super::{Level, Side, Variant};
use crate::align::Alignment;
use crate::language::{Language, LanguageData, LanguageEntry};
use crate::text::Vocabulary;

/// Classifies variants by word lists and levels of your own; [`variants`](super::variants) does it
/// with the built-in ones.
///
/// ```
/// use variorum::align::align;
/// use variorum::text::Vocabulary;
/// use variorum::variant::{Kind, Level, Levels, Side, VariantClassifier};
///
/// let mut words = Vocabulary::new();
/// let (a, b) = ("We found the letters in a box.", "We found the letters in the box.");
/// let (left, right) = (words.tokenize(a), words.tokenize(b));
/// let alignment = align(&words, &left.words, &right.words);
/// // To this reader no small word is small.
/// let classifier = VariantClassifier::new().with_levels(Levels::from_fn(|context| {
///     match context.variant.kind {
///         Kind::FunctionWord => Level::Substantive,
///         _ => context.variant.level,
///     }
/// }));
/// let (a, b) = (Side::new(a, &left), Side::new(b, &right));
/// let found = classifier.variants(&words, a, b, &alignment);
/// assert_eq!(found[0].level, Level::Substantive);
/// ```
#[derive(Clone, Debug, Default)]
pub struct VariantClassifier {
    language_data: LanguageData,
    levels: Levels,
}

impl VariantClassifier {
    /// Returns a classifier with the built-in word lists and the levels of the rules.
    pub fn new() -> VariantClassifier {
        VariantClassifier::default()
    }

    /// Sets the word lists.
    #[must_use]
    pub fn with_language_data(mut self, language_data: LanguageData) -> VariantClassifier {
        self.language_data = language_data;
        self
    }

    /// Returns the levels of the caller.
    #[cfg(feature = "parts")]
    pub(crate) fn levels(&self) -> &Levels {
        &self.levels
    }

    /// Sets the levels. They come after those of a `levels.tsv` among the word lists.
    #[must_use]
    pub fn with_levels(mut self, levels: Levels) -> VariantClassifier {
        self.levels = levels;
        self
    }

    /// Returns the variants of a pair, as [`variants`](super::variants) does.
    ///
    /// # Panics
    /// When a passage was read with another vocabulary than `words`.
    pub fn variants(
        &self,
        words: &Vocabulary,
        a: Side<'_>,
        b: Side<'_>,
        alignment: &Alignment,
    ) -> Vec<Variant> {
        let mut variants = self.variants_by_rule(words, a, b, alignment);
        self.set_levels(words, a, b, &mut variants);
        variants
    }

    /// Returns the variants of a pair with the levels of the rules, which decide whether two
    /// quotations are one utterance.
    pub(crate) fn variants_by_rule(
        &self,
        words: &Vocabulary,
        a: Side<'_>,
        b: Side<'_>,
        alignment: &Alignment,
    ) -> Vec<Variant> {
        let entry = self.language(words, a, b);
        let lexicon = entry.variant_lexicon();
        let (left, right) = (token_views(words, a, lexicon), token_views(words, b, lexicon));
        let mut variants =
            PairClassifier::new(lexicon, (&left, a.text), (&right, b.text)).classify(alignment);
        if !entry.has_variant_lists() {
            // Other words may be anything where no list tells what they are.
            for variant in variants.iter_mut().filter(|v| v.rule.is_of_any_words()) {
                variant.level = variant.level.min(Level::Minor);
            }
        }
        variants
    }

    /// Sets the levels of variants between `a` and `b`: those of the word lists, then the user's.
    pub(crate) fn set_levels(
        &self,
        words: &Vocabulary,
        a: Side<'_>,
        b: Side<'_>,
        variants: &mut [Variant],
    ) {
        let lexicon = self.language(words, a, b).variant_lexicon();
        if lexicon.has_levels() {
            for variant in &mut *variants {
                let code = lexicon.level(variant.rule.as_str());
                variant.level = code.and_then(Level::from_code).unwrap_or(variant.level);
            }
        }
        self.levels.set(a, b, variants);
    }

    /// Returns the qualifiers that `part` left out of `full`, as
    /// [`lost_qualifiers`] does.
    ///
    /// # Panics
    /// When a passage was read with another vocabulary than `words`.
    pub fn lost_qualifiers(
        &self,
        words: &Vocabulary,
        full: Side<'_>,
        part: Side<'_>,
        alignment: &Alignment,
    ) -> Vec<(QualifierKind, Range<usize>)> {
        let lexicon = self.language(words, full, part).variant_lexicon();
        find_lost_qualifiers(lexicon, words, full, part, alignment)
    }

    /// Returns true if the words around a fragment, given by their forms, keep a qualifier of this
    /// kind that the fragment leaves out.
    pub(crate) fn is_kept(
        &self,
        words: &Vocabulary,
        [a, b]: [Side<'_>; 2],
        kind: QualifierKind,
        around: &[String],
    ) -> bool {
        keeps(self.language(words, a, b).variant_lexicon(), kind, around)
    }

    /// Returns the language of two wordings.
    pub(crate) fn language(&self, words: &Vocabulary, a: Side<'_>, b: Side<'_>) -> &LanguageEntry {
        let registry = self.language_data.registry();
        match (a.language, b.language) {
            (Some(a), Some(b)) if a == b => registry.of_variants(a),
            // A translation is compared by rules of no language.
            (Some(_), Some(_)) => registry.of_variants(Language::UNDETERMINED),
            _ => registry.of_wordings(words, a.passage, b.passage),
        }
    }
}

/// Returns what `part` leaves out of `full` before its first word and after its last, within the
/// sentences that it cuts: the kind of each qualifier, and its tokens in `full`. Linear in the
/// tokens.
///
/// ```
/// use variorum::align::align;
/// use variorum::text::Vocabulary;
/// use variorum::variant::{QualifierKind, Side, lost_qualifiers};
///
/// let mut words = Vocabulary::new();
/// let a = "I think we will close the harbour, unless the pilots come back.";
/// let b = "We will close the harbour";
/// let (full, part) = (words.tokenize(a), words.tokenize(b));
/// let alignment = align(&words, &full.words, &part.words);
/// let lost = lost_qualifiers(&words, Side::new(a, &full), Side::new(b, &part), &alignment);
/// assert_eq!(lost, [(QualifierKind::Hedge, 0..2), (QualifierKind::Condition, 8..13)]);
/// ```
///
/// # Panics
/// When a passage was read with another vocabulary than `words`.
pub fn lost_qualifiers(
    words: &Vocabulary,
    full: Side<'_>,
    part: Side<'_>,
    alignment: &Alignment,
) -> Vec<(QualifierKind, Range<usize>)> {
    VariantClassifier::new().lost_qualifiers(words, full, part, alignment)
}
