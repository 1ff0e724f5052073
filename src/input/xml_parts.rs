//! Takes a broken feed of XML apart: RSS, or Atom.

use super::feed_parts::{FeedEntry, FeedParts, rest, slice};

/// Bytes of a declaration, and of the first element: names of spaces fill a few hundred.
const MAX_BEGIN_BYTES: usize = 8 << 10;

/// A tag in a text of bytes.
struct Tag<'b> {
    start: usize,
    end: usize,
    /// With its prefix.
    name: &'b [u8],
    closes: bool,
    is_empty: bool,
}

/// Returns the next tag from `from` on. Comments and sections of characters that end are passed
/// over; of those that do not, the opening alone.
fn next_tag(bytes: &[u8], mut from: usize) -> Option<Tag<'_>> {
    loop {
        let start = from + rest(bytes, from).iter().position(|&byte| byte == b'<')?;
        let here = rest(bytes, start);
        let passed = [(&b"<![CDATA["[..], &b"]]>"[..]), (b"<!--", b"-->"), (b"<?", b"?>")];
        if let Some((open, close)) = passed.iter().find(|(open, _)| here.starts_with(open)) {
            from = start + open.len();
            // One that begins within another: the first has no end.
            if let Some(end) = find_before(rest(bytes, from), close, open) {
                from += end + close.len();
            }
            continue;
        }
        let closes = here.get(1) == Some(&b'/');
        let name_at = start + 1 + usize::from(closes);
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b":-_.".contains(byte);
        let after = rest(bytes, name_at);
        let len = after.iter().take_while(|byte| is_name(byte)).count();
        // A tag ends at `>`; where another `<` comes first, it is broken.
        let end = after.iter().position(|&byte| byte == b'>' || byte == b'<')?;
        if len > 0 && after.get(end) == Some(&b'>') {
            let is_empty = slice(after, 0..end).ends_with(b"/");
            let (name, end) = (slice(after, 0..len), name_at + end + 1);
            return Some(Tag { start, end, name, closes, is_empty });
        }
        from = (name_at + end).max(start + 1);
    }
}

/// Returns the offset of the first `what`, if `other` does not stand before it.
fn find_before(bytes: &[u8], what: &[u8], other: &[u8]) -> Option<usize> {
    let (one, two) = (what.first()?, other.first()?);
    let mut from = 0;
    loop {
        let at = from + rest(bytes, from).iter().position(|byte| byte == one || byte == two)?;
        match rest(bytes, at) {
            here if here.starts_with(what) => return Some(at),
            here if here.starts_with(other) => return None,
            _ => from = at + 1,
        }
    }
}

/// Returns the pieces of a feed; `None` if no entry can be told from the rest. Linear in its
/// length.
pub(super) fn split(feed: &[u8]) -> Option<FeedParts<'_>> {
    let root = next_tag(feed, 0)?;
    let (prefix, local) = match root.name.iter().position(|&byte| byte == b':') {
        Some(at) => root.name.split_at(at + 1),
        None => (&b""[..], root.name),
    };
    let (entry, channel): (Vec<u8>, &[u8]) = match local {
        b"rss" => (b"item".to_vec(), b"<channel>"),
        b"RDF" => (b"item".to_vec(), b""),
        b"feed" => ([prefix, b"entry"].concat(), b""),
        _ => return None,
    };
    // The declaration names the encoding; a document type may define entities, and is left out.
    let before = slice(feed, 0..root.start);
    let declaration = match find_before(before, b"?>", b"<!") {
        Some(end) => slice(before, 0..end + 2),
        None => b"",
    };
    let begin = [declaration, slice(feed, root.start..root.end), channel].concat();
    if begin.len() > MAX_BEGIN_BYTES || root.is_empty {
        return None;
    }
    let close = if channel.is_empty() { &b""[..] } else { b"</channel>" };
    let end = [close, b"</", root.name, b">"].concat();

    let mut entries: Vec<FeedEntry<'_>> = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = root.end;
    // Where the last entry ended.
    let mut last = None;
    let entry_of = |start: usize, end: usize, is_whole| FeedEntry {
        start,
        bytes: &feed[start..end],
        is_whole,
    };
    while let Some(tag) = next_tag(feed, at) {
        at = tag.end;
        if tag.name != entry.as_slice() {
            continue;
        }
        match (tag.closes, open) {
            (true, Some(start)) => {
                entries.push(entry_of(start, tag.end, true));
                (open, last) = (None, Some(tag.end));
            }
            (true, None) => {}
            (false, before) => {
                entries.extend(before.map(|start| entry_of(start, tag.start, false)));
                open = (!tag.is_empty).then_some(tag.start);
                if tag.is_empty {
                    entries.push(entry_of(tag.start, tag.end, true));
                    last = Some(tag.end);
                }
            }
        }
    }
    if let Some(start) = open {
        entries.push(entry_of(start, feed.len(), false));
        last = Some(feed.len());
    }
    let head = slice(feed, 0..entries.first()?.start);
    let tail = rest(feed, last.unwrap_or(feed.len()));
    let heads = vec![[head, tail].concat(), [head, &end].concat()];
    Some(FeedParts { begin, end, heads, entries })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(feed: &str) -> Vec<(String, bool)> {
        let parts = split(feed.as_bytes());
        let entries = parts.map(|parts| parts.entries).unwrap_or_default();
        let text = |entry: FeedEntry<'_>| String::from_utf8_lossy(entry.bytes).into_owned();
        entries.into_iter().map(|entry| (text(entry), entry.is_whole)).collect()
    }

    #[test]
    fn entries_are_told_by_their_marks() {
        let feed = "<rss version='2.0'><channel><title>T</title><item>a</item>\n<item/><item x='1'>\
            <![CDATA[</item><item>]]><!-- <item> --></item></channel></rss>";
        let found = entries(feed);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found.iter().all(|(_, is_whole)| *is_whole));
        assert_eq!(found[2].0, "<item x='1'><![CDATA[</item><item>]]><!-- <item> --></item>");
    }

    #[test]
    fn an_entry_without_an_end_costs_no_other() {
        let found = entries("<feed><entry>a<entry>b</entry><entry>c");
        let found: Vec<(&str, bool)> =
            found.iter().map(|(text, is)| (text.as_str(), *is)).collect();
        let expected = [("<entry>a", false), ("<entry>b</entry>", true), ("<entry>c", false)];
        assert_eq!(found, expected);
        // A section of characters that does not end.
        let found = entries("<rss><channel><item><![CDATA[a</item><item><![CDATA[b]]></item>");
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[1].0, "<item><![CDATA[b]]></item>");
    }

    #[test]
    fn what_has_no_entries_has_no_parts() {
        for other in ["", "<html><item>a</item></html>", "<rss>", "<", "<rss", "<feed/>"] {
            assert!(split(other.as_bytes()).is_none(), "{other}");
        }
        let long = format!("<rss a='{}'><item></item></rss>", "b".repeat(MAX_BEGIN_BYTES));
        assert!(split(long.as_bytes()).is_none());
    }
}
