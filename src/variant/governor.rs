//! Finds what governs the words that a cut leaves: a negation, a condition, a hedge or an embedding
//! verb that stands beside them in their own clause.
//!
//! Whoever quotes the second half of `I never said | he was right` has turned it round. What stands
//! in another sentence or in a clause of its own governs something else: `We are not leaving, |
//! they closed the harbour`. So the search ends at the nearest mark or conjunction; only a fronted
//! condition reaches over the comma that ends it: `If they disarm, | we will sign`.
//!
//! Cost: linear in the words of the sentence that is cut.

use std::ops::Range;

use super::qualifier_kind::QualifierKind;
use super::statement::Form;
use super::token_view::TokenView;
use crate::language::{CueClass, VariantLexicon};
use crate::text::TokenClass;

/// Words that a cut took away and that govern what it left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Governor {
    /// Its kind.
    pub kind: QualifierKind,
    /// Its tokens: from its first word to the cut, or from the cut to the end of its clause.
    pub tokens: Range<usize>,
    /// True if it stands right at the cut.
    pub adjoins: bool,
    /// True if no comma ends it before the words that are left: they stand inside it, `only if |
    /// they pay`, or it follows them, `we pay | if they come`.
    pub open: bool,
}

impl Governor {
    /// Returns true if its loss turns what is printed in this form. A clause in the reporter's
    /// sentence is governed there, unless it was taken from under the speaker's own *if*, *not* or
    /// *thinking that*.
    pub(super) fn turns(&self, form: Form) -> bool {
        match form {
            Form::Phrase => false,
            // What hangs on `if` or `thinking that` is a clause.
            Form::Nominal => match self.kind {
                QualifierKind::Condition => self.open && self.adjoins,
                QualifierKind::Embedding => true,
                QualifierKind::Negation | QualifierKind::Hedge => false,
            },
            Form::Clause => match self.kind {
                QualifierKind::Negation => !self.adjoins,
                QualifierKind::Condition => self.open,
                QualifierKind::Embedding => true,
                QualifierKind::Hedge => false,
            },
            Form::Statement => true,
        }
    }
}

/// Most words between a negator and the words that it still governs: `I don't think we | should`.
const MAX_NEGATOR_DISTANCE: usize = 4;

/// Most words between the comma that ends a fronted condition and the cut: its subject.
const MAX_MAIN_CLAUSE_WORDS: usize = 3;

/// Most words between the cut and a condition that follows in the same clause: `with them if`.
const MAX_CONDITION_DISTANCE: usize = 3;

/// Most words from *quote* to the quotation inside the quotation: `and I quote from it, “`.
const MAX_INQUIT_WORDS: usize = 4;

/// Returns what governs the words from `cut` on among those before it: a fronted condition, and
/// what stands in their own clause.
pub(super) fn find_before(
    lexicon: &VariantLexicon,
    tokens: &[TokenView<'_>],
    cut: usize,
) -> Vec<Governor> {
    let tokens = &tokens[..cut];
    let start = tokens.iter().rposition(ends_utterance).map_or(0, |at| at + 1);
    let mut found = Vec::new();
    if let Some(from) = find_inquit(tokens, start) {
        found.push(Governor {
            kind: QualifierKind::Embedding,
            tokens: from..cut,
            adjoins: true,
            open: true,
        });
        return found;
    }
    let clause = tokens[start..].iter().rposition(breaks_clause).map_or(start, |at| start + at + 1);
    // A clause ends with the comma that follows it: nothing governs what stands beyond.
    if clause == cut && clause == start {
        return found;
    }
    if let Some(from) = find_fronted_condition(lexicon, tokens, start, clause) {
        found.push(Governor {
            kind: QualifierKind::Condition,
            tokens: from..cut,
            adjoins: false,
            open: false,
        });
    }
    let (at, forms) = words_from(tokens, clause);
    found.extend(find_in_clause(lexicon, &at, &forms, cut));
    found
}

/// Returns what governs the words up to `cut` among those after it: a condition, a negation or a
/// hedge that ends their sentence.
pub(super) fn find_after(
    lexicon: &VariantLexicon,
    tokens: &[TokenView<'_>],
    cut: usize,
) -> Vec<Governor> {
    let end = tokens[cut..].iter().position(ends_utterance).map_or(tokens.len(), |at| cut + at);
    let tokens = &tokens[..end];
    let (at, forms) = words_from(tokens, cut);
    let Some(&first) = at.first() else { return Vec::new() };
    let end_of_clause =
        |from: usize| tokens[from..].iter().position(breaks_clause).map_or(end, |mark| from + mark);
    let governor = |kind, from: usize, adjoins| Governor {
        kind,
        tokens: at[from]..end_of_clause(at[from]),
        adjoins,
        open: kind == QualifierKind::Condition,
    };
    // After *and* or *or* stands a clause of its own.
    let joined = usize::from(forms[0] == "but");
    let mut found = Vec::new();
    let whether = lexicon.find_cues(CueClass::Whether, &forms);
    let reach = MAX_CONDITION_DISTANCE.max(joined);
    for (i, _) in lexicon.find_cues(CueClass::Proviso, &forms) {
        let idiom = whether.iter().any(|&(start, n)| (start..start + n).contains(&i));
        // In the clause that was cut: no mark and no further clause stands between.
        let beside = i <= joined
            || i <= reach
                && joined == 0
                && !tokens[cut..at[i]].iter().any(breaks_clause)
                && !forms[..i].iter().any(|form| opens_clause(form));
        if beside && !idiom {
            found.push(governor(QualifierKind::Condition, if i == joined { 0 } else { i }, i == 0));
        }
        if i > reach || !found.is_empty() {
            break;
        }
    }
    if !found.is_empty() {
        return found;
    }
    // `, not a repeal of it` sets something else against what stands before; `but never for long`
    // takes it back.
    let but = forms[0] == "but";
    let bare = first == cut && forms[0] != "not";
    let negators = lexicon.find_cues(CueClass::Negator, &forms);
    if let Some(&(i, _)) = negators.first()
        && (i == 1 && but || i == 0 && bare)
        && !matches!(forms[i], "without" | "nor" | "neither" | "no")
        // With a capital it begins another sentence, whatever mark stands before it.
        && !tokens[first].capital()
    {
        found.push(governor(QualifierKind::Negation, 0, !but));
    }
    // Before words of its own it opens a clause: `I think it is late`.
    if let Some(&(i, n)) = lexicon.find_cues(CueClass::Hedge, &forms).first()
        && i <= joined
        && at.get(i + n).is_none_or(|&next| end_of_clause(at[i]) <= next)
        && !is_auxiliary_hedge(&forms[i..i + n])
    {
        found.push(governor(QualifierKind::Hedge, 0, i == 0));
    }
    found
}

/// Returns where a clause with *but* begins that takes back what stands before `cut`.
pub(super) fn find_concession(tokens: &[TokenView<'_>], cut: usize) -> Option<usize> {
    let end = tokens[cut..].iter().position(ends_utterance).map_or(tokens.len(), |at| cut + at);
    let (at, forms) = words_from(&tokens[..end], cut);
    // A clause: a subject and a verb at the least.
    (forms.first() == Some(&"but") && forms.len() > 3).then(|| at[0])
}

/// Returns the words from `from` on: their places and their forms.
fn words_from<'x>(tokens: &[TokenView<'x>], from: usize) -> (Vec<usize>, Vec<&'x str>) {
    let at: Vec<usize> = (from..tokens.len()).filter(|&i| tokens[i].is_word()).collect();
    let forms = at.iter().map(|&i| tokens[i].form).collect();
    (at, forms)
}

/// Returns true for a mark beyond which another sentence stands; an ellipsis may stand for one.
fn ends_utterance(tok: &TokenView<'_>) -> bool {
    tok.ends_sentence() || tok.class == TokenClass::Ellipsis
}

/// Returns true for a mark that ends a clause.
fn breaks_clause(tok: &TokenView<'_>) -> bool {
    matches!(tok.form, "," | ";" | ":" | "—" | "(" | ")") || tok.is_quote() || ends_utterance(tok)
}

/// Returns true for a word that opens a clause of its own.
fn opens_clause(form: &str) -> bool {
    matches!(
        form,
        "and"
            | "but"
            | "or"
            | "so"
            | "because"
            | "since"
            | "though"
            | "although"
            | "while"
            | "that"
            | "which"
            | "who"
            | "what"
            | "where"
    )
}

/// Returns true for a modal or a verb of seeming, which needs the verb after it.
fn is_auxiliary_hedge(forms: &[&str]) -> bool {
    matches!(forms, ["may" | "might" | "could"] | [_, "to"])
}

/// Returns where the words begin by which the speaker hands on somebody else's: `she said, and I
/// quote, “`.
fn find_inquit(tokens: &[TokenView<'_>], start: usize) -> Option<usize> {
    tokens.last().filter(|tok| tok.is_quote())?;
    let (at, forms) = words_from(tokens, start);
    let near = forms.len().saturating_sub(MAX_INQUIT_WORDS);
    forms[near..].contains(&"quote").then(|| at[0])
}

/// Returns where the condition begins that is fronted to the clause from `clause` on.
fn find_fronted_condition(
    lexicon: &VariantLexicon,
    tokens: &[TokenView<'_>],
    start: usize,
    clause: usize,
) -> Option<usize> {
    let comma = clause.checked_sub(1).filter(|&at| at > start && tokens[at].form == ",")?;
    let (_, main) = words_from(tokens, clause);
    let subject = main.len() <= MAX_MAIN_CLAUSE_WORDS
        && !main.iter().any(|form| matches!(*form, "and" | "but" | "or"));
    if !subject {
        return None;
    }
    let (at, forms) = words_from(&tokens[..comma], start);
    // After a conjunction or the end of another clause.
    let lead = forms.iter().take_while(|form| matches!(**form, "and" | "but" | "so" | "well"));
    let first = lead.count();
    let opens = |i: usize| {
        i == first
            || at[i] > 0 && breaks_clause(&tokens[at[i] - 1])
            || i > 0 && opens_clause(forms[i - 1])
    };
    let whether = lexicon.find_cues(CueClass::Whether, &forms);
    let told = |i: usize| whether.iter().any(|&(start, n)| (start..start + n).contains(&i));
    let fronted = |&(i, _): &(usize, usize)| {
        opens(i)
            && !told(i)
            // No other clause has ended since.
            && !tokens[at[i]..comma].iter().any(|tok| breaks_clause(tok) && tok.form != ",")
    };
    let mut cues = lexicon.find_cues(CueClass::Proviso, &forms);
    cues.retain(fronted);
    cues.into_iter().map(|(i, _)| at[i]).min()
}

/// Returns what governs the words from `cut` on in their own clause, whose words before it are
/// these.
fn find_in_clause(
    lexicon: &VariantLexicon,
    at: &[usize],
    forms: &[&str],
    cut: usize,
) -> Option<Governor> {
    // After a conjunction another clause begins.
    let joined = |form: &&str| {
        matches!(*form, "and" | "but" | "or" | "because" | "though" | "although" | "while")
    };
    let from = forms.iter().rposition(joined).map_or(0, |i| i + 1);
    let (at, forms) = (&at[from..], &forms[from..]);
    let that = usize::from(forms.last() == Some(&"that"));
    let end = forms.len() - that;
    let governor = |kind, i: usize, n: usize| {
        Some(Governor { kind, tokens: at[i]..cut, adjoins: i + n == forms.len(), open: true })
    };
    let whether = lexicon.find_cues(CueClass::Whether, forms);
    let told = |i: usize| whether.iter().any(|&(start, n)| (start..start + n).contains(&i));
    let provisos = lexicon.find_cues(CueClass::Proviso, forms);
    if let Some(&(i, n)) = provisos.iter().rev().find(|&&(i, _)| !told(i) && forms[i] != "until") {
        // `We can only win if | …`: what is left is the condition, and not said outright.
        let adjoins = i + n == forms.len() || that == 1;
        let tokens = at[i]..cut;
        return Some(Governor { kind: QualifierKind::Condition, tokens, adjoins, open: true });
    }
    if let Some(&(i, n)) = lexicon.find_cues(CueClass::Negator, forms).last()
        && forms.len() - (i + n) < MAX_NEGATOR_DISTANCE
        // `no ships | that sailed`: it belongs to its noun.
        && (!matches!(forms[i], "no" | "none" | "nothing") || i + n == forms.len())
        && !lexicon.is_negation_idiom(forms, i)
        && lexicon.find_cues(CueClass::Factive, &forms[i..]).is_empty()
    {
        return governor(QualifierKind::Negation, i, n);
    }
    let ends = |&(i, n): &(usize, usize)| i + n == end || i + n == forms.len();
    let own = forms.iter().any(|form| matches!(*form, "i" | "we"));
    if let Some(&(i, n)) =
        lexicon.find_cues(CueClass::Embedding, forms).iter().rev().find(|cue| ends(cue))
    {
        let thinks = matches!(forms[i], "think" | "believe" | "hope") && own;
        let kind = if thinks { QualifierKind::Hedge } else { QualifierKind::Embedding };
        return governor(kind, i.saturating_sub(usize::from(thinks)), n + usize::from(thinks));
    }
    let says = |form: &str| form == "say" || lexicon.is_cue_word(CueClass::Saying, form);
    if that == 1 && end > 1 && !own && says(forms[end - 1]) {
        return governor(QualifierKind::Embedding, end - 2, that + 2);
    }
    let hedge = lexicon.find_cues(CueClass::Hedge, &forms[..end]).into_iter().rev().find(ends)?;
    (!is_auxiliary_hedge(&forms[hedge.0..hedge.0 + hedge.1]))
        .then(|| governor(QualifierKind::Hedge, hedge.0, hedge.1 + that))?
}
