//! Tells words that reached the reader in translation: *through an interpreter*, *in Russian*.

use super::Narrative;
use crate::language::WordClasses;

impl Narrative<'_> {
    /// Returns true if the sentence of item `cue` says that what is quoted is a translation.
    pub(in crate::attribution) fn says_translated(&self, cue: usize) -> bool {
        /// Words between the preposition and its noun: *through her own*.
        const MAX_BETWEEN: usize = 2;
        let range = self.sentence_of(cue);
        range.clone().any(|i| {
            let led = self.items[i].has_any(WordClasses::PREPOSITION)
                && self.lexicon.leads_to_translation(self.item_text(i));
            led && (i + 1..range.end).take(MAX_BETWEEN + 1).any(|k| {
                // *in Russian politics* is no language.
                let ends = self.items.get(k + 1).is_none_or(|next| {
                    k + 1 >= range.end
                        || !next.is_word()
                        || next.has_any(
                            WordClasses::PREPOSITION
                                | WordClasses::TIME
                                | WordClasses::CONJUNCTION
                                | WordClasses::COMPLEMENTIZER,
                        )
                });
                ends && self.items[k].is_word() && self.lexicon.is_translation(self.item_text(k))
            })
        })
    }
}
