//! Writes synthetic input whose truth is known, for benchmarks and regression tests.
//!
//! ```text
//! generate articles N SEED      articles of many outlets about the same events, in seven languages
//! generate quotations N SEED    standalone quotations (`reconcile --quotations`)
//! generate pairs N SEED         requests for `compare --jsonl`
//! generate collations N SEED    requests for `collate`
//! ```
//!
//! Everything goes to standard output as JSON, one object a line. The same arguments give the same
//! bytes on every machine and in every version: only integers are drawn, and all words are here.
//!
//! An event has up to four speakers. Each says some utterances, and each article about the event
//! prints some of them, edited as newspapers edit: cut, joined, corrected, misheard. The truth is
//! in fields that the readers ignore: `printed` of an article lists `[utterance, edit]` for each
//! quotation in the order of the text, and a quotation or a pair has `utterance` and `edit`.

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/terminal.rs"]
mod terminal;

use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

use serde_json::{Value, json};
use terminal::AnyError;

const SUBJECTS: &str = "we|the council|our members|nobody in this town|the company|this government|\
    every teacher in the district|the owners of the mill|I|my neighbors|the people of #|the port|\
    those who voted for it|the inspectors|two of the banks|the engineers from #|the farmers|they";
const VERBS: &str = "will never sell|cannot accept|have to rebuild|did not close|want to keep|\
    always defended|are going to finance|must not abandon|have never seen|could lose|may reopen|\
    promised to organize|would rather lose|don't understand|should protect|will soon measure";
const OBJECTS: &str = "the old harbor|% bridges over the river|the night train to #|the hospital|\
    % jobs at the mill|a fair price for milk|the agreement with the city of #|the color of the law|\
    the school on the hill|% million dollars of debt|the ferry between # and #|what was signed|\
    the theater|a second runway|the water of the valley|% acres of forest near #|such a program";
const TAILS: &str = "before the winter|without asking the voters|if the price is right|this year|\
    unless the judge says otherwise|because it is the only one we have|in front of the children|\
    for another % years|as long as I am mayor of #|after the flood of last spring|and never will|\
    at the expense of our neighbors|whatever the newspapers in # print|until somebody pays for it|\
    and everyone in # knows it|in less than % weeks|when the minister comes to #|again";
const FILLS: &str = "The meeting in # lasted % hours.|Rain fell on # all day.|No date was given.|\
    Shares of the company fell by % percent.|The vote is expected next week.|A crowd of % waited \
    outside the \"Golden Anchor\" in #.|It was the third visit to # this year.|Critics disagree.";
/// Words that an editor may print instead.
const SWAPS: &str = "harbor=harbour|neighbors=neighbours|color=colour|theater=theatre|\
    organize=organise|program=programme|cannot=can't|don't=do not|never=ever|not=now|before=after|\
    must=should|will=would|may=will|nobody=somebody|old=ancient|again=once more|sell=give away|\
    always=often|fair=decent|only=best|this=that|hospital=clinic|lose=loose|without=with|all=most";
const GIVEN: &str = "Ada she|Olav he|Mary she|Thomas he|Ingrid she|Peter he|Sarah she|Daniel he";
const ROLES: &str = "Mayor|Senator|Dr.|Judge|Professor|Governor|Mr.|Ms.";

/// Code, marks, sentences, and frames: `@` is the quotation with its marks, `&` the speaker.
const FOREIGN: [(&str, &str, &str, &str); 6] = [
    (
        "de",
        "„|“",
        "Wir werden den Hafen von # niemals verkaufen|Ohne die Brücke verliert die Stadt % Arbeitsplätze|\
         Der Zug nach # fährt auch im nächsten Winter|Niemand hat uns gefragt, ob wir das Wasser teilen wollen",
        "@, sagte &.|& sagte am Montag: @|Nach Angaben von & gilt: @.",
    ),
    (
        "fr",
        "«\u{a0}|\u{a0}»",
        "Nous ne vendrons jamais le port de #|Le train pour # partira avant la fin de la semaine|\
         Il nous manque encore % millions pour finir le pont|Personne ne nous a demandé notre avis sur l'école",
        "@, a déclaré &.|& a affirmé : @.|Selon &, @.",
    ),
    (
        "es",
        "«|»",
        "Nunca venderemos el puerto de #|El tren de # volverá a salir antes del invierno|\
         Nos faltan todavía % millones para terminar el puente|Nadie nos preguntó por el agua del valle",
        "@, dijo &.|& afirmó: @.|Según &, @.",
    ),
    (
        "it",
        "“|”",
        "Non venderemo mai il porto di #|Il treno per # partirà prima della fine dell'inverno|\
         Ci mancano ancora % milioni per finire il ponte|Nessuno ci ha chiesto niente sulla scuola",
        "@, ha detto &.|& ha dichiarato: @.|Secondo &, @.",
    ),
    (
        "nl",
        "‘|’",
        "Wij zullen de haven van # nooit verkopen|De trein naar # rijdt ook in de volgende winter|\
         Zonder de brug verliest de stad % banen|Niemand heeft ons gevraagd wat wij van de school vinden",
        "@, zei &.|& zei maandag: @.|Volgens & geldt: @.",
    ),
    (
        "pt",
        "“|”",
        "Nunca venderemos o porto de #|O trem para # vai partir antes do fim do inverno|\
         Ainda nos faltam % milhões para terminar a ponte|Ninguém nos perguntou nada sobre a escola",
        "@, disse &.|& afirmou: @.|Segundo &, @.",
    ),
];

/// An outlet's outer and inner marks, and how it frames a quotation; `@1` and `@2` are its halves.
const MARKS: [[&str; 4]; 4] =
    [["“", "”", "‘", "’"], ["\"", "\"", "'", "'"], ["‘", "’", "“", "”"], ["``", "''", "`", "'"]];
const FRAMES: &str = "@, & said.|& said: @.|@1, said &, who had come from #. @2.|@, ~ added.|\
    According to &, @.|@.|@, & told reporters in # on Tuesday.|~ went on: @.|& called the plan @f.|\
    @1.\n\n@2, & said.|The remark about @f came from &.|@, said a person who asked not to be named.";

/// SplitMix64 (Steele, Lea and Flood, 2014, <https://doi.org/10.1145/2714064.2660195>).
struct Generator(u64);

#[derive(Clone)]
struct Speaker {
    given: &'static str,
    pronoun: &'static str,
    family: String,
    role: &'static str,
}

struct Utterance {
    id: usize,
    speaker: Speaker,
    words: Vec<String>,
}

impl Generator {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// Returns true once in `n` times.
    fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick(&mut self, list: &'static str) -> &'static str {
        let n = self.below(list.split('|').count());
        list.split('|').nth(n).unwrap_or_default()
    }

    fn name(&mut self) -> String {
        let onsets = "B|Br|D|F|G|Gr|K|L|M|N|P|R|S|St|T|V";
        let (first, vowel) = (self.pick(onsets), self.pick("a|e|i|o|u|ei|au"));
        let middle = self.pick("l|r|n|st|nd|rk|mm|ld|v|sk");
        format!("{first}{vowel}{middle}{}", self.pick("a|en|er|in|o|um|by|wick|stad|ton"))
    }

    /// Fills the places for names (`#`) and numbers (`%`) of a template.
    fn fill(&mut self, template: &str) -> String {
        let mut filled = String::new();
        for c in template.chars() {
            match c {
                '#' => filled.push_str(&self.name()),
                '%' => filled.push_str(&(2 + self.below(600)).to_string()),
                c => filled.push(c),
            }
        }
        filled
    }

    fn speaker(&mut self) -> Speaker {
        let (given, pronoun) = self.pick(GIVEN).split_once(' ').unwrap_or_default();
        Speaker { given, pronoun, family: self.name(), role: self.pick(ROLES) }
    }

    fn words(&mut self) -> Vec<String> {
        let mut text = String::new();
        for clause in 0..1 + self.below(4) {
            if clause > 0 {
                text.push_str(self.pick(". |. |, and |, but |; |? | — "));
            }
            for (part, list) in [SUBJECTS, VERBS, OBJECTS, TAILS].into_iter().enumerate() {
                let chosen = self.pick(list);
                let filled = self.fill(chosen);
                let starts =
                    part == 0 && (clause == 0 || text.ends_with(". ") || text.ends_with("? "));
                text.push_str(&if starts { capital(&filled) } else { filled });
                text.push_str(if part < 3 { " " } else { "" });
            }
        }
        text.split(' ').map(str::to_owned).collect()
    }

    /// Returns a printed form of the words, and what was done to them.
    fn edited(&mut self, given: &[String]) -> (Vec<String>, &'static str) {
        let (mut words, n) = (given.to_vec(), given.len());
        let at = self.below(n);
        let edit = match self.below(24) {
            0..6 => "verbatim",
            6 | 7 if n > 8 => {
                words.truncate(n * (3 + self.below(6)) / 10);
                "cut-end"
            }
            8 | 9 if n > 8 => {
                words.drain(..n * (1 + self.below(6)) / 10);
                "cut-start"
            }
            10 if n > 12 => {
                words.splice(3..n - 6, [self.pick("…|...|. . .|[...]").to_owned()]);
                "elision"
            }
            11 if n > 12 => {
                words.drain(4..4 + n / 4);
                "omission"
            }
            12..18 => {
                // Every word that has another form: one alone would often not be there.
                let only = self.pick(SWAPS);
                for (from, to) in SWAPS.split('|').filter_map(|pair| pair.split_once('=')) {
                    let all = only.starts_with(from);
                    for word in
                        words.iter_mut().filter(|word| word.trim_end_matches(['.', ',']) == from)
                    {
                        if all || self.once_in(4) {
                            *word = word.replace(from, to);
                        }
                    }
                }
                "substitution"
            }
            18 => {
                for word in &mut words {
                    if let Ok(number) = word.parse::<usize>() {
                        *word = (number * 10).to_string();
                    }
                }
                "number"
            }
            19 => {
                words.insert(at, self.pick("really|truly|now|just|very|um,").to_owned());
                "insertion"
            }
            20 => {
                words[at] = format!("[{}]", self.pick("the mayor|this|our|sic|they"));
                "bracket"
            }
            21 if n > 9 => {
                words.rotate_left(n / 2);
                "order"
            }
            22 => {
                words[at] = words[at].chars().rev().collect();
                "misprint"
            }
            _ => {
                words = words
                    .iter()
                    .map(|word| word.to_lowercase().replace(['.', ',', ';'], ""))
                    .collect();
                "typography"
            }
        };
        (words, edit)
    }

    /// Writes one quotation in the style of an outlet.
    fn framed(&mut self, said: &Utterance, marks: &[&str; 4]) -> (String, &'static str) {
        let (words, mut edit) = self.edited(&said.words);
        let [open, close, inner_open, inner_close] = marks;
        let (half, start) = (words.len() / 2, self.below(words.len() / 2 + 1));
        let nested = |words: &[String], mark: bool| match words.split_last() {
            Some((last, head)) if mark && !head.is_empty() => {
                format!("{} {inner_open}{last}{inner_close}", head.join(" "))
            }
            _ => words.join(" "),
        };
        let mark = self.once_in(9);
        let shown = |words: &[String], mark| {
            format!("{open}{}{close}", nested(words, mark).trim_end_matches(['.', ',']))
        };
        let frame = self.pick(FRAMES);
        let mut text = self.fill(frame);
        if text.contains("@f") {
            edit = "fragment";
        }
        let speaker = &said.speaker;
        let name = match self.below(4) {
            0 => format!("{} {}", speaker.given, speaker.family),
            1 => format!("{} {} {}", speaker.role, speaker.given, speaker.family),
            2 => format!("{} {}", speaker.role, speaker.family),
            _ => speaker.family.clone(),
        };
        text = text.replace("@f", &shown(&words[start..(start + 6).min(words.len())], false));
        text = text.replace("@1", &shown(&words[..half], false));
        text = text.replace("@2", &shown(&words[half..], mark));
        text = text.replace('@', &shown(&words, mark)).replace('&', &name);
        let pronoun = speaker.pronoun.to_owned();
        let pronoun = if text.starts_with('~') { capital(&pronoun) } else { pronoun };
        text = text.replace('~', &pronoun);
        // American papers print the comma and the stop inside the marks.
        if *open != "‘" {
            text = text.replace(&format!("{close},"), &format!(",{close}"));
            text = text.replace(&format!("{close}."), &format!(".{close}"));
        }
        (text, edit)
    }

    fn foreign(&mut self, articles: &mut Vec<Value>, event: usize) {
        let (code, marks, sentences, frames) = FOREIGN[event % FOREIGN.len()];
        let (open, close) = marks.split_once('|').unwrap_or_default();
        let said: Vec<String> = sentences.split('|').map(|sentence| self.fill(sentence)).collect();
        let name = format!("{} {}", self.pick("Anna|Martin|Julia|Paul"), self.name());
        for copy in 0..3 {
            let mut paragraphs = Vec::new();
            let mut printed = Vec::new();
            for (n, sentence) in said.iter().enumerate() {
                let cut = copy > 0 && self.once_in(3);
                let words = sentence
                    .split_once(' ')
                    .filter(|_| cut)
                    .map_or(sentence.as_str(), |(_, rest)| rest);
                let frame = self.pick(frames).replace('@', &format!("{open}{words}{close}"));
                paragraphs.push(frame.replace('&', &name));
                printed.push(json!([
                    format!("{event}/{n}"),
                    if cut { "cut-start" } else { "verbatim" }
                ]));
            }
            articles.push(json!({
                "id": format!("{code}-{event}-{copy}"), "outlet": format!("Blatt {code} {copy}"),
                "published": date(event, copy), "language": if copy == 0 { Value::Null } else { json!(code) },
                "text": paragraphs.join("\n\n"), "printed": printed,
            }));
        }
    }

    fn event(&mut self, articles: &mut Vec<Value>, event: usize) {
        let speakers: Vec<Speaker> = (0..1 + self.below(4)).map(|_| self.speaker()).collect();
        let said: Vec<Utterance> = (0..3 + self.below(6))
            .map(|id| Utterance {
                id,
                speaker: speakers[self.below(speakers.len())].clone(),
                words: self.words(),
            })
            .collect();
        if self.once_in(6) {
            let turn = |one: &Utterance| {
                format!("{} {}: {}.", one.speaker.role, one.speaker.family, one.words.join(" "))
            };
            let text: Vec<String> = said.iter().map(turn).collect();
            articles.push(json!({ "id": format!("record-{event}"), "kind": "transcript",
                "published": date(event, 0), "text": text.join("\n\n") }));
        }
        let mut first: Option<Vec<String>> = None;
        for copy in 0..2 + self.below(7) {
            let outlet = self.below(40);
            let marks = &MARKS[outlet % 4];
            let mut paragraphs =
                vec![format!("{} — {}", self.name().to_uppercase(), self.pick("Talks went on."))];
            let mut printed = Vec::new();
            for one in &said {
                if self.once_in(3) {
                    continue;
                }
                let (mut text, edit) = self.framed(one, marks);
                if self.once_in(2) {
                    let template = self.pick(FILLS);
                    text = format!("{} {text}", self.fill(template));
                }
                paragraphs.push(text);
                printed.push(json!([format!("{event}/{}", one.id), edit]));
            }
            // An agency's story, printed again and cut from below.
            if let Some(story) = first.as_ref().filter(|_| self.once_in(6)) {
                paragraphs = story[..(story.len() - 1).max(1)].to_vec();
                printed = vec![json!("reprint")];
            }
            let title = match self.below(3) {
                0 => {
                    let words = &said[0].words;
                    let part = words[..words.len().min(5)].join(" ");
                    format!("{}: {}{part}{}", said[0].speaker.family, marks[2], marks[3])
                }
                _ => format!("Talks in {} go on", self.name()),
            };
            let published = if self.once_in(12) { Value::Null } else { json!(date(event, copy)) };
            articles.push(json!({
                "id": format!("event-{event}-{copy}"), "outlet": format!("Outlet {outlet}"),
                "published": published, "title": title, "text": paragraphs.join("\n\n"), "printed": printed,
            }));
            first.get_or_insert(paragraphs);
        }
    }

    /// Returns the printed forms of one utterance, the first verbatim.
    fn group(&mut self, id: usize, size: usize) -> Vec<Value> {
        let (speaker, words) = (self.speaker(), self.words());
        (0..size)
            .map(|copy| {
                let (words, edit) = if copy == 0 { (words.clone(), "verbatim") } else { self.edited(&words) };
                let name = format!("{} {}", speaker.given, speaker.family);
                json!({ "id": format!("{id}.{copy}"), "text": words.join(" "), "utterance": id, "edit": edit,
                    "outlet": format!("Outlet {}", self.below(60)),
                    "speaker": if self.once_in(5) { Value::Null } else { json!(name) },
                    "published": if self.once_in(8) { Value::Null } else { json!(date(id / 9, copy)) } })
            })
            .collect()
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Returns a day of 2023, or a time on it, some copies later.
fn date(event: usize, copy: usize) -> String {
    let (month, day) = (1 + event % 12, 1 + (event / 12 + copy / 3) % 28);
    match copy % 3 {
        0 => format!("2023-{month:02}-{day:02}"),
        1 => format!("2023-{month:02}-{day:02}T{:02}:30:00Z", 6 + event % 12),
        _ => format!("2023-{month:02}-{day:02}T21:05:00-05:00"),
    }
}

const HELP: &str = "\
Writes synthetic input whose truth is known: N rows of JSON, one a line, to standard output.

Usage: generate articles|quotations|pairs|collations N SEED

  articles     of many outlets about the same events, in seven languages
  quotations   standalone quotations, for `reconcile --quotations`
  pairs        requests for `compare --jsonl`
  collations   requests for `collate`

The same arguments give the same bytes.

  -h, --help   print this help
";

fn main() -> ExitCode {
    terminal::exit("generate", run())
}

fn run() -> Result<(), AnyError> {
    let Some(given) = arguments::texts(HELP, 3)? else { return Ok(()) };
    let [what, n, seed] = given.as_slice() else {
        let usage = "usage: generate articles|quotations|pairs|collations N SEED; see --help";
        return Err(usage.into());
    };
    let n = n.parse::<usize>().map_err(|error| format!("N {n}: {error}"))?;
    let seed = seed.parse().map_err(|error| format!("SEED {seed}: {error}"))?;
    let mut generator = Generator(seed);
    let mut rows: Vec<Value> = Vec::new();
    let mut round = 0;
    while rows.len() < n {
        // Most utterances are printed once; a few by half the press.
        let doublings = generator.below(5);
        let size = 1 + generator.below(1 << doublings);
        match what.as_str() {
            "articles" if round % 8 == 7 => generator.foreign(&mut rows, round),
            "articles" => generator.event(&mut rows, round),
            "quotations" => rows.extend(generator.group(round, size)),
            "pairs" => {
                let group = generator.group(round, 2);
                let other = generator.group(round, 1);
                let b = if generator.once_in(4) { &other[0] } else { &group[1] };
                rows.push(json!({ "id": round, "a": group[0], "b": b }));
            }
            "collations" => {
                let witness = |one: &Value| json!({ "id": one["id"], "content": one["text"] });
                let witnesses: Vec<Value> =
                    generator.group(round, size + 1).iter().map(witness).collect();
                rows.push(json!({ "name": round, "witnesses": witnesses }));
            }
            _ => {
                return Err(
                    format!("{what}: none of articles, quotations, pairs, collations").into()
                );
            }
        }
        round += 1;
    }
    rows.truncate(n);
    let mut out = BufWriter::new(stdout().lock());
    for row in rows {
        writeln!(out, "{row}")?;
    }
    Ok(out.flush()?)
}
