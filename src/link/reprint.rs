//! Finds documents that carry the same text: one outlet twice, or a wire story in forty papers.
//!
//! Each document keeps a sketch of its prose outside quotation marks: the fingerprints of its runs
//! of [`SHINGLE_WORDS`] words, of which those divisible by [`SAMPLING_MODULUS`] are kept. That is
//! *mod p* sampling of shingles: [Manber
//! 1994](https://www.usenix.org/legacy/publications/library/proceedings/sf94/manber.html), [Broder
//! 1997](https://doi.org/10.1109/SEQUEN.1997.666900). The share of the smaller sketch that the
//! larger holds estimates how much of the shorter text occurs in the longer, however its paragraphs
//! were cut or moved.
//!
//! Cost: O(n) for the sketch of n words; O(s log s) for all s kept fingerprints, and for each
//! fingerprint at most [`MAX_SHINGLE_DOCUMENTS`]² pairs.

use crate::parallel::Workers;

/// Words in a shingle: long enough that two reporters do not write it by chance.
const SHINGLE_WORDS: usize = 6;

/// One fingerprint in so many is kept.
const SAMPLING_MODULUS: u64 = 4;

/// From this share of the smaller sketch on, one text is the other's reprint. Independent reports
/// of one event share a few per cent; cut and edited wire copy well over half.
const MIN_REPRINT_SHARE: f64 = 0.5;

/// Fewest fingerprints that allow a conclusion: some fifty words of prose.
const MIN_SKETCH_SHINGLES: usize = 12;

/// A shingle in more documents than these is boilerplate of the page.
pub(crate) const MAX_SHINGLE_DOCUMENTS: usize = 200;

/// The sampled shingles of one document's prose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Sketch {
    shingles: Box<[u64]>,
}

impl Sketch {
    /// Returns the bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.shingles)
    }

    /// Returns true if it allows a conclusion.
    pub(crate) fn is_enough(&self) -> bool {
        self.shingles.len() >= MIN_SKETCH_SHINGLES
    }

    /// Returns its shingles, in order.
    #[cfg(feature = "parts")]
    pub(crate) fn shingles(&self) -> &[u64] {
        &self.shingles
    }

    /// Makes the sketch of a document whose words outside quotations have these keys, in order.
    /// O(n).
    pub fn new(keys: &[u64]) -> Sketch {
        let mut shingles: Vec<u64> = keys
            .windows(SHINGLE_WORDS)
            .map(|shingle| {
                shingle.iter().fold(0u64, |hash, &key| {
                    (hash.rotate_left(17) ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15)
                })
            })
            .map(|hash| hash ^ (hash >> 29))
            .filter(|hash| hash % SAMPLING_MODULUS == 0)
            .collect();
        shingles.sort_unstable();
        shingles.dedup();
        Sketch { shingles: shingles.into() }
    }
}

/// Returns, for each document, the index of the one it reprints: the first of those that carry the
/// same text, itself where there is no other. Put the documents in order of date and id: the result
/// follows that order.
pub fn reprints(sketches: &[&Sketch]) -> Vec<usize> {
    reprints_by(&Workers::new(1), sketches)
}

/// Does what [`reprints`] does on the threads of `workers`.
pub(crate) fn reprints_by(workers: &Workers, sketches: &[&Sketch]) -> Vec<usize> {
    let long = |(_, sketch): &(usize, &&Sketch)| sketch.is_enough();
    let long: Vec<(u32, &[u64])> = sketches
        .iter()
        .enumerate()
        .filter(long)
        .map(|(n, sketch)| (n as u32, &*sketch.shingles))
        .collect();
    let partitions: Vec<u64> = (0..1 << PARTITION_BITS).collect();
    let pairs_of = |postings: &mut Vec<_>, &partition: &u64| pairs(&long, partition, postings);
    let found = workers.map(&partitions, Vec::new, pairs_of);
    let mut pairs = found.concat();
    pairs.sort_unstable();
    let mut root: Vec<usize> = (0..sketches.len()).collect();
    for same in pairs.chunk_by(|x, y| x == y) {
        let (a, b) = same[0];
        if is_reprint(same.len(), sketches[a as usize], sketches[b as usize]) {
            let (a, b) = (find(&root, a as usize), find(&root, b as usize));
            root[a.max(b)] = a.min(b);
        }
    }
    (0..sketches.len()).map(|document| find(&root, document)).collect()
}

/// Returns true if two documents with `shared` shingles in common carry one text.
pub(crate) fn is_reprint(shared: usize, a: &Sketch, b: &Sketch) -> bool {
    are_reprints(shared, a.shingles.len(), b.shingles.len())
}

/// Does the same with the numbers of shingles.
pub(crate) fn are_reprints(shared: usize, a: usize, b: usize) -> bool {
    shared as f64 >= MIN_REPRINT_SHARE * a.min(b) as f64
}

/// The shingles are split by so many of their first bits into partitions that fit the cache, each
/// for one thread.
const PARTITION_BITS: u32 = 6;

/// Returns the pairs of documents that share a shingle of this partition, once for each such
/// shingle. `postings` is scratch.
fn pairs(
    sketches: &[(u32, &[u64])],
    partition: u64,
    postings: &mut Vec<(u64, u32)>,
) -> Vec<(u32, u32)> {
    postings.clear();
    let first = partition << (u64::BITS - PARTITION_BITS);
    let last = first | u64::MAX >> PARTITION_BITS;
    for &(document, shingles) in sketches {
        let start = shingles.partition_point(|&shingle| shingle < first);
        let here = shingles[start..].iter().take_while(|&&shingle| shingle <= last);
        postings.extend(here.map(|&shingle| (shingle, document)));
    }
    postings.sort_unstable();
    let mut pairs = Vec::new();
    let by_shingle = postings.chunk_by(|x, y| x.0 == y.0);
    for documents in by_shingle.filter(|documents| documents.len() <= MAX_SHINGLE_DOCUMENTS) {
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
