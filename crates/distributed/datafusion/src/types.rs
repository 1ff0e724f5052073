//! The Arrow types of rows that go from one function to the next.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, ListArray, StructArray};
use datafusion::arrow::buffer::{NullBuffer, OffsetBuffer};
use datafusion::arrow::datatypes::{DataType, Field, Fields};
use datafusion::error::Result;

/// Returns a list of values that may not be null.
pub(crate) fn list(of: DataType) -> DataType {
    DataType::List(Arc::new(Field::new("item", of, true)))
}

/// Returns fields, all of which may be null.
pub(crate) fn fields(columns: &[(&str, DataType)]) -> Fields {
    columns.iter().map(|(name, of)| Field::new(*name, of.clone(), true)).collect()
}

/// A run of a sequence, as its blocks are found.
pub(crate) fn run_fields() -> Fields {
    fields(&[
        ("sequence", DataType::UInt64),
        ("weight", DataType::Int32),
        ("rank", DataType::UInt64),
        ("is_long", DataType::Boolean),
        ("key", DataType::UInt64),
        ("long", DataType::UInt32),
        ("p1", DataType::UInt32),
        ("p2", DataType::UInt32),
        ("p3", DataType::UInt32),
    ])
}

/// A quotation as it was read.
pub(crate) fn quotation_fields() -> Fields {
    fields(&[
        ("place", DataType::UInt32),
        ("number", DataType::UInt64),
        ("bytes", DataType::Binary),
        ("sequence", DataType::UInt64),
        ("speaker", DataType::UInt32),
    ])
}

/// A document as it was read.
pub(crate) fn document_fields() -> Fields {
    fields(&[
        ("number", DataType::UInt64),
        ("head", DataType::Binary),
        ("prose", DataType::Binary),
        ("day", DataType::Int32),
        ("second", DataType::Int64),
        ("is_transcript", DataType::Boolean),
        ("has_reports", DataType::Boolean),
        ("shingles", list(DataType::UInt64)),
        ("quotations", list(DataType::Struct(quotation_fields()))),
        ("runs", list(DataType::Struct(run_fields()))),
    ])
}

/// Something that a part of the collection is told: see [`crate::items`].
pub(crate) fn item_fields() -> Fields {
    fields(&[
        ("kind", DataType::UInt8),
        ("document", DataType::Utf8),
        ("other", DataType::Utf8),
        ("place", DataType::UInt32),
        ("n", DataType::UInt32),
        ("day", DataType::Int32),
        ("a", DataType::UInt64),
        ("b", DataType::UInt64),
        ("p1", DataType::UInt32),
        ("p2", DataType::UInt32),
        ("p3", DataType::UInt32),
        ("bytes", DataType::Binary),
    ])
}

/// Two quotations.
pub(crate) fn pair_fields() -> Fields {
    fields(&[
        ("a_document", DataType::Utf8),
        ("a_place", DataType::UInt32),
        ("b_document", DataType::Utf8),
        ("b_place", DataType::UInt32),
    ])
}

/// Two quotations that may be one utterance, or the link of two.
pub(crate) fn judged_fields() -> Fields {
    fields(&[
        ("a", DataType::UInt64),
        ("b", DataType::UInt64),
        ("agrees", DataType::Boolean),
        ("link", DataType::Utf8),
    ])
}

/// The place of a quotation.
pub(crate) fn place_fields() -> Fields {
    fields(&[("document", DataType::Utf8), ("place", DataType::UInt32)])
}

/// The place of a quotation, with where a transcript has its words.
pub(crate) fn record_fields() -> Fields {
    fields(&[
        ("document", DataType::Utf8),
        ("place", DataType::UInt32),
        ("record", DataType::Binary),
    ])
}

/// An utterance.
pub(crate) fn utterance_fields() -> Fields {
    fields(&[
        ("id", DataType::Utf8),
        ("utterance", DataType::Utf8),
        ("first", DataType::Int64),
        ("quotations", list(DataType::Struct(place_fields()))),
    ])
}

/// Makes a list of structs for each row: `ends` are the ends of the rows among the structs.
pub(crate) fn lists_of(
    fields: Fields,
    columns: Vec<ArrayRef>,
    lengths: impl IntoIterator<Item = usize>,
) -> Result<ArrayRef> {
    let structs = StructArray::try_new(fields.clone(), columns, None)?;
    let item = Arc::new(Field::new("item", DataType::Struct(fields), true));
    let offsets = OffsetBuffer::from_lengths(lengths);
    Ok(Arc::new(ListArray::try_new(item, offsets, Arc::new(structs), None)?))
}

/// Makes a list of values for each row.
pub(crate) fn lists(
    values: ArrayRef,
    lengths: impl IntoIterator<Item = usize>,
) -> Result<ArrayRef> {
    let item = Arc::new(Field::new("item", values.data_type().clone(), true));
    let offsets = OffsetBuffer::from_lengths(lengths);
    Ok(Arc::new(ListArray::try_new(item, offsets, values, None::<NullBuffer>)?))
}
