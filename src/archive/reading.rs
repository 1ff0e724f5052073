//! Given quotations read in: all that can be told of one line alone on many threads; what is new numbered on one.

use super::Archive;
use super::given::New;
use crate::align::features::SequenceWord;
use crate::error::{Error, ErrorKind};
use crate::span::Span;

impl Archive {
    /// Whether a given quotation can be filed; `lent` bytes of the archive are not where they are counted.
    pub(super) fn admit(&self, new: &New<'_>, lent: usize) -> Result<(), Error> {
        let New { id, hash, text, .. } = *new;
        self.check_hashed(id, hash, text.len(), lent)?;
        self.room(id, 1)?;
        self.fits(|| id.to_owned(), text, &[Span::new(0, text.len())])?;
        if self.is_quotation(id) {
            return Err(Error::new(ErrorKind::Duplicate { what: "quotation", id: id.to_owned() }));
        }
        Ok(())
    }

    /// Files a given quotation that was admitted, with its words and their hash, and gives its number.
    pub(super) fn file_given(&mut self, new: New<'_>, spoken: &[SequenceWord], hash: u64) -> u32 {
        let sequence = self.sequences.add_hashed(spoken, hash);
        self.quotations += 1;
        self.givens.add(New { sequence, ..new })
    }
}

#[cfg(feature = "json")]
mod jsonl {
    use std::io::{BufRead, BufReader};
    use std::ops::ControlFlow;
    use std::path::Path;
    use std::sync::Arc;

    use super::super::given::{self, Hashed};
    use super::super::sequences;
    use super::super::watch::{Progress, UNWATCHED, Watch, watched};
    use super::*;
    use crate::align::features::ElisionTracker;
    use crate::input::{ChunkReader, DEFAULT_MAX_BYTES, LineBatch, StandaloneLine, parse_date};
    use crate::model::Skipped;
    use crate::parallel::Pool;
    use crate::text::{TokenCache, TokenClass, Vocabulary, Word, raw_tokens};

    /// A word, a mark, or where one stands that is not known yet, in the strings of its stretch.
    #[derive(Clone, Copy, Debug)]
    enum Seen {
        Known(Word, TokenClass),
        New(u32, u32),
    }

    /// What was read of a stretch of lines on some thread. It borrows nothing, so that the next can be read meanwhile.
    #[derive(Default)]
    struct Lines {
        read: Vec<Read>,
        /// What was said on each, one after the other.
        strings: String,
        /// The words of each, up to the first token that is not known.
        spoken: Vec<SequenceWord>,
        /// The tokens from there on.
        rest: Vec<Seen>,
        /// Where the tokens of one text stand.
        spans: Vec<Span>,
    }

    /// One line.
    struct Read {
        line: u64,
        /// Where in the strings its id begins.
        start: usize,
        /// Where its id, text, speaker, outlet, document and date end in the strings; what was not said is empty.
        ends: [usize; 6],
        /// The date in seconds.
        second: i64,
        /// Hash of the words.
        words: u64,
        /// Hashes of what was said.
        hashes: [u64; 6],
        /// What its known words leave to those that come.
        elisions: ElisionTracker,
        /// Where its words and the other tokens end.
        spoken: usize,
        rest: usize,
        faults: Vec<String>,
        /// Whether it can be filed; else the last fault says why not.
        good: bool,
    }

    impl Lines {
        fn of(words: &Vocabulary, recent: &mut TokenCache, stretch: &LineBatch<'_>) -> Lines {
            // Nothing is longer than as it was printed.
            let mut lines =
                Lines { strings: String::with_capacity(stretch.len()), ..Lines::default() };
            stretch
                .lines(DEFAULT_MAX_BYTES)
                .for_each(|(line, text)| lines.push(words, recent, line, text));
            lines
        }

        fn push(
            &mut self,
            words: &Vocabulary,
            recent: &mut TokenCache,
            line: u64,
            text: Result<&str, String>,
        ) {
            let mut faults = Vec::new();
            let plain = text.and_then(|text| StandaloneLine::read(text, &mut faults));
            let at = self.strings.len();
            let mut read = Read {
                line,
                start: at,
                ends: [at; 6],
                second: 0,
                words: 0,
                hashes: [0; 6],
                elisions: ElisionTracker::default(),
                spoken: 0,
                rest: 0,
                faults,
                good: plain.is_ok(),
            };
            match plain {
                Ok(plain) => self.fill(words, recent, &mut read, &plain),
                Err(reason) => read.faults.push(reason),
            }
            (read.spoken, read.rest) = (self.spoken.len(), self.rest.len());
            self.read.push(read);
        }

        fn fill(
            &mut self,
            words: &Vocabulary,
            recent: &mut TokenCache,
            read: &mut Read,
            plain: &StandaloneLine<'_>,
        ) {
            let published = parse_date(plain.published().unwrap_or(""), "quotation")
                .unwrap_or_else(|fault| {
                    read.faults.push(fault);
                    None
                });
            read.second = published.as_ref().map_or(0, |date| date.second());
            let told = [
                plain.speaker(),
                plain.outlet(),
                plain.document(),
                published.as_ref().map(|date| date.as_str()),
            ];
            let told = [Some(plain.id()), Some(plain.text())].into_iter().chain(told);
            for ((end, hash), (told, n)) in
                read.ends.iter_mut().zip(&mut read.hashes).zip(told.zip(0..))
            {
                self.strings.push_str(told.unwrap_or(""));
                *end = self.strings.len();
                // The text is told by the hash of its words.
                if n != TEXT {
                    *hash = told.map_or(0, given::hash);
                }
            }
            let (begin, first) = (self.spoken.len(), self.rest.len());
            let text = plain.text();
            let at = read.ends[0];
            // All are looked up once all are known: the places of one in the table are waited for along with those of the others.
            self.spans.clear();
            self.spans.extend(raw_tokens(text).map(|piece| piece.span));
            for &span in &self.spans {
                match recent.find(words, text, span) {
                    Some((word, class)) if self.rest.len() == first => {
                        self.spoken.extend(read.elisions.push_class(word, class));
                    }
                    Some((word, class)) => self.rest.push(Seen::Known(word, class)),
                    None => {
                        self.rest
                            .push(Seen::New((at + span.start()) as u32, (at + span.end()) as u32));
                    }
                }
            }
            read.words = sequences::hash(&self.spoken[begin..]);
        }

        /// Makes words of the tokens that were not known when they were read.
        fn settle(&mut self, words: &mut Vocabulary) {
            if self.rest.is_empty() {
                return;
            }
            let mut settled = Vec::with_capacity(self.spoken.len() + self.rest.len());
            let (mut begin, mut first) = (0, 0);
            for read in &mut self.read {
                let start = settled.len();
                settled.extend_from_slice(&self.spoken[begin..read.spoken]);
                for &seen in &self.rest[first..read.rest] {
                    let (word, class) = match seen {
                        Seen::Known(word, class) => (word, class),
                        Seen::New(start, end) => {
                            let word = words.intern(&self.strings[start as usize..end as usize]);
                            (word, words[word].class)
                        }
                    };
                    settled.extend(read.elisions.push_class(word, class));
                }
                if first < read.rest {
                    read.words = sequences::hash(&settled[start..]);
                }
                (begin, first) = (read.spoken, read.rest);
                read.spoken = settled.len();
            }
            self.spoken = settled;
        }
    }

    impl Archive {
        /// Reads quotations cut out elsewhere as JSONL, as [`InputReader::read_quotations`](crate::input::InputReader::read_quotations)
        /// does, and files them: by the block, on as many threads as are set. `name` is what [`Skipped::input`] shall call
        /// the input. Gives what was not read, or not filed.
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
            self.take_quotations(name, lines, 0, &Watch::nobody()).expect(UNWATCHED)
        }

        /// As [`Archive::read_quotations`], watched as [`Archive::reconcile_watched`] is. What is counted, for each
        /// megabyte, are bytes; how many there will be nobody knows of a stream, and the total grows with them.
        ///
        /// # Errors
        /// When `watch` breaks: none of the quotations is filed then.
        ///
        /// ```
        /// use std::ops::ControlFlow;
        /// use variorum::Archive;
        ///
        /// let lines = "{\"id\": 1, \"text\": \"We begin.\"}\n";
        /// let mut archive = Archive::default();
        /// let error = archive.read_quotations_watched("-", lines.as_bytes(), |_| ControlFlow::Break(())).unwrap_err();
        /// assert!(error.is_cancelled() && archive.is_empty());
        ///
        /// let mut last = 0;
        /// let skipped = archive.read_quotations_watched("-", lines.as_bytes(), |progress| {
        ///     last = progress.done;
        ///     ControlFlow::Continue(())
        /// })?;
        /// assert_eq!((skipped.len(), archive.len(), last), (0, 1, lines.len()));
        /// # Ok::<(), variorum::Error>(())
        /// ```
        pub fn read_quotations_watched(
            &mut self,
            name: &str,
            lines: impl BufRead,
            watch: impl FnMut(Progress) -> ControlFlow<()> + Send,
        ) -> Result<Vec<Skipped>, Error> {
            watched(watch, |watch| self.take_quotations(name, lines, 0, watch))
        }

        /// Reads the quotations of a JSONL file; see [`Archive::read_quotations`].
        pub fn read_quotations_path(&mut self, path: impl AsRef<Path>) -> Vec<Skipped> {
            self.take_file(path.as_ref(), &Watch::nobody()).expect(UNWATCHED)
        }

        /// As [`Archive::read_quotations_path`], watched as [`Archive::read_quotations_watched`] is; the total is the length of the file.
        ///
        /// # Errors
        /// When `watch` breaks: none of the quotations is filed then.
        pub fn read_quotations_path_watched(
            &mut self,
            path: impl AsRef<Path>,
            watch: impl FnMut(Progress) -> ControlFlow<()> + Send,
        ) -> Result<Vec<Skipped>, Error> {
            watched(watch, |watch| self.take_file(path.as_ref(), watch))
        }

        fn take_file(&mut self, path: &Path, watch: &Watch<'_>) -> Result<Vec<Skipped>, Error> {
            let name = path.to_string_lossy();
            match std::fs::File::open(path) {
                Ok(file) => {
                    let bytes = file.metadata().map_or(0, |metadata| metadata.len());
                    self.take_quotations(
                        &name,
                        BufReader::with_capacity(1 << 18, file),
                        bytes,
                        watch,
                    )
                }
                Err(error) => Ok(vec![Skipped {
                    input: name.into_owned(),
                    line: None,
                    reason: error.to_string(),
                }]),
            }
        }

        /// Reads `lines`, which have so many `bytes`, as far as that is known.
        fn take_quotations(
            &mut self,
            name: &str,
            lines: impl BufRead,
            bytes: u64,
            watch: &Watch<'_>,
        ) -> Result<Vec<Skipped>, Error> {
            let mut skipped = Vec::new();
            let mut skip =
                |line, reason| skipped.push(Skipped { input: name.to_owned(), line, reason });
            let mut blocks = ChunkReader::new(lines, DEFAULT_MAX_BYTES);
            let mut filed = Vec::new();
            let mut any = false;
            let reach = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
            let step = watch.step("reading", reach(bytes));
            let workers = Arc::clone(&self.workers);
            // Of one block the words are known before the next is read; the rest of it is filed meanwhile.
            let (mut waiting, recent) = (Vec::new(), Pool::default());
            while !step.is_cancelled()
                && let Some(block) = blocks.next()
            {
                any = true;
                let last = std::mem::take(&mut waiting);
                match block {
                    Ok(block) => {
                        let mut words = std::mem::take(&mut self.words);
                        let lent = words.bytes();
                        let stretches = block.batches();
                        let of = |recent: &mut TokenCache, stretch: &_| {
                            Lines::of(&words, recent, stretch)
                        };
                        let read = || workers.map_by(&recent, &stretches, TokenCache::default, of);
                        ((), waiting) = workers
                            .both(|| self.file_lines(&last, lent, &mut skip, &mut filed), read);
                        waiting.iter_mut().for_each(|lines| lines.settle(&mut words));
                        self.words = words;
                    }
                    Err((line, reason)) => {
                        self.file_lines(&last, 0, &mut skip, &mut filed);
                        skip(Some(line), reason);
                    }
                }
                step.reach(reach(blocks.bytes_read()));
            }
            self.file_lines(&waiting, 0, &mut skip, &mut filed);
            self.givens.read_speakers(&workers);
            if !step.is_cancelled() {
                step.end();
            }
            // Cancelled by the last word, it is cancelled all the same.
            if step.is_cancelled() {
                let ids: Vec<String> =
                    filed.into_iter().map(|n| self.givens.id(n).to_owned()).collect();
                ids.iter().for_each(|id| _ = self.remove(id));
                return Err(step.cancelled());
            }
            if !any {
                skip(None, "holds no line".to_owned());
            }
            Ok(skipped)
        }

        /// Files the quotations of some stretches; puts their numbers behind `all`. `lent` is as in [`Archive::admit`].
        fn file_lines(
            &mut self,
            lines: &[Lines],
            lent: usize,
            skip: &mut impl FnMut(Option<u64>, String),
            all: &mut Vec<u32>,
        ) {
            for Lines { read, strings, spoken, .. } in lines {
                let mut begin = 0;
                for some in read.chunks(NEAR) {
                    some.iter().for_each(|read| self.givens.near(&read.quotation(strings)));
                    some.iter().for_each(|read| self.sequences.near(read.words));
                    for read in some {
                        let spoken = &spoken[begin..read.spoken];
                        begin = read.spoken;
                        read.faults.iter().for_each(|fault| skip(Some(read.line), fault.clone()));
                        if read.good {
                            let new = read.quotation(strings);
                            match self.admit(&new, lent) {
                                Ok(()) => all.push(self.file_given(new, spoken, read.words)),
                                Err(error) => skip(Some(read.line), error.to_string()),
                            }
                        }
                    }
                }
            }
        }
    }

    /// Which of what is said is the text.
    const TEXT: usize = 1;

    /// So many quotations are filed together: the places of one in the tables are waited for along with those of the others.
    const NEAR: usize = 32;

    impl Read {
        /// It as it is filed; `strings` are those of its stretch.
        fn quotation<'s>(&self, strings: &'s str) -> New<'s> {
            let [id, text, speaker, outlet, document, published] = self.ends;
            let [hash, _, hashes @ ..] = self.hashes;
            let told = |n: usize, start: usize, end: usize| {
                (start < end).then(|| Hashed { text: &strings[start..end], hash: hashes[n] })
            };
            New {
                id: &strings[self.start..id],
                hash,
                text: &strings[id..text],
                speaker: told(0, text, speaker),
                outlet: told(1, speaker, outlet),
                document: told(2, outlet, document),
                published: told(3, document, published).map(|date| (date, self.second)),
                sequence: None,
            }
        }
    }
}
