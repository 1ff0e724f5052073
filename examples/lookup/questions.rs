//! Questions about what is in an archive, beside those about one wording.

use crate::terminal::{AnyError, neutral, print};
use variorum::edition::{OutletFidelity, Utterance, Verdict};
use variorum::live::{LiveSnapshot, RevisedQuotation, UtteranceQuery};
use variorum::variant::Level;

/// What is asked.
pub enum Question {
    /// The utterances that a query asks for, so many at most.
    Utterances(UtteranceQuery, usize),
    /// The most altered utterances, so many at most.
    MostAltered(usize),
    /// The fidelity of an outlet, or of all.
    Fidelity(Option<String>),
    /// The pairs to review, so many at most.
    Review(usize),
    /// What the versions of a document print otherwise.
    Revisions(String),
}

/// Reads the name of a verdict.
pub fn verdict(name: &str) -> Result<Verdict, String> {
    let all = Verdict::ALL;
    let names = || all.map(Verdict::as_str).join(", ");
    let found = all.into_iter().find(|verdict| verdict.as_str() == name);
    found.ok_or_else(|| format!("no such verdict: {name}; there are {}", names()))
}

/// Prints the answer to a question.
pub fn answer(snapshot: &LiveSnapshot, question: &Question, json: bool) -> Result<(), AnyError> {
    match question {
        Question::Utterances(query, limit) => {
            show_utterances(&snapshot.utterances(query)?, *limit, json)
        }
        Question::MostAltered(limit) => {
            show_utterances(&snapshot.most_altered(*limit)?, *limit, json)
        }
        Question::Fidelity(outlet) => {
            let outlets = match outlet {
                Some(outlet) => vec![snapshot.outlet_fidelity(outlet)?],
                None => snapshot.fidelity_by_outlet()?,
            };
            outlets.iter().try_for_each(|outlet| show_fidelity(outlet, json))
        }
        Question::Review(limit) => {
            for link in snapshot.pairs_to_review(*limit)? {
                if json {
                    print(format_args!("{}\n", serde_json::to_string(&link)?));
                    continue;
                }
                let words = |quotation: &str| -> Result<String, AnyError> {
                    let (document, place) = quotation.rsplit_once('#').unwrap_or((quotation, ""));
                    let texts = snapshot.quotation_texts(document)?;
                    let text = place.parse().ok().and_then(|n: usize| texts.get(n).cloned());
                    Ok(neutral(&text.unwrap_or_default()).into_owned())
                };
                print(format_args!(
                    "{:.2}  {} “{}”\n      {} “{}”\n",
                    link.score,
                    neutral(&link.a),
                    words(&link.a)?,
                    neutral(&link.b),
                    words(&link.b)?
                ));
            }
            Ok(())
        }
        Question::Revisions(id) => {
            for revision in snapshot.revisions(id)? {
                if json {
                    print(format_args!("{}\n", serde_json::to_string(&revision)?));
                    continue;
                }
                print(format_args!("commit {}\n", revision.position));
                revision.quotations.iter().for_each(show_revised);
            }
            Ok(())
        }
    }
}

fn show_utterances(found: &[Utterance], limit: usize, json: bool) -> Result<(), AnyError> {
    for utterance in found.iter().take(limit) {
        if json {
            print(format_args!("{}\n", serde_json::to_string(utterance)?));
            continue;
        }
        print(format_args!(
            "{} {}, {} outlets, {} wordings: {} “{}”\n",
            utterance.id,
            utterance.verdict.as_str(),
            utterance.outlets,
            utterance.wordings.len(),
            neutral(utterance.speaker.as_deref().unwrap_or("nobody is named")),
            neutral(&utterance.lemma.text)
        ));
    }
    if found.len() > limit && !json {
        print(format_args!("{} more\n", found.len() - limit));
    }
    Ok(())
}

fn show_fidelity(outlet: &OutletFidelity, json: bool) -> Result<(), AnyError> {
    if json {
        print(format_args!("{}\n", serde_json::to_string(outlet)?));
        return Ok(());
    }
    let altered = outlet.altered(Level::Minor);
    let interval = outlet.interval(Level::Minor).map_or(String::new(), |interval| {
        format!(", {:.0} to {:.0} %", 100.0 * interval.low, 100.0 * interval.high)
    });
    print(format_args!(
        "{}: {} quotations, {} could be judged, {altered} of these silently altered{interval}\n",
        neutral(&outlet.outlet),
        outlet.witnesses,
        outlet.judged
    ));
    Ok(())
}

fn show_revised(revised: &RevisedQuotation) {
    match revised {
        RevisedQuotation::Added(text) => print(format_args!("  added “{}”\n", neutral(text))),
        RevisedQuotation::Removed(text) => print(format_args!("  removed “{}”\n", neutral(text))),
        RevisedQuotation::Reworded { before, after, differences, .. } => {
            print(format_args!("  was “{}”\n", neutral(before)));
            print(format_args!("  is  “{}”\n", neutral(after)));
            for difference in differences {
                print(format_args!(
                    "    {} {}: “{}” became “{}”\n",
                    difference.level.as_str(),
                    difference.kind.as_str(),
                    neutral(&difference.before),
                    neutral(&difference.after)
                ));
            }
        }
        _ => {}
    }
}
