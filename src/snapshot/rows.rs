//! Row numbers, and the rows of quotation classes.

use std::fmt::Debug;

#[cfg(doc)]
use crate::model::DocumentKind;
use crate::model::{Part, QuotationKind};

/// The number of no row.
pub(crate) const NO_ROW: u32 = u32::MAX;

/// A publication time that is not known.
const UNDATED: i64 = i64::MIN;

/// Defines a row number.
macro_rules! row {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) u32);

        impl $name {
            /// Makes the row number of the place `index` of a table.
            pub fn new(index: u32) -> $name {
                $name(index)
            }

            /// Returns the place in the table.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<u32> for $name {
            fn from(index: u32) -> $name {
                $name(index)
            }
        }
    };
}

row! {
    /// A quotation in a snapshot.
    QuotationRow
}
row! {
    /// A class of quotations in a snapshot.
    ClassRow
}
row! {
    /// A distinct sequence of words in a snapshot.
    SequenceRow
}
row! {
    /// The name of a speaker in a snapshot.
    NameRow
}
row! {
    /// A document in a snapshot; each standalone quotation is one.
    DocumentRow
}

/// A class of quotations that no stage can tell apart: a single one of a document, or standalone
/// ones with the same words, speaker and day.
#[derive(Clone, Copy, Debug)]
pub struct QuotationClass {
    pub(crate) first: QuotationRow,
    pub(crate) size: u32,
    /// [`NO_ROW`] where the quotation has no words.
    pub(crate) sequence: u32,
    /// [`NO_ROW`] where no speaker is known.
    pub(crate) name: u32,
    pub(crate) certainty: f32,
    /// [`UNDATED`] where the time is not known.
    pub(crate) second: i64,
    /// [`NO_ROW`] for standalone quotations.
    pub(crate) document: u32,
    /// The class that its quotation stands inside; [`NO_ROW`] where there is none.
    pub(crate) parent: u32,
    /// The class of which its quotation is the next sentence; [`NO_ROW`] where there is none.
    pub(crate) continues: u32,
    pub(crate) in_title: bool,
    pub(crate) looks_titled: bool,
    pub(crate) has_nested: bool,
    /// True if its document is a text in question, which counts for nothing.
    pub(crate) is_query: bool,
}

/// Facts about a class whose quotation was extracted from a document.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ExtractedClass {
    /// Its document.
    pub document: DocumentRow,
    /// The class of the quotation that it stands inside.
    pub parent: Option<ClassRow>,
    /// The class of the quotation of which it is the next sentence.
    pub continues: Option<ClassRow>,
    /// The part of the document.
    pub part: Part,
    /// Its kind.
    pub kind: QuotationKind,
    /// True if other quotations stand inside it.
    pub has_nested: bool,
}

impl ExtractedClass {
    /// Makes the facts about a quotation that stands inside no other, and none inside it.
    pub fn new(document: DocumentRow, part: Part, kind: QuotationKind) -> ExtractedClass {
        ExtractedClass { document, parent: None, continues: None, part, kind, has_nested: false }
    }

    /// Sets the class of the quotation that it stands inside.
    pub fn with_parent(mut self, parent: ClassRow) -> ExtractedClass {
        self.parent = Some(parent);
        self
    }

    /// Sets the class of the quotation of which it is the next sentence.
    pub fn with_continued(mut self, continued: ClassRow) -> ExtractedClass {
        self.continues = Some(continued);
        self
    }

    /// Sets if other quotations stand inside it.
    pub fn with_nested(mut self, has_nested: bool) -> ExtractedClass {
        self.has_nested = has_nested;
        self
    }
}

impl QuotationClass {
    /// Makes a class of one standalone quotation; nothing else is known of it.
    pub fn new(first: QuotationRow, sequence: Option<SequenceRow>) -> QuotationClass {
        QuotationClass {
            first,
            size: 1,
            sequence: sequence.map_or(NO_ROW, |row| row.0),
            name: NO_ROW,
            certainty: 1.0,
            second: UNDATED,
            document: NO_ROW,
            parent: NO_ROW,
            continues: NO_ROW,
            in_title: false,
            looks_titled: false,
            has_nested: false,
            is_query: false,
        }
    }

    /// Sets the number of its quotations.
    pub fn with_size(self, size: u32) -> QuotationClass {
        QuotationClass { size, ..self }
    }

    /// Sets the name of its speaker, and the confidence in it, `0.0..=1.0`.
    pub fn with_speaker(self, name: Option<NameRow>, certainty: f32) -> QuotationClass {
        QuotationClass { name: name.map_or(NO_ROW, |row| row.0), certainty, ..self }
    }

    /// Sets the time of publication, in seconds since 1970.
    pub fn with_second(self, second: Option<i64>) -> QuotationClass {
        QuotationClass { second: second.unwrap_or(UNDATED), ..self }
    }

    /// Sets if its document is a text in question ([`DocumentKind::Query`]): its speaker and its
    /// day then count for no other quotation, and it joins others without changing which of them
    /// report one utterance.
    pub fn with_query(self, is_query: bool) -> QuotationClass {
        QuotationClass { is_query, ..self }
    }

    /// Sets the facts about a quotation that was extracted from a document.
    pub fn with_extracted(self, extracted: ExtractedClass) -> QuotationClass {
        QuotationClass {
            document: extracted.document.0,
            parent: extracted.parent.map_or(NO_ROW, |row| row.0),
            continues: extracted.continues.map_or(NO_ROW, |row| row.0),
            in_title: extracted.part == Part::Title,
            looks_titled: matches!(extracted.kind, QuotationKind::Title | QuotationKind::Scare),
            has_nested: extracted.has_nested,
            ..self
        }
    }

    /// Returns true if its document is a text in question.
    pub fn is_query(&self) -> bool {
        self.is_query
    }

    /// Returns the first of its quotations.
    pub fn first(&self) -> QuotationRow {
        self.first
    }

    /// Returns the number of its quotations.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// Returns its words; `None` where it has none.
    pub fn sequence(&self) -> Option<SequenceRow> {
        (self.sequence != NO_ROW).then_some(SequenceRow(self.sequence))
    }

    /// Returns the name of its speaker.
    pub fn name(&self) -> Option<NameRow> {
        (self.name != NO_ROW).then_some(NameRow(self.name))
    }

    /// Returns its document; `None` for standalone quotations.
    pub fn document(&self) -> Option<DocumentRow> {
        (self.document != NO_ROW).then_some(DocumentRow(self.document))
    }

    /// Returns the day of publication, counted from 1970.
    pub fn day(&self) -> Option<i32> {
        (self.second != UNDATED).then(|| self.second.div_euclid(86_400) as i32)
    }

    /// Returns true if it was extracted from a document.
    pub(crate) fn is_extracted(&self) -> bool {
        self.document != NO_ROW
    }
}

/// Lists of rows, one after the other in one table: the members of each class, for example.
#[derive(Debug)]
pub struct RowLists<T> {
    ends: Vec<u32>,
    rows: Vec<T>,
}

impl<T> Default for RowLists<T> {
    fn default() -> RowLists<T> {
        RowLists { ends: Vec::new(), rows: Vec::new() }
    }
}

impl<T: Copy + From<u32>> RowLists<T> {
    /// Makes `lists` lists from the index of the list that each row is in; `None` for a row in no
    /// list. O(rows).
    ///
    /// ```
    /// use variorum::snapshot::{QuotationRow, RowLists};
    /// let lists = RowLists::new(2, [Some(1), None, Some(1)].into_iter());
    /// let rows: &[QuotationRow] = lists.list(1);
    /// assert_eq!((rows.len(), lists.list(0).len()), (2, 0));
    /// ```
    ///
    /// # Panics
    /// When an index is not below `lists`.
    pub fn new(lists: usize, list_of: impl Iterator<Item = Option<usize>> + Clone) -> RowLists<T> {
        RowLists::from_numbers(lists, list_of.map(|list| list.map_or(NO_ROW, |list| list as u32)))
    }

    /// Does the same with the number of the list, [`NO_ROW`] for none.
    pub(crate) fn from_numbers(
        lists: usize,
        list_of: impl Iterator<Item = u32> + Clone,
    ) -> RowLists<T> {
        let mut ends = vec![0u32; lists + 1];
        for list in list_of.clone().filter(|&list| list != NO_ROW) {
            ends[list as usize + 1] += 1;
        }
        for n in 1..ends.len() {
            ends[n] += ends[n - 1];
        }
        let mut rows = vec![T::from(0); ends.last().copied().unwrap_or(0) as usize];
        for (row, list) in (0..).zip(list_of).filter(|&(_, list)| list != NO_ROW) {
            let end = &mut ends[list as usize];
            rows[*end as usize] = T::from(row);
            *end += 1;
        }
        ends.pop();
        RowLists { ends, rows }
    }

    /// Returns the rows of a list, in ascending order.
    pub fn list(&self, list: usize) -> &[T] {
        let start = if list == 0 { 0 } else { self.ends[list - 1] };
        &self.rows[start as usize..self.ends[list] as usize]
    }
}
