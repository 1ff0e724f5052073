//! Who said it, as far as the witnesses agree.

use super::bearer::{Bearer, distinct};
use crate::speaker::{Agreement, Name, NameKind};

/// Names less sure than this start no conflict: a pronoun followed back wrongly must not make two speakers.
const SURE: f32 = 0.6;

/// The speaker that most independent outlets name, with given name and surname where any gives both, in the form that is
/// usual among them; and whether two witnesses
/// name speakers who cannot be one.
pub(super) fn speaker(bearers: &[Bearer<'_>]) -> (Option<String>, bool) {
    let named: Vec<(&Bearer<'_>, Name)> =
        bearers.iter().filter_map(|bearer| Some((bearer, Name::parse(bearer.name?)))).collect();
    let same = |x: &Name, y: &Name| x == y || x.compare(y).agreement == Agreement::Same;
    let best = named.iter().max_by_key(|(bearer, name)| {
        let support = distinct(named.iter().filter(|(_, other)| same(name, other)).map(|(other, _)| other.origin));
        let rank = match name.kind() {
            NameKind::Person => 3,
            NameKind::Body => 2,
            NameKind::Description => 1,
            _ => 0,
        };
        let printed = bearer.name.unwrap_or("");
        let full = name.given().is_some();
        let usual = distinct(named.iter().filter(|(_, other)| other == name).map(|(other, _)| other.origin));
        (rank > 1, support, rank, full, usual, printed.len(), std::cmp::Reverse(printed))
    });
    let speaker = best.and_then(|(bearer, _)| bearer.name.map(str::to_owned));
    let conflict = named.iter().enumerate().any(|(i, (x, name))| {
        let sure = |bearer: &Bearer<'_>| bearer.certainty >= SURE;
        sure(x)
            && named[i + 1..].iter().any(|(y, other)| sure(y) && name.compare(other).agreement == Agreement::Conflict)
    });
    (speaker, conflict)
}
