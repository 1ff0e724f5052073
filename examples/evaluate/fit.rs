//! Logistic regression by Newton's method, with a ridge penalty ([`RIDGE`] on every weight but the
//! intercept), equal to scikit-learn's `LogisticRegression` with C = 1 / `RIDGE`.

/// Penalty of large weights. Between 0.1 and 1 the cross-validated likelihood hardly changes; 3 is
/// worse.
const RIDGE: f64 = 0.3;

/// One labelled pair.
pub struct Row {
    pub set: usize,
    pub fold: usize,
    pub features: Vec<f64>,
    pub same: bool,
    /// Weight of the pair in the likelihood.
    pub weight: f64,
}

/// Returns the weights that fit `rows`.
pub fn fit<'a>(rows: impl Iterator<Item = &'a Row> + Clone) -> Vec<f64> {
    fit_with(rows, RIDGE)
}

/// Returns the weights that fit `rows`, with another ridge penalty.
pub fn fit_with<'a>(rows: impl Iterator<Item = &'a Row> + Clone, ridge: f64) -> Vec<f64> {
    let n = rows.clone().next().map_or(0, |row| row.features.len());
    let mut weights = vec![0.0; n];
    for _ in 0..30 {
        let mut gradient = vec![0.0; n];
        let mut curve = vec![vec![0.0; n]; n];
        for i in 1..n {
            gradient[i] = ridge * weights[i];
            curve[i][i] = ridge;
        }
        // A feature that never varies would leave the system without a solution.
        for (i, row) in curve.iter_mut().enumerate() {
            row[i] += 1e-9;
        }
        for row in rows.clone() {
            let p = probability(&weights, &row.features);
            let (miss, bend) =
                (row.weight * (p - f64::from(u8::from(row.same))), row.weight * p * (1.0 - p));
            for ((slope, line), &x) in gradient.iter_mut().zip(&mut curve).zip(&row.features) {
                *slope += miss * x;
                line.iter_mut().zip(&row.features).for_each(|(part, y)| *part += bend * x * y);
            }
        }
        let step = solve(curve, gradient);
        let largest = step.iter().fold(0.0, |largest: f64, part| largest.max(part.abs()));
        weights.iter_mut().zip(step).for_each(|(weight, part)| *weight -= part);
        if largest < 1e-6 {
            break;
        }
    }
    weights
}

/// Returns the log-odds of `features`.
pub fn log_odds(weights: &[f64], features: &[f64]) -> f64 {
    weights.iter().zip(features).map(|(weight, feature)| weight * feature).sum()
}

fn probability(weights: &[f64], features: &[f64]) -> f64 {
    1.0 / (1.0 + (-log_odds(weights, features)).exp())
}

/// Solves a linear system by Gaussian elimination with partial pivoting.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for column in 0..n {
        let pivot = (column..n)
            .max_by(|&i, &j| matrix[i][column].abs().total_cmp(&matrix[j][column].abs()));
        let pivot = pivot.unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        for i in column + 1..n {
            let factor = matrix[i][column] / matrix[column][column];
            let (above, below) = matrix.split_at_mut(i);
            for (to, from) in below[0][column..].iter_mut().zip(&above[column][column..]) {
                *to -= factor * from;
            }
            right[i] -= factor * right[column];
        }
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|j| matrix[i][j] * right[j]).sum();
        right[i] = (right[i] - known) / matrix[i][i];
    }
    right
}
