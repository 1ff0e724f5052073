//! Finds the word to which a clitic belongs: `Ryan` for `’s`.

/// Returns the word in `text` that ends at `at`, to which `clitic` belongs if it begins with an
/// apostrophe: `Ryan` for `’s`. Empty for any other word.
pub(super) fn clitic_host<'t>(text: &'t str, at: usize, clitic: &str) -> &'t str {
    let mut letters = clitic.chars();
    let is_clitic = matches!(letters.next(), Some('’' | '\''))
        && letters.next().is_some_and(char::is_alphabetic);
    match text.get(..at) {
        Some(before) if is_clitic => {
            let word = before.trim_end_matches(char::is_alphanumeric);
            &before[word.len()..]
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clitic_is_shown_with_its_word() {
        assert_eq!(clitic_host("Chairman Ryan’s budget", 13, "’s"), "Ryan");
        assert_eq!(clitic_host("they 've gone", 5, "'ve"), "");
        assert_eq!(clitic_host("rock ’n’ roll", 5, "’n’"), "");
        assert_eq!(clitic_host("Chairman Ryan’s budget", 16, "budget"), "");
        assert_eq!(clitic_host("short", 99, "’s"), "");
    }
}
