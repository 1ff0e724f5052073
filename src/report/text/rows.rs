//! The rows of the text report: changes, fragments and witnesses.

use super::TextReport;
use crate::edition::Witness;
use crate::report::change::Change;
use crate::report::colour::{TextStyle, level_style};
use crate::report::fragment::Fragment;
use crate::report::labels::{
    date_part, disclosure_label, level_label, operation_sign, short_mention, short_name,
};
use crate::report::one_line::sanitize;
use crate::report::quotation_index::QuotationIndex;
use crate::report::styled_text::StyledText;
use crate::report::view::UtteranceView;

impl TextReport {
    /// Returns the cells of a change: warning, number (unless it is that of the row above), sign,
    /// words, outlets, kind, level, disclosure.
    pub(super) fn change_row(
        &self,
        view: &UtteranceView,
        number: Option<usize>,
        change: &Change,
    ) -> Vec<StyledText> {
        let style = level_style(change.standing_level());
        let number = number.map_or(String::new(), |number| number.to_string());
        vec![
            warning_cell(change.is_silent_substantive()),
            StyledText::new(&number, TextStyle::Bold),
            StyledText::new(operation_sign(change.operation), style),
            self.change_words(view, change),
            StyledText::plain(&view.describe_change_outlets(change, self.name_all_outlets)),
            StyledText::new(&change.kind_labels(), TextStyle::Dim),
            StyledText::new(level_label(change.level), style),
            StyledText::new(
                disclosure_label(change.disclosure),
                if change.is_silent_substantive() { TextStyle::Bad } else { TextStyle::Dim },
            ),
        ]
    }

    /// Returns the cells of a fragment: warning, sign, words, outlets.
    pub(super) fn fragment_row(
        &self,
        view: &UtteranceView,
        fragment: &Fragment,
    ) -> Vec<StyledText> {
        let mut words = StyledText::default();
        for (how, quoted) in &fragment.phrases {
            words.push(if words.is_empty() { "" } else { "; " }, TextStyle::Dim);
            words.push(how, TextStyle::Dim);
            words.push(&format!(" “{quoted}”"), TextStyle::Plain);
        }
        // A cut that removes a condition or a negation is described; others can be seen.
        for (entry, reading) in fragment.substantive_cuts() {
            // Where it goes on with a condition, nothing is left out.
            let lemma = view.short_lemma(entry);
            if !lemma.is_empty() {
                words.push(", leaving out ", TextStyle::Dim);
                words.push(&format!("“{lemma}”"), level_style(reading.level));
            }
            words.push(
                &format!(" ({}, {})", reading.kind.as_str(), level_label(reading.level)),
                TextStyle::Dim,
            );
        }
        let who = StyledText::plain(&view.outlets_with(&fragment.wordings, self.name_all_outlets));
        let sign = if fragment.is_truncated { "…" } else { "+" };
        vec![
            warning_cell(fragment.is_silent_change()),
            StyledText::new(sign, TextStyle::Dim),
            words,
            who,
            StyledText::default(),
        ]
    }

    /// Returns `to ] at the`, or the words of one side with their place where the other has none.
    pub(super) fn change_words(&self, view: &UtteranceView, change: &Change) -> StyledText {
        let style = level_style(change.standing_level());
        let (lemma, text) = view.short_sides(change);
        let mut words = StyledText::default();
        match (lemma.is_empty(), text.is_empty()) {
            (true, _) => {
                words.push(&text, style);
                words.push(&format!(" ({})", view.describe_place(change)), TextStyle::Dim);
            }
            (false, true) => words.push(&lemma, style),
            (false, false) => {
                words.push(&lemma, TextStyle::Plain);
                words.push(" ] ", TextStyle::Dim);
                words.push(&text, style);
            }
        }
        for (form, who) in view.other_forms(change, self.name_all_outlets) {
            words.push("; ", TextStyle::Dim);
            words.push(&form, style);
            words.push(&format!(" ({who})"), TextStyle::Dim);
        }
        if let Some(place) = &change.moved {
            words.push(&format!(" ({place})"), TextStyle::Dim);
        }
        words
    }

    /// Returns the cells of a witness: siglum, outlet, date, mention of the speaker, places where
    /// it differs, quotation.
    pub(super) fn witness_row(
        &self,
        view: &UtteranceView,
        index: Option<&QuotationIndex>,
        witness: &Witness,
    ) -> Vec<StyledText> {
        let printed = index.and_then(|index| index.get(&witness.quotation));
        let mut naming = StyledText::default();
        if let Some(printed) = printed {
            match printed.mention() {
                Some(mention) => {
                    let mention = sanitize(mention);
                    let mention =
                        if self.name_all_outlets { mention } else { short_mention(&mention) };
                    naming.push(&mention, TextStyle::Plain);
                    let known = view.utterance.speaker.as_deref();
                    let name = printed
                        .name()
                        .filter(|&name| Some(name) != known && !shows_name(&mention, name));
                    if let Some(name) = name {
                        naming.push(&format!(" ({})", sanitize(name)), TextStyle::Dim);
                    }
                }
                None => naming.push("unnamed", TextStyle::Dim),
            }
        }
        vec![
            StyledText::new(&sanitize(&witness.siglum), TextStyle::Bold),
            StyledText::plain(&short_name(&witness.outlet)),
            StyledText::new(&sanitize(date_part(witness.published.as_deref())), TextStyle::Dim),
            naming,
            StyledText::plain(&view.describe_print(witness, printed)),
            StyledText::new(
                &if self.name_all_outlets {
                    sanitize(&witness.quotation)
                } else {
                    short_name(&witness.quotation)
                },
                TextStyle::Dim,
            ),
        ]
    }
}

/// Returns true if the mention ends as the name does, or holds it. `Mr Putin` needs no `Vladimir
/// Putin` beside it, and `President Trump himself` no `Trump`; `he` does.
fn shows_name(mention: &str, name: &str) -> bool {
    mention.split_whitespace().next_back() == name.split_whitespace().next_back()
        || mention.contains(name)
}

/// Returns the sign in the margin that marks a silent change of substance.
fn warning_cell(is_silent: bool) -> StyledText {
    if is_silent { StyledText::new("!", TextStyle::Bad) } else { StyledText::default() }
}
