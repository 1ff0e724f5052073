//! Growth on paper: from the tables of a job to a collection that no machine here can hold.
//!
//! ```text
//! growth WORK-FOLDER QUOTATIONS...
//! ```
//!
//! The blocking keys of the job are counted. Keys of five sequences or more keep the share that was
//! measured; the share of a rarer key falls as a power of its rank, and the power is the one by
//! which all keys together have as many postings as were measured. Then blocks of collections of
//! other sizes are drawn (Poisson), and what the rules of blocking make of them is counted: sizes,
//! keys that are split, pairs. The first line is drawn for the size that was measured: it shows how
//! good the law is.

use std::path::Path;

use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::Int64Type;
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use variorum::blocking::{HUB_COUNT, MAX_BLOCK_SIZE};
use variorum_datafusion::local_session;

type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// Reads pairs of numbers.
async fn pairs(context: &SessionContext, sql: &str) -> Result<Vec<(f64, f64)>, AnyError> {
    let mut all = Vec::new();
    for batch in context.sql(sql).await?.collect().await? {
        let [a, b] = [0, 1].map(|n| batch.column(n).as_primitive::<Int64Type>());
        all.extend((0..batch.num_rows()).map(|n| (a.value(n) as f64, b.value(n) as f64)));
    }
    Ok(all)
}

/// A generator of pseudo-random numbers (SplitMix64), so that the table is the same everywhere.
struct Random(u64);

impl Random {
    /// Returns a number in `0..1`.
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as f64 / u64::MAX as f64
    }

    /// Draws from a Poisson distribution: by its definition where the mean is small, by a normal
    /// distribution where it is large.
    fn poisson(&mut self, mean: f64) -> f64 {
        if mean > 50.0 {
            let normal: f64 = (0..12).map(|_| self.unit()).sum::<f64>() - 6.0;
            return (mean + normal * mean.sqrt()).round().max(0.0);
        }
        let (limit, mut product, mut count) = ((-mean).exp(), self.unit(), 0.0);
        while product > limit {
            product *= self.unit();
            count += 1.0;
        }
        count
    }
}

/// Least sequences of a key whose share is taken as measured.
const MIN_HEAD: f64 = 5.0;

/// Draws for one range of ranks stand for all of them.
const DRAWS: usize = 64;

#[tokio::main]
async fn main() -> Result<(), AnyError> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("growth WORK-FOLDER QUOTATIONS...")?;
    let sizes: Vec<f64> = arguments.map(|size| size.parse()).collect::<Result<_, _>>()?;
    let context = local_session(2);
    for table in ["runs", "quotations"] {
        let folder = Path::new(&folder).join(table);
        let newest = std::fs::read_dir(&folder)?.flatten().map(|entry| entry.path());
        let attempt = newest.filter(|path| path.is_dir()).max().ok_or("a table is missing")?;
        let path = format!("{}/", attempt.display());
        context.register_parquet(table, &path, ParquetReadOptions::default()).await?;
    }
    let counted = pairs(
        &context,
        "SELECT size, count(*) AS keys FROM (SELECT key, count(*) AS size FROM \
         (SELECT DISTINCT key, sequence FROM runs) GROUP BY key) GROUP BY size ORDER BY size DESC",
    )
    .await?;
    let all = pairs(
        &context,
        "SELECT (SELECT count(*) FROM quotations) AS quotations, \
         (SELECT count(*) FROM (SELECT DISTINCT key, sequence FROM runs)) AS postings",
    )
    .await?;
    let (quotations, postings) = all[0];
    println!("measured: {quotations} quotations, {postings} postings of a key with a sequence");

    let head: Vec<(f64, f64)> =
        counted.iter().filter(|(size, _)| *size >= MIN_HEAD).copied().collect();
    let head_keys: f64 = head.iter().map(|(_, keys)| keys).sum();
    let head_postings: f64 = head.iter().map(|(size, keys)| size * keys).sum();
    // What is left of the postings belongs to rarer keys: that gives the power.
    let power = 1.0 + MIN_HEAD * head_keys / (postings - head_postings);
    let shared: f64 = counted.iter().filter(|(size, _)| *size > 1.0).map(|(_, keys)| keys).sum();
    println!("{head_keys} keys of {MIN_HEAD} sequences or more, the largest of {}", counted[0].0);
    println!("{shared} keys of two sequences or more");
    println!("a rarer key of rank r has a share that falls as r^-{power:.3}");
    println!(
        "{:>12} {:>12} {:>12} {:>12} {:>12} {:>14} {:>12} {:>12}",
        "quotations",
        "postings",
        "shared keys",
        "largest",
        "split keys",
        "postings there",
        "pairs",
        "if unsplit"
    );
    for size in std::iter::once(quotations).chain(sizes) {
        let mut random = Random(20_180_716);
        let total = postings / quotations * size;
        let (mut largest, mut split, mut in_split) = (0.0f64, 0.0, 0.0);
        let (mut candidate_pairs, mut unsplit, mut shared) = (0.0, 0.0, 0.0);
        let mut draw = |mean: f64, width: f64| {
            let draws = width.min(DRAWS as f64);
            for _ in 0..draws as usize {
                let (block, each) = (random.poisson(mean), width / draws);
                shared += if block > 1.0 { each } else { 0.0 };
                unsplit += block * (block - 1.0).max(0.0) / 2.0 * each;
                largest = largest.max(block);
                if block > MAX_BLOCK_SIZE as f64 {
                    split += each;
                    in_split += block * each;
                    // At worst no longer run splits it: each with its hubs.
                    candidate_pairs += block * HUB_COUNT as f64 * each;
                } else {
                    candidate_pairs += block * (block - 1.0).max(0.0) / 2.0 * each;
                }
            }
            mean > 0.02
        };
        for &(measured, keys) in &head {
            draw(measured / quotations * size, keys);
        }
        // Ranks in ranges that grow by a tenth.
        let mut rank = head_keys.max(1.0);
        loop {
            let width = (rank * 0.1).floor().max(1.0);
            let share = MIN_HEAD / quotations * (head_keys / (rank + width / 2.0)).powf(power);
            if !draw(share * size, width) {
                break;
            }
            rank += width;
        }
        println!(
            "{size:>12.0} {total:>12.3e} {shared:>12.3e} {largest:>12.0} {split:>12.3e} \
             {in_split:>14.3e} {candidate_pairs:>12.3e} {unsplit:>12.3e}"
        );
    }
    Ok(())
}
