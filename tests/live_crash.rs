//! An archive after its writer was killed, or its storage failed: everything that was committed is
//! there, nothing else, and it is what a batch over it gives.
//!
//! `VARIORUM_KILLS=200` kills so often; a dozen kills are made otherwise.
#![cfg(feature = "archive")]

#[path = "chance/mod.rs"]
mod chance;

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chance::Chance;
use variorum::live::{LiveArchive, LiveOptions, StorageBackend};
use variorum::{Archive, Document, Settings};

fn settings() -> Settings {
    Settings::default().with_indirect_reports(false).with_threads(1).unwrap()
}

/// The `n`th document that a writer adds. Every fifth replaces an earlier one.
fn document(n: usize) -> Document {
    let line = [
        "We shall never accept these tariffs on the northern harbours",
        "We shall accept these tariffs on the northern harbours",
        "We will never accept the tariffs on the northern harbours of Veln",
        "Nobody asked the pilots of Valparaiso before the ferry terminal was mortgaged",
    ][n % 4];
    let id = if n % 5 == 4 { n - 3 } else { n };
    Document::new(format!("d{id}"), format!("“{line},” Ms. Okafor said on day {n}."))
        .with_outlet(format!("o{}", n % 7))
}

/// The documents that are there after the first `count` were added.
fn there(count: usize) -> BTreeMap<String, Document> {
    (0..count).map(document).map(|document| (document.id.clone(), document)).collect()
}

/// Checks that an archive is what a batch over the first `count` documents gives.
fn check(archive: &LiveArchive, count: usize) {
    let mut batch = Archive::new(settings());
    for document in there(count).into_values() {
        batch.add(document).unwrap();
    }
    let result = archive.snapshot().unwrap().reconcile().unwrap();
    assert!(result == batch.reconcile(), "after {count} documents");
}

/// Returns how many documents an archive holds, of those that come in order.
fn count(archive: &LiveArchive) -> usize {
    archive.snapshot().unwrap().position().unwrap() as usize
}

/// What the process that is killed does: adds documents one by one, prints a line when each is
/// committed, and writes the file anew after every seventh. It is this test, run again.
#[test]
fn writer() {
    let Some(path) = std::env::var_os("VARIORUM_WRITER") else { return };
    let mut archive = LiveOptions::new().with_settings(settings()).open(path).unwrap();
    for n in count(&archive).. {
        archive.replace(document(n)).unwrap();
        archive.commit().unwrap();
        println!("committed {}", n + 1);
        if n % 7 == 6 {
            archive.compact().unwrap();
        }
    }
}

#[test]
fn a_killed_writer_leaves_what_was_committed() {
    let kills = std::env::var("VARIORUM_KILLS").ok().and_then(|kills| kills.parse().ok());
    let kills: usize = kills.unwrap_or(12);
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let folder = tempfile::tempdir().unwrap();
    let mut path = folder.path().join("0");
    let (mut committed, mut at_work) = (0, 0);
    for kill in 0..kills {
        // A file grows over ten kills.
        if kill % 10 == 0 {
            path = folder.path().join(kill.to_string());
            committed = 0;
        }
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writer", "--nocapture"])
            .env("VARIORUM_WRITER", &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        let reader = std::thread::spawn(move || {
            let mut last = 0;
            while let Some(Ok(line)) = lines.next() {
                if let Some(number) = line.rsplit_once("committed ") {
                    last = number.1.parse().unwrap();
                }
            }
            last
        });
        std::thread::sleep(Duration::from_millis(20 + chance.below(250) as u64));
        writer.kill().unwrap();
        writer.wait().unwrap();
        let told: usize = reader.join().unwrap();
        committed = committed.max(told);
        let archive = LiveOptions::new().with_settings(settings()).open(&path).unwrap();
        let here = count(&archive);
        // The last commit may have been on disk, and its line not yet printed.
        assert!(here == committed || here == committed + 1, "{here} for {committed}");
        at_work += usize::from(told > 0);
        committed = here;
        check(&archive, here);
    }
    println!("{kills} kills, {at_work} of them while documents were added: nothing was lost");
}

/// A storage in memory that keeps what was not synced apart, fails at one of its writes, and then
/// at all.
#[derive(Clone, Debug)]
struct Failing(Arc<Mutex<Disk>>);

#[derive(Debug)]
struct Disk {
    /// What is on disk.
    synced: Vec<u8>,
    /// What a reader sees.
    seen: Vec<u8>,
    /// Writes since the last sync.
    since: Vec<(u64, Vec<u8>)>,
    /// Writes, lengths and syncs until it fails.
    left: usize,
    calls: usize,
    chance: Chance2,
}

#[derive(Debug)]
struct Chance2(u64);

impl Disk {
    fn call(&mut self) -> io::Result<()> {
        self.calls += 1;
        if self.left == 0 {
            return Err(io::Error::other("the disk is gone"));
        }
        self.left -= 1;
        Ok(())
    }

    /// Returns what is found after a crash: of the writes that were not synced some came to disk,
    /// and one of them in part.
    fn after_crash(&mut self) -> Vec<u8> {
        let mut chance = Chance(self.chance.0 | 1);
        let mut found = self.synced.clone();
        if found.len() < self.seen.len() && chance.below(2) == 0 {
            found.resize(self.seen.len(), 0);
        }
        for (at, bytes) in &self.since {
            let length = match chance.below(3) {
                0 => 0,
                1 => bytes.len(),
                _ => chance.below(bytes.len() + 1),
            };
            let (at, end) = (*at as usize, *at as usize + length);
            if end <= found.len() {
                found[at..end].copy_from_slice(&bytes[..length]);
            }
        }
        found
    }
}

impl StorageBackend for Failing {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.lock().unwrap().seen.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let disk = self.0.lock().unwrap();
        let at = offset as usize;
        let bytes = disk.seen.get(at..at + out.len());
        out.copy_from_slice(bytes.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut disk = self.0.lock().unwrap();
        disk.call()?;
        disk.seen.resize(len as usize, 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut disk = self.0.lock().unwrap();
        disk.call()?;
        disk.synced = disk.seen.clone();
        disk.since.clear();
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut disk = self.0.lock().unwrap();
        let failed = disk.call();
        disk.since.push((offset, data.to_vec()));
        failed?;
        let at = offset as usize;
        disk.seen[at..at + data.len()].copy_from_slice(data);
        Ok(())
    }
}

fn disk(image: Vec<u8>, left: usize, seed: u64) -> Failing {
    Failing(Arc::new(Mutex::new(Disk {
        synced: image.clone(),
        seen: image,
        since: Vec::new(),
        left,
        calls: 0,
        chance: Chance2(seed),
    })))
}

/// Adds six documents, each with a commit, until the storage fails. Returns how many were
/// committed.
fn add_six(storage: &Failing) -> usize {
    let options = || LiveOptions::new().with_settings(settings()).with_cache(1 << 20);
    let Ok(mut archive) = options().open_on(storage.clone()) else { return 0 };
    for n in 0..6 {
        if archive.replace(document(n)).and_then(|()| archive.commit()).is_err() {
            return n;
        }
    }
    6
}

#[test]
fn a_storage_that_fails_at_any_write_leaves_what_was_committed() {
    // An archive that is made already, and closed.
    let made = disk(Vec::new(), usize::MAX, 1);
    drop(LiveOptions::new().with_settings(settings()).open_on(made.clone()).unwrap());
    let made = made.0.lock().unwrap().seen.clone();
    let whole = disk(made.clone(), usize::MAX, 1);
    assert_eq!(add_six(&whole), 6);
    let calls = whole.0.lock().unwrap().calls;
    // Every write takes minutes without optimisation.
    let step = if cfg!(debug_assertions) { calls.div_ceil(40) } else { 1 };
    let (mut tried, mut later) = (0, 0);
    for left in (0..calls).step_by(step) {
        let storage =
            disk(made.clone(), left, (left as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let committed = add_six(&storage);
        let image = storage.0.lock().unwrap().after_crash();
        let again = disk(image, usize::MAX, 1);
        let archive = LiveOptions::new().with_settings(settings()).open_on(again);
        let archive = archive.unwrap_or_else(|error| panic!("write {left}: {error}"));
        let here = count(&archive);
        assert!(here == committed || here == committed + 1, "write {left}: {here} of {committed}");
        check(&archive, here);
        tried += 1;
        later += usize::from(here > committed);
    }
    println!(
        "failed at {tried} of {calls} writes: nothing was lost ({later} came to disk all the same)"
    );
}
