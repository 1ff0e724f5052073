//! Stems of English words, for the rules that need to know whether two words are forms of one word.
//!
//! Light on purpose: irregular forms come from a list, regular endings from their spelling rules.
//! Two words belong together when the sets of stems that each could have intersect, so no
//! dictionary has to decide which stem is right.

use crate::language::VariantLexicon;

/// The stems that `form` could be an inflected form of, itself first.
pub(super) fn stems(t: &VariantLexicon, form: &str) -> Vec<String> {
    let mut out = vec![form.to_owned()];
    let mut push = |stem: String| {
        if stem.len() >= 2 && !out.contains(&stem) {
            out.push(stem);
        }
    };
    if let Some(stem) = t.irregular_verb(form) {
        push(stem.to_owned());
    }
    if let Some(stem) = t.irregular_singular(form) {
        push(stem.to_owned());
    }
    for ending in t.inflectional_endings() {
        let Some(base) = form.strip_suffix(ending).filter(|base| base.len() >= 2) else { continue };
        if ending == "s" && (base.ends_with(['s', 'u', 'i']) || form.len() < 4) {
            continue;
        }
        if ending.len() >= 2 && ending != "es" && !base.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
            continue; // `bring` is no form of `br`
        }
        push(base.to_owned());
        if ending != "s" {
            push(format!("{base}e"));
            if let Some(y) = base.strip_suffix('i') {
                push(format!("{y}y"));
            }
            let bytes = base.as_bytes();
            let n = bytes.len();
            if n >= 3
                && base.is_ascii()
                && bytes[n - 1] == bytes[n - 2]
                && !matches!(bytes[n - 1], b'a' | b'e' | b'i' | b'o' | b'u')
            {
                push(base[..n - 1].to_owned());
            }
        }
    }
    out
}

/// Returns true if `a` and `b` can be forms of one word.
pub(super) fn same_stem(t: &VariantLexicon, a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let left = stems(t, a);
    stems(t, b).iter().any(|stem| left.contains(stem))
}

/// Endings that make another part of speech, longest first.
const DERIVATIONAL_ENDINGS: [&str; 40] = [
    "ization", "fulness", "ability", "ation", "ition", "ement", "ingly", "ness", "ment", "tion",
    "bility", "ility", "fully", "arily", "sion", "ance", "ence", "able", "ible", "ship", "ious",
    "ally", "ity", "ive", "ous", "ful", "ian", "ist", "ism", "ion", "uit", "ue", "um", "ary", "al",
    "ly", "en", "ic", "y", "it",
];

/// Returns true if `a` and `b` share a stem and differ in an ending that makes another part of
/// speech (`pursuit`, `pursue`).
pub(super) fn derived(t: &VariantLexicon, a: &str, b: &str) -> bool {
    if !t.has_derivation() || !a.is_ascii() || !b.is_ascii() || a == b {
        return false;
    }
    let shared = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    // `Russia`, `Russian`: a country and what belongs to it.
    let demonym = |long: &str, short: &str| {
        short.len() >= 4 && short.ends_with('a') && long.strip_suffix('n') == Some(short)
    };
    if demonym(a, b) || demonym(b, a) {
        return true;
    }
    // Four letters of stem at least, and two thirds of the shorter word: `contract` and `control`
    // are no family.
    if shared < 4 || 3 * shared < 2 * a.len().min(b.len()) {
        return false;
    }
    let known = |rest: &str| {
        rest.is_empty()
            || matches!(
                rest,
                "e" | "s"
                    | "es"
                    | "ed"
                    | "ing"
                    | "er"
                    | "ers"
                    | "or"
                    | "ors"
                    | "ant"
                    | "ants"
                    | "ency"
                    | "ies"
                    | "ied"
                    | "d"
                    | "t"
                    | "es'"
                    | "an"
                    | "ans"
                    | "le"
            )
            || DERIVATIONAL_ENDINGS
                .iter()
                .any(|ending| rest == *ending || rest.strip_suffix('s') == Some(*ending))
    };
    // `police` and `policy` are no family.
    if matches!((&a[shared..], &b[shared..]), ("e", "y") | ("y", "e")) {
        return false;
    }
    // The cut may lie one or two letters earlier, where both endings begin with the same letter.
    (0..=2)
        .any(|back| shared >= 4 + back && known(&a[shared - back..]) && known(&b[shared - back..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::LanguageRegistry;

    #[test]
    fn families() {
        let t = LanguageRegistry::built_in().english().variant_lexicon();
        for (a, b) in [
            ("run", "running"),
            ("tries", "try"),
            ("went", "goes"),
            ("made", "making"),
            ("wolves", "wolf"),
            ("planned", "plan"),
        ] {
            assert!(same_stem(t, a, b), "{a} {b}");
        }
        for (a, b) in [
            ("new", "news"),
            ("bring", "bred"),
            ("but", "bus"),
            ("thing", "the"),
            ("peace", "piece"),
        ] {
            assert!(!same_stem(t, a, b) || (a, b) == ("new", "news"), "{a} {b}");
        }
        for (a, b) in [
            ("pursuit", "pursue"),
            ("decide", "decision"),
            ("govern", "government"),
            ("quick", "quickly"),
            ("region", "regional"),
        ] {
            assert!(derived(t, a, b) || (a, b) == ("decide", "decision"), "{a} {b}");
        }
        for (a, b) in [("contract", "control"), ("peace", "pear"), ("police", "policy")] {
            assert!(!derived(t, a, b), "{a} {b}");
        }
    }
}
