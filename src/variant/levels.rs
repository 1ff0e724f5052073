//! Levels that a function of the user sets.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::{Level, Side, Variant};

type LevelFn = dyn Fn(&VariantContext<'_>) -> Level + Send + Sync;

/// The levels of variants: those of the rules, or those that a function of the user returns.
///
/// A newsroom may hold that a changed tense is no small thing, or that a dropped *very* is none at
/// all:
///
/// ```
/// use variorum::variant::{Kind, Level, Levels};
/// use variorum::{Document, Reconciler, Settings};
///
/// let documents = [
///     Document::new("daily", "“We were told of the plan in the spring,” Ada Lund said.")
///         .with_outlet("The Daily"),
///     Document::new("wire", "“We are told of the plan in the spring,” Ada Lund said.")
///         .with_outlet("The Wire"),
/// ];
/// let levels = Levels::from_fn(|context| match (context.variant.kind, context.a, context.b) {
///     (Kind::Tense, ..) => Level::Substantive,
///     (_, "very", "") | (_, "", "very") => Level::Accidental,
///     _ => context.variant.level,
/// });
/// let level = |settings| {
///     let found = Reconciler::new(settings).reconcile(&documents)?;
///     Ok::<_, variorum::Error>(found.utterances[0].apparatus[0].readings[0].level)
/// };
/// assert_eq!(level(Settings::default())?, Level::Minor);
/// assert_eq!(level(Settings::default().with_levels(levels))?, Level::Substantive);
/// # Ok::<(), variorum::Error>(())
/// ```
///
/// The function changes levels and what is summed up from them (the level of a pair, the verdict on
/// an utterance); which quotations are one utterance, how they are aligned, and what else is said
/// of a variant stay as they are.
#[derive(Clone, Default)]
pub struct Levels(Option<Arc<LevelFn>>);

/// A variant with what it concerns, as printed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct VariantContext<'t> {
    /// The variant, with the level of its rule or of `levels.tsv`.
    pub variant: &'t Variant,
    /// The text of the base there, from its first word to its last; empty for an addition.
    pub a: &'t str,
    /// The text of the other wording there; empty for an omission.
    pub b: &'t str,
}

impl Levels {
    /// Makes levels from a function. It is called once for each variant, from several threads and
    /// in any order, so it should return the same level for the same variant.
    pub fn from_fn(level: impl Fn(&VariantContext<'_>) -> Level + Send + Sync + 'static) -> Levels {
        Levels(Some(Arc::new(level)))
    }

    /// Sets the levels of `variants`, which were found between `a` and `b`.
    pub(crate) fn set(&self, a: Side<'_>, b: Side<'_>, variants: &mut [Variant]) {
        let Some(level) = &self.0 else { return };
        for variant in variants {
            let context =
                VariantContext { variant, a: printed(a, &variant.a), b: printed(b, &variant.b) };
            variant.level = level(&context);
        }
    }
}

fn printed<'t>(side: Side<'t>, tokens: &Range<usize>) -> &'t str {
    match side.passage.tokens.get(tokens.clone()) {
        Some([first, .., last]) => first.span.cover(last.span).slice(side.text),
        Some([only]) => only.span.slice(side.text),
        _ => "",
    }
}

impl fmt::Debug for Levels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Levels(by a function)" } else { "Levels(by the rules)" })
    }
}
