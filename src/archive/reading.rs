//! Given quotations read in: tokens looked up on many threads, what is new interned on one.

use super::Archive;
use super::given::New;
use crate::align::fact::Hearing;
use crate::error::{Error, ErrorKind};
use crate::span::Span;
use crate::text::{Class, Vocabulary, Word, scan};

/// The words of one quotation as far as they are known: interned, or where a new one stands in its text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Seen {
    Known(Word),
    New(u32, u32),
}

/// The words of `text` as far as `words` knows them, without the marks that it knows but for ellipses. O(n).
pub(super) fn spoken(words: &Vocabulary, text: &str) -> Vec<Seen> {
    let mut spoken = Vec::new();
    look_up(words, text, &mut spoken);
    spoken
}

fn look_up(words: &Vocabulary, text: &str, spoken: &mut Vec<Seen>) {
    spoken.extend(scan(text).filter_map(|piece| match words.seen(piece.span.of(text)) {
        Some(word) => {
            let class = words[word].class;
            (class.is_word() || class == Class::Ellipsis).then_some(Seen::Known(word))
        }
        None => Some(Seen::New(piece.span.start() as u32, piece.span.end() as u32)),
    }));
}

impl Archive {
    /// Files a given quotation whose words were looked up, and gives its number; `with` adds what else is known.
    pub(super) fn file_given<'n>(
        &mut self,
        id: &'n str,
        text: &'n str,
        spoken: &[Seen],
        with: impl FnOnce(New<'n>) -> New<'n>,
    ) -> Result<u32, Error> {
        self.check(id, text.len())?;
        self.room(id, 1)?;
        self.fits(|| id.to_owned(), text, &[Span::new(0, text.len())])?;
        if self.is_quotation(id) {
            return Err(Error::new(ErrorKind::Duplicate { what: "quotation", id: id.to_owned() }));
        }
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        let mut hearing = Hearing::default();
        for &word in spoken {
            let word = match word {
                Seen::Known(word) => word,
                Seen::New(start, end) => self.words.intern(&text[start as usize..end as usize]),
            };
            line.extend(hearing.next(&self.words, word));
        }
        let sequence = self.sequences.add(&line);
        self.line = line;
        let none = New { id, text, speaker: None, outlet: None, document: None, published: None, sequence };
        self.quotations += 1;
        Ok(self.givens.add(with(none)))
    }
}

#[cfg(feature = "json")]
mod jsonl {
    use std::io::{BufRead, BufReader};
    use std::ops::ControlFlow;
    use std::path::Path;

    use super::super::watch::{Progress, UNWATCHED, Watch, watched};
    use super::*;
    use crate::document::Published;
    use crate::input::{Block, Blocks, LIMIT, Plain, Skipped, date};

    /// One line as it was read on some thread.
    struct Read<'b> {
        line: u64,
        plain: Result<Plain<'b>, String>,
        published: Option<Published>,
        faults: Vec<String>,
        /// Where its words end among those of its stretch.
        end: usize,
    }

    impl Archive {
        /// Reads quotations cut out elsewhere as JSONL, as [`Reader::read_quotations`](crate::input::Reader::read_quotations)
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
                    self.take_quotations(&name, BufReader::with_capacity(1 << 18, file), bytes, watch)
                }
                Err(error) => Ok(vec![Skipped { input: name.into_owned(), line: None, reason: error.to_string() }]),
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
            let mut skip = |line, reason| skipped.push(Skipped { input: name.to_owned(), line, reason });
            let mut blocks = Blocks::new(lines, LIMIT);
            let mut filed = Vec::new();
            let mut any = false;
            let reach = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
            let step = watch.step("reading", reach(bytes));
            while !step.is_cancelled()
                && let Some(block) = blocks.next()
            {
                any = true;
                match block {
                    Ok(block) => self.file_block(&block, &mut skip, &mut filed),
                    Err((line, reason)) => skip(Some(line), reason),
                }
                step.reach(reach(blocks.read()));
            }
            if !step.is_cancelled() {
                step.end();
            }
            // Cancelled by the last word, it is cancelled all the same.
            if step.is_cancelled() {
                let ids: Vec<String> = filed.into_iter().map(|n| self.givens.id(n).to_owned()).collect();
                ids.iter().for_each(|id| _ = self.remove(id));
                return Err(step.cancelled());
            }
            if !any {
                skip(None, "holds no line".to_owned());
            }
            Ok(skipped)
        }

        /// Files the quotations of a block; puts their numbers behind `all`.
        fn file_block(&mut self, block: &Block, skip: &mut impl FnMut(Option<u64>, String), all: &mut Vec<u32>) {
            let lines: Vec<_> = block.lines(LIMIT).collect();
            let stretches: Vec<_> = lines.chunks(512).collect();
            let words = &self.words;
            let read = self.workers.map(
                &stretches,
                || (),
                |(), stretch| {
                    let mut spoken = Vec::new();
                    let read: Vec<Read<'_>> =
                        stretch.iter().map(|(line, text)| read(words, *line, text, &mut spoken)).collect();
                    (read, spoken)
                },
            );
            for (read, spoken) in read {
                let mut start = 0;
                for Read { line, plain, published, faults, end } in read {
                    faults.into_iter().for_each(|fault| skip(Some(line), fault));
                    let filed = plain.and_then(|plain| {
                        let with = |new| New {
                            speaker: plain.speaker(),
                            outlet: plain.outlet(),
                            document: plain.document(),
                            published: published.as_ref(),
                            ..new
                        };
                        let filed = self.file_given(plain.id(), plain.text(), &spoken[start..end], with);
                        filed.map_err(|error| error.to_string())
                    });
                    match filed {
                        Ok(number) => all.push(number),
                        Err(reason) => skip(Some(line), reason),
                    }
                    start = end;
                }
            }
        }
    }

    fn read<'b>(words: &Vocabulary, line: u64, text: &Result<&'b str, String>, spoken: &mut Vec<Seen>) -> Read<'b> {
        let mut faults = Vec::new();
        let plain = text.clone().and_then(|text| Plain::read(text, &mut faults));
        let mut published = None;
        if let Ok(plain) = &plain {
            look_up(words, plain.text(), spoken);
            match date(plain.published().unwrap_or(""), "quotation") {
                Ok(date) => published = date,
                Err(fault) => faults.push(fault),
            }
        }
        Read { line, plain, published, faults, end: spoken.len() }
    }
}
