//! Names of files, as documents and messages have them.

use std::path::Path;

/// Returns the path as text. Bytes that are not UTF-8 are printed as `\xE9`, so that two files have
/// two names.
pub(crate) fn path_name(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let mut name = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        name.push_str(chunk.valid());
        for byte in chunk.invalid() {
            name.push_str(&format!("\\x{byte:02X}"));
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_utf8_is_itself() {
        for name in ["", "a.txt", "Zürich/ö.md", "a\\xE9.txt", "\u{fffd}.txt"] {
            assert_eq!(path_name(Path::new(name)), name);
        }
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_utf8_keep_apart() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let name = |bytes: &[u8]| path_name(Path::new(OsStr::from_bytes(bytes)));
        assert_eq!(name(b"caf\xe9.txt"), "caf\\xE9.txt");
        assert_ne!(name(b"caf\xe9.txt"), name(b"caf\xe8.txt"));
        assert_eq!(name(b"a/\xff\xfe/\xc3\xa9"), "a/\\xFF\\xFE/é");
    }
}
