//! joins
use super::pairing::Draft;
pub(super) fn join(_text: &str, drafts: Vec<Draft>) -> Vec<Draft> {
    drafts
}
