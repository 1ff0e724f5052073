//! Reads standalone quotations from JSONL: whatever one line says by itself on many threads, and
//! new words and rows on one.

use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use super::Archive;
use crate::align::features::{ElisionTracker, SequenceWord};
use crate::error::Error;
use crate::input::{
    ChunkReader, DEFAULT_MAX_BYTES, LineBatch, StandaloneLine, parse_date, path_name,
};
use crate::model::Skipped;
use crate::parallel::ScratchPool;
use crate::progress::{Monitor, Progress, ProgressStep, UNOBSERVED, observe};
use crate::span::Span;
use crate::store::{HashedStr, NewStandalone, StandaloneId, hash_str, hash_words};
use crate::text::{TokenCache, TokenClass, Vocabulary, Word, raw_tokens};

/// A word or a mark; or the place of one that is not known yet in the strings of its batch.
#[derive(Clone, Copy, Debug)]
enum ScannedToken {
    Known(Word, TokenClass),
    New(u32, u32),
}

/// A batch of lines as some thread has parsed it. It borrows nothing, so that the next chunk can be
/// read meanwhile.
#[derive(Default)]
struct ParsedBatch {
    lines: Vec<ParsedLine>,
    /// The fields of each line, one after the other.
    strings: String,
    /// The words of each line, up to the first token that is not known.
    words: Vec<SequenceWord>,
    /// The tokens from there on.
    pending: Vec<ScannedToken>,
    /// Scratch: the tokens of one text.
    spans: Vec<Span>,
}

/// Fields of a line that are kept as strings: id, text, speaker, outlet, document, date.
const FIELDS: usize = 7;

/// The place of the text among the fields.
const TEXT_FIELD: usize = 1;

/// One line.
struct ParsedLine {
    line: u64,
    /// The start of its id in the strings.
    start: usize,
    /// The ends of its fields in the strings; a field that is not given is empty.
    ends: [usize; FIELDS],
    /// The date in seconds.
    second: i64,
    /// The hash of the words.
    words_hash: u64,
    /// The hashes of the fields.
    hashes: [u64; FIELDS],
    /// The state after its known words.
    elisions: ElisionTracker,
    /// The ends of its words and of its pending tokens.
    words_end: usize,
    pending_end: usize,
    faults: Vec<String>,
    /// True if it can be added; else the last fault says why not.
    is_valid: bool,
}

impl ParsedBatch {
    fn new(words: &Vocabulary, cache: &mut TokenCache, batch: &LineBatch<'_>) -> ParsedBatch {
        // No field is longer than it is in the file.
        let strings = String::with_capacity(batch.len());
        let mut parsed = ParsedBatch { strings, ..ParsedBatch::default() };
        let lines = batch.lines(DEFAULT_MAX_BYTES);
        lines.for_each(|(line, text)| parsed.push(words, cache, line, text));
        parsed
    }

    fn push(
        &mut self,
        words: &Vocabulary,
        cache: &mut TokenCache,
        line: u64,
        text: Result<&str, String>,
    ) {
        let mut faults = Vec::new();
        let fields = text.and_then(|text| StandaloneLine::read(text, &mut faults));
        let at = self.strings.len();
        let mut parsed = ParsedLine {
            line,
            start: at,
            ends: [at; FIELDS],
            second: 0,
            words_hash: 0,
            hashes: [0; FIELDS],
            elisions: ElisionTracker::default(),
            words_end: 0,
            pending_end: 0,
            faults,
            is_valid: fields.is_ok(),
        };
        match fields {
            Ok(fields) => self.fill(words, cache, &mut parsed, &fields),
            Err(reason) => parsed.faults.push(reason),
        }
        (parsed.words_end, parsed.pending_end) = (self.words.len(), self.pending.len());
        self.lines.push(parsed);
    }

    fn fill(
        &mut self,
        words: &Vocabulary,
        cache: &mut TokenCache,
        parsed: &mut ParsedLine,
        fields: &StandaloneLine<'_>,
    ) {
        let published = parse_date(fields.published().unwrap_or(""), "quotation");
        let published = published.unwrap_or_else(|fault| {
            parsed.faults.push(fault);
            None
        });
        parsed.second = published.as_ref().map_or(0, |date| date.second());
        let strings: [Option<&str>; FIELDS] = [
            Some(fields.id()),
            Some(fields.text()),
            fields.speaker(),
            fields.outlet(),
            fields.document(),
            published.as_ref().map(|date| date.as_str()),
            fields.language(),
        ];
        let ends = parsed.ends.iter_mut().zip(&mut parsed.hashes);
        for ((end, hash), (string, n)) in ends.zip(strings.into_iter().zip(0..)) {
            self.strings.push_str(string.unwrap_or(""));
            *end = self.strings.len();
            // The text is found by the hash of its words.
            if n != TEXT_FIELD {
                *hash = string.map_or(0, hash_str);
            }
        }
        let (words_start, pending_start) = (self.words.len(), self.pending.len());
        let text = fields.text();
        let at = parsed.ends[0];
        // All tokens first, then all lookups, whose waits for memory overlap.
        self.spans.clear();
        self.spans.extend(raw_tokens(text).map(|piece| piece.span));
        for &span in &self.spans {
            match cache.find(words, text, span) {
                Some((word, class)) if self.pending.len() == pending_start => {
                    self.words.extend(parsed.elisions.push_class(word, class));
                }
                Some((word, class)) => self.pending.push(ScannedToken::Known(word, class)),
                None => {
                    let (start, end) = (at + span.start(), at + span.end());
                    self.pending.push(ScannedToken::New(start as u32, end as u32));
                }
            }
        }
        parsed.words_hash = hash_words(&self.words[words_start..]);
    }

    /// Interns the tokens that were not known when they were scanned.
    fn intern_pending(&mut self, words: &mut Vocabulary) {
        if self.pending.is_empty() {
            return;
        }
        let mut all = Vec::with_capacity(self.words.len() + self.pending.len());
        let (mut words_start, mut pending_start) = (0, 0);
        for parsed in &mut self.lines {
            let start = all.len();
            all.extend_from_slice(&self.words[words_start..parsed.words_end]);
            for &token in &self.pending[pending_start..parsed.pending_end] {
                let (word, class) = match token {
                    ScannedToken::Known(word, class) => (word, class),
                    ScannedToken::New(start, end) => {
                        let word = words.intern(&self.strings[start as usize..end as usize]);
                        (word, words[word].class)
                    }
                };
                all.extend(parsed.elisions.push_class(word, class));
            }
            if pending_start < parsed.pending_end {
                parsed.words_hash = hash_words(&all[start..]);
            }
            (words_start, pending_start) = (parsed.words_end, parsed.pending_end);
            parsed.words_end = all.len();
        }
        self.words = all;
    }
}

impl ParsedLine {
    /// Returns the quotation; `strings` are those of its batch.
    fn quotation<'s>(&self, strings: &'s str) -> NewStandalone<'s> {
        let [id, text, speaker, outlet, document, published, language] = self.ends;
        let [hash, _, hashes @ ..] = self.hashes;
        let field = |n: usize, start: usize, end: usize| {
            (start < end).then(|| HashedStr { text: &strings[start..end], hash: hashes[n] })
        };
        NewStandalone {
            id: &strings[self.start..id],
            hash,
            text: &strings[id..text],
            speaker: field(0, text, speaker),
            outlet: field(1, speaker, outlet),
            document: field(2, outlet, document),
            published: field(3, document, published).map(|date| (date, self.second)),
            sequence: None,
            language: field(4, published, language).map(|tag| tag.text),
        }
    }
}

/// Faults of one input that are listed; of further ones the number is told.
const MAX_LISTED_FAULTS: usize = 10_000;

/// Quotations that a full archive refuses before the rest of the input is left: smaller ones may
/// still fit, but an endless input must end.
const MAX_REFUSED: usize = 1_000;

/// The faults of an input: lines that were not read, or quotations that were not added.
struct Refusals {
    name: String,
    skipped: Vec<Skipped>,
    /// Further faults, which are not listed.
    unlisted: usize,
    /// Quotations for which there was no room.
    without_room: usize,
}

impl Refusals {
    fn add(&mut self, line: Option<u64>, reason: String) {
        if line.is_some() && self.skipped.len() >= MAX_LISTED_FAULTS {
            self.unlisted += 1;
        } else {
            self.skipped.push(Skipped { input: self.name.clone(), line, reason });
        }
    }
}

/// Quotations that are added together, so that the waits for the hash tables overlap.
const PREFETCH_LINES: usize = 32;

impl Archive {
    /// Reads standalone quotations as JSONL, as
    /// [`InputReader::read_quotations`](crate::input::InputReader::read_quotations) does, and adds
    /// them, on as many threads as are set. `name` is the name of the input in [`Skipped::input`].
    /// Returns what was not read, or not added.
    ///
    /// Cost: linear in the bytes. Memory: what the archive keeps, and a few megabytes.
    ///
    /// ```
    /// use variorum::Archive;
    /// let lines = "{\"id\": 1, \"text\": \"We begin.\"}\n{\"id\": 2}\n";
    /// let mut archive = Archive::default();
    /// let skipped = archive.read_quotations("-", lines.as_bytes());
    /// assert_eq!(archive.len(), 1);
    /// assert_eq!(skipped[0].to_string(), "-: line 2: text: missing");
    /// ```
    pub fn read_quotations(&mut self, name: &str, lines: impl BufRead) -> Vec<Skipped> {
        self.add_lines(name, lines, 0, &Monitor::default()).expect(UNOBSERVED)
    }

    /// Does what [`Archive::read_quotations`] does, and reports progress as
    /// [`Archive::reconcile_with_progress`] does. The unit is bytes, for each megabyte. The length
    /// of a stream is not known, so the total grows with what is read.
    ///
    /// # Errors
    /// When `observer` breaks: none of the quotations is added then.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use variorum::Archive;
    ///
    /// let lines = "{\"id\": 1, \"text\": \"We begin.\"}\n";
    /// let mut archive = Archive::default();
    /// let cancel = |_| ControlFlow::Break(());
    /// let cancelled = archive.read_quotations_with_progress("-", lines.as_bytes(), cancel);
    /// assert!(cancelled.unwrap_err().is_cancelled() && archive.is_empty());
    ///
    /// let mut last = 0;
    /// let skipped = archive.read_quotations_with_progress("-", lines.as_bytes(), |progress| {
    ///     last = progress.done;
    ///     ControlFlow::Continue(())
    /// })?;
    /// assert_eq!((skipped.len(), archive.len(), last), (0, 1, lines.len()));
    /// # Ok::<(), variorum::Error>(())
    /// ```
    pub fn read_quotations_with_progress(
        &mut self,
        name: &str,
        lines: impl BufRead,
        observer: impl FnMut(Progress) -> ControlFlow<()> + Send,
    ) -> Result<Vec<Skipped>, Error> {
        observe(observer, |monitor| self.add_lines(name, lines, 0, &monitor))
    }

    /// Reads the quotations of a JSONL file; see [`Archive::read_quotations`].
    pub fn read_quotations_path(&mut self, path: impl AsRef<Path>) -> Vec<Skipped> {
        self.add_file(path.as_ref(), &Monitor::default()).expect(UNOBSERVED)
    }

    /// Does what [`Archive::read_quotations_path`] does, and reports progress as
    /// [`Archive::read_quotations_with_progress`] does; the total is the length of the file.
    ///
    /// # Errors
    /// When `observer` breaks: none of the quotations is added then.
    pub fn read_quotations_path_with_progress(
        &mut self,
        path: impl AsRef<Path>,
        observer: impl FnMut(Progress) -> ControlFlow<()> + Send,
    ) -> Result<Vec<Skipped>, Error> {
        observe(observer, |monitor| self.add_file(path.as_ref(), &monitor))
    }

    fn add_file(&mut self, path: &Path, monitor: &Monitor<'_>) -> Result<Vec<Skipped>, Error> {
        let name = path_name(path);
        match std::fs::File::open(path) {
            Ok(file) => {
                let bytes = file.metadata().map_or(0, |metadata| metadata.len());
                let lines = BufReader::with_capacity(1 << 18, file);
                self.add_lines(&name, lines, bytes, monitor)
            }
            Err(error) => Ok(vec![Skipped { input: name, line: None, reason: error.to_string() }]),
        }
    }

    /// Reads and adds `lines`, of `bytes` bytes as far as that is known.
    fn add_lines(
        &mut self,
        name: &str,
        lines: impl BufRead,
        bytes: u64,
        monitor: &Monitor<'_>,
    ) -> Result<Vec<Skipped>, Error> {
        let mut refusals =
            Refusals { name: name.to_owned(), skipped: Vec::new(), unlisted: 0, without_room: 0 };
        let mut chunks = ChunkReader::new(lines, DEFAULT_MAX_BYTES);
        let mut added = Vec::new();
        let mut any = false;
        let count = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
        let step = monitor.step(ProgressStep::Reading, count(bytes));
        let workers = Arc::clone(&self.workers);
        // The words of a chunk are known before the next one is parsed; its rows are added
        // meanwhile.
        let (mut waiting, caches) = (Vec::new(), ScratchPool::default());
        while !step.is_cancelled()
            && let Some(chunk) = chunks.next()
        {
            any = true;
            let last = std::mem::take(&mut waiting);
            match chunk {
                Ok(chunk) => {
                    let mut words = std::mem::take(&mut self.store.words);
                    let lent = words.bytes();
                    let batches = chunk.batches();
                    let parse =
                        |cache: &mut TokenCache, batch: &_| ParsedBatch::new(&words, cache, batch);
                    let parse =
                        || workers.map_with_pool(&caches, &batches, TokenCache::default, parse);
                    let add = || self.add_batches(&last, lent, &mut refusals, &mut added);
                    ((), waiting) = workers.join(add, parse);
                    waiting.iter_mut().for_each(|batch| batch.intern_pending(&mut words));
                    self.store.words = words;
                }
                Err((line, reason)) => {
                    self.add_batches(&last, 0, &mut refusals, &mut added);
                    refusals.add(Some(line), reason);
                }
            }
            step.advance_to(count(chunks.bytes_read()));
            if refusals.without_room >= MAX_REFUSED {
                refusals.add(None, "the archive is full; nothing more is read".to_owned());
                break;
            }
            let limit = self.settings.documents;
            if chunks.lines_read() > limit as u64 {
                let reason = format!("the limit of documents is {limit}; nothing more is read");
                refusals.add(None, reason);
                break;
            }
        }
        self.add_batches(&waiting, 0, &mut refusals, &mut added);
        self.store.standalone.parse_speakers(&workers);
        if !step.is_cancelled() {
            step.finish();
        }
        // Work that the last report cancelled is cancelled too.
        if step.is_cancelled() {
            let id = |id: StandaloneId| self.store.standalone.id(id).to_owned();
            let ids: Vec<String> = added.into_iter().map(id).collect();
            ids.iter().for_each(|id| _ = self.remove(id));
            return Err(step.cancelled());
        }
        if !any {
            refusals.add(None, "holds no line".to_owned());
        }
        if refusals.unlisted > 0 {
            refusals.add(None, format!("{} further faults are not listed", refusals.unlisted));
        }
        Ok(refusals.skipped)
    }

    /// Adds the quotations of some batches, and appends their ids to `added`. `lent` is as in
    /// [`Archive::check_standalone`].
    fn add_batches(
        &mut self,
        batches: &[ParsedBatch],
        lent: usize,
        refusals: &mut Refusals,
        added: &mut Vec<StandaloneId>,
    ) {
        for ParsedBatch { lines, strings, words, .. } in batches {
            let mut start = 0;
            for some in lines.chunks(PREFETCH_LINES) {
                let store = &self.store;
                some.iter().for_each(|line| store.standalone.prefetch(&line.quotation(strings)));
                some.iter().for_each(|line| store.sequences.prefetch(line.words_hash));
                for parsed in some {
                    let words = &words[start..parsed.words_end];
                    start = parsed.words_end;
                    let faults = parsed.faults.iter();
                    faults.for_each(|fault| refusals.add(Some(parsed.line), fault.clone()));
                    if parsed.is_valid {
                        let new = parsed.quotation(strings);
                        match self.check_standalone(&new, lent) {
                            Ok(()) => {
                                let hash = parsed.words_hash;
                                added.push(self.store.insert_hashed(new, words, hash));
                            }
                            Err(error) => {
                                refusals.without_room += usize::from(error.is_full());
                                refusals.add(Some(parsed.line), error.to_string());
                            }
                        }
                    }
                }
            }
        }
    }
}
