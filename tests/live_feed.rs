//! What a commit says that it changed, ids through growth, and former versions.
#![cfg(feature = "archive")]

use variorum::live::{ChangeKind, Commit, LiveArchive};
use variorum::variant::Level;
use variorum::{Document, Settings};

const NEVER: &str = "We shall never accept these tariffs on the northern harbours of Veln";
const EVER: &str = "We shall ever accept these tariffs on the northern harbours of Veln";

fn document(id: &str, date: &str, line: &str) -> Document {
    Document::new(id, format!("“{line},” Ada Lund said in the capital."))
        .with_outlet(format!("Outlet {id}"))
        .with_published(date.parse().unwrap())
}

fn archive() -> LiveArchive {
    LiveArchive::in_memory(Settings::default().with_indirect_reports(false)).unwrap()
}

fn put(archive: &mut LiveArchive, document: Document) -> Commit {
    archive.replace(document).unwrap();
    archive.commit().unwrap()
}

fn has(commit: &Commit, wanted: impl Fn(&ChangeKind) -> bool) -> bool {
    commit.changes.iter().any(|change| wanted(&change.kind))
}

#[test]
fn an_utterance_begins_grows_differs_and_ends() {
    let mut archive = archive();
    let first = put(&mut archive, document("a", "2018-07-10", NEVER));
    assert_eq!((first.position, first.documents.len()), (1, 1));
    assert!(has(
        &first,
        |kind| matches!(kind, ChangeKind::New { lemma, .. } if lemma.contains("never"))
    ));

    let second = put(&mut archive, document("b", "2018-07-10", EVER));
    let added = |kind: &ChangeKind| matches!(kind, ChangeKind::WitnessAdded { quotation, .. } if quotation == "b#0");
    assert!(has(&second, added));
    assert!(has(&second, |kind| matches!(kind, ChangeKind::WordingAdded { wordings: 2, .. })));
    let stated = |kind: &ChangeKind| matches!(kind, ChangeKind::StatementAdded(stated) if stated.level == Level::Contradictory);
    assert!(has(&second, stated), "{second:?}");
    assert!(second.changes.iter().any(|change| change.is_contradiction()));

    assert!(archive.remove("b").unwrap());
    let third = archive.commit().unwrap();
    assert_eq!(third.removed, ["b"]);
    assert!(has(&third, |kind| matches!(kind, ChangeKind::StatementWithdrawn(_))));
    assert!(has(&third, |kind| matches!(kind, ChangeKind::WordingRemoved { .. })));

    archive.remove("a").unwrap();
    let last = archive.commit().unwrap();
    assert!(has(&last, |kind| *kind == ChangeKind::Ended));
    // Every commit can be read again, from any position.
    let snapshot = archive.snapshot().unwrap();
    assert_eq!(
        snapshot.commits_after(0, 10).unwrap(),
        [first, second, third.clone(), last.clone()]
    );
    assert_eq!(snapshot.commits_after(2, 1).unwrap(), [third]);
    assert_eq!(snapshot.commits_after(4, 10).unwrap(), []);
    assert_eq!(snapshot.commits_after(u64::MAX, 10).unwrap(), []);
}

#[test]
fn nothing_new_is_no_commit() {
    let mut archive = archive();
    assert_eq!(archive.commit().unwrap().position, 0);
    put(&mut archive, document("a", "2018-07-10", NEVER));
    let again = put(&mut archive, document("a", "2018-07-10", NEVER));
    assert_eq!((again.position, again.documents.len(), again.changes.len()), (1, 0, 0));
    assert!(!archive.remove("b").unwrap());
    assert_eq!(archive.commit().unwrap().position, 1);
}

/// An earlier print gives the utterance another id; the former one still leads to it, for as long
/// as the print is there that gave it.
#[test]
fn a_former_id_leads_on() {
    let mut archive = archive();
    put(&mut archive, document("b", "2018-07-10", NEVER));
    let id = archive.snapshot().unwrap().utterance_of("b#0").unwrap().unwrap().id;
    let commit = put(&mut archive, document("a", "2018-07-01", NEVER));
    assert!(has(&commit, |kind| matches!(kind, ChangeKind::Renamed { from, .. } if *from == id)));
    let snapshot = archive.snapshot().unwrap();
    let now = snapshot.utterance(&id).unwrap().unwrap();
    assert_eq!(now.witnesses.len(), 2);
    assert!(now.id != id && snapshot.utterance(&now.id).unwrap().unwrap() == now);
    put(
        &mut archive,
        document("b", "2018-07-10", "The ferry terminal was mortgaged to the pilots"),
    );
    assert_eq!(archive.snapshot().unwrap().utterance(&id).unwrap(), None);
}

/// A snapshot sees one state, whatever the writer does.
#[test]
fn a_snapshot_does_not_change() {
    let mut archive = archive();
    put(&mut archive, document("a", "2018-07-10", NEVER));
    let snapshot = archive.snapshot().unwrap();
    let before = snapshot.reconcile().unwrap();
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            for _ in 0..20 {
                assert!(snapshot.reconcile().unwrap() == before);
                assert_eq!(snapshot.position().unwrap(), 1);
            }
        });
        for n in 0..10 {
            put(&mut archive, document(&format!("n{n}"), "2018-07-11", EVER));
        }
        archive.remove("a").unwrap();
        archive.commit().unwrap();
        reader.join().unwrap();
    });
    assert_eq!(archive.snapshot().unwrap().document_count().unwrap(), 10);
}

#[test]
fn a_document_that_goes_leaves_no_former_version() {
    let mut archive = archive();
    for line in [NEVER, EVER, NEVER] {
        put(&mut archive, document("a", "2018-07-10", line));
    }
    let former = archive.snapshot().unwrap().former_versions("a").unwrap();
    let said: Vec<&str> = former.iter().map(|version| version.quotations[0].as_str()).collect();
    assert_eq!(said, [format!("{NEVER},"), format!("{EVER},")]);
    archive.remove("a").unwrap();
    archive.commit().unwrap();
    put(&mut archive, document("a", "2018-07-10", NEVER));
    assert_eq!(archive.snapshot().unwrap().former_versions("a").unwrap(), []);
}

#[test]
fn limits_and_ids_are_checked_before_anything_is_read() {
    let settings = Settings::default().with_documents(2).unwrap();
    let mut archive = LiveArchive::in_memory(settings).unwrap();
    archive.add(document("a", "2018-07-10", NEVER)).unwrap();
    assert!(archive.add(document("a", "2018-07-10", EVER)).unwrap_err().is_duplicate());
    archive.commit().unwrap();
    assert!(archive.add(document("a", "2018-07-10", EVER)).unwrap_err().is_duplicate());
    let refused = archive.extend(["b", "c", "b"].map(|id| document(id, "2018-07-10", EVER)));
    assert_eq!(refused.len(), 2);
    assert!(refused[0].1.is_full() && refused[1].1.is_duplicate());
    assert_eq!(archive.commit().unwrap().documents, ["b"]);
}
