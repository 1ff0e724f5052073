//! Progress of long work, and the state of an archive after it is cancelled.

use std::ops::ControlFlow;

use variorum::progress::ProgressStep;
use variorum::{Archive, Document, Progress, Settings, StandaloneQuotation};

/// Returns two hundred documents; a few of them report each utterance.
fn documents() -> Vec<Document> {
    let report = |n: usize| {
        let (town, sum) = (["Veln", "Orsk", "Tarn", "Luden"][n % 4], 100 + n / 4 % 25);
        let promise = format!("We shall rebuild the harbour of {town} for {sum} million crowns");
        Document::new(
            format!("d{n}"),
            format!("“{promise},” Ada Lund said. “Nobody asked the pilots of {town}.”"),
        )
    };
    (0..200).map(report).collect()
}

fn filled(threads: usize) -> Archive {
    let mut archive = Archive::new(Settings::default().with_threads(threads).unwrap());
    assert!(archive.extend(documents()).is_empty());
    for n in 0..6_000 {
        let text = format!("The mayor of town {} never signed paper {}", n % 2_000, n % 1_500);
        archive.add_quotation(StandaloneQuotation::new(format!("g{n}"), text)).unwrap();
    }
    archive
}

/// Asserts that every step begins at 0, rises and ends at its total, and that no step comes twice.
fn assert_monotone(told: &[Progress]) {
    let steps: Vec<&[Progress]> = told.chunk_by(|x, y| x.step == y.step).collect();
    for step in &steps {
        assert_eq!(step[0].done, 0, "{step:?}");
        assert_eq!(step[step.len() - 1].done, step[0].total, "{step:?}");
        assert!(
            step.windows(2)
                .all(|pair| pair[0].done < pair[1].done && pair[0].total == pair[1].total),
            "{step:?}"
        );
    }
    let mut names: Vec<_> = steps.iter().map(|step| step[0].step).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
}

#[test]
fn progress_rises_to_its_total() {
    for threads in [1, 4] {
        let mut archive = Archive::new(Settings::default().with_threads(threads).unwrap());
        let mut told = Vec::new();
        let mut tell = |progress| {
            told.push(progress);
            ControlFlow::Continue(())
        };
        assert!(archive.extend_with_progress(documents(), &mut tell).unwrap().is_empty());
        archive.reconcile_with_progress(&mut tell).unwrap();
        assert_monotone(&told);
        let names = [
            "reading",
            "indexing",
            "comparing",
            "comparing kin",
            "comparing rest",
            "grouping",
            "collating",
        ];
        let steps: Vec<_> =
            told.chunk_by(|x, y| x.step == y.step).map(|step| step[0].step.as_str()).collect();
        assert_eq!(steps, names);

        let mut told = Vec::new();
        filled(threads)
            .group_with_progress(|progress| {
                told.push(progress);
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_monotone(&told);
        assert!(
            told.iter().filter(|progress| progress.step == ProgressStep::Comparing).count() > 3,
            "{told:?}"
        );
    }
}

#[test]
fn what_was_cancelled_can_be_done_again() {
    for threads in [1, 4] {
        let archive = filled(threads);
        let expected = archive.group();
        let mut all = 0;
        archive
            .group_with_progress(|_| {
                all += 1;
                ControlFlow::Continue(())
            })
            .unwrap();
        // At its beginning, in the midst of it, and by the very last word.
        for last in [1, all / 2, all] {
            let mut heard = 0;
            let cancelled = archive.group_with_progress(|_| {
                heard += 1;
                if heard < last { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
            let error = cancelled.unwrap_err();
            assert!(
                error.is_cancelled() && error.to_string().starts_with("cancelled while "),
                "{error}"
            );
            assert_eq!(heard, last, "nobody is told more after that");
        }
        assert!(archive.group() == expected);
    }
}

#[test]
fn of_cancelled_reading_nothing_is_filed() {
    let mut archive = Archive::default();
    archive.add(Document::new("first", "“Not one crown for Veln,” she said.")).unwrap();
    let half = |progress: Progress| {
        if progress.done < progress.total / 2 {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    };
    assert!(archive.extend_with_progress(documents(), half).unwrap_err().is_cancelled());
    assert_eq!(archive.len(), 1);
    assert!(archive.extend(documents()).is_empty());
    let mut other = Archive::default();
    other.extend(documents());
    other.add(Document::new("first", "“Not one crown for Veln,” she said.")).unwrap();
    assert_eq!(archive.reconcile().utterances, other.reconcile().utterances);
}

/// Returns some megabytes of quotations as JSONL, no two of which share a word.
#[cfg(feature = "json")]
fn lines() -> String {
    let text = |n: usize| (0..150).map(|at| format!("{n}x{at}")).collect::<Vec<_>>().join(" ");
    (0..3_000).map(|n| format!("{{\"id\": \"q{n}\", \"text\": \"{}\"}}\n", text(n))).collect()
}

#[cfg(feature = "json")]
#[test]
fn quotations_are_read_watched_or_not_at_all() {
    let lines = lines();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quotations.jsonl");
    std::fs::write(&path, &lines).unwrap();
    for threads in [1, 4] {
        let settings = Settings::default().with_threads(threads).unwrap();
        let mut told = Vec::new();
        let mut tell = |progress| {
            told.push(progress);
            ControlFlow::Continue(())
        };
        let mut whole = Archive::new(settings.clone());
        assert!(whole.read_quotations_path_with_progress(&path, &mut tell).unwrap().is_empty());
        assert_eq!(whole.len(), 3_000);
        assert_monotone(&told);
        assert!(told.len() > 2 && told[0].total == lines.len(), "{told:?}");

        // Of a stream nobody knows how long it is.
        let mut told = Vec::new();
        let mut tell = |progress: Progress| {
            told.push(progress);
            ControlFlow::Continue(())
        };
        let mut archive = Archive::new(settings.clone());
        archive.add_quotation(StandaloneQuotation::new("first", "Not one crown for Veln")).unwrap();
        archive.read_quotations_with_progress("-", lines.as_bytes(), &mut tell).unwrap();
        assert!(
            told.windows(2)
                .all(|pair| pair[0].done < pair[1].done && pair[0].total <= pair[1].total),
            "{told:?}"
        );
        assert_eq!(
            told.last().map(|last| (last.done, last.total)),
            Some((lines.len(), lines.len()))
        );

        let all = told.len();
        for last in [1, all / 2, all] {
            let mut archive = Archive::new(settings.clone());
            archive
                .add_quotation(StandaloneQuotation::new("first", "Not one crown for Veln"))
                .unwrap();
            let mut heard = 0;
            let cancelled = archive.read_quotations_with_progress("-", lines.as_bytes(), |_| {
                heard += 1;
                if heard < last { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
            assert!(cancelled.unwrap_err().is_cancelled());
            assert_eq!(
                (heard, archive.len()),
                (last, 1),
                "nothing is filed and nobody is told more"
            );
            assert!(archive.read_quotations("-", lines.as_bytes()).is_empty());
            assert!(archive.remove("first"));
            assert!(archive.group() == whole.group());
        }
    }
}
