//! Word lists from data files, and lower case without allocation.

/// Longest word, in bytes, that is put into lower case on the stack: longer than nearly every word
/// of any list.
const MAX_STACK_BYTES: usize = 32;

/// Returns the rows `a<TAB>b` of a data file. Lines that begin with `#` are comments.
pub(crate) fn rows(data: &str) -> impl Iterator<Item = (&str, &str)> {
    lines(data).filter_map(|line| line.split_once('\t'))
}

/// Returns the lines of a data file that are neither empty nor comments (`#`).
pub(crate) fn lines(data: &str) -> impl Iterator<Item = &str> {
    data.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Calls `then` with `word` in lower case.
pub(crate) fn with_lowercase<T>(word: &str, then: impl FnOnce(&str) -> T) -> T {
    if word.len() > MAX_STACK_BYTES || !word.is_ascii() {
        return then(&word.to_lowercase());
    }
    let mut buffer = [0_u8; MAX_STACK_BYTES];
    let lower = &mut buffer[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    // Always ASCII; the check is what safe code costs.
    then(std::str::from_utf8(lower).unwrap_or(""))
}
