//! Runs of name words, as they stand in the prose.

use super::{Names, Run};
use crate::attribution::prose::Prose;
use crate::language::Lex;

/// Puts the runs of a level into `runs`, in order. O(n).
pub(super) fn runs_of(prose: &Prose<'_>, names: &mut Names<'_>, runs: &mut Vec<Run>) {
    let mut i = 0;
    for &name in &prose.names {
        // What a run has taken begins none.
        if name < i {
            continue;
        }
        i = name;
        if prose.is_genitive(i) {
            i += 1;
            continue;
        }
        let start = i;
        let mut core = i;
        let mut male = None;
        let mut titled = false;
        while i < prose.items.len() {
            let item = &prose.items[i];
            let particle = || {
                item.has(Lex::PARTICLE)
                    && i > start
                    && !(i == core && item.any(Lex::DET))
                    && prose.items.get(i + 1).is_some_and(|n| n.is_name())
            };
            let hyphen = || {
                item.is_mark(&['-', '–'])
                    && !item.spaced
                    && prose.items.get(i + 1).is_some_and(|n| n.is_word() && !n.spaced)
            };
            let after_hyphen = || i > start && prose.items[i - 1].is_mark(&['-', '–']);
            let suffix = || item.has(Lex::SUFFIX) && item.has(Lex::CAPITAL);
            if item.sentence != prose.items[start].sentence
                || item.has(Lex::GENITIVE)
                || !(item.is_name() || particle() || hyphen() || after_hyphen() || suffix())
            {
                break;
            }
            if item.has(Lex::TITLE) {
                let honorific = item.any(Lex::MALE.with(Lex::FEMALE));
                let given = item.has(Lex::GIVEN);
                if !given || i == start && honorific && prose.printed(i).ends_with('.') {
                    core = i + 1;
                    titled = true;
                    male = match (item.has(Lex::MALE), item.has(Lex::FEMALE)) {
                        (true, false) => Some(true),
                        (false, true) => Some(false),
                        _ => male,
                    };
                }
            }
            i += 1;
        }
        // “National Intelligence Dan Ito”: the end of an office or a body, then a given name and what follows it.
        if core + 3 < i
            && !prose.items[core].has(Lex::GIVEN)
            && !(core..i).any(|k| prose.items[k].is_mark(&['-', '–']))
        {
            let given = (core + 2..i - 1)
                .find(|&k| prose.items[k].has(Lex::GIVEN) && !prose.items[k].any(Lex::BODY));
            core = given.filter(|_| !prose.items[i - 1].any(Lex::BODY)).unwrap_or(core);
        }
        // “Speaker of the House Paul Ito”
        if core + 2 < i
            && prose.items[core].any(Lex::BODY.with(Lex::ROLE))
            && prose.items[core + 1].has(Lex::GIVEN)
        {
            core += 1;
        }
        if core >= i {
            // Titles alone: “the President”. No name.
            continue;
        }
        let mut last = i - 1;
        while last > core && prose.items[last].has(Lex::SUFFIX) {
            last -= 1;
        }
        if male.is_none() && last > core {
            let given = &prose.items[core];
            male = match (given.has(Lex::MALE), given.has(Lex::FEMALE)) {
                (true, false) => Some(true),
                (false, true) => Some(false),
                _ => None,
            };
        }
        runs.push(Run {
            start,
            end: i,
            core,
            surname: names.id(prose, last),
            male,
            titled,
            person: None,
        });
    }
}
