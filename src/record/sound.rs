//! Words that sound alike: speech cannot tell them apart, so neither print nor transcript changed
//! anything.

/// Returns true if two forms are spelled so that they sound alike: *hell* and *he'll*, *Katy* and
/// *Katie*, *Carl* and *Karl*. English spelling; strict: *bear* and *bare* are not told.
pub(super) fn sound_alike(a: &str, b: &str) -> bool {
    let key = sound_key(a);
    !key.is_empty() && key == sound_key(b)
}

/// Returns a form as it sounds, in letters alone.
fn sound_key(form: &str) -> String {
    let letters: Vec<char> =
        form.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let mut key = String::with_capacity(letters.len());
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let rest = &letters[at..];
        let (sound, len) = match rest {
            ['c', 'k', ..] => ('k', 2),
            ['p', 'h', ..] => ('f', 2),
            ['c', 'a' | 'o' | 'u' | 'l' | 'r', ..] => ('k', 1),
            ['i', 'e'] | ['e', 'y'] if at > 0 => ('y', 2),
            _ => (letter, 1),
        };
        if letter.is_numeric() || !key.ends_with(sound) {
            key.push(sound);
        }
        at += len;
    }
    key
}

#[cfg(test)]
mod tests {
    use super::sound_alike;

    #[test]
    fn spelled_otherwise() {
        for (a, b) in [
            ("he'll", "hell"),
            ("it's", "its"),
            ("Katy", "Katie"),
            ("Carl", "Karl"),
            ("Stephen", "Stefen"),
            ("Ann", "An"),
            ("non-believers", "nonbelievers"),
            ("Phillip", "Philip"),
        ] {
            assert!(sound_alike(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("can", "can't"),
            ("Katy", "Kate"),
            ("tree", "try"),
            ("party", "parties"),
            ("cent", "kent"),
            ("there", "they"),
            ("", "…"),
            ("10", "100"),
            ("Obama", "Osama"),
        ] {
            assert!(!sound_alike(a, b), "{a} {b}");
        }
    }
}
