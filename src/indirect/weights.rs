//! Tables of weights: a feature is looked up by its number, without a key.
//!
//! Two features may share a row; the fit knows it and makes the best of it. A weight is one byte,
//! in steps of [`STEP`], and sums of weights are integers: the same on every machine.

/// The unit of a weight, in log-odds.
pub(super) const STEP: f32 = 1.0 / 24.0;

/// Rows of weights, `1 << bits` of them, each padded to `ROW` bytes so that one is added at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WeightTable<const ROW: usize> {
    bits: u32,
    width: usize,
    rows: Vec<[i8; ROW]>,
}

/// Returns the row of a feature in a table of `1 << bits` rows.
#[inline]
pub(super) fn row(feature: u32, bits: u32) -> usize {
    (feature.wrapping_mul(0x9E37_79B1) >> (32 - bits)) as usize
}

impl<const ROW: usize> WeightTable<ROW> {
    /// Takes a table with rows of `width` weights off the front of `bytes`; `None` where they are
    /// too few.
    pub(super) fn read(bits: u32, width: usize, bytes: &mut &[u8]) -> Option<WeightTable<ROW>> {
        let (own, rest) = bytes.split_at_checked(width << bits)?;
        *bytes = rest;
        let weight = |row: &[u8], k: usize| row.get(k).map_or(0, |&byte| byte as i8);
        let rows = own.chunks_exact(width).map(|row| std::array::from_fn(|k| weight(row, k)));
        Some(WeightTable { bits, width, rows: rows.collect() })
    }

    /// Makes a table of weights that were fitted, in log-odds.
    pub(super) fn quantize(bits: u32, width: usize, fitted: &[f32]) -> WeightTable<ROW> {
        let byte = |weight: &f32| (weight / STEP).round().clamp(-127.0, 127.0) as i8;
        let weight = |row: &[f32], k: usize| row.get(k).map_or(0, byte);
        let rows = fitted.chunks_exact(width).map(|row| std::array::from_fn(|k| weight(row, k)));
        WeightTable { bits, width, rows: rows.collect() }
    }

    /// Appends the table to `bytes`.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        let weights = self.rows.iter().flat_map(|row| &row[..self.width]);
        bytes.extend(weights.map(|&weight| weight as u8));
    }

    /// Returns the sums of the weights of the features; at most 256 features.
    // Plain loops over rows of known length become a few instructions a row.
    #[allow(clippy::needless_range_loop)]
    #[inline]
    pub(super) fn sum(&self, features: &[u32]) -> [i16; ROW] {
        let mut sums = [0_i16; ROW];
        for &feature in features {
            let row = &self.rows[row(feature, self.bits)];
            for k in 0..ROW {
                sums[k] += row[k] as i16;
            }
        }
        sums
    }
}
