//! News that is made up: what an archive is filled with.

use variorum::Document;

/// Quotations of a document.
pub const QUOTATIONS: usize = 20;

/// Utterances that are still being printed at one time.
const MAX_SAID: usize = 5000;

/// Words with their frequencies, to draw from.
struct Words {
    words: Vec<&'static str>,
    /// The sum of the frequencies up to each word.
    sums: Vec<u64>,
    state: u64,
}

impl Words {
    fn new() -> Words {
        let table = include_str!("../src/language/en/word-frequencies.tsv");
        let (mut words, mut sums, mut sum) = (Vec::new(), Vec::new(), 0);
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            // The table has the information of each word in tenths of a bit.
            if let Some((word, tenths)) = line.split_once('\t')
                && let Ok(tenths) = tenths.parse::<f64>()
                && word.chars().all(|c| c.is_ascii_lowercase())
            {
                sum += (40.0 - tenths / 10.0).exp2() as u64;
                words.push(word);
                sums.push(sum);
            }
        }
        Words { words, sums, state: 0x9e37_79b9_7f4a_7c15 }
    }

    fn below(&mut self, end: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state % end
    }

    fn word(&mut self) -> &'static str {
        let end = *self.sums.last().expect("there are words");
        let drawn = self.below(end);
        self.words[self.sums.partition_point(|&sum| sum <= drawn)]
    }

    /// Returns a sentence of 6 to 30 words.
    fn sentence(&mut self) -> Vec<&'static str> {
        let length = 6 + self.below(25);
        (0..length).map(|_| self.word()).collect()
    }
}

/// News whose every utterance is printed about five times, one time in five with another word.
pub struct News {
    words: Words,
    /// What was said lately, by whom.
    said: Vec<(Vec<&'static str>, u64)>,
    /// The number of documents so far.
    pub documents: usize,
}

impl Default for News {
    fn default() -> News {
        News { words: Words::new(), said: Vec::new(), documents: 0 }
    }
}

impl News {
    /// Returns the next document, with the wordings that it prints.
    pub fn document(&mut self) -> (Document, Vec<String>) {
        let number = self.documents;
        self.documents += 1;
        let (mut text, mut wordings) = (String::new(), Vec::new());
        for _ in 0..QUOTATIONS {
            let fresh = self.said.len() < 500 || self.words.below(5) == 0;
            let at = match (fresh, self.said.len() < MAX_SAID) {
                (true, true) => self.said.len(),
                (true, false) => self.words.below(MAX_SAID as u64) as usize,
                (false, _) => self.words.below(self.said.len() as u64) as usize,
            };
            if fresh {
                let said = (self.words.sentence(), self.words.below(2000));
                match at < self.said.len() {
                    true => self.said[at] = said,
                    false => self.said.push(said),
                }
            }
            let (mut sentence, speaker) = self.said[at].clone();
            if self.words.below(5) == 0 {
                let place = self.words.below(sentence.len() as u64) as usize;
                sentence[place] = self.words.word();
            }
            let wording = sentence.join(" ");
            let first = ["Ada", "Tomas", "Miriam", "Paul", "Ana"][speaker as usize % 5];
            text.push_str(&format!("“{wording},” {first} Surname{speaker} said. "));
            for _ in 0..12 {
                text.push_str(self.words.word());
                text.push(' ');
            }
            text.push_str(".\n\n");
            wordings.push(wording);
        }
        let day = 1 + number / 500 % 28;
        let document = Document::new(format!("n{number}"), text)
            .with_outlet(format!("Outlet {}", number % 300))
            .with_published(format!("2018-07-{day:02}").parse().expect("a date"));
        (document, wordings)
    }
}
