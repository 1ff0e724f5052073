//! Quotations that a page shows by its elements: `<q>`, and `<blockquote>` with its credit.
//!
//! The text of a page has no elements, so their marks are printed, as a browser prints those of
//! `<q>`. Empty blocks are taken out: a rail without content that stands between two blocks of an
//! article makes Readability take the first for all of it. Each pass takes time linear in the page.

use std::borrow::Cow;

/// Returns the page with the marks of its quotations, without its empty blocks.
pub(super) fn mark_quotations(page: &str) -> Cow<'_, str> {
    let page = then(Cow::Borrowed(page), mark_inline_quotations);
    let page = then(page, mark_block_quotations);
    then(page, drop_empty_blocks)
}

/// Applies `pass`, which returns `None` where it changes nothing.
fn then<'p>(page: Cow<'p, str>, pass: fn(&str) -> Option<String>) -> Cow<'p, str> {
    match pass(&page) {
        Some(changed) => Cow::Owned(changed),
        None => page,
    }
}

/// Prints the marks of `<q>` elements, which are not in the text: a browser adds them.
fn mark_inline_quotations(page: &str) -> Option<String> {
    let mut marked = String::new();
    let (mut copied, mut depth) = (0, 0_usize);
    for (at, _) in page.match_indices('<') {
        let tag = &page[at + 1..];
        let name = tag.trim_start_matches('/');
        let Some(after) = name.strip_prefix(['q', 'Q']) else { continue };
        // A tag inside another is none: <q <q>.
        if at < copied || !after.starts_with(|c: char| c == '>' || c.is_ascii_whitespace()) {
            continue;
        }
        let Some(end) = after.find('>').map(|end| page.len() - after.len() + end + 1) else {
            break;
        };
        marked.push_str(&page[copied..at]);
        // A quotation inside another has single marks.
        marked.push(match (tag.len() == name.len(), depth) {
            (true, 0) => '“',
            (true, _) => '‘',
            (false, 0 | 1) => '”',
            (false, _) => '’',
        });
        depth = if tag.len() == name.len() { depth + 1 } else { depth.saturating_sub(1) };
        copied = end;
    }
    (copied > 0).then(|| {
        marked.push_str(&page[copied..]);
        marked
    })
}

/// Prints marks around the words of each `<blockquote>`, and a dash before its credit. One that has
/// marks of its own keeps them.
fn mark_block_quotations(page: &str) -> Option<String> {
    let mut marked = String::new();
    let mut copied = 0;
    while let Some(open) = find_tag(page, copied, "<blockquote") {
        let Some(start) = page[open..].find('>').map(|end| open + end + 1) else { break };
        let Some(end) = find_tag(page, start, "</blockquote") else { break };
        marked.push_str(&page[copied..start]);
        let inside = &page[start..end];
        // One inside another belongs to it.
        let marks = if find_tag(inside, 0, "<blockquote").is_some() { None } else { mark(inside) };
        match marks {
            Some(words) => marked.push_str(&words),
            None => marked.push_str(inside),
        }
        copied = end;
    }
    (copied > 0).then(|| {
        marked.push_str(&page[copied..]);
        marked
    })
}

/// Returns the content of a block quotation with marks and a dash before the credit; `None` if it
/// has no words of its own.
fn mark(inside: &str) -> Option<String> {
    let credit = ["<cite", "<footer", "<figcaption"]
        .iter()
        .filter_map(|tag| find_tag(inside, 0, tag))
        .min()
        .or_else(|| dash_after_paragraphs(inside))
        .unwrap_or(inside.len());
    let (words, credit) = inside.split_at(credit);
    let plain = without_tags(words);
    let first = plain.trim().chars().next()?;
    let own_marks = ["&quot;", "&ldquo;", "&#8220;", "&#34;", "&laquo;"];
    let mut marked = String::new();
    if matches!(first, '“' | '"' | '„' | '«' | '‘' | '\'')
        || own_marks.iter().any(|mark| plain.trim_start().starts_with(mark))
    {
        marked.push_str(words);
    } else {
        print_marks(words, &mut marked);
    }
    let credit = without_tags(credit);
    let dashes = ["&mdash;", "&ndash;", "&#8212;", "&#8211;", "—", "–", "―", "-"];
    let mut name = credit.trim();
    while let Some(rest) = dashes.iter().find_map(|dash| name.strip_prefix(dash)) {
        name = rest.trim_start();
    }
    if name.chars().any(char::is_alphabetic) {
        marked.push_str("<p>— ");
        marked.push_str(name);
        marked.push_str("</p>");
    }
    Some(marked)
}

/// Appends `words` with an opening mark before each of their paragraphs and a closing one after the
/// last.
fn print_marks(words: &str, marked: &mut String) {
    let mut paragraphs = Vec::new();
    let mut at = 0;
    while let Some(open) = find_tag(words, at, "<p") {
        let Some(start) = words[open..].find('>').map(|end| open + end + 1) else { break };
        let end = find_tag(words, start, "</p").unwrap_or(words.len());
        if !without_tags(&words[start..end]).trim().is_empty() {
            paragraphs.push((start, end));
        }
        at = end;
    }
    if paragraphs.is_empty() {
        paragraphs.push((0, words.len()));
    }
    let mut copied = 0;
    for (number, &(start, end)) in paragraphs.iter().enumerate() {
        let paragraph = &words[start..end];
        let lead = paragraph.len() - paragraph.trim_start().len();
        marked.push_str(&words[copied..start + lead]);
        marked.push('“');
        let mut rest = paragraph.trim();
        // A break at the end stands before the closing mark.
        while let Some(shorter) =
            ["<br>", "<br/>", "<br />"].iter().find_map(|tag| rest.strip_suffix(tag))
        {
            rest = shorter.trim_end();
        }
        marked.push_str(rest);
        if number + 1 == paragraphs.len() {
            marked.push('”');
        }
        copied = end;
    }
    marked.push_str(&words[copied..]);
}

/// Returns where a dash begins the text after the last paragraph: the credit of an embedded post.
fn dash_after_paragraphs(inside: &str) -> Option<usize> {
    let last = inside.to_ascii_lowercase().rfind("</p>")? + "</p>".len();
    let after = inside[last..].trim_start();
    let dashes = ["&mdash;", "&#8212;", "—", "–", "―", "- "];
    dashes.iter().any(|dash| after.starts_with(dash)).then(|| inside.len() - after.len())
}

/// Removes `<div>` elements that hold nothing but blanks and other such elements.
fn drop_empty_blocks(page: &str) -> Option<String> {
    let mut kept = String::with_capacity(page.len());
    // Where each open element begins in `kept`, and if it is empty so far.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut changed = false;
    let mut at = 0;
    while at < page.len() {
        let rest = &page[at..];
        let next = rest.find('<').unwrap_or(rest.len());
        if !rest[..next].trim().is_empty()
            && let Some(top) = open.last_mut()
        {
            top.1 = false;
        }
        kept.push_str(&rest[..next]);
        let tag = &rest[next..];
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        at += next + end;
        let tag = &tag[..end];
        let begins = |name: &str| {
            tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
                && tag[name.len()..].starts_with(|c: char| c == '>' || c.is_ascii_whitespace())
        };
        if begins("<div") {
            open.push((kept.len(), true));
        } else if begins("</div") {
            match open.pop() {
                Some((start, true)) => {
                    kept.truncate(start);
                    changed = true;
                    continue;
                }
                _ => {
                    if let Some(parent) = open.last_mut() {
                        parent.1 = false;
                    }
                }
            }
        } else if !tag.starts_with("<!--")
            && let Some(top) = open.last_mut()
        {
            top.1 = false;
        }
        kept.push_str(tag);
    }
    changed.then_some(kept)
}

/// Returns where `tag`, with its `<`, begins at or after `from`, in capitals or not.
fn find_tag(page: &str, from: usize, tag: &str) -> Option<usize> {
    page[from..].match_indices('<').map(|(at, _)| from + at).find(|&at| {
        page.get(at..at + tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
            && page[at + tag.len()..]
                .starts_with(|c: char| c == '>' || c == '/' || c.is_ascii_whitespace())
    })
}

/// Returns the text without its tags.
fn without_tags(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    let mut at = 0;
    while let Some(open) = page[at..].find('<').map(|open| at + open) {
        text.push_str(&page[at..open]);
        match page[open..].find('>') {
            Some(end) => at = open + end + 1,
            None => return text,
        }
    }
    text.push_str(&page[at..]);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_of_q_elements_are_printed() {
        for (page, marked) in [
            ("<p><q>No</q>, she said.</p>", "<p>“No”, she said.</p>"),
            ("<q cite=\"/a\">He said <Q>no</Q>.</q >", "“He said ‘no’.”"),
            // Near misses: other elements, and a tag that never ends.
            ("<p>a < q and <quote>b</quote></p>", "<p>a < q and <quote>b</quote></p>"),
            ("a <q", "a <q"),
            ("a <q b", "a <q b"),
            ("a <q <q>b</q>", "a “b”"),
        ] {
            assert_eq!(mark_quotations(page), marked, "{page}");
        }
    }

    #[test]
    fn block_quotations_have_marks_and_a_credit() {
        for (page, marked) in [
            ("<blockquote>We lost.</blockquote>", "<blockquote>“We lost.”</blockquote>"),
            (
                "<blockquote class=\"a\"><p>We lost.</p><p>We left.</p></blockquote>",
                "<blockquote class=\"a\"><p>“We lost.</p><p>“We left.”</p></blockquote>",
            ),
            (
                "<blockquote><p>We lost.</p><footer>— <cite>Ana Ruiz</cite></footer></blockquote>",
                "<blockquote><p>“We lost.”</p><p>— Ana Ruiz</p></blockquote>",
            ),
            (
                "<blockquote>We lost.<br><cite>Ana Ruiz</cite></blockquote>",
                "<blockquote>“We lost.”<p>— Ana Ruiz</p></blockquote>",
            ),
            (
                "<blockquote><p>We lost.</p>&mdash; Ana Ruiz (@ruiz) <a href=\"/a\">May 2</a></blockquote>",
                "<blockquote><p>“We lost.”</p><p>— Ana Ruiz (@ruiz) May 2</p></blockquote>",
            ),
            // Marks of its own; no words; another inside; never closed.
            ("<blockquote>“We lost.”</blockquote>", "<blockquote>“We lost.”</blockquote>"),
            ("<blockquote>&quot;No&quot;</blockquote>", "<blockquote>&quot;No&quot;</blockquote>"),
            ("<blockquote> <br> </blockquote>", "<blockquote> <br> </blockquote>"),
            ("<blockquote>We lost.", "<blockquote>We lost."),
            ("<blockquotes>We lost.</blockquotes>", "<blockquotes>We lost.</blockquotes>"),
        ] {
            assert_eq!(mark_quotations(page), marked, "{page}");
        }
    }

    #[test]
    fn empty_blocks_are_taken_out() {
        for (page, kept) in [
            ("<p>a</p><div class=\"rail\"> <div></div></div><p>b</p>", "<p>a</p><p>b</p>"),
            ("<div><p>a</p><DIV></DIV></div>", "<div><p>a</p></div>"),
            // Near misses: something inside, another element, tags that do not match.
            ("<div>a</div>", "<div>a</div>"),
            ("<div><img src=\"a\"></div>", "<div><img src=\"a\"></div>"),
            ("<divider></divider>", "<divider></divider>"),
            ("</div><div>", "</div><div>"),
            ("<div", "<div"),
        ] {
            assert_eq!(mark_quotations(page), kept, "{page}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_page_can_be_marked(
            parts in proptest::collection::vec(
                proptest::sample::select(vec![
                    "<blockquote>", "</blockquote>", "<p>", "</p>", "<div>", "</div>", "<q>", "</q>",
                    "<cite>", "— ", "a", " ", "<", ">", "“", "é", "<br>", "&mdash;",
                ]),
                0..40,
            ),
        ) {
            let page = parts.concat();
            let marked = mark_quotations(&page);
            let letters = |text: &str| text.chars().filter(|&c| c == 'é').count();
            // What stands between a stray `<` and the next `>` is no text of the page.
            if !parts.iter().any(|part| matches!(*part, "<" | ">")) {
                proptest::prop_assert_eq!(letters(&page), letters(&marked));
            }
        }
    }
}
