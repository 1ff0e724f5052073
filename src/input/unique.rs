//! Ids that were read, each with the place where it was read first.

use rustc_hash::FxHashMap;

use super::lines::excerpt;
use crate::model::Skipped;

/// The ids of one collection.
#[derive(Clone, Debug, Default)]
pub(super) struct UniqueIds {
    first: FxHashMap<String, FirstUse>,
    /// The names of the inputs, each once for every time in a row that it was read.
    inputs: Vec<String>,
}

/// The place where an id was read first.
#[derive(Clone, Copy, Debug)]
struct FirstUse {
    /// Index into [`UniqueIds::inputs`].
    input: usize,
    line: Option<u64>,
}

impl UniqueIds {
    /// Adds `id`, read at `line` of the input `name`.
    ///
    /// # Errors
    /// The id is taken; the entry names the place of its first use.
    pub(super) fn insert(
        &mut self,
        id: &str,
        name: &str,
        line: Option<u64>,
    ) -> Result<(), Skipped> {
        if let Some(first) = self.first.get(id) {
            let at = first.line.map_or(String::new(), |line| format!(", line {line}"));
            let input = &self.inputs[first.input];
            let reason =
                format!("the id {:?} is taken by {input}{at}; the first is kept", excerpt(id));
            let skipped = Skipped::new(name, reason);
            return Err(Skipped { line, ..skipped });
        }
        if self.inputs.last().is_none_or(|last| last != name) {
            self.inputs.push(name.to_owned());
        }
        self.first.insert(id.to_owned(), FirstUse { input: self.inputs.len() - 1, line });
        Ok(())
    }
}
