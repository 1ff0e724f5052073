//! Tells a quotation that is the next sentence of the one before: “A,” he said. “B.”
//!
//! One breath: nothing but the reporting clause of the first stands between the two, and the second
//! has no clause of its own. A sentence of the reporter’s, another paragraph or an ellipsis may
//! stand for anything that was said between. In “a,” he said, “b” the second is no sentence of its
//! own, but a piece of the first.

use super::AttributionRule;
use super::matcher::RuleMatch;
use super::narrative::Narrative;

/// Returns true if the quotation in `slot`, of which `found` is known, is the next sentence after
/// the one in the slots `before`, of which `last` is known.
pub(super) fn is_next_sentence(
    narrative: &Narrative<'_>,
    (before, last): (&[usize], &RuleMatch),
    slot: usize,
    found: &RuleMatch,
) -> bool {
    let (Some(&opening), Some(&end)) = (before.first(), before.last()) else { return false };
    let items = &narrative.items;
    let Some((cue, cue_end)) = found.cue.filter(|_| found.cue == last.cue) else { return false };
    if !(end < cue && cue_end <= slot)
        || narrative.paragraph_of(end) != narrative.paragraph_of(slot)
    {
        return false;
    }
    let words = items[slot].span.slice(narrative.text);
    // “A,” he said, “B”: a capital begins another sentence all the same.
    let whole = found.rule == AttributionRule::Continued && items[slot].opens_sentence
        || slot - cue_end <= 1 && words.starts_with(char::is_uppercase);
    // A sentence of the reporter’s within the gap is more than a reporting clause.
    let own = [items[end].sentence, items[cue].sentence, items[slot].sentence];
    items[opening].opens_sentence
        && whole
        && !words.starts_with(['…', '.', '['])
        && items[end + 1..slot].iter().all(|item| own.contains(&item.sentence))
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;
    use crate::model::{Document, Part};
    use crate::quotation::extract;

    /// Returns what each quotation of a text continues.
    fn continued(text: &str) -> Vec<Option<usize>> {
        let found = attribute(&Document::new("a", text), &extract(text, Part::Text));
        found.into_iter().map(|attribution| attribution.continues).collect()
    }

    /// Each with a near miss of the same words.
    #[test]
    fn the_next_sentence_by_the_same_speaker_in_one_breath() {
        for text in [
            "“The quay is closed,” Ada Lund said. “We open the gates in May.”",
            "“The quay is closed,” said Ada Lund, the harbour master. “We open in May again.”",
            "“Is the quay closed?” Ada Lund asked. “Nobody told us in time.”",
            "“The quay is closed,” she told reporters on Monday. “The gates open in May.”",
            "“The quay is closed,” she said, “We open the gates in May.”",
            "“Never,” Ada Lund said. “We open the gates in May.”",
            "“The quay is closed,” Ada Lund said. “May.”",
        ] {
            assert_eq!(continued(text), [None, Some(0)], "{text}");
        }
        for text in [
            // One quotation in two pieces.
            "“The quay is closed,” Ada Lund said, “and the gates open in May.”",
            // A clause of its own, another speaker, another sentence, another paragraph.
            "“The quay is closed,” Ada Lund said. “We open the gates in May,” Bo Ito said.",
            "“The quay is closed,” Ada Lund said. Nobody had asked. “We open the gates in May.”",
            "“The quay is closed,” Ada Lund said.\n\n“We open the gates in May.”",
            "Ada Lund said: “The quay is closed.” Later: “We open the gates in May.”",
            // A fragment, a title, and what was left out between.
            "“The quay is closed,” Ada Lund said. She wants a “summer of sails” in May.",
            "“The quay is closed,” said Ada Lund, author of “The Gates of May”.",
            "“The quay is closed,” Ada Lund said. “… We open the gates in May.”",
            "“The quay is closed,” Ada Lund said, adding, “We open the gates in May.”",
        ] {
            assert!(continued(text).iter().all(Option::is_none), "{text}");
        }
        let chain = "“The quay is closed,” Ada Lund said. “We open it in May.” And then: “We do.”";
        assert_eq!(continued(chain)[1], Some(0));
        let nested = "“He told me, ‘The quay is closed,’ and he said it twice,” Ada Lund said. \
                      “We open the gates in May.”";
        assert_eq!(continued(nested), [None, None, Some(0)]);
    }

    #[test]
    fn a_continuation_takes_the_speaker_of_what_it_continues() {
        let text = "Mary Lund met John Ito. “He is late,” she said. “John Ito is always late.”";
        let found = attribute(&Document::new("a", text), &extract(text, Part::Text));
        assert_eq!(found[1].continues, Some(0));
        let name = |n: usize| found[n].speaker.as_ref().and_then(|speaker| speaker.name.clone());
        assert_eq!(name(0), Some("Mary Lund".to_owned()));
        assert_eq!(name(1), name(0));
    }
}
