//! Documents in and results out, on the machine of the caller.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema, UInt32Type};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use variorum::link::Link;
use variorum::part::{CollectionPart, PartUtterance, QuotationPlace};
use variorum::{Document, Reconciliation, Settings, Utterance};

use crate::error::{JobError, JobResult};
use crate::job::{parquet_files, table_folder};

/// Documents of one file of the input: each file is read by one task.
const FILE_DOCUMENTS: usize = 2_000;

/// Writes documents to the folder of a job, as its input. The same documents in the same order are
/// the same input, so that a run that was lost goes on.
///
/// # Errors
/// When the folder cannot be written.
pub fn write_documents(
    folder: &Path,
    documents: impl IntoIterator<Item = Document>,
) -> JobResult<usize> {
    let folder = folder.join("documents");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| JobError::folder(&folder, error))?;
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    let (mut count, mut ids, mut texts) = (0, Vec::new(), Vec::new());
    let mut file = 0;
    let mut flush = |ids: &mut Vec<String>, texts: &mut Vec<String>| {
        let path = folder.join(format!("part-{file:05}.parquet"));
        file += 1;
        write_batch(&path, std::mem::take(ids), std::mem::take(texts))
    };
    for document in documents {
        let json = serde_json::to_string(&document)
            .map_err(|error| JobError::Result(error.to_string()))?;
        hash.update(json.as_bytes());
        ids.push(document.id);
        texts.push(json);
        count += 1;
        if ids.len() == FILE_DOCUMENTS {
            flush(&mut ids, &mut texts)?;
        }
    }
    if count == 0 || !ids.is_empty() {
        flush(&mut ids, &mut texts)?;
    }
    let path = folder.join("key");
    fs::write(&path, hash.digest().to_string()).map_err(|error| JobError::folder(&path, error))?;
    Ok(count)
}

fn write_batch(path: &Path, ids: Vec<String>, texts: Vec<String>) -> JobResult<()> {
    let failed = |error: &dyn std::fmt::Display| JobError::folder(path, error);
    let schema = Arc::new(Schema::new(vec![
        Field::new("id", DataType::Utf8, false),
        Field::new("document", DataType::Utf8, false),
    ]));
    let columns: Vec<ArrayRef> =
        vec![Arc::new(StringArray::from(ids)), Arc::new(StringArray::from(texts))];
    let batch =
        RecordBatch::try_new(Arc::clone(&schema), columns).map_err(|error| failed(&error))?;
    let file = fs::File::create(path).map_err(|error| failed(&error))?;
    let mut writer = ArrowWriter::try_new(file, schema, None).map_err(|error| failed(&error))?;
    writer.write(&batch).map_err(|error| failed(&error))?;
    writer.close().map_err(|error| failed(&error))?;
    Ok(())
}

/// Calls `visit` with each batch of a table of a job.
fn for_each_batch(
    folder: &Path,
    table: &str,
    mut visit: impl FnMut(&RecordBatch) -> JobResult<()>,
) -> JobResult<()> {
    for path in parquet_files(&table_folder(folder, table)?)? {
        let failed = |error: &dyn std::fmt::Display| JobError::folder(&path, error);
        let file = fs::File::open(&path).map_err(|error| failed(&error))?;
        let reader = ParquetRecordBatchReaderBuilder::try_new(file)
            .and_then(|builder| builder.build())
            .map_err(|error| failed(&error))?;
        for batch in reader {
            visit(&batch.map_err(|error| failed(&error))?)?;
        }
    }
    Ok(())
}

fn column<'b>(batch: &'b RecordBatch, name: &str) -> JobResult<&'b ArrayRef> {
    let missing = || JobError::Result(format!("a table lacks the column {name}"));
    batch.column_by_name(name).ok_or_else(missing)
}

/// Puts the result of a job together, on this machine alone: all of it is held in memory. For
/// results that do not fit, read the tables `utterances` and `judged`.
///
/// # Errors
/// When a stage is not done, or what the stages wrote does not fit together.
pub fn read_result(folder: &Path, settings: &Settings) -> JobResult<Reconciliation> {
    let library = |error: variorum::Error| JobError::Result(error.to_string());
    let json = |error: serde_json::Error| JobError::Result(error.to_string());
    let mut part = CollectionPart::new(settings);
    for_each_batch(folder, "extracted", |batch| {
        let heads = column(batch, "head")?.as_binary::<i32>();
        let prose = column(batch, "prose")?.as_binary::<i32>();
        let quotations = column(batch, "quotations")?.as_list::<i32>();
        for row in 0..batch.num_rows() {
            let of_document = quotations.value(row);
            let of_document = of_document.as_struct();
            let places = of_document.column(0).as_primitive::<UInt32Type>();
            let bytes = of_document.column(2).as_binary::<i32>();
            let quotations = (0..of_document.len()).map(|n| (places.value(n), bytes.value(n)));
            part.add_document(heads.value(row), Some(prose.value(row)), quotations)
                .map_err(library)?;
        }
        Ok(())
    })?;
    let mut original_of = std::collections::BTreeMap::new();
    for_each_batch(folder, "originals", |batch| {
        let documents = column(batch, "document")?.as_string::<i32>();
        let originals = column(batch, "original")?.as_string::<i32>();
        for row in 0..batch.num_rows() {
            let original = originals.value(row).to_owned();
            original_of.insert(documents.value(row).to_owned(), original);
        }
        Ok(())
    })?;
    if !original_of.is_empty() {
        let wanted: std::collections::BTreeSet<&String> = original_of.values().collect();
        let mut heads = std::collections::BTreeMap::new();
        for_each_batch(folder, "extracted", |batch| {
            let documents = column(batch, "document")?.as_string::<i32>();
            let all = column(batch, "head")?.as_binary::<i32>();
            for row in 0..batch.num_rows() {
                let id = documents.value(row).to_owned();
                if wanted.contains(&id) {
                    heads.insert(id, all.value(row).to_vec());
                }
            }
            Ok(())
        })?;
        for (document, original) in &original_of {
            let head = heads.get(original);
            let head = head.ok_or_else(|| JobError::Result(format!("{original:?} is missing")))?;
            part.add_original(document, head).map_err(library)?;
        }
    }
    for_each_batch(folder, "records", |batch| {
        let documents = column(batch, "document")?.as_string::<i32>();
        let places = column(batch, "place")?.as_primitive::<UInt32Type>();
        let records = column(batch, "record")?.as_binary::<i32>();
        for row in 0..batch.num_rows() {
            let place = QuotationPlace::new(documents.value(row), places.value(row));
            let record = serde_json::from_slice(records.value(row)).map_err(json)?;
            part.add_record(&place, record);
        }
        Ok(())
    })?;
    let mut links: Vec<Link> = Vec::new();
    for_each_batch(folder, "judged", |batch| {
        for link in column(batch, "link")?.as_string::<i32>().iter().flatten() {
            links.push(serde_json::from_str(link).map_err(json)?);
        }
        Ok(())
    })?;
    let mut utterances: Vec<PartUtterance> = Vec::new();
    for_each_batch(folder, "utterances", |batch| {
        let texts = column(batch, "utterance")?.as_string::<i32>();
        let firsts = column(batch, "first")?.as_primitive::<Int64Type>();
        let quotations = column(batch, "quotations")?.as_list::<i32>();
        for row in 0..batch.num_rows() {
            let utterance: Utterance = serde_json::from_str(texts.value(row)).map_err(json)?;
            let places = quotations.value(row);
            let places = places.as_struct();
            let documents = places.column(0).as_string::<i32>();
            let numbers = places.column(1).as_primitive::<UInt32Type>();
            let places = (0..places.len())
                .map(|n| QuotationPlace::new(documents.value(n), numbers.value(n)));
            let first = firsts.is_valid(row).then(|| firsts.value(row));
            utterances.push(PartUtterance::new(utterance, first, places.collect()));
        }
        Ok(())
    })?;
    part.result(utterances, links).map_err(library)
}
