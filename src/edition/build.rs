//! Builds an utterance from its witnesses; the steps are listed in [`crate::edition`].

use std::cmp::Reverse;
use std::ops::Range;

use super::agreement::add_agreement;
use super::apparatus::Reading;
use super::consensus::{ConsensusVote, Voter};
use super::entries::{ComparedWording, gather_entries};
use super::fidelity::{Fidelity, FidelityStatus, LemmaCoverage, find_copies, wording_statuses};
use super::independence::{count_distinct, independent_outlets};
use super::kept_outside::ComparedPair;
use super::lemma_policy::{LemmaBasis, LemmaCandidate, LemmaPolicy};
use super::lineage::{Tradition, first_prints};
use super::long_wording::{align_within, is_far_longer};
use super::single_witness::single_witness;
use super::speaker::choose_speaker;
use super::statement::{
    PairContext, StatementModel, Vouchers, doubted_variants, is_statement, judge_statements,
    wording_facts,
};
use super::utterance::{Lemma, LostQualifier, Utterance, Verdict, Witness, Wording};
use super::utterance_id::{empty_utterance_id, utterance_id};
use super::witness_input::{WitnessInput, siglum};
use super::wording_groups::{WordingGroup, wording_groups};
use super::wording_text::WordingText;
use crate::align::{Aligner, Alignment, EditKind, PassageFinder};
use crate::collation::{CollationTable, Collator};
use crate::text::{Vocabulary, Weight, Word, bits};
use crate::variant::{
    Disclosure, Kind, Level, Operation, QualifierKind, Side, Variant, VariantClassifier,
    VariantRule,
};

/// Returns the utterance that `witnesses` report. Their order does not matter.
///
/// Cost: that of [`crate::collation::collate`] over the distinct wordings, and one comparison of
/// each wording with the lemma.
///
/// ```
/// use variorum::edition::{WitnessInput, build_utterance};
/// use variorum::text::Vocabulary;
/// use variorum::Span;
///
/// let mut words = Vocabulary::new();
/// let printed =
///     ["We will never raise taxes", "We will not ever raise taxes", "We will never raise taxes."];
/// let passages: Vec<_> = printed.iter().map(|text| words.tokenize(text)).collect();
/// let pieces: Vec<_> = printed.iter().map(|text| [Span::new(0, text.len())]).collect();
/// let witnesses: Vec<_> = (0..3)
///     .map(|n| {
///         let outlet = ["a", "b", "c"][n];
///         WitnessInput::new(outlet, printed[n], &pieces[n], &passages[n], outlet)
///     })
///     .collect();
/// let utterance = build_utterance(&words, &witnesses);
/// assert_eq!(utterance.lemma.text, "We will never raise taxes");
/// assert_eq!((utterance.wordings.len(), utterance.outlets), (2, 3));
/// ```
pub fn build_utterance(words: &Vocabulary, witnesses: &[WitnessInput<'_>]) -> Utterance {
    build_utterance_with(
        words,
        witnesses,
        &LemmaPolicy::Consensus,
        &VariantClassifier::default(),
        &StatementModel::default(),
    )
}

/// As [`build_utterance`], with the lemma that `policy` chooses, the levels of `classifier`, and
/// stated differences judged by `model`.
pub fn build_utterance_with(
    words: &Vocabulary,
    witnesses: &[WitnessInput<'_>],
    policy: &LemmaPolicy,
    classifier: &VariantClassifier,
    model: &StatementModel,
) -> Utterance {
    match witnesses {
        [witness] => single_witness(words, witness, policy),
        _ => build_by_collation(words, witnesses, policy, classifier, model),
    }
}

/// Returns the same by collation, whatever the number of witnesses.
pub(super) fn build_by_collation(
    words: &Vocabulary,
    witnesses: &[WitnessInput<'_>],
    policy: &LemmaPolicy,
    classifier: &VariantClassifier,
    model: &StatementModel,
) -> Utterance {
    let mut witnesses = witnesses.to_vec();
    witnesses.sort_by(|x, y| {
        (x.is_query, x.published_second())
            .cmp(&(y.is_query, y.published_second()))
            .then_with(|| numeric_order_key(x.quotation).cmp(&numeric_order_key(y.quotation)))
    });
    // What only texts in question have is compared with the prints, and changes nothing in them.
    let prints = witnesses.iter().take_while(|witness| !witness.is_query).count();
    let (mut outlet_of, independent) = independent_outlets(&witnesses[..prints]);
    outlet_of.resize(witnesses.len(), usize::MAX);

    let groups = wording_groups(&witnesses, &outlet_of);
    let first = |n: usize| &witnesses[groups[n].witnesses[0]];
    let texts: Vec<WordingText> = (0..groups.len()).map(|n| WordingText::new(first(n))).collect();
    let sequences: Vec<&[Word]> = (0..groups.len()).map(|n| &first(n).passage.words[..]).collect();
    // The wordings that are printed, which come first; all, if none is.
    let printed = groups.iter().take_while(|group| !group.outlets.is_empty()).count();
    let printed = if printed > 0 { printed } else { groups.len() };
    let table = Collator::new().without_transpositions().collate(words, &sequences[..printed]);
    let mut aligner = Aligner::new();
    let voters: Vec<Voter<'_>> = (0..printed)
        .map(|n| Voter {
            words: sequences[n],
            outlets: groups[n].outlets.clone(),
            first_published: first(n).published_second(),
            text: &texts[n],
        })
        .collect();
    let vote = ConsensusVote::new(words, &table, &voters);
    let (lemma, basis) = choose_lemma(&witnesses, &groups[..printed], &texts, &vote, policy);
    let side =
        |n: usize| Side::new(first(n).text, first(n).passage).with_language(first(n).language);
    // The alignment of a wording with another, if they have enough text in common.
    let mut finder = PassageFinder::new();
    let mut align_with = |other: usize, n: usize| {
        let (x, y) = (sequences[other], sequences[n]);
        let alignment =
            align_within(words, (&mut finder, &mut aligner), x, y).unwrap_or_else(|| {
                match n.max(other) < printed {
                    true => table.align_rows_with(&mut aligner, words, (other, x), (n, y)),
                    false => aligner.align(words, x, y),
                }
            });
        Some(alignment).filter(|alignment| have_common_text(words, (x, y), alignment))
    };
    let aligned: Vec<Option<Alignment>> =
        (0..groups.len()).map(|n| if n == lemma { None } else { align_with(lemma, n) }).collect();
    let compared: Vec<ComparedWording<'_>> = (0..groups.len())
        .filter(|&n| n != lemma)
        .map(|n| {
            let variants = match &aligned[n] {
                Some(alignment) => {
                    let pair = ComparedPair { words, classifier, sides: [side(lemma), side(n)] };
                    let groups = [lemma, n].map(|n| &groups[n].counted[..]);
                    pair.variants(alignment, &witnesses, groups)
                }
                // Another part of the utterance, linked through a fuller wording: it abstains
                // throughout.
                None => vec![disjoint_variant(sequences[lemma].len(), sequences[n].len())],
            };
            let facts = wording_facts(&witnesses, &groups[lemma], &groups[n]);
            let context = PairContext::new(words, side(lemma), side(n), &variants, facts);
            let judge = |variant: &Variant| {
                is_statement(variant).then(|| Box::new(model.judge(context.evidence(variant))))
            };
            let statements = variants.iter().map(judge).collect();
            ComparedWording { wording: n, text: &texts[n], side: side(n), variants, statements }
        })
        .collect();

    let (speaker, has_conflict) = choose_speaker(&witnesses);
    let mut wording_of = vec![0; witnesses.len()];
    for (n, group) in groups.iter().enumerate() {
        for &witness in &group.witnesses {
            wording_of[witness] = n;
        }
    }
    let fullest = (0..printed)
        .min_by_key(|&n| (Reverse(first(n).spoken_word_count()), vote.rank[n]))
        .unwrap_or(0);
    let lost: Vec<LostWords> = (0..groups.len())
        .map(|n| {
            // Compared with the lemma where the fullest wording does not print this part.
            let with_fullest =
                (fullest != lemma && fullest != n).then(|| align_with(fullest, n)).flatten();
            let fuller = match (&with_fullest, &aligned[n]) {
                (Some(alignment), _) => Some((fullest, alignment)),
                (None, with_lemma) => with_lemma.as_ref().map(|alignment| (lemma, alignment)),
            };
            fuller.map_or((n, Vec::new()), |(full, alignment)| {
                (full, classifier.lost_qualifiers(words, side(full), side(n), alignment))
            })
        })
        .collect();
    let left_out = |witness: usize| -> Vec<LostQualifier> {
        let n = wording_of[witness];
        let (full, lost) = &lost[n];
        let pair = ComparedPair { words, classifier, sides: [side(*full), side(n)] };
        let told = lost
            .iter()
            .filter(|(kind, tokens)| !pair.is_kept(0, (*kind, tokens), &witnesses, &[witness]));
        told.map(|(kind, tokens)| LostQualifier {
            kind: *kind,
            text: texts[*full].slice(tokens).to_owned(),
        })
        .collect()
    };
    let outlets: Vec<&[usize]> = groups.iter().map(|group| &group.outlets[..]).collect();
    let mut apparatus =
        texts.get(lemma).map_or(Vec::new(), |text| gather_entries(words, text, &compared));
    add_agreement(&mut apparatus, texts.get(lemma).map_or(0, |text| text.tokens.len()), &outlets);
    let on_record: Vec<bool> = (groups.iter())
        .map(|group| group.counted.iter().any(|&n| witnesses[n].is_on_record()))
        .collect();
    let vouchers = Vouchers {
        outlets: &outlets,
        on_record: &on_record,
        is_authoritative: basis.is_authoritative(),
    };
    judge_statements(&mut apparatus, vouchers, model);
    let readings = || apparatus.iter().flat_map(|entry| &entry.readings);
    let is_printed = |reading: &&Reading| reading.wordings.iter().any(|&n| n < printed);
    let worst = readings().filter(is_printed).filter_map(severity).max();
    let doubted = doubted_variants(&apparatus);
    // `compared` holds all wordings but the lemma, in their order.
    let mut coverage: Vec<LemmaCoverage> = compared
        .iter()
        .map(|side| {
            LemmaCoverage::of_wording(
                words,
                sequences[lemma],
                sequences[side.wording],
                side.reported_variants(&texts[lemma]).map(|(variant, _)| {
                    let place = (variant.a.start, variant.a.end, side.wording);
                    let is_doubted = doubted.contains(&place);
                    (variant, if is_doubted { Level::Minor } else { variant.level })
                }),
            )
        })
        .collect();
    if let Some(sequence) = sequences.get(lemma) {
        coverage.insert(lemma, LemmaCoverage::of_lemma(words, sequence));
    }
    let equal: Vec<(u64, u64)> = coverage
        .iter()
        .map(|one| (one.weight, one.weight - one.changed.iter().sum::<u64>()))
        .collect();
    let lineage = Tradition {
        words,
        witnesses: &witnesses,
        wording_of: &wording_of,
        vouchers,
        texts: &texts,
        sequences: &sequences,
        apparatus: &apparatus,
        lemma,
        equal: &equal,
    }
    .descents();
    let statuses = wording_statuses(&apparatus, &outlets, &coverage, basis.is_authoritative());
    let is_copy = find_copies(witnesses.iter().enumerate().map(|(n, witness)| {
        let is_lemma_source = witness.is_decided_lemma
            || basis == LemmaBasis::Document && policy.selects_document_of(witness);
        (witness.outlet, wording_of[n], witness.reprint_of.is_some(), is_lemma_source)
    }));
    let fidelity = |n: usize| {
        let LemmaCoverage { weight, changed, .. } = coverage[wording_of[n]];
        let own = &groups[wording_of[n]].outlets;
        let status = match (is_copy[n] && !witnesses[n].is_query, witnesses[n].record) {
            (true, _) => FidelityStatus::Copied,
            (false, Some(record)) => FidelityStatus::by_record(record, own.len()),
            (false, None) => statuses[wording_of[n]],
        };
        Fidelity { weight, changed, status }
    };
    Utterance {
        id: witnesses.first().map_or_else(empty_utterance_id, utterance_id),
        speaker,
        verdict: verdict(prints, has_conflict, worst),
        outlets: count_distinct(witnesses[..prints].iter().map(|witness| witness.outlet)),
        independent,
        lemma: Lemma {
            text: texts.get(lemma).map_or(String::new(), |text| text.text.clone()),
            tokens: texts.get(lemma).map_or(Vec::new(), |text| text.tokens.clone()),
            wording: lemma,
            margin: vote.margins.get(lemma).copied().unwrap_or(0),
            basis,
        },
        apparatus,
        lineage,
        wordings: groups
            .iter()
            .zip(&texts)
            .map(|(group, text)| Wording {
                text: text.text.clone(),
                witnesses: group.witnesses.clone(),
                outlets: count_distinct(
                    group.witnesses.iter().filter(|&&n| n < prints).map(|&n| witnesses[n].outlet),
                ),
                first: first_prints(&witnesses[..prints], &group.witnesses),
            })
            .collect(),
        witnesses: witnesses
            .iter()
            .enumerate()
            .map(|(n, witness)| Witness {
                quotation: witness.quotation.to_owned(),
                outlet: witness.outlet.to_owned(),
                siglum: siglum(n),
                wording: wording_of[n],
                covers: match (sequences[lemma], sequences[wording_of[n]]) {
                    // The columns of many fragments of a long wording have one order, which need
                    // not be that of each of them.
                    (x, y) if is_far_longer(x, y) && aligned[wording_of[n]].is_some() => {
                        coverage[wording_of[n]].span.clone()
                    }
                    _ if wording_of[n] >= printed => coverage[wording_of[n]].span.clone(),
                    _ => lemma_tokens_in(&table, lemma, &vote.spans[wording_of[n]]),
                },
                reprint_of: witness.reprint_of.map(str::to_owned),
                speaker: witness.speaker.map(str::to_owned),
                published: witness.published.map(|published| published.as_str().to_owned()),
                left_out: left_out(n),
                fidelity: fidelity(n),
                is_recorded: witness.record.is_some(),
                is_query: witness.is_query,
            })
            .collect(),
    }
}

/// The fuller wording that a wording is compared with, and what it leaves out of that one.
type LostWords = (usize, Vec<(QualifierKind, Range<usize>)>);

/// Returns the index of the lemma's wording, and why it was chosen. A decision overrides the
/// policy; of two decisions, that for the better supported wording holds.
fn choose_lemma(
    witnesses: &[WitnessInput<'_>],
    groups: &[WordingGroup],
    texts: &[WordingText],
    vote: &ConsensusVote,
    policy: &LemmaPolicy,
) -> (usize, LemmaBasis) {
    let is_decided =
        |group: &WordingGroup| group.counted.iter().any(|&n| witnesses[n].is_decided_lemma);
    if let Some(lemma) = groups.iter().position(is_decided) {
        return (lemma, LemmaBasis::Decision);
    }
    let candidates: Vec<LemmaCandidate<'_>> = groups
        .iter()
        .zip(texts)
        .map(|(group, text)| LemmaCandidate {
            text: &text.text,
            witnesses: group.counted.iter().map(|&n| &witnesses[n]).collect(),
            independent: group.outlets.len(),
        })
        .collect();
    let (lemma, basis) = policy.choose(&candidates, vote);
    if basis != LemmaBasis::Consensus {
        return (lemma, basis);
    }
    // A wording that a transcript has word by word is what was said. One that ends earlier than
    // the consensus leaves out what others print, and is no lemma unless that transcript is named.
    let is_named = matches!(policy, LemmaPolicy::Document(_));
    let least = if is_named { 0 } else { candidates[lemma].word_count() };
    let by_record = |n: usize| {
        let mut witnesses = groups[n].counted.iter().map(|&n| &witnesses[n]);
        let basis = witnesses.find_map(|witness| policy.basis_by_record(witness))?;
        let words = candidates[n].word_count();
        let order = (if is_named { Reverse(words) } else { Reverse(0) }, n != lemma);
        (words >= least).then(|| ((order, vote.rank.get(n).copied()), (n, basis)))
    };
    let recorded = (0..groups.len()).filter_map(by_record).min_by_key(|(order, _)| *order);
    recorded.map_or((lemma, basis), |(_, found)| found)
}

/// Returns the verdict on printed wordings whose gravest difference has the level `worst`.
fn verdict(print_count: usize, has_conflict: bool, worst: Option<Level>) -> Verdict {
    match worst {
        _ if print_count <= 1 => Verdict::Single,
        _ if has_conflict => Verdict::AttributionConflict,
        None | Some(Level::Accidental) => Verdict::Verbatim,
        Some(Level::Minor) => Verdict::Minor,
        Some(Level::Substantive) => Verdict::Differing,
        Some(Level::Contradictory) => Verdict::Contradictory,
    }
}

/// Minimum weight of the equal words of two wordings: one content word.
const MIN_COMMON_WEIGHT: Weight = bits(12);
/// A run of equal words of this weight, about two content words, is no coincidence.
const MIN_COMMON_RUN_WEIGHT: Weight = bits(20);

/// Returns true if two wordings print some of the same text. Scattered equal words are a
/// coincidence unless they make a run or a quarter of the shorter wording: two sentences of one
/// speech both say *our* and *can*.
fn have_common_text(
    words: &Vocabulary,
    (lemma, wording): (&[Word], &[Word]),
    alignment: &Alignment,
) -> bool {
    let (mut shared, mut heaviest): (Weight, Weight) = (0, 0);
    for edits in std::iter::once(&alignment.edits)
        .chain(alignment.transpositions.iter().map(|block| &block.edits))
    {
        let mut run = 0;
        for edit in edits {
            let is_equal = matches!(edit.kind, EditKind::Equal | EditKind::Near);
            let weight: Weight = lemma[edit.a.clone()].iter().map(|&word| words[word].weight).sum();
            run = if is_equal { run + weight } else { 0 };
            shared += if is_equal { weight } else { 0 };
            heaviest = heaviest.max(run);
        }
    }
    let all = |side: &[Word]| side.iter().map(|&word| words[word].weight).sum::<Weight>();
    let lighter = all(lemma).min(all(wording));
    shared >= MIN_COMMON_WEIGHT.min(lighter)
        && (heaviest >= MIN_COMMON_RUN_WEIGHT || shared * 4 >= lighter)
}

/// Returns the one variant of a wording that prints nothing of the lemma: a truncation of the whole
/// lemma, with the wording's own words as reading. These keep such wordings apart from each other.
fn disjoint_variant(lemma: usize, wording: usize) -> Variant {
    Variant {
        operation: Operation::Truncation,
        kind: Kind::Truncation,
        level: Level::Minor,
        disclosure: Disclosure::None,
        rule: VariantRule::TruncationElsewhere,
        a: 0..lemma,
        b: 0..wording,
        near: false,
        moved: None,
    }
}

/// Returns the level that a reading contributes to the verdict, if any. A stop before the closing
/// mark contributes nothing, nor does a plain truncation, since a fragment abstains beyond its end.
/// A truncation that cuts off a condition or a negation has a higher level and counts. A difference
/// that does not stand counts as minor: the words are not the same.
fn severity(reading: &Reading) -> Option<Level> {
    let is_edge = reading.rule == VariantRule::PunctuationEdge;
    let is_abstention = reading.operation == Operation::Truncation && reading.level <= Level::Minor;
    (!is_edge && !is_abstention).then_some(reading.standing_level())
}

/// Returns the lemma's tokens in the columns of `span`.
fn lemma_tokens_in(table: &CollationTable, lemma: usize, span: &Range<usize>) -> Range<usize> {
    let cells = table.rows[lemma].get(span.clone()).unwrap_or(&[]);
    let mut filled = cells.iter().filter(|cell| !cell.is_empty());
    match (filled.next(), cells.iter().rfind(|cell| !cell.is_empty())) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => 0..0,
    }
}

/// Returns a sort key for quotation ids that puts `DOCUMENT#12` after `DOCUMENT#9`.
fn numeric_order_key(id: &str) -> (&str, u64, &str) {
    match id.rsplit_once('#') {
        Some((document, n)) => (document, n.parse().unwrap_or(u64::MAX), n),
        None => (id, 0, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    fn build(printed: &[&str]) -> Utterance {
        let mut words = Vocabulary::new();
        let passages: Vec<_> = printed.iter().map(|text| words.tokenize(text)).collect();
        let pieces: Vec<_> = printed.iter().map(|text| [Span::new(0, text.len())]).collect();
        let ids = ["a", "b", "c", "d", "e", "f"];
        let witnesses: Vec<_> = (0..printed.len())
            .map(|n| WitnessInput {
                quotation: ids[n],
                document: None,
                text: printed[n],
                pieces: &pieces[n],
                passage: &passages[n],
                outlet: ids[n],
                origin_outlet: ids[n],
                reprint_of: None,
                published: None,
                speaker: None,
                mention: None,
                speaker_confidence: 0.0,
                is_decided_lemma: false,
                record: None,
                language: None,
                translated: false,
                is_query: false,
            })
            .collect();
        build_utterance(&words, &witnesses)
    }

    fn disjoint_texts(utterance: &Utterance) -> Vec<&str> {
        let readings = utterance.apparatus.iter().flat_map(|entry| &entry.readings);
        readings
            .filter(|reading| reading.rule == VariantRule::TruncationElsewhere)
            .map(|reading| reading.text.as_str())
            .collect()
    }

    /// Two wordings that share no text with the lemma, and are linked to it through a fuller one,
    /// are kept apart.
    #[test]
    fn wordings_beside_the_lemma_are_kept_apart() {
        let printed = [
            "Our engineers will rebuild the derelict cannery before the autumn storms arrive",
            "Our engineers will rebuild the derelict cannery before the autumn storms arrive",
            "Our engineers will rebuild the derelict cannery before the autumn storms arrive",
            "Our engineers will rebuild the quayside; nobody in the ministry offered a reason",
            "nobody in the ministry offered a reason",
            "ministry offered a reason",
        ];
        let utterance = build(&printed);
        assert_eq!(utterance.lemma.text, printed[0]);
        assert_eq!(disjoint_texts(&utterance), [printed[4], printed[5]]);
    }

    /// Another sentence of one speech shares small words with the lemma and does not contradict it.
    #[test]
    fn another_sentence_is_no_variant() {
        let one = "Something is wrong when our skippers can’t openly land a catch or mend a net in our own harbour";
        let other = "And I’ll fight every levy on our quayside heritage. Trawlers made the island rich. They can again";
        let utterance = build(&[one, one, other]);
        assert_eq!(utterance.lemma.text, one);
        assert_eq!(disjoint_texts(&utterance), [other]);
        assert_eq!(utterance.verdict, Verdict::Verbatim);
    }
}
