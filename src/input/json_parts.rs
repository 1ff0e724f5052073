//! Takes a broken JSON Feed apart: its items are the objects of its list `items`.

use super::feed_parts::{FeedEntry, FeedParts, rest, slice};

/// The version of a feed that names none before its items.
const VERSION: &str = "https://jsonfeed.org/version/1.1";

/// A step through JSON that need not be well formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// The offsets of the first and of the last mark of a string. One that does not end in its line
    /// is none: JSON has no line breaks in strings.
    Text(usize, usize),
    Open(usize, u8),
    Close(usize, u8),
}

/// Returns the next sign from `from` on.
fn next_sign(bytes: &[u8], mut from: usize) -> Option<Sign> {
    loop {
        match *bytes.get(from)? {
            sign @ (b'{' | b'[') => return Some(Sign::Open(from, sign)),
            sign @ (b'}' | b']') => return Some(Sign::Close(from, sign)),
            b'"' => match string_end(bytes, from) {
                Ok(end) => return Some(Sign::Text(from, end)),
                Err(end_of_line) => from = end_of_line,
            },
            _ => from += 1,
        }
    }
}

/// Returns the offset of the mark that ends the string that begins at `from`; without one in its
/// line, the end of that.
fn string_end(bytes: &[u8], from: usize) -> Result<usize, usize> {
    let mut at = from + 1;
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(at),
            None | Some(b'\n') => return Err(at.min(bytes.len())),
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
        }
    }
}

/// Returns the pieces of a feed; `None` if it has no list `items`.
pub(super) fn split(feed: &[u8]) -> Option<FeedParts<'_>> {
    let (mut at, mut depth, mut version) = (0, 0_usize, None);
    // The key before a value at the first level.
    let mut key: &[u8] = b"";
    let list = loop {
        match next_sign(feed, at)? {
            Sign::Text(start, end) => {
                let text = slice(feed, start + 1..end);
                if depth == 1 && key == b"version" {
                    version = Some(slice(feed, start..end + 1));
                }
                key = if depth == 1 { text } else { b"" };
                at = end + 1;
            }
            Sign::Open(start, b'[') if depth == 1 && key == b"items" => {
                break start;
            }
            Sign::Open(start, _) => (depth, key, at) = (depth + 1, b"", start + 1),
            Sign::Close(start, _) => (depth, key, at) = (depth.saturating_sub(1), b"", start + 1),
        }
    };
    let (entries, tail) = items(feed, list + 1);
    let version = version.map_or(format!("\"{VERSION}\"").into_bytes(), <[u8]>::to_vec);
    let begin = [b"{\"version\":", version.as_slice(), b",\"title\":\"\",\"items\":["].concat();
    let head = slice(feed, 0..list + 1);
    let heads = vec![[head, rest(feed, tail)].concat(), [head, b"]}"].concat()];
    Some(FeedParts { begin, end: b"]}".to_vec(), heads, entries })
}

/// Bytes that are looked at again for one byte of a feed, to find items behind broken ones.
const MAX_LOOKS: usize = 8;

/// Returns the objects from `from` on, and where their list ends.
fn items(feed: &[u8], from: usize) -> (Vec<FeedEntry<'_>>, usize) {
    let (mut entries, mut at) = (Vec::new(), from);
    // The signs that are open within an item, and where it began.
    let (mut open, mut start) = (Vec::new(), from);
    let mut left = feed.len().saturating_mul(MAX_LOOKS);
    loop {
        let is_broken = match next_sign(feed, at) {
            Some(Sign::Text(_, end)) => {
                at = end + 1;
                false
            }
            Some(Sign::Open(place, sign)) => {
                if open.is_empty() {
                    start = place;
                }
                open.push(sign);
                at = place + 1;
                false
            }
            Some(Sign::Close(place, sign)) => {
                at = place + 1;
                match (open.pop(), sign) {
                    (None, b']') => return (entries, place),
                    (None, _) => false,
                    (Some(b'{'), b'}') | (Some(b'['), b']') => {
                        if open.is_empty() {
                            entries.push(FeedEntry {
                                start,
                                bytes: slice(feed, start..at),
                                is_whole: true,
                            });
                        }
                        false
                    }
                    _ => true,
                }
            }
            None if open.is_empty() => return (entries, feed.len()),
            None => {
                at = feed.len();
                true
            }
        };
        if is_broken {
            // It does not end: the next one begins with its id, as items do.
            left = left.saturating_sub(at - start);
            let next = next_item(feed, start + 1).filter(|_| left > 0);
            let end = next.unwrap_or(feed.len());
            entries.push(FeedEntry { start, bytes: slice(feed, start..end), is_whole: false });
            let Some(next) = next else { return (entries, feed.len()) };
            open.clear();
            at = next;
        }
    }
}

/// Returns the offset of the next `{` before `"id"`.
fn next_item(feed: &[u8], from: usize) -> Option<usize> {
    (from..feed.len()).find(|&at| {
        let here = rest(feed, at).strip_prefix(b"{");
        here.is_some_and(|here| here.trim_ascii_start().starts_with(b"\"id\""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(feed: &str) -> Vec<(String, bool)> {
        let entries = split(feed.as_bytes()).map(|parts| parts.entries).unwrap_or_default();
        let text = |entry: FeedEntry<'_>| String::from_utf8_lossy(entry.bytes).trim().to_owned();
        entries.into_iter().map(|entry| (text(entry), entry.is_whole)).collect()
    }

    #[test]
    fn items_are_objects_of_their_list() {
        let feed = r#"{"x": {"items": [{}]}, "title": "items", "items": [{"a": "}]\""}, 5,
            {"b": [{}]} {"c": 1}], "y": [{}]}"#;
        let found = entries(feed);
        let texts: Vec<&str> = found.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, [r#"{"a": "}]\""}"#, r#"{"b": [{}]}"#, r#"{"c": 1}"#]);
    }

    #[test]
    fn an_item_without_an_end_costs_no_other() {
        let found = entries("{\"items\": [{\"id\": 1, \"t\": \"no end\n}, {\"id\": 2}, {\"id\": 3");
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(found[1], ("{\"id\": 2}".to_owned(), true));
        assert!(!found[2].1);
        // One brace too few.
        let found =
            entries("{\"items\": [{\"id\": 1, \"t\": {\"u\": 1}, {\"id\": 2}, {\"id\": 3}]}");
        let whole: Vec<bool> = found.iter().map(|(_, is_whole)| *is_whole).collect();
        assert_eq!(whole, [false, true, true], "{found:?}");
    }
}
