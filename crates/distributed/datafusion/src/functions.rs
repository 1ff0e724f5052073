//! The stages as scalar functions over Arrow types.
//!
//! | function | takes | gives |
//! |---|---|---|
//! | `variorum_document` | columns of a table of articles | a document as JSON |
//! | `variorum_extract` | a document as JSON, settings | what was read: quotations, keys, bytes |
//! | `variorum_is_oversized` | sequences and speakers of a block | if it is split by longer runs |
//! | `variorum_is_reprint` | shared shingles, and those of each | if two documents carry one text |
//! | `variorum_sure_pairs` | items of a part, settings | pairs that are surely one utterance |
//! | `variorum_score` | items of a part, settings | pairs that may be one utterance, and links |
//! | `variorum_apparatus` | items of a part, settings | utterances, each with its apparatus |
//! | `variorum_records` | items of a part, settings | where transcripts have quotations |
//! | `variorum_process` | a number | the number of the process that runs it |
//!
//! The settings are a literal argument, JSON of [`FunctionSettings`](crate::FunctionSettings), so
//! that no function has a state that would have to be sent. Items of a part are
//! made by `array_agg`: see the module `items`.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, BooleanArray, Int32Array, Int64Array, StringArray,
    StructArray, UInt32Array, UInt64Array,
};
use datafusion::arrow::datatypes::{DataType, UInt32Type};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::ScalarUDF;
use variorum::part::{self, DocumentReader, QuotationPlace};
use variorum::{Document, DocumentKind};

use crate::context::{Prepared, library_error, prepared};
use crate::function::{pure, volatile};
use crate::items::{Task, for_each_task};
use crate::types;

/// Returns all functions. They must be registered with the session of a client, and with each
/// scheduler and executor of a cluster.
///
/// ```
/// let names: Vec<String> =
///     variorum_datafusion::functions().iter().map(|f| f.name().to_owned()).collect();
/// assert!(names.contains(&"variorum_extract".to_owned()));
/// ```
pub fn functions() -> Vec<Arc<ScalarUDF>> {
    use DataType::{Boolean, UInt32, UInt64, Utf8};
    let items = types::list(DataType::Struct(types::item_fields()));
    let rows = |fields| types::list(DataType::Struct(fields));
    vec![
        pure("variorum_document", vec![Utf8; 9], Utf8, document),
        pure(
            "variorum_extract",
            vec![Utf8, Utf8],
            DataType::Struct(types::document_fields()),
            extract,
        ),
        pure("variorum_is_oversized", vec![UInt32, UInt32], Boolean, is_oversized),
        pure("variorum_is_reprint", vec![UInt32; 3], Boolean, is_reprint),
        pure(
            "variorum_sure_pairs",
            vec![items.clone(), Utf8],
            rows(types::pair_fields()),
            sure_pairs,
        ),
        pure("variorum_score", vec![items.clone(), Utf8], rows(types::judged_fields()), score),
        pure(
            "variorum_apparatus",
            vec![items.clone(), Utf8],
            rows(types::utterance_fields()),
            apparatus,
        ),
        pure("variorum_records", vec![items, Utf8], rows(types::record_fields()), records),
        volatile("variorum_process", vec![UInt64], UInt64, process),
    ]
}

/// Returns the number of a quotation: a fingerprint of its document and its place, by which
/// components are found. Two that have one number would be looked at together, and told apart then.
pub(crate) fn quotation_number(document: &str, place: u32) -> u64 {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    hash.update(document.as_bytes());
    hash.update(b"#");
    hash.update(&place.to_le_bytes());
    hash.digest()
}

/// Returns the settings of a batch; `None` if it has no rows.
fn settings_of(argument: &ArrayRef) -> Result<Option<&'static Prepared>> {
    let settings = argument.as_string::<i32>();
    if settings.is_empty() {
        return Ok(None);
    }
    prepared(settings.value(0)).map(Some)
}

fn document(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let columns: Vec<&StringArray> = columns.iter().map(|column| column.as_string()).collect();
    let rows = columns.first().map_or(0, |column| column.len());
    let mut documents = Vec::with_capacity(rows);
    for row in 0..rows {
        let text = |column: usize| {
            let column = columns[column];
            column.is_valid(row).then(|| column.value(row).to_owned())
        };
        let mut document = Document::new(text(0).unwrap_or_default(), text(1).unwrap_or_default());
        document.title = text(2);
        document.outlet = text(3);
        document.published = text(4).map(|date| date.parse()).transpose().map_err(library_error)?;
        document.url = text(5);
        document.kind = match text(6).as_deref() {
            None | Some("article") => DocumentKind::Article,
            Some("transcript") => DocumentKind::Transcript,
            Some("query") => DocumentKind::Query,
            Some(other) => {
                let message = format!(
                    "document {:?} is of kind {other:?}: neither article, transcript nor query",
                    document.id
                );
                return Err(DataFusionError::Execution(message));
            }
        };
        document.language = text(7);
        document.speaker = text(8);
        documents.push(to_json(&document)?);
    }
    Ok(Arc::new(StringArray::from(documents)))
}

fn to_json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| DataFusionError::External(Box::new(error)))
}

fn extract(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let documents = columns[0].as_string::<i32>();
    let prepared = settings_of(&columns[1])?;
    let mut reader = prepared.map(|prepared| DocumentReader::new(&prepared.settings));
    let mut read = Vec::new();
    let mut days = (Vec::new(), Vec::new());
    let mut ids = Vec::new();
    for row in 0..documents.len() {
        let document: Document = serde_json::from_str(documents.value(row)).map_err(|error| {
            DataFusionError::Execution(format!("a document cannot be read: {error}"))
        })?;
        // A text in question prints nothing.
        let printed = document.published.as_ref().filter(|_| !document.is_query());
        days.0.push(printed.map(|date| date.day()));
        days.1.push(document.published.as_ref().map(|date| date.second()));
        ids.push(document.id.clone());
        let Some(reader) = &mut reader else { break };
        read.push(reader.read(document).map_err(library_error)?);
    }
    let quotations = || read.iter().flat_map(|pieces| &pieces.quotations);
    let numbered = || {
        let numbered = ids.iter().zip(&read);
        numbered.flat_map(|(id, pieces)| {
            (0..pieces.quotations.len() as u32).map(move |place| (id, place))
        })
    };
    let quotation_columns: Vec<ArrayRef> = vec![
        Arc::new(UInt32Array::from_iter_values(numbered().map(|(_, place)| place))),
        Arc::new(UInt64Array::from_iter_values(
            numbered().map(|(id, place)| quotation_number(id, place)),
        )),
        Arc::new(quotations().map(|one| Some(&one.bytes)).collect::<BinaryArray>()),
        Arc::new(UInt64Array::from_iter(
            quotations().map(|one| one.sequence.as_ref().map(|keys| keys.id)),
        )),
        Arc::new(UInt32Array::from_iter_values(quotations().map(|one| one.speaker))),
    ];
    let runs = || {
        let sequences = quotations().filter_map(|one| one.sequence.as_ref());
        sequences.flat_map(|keys| keys.runs.iter().map(move |run| (keys, run)))
    };
    let level = |level: usize| -> ArrayRef {
        Arc::new(UInt32Array::from_iter_values(runs().map(|(_, run)| run.path[level])))
    };
    let run_columns: Vec<ArrayRef> = vec![
        Arc::new(UInt64Array::from_iter_values(runs().map(|(keys, _)| keys.id))),
        Arc::new(Int32Array::from_iter_values(runs().map(|(keys, _)| keys.weight))),
        Arc::new(UInt64Array::from_iter_values(runs().map(|(keys, _)| keys.rank))),
        Arc::new(runs().map(|(keys, _)| Some(keys.is_long)).collect::<BooleanArray>()),
        Arc::new(UInt64Array::from_iter_values(runs().map(|(_, run)| run.key))),
        Arc::new(UInt32Array::from_iter_values(runs().map(|(_, run)| run.long))),
        level(0),
        level(1),
        level(2),
    ];
    let run_counts = read.iter().map(|pieces| {
        let sequences = pieces.quotations.iter().filter_map(|one| one.sequence.as_ref());
        sequences.map(|keys| keys.runs.len()).sum::<usize>()
    });
    let shingles = read.iter().flat_map(|pieces| pieces.shingles.iter().copied());
    let document_columns: Vec<ArrayRef> = vec![
        Arc::new(UInt64Array::from_iter_values(
            ids.iter().map(|id| xxhash_rust::xxh3::xxh3_64(id.as_bytes())),
        )),
        Arc::new(BinaryArray::from_iter_values(read.iter().map(|pieces| &pieces.head))),
        Arc::new(BinaryArray::from_iter_values(read.iter().map(|pieces| &pieces.prose))),
        Arc::new(Int32Array::from(days.0)),
        Arc::new(Int64Array::from(days.1)),
        Arc::new(read.iter().map(|pieces| Some(pieces.is_transcript)).collect::<BooleanArray>()),
        Arc::new(read.iter().map(|pieces| Some(pieces.has_reports)).collect::<BooleanArray>()),
        types::lists(
            Arc::new(UInt64Array::from_iter_values(shingles)),
            read.iter().map(|pieces| pieces.shingles.len()),
        )?,
        types::lists_of(
            types::quotation_fields(),
            quotation_columns,
            read.iter().map(|pieces| pieces.quotations.len()),
        )?,
        types::lists_of(types::run_fields(), run_columns, run_counts)?,
    ];
    Ok(Arc::new(StructArray::try_new(types::document_fields(), document_columns, None)?))
}

fn is_oversized(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let [sizes, speakers] = [0, 1].map(|n| columns[n].as_primitive::<UInt32Type>());
    let rows = (0..sizes.len())
        .map(|row| Some(part::is_oversized(sizes.value(row) as usize, speakers.value(row))));
    Ok(Arc::new(rows.collect::<BooleanArray>()))
}

fn is_reprint(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let [shared, a, b] = [0, 1, 2].map(|n| columns[n].as_primitive::<UInt32Type>());
    let number = |column: &UInt32Array, row: usize| column.value(row) as usize;
    let rows = (0..shared.len())
        .map(|row| Some(part::is_reprint(number(shared, row), number(a, row), number(b, row))));
    Ok(Arc::new(rows.collect::<BooleanArray>()))
}

/// Calls `work` with the part of each row.
fn with_tasks(columns: &[ArrayRef], work: impl FnMut(Task<'static>) -> Result<()>) -> Result<()> {
    match settings_of(&columns[1])? {
        Some(prepared) => for_each_task(columns[0].as_list(), &prepared.settings, work),
        None => Ok(()),
    }
}

fn sure_pairs(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let (mut pairs, mut lengths) = (Vec::new(), Vec::new());
    with_tasks(columns, |task| {
        let found = task.part.sure_pairs(&task.pairs).map_err(library_error)?;
        lengths.push(found.len());
        pairs.extend(found);
        Ok(())
    })?;
    let documents = |place: fn(&(QuotationPlace, QuotationPlace)) -> &QuotationPlace| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(pairs.iter().map(|pair| &place(pair).document)))
    };
    let places = |place: fn(&(QuotationPlace, QuotationPlace)) -> &QuotationPlace| -> ArrayRef {
        Arc::new(UInt32Array::from_iter_values(pairs.iter().map(|pair| place(pair).place)))
    };
    let columns = vec![
        documents(|pair| &pair.0),
        places(|pair| &pair.0),
        documents(|pair| &pair.1),
        places(|pair| &pair.1),
    ];
    types::lists_of(types::pair_fields(), columns, lengths)
}

fn score(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let mut lengths = Vec::new();
    let (mut a, mut b, mut agrees, mut links) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    with_tasks(columns, |task| {
        let (pairs, found) = task.part.judged_pairs(&task.pairs).map_err(library_error)?;
        lengths.push(pairs.len() + found.len());
        for pair in &pairs {
            a.push(Some(quotation_number(&pair.a.document, pair.a.place)));
            b.push(Some(quotation_number(&pair.b.document, pair.b.place)));
            agrees.push(Some(pair.agrees));
            links.push(None);
        }
        for link in &found {
            a.push(None);
            b.push(None);
            agrees.push(None);
            links.push(Some(to_json(link)?));
        }
        Ok(())
    })?;
    let columns: Vec<ArrayRef> = vec![
        Arc::new(UInt64Array::from(a)),
        Arc::new(UInt64Array::from(b)),
        Arc::new(BooleanArray::from(agrees)),
        Arc::new(StringArray::from(links)),
    ];
    types::lists_of(types::judged_fields(), columns, lengths)
}

fn apparatus(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let (mut all, mut lengths) = (Vec::new(), Vec::new());
    with_tasks(columns, |task| {
        let before = all.len();
        if !task.members.is_empty() {
            all.extend(task.part.utterances(&task.members).map_err(library_error)?);
        }
        if !task.alone.is_empty() {
            all.extend(task.part.single_utterances(&task.alone).map_err(library_error)?);
        }
        lengths.push(all.len() - before);
        Ok(())
    })?;
    let json: Vec<String> = all.iter().map(|one| to_json(&one.utterance)).collect::<Result<_>>()?;
    let places = || all.iter().flat_map(|one| &one.quotations);
    let place_columns: Vec<ArrayRef> = vec![
        Arc::new(places().map(|place| Some(&place.document)).collect::<StringArray>()),
        Arc::new(UInt32Array::from_iter_values(places().map(|place| place.place))),
    ];
    let columns: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from_iter_values(all.iter().map(|one| &one.utterance.id))),
        Arc::new(StringArray::from(json)),
        Arc::new(Int64Array::from_iter(all.iter().map(|one| one.first))),
        types::lists_of(
            types::place_fields(),
            place_columns,
            all.iter().map(|one| one.quotations.len()),
        )?,
    ];
    types::lists_of(types::utterance_fields(), columns, lengths)
}

fn records(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let (mut all, mut lengths) = (Vec::new(), Vec::new());
    with_tasks(columns, |task| {
        let found = task.part.records();
        lengths.push(found.len());
        for (place, record) in found {
            all.push((place, to_json(&record)?));
        }
        Ok(())
    })?;
    let columns: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from_iter_values(all.iter().map(|(place, _)| &place.document))),
        Arc::new(UInt32Array::from_iter_values(all.iter().map(|(place, _)| place.place))),
        Arc::new(BinaryArray::from_iter_values(all.iter().map(|(_, record)| record))),
    ];
    types::lists_of(types::record_fields(), columns, lengths)
}

fn process(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let process = u64::from(std::process::id());
    Ok(Arc::new(UInt64Array::from(vec![process; columns[0].len()])))
}
