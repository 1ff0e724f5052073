//! The sure pairs of every two documents, counted.

use rustc_hash::FxHashMap;

use crate::link::{Basis, Evidence, LinkModel};
use crate::snapshot::{ClassRow, DocumentRow, QuotationClass};

/// Log-odds from which on a pair is surely one utterance (20 to 1), and corroborates others.
const SURE_LOG_ODDS: f64 = 3.0;

/// Counts the sure pairs of every two documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentContext {
    /// The number of sure pairs of two documents, the smaller row first.
    pairs: FxHashMap<(DocumentRow, DocumentRow), u32>,
    /// The number of sure pairs of a class with a document.
    pairs_of_class: FxHashMap<(ClassRow, DocumentRow), u32>,
    /// The earlier days on which what a class prints was printed elsewhere, in order, with the
    /// number of sure pairs for each.
    earlier_days: FxHashMap<ClassRow, Vec<(i32, u32)>>,
}

impl DocumentContext {
    /// Makes a context without pairs.
    pub fn new() -> DocumentContext {
        DocumentContext::default()
    }

    /// Makes a context of counts that were kept: of the sure pairs of two documents, of those of a
    /// class with a document, and of the earlier days of a class.
    #[cfg(feature = "parts")]
    pub(crate) fn from_counts(
        pairs: impl IntoIterator<Item = (DocumentRow, DocumentRow, u32)>,
        sure: impl IntoIterator<Item = (ClassRow, Option<DocumentRow>, Option<i32>)>,
    ) -> DocumentContext {
        let mut context = DocumentContext::new();
        for (a, b, count) in pairs {
            context.pairs.insert(ordered(a, b), count);
        }
        for (class, document, earlier) in sure {
            if let Some(document) = document {
                *context.pairs_of_class.entry((class, document)).or_insert(0) += 1;
            }
            if let Some(day) = earlier {
                let days = context.earlier_days.entry(class).or_default();
                match days.binary_search_by_key(&day, |&(day, _)| day) {
                    Ok(at) => days[at].1 += 1,
                    Err(at) => days.insert(at, (day, 1)),
                }
            }
        }
        context
    }

    /// Adds a scored pair. Only a sure pair of two documents counts.
    pub fn add(
        &mut self,
        classes: &[QuotationClass],
        x: ClassRow,
        y: ClassRow,
        basis: &Basis,
        model: &LinkModel,
    ) {
        let Some([a, b]) = sure_documents(classes, x, y, basis, model) else { return };
        *self.pairs.entry(ordered(a, b)).or_insert(0) += 1;
        *self.pairs_of_class.entry((x, b)).or_insert(0) += 1;
        *self.pairs_of_class.entry((y, a)).or_insert(0) += 1;
        if let Some((later, day)) = earlier_print(classes, x, y) {
            let days = self.earlier_days.entry(later).or_default();
            match days.binary_search_by_key(&day, |&(day, _)| day) {
                Ok(at) => days[at].1 += 1,
                Err(at) => days.insert(at, (day, 1)),
            }
        }
    }

    /// Removes a scored pair that was added.
    pub fn remove(
        &mut self,
        classes: &[QuotationClass],
        x: ClassRow,
        y: ClassRow,
        basis: &Basis,
        model: &LinkModel,
    ) {
        let Some([a, b]) = sure_documents(classes, x, y, basis, model) else { return };
        decrement(&mut self.pairs, ordered(a, b));
        decrement(&mut self.pairs_of_class, (x, b));
        decrement(&mut self.pairs_of_class, (y, a));
        if let Some((later, day)) = earlier_print(classes, x, y)
            && let Some(days) = self.earlier_days.get_mut(&later)
            && let Ok(at) = days.binary_search_by_key(&day, |&(day, _)| day)
        {
            days[at].1 -= 1;
            if days[at].1 == 0 {
                days.remove(at);
            }
            if days.is_empty() {
                self.earlier_days.remove(&later);
            }
        }
    }

    /// Returns true if the documents of two classes have a sure pair.
    pub fn has_pairs(&self, classes: &[QuotationClass], x: ClassRow, y: ClassRow) -> bool {
        documents(classes, x, y).is_some_and(|[a, b]| self.pairs.contains_key(&ordered(a, b)))
    }

    /// Sets the context in the evidence about a pair: the number of corroborating pairs and, unless
    /// the pair is sure by itself, the days between their first known prints. Pairs with one of its
    /// two quotations corroborate nothing.
    pub fn apply(
        &self,
        classes: &[QuotationClass],
        x: ClassRow,
        y: ClassRow,
        basis: &mut Basis,
        model: &LinkModel,
    ) {
        let Some([a, b]) = documents(classes, x, y) else { return };
        let sure = is_sure(classes, x, y, basis, model);
        let Basis::Evidence(evidence) = basis else { return };
        if !sure {
            evidence.days = self.days_between(classes, x, y);
        }
        let Some(&all) = self.pairs.get(&ordered(a, b)) else { return };
        let with =
            |class, document| self.pairs_of_class.get(&(class, document)).copied().unwrap_or(0);
        evidence.corroborating = (all + u32::from(sure)).saturating_sub(with(x, b) + with(y, a));
    }

    /// Returns the days between two classes, each taken on its own day or on that of the first
    /// known print.
    fn days_between(&self, classes: &[QuotationClass], x: ClassRow, y: ClassRow) -> Option<u32> {
        let known = |row: ClassRow| {
            let first = self.earlier_days.get(&row).and_then(|days| days.first());
            Some([classes[row.index()].day()?, first.map_or(i32::MAX, |&(day, _)| day)])
        };
        let (here, there) = (known(x)?, known(y)?);
        let nearest = |x: i32| there.map(|y| x.abs_diff(y)).into_iter().min().unwrap_or(u32::MAX);
        here.into_iter().filter(|&day| day < i32::MAX).map(nearest).min()
    }
}

fn ordered(a: DocumentRow, b: DocumentRow) -> (DocumentRow, DocumentRow) {
    (a.min(b), a.max(b))
}

fn decrement<K: std::hash::Hash + Eq>(counts: &mut FxHashMap<K, u32>, key: K) {
    if let std::collections::hash_map::Entry::Occupied(mut entry) = counts.entry(key) {
        *entry.get_mut() -= 1;
        if *entry.get() == 0 {
            entry.remove();
        }
    }
}

/// Returns the documents of two classes, if they are of two.
fn documents(classes: &[QuotationClass], x: ClassRow, y: ClassRow) -> Option<[DocumentRow; 2]> {
    let (a, b) = (classes[x.index()].document()?, classes[y.index()].document()?);
    (a != b).then_some([a, b])
}

/// Returns the documents of two classes that are surely one utterance.
fn sure_documents(
    classes: &[QuotationClass],
    x: ClassRow,
    y: ClassRow,
    basis: &Basis,
    model: &LinkModel,
) -> Option<[DocumentRow; 2]> {
    documents(classes, x, y).filter(|_| is_sure(classes, x, y, basis, model))
}

/// Returns true if a pair is surely one utterance without any context.
pub(super) fn is_sure(
    classes: &[QuotationClass],
    x: ClassRow,
    y: ClassRow,
    basis: &Basis,
    model: &LinkModel,
) -> bool {
    let Basis::Evidence(evidence) = basis else { return false };
    let days = classes[x.index()].day().zip(classes[y.index()].day());
    let days = days.map(|(x, y)| x.abs_diff(y));
    model.log_odds(&Evidence { corroborating: 0, days, ..*evidence }) >= SURE_LOG_ODDS
}

/// Returns the class of two that was printed later, and the day of the earlier one.
fn earlier_print(classes: &[QuotationClass], x: ClassRow, y: ClassRow) -> Option<(ClassRow, i32)> {
    let (here, there) = (classes[x.index()].day()?, classes[y.index()].day()?);
    match here.cmp(&there) {
        std::cmp::Ordering::Less => Some((y, here)),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some((x, there)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::PassageFinder;
    use crate::link::Overlap;
    use crate::model::{Part, QuotationKind};
    use crate::snapshot::{ExtractedClass, QuotationRow};
    use crate::text::Vocabulary;
    use proptest::prelude::*;

    /// Two classes in each of three documents, on several days.
    fn classes() -> Vec<QuotationClass> {
        (0..6)
            .map(|n| {
                QuotationClass::new(QuotationRow::new(n), None)
                    .with_second(Some(i64::from(n * n % 5) * 86_400))
                    .with_extracted(ExtractedClass {
                        document: DocumentRow::new(n / 2),
                        parent: None,
                        continues: None,
                        part: Part::Text,
                        kind: QuotationKind::Speech,
                        has_nested: false,
                    })
            })
            .collect()
    }

    fn basis(text: &str) -> Basis {
        let mut words = Vocabulary::new();
        let words_of_text = words.tokenize(text).words;
        let overlap =
            Overlap::new(&mut PassageFinder::new(), &words, &words_of_text, &words_of_text).0;
        Basis::Evidence(Evidence::new(overlap))
    }

    proptest! {
        /// Whatever pairs came and went, in any order: the counter is that of the pairs that are
        /// there.
        #[test]
        fn counts_what_is_there(
            steps in prop::collection::vec(
                (0u32..6, 0u32..6, any::<bool>(), any::<prop::sample::Index>()),
                0..40,
            ),
        ) {
            let (classes, model) = (classes(), LinkModel::default());
            let bases = [
                basis("we will never again accept the shameful tariffs of the eastern harbours"),
                basis("we will look into it"),
            ];
            let (mut context, mut there) = (DocumentContext::new(), Vec::new());
            for (x, y, sure, gone) in steps {
                if x == y {
                    if !there.is_empty() {
                        let gone = gone.index(there.len());
                        let (x, y, n): (ClassRow, ClassRow, usize) = there.swap_remove(gone);
                        context.remove(&classes, x, y, &bases[n], &model);
                    }
                    continue;
                }
                let pair = (ClassRow(x.min(y)), ClassRow(x.max(y)), usize::from(!sure));
                context.add(&classes, pair.0, pair.1, &bases[pair.2], &model);
                there.push(pair);
            }
            let mut fresh = DocumentContext::new();
            for &(x, y, n) in there.iter().rev() {
                fresh.add(&classes, x, y, &bases[n], &model);
            }
            prop_assert_eq!(context, fresh);
        }
    }
}
