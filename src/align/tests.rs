use proptest::prelude::*;

use std::ops::Range;

use super::*;

/// The edits in one line: equal words as they are, `a~b` near, `[a|b]` replaced, `-[a]`, `+[b]`,
/// then the moves as `>a|b`.
fn shown(a: &str, b: &str) -> String {
    let mut words = Vocabulary::new();
    let (a, b) = (words.tokenize(a).words, words.tokenize(b).words);
    let found = align(&words, &a, &b);
    check(&words, &a, &b, &found);
    show(&words, &a, &b, &found)
}

fn show(words: &Vocabulary, a: &[Word], b: &[Word], found: &Alignment) -> String {
    let text = |side: &[Word], range: &Range<usize>| {
        side[range.clone()].iter().map(|&word| &*words[word].form).collect::<Vec<_>>().join(" ")
    };
    let line = |edits: &[Edit]| {
        let steps = edits.iter().map(|edit| match edit.kind {
            EditKind::Equal => text(a, &edit.a),
            EditKind::Near => format!("{}~{}", text(a, &edit.a), text(b, &edit.b)),
            EditKind::Substitution => format!("[{}|{}]", text(a, &edit.a), text(b, &edit.b)),
            EditKind::Deletion => format!("-[{}]", text(a, &edit.a)),
            EditKind::Insertion => format!("+[{}]", text(b, &edit.b)),
        });
        steps.collect::<Vec<_>>().join(" ")
    };
    let mut out = line(&found.edits);
    for moved in &found.transpositions {
        out.push_str(" > ");
        out.push_str(&line(&moved.edits));
    }
    out
}

/// The laws: both sides covered once and in order, kinds true to the words, moves inside deletions
/// and insertions.
fn check(words: &Vocabulary, a: &[Word], b: &[Word], found: &Alignment) {
    let covers = |edits: &[Edit], mut at: (usize, usize), end: (usize, usize)| {
        for edit in edits {
            assert_eq!((edit.a.start, edit.b.start), at, "{found:?}");
            at = (edit.a.end, edit.b.end);
            match edit.kind {
                EditKind::Equal => {
                    assert_eq!((edit.a.len(), edit.b.len()), (1, 1));
                    assert_eq!(a[edit.a.start], b[edit.b.start]);
                }
                EditKind::Near => {
                    assert_eq!((edit.a.len(), edit.b.len()), (1, 1));
                    assert_ne!(a[edit.a.start], b[edit.b.start]);
                }
                EditKind::Substitution => assert!(!edit.a.is_empty() && !edit.b.is_empty()),
                EditKind::Deletion => assert!(!edit.a.is_empty() && edit.b.is_empty()),
                EditKind::Insertion => assert!(edit.a.is_empty() && !edit.b.is_empty()),
            }
        }
        assert_eq!(at, end, "{found:?}");
    };
    covers(&found.edits, (0, 0), (a.len(), b.len()));
    for moved in &found.transpositions {
        covers(&moved.edits, (moved.a.start, moved.b.start), (moved.a.end, moved.b.end));
        for at in moved.a.clone() {
            assert!(
                found
                    .edits
                    .iter()
                    .any(|edit| edit.kind == EditKind::Deletion && edit.a.contains(&at))
            );
        }
        for at in moved.b.clone() {
            assert!(
                found
                    .edits
                    .iter()
                    .any(|edit| edit.kind == EditKind::Insertion && edit.b.contains(&at))
            );
        }
    }
    assert_eq!(&align(words, b, a).mirrored(), found);
    assert_eq!(Aligner::new().score(words, a, b), found.score);
}

#[test]
fn cases() {
    let cases = [
        ("", "", ""),
        ("", "word", "+[word]"),
        ("peace now", "peace now", "peace now"),
        // A fragment costs nothing at either end.
        (
            "take a political risk",
            "I would take a political risk today",
            "+[i would] take a political risk +[today]",
        ),
        // Words in one another's place.
        ("a big black dog", "a small white dog", "a [big black|small white] dog"),
        ("he pursued it", "he pursues it", "he pursued~pursues it"),
        ("it's over", "it is over", "it 's~is over"),
        // Never near: a denial, a number, a name.
        ("he can do it", "he can not do it", "he can +[not] do it"),
        ("that is likely", "that is unlikely", "that is [likely|unlikely]"),
        ("in 1990 we won", "in 1991 we won", "in [1990|1991] we won"),
        // A mark never stands against a word, and no comma outranks a word.
        ("yes, we won", "yes we won", "yes -[,] we won"),
        // A lone function word between two changes goes with them.
        ("the best of times", "the worst of days", "the [best of times|worst of days]"),
        // But not between two omissions.
        (
            "he did not and will not come",
            "he did and will come",
            "he did -[not] and will -[not] come",
        ),
        // Gaps slide to clause edges.
        ("we came, we saw, we won", "we came, we won", "we came , -[we saw ,] we won"),
        // An ellipsis takes a gap of any length.
        (
            "nobody in this country ever wanted a war of this kind",
            "nobody ... wanted a war of this kind",
            "nobody [in this country ever|…] wanted a war of this kind",
        ),
    ];
    let mut wrong = Vec::new();
    for (a, b, expected) in cases {
        let found = shown(a, b);
        if found != expected {
            wrong.push(format!("{a:?} / {b:?}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Two renderings of what the US president said in Helsinki on 16 July 2018.
#[test]
fn blocks_that_exchange_places() {
    let a = "I would rather take a political risk in pursuit of peace \
        than to risk peace in pursuit of politics";
    let b = "I would rather take a political risk in pursuit of peace rather \
        than pursue politics at the risk of peace";
    let expected = "i would rather take a political risk in pursuit of peace +[rather] than \
                    +[pursue politics] [to|at the] risk +[of] peace -[in pursuit of politics] > -[in] pursuit~pursue -[of] politics";
    assert_eq!(shown(a, b), expected);
    let mut words = Vocabulary::new();
    let (left, right) = (words.tokenize(a), words.tokenize(b));
    let moved = align(&words, &left.words, &right.words).transpositions;
    // `to risk peace`, `at the risk of peace`.
    assert_eq!(moved[0].exchanged_with, Some((12..15, 15..20)));
}

#[test]
fn blocks_exchanged_are_of_similar_size() {
    let exchanged_with = |a: &str, b: &str| {
        let mut words = Vocabulary::new();
        let (left, right) = (words.tokenize(a).words, words.tokenize(b).words);
        let transpositions = align(&words, &left, &right).transpositions;
        assert_eq!(transpositions.len(), 1, "{transpositions:?}");
        transpositions[0].exchanged_with.clone()
    };
    let away = "yesterday evening the mayors resigned and left their town for \
        the mountains without a word to anybody";
    let back = "the mayors resigned and left their town for the mountains \
        without a word to anybody yesterday evening";
    assert_eq!(exchanged_with(away, back), None);
    let (a, b) =
        ("they sold the old farm and a fishing boat", "they sold a fishing boat and the old farm");
    assert!(exchanged_with(a, b).is_some());
}

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "the",
        "of",
        "peace",
        "risk",
        "risks",
        "politics",
        "political",
        "pursue",
        "pursuit",
        ",",
        ".",
        "...",
        "[",
        "]",
        "not",
        "7",
        "'s",
        "is",
        "x",
    ])
}

fn wording() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(word(), 0..24)
}

proptest! {
    #[test]
    fn laws(a in wording(), b in wording(), floor in 0..4000i32) {
        let mut words = Vocabulary::new();
        let a: Vec<Word> = a.iter().map(|w| words.intern(w)).collect();
        let b: Vec<Word> = b.iter().map(|w| words.intern(w)).collect();
        let found = align(&words, &a, &b);
        check(&words, &a, &b, &found);
        let mut aligner = Aligner::new();
        let score = aligner.score(&words, &a, &b);
        prop_assert_eq!(
            aligner.score_at_least(&words, &a, &b, floor),
            (score >= floor).then_some(score)
        );
    }
}
