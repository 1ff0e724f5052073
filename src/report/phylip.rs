//! The PHYLIP report: wordings as character matrices, one data set after the other.
//!
//! The format is that of <https://phylipweb.github.io/phylip/doc/discrete.html>.

use std::io::{self, Write};

use super::character_matrix::CharacterMatrix;
use super::nexus::first_siglum;
use super::{Report, writing_failed};
use crate::error::Error;
use crate::reconciliation::Reconciliation;

/// Writes the matrices of [`NexusReport`](crate::report::NexusReport) as data sets of PHYLIP, one
/// for each utterance whose wordings vary, in the order of the utterances.
///
/// A name is a siglum, in ten columns: programs that want strict and those that want relaxed PHYLIP
/// (RAxML, IQ-TREE) read it alike. PHYLIP has neither labels nor comments; the NEXUS report of the
/// same reconciliation says which place is which. `pars` takes eight states at a place.
///
/// ```
/// use variorum::Reconciliation;
/// use variorum::report::{PhylipReport, Report};
///
/// let mut out = Vec::new();
/// PhylipReport::new().write(&Reconciliation::default(), &mut out)?;
/// assert!(out.is_empty());
/// # Ok::<(), variorum::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct PhylipReport {
    min_outlets: usize,
}

impl Default for PhylipReport {
    fn default() -> PhylipReport {
        PhylipReport::new()
    }
}

impl Report for PhylipReport {
    fn write(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> Result<(), Error> {
        self.write_to(reconciliation, out).map_err(writing_failed)
    }
}

impl PhylipReport {
    /// Returns a report of the utterances that two outlets or more print.
    pub fn new() -> PhylipReport {
        PhylipReport { min_outlets: 2 }
    }

    /// Leaves out utterances that fewer than `outlets` outlets print; 2 by default.
    pub fn with_min_outlets(mut self, outlets: usize) -> PhylipReport {
        self.min_outlets = outlets;
        self
    }

    fn write_to(&self, reconciliation: &Reconciliation, out: &mut dyn Write) -> io::Result<()> {
        let all = reconciliation.utterances.iter();
        for utterance in all.filter(|one| one.outlets >= self.min_outlets) {
            let matrix = CharacterMatrix::new(utterance);
            if !matrix.varies() {
                continue;
            }
            writeln!(out, "{} {}", matrix.rows.len(), matrix.places.len())?;
            for row in &matrix.rows {
                let name = first_siglum(utterance, &utterance.wordings[row.wording]);
                writeln!(out, "{name:<10}{}", CharacterMatrix::letters(row))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn the_sample() {
        let mut out = Vec::new();
        PhylipReport::new().write(&sample::reconciliation(), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        4 4
        A         0000
        D         0100
        C         1001
        E         0010
        3 5
        A         00000
        C         11111
        D         0????
        "#);
    }
}
