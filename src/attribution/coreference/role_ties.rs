//! The table of roles tied to persons.

use super::WordId;

/// Most ties that are kept of one role, so that time stays linear.
const MAX_TIES_OF_ROLE: usize = 24;
/// Most words that are kept to tell holders of one role apart.
pub(super) const MAX_MODIFIERS: usize = 6;

/// A person, the words that go with the role, and where the tie is printed.
#[derive(Clone, Copy, Debug)]
pub(super) struct RoleTie {
    pub(super) person: usize,
    pub(super) modifiers: [WordId; MAX_MODIFIERS],
    /// True if a place is among them.
    pub(super) has_place: bool,
}

/// The ties of a document, by the word of the role.
#[derive(Debug, Default)]
pub(in crate::attribution) struct RoleTies {
    of_role: Vec<Vec<RoleTie>>,
}

impl RoleTies {
    /// Forgets all ties.
    pub(super) fn clear(&mut self) {
        self.of_role.iter_mut().for_each(Vec::clear);
    }

    /// Adds a tie to the role, unless it is known.
    pub(super) fn push(&mut self, role: WordId, tie: RoleTie) {
        let ties = entry_mut(&mut self.of_role, role);
        let known =
            ties.iter().any(|old| old.person == tie.person && old.modifiers == tie.modifiers);
        if ties.len() < MAX_TIES_OF_ROLE && !known {
            ties.push(tie);
        }
    }

    /// Returns the ties of a role.
    pub(super) fn ties_of(&self, role: WordId) -> &[RoleTie] {
        self.of_role.get(role as usize).map_or(&[], Vec::as_slice)
    }
}

/// Returns the entry of `word`, and grows the list as needed.
pub(super) fn entry_mut<T: Clone + Default>(list: &mut Vec<T>, word: WordId) -> &mut T {
    let word = word as usize;
    if list.len() <= word {
        list.resize(word + 1, T::default());
    }
    &mut list[word]
}
