/// Numbers that look drawn, the same in every run (xorshift, Marsaglia 2003).
pub struct Chance(pub u64);

impl Chance {
    /// A number below `end`; 0 where there is none.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}
