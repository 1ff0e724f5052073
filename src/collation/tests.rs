use proptest::prelude::*;

use super::*;

fn read(words: &mut Vocabulary, wordings: &[&str]) -> Vec<Vec<Word>> {
    wordings.iter().map(|text| words.tokenize(text).words).collect()
}

/// Checks the laws: one cell for each token, in order; rows of equal length; the same columns in
/// any order.
fn check(words: &Vocabulary, wordings: &[Vec<Word>]) -> CollationTable {
    let slices: Vec<&[Word]> = wordings.iter().map(|wording| &wording[..]).collect();
    let table = collate(words, &slices);
    assert_eq!(table.rows.len(), wordings.len());
    for (row, wording) in table.rows.iter().zip(wordings) {
        assert_eq!(row.len(), table.column_count());
        let mut at = 0;
        for cell in row {
            assert_eq!(cell.start, at);
            at = cell.end;
        }
        assert_eq!(at, wording.len());
    }
    for column in 0..table.column_count() {
        assert!(table.rows.iter().any(|row| !row[column].is_empty()), "an empty column");
    }
    let mut backwards = slices.clone();
    backwards.reverse();
    let mut turned = collate(words, &backwards).rows;
    turned.reverse();
    assert_eq!(turned, table.rows);
    let joined = table.segmented(&slices);
    for (row, wording) in joined.rows.iter().zip(wordings) {
        assert_eq!(
            row.iter().flat_map(|cell| cell.clone()).collect::<Vec<_>>(),
            (0..wording.len()).collect::<Vec<_>>()
        );
    }
    if let [a, b, ..] = wordings {
        let pair = table.align_rows(words, (0, a), (1, b));
        assert_eq!(
            pair.edits.iter().flat_map(|edit| edit.a.clone()).collect::<Vec<_>>(),
            (0..a.len()).collect::<Vec<_>>()
        );
        assert_eq!(
            pair.edits.iter().flat_map(|edit| edit.b.clone()).collect::<Vec<_>>(),
            (0..b.len()).collect::<Vec<_>>()
        );
        assert_eq!(table.align_rows(words, (1, b), (0, a)).mirrored(), pair);
    }
    for moved in &table.transpositions {
        for (row, range) in [&moved.kept, &moved.moved] {
            assert!(range.start < range.end && range.end <= wordings[*row].len());
        }
    }
    table
}

/// Returns one line for each row, with `-` for an empty cell.
fn shown(wordings: &[&str]) -> Vec<String> {
    let mut words = Vocabulary::new();
    let tokens = read(&mut words, wordings);
    let table = check(&words, &tokens);
    let line = |(row, tokens): (&Vec<Range<usize>>, &Vec<Word>)| {
        let cell = |cell: &Range<usize>| {
            tokens.get(cell.start).filter(|_| !cell.is_empty()).map_or("-", |&w| &*words[w].form)
        };
        row.iter().map(cell).collect::<Vec<_>>().join(" ")
    };
    table.rows.iter().zip(&tokens).map(line).collect()
}

#[test]
fn variants_share_a_column() {
    assert_eq!(
        shown(&["the black cat sat", "the white cat sat", "the cat sat down"]),
        ["the black cat sat -", "the white cat sat -", "the - cat sat down"]
    );
}

#[test]
fn near_words_share_a_column() {
    assert_eq!(
        shown(&["the kaola sat", "the big koala sat"]),
        ["the - kaola sat", "the big koala sat"]
    );
}

#[test]
fn nothing_and_little() {
    let mut words = Vocabulary::new();
    assert_eq!(collate(&words, &[]), CollationTable::default());
    assert_eq!(check(&words, &[vec![], vec![]]).column_count(), 0);
    let tokens = read(&mut words, &["", "word", "", "word"]);
    assert_eq!(check(&words, &tokens).column_count(), 1);
    // One word each, all different: few columns, and not one for each.
    let many: Vec<Vec<Word>> =
        (0..200).map(|i| vec![words.intern_form(&format!("{:x}", i * 7919))]).collect();
    assert!(check(&words, &many).column_count() <= 2);
    let marks = read(&mut words, &[", . , .", ". , .", "!", "", "; ;"]);
    check(&words, &marks);
}

/// Two renderings of what the US president said in Helsinki on 16 July 2018.
#[test]
fn rows_can_be_compared() {
    let mut words = Vocabulary::new();
    let tokens = read(
        &mut words,
        &[
            "I would rather take a political risk in pursuit of peace \
             than to risk peace in pursuit of politics",
            "I would rather take a political risk in pursuit of peace rather \
             than pursue politics at the risk of peace",
        ],
    );
    let table = check(&words, &tokens);
    let pair = table.align_rows(&words, (0, &tokens[0]), (1, &tokens[1]));
    assert_eq!(pair.transpositions.len(), 1);
    let single =
        Collator::new().with_min_transposition_weight(0).collate(&words, &[&tokens[0], &tokens[1]]);
    assert_eq!(single.transpositions.len(), 1, "the `of` inside the block has not moved by itself");
    assert_eq!(table.transpositions.len(), 1);
    assert_eq!(table.align_rows(&words, (1, &tokens[1]), (0, &tokens[0])).mirrored(), pair);
}

fn wordings() -> impl Strategy<Value = Vec<Vec<&'static str>>> {
    let word = prop::sample::select(vec![
        "the", "peace", "risk", "risks", "politics", ",", ".", "...", "not", "x", "7",
    ]);
    prop::collection::vec(prop::collection::vec(word, 0..14), 0..9)
}

proptest! {
    #[test]
    fn laws(wordings in wordings(), seed in 0..40usize) {
        let mut words = Vocabulary::new();
        let tokens: Vec<Vec<Word>> = wordings
            .iter()
            .map(|wording| wording.iter().map(|w| words.intern(w)).collect())
            .collect();
        let table = check(&words, &tokens);
        // Another order, and other ids: the same columns.
        let mut other = Vocabulary::new();
        for word in ["x", "7", "risks", "the"] {
            other.intern(word);
        }
        let n = wordings.len();
        let order: Vec<usize> = (0..n).map(|i| (i + seed) % n.max(1)).collect();
        let again: Vec<Vec<Word>> =
            order.iter().map(|&i| wordings[i].iter().map(|w| other.intern(w)).collect()).collect();
        let again = check(&other, &again);
        for (at, &i) in order.iter().enumerate() {
            prop_assert_eq!(&again.rows[at], &table.rows[i]);
        }
    }
}

/// Two renderings of what the US president said in Helsinki on 16 July 2018, among others that stop
/// earlier. The table may align the two tails with each other to stay narrow. The alignment of the
/// two still finds the blocks that exchanged places.
#[test]
fn a_narrow_table_hides_no_transposition() {
    let mut words = Vocabulary::new();
    let wordings = [
        "I would rather take a political risk in pursuit of peace \
         than to risk peace in pursuit of politics",
        "I would rather take a political risk in pursuit of peace rather \
         than pursue politics at the risk of peace",
        "I would rather take a political risk",
        "a political risk in pursuit of peace than to risk peace in pursuit of politics",
        "take a political risk in pursuit of peace than to risk peace",
    ]
    .map(|text| words.tokenize(text).words);
    let wordings = wordings.each_ref().map(|wording| &wording[..]);
    let found = collate(&words, &wordings).align_rows(&words, (0, wordings[0]), (1, wordings[1]));
    assert_eq!(found.transpositions.len(), 1);
    assert_eq!(found.transpositions[0].exchanged_with, Some((12..15, 15..20)));
}
