//! The links of the result: pairs of quotations with their verdicts.

use super::class_pairs::{count_quotation_pairs, for_each_quotation_pair};
use super::decided_quotation::DecidedQuotation;
use super::pairs::{ScoredPair, ScoredPairs};
use crate::align::align;
use crate::link::{Basis, Link, LinkModel, LinkVerdict, RejectionReason, contradict};
use crate::parallel::Workers;
use crate::settings::Settings;
use crate::snapshot::{QuotationRow, Snapshot};
use crate::text::Vocabulary;
use crate::variant::Side;

/// A pair of quotations that may become a link.
struct LinkCandidate<'b> {
    /// The ranks of the two ids.
    ranks: (u32, u32),
    /// The quotation with the smaller id.
    a: QuotationRow,
    b: QuotationRow,
    basis: &'b Basis,
    /// True if the sides of the basis are the other way round.
    turned: bool,
    decided: Option<bool>,
}

/// Returns the pairs that are accepted, should be reviewed or were decided by hand, by the ids of
/// their ends.
pub(super) fn links(
    workers: &Workers,
    snapshot: &impl Snapshot,
    quotations: &[DecidedQuotation<'_>],
    scored: &ScoredPairs,
    settings: &Settings,
) -> Vec<Link> {
    let rank = id_ranks(quotations);
    let (members, decisions) = (snapshot.members(), snapshot.decisions());
    let mut candidates: Vec<LinkCandidate<'_>> = Vec::new();
    let mut push = |x: QuotationRow, y: QuotationRow, basis, decided| {
        let turned = rank[y.index()] < rank[x.index()];
        let (a, b) = if turned { (y, x) } else { (x, y) };
        let ranks = (rank[a.index()], rank[b.index()]);
        candidates.push(LinkCandidate { ranks, a, b, basis, turned, decided });
    };
    for pair in scored.iter() {
        let Some(basis) = pair.basis() else { continue };
        let (a, b) = pair.classes();
        let (a, b) = (members.list(a.index()), members.list(b.index()));
        for_each_quotation_pair(a, b, &mut |x, y| {
            if decisions.pair(x, y).is_none() {
                push(x, y, basis, None);
            }
        });
    }
    for ((x, y), same) in decisions.pairs() {
        push(x, y, &Basis::Decision, Some(same));
    }
    candidates.sort_unstable_by_key(|candidate| candidate.ranks);
    let links = workers.map(
        &candidates,
        || (),
        |(), candidate| {
            let LinkCandidate { basis, turned, decided, .. } = *candidate;
            let basis = if turned { basis.mirrored() } else { *basis };
            let [a, b] = [candidate.a, candidate.b].map(|row| quotations[row.index()]);
            let link = judge(snapshot.vocabulary(), a, b, basis, decided, settings);
            let reported = link.verdict != LinkVerdict::Different || link.basis == Basis::Decision;
            reported.then_some(link)
        },
    );
    links.into_iter().flatten().collect()
}

/// Returns a pair with its verdict. What one person said and, on another day, denied may be one
/// utterance, badly reported, or two: the link says so.
pub(crate) fn judge<'a>(
    words: &Vocabulary,
    a: DecidedQuotation<'a>,
    b: DecidedQuotation<'a>,
    basis: Basis,
    decided: Option<bool>,
    settings: &Settings,
) -> Link {
    let mut link = Link::new(&a.stored.id, &b.stored.id, basis, decided, &settings.link_model);
    if let Basis::Evidence(evidence) = &link.basis
        && evidence.may_be_reversed()
        && are_contradictory(words, a, b, settings)
    {
        link.rejection = Some(RejectionReason::Reversal);
    }
    // Two translations that contradict each other: one of them is wrong, and a person should look.
    let translated = a.stored.attribution.translated && b.stored.attribution.translated;
    if translated
        && decided.is_none()
        && link.verdict == LinkVerdict::Same
        && are_contradictory(words, a, b, settings)
    {
        link.rejection = Some(RejectionReason::Reversal);
        link.verdict = LinkVerdict::Review;
    }
    link
}

/// Returns true if two quotations say the same but for a negator or a figure.
fn are_contradictory<'a>(
    words: &Vocabulary,
    a: DecidedQuotation<'a>,
    b: DecidedQuotation<'a>,
    settings: &Settings,
) -> bool {
    let alignment = align(words, &a.stored.passage.words, &b.stored.passage.words);
    let side = |quotation: DecidedQuotation<'a>| {
        Side::new(quotation.part_text(), &quotation.stored.passage)
            .with_language(quotation.document.language)
    };
    contradict(&settings.classifier.variants_by_rule(words, side(a), side(b), &alignment))
}

/// Returns the rank of each quotation in the order of ids.
fn id_ranks(quotations: &[DecidedQuotation<'_>]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..quotations.len() as u32).collect();
    // Nearly sorted already, which a stable sort uses: only a document's tenth quotation stands
    // before its second.
    order.sort_by_key(|&n| &quotations[n as usize].stored.id);
    let mut ranks = vec![0; quotations.len()];
    order.iter().zip(0..).for_each(|(&n, rank)| ranks[n as usize] = rank);
    ranks
}

/// Returns the number of pairs of quotations that are accepted, and of those that should be
/// reviewed.
pub(crate) fn count_verdicts(
    workers: &Workers,
    snapshot: &impl Snapshot,
    scored: &ScoredPairs,
    model: &LinkModel,
) -> (usize, usize) {
    let classes = snapshot.classes();
    let count = |(): &mut (), pairs: &Vec<ScoredPair>| {
        let (mut same, mut review) = (0, 0);
        for pair in pairs {
            match model.verdict_of_log_odds(pair.edge().log_odds) {
                LinkVerdict::Same => same += count_quotation_pairs(classes, pair),
                LinkVerdict::Review => review += count_quotation_pairs(classes, pair),
                LinkVerdict::Different => {}
            }
        }
        (same, review)
    };
    let counts = workers.map(&scored.kept, || (), count);
    counts.into_iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
}
