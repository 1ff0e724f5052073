//! The tables of the file, and what reading and writing them takes.

use redb::{
    ReadOnlyTable, ReadTransaction, ReadableTable, ReadableTableMetadata, Table, TableDefinition,
    TableError, WriteTransaction,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::keys::behind;

/// The error of a failing storage.
pub(super) type Fault = redb::Error;

/// Keys and values.
pub(super) type Bytes = &'static [u8];
type Definition = TableDefinition<'static, Bytes, Bytes>;

/// The version of the values that are not plain numbers; the first byte of each.
const VALUE_VERSION: u8 = 1;

/// In place of a number of speakers, where none tells why a pair is rejected.
pub(super) const UNCOUNTED: u8 = u8::MAX;

/// Defines the tables, opened for reading and for writing.
macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident: $text:literal,)*) => {
        /// All tables, opened for writing.
        #[derive(Debug)]
        pub(super) struct Tables<'t> {
            $($(#[$doc])* pub $name: Table<'t, Bytes, Bytes>,)*
        }

        impl<'t> Tables<'t> {
            /// Opens all tables; makes those that are not there.
            pub(super) fn open(transaction: &'t WriteTransaction) -> Result<Tables<'t>, TableError> {
                Ok(Tables {
                    $($name: transaction.open_table(Definition::new($text))?,)*
                })
            }
        }

        /// All tables, opened for reading.
        #[derive(Debug)]
        pub(super) struct ReadTables {
            $($(#[$doc])* pub $name: ReadOnlyTable<Bytes, Bytes>,)*
        }

        impl ReadTables {
            /// Returns the name of each table, the number of its entries and their bytes, with
            /// what the tree takes.
            pub(super) fn sizes(&self) -> Result<Vec<(&'static str, u64, u64)>, Fault> {
                let mut sizes = Vec::new();
                $(
                    let stats = self.$name.stats()?;
                    let bytes = stats.stored_bytes() + stats.metadata_bytes();
                    sizes.push(($text, self.$name.len()?, bytes));
                )*
                Ok(sizes)
            }

            /// Opens the table of numbers and fingerprints alone.
            pub(super) fn meta(
                transaction: &ReadTransaction,
            ) -> Result<ReadOnlyTable<Bytes, Bytes>, TableError> {
                transaction.open_table(Definition::new("meta"))
            }

            /// Opens all tables.
            pub(super) fn open(transaction: &ReadTransaction) -> Result<ReadTables, TableError> {
                Ok(ReadTables {
                    $($name: transaction.open_table(Definition::new($text))?,)*
                })
            }
        }
    };
}

tables! {
    /// Numbers and fingerprints of the whole, by name.
    meta: "meta",
    /// The number of each document, by its id.
    ids: "ids",
    /// Documents, by number.
    documents: "documents",
    /// Their quotations: number, place.
    quotations: "quotations",
    /// Reports and sketches of their prose, by number.
    prose: "prose",
    /// The documents that a document reprints or is reprinted by: number, number.
    reprints: "reprints",
    /// The documents with a shingle of their sketch: shingle, number.
    shingles: "shingles",
    /// The runs of sequences: see `blocks.rs`.
    postings: "postings",
    /// The quotations with a sequence: sequence, quotation; the value is the speaker's fingerprint.
    sequences: "sequences",
    /// Pairs that are surely one utterance: quotation, quotation, both ways; the value is the day
    /// of the second.
    sure: "sure",
    /// The number of sure pairs of two documents: number, number, both ways.
    document_pairs: "document pairs",
    /// Kept pairs, and those that are rejected within a component: quotation, quotation, both ways;
    /// 1 if they agree, else 0, and the speakers of their run, or [`UNCOUNTED`].
    edges: "edges",
    /// The links of kept pairs, under the smaller quotation first.
    links: "links",
    /// The utterance of each quotation that others report, too, by the first quotation of the
    /// utterance.
    members: "members",
    /// The utterances of more than one quotation, by their first quotation.
    utterances: "utterances",
    /// The place in a transcript that has the words of a quotation.
    records: "records",
    /// The first quotation of the utterance, by the id of the utterance and that quotation.
    utterance_ids: "utterance ids",
    /// The first witness of utterances that ended, by their ids.
    former_ids: "former ids",
    /// Transcripts, by number.
    transcripts: "transcripts",
    /// Earlier versions of documents: length of the id, id, position of the commit that replaced
    /// it.
    history: "history",
    /// The changes of each commit, by its position.
    changes: "changes",
}

/// Calls `visit` with the entries whose keys begin with `prefix`, in order, until it returns false.
pub(super) fn scan(
    table: &impl ReadableTable<Bytes, Bytes>,
    prefix: &[u8],
    mut visit: impl FnMut(&[u8], &[u8]) -> Result<bool, Fault>,
) -> Result<(), Fault> {
    let entries = match behind(prefix) {
        Some(end) => table.range::<&[u8]>(prefix..end.as_slice())?,
        None => table.range::<&[u8]>(prefix..)?,
    };
    for entry in entries {
        let (key, value) = entry?;
        if !visit(key.value(), value.value())? {
            break;
        }
    }
    Ok(())
}

/// Returns the value of `key`, as `read` reads it.
pub(super) fn get<R>(
    table: &impl ReadableTable<Bytes, Bytes>,
    key: &[u8],
    read: impl FnOnce(&[u8]) -> R,
) -> Result<Option<R>, Fault> {
    Ok(table.get(key)?.map(|value| read(value.value())))
}

/// Returns a value as it is stored: its version, then MessagePack. Structs are lists of their
/// fields, to which later versions may append.
pub(super) fn encode(value: &impl Serialize) -> Result<Vec<u8>, Fault> {
    let mut bytes = vec![VALUE_VERSION];
    let written = rmp_serde::encode::write(&mut bytes, value);
    written.map_err(|error| Fault::Corrupted(format!("a value cannot be stored: {error}")))?;
    Ok(bytes)
}

/// Returns a stored value.
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    match bytes.split_first() {
        Some((&VALUE_VERSION, rest)) => rmp_serde::from_slice(rest)
            .map_err(|error| Fault::Corrupted(format!("a value is damaged: {error}"))),
        Some((version, _)) => Err(Fault::Corrupted(format!(
            "a value is of version {version}; this program reads {VALUE_VERSION}"
        ))),
        None => Err(Fault::Corrupted("a value is empty".to_owned())),
    }
}
