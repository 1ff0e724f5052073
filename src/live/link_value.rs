//! Links as the file keeps them: what their ids and the weights of the archive do not say.

use serde::{Deserialize, Serialize};

use crate::link::{Basis, Link, LinkModel, LinkVerdict, RejectionReason};

/// A link without its ids, which are in its key, and its score, which follows from the evidence
/// and the weights that the archive was made with. A link with all of that takes ten times the
/// room.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct LinkValue {
    /// The basis, seen from the smaller id.
    basis: Basis,
    verdict: LinkVerdict,
    rejection: Option<RejectionReason>,
}

impl LinkValue {
    pub(super) fn new(link: &Link) -> LinkValue {
        LinkValue { basis: link.basis, verdict: link.verdict, rejection: link.rejection }
    }

    /// Returns the link of two quotations, in any order.
    pub(super) fn link(self, x: &str, y: &str, model: &LinkModel) -> Link {
        let link = Link::new(x.min(y), x.max(y), self.basis, None, model);
        Link { verdict: self.verdict, rejection: self.rejection, ..link }
    }
}
