//! What an archive was made with: with other settings, word lists or weights it would say otherwise
//! of what comes than of what is there.

use serde::{Deserialize, Serialize};

use super::tables::{Fault, decode, encode};
use crate::settings::Settings;

/// The version of the tables of the file.
const FORMAT: u32 = 3;

/// Fingerprints of all that the content of a file depends on beside its documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fingerprints {
    format: u32,
    /// The version of the crate: its rules are code.
    program: String,
    word_lists: u64,
    link_model: u64,
    statement_model: u64,
    /// The policy by which the lemma is chosen.
    lemma: String,
    /// The function of the caller that sets levels, if there is one, has no fingerprint.
    levels: String,
    reports: bool,
}

impl Fingerprints {
    pub(super) fn new(settings: &Settings) -> Result<Fingerprints, Fault> {
        let hash = |bytes: Vec<u8>| xxhash_rust::xxh3::xxh3_64(&bytes);
        Ok(Fingerprints {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            word_lists: settings.language_data.fingerprint(),
            link_model: hash(encode(&settings.link_model)?),
            statement_model: hash(encode(&settings.statement_model)?),
            lemma: format!("{:?}", settings.lemma),
            levels: format!("{:?}", settings.classifier.levels()),
            reports: settings.indirect,
        })
    }

    /// Returns, in words, the format of a file that this program cannot read; nothing if it can.
    pub(super) fn other_format(stored: &[u8]) -> Result<Option<String>, Fault> {
        let there = decode::<Fingerprints>(stored)?.format;
        let told = format!("its format is {there}, this program's {FORMAT}");
        Ok((there != FORMAT).then_some(told))
    }

    #[cfg(test)]
    pub(super) fn of_format(format: u32) -> Fingerprints {
        let own = Fingerprints::new(&Settings::default()).expect("they can be stored");
        Fingerprints { format, ..own }
    }

    /// Returns what the fingerprints of a file differ in, in words; nothing if they are the same.
    pub(super) fn differences(&self, stored: &[u8]) -> Result<Vec<String>, Fault> {
        if let Some(format) = Fingerprints::other_format(stored)? {
            return Ok(vec![format]);
        }
        let there: Fingerprints = decode(stored)?;
        let mut differences = Vec::new();
        let mut compare = |what: &str, there: String, here: String| {
            if there != here {
                differences.push(format!("{what}: {there} in the file, {here} here"));
            }
        };
        let hex = |number: u64| format!("{number:016x}");
        compare("version of variorum", there.program, self.program.clone());
        compare("word lists", hex(there.word_lists), hex(self.word_lists));
        compare("weights of the link model", hex(there.link_model), hex(self.link_model));
        compare(
            "weights of the statement model",
            hex(there.statement_model),
            hex(self.statement_model),
        );
        compare("lemma", there.lemma, self.lemma.clone());
        compare("levels", there.levels, self.levels.clone());
        let on = |on: bool| if on { "on" } else { "off" }.to_owned();
        compare("reports without marks", on(there.reports), on(self.reports));
        Ok(differences)
    }
}
