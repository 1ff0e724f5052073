/// Pseudo-random numbers, the same in every run: xorshift
/// ([Marsaglia 2003](https://doi.org/10.18637/jss.v008.i14)).
pub struct Chance(pub u64);

impl Chance {
    /// Returns a number below `end`, or 0 if there is none.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}
