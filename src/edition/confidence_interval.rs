//! Wilson's score interval for a share.
//!
//! E. B. Wilson, *Probable inference, the law of succession, and statistical inference*, 1927,
//! <https://doi.org/10.1080/01621459.1927.10502953>. For few cases, as most outlets have, its
//! coverage stays near 95 %, where that of the textbook interval `p ± z·√(p(1−p)/n)` does not
//! (Brown, Cai and DasGupta, 2001, <https://doi.org/10.1214/ss/1009213286>).

/// A 95 % confidence interval for a share. Both ends lie in `0.0..=1.0`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ConfidenceInterval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl ConfidenceInterval {
    /// Returns Wilson's 95 % score interval for `count` of `total`, or `None` when `total` is 0. It
    /// always contains `count / total`.
    ///
    /// ```
    /// use variorum::edition::ConfidenceInterval;
    /// let none_of_ten = ConfidenceInterval::wilson(0, 10).unwrap();
    /// assert_eq!((none_of_ten.low, (none_of_ten.high * 100.0).round()), (0.0, 28.0));
    /// assert_eq!(ConfidenceInterval::wilson(0, 0), None);
    /// ```
    pub fn wilson(count: usize, total: usize) -> Option<ConfidenceInterval> {
        /// The two-sided 95 % quantile of the standard normal distribution.
        const Z: f64 = 1.959_963_984_540_054;
        if total == 0 {
            return None;
        }
        let (n, p) = (total as f64, count.min(total) as f64 / total as f64);
        let middle = p + Z * Z / (2.0 * n);
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        // At 0 and 1 the sums are off by a rounding error.
        let low = if count == 0 { 0.0 } else { ((middle - half) / scale).clamp(0.0, p) };
        let high = if count >= total { 1.0 } else { ((middle + half) / scale).clamp(p, 1.0) };
        Some(ConfidenceInterval { low, high })
    }
}
