//! What a result depends on beside the documents.

use super::bytes::encode;
use crate::settings::Settings;

/// Returns a line that names all that a result depends on beside the documents: the version of the
/// crate, the word lists, the weights of both models, the lemma, the levels, and if speech without
/// marks is looked for. Machines that work together must have the same. A function of the caller
/// (see [`Levels`](crate::variant::Levels)) has no fingerprint.
///
/// ```
/// use variorum::{Settings, part};
/// let one = part::fingerprint(&Settings::default());
/// let other = part::fingerprint(&Settings::default().with_indirect_reports(false));
/// assert_ne!(one, other);
/// assert!(one.starts_with(concat!("variorum ", env!("CARGO_PKG_VERSION"))));
/// ```
pub fn fingerprint(settings: &Settings) -> String {
    let hash = |bytes: &[u8]| xxhash_rust::xxh3::xxh3_64(bytes);
    format!(
        "variorum {}, word lists {:016x}, link model {:016x}, statement model {:016x}, lemma {:?}, \
         levels {:016x}, reports {}",
        env!("CARGO_PKG_VERSION"),
        settings.language_data.fingerprint(),
        hash(&encode(&settings.link_model)),
        hash(&encode(&settings.statement_model)),
        settings.lemma,
        hash(format!("{:?}", settings.classifier.levels()).as_bytes()),
        if settings.indirect { "on" } else { "off" },
    )
}
