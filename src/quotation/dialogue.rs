//! Speech in dialogue, which a dash at the head of its paragraph opens and no mark closes.
//!
//! ```text
//! —Nos vamos mañana temprano —dijo Ana Ruiz—. No volveremos a esta casa.
//! – Jutro rano wyjeżdżamy – powiedziała Anna Nowak. – Nie wrócimy już do tego domu.
//! — Je pars, dit-elle.
//! ```
//!
//! The text between dashes is speech and the reporter's in turn. A list has dashes too, so a text
//! is read so only if at least one of its paragraphs shows a reporting clause. Where the language
//! has no word lists, small words before a name show one. Cost: linear.

use super::draft::DraftQuotation;
use super::inserted_clause::{clause_len, cut_piece};
use super::mark::is_blank;
use crate::language::{Lexicon, WordClasses};
use crate::span::Span;

/// Most words before a name that show a reporting clause in a language without word lists.
const MAX_UNKNOWN_VERBS: usize = 2;
/// Words of a clause in which its verb is looked for.
const MAX_VERB_PLACE: usize = 4;

/// The dashes that open speech.
fn is_dialogue_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '―')
}

/// Adds the speech in dialogue of `text` to `drafts`, in the order in which they open.
pub(super) fn add_dialogue(text: &str, drafts: &mut Vec<DraftQuotation>, lexicon: &Lexicon) {
    // The last byte of a bar, and of the dashes where they open speech: most texts have none.
    let dashes = lexicon.grammar.dialogue_dashes || lexicon.reporting_verbs == 0;
    let bytes = text.as_bytes();
    if !bytes.contains(&0x95) && !(dashes && (bytes.contains(&0x93) || bytes.contains(&0x94))) {
        return;
    }
    let mut found = Vec::new();
    let mut shown = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        let end = at + line.trim_end().len();
        at += line.len();
        let Some(paragraph) = text.get(start..end) else { continue };
        let Some(dash) = paragraph.chars().next().filter(|&c| is_dialogue_dash(c)) else {
            continue;
        };
        if !dashes && dash != '―' {
            continue;
        }
        if let Some((pieces, clause)) = read_paragraph(text, start, end, lexicon) {
            shown |= clause;
            found.push(DraftQuotation {
                pieces,
                parent: None,
                closed: true,
                extent: Span::new(start, end),
                paragraph_start: start as u32,
                paragraph_end: end as u32,
                label: None,
            });
        }
    }
    if shown && found.len() + drafts.len() < u32::MAX as usize {
        merge(drafts, found);
    }
}

/// Returns the pieces of speech of a paragraph, and true if a clause says whose it is.
fn read_paragraph(
    text: &str,
    start: usize,
    end: usize,
    lexicon: &Lexicon,
) -> Option<(Vec<Span>, bool)> {
    let mut pieces = Vec::new();
    let mut clause = false;
    let mut narrated = true; // the part before the first dash
    for (from, to) in parts(text, start, end) {
        let part = text.get(from..to)?;
        let reports = !narrated && is_clause(part, lexicon);
        clause |= reports;
        narrated = reports;
        if reports {
            continue;
        }
        let before = pieces.len();
        match lexicon.grammar.clauses_inside || lexicon.reporting_verbs > 0 {
            true => cut_piece(text, Span::new(from, to), lexicon, &mut pieces),
            false => pieces.push(Span::new(from, to)),
        }
        clause |= pieces.len() > before + 1
            || pieces
                .last()
                .is_some_and(|last| last.end() < to && clause_ends(text, last.end(), to, lexicon));
    }
    (!pieces.is_empty()).then_some((pieces, clause))
}

/// Returns true if the words behind a piece are a reporting clause.
fn clause_ends(text: &str, from: usize, to: usize, lexicon: &Lexicon) -> bool {
    let rest = text.get(from..to).unwrap_or("");
    let rest = rest.trim_start_matches([',', '!', '?', '…']);
    clause_len(rest, lexicon).is_some()
}

/// Returns the parts of a paragraph between its dashes, without blanks at their ends. A dash inside
/// a word parts nothing.
fn parts(text: &str, start: usize, end: usize) -> Vec<(usize, usize)> {
    let paragraph = &text[start..end];
    let mut cuts = vec![];
    for (at, c) in paragraph.char_indices().filter(|&(_, c)| is_dialogue_dash(c)) {
        let before = paragraph[..at].chars().next_back();
        let after = paragraph[at + c.len_utf8()..].chars().next();
        let inside =
            before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        if !inside {
            cuts.push((start + at, start + at + c.len_utf8()));
        }
    }
    let ends = cuts.iter().skip(1).map(|&(from, _)| from).chain([end]);
    let all = cuts.iter().map(|&(_, to)| to).zip(ends);
    all.filter_map(|(from, to)| {
        let part = text.get(from..to)?;
        let body = part.trim_start_matches(|c: char| is_blank(c) || matches!(c, '.' | ',' | ';'));
        let from = to - body.len();
        let body = body.trim_end_matches(is_blank);
        body.chars().any(char::is_alphanumeric).then(|| (from, from + body.len()))
    })
    .collect()
}

/// Returns true if a part between dashes is a reporting clause: it begins with a small letter and
/// has a reporting verb among its first words.
fn is_clause(part: &str, lexicon: &Lexicon) -> bool {
    if !part.starts_with(char::is_lowercase) {
        return false;
    }
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    if lexicon.reporting_verbs == 0 {
        let small = part.split_whitespace().take_while(|word| word.starts_with(char::is_lowercase));
        let small = small.count();
        let next = part.split_whitespace().nth(small);
        return (1..=MAX_UNKNOWN_VERBS).contains(&small)
            && next.is_some_and(|word| word.starts_with(char::is_uppercase));
    }
    let mut words = part.split_whitespace().take(MAX_VERB_PLACE);
    words.any(|word| {
        let verb = bare(word.split('-').next().unwrap_or(word));
        lexicon.classes_of(&verb, false).has_any(WordClasses::SPEECH_VERB)
    })
}

/// Merges `found` into `drafts`, both in the order in which they open, and renumbers parents.
/// Quotations inside the pieces of a found one are nested in it; those across its ends are kept
/// and the found one is not.
fn merge(drafts: &mut Vec<DraftQuotation>, found: Vec<DraftQuotation>) {
    let inside = |draft: &DraftQuotation, outer: &DraftQuotation| {
        draft.pieces.iter().all(|piece| outer.pieces.iter().any(|own| own.contains(*piece)))
    };
    let crosses = |draft: &DraftQuotation, outer: &DraftQuotation| {
        draft.extent.start() < outer.extent.end() && outer.extent.start() < draft.extent.end()
    };
    let found: Vec<DraftQuotation> = found
        .into_iter()
        .filter(|outer| !drafts.iter().any(|draft| crosses(draft, outer) && !inside(draft, outer)))
        .collect();
    let old = std::mem::take(drafts);
    let mut place = vec![0_u32; old.len()];
    let mut outer = None;
    let mut next = found.into_iter().peekable();
    for (i, mut draft) in old.into_iter().enumerate() {
        while let Some(one) = next.next_if(|one| one.extent.start() <= draft.extent.start()) {
            outer = Some(drafts.len());
            drafts.push(one);
        }
        place[i] = drafts.len() as u32;
        draft.parent = match draft.parent {
            Some(parent) => Some(place[parent as usize]),
            None => outer.filter(|&outer| inside(&draft, &drafts[outer])).map(|outer| outer as u32),
        };
        drafts.push(draft);
    }
    drafts.extend(next);
}
