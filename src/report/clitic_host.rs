//! Finds the rest of a word of which a token is a part: `Ryan` for `’s`, `n’t` for `wo`.

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

/// Returns the `n’t` that stands in `text` at `to`, without a blank, behind `word`: that of `wo`,
/// which is no word that a reader could check. Empty if there is none, or no word before it.
pub(super) fn denial<'t>(text: &'t str, to: usize, word: &str) -> &'t str {
    let rest = text.get(to..).unwrap_or("");
    let is_word = word.chars().next_back().is_some_and(char::is_alphabetic);
    let denials = ["n't", "n’t"];
    let found = denials.into_iter().find(|denial| is_word && rest.starts_with(denial));
    found.map_or("", |denial| &rest[..denial.len()])
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

    #[test]
    fn a_word_is_shown_with_its_denial() {
        assert_eq!(denial("he won’t go", 5, "wo"), "n’t");
        assert_eq!(denial("he won't", 5, "wo"), "n't");
        assert_eq!(denial("he will not go", 7, "will"), "");
        assert_eq!(denial("don’t", 2, ""), "");
        assert_eq!(denial("short", 99, "wo"), "");
    }
}
