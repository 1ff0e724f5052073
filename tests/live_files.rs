//! The file of an archive: what is refused, what is told, and what stays as it was.
#![cfg(feature = "archive")]

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use variorum::live::{LiveArchive, LiveOptions, StorageBackend};
use variorum::{Archive, Document, Settings};

fn settings() -> Settings {
    Settings::default().with_indirect_reports(false).with_threads(1).unwrap()
}

fn document(n: usize) -> Document {
    let line = [
        "We shall never accept these tariffs on the northern harbours",
        "We shall accept these tariffs on the northern harbours",
        "Nobody asked the pilots of Valparaiso before the ferry terminal was mortgaged",
    ][n % 3];
    Document::new(format!("d{n}"), format!("“{line},” Ms. Okafor said on day {n}."))
        .with_outlet(format!("o{}", n % 7))
}

fn batch(settings: Settings, documents: impl IntoIterator<Item = Document>) -> Archive {
    let mut batch = Archive::new(settings);
    documents.into_iter().for_each(|document| batch.add(document).unwrap());
    batch
}

/// What is no archive is refused, with a reason, and stays as it was.
#[test]
fn what_is_no_archive_is_refused_and_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("good");
    let mut archive = LiveOptions::new().with_settings(settings()).open(&good).unwrap();
    archive.add(document(0)).unwrap();
    archive.commit().unwrap();
    drop(archive);
    let bytes = std::fs::read(&good).unwrap();
    let overwritten = [b"<html>", &bytes[6..]].concat();
    let files: [(&str, Vec<u8>); 4] = [
        ("text", b"We shall never accept these tariffs.\n".repeat(300)),
        ("short", bytes[..1000].to_vec()),
        ("truncated", bytes[..bytes.len() / 2].to_vec()),
        ("overwritten", overwritten),
    ];
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::write(&path, &bytes).unwrap();
        let error = LiveOptions::new().with_settings(settings()).open(&path);
        let error = error.map(|_| ()).unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
        assert!(std::fs::read(&path).unwrap() == bytes, "{name} was changed");
    }
    let error = LiveOptions::new().open(folder.path()).map(|_| ()).unwrap_err();
    assert!(error.is_io(), "{error}");
}

#[test]
fn a_file_is_open_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive");
    let _archive = LiveArchive::open(&path, settings()).unwrap();
    let error = LiveArchive::open(&path, settings()).map(|_| ()).unwrap_err().to_string();
    assert!(error.ends_with("is open already, here or in another process"), "{error}");
}

/// Other settings are an error that names them; a rebuild makes a new archive, and can be ended and
/// gone on with.
#[test]
fn other_settings_are_named_and_a_rebuild_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive");
    let mut archive = LiveArchive::open(&path, settings()).unwrap();
    for n in 0..600 {
        archive.add(document(n)).unwrap();
    }
    archive.commit().unwrap();
    archive.replace(Document::new("d1", "“Another line about the harbour,” he said.")).unwrap();
    let position = archive.commit().unwrap().position;
    drop(archive);
    let other = || Settings::default().with_threads(1).unwrap();
    let before = std::fs::read(&path).unwrap();
    let error = LiveArchive::open(&path, other()).map(|_| ()).unwrap_err().to_string();
    assert!(error.ends_with("reports without marks: off in the file, on here"), "{error}");
    assert!(std::fs::read(&path).unwrap() == before);

    let options = || LiveOptions::new().with_settings(other());
    let cancel = |_, _| std::ops::ControlFlow::Break(());
    let error = options().rebuild(&path, cancel).map(|_| ()).unwrap_err();
    assert!(error.is_cancelled() && error.to_string().contains("256 of 600"), "{error}");
    assert!(LiveArchive::open(&path, settings()).is_ok());
    let mut portions = Vec::new();
    let begun = Instant::now();
    let archive = options().rebuild(&path, |done, total| {
        portions.push((done, total));
        std::ops::ControlFlow::Continue(())
    });
    let snapshot = archive.unwrap().snapshot().unwrap();
    println!("rebuilt {portions:?} in {:?}", begun.elapsed());
    assert_eq!(snapshot.document_count().unwrap(), 600);
    assert_eq!(snapshot.former_versions("d1").unwrap().len(), 1);
    let commits = snapshot.commits_after(position, 10).unwrap();
    assert!(commits.len() == 1 && commits[0].is_rebuilt);
    assert!(!folder.path().join("archive.rebuilding").exists());
}

#[test]
fn a_compacted_file_is_smaller_and_holds_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive");
    // Left by a process that was killed.
    let beside = folder.path().join("archive.compacting");
    std::fs::write(&beside, "half of an archive").unwrap();
    let mut archive = LiveArchive::open(&path, settings()).unwrap();
    for n in 0..200 {
        archive.add(document(n)).unwrap();
        archive.commit().unwrap();
    }
    archive.replace(Document::new("d1", "“Another line about the harbour,” he said.")).unwrap();
    let position = archive.commit().unwrap().position;
    let snapshot = archive.snapshot().unwrap();
    let error = archive.compact().unwrap_err();
    assert!(error.to_string().contains("a reader is alive"), "{error}");
    let (result, feed) = (snapshot.reconcile().unwrap(), snapshot.commits_after(0, 500).unwrap());
    drop(snapshot);
    let size = || std::fs::metadata(&path).unwrap().len();
    let grown = size();
    assert!(archive.compact().unwrap() && size() < grown, "{grown} to {}", size());
    assert!(!beside.exists());
    let snapshot = archive.snapshot().unwrap();
    assert!(snapshot.reconcile().unwrap() == result);
    assert!(snapshot.commits_after(0, 500).unwrap() == feed);
    assert_eq!(snapshot.former_versions("d1").unwrap().len(), 1);
    drop(snapshot);
    // It is the file that is written to from now on, and nobody else can open it.
    assert!(LiveArchive::open(&path, settings()).is_err());
    archive.add(document(777)).unwrap();
    assert_eq!(archive.commit().unwrap().position, position + 1);
    drop(archive);
    let archive = LiveArchive::open(&path, settings()).unwrap();
    assert!(archive.snapshot().unwrap().document("d777").unwrap().is_some());
}

/// A disk of so many bytes.
#[derive(Clone, Debug)]
struct SmallDisk {
    bytes: Arc<Mutex<Vec<u8>>>,
    room: u64,
}

impl StorageBackend for SmallDisk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.bytes.lock().unwrap().len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let bytes = self.bytes.lock().unwrap();
        let found = bytes.get(offset as usize..offset as usize + out.len());
        out.copy_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        if len > self.room {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.bytes.lock().unwrap().resize(len as usize, 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let at = offset as usize;
        self.bytes.lock().unwrap()[at..at + data.len()].copy_from_slice(data);
        Ok(())
    }
}

/// The commit that finds no room fails and says so; what was committed is there, also on a larger
/// disk.
#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let bytes = Arc::new(Mutex::new(Vec::new()));
    let small = SmallDisk { bytes: Arc::clone(&bytes), room: 4 << 20 };
    let options = || LiveOptions::new().with_settings(settings()).with_cache(1 << 20);
    let mut archive = options().open_on(small).unwrap();
    let mut there = BTreeMap::new();
    let error = (0..).find_map(|n| {
        let portion: Vec<Document> = (100 * n..100 * (n + 1)).map(document).collect();
        assert!(archive.extend(portion.clone()).is_empty());
        let failed = archive.commit().err();
        if failed.is_none() {
            there.extend(portion.into_iter().map(|document| (document.id.clone(), document)));
        }
        failed
    });
    let error = error.unwrap();
    let full = io::Error::from(io::ErrorKind::StorageFull).to_string();
    assert!(error.is_io() && error.to_string().contains(&full), "{error}");
    assert!(!there.is_empty());
    drop(archive);
    let larger = SmallDisk { bytes, room: u64::MAX };
    let mut archive = options().open_on(larger).unwrap();
    let expected = batch(settings(), there.into_values());
    assert!(archive.snapshot().unwrap().reconcile().unwrap() == expected.reconcile());
    archive.add(Document::new("z", "“There is room now,” he said.")).unwrap();
    archive.commit().unwrap();
}

/// A folder that nobody can write to, whoever runs this.
#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_cannot_be_written_is_told() {
    let path = "/proc/variorum-archive";
    let error = LiveArchive::open(path, settings()).map(|_| ()).unwrap_err();
    assert!(error.is_io() && error.to_string().contains(path), "{error}");
}

/// The articles of the saved archive: our own words around utterances in Helsinki, 2018-07-16.
fn saved_articles() -> Vec<Document> {
    let article = |id: &str, day: &str, text: &str| {
        Document::new(id, text).with_outlet(id).with_published(day.parse().unwrap())
    };
    vec![
        article(
            "ledger",
            "2018-07-16",
            "“I would rather take a political risk in pursuit of peace than to risk peace in \
             pursuit of politics,” President Donald Trump said in Helsinki.",
        ),
        article(
            "courier",
            "2018-07-17",
            "“I would rather take a political risk in pursuit of peace,” Mr. Trump said, “rather \
             than pursue politics at the risk of peace.”",
        ),
        article("herald", "2018-07-17", "Nothing was quoted in this one."),
    ]
}

/// The format of the archives that this version makes.
const FORMAT: u32 = 3;

/// A file of every format that was ever released is in the tree. No format was; that of this
/// version is here, so that one who changes it notices. Other word lists or weights than it was
/// made with are named, and a rebuild gives the result of a batch.
///
/// `VARIORUM_SAVE=1` writes the file anew.
#[test]
fn a_saved_archive_can_be_read_or_rebuilt() {
    let saved = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(format!("tests/archives/format-{FORMAT}.archive.gz"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive");
    if std::env::var_os("VARIORUM_SAVE").is_some() {
        let mut archive = LiveArchive::open(&path, settings()).unwrap();
        assert!(archive.extend(saved_articles()).is_empty());
        archive.commit().unwrap();
        archive.compact().unwrap();
        drop(archive);
        let file = std::fs::File::create(&saved).unwrap();
        let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::best());
        io::copy(&mut std::fs::File::open(&path).unwrap(), &mut packed).unwrap();
        packed.finish().unwrap();
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(&saved).unwrap_or_else(|error| {
        panic!("{}: {error}: the format has changed, and no file of it was saved", saved.display())
    });
    flate2::read::GzDecoder::new(file).read_to_end(&mut bytes).unwrap();
    std::fs::write(&path, &bytes).unwrap();
    let archive = match LiveArchive::open(&path, settings()) {
        Ok(archive) => archive,
        Err(error) => {
            assert!(error.is_format(), "{error}");
            println!("{error}");
            let go_on = |_, _| std::ops::ControlFlow::Continue(());
            LiveOptions::new().with_settings(settings()).rebuild(&path, go_on).unwrap()
        }
    };
    let result = archive.snapshot().unwrap().reconcile().unwrap();
    assert!(result == batch(settings(), saved_articles()).reconcile());
}
