//! Given quotations read in: tokens looked up on many threads, what is new interned on one.

#[cfg(feature = "json")]
use std::io::BufRead;

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
    /// Files a given quotation whose words were looked up; `with` adds what else is known.
    pub(super) fn file_given<'n>(
        &mut self,
        id: &'n str,
        text: &'n str,
        spoken: &[Seen],
        with: impl FnOnce(New<'n>) -> New<'n>,
    ) -> Result<(), Error> {
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
        self.givens.add(with(none));
        self.quotations += 1;
        Ok(())
    }
}

#[cfg(feature = "json")]
mod jsonl {
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
            let mut skipped = Vec::new();
            let mut skip = |line, reason| skipped.push(Skipped { input: name.to_owned(), line, reason });
            let mut blocks = Blocks::new(lines, LIMIT);
            let mut any = false;
            while let Some(block) = blocks.next() {
                any = true;
                match block {
                    Ok(block) => self.file_block(&block, &mut skip),
                    Err((line, reason)) => skip(Some(line), reason),
                }
            }
            if !any {
                skip(None, "holds no line".to_owned());
            }
            skipped
        }

        /// Reads the quotations of a JSONL file; see [`Archive::read_quotations`].
        pub fn read_quotations_path(&mut self, path: impl AsRef<std::path::Path>) -> Vec<Skipped> {
            let name = path.as_ref().to_string_lossy();
            match std::fs::File::open(path.as_ref()) {
                Ok(file) => self.read_quotations(&name, std::io::BufReader::with_capacity(1 << 18, file)),
                Err(error) => vec![Skipped { input: name.into_owned(), line: None, reason: error.to_string() }],
            }
        }

        fn file_block(&mut self, block: &Block, skip: &mut impl FnMut(Option<u64>, String)) {
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
                    if let Err(reason) = filed {
                        skip(Some(line), reason);
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
