//! Documents that carry the same text: one outlet twice, a wire story in forty papers.
//!
//! Each document keeps a sketch of its prose outside quotation marks: the fingerprints of its runs of [`RUN`] words, of
//! which those divisible by [`EVERY`] are kept (the *mod p* sampling of Broder 1997, by Manber 1994). The share of
//! the smaller sketch that the larger holds estimates how much of the shorter text stands in the longer, wherever its
//! paragraphs have been cut or put.

use rustc_hash::FxHashMap;

/// Words in a run: long enough that two reporters do not write it twice by chance.
const RUN: usize = 6;

/// One fingerprint in so many is kept.
const EVERY: u64 = 4;

/// From this share of the smaller sketch on, one text is the other's reprint. Independent reports of one event share a
/// few per cent; cut and retouched wire copy well over half.
const SHARE: f64 = 0.5;

/// With fewer fingerprints than these (some fifty words of prose) nothing is said.
const LEAST: usize = 12;

/// A run that more documents than these carry is furniture of the page.
const CROWD: usize = 200;

/// The sampled runs of one document's prose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    runs: Box<[u64]>,
}

impl Sketch {
    /// How many bytes it takes beside itself.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.runs)
    }

    /// The sketch of a document whose words outside quotations have these keys, in order. O(n).
    pub fn new(keys: &[u64]) -> Sketch {
        let mut runs: Vec<u64> = keys
            .windows(RUN)
            .map(|run| {
                run.iter().fold(0u64, |hash, &key| (hash.rotate_left(17) ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15))
            })
            .map(|hash| hash ^ (hash >> 29))
            .filter(|hash| hash % EVERY == 0)
            .collect();
        runs.sort_unstable();
        runs.dedup();
        Sketch { runs: runs.into() }
    }
}

/// For each document, the number of the one it reprints: the first of those that carry the same text, itself where there
/// is no other. Number the documents by date and id: the answer follows that order.
///
/// Cost: O(runs), and for each run at most 200² pairs: a run that more documents carry is furniture of the page.
pub fn reprints(sketches: &[&Sketch]) -> Vec<usize> {
    let mut at: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for (document, sketch) in sketches.iter().enumerate().filter(|(_, sketch)| sketch.runs.len() >= LEAST) {
        for &run in &sketch.runs {
            at.entry(run).or_default().push(document as u32);
        }
    }
    let mut shared: FxHashMap<(u32, u32), usize> = FxHashMap::default();
    for documents in at.values().filter(|documents| documents.len() <= CROWD) {
        for (i, &a) in documents.iter().enumerate() {
            for &b in &documents[i + 1..] {
                *shared.entry((a, b)).or_insert(0) += 1;
            }
        }
    }
    let mut root: Vec<usize> = (0..sketches.len()).collect();
    let mut pairs: Vec<_> = shared.into_iter().collect();
    pairs.sort_unstable();
    for ((a, b), n) in pairs {
        let smaller = sketches[a as usize].runs.len().min(sketches[b as usize].runs.len());
        if n as f64 >= SHARE * smaller as f64 {
            let (a, b) = (find(&root, a as usize), find(&root, b as usize));
            root[a.max(b)] = a.min(b);
        }
    }
    (0..sketches.len()).map(|document| find(&root, document)).collect()
}

fn find(root: &[usize], mut document: usize) -> usize {
    while root[document] != document {
        document = root[document];
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(words: impl Iterator<Item = u64>) -> Sketch {
        Sketch::new(&words.map(|word| word.wrapping_mul(0xff51_afd7_ed55_8ccd)).collect::<Vec<_>>())
    }

    #[test]
    fn finds_cut_and_reordered_copies() {
        let wire = sketch(0..400);
        let cut = sketch((200..400).chain(0..80));
        let other = sketch(1000..1400);
        let brief = sketch(0..20);
        assert_eq!(reprints(&[&wire, &other, &cut, &brief]), [0, 1, 0, 3]);
        assert_eq!(reprints(&[]), Vec::<usize>::new());
    }
}
