//! Compares two quotations without their articles: do they report one utterance, and what differs?

use std::ops::Range;

use crate::align::{Aligner, PassageFinder};
use crate::language::{Language, LanguageData};
use crate::link::{
    Basis, Evidence, Link, LinkModel, LinkVerdict, Overlap, RejectionReason, contradict,
};
use crate::model::StandaloneQuotation;
use crate::person_name::PersonName;
use crate::quotation::looks_like_title;
use crate::span::Span;
use crate::text::{Token, Vocabulary};
use crate::variant::{Levels, Side, Summary, Variant, VariantClassifier};
#[cfg(feature = "archive")]
use crate::{language::CueClass, text::normal_form, variant::QualifierKind};

/// Compares two wordings of which nothing else is known.
///
/// ```
/// use variorum::link::LinkVerdict;
/// use variorum::variant::Level;
///
/// let comparison = variorum::compare(
///     "The Russian state has never interfered and is not going to interfere",
///     "The Russian state has interfered and is not going to interfere",
/// );
/// assert_eq!(comparison.link.verdict, LinkVerdict::Same);
/// assert_eq!(comparison.summary.level, Some(Level::Contradictory));
/// ```
pub fn compare(a: &str, b: &str) -> Comparison {
    Comparer::new().compare(&StandaloneQuotation::new("a", a), &StandaloneQuotation::new("b", b))
}

/// Compares pairs of quotations, and reuses its scratch.
#[derive(Debug, Default)]
pub struct Comparer {
    words: Vocabulary,
    aligner: Aligner,
    finder: PassageFinder,
    classifier: VariantClassifier,
    link_model: LinkModel,
}

/// Distinct forms beyond which a [`Comparer`] drops its vocabulary, so that its memory stays
/// bounded (some 100 MB).
const MAX_FORMS: usize = 1_000_000;

/// The comparison of two quotations.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Comparison {
    /// The link of the two, by their words, speakers and dates.
    pub link: Link,
    /// The differences in the part that both report, and the truncations at its ends, whatever the
    /// verdict. Ranges are of tokens.
    pub variants: Vec<Variant>,
    /// Level and disclosure over all variants.
    pub summary: Summary,
    /// The language of the two wordings: that of both quotations, where it is given, else what
    /// their commonest words show.
    pub language: Language,
    has_variant_lists: bool,
    /// The tokens of the two texts.
    tokens: [Vec<Token>; 2],
}

impl Comparer {
    /// Makes a comparer with empty scratch.
    pub fn new() -> Comparer {
        Comparer::default()
    }

    /// Sets the levels of variants; those of the rules unless set.
    ///
    /// ```
    /// use variorum::Comparer;
    /// use variorum::StandaloneQuotation;
    /// use variorum::variant::{Kind, Level, Levels};
    ///
    /// let levels = Levels::from_fn(|context| match context.variant.kind {
    ///     Kind::FunctionWord => Level::Substantive,
    ///     _ => context.variant.level,
    /// });
    /// let quotation = |text| StandaloneQuotation::new("q", text);
    /// let a = quotation("We found letters in a box.");
    /// let b = quotation("We found letters in the box.");
    /// let comparison = Comparer::new().with_levels(levels).compare(&a, &b);
    /// assert_eq!(comparison.summary.level, Some(Level::Substantive));
    /// ```
    pub fn with_levels(mut self, levels: Levels) -> Comparer {
        self.classifier = self.classifier.with_levels(levels);
        self
    }

    /// Sets the word lists by which variants are classified.
    pub fn with_language_data(mut self, language_data: LanguageData) -> Comparer {
        self.classifier = self.classifier.with_language_data(language_data);
        self
    }

    /// Sets the weights and thresholds by which two quotations are linked; the built-in ones unless
    /// set.
    pub fn with_link_model(self, link_model: LinkModel) -> Comparer {
        Comparer { link_model, ..self }
    }

    /// Compares `a` with `b`: their words, and their speakers and dates where given.
    pub fn compare(&mut self, a: &StandaloneQuotation, b: &StandaloneQuotation) -> Comparison {
        if self.words.len() > MAX_FORMS {
            self.words = Vocabulary::new();
        }
        let passages = [self.words.tokenize(&a.text), self.words.tokenize(&b.text)];
        let [x, y] = &passages;
        let (overlap, _) = Overlap::new(&mut self.finder, &self.words, &x.words, &y.words);
        let mut evidence = Evidence::new(overlap);
        evidence.isolated = true;
        evidence.titles =
            [a, b].into_iter().filter(|quotation| looks_like_title(&quotation.text)).count() as u8;
        if let (Some(a), Some(b)) = (&a.speaker, &b.speaker) {
            evidence.speaker = PersonName::parse(a).compare(&PersonName::parse(b)).agreement;
        }
        evidence.days =
            a.published.as_ref().zip(b.published.as_ref()).map(|(a, b)| a.day().abs_diff(b.day()));
        let alignment = self.aligner.align(&self.words, &x.words, &y.words);
        let language = |quotation: &StandaloneQuotation| {
            quotation.language.as_deref().and_then(|tag| tag.parse::<Language>().ok())
        };
        let mut link = Link::new(&a.id, &b.id, Basis::Evidence(evidence), None, &self.link_model);
        let left = Side::new(&a.text, x).with_language(language(a));
        let right = Side::new(&b.text, y).with_language(language(b));
        let mut variants = self.classifier.variants_by_rule(&self.words, left, right, &alignment);
        // Blanks and invisible characters before the first token or after the last.
        if variants.is_empty() && a.text != b.text {
            variants.push(Variant::in_blanks_around(x.words.len(), y.words.len()));
        }
        // The rules alone decide whether the two are one utterance, not the user's levels.
        // What one person said on one day and denied on another may be two utterances, however much
        // is shared: a person should look.
        if evidence.may_be_reversed() && contradict(&variants) {
            link.rejection = Some(RejectionReason::Reversal);
            link.verdict = link.verdict.max(LinkVerdict::Review);
        }
        self.classifier.set_levels(&self.words, left, right, &mut variants);
        let entry = self.classifier.language(&self.words, left, right);
        Comparison {
            link,
            summary: Summary::new(&variants),
            language: entry.language(),
            has_variant_lists: entry.has_variant_lists(),
            variants,
            tokens: passages.map(|passage| passage.tokens),
        }
    }
}

/// Words before a part that are searched for a negator: *is not | going to*, *do not want | to*.
#[cfg(feature = "archive")]
const NEGATOR_WORDS: usize = 2;

#[cfg(feature = "archive")]
impl Comparer {
    /// Returns the qualifiers that `part` leaves out of `full`, with their words: see
    /// [`crate::variant::lost_qualifiers`].
    pub(crate) fn left_out(&mut self, full: &str, part: &str) -> Vec<(QualifierKind, String)> {
        let passages = [self.words.tokenize(full), self.words.tokenize(part)];
        let [x, y] = &passages;
        let alignment = self.aligner.align(&self.words, &x.words, &y.words);
        let sides = [Side::new(full, x), Side::new(part, y)];
        let lost = self.classifier.lost_qualifiers(&self.words, sides[0], sides[1], &alignment);
        let words = |range: &Range<usize>| cover(&x.tokens, range).slice(full).to_owned();
        let mut left_out: Vec<(QualifierKind, String)> =
            lost.into_iter().map(|(kind, range)| (kind, words(&range))).collect();
        // A part that begins right behind a negator, where the rules know no governor.
        let lexicon = self.classifier.language(&self.words, sides[0], sides[1]).variant_lexicon();
        for (at, _) in full.match_indices(part).filter(|_| !part.is_empty()) {
            let before = x.tokens.iter().rev().skip_while(|token| token.span.end() > at);
            let before = before.take_while(|token| token.class.is_word()).take(NEGATOR_WORDS);
            let mut forms: Vec<_> =
                before.map(|token| normal_form(token.span.slice(full))).collect();
            forms.reverse();
            let forms: Vec<&str> = forms.iter().map(|form| &**form).collect();
            if !lexicon.find_cues(CueClass::Negator, &forms).is_empty() {
                left_out.push((QualifierKind::Negation, forms.join(" ")));
            }
        }
        left_out
    }
}

impl Comparison {
    /// Returns true if there are word lists by which variants in this language are named. Without
    /// them only the rules that need none are tried: marks, case, hyphens, figures, brackets,
    /// ellipses, order. Any other change of words is then `lexical` or `content`.
    ///
    /// ```
    /// use variorum::Comparer;
    /// use variorum::model::StandaloneQuotation;
    ///
    /// let quotation = |text| StandaloneQuotation::new("q", text).with_language("pl");
    /// let (a, b) = (quotation("Most jest zamknięty."), quotation("Most jest otwarty."));
    /// assert!(!Comparer::new().compare(&a, &b).has_variant_lists());
    /// assert!(variorum::compare("La ferme est là.", "La ferme est ici.").has_variant_lists());
    /// ```
    pub fn has_variant_lists(&self) -> bool {
        self.has_variant_lists
    }

    /// Returns where a range of tokens of the first quotation stands in its text, such as
    /// [`Variant::a`]; for an empty range, the place between its neighbours.
    pub fn span_a(&self, tokens: &Range<usize>) -> Span {
        cover(&self.tokens[0], tokens)
    }

    /// Returns the same for the second quotation, such as [`Variant::b`].
    pub fn span_b(&self, tokens: &Range<usize>) -> Span {
        cover(&self.tokens[1], tokens)
    }
}

fn cover(tokens: &[Token], range: &Range<usize>) -> Span {
    match tokens.get(range.clone()) {
        Some([first, .., last]) => first.span.cover(last.span),
        Some([only]) => only.span,
        _ => {
            let next = tokens.get(range.start).map(|token| token.span.start());
            let at = next.or(tokens.last().map(|token| token.span.end())).unwrap_or(0);
            Span::new(at, at)
        }
    }
}
