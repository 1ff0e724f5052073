//! Documents that carry the same text: one outlet twice, a wire story in forty papers.
//!
//! Each document keeps a sketch of its prose outside quotation marks: the fingerprints of its runs of [`RUN`] words, of
//! which those divisible by [`EVERY`] are kept (the *mod p* sampling of Broder 1997, by Manber 1994). The share of
//! the smaller sketch that the larger holds estimates how much of the shorter text stands in the longer, wherever its
//! paragraphs have been cut or put.

use crate::parallel::Workers;

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
                run.iter().fold(0u64, |hash, &key| {
                    (hash.rotate_left(17) ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15)
                })
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
/// Cost: O(runs log runs), and for each run at most 200² pairs: a run that more documents carry is furniture of the page.
pub fn reprints(sketches: &[&Sketch]) -> Vec<usize> {
    reprints_by(&Workers::new(1), sketches)
}

/// As [`reprints`], on the threads of `workers`.
pub(crate) fn reprints_by(workers: &Workers, sketches: &[&Sketch]) -> Vec<usize> {
    let long = |(_, sketch): &(usize, &&Sketch)| sketch.runs.len() >= LEAST;
    let long: Vec<(u32, &[u64])> = sketches
        .iter()
        .enumerate()
        .filter(long)
        .map(|(n, sketch)| (n as u32, &*sketch.runs))
        .collect();
    let parts: Vec<u64> = (0..1 << PARTS).collect();
    let found = workers.map(&parts, Vec::new, |at, &part| shared(&long, part, at));
    let mut pairs = found.concat();
    pairs.sort_unstable();
    let mut root: Vec<usize> = (0..sketches.len()).collect();
    for same in pairs.chunk_by(|x, y| x == y) {
        let (a, b) = same[0];
        let smaller = sketches[a as usize].runs.len().min(sketches[b as usize].runs.len());
        if same.len() as f64 >= SHARE * smaller as f64 {
            let (a, b) = (find(&root, a as usize), find(&root, b as usize));
            root[a.max(b)] = a.min(b);
        }
    }
    (0..sketches.len()).map(|document| find(&root, document)).collect()
}

/// The runs are looked at in two to the power of so many parts, by their first bits: each on some thread, and small enough to stay
/// near.
const PARTS: u32 = 6;

/// The pairs of documents that share a run of this part, once for each such run. `at` is scratch.
fn shared(sketches: &[(u32, &[u64])], part: u64, at: &mut Vec<(u64, u32)>) -> Vec<(u32, u32)> {
    at.clear();
    let first = part << (u64::BITS - PARTS);
    let last = first | u64::MAX >> PARTS;
    for &(document, runs) in sketches {
        // In ascending order.
        let start = runs.partition_point(|&run| run < first);
        let here = runs[start..].iter().take_while(|&&run| run <= last);
        at.extend(here.map(|&run| (run, document)));
    }
    at.sort_unstable();
    let mut pairs = Vec::new();
    for documents in at.chunk_by(|x, y| x.0 == y.0).filter(|documents| documents.len() <= CROWD) {
        for (i, &(_, a)) in documents.iter().enumerate() {
            pairs.extend(documents[i + 1..].iter().map(|&(_, b)| (a, b)));
        }
    }
    pairs
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
