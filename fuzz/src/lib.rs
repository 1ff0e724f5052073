//! Fuzz targets: each reads any bytes, runs one room (or the whole way) on them, and checks the
//! laws of `DESIGN.md`, not only that nothing panics.
//!
//! Several texts in one input are divided by byte 0x1e, the separator of records.

#[allow(dead_code)]
#[path = "../../tests/laws/checks.rs"]
mod checks;
mod comparing;
mod exports;
mod files;
mod kept;
mod reading;
mod whole;

/// A check of one input. Panics if a law is broken.
pub type Target = fn(&[u8]);

/// All targets by name, that of their folder in `corpus/`.
pub const TARGETS: &[(&str, Target)] = &[
    ("text", reading::text),
    ("quotation", reading::quotation),
    ("attribution", reading::attribution),
    ("person_name", reading::person_name),
    ("input", reading::input),
    ("feed", files::feed),
    ("mail", files::mail),
    ("warc", files::warc),
    ("table", files::table),
    ("page", files::page),
    ("printed", files::printed),
    ("transcript", reading::transcript),
    ("align", comparing::align),
    ("blocking", comparing::blocking),
    ("cluster", comparing::cluster),
    ("collation", comparing::collation),
    ("variant", comparing::variant),
    ("reconcile", whole::reconcile),
    ("standalone", whole::standalone),
    ("archive", kept::archive),
    ("exports", exports::exports),
];

/// Runs the target of this name.
///
/// # Panics
/// If there is none, or a law is broken.
pub fn run(name: &str, data: &[u8]) {
    let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).expect("a known target");
    target(data);
}

/// Returns at most `most` texts of the input; what is not UTF-8 is replaced.
fn texts(data: &[u8], most: usize) -> Vec<String> {
    let parts = data.split(|&byte| byte == 0x1e).take(most);
    parts.map(|part| String::from_utf8_lossy(part).into_owned()).collect()
}

/// Bytes of an input beyond which a target looks no further: what long texts cost is measured
/// elsewhere, and short ones are tried far more often.
const MAX_BYTES: usize = 4096;
