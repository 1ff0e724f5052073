//! The table does not depend on the order of the witnesses, and `collate` answers as
//! `docs/COLLATION.md` shows.

mod chance;

use std::collections::HashSet;
use std::ops::Range;
#[cfg(feature = "json")]
use std::path::Path;

use variorum::collation::Collator;
use variorum::text::{Vocabulary, Word};

use chance::Chance;

/// Shuffles in place ([Fisher and Yates](https://en.wikipedia.org/wiki/Fisher%E2%80%93Yates_shuffle)).
fn shuffle(chance: &mut Chance, order: &mut [usize]) {
    for last in (1..order.len()).rev() {
        order.swap(last, chance.below(last + 1));
    }
}

/// Rows of a table in the order of `wordings`, and the words and columns of its transpositions.
type Seen<'w> = (Vec<Vec<Range<usize>>>, HashSet<[(&'w [Word], Range<usize>); 2]>);

fn collated<'w>(
    collator: &Collator,
    words: &Vocabulary,
    wordings: &[&'w [Word]],
    order: &[usize],
) -> Seen<'w> {
    let shuffled: Vec<&[Word]> = order.iter().map(|&at| wordings[at]).collect();
    let table = collator.collate(words, &shuffled);
    let mut rows = vec![Vec::new(); wordings.len()];
    for (row, &at) in table.rows.iter().zip(order) {
        let tokens = row.iter().flat_map(Range::clone);
        assert!(tokens.eq(0..wordings[at].len()), "a token is lost, or told twice");
        rows[at] = row.clone();
    }
    let place = |(row, range): &(usize, Range<usize>)| (wordings[order[*row]], range.clone());
    let moves = table.transpositions.iter().map(|block| [place(&block.kept), place(&block.moved)]);
    (rows, moves.collect())
}

/// Asserts that two hundred shuffles give one result.
fn one_result(
    collator: &Collator,
    words: &Vocabulary,
    wordings: &[&[Word]],
    seed: usize,
    name: &str,
) {
    let mut order: Vec<usize> = (0..wordings.len()).collect();
    let expected = collated(collator, words, wordings, &order);
    let mut chance = Chance(20_180_716 + seed as u64);
    for round in 0..200 {
        shuffle(&mut chance, &mut order);
        assert!(
            collated(collator, words, wordings, &order) == expected,
            "{name}, shuffle {round}: {order:?}"
        );
    }
}

#[test]
fn two_hundred_shuffles_give_one_result() {
    let political = [
        "I would rather take a political risk in pursuit of peace than to risk peace in pursuit of politics",
        "I would rather take a political risk in pursuit of peace rather than pursue politics at the risk of peace",
        "I would rather take a political risk in the pursuit of peace, than to risk peace in pursuit of politics.",
        "“I’d rather take a political risk in pursuit of peace”",
        "take a political risk in pursuit of peace than to risk peace",
        "I would rather take a political risk in pursuit of peace than to risk peace in pursuit of politics",
    ];
    let repeated =
        ["no no no never", "never no no", "no never no never", "no", "never never never", ""];
    let swapped = [
        "salt and pepper and oil",
        "pepper and salt and oil",
        "oil and salt",
        "oil, pepper and salt",
    ];
    let ties = ["a b c d", "b a d c", "c d a b", "d c b a", "a c b d", "a b c d e", "e a b c d"];
    let marks = ["...", "!", "", "[…]", ", . ,", ". , .", "—"];
    let near = [
        "the grey koala slept",
        "the big gray kaola sleeps",
        "big koalas sleeping",
        "the koala , grey , slept",
    ];
    let cases: [(&str, &[&str]); 6] = [
        ("political risk", &political),
        ("repeated", &repeated),
        ("swapped", &swapped),
        ("ties", &ties),
        ("marks", &marks),
        ("near", &near),
    ];
    for (seed, (name, wordings)) in cases.into_iter().enumerate() {
        let mut words = Vocabulary::new();
        let read: Vec<Vec<Word>> = wordings.iter().map(|text| words.tokenize(text).words).collect();
        let read: Vec<&[Word]> = read.iter().map(Vec::as_slice).collect();
        one_result(&Collator::new(), &words, &read, seed, name);
        one_result(
            &Collator::new().with_min_transposition_weight(0).with_equal_words_first(true),
            &words,
            &read,
            seed,
            name,
        );
    }
}

/// Returns wordings drawn from one sentence: each word is left out, replaced or doubled one time
/// in six, and some wordings have a block elsewhere.
#[test]
fn shuffles_of_drawn_witnesses_give_one_result() {
    let sentence = "we will not sell the old farm in the valley and nobody will make us sell it this year or next";
    let base: Vec<&str> = sentence.split(' ').collect();
    let mut chance = Chance(5);
    for seed in 0..2 {
        let mut words = Vocabulary::new();
        let drawn: Vec<Vec<Word>> = (0..12)
            .map(|_| {
                let mut wording: Vec<&str> = Vec::new();
                for &word in &base {
                    let other = base[chance.below(base.len())];
                    match chance.below(18) {
                        0 => {}
                        1 => wording.push(other),
                        2 => wording.extend([word, other]),
                        _ => wording.push(word),
                    }
                }
                if chance.below(4) == 0 {
                    let at = chance.below(wording.len());
                    wording.rotate_left(at);
                }
                wording.iter().map(|word| words.intern(word)).collect()
            })
            .collect();
        let drawn: Vec<&[Word]> = drawn.iter().map(Vec::as_slice).collect();
        one_result(
            &Collator::new().with_min_transposition_weight(0),
            &words,
            &drawn,
            seed,
            "drawn",
        );
    }
}

/// Runs the cases of other tools' own suites, if they lie beside the checkout.
#[cfg(feature = "json")]
#[test]
fn shuffles_of_the_cases_of_other_tools_give_one_result() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/collation/cases.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is not there", path.display());
        return;
    };
    let read: serde_json::Value = serde_json::from_str(&text).unwrap();
    let cases = read.as_array().or_else(|| read["cases"].as_array()).unwrap();
    let mut count = 0;
    for (seed, case) in cases.iter().enumerate() {
        let tokens = case["norm_tokens"].as_array().or_else(|| case["tokens"].as_array()).unwrap();
        if tokens.len() < 3 {
            continue;
        }
        count += 1;
        let lower = case["norm"] == "lower";
        let mut words = Vocabulary::new();
        let mut form = |token: &serde_json::Value| {
            let token = token.as_str().unwrap_or("").trim();
            if lower { words.intern_form(&token.to_lowercase()) } else { words.intern_form(token) }
        };
        let wordings: Vec<Vec<Word>> = tokens
            .iter()
            .map(|tokens| tokens.as_array().unwrap().iter().map(&mut form).collect())
            .collect();
        let wordings: Vec<&[Word]> = wordings.iter().map(Vec::as_slice).collect();
        one_result(
            &Collator::new().with_min_transposition_weight(0).with_equal_words_first(true),
            &words,
            &wordings,
            seed,
            case["name"].as_str().unwrap_or(""),
        );
    }
    assert!(count >= 50, "{count} cases of many witnesses");
    println!("{count} cases of many witnesses, 200 shuffles each");
}

/// The example answers as the page shows. Skipped if the example is not built: cargo builds the
/// examples along with the tests, unless a single test is selected.
#[cfg(feature = "json")]
#[test]
fn the_answers_shown_are_real() {
    let example = std::env::current_exe().unwrap().parent().and_then(Path::parent).map(|profile| {
        profile.join("examples").join(format!("collate{}", std::env::consts::EXE_SUFFIX))
    });
    let Some(example) = example.filter(|example| example.exists()) else {
        println!("skipped: the example collate is not built");
        return;
    };
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/COLLATION.md"))
            .unwrap();
    let blocks: Vec<(&str, &str)> = page
        .split("```json ")
        .skip(1)
        .filter_map(|block| block.split_once("\n```"))
        .filter_map(|(block, _)| block.split_once('\n'))
        .collect();
    assert!(blocks.len() >= 8);
    for pair in blocks.chunks(2) {
        let [(asked, request), ("out", shown)] = pair else {
            panic!("an answer follows each request: {pair:?}")
        };
        let mut running = std::process::Command::new(&example)
            .args(asked.split(' ').skip(1))
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let line = request.replace('\n', " ") + "\n";
        std::io::Write::write_all(&mut running.stdin.take().unwrap(), line.as_bytes()).unwrap();
        let answered = running.wait_with_output().unwrap();
        assert!(answered.status.success(), "{request}");
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&String::from_utf8(answered.stdout).unwrap()), read(shown), "{request}");
    }
}
