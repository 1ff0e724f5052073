//! The tables of the file, and what reading and writing them takes.

use std::borrow::Borrow;

use redb::{
    Database, Key, ReadOnlyTable, ReadTransaction, ReadableTable, ReadableTableMetadata, Table,
    TableDefinition, TableError, Value, WriteTransaction,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::keys::{ALTERED, POSTING, behind};

/// The error of a failing storage.
pub(super) type Fault = redb::Error;

/// Keys and values of any length.
pub(super) type Bytes = &'static [u8];
/// Keys and values of one length: the table keeps none of their ends.
pub(super) type Fixed<const N: usize> = &'static [u8; N];

/// The version of the values that are not plain numbers; the first byte of each.
const VALUE_VERSION: u8 = 1;

/// In place of a number of speakers, where none tells why a pair is rejected.
pub(super) const UNCOUNTED: u8 = u8::MAX;

/// Entries that are copied in one transaction, which holds what it has written in memory.
const COPIED_ENTRIES: usize = 1 << 17;

/// Defines the tables, opened for reading and for writing.
macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident: $text:literal, $key:ty => $value:ty;)*) => {
        /// All tables, opened for writing.
        #[derive(Debug)]
        pub(super) struct Tables<'t> {
            $($(#[$doc])* pub $name: Table<'t, $key, $value>,)*
        }

        impl<'t> Tables<'t> {
            /// Opens all tables; makes those that are not there.
            pub(super) fn open(transaction: &'t WriteTransaction) -> Result<Tables<'t>, TableError> {
                Ok(Tables {
                    $($name: transaction
                        .open_table(TableDefinition::<$key, $value>::new($text))?,)*
                })
            }
        }

        /// All tables, opened for reading.
        #[derive(Debug)]
        pub(super) struct ReadTables {
            $($(#[$doc])* pub $name: ReadOnlyTable<$key, $value>,)*
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

            /// Copies all entries to an empty database, in the order of their keys.
            pub(super) fn copy(&self, to: &Database) -> Result<(), Fault> {
                $(
                    let mut entries = self.$name.iter()?;
                    let mut last = false;
                    while !last {
                        let transaction = to.begin_write()?;
                        {
                            let table = TableDefinition::<$key, $value>::new($text);
                            let mut table = transaction.open_table(table)?;
                            last = true;
                            for entry in entries.by_ref().take(COPIED_ENTRIES) {
                                let (key, value) = entry?;
                                table.insert(key.value(), value.value())?;
                                last = false;
                            }
                        }
                        transaction.commit()?;
                    }
                )*
                Ok(())
            }

            /// Opens the table of numbers and fingerprints alone.
            pub(super) fn meta(
                transaction: &ReadTransaction,
            ) -> Result<ReadOnlyTable<Bytes, Bytes>, TableError> {
                transaction.open_table(TableDefinition::new("meta"))
            }

            /// Opens the table of ids alone.
            pub(super) fn ids(
                transaction: &ReadTransaction,
            ) -> Result<ReadOnlyTable<Bytes, Fixed<4>>, TableError> {
                transaction.open_table(TableDefinition::new("ids"))
            }

            /// Opens all tables.
            pub(super) fn open(transaction: &ReadTransaction) -> Result<ReadTables, TableError> {
                Ok(ReadTables {
                    $($name: transaction
                        .open_table(TableDefinition::<$key, $value>::new($text))?,)*
                })
            }
        }
    };
}

tables! {
    /// Numbers and fingerprints of the whole, by name.
    meta: "meta", Bytes => Bytes;
    /// The number of each document, by its id.
    ids: "ids", Bytes => Fixed<4>;
    /// Documents, by number.
    documents: "documents", Fixed<4> => Bytes;
    /// Their quotations: number, place.
    quotations: "quotations", Fixed<8> => Bytes;
    /// Reports and sketches of their prose, by number.
    prose: "prose", Fixed<4> => Bytes;
    /// The documents that a document reprints or is reprinted by: number, number.
    reprints: "reprints", Fixed<8> => ();
    /// The documents with a shingle of their sketch: shingle, number.
    shingles: "shingles", Fixed<12> => ();
    /// The runs of sequences: see `blocks.rs`.
    postings: "postings", Fixed<POSTING> => Bytes;
    /// The quotations with a sequence: sequence, quotation; the value is the speaker's fingerprint.
    sequences: "sequences", Fixed<16> => Fixed<4>;
    /// Pairs that are surely one utterance: quotation, quotation, both ways; the value is the day
    /// of the second. Those of a document stand next to each other.
    sure: "sure", Fixed<16> => Fixed<4>;
    /// Kept pairs, and those that are rejected within a component: quotation, quotation, both ways;
    /// 1 if they agree, else 0, and the speakers of their run, or [`UNCOUNTED`].
    edges: "edges", Fixed<16> => Fixed<2>;
    /// The links of kept pairs, under the smaller quotation first.
    links: "links", Fixed<16> => Bytes;
    /// The utterance of each quotation that others report, too, by the first quotation of the
    /// utterance.
    members: "members", Fixed<8> => Fixed<8>;
    /// The utterances of more than one quotation, by their first quotation.
    utterances: "utterances", Fixed<8> => Bytes;
    /// The place in a transcript that has the words of a quotation.
    records: "records", Fixed<8> => Bytes;
    /// The first quotation of the utterance, by the id of the utterance and that quotation.
    utterance_ids: "utterance ids", Bytes => ();
    /// The first witness of utterances that ended, by their ids.
    former_ids: "former ids", Bytes => Bytes;
    /// Transcripts, by number.
    transcripts: "transcripts", Fixed<4> => ();
    /// The names of speakers, as documents give them, each with the number of its quotations.
    names: "names", Bytes => Fixed<4>;
    /// The quotations of each name: fingerprint of the name, quotation.
    speakers: "speakers", Fixed<16> => ();
    /// The documents of an outlet: fingerprint of its name, number.
    outlets: "outlets", Fixed<12> => ();
    /// The documents of a day: day, number.
    days: "days", Fixed<8> => ();
    /// The utterances of more than one quotation, by verdict, then by rank among the most altered.
    altered: "altered", Fixed<ALTERED> => ();
    /// The links that a person should review, by their keys.
    reviews: "reviews", Fixed<16> => ();
    /// Earlier versions of documents: length of the id, id, position of the commit that replaced
    /// it.
    history: "history", Bytes => Bytes;
    /// The changes of each commit, some to a value: position, number; see `feed.rs`.
    changes: "changes", Fixed<12> => Bytes;
}

/// Calls `visit` with the entries whose keys begin with `prefix`, in order, until it returns false.
pub(super) fn scan<const N: usize, V: Value + 'static>(
    table: &impl ReadableTable<Fixed<N>, V>,
    prefix: &[u8],
    mut visit: impl for<'v> FnMut(&[u8; N], V::SelfType<'v>) -> Result<bool, Fault>,
) -> Result<(), Fault> {
    let (mut first, mut last) = ([0; N], [u8::MAX; N]);
    for (place, &byte) in prefix.iter().take(N).enumerate() {
        (first[place], last[place]) = (byte, byte);
    }
    for entry in table.range::<&[u8; N]>(&first..=&last)? {
        let (key, value) = entry?;
        if !visit(key.value(), value.value())? {
            break;
        }
    }
    Ok(())
}

/// As [`scan`], of a table with keys of any length.
pub(super) fn scan_names<V: Value + 'static>(
    table: &impl ReadableTable<Bytes, V>,
    prefix: &[u8],
    mut visit: impl for<'v> FnMut(&[u8], V::SelfType<'v>) -> Result<bool, Fault>,
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
pub(super) fn get<'k, K: Key + 'static, V: Value + 'static, R>(
    table: &impl ReadableTable<K, V>,
    key: impl Borrow<K::SelfType<'k>>,
    read: impl for<'v> FnOnce(V::SelfType<'v>) -> R,
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
