//! From witnesses to an utterance.

use std::cmp::Reverse;
use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use super::agreement::agree;
use super::bearer::{Bearer, distinct, independence, siglum, wordings};
use super::entries::{Compared, entries};
use super::fidelity::{Fidelity, Kept, Standing, copies, standings};
use super::naming::speaker;
use super::policy::{Candidate, LemmaGround, LemmaPolicy};
use super::print::Print;
use super::single::single;
use super::support::{Election, Voter};
use super::{LeftOut, Lemma, Utterance, Verdict, Witness, Wording};
use crate::align::{Aligner, Alignment, EditKind};
use crate::collation::{Collator, Table};
use crate::text::{Vocabulary, Weight, Word, bits};
use crate::variant::{
    self, Disclosure, Kind, Level, Levels, Operation, Side, Variant, variants_with,
};

/// The utterance that `bearers` report, whatever their order.
///
/// Cost: that of [`crate::collation::collate`] over the distinct wordings, and one comparison of each with the lemma.
///
/// ```
/// use variorum::edition::{Bearer, Verdict, utterance};
/// use variorum::text::Vocabulary;
/// use variorum::Span;
///
/// let mut words = Vocabulary::new();
/// let printed = ["We will never raise taxes", "We will not ever raise taxes", "We will never raise taxes."];
/// let passages: Vec<_> = printed.iter().map(|text| words.read_all(text)).collect();
/// let pieces: Vec<_> = printed.iter().map(|text| [Span::new(0, text.len())]).collect();
/// let bearers: Vec<_> = (0..3)
///     .map(|n| {
///         let outlet = ["a", "b", "c"][n];
///         Bearer {
///             quotation: outlet, document: None, text: printed[n], pieces: &pieces[n], passage: &passages[n], outlet, origin: outlet,
///             reprint_of: None, published: None, name: Some("Ann Lee"), certainty: 1.0, lemma: false,
///         }
///     })
///     .collect();
/// let utterance = utterance(&words, &bearers);
/// assert_eq!(utterance.lemma.text, "We will never raise taxes");
/// assert_eq!((utterance.wordings.len(), utterance.outlets), (2, 3));
/// ```
pub fn utterance(words: &Vocabulary, bearers: &[Bearer<'_>]) -> Utterance {
    utterance_with(words, bearers, &LemmaPolicy::Consensus, &Levels::default())
}

/// As [`utterance`], with the lemma that `policy` chooses, and the levels that `levels` sets.
pub fn utterance_with(
    words: &Vocabulary,
    bearers: &[Bearer<'_>],
    policy: &LemmaPolicy,
    levels: &Levels,
) -> Utterance {
    match bearers {
        [bearer] => single(words, bearer, policy),
        _ => collated(words, bearers, policy, levels),
    }
}

/// The same, by collation.
pub(super) fn collated(
    words: &Vocabulary,
    bearers: &[Bearer<'_>],
    policy: &LemmaPolicy,
    levels: &Levels,
) -> Utterance {
    let mut bearers = bearers.to_vec();
    bearers.sort_by(|x, y| {
        x.date().cmp(&y.date()).then_with(|| natural(x.quotation).cmp(&natural(y.quotation)))
    });
    let (origin, independent) = independence(&bearers);

    let mut groups: Vec<(Vec<usize>, Vec<usize>)> = wordings(&bearers)
        .into_iter()
        .map(|group| {
            let mut by: Vec<usize> = group.iter().map(|&n| origin[n]).collect();
            by.sort_unstable();
            by.dedup();
            (group, by)
        })
        .collect();
    // Best supported first; then the more complete, the earlier.
    groups.sort_by_key(|(group, by)| {
        (Reverse(by.len()), Reverse(bearers[group[0]].passage.words.len()), group[0])
    });

    let prints: Vec<Print> =
        groups.iter().map(|(group, _)| Print::new(&bearers[group[0]])).collect();
    let first = |n: usize| &bearers[groups[n].0[0]];
    let sequences: Vec<&[Word]> = (0..groups.len()).map(|n| &first(n).passage.words[..]).collect();
    let table = Collator::new().without_transpositions().collate(words, &sequences);
    let mut aligner = Aligner::new();
    let voters: Vec<Voter<'_>> = (0..groups.len())
        .map(|n| Voter {
            words: sequences[n],
            origins: groups[n].1.clone(),
            first: first(n).date(),
            print: &prints[n],
        })
        .collect();
    let election = Election::hold(words, &table, &voters);
    // A person's decision outvotes the papers; of two decisions the better supported wording's.
    let decided = groups.iter().position(|(group, _)| group.iter().any(|&n| bearers[n].lemma));
    let (lemma, ground) = match decided {
        Some(lemma) => (lemma, LemmaGround::Decision),
        None => {
            let candidates = groups.iter().zip(&prints).map(|((group, by), print)| Candidate {
                text: &print.text,
                bearers: group.iter().map(|&n| &bearers[n]).collect(),
                independent: by.len(),
            });
            let candidates: Vec<Candidate<'_>> = candidates.collect();
            policy.choose(&candidates, &election)
        }
    };
    let side = |n: usize| Side { text: first(n).text, passage: first(n).passage };
    // How each wording stands to another, if they share anything.
    let mut against = |other: usize, n: usize| {
        let (x, y) = (sequences[other], sequences[n]);
        let alignment = table.pair_with(&mut aligner, words, (other, x), (n, y));
        Some(alignment).filter(|alignment| shares(words, (x, y), alignment))
    };
    let aligned: Vec<Option<Alignment>> =
        (0..groups.len()).map(|n| if n == lemma { None } else { against(lemma, n) }).collect();
    let compared: Vec<Compared<'_>> = (0..groups.len())
        .filter(|&n| n != lemma)
        .map(|n| {
            let variants = match &aligned[n] {
                Some(alignment) => variants_with(words, side(lemma), side(n), alignment, levels),
                // Another part of the utterance, joined to this one through a fuller print: it abstains throughout.
                None => vec![elsewhere(sequences[lemma].len(), sequences[n].len())],
            };
            Compared { wording: n, print: &prints[n], side: side(n), variants }
        })
        .collect();

    let (speaker, conflict) = speaker(&bearers);
    let worst = compared.iter().flat_map(|side| &side.variants).filter_map(gravity).max();
    let verdict = match worst {
        _ if bearers.len() == 1 => Verdict::Single,
        _ if conflict => Verdict::AttributionConflict,
        None | Some(Level::Accidental) => Verdict::Verbatim,
        Some(Level::Minor) => Verdict::Minor,
        Some(Level::Substantive) => Verdict::Differing,
        Some(Level::Contradictory) => Verdict::Contradictory,
    };
    let mut wording_of = vec![0; bearers.len()];
    for (n, (group, _)) in groups.iter().enumerate() {
        for &bearer in group {
            wording_of[bearer] = n;
        }
    }
    let fullest = (0..groups.len())
        .min_by_key(|&n| (Reverse(first(n).spoken()), election.rank[n]))
        .unwrap_or(0);
    let left_out: Vec<Vec<LeftOut>> = (0..groups.len())
        .map(|n| {
            // Of a part that the fullest does not print the lemma tells more.
            let own = (fullest != lemma && fullest != n).then(|| against(fullest, n)).flatten();
            let fuller = match (&own, &aligned[n]) {
                (Some(alignment), _) => Some((fullest, alignment)),
                (None, known) => known.as_ref().map(|alignment| (lemma, alignment)),
            };
            fuller.map_or(Vec::new(), |(full, alignment)| {
                let lost = variant::left_out(words, side(full), side(n), alignment).into_iter();
                lost.map(|(what, tokens)| LeftOut {
                    what,
                    text: prints[full].of(&tokens).to_owned(),
                })
                .collect()
            })
        })
        .collect();
    let voices: Vec<&[usize]> = groups.iter().map(|(_, by)| &by[..]).collect();
    let mut apparatus =
        prints.get(lemma).map_or(Vec::new(), |print| entries(words, print, &compared));
    agree(&mut apparatus, prints.get(lemma).map_or(0, |print| print.tokens.len()), &voices);
    // What was compared are all wordings but the lemma, in their order.
    let mut kept: Vec<Kept> = compared
        .iter()
        .map(|side| {
            Kept::of(words, sequences[lemma], sequences[side.wording], side.told(&prints[lemma]))
        })
        .collect();
    if let Some(sequence) = sequences.get(lemma) {
        kept.insert(lemma, Kept::whole(words, sequence));
    }
    let standings = standings(&apparatus, &voices, &kept, ground.is_authority());
    let copied = copies(bearers.iter().enumerate().map(|(n, bearer)| {
        let base = bearer.lemma || ground == LemmaGround::Document && policy.names(bearer);
        (bearer.outlet, wording_of[n], bearer.reprint_of.is_some(), base)
    }));
    let fidelity = |n: usize| {
        let Kept { weight, changed, .. } = kept[wording_of[n]];
        let standing = if copied[n] { Standing::Copied } else { standings[wording_of[n]] };
        Fidelity { weight, changed, standing }
    };
    Utterance {
        id: bearers.first().map_or_else(|| code(xxh3_64(&[])), id),
        speaker,
        verdict,
        outlets: distinct(bearers.iter().map(|bearer| bearer.outlet)),
        independent,
        lemma: Lemma {
            text: prints.get(lemma).map_or(String::new(), |print| print.text.clone()),
            tokens: prints.get(lemma).map_or(Vec::new(), |print| print.tokens.clone()),
            wording: lemma,
            margin: election.margins.get(lemma).copied().unwrap_or(0),
            ground,
        },
        apparatus,
        wordings: groups
            .iter()
            .zip(&prints)
            .map(|((group, _), print)| Wording {
                text: print.text.clone(),
                witnesses: group.clone(),
                outlets: distinct(group.iter().map(|&n| bearers[n].outlet)),
            })
            .collect(),
        witnesses: bearers
            .iter()
            .enumerate()
            .map(|(n, bearer)| Witness {
                quotation: bearer.quotation.to_owned(),
                outlet: bearer.outlet.to_owned(),
                siglum: siglum(n),
                wording: wording_of[n],
                covers: covered(&table, lemma, &election.spans[wording_of[n]]),
                reprint_of: bearer.reprint_of.map(str::to_owned),
                speaker: bearer.name.map(str::to_owned),
                published: bearer.published.map(|published| published.as_str().to_owned()),
                left_out: left_out[wording_of[n]].clone(),
                fidelity: fidelity(n),
            })
            .collect(),
    }
}

/// A run of this weight is printed by both and no accident: two content words.
const RUN: Weight = bits(20);

/// Whether two wordings print anything of the same. A content word's weight here and there is chance, where it is neither a run of
/// words nor a good part of the shorter: two sentences of one speech both say *our* and *can*.
fn shares(words: &Vocabulary, (lemma, wording): (&[Word], &[Word]), alignment: &Alignment) -> bool {
    let (mut shared, mut heaviest): (Weight, Weight) = (0, 0);
    for edits in std::iter::once(&alignment.edits)
        .chain(alignment.transpositions.iter().map(|block| &block.edits))
    {
        let mut run = 0;
        for edit in edits {
            let alike = matches!(edit.kind, EditKind::Equal | EditKind::Near);
            let weight: Weight = lemma[edit.a.clone()].iter().map(|&word| words[word].weight).sum();
            run = if alike { run + weight } else { 0 };
            shared += if alike { weight } else { 0 };
            heaviest = heaviest.max(run);
        }
    }
    let all = |side: &[Word]| side.iter().map(|&word| words[word].weight).sum::<Weight>();
    let lighter = all(lemma).min(all(wording));
    shared >= bits(12).min(lighter) && (heaviest >= RUN || shared * 4 >= lighter)
}

/// A wording that prints nothing of the lemma: all of the lemma lies outside it, and it has words of its own there, which
/// tell it from others of the kind.
fn elsewhere(lemma: usize, wording: usize) -> Variant {
    Variant {
        operation: Operation::Truncation,
        kind: Kind::Truncation,
        level: Level::Minor,
        disclosure: Disclosure::None,
        rule: "truncation.elsewhere",
        a: 0..lemma,
        b: 0..wording,
        near: false,
        moved: None,
    }
}

/// What a variant does to the verdict. The comma before a closing mark does nothing; nor does a plain truncation: where a
/// fragment ends, it abstains. One that cuts off a condition or a negation has a level of its own.
fn gravity(variant: &Variant) -> Option<Level> {
    let abstains = variant.operation == Operation::Truncation && variant.level <= Level::Minor;
    (!variant.is_edge() && !abstains).then_some(variant.level)
}

/// The tokens of the lemma in the columns of `span`.
fn covered(table: &Table, lemma: usize, span: &Range<usize>) -> Range<usize> {
    let cells = table.rows[lemma].get(span.clone()).unwrap_or(&[]);
    let mut filled = cells.iter().filter(|cell| !cell.is_empty());
    match (filled.next(), cells.iter().rfind(|cell| !cell.is_empty())) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => 0..0,
    }
}

/// `DOCUMENT#12` after `DOCUMENT#9`.
fn natural(id: &str) -> (&str, u64, &str) {
    match id.rsplit_once('#') {
        Some((document, n)) => (document, n.parse().unwrap_or(u64::MAX), n),
        None => (id, 0, ""),
    }
}

/// The utterance's id, from its `first` witness alone: it stays when later witnesses come.
pub(super) fn id(first: &Bearer<'_>) -> String {
    let pieces = first.pieces.iter().map(|piece| piece.len() + 1).sum::<usize>();
    let mut bytes = Vec::with_capacity(first.quotation.len() + pieces);
    bytes.extend_from_slice(first.quotation.as_bytes());
    for piece in first.pieces {
        bytes.push(0);
        bytes.extend_from_slice(piece.of(first.text).as_bytes());
    }
    code(xxh3_64(&bytes))
}

/// `u` and the first twelve hexadecimal digits of `hash`.
fn code(hash: u64) -> String {
    let digit = |place: u32| char::from(b"0123456789abcdef"[(hash >> (4 * place)) as usize % 16]);
    std::iter::once('u').chain((4..16).rev().map(digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    fn of(printed: &[&str]) -> Utterance {
        let mut words = Vocabulary::new();
        let passages: Vec<_> = printed.iter().map(|text| words.read_all(text)).collect();
        let pieces: Vec<_> = printed.iter().map(|text| [Span::new(0, text.len())]).collect();
        let ids = ["a", "b", "c", "d", "e", "f"];
        let bearers: Vec<_> = (0..printed.len())
            .map(|n| Bearer {
                quotation: ids[n],
                document: None,
                text: printed[n],
                pieces: &pieces[n],
                passage: &passages[n],
                outlet: ids[n],
                origin: ids[n],
                reprint_of: None,
                published: None,
                name: None,
                certainty: 0.0,
                lemma: false,
            })
            .collect();
        utterance(&words, &bearers)
    }

    fn elsewhere(utterance: &Utterance) -> Vec<&str> {
        let readings = utterance.apparatus.iter().flat_map(|entry| &entry.readings);
        readings
            .filter(|reading| reading.rule == "truncation.elsewhere")
            .map(|reading| reading.text.as_str())
            .collect()
    }

    /// Two wordings of which the lemma prints nothing, joined to it through a fuller one, are told apart all the same.
    #[test]
    fn wordings_beside_the_lemma_are_told_apart() {
        let printed = [
            "Our engineers will rebuild the derelict cannery before the autumn storms arrive",
            "Our engineers will rebuild the derelict cannery before the autumn storms arrive",
            "Our engineers will rebuild the derelict cannery before the autumn storms arrive",
            "Our engineers will rebuild the quayside; nobody in the ministry offered a reason",
            "nobody in the ministry offered a reason",
            "ministry offered a reason",
        ];
        let utterance = of(&printed);
        assert_eq!(utterance.lemma.text, printed[0]);
        assert_eq!(elsewhere(&utterance), [printed[4], printed[5]]);
    }

    /// Another sentence of one speech shares small words with the lemma, and contradicts it in nothing.
    #[test]
    fn another_sentence_is_no_variant() {
        let one = "Something is wrong when our skippers can’t openly land a catch or mend a net in our own harbour";
        let other = "And I’ll fight every levy on our quayside heritage. Trawlers made the island rich. They can again";
        let utterance = of(&[one, one, other]);
        assert_eq!(utterance.lemma.text, one);
        assert_eq!(elsewhere(&utterance), [other]);
        assert_eq!(utterance.verdict, Verdict::Verbatim);
    }
}
