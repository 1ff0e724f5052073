//! Groups witnesses that print the same wording.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::witness_input::WitnessInput;
use crate::text::{TokenClass, TokenFlags, normal_form};

/// The witnesses of one wording.
#[derive(Clone, Debug)]
pub(super) struct WordingGroup {
    /// Indices of the witnesses, in their order; at least one.
    pub witnesses: Vec<usize>,
    /// Those of them that count: the prints, or all where only texts in question have the wording.
    pub counted: Vec<usize>,
    /// Numbers of the independent outlets that print the wording, ascending, each once; none if
    /// only texts in question have it.
    pub outlets: Vec<usize>,
}

/// Returns the wordings of `witnesses`: the best supported first, then the more complete, then the
/// earlier. `outlet_of` gives the independent outlet of each witness.
pub(super) fn wording_groups(
    witnesses: &[WitnessInput<'_>],
    outlet_of: &[usize],
) -> Vec<WordingGroup> {
    let mut groups: Vec<WordingGroup> = group_by_wording(witnesses)
        .into_iter()
        .map(|group| {
            let prints = group.iter().copied().filter(|&n| !witnesses[n].is_query);
            let prints: Vec<usize> = prints.collect();
            let mut outlets: Vec<usize> = prints.iter().map(|&n| outlet_of[n]).collect();
            outlets.sort_unstable();
            outlets.dedup();
            let counted = if prints.is_empty() { group.clone() } else { prints };
            WordingGroup { witnesses: group, counted, outlets }
        })
        .collect();
    groups.sort_by_key(|group| {
        let first = group.witnesses[0];
        (Reverse(group.outlets.len()), Reverse(witnesses[first].passage.words.len()), first)
    });
    groups
}

/// Returns, for each wording, the indices of the witnesses that print it, in their order. Wordings
/// are in the order of their first witness.
fn group_by_wording(witnesses: &[WitnessInput<'_>]) -> Vec<Vec<usize>> {
    if witnesses.len() == 1 {
        return vec![vec![0]];
    }
    let mut index_of_key: BTreeMap<String, usize> = BTreeMap::new();
    let mut wordings: Vec<Vec<usize>> = Vec::new();
    for (n, witness) in witnesses.iter().enumerate() {
        let at = *index_of_key.entry(wording_key(witness)).or_insert_with(|| {
            wordings.push(Vec::new());
            wordings.len() - 1
        });
        wordings[at].push(n);
    }
    wordings
}

/// Returns the printed tokens without what is only typography; two witnesses have the same wording
/// if their keys are equal. Folds the glyphs of marks and white space, drops invisible characters,
/// lowers the first letter, and leaves off stops and commas at the end.
fn wording_key(witness: &WitnessInput<'_>) -> String {
    let mut key = String::new();
    let tokens = &witness.passage.tokens;
    let last = tokens
        .iter()
        .rposition(|token| token.class.is_word() || !is_final_stop(token.span.slice(witness.text)));
    for (n, token) in tokens.iter().take(last.map_or(0, |last| last + 1)).enumerate() {
        let printed = token.span.slice(witness.text);
        if n > 0 && token.flags.has(TokenFlags::SPACED) {
            key.push(' ');
        }
        if !token.class.is_word() {
            key.push_str(&normal_form(printed));
            continue;
        }
        let visible = printed
            .chars()
            .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'));
        let folded =
            visible.map(|c| if matches!(c, '’' | '‘' | 'ʼ' | '`' | '´') { '\'' } else { c });
        if n == 0 && token.class != TokenClass::Name {
            let mut folded = folded;
            key.extend(folded.next().into_iter().flat_map(char::to_lowercase));
            key.extend(folded);
        } else {
            key.extend(folded);
        }
    }
    key
}

/// Returns true if `mark` does not make another wording when it stands at the end.
pub(super) fn is_final_stop(mark: &str) -> bool {
    matches!(mark, "." | "," | ";" | ":" | "—" | "–" | "-" | "--")
}
