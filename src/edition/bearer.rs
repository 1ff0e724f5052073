//! What the apparatus needs to know of each witness, and which of them print the same wording.

use std::collections::BTreeMap;

use crate::span::Span;
use crate::text::{Class, Flags, Passage, form};

/// One quotation as it comes to the apparatus.
#[derive(Clone, Copy, Debug)]
pub struct Bearer<'a> {
    /// Id of the quotation.
    pub quotation: &'a str,
    /// Id of its document; of a quotation cut out elsewhere, the one it was given with, or else its own.
    pub document: Option<&'a str>,
    /// The text that its tokens' spans run in.
    pub text: &'a str,
    /// Where its words stand in that text.
    pub pieces: &'a [Span],
    /// Its tokens and their forms.
    pub passage: &'a Passage,
    /// Its outlet; the document's id where that is unknown.
    pub outlet: &'a str,
    /// The same for the document that its document reprints; its own where it reprints none.
    pub origin: &'a str,
    /// The document that its document reprints.
    pub reprint_of: Option<&'a str>,
    /// When it was printed: RFC 3339 text and seconds.
    pub published: Option<&'a crate::model::Published>,
    /// Its speaker's name.
    pub name: Option<&'a str>,
    /// How sure the name is, `0.0..=1.0`; lower where a pronoun was followed back to it.
    pub certainty: f32,
    /// Whether a person decided that its wording is the lemma.
    pub lemma: bool,
}

impl Bearer<'_> {
    /// When it was printed; what has no date comes last.
    pub(super) fn date(&self) -> i64 {
        self.published.map_or(i64::MAX, |published| published.second())
    }

    /// How many words it prints as spoken: those in square brackets are the editor's.
    pub(super) fn spoken(&self) -> usize {
        let words = self.passage.tokens.iter().filter(|token| token.class.is_word());
        words.filter(|token| !token.flags.has(Flags::BRACKETED)).count()
    }
}

/// What tells wordings apart: the printed tokens, less what is only typography. Glyphs of marks and white space are
/// folded, invisible characters dropped, the first letter made small, and the stops and commas at the end left off.
pub(super) fn wording_key(bearer: &Bearer<'_>) -> String {
    let mut key = String::new();
    let tokens = &bearer.passage.tokens;
    let last = tokens
        .iter()
        .rposition(|token| token.class.is_word() || !is_stop(token.span.of(bearer.text)));
    for (n, token) in tokens.iter().take(last.map_or(0, |last| last + 1)).enumerate() {
        let printed = token.span.of(bearer.text);
        if n > 0 && token.flags.has(Flags::SPACED) {
            key.push(' ');
        }
        if !token.class.is_word() {
            key.push_str(&form(printed));
            continue;
        }
        let visible = printed
            .chars()
            .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'));
        let folded =
            visible.map(|c| if matches!(c, '’' | '‘' | 'ʼ' | '`' | '´') { '\'' } else { c });
        if n == 0 && token.class != Class::Name {
            let mut folded = folded;
            key.extend(folded.next().into_iter().flat_map(char::to_lowercase));
            key.extend(folded);
        } else {
            key.extend(folded);
        }
    }
    key
}

/// Whether `mark` makes no other wording at the end.
pub(super) fn is_stop(mark: &str) -> bool {
    matches!(mark, "." | "," | ";" | ":" | "—" | "–" | "-" | "--")
}

/// Groups bearers by wording: for each wording the bearers that print it, in their order; wordings in the order of their
/// first bearer.
pub(super) fn wordings(bearers: &[Bearer<'_>]) -> Vec<Vec<usize>> {
    if bearers.len() == 1 {
        return vec![vec![0]];
    }
    let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
    let mut wordings: Vec<Vec<usize>> = Vec::new();
    for (n, bearer) in bearers.iter().enumerate() {
        let at = *by_key.entry(wording_key(bearer)).or_insert_with(|| {
            wordings.push(Vec::new());
            wordings.len() - 1
        });
        wordings[at].push(n);
    }
    wordings
}

/// How many distinct values there are.
pub(super) fn distinct<'a>(values: impl Iterator<Item = &'a str>) -> usize {
    let mut values: Vec<&str> = values.collect();
    values.sort_unstable();
    values.dedup();
    values.len()
}

/// For each bearer, the number of the independent voice it belongs to, and how many voices there are. Prints of one outlet
/// are one voice, and so are prints of one text, through however many outlets.
pub(super) fn independence(bearers: &[Bearer<'_>]) -> (Vec<usize>, usize) {
    if bearers.len() == 1 {
        return (vec![0], 1);
    }
    let mut root: Vec<usize> = (0..bearers.len()).collect();
    let find = |root: &[usize], mut n: usize| {
        while root[n] != n {
            n = root[n];
        }
        n
    };
    let (mut by_outlet, mut by_origin) = (BTreeMap::new(), BTreeMap::new());
    for (n, bearer) in bearers.iter().enumerate() {
        for first in [
            *by_outlet.entry(bearer.outlet).or_insert(n),
            *by_origin.entry(bearer.origin).or_insert(n),
        ] {
            let (a, b) = (find(&root, first), find(&root, n));
            root[a.max(b)] = a.min(b);
        }
    }
    let mut voices: Vec<usize> = (0..bearers.len()).map(|n| find(&root, n)).collect();
    let mut numbers = voices.clone();
    numbers.sort_unstable();
    numbers.dedup();
    for voice in &mut voices {
        *voice = numbers.binary_search(voice).unwrap_or(0);
    }
    (voices, numbers.len())
}

/// The label of witness `n`: A, B, … Z, AA, AB …
pub(super) fn siglum(n: usize) -> String {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    if n < 26 {
        return letter(n).to_string();
    }
    let mut label = siglum(n / 26 - 1);
    label.push(letter(n));
    label
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigla() {
        assert_eq!(
            [0, 25, 26, 51, 52, 701, 702].map(siglum),
            ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
        );
    }
}
