//! A cache of compared names: every pair of quotations asks for one, and the same pairs of names
//! come again.

use crate::person_name::{Agreement, NameSignature, PersonName};
use crate::snapshot::NO_ROW;

/// Direct-mapped cache: the last result in each slot, with the two names it is of.
pub(super) struct AgreementCache {
    slots: Box<[(u32, u32, Agreement)]>,
}

impl Default for AgreementCache {
    fn default() -> AgreementCache {
        let empty = (NO_ROW, NO_ROW, Agreement::Unknown);
        AgreementCache { slots: vec![empty; 1 << AgreementCache::SLOT_BITS].into() }
    }
}

impl AgreementCache {
    /// A cache of 96 KB, which fits the second level. Four times as many slots save a twentieth of
    /// the comparisons.
    const SLOT_BITS: u32 = 13;

    /// Returns whether two names, by their rows, can be of one speaker. `signatures` are those of
    /// `names`.
    pub(super) fn compare(
        &mut self,
        names: &[&PersonName],
        signatures: &[NameSignature],
        [x, y]: [u32; 2],
    ) -> Agreement {
        if x == NO_ROW || y == NO_ROW {
            return Agreement::Unknown;
        }
        if x != y && signatures[x as usize].is_surely_different(&signatures[y as usize]) {
            return Agreement::Conflict;
        }
        let pair = u64::from(x.min(y)) << 32 | u64::from(x.max(y));
        let hash = pair.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - AgreementCache::SLOT_BITS);
        let slot = &mut self.slots[hash as usize];
        if (slot.0, slot.1) != (x, y) {
            let [one, other] = [x, y].map(|name| names[name as usize]);
            *slot = (x, y, one.compare(other).agreement);
        }
        slot.2
    }
}
