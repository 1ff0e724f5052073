//! Values as bytes: the first byte is a version, so that another program refuses what it cannot
//! read.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Error;

const VERSION: u8 = 1;

/// Returns a value as bytes.
pub(super) fn encode(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    // Neither the types of this room nor a vector refuses anything.
    rmp_serde::encode::write(&mut bytes, value).expect("a value of this room can be encoded");
    bytes
}

/// Returns the value of some bytes; `what` they are, for the error.
pub(super) fn decode<T: DeserializeOwned>(what: &str, bytes: &[u8]) -> Result<T, Error> {
    match bytes.split_first() {
        Some((&VERSION, rest)) => rmp_serde::from_slice(rest)
            .map_err(|error| Error::format(what, None, error.to_string())),
        Some((version, _)) => {
            let reason = format!("is of version {version}; this program reads {VERSION}");
            Err(Error::format(what, None, reason))
        }
        None => Err(Error::format(what, None, "is empty")),
    }
}
