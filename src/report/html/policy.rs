//! The content security policy of the page: nothing is loaded, and nothing runs but its own script.
//!
//! Source: Content Security Policy Level 3, W3C (<https://www.w3.org/TR/CSP3/>), hashes of inline
//! styles and scripts. The text of articles is escaped; should markup slip through all the same,
//! by a template of the caller for example, a browser neither runs nor loads it.

/// Returns the policy of a page with this style sheet and this script.
pub(super) fn content_security_policy(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:; \
         base-uri 'none'; form-action 'none'",
        base64(&hmac_sha256::Hash::hash(style.as_bytes())),
        base64(&hmac_sha256::Hash::hash(script.as_bytes()))
    )
}

/// Returns bytes in Base64 (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let byte = |n: usize| u32::from(group.get(n).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for n in 0..4 {
            match n <= group.len() {
                true => text.push(char::from(DIGITS[(bits >> (18 - 6 * n) & 63) as usize])),
                false => text.push('='),
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 4648, section 10, and the hash of the empty text.
    #[test]
    fn base64_is_that_of_the_standard() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foob", "Zm9vYg==")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        let policy = content_security_policy("", "");
        assert!(policy.contains("'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"));
    }
}
