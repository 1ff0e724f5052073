//! What a reader should look at first, and what there is by speaker, outlet and day.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::date_label::{date_range, long_date, short_date};
use super::speaker_rows::SpeakerRows;
use crate::edition::{ChangedBy, Utterance, Verdict};
use crate::reconciliation::Reconciliation;
use crate::report::escape::percent_escape;
use crate::report::labels::{count_noun, date_part, level_class, level_label, short_name};
use crate::report::one_line::{elide_middle, sanitize};
use crate::report::view::UtteranceView;
use crate::variant::Level;

/// The degree to which an utterance asks to be looked at: stated differences by gravity, then
/// conflicts over the speaker, then doubtful differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Attention {
    class: AttentionClass,
    /// True if nothing in print shows it: what brackets or an ellipsis show is less pressing.
    is_silent: bool,
    level: Level,
    /// The gravest level, shown in print or not.
    gravest: Level,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum AttentionClass {
    Nothing,
    Doubtful,
    Conflict,
    Stated,
}

impl Attention {
    pub(super) fn new(view: &UtteranceView<'_>) -> Attention {
        let changes = || view.places.iter().flat_map(|place| &place.changes);
        let stated = changes().filter(|change| change.stands && change.level >= Level::Substantive);
        let stated = stated.map(|change| (change.level, change.is_substantive_difference()));
        let cuts = view.fragments.iter().flat_map(|fragment| {
            let silent = fragment.has_silent_cut();
            fragment.substantive_cuts().map(move |(_, reading)| (reading.level, silent))
        });
        let minor = changes().filter(|change| change.stands).map(|change| change.level).max();
        let stated: Vec<(Level, bool)> = stated.chain(cuts).collect();
        let gravest = stated.iter().map(|(level, _)| *level).max();
        let worst = stated.into_iter().max_by_key(|&(level, is_silent)| (is_silent, level));
        let (class, (level, is_silent)) = match worst {
            Some(worst) => (AttentionClass::Stated, worst),
            None => {
                let class = if view.utterance.verdict == Verdict::AttributionConflict {
                    AttentionClass::Conflict
                } else if changes().any(|change| !change.stands) {
                    AttentionClass::Doubtful
                } else {
                    AttentionClass::Nothing
                };
                (class, (minor.unwrap_or(Level::Accidental), false))
            }
        };
        Attention { class, level, is_silent, gravest: gravest.unwrap_or(level) }
    }

    /// Returns `contradictory`, `differing`, `conflict`, `doubtful`, `minor` or `same`.
    pub(super) fn as_str(self) -> &'static str {
        match (self.class, self.gravest) {
            (AttentionClass::Stated, Level::Contradictory) => "contradictory",
            (AttentionClass::Stated, _) => "differing",
            (AttentionClass::Conflict, _) => "conflict",
            (AttentionClass::Doubtful, _) => "doubtful",
            (AttentionClass::Nothing, Level::Minor) => "minor",
            (AttentionClass::Nothing, _) => "same",
        }
    }
}

/// The utterances of a report, ranked and counted.
#[derive(Debug)]
pub(super) struct Overview<'a> {
    /// Indices of the utterances, what to look at first in front.
    pub(super) order: Vec<usize>,
    attention: Vec<Attention>,
    rows: SpeakerRows<'a>,
    speakers: HashMap<&'a str, Count>,
    outlets: HashMap<&'a str, Count>,
    days: BTreeMap<&'a str, usize>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    utterances: usize,
    stated: usize,
    /// The first in the order.
    first: usize,
}

impl<'a> Overview<'a> {
    pub(super) fn new(all: &'a Reconciliation, min_outlets: usize) -> Overview<'a> {
        let those = || all.utterances.iter().enumerate().filter(|(_, u)| u.outlets >= min_outlets);
        let mut ranked: Vec<(Attention, usize)> =
            those().map(|(n, u)| (Attention::new(&UtteranceView::new(u)), n)).collect();
        // Of equal rank, those that most outlets print come first, as in the reconciliation.
        ranked.sort_by_key(|(attention, _)| Reverse(*attention));
        let speakers = those().filter_map(|(_, utterance)| utterance.speaker.as_deref());
        let mut overview = Overview {
            rows: SpeakerRows::new(speakers),
            order: ranked.iter().map(|(_, utterance)| *utterance).collect(),
            attention: ranked.iter().map(|(attention, _)| *attention).collect(),
            speakers: HashMap::new(),
            outlets: HashMap::new(),
            days: BTreeMap::new(),
        };
        for (place, (attention, utterance)) in ranked.iter().enumerate() {
            let utterance = &all.utterances[*utterance];
            let stated = usize::from(attention.class == AttentionClass::Stated);
            let mut outlets: Vec<&str> =
                (utterance.witnesses.iter().filter(|witness| !witness.is_query))
                    .map(|witness| witness.outlet.as_str())
                    .collect();
            outlets.sort_unstable();
            outlets.dedup();
            let speaker = overview.speaker(utterance);
            let add = |name: &'a str, counts: &mut HashMap<&'a str, Count>| {
                let count =
                    counts.entry(name).or_insert(Count { first: place, ..Count::default() });
                count.utterances += 1;
                count.stated += stated;
            };
            if let Some(name) = speaker {
                add(name, &mut overview.speakers);
            }
            outlets.into_iter().for_each(|outlet| add(outlet, &mut overview.outlets));
            for witness in utterance.witnesses.iter().filter(|witness| !witness.is_query) {
                let day = date_part(witness.published.as_deref());
                if !day.is_empty() {
                    *overview.days.entry(day).or_default() += 1;
                }
            }
        }
        overview
    }

    /// Returns the name under which the speaker of an utterance is counted.
    pub(super) fn speaker(&self, utterance: &'a Utterance) -> Option<&'a str> {
        utterance.speaker.as_deref().map(|speaker| self.rows.shown(speaker))
    }

    /// Returns the outlets that print an utterance of the report, in no order.
    pub(super) fn outlets(&self) -> impl Iterator<Item = &'a str> {
        self.outlets.keys().copied()
    }

    /// Returns what the template is given; `link` returns the address of the utterance at a place
    /// of the order, `list` is the file with all utterances, if they are in several.
    pub(super) fn model(
        &self,
        all: &Reconciliation,
        link: impl Fn(usize) -> String,
        list: Option<&str>,
    ) -> OverviewModel {
        let quotations = all.documents.iter().map(|document| document.quotations.len()).sum();
        let articles = all.documents.iter().filter(|document| {
            document.quotations.iter().all(|quotation| !quotation.provenance.is_standalone())
        });
        let outlets: std::collections::BTreeSet<&str> = all
            .documents
            .iter()
            .filter(|one| !one.document.is_query())
            .map(|one| one.outlet())
            .collect();
        let published = all.documents.iter().filter_map(|one| one.document.published.as_ref());
        let class = |class| self.attention.iter().filter(|one| one.class == class).count();
        let first = (0..self.order.len())
            .take_while(|&n| self.attention[n].class != AttentionClass::Nothing)
            .take(MAX_FIRST)
            .map(|n| self.first_item(all, n, link(n)));
        OverviewModel {
            articles: articles.count(),
            quotations,
            outlets: outlets.len(),
            dates: sanitize(&date_range(
                published.map(|published| date_part(Some(published.as_str()))),
            )),
            utterances: self.order.len(),
            stated: class(AttentionClass::Stated),
            conflicts: class(AttentionClass::Conflict),
            doubtful: class(AttentionClass::Doubtful),
            first: first.collect(),
            by_speaker: tally(&self.speakers, &link, list.map(|list| (list, "speaker"))),
            by_outlet: tally(&self.outlets, &link, list.map(|list| (list, "outlet"))),
            by_day: self.by_day(),
        }
    }

    fn first_item(&self, all: &Reconciliation, n: usize, link: String) -> FirstItem {
        let utterance = &all.utterances[self.order[n]];
        let view = UtteranceView::new(utterance);
        let attention = self.attention[n];
        let mut item = FirstItem {
            link,
            speaker: utterance.speaker.as_deref().map(sanitize),
            attention: attention.as_str(),
            code: "",
            class: "",
            label: "",
            lemma: String::new(),
            text: String::new(),
            who: String::new(),
            outlets: count_noun(utterance.outlets, "outlet"),
            words: opening(utterance),
        };
        match attention.class {
            AttentionClass::Stated => {
                item.code = attention.level.as_str();
                item.class = level_class(attention.level);
                item.label = level_label(attention.level);
                let changes = view.places.iter().flat_map(|place| &place.changes);
                let change = changes.filter(|change| change.stands).find(|change| {
                    change.level == attention.level
                        && change.is_substantive_difference() == attention.is_silent
                });
                let cut = view.fragments.iter().find_map(|fragment| {
                    let cut = fragment.substantive_cuts().find(|(_, r)| r.level == attention.level);
                    cut.map(|(entry, reading)| (fragment, entry, reading))
                });
                if let Some(change) = change {
                    item.who = view.describe_change_outlets(change, false);
                    // A sentence on both sides has their words.
                    let is_one_side = !change.is_substantive_difference()
                        || change.changed_by == Some(ChangedBy::These);
                    if is_one_side || !item.who.contains(" print") {
                        (item.lemma, item.text) = view.short_sides(change);
                        let trim = |side: &mut String| {
                            *side = side.trim_matches([',', ';', ' ']).to_owned();
                        };
                        trim(&mut item.lemma);
                        trim(&mut item.text);
                    }
                } else if let Some((fragment, entry, reading)) = cut {
                    item.lemma = view.short_lemma(entry);
                    item.text = elide_middle(&sanitize(&reading.text), OPENING_WORDS);
                    item.who = view.outlets_with(&fragment.wordings, false);
                }
            }
            AttentionClass::Conflict => {
                let claims = view.speaker_claims();
                let claim = |(name, outlets): &(String, Vec<String>)| {
                    format!("{name} in {}", outlets.join(", "))
                };
                item.who = claims.iter().map(claim).collect::<Vec<_>>().join("; ");
            }
            _ => {}
        }
        item
    }

    /// Returns the quotations by day, or by month where the days are many.
    fn by_day(&self) -> Vec<DayCount> {
        let months = self.days.len() > MAX_DAYS;
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (day, count) in &self.days {
            let key = if months { day.get(..7).unwrap_or(day) } else { day };
            *counts.entry(key).or_default() += count;
        }
        if counts.len() > MAX_DAYS {
            let years = std::mem::take(&mut counts);
            for (month, count) in years {
                *counts.entry(month.get(..4).unwrap_or(month)).or_default() += count;
            }
        }
        let most = counts.values().copied().max().unwrap_or(1);
        let day = |(day, &count): (&&str, &usize)| {
            let whole = format!("{day}-01");
            let label = match day.len() {
                7 => long_date(&whole).split_once(' ').map_or(String::new(), |(_, m)| m.to_owned()),
                4 => (*day).to_owned(),
                _ => short_date(day, true),
            };
            DayCount { label: sanitize(&label), count, share: count * 100 / most.max(1) }
        };
        counts.iter().map(day).collect()
    }
}

/// Utterances that are named at the top: a screen of them.
const MAX_FIRST: usize = 12;
/// Rows of a tally that are shown; the rest is counted.
const MAX_ROWS: usize = 10;
/// Days that are shown one by one.
const MAX_DAYS: usize = 14;
/// Words of the lemma that tell an utterance from others.
const OPENING_WORDS: usize = 14;

/// Returns the first words of an utterance.
pub(super) fn opening(utterance: &Utterance) -> String {
    let text = sanitize(&utterance.lemma.text);
    let words: Vec<&str> = text.split(' ').collect();
    match words.len() <= OPENING_WORDS + 1 {
        true => text,
        false => format!("{} …", words[..OPENING_WORDS].join(" ")),
    }
}

/// Returns the longest rows. A row leads to the list of all, filtered by its name, or to the first
/// of its utterances.
fn tally(
    counts: &HashMap<&str, Count>,
    link: impl Fn(usize) -> String,
    list: Option<(&str, &str)>,
) -> Tally {
    let mut rows: Vec<(&str, Count)> = counts.iter().map(|(name, count)| (*name, *count)).collect();
    rows.sort_by(|a, b| (b.1.utterances, b.1.stated, a.0).cmp(&(a.1.utterances, a.1.stated, b.0)));
    let most = rows.first().map_or(1, |(_, count)| count.utterances);
    let all = rows.len();
    rows.truncate(MAX_ROWS);
    let row = |(name, count): &(&str, Count)| TallyRow {
        name: elide_middle(&short_name(name), 8),
        link: match list {
            Some((list, field)) => {
                let name = percent_escape(&short_name(name), |c| c.is_ascii_alphanumeric());
                format!("{list}#by-{field}={name}")
            }
            None => link(count.first),
        },
        utterances: count.utterances,
        stated: count.stated,
        share: count.utterances * 100 / most.max(1),
    };
    Tally { more: all - rows.len(), rows: rows.iter().map(row).collect() }
}

/// The overview as its template knows it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OverviewModel {
    articles: usize,
    quotations: usize,
    outlets: usize,
    dates: String,
    utterances: usize,
    stated: usize,
    conflicts: usize,
    doubtful: usize,
    first: Vec<FirstItem>,
    by_speaker: Tally,
    by_outlet: Tally,
    by_day: Vec<DayCount>,
}

/// An utterance to look at first.
#[derive(Clone, Debug, Serialize)]
struct FirstItem {
    link: String,
    speaker: Option<String>,
    attention: &'static str,
    code: &'static str,
    class: &'static str,
    label: &'static str,
    lemma: String,
    text: String,
    who: String,
    outlets: String,
    /// The first words of the lemma.
    words: String,
}

#[derive(Clone, Debug, Serialize)]
struct Tally {
    rows: Vec<TallyRow>,
    /// Number of further rows that are left out.
    more: usize,
}

#[derive(Clone, Debug, Serialize)]
struct TallyRow {
    name: String,
    link: String,
    utterances: usize,
    stated: usize,
    /// Percent of the longest row.
    share: usize,
}

#[derive(Clone, Debug, Serialize)]
struct DayCount {
    label: String,
    count: usize,
    /// Percent of the longest.
    share: usize,
}
